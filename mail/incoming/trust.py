"""Whether the sender is the agency: what our own server or a signature says, crossed with the registered addresses.

A token proves the thread, not the person: everybody in Cc has seen it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from mail.incoming.dkim_keys import Signature
from mail.incoming.look_alike import (
    PUBLIC_DOMAINS,
    addresses_named,
    for_everybody,
    imitated_address,
    imitated_domain,
    shown,
)
from mail.incoming.machine import hint
from mail.incoming.message import Message
from mail.incoming.own_words import why_not_own
from mail.incoming.sealed import why_sealed
from mail.rules.find import Match
from mail.rules.model import Kind, Known, KnownLetter, Outcome, Standing, Verdict

__all__ = ["PUBLIC_DOMAINS", "Standing", "appraise", "authentication", "belongs", "judge", "may_be_answered"]

_ROLES = frozenset({"noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster", "abuse", "root", "daemon"})


class Proof(Enum):
    """What vouches for the From address. UNCHECKED: in this house nobody checks senders."""

    PASS = auto()
    FAIL = auto()
    NONE = auto()
    UNCHECKED = auto()


@dataclass(frozen=True, slots=True)
class Authentication:
    """What our own mail server saw: DMARC as "pass", "fail", … or "" when it said nothing, and signers that were right.

    ``present`` is whether the server wrote anything at all.
    """

    dmarc: str = ""
    header_from: str = ""
    signers: tuple[str, ...] = ()
    present: bool = False


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What is known of a sender, and the sentence that says why it cannot be believed ("" when it can)."""

    standing: Standing
    why: str = ""
    spoof: bool = False


def authentication(message: Message, authserv_id: str) -> Authentication:
    """The first Authentication-Results of our own server (RFC 8601); all others may be forged."""
    for value in message.authentication:
        name, *results = _without_comments(value).split(";")
        if not name.split() or name.split()[0].lower() != authserv_id.lower():
            continue
        dmarc, domain = next(_results(results, "dmarc", r"header\.from"), ("", ""))
        signed = _results(results, "dkim", r"header\.(?:d|i)")
        return Authentication(dmarc, domain, tuple(one for result, one in signed if result == "pass" and one), True)
    return Authentication()


def _without_comments(value: str) -> str:
    """A header without comments and quoted strings (RFC 5322); what follows one that nobody closes is left out, too.

    A sender may have chosen what stands in them: the name of his machine, the reason of a failure.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in value:
        if escaped or character == "\\":
            escaped = not escaped
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "(" and not quoted:
            depth += 1
            kept.append(" ")
        elif character == ")" and depth and not quoted:
            depth -= 1
        elif character == ")" and not quoted:
            break
        elif not (depth or quoted):
            kept.append(character)
    return "".join(kept)


def _results(results: list[str], method: str, about: str) -> Iterator[tuple[str, str]]:
    """What a method of authentication found, and for which domain."""
    for result in results:
        match = re.match(rf"\s*{method}\s*=\s*([a-z]+)", result, re.IGNORECASE)
        if match:
            domain = re.search(rf"{about}\s*=\s*(?:[^\s@;]*@)?([^\s;]+)", result, re.IGNORECASE)
            yield match[1].lower(), domain[1].lower() if domain else ""


def belongs(sender: str, letter: KnownLetter) -> bool:
    """Whether an address is a contact of the agency, or of a domain that it has registered (no sub-domains)."""
    domain = sender.rpartition("@")[2]
    return sender in letter.contacts or (domain in letter.domains and domain not in PUBLIC_DOMAINS)


def appraise(message: Message, letter: KnownLetter | None, known: Known) -> Appraisal:
    """Cross what vouches for a sender with what is registered; without a letter, for any agency."""
    sender, domain = message.sender, message.sender_domain
    proof = _proof(message, known)
    not_theirs = _not_theirs(message, letter, known)
    copied = _imitation(message, letter, known) if not_theirs else ""
    if copied:
        return Appraisal(Standing.FAILED if proof is Proof.FAIL else Standing.FOREIGN, copied, spoof=True)
    if proof is Proof.FAIL:
        by = "chữ ký DKIM không khớp" if not _said_by_server(message, known) else "DMARC"
        why = f"Kiểm tra cho thấy người gửi {sender} không đạt xác thực ({by}), có thể giả mạo; cần người xem."
        return Appraisal(Standing.FAILED, why, spoof=True)
    if not_theirs:
        return Appraisal(Standing.FOREIGN, not_theirs)
    if proof is Proof.NONE or "thư ghi nhiều người gửi" in message.defects:
        return Appraisal(Standing.UNVERIFIED, f"Chưa xác thực được người gửi {sender or domain}; cần người xem.")
    return Appraisal(Standing.VERIFIED if proof is Proof.PASS else Standing.REGISTERED)


def judge(message: Message, letter: KnownLetter, match: Match, known: Known, wait: str = "") -> Verdict:
    """Record, or hold with the reason; a spoofed sender never gets a receipt. ``wait``: another reason to hold."""
    found = appraise(message, letter, known)
    level = found.standing
    if not level.believed:
        secret = match in {Match.TOKEN, Match.QUOTED} and not letter.revoked
        kind = Kind.SPOOF if found.spoof else Kind.ANSWER
        return Verdict(kind, Outcome.HOLD, str(match), found.why, letter=letter, ask_contact=secret, trust=str(level))
    reason = wait or _why_wait(message, letter, known)
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
        trust=str(level),
    )


def may_be_answered(message: Message) -> bool:
    """Whether a receipt may go to the sender: never to machines, lists and role accounts."""
    local = message.sender.partition("@")[0]
    machine = message.auto.auto_submitted not in {"", "no"} or message.return_path == "" or message.auto.list_mail
    bulk = message.auto.precedence in {"list", "auto_reply"} or bool(hint(message))
    return bool(message.sender) and local not in _ROLES and not machine and not bulk


def _said_by_server(message: Message, known: Known) -> bool:
    own = known.limits.authserv_id
    return bool(own) and authentication(message, own).present


def _proof(message: Message, known: Known) -> Proof:
    """Our own server decides; where it has said nothing, a signature whose key we know."""
    limits, domain = known.limits, message.sender_domain
    if limits.authserv_id:
        seen = authentication(message, limits.authserv_id)
        if seen.present:
            return _server_says(seen, domain)
    if limits.dkim is not None and domain and limits.dkim.expects(domain):
        found = limits.dkim.check(known.original(), domain)
        return {Signature.GOOD: Proof.PASS, Signature.BROKEN: Proof.FAIL}.get(found, Proof.NONE)
    return Proof.NONE if limits.authserv_id else Proof.UNCHECKED


def _server_says(seen: Authentication, domain: str) -> Proof:
    if seen.dmarc in {"fail", "permerror"}:
        return Proof.FAIL
    if seen.dmarc == "pass":
        return Proof.PASS if not seen.header_from or seen.header_from == domain else Proof.NONE
    # A domain without a policy of its own: a right signature of it proves the same.
    aligned = any(domain == one or (domain.endswith("." + one) and not for_everybody(one)) for one in seen.signers)
    return Proof.PASS if aligned and seen.dmarc in {"", "none"} else Proof.NONE


def _not_theirs(message: Message, letter: KnownLetter | None, known: Known) -> str:
    """Why an address is not the agency's, "" when it is."""
    sender, domain = message.sender, message.sender_domain
    if letter is None:
        registered = domain in known.agency_domains()
        return "" if registered else f"Địa chỉ {sender or '(trống)'} không có trong danh bạ; cần người xem."
    if sender in letter.contacts:
        return ""
    owners = known.owners(sender)
    others = [name for code, name in owners.of_address.items() if code != letter.agency_code]
    if others:
        return f"Người gửi {sender} là đầu mối của {others[0]}, không phải của {letter.agency_name}; cần người xem."
    if belongs(sender, letter):
        shared = [code for code in owners.of_domain if code != letter.agency_code]
        if not shared:
            return ""
        return (
            f"Địa chỉ {sender} không phải đầu mối của {letter.agency_name}, và tên miền {domain} được nhiều cơ quan"
            " dùng chung; cần đầu mối xác nhận."
        )
    return f"Địa chỉ {sender or '(trống)'} không thuộc {letter.agency_name}; cần đầu mối xác nhận."


def _imitation(message: Message, letter: KnownLetter | None, known: Known) -> str:
    """The sentence about a sender that is made to look like an agency, "" when it is not."""
    sender, domain = message.sender, message.sender_domain
    registered = set(known.agency_domains())
    contacts = letter.contacts if letter else frozenset()
    named = [one for one in addresses_named(message.sender_name) if one != sender]
    for one in named:
        if one in contacts or one.rpartition("@")[2] in registered - PUBLIC_DOMAINS:
            return f"Tên người gửi ghi địa chỉ {one} nhưng thư gửi từ {sender}, có thể giả mạo; cần người xem."
    found = imitated_domain(domain, registered | (letter.domains if letter else frozenset()))
    if found:
        written = shown(domain)
        seen = domain if written == domain else f"{domain} ({written})"
        return f"Tên miền {seen} gần giống {found.of} nhưng không phải ({found.how}), có thể giả mạo; cần người xem."
    twin = imitated_address(sender, contacts)
    if twin:
        return f"Địa chỉ {sender} gần giống {twin.of} nhưng không phải ({twin.how}), có thể giả mạo; cần người xem."
    return ""


def _why_wait(message: Message, letter: KnownLetter, known: Known) -> str:
    if letter.revoked:
        return f"Thư hỏi gửi {letter.agency_name} đã được thu hồi; cần người xem."
    if letter.expired:
        return f"Thư hỏi gửi {letter.agency_name} đã hết hạn trả lời; cần người xem."
    rates = known.rates(message.sender)
    # Many agencies of a province share one domain, so its limit is not for the registered addresses.
    flood = message.sender not in letter.contacts and rates.domain_day >= known.limits.domain_day
    if rates.sender_hour >= known.limits.sender_hour or flood:
        return f"Quá nhiều thư từ {message.sender} trong thời gian ngắn; cần người xem."
    if sign := hint(message):
        return f"Thư có dấu hiệu của thư tự động ({sign}) nhưng có nội dung riêng; cần người xem."
    why = why_sealed(message) or why_not_own(message, letter, known)
    return f"{why[:1].upper()}{why[1:]}; cần người xem." if why else ""
