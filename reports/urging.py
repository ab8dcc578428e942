"""Drafts of the two last rungs: the official letter to late bodies, and the report on them to the People's Committee.

A flow prepares, a person signs: number, day, the new day for sending and the signature stay blank.
Requested bodies ("đề nghị") and bodies outside the chain of command never stand in either document.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from reports.compose import BLANK, SAMPLE_MARK
from reports.content import Head
from reports.data import AuthorFacts, PlanFacts
from reports.errors import NobodyToUrge
from reports.late_words import LISTED, LateLine, addressees, counted, due_sentence, late_lines, short_label
from reports.vietnamese import day, lower_first, number, share
from reports.word import TEMPLATE, filled
from reports.wording import cited, superior
from state.ladder.late import LateBody, LateGroup, Tally

OFFICIAL_LETTER = TEMPLATE.with_name("cong-van-don-doc.docx")
COMMITTEE_NOTE = TEMPLATE.with_name("bao-cao-cham-gui.docx")
WORKING_DAYS = 3
"""How far ahead the suggested day for sending lies."""


@dataclass(frozen=True, slots=True)
class Urging:
    """What a draft is made of.

    :ivar cycle: label of the cycle ("Năm 2024")
    :ivar window: first and last day of the data
    :ivar address: where reports are sent
    :ivar day: the day of the draft
    :ivar suggested: a new day for sending, which a person takes over or not
    """

    plan: PlanFacts
    cycle: str
    window: tuple[date, date]
    author: AuthorFacts
    address: str
    day: date
    suggested: date
    late: tuple[LateBody, ...]
    tally: Tally = field(default_factory=Tally)
    sample: bool = False


@dataclass(frozen=True, slots=True)
class UrgingContent:
    """The document in reading order, as plain strings: paragraphs before and after the table of what is late.

    ``ask`` breaks off where the new day stands; ``hint`` suggests one, in brackets; ``rest`` ends the sentence.
    """

    head: Head
    before: tuple[str, ...]
    lead: str
    late: tuple[LateLine, ...]
    annexed: bool
    annex_title: str
    ask: str
    hint: str
    rest: str
    after: tuple[str, ...]
    closing: str
    above: str
    signer: str


def urging_of(group: LateGroup, day: date, suggested: date, author: AuthorFacts, address: str) -> Urging:
    """The facts of a group of late bodies."""
    cycle, plan = group.cycle, group.cycle.plan
    return Urging(
        plan=PlanFacts(code=plan.code, title=plan.title, label=plan.label, issuer=plan.issuer, province=plan.province),
        cycle=cycle.label,
        window=(cycle.window_start, cycle.window_end),
        author=author,
        address=address,
        day=day,
        suggested=suggested,
        late=group.bodies,
        tally=group.tally,
        sample=plan.sample,
    )


def draft_official_letter(facts: Urging, template: Path = OFFICIAL_LETTER) -> bytes:
    """The official letter (công văn) as .docx, addressed to the late bodies.

    :raises NobodyToUrge: all of them may only be requested
    :raises TemplateError: the template cannot be rendered
    """
    return _draft(official_letter(facts), template)


def draft_committee_note(facts: Urging, template: Path = COMMITTEE_NOTE) -> bytes:
    """The report (báo cáo) to the People's Committee on bodies that are silent after the official letter.

    :raises NobodyToUrge: all of them may only be requested
    :raises TemplateError: the template cannot be rendered
    """
    return _draft(committee_note(facts), template)


def _draft(content: UrgingContent, template: Path) -> bytes:
    return filled(template, asdict(content))


def official_letter(facts: Urging) -> UrgingContent:
    """The words of the official letter; raises ``NobodyToUrge``."""
    bodies, author = _urged(facts), facts.author.name
    period, annexed = lower_first(facts.cycle), len(bodies) > LISTED
    head = _head(facts, f"/{facts.author.symbol}-…", addressees(bodies))
    where = " có tên tại Phụ lục kèm theo." if annexed else " theo danh sách sau:"
    return UrgingContent(
        head=head,
        before=(
            (
                f"Thực hiện {cited(facts.plan)}, {author} đã gửi thư đề nghị các cơ quan, đơn vị báo cáo {period} về "
                f"kết quả thực hiện nhiệm vụ được giao ({_window(facts)}). {due_sentence(bodies)}"
            ),
        ),
        lead=f"Đến ngày {day(facts.day)}, {author} chưa nhận được báo cáo của {counted(bodies)}{where}",
        late=late_lines(bodies, facts.day),
        annexed=annexed,
        annex_title=_annex_title(period),
        ask=f"Để kịp tổng hợp, báo cáo {superior(facts.plan)}, {author} trân trọng đề nghị các cơ quan, đơn vị quan "
        f"tâm, gửi báo cáo chậm nhất {_blank_day(facts.suggested)}",
        hint=_hint(facts),
        rest=f", bằng cách trả lời thư đã nhận hoặc gửi về địa chỉ {facts.address}.",
        after=(
            (
                "Trường hợp báo cáo đã được gửi, hoặc cơ quan, đơn vị có khó khăn, cần thêm thời gian, xin trao đổi "
                f"lại với {author} để cùng phối hợp giải quyết."
            ),
        ),
        closing=f"{author} rất mong nhận được sự phối hợp của các cơ quan, đơn vị./.",
        above=superior(facts.plan),
        signer=facts.author.head,
    )


def committee_note(facts: Urging) -> UrgingContent:
    """The words of the report to the People's Committee; raises ``NobodyToUrge``."""
    bodies, author, above = _urged(facts), facts.author.name, superior(facts.plan)
    period, annexed = lower_first(facts.cycle), len(bodies) > LISTED
    where = ", có tên tại Phụ lục kèm theo." if annexed else ", gồm:"
    return UrgingContent(
        head=_head(facts, f"/BC-{facts.author.symbol}", (above,)),
        before=(
            f"Kỳ báo cáo {period} lấy {_window(facts)}. {due_sentence(bodies)} {_received(facts)}",
            (
                f"{author} đã gửi thư nhắc đến từng cơ quan, đơn vị và có Công văn số ……/{facts.author.symbol}-… "
                f"{_blank_day(facts.day)} đôn đốc gửi báo cáo{_drafted_on(bodies)}."
            ),
        ),
        lead=f"Đến ngày {day(facts.day)}, sau công văn đôn đốc, còn {counted(bodies)} chưa gửi báo cáo{where}",
        late=late_lines(bodies, facts.day),
        annexed=annexed,
        annex_title=_annex_title(period),
        ask=f"Để kịp tổng hợp theo quy định, {author} kính đề nghị {above} xem xét, cho ý kiến để các cơ quan, đơn vị "
        f"nêu trên gửi báo cáo chậm nhất {_blank_day(facts.suggested)}",
        hint=_hint(facts),
        rest=".",
        after=(f"{author} tiếp tục liên hệ, hỗ trợ các cơ quan, đơn vị hoàn thành báo cáo.",),
        closing=f"Trên đây là báo cáo của {author}, kính gửi {above} xem xét./.",
        above=above,
        signer=facts.author.head,
    )


def _urged(facts: Urging) -> tuple[LateBody, ...]:
    bodies = tuple(body for body in facts.late if not body.requested)
    if not bodies:
        raise NobodyToUrge(facts.plan.label, facts.cycle)
    return bodies


def _head(facts: Urging, symbol: str, addressees: tuple[str, ...]) -> Head:
    author, plan, period = facts.author, facts.plan, lower_first(facts.cycle)
    blank_day = f"ngày{BLANK}tháng{BLANK}năm {facts.day.year}"
    report = symbol.startswith("/BC-")
    subject = (
        f"Tình hình gửi báo cáo {period} về kết quả thực hiện {cited(plan)}"
        if report
        else f"V/v đôn đốc gửi báo cáo {period} về kết quả thực hiện {short_label(plan.label)}"
    )
    marks = [SAMPLE_MARK] if facts.sample else []
    return Head(
        superior=superior(plan).upper(),
        author=author.name.upper(),
        author_name=author.name,
        number=f"Số:{BLANK}{symbol}",
        number_in_text=f"số{BLANK}{symbol} {blank_day} của {author.name}",
        place_and_date=f"{plan.province}, {blank_day}",
        mark=" · ".join((*marks, f"DỰ THẢO – lập ngày {day(facts.day)}")),
        subject=subject,
        addressees=addressees,
        opening=f"Thực hiện {cited(plan)}, {author.name} báo cáo tình hình gửi báo cáo {period} của các cơ quan, đơn "
        "vị như sau:",
    )


def _window(facts: Urging) -> str:
    start, end = facts.window
    return f"số liệu từ ngày {day(start)} đến hết ngày {day(end)}"


def _received(facts: Urging) -> str:
    tally = facts.tally
    held = f"; {number(tally.held)} yêu cầu đã có thư gửi đến, đang được xem xét" if tally.held else ""
    came = f"đã nhận báo cáo của {share(tally.answered, tally.asked)} yêu cầu{held}"
    return f"Đến ngày {day(facts.day)}, {facts.author.name} {came}."


def _drafted_on(bodies: Sequence[LateBody]) -> str:
    """For the person who fills in number and day of the letter: when its draft was made."""
    days = sorted({body.urged_on for body in bodies if body.urged_on})
    if not days:
        return " [bổ sung số, ngày của công văn đã gửi]"
    return f" [bổ sung số, ngày của công văn đã gửi; dự thảo lập ngày {', '.join(map(day, days))}]"


def _blank_day(on: date) -> str:
    """To be filled in by hand; dots and ordinary spaces, so that the line can break."""
    return f"ngày …… tháng …… năm {on.year}"


def _hint(facts: Urging) -> str:
    return f" [gợi ý: ngày {day(facts.suggested)}, sau {WORKING_DAYS:02d} ngày làm việc; người ký quyết định]"


def _annex_title(period: str) -> str:
    return f"DANH SÁCH CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO {period.upper()}"
