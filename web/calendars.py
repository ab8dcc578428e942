"""Due days for calendar programs: one feed for the coordinators, one for each plan, one file for each agency."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from mail.letters.calendar_events import of_agency, of_cycles
from mail.letters.calendar_file import CONTENT_TYPE, DueEvent, Organizer, calendar_of
from web.board import Board, Code, Here

router = APIRouter()


@router.api_route("/lich.ics", methods=["GET", "HEAD"])
def feed(board: Here) -> Response:
    """The due days of every level in all cycles of all plans, with what is still open."""
    with board.database.unit() as store:
        events = of_cycles(store, board.now().date())
    return _file(board, events, "Hạn báo cáo của các kế hoạch", "lich")


@router.api_route("/lich/{code}.ics", methods=["GET", "HEAD"])
def plan_feed(board: Here, code: Code) -> Response:
    """The same for one plan."""
    with board.database.unit() as store:
        plan = store.plans.get(code)
        events = of_cycles(store, board.now().date(), plan.id)
    return _file(board, events, f"{plan.code}: hạn báo cáo, {plan.label}", f"lich-{plan.code}")


@router.api_route("/co-quan/{code}.ics", methods=["GET", "HEAD"])
def agency_file(board: Here, code: Code) -> Response:
    """What one agency has to send and until when, of whatever plan."""
    with board.database.unit() as store:
        agency = store.views.agency(code)
        events = of_agency(store, agency, board.now().date())
    return _file(board, events, f"Hạn gửi báo cáo: {agency.name}", f"lich-{agency.code}")


def _file(board: Board, events: list[DueEvent], title: str, name: str) -> Response:
    organizer = Organizer(board.office.name, board.office.address)
    plain = re.sub(r"[^A-Za-z0-9.\-]+", "-", name)
    headers = {"Content-Disposition": f'inline; filename="{plain}.ics"'}
    content = calendar_of(events, title, organizer)
    return Response(content, media_type=f"{CONTENT_TYPE}; charset=utf-8", headers=headers)
