"""A reading in the tables: what the program read, laid over with what people decided, as rows that others use."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agencies.directory import Directory
from plans.amendments.compare import compare
from plans.asking import asked_path
from plans.model import Plan, Responsibility, Target
from plans.review.answering import Asked, answers
from plans.review.corrections import Applied, Change, Correction, Entry, apply
from state.plan.questions import questions_of
from state.tables import CorrectionRow, PlanRow, QuestionRow, ResponsibilityRow, TargetRow, VersionRow

DECISIONS = {
    "accept": "accepted",
    "assign": "assigned",
    "waive": "waived",
    "correct": "corrected",
    "reject": "corrected",
    "add": "corrected",
}
UNDO = "undo"
"""Action of a row that takes back the decision before it."""
_LONGEST_PATH = 34


class ReadingDesk:
    """Keeps the decisions of people and writes the rows of a version that nobody has confirmed yet."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def decisions(self, plan: PlanRow) -> list[Correction]:
        """Every decision about the readings of a plan that was not taken back, oldest first."""
        return [correction_of(row) for row in self._standing(plan.id)]

    def _standing(self, plan_id: int) -> list[CorrectionRow]:
        query = select(CorrectionRow).where(CorrectionRow.plan_id == plan_id).order_by(CorrectionRow.id)
        standing: list[CorrectionRow] = []
        for row in self._session.scalars(query):
            if row.action == UNDO:
                standing.pop()
            else:
                standing.append(row)
        return standing

    def undo(self, version: VersionRow, by: str, now: datetime) -> Correction | None:
        """Take back the newest decision, if it was made on this version."""
        standing = self._standing(version.plan_id)
        if not standing or standing[-1].version_id != version.id:
            return None
        undone = correction_of(standing[-1])
        made = undone.model_copy(update={"changes": {}, "agencies": (), "reason": "", "by": by, "at": now})
        self.record(version, made, UNDO)
        return undone

    def record(self, version: VersionRow, made: Correction, action: str = "") -> None:
        """Keep a decision; the rows follow with :meth:`lay_out`."""
        self._session.add(
            CorrectionRow(
                plan_id=version.plan_id,
                version_id=version.id,
                action=action or made.action,
                what=made.what,
                path=made.path,
                text=made.text,
                changes={name: change.model_dump(mode="json") for name, change in made.changes.items()},
                kind=made.kind,
                name=made.name,
                agencies=list(made.agencies),
                reason=made.reason,
                decided_by=made.by,
                decided_at=made.at,
            )
        )
        self._session.flush()

    def applied(self, version: VersionRow) -> Applied:
        """What the program read of a version with the decisions of people laid over it."""
        return apply(as_read(version), self.decisions(version.plan))

    def lay_out(self, version: VersionRow, directory: Directory, today: date) -> Applied:
        """Write reading, responsibilities, targets and questions of an unconfirmed version from what is known now."""
        decisions = self.decisions(version.plan)
        applied = apply(as_read(version), decisions)
        version.reading = applied.plan.model_dump(mode="json")
        for table in (ResponsibilityRow, TargetRow):
            self._session.execute(delete(table).where(table.version_id == version.id))
        codes = self._target_codes(version, applied)
        path = asked_path(applied.plan)
        self._session.add_all(_responsibility(version.id, entry) for entry in applied.of("responsibility"))
        self._session.add_all(_target(version.id, entry, codes[entry.number], path) for entry in applied.of("target"))
        asked = questions_of(applied.plan, applied.lost, directory, today)
        self._questions(version, asked, answers(asked, applied, decisions))
        version.changes = self._changes(version)
        self._session.flush()
        self._session.expire(version, ["responsibilities", "targets", "questions"])
        return applied

    def _questions(self, version: VersionRow, asked: Sequence[Asked], made: Sequence[Correction | None]) -> None:
        """Questions keep their codes; one that is asked no more was settled by the newest decision."""
        query = select(QuestionRow).where(QuestionRow.version_id == version.id).order_by(QuestionRow.id)
        known = {(row.kind, row.path, row.name, row.message): row for row in self._session.scalars(query)}
        settled = self.decisions(version.plan)
        left, number = dict(known), len(known)
        for one, answer in zip(asked, made, strict=True):
            question = one.question
            key = (question.kind, question.path, one.name, question.message)
            row = known.get(key)
            left.pop(key, None)
            if row is None:
                number += 1
                row = known[key] = QuestionRow(version_id=version.id, code=f"Q{number}", name=one.name)
                row.path, row.kind, row.message, row.item = (
                    question.path,
                    question.kind,
                    question.message,
                    question.item,
                )
                row.blocking = one.blocking
                self._session.add(row)
            _decide(row, answer)
        for row in left.values():
            if row.decision != "corrected" and settled:
                _decide(row, settled[-1])
                row.decision = "corrected"

    def _target_codes(self, version: VersionRow, applied: Applied) -> dict[int, str]:
        """The code of every target by its number: that of the same aim in the version before, else a new one."""
        before = self.before(version)
        entries = [entry for entry in applied.entries if entry.what == "target"]
        if before is None:
            return {entry.number: f"CT{entry.number}" for entry in entries}
        carried = same_aims(as_read(before), as_read(version))
        known = {row.position: row.code for row in before.targets}
        fresh = (code for n in range(1, 100_000) if (code := f"CT{n}") not in known.values())
        return {entry.number: known.get(carried.get(entry.number, 0)) or next(fresh) for entry in entries}

    def _changes(self, version: VersionRow) -> dict[str, Any] | None:
        """What changed since the version that this one is to follow."""
        before = self.before(version)
        if before is None:
            return None
        changes = compare(Plan.model_validate(before.reading), Plan.model_validate(version.reading))
        return changes.model_dump(mode="json")

    def before(self, version: VersionRow) -> VersionRow | None:
        """The version that this one is to follow: the newest confirmed one."""
        query = select(VersionRow).where(VersionRow.plan_id == version.plan_id, VersionRow.number < version.number)
        query = query.where(VersionRow.confirmed_at.is_not(None)).order_by(VersionRow.number.desc()).limit(1)
        return self._session.scalar(query)


def same_aims(old: Plan, new: Plan) -> dict[int, int]:
    """Number of every target of a new reading -> number of the same aim in the old one.

    An aim that counts something else or in another unit is another aim: its figures must not be mixed.
    """
    left = [(number, item.path, item.text) for number, item in enumerate(old.targets, 1)]
    found: dict[int, int] = {}
    number = 0
    for item in compare(old, new).items:
        if item.what != "target" or item.new is None:
            continue
        number += 1
        same = [one for one in left if one[1] == item.old and one[2] == item.old_text]
        if same and not {"unit", "measure"} & set(item.fields):
            left.remove(same[0])
            found[number] = same[0][0]
    return found


def as_read(version: VersionRow) -> Plan:
    """What the program read of a version, without the decisions of people."""
    return Plan.model_validate(version.as_read or version.reading)


def with_own_paths(plan: Plan) -> Plan:
    """The same plan with one path per responsibility, so that a path names one: a repeated one gets "(2)"."""
    seen: dict[str, int] = {}
    items: list[Responsibility] = []
    for item in plan.responsibilities:
        path = item.path[:_LONGEST_PATH]
        seen[path] = seen.get(path, 0) + 1
        own = path if seen[path] == 1 else f"{path}({seen[path]})"
        items.append(item if own == item.path else item.model_copy(update={"path": own}))
    return plan.model_copy(update={"responsibilities": tuple(items)})


def correction_of(row: CorrectionRow) -> Correction:
    """A kept decision as the rules know it."""
    return Correction.model_validate(
        {
            "action": row.action,
            "what": row.what,
            "path": row.path,
            "text": row.text,
            "changes": {name: Change.model_validate(change) for name, change in row.changes.items()},
            "kind": row.kind,
            "name": row.name,
            "agencies": tuple(row.agencies),
            "reason": row.reason,
            "by": row.decided_by,
            "at": row.decided_at,
        }
    )


def _decide(row: QuestionRow, made: Correction | None) -> None:
    row.decision = DECISIONS[made.action] if made else None
    row.agencies = list(made.agencies) if made and made.action in {"assign", "waive"} else None
    row.reason = (made.reason or None) if made else None
    row.decided_by, row.decided_at = (made.by, made.at) if made else (None, None)


def _responsibility(version_id: int, entry: Entry) -> ResponsibilityRow:
    item = entry.now
    assert isinstance(item, Responsibility)
    fields = item.model_dump(mode="json")
    return ResponsibilityRow(
        version_id=version_id,
        position=entry.number,
        path=item.path,
        heading=item.heading,
        text=item.text,
        owners=fields["owners"],
        roles=fields["owner_role"],
        partners=fields["partners"],
        advises=fields["advises"],
        reports_to=fields["reports_to"],
        recurrence=fields["recurrence"],
        deadlines=fields["deadlines"],
        origin=item.origin,
        product=item.product,
        doubts=fields["doubts"],
        requested=item.requested,
        start_line=item.source.start_line,
        end_line=item.source.end_line,
    )


def _target(version_id: int, entry: Entry, code: str, path: str | None) -> TargetRow:
    item = entry.now
    assert isinstance(item, Target)
    return TargetRow(
        version_id=version_id,
        position=entry.number,
        code=code,
        path=item.path,
        group=item.group or "",
        text=item.text,
        comparator=item.comparator,
        value=None if item.value is None else float(item.value),
        high=item.high,
        unit=item.unit,
        year=item.year,
        recurrence=item.recurrence,
        relative=item.relative,
        measure=item.measure,
        base=item.base,
        places=list(item.places),
        doubts=list(item.doubts),
        part_of=item.part_of,
        asked_path=path if item.value is not None else None,
    )
