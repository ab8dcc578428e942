"""The ways by which a mail leads to a letter of ours, from the strongest to the weakest."""

import re
from collections.abc import Iterable
from enum import StrEnum

from mail.message import Message
from mail.rules.model import Known, KnownLetter

_TAGGED = re.compile(r"^[^+@\s]+\+([a-z2-7]{16})@", re.IGNORECASE)
_TAGGED_IN_TEXT = re.compile(r"[\w.-]+\+([a-z2-7]{16})@[\w.-]+", re.IGNORECASE)
_MAX_TRIES = 30


class Match(StrEnum):
    """How a letter was found."""

    TOKEN = "token"
    THREAD = "thread"
    QUOTED = "quoted"
    CODE = "code"


def by_token(message: Message, known: Known) -> KnownLetter | None:
    """By the secret in an address that the mail was delivered or sent to."""
    return _first_token((match for match in map(_TAGGED.match, message.recipients) if match), known)


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
    return _first_token(_TAGGED_IN_TEXT.finditer(message.text), known) if "+" in message.text else None


def by_anything(message: Message, known: Known) -> KnownLetter | None:
    """For machines' mails and mails that are too large to be read: the letter they concern."""
    return by_token(message, known) or by_thread(message, known) or by_quoted_token(message, known)


def _first_token(matches: "Iterable[re.Match[str]]", known: Known) -> KnownLetter | None:
    tokens = dict.fromkeys(match[1].lower() for match in matches)
    for token in list(tokens)[:_MAX_TRIES]:
        letter = known.letter_by_token(token)
        if letter is not None:
            return letter
    return None
