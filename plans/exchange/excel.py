"""Plan to and from Excel: a form that a coordinator fills in without any document, and that keeps an exported plan."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from plans.errors import UnsupportedFormat
from plans.exchange import excel_facts, excel_parts
from plans.exchange.errors import FormError
from plans.exchange.excel_cells import fold
from plans.exchange.excel_facts import FACTS, read_facts
from plans.exchange.excel_grid import Grid, read_grids
from plans.exchange.excel_guard import checked
from plans.exchange.excel_machine import PLAN_KEY, SHEET, Machine, detail_rows, read_machine
from plans.exchange.excel_parts import COLUMNS, part_rows, read_parts
from plans.exchange.excel_rows import Findings, Table, read_table
from plans.exchange.excel_sheets import BASES, RESPONSIBILITIES, TARGETS, TASKS
from plans.exchange.excel_write import Page, Writer
from plans.model import Frozen, Plan

T = TypeVar("T")
M = TypeVar("M", bound=Frozen)
FORMAT = "xlsx"
_BLANK_ROWS = 30
_NOTES = {
    "Chỉ tiêu": "Mỗi dòng một chỉ tiêu. Giá trị ghi số; chỉ tiêu định tính để trống giá trị.",
    "Nhiệm vụ": "Mỗi dòng một nhiệm vụ, giải pháp.",
    "Trách nhiệm": "Mỗi dòng một việc. Nhiều cơ quan trong một ô: mỗi cơ quan một dòng. Ô trống được đọc từ nội dung.",
    "Căn cứ": "Ví dụ: Căn cứ Quyết định số 12/QĐ-UBND ngày 05/01/2025 của Ủy ban nhân dân tỉnh về …;",
    "Khác": "Mục tiêu chung, đề mục, kinh phí, nơi nhận, người ký, đoạn kết, chú thích, câu hỏi.",
}


def excel_of_plan(plan: Plan) -> bytes:
    """The plan as an .xlsx form; `plan_from_excel` gives back exactly the same plan."""
    writer = Writer()
    writer.guide()
    writer.facts(excel_facts.SHEET, [fact.show(plan.document) for fact in FACTS])
    writer.table(_page(TARGETS), _keyed(TARGETS.code, plan.targets))
    writer.table(_page(TASKS), _keyed(TASKS.code, plan.tasks))
    writer.table(_page(RESPONSIBILITIES), _keyed(RESPONSIBILITIES.code, plan.responsibilities))
    writer.table(_page(BASES), _keyed(BASES.code, plan.legal_bases))
    parts = Page(excel_parts.SHEET, COLUMNS, _NOTES[excel_parts.SHEET])
    writer.table(parts, _keyed(excel_parts.CODE, part_rows(plan)))
    writer.hidden(SHEET, detail_rows(plan, _details(plan)))
    return writer.finish()


def empty_form() -> bytes:
    """The form without a plan, with one sample row a sheet that is ignored on reading."""
    writer = Writer()
    writer.guide()
    writer.facts(excel_facts.SHEET, [None] * len(FACTS))
    writer.table(_page(TARGETS, _BLANK_ROWS), ())
    writer.table(_page(TASKS, _BLANK_ROWS), ())
    writer.table(_page(RESPONSIBILITIES, _BLANK_ROWS), ())
    writer.table(_page(BASES, _BLANK_ROWS), ())
    writer.table(Page(excel_parts.SHEET, COLUMNS, _NOTES[excel_parts.SHEET], (), _BLANK_ROWS), ())
    return writer.finish()


def plan_from_excel(data: bytes, name: str) -> Plan:
    """The plan of a form, exported or filled in by hand, re-saved by whatever program.

    Cells that nobody changed keep what was read from the document; changed and hand-written ones are read from their
    words. A hand-written item has the row of its sheet as source.

    :raises FormError: with every mistake of the form; nothing is half read
    :raises UnsupportedFormat: no Excel file, or one that is not this form
    :raises PlanError: empty, damaged, locked, with macros, or dangerous
    """
    grids = {fold(grid.title): grid for grid in read_grids(checked(data, name), name)}
    facts, duties = grids.get(fold(excel_facts.SHEET)), grids.get(fold(RESPONSIBILITIES.sheet))
    if facts is None and duties is None:
        raise UnsupportedFormat(name, "Excel nhưng không theo mẫu nhập kế hoạch")
    machine = read_machine(grids.get(fold(SHEET)), name)
    findings = Findings()
    for grid, title in ((facts, excel_facts.SHEET), (duties, RESPONSIBILITIES.sheet)):
        if grid is None:
            findings.add(title, None, None, "thiếu trang này")
    plan = _plan(grids, machine, findings)
    if findings.problems or plan is None:
        raise FormError(name, tuple(findings.problems))
    return plan


def _plan(grids: dict[str, Grid], machine: Machine, findings: Findings) -> Plan | None:
    """Every sheet is read before anything is refused, so that a person sees all mistakes at once."""
    facts = grids.get(fold(excel_facts.SHEET))
    document = read_facts(facts, machine, findings) if facts else None
    targets = read_table(TARGETS, grids.get(fold(TARGETS.sheet)), machine, findings)
    tasks = read_table(TASKS, grids.get(fold(TASKS.sheet)), machine, findings)
    duties = grids.get(fold(RESPONSIBILITIES.sheet))
    responsibilities = read_table(RESPONSIBILITIES, duties, machine, findings) if duties else ()
    bases = read_table(BASES, grids.get(fold(BASES.sheet)), machine, findings)
    parts = read_parts(grids.get(fold(excel_parts.SHEET)), machine, findings)
    if not responsibilities and not machine.present and not findings.problems:
        findings.add(RESPONSIBILITIES.sheet, None, None, "chưa có dòng nào, nên không có gì để đôn đốc")
    if document is None or findings.problems:
        return None
    kept = machine.take(PLAN_KEY, dict)
    form = str((kept or {}).get("format", FORMAT))
    plan = Plan.model_validate(
        {
            **parts,
            "document": document,
            "legal_bases": bases,
            "targets": targets,
            "tasks": tasks,
            "responsibilities": responsibilities,
            "format": form,
        }
    )
    return plan.model_copy(update={"questions": (*plan.questions, *findings.questions)})


def _page(table: Table[M], blanks: int = 0) -> Page[M]:
    """The sheet of a table; the empty form shows the sample row and rows to fill in."""
    return Page(table.sheet, table.columns, _NOTES[table.sheet], table.sample if blanks else (), blanks)


def _keyed(code: str, items: Iterable[T]) -> Iterator[tuple[str, T]]:
    return ((f"{code}{number}", item) for number, item in enumerate(items, start=1))


def _details(plan: Plan) -> Iterator[tuple[str, object]]:
    yield from _keyed(TARGETS.code, plan.targets)
    yield from _keyed(TASKS.code, plan.tasks)
    yield from _keyed(RESPONSIBILITIES.code, plan.responsibilities)
    yield from _keyed(BASES.code, plan.legal_bases)
    yield from _keyed(excel_parts.CODE, (item for _, item in part_rows(plan)))
