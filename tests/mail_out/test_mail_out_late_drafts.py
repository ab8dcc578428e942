"""The note with real drafts: what the coordinator opens in Word names who is late, and proposes a working day."""

import io
from email import message_from_bytes
from email.policy import default
from functools import partial

import pytest
from docx import Document
from docx.oxml.ns import qn
from post_world import OFFICE, World, at

from cycles.calendar import shipped_calendar
from cycles.ladder import Relation, Rung
from flows import escalate, runtime
from flows.runtime import Runtime
from mail.post.outbox import message_of
from mail.post.server import PostOffice, PostServer, agency_box, mails_in
from reports.urging import draft_official_letter
from state.settings import Settings

MONDAY_22, WEDNESDAY_24 = 22, 24


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def tick(world, tmp_path, day):
    """The files of the note that the flow writes on a day, opened as a mail program does."""
    house = Runtime(Settings(home=tmp_path), world.database, shipped_calendar(), OFFICE)
    with house.database.unit() as store:
        key = escalate.write_note(house, store, at(day))
        store.commit()
    with house.database.unit() as store:
        (letter,) = (one for one in store.outbox.queued(at(day)) if one.id == key)
        message = message_of(letter, at(day), OFFICE)
    return letter, {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}


def words(content):
    paragraphs = Document(io.BytesIO(content)).element.body.iter(qn("w:p"))
    return "\n".join("".join(part.text or "" for part in one.iter(qn("w:t"))) for one in paragraphs)


def test_the_official_letter_comes_with_the_note(world, tmp_path):
    _, late = world.agency("UBND xã Một & Hai", "focal:mot@mau.example", duties=2)
    _, requested = world.agency("Hội Mẫu", "focal:hoi@mau.example", relation=Relation.REQUESTED)
    world.claim([*late, *requested], "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    letter, files = tick(world, tmp_path, MONDAY_22)
    assert list(files) == ["du-thao-cong-van-MAU25.docx"]
    text = words(files["du-thao-cong-van-MAU25.docx"])
    assert "Kính gửi: UBND xã Một & Hai." in text
    assert "V.1 (MAU25-001)" in text
    assert "V.2 (MAU25-002)" in text
    # Three working days after Monday 22/12/2025.
    assert "[gợi ý: ngày 25/12/2025, sau 03 ngày làm việc" in text
    assert "bao-cao@dondoc.example" in text
    assert "Hội Mẫu" not in text
    assert "Hội Mẫu" in letter.text
    assert "Dự thảo kèm theo: du-thao-cong-van-MAU25.docx" in letter.text


def test_the_report_to_the_committee_comes_with_the_last_note(world, tmp_path):
    _, late = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(late, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    tick(world, tmp_path, MONDAY_22)
    world.claim(late, "people_committee+5", Rung.PEOPLE_COMMITTEE, WEDNESDAY_24)
    _, files = tick(world, tmp_path, WEDNESDAY_24)
    assert list(files) == ["du-thao-bao-cao-ubnd-MAU25.docx"]
    text = words(files["du-thao-bao-cao-ubnd-MAU25.docx"])
    assert "dự thảo lập ngày 22/12/2025" in text
    assert "UBND xã Một" in text


def test_a_group_of_requested_bodies_gets_no_draft(world, tmp_path):
    _, requested = world.agency("Hội Mẫu", "focal:hoi@mau.example", relation=Relation.REQUESTED)
    world.claim(requested, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    letter, files = tick(world, tmp_path, MONDAY_22)
    assert files == {}
    assert "dự thảo" not in letter.text.casefold()


def test_a_broken_template_leaves_the_note(world, tmp_path, monkeypatch):
    broken = Document()
    broken.add_paragraph("{{ khong_co }}")
    broken.save(str(tmp_path / "hong.docx"))
    write = partial(draft_official_letter, template=tmp_path / "hong.docx")
    monkeypatch.setitem(escalate.DRAFTS, Rung.OFFICIAL_LETTER, ("du-thao-cong-van", write))
    _, late = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(late, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    letter, files = tick(world, tmp_path, MONDAY_22)
    assert files == {}
    assert "Chưa tạo được dự thảo: Mẫu báo cáo hong.docx không dùng được" in letter.text


def test_the_flow_brings_the_draft_into_the_mailbox_of_the_coordinator(world, tmp_path, monkeypatch):
    _, late = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(late, "official_letter+3", Rung.OFFICIAL_LETTER, MONDAY_22)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_DATABASE_URL", f"sqlite:///{tmp_path / 'mau.db'}")
    runtime.current.cache_clear()
    with PostServer(PostOffice(tmp_path / "mail", (OFFICE.address,))) as server:
        monkeypatch.setenv("DONDOC_SMTP_PORT", str(server.port))
        assert escalate.escalate.fn(at(MONDAY_22)) is True
        assert escalate.escalate.fn(at(MONDAY_22, 9)) is False
    runtime.current().database.close()
    runtime.current.cache_clear()
    (path,) = mails_in(agency_box(tmp_path / "mail", OFFICE.coordinator))
    mail = message_from_bytes(path.read_bytes(), policy=default)
    (file,) = mail.iter_attachments()
    assert file.get_filename() == "du-thao-cong-van-MAU25.docx"
    assert "chưa nhận được báo cáo của 01 cơ quan, đơn vị" in words(file.get_content())
