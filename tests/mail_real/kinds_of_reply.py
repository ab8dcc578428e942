"""Every kind of reply that a commune may send, with what must become of it (dữ liệu mẫu).

A kind writes the mails of one commune to one letter of ours. ``outcomes`` are those of its mails in order;
``recorded`` says how many of the six assignments have an answer afterwards.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from random import Random

from demo.clients import GMAIL, IPHONE, OUTLOOK, PROGRAMS, ROUNDCUBE, THUNDERBIRD, ZIMBRA, Draft, Program
from demo.letters import Duty, Letter, fill_in
from demo.machines import AWAY_HEADERS, away
from demo.replies import DONE, UNDER_WAY, bare, in_brief, in_form, report, typed_values
from demo.wire import Envelope, Part, mail

RECORD, HOLD, IGNORE = "record", "hold", "ignore"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Desk:
    """The commune that answers: its place in the list, its address, the letter, and files that came with it by name."""

    number: int
    address: str
    letter: Letter
    files: dict[str, bytes]
    now: datetime

    @property
    def chance(self) -> Random:
        """The same numbers at every run."""
        return Random(self.number)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What is asked."""
        return self.letter.duties


@dataclass(frozen=True)
class Posted:
    """A mail on its way: to the reply address by default, from the commune's own address."""

    raw: bytes
    recipient: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of reply."""

    name: str
    write: Callable[[Desk], list[Posted]]
    outcomes: tuple[str, ...] = (RECORD,)
    recorded: int = 6
    status: str = ""


def envelope(desk: Desk, **changes: object) -> Envelope:
    """Who writes to whom, as a mail program fills it in when somebody presses "reply"."""
    letter = desk.letter
    made = Envelope(
        sender=(f"Cán bộ xã mẫu {desk.number}", desk.address),
        recipient=(letter.office, letter.reply_to),
        subject=f"Re: {letter.subject}",
        date=desk.now,
        message_id=f"<tra-loi.{desk.number}.{desk.chance.getrandbits(48):x}@{desk.address.rpartition('@')[2]}>",
        in_reply_to=letter.message_id,
        references=(*letter.references, letter.message_id),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def said(top: str, program: Program = GMAIL, **changes: object) -> Callable[[Desk], list[Posted]]:
    """One mail with these words above the quotation; ``{0}`` … are the codes of the duties."""

    def write(desk: Desk) -> list[Posted]:
        text = top.format(*(duty.code for duty in desk.duties))
        return [Posted(mail(envelope(desk, **changes), program.set_out(Draft(desk.letter, text, desk.letter.text))))]

    return write


def in_the_form(program: Program) -> Callable[[Desk], list[Posted]]:
    """Values typed behind the labels of the quoted form."""

    def write(desk: Desk) -> list[Posted]:
        typed = fill_in(
            desk.letter, typed_values([report(duty, desk.chance, DONE) for duty in desk.duties], desk.chance)
        )
        return [Posted(mail(envelope(desk), program.set_out(Draft(desk.letter, "Xã gửi lại mẫu.", typed))))]

    return write


def above(setting: Callable[..., str], program: Program, marks: bool = True) -> Callable[[Desk], list[Posted]]:
    """The reports above the quotation, as a form or in a few lines under each code."""

    def write(desk: Desk) -> list[Posted]:
        reports = [report(duty, desk.chance, UNDER_WAY) for duty in desk.duties]
        text = setting(reports, desk.chance) if setting is in_form else setting(reports)
        top = text if marks else bare(text)
        return [Posted(mail(envelope(desk), program.set_out(Draft(desk.letter, top, desk.letter.text))))]

    return write


def out_of_office(desk: Desk) -> list[Posted]:
    """A machine says that the officer is away."""
    absent = envelope(desk, headers=AWAY_HEADERS, message_id=f"<vang.{desk.number}@mau.example>")
    return [Posted(away(absent, desk.now.date().replace(day=20)), sender="")]


def twice(desk: Desk) -> list[Posted]:
    """The same words in two mails."""
    first, second = (
        mail(
            envelope(desk, message_id=f"<lan-{turn}.{desk.number}@mau.example>"),
            GMAIL.set_out(Draft(desk.letter, "Tất cả nhiệm vụ đã hoàn thành 100%.", desk.letter.text)),
        )
        for turn in (1, 2)
    )
    return [Posted(first), Posted(second)]


def corrected(desk: Desk) -> list[Posted]:
    """A second answer that replaces the first for one duty."""
    code = desk.duties[0].code
    texts = ("Tất cả nhiệm vụ đã hoàn thành 100%.", f"Xin sửa: {code}: đang thực hiện, đạt 60%.")
    return [
        Posted(
            mail(
                envelope(desk, message_id=f"<sua-{turn}.{desk.number}@mau.example>"),
                OUTLOOK.set_out(Draft(desk.letter, text, desk.letter.text)),
            )
        )
        for turn, text in enumerate(texts)
    ]


def by_thread_only(desk: Desk) -> list[Posted]:
    """A server without sub-addressing: the tag is gone, only In-Reply-To is left."""
    plain = desk.letter.office_address
    text = Part("plain", "Tất cả nhiệm vụ đã hoàn thành 100%.\n")
    return [Posted(mail(envelope(desk, recipient=("", plain)), (text,)), plain)]


def by_quoted_token(desk: Desk) -> list[Posted]:
    """A new mail to the plain address, with our letter pasted below."""
    plain = desk.letter.office_address
    made = envelope(desk, recipient=("", plain), in_reply_to="", references=())
    return [
        Posted(mail(made, OUTLOOK.set_out(Draft(desk.letter, "Tất cả đã hoàn thành 100%.", desk.letter.text))), plain)
    ]


def by_code_only(desk: Desk) -> list[Posted]:
    """A new mail with a code in the subject and nothing else of ours."""
    plain = desk.letter.office_address
    subject = f"Bao cao {desk.duties[0].code}"
    made = envelope(desk, recipient=("", plain), in_reply_to="", references=(), subject=subject)
    return [Posted(mail(made, (Part("plain", "Đã hoàn thành 100%.\n"),)), plain)]


def unmatched(desk: Desk) -> list[Posted]:
    """A mail that belongs to nothing."""
    plain = desk.letter.office_address
    made = envelope(desk, recipient=("", plain), in_reply_to="", references=(), subject="Mời họp giao ban")
    return [Posted(mail(made, (Part("plain", "Kính mời quý Sở dự họp giao ban.\n"),)), plain)]


def other_case(desk: Desk) -> list[Posted]:
    """A relay folds the reply address to capitals."""
    loud = desk.letter.reply_to.upper()
    text = Part("plain", "Tất cả nhiệm vụ đã hoàn thành 100%.\n")
    return [Posted(mail(envelope(desk, recipient=("", loud), in_reply_to="", references=()), (text,)), loud)]


def from_another(address: str) -> Callable[[Desk], list[Posted]]:
    """Somebody else answers with our token; ``{0}`` is the domain of the commune."""

    def write(desk: Desk) -> list[Posted]:
        sender = address.format(desk.address.rpartition("@")[2])
        made = envelope(desk, sender=("Nguyễn Văn Mẫu", sender))
        text = "Tất cả nhiệm vụ đã hoàn thành 100%."
        return [Posted(mail(made, IPHONE.set_out(Draft(desk.letter, text, desk.letter.text))), sender=sender)]

    return write


def our_own(desk: Desk) -> list[Posted]:
    """A rule of the commune sends our letter back to us."""
    made = envelope(desk, message_id=desk.letter.message_id, in_reply_to="")
    return [Posted(mail(made, (Part("plain", desk.letter.text),)))]


def forwarded(desk: Desk) -> list[Posted]:
    """The mail of a school, passed on without a word."""
    chain = (
        "---------- Forwarded message ---------\nTừ: Trường mầm non Mẫu <mamnon@truong-mau.example>\n"
        "Date: Th 2, 16 thg 11, 2026 lúc 09:00\nSubject: Báo cáo\nTo: xã mẫu\n\n"
        "Trường đã hoàn thành 100% các nội dung.\n"
    )
    return [Posted(mail(envelope(desk, subject=f"Fwd: {desk.letter.subject}"), (Part("plain", chain),)))]


def with_file(
    name: str, content: Callable[[Desk], bytes], kind: str, text: str = "Xin gửi báo cáo kèm theo."
) -> Callable[[Desk], list[Posted]]:
    """A short note with a file; ``{0}`` in its text is the first code."""

    def write(desk: Desk) -> list[Posted]:
        made = envelope(desk)
        message = EmailMessage()
        message["From"] = f"Xa mau {desk.number} <{desk.address}>"
        message["To"] = made.recipient[1]
        message["Subject"] = "Re: bao cao"
        message["Message-ID"], message["In-Reply-To"] = made.message_id, made.in_reply_to
        message["Date"] = made.date
        message.set_content(text.format(desk.duties[0].code))
        main, _, sub = kind.partition("/")
        message.add_attachment(content(desk), maintype=main, subtype=sub, filename=name)
        return [Posted(message.as_bytes())]

    return write


def html_table(desk: Desk) -> list[Posted]:
    """A table as Word or Excel leave it in a mail."""
    rows = "".join(
        f"<tr><td>{duty.code}</td><td>đang thực hiện</td><td>{60 + place}%</td></tr>"
        for place, duty in enumerate(desk.duties)
    )
    head = "<tr><th>Mã</th><th>Trạng thái</th><th>Tỷ lệ hoàn thành</th></tr>"
    return [Posted(mail(envelope(desk), (Part("html", f"<html><body><table>{head}{rows}</table></body></html>"),)))]


def sheet_filled(desk: Desk) -> bytes:
    """The Excel form of our letter with every status filled in."""
    from openpyxl import load_workbook

    (content,) = (content for name, content in desk.files.items() if name.endswith(".xlsx"))
    book = load_workbook(io.BytesIO(content))
    page = book["Nhiệm vụ"]
    heads = {str(cell.value): cell.column for cell in page[4]}
    for row in page.iter_rows(min_row=5):
        if row[heads["Mã"] - 1].value:
            page.cell(row[0].row, heads["Trạng thái"], "đang thực hiện")
            page.cell(row[0].row, heads["Tỷ lệ hoàn thành (%)"], 55)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document_filled(desk: Desk) -> bytes:
    """A Word document with the form of our letter filled in."""
    from docx import Document

    document = Document()
    document.add_paragraph("BÁO CÁO (mẫu)")
    for duty in desk.duties:
        for line in (
            f"[{duty.code}]",
            "Trạng thái: đã hoàn thành",
            "Tỷ lệ hoàn thành (%): 100",
            "Kết quả: Đã làm xong.",
        ):
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def macro_book(_desk: Desk) -> bytes:
    """A workbook with a macro inside, whatever its name says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"):
            archive.writestr(name, "mẫu")
    return out.getvalue()


ALL_DONE = "Tất cả nhiệm vụ đã hoàn thành 100%."
KINDS = (
    Kind("form inside the quotation, Gmail", in_the_form(GMAIL), status="hoan_thanh"),
    Kind("form inside the quotation, Thunderbird", in_the_form(THUNDERBIRD), status="hoan_thanh"),
    Kind("form inside the quotation, Zimbra", in_the_form(ZIMBRA), status="hoan_thanh"),
    Kind("form above the quotation", above(in_form, OUTLOOK), status="dang_thuc_hien"),
    Kind("a few lines per code", above(in_brief, ROUNDCUBE), status="dang_thuc_hien"),
    Kind("a few lines per code without marks", above(in_brief, IPHONE, marks=False), status="dang_thuc_hien"),
    Kind("one sentence for all", said(ALL_DONE, IPHONE), status="hoan_thanh"),
    Kind("one of six", said("{0}: đang thực hiện, đạt 70%.", ZIMBRA), recorded=1, status="dang_thuc_hien"),
    Kind("nothing to report", said("Các nội dung trên trong kỳ không phát sinh tại xã."), status="khong_phat_sinh"),
    Kind("not done", said("{0}: chưa thực hiện, do chưa có kinh phí."), recorded=1, status="chua_thuc_hien"),
    Kind("only a plan", said("{0}: sẽ hoàn thành trước 30/12/2026."), (HOLD,), 0),
    Kind("more time", said("Xã xin gia hạn đến ngày 24/12/2026 để tổng hợp."), (HOLD,), 0),
    Kind("not ours", said("Nội dung này không thuộc trách nhiệm của xã."), (HOLD,), 0),
    Kind(
        "somebody else is the contact", said("Tôi không còn là đầu mối, xin gửi cho binh@thu-moi.example."), (HOLD,), 0
    ),
    Kind("a question", said("Đề nghị cho biết số liệu lấy đến ngày nào?"), (HOLD,), 0),
    Kind("more than everything", said("{0}: đã hoàn thành 105%."), (HOLD,), 0),
    Kind("two percentages", said("{0}: đang thực hiện, đạt 60%. Đạt 80%."), (HOLD,), 0),
    Kind("has arrived", said("Xã đã nhận được thư, sẽ báo cáo sau."), (IGNORE,), 0),
    Kind("out of office", out_of_office, (IGNORE,), 0),
    Kind("the same twice", twice, (RECORD, IGNORE), status="hoan_thanh"),
    Kind("a correction", corrected, (RECORD, RECORD)),
    Kind("tag stripped", by_thread_only, status="hoan_thanh"),
    Kind("token in the quotation", by_quoted_token, status="hoan_thanh"),
    Kind("code in the subject", by_code_only, (HOLD,), 0),
    Kind("belongs to nothing", unmatched, (HOLD,), 0),
    Kind("address in capitals", other_case, status="hoan_thanh"),
    Kind("a colleague", from_another("tran.thi.b@{0}"), status="hoan_thanh"),
    Kind("a stranger", from_another("can-bo@thu-rieng.example"), (HOLD,), 0),
    Kind("a look-alike", from_another("van-thu@x{0}"), (HOLD,), 0),
    Kind("our own letter", our_own, (IGNORE,), 0),
    Kind("a forwarded chain", forwarded, (HOLD,), 0),
    Kind("Excel form", with_file("so lieu xa (1).xlsx", sheet_filled, XLSX), status="dang_thuc_hien"),
    Kind("Word form", with_file("Báo cáo xã.docx", document_filled, DOCX), status="hoan_thanh"),
    Kind("only a PDF", with_file("bao-cao.pdf", lambda desk: b"%PDF-1.4\n%mau\n", "application/pdf"), (HOLD,), 0),
    Kind("macro beside an answer", with_file("so.xlsx", macro_book, XLSX, "{0}: đã hoàn thành 100%."), recorded=1),
    Kind("a table in HTML", html_table, status="dang_thuc_hien"),
)
"""The communes send these in turn; those left over answer in one sentence with the six mail programs."""


def kind_of(number: int) -> Kind:
    """The kind that the commune in this place of the list sends."""
    if number < len(KINDS):
        return KINDS[number]
    return Kind(
        f"one sentence, program {number}", said(ALL_DONE, PROGRAMS[number % len(PROGRAMS)]), status="hoan_thanh"
    )
