"""What is expected of each mail of the exam, and how a reading is graded against a careful clerk."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from exam_letters import HERE, ExamKnown

from mail.incoming.message import Message, parse
from mail.read_answer.model import Figure, Reported
from mail.read_reply import Reading, read_reply
from mail.rules.model import Kind, Outcome

SETS = ("", "second")
"""The folders of the mails: the first set here, the second one by another examiner; both ask by the same letters."""


@dataclass(frozen=True)
class Expected:
    """What the clerk does with one mail of the set ``part``; the other fields are those of ``expected.toml``."""

    file: str
    group: str
    kind: str
    outcome: str
    other_kinds: tuple[str, ...] = ()
    other_outcomes: tuple[str, ...] = ()
    may_hold: bool = False
    answers: tuple[Mapping[str, Any], ...] = ()
    after: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    why: str = ""
    known: str = ""
    part: str = ""


class Mark(StrEnum):
    """``held``: a person would have been asked although it could be decided. ``wrong`` fails the exam."""

    RIGHT = "right"
    HELD = "held"
    WRONG = "wrong"


@dataclass(frozen=True)
class Grade:
    """How one mail was read, and in which sense it is held or wrong; ``wrong_record`` is the worst there is."""

    expected: Expected
    mark: Mark
    reason: str = ""
    wrong_record: bool = False
    said: str = field(default="", compare=False)


@lru_cache(maxsize=len(SETS))
def exam(part: str = "") -> tuple[Expected, ...]:
    """Every mail of a set with what is expected of it."""
    with (HERE / part / "expected.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["mail"]
    shaped = ({key: tuple(v) if isinstance(v, list) else v for key, v in row.items()} for row in rows)
    return tuple(Expected(**row, part=part) for row in shaped)


def mail_of(name: str, part: str = "") -> Message:
    return parse((HERE / part / "eml" / name).read_bytes())


def read(expected: Expected) -> Reading:
    """Read one mail of the exam, after those that came before it."""
    earlier = [mail_of(name, expected.part) for name in expected.after]
    known = ExamKnown(before={(message.said_sha, message.sender) for message in earlier})
    return read_reply(mail_of(expected.file, expected.part), known)


def grade(expected: Expected, reading: Reading) -> Grade:
    """Right, held, or wrong. Only what the clerk would have recorded may be recorded; nothing may be dropped."""
    verdict = reading.verdict
    allowed = {expected.outcome, *expected.other_outcomes} | ({"hold"} if expected.may_hold else set())
    if verdict.outcome is Outcome.RECORD:
        faults = ["nothing may be recorded"] if "record" not in allowed else _faults(expected, reading)
        if faults:
            return Grade(expected, Mark.WRONG, "recorded: " + "; ".join(faults), True, verdict.reason)
    if str(verdict.outcome) not in allowed:
        held = verdict.outcome is Outcome.HOLD
        reason = f"{verdict.outcome} instead of {expected.outcome}"
        return Grade(expected, Mark.HELD if held else Mark.WRONG, reason, said=verdict.reason)
    kinds = {expected.kind, *expected.other_kinds} | ({Kind.NOTE, Kind.ANSWER} if expected.answers else set())
    if str(verdict.outcome) == expected.outcome and str(verdict.kind) not in {str(kind) for kind in kinds}:
        return Grade(expected, Mark.WRONG, f"kind {verdict.kind} instead of {expected.kind}", said=verdict.reason)
    return Grade(expected, Mark.RIGHT, said=verdict.reason)


def marks(part: str = "") -> Iterable[Grade]:
    """A whole set."""
    return (grade(expected, read(expected)) for expected in exam(part))


# Words of our own letter, of clients and of footers, which nobody reports.
_NOT_SAID = (
    "Không cần tài khoản",
    "Địa chỉ nhận trả lời",
    "mỗi ngày không quá một thư",
    "đã viết:",
    "viết:",
    "wrote:",
    "Thông điệp gốc",
    "Original Message",
    "thông tin mật",
    "iPhone",
    "Galaxy",
)


def _faults(expected: Expected, reading: Reading) -> list[str]:
    understood = reading.understanding
    reported = {item.code: item for item in understood.reported} if understood else {}
    wanted = {answer["code"]: answer for answer in expected.answers}
    faults = [f"{code} should not be recorded" for code in reported.keys() - wanted.keys()]
    faults += [f"{code} was lost" for code in wanted.keys() - reported.keys()]
    for code in sorted(wanted.keys() & reported.keys()):
        faults += [f"{code}: {fault}" for fault in _differences(wanted[code], reported[code])]
    told = "\n".join("\n".join((item.narrative, *item.difficulties, *item.proposals)) for item in reported.values())
    faults += [f"the narrative says {words!r}" for words in (*_NOT_SAID, *expected.quiet) if words in told]
    text = understood.text if understood else ""
    faults += [f"{words!r} was cut" for words in expected.keeps if words not in told + text]
    return faults


def _differences(wanted: Mapping[str, Any], got: Reported) -> list[str]:
    faults = []
    if str(got.status) != wanted["status"]:
        faults.append(f"status {got.status}, not {wanted['status']}")
    if not _same_percent(wanted, got):
        faults.append(f"percent {got.percent}, not {wanted.get('percent')}")
    needed = wanted.get("figures", {})
    figures = {**wanted.get("maybe_figures", {}), **needed}
    faults += [f"{name} was lost" for name in needed.keys() - got.figures.keys()]
    faults += [f"{name} should not be there" for name in got.figures.keys() - figures.keys()]
    for name in sorted(figures.keys() & got.figures.keys()):
        if not _same_figure(figures[name], got.figures[name]):
            faults.append(f"{name} is {_shown(got.figures[name])}, not {figures[name]}")
    return faults


def _same_percent(wanted: Mapping[str, Any], got: Reported) -> bool:
    if "percent" in wanted:
        return got.percent == Decimal(str(wanted["percent"]))
    allowed = {None} | ({Decimal(100)} if wanted["status"] == "hoan_thanh" else set())
    if "maybe_percent" in wanted:
        allowed.add(Decimal(str(wanted["maybe_percent"])))
    return got.percent in allowed


def _same_figure(wanted: object, got: Figure) -> bool:
    if isinstance(wanted, list):
        return [got.numerator, got.denominator] == [Decimal(str(part)) for part in wanted]
    single = got.value if got.value is not None or got.denominator is not None else got.numerator
    return single == Decimal(str(wanted))


def _shown(figure: Figure) -> str:
    return f"{figure.numerator}/{figure.denominator}={figure.value} {figure.unit}".strip()
