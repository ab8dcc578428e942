"""In-Reply-To and References, for servers that know no tagged addresses."""

from mail.incoming.message import Message
from mail.incoming.trust import judge
from mail.rules.find import Match, by_thread
from mail.rules.model import Known, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """A Message-ID of our outbox."""
    letter = by_thread(message, known)
    return judge(message, letter, Match.THREAD, known) if letter else None
