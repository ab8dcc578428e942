"""Sentences that name a new contact, with and without marks, and the addresses beside them that are none."""

import pytest
from known_side import ITEMS

from cycles.status import WorkStatus
from mail.charset import fold
from mail.read_answer.contact import new_contact
from mail.read_answer.model import Sort
from mail.read_answer.understand import understand
from mail.split import Parts, split

BINH = "binh@xamau.example"
OURS = "bao-cao+abcdefghij234567@dondoc.example"
SENDER = "nguyenvanmau@xamau.example"


def known(address):
    """The sender's own address and ours are no new contacts."""
    return address in {OURS, SENDER}


def bare(text):
    """The same text as it is typed without marks."""
    return "".join(fold(letter).upper() if letter.isupper() else fold(letter) for letter in text)


NAMED = [
    "UBND xã không phải đầu mối, đề nghị gửi cho đồng chí Trần Thị Bình, địa chỉ binh@xamau.example.",
    "Xã tôi không phải là đầu mối của nội dung này. Đề nghị Sở gửi đến đ/c Trần Thị Bình (binh@xamau.example).",
    "Tôi không còn phụ trách mảng này, nhờ anh chị chuyển thư cho chị Trần Thị Bình: binh@xamau.example",
    "Đầu mối mới là đồng chí Trần Thị Bình, email: binh@xamau.example",
    "Đầu mối mới của xã là đồng chí Trần Thị Bình. Địa chỉ thư: binh@xamau.example",
    "Tôi đã chuyển công tác, người thay là Trần Thị Bình - binh@xamau.example",
    "Tôi đã nghỉ hưu từ ngày 01/12/2025. Người thay thế tôi là đồng chí ThS. Trần Thị Bình.\nEmail: binh@xamau.example",
    "Tôi vừa được điều động sang huyện khác; từ nay đề nghị gửi thư cho đồng chí Trần Thị Bình (binh@xamau.example)",
    "Đồng chí Trần Thị Bình (binh@xamau.example) là đầu mối mới của xã.",
    "Xã cử đồng chí Trần Thị Bình, công chức văn hóa, binh@xamau.example làm đầu mối thay tôi.",
    "Nội dung này do đồng chí Trần Thị Bình (binh@xamau.example) theo dõi, tôi không phụ trách việc này.",
    "Xã thay đổi đầu mối như sau:\n- Họ và tên: Trần Thị Bình\n- Chức vụ: công chức\n- Email: binh@xamau.example",
    "Đầu mối cũ (cu@xamau.example) đã nghỉ hưu, đầu mối mới là bà Trần Thị Bình <binh@xamau.example>.",
    "Đầu mối mới là đồng chí Trần Thị Bình (binh@xamau.example) thay đồng chí Lê Nam (nam@xamau.example).",
    "Đầu mối mới là đồng chí Trần Thị Bình (binh@xamau.example), cc đồng chí Lê Nam (nam@xamau.example).",
    "Tôi (nguyenvanmau@xamau.example) đã chuyển công tác, đề nghị liên hệ với cô Trần Thị Bình (binh@xamau.example).",
]


@pytest.mark.parametrize("spelling", [str, bare], ids=["with marks", "without marks"])
@pytest.mark.parametrize("text", NAMED)
def test_a_sentence_names_the_new_contact(text, spelling):
    found = new_contact(spelling(text), known)
    assert found is not None
    assert (found.email, found.name, found.adds) == (BINH, spelling("Trần Thị Bình"), False)
    assert BINH in found.words


@pytest.mark.parametrize("spelling", [str, bare], ids=["with marks", "without marks"])
@pytest.mark.parametrize(
    "text",
    [
        "Bổ sung đầu mối: đồng chí Trần Thị Bình, binh@xamau.example",
        "Đầu mối mới là đồng chí Trần Thị Bình, binh@xamau.example, cùng với tôi theo dõi nội dung này.",
        "Tôi không còn là đầu mối duy nhất, đề nghị gửi thêm cho đồng chí Trần Thị Bình: binh@xamau.example",
    ],
)
def test_a_contact_beside_the_sender_is_added(text, spelling):
    found = new_contact(spelling(text), known)
    assert found is not None
    assert (found.email, found.adds) == (BINH, True)


@pytest.mark.parametrize("spelling", [str, bare], ids=["with marks", "without marks"])
@pytest.mark.parametrize(
    "text",
    [
        # Nobody says that somebody else is to be asked.
        "Đã hoàn thành. Liên hệ: binh@xamau.example",
        "Đề nghị gửi mẫu biểu về địa chỉ binh@xamau.example",
        "HT26-031: đã hoàn thành, giao đồng chí Phó Chủ tịch làm đầu mối theo dõi.",
        "Chưa có đầu mối mới, khi có xã sẽ báo qua binh@xamau.example",
        "Đầu mối không thay đổi, vẫn là đồng chí Trần Thị Bình (binh@xamau.example).",
        # Only asked, only supposed.
        "Đầu mối mới có phải là đồng chí Trần Thị Bình (binh@xamau.example) không ạ?",
        "Nếu không phải đầu mối thì đề nghị gửi cho đồng chí Trần Thị Bình, binh@xamau.example.",
        # A copy, the sender, ourselves.
        "Xã không phải đầu mối, đề nghị gửi đồng chí Bình (đồng gửi: nam@xamau.example)",
        "Tôi không phải đầu mối, đề nghị gửi đồng chí Bình.\ncc: nam@xamau.example",
        "Không phải đầu mối, đề nghị gửi lại cho nguyenvanmau@xamau.example",
        "Không phải đầu mối, đề nghị gửi lại bao-cao+abcdefghij234567@dondoc.example",
        # The address of a signature that no closing line announces.
        "Tôi đã chuyển công tác, người thay là đồng chí Bình.\nNguyễn Văn Mẫu\nEmail: mau.rieng@thu.example",
        "Tôi đã chuyển công tác.\nEmail: mau.rieng@thu.example",
        "Tôi không còn là đầu mối.\n\nEmail: mau.rieng@thu.example",
        # The address to forget.
        "Địa chỉ nam@xamau.example không còn sử dụng, đầu mối mới sẽ báo sau.",
        # Two that could be meant.
        "Không phải đầu mối, đề nghị gửi đ/c Bình (binh@xamau.example) hoặc đ/c Nam (nam@xamau.example)",
        "Đầu mối mới là đồng chí Bình (binh@xamau.example). Người thay thế là đồng chí Nam (nam@xamau.example).",
        # No address at all, or none that mail can reach.
        "UBND xã không phải đầu mối của nội dung này, đề nghị gửi Trường Mầm non Mẫu.",
        "Đầu mối mới là đồng chí Trần Thị Bình, địa chỉ binh@xamau",
        # Another body is another question.
        "Nội dung không thuộc chức năng của xã, đề nghị gửi Sở Mẫu (vanthu@somau.example).",
    ],
)
def test_anything_else_names_nobody(text, spelling):
    assert new_contact(spelling(text), known) is None


def test_our_own_letter_copied_without_marks_of_quotation_names_nobody():
    text = (
        "Nếu quý đơn vị không phải đầu mối của nội dung nào, xin trả lời “không phải đầu mối” và cho biết cơ quan, "
        f"địa chỉ nhận đúng.\nĐịa chỉ nhận trả lời của thư này: {OURS}"
    )
    assert new_contact(text, known) is None


QUOTED = (
    "Đã hoàn thành.\n\nTrân trọng\nNguyễn Văn Mẫu\nĐầu mối mới là đồng chí Bình, binh@xamau.example\n"
    "\nVào 10/12/2025, Sở <bao-cao@dondoc.example> đã viết:\n> Đầu mối mới là đồng chí Nam, nam@xamau.example\n"
)


def test_neither_a_quotation_nor_a_signature_names_a_contact():
    reading = understand(split(QUOTED, "Thư của Sở"), ITEMS[:1], known=known)
    assert (reading.sort, reading.contact) == (Sort.ANSWER, None)


def read(text, count=1):
    return understand(Parts(text, "", "", ""), ITEMS[:count], known=known)


@pytest.mark.parametrize("text", NAMED)
@pytest.mark.parametrize("count", [1, 3])
def test_a_mail_that_only_names_a_contact_reports_nothing(text, count):
    reading = read(text, count)
    assert (reading.sort, reading.reported) == (Sort.NOT_OURS, ())
    assert reading.contact is not None
    assert reading.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Tôi không còn phụ trách, đồng chí Bình đang thực hiện nhiệm vụ này, email binh@xamau.example",
        "Tôi đã chuyển công tác. Đồng chí Bình đang thực hiện nhiệm vụ này.",
        "Xã không phải đầu mối, Trường Mầm non đang triển khai.",
        "Đồng chí Bình (binh@xamau.example) làm đầu mối, đang tổ chức thực hiện.",
    ],
)
def test_what_a_successor_is_doing_is_no_report(text):
    assert read(text).reported == () or read(text).doubts
    assert all(item.status is None for item in read(text).reported)


@pytest.mark.parametrize(
    ("text", "status", "percent", "named"),
    [
        ("HT26-031: đã hoàn thành. Từ nay đầu mối mới là đồng chí Bình, binh@xamau.example", "hoan_thanh", None, True),
        ("Đang thực hiện 70%, đầu mối mới là đồng chí Bình, binh@xamau.example", "dang_thuc_hien", 70, True),
        ("Đã hoàn thành, giao đồng chí Phó Chủ tịch làm đầu mối theo dõi.", "hoan_thanh", None, False),
        ("Đã hoàn thành nhiệm vụ. 03 giáo viên chuyển công tác.", "hoan_thanh", None, False),
        (
            "Trạng thái: đã hoàn thành\nKết quả: có đầu mối mới là ông An, an@xamau.example",
            "hoan_thanh",
            None,
            False,
        ),
    ],
)
def test_a_report_beside_a_contact_stays_a_report(text, status, percent, named):
    reading = read(text)
    assert reading.doubts == ()
    (item,) = reading.reported
    assert (item.status, item.percent) == (WorkStatus(status), percent)
    assert (reading.contact is not None) is named


def test_a_mail_of_one_endless_sentence_is_read_in_no_time():
    text = "đầu mối mới là đồng chí " + "cũ thay cho không gửi địa chỉ email " * 2_000 + "a@b.example, " * 2_000
    assert new_contact(text) is not None
