"""From claims to queued letters: one letter per agency and day, one note per day to the coordinator.

Nothing here commits: the caller's unit of work holds the claims, the letters and the events together.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cycles.ladder import Relation, Rung
from mail.letter import (
    URGENCY,
    AskedFigure,
    LetterContext,
    LetterItem,
    Window,
    addressed,
    calm,
    gentlest,
    one_label,
    render_request,
)
from mail.office import Office
from mail.token import new_message_id, new_token, tagged
from state.clock import local
from state.events import Event
from state.outbox import NewLetter
from state.store import Store
from state.tables import AssignmentRow, ClaimRow, ContactRow, TargetRow, VersionRow

UNDATED_ABSENCE = timedelta(days=7)
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
    """Write the letters of the day for every agency with a claimed step.

    Steps of the rung "official letter" are left for :func:`mail.late.late_note`: they go to the coordinator, not to
    the agency.
    """
    day = local(now).date()
    store.outbox.log(
        Event(now, "letter-withdrawn", f"letter:{key}", "Thư của ngày trước chưa gửi được; nội dung được viết lại.")
        for key in store.outbox.withdraw_stale(day)
    )
    claims = {
        agency: urging
        for agency, waiting in store.outbox.waiting_claims(day).items()
        if (urging := [claim for claim in waiting if claim.rung != Rung.OFFICIAL_LETTER])
    }
    agencies = list(claims)
    skipped = dict.fromkeys(sorted(store.outbox.lettered_today(agencies, day)), Skip.LETTER_TODAY)
    writing = [agency for agency in agencies if agency not in skipped]
    open_rows = store.outbox.open_assignments(writing)
    contacts = store.agencies.contacts(writing)
    threads = store.outbox.threads(writing)
    desk = Desk(store, now, office)
    letters: list[tuple[NewLetter, list[ClaimRow]]] = []
    for agency in writing:
        rows, waiting = open_rows[agency], claims[agency]
        to = choose(contacts.get(agency, []), most_urgent_of(waiting), day)
        if not to.to:
            skipped[agency] = Skip.NO_CONTACT
            continue
        letters.append((desk.letter(rows, waiting, to, threads.get(agency, [])), waiting))
    ids = store.outbox.queue([letter for letter, _ in letters], now)
    pairs = zip(ids, letters, strict=True)
    store.outbox.attach_claims({claim.id: key for key, (_, waiting) in pairs for claim in waiting})
    store.outbox.log(_events(now, ids, [letter for letter, _ in letters], skipped))
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
        claimed = {claim.assignment_id: claim for claim in claims}
        rung = most_urgent_of(claims)
        token = new_token()
        reply_to = tagged(self._office.address, token)
        agency = rows[0].agency
        steps = {row.id: (claimed[row.id].step if row.id in claimed else row.step or "") for row in rows}
        rungs = {row.id: as_of_day(quiet_rung(steps[row.id], rung), row.due_on, self._day) for row in rows}
        rung = max((rung, *rungs.values()), key=URGENCY.index)
        sample = any(row.cycle.plan.sample for row in rows)
        rendered = render_request(
            LetterContext(
                office=self._office.name,
                agency=agency.name,
                addressed=addressed(agency.name, rung),
                day=self._day,
                relation=gentlest(Relation(row.relation) for row in rows),
                items=tuple(self.item(row, rungs[row.id]) for row in rows),
                reply_to=reply_to,
                answer_link=self._office.answer_link(token),
                sample=sample,
            )
        )
        first = first_of_thread(thread, [row.id for row in rows])
        return NewLetter(
            key=f"request:{agency.id}:{self._day}",
            kind="request",
            rung=str(rung),
            agency_id=agency.id,
            day=self._day,
            message_id=new_message_id(self._office.domain),
            token=token,
            reply_to=reply_to,
            recipients=to.to,
            cc=to.cc,
            in_reply_to=first,
            references=(first,) if first else (),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            items={row.id: (steps[row.id], str(rungs[row.id])) for row in rows},
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
            figures=self._figures(row),
        )

    def _figures(self, row: AssignmentRow) -> tuple[AskedFigure, ...]:
        if not row.targets:
            return ()
        version = row.cycle.version_id
        if version not in self._targets:
            found = self._store.session.get_one(VersionRow, version)
            self._targets[version] = {target.code: target for target in found.targets}
        known = self._targets[version]
        return tuple(asked_figure(known[code]) for code in row.targets if code in known)


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


def most_urgent_of(claims: Sequence[ClaimRow]) -> Rung:
    """The rung that the letter of the day speaks with."""
    return max((Rung(claim.rung) for claim in claims), key=URGENCY.index)


def as_of_day(rung: Rung, due_on: date, day: date) -> Rung:
    """A reminder that could not leave in time is one about something overdue when it does."""
    return Rung.OVERDUE if rung in {Rung.REMINDER, Rung.DUE_TODAY} and due_on < day else rung


def quiet_rung(step: str, limit: Rung) -> Rung:
    """The rung of a step, never above the one that the letter was claimed for."""
    found = re.match(r"[a-z_]+", step)
    name = found[0] if found else ""
    rung = Rung(name) if name in set(Rung) else Rung.OPENING
    return min(rung, limit, key=URGENCY.index)


def choose(contacts: Sequence[ContactRow], rung: Rung, day: date) -> Addressees:
    """The focal officer, or the head with a copy to the focal officer; absent and bounced addresses are passed over.

    When everybody is absent the letter goes all the same: the mailbox exists, and somebody may read it.
    """
    usable = [one for one in contacts if one.state != "bounced"]
    present = [one for one in usable if not _away(one, day)] or usable
    by_role = {role: [one.email for one in present if one.role == role] for role in ("focal", "office", "head")}
    focal = by_role["focal"] or by_role["office"]
    if rung is Rung.TO_HEAD and by_role["head"]:
        return Addressees(tuple(by_role["head"]), tuple(one for one in focal if one not in by_role["head"]))
    return Addressees(tuple(dict.fromkeys(focal or by_role["head"])))


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
