"""Composes the content of a report from its data and its totals. Only derived facts; nothing is invented."""

from reports.content import ClauseText, Content, DutyGroup, Head, Items, Quote, TargetLine
from reports.data import ReportData
from reports.duties import Concern, Duty, notable
from reports.files import file_lines, files_title
from reports.outlook import next_year
from reports.reporting import TIMELINESS_NOTE, punctual_line, reorganised, silent_lead, silent_line, timeliness_lead
from reports.rollup import RollUp, roll_up
from reports.targets import Outcome, Verdict
from reports.timeliness import Punctuality
from reports.vietnamese import day, listing, long_day, lower_first, moment, number, one_line, shorten
from reports.wording import (
    aim,
    awaiting_notes,
    cited,
    clause,
    clauses_followed,
    clauses_not_followed,
    completeness,
    doubt_notes,
    duty_counts,
    lower,
    missing_notes,
    parts,
    percent_only_notes,
    programme,
    result,
    superior,
    targets_not_followed,
    verdict,
    who,
    words_of,
)

SAMPLE_MARK = "DỮ LIỆU MẪU – không phải số liệu thật"
# Number and day are filled in by people when the report is issued.
BLANK = "\u00a0" * 7
QUOTES_SHOWN = 4
CONCERNS_SHOWN = 25
CLAUSES_SHOWN = 1000
WORD_ROWS = 1000


def compose(data: ReportData, totals: RollUp | None = None) -> Content:
    """The content of the report on ``data``; ``totals`` may be handed in when they are already computed."""
    totals = totals or roll_up(data)
    numbered = [(str(no), outcome) for no, outcome in enumerate(totals.outcomes, start=1)]
    silent = totals.silent
    overall = totals.overall
    return Content(
        head=_head(data),
        guidance=_guidance(data, totals),
        targets_lead=_targets_lead(data, totals),
        targets=tuple(
            TargetLine(
                no=no,
                text=f"{one_line(outcome.target.text)} ({outcome.target.path})",
                aim=aim(outcome.target),
                result=result(outcome),
                parts=parts(outcome),
                verdict=verdict(outcome, data.cycle.year),
                completeness=completeness(outcome),
            )
            for no, outcome in numbered[:WORD_ROWS]
        ),
        target_notes=(
            *missing_notes(numbered),
            *awaiting_notes(numbered),
            *percent_only_notes(numbered),
            *(note for no, outcome in numbered for note in doubt_notes(no, outcome)),
        ),
        duties_lead=_duties_lead(totals),
        duties=_duty_groups(totals.duties[:CLAUSES_SHOWN]),
        timeliness_lead=timeliness_lead(data, overall),
        timeliness=(
            *(punctual_line(str(no), one) for no, one in enumerate(totals.groups, start=1)),
            punctual_line("", overall),
        ),
        timeliness_note=TIMELINESS_NOTE,
        concerns=_concerns(totals.concerns, overall),
        concerns_hint=_hint(data, "nguyên nhân của khó khăn, vướng mắc"),
        silent_lead=silent_lead(totals),
        silent=tuple(silent_line(str(no), line) for no, line in enumerate(silent[:WORD_ROWS], start=1)),
        silent_rest=_rest(len(silent), WORD_ROWS, "cơ quan", "Chưa báo cáo"),
        next_title=_next_title(data),
        next_lead=_next_lead(data),
        next_year=next_year(totals, data.cycle.targets_left_out),
        signer=data.author.head,
        annex_title=f"TÌNH HÌNH GỬI BÁO CÁO CỦA TỪNG CƠ QUAN, {data.cycle.label.upper()}",
        annex=tuple(
            punctual_line(str(no), line.punctuality, line.note)
            for no, line in enumerate(totals.agencies[:WORD_ROWS], start=1)
        ),
        annex_rest=_rest(len(totals.agencies), WORD_ROWS, "cơ quan", "Nhiệm vụ"),
        files_title=files_title(data),
        files=file_lines(data, WORD_ROWS),
        files_rest=_rest(len(data.files), WORD_ROWS, "tệp", "Tệp đính kèm"),
    )


def _head(data: ReportData) -> Head:
    plan, author = data.plan, data.author
    above = superior(plan)
    period = lower_first(data.cycle.label)
    marks = [SAMPLE_MARK] if data.sample else []
    if data.stage == "draft":
        marks.append(f"DỰ THẢO – bản {data.version}, tổng hợp lúc {moment(data.compiled_at)}")
    named = programme(plan)
    approved = f" (Quyết định số {plan.decision})" if plan.decision else ""
    blank_day = f"ngày{BLANK}tháng{BLANK}năm {data.compiled_at.year}"
    carried = f", triển khai {named}{approved}" if named else ""
    return Head(
        superior=above.upper(),
        author=author.name.upper(),
        author_name=author.name,
        number=f"Số:{BLANK}/BC-{author.symbol}",
        number_in_text=f"số{BLANK}/BC-{author.symbol} {blank_day} của {author.name}",
        place_and_date=f"{plan.province}, {blank_day}",
        mark=" · ".join(marks),
        subject=f"Kết quả thực hiện {cited(plan)}, {period}",
        addressees=(above, *author.addressees),
        opening=f"Thực hiện {cited(plan)}{carried}, {author.name} báo cáo kết quả {period} như sau:",
    )


def _hint(data: ReportData, what: str) -> str:
    """A place for the writer, in drafts only: such text must come from a person."""
    return f"[Người soạn thảo bổ sung {what}, nếu có.]" if data.stage == "draft" else ""


def _guidance(data: ReportData, totals: RollUp) -> tuple[str, ...]:
    cycle, overall = data.cycle, totals.overall
    requested = sum(row.requested for row in data.assignments)
    aside = f", trong đó {number(requested)} yêu cầu thuộc diện đề nghị phối hợp" if requested else ""
    window = (
        f"Kỳ báo cáo {lower_first(cycle.label)} lấy số liệu từ ngày {day(cycle.window_start)} đến hết ngày "
        f"{day(cycle.window_end)}, chốt số liệu {long_day(cycle.cut_off)}."
    )
    extent = (
        f"{data.author.name} theo dõi, đôn đốc {clauses_followed(len(totals.duties), cycle)}, thành "
        f"{number(overall.asked)} yêu cầu báo cáo đối với {number(overall.agencies)} cơ quan{aside}."
        f"{clauses_not_followed(cycle)}"
    )
    texts = [window, extent, *reorganised(data)]
    if cycle.due:
        texts.append("Hạn gửi báo cáo của từng cấp:")
        texts += [f"- {due.level}: {day(due.on)}; căn cứ: {lower(one_line(due.basis))}" for due in cycle.due]
    return (*texts, *filter(None, [_hint(data, "các văn bản chỉ đạo, hướng dẫn đã ban hành trong kỳ")]))


def _targets_lead(data: ReportData, totals: RollUp) -> str:
    outcomes = totals.outcomes
    aside = targets_not_followed(len(outcomes), data.cycle)
    if not outcomes:
        return f"Kỳ này không có chỉ tiêu nào được lấy số liệu.{aside}"
    words = {
        Verdict.MET: "đạt",
        Verdict.NOT_MET: "chưa đạt",
        Verdict.NO_DATA: "chưa có số liệu",
        Verdict.CANNOT_COMPARE: "chưa so sánh được",
    }
    counts = {one: sum(outcome.verdict is one for outcome in outcomes) for one in Verdict}
    told = ", ".join(f"{counts[one]} {word}{_partial(outcomes, one)}" for one, word in words.items() if counts[one])
    rest = f" Bảng dưới đây ghi {WORD_ROWS} chỉ tiêu đầu." if len(outcomes) > WORD_ROWS else ""
    return (
        f"Trong {len(outcomes)} chỉ tiêu được theo dõi: {told}. Tỷ lệ chung được tính bằng tổng tử số chia cho tổng "
        "mẫu số của các cơ quan đã gửi đủ hai số; không lấy bình quân các tỷ lệ. Số liệu từng cơ quan có tại Phụ lục "
        f"Excel, trang tính “Chỉ tiêu”.{rest}{aside}"
    )


def _partial(outcomes: tuple[Outcome, ...], kind: Verdict) -> str:
    """How many of the verdicts of one kind rest on a part of the agencies, so that nobody reads them as final."""
    partial = sum(outcome.verdict is kind and not outcome.complete for outcome in outcomes)
    return f" (trong đó {partial} trên số liệu chưa đủ)" if partial and kind in (Verdict.MET, Verdict.NOT_MET) else ""


def _duties_lead(totals: RollUp) -> str:
    overall = totals.overall
    told = "; ".join(f"{lower(label)}: {number(count)}" for label, count in totals.standings)
    return (
        f"Trong {number(overall.asked)} yêu cầu báo cáo: {told}. Phần trong ngoặc kép là lời của cơ quan báo cáo. "
        f"Nội dung có nhiều cơ quan báo cáo chỉ trích tối đa {QUOTES_SHOWN} ý kiến khác nhau, ưu tiên ý kiến có số "
        "liệu; toàn văn tại Phụ lục Excel, trang tính “Nhiệm vụ”."
        + (f" Báo cáo này ghi {CLAUSES_SHOWN} nội dung đầu." if len(totals.duties) > CLAUSES_SHOWN else "")
    )


def _duty_groups(duties: tuple[Duty, ...]) -> tuple[DutyGroup, ...]:
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(one_line(duty.heading), []).append(duty)
    return tuple(
        DutyGroup(f"2.{no}. {shorten(heading, 160)}", tuple(_clause_text(duty) for duty in members))
        for no, (heading, members) in enumerate(groups.items(), start=1)
    )


def _clause_text(duty: Duty) -> ClauseText:
    chosen = notable(duty.sayings, QUOTES_SHOWN)
    quotes = []
    for saying in chosen:
        first, *more = words_of(saying)
        quotes.append(Quote(who(saying), first, tuple(more)))
    shown = sum(len(saying.agencies) for saying in chosen)
    told = sum(len(saying.agencies) for saying in duty.sayings)
    rest = f"Còn {told - shown}/{told} ý kiến tại Phụ lục Excel, trang tính “Nhiệm vụ”." if told > shown else ""
    return ClauseText(clause(duty), duty_counts(duty), tuple(quotes), rest)


def _concerns(concerns: tuple[Concern, ...], overall: Punctuality) -> tuple[Items, ...]:
    extent = f"({number(overall.answered)}/{number(overall.asked)} yêu cầu)"
    lists = []
    for no, (kind, title, none) in enumerate(
        (
            ("khó khăn", "Khó khăn, vướng mắc", f"Các báo cáo đã nhận {extent} không nêu khó khăn, vướng mắc."),
            ("kiến nghị", "Kiến nghị, đề xuất", f"Các báo cáo đã nhận {extent} không nêu kiến nghị, đề xuất."),
        ),
        start=1,
    ):
        found = [concern for concern in concerns if concern.kind == kind]
        nothing = none if overall.answered else f"Chưa nhận được báo cáo nào {extent}."
        items = tuple(_concern(concern) for concern in found[:CONCERNS_SHOWN]) or (nothing,)
        lists.append(
            Items(f"{no}. {title}", items, _rest(len(found), CONCERNS_SHOWN, "nội dung", "Khó khăn, kiến nghị"))
        )
    return tuple(lists)


def _concern(concern: Concern) -> str:
    count = len(concern.agencies)
    raised = concern.agencies[0] if count == 1 else f"{count} cơ quan: {listing(concern.agencies, 5, 'cơ quan khác')}"
    return f"- {shorten(one_line(concern.text), 600).rstrip('.')} ({raised})."


def _next_title(data: ReportData) -> str:
    following_one = f"NĂM {data.cycle.year + 1}" if data.cycle.kind == "yearly" else "KỲ TIẾP THEO"
    return f"VI. NHIỆM VỤ TRỌNG TÂM {following_one}"


def _next_lead(data: ReportData) -> str:
    return (
        f"Từ số liệu của kỳ {lower_first(data.cycle.label)}, các việc dưới đây còn phải tiếp tục; danh mục chỉ gồm "
        "những việc suy ra trực tiếp từ kết quả nêu trên."
    )


def _rest(count: int, limit: int, noun: str, sheet: str) -> str:
    if count <= limit:
        return ""
    return f"Còn {number(count - limit)}/{number(count)} {noun} khác tại Phụ lục Excel, trang tính “{sheet}”."
