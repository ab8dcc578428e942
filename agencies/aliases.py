"""The systematic ways to write one agency, so that directory files list only what no rule gives."""

from collections.abc import Iterator

from agencies.model import Agency, Kind

LOCAL_KINDS = (Kind.DISTRICT, Kind.COMMUNE, Kind.WARD)
COMMITTEE = "Ủy ban nhân dân "
FRONT_NAMES = (
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc",
    "Mặt trận Tổ quốc Việt Nam",
    "Mặt trận Tổ quốc",
)


def written_forms(agency: Agency) -> Iterator[str]:
    """Every full form of the name; abbreviations, marks and dashes are the business of ``names.key``.

    A provincial body may be written with or without "tỉnh" and the name of the province; a local committee with or
    without "Ủy ban nhân dân". The bare name of a place is no form: it may mean the place, the party or the committee.
    """
    listed = (agency.name, agency.short_name, *agency.aliases)
    if agency.kind in LOCAL_KINDS:
        yield from _local_forms(agency, listed)
    elif agency.kind in (Kind.MINISTRY, Kind.PEOPLE_COMMITTEE):
        yield from listed
    else:
        names = (*listed, *FRONT_NAMES) if agency.kind is Kind.FRONT else listed
        yield from _provincial_forms(agency.province, names)


def _local_forms(agency: Agency, listed: tuple[str, ...]) -> Iterator[str]:
    for name in listed:
        for form in (name, name.removeprefix(COMMITTEE)):
            yield form
            yield f"{form} tỉnh {agency.province}"


def _provincial_forms(province: str, listed: tuple[str, ...]) -> Iterator[str]:
    for name in listed:
        base = name.removesuffix(f" tỉnh {province}").removesuffix(" tỉnh")
        yield base
        yield f"{base} tỉnh"
        yield f"{base} {province}"
        yield f"{base} tỉnh {province}"
