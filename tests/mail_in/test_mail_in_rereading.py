"""Stored mails read again: what would change is shown, and written only where nobody and nothing has overtaken it."""

from datetime import datetime, timedelta

import pytest
from quick_world import OFFICE, Template
from reply_world import NOW, OWN
from sqlalchemy import func, select, update

from mail.desk.deciding import accept, reject
from mail.desk.explaining import Surroundings
from mail.desk.given import parse_given
from mail.desk.paper import PaperAnswer, answer_for
from mail.desk.rereading import Effect, reread
from state.clock import ZONE
from state.ladder.pause_errors import BadRuling
from state.ladder.ruling import Ruling
from state.tables import AnswerRow, EventRow, FigureRow, ReplyRow

AROUND = Surroundings(OWN)
SINCE = NOW - timedelta(days=2)
BY = Ruling("Trần Thị B", datetime(2025, 12, 20, 9, 0, tzinfo=ZONE))
CALL = Ruling("Trần Thị B", BY.now, "gọi điện xác minh")
FULL = "HT26-031: đang thực hiện 70%. CT1: 410/512. Khó khăn: thiếu giáo viên."


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def again(world, ruling=None):
    return list(reread(world.units, SINCE, AROUND, ruling))


def misread(world, table=AnswerRow, where=None, **values):
    """As if older rules had read something else."""
    with world.units() as store:
        query = update(table).values(**values)
        store.session.execute(query if where is None else query.where(where))
        store.commit()


def counted(world) -> tuple[int, ...]:
    with world.units() as store:
        return tuple(store.session.scalar(select(func.count()).select_from(row)) for row in (AnswerRow, EventRow))


@pytest.mark.parametrize("name", ["three-duties", "inline-form", "contradiction", "extension", "stranger-with-token"])
def test_the_same_rules_change_nothing(world, name):
    world.put(name)
    world.gather()
    assert again(world) == []


def test_additions_and_copies_are_read_as_they_were_then(world):
    texts = (FULL, "HT26-031: CT2: 1.500 triệu đồng", "HT26-031: bổ sung thêm kết quả mở lớp mới", FULL, FULL)
    for number, text in enumerate(texts):
        world.write(text, number=number)
        world.gather(NOW + timedelta(hours=number))
    assert [row.duplicate_of for row in world.replies()] == [None, None, None, None, 4]
    assert again(world) == []


def test_a_misread_answer_is_shown_and_corrected_as_a_new_version(world):
    world.write(FULL)
    world.gather()
    misread(world, status="hoan_thanh", percent=100)
    misread(world, FigureRow, numerator=510)
    before = counted(world)
    (change,) = again(world)
    assert counted(world) == before, "showing writes nothing"
    assert change.effect is Effect.RECORD
    old, new = change.before["HT26-031"], change.after["HT26-031"]
    assert (old["status"], old["percent"], old["values"]["CT1"]["numerator"]) == ("hoan_thanh", 100, 510)
    assert (new["status"], new["percent"], new["values"]["CT1"]["numerator"]) == ("dang_thuc_hien", 70, 410)
    again(world, BY)
    first, second = world.answers("HT26-031")
    assert (first.percent, second.percent, second.figures[0].numerator) == (100, 70, 410)
    assert (second.reply_id, second.received_at) == (1, NOW)
    with world.units() as store:
        (event,) = [row for row in store.events.of("reply:1") if row.kind == "mail-reread"]
        assert (event.actor, event.data["answers"]) == ("Trần Thị B", [second.id])
    assert again(world, BY) == []


def test_what_another_answer_has_overtaken_stays(world):
    world.write(FULL)
    world.gather()
    misread(world, status="hoan_thanh")
    paper = PaperAnswer((parse_given("HT26-031=đang thực hiện; 75%"),))
    world.decide(lambda store: answer_for(store, paper, CALL, OFFICE))
    (change,) = again(world, BY)
    assert (change.effect, change.why) == (Effect.NOTHING, "đã có báo cáo khác được tính cho HT26-031")
    assert [row.percent for row in world.answers("HT26-031")] == [70, 75]


def test_what_a_person_decided_stays(world):
    world.put("stranger-with-token")
    world.gather()
    world.decide(lambda store: accept(store, 1, BY, OFFICE))
    misread(world, status="dang_thuc_hien")
    assert [change.effect for change in again(world, BY)] in ([], [Effect.NOTHING])
    assert len(world.answers("HT26-031")) == 1


def test_a_rejected_mail_is_not_brought_back(world):
    world.write(FULL)
    world.gather()
    misread(world, ReplyRow, waiting=True, outcome="hold")
    with world.units() as store:
        store.session.execute(FigureRow.__table__.delete())
        store.commit()
    world.decide(lambda store: reject(store, 1, CALL))
    before = len(world.answers("HT26-031"))
    again(world, BY)
    assert len(world.answers("HT26-031")) == before


def test_a_figure_that_is_no_longer_read_goes_to_a_person(world):
    world.write("HT26-031: đang thực hiện 70%. CT1: 410/512. CT2: 1.500 triệu đồng")
    world.gather()
    with world.units() as store:
        # As if older rules had taken the figure from words that say no such thing.
        store.session.execute(update(ReplyRow.metadata.tables["raw_mail"]).values(content=_without_figure(store)))
        store.commit()
    (change,) = again(world, BY)
    assert (change.effect, change.why) == (Effect.ASK, "giá trị đã ghi nay không đọc được nữa ở HT26-031")
    (reply,) = world.replies()
    assert reply.waiting
    assert "Đọc lại: giá trị đã ghi nay không đọc được nữa" in reply.reason
    assert len(world.answers("HT26-031")) == 1, "nothing is taken back"
    before = counted(world)
    assert [change.effect for change in again(world, BY)] == [Effect.NOTHING]
    assert counted(world) == before, "it is asked once"


def _without_figure(store) -> bytes:
    (content, _) = store.inbox.content(store.inbox.get(1))
    figure = "CT2: 1.500 triệu đồng".encode()
    return content.replace(figure, b" " * len(figure))


def test_a_mail_that_waited_and_is_read_surely_now_is_recorded(world):
    world.write(FULL)
    world.gather()
    with world.units() as store:
        for table in (FigureRow, *_PARTS):
            store.session.execute(table.__table__.delete())
        store.session.execute(update(ReplyRow).values(waiting=True, outcome="hold", reason="Chờ người xem."))
        row = store.assignments.by_code(["HT26-031"])["HT26-031"]
        row.answer_id, row.state = None, "open"
        store.session.flush()
        store.assignments.hold([row.id], NOW, "Chờ người xem.")
        store.commit()
    (change,) = again(world)
    assert (change.effect, change.before) == (Effect.RECORD, {})
    again(world, BY)
    assert (world.state("HT26-031"), world.replies()[0].waiting) == ("answered", False)


def test_nobody_applies_nothing(world):
    with pytest.raises(BadRuling):
        again(world, Ruling(" ", NOW))


def test_only_mails_since_the_day_are_read(world):
    world.write(FULL)
    world.gather()
    misread(world, status="hoan_thanh")
    assert list(reread(world.units, NOW + timedelta(seconds=1), AROUND)) == []


_PARTS = (AnswerRow.difficulties.property.mapper.class_, AnswerRow)
