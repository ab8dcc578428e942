"""What stands behind the signature, and the tables of the body: duties and targets, or a question for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.model import Question, Responsibility, Target
from plans.sheet import Line, Table
from plans.structure.annexes import Place, duty_rows, target_rows, undated_rows
from plans.structure.assigned import take_assigned
from plans.structure.blocks import paragraphs
from plans.structure.closing import detach_closing
from plans.structure.duties import agency_groups, read_responsibilities
from plans.structure.ending import annex_heading
from plans.structure.labels import Level, roman_value
from plans.structure.outline import Node, build, sections

_TITLE_LINES = 3


@dataclass
class Annex:
    """One annex: the beginning of its paths, its title, its lines and tables, and the line it starts at."""

    key: str
    number: int
    title: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The title as people call it."""
        return " ".join(self.title)


@dataclass
class Attached:
    """What was read from tables and annexes, and the questions about what was not."""

    responsibilities: list[Responsibility] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def split_annexes(lines: Sequence[Line], tables: Sequence[Table], below_signature: bool) -> list[Annex]:
    """The annexes in order; a table behind the signature without a heading is an annex of its own."""
    annexes: list[Annex] = []
    used: set[str] = set()
    blocks: list[Line | Table] = sorted((*lines, *tables), key=lambda block: block.number)
    for block in blocks:
        heading = annex_heading(block, below_signature) if isinstance(block, Line) else None
        if heading is not None and isinstance(block, Line):
            if annexes and heading.key is None and heading.title and not annexes[-1].lines and not annexes[-1].tables:
                annexes[-1].title.append(block.text)
                continue
            annexes.append(Annex(_key(heading.key, used), block.number, [block.text]))
        elif isinstance(block, Table):
            if not annexes:
                annexes.append(Annex(_key(None, used), block.number))
            annexes[-1].tables.append(block)
        elif annexes and not block.blank:
            _add_line(annexes[-1], block)
    return annexes


def _key(written: str | None, used: set[str]) -> str:
    """ "PHỤ LỤC II" and "Phụ lục 02" are annex 2; without a number they are counted."""
    key = str(len(used) + 1)
    if written:
        key = str(roman_value(written)) if set(written) <= set("IVX") else written.lstrip("0") or key
    while key in used:
        key = f"{key}-2"
    used.add(key)
    return key


def _add_line(annex: Annex, line: Line) -> None:
    """A line in capitals right below the heading is the title."""
    names_it = not annex.lines and not annex.tables and len(annex.title) <= _TITLE_LINES
    if names_it and (line.text.isupper() or line.text.startswith("(") or (len(annex.title) == 1 and line.strong)):
        if not line.text.startswith("("):
            annex.title.append(line.text)
        return
    annex.lines.append(line)


def read_annexes(annexes: Sequence[Annex], year: int | None = None) -> Attached:
    """Duties and targets of every annex; one question for each that gives none. `year` is that of the plan."""
    found = Attached()
    for annex in annexes:
        place = Place(f"PL{annex.key}", annex.heading, year)
        before = len(found.responsibilities) + len(found.targets)
        for table in annex.tables:
            _read_table(table, place, found)
        unread = len(found.questions)
        found.responsibilities.extend(_text_duties(annex, place))
        read = len(found.responsibilities) + len(found.targets) > before
        asked = unread and found.questions[-1].path == place.prefix
        if not read and not asked and (annex.lines or not annex.tables):
            found.questions.append(_unread(place, annex.number))
    return found


def read_tables(tables: Sequence[Table], above: Sequence[str], year: int | None = None) -> Attached:
    """Duties and targets of the tables inside the body; `above` is the text right above each of them."""
    found = Attached()
    for count, (table, heading) in enumerate(zip(tables, above, strict=True), start=1):
        _read_table(table, Place(f"B{count}", heading, year), found)
    return found


def _read_table(table: Table, place: Place, found: Attached) -> None:
    duties, targets = duty_rows(table, place), target_rows(table, place)
    found.responsibilities.extend(duties)
    found.targets.extend(targets)
    if duties:
        found.questions.extend(_undated(path, words) for path, words in undated_rows(table, place))
    if not duties and not targets:
        found.questions.append(_unread(place, table.number))


def _undated(path: str, words: str) -> Question:
    return Question(
        path=path,
        kind="deadline_unread",
        message=f"Không hiểu thời hạn “{words}” ở mục {path}. Việc này phải xong khi nào?",
    )


def _unread(place: Place, number: int) -> Question:
    named = f" “{place.heading}”" if place.heading else ""
    what = "Phụ lục" if place.prefix.startswith("PL") else "Bảng"
    return Question(
        path=place.prefix,
        kind="annex_unread",
        message=f"{what}{named} (từ dòng {number}) không có việc giao cho cơ quan nào đọc được. "
        f"{what} có giao thêm việc không?",
    )


def _text_duties(annex: Annex, place: Place) -> list[Responsibility]:
    """Numbered duties in the text of an annex, when it names the bodies they are for."""
    body, _ = paragraphs(annex.lines)
    if not any(paragraph.label for paragraph in body):
        return []
    root = build(body, place.prefix)
    organisation = sections(root, "organisation")
    if organisation:
        detach_closing(organisation[-1])
        duties = [item for section in organisation for item in read_responsibilities(section, "annex")]
    elif groups := agency_groups(root):
        pseudo = Node(annex.heading, Level.DIVISION, None, ((annex.number, annex.number),), place.prefix, groups)
        duties = list(read_responsibilities(pseudo, "annex"))
    else:
        duties = [item.model_copy(update={"origin": "annex"}) for item in take_assigned(root)]
    return [item for item in duties if item.owners]
