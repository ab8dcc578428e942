"""Telling the coordinator who is late: the last rungs are a person's signature, so a flow only prepares them."""

from datetime import date, datetime

from prefect import flow

from cycles.ladder import Rung
from flows import runtime
from flows.runtime import Runtime
from mail.letters.late import Draft, Drafter
from mail.post.outbox import late_note, send_queued
from reports.data import AuthorFacts
from reports.errors import ReportError
from reports.urging import WORKING_DAYS, draft_committee_note, draft_official_letter, urging_of
from state.clock import local
from state.ladder.late import LateGroup
from state.post.outbox import Enclosure
from state.store import Store

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFTS = {
    Rung.OFFICIAL_LETTER: ("du-thao-cong-van", draft_official_letter),
    Rung.PEOPLE_COMMITTEE: ("du-thao-bao-cao-ubnd", draft_committee_note),
}


@flow(name="escalate", flow_run_name="báo cáo điều phối {now:%d/%m/%Y}")
def escalate(now: datetime) -> bool:
    """Gửi bộ phận điều phối danh sách cơ quan chậm kèm dự thảo văn bản; trả về True khi có thư."""
    house = runtime.current()
    with house.database.unit() as store:
        letter = write_note(house, store, now)
        store.commit()
    if letter is None:
        return False
    with house.post() as post:
        send_queued(house.database.unit, post, now, house.office, pace=house.pace())
    return True


def write_note(house: Runtime, store: Store, now: datetime) -> int | None:
    """Queue the note of the day with its drafts; the id of the letter, None when nothing waits. Does not commit."""
    day = local(now).date()
    suggested = house.calendar_of(store).add_working_days(day, WORKING_DAYS)
    return late_note(store, now, house.office, drafter(house, day, suggested))


def drafter(house: Runtime, day: date, suggested: date) -> Drafter:
    """Makes the drafts of a day; a template that somebody broke costs the draft, never the note."""
    author = AuthorFacts(name=house.settings.office, symbol=house.settings.office_short)

    def drafted(group: LateGroup) -> Draft:
        if not group.urged:
            return Draft()
        name, write = DRAFTS[group.rung]
        try:
            content = write(urging_of(group, day, suggested, author, house.office.address))
        except ReportError as error:
            return Draft(problem=str(error))
        return Draft(Enclosure(f"{name}-{group.cycle.code}.docx", WORD, content))

    return drafted
