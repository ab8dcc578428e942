"""Roll-up of the figures of one target. Sums of numerators over sums of denominators, never a mean of percentages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from reports.data import FigureRow, TargetRow

# A percentage written beside numerator and denominator may differ from them by rounding, not by more.
_TOLERANCE = Fraction(1, 2)
_FULL = 100


class Verdict(StrEnum):
    """What can be said about a target on the figures received."""

    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    CANNOT_COMPARE = "cannot_compare"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure somebody must look at; ``counted`` says whether it is in the total all the same."""

    figure: FigureRow
    reason: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a target for the whole province, with how complete it is.

    ``result`` is in the unit of the target: per cent for "%", otherwise the plain sum (``base`` is then None).
    """

    target: TargetRow
    verdict: Verdict
    reason: str
    total: Decimal | None
    base: Decimal | None
    result: Fraction | None
    counted: tuple[FigureRow, ...]
    percent_only: tuple[FigureRow, ...]
    doubts: tuple[Doubt, ...]
    missing: tuple[str, ...]
    awaiting: tuple[str, ...]
    asked: int
    answered: int
    late: int

    @property
    def complete(self) -> bool:
        """Every agency that was asked is in the result."""
        return self.asked > 0 and len(self.counted) == self.asked


def roll_up_target(target: TargetRow, names: Mapping[str, str]) -> Outcome:
    """The outcome of ``target``; ``names`` gives the name of an agency by its code."""
    latest = _latest(target)
    within = [figure for figure in latest.values() if figure.within]
    given = [figure for figure in latest.values() if not _empty(figure) and not figure.within]
    asked = tuple(code for code in dict.fromkeys(target.asked) if all(code != one.agency_code for one in within))
    answered = [figure for figure in given if figure.agency_code in asked]
    outside = [figure for figure in given if figure.agency_code not in asked]
    counted, percent_only, doubts = _sort(answered, target.unit or "")
    doubts += [Doubt(figure, "cơ quan không thuộc diện được hỏi", counted=False) for figure in outside]
    doubts += [Doubt(figure, f"đã gồm trong số liệu của {figure.within}", counted=False) for figure in within]
    if len(asked) == 1 and percent_only:
        # One agency answers for the province: its percentage is the result, there is nothing to average.
        counted, percent_only = percent_only, []
    total, base, result = _total(counted, target.unit == "%")
    verdict, reason = _judge(target, result, complete=len(counted) == len(asked))
    have = {figure.agency_code for figure in answered}
    awaiting = set(target.awaiting) - have
    return Outcome(
        target=target,
        verdict=verdict,
        reason=reason,
        total=total,
        base=base,
        result=result,
        counted=tuple(counted),
        percent_only=tuple(percent_only),
        doubts=tuple(doubts),
        missing=tuple(names.get(code, code) for code in asked if code not in have | awaiting),
        awaiting=tuple(names.get(code, code) for code in asked if code in awaiting),
        asked=len(asked),
        answered=len(have),
        late=sum(figure.late for figure in answered),
    )


def _latest(target: TargetRow) -> dict[str, FigureRow]:
    """The figure of each agency which was received last (an undated one never replaces a dated one)."""
    latest: dict[str, FigureRow] = {}
    for figure in target.figures:
        known = latest.get(figure.agency_code)
        if (
            known is None
            or known.received_on is None
            or (figure.received_on is not None and figure.received_on >= known.received_on)
        ):
            latest[figure.agency_code] = figure
    return latest


def _empty(figure: FigureRow) -> bool:
    return figure.value is None and figure.numerator is None


def _sort(figures: list[FigureRow], unit: str) -> tuple[list[FigureRow], list[FigureRow], list[Doubt]]:
    counted: list[FigureRow] = []
    percent_only: list[FigureRow] = []
    doubts: list[Doubt] = []
    for figure in figures:
        doubt = _doubt(figure, unit)
        if doubt:
            doubts.append(doubt)
        if doubt and not doubt.counted:
            continue
        if unit == "%" and (figure.numerator is None or figure.denominator is None):
            percent_only.append(figure)
        else:
            counted.append(figure)
    return counted, percent_only, doubts


def _doubt(figure: FigureRow, unit: str) -> Doubt | None:
    """What is wrong with a figure for a target in ``unit``; a figure in another unit is never added."""
    top, bottom = figure.numerator, figure.denominator
    if any(number is not None and number < 0 for number in (top, bottom, figure.value)):
        return Doubt(figure, "số âm", counted=False)
    if unit != "%":
        return _amount_doubt(figure, unit)
    if top is None or bottom is None:
        return _percentage_doubt(figure)
    if top > bottom:
        return Doubt(figure, "tử số lớn hơn mẫu số", counted=False)
    written = figure.value
    if bottom and written is not None and abs(_share(top, bottom) - Fraction(written)) > _TOLERANCE:
        return Doubt(figure, "tỷ lệ ghi trong báo cáo khác với tử số chia mẫu số", counted=True)
    return None


def _amount_doubt(figure: FigureRow, unit: str) -> Doubt | None:
    if figure.unit and _plain(figure.unit) != _plain(unit):
        return Doubt(figure, _other_unit(figure.unit, unit), counted=False)
    if figure.denominator is not None:
        return Doubt(figure, "ghi tử số/mẫu số trong khi chỉ tiêu tính theo số lượng", counted=False)
    return None


def _percentage_doubt(figure: FigureRow) -> Doubt | None:
    """A percentage stands alone only when the agency wrote it as one: a bare 85 may be 85 children."""
    if figure.value is None:
        return Doubt(figure, "thiếu mẫu số", counted=False)
    if figure.unit != "%":
        reason = _other_unit(figure.unit, "%") if figure.unit else "chỉ ghi một số, không ghi “%”"
        return Doubt(figure, reason, counted=False)
    return Doubt(figure, "tỷ lệ lớn hơn 100%", counted=False) if figure.value > _FULL else None


def _other_unit(given: str, unit: str) -> str:
    return f"ghi theo “{given}”, chỉ tiêu {f'tính bằng “{unit}”' if unit else 'không nêu đơn vị'}"


def _plain(unit: str) -> str:
    return " ".join(unit.casefold().split())


def _share(top: Decimal, bottom: Decimal) -> Fraction:
    return Fraction(top) / Fraction(bottom) * _FULL


def _total(counted: list[FigureRow], is_share: bool) -> tuple[Decimal | None, Decimal | None, Fraction | None]:
    if not counted:
        return None, None, None
    if not is_share:
        # A figure in another unit, and one with a denominator, did not come this far.
        amounts = (figure.value if figure.value is not None else figure.numerator for figure in counted)
        amount = sum((one for one in amounts if one is not None), Decimal(0))
        return amount, None, Fraction(amount)
    if counted[0].denominator is None:
        only = counted[0].value
        return None, None, Fraction(only) if only is not None else None
    total = sum((figure.numerator or Decimal(0) for figure in counted), Decimal(0))
    base = sum((figure.denominator or Decimal(0) for figure in counted), Decimal(0))
    return total, base, _share(total, base) if base else None


def _judge(target: TargetRow, result: Fraction | None, complete: bool) -> tuple[Verdict, str]:
    if result is None:
        return Verdict.NO_DATA, "chưa có số liệu " + ("đủ tử số và mẫu số" if target.unit == "%" else "tính được")
    if target.relative:
        return Verdict.CANNOT_COMPARE, "chỉ tiêu tăng thêm, chưa có số liệu năm gốc"
    if target.value is None:
        return Verdict.CANNOT_COMPARE, "kế hoạch không nêu mức bằng số"
    if target.part_of:
        return Verdict.CANNOT_COMPARE, "là một phần trong cơ cấu, không phải mức tối thiểu"
    aim = Fraction(target.value)
    # "38% trẻ em được …" and "100% giáo viên …" ask for that share or more; only "<=" asks for less.
    test: Callable[[Fraction, Fraction], bool] = Fraction.__le__ if target.comparator == "<=" else Fraction.__ge__
    reached = test(result, aim)
    if target.unit != "%" and not complete and reached == (target.comparator == "<="):
        # An amount only grows with the agencies still missing; a share may move either way and says on what it rests.
        return Verdict.CANNOT_COMPARE, "mới có số lượng của một phần cơ quan"
    return (Verdict.MET, "") if reached else (Verdict.NOT_MET, "")
