"""The last word to the agency once a person has recorded what it wrote: until then it knows that somebody looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from mail.desk.asked_contact import confirmed
from mail.letters.echo import understood_item
from mail.letters.receipts import NoReceipt, Received, receipt
from mail.office import Office
from mail.read_answer.model import AskedItem, Reported
from mail.rules.model import Standing
from state.events import Event
from state.ladder.ruling import Ruling
from state.register.addressing import readers, usable
from state.store import Store
from state.tables import AgencyRow, AssignmentRow, CycleRow, LetterRow, PlanRow, ReplyRow


@dataclass(frozen=True, slots=True)
class Settled:
    """What was recorded of a reply, whose it is, what was asked; ``waiting``: what of it is decided by itself."""

    reply_id: int
    agency: AgencyRow
    letter_id: int | None
    recorded: Sequence[Reported]
    asked: Sequence[AskedItem]
    waiting: tuple[str, ...] = ()


def tell_agency(store: Store, settled: Settled, ruling: Ruling, office: Office) -> str:
    """Queue the receipt to the known contacts, and nobody else; says so, or why there is none. Does not commit."""
    if not settled.recorded:
        return ""
    reply, agency = store.inbox.get(settled.reply_id), settled.agency
    contacts = usable(store.agencies.contacts([agency.id], ruling.today)[agency.id], ruling.today)
    known = [row.email for row in contacts]
    first = [one for one in known if one == reply.sender]
    to = list(dict.fromkeys([*first, *(row.email for row in readers(contacts))]))
    ended = agency.valid_to is not None and agency.valid_to <= ruling.today
    if ended or not to:
        why = "cơ quan đã kết thúc hoạt động" if ended else "cơ quan chưa có đầu mối nhận được thư"
        sentence = f"Không gửi thư xác nhận: {why}."
        store.outbox.log([Event(ruling.now, "receipt-skipped", f"reply:{reply.id}", sentence)])
        return f" {sentence}"
    done = receipt(store, _received(store, settled, reply, to, _theirs(store, reply, known)), ruling.now, office)
    if isinstance(done, NoReceipt):
        return f" Không gửi thư xác nhận: {done}."
    return f" Đã soạn thư xác nhận gửi {', '.join(to)} (thư số {done})."


def _theirs(store: Store, reply: ReplyRow, known: Sequence[str]) -> bool:
    """Whether the agency itself wrote, as far as anybody knows, or has said that the words are its own."""
    if reply.channel == "paper" or confirmed(store, reply.id):
        return True
    believed = reply.trust in {Standing.VERIFIED, Standing.REGISTERED}
    return believed or (reply.sender in known and reply.trust != Standing.FAILED)


def _received(store: Store, settled: Settled, reply: ReplyRow, to: Sequence[str], theirs: bool) -> Received:
    letter = store.outbox.get(settled.letter_id) if settled.letter_id is not None else None
    # A letter that was revoked gives away neither its address nor its link.
    open_letter = letter if letter is not None and letter.revoked_at is None else None
    asked = {item.code: item for item in settled.asked}
    return Received(
        reply_id=reply.id,
        agency_id=settled.agency.id,
        sender=to[0],
        sender_name="",
        message_id=letter.message_id if letter else "",
        subject=reply.subject,
        received_at=reply.received_at,
        automatic=False,
        verified=theirs,
        understood=tuple(understood_item(one, asked[one.code]) for one in settled.recorded if one.code in asked),
        waiting=settled.waiting,
        references=tuple(letter.references) if letter else (),
        reply_to=(open_letter.reply_to or "") if open_letter else "",
        letter=open_letter.message_id if open_letter else "",
        sample=letter.sample if letter else _sample(store, settled.recorded),
        beside=tuple(to[1:]),
        key=_key(store, reply.id),
    )


def _key(store: Store, reply_id: int) -> str:
    """A reply that was read anew may be decided anew: then there is one more receipt."""
    key = f"receipt:{reply_id}:decided"
    before = store.session.scalar(select(func.count()).where(LetterRow.key.startswith(key))) or 0
    return f"{key}:{before + 1}" if before else key


def _sample(store: Store, recorded: Sequence[Reported]) -> bool:
    query = (
        select(PlanRow.sample)
        .join(CycleRow, CycleRow.plan_id == PlanRow.id)
        .join(AssignmentRow, AssignmentRow.cycle_id == CycleRow.id)
    )
    return bool(store.session.scalar(query.where(AssignmentRow.code == recorded[0].code)))
