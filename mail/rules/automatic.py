"""Machines that answer for people: out of office, read receipts, calendar answers (RFC 3834)."""

import re
from datetime import date

from mail.charset import fold
from mail.days import day_in
from mail.incoming.machine import hint, sure_sign
from mail.incoming.message import Message
from mail.incoming.trust import appraise
from mail.read_answer.model import Sort
from mail.read_answer.understand import understand
from mail.rules.find import by_anything
from mail.rules.model import Kind, Known, KnownLetter, Outcome, Standing, Verdict
from mail.rules.subject_code import codes_in
from mail.split import split

_AWAY = re.compile(
    r"\b(?:vang mat|nghi phep|di cong tac|khong co mat|vang den|out of (?:the )?office|on leave|away|vacation)\b"
)
_UNTIL = re.compile(r"\b(?:den het|cho den|den|toi|until|till|through|back on|tro lai|return(?:ing)? on|quay lai)\b")
_SHOWN = 4_000
_READ = 100_000


def check(message: Message, known: Known) -> Verdict | None:
    """Any sign that no person wrote this.

    Where there is a mere hint, a mail about a letter of ours is a machine's only when it says nothing of its own, or
    that somebody is away; what else it says a person reads (:func:`mail.incoming.trust.judge` holds it).
    """
    sure = sure_sign(message)
    sign = sure or hint(message)
    if not sign:
        return None
    letter = by_anything(message, known)
    if not sure and _may_answer(message, letter, known):
        return None
    # A subject alone sends nobody on holiday; nor does it under a borrowed address.
    away = bool(_AWAY.search(fold(message.text[:_SHOWN])) or (sure and _AWAY.search(fold(message.subject))))
    trust = str(appraise(message, letter, known).standing) if letter else ""
    reason = f"Thư tự động ({sign}); không tính là báo cáo."
    until = None
    if away:
        until = _until(message)
        who = letter.agency_name if letter else message.sender
        day = f" đến ngày {until:%d/%m/%Y}" if until else ""
        reason = f"Đầu mối của {who} vắng mặt{day}; không tính là báo cáo."
        away = trust != Standing.FAILED
    return Verdict(
        Kind.AUTO_REPLY,
        Outcome.IGNORE,
        "automatic",
        reason,
        letter=letter,
        absent_until=until if away else None,
        away=away,
        trust=trust,
    )


def _until(message: Message) -> date | None:
    pointer = _UNTIL.search(fold(message.text[:_SHOWN]))
    if pointer is None:
        return None
    return day_in(message.text[pointer.start() : _SHOWN], message.date.date() if message.date else None)


def _may_answer(message: Message, letter: KnownLetter | None, known: Known) -> bool:
    """Whether a mail that bears a hint says something about a letter of ours beside the absence of somebody."""
    if letter is None:
        return any(known.letter_by_code(code) for code in codes_in(message.subject))
    if message.attachments:
        return True
    parts = split(message.text[:_READ], letter.sent_text)
    if not f"{parts.own}{parts.inline}".strip():
        return False
    read = understand(parts, letter.asked, written_on=message.date.date() if message.date else None)
    if any(item.status or item.percent is not None or item.figures for item in read.reported):
        return True
    silent = read.sort in {Sort.UNCLEAR, Sort.EMPTY} and _AWAY.search(fold(parts.own))
    return not silent and read.sort is not Sort.NOTE
