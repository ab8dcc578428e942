"""Work that stays for the next year: only what follows from the results, told with its numbers."""

from reports.content import Items
from reports.data import TargetsLeftOut
from reports.duties import IN_PROGRESS, NOT_STARTED, Duty
from reports.rollup import RollUp
from reports.targets import Outcome, Verdict
from reports.vietnamese import number, one_line, shorten
from reports.wording import aim, clause, completeness, places, result

ITEMS_SHOWN = 30
_LENGTH = 160


def next_year(totals: RollUp, left_out: TargetsLeftOut) -> tuple[Items, ...]:
    """Targets to reach, figures to complete, duties to finish, reports to obtain or read; empty lists are left out."""
    no_data = [outcome for outcome in totals.outcomes if outcome.verdict is Verdict.NO_DATA]
    lists = (
        ("Tiếp tục thực hiện các chỉ tiêu chưa đạt", [_unmet(outcome) for outcome in totals.unmet]),
        ("Bổ sung số liệu của các chỉ tiêu chưa đánh giá được", [_no_data(outcome) for outcome in no_data]),
        ("Hoàn thành các nhiệm vụ đang và chưa thực hiện", [_unfinished(duty) for duty in totals.unfinished]),
        ("Giao cơ quan cung cấp số liệu của các chỉ tiêu chưa được theo dõi", _nobody_asked(left_out)),
        ("Đôn đốc báo cáo còn thiếu của kỳ này", _missing(totals)),
        ("Xem xét, ghi nhận các báo cáo đã gửi", _held(totals)),
    )
    told = [(title, items) for title, items in lists if items]
    if not told:
        return (Items("Theo dữ liệu đã nhận, không còn việc nào của kỳ này phải chuyển tiếp.", ()),)
    return tuple(
        Items(f"{no}. {title}", tuple(items[:ITEMS_SHOWN]), _rest(len(items)))
        for no, (title, items) in enumerate(told, start=1)
    )


def _rest(count: int) -> str:
    if count <= ITEMS_SHOWN:
        return ""
    return f"Còn {number(count - ITEMS_SHOWN)}/{number(count)} mục khác tại Phụ lục Excel."


def _unmet(outcome: Outcome) -> str:
    text = shorten(one_line(outcome.target.text), _LENGTH).rstrip(".;")
    return f"- {text}: {result(outcome)}, mức kế hoạch {aim(outcome.target)}, {completeness(outcome)}."


def _no_data(outcome: Outcome) -> str:
    text = shorten(one_line(outcome.target.text), _LENGTH).rstrip(".;")
    return f"- {text}: {outcome.reason} ({completeness(outcome)})."


def _unfinished(duty: Duty) -> str:
    begun = sum(row.standing.key.startswith(IN_PROGRESS) for row in duty.unfinished)
    not_begun = sum(row.standing.key == NOT_STARTED for row in duty.unfinished)
    told = ((begun, "đang thực hiện"), (not_begun, "chưa thực hiện"))
    counts = [f"{count} {words}" for count, words in told if count]
    text = clause(duty, _LENGTH).rstrip(".;")
    if duty.asked == 1:
        return f"- {text}: {duty.unfinished[0].agency_name} {counts[0].removeprefix('1 ')}."
    return f"- {text}: {', '.join(counts)} trong {duty.answered} cơ quan đã báo cáo."


def _nobody_asked(left_out: TargetsLeftOut) -> list[str]:
    paths = left_out.nobody_asked
    if not paths:
        return []
    return [f"- {number(len(paths))} chỉ tiêu có mức bằng số, kỳ này chưa hỏi cơ quan nào ({places(paths)})."]


def _held(totals: RollUp) -> list[str]:
    agencies = sum(bool(line.punctuality.held) for line in totals.agencies)
    if not agencies:
        return []
    told = (
        f"- {number(totals.overall.held)}/{number(totals.overall.asked)} yêu cầu, của {number(agencies)} cơ quan, đã "
        "được gửi báo cáo và chờ cơ quan tổng hợp xem xét."
    )
    return [told]


def _missing(totals: RollUp) -> list[str]:
    silent = totals.silent
    if not silent:
        return []
    missing, overdue = totals.overall.missing, totals.overall.overdue
    told = (
        f"- {number(missing)} yêu cầu của {number(len(silent))} cơ quan nêu tại mục V chưa có báo cáo, trong đó "
        f"{number(overdue)} yêu cầu đã quá hạn."
    )
    return [told]
