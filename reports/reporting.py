"""Sentences and rows on who has reported: received, sent but not read by us yet, missing."""

from datetime import date

from cycles.calendar import legal_day
from reports.content import PunctualLine, SilentLine
from reports.data import HandoverRow, ReportData
from reports.rollup import RollUp
from reports.timeliness import AgencyLine, Punctuality
from reports.vietnamese import day, moment, number, one_line, share

TIMELINESS_NOTE = (
    "Tỷ lệ đúng hạn = số yêu cầu nhận được báo cáo đúng hạn / số yêu cầu đã đến hạn (gồm nhận đúng hạn, nhận trễ hạn "
    "và quá hạn chưa báo cáo). Yêu cầu đã gửi, chờ cơ quan tổng hợp xem xét không tính vào tỷ lệ này."
)


def timeliness_lead(data: ReportData, overall: Punctuality) -> str:
    """All requests, each in exactly one of the counts."""
    undated = f"; {number(overall.undated)} báo cáo không có hạn gửi" if overall.undated else ""
    held = f"; đã gửi, chờ cơ quan tổng hợp xem xét: {share(overall.held, overall.asked)}" if overall.held else ""
    return (
        f"Đến {moment(data.compiled_at)}, đã nhận báo cáo cho {share(overall.answered, overall.asked)} yêu cầu: "
        f"{number(overall.in_time)} đúng hạn, {number(overall.late)} trễ hạn{undated}{held}; chưa nhận "
        f"{number(overall.missing)}, trong đó {number(overall.overdue)} đã quá hạn."
    )


def reorganised(data: ReportData) -> tuple[str, ...]:
    """What reorganisations of the period did to its requests, one sentence for each; nothing is counted twice."""
    groups: dict[tuple[date, str], list[HandoverRow]] = {}
    for row in data.handovers:
        groups.setdefault((row.on, row.decision), []).append(row)
    return tuple(
        f"Sắp xếp tổ chức từ {legal_day(on)}{f' ({one_line(decision)})' if decision else ''}: "
        f"{number(len({row.code for row in rows}))} yêu cầu chưa có báo cáo của "
        f"{number(len({row.from_code for row in rows}))} cơ quan kết thúc hoạt động chuyển cho "
        f"{number(len({row.to_code for row in rows}))} cơ quan kế thừa; báo cáo đã gửi trước đó vẫn là của cơ quan đã "
        "gửi. Mỗi yêu cầu và mỗi số liệu chỉ tính một lần."
        for (on, decision), rows in groups.items()
    )


def punctual_line(no: str, one: Punctuality, note: str = "") -> PunctualLine:
    """A row of the table of groups or of agencies."""
    return PunctualLine(
        no=no,
        label=f"{one.label} ({one_line(note)})" if note else one.label,
        agencies=number(one.agencies),
        asked=number(one.asked),
        received=number(one.answered),
        in_time=number(one.in_time),
        late=number(one.late),
        held=number(one.held),
        missing=number(one.missing),
        share=share(one.in_time, one.due) if one.due else _no_share(one),
    )


def _no_share(one: Punctuality) -> str:
    """Why there is no share in time."""
    if one.waiting:
        return "chưa đến hạn"
    return "chờ xem xét" if one.held else "không có hạn"


def silent_lead(totals: RollUp) -> str:
    """Who has not sent anything on some request; who waits for us is told apart."""
    silent, overall = totals.silent, totals.overall
    if not silent:
        if not overall.held:
            return f"Tất cả {number(overall.agencies)} cơ quan đã gửi đủ báo cáo."
        return f"Không có cơ quan nào chưa gửi báo cáo.{awaiting_review(totals)}"
    nothing = sum(line.missing == line.punctuality.asked for line in silent)
    return (
        f"Còn {number(len(silent))}/{number(overall.agencies)} cơ quan thiếu {number(overall.missing)}/"
        f"{number(overall.asked)} báo cáo, trong đó {number(nothing)} cơ quan chưa gửi báo cáo nào. Cột “Còn thiếu” "
        f"ghi số yêu cầu chưa có báo cáo trên tổng số yêu cầu của cơ quan.{awaiting_review(totals)}"
    )


def awaiting_review(totals: RollUp) -> str:
    """A sentence of its own with a space before it, or ""."""
    waiting = [line for line in totals.agencies if line.punctuality.held]
    if not waiting:
        return ""
    return (
        f" Ngoài ra, {number(totals.overall.held)} báo cáo của {number(len(waiting))} cơ quan đã gửi, chờ cơ quan tổng "
        "hợp xem xét, không tính là chưa báo cáo."
    )


def silent_line(no: str, line: AgencyLine) -> SilentLine:
    """A row of section V."""
    held = line.punctuality.held
    notes = (
        "đề nghị phối hợp" if line.requested else "",
        f"{held} báo cáo đã gửi, chờ xem xét" if held else "",
        one_line(line.note),
    )
    return SilentLine(
        no=no,
        name=line.name,
        missing=f"{line.missing}/{line.punctuality.asked}",
        due=day(line.earliest_due),
        rung=line.rung,
        note="; ".join(filter(None, notes)),
    )
