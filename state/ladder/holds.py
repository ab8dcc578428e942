"""Holds: no letters to an agency, or about a plan, until a day or until a person releases them."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from state.errors import NotFound
from state.events import Event, EventStore
from state.ladder.laddering import LOCK, active_hold
from state.ladder.pause_errors import AlreadyHeld, AlreadyReleased, BadHold
from state.ladder.ruling import Ruling
from state.tables import AgencyRow, HoldRow, PlanRow


class HoldStore:
    """Places holds on agencies and plans, and releases them."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def hold_agency(self, code: str, ruling: Ruling, until: date | None = None) -> HoldRow:
        """No letters to an agency until the day before ``until``, or until :meth:`release`.

        :raises AlreadyHeld: it is held already
        :raises BadHold: ``until`` is not after today
        :raises BadRuling: no reason
        :raises NotFound: no such agency
        """
        agency = self._session.scalar(select(AgencyRow).where(func.upper(AgencyRow.code) == code.strip().upper()))
        if agency is None:
            raise NotFound("cơ quan", code)
        return self._place(HoldRow(agency_id=agency.id, agency=agency, until=until), ruling)

    def hold_plan(self, code: str, ruling: Ruling, until: date | None = None) -> HoldRow:
        """No letters about a plan; raises as :meth:`hold_agency`."""
        plan = self._session.scalar(select(PlanRow).where(func.upper(PlanRow.code) == code.strip().upper()))
        if plan is None:
            raise NotFound("kế hoạch", code)
        return self._place(HoldRow(plan_id=plan.id, plan=plan, until=until), ruling)

    def release(self, hold_id: int, ruling: Ruling) -> str:
        """End a hold now; of the steps that were missed only the latest will go.

        :raises NotFound: no such hold
        :raises AlreadyReleased: it was released before
        """
        ruling.check()
        self._session.execute(LOCK)
        row = self._session.get(HoldRow, hold_id)
        if row is None:
            raise NotFound("lệnh tạm dừng", hold_id)
        if row.released_at is not None:
            raise AlreadyReleased(hold_id)
        row.released_at, row.released_by = ruling.now, ruling.by
        sentence = f"{ruling.by} gỡ lệnh tạm dừng số {hold_id}: {held_name(row)} được đôn đốc trở lại.{ruling.because}"
        self._note(row, "hold-released", sentence, ruling)
        return sentence

    def active_holds(self, day: date) -> list[HoldRow]:
        """Holds of agencies and plans in force on a day, oldest first."""
        query = select(HoldRow).where(*active_hold(day)).order_by(HoldRow.id)
        return list(self._session.scalars(query.options(joinedload(HoldRow.agency), joinedload(HoldRow.plan))))

    def _place(self, hold: HoldRow, ruling: Ruling) -> HoldRow:
        ruling.check(reason=True)
        if hold.until is not None and hold.until <= ruling.today:
            raise BadHold(hold.until, ruling.today)
        self._session.execute(LOCK)
        for other in self.active_holds(ruling.today):
            if (other.agency_id, other.plan_id) == (hold.agency_id, hold.plan_id):
                raise AlreadyHeld(other.id, held_name(other), other.since)
        hold.since, hold.reason, hold.held_at, hold.held_by = ruling.today, ruling.reason, ruling.now, ruling.by
        self._session.add(hold)
        self._session.flush()
        self._note(hold, "hold-placed", hold_sentence(hold), ruling)
        return hold

    def _note(self, hold: HoldRow, kind: str, sentence: str, ruling: Ruling) -> None:
        subject = f"agency:{hold.agency_id}" if hold.agency_id else f"plan:{hold.plan_id}"
        self._events.add(Event(ruling.now, kind, subject, sentence, ruling.by, {"hold": hold.id}))


def held_name(hold: HoldRow) -> str:
    """Who or what is held: "UBND xã Một", "kế hoạch LC"."""
    if hold.agency is not None:
        return hold.agency.name
    return f"kế hoạch {hold.plan.code}" if hold.plan is not None else ""


def hold_sentence(hold: HoldRow) -> str:
    """A hold in one sentence, with its number."""
    end = f"đến trước ngày {hold.until:%d/%m/%Y}" if hold.until else "cho đến khi được gỡ"
    because = Ruling(hold.held_by, hold.held_at, hold.reason).because
    return f"{hold.held_by} tạm dừng đôn đốc {held_name(hold)} {end} (lệnh số {hold.id}).{because}"
