"""What was reported the last time, in words that always name the cycle."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from cycles.status import WorkStatus
from mail.numbers import written
from mail.read_answer.status import NAMES
from state.post.last_answers import EarlierFigure, EarlierReport

MOST = 4
"""Bodies that are named; an heir of more gets the rest as a number."""
_TENTH = Decimal("0.1")
_Said = TypeVar("_Said", EarlierFigure, EarlierReport)


def figures_in_words(figures: Sequence[EarlierFigure]) -> str:
    """ "Năm 2024: 410/512 (80,1%)"; of several bodies each by its name; "" when there is nothing to tell."""
    return _in_words([one for one in figures if _figure(one)], _figure)


def reports_in_words(reports: Sequence[EarlierReport]) -> str:
    """ "Năm 2024: đang thực hiện, 70%"."""
    return _in_words(reports, _report)


def _in_words(said: Sequence[_Said], words: Callable[[_Said], str]) -> str:
    if not said:
        return ""
    pieces = [f"{one.body} {words(one)}" if one.body else words(one) for one in said[:MOST]]
    more = f"; và {len(said) - MOST} đơn vị khác" if len(said) > MOST else ""
    return f"{said[0].cycle}: {'; '.join(pieces)}{more}"


def _report(one: EarlierReport) -> str:
    share = f", {written(_exact(one.percent))}%" if one.percent is not None else ""
    return f"{NAMES[WorkStatus(one.status)]}{share}"


def _figure(one: EarlierFigure) -> str:
    value = _with_unit(written(_exact(one.value)), one.unit) if one.value is not None else ""
    if one.numerator is None or one.denominator is None:
        return value
    top, bottom = _exact(one.numerator), _exact(one.denominator)
    if not value and bottom and one.unit in {"", "%"}:
        value = f"{written((top * 100 / bottom).quantize(_TENTH, ROUND_HALF_UP))}%"
    ratio = f"{written(top)}/{written(bottom)}"
    return f"{ratio} ({value})" if value else ratio


def _with_unit(number: str, unit: str) -> str:
    return f"{number}%" if unit == "%" else f"{number} {unit}".rstrip()


def _exact(value: float) -> Decimal:
    return Decimal(str(value))
