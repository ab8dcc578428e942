"""Receipts: what was understood of a reply goes back to its sender, unless that could feed a loop or a stranger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select

from mail.letters.notices import OpenItem, ReceiptContext, UnderstoodItem, render_receipt
from mail.letters.phrases import shorten
from mail.letters.strangers import harmless
from mail.office import Office
from mail.post.headers import is_address, is_message_id
from mail.token import new_message_id, split_tag
from state.clock import local
from state.direct import direct
from state.events import Event
from state.post.outbox import NewLetter
from state.store import Store
from state.tables import AgencyRow

PER_SENDER_AND_DAY = 3
_NAME = select(AgencyRow.name).where(AgencyRow.id == bindparam("agency"))


class NoReceipt(StrEnum):
    """Why a reply gets no receipt; the value is what people read."""

    AUTOMATIC = "thư đến là thư tự động"
    LOOP = "thư đến là thư của chính hệ thống"
    UNVERIFIED = "chưa xác minh được người gửi"
    BAD_ADDRESS = "địa chỉ người gửi không dùng được"
    ENOUGH = "người gửi đã nhận đủ số thư xác nhận trong ngày"


@dataclass(frozen=True, slots=True)
class Received:
    """A reply as far as its receipt is concerned.

    ``automatic`` and ``verified`` are what the rules for incoming mail found. ``waiting`` are sentences about what a
    person still has to look at; ``recorded``: what was understood counts already. ``reply_to`` is the address, with
    token, of the letter that was answered, ``letter`` its Message-ID. ``beside``: who gets the receipt with the sender;
    ``key``: under which it goes out once, when the reply has had one before.
    """

    reply_id: int
    agency_id: int | None
    sender: str
    sender_name: str
    message_id: str
    subject: str
    received_at: datetime
    automatic: bool
    verified: bool
    understood: tuple[UnderstoodItem, ...] = ()
    waiting: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reply_to: str = ""
    letter: str = ""
    sample: bool = False
    recorded: bool = True
    beside: tuple[str, ...] = ()
    key: str = ""


def receipt(store: Store, received: Received, now: datetime, office: Office) -> int | NoReceipt:
    """Queue the receipt of one reply; its id, or the reason why there is none. Does not commit."""
    reason = _refuse(store, received, now, office)
    if reason is not None:
        sentence = f"Không gửi thư xác nhận: {reason}."
        store.outbox.log([Event(now, "receipt-skipped", f"reply:{received.reply_id}", sentence)])
        return reason
    letter = _letter(store, received, now, office)
    key = store.outbox.queue([letter], now)[0]
    sentence = f"Đã soạn thư xác nhận gửi {', '.join((received.sender, *received.beside))}."
    store.outbox.log([Event(now, "letter-queued", f"letter:{key}", sentence)])
    return key


def _refuse(store: Store, received: Received, now: datetime, office: Office) -> NoReceipt | None:
    sender = received.sender.lower()
    own = {split_tag(address)[0] for address in office.own_addresses}
    if received.automatic:
        return NoReceipt.AUTOMATIC
    if is_address(sender) and split_tag(sender)[0] in own:
        return NoReceipt.LOOP
    if not received.verified:
        return NoReceipt.UNVERIFIED
    if not is_address(sender):
        return NoReceipt.BAD_ADDRESS
    if store.outbox.receipts_to(sender, local(now).date()) >= PER_SENDER_AND_DAY:
        return NoReceipt.ENOUGH
    return None


def _letter(store: Store, received: Received, now: datetime, office: Office) -> NewLetter:
    rendered = render_receipt(
        ReceiptContext(
            office=office.name,
            addressed=shorten(harmless(received.sender_name), 80) or _agency_name(store, received) or received.sender,
            received_at=local(received.received_at),
            understood=received.understood,
            still_open=_still_open(store, received),
            waiting=received.waiting,
            reply_to=received.reply_to,
            write_to=office.plain_address,
            answer_link=office.answer_link(received.letter) if received.letter else "",
            sample=received.sample,
            recorded=received.recorded,
        )
    )
    thread = tuple(one for one in (*received.references, received.message_id) if is_message_id(one))
    answered = received.message_id if is_message_id(received.message_id) and len(received.message_id) <= 200 else None
    return NewLetter(
        key=received.key or f"receipt:{received.reply_id}",
        kind="receipt",
        agency_id=received.agency_id,
        day=local(now).date(),
        message_id=new_message_id(office.domain),
        reply_to=received.reply_to or None,
        recipients=(received.sender.lower(), *received.beside),
        in_reply_to=answered,
        references=thread[-10:],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sample=received.sample,
    )


def _still_open(store: Store, received: Received) -> tuple[OpenItem, ...]:
    """What the agency still owes."""
    if received.agency_id is None:
        return ()
    told = {item.code for item in received.understood}
    return tuple(OpenItem(*item) for item in store.outbox.still_owed(received.agency_id) if item[0] not in told)


def _agency_name(store: Store, received: Received) -> str:
    return direct(store.session).scalar(_NAME, {"agency": received.agency_id}) or ""
