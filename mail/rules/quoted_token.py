"""The reply address quoted from the foot of our letter."""

from mail.incoming.message import Message
from mail.incoming.trust import judge
from mail.rules.find import Match, by_quoted_token
from mail.rules.model import Known, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """A token in the body."""
    letter = by_quoted_token(message, known)
    return judge(message, letter, Match.QUOTED, known) if letter else None
