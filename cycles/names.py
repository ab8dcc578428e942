"""What cycles are called: kinds, levels, names with their code suffixes, and how people type them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cycles.errors import UnknownCycleKind


class CycleKind(StrEnum):
    """Kinds of cycle: the periods of Decree 09/2019 article 12 and of provinces, the school year, and ordered ones."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEARLY = "yearly"
    SEMESTER = "semester"
    SCHOOL_YEAR = "school_year"
    MID_TERM = "mid_term"
    FINAL = "final"
    ONE_OFF = "one_off"


class Level(StrEnum):
    """Levels which a periodic report passes on its way up, lowest first."""

    COMMUNE = "commune"
    DISTRICT = "district"
    DEPARTMENT = "department"
    COORDINATOR = "coordinator"
    PROVINCE = "province"
    MINISTRY = "ministry"


LEVEL_LABELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.COMMUNE: "UBND cấp xã",
        Level.DISTRICT: "UBND cấp huyện",
        Level.DEPARTMENT: "sở, ban, ngành",
        Level.COORDINATOR: "cơ quan thường trực",
        Level.PROVINCE: "UBND tỉnh",
        Level.MINISTRY: "bộ, cơ quan trung ương",
    }
)

# A level compiles what those of lower tiers sent; levels of one tier report side by side.
LEVEL_TIERS: Mapping[Level, int] = MappingProxyType(
    {
        Level.COMMUNE: 0,
        Level.DISTRICT: 0,
        Level.DEPARTMENT: 0,
        Level.COORDINATOR: 1,
        Level.PROVINCE: 2,
        Level.MINISTRY: 3,
    }
)

# The numbers that a kind has in one year; kinds that are not listed come once and have number 0.
NUMBERS: Mapping[CycleKind, range] = MappingProxyType(
    {
        CycleKind.MONTH: range(1, 13),
        CycleKind.QUARTER: range(1, 5),
        CycleKind.HALF_YEAR: range(1, 3),
        CycleKind.SEMESTER: range(1, 3),
        CycleKind.ONE_OFF: range(1, 100),
    }
)
_ONCE = range(1)
YEARS = range(1976, 2201)

KIND_LABELS: Mapping[CycleKind, str] = MappingProxyType(
    {
        CycleKind.MONTH: "tháng",
        CycleKind.QUARTER: "quý",
        CycleKind.HALF_YEAR: "6 tháng",
        CycleKind.NINE_MONTHS: "9 tháng",
        CycleKind.YEARLY: "năm",
        CycleKind.SEMESTER: "học kỳ",
        CycleKind.SCHOOL_YEAR: "năm học",
        CycleKind.MID_TERM: "sơ kết",
        CycleKind.FINAL: "tổng kết",
        CycleKind.ONE_OFF: "đột xuất",
    }
)

_SUFFIXES: Mapping[CycleKind, str] = MappingProxyType(
    {
        CycleKind.MONTH: "T{number:02d}",
        CycleKind.QUARTER: "Q{number}",
        CycleKind.HALF_YEAR: "N{number}",
        CycleKind.NINE_MONTHS: "C9",
        CycleKind.YEARLY: "",
        CycleKind.SEMESTER: "HK{number}",
        CycleKind.SCHOOL_YEAR: "NH",
        CycleKind.MID_TERM: "SK",
        CycleKind.FINAL: "TK",
        CycleKind.ONE_OFF: "DX{number}",
    }
)


def numbers_of(kind: CycleKind) -> range:
    """The numbers that the cycles of a kind have in one year, ``range(1)`` for a kind that comes once."""
    return NUMBERS.get(kind, _ONCE)


@dataclass(frozen=True, slots=True)
class CycleName:
    """Which cycle: ``year`` is that of its cut-off, ``number`` its place in the year, 0 where a kind comes once.

    :raises UnknownCycleKind: the kind has no such number, or nobody plans for such a year
    """

    kind: CycleKind
    year: int
    number: int = 0

    def __post_init__(self) -> None:
        if self.number not in numbers_of(self.kind):
            raise UnknownCycleKind(f"{KIND_LABELS[self.kind]} {self.number}")
        if self.year not in YEARS:
            raise UnknownCycleKind(f"{KIND_LABELS[self.kind]} của năm {self.year}")

    @property
    def suffix(self) -> str:
        """What the code of the cycle carries after plan and year; empty for the yearly one."""
        return _SUFFIXES[self.kind].format(number=self.number)

    @property
    def label(self) -> str:
        """The usual words for people, for example "Quý 1 năm 2026"; a regime may have its own."""
        match self.kind:
            case CycleKind.YEARLY:
                return f"Năm {self.year}"
            case CycleKind.HALF_YEAR:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case CycleKind.NINE_MONTHS:
                return f"9 tháng đầu năm {self.year}"
            case CycleKind.SEMESTER:
                return f"Học kỳ {self.number} năm học {self.year - 1}-{self.year}"
            case CycleKind.SCHOOL_YEAR:
                return f"Năm học {self.year - 1}-{self.year}"
            case CycleKind.ONE_OFF:
                return f"Đột xuất lần {self.number} năm {self.year}"
            case CycleKind.MID_TERM | CycleKind.FINAL:
                return f"{KIND_LABELS[self.kind].capitalize()} năm {self.year}"
            case _:
                return f"{KIND_LABELS[self.kind].capitalize()} {self.number} năm {self.year}"


_NUMBER = r"(?P<number>\d{1,2}|iv|i{1,3})"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

# What people type, in small letters without marks; a form with a number either holds it or names it.
_FORMS: tuple[tuple[CycleKind, int | None, re.Pattern[str]], ...] = tuple(
    (kind, number, re.compile(pattern))
    for kind, number, pattern in (
        (CycleKind.YEARLY, 0, r"(?:ca )?nam|year(?:ly)?"),
        (CycleKind.SCHOOL_YEAR, 0, r"nam hoc|nh|school year"),
        (CycleKind.NINE_MONTHS, 0, r"(?:9|chin) thang(?: dau(?: nam)?)?|c9|nine months"),
        (CycleKind.HALF_YEAR, 2, r"(?:6|sau) thang cuoi(?: nam)?"),
        (CycleKind.HALF_YEAR, 1, r"(?:6|sau) thang(?: dau(?: nam)?)?"),
        (CycleKind.HALF_YEAR, None, rf"(?:n|half year) ?{_NUMBER}"),
        (CycleKind.SEMESTER, None, rf"(?:hk|hoc ky|semester) ?{_NUMBER}(?: nam hoc)?"),
        (CycleKind.QUARTER, None, rf"(?:quy|q|quarter) ?{_NUMBER}"),
        (CycleKind.MONTH, None, rf"(?:thang|t|month) ?{_NUMBER}"),
        (CycleKind.MID_TERM, 0, r"so ket(?: giua ky)?|sk|mid term"),
        (CycleKind.FINAL, 0, r"tong ket|tk|final"),
        (CycleKind.ONE_OFF, 1, r"(?:bao cao )?dot xuat|dx|one off"),
        (CycleKind.ONE_OFF, None, rf"(?:(?:bao cao )?dot xuat(?: lan)?|dx|one off) ?{_NUMBER}"),
    )
)
_KINDS: Mapping[str, CycleKind] = MappingProxyType(
    {
        "nam": CycleKind.YEARLY,
        "hang nam": CycleKind.YEARLY,
        "quy": CycleKind.QUARTER,
        "thang": CycleKind.MONTH,
        "6 thang": CycleKind.HALF_YEAR,
        "nua nam": CycleKind.HALF_YEAR,
        "hoc ky": CycleKind.SEMESTER,
        "9 thang": CycleKind.NINE_MONTHS,
        "nam hoc": CycleKind.SCHOOL_YEAR,
        "so ket": CycleKind.MID_TERM,
        "tong ket": CycleKind.FINAL,
        "dot xuat": CycleKind.ONE_OFF,
    }
    | {kind.value.replace("_", " "): kind for kind in CycleKind}
)


def parse_cycle_name(text: str, year: int) -> CycleName:
    """Read a cycle of ``year`` as a person types it: "năm", "quý 1", "Q1", "tháng 3", "6 tháng đầu", "n1", "sơ kết".

    The year may stand behind it when it is the same ("quý 1 năm 2026", "T03/2026").

    :raises UnknownCycleKind: no form reads it, its number is impossible, or it names another year
    """
    typed = re.sub(rf"(?<=hoc) {year - 1} ?[-–] ?{year}$|(?<=\w)(?: ?/ ?| nam | ){year}$", "", _plain(text))
    for kind, number, pattern in _FORMS:
        found = pattern.fullmatch(typed)
        if found is None:
            continue
        if number is None:
            number = _ROMAN.get(found["number"]) or int(found["number"])
        if number not in numbers_of(kind):
            raise UnknownCycleKind(text)
        return CycleName(kind, year, number)
    raise UnknownCycleKind(text)


def parse_cycle_kind(text: str) -> CycleKind:
    """Read a kind without a number, as a rhythm of reports is written: "năm", "quý", "tháng", "6 tháng", "năm học".

    :raises UnknownCycleKind: it is none
    """
    kind = _KINDS.get(_plain(text))
    if kind is None:
        raise UnknownCycleKind(text)
    return kind


def _plain(text: str) -> str:
    """Small letters without marks, one blank between words: what is typed with and without marks becomes equal."""
    spread = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("_", " "))
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())
