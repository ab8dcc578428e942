"""A code in the subject: anybody can guess it, so only a verified sender of the agency itself is believed."""

import re

from mail.message import Message
from mail.rules.find import Match
from mail.rules.model import Known, Verdict
from mail.trust import judge

_CODE = re.compile(r"\b([A-Za-z]{1,8}\d{0,4}[-_]\d{1,6})\b")


def check(message: Message, known: Known) -> Verdict | None:
    """``[HT26-031]`` in the subject."""
    for match in _CODE.finditer(message.subject[:300]):
        letter = known.letter_by_code(match[1].upper().replace("_", "-"))
        if letter is not None:
            return judge(message, letter, Match.CODE, known)
    return None
