"""The note to the coordinator: whose ladder has come to the official letter, with a draft of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from cycles.ladder import Relation, Rung
from mail.notices import LateAgency, LateContext, render_late_note
from mail.office import Office
from mail.token import new_message_id
from state.clock import local
from state.events import Event
from state.outbox import NewLetter
from state.store import Store
from state.tables import AssignmentRow, ClaimRow, LetterItemRow, LetterRow


def late_note(store: Store, now: datetime, office: Office) -> int | None:
    """Queue one note for all claims of the rung "official letter" up to today; None when there is none.

    Claims whose report has arrived since are passed over. The draft goes to nobody but the coordinator.
    """
    day = local(now).date()
    waiting = store.outbox.waiting_claims(day)
    claims = [claim for of_agency in waiting.values() for claim in of_agency if claim.rung == Rung.OFFICIAL_LETTER]
    wanted = {claim.assignment_id: claim for claim in claims}
    open_rows = store.outbox.open_assignments(list(waiting))
    rows = [row for of_agency in open_rows.values() for row in of_agency if row.id in wanted]
    if not rows:
        return None
    letter = _note(store, rows, wanted, now, office)
    ids = store.outbox.queue([letter], now)
    store.outbox.attach_claims({wanted[row.id].id: ids[0] for row in rows})
    sentence = f"Đã soạn thư báo bộ phận điều phối: {letter.subject}."
    store.outbox.log([Event(now, "letter-queued", f"letter:{ids[0]}", sentence)])
    return ids[0]


def _note(
    store: Store, rows: Sequence[AssignmentRow], claims: Mapping[int, ClaimRow], now: datetime, office: Office
) -> NewLetter:
    day = local(now).date()
    ordered = sorted(rows, key=lambda row: (row.due_on, row.agency_id, row.code))
    agencies = dict.fromkeys(row.agency_id for row in ordered)
    written = _written(store, [row.id for row in rows])
    note = LateContext(
        office=office.name,
        coordinator="Bộ phận điều phối",
        day=day,
        cycle_label="; ".join(dict.fromkeys(row.cycle.label for row in ordered)),
        plan_labels=tuple(dict.fromkeys(row.cycle.plan.label for row in ordered)),
        late=tuple(_late([row for row in ordered if row.agency_id == key], written) for key in agencies),
        address=office.address,
        tag=", ".join(dict.fromkeys(row.cycle.code for row in ordered)),
        sample=any(row.cycle.plan.sample for row in ordered),
    )
    rendered = render_late_note(note)
    taken = [claims[row.id] for row in rows]
    return NewLetter(
        key=f"note:{day}:{min(claim.id for claim in taken)}",
        kind="note",
        rung=str(Rung.OFFICIAL_LETTER),
        agency_id=None,
        day=day,
        message_id=new_message_id(office.domain),
        token=None,
        reply_to=None,
        recipients=(office.coordinator,),
        cc=(),
        in_reply_to=None,
        references=(),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        items={claim.assignment_id: (claim.step, claim.rung) for claim in taken},
        sample=note.sample,
    )


def _late(rows: Sequence[AssignmentRow], written: Mapping[int, tuple[int, date | None]]) -> LateAgency:
    first = rows[0]
    letters, last = written.get(first.agency_id, (0, None))
    return LateAgency(
        name=first.agency.name,
        codes=tuple(row.code for row in rows),
        due_on=first.due_on,
        letters_sent=letters,
        last_sent_on=last,
        requested=all(row.relation == Relation.REQUESTED for row in rows),
    )


def _written(store: Store, assignments: Sequence[int]) -> dict[int, tuple[int, date | None]]:
    """How many requests about these assignments each agency got, and when the last one left."""
    query = (
        select(LetterRow.agency_id, func.count(LetterRow.id.distinct()), func.max(LetterRow.sent_at))
        .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
        .where(
            LetterItemRow.assignment_id.in_(assignments), LetterRow.kind == "request", LetterRow.sent_at.is_not(None)
        )
        .group_by(LetterRow.agency_id)
    )
    return {
        agency: (count, last.date() if last else None)
        for agency, count, last in store.session.execute(query)
        if agency is not None
    }
