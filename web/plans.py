"""The overview of all plans, and the page of one plan."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from cycles.names import CycleKind
from state.errors import NotFound, UnknownCycle
from state.lines import Line
from state.store import Store
from state.tables import CycleRow, PlanRow, ReportRow
from web.board import Board, Code, Here
from web.figures import LateAgency, Tally, Wanted, clauses, complete_agencies, late_agencies, matrix, tally
from web.render import render
from web.words import LOOKS, PAUSED

router = APIRouter()
LATEST = 8
Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Card:
    """A plan on the overview: its newest cycle with its counts, or what keeps it from having one."""

    plan: PlanRow
    cycle: CycleRow | None
    tally: Tally
    complete: tuple[int, int]
    late: tuple[LateAgency, ...]
    report: ReportRow | None
    confirmed: bool
    questions: int


@router.api_route("/", methods=["GET", "HEAD"])
def overview(board: Here) -> Response:
    """All plans, the one with the most overdue first."""
    with board.database.unit() as store:
        today = board.now().date()
        cards = _cards(store, today)
        return board.page(
            store,
            "overview",
            sample=any(card.plan.sample for card in cards),
            cards=cards,
            letters=store.views.letters(LATEST),
            replies=store.views.replies(LATEST),
            held=store.views.replies(LATEST, waiting=True),
            asked_for_time=len(store.pauses.open_extensions()),
            left_behind=len(store.reorganising.left_behind(today)),
        )


def _cards(store: Store, today: date) -> list[Card]:
    cycles = store.views.newest_cycles()
    ids = [cycle.id for cycle in cycles.values()]
    lines: dict[int, list[Line]] = {key: [] for key in ids}
    for line in store.views.of_cycles(ids, today):
        lines[line.cycle_id].append(line)
    reports, questions = store.views.newest_reports(ids), store.views.open_questions()
    cards: list[Card] = []
    for plan in store.plans.all():
        cycle = cycles.get(plan.id)
        mine = lines[cycle.id] if cycle else []
        cards.append(
            Card(
                plan=plan,
                cycle=cycle,
                tally=tally(mine),
                complete=complete_agencies(mine),
                late=late_agencies(mine),
                report=reports.get(cycle.id) if cycle else None,
                confirmed=any(version.confirmed_at for version in plan.versions),
                questions=questions.get(plan.versions[-1].id, 0) if plan.versions else 0,
            )
        )
    return sorted(cards, key=lambda card: (-card.tally.overdue, card.plan.code))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a plan page asks for: a cycle by its code, or the yearly one of a year."""

    cycle: str
    year: str
    view: str
    wanted: Wanted


def _asked(
    ky: Annotated[str, Query(pattern=r"^[A-Z0-9]{0,24}$")] = "",
    nam: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    xem: Annotated[str, Query(pattern=r"^(ma-tran)?$")] = "",
    trang_thai: Text = "",
    co_quan: Text = "",
    tim: Text = "",
) -> Asked:
    standing = trang_thai if trang_thai in {PAUSED, *LOOKS} else ""
    return Asked(ky, nam, xem, Wanted(standing, co_quan.strip(), " ".join(tim.split())))


@router.api_route("/ke-hoach/{code}", methods=["GET", "HEAD"])
def plan_page(request: Request, board: Here, code: Code, asked: Annotated[Asked, Depends(_asked)]) -> Response:
    """The responsibilities of a plan in one cycle; htmx asks for the table alone."""
    with board.database.unit() as store:
        plan = store.plans.get(code)
        cycles = store.cycles.of(plan)
        cycle = _chosen(plan, cycles, asked)
        if cycle is None:
            return _unopened(board, store, plan)
        table = _table(store, plan, cycle, asked, board.now().date())
        if partial(request):
            return HTMLResponse(render("plan_table", table), headers={"Vary": "HX-Request"})
        lines: list[Line] = table["lines"]
        response = board.page(
            store,
            "plan",
            sample=plan.sample,
            cycles=cycles,
            tally=tally(lines),
            complete=complete_agencies(lines),
            late=late_agencies(lines),
            agencies=sorted({(line.agency_name, line.agency) for line in lines}),
            reports=store.reports.of(cycle.id),
            **table,
        )
    response.headers["Vary"] = "HX-Request"
    return response


def partial(request: Request) -> bool:
    """Whether htmx wants the table only; going back in the history it wants the page."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def _chosen(plan: PlanRow, cycles: list[CycleRow], asked: Asked) -> CycleRow | None:
    """The cycle that is asked for, or the newest one; None when no cycle was opened at all.

    :raises NotFound: the plan has no cycle with this code
    :raises UnknownCycle: there is none in the year asked for
    """
    if asked.cycle:
        found = [cycle for cycle in cycles if cycle.code == asked.cycle]
        if not found:
            raise NotFound("kỳ báo cáo", asked.cycle)
        return found[0]
    if not asked.year:
        return cycles[0] if cycles else None
    found = [cycle for cycle in cycles if cycle.year == int(asked.year)]
    if not found:
        raise UnknownCycle(plan.code, int(asked.year))
    return next((cycle for cycle in found if cycle.kind == CycleKind.YEARLY), found[0])


def _table(store: Store, plan: PlanRow, cycle: CycleRow, asked: Asked, today: date) -> dict[str, Any]:
    """What the table shows; the values go to a template, which checks their names."""
    lines = store.views.of_cycles([cycle.id], today)
    found = clauses(store.views.responsibilities(cycle.version_id), lines, asked.wanted)
    return {
        "plan": plan,
        "cycle": cycle,
        "today": today,
        "lines": lines,
        "clauses": found,
        "shown": sum(len(clause.shown) for clause in found),
        "matrix": matrix(found, lines) if asked.view else None,
        "asked": asked,
        "wanted": asked.wanted,
    }


def _unopened(board: Board, store: Store, plan: PlanRow) -> HTMLResponse:
    version = store.plans.version(plan)
    return board.page(
        store,
        "plan_unopened",
        sample=plan.sample,
        plan=plan,
        version=version,
        rows=store.views.responsibilities(version.id) if version else [],
        questions=version.questions if version else [],
    )
