"""What a person decides about a reading: one decision, one commit, one answer in words."""

from collections.abc import Callable
from dataclasses import dataclass

from agencies.directory import Directory
from flows.runtime import Runtime
from state.plan.review import Outcome, ReviewStore
from state.plan.reviewing import Review, review_of

Decision = Callable[[ReviewStore, Directory], Outcome]


@dataclass(frozen=True)
class Decided:
    """What a decision did: the sentence, the version that has it, and codes of the questions that are still open."""

    sentence: str
    version: int
    open: tuple[str, ...]


def decide(house: Runtime, code: str, make: Decision) -> Decided:
    """Make one decision and keep it; an error keeps nothing."""
    with house.database.unit() as store:
        plan = store.plans.get(code)
        before = store.plans.version(plan)
        outcome = make(store.review, house.directory(store, plan.province))
        store.commit()
        number = outcome.version.number
        told = [outcome.sentence]
        if before is not None and before.number < number:
            told.append(
                f"Kế hoạch {plan.code} đã xác nhận (lần {number - 1}) nên quyết định này nằm ở lần {number}, "
                f"chỉ có hiệu lực khi xác nhận: dondoc plan confirm {plan.code}"
            )
        left = tuple(question.code for question in outcome.version.questions if question.decision is None)
        if outcome.left:
            told.append(f"Còn mở: {', '.join(question.code for question in outcome.left)}.")
        elif not left:
            told.append(f"Không còn câu hỏi nào. Kế tiếp: dondoc plan confirm {plan.code}")
        return Decided("\n".join(told), number, left)


def look(house: Runtime, code: str) -> Review:
    """The newest reading of a plan, item by item."""
    with house.database.unit() as store:
        return review_of(store.session, code)
