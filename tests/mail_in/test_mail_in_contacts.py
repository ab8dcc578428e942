"""What mails do to contacts: bounces are counted, a person is asked, and nothing changes before an answer."""

from datetime import timedelta

import pytest
from reply_world import CONTACT, NOW, ReplyWorld
from sqlalchemy import select

from mail.letters.contact_note import contact_note
from mail.office import Office
from mail.rules.model import Outcome
from state.ladder.ruling import Ruling
from state.tables import AgencyRow, AssignmentRow, ClaimRow, ContactRow, ExtensionRow, ProposalRow

OFFICE = Office("Sở Giáo dục và Đào tạo", "bao-cao@dondoc.example", "dieu-phoi@dondoc.example")
REDIRECTED = "Tôi không phải đầu mối, đề nghị gửi cho đồng chí Trần Thị Bình, địa chỉ binh@xamau.example."
CODES = ("HT26-031", "HT26-032", "HT26-033")


@pytest.fixture
def world(tmp_path):
    found = ReplyWorld(tmp_path)
    yield found
    found.database.close()


def proposals(world, kind=None):
    with world.units() as store:
        rows = store.session.scalars(select(ProposalRow).order_by(ProposalRow.id)).all()
        return [row for row in rows if kind in (None, row.kind)]


def also(world, *contacts):
    """More addresses of the agency ("head:lanhdao@xamau.example")."""
    with world.units() as store:
        agency = store.agencies.by_address(CONTACT)[0].agency_id
        for contact in contacts:
            role, _, email = contact.partition(":")
            store.session.add(ContactRow(agency_id=agency, email=email, name="", role=role, state="ok"))
        store.commit()


def bounce(world, number, **changes):
    """The report of another mail system about the same letter, or about another address."""
    world.put("bounce-hard", **{"<bounce-hard@": f"<bounce-hard-{number}@", **changes})
    return world.gather()


def test_the_last_address_that_bounces_is_a_question_to_the_coordinator(world):
    bounce(world, 1)
    (asked,) = proposals(world)
    assert (asked.kind, asked.source, asked.old_email, asked.new_email) == ("unreachable", "bounce", CONTACT, "")
    assert asked.sentence == (
        "UBND xã Mẫu: thư gửi đến nguyenvanmau@xamau.example bị trả lại; không còn địa chỉ nào dùng được. "
        "Cần địa chỉ đầu mối mới."
    )
    assert world.contact().hard_bounces == 1


def test_one_bounce_with_another_address_left_asks_nobody(world):
    also(world, "head:lanhdao@xamau.example")
    bounce(world, 1)
    assert world.contact().state == "bounced"
    assert proposals(world) == []


def test_the_same_letter_returned_twice_counts_once(world):
    also(world, "head:lanhdao@xamau.example")
    bounce(world, 1)
    bounce(world, 2, **{"550 5.1.1": "551 5.1.1"})
    assert world.contact().hard_bounces == 1
    assert proposals(world) == []


def test_a_second_address_that_bounces_asks_once_while_a_third_still_works(world):
    also(world, "office:vanthu@xamau.example", "head:lanhdao@xamau.example")
    bounce(world, 1)
    bounce(world, 2, **{CONTACT: "vanthu@xamau.example"})
    bounce(world, 3, **{CONTACT: "lanhdao@xamau.example"})
    (asked,) = proposals(world)
    assert "hiện chỉ còn lanhdao@xamau.example" in asked.sentence


def test_a_reply_from_the_address_takes_everything_back(world):
    bounce(world, 1)
    world.write("HT26-031: đã hoàn thành")
    world.gather()
    contact = world.contact()
    assert (contact.state, contact.hard_bounces) == ("ok", 0)
    (asked,) = proposals(world)
    assert (asked.state, asked.decided_by) == ("rejected", "hệ thống")


def test_the_coordinator_gets_one_note_a_day_with_all_questions(world):
    def note(now):
        with world.units() as store:
            key = contact_note(store, now, OFFICE)
            text = store.outbox.get(key).text if key else ""
            store.commit()
        return text

    assert note(NOW) == ""
    world.write(REDIRECTED)
    world.gather()
    first = note(NOW)
    assert first.startswith("DỮ LIỆU MẪU")
    assert "01 đề xuất" in first
    assert "thay đầu mối nguyenvanmau@xamau.example bằng Trần Thị Bình (binh@xamau.example)" in first
    bounce(world, 1)
    assert note(NOW + timedelta(hours=1)) == ""
    second = note(NOW + timedelta(days=1))
    assert "bị trả lại" in second
    assert "binh@xamau.example" not in second
    assert note(NOW + timedelta(days=2)) == ""


def test_a_trusted_reply_proposes_and_nothing_else_changes(world):
    world.write(REDIRECTED)
    outcome = world.gather().outcomes[0]
    assert outcome.outcome is Outcome.HOLD
    (asked,) = proposals(world)
    assert (asked.kind, asked.old_email, asked.new_email, asked.name) == (
        "replace",
        CONTACT,
        "binh@xamau.example",
        "Trần Thị Bình",
    )
    assert asked.reply_id == outcome.reply_id
    assert "xác minh" not in asked.sentence
    assert [world.state(code) for code in CODES] == ["held"] * 3
    with world.units() as store:
        assert store.agencies.by_address("binh@xamau.example") == []
        assert world.contact().valid_to is None


@pytest.mark.parametrize(
    ("address", "warning"),
    [
        ("binh@gmail.com", "hộp thư công cộng"),
        ("binh@khac.example", "không thuộc tên miền đã đăng ký của cơ quan (xamau.example)"),
        ("vanthu@xakhac.example", "đang là đầu mối của UBND xã Khác"),
    ],
)
def test_what_speaks_against_an_address_is_said_in_the_sentence(world, address, warning):
    with world.units() as store:
        other = AgencyRow(
            code="xa-khac",
            name="UBND xã Khác",
            short_name="xã Khác",
            kind="commune",
            province="Tỉnh Mẫu",
            parent="",
            in_chain=True,
            to_confirm=False,
            note="",
        )
        other.contacts = [ContactRow(email="vanthu@xakhac.example", name="", role="focal", state="ok")]
        store.session.add(other)
        store.commit()
    world.write(REDIRECTED.replace("binh@xamau.example", address))
    world.gather()
    (asked,) = proposals(world)
    assert warning in asked.sentence


def test_a_colleague_who_is_not_registered_can_only_add(world):
    world.write(REDIRECTED, sender="dongnghiep@xamau.example")
    world.gather()
    (asked,) = proposals(world)
    assert (asked.kind, asked.old_email) == ("add", "")


def test_an_address_that_is_registered_already_is_no_proposal(world):
    also(world, "focal:binh@xamau.example")
    world.write(REDIRECTED, sender="dongnghiep@xamau.example")
    world.gather()
    assert proposals(world) == []


@pytest.mark.parametrize(
    ("sender", "changes"),
    [("ai-do@la.example", {}), (CONTACT, {"bao-cao+abcdefghij234567": "bao-cao", "Re: bao cao": "[HT26-031]"})],
)
def test_a_sender_whom_we_do_not_trust_proposes_nothing(world, sender, changes):
    world.write(REDIRECTED, sender=sender)
    raw = world.box.mails.pop().raw
    for old, new in changes.items():
        raw = raw.replace(old.encode(), new.encode())
    world.box.put(raw)
    assert world.gather().outcomes[0].outcome is Outcome.HOLD
    assert proposals(world) == []


def test_the_same_wish_in_a_second_mail_waits_once(world):
    world.write(REDIRECTED, number=1)
    world.write(f"Kính gửi Sở. {REDIRECTED}", number=2)
    world.gather()
    assert len(proposals(world)) == 1


def test_a_report_with_a_new_contact_is_recorded_and_proposed(world):
    world.write("HT26-031: đã hoàn thành. Từ nay đầu mối mới là đồng chí Trần Thị Bình, binh@xamau.example")
    outcome = world.gather().outcomes[0]
    assert outcome.outcome is Outcome.RECORD
    assert "Cơ quan báo đầu mối mới: Trần Thị Bình (binh@xamau.example)." in outcome.reason
    assert [world.state(code) for code in CODES] == ["answered", "open", "open"]
    assert len(proposals(world)) == 1


def decide(world, how, **words):
    with world.units() as store:
        number = store.contacts.proposals()[0].id
        told = getattr(store.contacts, how)(number, Ruling("Lê Thị C", NOW, "Đã gọi điện."), **words)
        store.commit()
    return told


def test_accepting_lets_go_on_what_the_mail_had_stopped_and_reaches_the_new_address(world):
    world.write(REDIRECTED)
    world.gather()
    told = decide(world, "accept")
    assert "thay nguyenvanmau@xamau.example bằng binh@xamau.example (Trần Thị Bình)" in told
    assert "3 yêu cầu đang chờ báo cáo sẽ được gửi đến địa chỉ này" in told
    assert [world.state(code) for code in CODES] == ["open"] * 3
    assert world.contact().valid_to == NOW.date()
    assert not world.replies()[0].waiting
    with world.units() as store:
        new = store.agencies.by_address("binh@xamau.example")[0]
        claims = store.session.scalars(select(ClaimRow)).all()
        assert {(claim.step, claim.rung, claim.day) for claim in claims} == {(f"again-{new.id}", "opening", NOW.date())}
        rows = store.session.scalars(select(AssignmentRow)).all()
        assert {(row.step, row.next_on) for row in rows} == {("opening", NOW.date())}


def test_rejecting_goes_on_with_the_old_contact(world):
    world.write(REDIRECTED)
    world.gather()
    decide(world, "reject")
    assert [world.state(code) for code in CODES] == ["open"] * 3
    assert world.contact().valid_to is None


@pytest.mark.parametrize("how", ["accept", "reject"])
def test_what_another_mail_stopped_stays_stopped(world, how):
    world.write(REDIRECTED, number=1)
    world.write("HT26-031: đã hoàn thành 105%", number=2)
    world.gather()
    decide(world, how)
    assert [world.state(code) for code in CODES] == ["held"] * 3


def test_after_the_change_the_old_and_the_new_contact_may_answer_the_old_letter(world):
    world.write(REDIRECTED, number=1)
    world.gather()
    decide(world, "accept")
    world.write("HT26-031: đã hoàn thành", sender="binh@xamau.example", number=2)
    world.write("HT26-032: đã hoàn thành", number=3)
    world.gather()
    assert [world.state(code) for code in CODES] == ["answered", "answered", "open"]


def extensions(world):
    with world.units() as store:
        rows = store.session.scalars(select(ExtensionRow).order_by(ExtensionRow.id)).all()
        return [
            (store.session.get_one(AssignmentRow, row.assignment_id).code, row.asked_until, row.state) for row in rows
        ]


def test_a_request_for_more_time_is_kept_for_a_decision(world):
    world.write("HT26-031: xin lùi thời hạn gửi báo cáo đến ngày 20/12/2025 do đang chờ số liệu.")
    world.gather()
    ((code, until, state),) = extensions(world)
    assert (code, f"{until:%a %d/%m/%Y}", state) == ("HT26-031", "Sat 20/12/2025", "asked")
    assert [world.state(code) for code in CODES] == ["held", "open", "open"]


def test_a_request_for_everything_is_kept_for_everything(world):
    world.write("Xin gia hạn thời gian báo cáo đến 22/12/2025.")
    world.gather()
    assert [code for code, _, _ in extensions(world)] == list(CODES)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("HT26-031: đang thực hiện 60%, xin gia hạn đến ngày 20/12/2025", CONTACT),
        ("HT26-031: xin lùi thời hạn đến ngày 20/12/2025", "ai-do@la.example"),
    ],
)
def test_beside_an_answer_or_from_a_stranger_nothing_is_asked(world, text, sender):
    world.write(text, sender=sender)
    world.gather()
    assert extensions(world) == []


def test_an_answer_that_comes_later_leaves_no_request_open(world):
    world.write("HT26-031: xin lùi thời hạn gửi báo cáo đến ngày 20/12/2025.", number=1)
    world.write("HT26-031: đã hoàn thành 100%", number=2)
    world.gather()
    assert world.state("HT26-031") == "answered"
    with world.units() as store:
        assert store.pauses.open_extensions() == []


def test_a_request_for_more_time_is_not_undone_by_a_decision_about_the_contact(world):
    world.write(f"{REDIRECTED} HT26-031: xin lùi thời hạn gửi báo cáo đến ngày 22/12/2025.")
    world.gather()
    decide(world, "accept")
    assert [world.state(code) for code in CODES] == ["held", "open", "open"]
