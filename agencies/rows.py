"""The row forms of the files of this room (TOML): bodies, places and contacts look the same in every file."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agencies import names
from agencies.aliases import COMMITTEE
from agencies.errors import BadDirectoryFile
from agencies.model import Agency, Contact, ContactRole, Kind

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
    "extra_forbidden": "không có trong mẫu",
    "enum": "không phải loại cơ quan đã biết",
    "literal_error": "không phải giá trị được phép",
    "string_pattern_mismatch": "viết sai mẫu",
    "date_from_datetime_inexact": "phải là ngày",
    "too_short": "còn thiếu",
}
FOCAL_LOCAL_PART: dict[Kind, tuple[str, str]] = {
    Kind.COMMUNE: ("dau-moi.vhxh", "Đầu mối Phòng Văn hóa - Xã hội, "),
    Kind.WARD: ("dau-moi.vhxh", "Đầu mối Phòng Văn hóa - Xã hội, "),
    Kind.DISTRICT: ("dau-moi.pgddt", "Đầu mối Phòng GD&ĐT, "),
}


class Row(BaseModel):
    """A table of a file: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AgencyForm(Row):
    """One body; a code may stand in several rows, one for each interval."""

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
    identifier: str = ""
    closed_by: str = ""


class PlacesForm(Row):
    """The committees of several places of one type over one interval."""

    type: Literal["huyện", "thành phố", "thị xã", "xã", "phường"]
    names: tuple[str, ...]
    valid_from: date | None = Field(default=None, alias="from")
    valid_to: date | None = Field(default=None, alias="to")
    confirm: bool = False
    note: str = ""


class Heir(Row):
    """A body that takes over, with its share."""

    code: str
    share: str = ""
    confirm: bool = False


class ContactForm(Row):
    """An address of a body."""

    agency: str
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    role: ContactRole
    name: str = ""
    valid_from: date | None = Field(default=None, alias="from")
    valid_to: date | None = Field(default=None, alias="to")

    def contact(self) -> Contact:
        """The contact of the row."""
        return Contact(self.agency, self.email, self.role, self.name, self.valid_from, self.valid_to)


class FileForm(Row):
    """What every file begins with: the province, its code, its bodies, and sample contacts under ``.example``."""

    province: str
    code: str = Field(pattern=r"^[A-Z]+$")
    sample_domain: str = Field(default="", pattern=r"^([a-z0-9-]+\.)*example$|^$")
    agencies: tuple[AgencyForm, ...] = ()
    places: tuple[PlacesForm, ...] = ()
    contact: tuple[ContactForm, ...] = ()

    def bodies(self) -> tuple[Agency, ...]:
        """The provincial bodies in the order of the file, then the committees of its places."""
        return (*(_agency(self, row) for row in self.agencies), *_committees(self))

    def contacts(self, agencies: Iterable[Agency]) -> tuple[Contact, ...]:
        """The contacts of the file and the sample ones of ``agencies``, each once."""
        listed = [row.contact() for row in self.contact]
        if self.sample_domain:
            listed += [one for agency in agencies for one in _sample_contacts(agency, self.sample_domain)]
        return tuple(dict.fromkeys(listed))


Form = TypeVar("Form", bound=Row)


def parse(form: type[Form], text: str, where: str) -> Form:
    """Read TOML into a form; raises BadDirectoryFile with the place of the first problem."""
    try:
        return form.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadDirectoryFile(where, f"không phải TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        problem = PROBLEMS.get(first["type"], "giá trị không hợp lệ")
        raise BadDirectoryFile(where, f"mục “{place}”: {problem} (tất cả {error.error_count()} lỗi)") from error


def _agency(file: FileForm, row: AgencyForm) -> Agency:
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
        identifier=row.identifier,
        closed_by=row.closed_by,
    )


def _committees(file: FileForm) -> Iterator[Agency]:
    for row in file.places:
        kind, letter = PLACE_KINDS[row.type]
        for place in row.names:
            yield Agency(
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
