"""In-Reply-To and References, for servers that know no tagged addresses."""

from mail.message import Message
from mail.rules.find import Match, by_thread
from mail.rules.model import Known, Verdict
from mail.trust import judge


def check(message: Message, known: Known) -> Verdict | None:
    """A Message-ID of our outbox."""
    letter = by_thread(message, known)
    return judge(message, letter, Match.THREAD, known) if letter else None
