"""A code in the subject: anybody can guess it, so only a verified sender of the agency itself is believed."""

import re

from mail.incoming.message import Message
from mail.incoming.trust import judge
from mail.rules.find import Match
from mail.rules.model import Known, Verdict

# Plan and year, then the mark of a cycle that is not the yearly one: HT26-031, HT26Q1-031, HT26T03-031, HT26NH-031.
_CODE = re.compile(r"\b([A-Za-z]{1,8}\d{0,4}(?:[A-Za-z]{1,2}\d{0,2})?[-_]\d{1,6})\b")


def check(message: Message, known: Known) -> Verdict | None:
    """``[HT26-031]`` in the subject."""
    for code in codes_in(message.subject):
        letter = known.letter_by_code(code)
        if letter is not None:
            return judge(message, letter, Match.CODE, known)
    return None


def codes_in(subject: str) -> list[str]:
    """What in a subject may be the code of an assignment, as codes are written."""
    return [match[1].upper().replace("_", "-") for match in _CODE.finditer(subject[:300])]
