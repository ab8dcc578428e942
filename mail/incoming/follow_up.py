"""What a mail means beside an answer: the ladder stops, an address does not work, somebody else is to be asked."""

from datetime import datetime, timedelta

from mail.incoming.trust import PUBLIC_DOMAINS
from mail.read_answer.model import ProposedContact, Sort
from mail.read_reply import Reading
from mail.rules.model import KnownLetter, Severity, Verdict
from state.clock import local
from state.register.contacts import Proposed
from state.register.proposals import ADD, REPLACE
from state.store import Store

SOFT_WINDOW = timedelta(days=14)
SOFT_LIMIT = 3


def stop_reminding(store: Store, reading: Reading, reply_id: int, now: datetime) -> None:
    """The agency has written; until a person has read it, no reminder follows. A request for more time is kept."""
    letter, understood = reading.verdict.letter, reading.understanding
    if letter is None:
        return
    codes = [item.code for item in understood.reported] if understood else []
    wish = understood.extension if understood else None
    if wish and understood and understood.sort is not Sort.NOT_OURS:
        codes = codes or list(wish.codes)
    held = store.assignments.ids_by_code(codes or [item.code for item in letter.asked])
    store.assignments.hold(list(held.values()), now, reading.verdict.reason)
    if wish:
        asked = store.assignments.ids_by_code(wish.codes) if wish.codes else held
        store.pauses.ask(list(asked.values()), wish.until, wish.text, now, reply_id)


def mark_bounced(store: Store, verdict: Verdict, now: datetime) -> None:
    """Addresses of the agency that do not take mail: at once when there is no such box, after some full boxes else."""
    letter = verdict.letter
    for item in verdict.bounced:
        if letter is None or item.recipient not in letter.contacts:
            continue
        hard = item.severity is Severity.HARD
        soft = item.severity is Severity.SOFT
        if soft and store.inbox.soft_bounces(item.recipient, now - SOFT_WINDOW) < SOFT_LIMIT:
            continue
        if soft or hard:
            store.contacts.bounced(item.recipient, now, verdict.reason, cause=f"letter:{letter.id}", hard=hard)


def propose_contact(store: Store, reading: Reading, ids: tuple[int, int], now: datetime) -> None:
    """Keep what a trusted reply says about a new contact for a person; ``ids``: of the reply and of the agency."""
    letter, understood = reading.verdict.letter, reading.understanding
    contact = understood.contact if understood else None
    if letter is None or contact is None:
        return
    reply_id, agency_id = ids
    sender = reading.message.sender
    known = {row.email for row in store.agencies.contacts([agency_id], local(now).date())[agency_id]}
    adds = contact.adds or sender not in known
    if adds and contact.email in known:
        return
    store.contacts.propose(
        Proposed(
            agency_id=agency_id,
            kind=ADD if adds else REPLACE,
            source="mail",
            new_email=contact.email,
            sentence=_sentence(letter, contact, sender, adds) + _warnings(store, letter, contact, agency_id),
            name=contact.name,
            old_email="" if adds else sender,
            reply_id=reply_id,
        ),
        now,
    )


def _sentence(letter: KnownLetter, contact: ProposedContact, sender: str, adds: bool) -> str:
    wish = f"thêm đầu mối {contact.shown}" if adds else f"thay đầu mối {sender} bằng {contact.shown}"
    return f"{letter.agency_name} ({sender}) đề nghị {wish}: “{contact.words}”."


def _warnings(store: Store, letter: KnownLetter, contact: ProposedContact, agency_id: int) -> str:
    """What a person should know before accepting the address."""
    domain = contact.email.rpartition("@")[2]
    told = ""
    if domain in PUBLIC_DOMAINS:
        told += " Địa chỉ mới là hộp thư công cộng, ai cũng mở được; cần xác minh."
    elif domain not in letter.domains:
        own = ", ".join(sorted(letter.domains - PUBLIC_DOMAINS)) or "chưa có"
        told += f" Địa chỉ mới không thuộc tên miền đã đăng ký của cơ quan ({own}); cần xác minh."
    others = [row.agency_id for row in store.agencies.by_address(contact.email) if row.agency_id != agency_id]
    if others:
        told += f" Địa chỉ này đang là đầu mối của {store.contacts.name_of(others[0])}."
    return told
