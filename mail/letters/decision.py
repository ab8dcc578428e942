"""Telling an agency what was decided about more time: one letter for everything that was decided and not yet told.

Nothing here commits, and nothing is sent: the letters stand in the outbox together with the decisions.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cycles.calendar import WorkCalendar
from cycles.ladder import Relation, Rung
from mail.letters.compose import choose, first_of_thread
from mail.letters.decision_letter import DecidedItem, DecisionContext, render_decision
from mail.letters.enclosing import calendars
from mail.letters.letter_context import gentlest
from mail.office import Office
from mail.token import new_message_id, new_token, tagged
from state.clock import local
from state.events import Event
from state.ladder.decided import DECISION, GRANTED, decisions_about, take_back, unheld
from state.post.outbox import Enclosure, NewLetter
from state.store import Store
from state.tables import ExtensionRow

ONE_DAY = timedelta(days=1)


class Untold(StrEnum):
    """Why an agency is not told by a letter of its own; the value is what people read."""

    NO_CONTACT = "chưa có địa chỉ nhận thư dùng được"
    HELD = "đang tạm dừng gửi thư"
    NOT_ASKED = "chưa có thư nào hỏi về nội dung này; thư đầu tiên sẽ ghi hạn đã quyết định"
    TOO_LATE = "trước hạn mới không còn ngày gửi thư; thư của ngày đó sẽ ghi hạn đã quyết định"


@dataclass(frozen=True, slots=True)
class _Round:
    """The letters that leave from one moment on: what was decided about the assignments of each agency."""

    store: Store
    now: datetime
    office: Office
    moment: datetime
    decided: Mapping[int, Sequence[ExtensionRow]]

    @property
    def day(self) -> date:
        """The day of the letters."""
        return self.moment.date()


def tell_decisions(
    store: Store, codes: Iterable[str], now: datetime, office: Office, calendar: WorkCalendar
) -> list[str]:
    """Queue one letter to each agency about the last decisions on these assignments; sentences for who decided.

    A letter about earlier decisions that has not left yet is taken back and its content said anew. A letter leaves in
    office hours, on the first day on which the agency gets no other one.

    :param codes: of the assignments about which a person has decided in this unit of work
    """
    fresh = decisions_about(store.session, store.assignments.ids_by_code(codes).values())
    agencies = sorted({one.assignment.agency_id for one in fresh})
    waiting = take_back(store.session, store.events, agencies, now)
    known = decisions_about(store.session, {one.assignment_id for one in fresh} | waiting)
    told: list[str] = []
    for moment, free in _free_moments(store, agencies, now, calendar).items():
        decided: dict[int, list[ExtensionRow]] = {agency: [] for agency in free}
        for one in known:
            if one.assignment.agency_id in decided and one.assignment.state == "open":
                decided[one.assignment.agency_id].append(one)
        told += _tell(_Round(store, now, office, moment, decided))
    return told


def _free_moments(
    store: Store, agencies: Sequence[int], now: datetime, calendar: WorkCalendar
) -> Mapping[datetime, Sequence[int]]:
    """From when on the agencies may get a letter: in office hours of the first day on which each gets none."""
    moment = calendar.next_office_time(now)
    found: dict[datetime, Sequence[int]] = {}
    left = list(agencies)
    while left:
        busy = store.outbox.lettered_today(left, moment.date())
        found[moment] = [agency for agency in left if agency not in busy]
        left = sorted(busy)
        moment = calendar.next_office_time(datetime.combine(moment.date() + ONE_DAY, time(), moment.tzinfo))
    return found


def _tell(these: _Round) -> list[str]:
    """Queue the letters of a round, and log what is told in no letter of its own; sentences on both."""
    store, day = these.store, these.day
    allowed = unheld(store.session, [one.assignment_id for group in these.decided.values() for one in group], day)
    contacts = store.agencies.contacts(list(these.decided), day)
    untold: list[tuple[ExtensionRow, Untold]] = []
    telling: dict[int, Sequence[ExtensionRow]] = {}
    to: dict[int, tuple[str, ...]] = {}
    for agency, decided in these.decided.items():
        reasons = {one.id: _reason(one, day, allowed) for one in decided}
        worth = [one for one in decided if reasons[one.id] is None]
        to[agency] = choose(contacts.get(agency, []), Rung.OPENING, day).to
        if worth and to[agency]:
            telling[agency] = worth
        elif worth:
            store.contacts.ask_if_unreachable(agency, these.now)
        untold += [(one, reasons[one.id] or Untold.NO_CONTACT) for one in decided if one not in telling.get(agency, ())]
    letters = _letters(these, telling, to)
    ids = store.outbox.queue(letters, these.now)
    store.outbox.log(
        Event(
            these.now,
            "letter-queued",
            f"letter:{key}",
            f"Đã soạn thư “{letter.subject}” gửi {', '.join(letter.recipients)}.",
            data={"agency": letter.agency_id},
        )
        for key, letter in zip(ids, letters, strict=True)
    )
    sent = [_sentence(key, group, these.moment) for key, group in zip(ids, telling.values(), strict=True)]
    return [*sent, *_untold(these, untold)]


def _reason(one: ExtensionRow, day: date, allowed: Collection[int]) -> Untold | None:
    """Why a letter of a day does not tell a decision."""
    row = one.assignment
    if row.id not in allowed:
        return Untold.HELD
    if row.step is None:
        return Untold.NOT_ASKED
    return Untold.TOO_LATE if one.state == GRANTED and row.due_on <= day else None


def _sentence(letter_id: int, decided: Sequence[ExtensionRow], moment: datetime) -> str:
    codes = ", ".join(one.assignment.code for one in decided)
    name = decided[0].assignment.agency.name
    return f"Thư số {letter_id} báo {name} về {codes} sẽ gửi từ {moment:%H:%M ngày %d/%m/%Y}."


def _untold(these: _Round, reasons: Sequence[tuple[ExtensionRow, Untold]]) -> list[str]:
    events = [
        Event(
            these.now,
            "decision-untold",
            f"assignment:{one.assignment_id}",
            f"Không có thư riêng báo {one.assignment.agency.name} về {one.assignment.code}: {reason}.",
        )
        for one, reason in reasons
    ]
    these.store.events.add_all(events)
    return [event.sentence for event in events]


def _letters(
    these: _Round, telling: Mapping[int, Sequence[ExtensionRow]], to: Mapping[int, Sequence[str]]
) -> list[NewLetter]:
    """One letter to each agency, with the calendar file when a due day has moved."""
    store = these.store
    rows = {agency: [one.assignment for one in decided] for agency, decided in telling.items()}
    files = calendars(store, rows, these.day, these.office)
    threads = store.outbox.threads(list(rows))
    letters = []
    for agency, decided in telling.items():
        first = first_of_thread(threads.get(agency, []), [row.id for row in rows[agency]])
        letter = _letter(these, decided, files.get(agency, ()))
        thread = (first,) if first else ()
        letters.append(replace(letter, recipients=tuple(to[agency]), in_reply_to=first, references=thread))
    return letters


def _letter(these: _Round, decided: Sequence[ExtensionRow], files: Sequence[Enclosure]) -> NewLetter:
    rows, office = [one.assignment for one in decided], these.office
    agency = rows[0].agency
    token, message_id = new_token(), new_message_id(office.domain)
    letter = DecisionContext(
        office=office.name,
        agency=agency.name,
        day=these.day,
        relation=gentlest(Relation(row.relation) for row in rows),
        items=tuple(map(_item, decided)),
        reply_to=tagged(office.address, token),
        write_to=office.plain_address,
        answer_link=office.answer_link(message_id),
        calendar=files[0].name if files else "",
        sample=any(row.cycle.plan.sample for row in rows),
    )
    rendered = render_decision(letter)
    return NewLetter(
        # No day in the key: a letter that is taken back is followed by another one of the same day.
        key=f"{DECISION}:{agency.id}:{message_id[1:].partition('@')[0]}",
        kind=DECISION,
        agency_id=agency.id,
        day=these.day,
        message_id=message_id,
        token=token,
        reply_to=letter.reply_to,
        recipients=(),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        items={one.assignment_id: (one.state, one.state) for one in decided},
        sample=letter.sample,
        enclosures=files,
        not_before=these.moment,
    )


def _item(one: ExtensionRow) -> DecidedItem:
    row = one.assignment
    return DecidedItem(
        code=row.code,
        path=row.responsibility.path,
        text=row.responsibility.text,
        plan_label=row.cycle.plan.label,
        cycle_label=row.cycle.label,
        granted=one.state == GRANTED,
        due_before=one.due_before,
        due_on=row.due_on,
        reason=" ".join(one.reason.split()).rstrip("."),
        asked_on=local(one.asked_at).date() if one.words else None,
    )
