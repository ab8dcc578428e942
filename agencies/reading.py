"""A directory file (TOML) → a checked Directory.

A file lists provincial bodies one by one (``agencies``), local committees by place (``places``), ``succession`` links,
``contact`` rows, and may ask for sample contacts under a ``.example`` domain (``sample_domain``).
"""

import tomllib
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agencies import names
from agencies.aliases import COMMITTEE
from agencies.directory import Directory
from agencies.errors import BadDirectoryFile
from agencies.model import Agency, Contact, ContactRole, Kind, Succession

SAMPLE = "dữ liệu mẫu"
PLACE_KINDS: dict[str, tuple[Kind, str]] = {
    "huyện": (Kind.DISTRICT, "H"),
    "thành phố": (Kind.DISTRICT, "H"),
    "thị xã": (Kind.DISTRICT, "H"),
    "xã": (Kind.COMMUNE, "X"),
    "phường": (Kind.WARD, "P"),
}
PROBLEMS: dict[str, str] = {
    "missing": "bị thiếu",
    "extra_forbidden": "không có trong mẫu danh bạ",
    "enum": "không phải loại cơ quan đã biết",
    "literal_error": "không phải giá trị được phép",
    "string_pattern_mismatch": "viết sai mẫu",
    "date_from_datetime_inexact": "phải là ngày",
}
FOCAL_LOCAL_PART: dict[Kind, tuple[str, str]] = {
    Kind.COMMUNE: ("dau-moi.vhxh", "Đầu mối Phòng Văn hóa - Xã hội, "),
    Kind.WARD: ("dau-moi.vhxh", "Đầu mối Phòng Văn hóa - Xã hội, "),
    Kind.DISTRICT: ("dau-moi.pgddt", "Đầu mối Phòng GD&ĐT, "),
}


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _AgencyRow(_Row):
    code: str = Field(pattern=r"^[A-Z]+(\.[A-Z0-9]+)+$")
    name: str = Field(min_length=2)
    short: str = ""
    kind: Kind
    parent: str | None = None
    in_chain: bool = True
    aliases: tuple[str, ...] = ()
    valid_from: date | None = Field(default=None, alias="from")
    valid_to: date | None = Field(default=None, alias="to")
    confirm: bool = False
    note: str = ""


class _PlacesRow(_Row):
    type: Literal["huyện", "thành phố", "thị xã", "xã", "phường"]
    names: tuple[str, ...]
    valid_from: date | None = Field(default=None, alias="from")
    valid_to: date | None = Field(default=None, alias="to")
    confirm: bool = False
    note: str = ""


class _Heir(_Row):
    code: str
    share: str = ""
    confirm: bool = False


class _SuccessionRow(_Row):
    predecessor: str = Field(alias="from")
    to: tuple[str | _Heir, ...] = Field(min_length=1)
    on: date
    decision: str
    share: str = ""
    confirm: bool = False


class _ContactRow(_Row):
    agency: str
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    role: ContactRole
    name: str = ""


class _File(_Row):
    province: str
    code: str = Field(pattern=r"^[A-Z]+$")
    sample_domain: str = Field(default="", pattern=r"^([a-z0-9-]+\.)*example$|^$")
    agencies: tuple[_AgencyRow, ...] = ()
    places: tuple[_PlacesRow, ...] = ()
    succession: tuple[_SuccessionRow, ...] = ()
    contact: tuple[_ContactRow, ...] = ()


def read_directory(text: str, where: str) -> Directory:
    """Read and check a directory; ``where`` names the file in messages. Raises DirectoryError."""
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadDirectoryFile(where, f"không phải TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        problem = PROBLEMS.get(first["type"], "giá trị không hợp lệ")
        raise BadDirectoryFile(where, f"mục “{place}”: {problem} (tất cả {error.error_count()} lỗi)") from error
    agencies = (*(_agency(file, row) for row in file.agencies), *_local_agencies(file))
    successions = tuple(link for row in file.succession for link in _links(row))
    contacts = [Contact(row.agency, row.email, row.role, row.name) for row in file.contact]
    if file.sample_domain:
        contacts += [one for agency in agencies for one in _sample_contacts(agency, file.sample_domain)]
    return Directory(file.province, agencies, successions, tuple(dict.fromkeys(contacts)))


def _agency(file: _File, row: _AgencyRow) -> Agency:
    above = (Kind.MINISTRY, Kind.PEOPLE_COMMITTEE)
    parent = row.parent
    if parent is None:
        parent = f"{file.code}.UBND" if row.in_chain and row.kind not in above else ""
    return Agency(
        code=row.code,
        name=row.name,
        short_name=row.short or row.name,
        kind=row.kind,
        province="" if row.kind is Kind.MINISTRY else file.province,
        parent=parent,
        in_chain=row.in_chain,
        aliases=row.aliases,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        to_confirm=row.confirm,
        note=row.note,
    )


def _local_agencies(file: _File) -> tuple[Agency, ...]:
    result: list[Agency] = []
    for row in file.places:
        kind, letter = PLACE_KINDS[row.type]
        for place in row.names:
            agency = Agency(
                code=f"{file.code}.{letter}.{names.slug(place, '').upper()}",
                name=f"{COMMITTEE}{row.type} {place}",
                short_name=f"UBND {row.type} {place}",
                kind=kind,
                province=file.province,
                parent=f"{file.code}.UBND",
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                to_confirm=row.confirm,
                note=row.note,
            )
            result.append(agency)
    return tuple(result)


def _links(row: _SuccessionRow) -> tuple[Succession, ...]:
    heirs = (_Heir(code=one) if isinstance(one, str) else one for one in row.to)
    return tuple(
        Succession(
            row.predecessor, heir.code, row.on, row.decision, heir.share or row.share, row.confirm or heir.confirm
        )
        for heir in heirs
    )


def _sample_contacts(agency: Agency, domain: str) -> tuple[Contact, Contact]:
    local_part, desk = FOCAL_LOCAL_PART.get(agency.kind, ("dau-moi", "Đầu mối "))
    host = f"{_host(agency)}.{domain}"
    return (
        Contact(agency.code, f"{local_part}@{host}", "focal", f"{desk}{agency.short_name} ({SAMPLE})"),
        Contact(agency.code, f"lanh-dao@{host}", "head", f"Lãnh đạo {agency.short_name} ({SAMPLE})"),
    )


def _host(agency: Agency) -> str:
    """A host name per body; a district keeps its type, because a commune may bear the same place name."""
    match agency.kind:
        case Kind.COMMUNE | Kind.WARD:
            return names.slug(agency.name.removeprefix(COMMITTEE).split(" ", 1)[1])
        case Kind.DISTRICT:
            return names.slug(agency.name.removeprefix(COMMITTEE))
        case Kind.MINISTRY:
            return names.slug(agency.code)
        case _:
            return names.slug(agency.code.split(".", 1)[1])
