"""Whether the sender is the agency: Authentication-Results of our own server, and the registered domains.

A token proves the thread, not the person: everybody in Cc has seen it.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto

from mail.message import Message
from mail.rules.find import Match
from mail.rules.model import Kind, Known, KnownLetter, Limits, Outcome, Verdict

# Anybody can open a mailbox there, so such a domain is never an agency's; the exact address may be.
PUBLIC_DOMAINS = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.com.vn ymail.com outlook.com outlook.com.vn hotmail.com live.com msn.com "
    "icloud.com me.com aol.com proton.me protonmail.com zoho.com mail.com gmx.com yandex.com".split()
)
_COMMENT = re.compile(r"\([^()]*\)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ROLES = frozenset({"noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster", "abuse", "root", "daemon"})


class Standing(Enum):
    """What is known about the sender."""

    VERIFIED = auto()
    REGISTERED = auto()
    UNVERIFIED = auto()
    FOREIGN = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Authentication:
    """DMARC as our own mail server saw it: "pass", "fail", … or "" when it said nothing."""

    dmarc: str = ""
    header_from: str = ""


def authentication(message: Message, authserv_id: str) -> Authentication:
    """The first Authentication-Results of our own server (RFC 8601); all others may be forged."""
    for value in message.authentication:
        plain = _STRING.sub("", value)
        while _COMMENT.search(plain):
            plain = _COMMENT.sub(" ", plain)
        name, *results = plain.split(";")
        if not name.split() or name.split()[0].lower() != authserv_id.lower():
            continue
        for result in results:
            match = re.match(r"\s*dmarc\s*=\s*([a-z]+)", result, re.IGNORECASE)
            if match:
                domain = re.search(r"header\.from\s*=\s*(?:[^\s@;]*@)?([^\s;]+)", result, re.IGNORECASE)
                return Authentication(match[1].lower(), domain[1].lower() if domain else "")
        return Authentication()
    return Authentication()


def belongs(sender: str, letter: KnownLetter) -> bool:
    """Whether an address is a contact of the agency, or of a domain registered for it alone (no sub-domains)."""
    domain = sender.rpartition("@")[2]
    return sender in letter.contacts or (domain in letter.domains and domain not in PUBLIC_DOMAINS)


def standing(message: Message, letter: KnownLetter, limits: Limits) -> Standing:
    """Cross what the server says with what is registered."""
    ours = belongs(message.sender, letter)
    if not limits.authserv_id:
        return Standing.REGISTERED if ours else Standing.FOREIGN
    seen = authentication(message, limits.authserv_id)
    if seen.dmarc in {"fail", "permerror"}:
        return Standing.FAILED
    if seen.dmarc != "pass" or (seen.header_from and seen.header_from != message.sender_domain):
        return Standing.UNVERIFIED
    return Standing.VERIFIED if ours else Standing.FOREIGN


def judge(message: Message, letter: KnownLetter, match: Match, known: Known) -> Verdict:
    """Record, or hold with the reason; a spoofed sender never gets a receipt."""
    level = standing(message, letter, known.limits)
    secret = match in {Match.TOKEN, Match.QUOTED}
    if level is Standing.FAILED:
        reason = f"Máy chủ báo người gửi {message.sender} không đạt xác thực (DMARC), có thể giả mạo; cần người xem."
        return Verdict(Kind.SPOOF, Outcome.HOLD, str(match), reason, letter=letter, ask_contact=secret)
    if level is Standing.FOREIGN:
        return Verdict(
            Kind.ANSWER, Outcome.HOLD, str(match), _foreign(message, letter), letter=letter, ask_contact=secret
        )
    if level is Standing.UNVERIFIED:
        reason = f"Chưa xác thực được người gửi {message.sender}; cần người xem."
        return Verdict(Kind.ANSWER, Outcome.HOLD, str(match), reason, letter=letter, ask_contact=secret)
    reason = _why_wait(message, letter, match, known)
    if match is Match.CODE and level is not Standing.VERIFIED:
        reason = reason or "Thư chỉ có mã nhiệm vụ ở tiêu đề, người gửi chưa được xác thực; cần người xem."
    other = "" if message.sender in letter.contacts else f" (người trả lời khác đầu mối: {message.sender})"
    return Verdict(
        Kind.ANSWER,
        Outcome.HOLD if reason else Outcome.RECORD,
        str(match),
        reason or f"Thư trả lời của {letter.agency_name}{other}.",
        letter=letter,
        receipt=may_be_answered(message),
        trusted=match is not Match.CODE or level is Standing.VERIFIED,
    )


def may_be_answered(message: Message) -> bool:
    """Whether a receipt may go to the sender: never to machines, lists and role accounts."""
    local = message.sender.partition("@")[0]
    machine = message.auto.auto_submitted not in {"", "no"} or message.return_path == "" or message.auto.list_mail
    bulk = message.auto.precedence in {"bulk", "junk", "list", "auto_reply"}
    return bool(message.sender) and local not in _ROLES and not machine and not bulk


def _why_wait(message: Message, letter: KnownLetter, match: Match, known: Known) -> str:
    if letter.revoked:
        return f"Thư hỏi gửi {letter.agency_name} đã được thu hồi; cần người xem."
    if letter.expired:
        return f"Thư hỏi gửi {letter.agency_name} đã hết hạn trả lời; cần người xem."
    rates = known.rates(message.sender)
    # Many agencies of a province share one domain, so its limit is not for the registered addresses.
    flood = message.sender not in letter.contacts and rates.domain_day >= known.limits.domain_day
    if rates.sender_hour >= known.limits.sender_hour or flood:
        return f"Quá nhiều thư từ {message.sender} trong thời gian ngắn; cần người xem."
    return ""


def _foreign(message: Message, letter: KnownLetter) -> str:
    domain = message.sender_domain
    near = next(
        (own for own in letter.domains if own != domain and SequenceMatcher(None, own, domain).ratio() >= 0.85), None
    )
    if near and domain not in PUBLIC_DOMAINS:
        return f"Tên miền {domain} gần giống {near} của {letter.agency_name} nhưng không phải; cần người xem."
    return f"Địa chỉ {message.sender or '(trống)'} không thuộc {letter.agency_name}; cần đầu mối xác nhận."
