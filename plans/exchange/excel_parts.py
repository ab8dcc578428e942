"""The sheet "Khác": the small parts of a plan, one per row, told apart by the word in the first column."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plans.exchange.excel_cells import CellError, Value, as_line, as_text, chooser, joined, plain, same
from plans.exchange.excel_columns import Column, Values
from plans.exchange.excel_grid import BLANK, Cell, Grid, GridRow
from plans.exchange.excel_hand import source_at
from plans.exchange.excel_machine import KEY_TITLE, Machine
from plans.exchange.excel_rows import Findings, find_layout
from plans.model import Closing, Footnote, FundingItem, Plan, Question, Section, Signer
from plans.structure.closing import read_closing
from plans.structure.labels import Level
from plans.structure.outline import Node

SHEET = "Khác"
CODE = "K"
_PREFIX = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s*")
Item = str | Section | FundingItem | Signer | Closing | Footnote | Question


@dataclass(frozen=True)
class Part:
    """One kind of row. `of` lists the items of a plan, `show` gives mark and text, `make` an item from both.

    `make` gets the exported item when only its words were changed. `single`: a plan has at most one.
    """

    word: str
    field: str
    kind: type
    of: Callable[[Plan], tuple[Item, ...]]
    show: Callable[[Item], tuple[Value, Value]]
    make: Callable[[str, str, int, Item | None], Item]
    single: bool = False


def _marked(mark: str, text: str) -> Callable[[Item], tuple[Value, Value]]:
    return lambda item: (getattr(item, mark), getattr(item, text))


def _signed(item: Item) -> tuple[Value, Value]:
    return (
        (None, joined([*item.authority, *([item.name] if item.name else [])])) if isinstance(item, Signer) else ("", "")
    )


def _signer(mark: str, text: str, row: int, kept: Item | None) -> Signer:
    """Lines in capitals are the authority, the last one the position; a line in mixed letters is the name."""
    lines = text.split("\n")
    authority = tuple(line for line in lines if line.isupper())
    names = [line for line in lines if not line.isupper()]
    prefixes = [match.group().strip() for line in authority if (match := _PREFIX.match(line))]
    return Signer(
        authority=authority,
        on_behalf="TM." if "TM." in prefixes else None,
        acting_for=next((prefix for prefix in prefixes if prefix != "TM."), None),
        position=_PREFIX.sub("", authority[-1]) if authority else None,
        name=names[-1] if names else None,
    )


def _closing(mark: str, text: str, row: int, kept: Item | None) -> Closing:
    """A closing paragraph typed or changed by hand, its duties read anew from its words."""
    source = kept.source if isinstance(kept, Closing) else source_at(row)
    path = mark or (kept.path if isinstance(kept, Closing) else "closing")
    node = Node(text, Level.PLAIN, None, source.lines or ((row, row),))
    read = read_closing([node], node)
    bare = Closing(path=path, text=text, agencies=(), reports_to=(), via=None, duties=(), source=source)
    return read.model_copy(update={"path": path, "source": source}) if read else bare


def _funding(mark: str, text: str, row: int, kept: Item | None) -> FundingItem:
    source = kept.source if isinstance(kept, FundingItem) else source_at(row)
    return FundingItem(path=mark or f"KP.{row}", text=text, source=source)


def _footnote(mark: str, text: str, row: int, kept: Item | None) -> Footnote:
    return Footnote(mark=mark, text=text, source=kept.source if isinstance(kept, Footnote) else source_at(row))


def _question(mark: str, text: str, row: int, kept: Item | None) -> Question:
    kind, item = (kept.kind, kept.item) if isinstance(kept, Question) else ("by_hand", None)
    return Question(path=mark or "document", kind=kind, message=text, item=item)


def _single(item: Item | None) -> tuple[Item, ...]:
    return () if item is None else (item,)


PARTS: tuple[Part, ...] = (
    Part(
        "Mục tiêu chung",
        "general_objective",
        str,
        lambda p: _single(p.general_objective),
        lambda item: (None, str(item)),
        lambda mark, text, row, kept: text,
        single=True,
    ),
    Part(
        "Đề mục",
        "sections",
        Section,
        lambda p: p.sections,
        _marked("no", "title"),
        lambda mark, text, row, kept: Section(no=mark, title=text),
    ),
    Part("Kinh phí", "funding", FundingItem, lambda p: p.funding, _marked("path", "text"), _funding),
    Part(
        "Nơi nhận",
        "recipients",
        str,
        lambda p: p.recipients,
        lambda item: (None, str(item)),
        lambda mark, text, row, kept: text,
    ),
    Part("Người ký", "signer", Signer, lambda p: _single(p.signer), _signed, _signer, single=True),
    Part("Đoạn kết", "closing", Closing, lambda p: _single(p.closing), _marked("path", "text"), _closing, single=True),
    Part("Chú thích", "footnotes", Footnote, lambda p: p.footnotes, _marked("mark", "text"), _footnote),
    Part("Câu hỏi", "questions", Question, lambda p: p.questions, _marked("path", "message"), _question),
)
_choose = chooser({part.word: part for part in PARTS})
KIND_TITLE, MARK_TITLE, TEXT_TITLE = "Loại", "Mã mục, ký hiệu", "Nội dung"
WORDS = tuple(part.word for part in PARTS)


def part_rows(plan: Plan) -> Iterator[tuple[Part, Item]]:
    """Every small part of a plan in the order of the sheet."""
    return ((part, item) for part in PARTS for item in part.of(plan))


def read_parts(grid: Grid | None, machine: Machine, findings: Findings) -> Values:
    """Plan fields from the sheet; a field without rows is empty, a single one None."""
    found: dict[str, list[Item]] = {part.field: [] for part in PARTS}
    layout = (
        find_layout(grid, {KEY_TITLE: (), KIND_TITLE: (), MARK_TITLE: ("Mã mục",), TEXT_TITLE: ()}) if grid else None
    )
    if grid is None and machine.has(CODE):
        findings.add(SHEET, None, None, "thiếu trang này")
    if grid is not None and (layout is None or not {KIND_TITLE, TEXT_TITLE} <= layout.places.keys()):
        findings.add(SHEET, None, None, f"thiếu cột “{KIND_TITLE}” hoặc “{TEXT_TITLE}” ở dòng tiêu đề")
        layout = None
    for row in grid.rows if grid and layout else ():
        if layout and row.number > layout.row:
            cells = {title: row.at(place) for title, place in layout.places.items()}
            _read_row(row, cells, machine, found, findings)
    return {part.field: _value(part, found[part.field]) for part in PARTS}


def _value(part: Part, items: list[Item]) -> object:
    return (items[0] if items else None) if part.single else tuple(items)


def _read_row(
    row: GridRow, cells: dict[str, Cell], machine: Machine, found: dict[str, list[Item]], findings: Findings
) -> None:
    kind, mark, text = (cells.get(title, BLANK) for title in (KIND_TITLE, MARK_TITLE, TEXT_TITLE))
    if kind == mark == text == BLANK:
        return
    try:
        part = _choose(kind)
        if not isinstance(part, Part):
            raise CellError(f"còn trống, hãy chọn một trong: {', '.join(WORDS)}")
        item = _item(part, row, cells, machine)
    except CellError as error:
        findings.add(SHEET, row.number, KIND_TITLE, error.sentence)
        return
    if item is None:
        return
    if part.single and found[part.field]:
        findings.add(SHEET, row.number, KIND_TITLE, f"“{part.word}” chỉ được ghi một dòng")
        return
    found[part.field].append(item)


def _item(part: Part, row: GridRow, cells: dict[str, Cell], machine: Machine) -> Item | None:
    """The item of a row; None when a person emptied it."""
    mark, text = cells.get(MARK_TITLE, BLANK), cells.get(TEXT_TITLE, BLANK)
    key = plain(cells.get(KEY_TITLE, BLANK).value)
    kept: Item | None = machine.take(key, part.kind) if key.startswith(CODE) else None
    if kept is not None:
        shown_mark, shown_text = part.show(kept)
        unchanged = same(mark, shown_mark), same(text, shown_text)
        if all(unchanged):
            return kept
        kept = kept if any(unchanged) else None
    words = as_text(text) if part.kind is Signer else as_line(text)
    return part.make(as_line(mark), words, row.number, kept) if words else None


COLUMNS: tuple[Column[tuple[Part, Item]], ...] = (
    Column(KIND_TITLE, 18, lambda pair: pair[0].word, lambda cell: {}, choices=WORDS),
    Column(MARK_TITLE, 16, lambda pair: pair[0].show(pair[1])[0], lambda cell: {}),
    Column(TEXT_TITLE, 110, lambda pair: pair[0].show(pair[1])[1], lambda cell: {}),
)
