"""The order of the rules, written once: the first that answers decides."""

from collections.abc import Callable

from mail.incoming.message import Message
from mail.rules import (
    automatic,
    bounce,
    duplicate,
    loop,
    oversize,
    quoted_token,
    subject_code,
    thread,
    token,
    unmatched,
)
from mail.rules.model import Known, Verdict

Rule = Callable[[Message, Known], Verdict | None]

RULES: tuple[tuple[str, Rule], ...] = (
    # Our own mail first: whatever else it carries, it must not be answered.
    ("loop", loop.check),
    # Machines before people: a bounce and an out-of-office note also carry our token.
    ("bounce", bounce.check),
    ("automatic", automatic.check),
    ("oversize", oversize.check),
    ("duplicate", duplicate.check),
    # From the secret to the guessable.
    ("token", token.check),
    ("thread", thread.check),
    ("quoted-token", quoted_token.check),
    ("subject-code", subject_code.check),
    ("unmatched", unmatched.check),
)


def decide(message: Message, known: Known) -> Verdict:
    """Run the table."""
    for _, check in RULES:
        verdict = check(message, known)
        if verdict is not None:
            return verdict
    raise AssertionError("the last rule takes every mail")
