"""From the rows of a report to its totals. Pure: the same data always gives the same totals."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.data import AssignmentRow, ReportData
from reports.duties import Concern, Duty, count_standings, group_concerns, roll_up_duties
from reports.targets import Outcome, Verdict, roll_up_target
from reports.timeliness import AgencyLine, Punctuality, by_agency, by_group, punctuality
from reports.vietnamese import path_key


@dataclass(frozen=True, slots=True)
class RollUp:
    """All totals of one report."""

    outcomes: tuple[Outcome, ...]
    duties: tuple[Duty, ...]
    standings: tuple[tuple[str, int], ...]
    overall: Punctuality
    groups: tuple[Punctuality, ...]
    agencies: tuple[AgencyLine, ...]
    concerns: tuple[Concern, ...]

    @property
    def silent(self) -> tuple[AgencyLine, ...]:
        """Agencies with at least one assignment on which nothing was sent; those in the chain of command first."""
        return tuple(sorted((line for line in self.agencies if line.missing), key=lambda line: line.requested))

    @property
    def unmet(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.verdict is Verdict.NOT_MET)

    @property
    def unfinished(self) -> tuple[Duty, ...]:
        """Duties which somebody reports as not begun or not ended."""
        return tuple(duty for duty in self.duties if duty.unfinished)


def roll_up(data: ReportData) -> RollUp:
    """Totals of ``data``, computed in one pass per table."""
    names = _names(data.assignments) | {agency.code: agency.name for agency in data.agencies}
    targets = sorted(data.targets, key=lambda target: path_key(target.path))
    return RollUp(
        outcomes=tuple(roll_up_target(target, names) for target in targets),
        duties=roll_up_duties(data.assignments),
        standings=count_standings(data.assignments),
        overall=punctuality("Tổng cộng", data.assignments),
        groups=by_group(data.assignments),
        agencies=by_agency(data.assignments, {agency.code: agency for agency in data.agencies}),
        concerns=group_concerns(data.difficulties),
    )


def _names(rows: Sequence[AssignmentRow]) -> dict[str, str]:
    return {row.agency_code: row.agency_name for row in rows}
