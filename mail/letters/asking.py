"""From assignments to what a letter, a form or a page asks: clause, figures, aims, and what was reported last time."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cycles.ladder import Relation, Rung
from mail.letters.last_words import figures_in_words, reports_in_words
from mail.letters.letter_context import AskedFigure, LetterItem, SharedFigure, Window
from mail.letters.phrases import calm, one_label
from mail.numbers import written
from state.post.last_answers import LastAnswer, last_answers
from state.store import Store
from state.tables import AssignmentRow, TargetRow, VersionRow

COMPARATORS = {">=": "ít nhất ", "<=": "không quá ", "=": ""}
_NOTHING = LastAnswer()


class Asking:
    """Turns assignments into items; looks up the last answers of all of them at once and each plan's targets once."""

    def __init__(self, store: Store, rows: Iterable[AssignmentRow], day: date) -> None:
        self._store = store
        self._last = last_answers(store.session, rows, day)
        self._targets: dict[int, dict[str, TargetRow]] = {}

    def item(self, row: AssignmentRow, rung: Rung) -> LetterItem:
        """An assignment as a letter shows it."""
        plan, last = row.cycle.plan, self._last.get(row.id, _NOTHING)
        targets = self._targets_of(row)
        return LetterItem(
            code=row.code,
            path=row.responsibility.path,
            text=row.responsibility.text,
            heading=row.responsibility.heading,
            plan_title=calm(plan.title, (plan.province,)),
            plan_label=plan.label,
            due_on=row.due_on,
            due_basis=row.due_basis,
            rung=rung,
            window=Window(row.cycle.label, row.cycle.window_start, row.cycle.window_end, row.cycle.cut_off),
            requested=row.relation == Relation.REQUESTED,
            derived=row.due_kind == "derived",
            figures=tuple(
                asked_figure(one, figures_in_words(last.figures.get(one.code, ())))
                for one in targets
                if one.code not in row.shared
            ),
            last_answer=reports_in_words(last.reports),
            shared=tuple(
                SharedFigure(one.code, one_label(one.text), row.shared[one.code]["assignment"])
                for one in targets
                if one.code in row.shared
            ),
            heir_of=row.heir_of or "",
            heir_since=row.heir_since,
        )

    def _targets_of(self, row: AssignmentRow) -> tuple[TargetRow, ...]:
        if not row.targets:
            return ()
        version = row.cycle.version_id
        if version not in self._targets:
            found = self._store.session.get_one(VersionRow, version)
            self._targets[version] = {target.code: target for target in found.targets}
        known = self._targets[version]
        return tuple(known[code] for code in row.targets if code in known)


def asked_figure(target: TargetRow, last: str = "") -> AskedFigure:
    """A target as a figure to be reported: "ít nhất 55% vào năm 2030"; ``last``: what was reported before."""
    aim = ""
    if target.value is not None:
        number = "–".join(_written(one) for one in (target.value, target.high) if one is not None)
        unit = target.unit or ""
        space = "" if unit == "%" or not unit else " "
        more = "tăng thêm " if target.relative else ""
        aim = f"{more}{COMPARATORS.get(target.comparator or '', '')}{number}{space}{unit}"
        aim += f" vào năm {target.year}" if target.year else ""
    return AskedFigure(target.code, one_label(target.text), target.unit or "", aim, last)


def _written(value: float) -> str:
    return written(Decimal(str(value)))
