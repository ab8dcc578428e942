"""The secret in the reply address: the strongest tie between a mail and a letter."""

from mail.message import Message
from mail.rules.find import Match, by_token
from mail.rules.model import Known, Verdict
from mail.trust import judge


def check(message: Message, known: Known) -> Verdict | None:
    """``<local>+<token>@…`` in Delivered-To, X-Original-To, Envelope-To, To or Cc, in any case."""
    letter = by_token(message, known)
    return judge(message, letter, Match.TOKEN, known) if letter else None
