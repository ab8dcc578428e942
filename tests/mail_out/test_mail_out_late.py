"""The note to the coordinator: both rungs that need a signature, once, with drafts, and never to an agency."""

from datetime import date

import pytest
from post_world import OFFICE, World, at

from cycles.ladder import Relation, Rung
from mail.letters.compose import compose_day
from mail.letters.late import Draft, late_note
from mail.post.outbox import message_of
from state.ladder.late import Tally, late_on
from state.post.outbox import Enclosure
from state.tables import AgencyRow, AssignmentRow, PlacementRow

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MONDAY_22, WEDNESDAY_24 = 22, 24


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def paper(group):
    """A draft that says what it is about."""
    names = ", ".join(body.name for body in group.urged)
    return Draft(Enclosure(f"{group.rung}-{group.cycle.code}.docx", WORD, names.encode()))


def note(world, day, hour=8, drafter=paper):
    with world.units() as store:
        key = late_note(store, at(day, hour), OFFICE, drafter)
        store.commit()
    return key


def last_letter(world):
    with world.units() as store:
        found = store.outbox.get(max(letter.id for letter in store.outbox.all()))
        return found, [(one.name, one.content) for one in found.enclosures]


def reminded(world, duties):
    """One reminder left on Tuesday 16/12."""
    world.claim(duties, "reminder-1", Rung.REMINDER, 16)
    with world.units() as store:
        compose_day(store, at(16), OFFICE)
        store.commit()
    world.all_sent(16)


def test_the_official_letter_goes_to_the_coordinator_and_never_to_the_agency(world):
    _, late = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    _, requested = world.agency("Hội Mẫu", "focal:hoi@mau.example", relation=Relation.REQUESTED)
    reminded(world, late)
    world.claim([*late, *requested], "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    with world.units() as store:
        assert compose_day(store, at(MONDAY_22), OFFICE).letters == ()
    assert note(world, MONDAY_22) is not None
    letter, files = last_letter(world)
    assert (letter.kind, letter.rung, letter.agency_id) == ("note", "official_letter", None)
    assert (letter.recipients, letter.cc) == (["dieu-phoi@dondoc.example"], [])
    assert letter.subject == "[MAU25] 2 cơ quan quá hạn báo cáo, tính đến ngày 22/12"
    line = "1. UBND xã Một: V.1 (MAU25-001), V.2 (MAU25-002) – hạn 17/12/2025 (quá hạn 5 ngày); đã gửi 1 thư, gần nhất"
    assert line in letter.text
    assert "2. Hội Mẫu: V.3 (MAU25-003)" in letter.text
    assert "chỉ đề nghị phối hợp, không đưa vào văn bản" in letter.text
    assert files == [("official_letter-MAU25.docx", b"UBND x\xc3\xa3 M\xe1\xbb\x99t")]
    assert "Dự thảo kèm theo: official_letter-MAU25.docx" in letter.text
    assert "official_letter-MAU25.docx" in letter.html
    assert note(world, MONDAY_22, 9) is None


def test_the_last_rung_gets_a_note_with_another_draft(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    reminded(world, duties)
    world.claim(duties, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    note(world, MONDAY_22)
    world.claim(duties, "people_committee+5", Rung.PEOPLE_COMMITTEE, WEDNESDAY_24)
    assert note(world, WEDNESDAY_24) is not None
    letter, files = last_letter(world)
    assert letter.rung == "people_committee"
    assert [name for name, _ in files] == ["people_committee-MAU25.docx"]
    assert "Báo cáo UBND tỉnh – báo cáo năm 2025 (MAU25)" in letter.text
    assert "đã có dự thảo công văn đôn đốc ngày 22/12/2025" in letter.text
    assert note(world, WEDNESDAY_24, 9) is None


def test_both_rungs_of_one_day_stand_in_one_note_with_a_draft_each(world):
    _, one = world.agency("UBND xã Một", "focal:mot@mau.example")
    _, two = world.agency("UBND xã Hai", "focal:hai@mau.example")
    world.claim(one, "people_committee+5", Rung.PEOPLE_COMMITTEE, WEDNESDAY_24)
    world.claim(two, "official_letter+3", Rung.OFFICIAL_LETTER, WEDNESDAY_24)
    note(world, WEDNESDAY_24)
    letter, files = last_letter(world)
    assert letter.rung == "people_committee"
    assert [(name, content.decode()) for name, content in files] == [
        ("official_letter-MAU25.docx", "UBND xã Hai"),
        ("people_committee-MAU25.docx", "UBND xã Một"),
    ]
    assert "chưa gửi được thư nào, cần kiểm tra đầu mối nhận thư; chưa có dự thảo công văn" in letter.text


def test_a_draft_that_cannot_be_made_costs_the_draft_and_not_the_note(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    note(world, MONDAY_22, drafter=lambda group: Draft(problem="Mẫu hỏng & thiếu thẻ."))
    letter, files = last_letter(world)
    assert files == []
    assert "Chưa tạo được dự thảo: Mẫu hỏng & thiếu thẻ." in letter.text
    assert "Mẫu hỏng &amp; thiếu thẻ." in letter.html


def test_the_mail_carries_the_file_beside_its_texts(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    note(world, MONDAY_22)
    with world.units() as store:
        (letter,) = store.outbox.queued(at(MONDAY_22))
        message = message_of(letter, at(MONDAY_22), OFFICE)
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("official_letter-MAU25.docx", WORD)
    assert file.get_payload(decode=True) == "UBND xã Một".encode()


@pytest.mark.parametrize("event", ["answered", "held", "extended"])
def test_no_note_is_written_when_nothing_is_late_any_more(world, event):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    if event == "answered":
        world.answered(*duties)
    with world.units() as store:
        if event == "held":
            store.assignments.hold(duties, at(MONDAY_22), "Chờ người xem.")
        if event == "extended":
            store.session.get_one(AssignmentRow, duties[0]).due_on = date(2025, 12, 29)  # Monday
        store.commit()
    assert note(world, MONDAY_22) is None
    assert [letter for letter in world.letters() if letter.kind == "note"] == []


def test_a_body_that_was_moved_out_of_the_chain_of_command_is_only_requested(world):
    agency, duties = world.agency("Đài Mẫu", "focal:dai@mau.example")
    world.claim(duties, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    with world.units() as store:
        code = store.session.get_one(AgencyRow, agency).code
        day = date(2025, 12, 19)  # Friday
        store.session.add(PlacementRow(agency_id=agency, since=day, parent="", in_chain=False, decision="QĐ mẫu"))
        store.session.flush()
        (group,) = late_on(store, date(2025, 12, 22)).groups
    assert [(body.code, body.requested) for body in group.bodies] == [(code, True)]
    assert group.urged == ()


def test_what_is_known_of_a_late_body(database, tmp_path):
    world = World(tmp_path, database)
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    _, other = world.agency("UBND xã Hai", "focal:hai@mau.example", duties=2)
    reminded(world, [*duties, *other])
    world.answered(other[0])
    world.claim(duties, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    with world.units() as store:
        store.session.get_one(AssignmentRow, duties[1]).heir_of = "UBND huyện Cũ"
        late = late_on(store, date(2025, 12, 22))
        (group,) = late.groups
        (body,) = group.bodies
    assert (group.rung, group.tally) == (Rung.OFFICIAL_LETTER, Tally(asked=4, answered=1, held=0))
    assert [(item.code, item.path, item.heir_of) for item in body.items] == [
        ("MAU25-001", "V.1", ""),
        ("MAU25-002", "V.2", "UBND huyện Cũ"),
    ]
    assert (body.due_on, body.days_late(late.day)) == (date(2025, 12, 17), 5)  # Wednesday to Monday
    assert (body.letters_sent, body.last_sent_on, body.urged_on) == (1, date(2025, 12, 16), None)
