"""Letters of the house for the simulated agencies: made by the real templates, sent by real SMTP (dữ liệu mẫu)."""

import smtplib
from datetime import date, datetime, time
from email.utils import getaddresses

from cycles.ladder import Relation, Rung
from demo.hours import ZONE
from mail.letters.letter import Rendered, render_request
from mail.letters.letter_context import AskedFigure, LetterContext, LetterItem, Window, addressed
from mail.post.build import Person, Posting, Purpose, build_message
from mail.post.server import PostOffice
from mail.token import bounce_address, tagged

OFFICE, ADDRESS = "Sở Giáo dục và Đào tạo, tỉnh Mẫu", "bao-cao@dondoc.example"
OWN = (ADDRESS, "bounce@dondoc.example")
OPENING, REMINDER, DUE = date(2025, 11, 14), date(2025, 12, 8), date(2025, 12, 17)
OVERDUE, TO_HEAD = date(2025, 12, 18), date(2025, 12, 19)
RUNGS = {
    OPENING: Rung.OPENING,
    REMINDER: Rung.REMINDER,
    DUE: Rung.DUE_TODAY,
    OVERDUE: Rung.OVERDUE,
    TO_HEAD: Rung.TO_HEAD,
}
CLAUSES = (
    "Chủ trì, phối hợp với các đơn vị liên quan ban hành kế hoạch triển khai trên địa bàn; theo dõi, đôn đốc.",
    "Bố trí quỹ đất cho trường, lớp mầm non (nếu có).",
    "Hoàn thành phổ cập giáo dục mầm non cho trẻ em mẫu giáo theo lộ trình đã đề ra trong giai đoạn 2026 - 2030.",
    "Tuyên truyền sâu rộng về mục đích, ý nghĩa của chương trình.",
    "Huy động nguồn lực xã hội hóa để phát triển trường, lớp.",
)
FIGURES = (
    AskedFigure("CT1", "Tỷ lệ trẻ nhà trẻ (3 - 36 tháng) được đến trường", "%", "ít nhất 55% vào năm 2030"),
    AskedFigure("CT2", "Kinh phí bố trí", "triệu đồng"),
    AskedFigure("CT3", "Số nhóm lớp độc lập được hỗ trợ", "nhóm"),
)
WINDOW = Window("Năm 2025", date(2024, 12, 15), date(2025, 12, 14), date(2025, 12, 14))


def post_office(root):
    return PostOffice(root, OWN)


def token_of(number, day):
    return "".join("abcdefghijklmnopqrstuvwxyz234567"[int(digit)] for digit in f"{number:06d}{day:%y%m%d}0000")


def desk_of(number):
    return f"xa@mau-{number}.example"


def items_of(number, count=5):
    return tuple(
        LetterItem(
            code=f"HT26-{number * 10 + place:04d}",
            path=f"V.10.{'abcdefgh'[place]}",
            text=CLAUSES[place % len(CLAUSES)],
            heading="Ủy ban nhân dân các xã",
            plan_title="Thực hiện chương trình mẫu",
            plan_label="Kế hoạch số 01/KH-UBND",
            due_on=DUE,
            due_basis="2 ngày làm việc sau ngày chốt số liệu.",
            rung=Rung.REMINDER,
            window=WINDOW,
            figures=FIGURES if place == 2 else (),
        )
        for place in range(count)
    )


def letter(number, day, items=None):
    """Rendered text and mail of the letter to one agency on one day of the ladder."""
    rung, name = RUNGS[day], f"UBND xã Mẫu {number}"
    context = LetterContext(
        office=OFFICE,
        agency=name,
        addressed=addressed(name, rung),
        day=day,
        relation=Relation.BELOW,
        items=items or items_of(number),
        reply_to=tagged(ADDRESS, token_of(number, day)),
        answer_link="https://dondoc.example/tra-loi/abc.def",
        sample=True,
    )
    rendered = render_request(context)
    head = rung is Rung.TO_HEAD
    to = f"lanh-dao@mau-{number}.example" if head else desk_of(number)
    posting = Posting(
        message_id=f"<dondoc.{token_of(number, day)}@dondoc.example>",
        sender=Person(OFFICE, ADDRESS),
        to=(Person(name, to),),
        date=datetime.combine(day, time(7, 45), ZONE),
        purpose=Purpose.REQUEST,
        reply_to=context.reply_to,
        cc=(Person(name, desk_of(number)),) if head else (),
    )
    return rendered, build_message(rendered, posting)


def receipt(number, day, at):
    """The mail that answers an answer."""
    posting = Posting(
        message_id=f"<dondoc.receipt{number}.{at:%d%H%M}@dondoc.example>",
        sender=Person(OFFICE, ADDRESS),
        to=(Person("", desk_of(number)),),
        date=at,
        purpose=Purpose.RECEIPT,
        reply_to=tagged(ADDRESS, token_of(number, day)),
    )
    text = "Đã nhận thư trả lời.\n\n[HT26-0010] V.10.a – Ban hành\n   Trạng thái: đã hoàn thành\n"
    return build_message(Rendered("[HT26] Đã ghi nhận báo cáo", text, f"<body><p>{text}</p></body>"), posting)


def send(port, message, envelope=""):
    """One mail through the embedded server, to everybody in To and Cc."""
    people = [email for _, email in getaddresses(str(message[name]) for name in ("To", "Cc") if message[name])]
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
        client.sendmail(envelope, people, message.as_bytes())


def send_letter(port, number, day):
    rendered, message = letter(number, day)
    send(port, message, bounce_address(ADDRESS, token_of(number, day)))
    return rendered
