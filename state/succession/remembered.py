"""Who takes the place of an ended body, where a person decided that before: in a cycle, or by a reorganisation.

Without it a plan that outlives its bodies would ask the same questions again at every cycle.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from agencies.directory import Directory
from agencies.model import Agency
from state.cycle.shares import AREAS
from state.tables import (
    AgencyRow,
    AssignmentRow,
    CycleRow,
    HandoverRow,
    PlanRow,
    ReorganisationRow,
    ResponsibilityRow,
    VersionRow,
)


@dataclass(frozen=True)
class _Had:
    """An assignment of a clause in the newest cycle that asked for it."""

    cycle: str
    agency: str
    name: str
    heir_of: str

    def speaks_of(self, names: frozenset[str]) -> bool:
        """Whether it was asked of one of these bodies, or of one that inherited from them."""
        written = (self.heir_of or self.name).casefold()
        return any(name in written for name in names)


@dataclass
class Remembered:
    """What is known of the clauses of one version; the database is asked when the first ended body is met.

    :ivar taken: paths whose bodies come from an earlier decision, with the code of the cycle where it was made
    """

    session: Session
    plan: PlanRow
    version: VersionRow
    directory: Directory
    day: date
    taken: dict[str, str] = field(default_factory=dict)

    def heirs(self, clause: ResponsibilityRow, name: str) -> tuple[Agency, ...]:
        """The bodies of the day that stand for an ended one at a clause; empty when a person has to say so."""
        names = self._meant(clause, name)
        rows = [row for row in self._rows.get(clause.id, ()) if row.speaks_of(names)]
        found: dict[str, Agency] = {}
        for row in rows:
            bodies = self._stand_for(clause, row)
            if bodies is None:
                return ()
            found |= {body.code: body for body in bodies}
        if found:
            self.taken[clause.path] = rows[0].cycle
        return tuple(found.values())

    def _stand_for(self, clause: ResponsibilityRow, row: _Had) -> Iterable[Agency] | None:
        """Who answers now for what this assignment asked; None when nobody decided that."""
        heirs = self.directory.successors(row.agency, self.day)
        if any(heir.code == row.agency for heir in heirs):
            return heirs if row.heir_of else ()
        links = self.directory.handover(row.agency, self.day)
        sure = len(heirs) == 1 or (len(heirs) > 1 and all(heir.kind in AREAS for heir in heirs))
        if sure and all(link.on in self._applied for link in links):
            return heirs
        return self._handed_over.get((clause.path, row.agency))

    def _meant(self, clause: ResponsibilityRow, name: str) -> frozenset[str]:
        """A name and the bodies that it meant when the plan was confirmed; all where it is the only ended one."""
        ended = [one for one in clause.owners if self.directory.resolve(one, self.day).kind == "ended"]
        if ended == [name]:
            return frozenset({""})
        confirmed = self.version.confirmed_at
        then = self.directory.resolve(name, confirmed.date()).agencies if confirmed else ()
        return frozenset({name.casefold(), *(body.name.casefold() for body in then)})

    @cached_property
    def _rows(self) -> dict[int, list[_Had]]:
        """The assignments of every clause in its newest cycle; those given away are told by their heirs."""
        newest = (
            select(AssignmentRow.responsibility_id.label("clause"), func.max(AssignmentRow.cycle_id).label("cycle"))
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .where(ResponsibilityRow.version_id == self.version.id)
            .group_by(AssignmentRow.responsibility_id)
            .subquery()
        )
        query = (
            select(
                AssignmentRow.responsibility_id, CycleRow.code, AgencyRow.code, AgencyRow.name, AssignmentRow.heir_of
            )
            .join(
                newest,
                (newest.c.clause == AssignmentRow.responsibility_id) & (newest.c.cycle == AssignmentRow.cycle_id),
            )
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
            .where(AssignmentRow.state != "moved")
            .order_by(AssignmentRow.id)
        )
        found: defaultdict[int, list[_Had]] = defaultdict(list)
        for clause, cycle, agency, name, heir_of in self.session.execute(query).tuples():
            found[clause].append(_Had(cycle, agency, name, heir_of or ""))
        return found

    @cached_property
    def _applied(self) -> frozenset[date]:
        """The days of the reorganisations that a person applied."""
        query = select(ReorganisationRow.on_date).where(ReorganisationRow.province == self.plan.province)
        return frozenset(self.session.scalars(query))

    @cached_property
    def _handed_over(self) -> dict[tuple[str, str], list[Agency]]:
        """To whom the newest reorganisation gave a clause of a body, by path and code; bodies of the day only."""
        giver, taker = aliased(AgencyRow), aliased(AgencyRow)
        query = (
            select(ResponsibilityRow.path, giver.code, taker.code, HandoverRow.reorganisation_id)
            .join(AssignmentRow, AssignmentRow.id == HandoverRow.assignment_id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(giver, giver.id == HandoverRow.from_agency_id)
            .join(taker, taker.id == HandoverRow.to_agency_id)
            .where(CycleRow.plan_id == self.plan.id)
            .order_by(HandoverRow.id)
        )
        newest: dict[tuple[str, str], int] = {}
        codes: dict[tuple[str, str], dict[str, None]] = {}
        for path, old, new, reorganisation in self.session.execute(query).tuples():
            if newest.get((path, old)) != reorganisation:
                newest[path, old], codes[path, old] = reorganisation, {}
            codes[path, old][new] = None
        return {
            key: [self.directory.get(code, self.day) for code in heirs]
            for key, heirs in codes.items()
            if all(self.directory.get(code, self.day).valid_on(self.day) for code in heirs)
        }


def remembered_sentence(taken: dict[str, str]) -> str:
    """What the log says of decisions that were taken over, by the cycle where they were made."""
    by_cycle: dict[str, list[str]] = {}
    for path, cycle in taken.items():
        by_cycle.setdefault(cycle, []).append(path)
    told = "; ".join(f"{', '.join(paths)} theo kỳ {cycle}" for cycle, paths in by_cycle.items())
    return f"Cơ quan kế thừa theo quyết định đã có, không hỏi lại: {told}."
