"""What a person decides about single assignments: more time, a waiver, a hold, going on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from cycles.calendar import WorkCalendar
from cycles.cycle import Level
from cycles.ladder import LADDERS, Ladders, Rung, urged_from
from state.cycle.sharing import Sharing
from state.errors import NotFound
from state.events import Event, EventStore
from state.ladder.holds import HoldStore
from state.ladder.laddering import LOCK, Schedules
from state.ladder.pause_errors import BadExtension, BodyEnded, NoRequest, WrongState
from state.ladder.ruling import Ruling
from state.tables import AssignmentRow, ExtensionRow

WAITING = ("open", "held")
PAUSED = ("held", "waived")
LONGEST = timedelta(days=366)


class PauseStore(HoldStore):
    """Extensions, waivers, holds. Every decision checks all that it names before it changes anything."""

    def __init__(self, session: Session, events: EventStore, ladders: Ladders = LADDERS) -> None:
        super().__init__(session, events)
        self._schedules = Schedules(ladders)
        self._sharing = Sharing(session, events)

    def ask(
        self, assignment_ids: Sequence[int], until: date | None, words: str, now: datetime, reply_id: int | None = None
    ) -> list[int]:
        """An agency asks for more time, in its own words; nobody is reminded until a person has decided.

        Assignments that wait for no report are passed over. A second request renews the first. An answer that comes
        later closes the request by itself. Returns the ids of the requests.
        """
        rows = [row for row in self._rows(AssignmentRow.id, assignment_ids) if row.state in WAITING]
        pending = self._pending(rows)
        found = [pending.get(row.id) or ExtensionRow(assignment_id=row.id, state="asked") for row in rows]
        for row, request in zip(rows, found, strict=True):
            request.asked_until, request.words, request.asked_at, request.reply_id = until, words, now, reply_id
            request.due_before = row.due_on
            row.state, row.next_on = "held", None
        self._session.add_all(found)
        self._session.flush()
        wish = f"đến ngày {until:%d/%m/%Y}" if until else "nhưng chưa nêu ngày"
        sentence = f"xin lùi hạn {wish}: “{words.strip()}”. Tạm dừng nhắc cho đến khi có quyết định."
        self._events.add_all(
            Event(
                now,
                "extension-asked",
                f"assignment:{row.id}",
                f"{row.agency.name} {sentence}",
                data={"extension": request.id, "reply": reply_id},
            )
            for row, request in zip(rows, found, strict=True)
        )
        return [request.id for request in found]

    def grant(self, codes: Sequence[str], until: date, ruling: Ruling, calendar: WorkCalendar) -> list[str]:
        """Move the due day to ``until``; before it nothing is sent. The ladder begins again for the new day.

        :raises BadExtension: not a working day ahead, not later than the due day, or more than a year away
        :raises WrongState: one of them waits for no report, or for a person who has to read what was sent
        :raises BodyEnded: one of them lies with a body that has ended
        :raises NotFound: no such code
        """
        rows = self._in_states(codes, WAITING, ruling, "gia hạn")
        _check_bodies(rows, ruling.today)
        pending = self._pending(rows)
        for row in rows:
            _check_until(row, until, ruling.today, calendar)
            if row.state == "held" and row.id not in pending:
                # A report that a person has still to read must not be urged again because of a list of codes.
                raise WrongState(row.code, row.state, "gia hạn")
        told = []
        for row in rows:
            asked = pending.get(row.id) or self._granted_unasked(row, ruling)
            _decide(asked, "granted", ruling, until)
            before = row.due_on
            row.due_on, row.due_kind, row.quiet_until, row.urged_from = until, "extended", until, None
            row.due_basis = (
                f"Hạn cũ {before:%d/%m/%Y}, được gia hạn đến {until:%d/%m/%Y} theo quyết định của {ruling.by} "
                f"ngày {ruling.today:%d/%m/%Y}."
            )
            # The new day has a ladder of its own; only the opening is over.
            row.step = None if row.step is None else str(Rung.OPENING)
            self._go_on(row, calendar, None)
            sentence = (
                f"{ruling.by} đồng ý cho {row.agency.name} lùi hạn {row.code} từ {before:%d/%m/%Y} đến "
                f"{until:%d/%m/%Y}; trước ngày đó không nhắc.{ruling.because}"
            )
            self._log(row, "extension-granted", sentence, ruling)
            told.append(sentence + _beyond_compiling(row, until))
        return told

    def refuse(self, codes: Sequence[str], ruling: Ruling, calendar: WorkCalendar) -> list[str]:
        """Keep the due day; the ladder goes on from where it stood.

        :raises NoRequest: one of them has no request that waits
        :raises BadRuling: no reason
        """
        rows = self._in_states(codes, WAITING, ruling, "từ chối lùi hạn cho", reason=True)
        pending = self._pending(rows)
        if missing := [row.code for row in rows if row.id not in pending]:
            raise NoRequest(missing[0])
        told = []
        for row in rows:
            _decide(pending[row.id], "refused", ruling, None)
            self._go_on(row, calendar, ruling.today)
            told.append(
                f"{ruling.by} không đồng ý lùi hạn {row.code} của {row.agency.name}; hạn vẫn là "
                f"{row.due_on:%d/%m/%Y}.{ruling.because}"
            )
            self._log(row, "extension-refused", told[-1], ruling)
        return told

    def waive(self, codes: Sequence[str], ruling: Ruling) -> list[str]:
        """Ask no more: the assignment counts as not asked for, and its figures are asked where they were shared.

        :raises WrongState: one of them waits for no report
        :raises BadRuling: no reason
        """
        rows = self._in_states(codes, WAITING, ruling, "miễn", reason=True)
        told = self._stop(rows, "waived", "miễn báo cáo", ruling)
        self._sharing.release(rows, ruling.now)
        return told

    def hold(self, codes: Sequence[str], ruling: Ruling) -> list[str]:
        """Send nothing about these assignments until a person reopens them; raises as :meth:`waive`."""
        rows = self._in_states(codes, WAITING, ruling, "tạm dừng", reason=True)
        return self._stop(rows, "held", "tạm dừng đôn đốc", ruling)

    def reopen(self, codes: Sequence[str], ruling: Ruling, calendar: WorkCalendar) -> list[str]:
        """Let the ladders of held or waived assignments go on; of the missed steps only the latest will go.

        A request for more time that still waits counts as refused.

        :raises WrongState: one of them is open, answered or in other hands
        """
        rows = self._in_states(codes, PAUSED, ruling, "mở lại")
        _check_bodies(rows, ruling.today)
        for request in self._pending(rows).values():
            _decide(request, "refused", ruling, None)
        waived = [row for row in rows if row.state == "waived"]
        told = []
        for row in rows:
            self._go_on(row, calendar, ruling.today)
            told.append(f"{ruling.by} mở lại việc đôn đốc {row.code} ({row.agency.name}).{ruling.because}")
            self._log(row, "assignment-reopened", told[-1], ruling)
        for cycle in {row.cycle for row in waived}:
            self._sharing.share(cycle, [row for row in waived if row.cycle is cycle], ruling.now)
        return told

    def open_extensions(self) -> list[ExtensionRow]:
        """Requests for more time that wait for a decision, oldest first, with assignment, agency and cycle."""
        assignment = joinedload(ExtensionRow.assignment)
        query = (
            select(ExtensionRow)
            .join(AssignmentRow, AssignmentRow.id == ExtensionRow.assignment_id)
            .where(ExtensionRow.state == "asked", AssignmentRow.state == "held")
            .options(assignment.joinedload(AssignmentRow.agency), assignment.joinedload(AssignmentRow.cycle))
            .order_by(ExtensionRow.asked_at, ExtensionRow.id)
        )
        return list(self._session.scalars(query))

    def _rows(self, column: InstrumentedAttribute[Any], values: Sequence[object]) -> list[AssignmentRow]:
        # Any: the key is the id or the code.
        self._session.execute(LOCK)
        query = select(AssignmentRow).where(column.in_(values)).order_by(AssignmentRow.id)
        query = query.options(joinedload(AssignmentRow.cycle), joinedload(AssignmentRow.agency))
        return list(self._session.scalars(query.with_for_update(of=AssignmentRow)))

    def _in_states(
        self, codes: Sequence[str], states: Sequence[str], ruling: Ruling, wanted: str, *, reason: bool = False
    ) -> list[AssignmentRow]:
        """The assignments that a person names, each in a state that allows what is wanted."""
        ruling.check(reason=reason)
        names = list(dict.fromkeys(code.strip().upper() for code in codes))
        rows = {row.code: row for row in self._rows(AssignmentRow.code, names)}
        for name in names:
            if name not in rows:
                raise NotFound("yêu cầu báo cáo", name)
            if rows[name].state not in states:
                raise WrongState(name, rows[name].state, wanted)
        return [rows[name] for name in names]

    def _pending(self, rows: Sequence[AssignmentRow]) -> dict[int, ExtensionRow]:
        """The request that waits for a decision, by assignment."""
        query = select(ExtensionRow).where(ExtensionRow.assignment_id.in_([row.id for row in rows]))
        return {one.assignment_id: one for one in self._session.scalars(query.where(ExtensionRow.state == "asked"))}

    def _granted_unasked(self, row: AssignmentRow, ruling: Ruling) -> ExtensionRow:
        """The agency asked by telephone, or not at all: the decision is kept in the same form."""
        request = ExtensionRow(
            assignment_id=row.id, state="asked", words="", asked_at=ruling.now, due_before=row.due_on
        )
        self._session.add(request)
        return request

    def _stop(self, rows: Sequence[AssignmentRow], state: str, done: str, ruling: Ruling) -> list[str]:
        told = []
        for row in rows:
            row.state, row.next_on = state, None
            told.append(f"{ruling.by} {done} {row.code} ({row.agency.name}).{ruling.because}")
            self._log(row, f"assignment-{state}", told[-1], ruling)
        return told

    def _go_on(self, row: AssignmentRow, calendar: WorkCalendar, stood_still_until: date | None) -> None:
        """Let the ladder run. While it stood still nobody urged the agency, so it has the notice of a late opening."""
        row.state = "open"
        if stood_still_until is not None and row.step is not None:
            row.urged_from = urged_from(row.due_on, stood_still_until, calendar)
            if stood_still_until > row.due_on:
                row.step_on = stood_still_until
        row.next_on = self._schedules.next_on(row, calendar)

    def _log(self, row: AssignmentRow, kind: str, sentence: str, ruling: Ruling) -> None:
        self._events.add(Event(ruling.now, kind, f"assignment:{row.id}", sentence, ruling.by))


def _check_bodies(rows: Sequence[AssignmentRow], today: date) -> None:
    for row in rows:
        if row.agency.valid_to is not None and row.agency.valid_to <= today:
            raise BodyEnded(row.code, row.agency.name, row.agency.valid_to)


def _check_until(row: AssignmentRow, until: date, today: date, calendar: WorkCalendar) -> None:
    problem = ""
    if until <= today:
        problem = f"ngày đó phải sau hôm nay ({today:%d/%m/%Y})"
    elif until <= row.due_on:
        problem = f"ngày đó không muộn hơn hạn hiện tại ({row.due_on:%d/%m/%Y})"
    elif until - max(row.due_on, today) > LONGEST:
        problem = "quá một năm sau hạn hiện tại"
    elif not calendar.is_working_day(until):
        problem = f"đó là ngày nghỉ; ngày làm việc gần nhất sau đó là {calendar.next_working_day(until):%d/%m/%Y}"
    if problem:
        raise BadExtension(row.code, until, problem)


def _decide(request: ExtensionRow, state: str, ruling: Ruling, until: date | None) -> None:
    request.state, request.until, request.reason = state, until, ruling.reason
    request.decided_at, request.decided_by = ruling.now, ruling.by


def _beyond_compiling(row: AssignmentRow, until: date) -> str:
    """A note when the new day lies after the day on which the cycle is compiled."""
    stated = row.cycle.due.get(str(Level.COORDINATOR))
    if stated is None or until <= (compiled := date.fromisoformat(stated["on"])):
        return ""
    return f" Lưu ý: hạn mới sau ngày tổng hợp của kỳ ({compiled:%d/%m/%Y})."
