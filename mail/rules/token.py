"""The secret in the reply address: the strongest tie between a mail and a letter."""

from dataclasses import replace

from mail.incoming.message import Message
from mail.incoming.trust import belongs, judge
from mail.rules.find import Match, all_by_token
from mail.rules.model import Known, KnownLetter, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """``<local>+<token>@…`` in Delivered-To, X-Original-To, Envelope-To, To or Cc, in any case."""
    letters = all_by_token(message, known)
    if not letters:
        return None
    own = _of_sender(letters, message.sender)
    names = {letter.agency_code: letter.agency_name for letter in own}
    if len(names) == 1 or own is letters:
        return judge(message, _as_one(own), Match.TOKEN, known)
    # Whoever answers for two bodies in one mail: which words are whose only a person can say.
    wait = f"Thư trả lời chung cho nhiều cơ quan ({', '.join(names.values())}); cần người xem."
    return judge(message, own[0], Match.TOKEN, known, wait)


def _of_sender(letters: list[KnownLetter], sender: str) -> list[KnownLetter]:
    """Of the letters to several agencies those to the sender: the others only got a copy."""
    exact = [letter for letter in letters if sender in letter.contacts]
    return exact or [letter for letter in letters if belongs(sender, letter)] or letters


def _as_one(letters: list[KnownLetter]) -> KnownLetter:
    """Several letters to one agency, answered in one mail: everything that they ask for may be answered."""
    agency = letters[0].agency_code
    good = [one for one in letters if one.agency_code == agency and not (one.revoked or one.expired)]
    if len(good) < 2:
        return good[0] if good else letters[0]
    asked = {item.code: item for letter in reversed(good) for item in letter.asked}
    texts = "\n\n".join(letter.sent_text for letter in good)
    contacts = frozenset[str]().union(*(letter.contacts for letter in good))
    return replace(good[0], asked=tuple(asked.values()), sent_text=texts, contacts=contacts)
