"""A confirmed amendment and the cycles that are open: every assignment goes to its clause in the new text, or ends.

An assignment is moved only where the comparison of both texts is sure, or a person has said which clause it is.
Cycles whose last due day has passed stay with the text they were opened for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from cycles.ladder import LADDERS, Ladders
from plans.amendments.compare import Changes, compare
from plans.model import Plan
from state.cycle.cycle_rows import last_due
from state.cycle.cycles import CycleStore, other_owners
from state.cycle.retiming import Retiming, due_moved
from state.cycle.shares import Opening, asked_of, asked_targets, shares_of
from state.cycle.sharing import Sharing
from state.errors import BadDecision, UncertainClauses
from state.events import Event, EventStore
from state.plan.decisions import Confirmation
from state.tables import AnswerRow, AssignmentRow, CycleRow, FigureRow, PlanRow, TargetRow, VersionRow

OpeningOf = Callable[[CycleRow], Opening]
"""What opening a cycle again would need now."""
GONE = frozenset({"waived", "moved"})
"""Assignments that ask nobody any more; a reorganisation gave the moved ones to other bodies."""


@dataclass(frozen=True)
class Attached:
    """What became of an open cycle: assignments that follow the new text, that ended, and clauses not asked for yet."""

    cycle: CycleRow
    moved: int
    ended: tuple[str, ...]
    missing: tuple[str, ...]


class AmendStore:
    """Attaches open cycles to a new version of their plan."""

    def __init__(self, session: Session, events: EventStore, cycles: CycleStore, ladders: Ladders = LADDERS) -> None:
        self._session = session
        self._events = events
        self._cycles = cycles
        self._ladders = ladders

    def attach(
        self, plan: PlanRow, version: VersionRow, decision: Confirmation, opening_of: OpeningOf
    ) -> list[Attached]:
        """Move the assignments of every open cycle to a version that was just confirmed.

        :raises UncertainClauses: a person must say which clause some assignments belong to
        :raises BadDecision: a pair names a clause that one of the versions does not have
        """
        done: list[Attached] = []
        for cycle in self._cycles.of(plan):
            if cycle.version_id == version.id or last_due(cycle) < decision.now.date():
                continue
            before = self._session.get_one(VersionRow, cycle.version_id)
            rows = self._assignments(cycle)
            goes = _pairs(before, version, decision.match, {row.responsibility.path for row in rows})
            done.append(self._move(cycle, version, rows, goes, decision, opening_of(cycle)))
        return done

    def _assignments(self, cycle: CycleRow) -> list[AssignmentRow]:
        query = select(AssignmentRow).where(AssignmentRow.cycle_id == cycle.id).order_by(AssignmentRow.id)
        query = query.options(joinedload(AssignmentRow.responsibility), joinedload(AssignmentRow.agency))
        return list(self._session.scalars(query))

    def _move(
        self,
        cycle: CycleRow,
        version: VersionRow,
        rows: list[AssignmentRow],
        goes: Mapping[str, str],
        decision: Confirmation,
        opening: Opening,
    ) -> Attached:
        clauses = {row.path: row for row in version.responsibilities}
        asked = asked_targets(version, cycle.year)
        ended: list[AssignmentRow] = []
        moved = 0
        for row in rows:
            clause = clauses.get(goes.get(row.responsibility.path, ""))
            if clause is None:
                ended += [row] if row.state != "moved" else []
                continue
            moved += row.state not in GONE
            row.responsibility = clause
            row.targets = asked_of(asked, clause.path, row.agency.kind)
        self._end(ended, f"không còn trong {_named(version)}", decision)
        self._figures(cycle, version)
        cycle.version_id = version.id
        self._session.flush()
        ended += self._replaced(cycle, version, decision, opening)
        self._share(cycle, rows, ended, decision)
        self._retime(cycle, rows, decision, opening)
        missing, _ = self._cycles.missing(cycle, version, opening)
        told = Attached(
            cycle,
            moved,
            tuple(row.code for row in ended),
            tuple(dict.fromkeys(share.responsibility.path for share in missing)),
        )
        sentence = (
            f"{cycle.label} theo {_named(version)}: {told.moved} yêu cầu báo cáo chuyển sang văn bản mới, "
            f"{len(told.ended)} yêu cầu kết thúc, {len(told.missing)} điểm chưa có yêu cầu."
        )
        self._events.add(Event(decision.now, "cycle-amended", f"cycle:{cycle.id}", sentence, decision.by))
        return told

    def _replaced(
        self, cycle: CycleRow, version: VersionRow, decision: Confirmation, opening: Opening
    ) -> list[AssignmentRow]:
        """End what is asked of bodies that a clause no longer names; where who is meant is open, nothing ends."""
        ended: list[AssignmentRow] = []
        rows = self._assignments(cycle)
        for path in other_owners(version):
            shares, problems = shares_of(version, opening, {path})
            named = {share.agency.code for share in shares}
            mine = [row for row in rows if row.responsibility.path == path and row.state not in GONE]
            if not problems:
                ended += [row for row in mine if row.agency.code not in named]
        self._end(ended, f"cơ quan không còn được giao điểm này trong {_named(version)}", decision)
        return ended

    def _end(self, rows: list[AssignmentRow], why: str, decision: Confirmation) -> None:
        for row in rows:
            if row.state in GONE:
                continue
            kept = " Báo cáo đã nhận vẫn được lưu." if row.answer_id is not None else ""
            row.state, row.next_on = "waived", None
            sentence = f"Yêu cầu {row.code} (mục {row.responsibility.path}) kết thúc: {why}.{kept}"
            self._events.add(Event(decision.now, "assignment-ended", f"assignment:{row.id}", sentence, decision.by))

    def _share(
        self, cycle: CycleRow, rows: list[AssignmentRow], ended: list[AssignmentRow], decision: Confirmation
    ) -> None:
        """Figures that two plans ask for: links follow the targets of the new text."""
        sharing = Sharing(self._session, self._events)
        sharing.narrow(rows, decision.now)
        sharing.release(ended, decision.now)
        sharing.share(cycle, rows, decision.now)

    def _retime(self, cycle: CycleRow, rows: list[AssignmentRow], decision: Confirmation, opening: Opening) -> None:
        """A deadline that the new text names, or names no longer, moves the due days that have not passed."""
        timing = Retiming(self._session, opening.calendar, decision.now.date(), self._ladders)
        timing.assignments(cycle, opening.cycle, rows)
        why = f"thời hạn của điểm này đã thay đổi theo {_named(self._session.get_one(VersionRow, cycle.version_id))}."
        self._events.add_all(due_moved(row, old, why, decision.by, decision.now) for row, old in timing.moves.due)

    def _figures(self, cycle: CycleRow, version: VersionRow) -> None:
        """Figures that were given stay with their target, which keeps its code from version to version."""
        new = {row.code: row.id for row in version.targets}
        old = self._session.execute(
            select(TargetRow.id, TargetRow.code).where(TargetRow.version_id == cycle.version_id)
        ).tuples()
        mine = select(AnswerRow.id).join(AssignmentRow, AssignmentRow.id == AnswerRow.assignment_id)
        mine = mine.where(AssignmentRow.cycle_id == cycle.id)
        for key, code in old:
            if code in new:
                given = update(FigureRow).where(FigureRow.target_id == key, FigureRow.answer_id.in_(mine))
                self._session.execute(given.values(target_id=new[code]))


def _pairs(before: VersionRow, version: VersionRow, match: Mapping[str, str | None], held: set[str]) -> dict[str, str]:
    """Path of every clause that goes on -> its path in the new version."""
    changes = compare(Plan.model_validate(before.reading), Plan.model_validate(version.reading))
    goes = changes.moved()
    _check(before, version, match)
    for old, new in match.items():
        goes.pop(old, None)
        if new is not None:
            goes = {one: other for one, other in goes.items() if other != new} | {old: new}
    if doubtful := _undecided(changes, match, held):
        raise UncertainClauses(version.plan.code, doubtful)
    return goes


def _undecided(changes: Changes, match: Mapping[str, str | None], held: set[str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (pair.old, pair.new, pair.reason)
        for pair in changes.uncertain
        if pair.what == "responsibility" and pair.old in held and pair.old not in match
    )


def _check(before: VersionRow, version: VersionRow, match: Mapping[str, str | None]) -> None:
    old, new = ({row.path for row in one.responsibilities} for one in (before, version))
    for path, other in match.items():
        if path not in old:
            raise BadDecision(f"{path}={other or 'none'}", f"văn bản trước không có điểm {path}.")
        if other is not None and other not in new:
            raise BadDecision(f"{path}={other}", f"văn bản mới không có điểm {other}.")
    chosen = [other for other in match.values() if other is not None]
    if len(set(chosen)) < len(chosen):
        raise BadDecision(", ".join(chosen), "hai điểm cũ không thể cùng thành một điểm mới.")


def _named(version: VersionRow) -> str:
    """How an event names the document that changed the plan."""
    return f"{version.amended_by or version.plan.label} (lần {version.number}, tệp “{version.file_name}”)"
