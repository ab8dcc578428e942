"""One reporting year of one plan on a simulated clock that jumps over days with nothing due, through the real flows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from agencies.directory import Directory
from agencies.model import Kind
from demo.world import Agencies
from flows import importing, intent
from flows.intake import take_in
from flows.runtime import Runtime
from plans.read import read_plan
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.plan.questions import OWNER

MORNING, CLOSING, EVENING = time(7, 45), time(16, 0), time(16, 15)
SAMPLE_PERSON = "Nguyễn Văn A (quyết định mẫu)"

Say = Callable[[date], None]


@dataclass(frozen=True)
class Opened:
    """A plan with its cycle: code, year, the day of the first letter, and the days on which a report is due."""

    code: str
    year: int
    opens_on: date
    stages: tuple[date, ...]
    name: str


@dataclass
class Story:
    """The reports of a year, and how often the flow ticked."""

    reports: list[Path] = field(default_factory=list)
    ticks: int = 0


def adopt(house: Runtime, file: Path) -> tuple[str, int, datetime]:
    """Import a plan and confirm it with a sample decision on every open question; its code, the year it was written
    in, and when it was confirmed.
    """
    source = file.read_bytes()
    document = read_plan(source, file.name).document
    written = document.year or 2025
    at = datetime(written, 12, 1, 9, tzinfo=ZONE)
    importing.import_plan(house, importing.Document(source, file.name, sample=True), at)
    with house.database.unit() as store:
        plan = store.plans.all()[-1]
        version = plan.versions[-1]
        directory = house.directory(store, plan.province)
        named = {name for item in version.responsibilities for name in item.owners}
        others = _not_named(directory, named, date(written + 1, 12, 14))
        assign = {question.code: others for question in version.questions if question.kind == OWNER}
    rest = "Quyết định mẫu: chấp nhận cách chương trình hiểu văn bản."
    confirmed = at + timedelta(hours=1)
    intent.confirm_plan(house, plan.code, Confirmation(SAMPLE_PERSON, confirmed, assign, waive_rest=rest))
    return plan.code, written, confirmed


def open_year(house: Runtime, file: Path) -> Opened:
    """Adopt a plan, and open the year after its date."""
    code, written, confirmed = adopt(house, file)
    choice = intent.Choice(SAMPLE_PERSON, {}, False, confirmed + timedelta(hours=1))
    intent.open_cycle(house, code, written + 1, choice)
    with house.database.unit() as store:
        plan = store.plans.get(code)
        cycle = store.cycles.get(plan, written + 1)
    stages = tuple(date.fromisoformat(cycle.due[level]["on"]) for level in ("coordinator", "province"))
    return Opened(code, cycle.year, cycle.opens_on, stages, plan.province)


def _not_named(directory: Directory, named: set[str], day: date) -> list[str]:
    """The departments that a plan does not name: the sample answer to "các sở và cơ quan liên quan"."""
    known = {agency.code for name in named for agency in directory.resolve(name, day).agencies if name}
    return [agency.code for agency in directory.on(day) if agency.kind is Kind.DEPARTMENT and agency.code not in known]


def live(house: Runtime, opened: Opened, agencies: Agencies, say: Say) -> Story:
    """Run the year from the first letter to the final report.

    The plan's flow ticks on days with something due; on others only the mail loop has work, as under ``dondoc up``.
    """
    from flows.follow import follow_plan  # Prefect reads its environment when it is first imported

    story = Story()
    due: date | None = opened.opens_on
    day: date | None = opened.opens_on
    while day is not None:
        say(day)
        if day in opened.stages or (due is not None and due <= day):
            tick = follow_plan(opened.code, datetime.combine(day, MORNING, ZONE))
            due = tick.next_on
            story.ticks += 1
            story.reports += [Path(path) for report in tick.reports for path in (report.word, report.excel, report.pdf)]
        acted = agencies.act(datetime.combine(day, CLOSING, ZONE))
        if acted.total:
            take_in(house, datetime.combine(day, EVENING, ZONE))
            with house.database.unit() as store:
                due = store.assignments.next_day(store.plans.get(opened.code).id)
        day = _next_day(day, opened, due, acted.next)
    return story


def _next_day(day: date, opened: Opened, due: date | None, planned: datetime | None) -> date | None:
    """The next day on which anything happens; None after the final report."""
    if day >= opened.stages[-1]:
        return None
    ahead = [one for one in (due, planned.date() if planned else None, *opened.stages) if one is not None and one > day]
    return min(ahead)
