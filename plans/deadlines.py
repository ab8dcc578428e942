"""Deadlines as Vietnamese administrative texts write them, read into typed rules."""

import re

from plans.model import Deadline

_DAY = r"(?:ngày\s+)?\d{1,2}\s*(?:/|tháng\s)\s*\d{1,2}(?:\s*(?:/|năm\s)\s*\d{4})?"
DEADLINE = re.compile(
    rf"(?:trước|chậm nhất|muộn nhất|xong|hạn cuối)(?:\s+(?:là|vào|trong|trước|đến))*\s+(?:{_DAY}"
    rf"|(?:tháng\s+\d{{1,2}}|quý\s+[IV]+)\s*(?:/|năm\s)\s*\d{{4}})"
    r"(?:\s+h[ằà]ng năm)?",
    re.IGNORECASE,
)


def read_deadlines(text: str) -> tuple[Deadline, ...]:
    """The dated deadlines of a clause, in order."""
    return tuple(
        Deadline(text=match.group(), origin="explicit", form="dated", kind="by") for match in DEADLINE.finditer(text)
    )
