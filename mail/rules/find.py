"""The ways by which a mail leads to a letter of ours, from the strongest to the weakest."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from mail.incoming.message import Message
from mail.rules.model import Known, KnownLetter

_RETURN = re.compile(r"^bounce\+([a-z2-7]{16})@", re.IGNORECASE)
_TAGGED = re.compile(r"^[^+@\s]+\+([a-z2-7]{16})@", re.IGNORECASE)
# Without what stands in front: looking for the begin of an address takes quadratic time in a hostile text.
_TAG_IN_TEXT = re.compile(r"\+([a-z2-7]{16})@", re.IGNORECASE)
_MAX_TRIES = 30
_MAX_LETTERS = 5


class Match(StrEnum):
    """How a letter was found."""

    TOKEN = "token"
    THREAD = "thread"
    QUOTED = "quoted"
    CODE = "code"


def by_token(message: Message, known: Known) -> KnownLetter | None:
    """By the secret in an address that the mail was delivered or sent to."""
    return next(_each(_tagged(message), known), None)


def by_return_address(message: Message, known: Known) -> KnownLetter | None:
    """By the secret in the address from which a letter left (:func:`mail.token.bounce_address`)."""
    return next(_each((match[1] for match in map(_RETURN.match, message.recipients) if match), known), None)


def all_by_token(message: Message, known: Known) -> list[KnownLetter]:
    """The letters of all secrets among the recipients: one mail may answer several letters."""
    return _letters(_tagged(message), known)


def by_thread(message: Message, known: Known) -> KnownLetter | None:
    """By In-Reply-To, then References from the last to the first."""
    ids = (*message.in_reply_to, *reversed(message.references), *message.returned_ids)
    for message_id in list(dict.fromkeys(ids))[:_MAX_TRIES]:
        letter = known.letter_by_message_id(message_id)
        if letter is not None:
            return letter
    return None


def by_quoted_token(message: Message, known: Known) -> KnownLetter | None:
    """By the reply address that stands at the end of our letter and came back in the quotation."""
    if "+" not in message.text:
        return None
    return next(_each((match[1] for match in _TAG_IN_TEXT.finditer(message.text)), known), None)


def by_anything(message: Message, known: Known) -> KnownLetter | None:
    """For machines' mails and mails that are too large to be read: the letter they concern."""
    return by_token(message, known) or by_thread(message, known) or by_quoted_token(message, known)


def _tagged(message: Message) -> list[str]:
    return [match[1] for match in map(_TAGGED.match, message.recipients) if match]


def _letters(tokens: Iterable[str], known: Known) -> list[KnownLetter]:
    """Different letters only: Delivered-To and To name the same one."""
    found: dict[int, KnownLetter] = {}
    for letter in _each(tokens, known):
        found.setdefault(letter.id, letter)
        if len(found) == _MAX_LETTERS:
            break
    return list(found.values())


def _each(tokens: Iterable[str], known: Known) -> Iterator[KnownLetter]:
    for token in list(dict.fromkeys(token.lower() for token in tokens))[:_MAX_TRIES]:
        letter = known.letter_by_token(token)
        if letter is not None:
            yield letter
