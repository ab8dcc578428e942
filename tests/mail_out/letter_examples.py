"""Sample letters (dữ liệu mẫu): made-up duties of made-up bodies, on every rung and in every relation."""

from dataclasses import replace
from datetime import date

from cycles.ladder import Relation, Rung
from mail.letters.letter_context import AskedFigure, LetterContext, LetterItem, Window, addressed

OFFICE = "Sở Giáo dục và Đào tạo tỉnh Mẫu"
AGENCY = "Ủy ban nhân dân xã Mẫu"
REPLY_TO = "bao-cao+abcdefghij234567@dondoc.example"
WINDOW = Window("Năm 2025", date(2024, 12, 15), date(2025, 12, 14), date(2025, 12, 14))
BASIS = "2 ngày làm việc sau ngày chốt số liệu 14/12/2025; điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP."
DUE = date(2025, 12, 17)
DAYS = {
    Rung.OPENING: date(2025, 11, 14),
    Rung.REMINDER: date(2025, 12, 12),
    Rung.DUE_TODAY: DUE,
    Rung.OVERDUE: date(2025, 12, 18),
    Rung.TO_HEAD: date(2025, 12, 19),
    Rung.OFFICIAL_LETTER: date(2025, 12, 22),
}
CLAUSE = (
    "Chủ trì, phối hợp với các đơn vị liên quan ban hành kế hoạch triển khai trên địa bàn; bố trí quỹ đất <5% cho "
    "trường & lớp mầm non, bảo đảm kịp thời, đúng quy định."
)
FIGURES = (
    AskedFigure("CT1", "Tỷ lệ xã có trường mầm non đạt chuẩn", "%", "ít nhất 55% vào năm 2030"),
    AskedFigure("CT2", "Số nhóm lớp độc lập được hỗ trợ", "nhóm"),
)


def an_item(number: int = 31, rung: Rung = Rung.REMINDER) -> LetterItem:
    """One duty of a sample plan."""
    return LetterItem(
        code=f"HT26-{number:03d}",
        path="V.10.a",
        text=CLAUSE,
        heading="Ủy ban nhân dân các xã",
        plan_title="Thực hiện chương trình mẫu",
        plan_label="Kế hoạch số 01/KH-UBND ngày 19/11/2025",
        due_on=DUE,
        due_basis=BASIS,
        rung=rung,
        window=WINDOW,
        figures=FIGURES,
    )


def a_letter(rung: Rung = Rung.REMINDER, relation: Relation = Relation.BELOW, count: int = 6) -> LetterContext:
    """One letter with ``count`` duties."""
    return LetterContext(
        office=OFFICE,
        agency=AGENCY,
        addressed=addressed(AGENCY, rung),
        day=DAYS[rung],
        relation=relation,
        items=tuple(an_item(number, rung) for number in range(31, 31 + count)),
        reply_to=REPLY_TO,
    )


def with_items(letter: LetterContext, *items: LetterItem) -> LetterContext:
    """The same letter about other duties."""
    return replace(letter, items=items)
