"""Answers: every version is kept, and the assignment points to the one that counts."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, case, func, insert, select, update
from sqlalchemy.orm import Session

from state.direct import direct, inserted
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
    """What one agency says about one assignment. ``source``: mail, link, paper or excel; figures by target code.

    ``evidence``: by value ("status", "percent", "CT1") where it was read and how surely, as plain data.
    ``adds``: it completes the version before, whose difficulties and proposals stay.
    """

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
    adds: bool = False
    evidence: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


# Built once: making a statement anew costs more than running it.
_INSERT, _INSERT_FIGURE, _INSERT_DIFFICULTY = (
    insert(AnswerRow.metadata.tables[name]) for name in ("answer", "figure", "difficulty")
)
_LAST = (
    select(AnswerRow.assignment_id, func.max(AnswerRow.version), func.max(AnswerRow.id))
    .where(AnswerRow.assignment_id.in_(bindparam("ids", expanding=True)))
    .group_by(AnswerRow.assignment_id)
)
_TARGETS = (
    select(AssignmentRow.id, TargetRow.code, TargetRow.id)
    .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
    .join(TargetRow, TargetRow.version_id == CycleRow.version_id)
    .where(AssignmentRow.id.in_(bindparam("ids", expanding=True)))
)
_ASSIGNMENT = AssignmentRow.metadata.tables["assignment"]
# What a reorganisation gave to other bodies stays theirs: a late answer of the old body is kept and counted nowhere.
_POINT = (
    update(_ASSIGNMENT)
    .where(_ASSIGNMENT.c.id == bindparam("key"))
    .values(
        answer_id=bindparam("answer"),
        state=case((_ASSIGNMENT.c.state == "moved", "moved"), else_="answered"),
        next_on=None,
    )
)


class AnswerStore:
    """Records answers and their parts."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def record(self, answers: Sequence[NewAnswer]) -> list[int]:
        """Keep new versions, make them the ones that count, and stop the ladders. Returns the ids of the answers.

        Figures which a later version does not repeat are carried over: a correction of the text loses no number.
        """
        ids: list[int] = []
        for wave in _waves(answers):
            ids.extend(self._record(wave))
        return ids

    def _record(self, answers: Sequence[NewAnswer]) -> list[int]:
        """One answer per assignment, in a handful of statements however many there are."""
        asked = [answer.assignment_id for answer in answers]
        last = self._last(asked)
        targets = self._targets([answer.assignment_id for answer in answers if answer.figures])
        rows = [
            {
                "assignment_id": answer.assignment_id,
                "version": last.get(answer.assignment_id, (0, 0))[0] + 1,
                "reply_id": answer.reply_id,
                "agency_id": answer.agency_id,
                "source": answer.source,
                "status": answer.status,
                "percent": answer.percent,
                "narrative": answer.narrative,
                "received_at": answer.received_at,
                "evidence": {name: dict(facts) for name, facts in answer.evidence.items()},
            }
            for answer in answers
        ]
        ids = self._insert(rows, asked)
        previous = {
            key: last[answer.assignment_id][1]
            for key, answer in zip(ids, answers, strict=True)
            if answer.assignment_id in last
        }
        self._parts(dict(zip(ids, answers, strict=True)), targets, previous)
        self._point(answers, ids)
        return ids

    def _insert(self, rows: Sequence[Mapping[str, object]], asked: Sequence[int]) -> list[int]:
        connection = direct(self._session)
        if len(rows) == 1:
            return [inserted(connection.execute(_INSERT, rows[0]))]
        connection.execute(_INSERT, rows)
        last = self._last(asked)
        return [last[key][1] for key in asked]

    def _last(self, assignment_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        return {
            key: (version, answer)
            for key, version, answer in direct(self._session).execute(_LAST, {"ids": assignment_ids})
        }

    def _targets(self, assignment_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        if not assignment_ids:
            return {}
        found: dict[int, dict[str, int]] = {}
        for assignment, code, target in direct(self._session).execute(_TARGETS, {"ids": assignment_ids}):
            found.setdefault(assignment, {})[code] = target
        return found

    def _parts(
        self,
        answers: Mapping[int, NewAnswer],
        targets: Mapping[int, Mapping[str, int]],
        previous: Mapping[int, int],
    ) -> None:
        """Figures, difficulties and proposals of the new answers, by the ids of these."""
        figures: list[dict[str, object]] = [
            {
                "answer_id": key,
                "target_id": known[code],
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "value": figure.value,
                "unit": figure.unit,
                "as_written": figure.as_written,
            }
            for key, answer in answers.items()
            for known in (targets.get(answer.assignment_id, {}),)
            for code, figure in answer.figures.items()
            if code in known
        ]
        figures += self._carried_over({(figure["answer_id"], figure["target_id"]) for figure in figures}, previous)
        register = [
            {"answer_id": key, "kind": kind, "text": text, "state": "open"}
            for key, answer in answers.items()
            for kind, texts in (("khó khăn", answer.difficulties), ("kiến nghị", answer.proposals))
            for text in texts
        ]
        register += self._still_told({previous[key]: key for key in previous if answers[key].adds}, register)
        if figures:
            direct(self._session).execute(_INSERT_FIGURE, figures)
        if register:
            direct(self._session).execute(_INSERT_DIFFICULTY, register)

    def _carried_over(self, given: Set[tuple[object, object]], previous: Mapping[int, int]) -> list[dict[str, object]]:
        """The figures of the versions before which the new ones do not repeat."""
        if not previous:
            return []
        heirs = {old: key for key, old in previous.items()}
        kept = self._session.scalars(
            select(FigureRow).where(FigureRow.answer_id.in_(heirs)).order_by(FigureRow.answer_id, FigureRow.id)
        )
        return [
            {
                "answer_id": heirs[old.answer_id],
                "target_id": old.target_id,
                "numerator": old.numerator,
                "denominator": old.denominator,
                "value": old.value,
                "unit": old.unit,
                "as_written": old.as_written,
            }
            for old in kept
            if (heirs[old.answer_id], old.target_id) not in given
        ]

    def _still_told(
        self, heirs: Mapping[int, int], register: Sequence[Mapping[str, object]]
    ) -> list[dict[str, object]]:
        """Difficulties and proposals of the versions that are only added to, by the ids of these."""
        if not heirs:
            return []
        told = {(row["answer_id"], row["kind"], row["text"]) for row in register}
        query = select(DifficultyRow).where(DifficultyRow.answer_id.in_(heirs)).order_by(DifficultyRow.id)
        return [
            {"answer_id": heirs[old.answer_id], "kind": old.kind, "text": old.text, "state": old.state}
            for old in self._session.scalars(query)
            if (heirs[old.answer_id], old.kind, old.text) not in told
        ]

    def _point(self, answers: Sequence[NewAnswer], ids: Sequence[int]) -> None:
        direct(self._session).execute(
            _POINT,
            [{"key": answer.assignment_id, "answer": key} for answer, key in zip(answers, ids, strict=True)],
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


def _waves(answers: Sequence[NewAnswer]) -> list[list[NewAnswer]]:
    """The answers in runs of distinct assignments: a later version of one assignment builds on the one before it."""
    waves: list[list[NewAnswer]] = []
    taken: set[int] = set()
    for answer in answers:
        if not waves or answer.assignment_id in taken:
            waves.append([])
            taken.clear()
        taken.add(answer.assignment_id)
        waves[-1].append(answer)
    return waves
