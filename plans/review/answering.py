"""Which questions about a plan are answered, and by which decision of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.model import Question, Target
from plans.review.corrections import Applied, Correction, Entry, fold, path_of, text_of


@dataclass(frozen=True)
class Asked:
    """A question as it is put to a person. `blocking`: it needs an answer of its own (who is meant, what was lost)."""

    question: Question
    name: str | None = None
    blocking: bool = False

    @property
    def text(self) -> str:
        """The words by which the same question is known again, without the path."""
        return fold(self.question.item or self.question.message.replace(self.question.path, " "))


ANSWERED_BY: dict[str, frozenset[str]] = {
    "number_blank": frozenset({"number"}),
    "day_blank": frozenset({"date"}),
    "date_invalid": frozenset({"date"}),
    "issuer_missing": frozenset({"issuer"}),
    "issuer_derived": frozenset({"issuer"}),
    "title_missing": frozenset({"title"}),
    "period_missing": frozenset({"period"}),
    "signer_missing": frozenset({"name"}),
    "probable_typo": frozenset({"name", "text"}),
    "unfinished_sentence": frozenset({"text"}),
    "unbalanced_quote": frozenset({"text"}),
    "target_without_base": frozenset({"base"}),
    "range_value": frozenset({"value", "high"}),
    "target_without_year": frozenset({"year", "recurrence"}),
    "comparator_scope": frozenset({"comparator"}),
    "target_figure_unread": frozenset({"value", "unit"}),
    "number_unclear": frozenset({"value", "high", "text"}),
    "target_contradiction": frozenset({"value", "high", "year", "measure"}),
    "target_outside_period": frozenset({"year"}),
    "parts_exceed_whole": frozenset({"value"}),
    "owner_doubtful": frozenset({"owners"}),
    "schedule_without_owner": frozenset({"owners"}),
    "role_unclear": frozenset({"owners", "roles"}),
    "partner_silent": frozenset({"partners"}),
    "lead_silent": frozenset({"owners", "partners", "roles"}),
    "report_addressee_missing": frozenset({"reports_to"}),
    "report_day_missing": frozenset({"deadlines"}),
    "deadline_invalid": frozenset({"deadlines"}),
    "deadline_vague": frozenset({"deadlines"}),
    "deadline_year_missing": frozenset({"deadlines"}),
    "deadline_past": frozenset({"deadlines"}),
    "deadline_unread": frozenset({"deadlines"}),
}
"""Which changed fields, named as a person writes them, answer which kind of question; any other kind is answered by its
own code or accepted."""
_WRITTEN = {"owner_role": "roles"}
# One question of these kinds may stand for many clauses: only when it names one does a change of that one answer it.
_OF_MANY = frozenset({"deadline_vague", "deadline_year_missing", "deadline_past", "report_day_missing", "role_unclear"})


def answers(asked: Sequence[Asked], applied: Applied, corrections: Sequence[Correction]) -> list[Correction | None]:
    """The decision that answers each question, the newest one, or None where a person still has to decide."""
    found: list[Correction | None] = [_by_item(one, applied) for one in asked]
    for correction in corrections:
        if correction.what == "question":
            for place in _meant(asked, correction):
                found[place] = correction
    return found


def _meant(asked: Sequence[Asked], correction: Correction) -> list[int]:
    wanted = fold(correction.text)
    same = [
        n
        for n, one in enumerate(asked)
        if one.question.kind == correction.kind and one.text == wanted and one.name == correction.name
    ]
    here = [n for n in same if asked[n].question.path == correction.path]
    return here or (same if len(same) == 1 else [])


def _by_item(asked: Asked, applied: Applied) -> Correction | None:
    """The newest decision about the item in doubt that settles this doubt, too."""
    if asked.blocking:
        return None
    made = [one for entry in applied.entries if is_about(asked.question, entry) for one in entry.made]
    kind = asked.question.kind
    for_many = kind in _OF_MANY and asked.question.item is None
    fields = frozenset() if for_many else ANSWERED_BY.get(kind, frozenset())
    settling = [
        one
        for one in made
        if one.action in {"accept", "reject"}
        or kind == one.kind
        or not fields.isdisjoint(_WRITTEN.get(name, name) for name in one.changes)
    ]
    return settling[-1] if settling else None


def is_about(question: Question, entry: Entry) -> bool:
    """Whether a question is about an item; several aims share one path, so their text must be named."""
    if question.path not in {path_of(entry.read), entry.path}:
        return False
    if not isinstance(entry.read, Target):
        return True
    named = fold(question.item or question.message)
    return fold(entry.read.text) in named or named in {fold(entry.read.clause), fold(text_of(entry.now or entry.read))}
