"""Whom a letter goes to on a day, and how a new address gets what is still open, at most one letter a day."""

from datetime import date

import pytest
from post_world import OFFICE, World, at

from cycles.ladder import Rung
from mail.letters.compose import compose_day
from state.ladder.ruling import Ruling
from state.register.contacts import NewContact
from state.tables import AssignmentRow, ClaimRow, ContactRow, TargetRow

BY = "Lê Thị C"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def compose(world, now):
    with world.units() as store:
        composed = compose_day(store, now, OFFICE)
        store.commit()
    return composed


def date_of(world, email, first=None, end=None):
    """The contact is used from a day of December 2025 until the day before another."""
    with world.units() as store:
        (row,) = store.agencies.by_address(email)
        row.valid_from = date(2025, 12, first) if first else None
        row.valid_to = date(2025, 12, end) if end else None
        store.commit()


def change(world, email, day, agency="co-quan-UBND xã Một", **more):
    with world.units() as store:
        told = store.contacts.change(NewContact(agency, email, **more), Ruling(BY, at(day)))
        store.commit()
    return told


def requests(world):
    return [letter for letter in world.letters() if letter.kind == "request"]


@pytest.mark.parametrize(
    ("day", "to"),
    [
        (11, "cu@mau.example"),  # Thursday, the last day of the old one
        (12, "moi@mau.example"),  # Friday, the first of the new one
    ],
)
def test_the_contact_of_the_day_gets_the_letter(world, day, to):
    _, duties = world.agency("UBND xã Một", "focal:cu@mau.example", "focal:moi@mau.example")
    date_of(world, "cu@mau.example", end=12)
    date_of(world, "moi@mau.example", first=12)
    world.claim(duties, "reminder-3", Rung.REMINDER, day)
    compose(world, at(day))
    (letter,) = requests(world)
    assert (letter.recipients, letter.cc) == ([to], [])


@pytest.mark.parametrize(
    ("contacts", "rung", "to", "cc"),
    [
        (["deputy:p@mau.example", "head:h@mau.example"], Rung.REMINDER, "p@mau.example", []),
        (["office:o@mau.example", "deputy:p@mau.example"], Rung.REMINDER, "o@mau.example", []),
        (["focal:f@mau.example", "deputy:p@mau.example"], Rung.TO_HEAD, "p@mau.example", ["f@mau.example"]),
        (
            ["focal:f@mau.example", "deputy:p@mau.example", "head:h@mau.example"],
            Rung.TO_HEAD,
            "h@mau.example",
            ["f@mau.example"],
        ),
        (["deputy:p@mau.example"], Rung.TO_HEAD, "p@mau.example", []),
    ],
)
def test_a_deputy_stands_in_for_the_head(world, contacts, rung, to, cc):
    _, duties = world.agency("UBND xã Một", *contacts)
    world.claim(duties, str(rung), rung, 19)
    compose(world, at(19))
    (letter,) = requests(world)
    assert (letter.recipients, letter.cc) == ([to], cc)


def test_a_new_contact_gets_what_is_open_with_the_next_letter_and_once(world):
    _, duties = world.agency("UBND xã Một", "focal:cu@mau.example", duties=3)
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    world.all_sent(12)
    world.answered(duties[0])
    told = change(world, "moi@mau.example", 15, replaces="cu@mau.example", name="Trần Thị Bình")
    assert told == (
        "Lê Thị C thay cu@mau.example bằng moi@mau.example (Trần Thị Bình) làm đầu mối của UBND xã Một từ ngày "
        "15/12/2025. 2 yêu cầu đang chờ báo cáo sẽ được gửi đến địa chỉ này."
    )
    compose(world, at(15))
    compose(world, at(15, 10))
    world.all_sent(15)
    compose(world, at(16))
    first, second = requests(world)
    assert (first.recipients, second.recipients) == (["cu@mau.example"], ["moi@mau.example"])
    assert {item.assignment_id: (item.step, item.rung) for item in second.items} == dict.fromkeys(
        duties[1:], ("reminder-3", "reminder")
    )
    with world.units() as store:
        assert {store.session.get_one(AssignmentRow, duty).step for duty in duties} == {"reminder-3"}


def test_on_the_day_of_a_letter_the_new_contact_waits_for_the_next_day(world):
    _, duties = world.agency("UBND xã Một", "focal:cu@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    change(world, "moi@mau.example", 12, replaces="cu@mau.example")
    compose(world, at(12, 10))
    world.all_sent(12)
    assert len(requests(world)) == 1
    compose(world, at(15))
    assert [letter.recipients for letter in requests(world)] == [["cu@mau.example"], ["moi@mau.example"]]


def test_two_new_contacts_and_a_step_of_the_ladder_make_one_letter(world):
    _, duties = world.agency("UBND xã Một", "focal:cu@mau.example", duties=2)
    change(world, "moi@mau.example", 15)
    change(world, "nua@mau.example", 15)
    world.claim(duties[:1], "reminder-1", Rung.REMINDER, 16)
    compose(world, at(16))
    (letter,) = requests(world)
    assert letter.recipients == ["cu@mau.example", "moi@mau.example", "nua@mau.example"]
    assert {item.assignment_id: item.step for item in letter.items} == {duties[0]: "reminder-1", duties[1]: "opening"}
    with world.units() as store:
        assert {claim.letter_id for claim in store.session.query(ClaimRow)} == {letter.id}


@pytest.mark.parametrize(
    ("step", "rung"),
    [
        ("opening", "opening"),
        ("reminder-7", "reminder"),
        ("due_today", "due_today"),
        ("overdue+1", "overdue"),
        ("to_head+2", "overdue"),
        ("official_letter+3", "overdue"),
        ("people_committee+5", "overdue"),
    ],
)
def test_the_new_contact_is_written_to_in_the_voice_that_was_reached_and_never_over_its_head(world, step, rung):
    _, duties = world.agency("UBND xã Một", "head:lanhdao@mau.example")
    with world.units() as store:
        store.session.get_one(AssignmentRow, duties[0]).step = step
        store.commit()
    change(world, "moi@mau.example", 12)
    compose(world, at(12))
    (letter,) = requests(world)
    assert (letter.recipients, letter.cc, letter.rung) == (["moi@mau.example"], [], rung)


def test_a_new_head_gets_nothing_while_a_focal_officer_reads_the_letters(world):
    world.agency("UBND xã Một", "focal:f@mau.example")
    assert "yêu cầu đang chờ" not in change(world, "h@mau.example", 12, role="head")
    compose(world, at(12))
    assert requests(world) == []


def test_a_contact_of_a_later_day_is_written_to_on_that_day(world):
    world.agency("UBND xã Một", "focal:cu@mau.example")
    change(world, "moi@mau.example", 10, since=date(2025, 12, 15), replaces="cu@mau.example")
    compose(world, at(12))
    assert requests(world) == []
    compose(world, at(15))
    assert [letter.recipients for letter in requests(world)] == [["moi@mau.example"]]


def test_what_has_not_begun_or_is_promised_for_later_is_left_in_peace(world):
    _, duties = world.agency("UBND xã Một", "focal:cu@mau.example", duties=3)
    with world.units() as store:
        store.session.get_one(AssignmentRow, duties[0]).step = None
        store.session.get_one(AssignmentRow, duties[1]).quiet_until = date(2025, 12, 23)
        store.commit()
    change(world, "moi@mau.example", 12, replaces="cu@mau.example")
    compose(world, at(12))
    (letter,) = requests(world)
    assert [item.assignment_id for item in letter.items] == duties[2:]


def test_an_agency_without_an_address_is_a_question_to_the_coordinator_once(world):
    _, duties = world.agency("UBND xã Một")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    for day in (12, 15, 16):
        compose(world, at(day))
    (note,) = world.letters()
    assert (note.kind, note.recipients, note.subject) == (
        "note",
        ["dieu-phoi@dondoc.example"],
        "[Đầu mối] 1 đề xuất cần quyết định, ngày 12/12",
    )
    assert "UBND xã Một: chưa có địa chỉ nhận thư; không còn địa chỉ nào dùng được." in note.text
    assert "UBND xã Một" in note.html
    change(world, "moi@mau.example", 17)
    compose(world, at(17))
    assert [letter.recipients for letter in requests(world)] == [["moi@mau.example"]]
    with world.units() as store:
        assert store.contacts.proposals() == []


def test_a_refused_question_is_not_asked_again_before_something_changes(world):
    _, duties = world.agency("UBND xã Một", "focal:cu@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        store.contacts.bounced("cu@mau.example", at(12), "Trả lại.")
        store.contacts.reject(store.contacts.proposals()[0].id, Ruling(BY, at(12, 9), "Đã biết."))
        store.commit()
    compose(world, at(15))
    with world.units() as store:
        assert store.contacts.waiting() == 0
        store.contacts.bounced("cu@mau.example", at(16), "Trả lại lần nữa.")
        assert store.contacts.waiting() == 1


def test_a_figure_that_another_item_asks_for_is_not_asked_twice(world):
    _, duties = world.agency("UBND xã Một", "focal:f@mau.example", duties=2)
    with world.units() as store:
        session = store.session
        session.get_one(AssignmentRow, duties[0]).shared = {"CT1": {"assignment": "KHAC25-004", "target": "CT9"}}
        session.get_one(AssignmentRow, duties[1]).targets = ["CT2"]
        target = TargetRow(position=2, code="CT2", path="II.2", group="", text="Số lớp", unit="lớp", relative=False)
        target.version_id = world.version_id
        session.add(target)
        store.commit()
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    (letter,) = requests(world)
    said = "CT1: Tỷ lệ trẻ, mẫu giáo học 2 buổi – đã đề nghị ở mục [KHAC25-004], không phải báo lại"
    assert f"Số liệu {said}" in letter.text
    assert "đã đề nghị ở mục [KHAC25-004], không phải báo lại" in letter.html
    assert "CT1 – " not in letter.text
    assert "CT2 – Số lớp (lớp): " in letter.text


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (date(2025, 3, 1), "Kế thừa Phòng Mẫu từ ngày 01/03/2025: báo cáo cả phần việc của Phòng Mẫu."),
        (None, "Kế thừa Phòng Mẫu: báo cáo cả phần việc của Phòng Mẫu."),
    ],
)
def test_an_heir_is_told_whose_duty_it_answers_for(world, since, sentence):
    _, duties = world.agency("UBND xã Một", "focal:f@mau.example", duties=2)
    with world.units() as store:
        row = store.session.get_one(AssignmentRow, duties[0])
        row.heir_of, row.heir_since = "Phòng Mẫu", since
        store.commit()
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    (letter,) = requests(world)
    assert (letter.text.count(sentence), letter.html.count(sentence)) == (1, 1)


def test_an_ended_contact_is_no_reader(world):
    world.agency("UBND xã Một", "focal:cu@mau.example", "head:h@mau.example")
    with world.units() as store:
        told = store.contacts.end("cu@mau.example", date(2025, 12, 12), Ruling(BY, at(12)))
        assert told == "Lê Thị C ngừng dùng địa chỉ cu@mau.example của UBND xã Một từ ngày 12/12/2025."
        assert "không còn địa chỉ" in store.contacts.end("h@mau.example", date(2025, 12, 12), Ruling(BY, at(12)))
        assert store.session.query(ContactRow).count() == 2
