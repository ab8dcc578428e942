"""The table of the exam: by kind and by theme, how many mails were read right, held, wrong.

``python tests/mail_exam/scoreboard.py`` prints it for each set, with a line for each mail that was held or wrong.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from exam_grading import SETS, Grade, Mark, marks


def scoreboard(grades: Iterable[Grade]) -> str:
    """The two tables and the list of what was not right."""
    grades = list(grades)
    lines = [
        *_table("kind → outcome", grades, lambda one: f"{one.expected.kind} → {one.expected.outcome}"),
        "",
        *_table("theme", grades, lambda one: one.expected.group),
        "",
    ]
    for mark in (Mark.WRONG, Mark.HELD):
        for one in grades:
            if one.mark is mark:
                kept = f" (known: {one.expected.known})" if one.expected.known else ""
                lines.append(f"{mark.upper()} {one.expected.file}: {one.reason}{kept}")
                lines.append(f"      {one.said}")
    return "\n".join(lines)


def _table(title: str, grades: list[Grade], name_of: Callable[[Grade], str]) -> list[str]:
    counts: dict[str, Counter[Mark]] = {}
    for one in grades:
        counts.setdefault(name_of(one), Counter())[one.mark] += 1
    counts["all"] = Counter(one.mark for one in grades)
    lines = [f"{title:26}{'right':>7}{'held':>7}{'wrong':>7}"]
    return lines + [f"{name:26}" + "".join(f"{count[mark]:>7}" for mark in Mark) for name, count in counts.items()]


if __name__ == "__main__":
    for part in SETS:
        sys.stdout.write(f"{part or 'first'} set\n\n{scoreboard(marks(part))}\n\n")
