"""The coordinator hears of mails that wait too long: once a day, in office hours, until somebody has decided."""

from datetime import datetime, timedelta

import pytest
from quick_world import OFFICE, Template
from reply_world import NOW

from cycles.calendar import WorkCalendar
from mail.desk.deciding import reject
from mail.letters.waiting_note import LISTED, waiting_note
from state.clock import ZONE
from state.ladder.ruling import Ruling
from state.tables import ReplyRow

CALENDAR = WorkCalendar()
STRANGER = "nguoila@gmail.com"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def note(world, now):
    """The note that is written at a moment, or None."""

    def written(store):
        key = waiting_note(store, now, OFFICE, CALENDAR)
        return None if key is None else store.outbox.get(key)

    return world.decide(written)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In December 2025; the 11th is a Thursday, mails arrive on it at nine."""
    return datetime(2025, 12, day, hour, minute, tzinfo=ZONE)


def test_it_says_who_waits_for_what_since_when_and_what_to_type(world):
    assert note(world, at(15, 8)) is None
    world.write("Đường dẫn http://la.example/a", sender=STRANGER)
    world.gather(NOW)
    letter = note(world, at(15, 8))
    assert letter.recipients == [OFFICE.coordinator]
    assert (letter.kind, letter.key, letter.agency_id) == ("note", "note:waiting:2025-12-15", None)
    assert letter.subject == "[Thư đến] 1 thư trả lời chờ người xem, ngày 15/12"
    for text in (letter.text, letter.html):
        for words in ("UBND xã Mẫu", STRANGER, "Re: bao cao", "cần đầu mối xác nhận", "09:00 ngày 11/12/2025"):
            assert words in text
        assert "dondoc inbox held" in text
        assert "la.example" not in text
    assert letter.text.startswith("DỮ LIỆU MẪU")


@pytest.mark.parametrize(
    ("received", "now", "told"),
    [
        (at(11, 9), at(11, 16), False),
        (at(11, 9), at(12, 8), False),
        (at(11, 9), at(12, 9, 1), True),
        (at(11, 9), at(12, 16, 30), False),
        (at(11, 9), at(13, 10), False),
        (at(12, 15), at(15, 14), False),
        (at(12, 15), at(15, 15, 30), True),
        (at(13, 9), at(15, 8), False),
        (at(13, 9), at(16, 7, 29), False),
        (at(13, 9), at(16, 7, 30), True),
    ],
)
def test_a_mail_may_wait_one_working_day_and_nobody_hears_of_it_outside_office_hours(world, received, now, told):
    world.write("Báo cáo ạ", sender=STRANGER)
    world.gather(received)
    assert (note(world, now) is not None) == told


def test_one_note_a_day_until_somebody_has_decided(world):
    world.write("Báo cáo ạ", sender=STRANGER)
    world.gather(NOW)
    world.write("Báo cáo thêm ạ", sender=STRANGER, number=2)
    world.gather(NOW + timedelta(hours=2))
    first = note(world, at(12, 9, 30))
    assert "Có 01 thư đến" in first.text
    assert note(world, at(12, 14)) is None
    assert "Có 02 thư đến" in note(world, at(15, 7, 30)).text
    for number in (1, 2):
        world.decide(lambda store, number=number: reject(store, number, Ruling("B", at(15, 9), "thư lạ")))
    assert note(world, at(16, 8)) is None


def test_many_mails_make_a_short_note(world):
    world.write("Báo cáo ạ", sender=STRANGER)
    world.gather(NOW)
    with world.units() as store:
        row = store.session.get_one(ReplyRow, 1)
        facts = {column.name: getattr(row, column.name) for column in ReplyRow.__table__.columns}
        rows = [facts | {"id": number, "raw_mail_id": None} for number in range(2, LISTED + 6)]
        store.session.execute(ReplyRow.__table__.insert(), rows)
        store.commit()
    text = note(world, at(15, 8)).text
    assert f"Có {LISTED + 5} thư đến" in text
    assert text.count("Người gửi:") == LISTED
    assert "Và 5 thư khác." in text
