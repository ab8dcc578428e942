"""Decisions about contacts on both databases: what is refused leaves everything as it was."""

from datetime import date

import pytest
from databases import TABLES
from state_world import at, house_on, open_lai_chau

from mail.letters.compose import compose_day
from state.database import Database
from state.errors import NotFound
from state.ladder.pause_errors import BadRuling
from state.ladder.ruling import Ruling
from state.register.contact_errors import (
    AgencyGone,
    BadContactAddress,
    ContactPeriod,
    NeedsAddress,
    ProposalDecided,
    UnknownContactRole,
)
from state.register.contact_listing import contact_line, proposal_line
from state.register.contacts import NewContact, Proposed
from state.register.proposals import ADD, REPLACE
from state.tables import AgencyRow, ContactRow, EventRow

NOW = at("2024-12-02 09:00")  # a Monday
TODAY = NOW.date()
BY = Ruling("Lê Thị C", NOW, "Đã gọi điện.")
NEW = "moi@mau.example"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def opened(request, databases):
    """One database of each kind for all tests; every test rolls back."""
    found = databases.at(request.param, TABLES, "dondoc_contacts")
    yield found
    found.close()


@pytest.fixture
def store(opened):
    """One commune with a focal officer and a head, and a body that has ended."""
    with opened.unit() as unit:
        for code, name, end in (("MAU.XA", "UBND xã Mẫu", None), ("MAU.CU", "Phòng Cũ", date(2024, 7, 1))):
            unit.session.add(
                AgencyRow(
                    code=code,
                    name=name,
                    short_name=name,
                    kind="commune",
                    province="Tỉnh Mẫu",
                    parent="",
                    in_chain=True,
                    valid_to=end,
                    to_confirm=False,
                    note="",
                )
            )
        unit.session.flush()
        agency = unit.agencies.get("MAU.XA").id
        for role, email in (("focal", "cu@mau.example"), ("head", "lanhdao@mau.example")):
            unit.session.add(ContactRow(agency_id=agency, email=email, name="", role=role, state="ok"))
        unit.session.flush()
        yield unit


def used(store, day=TODAY):
    agency = store.agencies.get("MAU.XA").id
    return {row.email: row.role for row in store.agencies.contacts([agency], day)[agency]}


def propose(store, kind=REPLACE, **changes):
    values = {"new_email": NEW, "sentence": "Đề nghị thay đầu mối.", "name": "Trần Thị Bình", "old_email": ""}
    values |= {"old_email": "cu@mau.example"} if kind == REPLACE else {}
    agency = store.agencies.get("MAU.XA").id
    return store.contacts.propose(Proposed(agency, kind, "link", **(values | changes)), NOW)


def test_accepting_replaces_from_today_and_the_log_names_who_decided(store):
    number = propose(store)
    told = store.contacts.accept(number, BY)
    assert told == (
        "Lê Thị C thay cu@mau.example bằng moi@mau.example (Trần Thị Bình) làm đầu mối của UBND xã Mẫu từ ngày "
        "02/12/2024. Lý do: Đã gọi điện."
    )
    assert used(store, date(2024, 12, 1)) == {"cu@mau.example": "focal", "lanhdao@mau.example": "head"}
    assert used(store) == {NEW: "focal", "lanhdao@mau.example": "head"}
    assert store.contacts.proposals() == []
    (event,) = store.events.latest(1, ("contact-replaced",))
    assert (event.actor, event.sentence) == ("Lê Thị C", told)


def test_accepting_an_addition_keeps_the_contact_before(store):
    store.contacts.accept(propose(store, ADD), BY)
    assert used(store) == {"cu@mau.example": "focal", NEW: "focal", "lanhdao@mau.example": "head"}


def test_a_person_may_correct_the_address_while_accepting(store):
    store.contacts.accept(propose(store), BY, "Dung@MAU.example")
    assert set(used(store)) == {"dung@mau.example", "lanhdao@mau.example"}


@pytest.mark.parametrize("how", ["accept", "reject"])
def test_a_proposal_is_decided_once(store, how):
    number = propose(store)
    getattr(store.contacts, how)(number, BY)
    for again in (store.contacts.accept, store.contacts.reject):
        with pytest.raises(ProposalDecided, match="Lê Thị C"):
            again(number, BY)
    with pytest.raises(NotFound, match="đề xuất đầu mối"):
        store.contacts.accept(number + 1, BY)


def test_a_rejection_needs_a_reason_and_changes_no_contact(store):
    number = propose(store)
    with pytest.raises(BadRuling):
        store.contacts.reject(number, Ruling("Lê Thị C", NOW))
    assert "không chấp nhận đề xuất" in store.contacts.reject(number, BY)
    assert used(store) == {"cu@mau.example": "focal", "lanhdao@mau.example": "head"}


def test_the_same_proposal_waits_once_and_may_come_back_after_a_decision(store):
    number = propose(store)
    assert propose(store) is None
    store.contacts.reject(number, BY)
    assert propose(store) is not None


def test_a_question_for_a_new_address_is_answered_with_one(store):
    for cause, email in (("letter:1", "cu@mau.example"), ("letter:2", "lanhdao@mau.example")):
        store.contacts.bounced(email, NOW, "Trả lại.", cause=cause)
    (asked,) = store.contacts.proposals()
    with pytest.raises(NeedsAddress, match="--email"):
        store.contacts.accept(asked.id, BY)
    store.contacts.accept(asked.id, BY, NEW)
    assert used(store) == {NEW: "focal", "lanhdao@mau.example": "head"}


def test_an_address_set_by_hand_answers_the_question(store):
    for email in ("cu@mau.example", "lanhdao@mau.example"):
        store.contacts.bounced(email, NOW, "Trả lại.")
    store.contacts.change(NewContact("mau.xa", "cu@mau.example"), BY)
    assert store.contacts.proposals() == []
    (row,) = store.agencies.by_address("cu@mau.example")
    assert (row.state, row.hard_bounces) == ("ok", 0)


def test_bounces_are_counted_by_letter_until_somebody_writes_from_the_address(store):
    for cause in ("letter:1", "letter:1", "letter:2"):
        store.contacts.bounced("CU@mau.example", NOW, "Trả lại.", cause=cause)
    (row,) = store.agencies.by_address("cu@mau.example")
    assert (row.state, row.hard_bounces, store.contacts.waiting()) == ("bounced", 2, 1)
    store.contacts.reachable("cu@mau.example", NOW)
    store.session.refresh(row)
    assert (row.state, row.hard_bounces, store.contacts.waiting()) == ("ok", 0, 0)


def test_a_box_that_is_full_is_no_failure_for_good(store):
    store.contacts.bounced("cu@mau.example", NOW, "Hộp thư đầy.", hard=False)
    (row,) = store.agencies.by_address("cu@mau.example")
    assert (row.state, row.hard_bounces, store.contacts.waiting()) == ("bounced", 0, 0)


def test_an_address_that_ended_is_used_again_from_a_new_day(store):
    store.contacts.end("cu@mau.example", TODAY, BY)
    assert "cu@mau.example" not in used(store)
    store.contacts.change(NewContact("MAU.XA", "cu@mau.example", "deputy", since=date(2024, 12, 16)), BY)
    assert "cu@mau.example" not in used(store, date(2024, 12, 15))
    assert used(store, date(2024, 12, 16))["cu@mau.example"] == "deputy"


@pytest.mark.parametrize(
    ("new", "error", "words"),
    [
        (NewContact("MAU.XA", ""), BadContactAddress, "còn trống"),
        (NewContact("MAU.XA", "moi@mau"), BadContactAddress, "không phải là một địa chỉ"),
        (NewContact("MAU.XA", "mới@mau.example"), BadContactAddress, "ASCII"),
        (NewContact("MAU.XA", "a@mau.example, b@mau.example"), BadContactAddress, "không phải là một địa chỉ"),
        (NewContact("MAU.XA", NEW, "chủ tịch"), UnknownContactRole, "focal, deputy, head, office"),
        (NewContact("MAU.KHONG", NEW), NotFound, "cơ quan"),
        (NewContact("MAU.CU", NEW), AgencyGone, "01/07/2024"),
        (NewContact("MAU.XA", NEW, replaces="khac@mau.example"), NotFound, "khac@mau.example"),
        (NewContact("MAU.XA", "cu@mau.example", replaces="cu@mau.example"), BadContactAddress, "trùng"),
    ],
)
def test_what_cannot_be_a_contact_is_refused_in_one_sentence(store, new, error, words):
    before = store.session.query(ContactRow).count(), store.session.query(EventRow).count()
    with pytest.raises(error, match=words):
        store.contacts.change(new, BY)
    assert (store.session.query(ContactRow).count(), store.session.query(EventRow).count()) == before
    assert used(store) == {"cu@mau.example": "focal", "lanhdao@mau.example": "head"}


def test_a_contact_ends_once_and_after_it_began(store):
    store.contacts.change(NewContact("MAU.XA", NEW, since=date(2024, 12, 16)), BY)
    with pytest.raises(ContactPeriod, match="16/12/2024"):
        store.contacts.end(NEW, date(2024, 12, 16), BY)
    store.contacts.end(NEW, date(2024, 12, 17), BY)
    with pytest.raises(ContactPeriod, match="17/12/2024"):
        store.contacts.end(NEW, date(2024, 12, 20), BY)
    with pytest.raises(NotFound):
        store.contacts.end("khong@mau.example", TODAY, BY)
    with pytest.raises(NotFound, match=r"MAU\.KHONG"):
        store.contacts.end(NEW, TODAY, BY, "MAU.KHONG")


def test_contacts_and_proposals_as_rows(store):
    propose(store)
    store.contacts.bounced("cu@mau.example", NOW, "Trả lại.")
    store.contacts.away("lanhdao@mau.example", date(2024, 12, 20), NOW, "Vắng.")
    store.contacts.change(NewContact("MAU.XA", NEW, since=date(2024, 12, 16)), BY)
    rows = [contact_line(row, body) for row, body in store.contacts.listed("mau.xa")]
    assert [(row["email"], row["role"], row["state"], row["used"]) for row in rows] == [
        ("cu@mau.example", "đầu mối", "bị trả lại (1 thư)", "không giới hạn"),
        ("lanhdao@mau.example", "người đứng đầu", "vắng mặt đến 20/12/2024", "không giới hạn"),
        (NEW, "đầu mối", "được", "từ 16/12/2024"),
    ]
    assert [row.email for row, _ in store.contacts.listed(bounced=True)] == ["cu@mau.example"]
    assert [proposal_line(row)["state"] for row in store.contacts.proposals(everything=True)] == ["đã chấp nhận"]
    with pytest.raises(NotFound):
        store.contacts.listed("MAU.KHONG")


def test_the_ladder_of_a_real_cycle_goes_its_own_way_beside_the_letter_for_a_new_contact(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'dondoc.db'}")
    database.upgrade()
    house = house_on(database)
    open_lai_chau(house)

    def tick(day):
        moment = at(f"{day} 08:00")
        with database.unit() as unit:
            unit.assignments.claim_agencies([agency], moment, house.calendar)
            compose_day(unit, moment, house.office)
            letters = [row for row in unit.outbox.queued(moment) if row.agency_id == agency]
            unit.outbox.finish([{"id": row.id, "state": "sent", "sent_at": moment} for row in letters])
            told = [(row.recipients, {item.step for item in row.items}) for row in letters]
            unit.commit()
        return told

    with database.unit() as unit:
        body = unit.assignments.by_code(["LC24-070"])["LC24-070"].agency
        agency, code, old = body.id, body.code, body.contacts[0].email
    (first,) = tick("2024-11-14")  # Thursday
    with database.unit() as unit:
        told = unit.contacts.change(NewContact(code, NEW, replaces=old), Ruling("Lê Thị C", at("2024-11-18 09:00")))
        unit.commit()
    assert "sẽ được gửi đến địa chỉ này" in told
    days = ("2024-11-18", "2024-11-19", "2024-12-06")  # Monday, Tuesday, Friday (7 working days before the due day)
    assert [first, *(letter for day in days for letter in tick(day))] == [
        ([old], {"opening"}),
        ([NEW], {"opening"}),
        ([NEW], {"reminder-7"}),
    ]
    database.close()
