"""The rows of one code over the records that the register has of it: all records of the body, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from agencies.exchange.columns import AGENCY_COLUMNS, AGENCY_SHEET, TITLES, Column
from agencies.exchange.errors import Problem
from agencies.exchange.reading import Line
from agencies.model import Agency, Kind

# A body keeps these for good; a new name or kind is another body with a code of its own.
LASTING = ("name", "short_name", "kind", "aliases", "identifier", "note", "to_confirm")
_TITLES = TITLES[AGENCY_SHEET]
_START, _STOP = _TITLES["valid_from"], _TITLES["valid_to"]


@dataclass(frozen=True)
class Draft:
    """A record as the file wants it. ``base`` is the record of the register it stems from, for a new placement that of
    the body before it, None for a new body; ``line`` is None for a record that the file does not mention.
    """

    record: Agency
    base: Agency | None
    line: Line | None


class Wrong(Exception):
    """The rows of one code cannot be used; ``problem`` says where and why."""

    def __init__(self, line: Line, column: str, sentence: str) -> None:
        self.problem = Problem(line.place, column, sentence)
        super().__init__(str(self.problem))


@dataclass(frozen=True)
class Defaults:
    """What a new agency gets where the file has no column: its province and the committee above it."""

    province: str
    committee: str


def draft(lines: Sequence[Line], records: Sequence[Agency], defaults: Defaults) -> tuple[Draft, ...]:
    """All records of one code, oldest first.

    :raises Wrong: rows that contradict each other or the register
    """
    lines = sorted(lines, key=lambda line: (_start(line.fields.get("valid_from")), line.place))
    _refuse_twins(lines)
    pairs = _partial(lines, records) if len(lines) < len(records) else _whole(lines, records)
    drafts = [Draft(_filled(line, base, defaults), base, line) for line, base in pairs]
    if len(lines) < len(records):
        named = [one.base for one in drafts]
        drafts += [Draft(record, record, None) for record in records if record not in named]
    drafts.sort(key=lambda one: _start(one.record.valid_from))
    if any(one.record != one.base for one in drafts):
        _check(drafts)
    return tuple(drafts)


def same_cell(column: Column, old: object, new: object) -> bool:
    """Whether a cell that shows ``old`` would be read as ``new``: what nobody edited is no change."""
    return old == new or column.read(column.present(old)) == new


def _start(value: object) -> date:
    return value if isinstance(value, date) else date.min


def _refuse_twins(lines: Iterable[Line]) -> None:
    seen: dict[date, Line] = {}
    for line in lines:
        first = seen.setdefault(_start(line.fields.get("valid_from")), line)
        if first is not line:
            sentence = f"mã {line.text('code')} đã có ở dòng {first.place.row} với cùng ngày bắt đầu."
            raise Wrong(line, _START, sentence)


def _partial(lines: Sequence[Line], records: Sequence[Agency]) -> list[tuple[Line, Agency | None]]:
    """Some records of the register are not in the file: each row says by its first day which one it means."""
    pairs: list[tuple[Line, Agency | None]] = []
    for line in lines:
        base = next((one for one in records if one.valid_from == line.fields.get("valid_from")), None)
        if base is None or "valid_from" not in line.fields:
            days = ", ".join(f"{one.valid_from:%d/%m/%Y}" if one.valid_from else "(trống)" for one in records)
            sentence = f"danh bạ có {len(records)} giai đoạn của mã {line.text('code')}, bắt đầu: {days}; hãy ghi đúng."
            raise Wrong(line, _START, sentence)
        pairs.append((line, base))
    return pairs


def _whole(lines: Sequence[Line], records: Sequence[Agency]) -> list[tuple[Line, Agency | None]]:
    """The file has the whole history of the body, perhaps with new records."""
    if len(lines) == len(records):
        return list(zip(lines, records, strict=True))
    pairs: list[tuple[Line, Agency | None]] = []
    for line in lines:
        start = _start(line.fields.get("valid_from"))
        begun = [one for one in records if _start(one.valid_from) <= start]
        pairs.append((line, begun[-1] if begun else next(iter(records), None)))
    return pairs


def _filled(line: Line, base: Agency | None, defaults: Defaults) -> Agency:
    """The record of a row: what its cells say, the register's record where there is no column or nobody edited."""
    fields = dict(line.fields)
    if base is None:
        return _new(line, fields, defaults)
    for column in AGENCY_COLUMNS:
        if column.field in fields and same_cell(column, getattr(base, column.field), fields[column.field]):
            del fields[column.field]
    if fields.get("short_name") == "":
        fields["short_name"] = fields.get("name", base.name)
    return replace(base, **fields)  # type: ignore[arg-type]


def _new(line: Line, fields: Mapping[str, object], defaults: Defaults) -> Agency:
    for needed in ("name", "kind"):
        if needed not in fields:
            raise Wrong(line, "", f"cơ quan mới {line.text('code')} cần có cột “{_TITLES[needed]}”.")
    kind = Kind(str(fields["kind"]))
    in_chain = fields.get("in_chain", kind is not Kind.MINISTRY)
    below = in_chain and kind not in (Kind.MINISTRY, Kind.PEOPLE_COMMITTEE)
    given = {
        "parent": defaults.committee if below else "",
        "in_chain": in_chain,
        "province": "" if kind is Kind.MINISTRY else defaults.province,
        **fields,
        "short_name": fields.get("short_name") or fields["name"],
    }
    return Agency(**given)  # type: ignore[arg-type]


def _check(drafts: Sequence[Draft]) -> None:
    """The records are one body and follow one another without a gap.

    :raises Wrong: at the row that breaks the line
    """
    for one in drafts:
        record = one.record
        if record.valid_from and record.valid_to and record.valid_to <= record.valid_from and one.line:
            raise Wrong(one.line, _STOP, f"không sau ngày bắt đầu {record.valid_from:%d/%m/%Y}.")
    for earlier, later in pairwise(drafts):
        line = later.line or earlier.line
        if line is None:
            continue
        before, after = earlier.record, later.record
        different = next((field for field in LASTING if getattr(before, field) != getattr(after, field)), None)
        if different:
            sentence = (
                f"khác giai đoạn trước của mã {after.code}; mọi dòng của một mã phải giống nhau ở cột này, "
                "cơ quan đổi tên hoặc đổi loại phải mang mã mới."
            )
            raise Wrong(line, _TITLES[different], sentence)
        if after.valid_from is None or before.valid_to is None or before.valid_to > after.valid_from:
            raise Wrong(line, _START, f"trùng thời gian với giai đoạn trước của mã {after.code}.")
        if before.valid_to < after.valid_from:
            sentence = f"giai đoạn trước của mã {after.code} đã hết từ {before.valid_to:%d/%m/%Y}; không được để trống."
            raise Wrong(line, _START, sentence)
