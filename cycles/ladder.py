"""The ladder of letters: which rung goes on which working day, and what is due after days of silence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from cycles.calendar import WorkCalendar
from cycles.errors import UnknownStep


class Rung(StrEnum):
    """What a letter does; the order is the order of escalation."""

    OPENING = "opening"
    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    TO_HEAD = "to_head"
    OFFICIAL_LETTER = "official_letter"


RUNG_LABELS: Mapping[Rung, str] = MappingProxyType(
    {
        Rung.OPENING: "thư mở kỳ báo cáo",
        Rung.REMINDER: "thư nhắc trước hạn",
        Rung.DUE_TODAY: "thư nhắc ngày đến hạn",
        Rung.OVERDUE: "thư nhắc quá hạn",
        Rung.TO_HEAD: "thư gửi người đứng đầu cơ quan",
        Rung.OFFICIAL_LETTER: "công văn đôn đốc",
    }
)


class Relation(StrEnum):
    """How an agency stands to the coordinator; it decides how far the ladder reaches.

    ``requested`` bodies are outside the chain of command ("đề nghị"); ``own`` are units of the coordinator itself.
    """

    SAME_LEVEL = "same_level"
    BELOW = "below"
    REQUESTED = "requested"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``offset`` is working days from the due day, None for the opening."""

    key: str
    rung: Rung
    offset: int | None


def step(rung: Rung, offset: int | None = None) -> Step:
    """A step with its key, for example ``reminder-7``, ``due_today``, ``overdue+8``."""
    return Step(rung.value if not offset else f"{rung.value}{offset:+d}", rung, offset)


_FULL = (
    step(Rung.OPENING),
    step(Rung.REMINDER, -7),
    step(Rung.REMINDER, -3),
    step(Rung.REMINDER, -1),
    step(Rung.DUE_TODAY, 0),
    step(Rung.OVERDUE, 1),
    step(Rung.TO_HEAD, 2),
    step(Rung.OFFICIAL_LETTER, 3),
    step(Rung.OVERDUE, 8),
    step(Rung.OVERDUE, 13),
)

LADDERS: Mapping[Relation, tuple[Step, ...]] = MappingProxyType(
    {
        Relation.SAME_LEVEL: _FULL,
        Relation.BELOW: _FULL,
        # A body that is only requested gets one courteous question after the due day and no escalation.
        Relation.REQUESTED: (
            step(Rung.OPENING),
            step(Rung.REMINDER, -5),
            step(Rung.DUE_TODAY, 0),
            step(Rung.OVERDUE, 2),
        ),
        Relation.OWN: (
            step(Rung.OPENING),
            step(Rung.REMINDER, -3),
            step(Rung.DUE_TODAY, 0),
            step(Rung.OVERDUE, 1),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its day, always a working day."""

    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What goes out today, if anything.

    ``skipped`` steps are over and must never be sent; ``next_on`` is the day of the following step; ``reason`` is one
    Vietnamese sentence.
    """

    step: PlannedStep | None
    skipped: tuple[PlannedStep, ...]
    next_on: date | None
    reason: str

    @property
    def reached_key(self) -> str | None:
        """Key of the farthest step that is sent or skipped; keep it as ``last_key`` of the next decision."""
        passed = [one for one in (*self.skipped, self.step) if one is not None]
        return max(passed, key=lambda one: one.on).step.key if passed else None


def schedule(
    relation: Relation,
    opens_on: date,
    due_on: date,
    calendar: WorkCalendar,
    ladders: Mapping[Relation, tuple[Step, ...]] = LADDERS,
) -> tuple[PlannedStep, ...]:
    """The steps of one assignment with strictly increasing working days, none before the opening.

    A due day that is a day off counts from the working day before it: a letter may come earlier, never later. Steps
    that would fall on or before the day of the opening are left out.
    """
    opening = calendar.next_working_day(opens_on)
    due = calendar.previous_working_day(due_on)
    planned: list[PlannedStep] = []
    for one in ladders[relation]:
        if one.offset is None:
            planned.append(PlannedStep(one, opening))
            continue
        on = due if one.offset == 0 else calendar.add_working_days(due, one.offset)
        if not planned or on > planned[-1].on:
            planned.append(PlannedStep(one, on))
    return tuple(planned)


_KEY = re.compile(r"(?P<rung>[a-z_]+?)(?P<offset>[+-]\d+)?")


def offset_of(key: str) -> int | None:
    """Working days from the due day that a step key stands for, None for the opening; raises UnknownStep."""
    match = _KEY.fullmatch(key)
    if match is None or match["rung"] not in set(Rung):
        raise UnknownStep(key)
    if match["rung"] == Rung.OPENING:
        return None
    return int(match["offset"] or 0)


def decide(
    plan: Sequence[PlannedStep], last_key: str | None, today: date, last_sent_on: date | None = None
) -> Decision:
    """The one letter that is due up to ``today`` after the step ``last_key``; raises UnknownStep.

    Only the latest missed step goes; the others are skipped. Until the opening has been sent it is the opening that
    goes, however late. Steps planned on or before ``last_sent_on`` (the day ``last_key`` really went) are over, so a
    second tick on one day sends nothing.
    ``last_key`` may come from another ladder (a moved due day, a changed relation): it is compared by its offset.
    """
    rest = tuple(plan)
    if last_key is not None:
        reached = offset_of(last_key)
        rest = tuple(one for one in plan if _lies_after(one.step, reached))
        if last_sent_on is not None:
            rest = tuple(one for one in rest if one.on > last_sent_on)
    ripe = tuple(one for one in rest if one.on <= today)
    next_on = next((one.on for one in rest if one.on > today), None)
    if not ripe:
        return Decision(None, (), next_on, _quiet_reason(next_on))
    chosen = ripe[0] if ripe[0].step.rung is Rung.OPENING else ripe[-1]
    skipped = tuple(one for one in ripe if one is not chosen)
    return Decision(chosen, skipped, next_on, _reason(chosen, skipped))


def _lies_after(one: Step, reached: int | None) -> bool:
    if one.offset is None:
        return False
    return reached is None or one.offset > reached


def _quiet_reason(next_on: date | None) -> str:
    if next_on is None:
        return "Đã gửi hết các mức đôn đốc; cần người phụ trách xử lý trực tiếp."
    return f"Chưa đến ngày gửi; lần tiếp theo là ngày {next_on:%d/%m/%Y}."


def _reason(chosen: PlannedStep, skipped: Sequence[PlannedStep]) -> str:
    text = f"Đến lượt {RUNG_LABELS[chosen.step.rung]} (dự kiến ngày {chosen.on:%d/%m/%Y})"
    if skipped:
        return f"{text}; bỏ qua {len(skipped)} mức đã lỡ, không gửi dồn."
    return f"{text}."
