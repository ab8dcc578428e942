"""From claims to queued letters: one letter per agency and day, one note per day to the coordinator.

Nothing here commits: the caller's unit of work holds the claims, the letters and the events together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain

from cycles.ladder import COORDINATOR_RUNGS, Relation, Rung, tone_of
from mail.letters.asking import Asking
from mail.letters.contact_note import contact_note
from mail.letters.enclosing import calendars
from mail.letters.excel_form import excel_form, form_name
from mail.letters.letter import render_request
from mail.letters.letter_context import LetterContext, addressed, gentlest
from mail.letters.voices import Voices, most_urgent_of, voices
from mail.office import Office
from mail.token import new_message_id, new_token, tagged
from state.clock import local
from state.events import Event
from state.post.new_letter import Enclosure, NewLetter
from state.register.addressing import readers, usable
from state.store import Store
from state.tables import AssignmentRow, ClaimRow, ContactRow

UNDATED_ABSENCE = timedelta(days=7)
BATCH = 200
"""Letters that are put into the outbox at once, so that their texts and files do not fill the memory."""
TO_COORDINATOR = COORDINATOR_RUNGS
"""Rungs that never go to the agency; :func:`mail.letters.late.late_note` tells the coordinator."""
__all__ = [
    "TO_COORDINATOR",
    "UNDATED_ABSENCE",
    "Addressees",
    "Composed",
    "Desk",
    "Skip",
    "Voices",
    "choose",
    "compose_day",
    "most_urgent_of",
    "voices",
]

HEADS = ("head", "deputy")


class Skip(StrEnum):
    """Why an agency got no letter today; the value is what people read."""

    NO_CONTACT = "chưa có địa chỉ nhận thư dùng được"
    LETTER_TODAY = "hôm nay đã có một thư"


@dataclass(frozen=True, slots=True)
class Composed:
    """What one tick put into the outbox: ids of letters, and agencies (by id) without a letter with the reason."""

    letters: tuple[int, ...]
    skipped: Mapping[int, Skip]


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a letter goes to."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()


def compose_day(store: Store, now: datetime, office: Office) -> Composed:
    """Write the letters of the day for every agency with a claimed step, and tell the coordinator whom no mail reaches.

    Steps that need a signature are left for :func:`mail.letters.late.late_note`.
    """
    day = local(now).date()
    _withdraw_stale(store, now)
    claims = _waiting(store, day)
    agencies = list(claims)
    skipped = dict.fromkeys(sorted(store.outbox.lettered_today(agencies, day)), Skip.LETTER_TODAY)
    writing = [agency for agency in agencies if agency not in skipped]
    open_rows = store.outbox.open_assignments(writing, day)
    contacts = store.agencies.contacts(writing, day)
    threads = store.outbox.threads(writing)
    files = calendars(store, open_rows, day, office)
    desk = Desk(store, now, office, Asking(store, chain.from_iterable(open_rows.values()), day))
    ids: list[int] = []
    letters: list[tuple[NewLetter, list[ClaimRow]]] = []
    for agency in writing:
        rows, waiting = open_rows[agency], claims[agency]
        to = choose(contacts.get(agency, []), most_urgent_of(waiting), day)
        if not to.to:
            skipped[agency] = Skip.NO_CONTACT
            store.contacts.ask_if_unreachable(agency, now)
            continue
        letter = desk.letter(rows, waiting, files.pop(agency, ()))
        first = first_of_thread(threads.get(agency, []), [row.id for row in rows])
        references = (first,) if first else ()
        letters.append((replace(letter, recipients=to.to, cc=to.cc, in_reply_to=first, references=references), waiting))
        if len(letters) == BATCH:
            ids += _queued(store, letters, now)
            letters.clear()
    ids += _queued(store, letters, now)
    store.outbox.log(
        Event(now, "letter-skipped", f"agency:{agency}", f"Không gửi thư ngày {day:%d/%m/%Y}: {reason}.")
        for agency, reason in skipped.items()
        if reason is Skip.NO_CONTACT
    )
    contact_note(store, now, office)
    return Composed(tuple(ids), skipped)


def _withdraw_stale(store: Store, now: datetime) -> None:
    store.outbox.log(
        Event(now, "letter-withdrawn", f"letter:{key}", "Thư của ngày trước chưa gửi được; nội dung được viết lại.")
        for key in store.outbox.withdraw_stale(local(now).date())
    )


def _waiting(store: Store, day: date) -> dict[int, list[ClaimRow]]:
    """The claims that go to agencies, by agency."""
    return {
        agency: urging
        for agency, waiting in store.outbox.waiting_claims(day).items()
        if (urging := [claim for claim in waiting if claim.rung not in TO_COORDINATOR])
    }


def _queued(store: Store, letters: Sequence[tuple[NewLetter, Sequence[ClaimRow]]], now: datetime) -> list[int]:
    """Put letters into the outbox with their claims and one event each; their ids."""
    ids = store.outbox.queue([letter for letter, _ in letters], now)
    pairs = list(zip(ids, letters, strict=True))
    store.outbox.attach_claims({claim.id: key for key, (_, waiting) in pairs for claim in waiting})
    store.outbox.log(
        Event(
            now,
            "letter-queued",
            f"letter:{key}",
            f"Đã soạn thư “{letter.subject}” gửi {', '.join(letter.recipients)}.",
            data={"agency": letter.agency_id, "rung": letter.rung},
        )
        for key, (letter, _) in pairs
    )
    return ids


class Desk:
    """Writes the letters of one tick."""

    def __init__(self, store: Store, now: datetime, office: Office, asking: Asking) -> None:
        self._ladders = store.ladders
        self._day = local(now).date()
        self._office = office
        self._asking = asking

    def letter(
        self, rows: Sequence[AssignmentRow], claims: Sequence[ClaimRow], calendar: Sequence[Enclosure] = ()
    ) -> NewLetter:
        """One request covering everything that is open for the agency; whom it goes to is not said yet."""
        spoken = voices(rows, claims, self._day)
        token, message_id = new_token(), new_message_id(self._office.domain)
        agency = rows[0].agency
        letter = LetterContext(
            office=self._office.name,
            agency=agency.name,
            addressed=addressed(agency.name, spoken.rung),
            day=self._day,
            relation=gentlest(self._tone(row, spoken.steps[row.id]) for row in rows),
            items=tuple(self._asking.item(row, spoken.rungs[row.id]) for row in rows),
            reply_to=tagged(self._office.address, token),
            write_to=self._office.plain_address,
            answer_link=self._office.answer_link(message_id),
            calendar=calendar[0].name if calendar else "",
            sample=any(row.cycle.plan.sample for row in rows),
        )
        form: tuple[Enclosure, ...] = ()
        if letter.asks_figures:
            letter = replace(letter, form=form_name(letter.ordered, self._day))
            form = (excel_form(letter, agency.code, message_id),)
        rendered = render_request(letter)
        return NewLetter(
            key=f"request:{agency.id}:{self._day}",
            kind="request",
            rung=str(spoken.rung),
            agency_id=agency.id,
            day=self._day,
            message_id=message_id,
            token=token,
            reply_to=letter.reply_to,
            recipients=(),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            items={row.id: (spoken.steps[row.id], str(spoken.rungs[row.id])) for row in rows},
            sample=letter.sample,
            enclosures=(*calendar, *form),
        )

    def _tone(self, row: AssignmentRow, step: str) -> Relation:
        return tone_of(Relation(row.relation), step or str(Rung.OPENING), self._ladders)


def choose(contacts: Sequence[ContactRow], rung: Rung, day: date) -> Addressees:
    """The focal officer (else the clerical office, a deputy, the head), or the head (else a deputy) with a copy to the
    focal officer. Addresses that are not used on the day, absent and bounced ones are passed over.

    When everybody is absent the letter goes all the same: the mailbox exists, and somebody may read it.
    """
    possible = usable(contacts, day)
    present = [one for one in possible if not _away(one, day)] or possible
    focal = tuple(dict.fromkeys(one.email for one in readers(present)))
    heads = next((found for role in HEADS if (found := [one.email for one in present if one.role == role])), [])
    if rung is Rung.TO_HEAD and heads:
        return Addressees(tuple(heads), tuple(one for one in focal if one not in heads))
    return Addressees(focal)


def _away(contact: ContactRow, day: date) -> bool:
    """Absent until the day that the notice names; for a week without one, since such a notice never ends by itself."""
    if contact.state != "away":
        return False
    if contact.away_until is not None:
        return contact.away_until >= day
    return contact.changed_at is None or contact.changed_at.date() + UNDATED_ABSENCE >= day


def first_of_thread(thread: Sequence[tuple[str, int]], assignments: Iterable[int]) -> str | None:
    """Message-ID of the first letter about any of these assignments, so that mail programs show one conversation."""
    wanted = set(assignments)
    for message_id, assignment in thread:
        if assignment in wanted:
            return message_id
    return thread[-1][0] if thread else None
