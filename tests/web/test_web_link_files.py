"""Files sent through the answer page: kept by content, examined as those of a mail, forms among them read."""

import hashlib
import io

import pytest
from link_world import FIRST, MESSAGE_ID, SECOND, Fields, LinkWorld
from openpyxl import load_workbook

from cycles.ladder import Relation, Rung
from mail.letters.excel_form import excel_form
from mail.letters.letter_context import LetterContext
from mail.page.answer_page import answer_page, letter_of
from state.tables import StoredFileRow

PDF = b"%PDF-1.7\n" + b"bao cao " * 200


def excel(world: LinkWorld, **cells: object) -> bytes:
    """The Excel form of the letter, with cells filled in: t_E5 is E5 of the first sheet, f_G5 of the second."""
    with world.database.unit() as store:
        page = answer_page(store, letter_of(store, MESSAGE_ID, world.now), world.now.date())
    letter = LetterContext(
        office=world.office.name,
        agency="UBND xã Mẫu",
        addressed="UBND xã Mẫu",
        day=page.letter.day,
        relation=Relation.BELOW,
        items=tuple(item.shown for item in page.asked_here),
        reply_to=page.letter.reply_to or "",
    )
    assert letter.rung is Rung.OPENING
    book = load_workbook(io.BytesIO(excel_form(letter, page.agency.code, MESSAGE_ID).content))
    for name, value in cells.items():
        sheet, _, place = name.partition("_")
        book.worksheets["tf".index(sheet)][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_file_beside_an_answer_is_kept_by_its_content_and_listed(linked: LinkWorld) -> None:
    name = "Báo cáo xã Mẫu.pdf"
    linked.send(linked.form(HT25_002__status="hoan_thanh"), (name, PDF), ("../../etc/x.pdf", PDF))
    (reply,) = linked.replies()
    assert reply.outcome == "record"
    digest = hashlib.sha256(PDF).hexdigest()
    assert [(one.name, one.verdict, one.sha256) for one in reply.attachments] == [
        (name, "accepted", digest),
        ("x.pdf", "accepted", digest),
    ]
    with linked.database.unit() as store:
        assert store.files.content(digest) == PDF
    assert f"{name} (" in linked.browser().get(linked.path).text


def test_a_doubtful_file_is_kept_for_a_person_and_the_answer_counts(linked: LinkWorld) -> None:
    linked.send(linked.form(HT25_002__status="hoan_thanh"), ("bao-cao.pdf", b"MZ" + b"\x00" * 99))
    (reply,) = linked.replies()
    assert (reply.outcome, reply.attachments[0].verdict == "accepted") == ("record", False)
    assert "Tệp chờ kiểm tra: bao-cao.pdf" in reply.reason
    assert "- Tệp bao-cao.pdf: " in linked.letters("receipt")[0].text


def test_a_file_alone_waits_for_a_person_and_stops_the_reminders(linked: LinkWorld) -> None:
    assert linked.send(linked.form(), ("bao-cao.pdf", PDF)).status_code == 303
    (reply,) = linked.replies()
    assert (reply.outcome, reply.waiting) == ("hold", True)
    assert "nằm trong tệp đính kèm" in reply.reason
    assert (linked.state(FIRST), linked.state(SECOND)) == ("held", "held")


def test_the_same_file_of_the_same_form_counts_once(linked: LinkWorld) -> None:
    data = linked.form()
    linked.send(data, ("bao-cao.pdf", PDF))
    linked.send(data, ("bao-cao.pdf", PDF))
    assert (len(linked.replies()), linked.count(StoredFileRow)) == (1, 1)
    linked.send(data, ("bao-cao.pdf", PDF + b"2"))
    assert (len(linked.replies()), linked.count(StoredFileRow)) == (2, 2)


def test_the_returned_excel_form_is_read_and_says_where_each_value_stood(linked: LinkWorld) -> None:
    form = excel(linked, t_E5="Đang thực hiện", t_F5=80, f_G5=410, f_H5=512)
    assert linked.send(linked.form(), ("Biểu đã đổi tên.xlsx", form)).status_code == 303
    said = linked.answer(FIRST)
    assert said is not None
    assert (said.source, said.status, said.percent) == ("link", "dang_thuc_hien", 80)
    assert [(one.numerator, one.denominator) for one in said.figures] == [(410, 512)]
    assert said.evidence["CT1"]["place"].startswith("Biểu đã đổi tên.xlsx")
    (reply,) = linked.replies()
    assert "đã đọc biểu mẫu" in reply.attachments[0].note


def test_a_form_among_the_files_that_contradicts_the_page_is_asked_about(linked: LinkWorld) -> None:
    form = excel(linked, t_E5="Đã hoàn thành")
    data = linked.form(HT25_001__status="chua_thuc_hien")
    wrong = linked.send(data, ("bieu.xlsx", form))
    assert wrong.status_code == 422
    assert "chưa được giữ lại; xin chọn lại" in wrong.text
    assert linked.replies() == []
    assert linked.send(Fields(wrong.text).values | {"to_person": ["1"]}, ("bieu.xlsx", form)).status_code == 303
    (reply,) = linked.replies()
    assert (reply.outcome, len(reply.attachments)) == ("hold", 1)
    assert (linked.state(FIRST), linked.answer(FIRST)) == ("held", None)


@pytest.mark.parametrize(
    ("cells", "sentence"), [({}, "chưa được điền"), ({"f_G5": 610, "f_H5": 512}, "lớn hơn mẫu số")]
)
def test_a_form_that_says_nothing_or_nonsense_is_refused(
    linked: LinkWorld, cells: dict[str, object], sentence: str
) -> None:
    wrong = linked.send(linked.form(), ("bieu.xlsx", excel(linked, **cells)))
    assert wrong.status_code == 422
    assert sentence in wrong.text
    assert linked.replies() == []


def test_more_files_than_a_mail_may_have_are_kept_for_a_person(linked: LinkWorld) -> None:
    files = [(f"{number}.pdf", PDF + bytes([number])) for number in range(12)]
    linked.send(linked.form(HT25_002__status="hoan_thanh"), *files)
    verdicts = [one.verdict for one in linked.replies()[0].attachments]
    assert verdicts == ["accepted"] * 10 + ["too_many"] * 2
    many = [(f"{number}.pdf", PDF) for number in range(30)]
    assert linked.send(linked.form(HT25_001__status="hoan_thanh"), *many).status_code == 400
