"""The tables at the end of a demonstration: letters by rung, replies by outcome, answers by standing, reports."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from cycles.ladder import RUNG_LABELS, Rung
from demo.year import Opened
from flows.runtime import Runtime
from reports.compile import read_snapshot
from state.tables import AgencyRow, LetterRow, ReplyRow, ReportRow

KINDS = {
    "receipt": "thư xác nhận đã nhận",
    "confirm": "thư hỏi lại đầu mối",
    "note": "thư báo bộ phận điều phối",
    "decision": "thư trả lời về hạn gửi",
}
OUTCOMES = {"record": "ghi nhận", "hold": "chờ người xem", "ignore": "không xử lý", "bounce": "không gửi được"}
MAILS = {
    "answer": "báo cáo",
    "note": "thư thường",
    "auto-reply": "trả lời tự động",
    "bounce": "thư bị trả lại",
    "loop": "thư của chính hệ thống",
    "spoof": "nghi giả mạo",
    "unmatched": "không rõ của ai",
}


def show_year(console: Console, house: Runtime, year: Opened) -> None:
    """Print what happened in one year of one plan."""
    with house.database.unit() as store:
        cycle = store.cycles.get(store.plans.get(year.code), year.year)
        session = store.session
        mine = select(AgencyRow.id).where(AgencyRow.province == year.name)
        letters = session.execute(
            select(LetterRow.kind, LetterRow.rung, LetterRow.state, func.count())
            .where(LetterRow.day >= cycle.opens_on, LetterRow.day <= year.stages[-1])
            .where(LetterRow.agency_id.in_(mine) | LetterRow.agency_id.is_(None))
            .group_by(LetterRow.kind, LetterRow.rung, LetterRow.state)
        ).all()
        replies = session.execute(
            select(ReplyRow.kind, ReplyRow.outcome, func.count())
            .where(ReplyRow.agency_id.in_(mine) | ReplyRow.agency_id.is_(None))
            .where(func.date(ReplyRow.received_at) >= f"{cycle.opens_on}")
            .where(func.date(ReplyRow.received_at) <= f"{year.stages[-1]}")
            .group_by(ReplyRow.kind, ReplyRow.outcome)
        ).all()
        reports = store.reports.of(cycle.id)
        standings = _standings(reports)
    console.print(f"\n[bold]{year.name} – năm {year.year} (mã {year.code}) – DỮ LIỆU MẪU[/bold]")
    sent = Counter[str]()
    for kind, rung, state, count in letters:
        sent[_letter(kind, rung, state)] += count
    console.print(_table("Thư đi", list(sent.items())))
    found = [(f"{MAILS.get(kind, kind)}: {OUTCOMES.get(outcome, outcome)}", count) for kind, outcome, count in replies]
    console.print(_table("Thư đến", found))
    console.print(_table("Yêu cầu báo cáo", sorted(standings.items())))
    for report in reports:
        for name in (report.word, report.excel, report.pdf):
            console.print(f"  {house.settings.out / name}", highlight=False)


def _standings(reports: Sequence[ReportRow]) -> Counter[str]:
    """How the assignments stand in the newest report, so that the two never differ."""
    return Counter(row.standing.label for row in read_snapshot(reports[0]).assignments) if reports else Counter()


def _letter(kind: str, rung: str | None, state: str) -> str:
    words = RUNG_LABELS[Rung(rung)] if kind == "request" and rung else KINDS.get(kind, kind)
    return words if state == "sent" else f"{words} ({state})"


def _table(title: str, rows: list[tuple[str, int]]) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, min_width=60)
    table.add_column(ratio=1)
    table.add_column(justify="right")
    for words, count in rows:
        table.add_row(words, str(count))
    table.add_section()
    table.add_row("Tổng số", str(sum(count for _, count in rows)))
    return table
