"""From claims to queued letters: one letter per agency and day, one note per day to the coordinator.

Nothing here commits: the caller's unit of work holds the claims, the letters and the events together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from cycles.ladder import COORDINATOR_RUNGS, Relation, Rung, tone_of
from mail.contact_note import contact_note
from mail.enclosing import calendars
from mail.letter import (
    AskedFigure,
    LetterContext,
    LetterItem,
    SharedFigure,
    Window,
    addressed,
    calm,
    gentlest,
    one_label,
    render_request,
)
from mail.office import Office
from mail.token import new_message_id, new_token, tagged
from mail.voices import Voices, most_urgent_of, voices
from state.clock import local
from state.events import Event
from state.post.outbox import NewLetter
from state.register.addressing import readers, usable
from state.store import Store
from state.tables import AssignmentRow, ClaimRow, ContactRow, TargetRow, VersionRow

UNDATED_ABSENCE = timedelta(days=7)
TO_COORDINATOR = COORDINATOR_RUNGS
"""Rungs that never go to the agency; :func:`mail.late.late_note` tells the coordinator."""
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
COMPARATORS = {">=": "ít nhất ", "<=": "không quá ", "=": ""}


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

    Steps that need a signature are left for :func:`mail.late.late_note`.
    """
    day = local(now).date()
    store.outbox.log(
        Event(now, "letter-withdrawn", f"letter:{key}", "Thư của ngày trước chưa gửi được; nội dung được viết lại.")
        for key in store.outbox.withdraw_stale(day)
    )
    claims = {
        agency: urging
        for agency, waiting in store.outbox.waiting_claims(day).items()
        if (urging := [claim for claim in waiting if claim.rung not in TO_COORDINATOR])
    }
    agencies = list(claims)
    skipped = dict.fromkeys(sorted(store.outbox.lettered_today(agencies, day)), Skip.LETTER_TODAY)
    writing = [agency for agency in agencies if agency not in skipped]
    open_rows = store.outbox.open_assignments(writing, day)
    contacts = store.agencies.contacts(writing, day)
    threads = store.outbox.threads(writing)
    files = calendars(store, open_rows, day, office)
    desk = Desk(store, now, office)
    letters: list[tuple[NewLetter, list[ClaimRow]]] = []
    for agency in writing:
        rows, waiting = open_rows[agency], claims[agency]
        to = choose(contacts.get(agency, []), most_urgent_of(waiting), day)
        if not to.to:
            skipped[agency] = Skip.NO_CONTACT
            store.contacts.ask_if_unreachable(agency, now)
            continue
        letter = desk.letter(rows, waiting, to, threads.get(agency, []))
        letters.append((replace(letter, enclosures=files.get(agency, ())), waiting))
    ids = store.outbox.queue([letter for letter, _ in letters], now)
    pairs = zip(ids, letters, strict=True)
    store.outbox.attach_claims({claim.id: key for key, (_, waiting) in pairs for claim in waiting})
    store.outbox.log(_events(now, ids, [letter for letter, _ in letters], skipped))
    contact_note(store, now, office)
    return Composed(tuple(ids), skipped)


class Desk:
    """Writes letters of one tick; remembers the targets of the plans it has met."""

    def __init__(self, store: Store, now: datetime, office: Office) -> None:
        self._store = store
        self._now = now
        self._day = local(now).date()
        self._office = office
        self._targets: dict[int, dict[str, TargetRow]] = {}

    def letter(
        self,
        rows: Sequence[AssignmentRow],
        claims: Sequence[ClaimRow],
        to: Addressees,
        thread: Sequence[tuple[str, int]],
    ) -> NewLetter:
        """One request covering everything that is open for the agency."""
        spoken = voices(rows, claims, self._day)
        token, message_id = new_token(), new_message_id(self._office.domain)
        reply_to = tagged(self._office.address, token)
        agency = rows[0].agency
        sample = any(row.cycle.plan.sample for row in rows)
        rendered = render_request(
            LetterContext(
                office=self._office.name,
                agency=agency.name,
                addressed=addressed(agency.name, spoken.rung),
                day=self._day,
                relation=gentlest(self._tone(row, spoken.steps[row.id]) for row in rows),
                items=tuple(self.item(row, spoken.rungs[row.id]) for row in rows),
                reply_to=reply_to,
                answer_link=self._office.answer_link(message_id),
                sample=sample,
            )
        )
        first = first_of_thread(thread, [row.id for row in rows])
        return NewLetter(
            key=f"request:{agency.id}:{self._day}",
            kind="request",
            rung=str(spoken.rung),
            agency_id=agency.id,
            day=self._day,
            message_id=message_id,
            token=token,
            reply_to=reply_to,
            recipients=to.to,
            cc=to.cc,
            in_reply_to=first,
            references=(first,) if first else (),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            items={row.id: (spoken.steps[row.id], str(spoken.rungs[row.id])) for row in rows},
            sample=sample,
        )

    def item(self, row: AssignmentRow, rung: Rung) -> LetterItem:
        """An assignment as the letter shows it."""
        plan = row.cycle.plan
        return LetterItem(
            code=row.code,
            path=row.responsibility.path,
            text=row.responsibility.text,
            heading=row.responsibility.heading,
            plan_title=calm(plan.title, (plan.province,)),
            plan_label=plan.label,
            due_on=row.due_on,
            due_basis=row.due_basis,
            rung=rung,
            window=Window(row.cycle.label, row.cycle.window_start, row.cycle.window_end, row.cycle.cut_off),
            requested=row.relation == Relation.REQUESTED,
            derived=row.due_kind == "derived",
            figures=tuple(asked_figure(one) for one in self._targets_of(row) if one.code not in row.shared),
            shared=tuple(
                SharedFigure(one.code, one_label(one.text), row.shared[one.code]["assignment"])
                for one in self._targets_of(row)
                if one.code in row.shared
            ),
            heir_of=row.heir_of or "",
            heir_since=row.heir_since,
        )

    def _tone(self, row: AssignmentRow, step: str) -> Relation:
        return tone_of(Relation(row.relation), step or str(Rung.OPENING), self._store.ladders)

    def _targets_of(self, row: AssignmentRow) -> tuple[TargetRow, ...]:
        if not row.targets:
            return ()
        version = row.cycle.version_id
        if version not in self._targets:
            found = self._store.session.get_one(VersionRow, version)
            self._targets[version] = {target.code: target for target in found.targets}
        known = self._targets[version]
        return tuple(known[code] for code in row.targets if code in known)


def asked_figure(target: TargetRow) -> AskedFigure:
    """A target as a figure to be reported: "ít nhất 55% vào năm 2030"."""
    aim = ""
    if target.value is not None:
        number = f"{target.value:g}".replace(".", ",")
        unit = target.unit or ""
        space = "" if unit == "%" or not unit else " "
        more = "tăng thêm " if target.relative else ""
        aim = f"{more}{COMPARATORS.get(target.comparator or '', '')}{number}{space}{unit}"
        aim += f" vào năm {target.year}" if target.year else ""
    return AskedFigure(target.code, one_label(target.text), target.unit or "", aim)


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


def _events(
    now: datetime, ids: Sequence[int], letters: Sequence[NewLetter], skipped: Mapping[int, Skip]
) -> list[Event]:
    queued = [
        Event(
            now,
            "letter-queued",
            f"letter:{key}",
            f"Đã soạn thư “{letter.subject}” gửi {', '.join(letter.recipients)}.",
            data={"agency": letter.agency_id, "rung": letter.rung},
        )
        for key, letter in zip(ids, letters, strict=True)
    ]
    return queued + [
        Event(now, "letter-skipped", f"agency:{agency}", f"Không gửi thư ngày {local(now):%d/%m/%Y}: {reason}.")
        for agency, reason in skipped.items()
        if reason is Skip.NO_CONTACT
    ]
