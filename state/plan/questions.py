"""The questions of a reading as they are put to a person: the reader's doubts, unknown bodies, lost decisions."""

from collections.abc import Collection, Iterable
from datetime import date

from agencies.directory import Directory
from plans.model import Plan, Question
from plans.review.answering import Asked
from plans.review.corrections import Lost

OWNER = "owner"
"""Kind of the questions about who is meant by a name; each needs a decision of its own."""
LOST = "correction_lost"
_NO_OWNER, _GROUP = "owner_missing", "open_group"
NAMED_ONLY = frozenset(
    {"amendment_of_other_plan", "amendment_not_placed", "amendment_not_understood", "amendment_table"}
)
"""Kinds of the reader that mean a change of the plan is not in the text: nobody waives them with the rest."""
_UNDONE = {"correct": "sửa", "reject": "bỏ", "add": "thêm"}


def questions_of(plan: Plan, lost: Iterable[Lost], directory: Directory, today: date) -> list[Asked]:
    """All questions about a corrected reading, the ones that need a decision of their own first."""
    owners = _owners(plan, directory, today)
    asked = {one.question.path for one in owners}
    doubts = [
        Asked(question, blocking=question.kind in NAMED_ONLY)
        for question in plan.questions
        if question.kind != _NO_OWNER and not (question.kind == _GROUP and _group_is_settled(question, plan, asked))
    ]
    return [*owners, *(_lost(one) for one in lost if one.correction.action in _UNDONE), *doubts]


def read_on(plan: Plan, today: date) -> date:
    """The day on which the names of a plan are understood: that of the document, as far as it is known."""
    return plan.document.date or (date(plan.document.year, 12, 14) if plan.document.year else today)


def _owners(plan: Plan, directory: Directory, today: date) -> list[Asked]:
    """One question per clause and name that the directory does not know exactly, and per clause without a body."""
    day, found = read_on(plan, today), []
    for item in plan.responsibilities:
        if not item.owners:
            message = f"Mục {item.path} không nêu rõ cơ quan thực hiện. Giao cho cơ quan nào?"
            found.append(Asked(Question(path=item.path, kind=OWNER, message=message, item=item.text), "", True))
        for name in item.owners:
            meant = directory.resolve(name, day)
            if meant.kind in {"open_group", "unknown"}:
                question = Question(path=item.path, kind=OWNER, message=meant.message, item=item.text)
                found.append(Asked(question, name, True))
    return found


def _group_is_settled(question: Question, plan: Plan, asked: Collection[str]) -> bool:
    """Whether an open group is asked about clause by clause already, or no clause names it any more."""
    below = [item for item in plan.responsibilities if f"{item.path}.".startswith(f"{question.path}.")]
    named = any(name in question.message for item in below for name in item.owners)
    return not named or any(item.path in asked for item in below)


def _lost(lost: Lost) -> Asked:
    made = lost.correction
    message = (
        f"{made.by} đã quyết định {_UNDONE[made.action]} “{_short(made.text)}” ({made.at:%d/%m/%Y}), nay không áp dụng "
        f"được: {lost.reason}. Quyết định lại, hay bỏ quyết định cũ?"
    )
    return Asked(Question(path=made.path, kind=LOST, message=message, item=made.text), made.action, True)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
