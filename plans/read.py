"""The door of the room: a file or a text in, a Plan out, or a typed error."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plans.errors import EmptyFile, NoResponsibilities, NotAPlan, PlanError
from plans.formats.opening import open_sheet
from plans.formats.plain import text_sheet
from plans.model import Footnote, LegalBasis, Plan, Question, Responsibility, Target
from plans.questions.ask import Reading, ask
from plans.sheet import Line, Note, Sheet, Table
from plans.structure.articles import articles_in_front
from plans.structure.attachments import Attached, read_annexes, read_tables, split_annexes
from plans.structure.blocks import FootnoteBlock, paragraphs
from plans.structure.body import Body, read_body
from plans.structure.document import Opening, Surroundings, opening, read_bases, read_document, single_year
from plans.structure.ending import Ending, read_ending
from plans.structure.kinds import Parts, TypeLine, find_parts
from plans.structure.labels import Level
from plans.structure.outline import Node, source_of

_WITHOUT_PLAN = "tệp không có kế hoạch kèm theo quyết định"
Item = TypeVar("Item", Target, Responsibility)


def read_plan(data: bytes, name: str, shown: Sheet | None = None) -> Plan:
    """Read a file of any format of `plans.formats` or `plans.exchange`. Raises a PlanError that names the file.

    `shown` is what the file shows, for a caller that has opened it already.
    """
    try:
        if _is_workbook(data):
            from plans.exchange.excel import plan_from_excel

            return plan_from_excel(data, name)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and not data.startswith(b"{\\rtf"):
            from plans.exchange.json_form import plan_from_json

            return plan_from_json(data, name)
        return read_sheet(shown or open_sheet(data, name))
    except PlanError as error:
        error.name = name
        raise


def _is_workbook(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04") or b"xl/workbook.xml" not in data:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def read_text(text: str) -> Plan:
    """Read the text of a plan. Raises EmptyFile, NotAPlan or NoResponsibilities."""
    return read_sheet(text_sheet(text))


@dataclass(frozen=True)
class Pages:
    """The parts of a file: heading and body of the document, its ending, its annexes, and the decision in front."""

    start: Opening
    ending: Ending
    front: Opening | None
    attached: Attached
    notes: tuple[FootnoteBlock, ...]
    texts: tuple[str, ...]
    captions: frozenset[int]


def read_sheet(sheet: Sheet) -> Plan:
    """Read what a file shows. Raises EmptyFile, NotAPlan or NoResponsibilities."""
    lines = [block for block in sheet.blocks if isinstance(block, Line)]
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    if all(line.blank for line in lines):
        if tables:
            raise NotAPlan(reason="chỉ có bảng, không có phần đầu văn bản và các mục đánh số")
        raise EmptyFile
    parts = find_parts(lines)
    pages = _pages(lines, tables, parts)
    body = _body(pages, parts)
    attached = pages.attached
    targets = (*body.targets, *attached.targets)
    responsibilities = (*body.responsibilities, *attached.responsibilities)
    if not responsibilities:
        raise _nobody(parts)
    if pages.front is not None:
        responsibilities += articles_in_front(pages.front)
    bases = read_bases((*(pages.front.preamble if pages.front else ()), *pages.start.preamble))
    plan = Plan(
        document=read_document(pages.start, _surroundings(pages, bases, targets)),
        legal_bases=bases,
        sections=body.sections,
        general_objective=body.general_objective,
        targets=targets,
        tasks=body.tasks,
        funding=body.funding,
        responsibilities=responsibilities,
        recipients=pages.ending.recipients,
        signer=pages.ending.signer,
        closing=body.closing,
        footnotes=(*_footnotes(pages.notes), *_noted(sheet.notes)),
        questions=(),
        format=sheet.format,
    )
    doubts = (Question(path="document", kind=doubt.kind, message=doubt.message) for doubt in sheet.doubts)
    return _with_questions(plan, (*doubts, *ask(_reading(plan, body)), *body.questions, *attached.questions))


def _pages(lines: list[Line], tables: list[Table], parts: Parts) -> Pages:
    main = parts.main
    ending = read_ending(lines, main.index + 1)
    body, notes = paragraphs(lines[main.index + 1 : ending.start])
    start = opening(lines[parts.start : main.index], main, body)
    first, last = lines[main.index].number, _number_at(lines, ending.start)
    inside = [table for table in tables if first < table.number < last]
    above = _above(lines, inside)
    attached = read_tables(inside, [line.text for line in above], single_year(start.title))
    below = [table for table in tables if table.number >= last]
    annexes = split_annexes(lines[ending.stop :], below, below_signature=ending.start < ending.stop)
    more = read_annexes(annexes, single_year(start.title))
    for kind in ("responsibilities", "targets", "questions"):
        getattr(attached, kind).extend(getattr(more, kind))
    front = None
    if parts.front is not None:
        front, ending = _front(lines, parts.front, parts.start, ending)
    texts = (start.title, *(p.text for p in body))
    return Pages(start, ending, front, attached, tuple(notes), texts, frozenset(line.number for line in above))


def _number_at(lines: list[Line], index: int) -> int:
    """The number of the line at an index; beyond the last line, a number larger than any."""
    return lines[index].number if index < len(lines) else 1 << 62


def _above(lines: list[Line], tables: list[Table]) -> list[Line]:
    """The last line with text before each table. Both lists are in order, so that one walk will do."""
    found: list[Line] = []
    last, index = lines[0], 0
    for table in tables:
        while index < len(lines) and lines[index].number < table.number:
            last = last if lines[index].blank else lines[index]
            index += 1
        found.append(last)
    return found


def _front(lines: list[Line], line: TypeLine, stop: int, own: Ending) -> tuple[Opening, Ending]:
    """The heading of the decision in front of a plan; its signature and recipients where the plan has none."""
    ending = read_ending(lines[:stop], line.index + 1)
    body, _ = paragraphs(lines[line.index + 1 : ending.start])
    front = opening(lines[: line.index], line, body)
    recipients = own.recipients or ending.recipients
    return front, Ending(own.start, own.stop, recipients, own.signer or ending.signer)


def _body(pages: Pages, parts: Parts) -> Body:
    try:
        return read_body(pages.start, pages.captions)
    except NotAPlan as error:
        if parts.front is None and parts.main.word == "QUYẾT ĐỊNH":
            raise NotAPlan(found="QUYẾT ĐỊNH", reason=_WITHOUT_PLAN) from error
        raise


def _nobody(parts: Parts) -> PlanError:
    """A decision without its plan is no plan; a plan that names nobody is one."""
    if parts.front is None and parts.main.word == "QUYẾT ĐỊNH":
        return NotAPlan(found="QUYẾT ĐỊNH", reason=_WITHOUT_PLAN)
    return NoResponsibilities()


def _surroundings(pages: Pages, bases: tuple[LegalBasis, ...], targets: Sequence[Target]) -> Surroundings:
    authority = pages.ending.signer.authority if pages.ending.signer else ()
    signed_for = next((line[3:].strip() for line in authority if line.startswith(("TM.", "T/M"))), None)
    years = tuple(sorted({target.year for target in targets if target.year}))
    return Surroundings(signed_for, bases, years, "\n".join(pages.texts), pages.front)


def _reading(plan: Plan, body: Body) -> Reading:
    """What the questions are asked about; a document without the section stands in for it."""
    organisation = body.organisation[-1] if body.organisation else _stand_in("document")
    goals = body.goals or tuple(_stand_in(target.path) for target in plan.targets[:1])
    return Reading(plan, body.root, organisation, goals)


def _stand_in(path: str) -> Node:
    return Node("", Level.PLAIN, None, ((0, 0),), path)


def _with_questions(plan: Plan, questions: Sequence[Question]) -> Plan:
    """The plan with its questions, each item with the messages of those that are about it."""
    by_path: dict[str, list[Question]] = {}
    for question in questions:
        by_path.setdefault(question.path, []).append(question)
    return plan.model_copy(
        update={
            "questions": tuple(questions),
            "targets": _doubted(plan.targets, by_path),
            "responsibilities": _doubted(plan.responsibilities, by_path),
        }
    )


def _doubted(items: Iterable[Item], by_path: dict[str, list[Question]]) -> tuple[Item, ...]:
    found: list[Item] = []
    for item in items:
        messages = tuple(q.message for q in by_path.get(item.path, ()) if q.item is None or q.item == item.text)
        found.append(item.model_copy(update={"doubts": messages}) if messages else item)
    return tuple(found)


def _footnotes(notes: Iterable[FootnoteBlock]) -> tuple[Footnote, ...]:
    return tuple(Footnote(mark=note.mark, text=note.text, source=source_of(note.spans)) for note in notes)


def _noted(notes: Iterable[Note]) -> tuple[Footnote, ...]:
    return tuple(
        Footnote(mark=note.mark, text=note.text, source=source_of(((note.number, note.number),))) for note in notes
    )
