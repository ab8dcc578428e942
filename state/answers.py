"""Answers: every version is kept, and the assignment points to the one that counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from state.events import Event, EventStore
from state.tables import AnswerRow, AssignmentRow, CycleRow, DifficultyRow, FigureRow, TargetRow


@dataclass(frozen=True)
class Measured:
    """One figure: numerator over denominator where the agency gave both, otherwise a value; and its own words."""

    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str
    as_written: str


@dataclass(frozen=True)
class NewAnswer:
    """What one agency says about one assignment. ``source``: mail, link, paper or excel; figures by target code."""

    assignment_id: int
    agency_id: int
    reply_id: int | None
    source: str
    status: str
    percent: float | None
    narrative: str
    received_at: datetime
    sentence: str
    figures: Mapping[str, Measured] = field(default_factory=dict)
    difficulties: Sequence[str] = field(default_factory=tuple)
    proposals: Sequence[str] = field(default_factory=tuple)


class AnswerStore:
    """Records answers and their parts."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def record(self, answers: Sequence[NewAnswer]) -> list[int]:
        """Keep new versions, make them the ones that count, and stop the ladders. Returns the ids of the answers.

        Figures which a later version does not repeat are carried over: a correction of the text loses no number.
        """
        if not answers:
            return []
        last = self._last([answer.assignment_id for answer in answers])
        targets = self._targets([answer.assignment_id for answer in answers if answer.figures])
        ids: list[int] = []
        for answer in answers:
            version, previous = last.get(answer.assignment_id, (0, None))
            row = AnswerRow(
                assignment_id=answer.assignment_id,
                version=version + 1,
                reply_id=answer.reply_id,
                agency_id=answer.agency_id,
                source=answer.source,
                status=answer.status,
                percent=answer.percent,
                narrative=answer.narrative,
                received_at=answer.received_at,
            )
            self._session.add(row)
            self._session.flush()
            last[answer.assignment_id] = (row.version, row.id)
            self._parts(row, answer, targets.get(answer.assignment_id, {}), previous)
            ids.append(row.id)
        self._point(answers, ids)
        return ids

    def _last(self, assignment_ids: Sequence[int]) -> dict[int, tuple[int, int | None]]:
        query = (
            select(AnswerRow.assignment_id, func.max(AnswerRow.version), func.max(AnswerRow.id))
            .where(AnswerRow.assignment_id.in_(assignment_ids))
            .group_by(AnswerRow.assignment_id)
        )
        return {key: (version, answer) for key, version, answer in self._session.execute(query)}

    def _targets(self, assignment_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        if not assignment_ids:
            return {}
        query = (
            select(AssignmentRow.id, TargetRow.code, TargetRow.id)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(TargetRow, TargetRow.version_id == CycleRow.version_id)
            .where(AssignmentRow.id.in_(assignment_ids))
        )
        found: dict[int, dict[str, int]] = {}
        for assignment, code, target in self._session.execute(query):
            found.setdefault(assignment, {})[code] = target
        return found

    def _parts(self, row: AnswerRow, answer: NewAnswer, targets: Mapping[str, int], previous: int | None) -> None:
        figures = [
            {
                "answer_id": row.id,
                "target_id": targets[code],
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "value": figure.value,
                "unit": figure.unit,
                "as_written": figure.as_written,
            }
            for code, figure in answer.figures.items()
            if code in targets
        ]
        if previous is not None:
            given = {figure["target_id"] for figure in figures}
            kept = self._session.execute(select(FigureRow).where(FigureRow.answer_id == previous)).scalars()
            figures += [
                {
                    "answer_id": row.id,
                    "target_id": old.target_id,
                    "numerator": old.numerator,
                    "denominator": old.denominator,
                    "value": old.value,
                    "unit": old.unit,
                    "as_written": old.as_written,
                }
                for old in kept
                if old.target_id not in given
            ]
        if figures:
            self._session.execute(insert(FigureRow), figures)
        register = [("khó khăn", text) for text in answer.difficulties] + [
            ("kiến nghị", text) for text in answer.proposals
        ]
        if register:
            self._session.execute(
                insert(DifficultyRow),
                [{"answer_id": row.id, "kind": kind, "text": text, "state": "open"} for kind, text in register],
            )

    def _point(self, answers: Sequence[NewAnswer], ids: Sequence[int]) -> None:
        self._session.execute(
            update(AssignmentRow),
            [
                {"id": answer.assignment_id, "answer_id": key, "state": "answered", "next_on": None}
                for answer, key in zip(answers, ids, strict=True)
            ],
        )
        self._events.add_all(
            Event(
                answer.received_at,
                "answer-recorded",
                f"assignment:{answer.assignment_id}",
                answer.sentence,
                data={"answer": key, "source": answer.source},
            )
            for answer, key in zip(answers, ids, strict=True)
        )

    def versions(self, assignment_id: int) -> list[AnswerRow]:
        """All versions of the answer, oldest first."""
        return list(
            self._session.scalars(
                select(AnswerRow).where(AnswerRow.assignment_id == assignment_id).order_by(AnswerRow.version)
            )
        )
