"""The note to the coordinator: whose ladder has come to a rung that needs a signature, with a draft for each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cycles.ladder import RUNG_LABELS, Rung
from mail.letters.note import COORDINATOR, Note, queue_note
from mail.letters.notices import LateContext, LatePart, render_late_note
from mail.office import Office
from state.clock import local
from state.ladder.late import Late, LateBody, LateGroup, late_on
from state.post.outbox import Enclosure
from state.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """A document ready for a person to complete and sign, or the sentence that says why it could not be made."""

    file: Enclosure | None = None
    problem: str = ""


Drafter = Callable[[LateGroup], Draft]


def no_draft(group: LateGroup) -> Draft:
    """A note without files."""
    return Draft()


def late_note(store: Store, now: datetime, office: Office, drafter: Drafter = no_draft) -> int | None:
    """Queue one note for all claims of the rungs that need a signature, up to today; None when there is none.

    Claims whose report has arrived since are passed over. The drafts go to nobody but the coordinator.

    :param drafter: makes the document of a group (an official letter, a report to the People's Committee)
    """
    store.outbox.one_writer()
    late = late_on(store, local(now).date())
    if late is None:
        return None
    note = _note(late, [(group, drafter(group)) for group in late.groups], office)
    letter_id = queue_note(store, note, now, office)
    store.outbox.attach_claims({claim.id: letter_id for claim in late.claims})
    return letter_id


def _note(late: Late, drafts: list[tuple[LateGroup, Draft]], office: Office) -> Note:
    told = LateContext(
        office=office.name,
        coordinator=COORDINATOR,
        day=late.day,
        parts=tuple(_part(group, draft) for group, draft in drafts),
        sample=any(group.cycle.plan.sample for group in late.groups),
    )
    return Note(
        key=f"note:{late.day}:{min(claim.id for claim in late.claims)}",
        rendered=render_late_note(told),
        sample=told.sample,
        rung=str(max((group.rung for group in late.groups), key=list(Rung).index)),
        items={claim.assignment_id: (claim.step, claim.rung) for claim in late.claims},
        enclosures=tuple(draft.file for _, draft in drafts if draft.file is not None),
    )


def _part(group: LateGroup, draft: Draft) -> LatePart:
    return LatePart(
        document=RUNG_LABELS[group.rung],
        cycle_code=group.cycle.code,
        cycle_label=group.cycle.label,
        plan_label=group.cycle.plan.label,
        bodies=group.bodies,
        file=draft.file.name if draft.file else "",
        problem=draft.problem,
        remarks={body.code: remark for body in group.urged if (remark := _remark(group.rung, body))},
    )


def _remark(rung: Rung, body: LateBody) -> str:
    """What a person should look at before signing."""
    said = []
    if not body.letters_sent:
        said.append("chưa gửi được thư nào, cần kiểm tra đầu mối nhận thư")
    if rung is Rung.PEOPLE_COMMITTEE and body.urged_on is None:
        said.append("chưa có dự thảo công văn đôn đốc nào trước đó")
    elif rung is Rung.PEOPLE_COMMITTEE:
        said.append(f"đã có dự thảo công văn đôn đốc ngày {body.urged_on:%d/%m/%Y}")
    return "; ".join(said)
