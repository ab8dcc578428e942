"""Copies, several of our addresses in one mail, colleagues and forwarded chains: whose words are they, said to whom?"""

from dataclasses import dataclass, field, replace

import pytest
from known_side import EML, ITEMS, MESSAGE_ID, TOKEN, FakeKnown, letter
from reply_world import CONTACT, NOW, ReplyWorld

from mail.incoming.message import Message
from mail.read_reply import Reading, read_reply
from mail.rules.model import Outcome, Owners
from state.post.outbox import NewLetter

OURS = f"bao-cao+{TOKEN}@dondoc.example"
PLAIN = "bao-cao@dondoc.example"
SECOND, OTHER = "bbbbbbbbbbbbbbbb", "cccccccccccccccc"
BOSS, COLLEAGUE = "chutich@xamau.example", "trinh@xamau.example"
SENT = (EML / "sent-one.txt").read_text(encoding="utf-8")
FORM = "HT26-031: đang thực hiện 70%"


@dataclass
class Letters(FakeKnown):
    """Letters to one agency about two duties each in its own letter, and one to another agency."""

    more: dict = field(default_factory=dict)

    def letter_by_token(self, token):
        return self.more.get(token) or super().letter_by_token(token)

    def owners(self, sender):
        found = [one for one in (self.letter, *self.more.values()) if sender in one.contacts]
        of_domain = [one for one in (self.letter, *self.more.values()) if sender.rpartition("@")[2] in one.domains]
        return Owners(*({one.agency_code: one.agency_name for one in some} for some in (found, of_domain)))


@pytest.fixture
def letters() -> Letters:
    first = letter("one")
    second = replace(first, id=2, asked=ITEMS[1:2])
    other = replace(
        first,
        id=3,
        agency_code="xa-khac",
        agency_name="UBND xã Khác",
        domains=frozenset({"xakhac.example"}),
        contacts=frozenset({"a@xakhac.example"}),
    )
    return Letters(first, more={SECOND: second, OTHER: other})


def mail(text, sender=CONTACT, to=(OURS,), cc=(), **changes) -> Message:
    return Message(sender=sender, to=to, cc=cc, text=text, **changes)


def tagged(token: str) -> str:
    return f"bao-cao+{token}@dondoc.example"


def said(reading: Reading) -> dict[str, str]:
    assert reading.verdict.outcome is Outcome.RECORD, reading.verdict.reason
    return {item.code: str(item.status) for item in reading.understanding.reported}


def why_held(reading: Reading) -> str:
    assert reading.verdict.outcome is Outcome.HOLD, reading.verdict.reason
    return reading.verdict.reason


# -- who gets a copy -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "cc", "text", "recorded"),
    [
        ((OURS,), (BOSS,), "Đã hoàn thành 100%.", True),
        ((BOSS, OURS), (), "Đã hoàn thành 100%.", True),
        ((PLAIN,), (OURS,), "Đã hoàn thành 100%.", True),
        ((BOSS,), (OURS,), "Anh xem giúp em, đã hoàn thành 100%.", False),
        ((BOSS,), (OURS,), "Đã hoàn thành 100%.", False),
        ((BOSS,), (OURS,), "[HT26-031] Đã hoàn thành 100%.", True),
        ((BOSS,), (OURS,), FORM, True),
        (("a@xakhac.example",), (OURS, BOSS), "Đã hoàn thành 100%.", False),
        ((), (OURS,), "Đã hoàn thành 100%.", True),
    ],
)
def test_a_copy_is_a_report_only_when_it_names_the_duty(letters, to, cc, text, recorded):
    reading = read_reply(mail(text, to=to, cc=cc), letters)
    if recorded:
        assert set(said(reading)) == {"HT26-031"}
    else:
        assert f"gửi cho {to[0]}, hệ thống chỉ nhận bản sao" in why_held(reading)
        assert reading.verdict.trusted


def test_a_copy_found_by_its_thread_is_judged_in_the_same_way(letters):
    for text, outcome in (("Đã hoàn thành.", Outcome.HOLD), ("HT26-031: đã hoàn thành.", Outcome.RECORD)):
        message = mail(text, to=(BOSS,), cc=(PLAIN,), in_reply_to=(MESSAGE_ID,))
        assert read_reply(message, letters).verdict.outcome is outcome


def test_an_agency_that_got_a_copy_does_not_answer_for_the_other_one(letters):
    message = mail("HT26-031: đã hoàn thành", sender="a@xakhac.example", cc=(CONTACT,))
    assert "đầu mối của UBND xã Khác, không phải của UBND xã Mẫu" in why_held(read_reply(message, letters))


# -- several of our addresses in one mail ----------------------------------------------------------------------------


def test_a_mail_to_the_addresses_of_two_agencies_belongs_to_its_sender(letters):
    for to in ((tagged(OTHER), OURS), (OURS, tagged(OTHER))):
        for sender, agency in ((CONTACT, "xa-mau"), ("a@xakhac.example", "xa-khac"), (COLLEAGUE, "xa-mau")):
            reading = read_reply(mail("HT26-031: đã hoàn thành", sender=sender, to=to), letters)
            assert reading.verdict.letter.agency_code == agency
            said(reading)


def test_a_stranger_who_writes_to_the_addresses_of_two_agencies_is_held(letters):
    reading = read_reply(mail("HT26-031: đã hoàn thành", sender="la@la.example", to=(tagged(OTHER), OURS)), letters)
    assert "không thuộc UBND xã Khác" in why_held(reading)


def test_one_mail_to_two_letters_of_one_agency_answers_both(letters):
    text = "HT26-031: đã hoàn thành 100%.\nHT26-032: đang thực hiện 40%."
    found = said(read_reply(mail(text, to=(OURS, tagged(SECOND))), letters))
    assert found == {"HT26-031": "hoan_thanh", "HT26-032": "dang_thuc_hien"}


def test_one_status_for_two_letters_is_nobodys(letters):
    reading = read_reply(mail("Đã hoàn thành 100%.", to=(OURS, tagged(SECOND))), letters)
    assert "không nêu mã nhiệm vụ" in why_held(reading)


def test_the_same_words_in_two_mails_to_two_letters_answer_each(letters):
    assert set(said(read_reply(mail("Đã hoàn thành.", to=(OURS,)), letters))) == {"HT26-031"}
    assert set(said(read_reply(mail("Đã hoàn thành.", to=(tagged(SECOND),)), letters))) == {"HT26-032"}


@pytest.mark.parametrize("change", [{"revoked": True}, {"expired": True}])
def test_a_letter_that_has_ended_is_left_out_where_another_one_holds(letters, change):
    letters.more[SECOND] = replace(letters.more[SECOND], **change)
    assert set(said(read_reply(mail("Đã hoàn thành.", to=(tagged(SECOND), OURS)), letters))) == {"HT26-031"}


def test_whoever_answers_for_two_agencies_in_one_mail_is_asked(letters):
    letters.more[OTHER] = replace(letters.more[OTHER], contacts=frozenset({CONTACT}))
    reading = read_reply(mail("HT26-031: đã hoàn thành", to=(OURS, tagged(OTHER))), letters)
    assert "chung cho nhiều cơ quan (UBND xã Mẫu, UBND xã Khác)" in why_held(reading)
    assert reading.verdict.trusted


# -- colleagues and chains -------------------------------------------------------------------------------------------

PASSED_ON = f"""
---------- Thư đã chuyển tiếp ----------
Từ: Nguyễn Văn Mẫu <{CONTACT}>
Ngày: 10/12/2025
Chủ đề: FW: báo cáo
Tới: Trịnh <{COLLEAGUE}>

{SENT}"""
OUTLOOK = f"""
________________________________
Từ: {{author}}
Đã gửi: 10 Tháng Mười Hai 2025 8:00
Tới: {{to}}
Chủ đề: RE: báo cáo

{{words}}

Từ: Sở Giáo dục và Đào tạo <{OURS}>
Đã gửi: 09 Tháng Mười Hai 2025 8:00
Tới: Nguyễn Văn Mẫu
Chủ đề: báo cáo

{SENT}"""


def chain(words: str, author: str = f"Trịnh <{COLLEAGUE}>") -> str:
    return OUTLOOK.format(author=author, to=CONTACT, words=words)


def test_the_colleague_to_whom_our_letter_was_passed_on_answers(letters):
    reading = read_reply(mail(f"Đã hoàn thành 100%.\n{PASSED_ON}", sender=COLLEAGUE), letters)
    assert said(reading) == {"HT26-031": "hoan_thanh"}
    assert "người trả lời khác đầu mối" in reading.verdict.reason


@pytest.mark.parametrize(
    ("top", "recorded"),
    [
        ("Đã hoàn thành 100%.", True),
        ("HT26-031: đã hoàn thành 100%, chi tiết như thư của đồng chí Trịnh dưới đây.", True),
        ("", False),
        ("Kính chuyển Sở.", False),
        ("Trân trọng.", False),
    ],
)
@pytest.mark.parametrize(
    "author", [f"Trịnh <{COLLEAGUE}>", COLLEAGUE, "Trịnh Thị Trình", f"[mailto:{COLLEAGUE}] Trịnh"]
)
@pytest.mark.parametrize(
    "words", ["Em báo cáo: đã hoàn thành 100%.", "Trạng thái: đã hoàn thành\nTỷ lệ hoàn thành: 100"]
)
def test_of_a_forwarded_chain_only_the_words_of_the_sender_count(letters, top, recorded, author, words):
    reading = read_reply(mail(f"{top}\n{chain(words, author)}", sender_name="Nguyễn Văn Mẫu"), letters)
    if recorded and "Trạng thái" not in words:
        assert said(reading) == {"HT26-031": "hoan_thanh"}
    elif not recorded:
        why_held(reading)


def test_the_author_of_what_was_forwarded_is_named(letters):
    reading = read_reply(mail(chain("Em báo cáo: đã hoàn thành 100%.")), letters)
    assert f"thư của {COLLEAGUE} được chuyển tiếp" in why_held(reading)


def test_the_chain_of_a_stranger_is_held_also_with_gmail_marks(letters):
    quoted = "\n".join(f"> {line}" for line in ("Đã hoàn thành 100%.", *SENT.split("\n")))
    text = f"\nVào Th 4, 10 thg 12, 2025 lúc 08:00 Người Lạ <la@la.example>\nđã viết:\n\n{quoted}"
    assert "la@la.example" in why_held(read_reply(mail(text), letters))


@pytest.mark.parametrize(
    "attribution",
    [
        f"Vào Th 4, 10 thg 12, 2025 lúc 08:00 Sở Giáo dục và Đào tạo <{OURS}> đã viết:",
        f"Vào Th 4, 10 thg 12, 2025 lúc 08:00 Sở Giáo dục và Đào tạo <\n{OURS}> đã viết:",
        f"On Wed, Dec 10, 2025 Sở <{PLAIN}> wrote:",
        "Từ: Sở Giáo dục và Đào tạo\nĐã gửi: 10/12/2025\nTới: Nguyễn Văn Mẫu\nChủ đề: báo cáo\n",
        f'Từ: "Văn phòng Sở" <{PLAIN}>\nĐã gửi: 10/12/2025\nTới: Nguyễn Văn Mẫu\nChủ đề: báo cáo\n',
    ],
)
def test_our_own_letter_is_nobody_elses_chain(letters, attribution):
    filled = SENT.replace("Trạng thái:", "Trạng thái: đã hoàn thành", 1)
    quoted = "\n".join(f"> {line}" for line in filled.split("\n")) if attribution.endswith("viết:") else filled
    letters.letter = replace(letters.letter, sent_text=f"{SENT}\nSở Giáo dục và Đào tạo")
    reading = read_reply(mail(f"Đã hoàn thành 100%.\n\n{attribution}\n{quoted}"), letters)
    assert "chuyển tiếp" not in reading.verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "HT26-031: đã hoàn thành.\n\nTrân trọng.\nEmail: vanthu@khac.example",
        "HT26-031: đã hoàn thành, số liệu lấy từ: a@khac.example",
        "HT26-031: đã hoàn thành. Liên hệ a@khac.example\nCộng hòa xã hội chủ nghĩa Việt Nam:",
    ],
)
def test_an_address_in_the_words_makes_no_chain(letters, text):
    assert "chuyển tiếp" not in read_reply(mail(text), letters).verdict.reason


# -- in the database -------------------------------------------------------------------------------------------------


def test_two_letters_of_one_agency_in_the_database_are_answered_by_one_mail(tmp_path):
    world = ReplyWorld(tmp_path)
    with world.units() as store:
        first = store.outbox.by_token(TOKEN)
        store.outbox.queue(
            [
                NewLetter(
                    key="request:2",
                    kind="request",
                    rung="reminder",
                    agency_id=first.agency_id,
                    day=first.day,
                    message_id="<dondoc.hai@dondoc.example>",
                    token=SECOND,
                    reply_to=tagged(SECOND),
                    recipients=(CONTACT,),
                    subject="[HT26] hai",
                    text="x",
                    html="x",
                    items={world.assignments["HT26-033"]: ("reminder-3", "reminder")},
                )
            ],
            NOW,
        )
        store.commit()
    raw = f"From: {CONTACT}\r\nTo: {tagged(SECOND)}, {OURS}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    world.box.put((raw + "HT26-031: đã hoàn thành\r\nHT26-033: đang thực hiện 30%\r\n").encode())
    assert len(world.gather().outcomes[0].answers) == 2
    assert (world.state("HT26-031"), world.state("HT26-033")) == ("answered", "answered")
    world.database.close()


def test_the_same_mail_delivered_to_two_of_our_addresses_is_kept_once(tmp_path):
    world = ReplyWorld(tmp_path)
    head = f"From: {CONTACT}\r\nTo: {OURS}, {tagged(SECOND)}\r\nMessage-ID: <1@xamau.example>\r\n"
    body = f"{head}\r\nHT26-031: da xong 100%\r\n"
    for token in (TOKEN, SECOND):
        world.box.put(f"Delivered-To: {tagged(token)}\r\n{body}".encode())
    summary = world.gather()
    assert (len(summary.outcomes), summary.known, len(world.replies())) == (1, 1, 1)
    world.database.close()
