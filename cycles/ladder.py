"""The ladder of letters: which rung goes on which working day, and what is due after days of silence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cycles.calendar import WorkCalendar
from cycles.rungs import (
    COORDINATOR_RUNGS,
    LADDERS,
    RUNG_LABELS,
    Ladders,
    Relation,
    Rung,
    Step,
    offset_of,
    read_ladders,
    step,
    tone_of,
)

# The vocabulary of the table is asked for here together with its rules.
__all__ = [
    "COORDINATOR_RUNGS",
    "LADDERS",
    "RUNG_LABELS",
    "Decision",
    "Ladders",
    "PlannedStep",
    "Relation",
    "Rung",
    "ScheduleOptions",
    "Step",
    "decide",
    "offset_of",
    "read_ladders",
    "remaining",
    "schedule",
    "step",
    "tone_of",
    "urged_from",
]

NOTICE = 5
"""Working days that an agency has from its opening letter before anybody is told that it is silent."""
# A standing duty is reported each cycle and is never overdue, so nothing follows its due day.
UP_TO_DUE = frozenset({Rung.OPENING, Rung.REMINDER, Rung.DUE_TODAY})


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its day, always a working day."""

    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """What bends the ladder of one assignment.

    ``standing`` duties get nothing after their due day. Before ``quiet_until`` (a promised date) no step goes but the
    opening. The steps after the due day are counted from ``urged_from`` (see :func:`urged_from`) where it is set.
    ``ladders`` is the table in force.
    """

    standing: bool = False
    quiet_until: date | None = None
    urged_from: date | None = None
    ladders: Ladders = field(default_factory=lambda: LADDERS)


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
    options: ScheduleOptions = ScheduleOptions(),
) -> tuple[PlannedStep, ...]:
    """The steps of one assignment with strictly increasing working days, none before the opening.

    A due day that is a day off counts from the working day before it: a letter may come earlier, never later. Steps
    that would fall on or before the day of the opening are left out.
    """
    opening = calendar.next_working_day(opens_on)
    due = calendar.previous_working_day(due_on)
    planned: list[PlannedStep] = []
    for one in options.ladders[relation]:
        if options.standing and one.rung not in UP_TO_DUE:
            continue
        if one.offset is None:
            planned.append(PlannedStep(one, opening))
            continue
        base = options.urged_from if options.urged_from is not None and one.offset > 0 else due
        on = base if one.offset == 0 else calendar.add_working_days(base, one.offset)
        quiet = options.quiet_until is not None and on < options.quiet_until
        if not quiet and (not planned or on > planned[-1].on):
            planned.append(PlannedStep(one, on))
    return tuple(planned)


def urged_from(due_on: date, opened_on: date, calendar: WorkCalendar) -> date | None:
    """The day from which lateness counts when the opening left too little time before the due day, else None.

    An outage, a late decision or a reorganisation is not the fault of the agency: nobody tells it that it is silent
    before it has had ``NOTICE`` working days.
    """
    notice = calendar.add_working_days(opened_on, NOTICE)
    return notice if notice > calendar.previous_working_day(due_on) else None


def remaining(
    plan: Sequence[PlannedStep], last_key: str | None, last_sent_on: date | None = None
) -> tuple[PlannedStep, ...]:
    """The steps that are still to come after the step ``last_key``, which really went on ``last_sent_on``.

    ``last_key`` may come from another ladder (a moved due day, a changed relation): it is compared by its offset.
    Steps planned on or before ``last_sent_on`` are over; raises UnknownStep.
    """
    if last_key is None:
        return tuple(plan)
    reached = offset_of(last_key)
    rest = (one for one in plan if _lies_after(one.step, reached))
    return tuple(one for one in rest if last_sent_on is None or one.on > last_sent_on)


def decide(
    plan: Sequence[PlannedStep], last_key: str | None, today: date, last_sent_on: date | None = None
) -> Decision:
    """The one letter that is due up to ``today`` after the step ``last_key``; raises UnknownStep.

    Only the latest missed step goes; the others are skipped. Until the opening has been sent it is the opening that
    goes, however late. With ``last_sent_on`` (see :func:`remaining`) a second tick on one day sends nothing.
    """
    rest = remaining(plan, last_key, last_sent_on)
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
    if not skipped:
        return f"{text}."
    missed = ", ".join(f"{RUNG_LABELS[one.step.rung]} ngày {one.on:%d/%m/%Y}" for one in skipped)
    return f"{text}; bỏ qua {len(skipped)} mức đã lỡ, không gửi dồn: {missed}."
