"""Phrases that mean many agencies at once, as one visible table; which ones they are depends on the day."""

from dataclasses import dataclass

from agencies import names
from agencies.model import Agency, Kind

ALL_LOCAL = (Kind.COMMUNE, Kind.WARD)


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase family and the kinds of agency it covers; ``name_key`` narrows to names that begin so."""

    label: str
    kinds: tuple[Kind, ...]
    phrases: tuple[str, ...]
    name_key: str = ""

    def covers(self, agency: Agency) -> bool:
        """True when ``agency`` belongs to the group, whatever the day."""
        return agency.kind in self.kinds and names.key(agency.name).startswith(self.name_key)


GROUPS: tuple[Group, ...] = (
    Group(
        "UBND các huyện, thành phố",
        (Kind.DISTRICT,),
        (
            "UBND các huyện, thành phố",
            "UBND huyện, thành phố",
            "UBND các huyện, thị xã, thành phố",
            "UBND các huyện, thành phố, thị xã",
            "UBND huyện, thị xã, thành phố",
            "UBND các thành phố, huyện",
            "UBND cấp huyện",
            "Chủ tịch UBND các huyện, thành phố",
            "các huyện, thành phố",
            "các huyện, thị xã, thành phố",
            "các huyện, thành phố, thị xã",
        ),
    ),
    Group("UBND các huyện", (Kind.DISTRICT,), ("UBND các huyện", "các huyện"), "uy ban nhan dan huyen"),
    Group(
        "UBND các xã, phường",
        ALL_LOCAL,
        (
            "UBND các xã, phường",
            "UBND xã, phường",
            "UBND các phường, xã",
            "UBND phường, xã",
            "UBND các xã, phường, thị trấn",
            "UBND các xã, phường, đặc khu",
            "UBND cấp xã",
            "Chủ tịch UBND các xã, phường",
            "các xã, phường",
            "các phường, xã",
        ),
    ),
    Group("UBND các xã", (Kind.COMMUNE,), ("UBND các xã", "các xã")),
    Group("UBND các phường", (Kind.WARD,), ("UBND các phường", "các phường")),
    Group(
        "các sở, ban, ngành",
        (Kind.DEPARTMENT,),
        (
            "các sở, ban, ngành",
            "sở, ban, ngành",
            "các sở, ngành",
            "các ban, sở, ngành",
            "thủ trưởng các sở, ban, ngành",
            "giám đốc các sở, thủ trưởng các ban, ngành",
        ),
    ),
    Group("các sở", (Kind.DEPARTMENT,), ("các sở", "giám đốc các sở"), "so "),
    Group(
        "các sở, ban, ngành, đoàn thể",
        (Kind.DEPARTMENT, Kind.FRONT, Kind.MASS_ORGANISATION),
        (
            "các sở, ban, ngành, đoàn thể",
            "các sở, ban, ngành và đoàn thể",
            "các sở, ngành, đoàn thể",
            "giám đốc các sở, thủ trưởng các ban, ngành, đoàn thể",
        ),
    ),
    Group("các đoàn thể", (Kind.MASS_ORGANISATION,), ("các đoàn thể", "các tổ chức đoàn thể")),
)

BY_PHRASE: dict[str, Group] = {names.key(phrase): group for group in GROUPS for phrase in group.phrases}

# Where the group lies does not change it: "các sở, ban, ngành cấp tỉnh" is "các sở, ban, ngành".
SCOPES = ("tren dia ban tinh", "tren dia ban", "thuoc tinh", "trong tinh", "toan tinh", "cap tinh", "cua tinh", "tinh")

OPEN_WORDS = ("lien quan", "huu quan")
OPEN_STARTS = ("cac ", "nhung ", "moi ", "co quan ", "don vi ", "dia phuong ")


def find_group(written: str, province: str) -> Group | None:
    """The group that a phrase means, or None; the name of ``province`` and a scope at the end are allowed."""
    phrase = names.key(written)
    group = BY_PHRASE.get(phrase)
    if group is not None:
        return group
    phrase = phrase.removesuffix(names.key(province)).rstrip()
    for scope in SCOPES:
        if phrase.endswith(f" {scope}"):
            return BY_PHRASE.get(phrase.removesuffix(scope).rstrip())
    return None


def is_open(written: str) -> bool:
    """True for a phrase that says "those concerned" or any plural outside the table: a person has to pick."""
    return _starts_open(written) or _is_narrowed(written)


def is_open_throughout(written: str) -> bool:
    """True when a phrase begins with a plural and narrows it to "the ones concerned".

    The narrowing reaches back to the beginning: "các sở, ngành liên quan" is not all departments.
    """
    return _starts_open(written) and _is_narrowed(written)


def _starts_open(written: str) -> bool:
    return f"{names.key(written)} ".startswith(OPEN_STARTS)


def _is_narrowed(written: str) -> bool:
    phrase = names.key(written)
    return any(word in phrase for word in OPEN_WORDS)
