"""Questions about the targets: bases, years, ranges, contradictions. One small function per kind."""

import re
from collections.abc import Iterator
from itertools import pairwise

from plans.model import Question, Target
from plans.questions.words import Reading, listed, places, question, shared

_FIGURE = re.compile(r"\d[\d.,]*\s*%?|[≥≤<>]|\s+")
# Numbers that are no aims: days and years, ages, names of documents and programmes, classes, money, items of a list.
_NO_FIGURE = re.compile(
    r"\([^()]*\)|“[^”]*”"
    r"|(?:năm(?: học)?|giai đoạn|thời kỳ|ngày|tháng|quý|tuần|lớp|khối|bậc|mức(?: độ)?|cấp(?: độ)?|loại|hạng"
    r"|điều|khoản|mục|phần|số"
    r"|nghị quyết|quyết định|chương trình|chỉ thị|luật|kế hoạch|đề án|thông tư|nghị định|quốc lộ|đường|nhóm"
    r"|tốp|top|tiêu chí(?: số)?)"
    r"\s+(?:số\s+)?\d[\d./-]*(?:\s*(?:[-–,]|đến|và)\s*\d[\d./-]*)*"
    r"|\d[\d.,]*(?:\s*(?:[-–]|đến)\s*\d[\d.,]*)?\s*(?:tuổi|tháng|giờ|phút|ngày|năm|tuần|buổi|quý|đồng|tỷ"
    r"|triệu|nghìn|G(?!\w))"
    r"(?: (?:tuổi|đồng|đến|tháng|\d+))*"
    r"|20\d\d|\d+(?:/\d+)*[/-][A-ZĐ][\w/-]*|\d+/\d+|[A-Z]\d+",
    re.IGNORECASE,
)
_SOME_FIGURE = re.compile(r"(?<![\w.,/-])\d[\d.,]*\s+[^\W\d_]")
_FULL = 100
_TOLERANCE = 0.01


def target_doubts(reading: Reading) -> Iterator[Question]:
    """All doubts about targets."""
    for ask in (_bases, _unclear, _unread, _ranges, _years, _outside, _contradictions, _parts, _comparators, _missing):
        yield from ask(reading)


def _bases(r: Reading) -> Iterator[Question]:
    for target in r.plan.targets:
        if target.relative and target.base is None and "so với" not in target.text:
            yield question(
                target.path,
                "target_without_base",
                f"Chỉ tiêu “{target.text}” tính theo mức tăng, giảm nhưng không nêu số gốc. "
                "So với số liệu của năm nào?",
                target.text,
            )


def _unclear(r: Reading) -> Iterator[Question]:
    for target in r.plan.targets:
        for doubt in target.doubts:
            message = f"Chỉ tiêu “{target.text}”: {doubt[0].lower()}{doubt[1:]} Số đúng là bao nhiêu?"
            yield question(target.path, "number_unclear", message, target.text)


def _unread(r: Reading) -> Iterator[Question]:
    for target in r.plan.targets:
        rest = _NO_FIGURE.sub(" ", target.text) if target.value is None else ""
        if _SOME_FIGURE.search(rest):
            yield question(
                target.path,
                "target_figure_unread",
                f"Chỉ tiêu “{target.text}” có con số nhưng chưa đọc được là bao nhiêu, tính theo gì. "
                "Giá trị và đơn vị tính của chỉ tiêu này là gì?",
                target.text,
            )


def _ranges(r: Reading) -> Iterator[Question]:
    ranged = [target for target in r.plan.targets if target.high is not None]
    if ranged:
        yield shared(
            ranged,
            "range_value",
            f"Chỉ tiêu {listed(target.text for target in ranged)} cho một khoảng giá trị; "
            "đang lấy mức thấp làm mức phải đạt. Lấy mức nào?",
        )


def _years(r: Reading) -> Iterator[Question]:
    period = r.plan.document.period
    if (period.start is not None and period.start == period.end) or "năm học" in r.plan.document.title.casefold():
        # A plan of one year says the year of all its targets.
        return
    undated = [t for t in r.plan.targets if t.value is not None and t.year is None and t.recurrence is None]
    if undated:
        yield shared(
            undated,
            "target_without_year",
            f"Chỉ tiêu {listed(target.text for target in undated)} không nêu năm. Cần đạt vào năm nào?",
        )


def _outside(r: Reading) -> Iterator[Question]:
    period = r.plan.document.period
    if period.start is None:
        return
    last = max(year for year in (period.start, period.end, period.vision) if year)
    outside = [t for t in r.plan.targets if t.year and t.value is not None and not period.start <= t.year <= last]
    if outside:
        years = ", ".join(str(year) for year in dict.fromkeys(target.year for target in outside))
        yield shared(
            outside,
            "target_outside_period",
            f"Chỉ tiêu {listed(target.text for target in outside)} đặt cho năm {years}, ngoài giai đoạn của kế hoạch "
            f"({period.start}–{last}). Năm đúng là năm nào?",
        )


def _contradictions(r: Reading) -> Iterator[Question]:
    """The same aim with two values for one year, in the text or in a table."""
    seen: dict[tuple[str | None, str | None, str, int], Target] = {}
    for target in r.plan.targets:
        if target.value is None or target.year is None or target.part_of is not None:
            continue
        same = (target.scope, target.unit, _FIGURE.sub(" ", target.measure or target.text).casefold(), target.year)
        first = seen.setdefault(same, target)
        if (first.value, first.high) != (target.value, target.high) and not target.relative and target.measure:
            if _FIGURE.sub("", first.text).casefold() != _FIGURE.sub("", target.text).casefold():
                continue
            yield question(
                target.path,
                "target_contradiction",
                f"Hai nơi ghi hai mức khác nhau cho năm {target.year}: “{first.text}” ({places([first.path])}) và "
                f"“{target.text}” ({places([target.path])}). Mức nào đúng?",
                target.text,
            )


def _parts(r: Reading) -> Iterator[Question]:
    """Shares of one aim in brackets that come to more than the whole."""
    shares: dict[tuple[str, str], list[Target]] = {}
    for target in r.plan.targets:
        if target.part_of is not None and target.unit == "%" and target.value is not None:
            shares.setdefault((target.path, target.part_of), []).append(target)
    for (path, whole), parts in shares.items():
        total = sum(part.value or 0 for part in parts)
        if len(parts) > 1 and total > _FULL + _TOLERANCE:
            yield question(
                path,
                "parts_exceed_whole",
                f"Các phần của chỉ tiêu “{whole}” cộng lại là {total:g}%, quá 100%. Con số nào đúng?",
                whole,
            )


def _comparators(r: Reading) -> Iterator[Question]:
    for one, two in pairwise(r.plan.targets):
        shared = one.path == two.path and one.comparator == ">=" and two.comparator == "=" and two.part_of is None
        if shared and re.search(rf"{re.escape(one.text)} và {re.escape(two.text)}", one.clause):
            yield question(
                two.path,
                "comparator_scope",
                f"Chỉ tiêu “{two.text}” đứng sau một mức tối thiểu trong cùng câu. "
                "Đây cũng là mức tối thiểu hay là mức cần đạt?",
                two.text,
            )


def _missing(r: Reading) -> Iterator[Question]:
    if r.goals and not r.plan.targets:
        yield question(
            r.goals[0].path,
            "targets_missing",
            "Mục tiêu không có chỉ tiêu nào đọc được. Theo dõi kế hoạch bằng chỉ tiêu nào?",
        )
