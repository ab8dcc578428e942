"""Sentences about single totals: a target, a duty, a group of agencies."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from reports.data import CycleFacts, PlanFacts, TargetRow
from reports.duties import Duty, Saying
from reports.targets import Outcome, Verdict
from reports.vietnamese import clean, listing, number, one_line, percent, percent_beside, share, shorten

NAMES_SHOWN = 20
CLAUSE_LENGTH = 280
QUOTE_LENGTH = 700
_SIGNS = {">=": "≥ ", "<=": "≤ "}
_PARTIAL = " trên số liệu đã có"


def superior(plan: PlanFacts) -> str:
    """ "UBND tỉnh Hà Tĩnh": the body above the coordinating department."""
    kind = "thành phố" if "THÀNH PHỐ" in plan.issuer.upper() else "tỉnh"
    return f"UBND {kind} {plan.province}"


def cited(plan: PlanFacts) -> str:
    """The plan as a sentence names it, always with the body that issued it."""
    above = superior(plan)
    return plan.label if above.casefold() in plan.label.casefold() else f"{plan.label} của {above}"


def programme(plan: PlanFacts) -> str:
    """ "Chương trình 1609", or the name as it is given, or ""."""
    name = one_line(plan.programme or "")
    return f"Chương trình {name}" if name.isdecimal() else name


def aim(target: TargetRow) -> str:
    """ "≥ 27% (đến năm 2025)"; "tăng thêm ≥ 20%"; the level is never guessed."""
    if target.value is None:
        level = "Không nêu mức bằng số"
    else:
        unit = "%" if target.unit == "%" else f" {target.unit}" if target.unit else ""
        level = f"{_SIGNS.get(target.comparator or '', '')}{number(target.value)}{unit}"
        level = f"tăng thêm {level}" if target.relative else level
    when = f"đến năm {target.year}" if target.year else target.recurrence or ""
    return f"{level} ({when})" if when else level


def result(outcome: Outcome) -> str:
    """ "27,35%", "12 trường" or "–" when there is nothing to show."""
    if outcome.result is None:
        return "–"
    if outcome.target.unit == "%":
        return percent_beside(outcome.result, outcome.target.value)
    return f"{number(outcome.result)} {outcome.target.unit or ''}".rstrip()


def parts(outcome: Outcome) -> str:
    """ "1.234/4.512", the two sums behind the percentage, or ""."""
    if outcome.total is None or outcome.base is None:
        return ""
    return f"{number(outcome.total)}/{number(outcome.base)}"


def verdict(outcome: Outcome, cycle_year: int) -> str:
    """The comparison in words; says when it rests on some of the figures only, or on a later milestone."""
    if outcome.verdict is Verdict.NO_DATA:
        return "Chưa có số liệu"
    if outcome.verdict is Verdict.CANNOT_COMPARE:
        return f"Chưa so sánh được: {outcome.reason}"
    partial = "" if outcome.complete else _PARTIAL
    if outcome.verdict is Verdict.MET:
        # An exact "20%" may be a share of a whole and not a floor: a higher result is told, for a person to judge.
        above = outcome.target.comparator == "=" and outcome.result is not None and outcome.result > _aim(outcome)
        return "Đạt" + (", cao hơn mức kế hoạch" if above else "") + partial
    year = outcome.target.year
    return "Chưa đạt" + partial + (f" (mốc năm {year})" if year and year > cycle_year else "")


def _aim(outcome: Outcome) -> Fraction:
    return Fraction(outcome.target.value or 0)


def completeness(outcome: Outcome) -> str:
    """ "từ 61/69 xã, phường; 3 trễ; 2 chỉ có tỷ lệ; 1 cần kiểm tra": stands beside every result."""
    if not outcome.asked:
        return "chưa hỏi cơ quan nào"
    text = f"từ {len(outcome.counted)}/{outcome.asked} {outcome.target.asked_label}"
    for count, words in (
        (outcome.late, "trễ"),
        (len(outcome.awaiting), "chờ xem xét"),
        (len(outcome.percent_only), "chỉ có tỷ lệ"),
        (len(outcome.doubts), "cần kiểm tra"),
    ):
        text += f"; {count} {words}" if count else ""
    if outcome.target.unit == "%" and outcome.result is not None and outcome.base is None:
        text += "; cơ quan chỉ ghi tỷ lệ, không nêu tử số và mẫu số"
    return text


def percent_only_notes(outcomes: Sequence[tuple[str, Outcome]]) -> tuple[str, ...]:
    """Names the agencies whose percentages cannot be added up, in one sentence for all targets."""
    told = []
    for no, outcome in outcomes:
        given = [f"{figure.agency_name} ({percent(figure.value or Decimal(0))})" for figure in outcome.percent_only]
        if given:
            told.append(f"chỉ tiêu {no}: {listing(given, NAMES_SHOWN, 'cơ quan khác')}")
    if not told:
        return ()
    return (f"Chỉ có tỷ lệ, không có tử số và mẫu số nên không cộng vào kết quả: {'; '.join(told)}.",)


def doubt_notes(no: str, outcome: Outcome) -> tuple[str, ...]:
    """Names the figures to check, one sentence for those in the total and one for those left out."""
    notes = []
    for counted, words in ((False, "chưa cộng vào kết quả"), (True, "đã cộng theo tử số và mẫu số")):
        given = [f"{one.figure.agency_name} ({one.reason})" for one in outcome.doubts if one.counted is counted]
        if given:
            notes.append(f"Chỉ tiêu {no}: cần kiểm tra, {words}: {listing(given, NAMES_SHOWN, 'cơ quan khác')}.")
    return tuple(notes)


def missing_notes(outcomes: Sequence[tuple[str, Outcome]]) -> tuple[str, ...]:
    """Names the agencies without figures; targets which lack the same agencies share one sentence."""
    groups: dict[tuple[str, ...], list[tuple[str, Outcome]]] = {}
    for no, outcome in outcomes:
        if outcome.missing:
            groups.setdefault(outcome.missing, []).append((no, outcome))
    notes = []
    for missing, members in groups.items():
        first = members[0][1]
        numbers = ", ".join(no for no, _ in members)
        count = f"{len(missing)}/{first.asked} {first.target.asked_label}"
        notes.append(
            f"Chỉ tiêu {numbers}: chưa có số liệu của {count}: {listing(missing, NAMES_SHOWN, 'cơ quan khác')}."
        )
    return tuple(notes)


def awaiting_notes(outcomes: Sequence[tuple[str, Outcome]]) -> tuple[str, ...]:
    """Names the agencies whose mail a person has still to read; targets with the same ones share one sentence."""
    groups: dict[tuple[str, ...], list[tuple[str, Outcome]]] = {}
    for no, outcome in outcomes:
        if outcome.awaiting:
            groups.setdefault(outcome.awaiting, []).append((no, outcome))
    return tuple(
        f"Chỉ tiêu {', '.join(no for no, _ in members)}: báo cáo của {len(names)}/{members[0][1].asked} "
        f"{members[0][1].target.asked_label} đã gửi, chờ cơ quan tổng hợp xem xét, chưa lấy số liệu: "
        f"{listing(names, NAMES_SHOWN, 'cơ quan khác')}."
        for names, members in groups.items()
    )


def clauses_followed(followed: int, cycle: CycleFacts) -> str:
    """ "24/26 nội dung trách nhiệm của Kế hoạch"."""
    return f"{number(followed)}/{number(followed + len(cycle.clauses_left_out))} nội dung trách nhiệm của Kế hoạch"


def clauses_not_followed(cycle: CycleFacts) -> str:
    """The clauses nobody was given, by the reason, with a space before; "" when all are followed."""
    waived = [one.path for one in cycle.clauses_left_out if one.waived]
    other = [one.path for one in cycle.clauses_left_out if not one.waived]
    told = [
        f"{number(len(paths))} nội dung {words} ({places(paths)})"
        for paths, words in (
            (waived, "không giao theo quyết định của người phụ trách"),
            (other, "không có yêu cầu báo cáo nào trong kỳ này"),
        )
        if paths
    ]
    return f" Trong các nội dung còn lại: {'; '.join(told)}." if told else ""


def targets_not_followed(followed: int, cycle: CycleFacts) -> str:
    """The targets without figures, by the reason and on the base of all targets of the plan; "" when there is none."""
    left = cycle.targets_left_out
    if not left.total:
        return ""
    nobody = "chỉ tiêu có mức bằng số nhưng không có cơ quan nào được giao cung cấp số liệu"
    told = [
        f"{number(len(paths))} {words}"
        for paths, words in (
            (left.qualitative, "chỉ tiêu định tính, không nêu mức bằng số"),
            (left.other_year, "chỉ tiêu thuộc mốc năm khác"),
            (left.nobody_asked, f"{nobody} ({places(left.nobody_asked)})"),
        )
        if paths
    ]
    base = f"{number(left.total)}/{number(left.total + followed)}"
    return f" Kỳ này không lấy số liệu của {base} chỉ tiêu của Kế hoạch: {'; '.join(told)}."


def left_out_list(cycle: CycleFacts) -> list[tuple[str, str]]:
    """Every target and clause that the cycle does not follow, with the reason."""
    left = cycle.targets_left_out
    targets = (
        (left.qualitative, "định tính, không nêu mức bằng số"),
        (left.other_year, "thuộc mốc năm khác"),
        (left.nobody_asked, "không có cơ quan nào được giao cung cấp số liệu"),
    )
    words = {True: "không giao theo quyết định của người phụ trách", False: "không có yêu cầu báo cáo nào"}
    return [
        *((f"Chỉ tiêu, mục {path}", reason) for paths, reason in targets for path in paths),
        *((f"Nội dung trách nhiệm, mục {one.path}", words[one.waived]) for one in cycle.clauses_left_out),
    ]


def places(paths: Sequence[str]) -> str:
    """ "mục V.8.1, V.9": where in the plan, each place once."""
    return f"mục {listing(tuple(dict.fromkeys(paths)), NAMES_SHOWN, 'mục khác')}"


def clause(duty: Duty, limit: int = CLAUSE_LENGTH) -> str:
    """ "(V.10.b) Bố trí quỹ đất …", cut when it is long: the plan itself and the annex have it in full."""
    return f"({duty.path}) {shorten(one_line(duty.clause), limit)}"


def duty_counts(duty: Duty) -> str:
    """The counts of one duty, with their base."""
    if duty.asked == 1:
        return f"{duty.standings[0][0]}{'; báo cáo gửi trễ hạn' if duty.late else ''}."
    late = f", trong đó {duty.late} trễ hạn" if duty.late else ""
    told = "; ".join(f"{lower(label)}: {count}" for label, count in duty.standings)
    return f"Đã báo cáo {share(duty.answered, duty.asked)} cơ quan{late}. Trong {duty.asked} yêu cầu, {told}."


def lower(label: str) -> str:
    """A label inside a sentence."""
    return label[:1].lower() + label[1:]


def who(saying: Saying) -> str:
    """The agencies behind the same words."""
    if len(saying.agencies) == 1:
        return saying.agencies[0]
    return f"{len(saying.agencies)} cơ quan ({listing(saying.agencies, 5, 'cơ quan khác')})"


def words_of(saying: Saying) -> list[str]:
    """The words as paragraphs, cut when very long (the cut is marked), in quotation marks."""
    lines = shorten(clean(saying.text), QUOTE_LENGTH).split("\n")
    lines[0] = "“" + lines[0]
    lines[-1] += "”"
    return lines
