"""What is sent through the answer page: recorded once, read as a mail, refused at the field that is wrong."""

from datetime import timedelta

import pytest
from link_world import CONTACT, FIRST, NOW, SECOND, THIRD, Fields, LinkWorld
from sqlalchemy import select

from mail.files.attachments import MAX_ALL
from mail.incoming.trust import PUBLIC_DOMAINS
from mail.page import link_reply
from state.tables import AnswerRow, EventRow, ExtensionRow, LetterRow, ProposalRow, ReplyRow, StoredFileRow

PUBLIC = f"binh@{min(PUBLIC_DOMAINS)}"
DONE = {"HT25_002__status": "hoan_thanh", "HT25_002__result": "Đã quy hoạch đủ đất."}


def test_a_form_is_recorded_once_as_a_mail_would_be(linked_anywhere: LinkWorld) -> None:
    world = linked_anywhere
    data = world.form(
        HT25_001__status="dang_thuc_hien",
        HT25_001__percent="70,5",
        HT25_001__CT1__n="410",
        HT25_001__CT1__d="512",
        HT25_001__CT2__v="1.250",
        HT25_001__result="Đã mở 12 lớp.\r\n\r\nHuy động tốt.",
        HT25_001__difficulty="Thiếu giáo viên",
        wish__until="30/12/2025",
        wish__reason="Chờ số liệu của trường",
        who="Trần Thị Bình, văn phòng",
    )
    first, second = world.send(data), world.send(data)
    assert (first.status_code, second.status_code) == (303, 303)
    (reply,) = world.replies()
    assert [one.headers["location"].partition("?")[2] for one in (first, second)] == [f"nhan={reply.id}"] * 2
    assert (world.count(AnswerRow), len(world.letters("receipt"))) == (1, 1)
    facts = (reply.channel, reply.kind, reply.outcome, reply.rule, reply.trust, reply.sender, reply.raw_mail_id)
    assert facts == ("link", "answer", "record", "link", "registered", CONTACT, None)
    assert "trả lời trên trang của thư “[HT25] Hạn 17/12: báo cáo”" in reply.reason
    assert (reply.sender_name, reply.waiting) == ("Trần Thị Bình, văn phòng", False)
    said = world.answer(FIRST)
    assert said is not None
    assert (said.source, said.status, said.percent) == ("link", "dang_thuc_hien", 70.5)
    assert said.narrative == "Đã mở 12 lớp.\nHuy động tốt."
    figures = {(one.numerator, one.denominator, one.value, one.unit) for one in said.figures}
    assert figures == {(410, 512, None, "%"), (None, None, 1250, "lớp")}
    assert [one.text for one in said.difficulties] == ["Thiếu giáo viên"]
    with world.database.unit() as store:
        wishes = list(store.session.scalars(select(ExtensionRow).order_by(ExtensionRow.assignment_id)))
    assert [wish.assignment_id for wish in wishes] == [world.ids[SECOND], world.ids[THIRD]]
    asked = {(f"{wish.asked_until:%d/%m/%Y}", wish.words) for wish in wishes}
    assert asked == {("30/12/2025", "Chờ số liệu của trường")}
    assert [world.state(code) for code in (FIRST, SECOND, THIRD)] == ["answered", "held", "held"]
    assert "đang chờ quyết định" in world.browser().get(world.path).text


def test_the_event_names_the_page_and_the_contact_gets_one_receipt(linked: LinkWorld) -> None:
    linked.send(linked.form(**DONE))
    with linked.database.unit() as store:
        events = list(store.session.scalars(select(EventRow).where(EventRow.kind == "answer-recorded")))
    assert [event.sentence for event in events if "qua trang trả lời" in event.sentence]
    (receipt,) = linked.letters("receipt")
    assert receipt.recipients == [CONTACT]
    assert SECOND in receipt.text
    assert "/t/" in receipt.text


def test_a_form_changed_after_going_back_is_not_lost(linked: LinkWorld) -> None:
    data = linked.form(**DONE)
    linked.send(data)
    again = linked.send(data | {f"{SECOND}.result": ["Đã quy hoạch 3/5 điểm."]})
    assert again.status_code == 422
    assert "đã có báo cáo mới hơn" in again.text
    confirmed = linked.send(Fields(again.text).values)
    assert confirmed.status_code == 303
    said = linked.answer(SECOND)
    assert said is not None
    assert (said.version, said.narrative) == (2, "Đã quy hoạch 3/5 điểm.")


def test_a_newer_answer_is_shown_before_it_is_replaced(linked: LinkWorld) -> None:
    old = linked.form(HT25_001__status="chua_thuc_hien")
    linked.send(linked.form(HT25_001__status="hoan_thanh", who="Người khác"))
    shown = linked.send(old)
    assert shown.status_code == 422
    assert "đã có báo cáo mới hơn" in shown.text
    assert "Đã hoàn thành" in shown.text
    before = linked.answer(FIRST)
    assert before is not None
    assert before.status == "hoan_thanh"
    assert linked.send(Fields(shown.text).values).status_code == 303
    after = linked.answer(FIRST)
    assert after is not None
    assert after.status == "chua_thuc_hien"


def test_fields_left_as_they_stood_never_overwrite_a_newer_answer(linked: LinkWorld) -> None:
    linked.send(linked.form(HT25_001__status="dang_thuc_hien", HT25_001__percent="40"))
    old = linked.form(HT25_002__percent="170")
    linked.send(linked.form(HT25_001__percent="60"))
    shown = linked.send(old)
    assert shown.status_code == 422
    assert Fields(shown.text).values[f"{FIRST}.percent"] == ["60"]
    assert linked.send(Fields(shown.text).filled(**DONE, HT25_002__percent="100")).status_code == 303
    said = linked.answer(FIRST)
    assert said is not None
    assert said.percent == 60


def test_a_correction_keeps_the_figures_that_it_does_not_touch(linked: LinkWorld) -> None:
    linked.send(
        linked.form(
            HT25_001__status="dang_thuc_hien", HT25_001__CT1__n="410", HT25_001__CT1__d="512", HT25_001__CT2__v="9"
        )
    )
    linked.send(linked.form(HT25_001__CT2__v="12", HT25_001__CT1__n="", HT25_001__CT1__d=""))
    said = linked.answer(FIRST)
    assert said is not None
    assert said.version == 2
    assert {(one.numerator, one.value) for one in said.figures} == {(410, None), (None, 12)}


def test_an_unchanged_form_records_nothing(linked: LinkWorld) -> None:
    linked.send(linked.form(**DONE))
    answer = linked.send(linked.form())
    assert answer.status_code == 422
    assert "Chưa có nội dung mới nào được điền" in answer.text
    assert linked.count(ReplyRow) == 1


WRONG = [
    ({"HT25_001__status": "dang_thuc_hien", "HT25_001__percent": "170"}, f"{FIRST}.percent", "lớn hơn 100%"),
    ({"HT25_001__status": "hoan_thanh", "HT25_001__percent": "70"}, f"{FIRST}.percent", "tỷ lệ chỉ 70%"),
    ({"HT25_001__status": "dang_thuc_hien", "HT25_001__percent": "bảy mươi"}, f"{FIRST}.percent", "không đọc được"),
    (
        {"HT25_001__status": "hoan_thanh", "HT25_001__CT1__n": "610", "HT25_001__CT1__d": "512"},
        f"{FIRST}.CT1",
        "lớn hơn mẫu số",
    ),
    ({"HT25_001__status": "hoan_thanh", "HT25_001__CT1__n": "410"}, f"{FIRST}.CT1", "cần tử số và mẫu số"),
    ({"HT25_001__status": "hoan_thanh", "HT25_001__CT1__p": "101"}, f"{FIRST}.CT1", "lớn hơn 100%"),
    (
        {
            "HT25_001__status": "hoan_thanh",
            "HT25_001__CT1__n": "410",
            "HT25_001__CT1__d": "512",
            "HT25_001__CT1__p": "70",
        },
        f"{FIRST}.CT1",
        "không bằng 70%",
    ),
    ({"HT25_001__status": "hoan_thanh", "HT25_001__CT2__v": "1,234"}, f"{FIRST}.CT2", "hiểu theo hai cách"),
    ({"HT25_001__status": "hoan_thanh", "HT25_001__CT2__v": "mười hai"}, f"{FIRST}.CT2", "không đọc được số"),
    ({"HT25_001__result": "Đã triển khai."}, f"{FIRST}.status", "chọn trạng thái"),
    ({"wish__until": "2025-12-30"}, "wish.reason", "nêu lý do"),
    ({"wish__reason": "Bận"}, "wish.until", "xin ghi ngày"),
    ({"wish__until": "2025-12-15", "wish__reason": "Bận"}, "wish.until", "phải sau hạn"),
    ({"wish__until": "2027-12-15", "wish__reason": "Bận"}, "wish.until", "không quá một năm"),
    ({"contact__email": "khong-phai-dia-chi"}, "contact.email", "không đúng dạng"),
    ({"contact__email": CONTACT}, "contact.email", "đã là đầu mối"),
]


@pytest.mark.parametrize(("fields", "name", "sentence"), WRONG, ids=[f"{name}: {said}" for _, name, said in WRONG])
def test_what_is_wrong_is_said_at_its_field(
    empty_link_world: LinkWorld, fields: dict[str, str], name: str, sentence: str
) -> None:
    problems = empty_link_world.taken_in(**fields)
    assert sentence in problems.fields[name].lower()


def test_a_wrong_form_is_shown_again_as_it_was_typed_and_nothing_is_recorded(linked: LinkWorld) -> None:
    data = linked.form(
        HT25_001__percent="170",
        HT25_001__CT1__n="610",
        HT25_001__CT1__d="512",
        HT25_002__status="hoan_thanh",
        HT25_002__result="Đã quy hoạch <xong>.",
        wish__reason="Bận",
        contact__email="khong-phai-dia-chi",
        who="Trần Thị Bình",
    )
    before = linked.dump()
    answer = linked.send(data)
    assert (answer.status_code, linked.dump()) == (422, before)
    page = Fields(answer.text)
    marks = {found["id"] for tag, found in page.elements if (found.get("id") or "").endswith(".sai")}
    assert marks == {f"{FIRST}.percent.sai", f"{FIRST}.CT1.sai", "wish.until.sai", "contact.email.sai"}
    described = {found["aria-describedby"] for _, found in page.elements if "aria-describedby" in found}
    assert described == marks
    assert page.values == data


@pytest.mark.parametrize(
    "result", [f"Xong.\n[{SECOND}] đã hoàn thành", "Xong.\nTrạng thái: chưa thực hiện", "Xong.\nTỷ lệ hoàn thành: 20%"]
)
def test_words_that_look_like_another_field_are_refused(empty_link_world: LinkWorld, result: str) -> None:
    fields = {"HT25_001__status": "dang_thuc_hien", "HT25_001__percent": "70", "HT25_001__result": result}
    assert empty_link_world.taken_in(**fields)


def test_what_cannot_be_put_right_may_be_handed_to_a_person(linked: LinkWorld) -> None:
    data = linked.form(HT25_001__status="dang_thuc_hien", HT25_001__CT2__v="khoảng 12 đến 15", **DONE)
    assert "to_person" in linked.send(data).text
    assert linked.send(data | {"to_person": ["1"]}).status_code == 303
    certain, held = linked.replies()
    assert (certain.outcome, held.outcome, held.waiting) == ("record", "hold", True)
    assert "khoảng 12 đến 15" in held.text
    assert SECOND not in held.text
    assert (linked.state(FIRST), linked.state(SECOND), linked.state(THIRD)) == ("held", "answered", "open")
    assert linked.answer(FIRST) is None


def test_not_ours_waits_for_a_person_and_stops_the_reminders(linked: LinkWorld) -> None:
    linked.send(linked.form(HT25_001__status="khong_phai_dau_moi", HT25_001__result="Thuộc Phòng Kinh tế", **DONE))
    certain, held = linked.replies()
    assert (certain.outcome, held.outcome, held.kind) == ("record", "hold", "note")
    assert "không phải đầu mối" in held.reason
    assert "Thuộc Phòng Kinh tế" in held.text
    assert (linked.state(FIRST), linked.state(SECOND)) == ("held", "answered")


@pytest.mark.parametrize(
    ("kind", "email", "row", "warning"),
    [
        ("add", "binh@xamau.example", ("add", ""), ""),
        ("replace", "binh@xamau.example", ("replace", CONTACT), ""),
        ("replace", "binh@noikhac.example", ("replace", CONTACT), "không thuộc tên miền"),
        ("add", PUBLIC, ("add", ""), "hộp thư công cộng"),
    ],
)
def test_a_new_contact_is_proposed_and_not_used(
    linked: LinkWorld, kind: str, email: str, row: tuple[str, str], warning: str
) -> None:
    linked.send(linked.form(contact__email=email.upper(), contact__name="Trần Thị Bình", contact__kind=kind))
    with linked.database.unit() as store:
        proposal = store.session.scalars(select(ProposalRow)).one()
    assert (proposal.kind, proposal.old_email) == row
    assert (proposal.source, proposal.state, proposal.new_email) == ("link", "open", email)
    assert warning in proposal.sentence
    assert linked.letters("receipt")[0].recipients == [CONTACT]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"sec_fetch_site": "cross-site", "origin": "null"}, 403),
        ({"sec_fetch_site": "same-site", "origin": "null"}, 403),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, 303),
        ({"origin": "http://127.0.0.1:8081"}, 303),
        ({}, 303),
    ],
)
def test_forms_of_other_sites_are_refused(linked: LinkWorld, headers: dict[str, str], status: int) -> None:
    assert linked.send(linked.form(**DONE), **headers).status_code == status
    assert linked.count(ReplyRow) == (status == 303)


def test_a_page_takes_in_only_so_much_at_once(linked: LinkWorld) -> None:
    data, browser = linked.form(HT25_002__percent="170"), linked.browser()
    seen = [browser.post(linked.path, data=data).status_code for _ in range(12)]
    assert seen[:10] == [422] * 10
    assert seen[-1] == 429


def test_a_page_takes_in_only_so_much_a_day(linked: LinkWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_reply, "FORMS_A_DAY", 1)
    linked.send(linked.form(**DONE))
    full = linked.send(linked.form(HT25_001__status="hoan_thanh"))
    assert (full.status_code, linked.count(ReplyRow)) == (429, 1)
    assert "đã nhận đủ 1 lần gửi" in full.text
    linked.now += timedelta(days=1, minutes=1)
    assert linked.send(linked.form(HT25_001__status="hoan_thanh")).status_code == 303


def test_a_body_that_is_too_large_is_refused_whatever_it_declares(linked: LinkWorld) -> None:
    def stream():  # without a declared length
        yield b"x" * 1024 * 1024

    browser = linked.browser()
    big = {"content-type": "multipart/form-data; boundary=b", "content-length": str(MAX_ALL * 2)}
    assert browser.post(linked.path, content=b"", headers=big).status_code == 413
    endless = (b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n', *[b"x" * 2**20] * 27)
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = browser.post(linked.path, content=iter(endless), headers=headers)
    assert answer.status_code == 413
    assert "quá lớn" in answer.text
    assert browser.post(linked.path, content=iter(stream()), headers=headers).status_code == 400
    assert (linked.count(ReplyRow), linked.count(StoredFileRow)) == (0, 0)


@pytest.mark.parametrize("value", ["\x00abc", "a" * 30_000, "\u202etfosorciM", "𝟭𝟮", "-5", "1e9", "NaN", "5/0", "٣"])
def test_odd_values_never_break_the_page(linked: LinkWorld, value: str) -> None:
    names = ("percent", "result", "difficulty", "CT1.n", "CT1.d", "CT2.v", "seen", "status")
    odd = {f"{FIRST}.{name}": [value] for name in names} | {"who": [value], "wish.codes": [value], "key": [value]}
    data = linked.form(HT25_002__status="dang_thuc_hien", HT25_002__result=value)
    assert linked.send(data | odd).status_code in {303, 422}
    assert linked.send(data).status_code in {303, 422}


def test_two_people_who_send_at_once_both_count_or_are_told(linked: LinkWorld) -> None:
    first, second = linked.form(HT25_001__status="hoan_thanh"), linked.form(HT25_001__status="chua_thuc_hien")
    assert linked.send(first).status_code == 303
    assert linked.send(second).status_code == 422
    said = linked.answer(FIRST)
    assert said is not None
    assert (said.version, said.status) == (1, "hoan_thanh")


def test_a_letter_of_another_day_leads_to_the_same_open_duties(linked: LinkWorld) -> None:
    assert linked.send(linked.form(HT25_003__status="hoan_thanh")).status_code == 303
    assert linked.state(THIRD) == "answered"
    assert THIRD in linked.browser().get(linked.path).text
    assert linked.count(LetterRow) == 2
    assert linked.replies()[0].received_at == NOW
