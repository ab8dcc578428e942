"""Decisions about the questions of a reading: what a person says, as one kept decision per question and its event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from agencies.directory import Directory
from plans.model import Question
from plans.review.answering import Asked
from plans.review.corrections import Action, Correction
from state.errors import BadDecision, UnknownAgencyName
from state.events import Event
from state.plan.questions import OWNER
from state.tables import PlanRow, QuestionRow, VersionRow


@dataclass(frozen=True)
class Confirmation:
    """What a person decides with the confirmation.

    ``assign`` and ``waive`` name clauses by path or questions by code ("Q3"). ``waive_rest`` is the reason for waiving
    every other question that does not need a decision of its own. ``match`` pairs clauses of the version before with
    those of this one where the comparison is not sure; None: no clause follows.
    """

    by: str
    now: datetime
    assign: Mapping[str, Sequence[str]] = field(default_factory=dict)
    waive: Sequence[str] = ()
    waive_rest: str = ""
    match: Mapping[str, str | None] = field(default_factory=dict)


def decisions_of(
    version: VersionRow, decision: Confirmation, directory: Directory
) -> Iterator[tuple[Correction, QuestionRow]]:
    """Every single decision that a confirmation contains, each about one question."""
    named: set[str] = set()
    day = decision.now.date()
    for mark, given in decision.assign.items():
        agencies = tuple(code for name in given for code in codes_of(directory, name, day))
        for question in meant(version, mark):
            if question.kind != OWNER:
                raise BadDecision(
                    mark, "câu hỏi này không phải về cơ quan thực hiện; dùng plan correct hoặc plan accept."
                )
            named.add(question.code)
            yield answer("assign", question, decision.by, decision.now, agencies=agencies), question
    for mark in decision.waive:
        key, _, reason = mark.partition("=")
        for question in meant(version, key):
            named.add(question.code)
            yield answer("waive", question, decision.by, decision.now, reason.strip() or decision.waive_rest), question
    if not decision.waive_rest:
        return
    for question in version.questions:
        if question.decision is None and not question.blocking and question.code not in named:
            yield answer("waive", question, decision.by, decision.now, decision.waive_rest), question


def meant(version: VersionRow, mark: str) -> list[QuestionRow]:
    """The question with a code, or all questions about who answers for the clause with a path.

    :raises BadDecision: there is none
    """
    by_code = [one for one in version.questions if one.code.casefold() == mark.strip().casefold()]
    found = by_code or [one for one in version.questions if one.blocking and one.path == mark.strip()]
    if not found:
        listed = (
            ", ".join(f"{one.code} ({one.path})" for one in version.questions if one.blocking) or "không có điểm nào"
        )
        raise BadDecision(mark, f"điểm này không có câu hỏi phải trả lời (các điểm phải trả lời: {listed}).")
    return found


def answer(
    action: Action, question: QuestionRow, by: str, now: datetime, reason: str = "", agencies: Sequence[str] = ()
) -> Correction:
    """A decision about one question, by the words in which the question will be known again."""
    return Correction(
        action=action,
        what="question",
        path=question.path,
        text=Asked(question_of(question)).text,
        kind=question.kind,
        name=question.name,
        agencies=tuple(agencies),
        reason=reason,
        by=by,
        at=now,
    )


def question_of(row: QuestionRow) -> Question:
    """A kept question as the rules know it."""
    return Question(path=row.path, kind=row.kind, message=row.message, item=row.item)


_DONE = {"accept": "chấp nhận cách hiểu", "assign": "chọn cơ quan cho", "waive": "bỏ qua"}


def decided(plan: PlanRow, made: Correction, question: QuestionRow) -> Event:
    """The event of a decision about one question, by name."""
    reason = f" Lý do: {made.reason}" if made.reason else ""
    bodies = f" Cơ quan: {', '.join(made.agencies)}." if made.agencies else ""
    return Event(
        made.at,
        f"question-{made.action}",
        f"plan:{plan.id}",
        f"{made.by} {_DONE[made.action]} câu hỏi {question.code} ({question.path}): {question.message}{bodies}{reason}",
        actor=made.by,
        data={"question": question.code, "path": question.path, "kind": question.kind},
    )


def codes_of(directory: Directory, name: str, day: date) -> tuple[str, ...]:
    """The agencies that a person means by a code or a name.

    :raises UnknownAgencyName: the name is neither a code nor an exact name, alias or closed group
    """
    if any(agency.code == name for agency in directory.agencies):
        return (name,)
    found = directory.resolve(name, day)
    if found.kind not in {"agency", "group"}:
        raise UnknownAgencyName(name, found.message)
    return tuple(agency.code for agency in found.agencies)
