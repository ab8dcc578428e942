"""What a person decides about a reply that waits: recorded once, tied to what it answers, or put aside."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from quick_world import OFFICE, QuickWorld, Template
from reply_world import CONTACT, NOW
from sqlalchemy import func, select

from mail.desk.deciding import Choice, accept, assign, reject
from mail.desk.given import parse_given
from mail.desk.inbox_errors import BadPaper, BadValues, NoLetter, NothingToRecord
from mail.desk.paper import PaperAnswer, answer_for
from mail.files.attachments import attach
from mail.read_answer.filled import Filled, written_out
from state.clock import ZONE
from state.errors import NotFound
from state.ladder.pause_errors import BadRuling
from state.ladder.ruling import Ruling
from state.post.inbox import NewReply
from state.post.inbox_errors import AlreadyDecided, AlreadyGiven
from state.tables import AnswerRow, EventRow, ReplyRow

LATER = datetime(2025, 12, 12, 10, 0, tzinfo=ZONE)
BY = Ruling("Trần Thị B", LATER)
WHY = Ruling("Trần Thị B", LATER, "thư của người lạ")
STRANGER = "nguoila@gmail.com"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def accepted(world, number, *given, skip=(), ruling=BY):
    choice = Choice(tuple(map(parse_given, given)), frozenset(skip))
    return world.decide(lambda store: accept(store, number, ruling, OFFICE, choice))


def counted(world) -> tuple[int, int]:
    """How many answers and events there are."""
    with world.units() as store:
        return tuple(store.session.scalar(select(func.count()).select_from(row)) for row in (AnswerRow, EventRow))


def test_what_a_stranger_wrote_is_recorded_once_a_person_accepts_it(world):
    world.put("stranger-with-token")
    world.gather()
    told = accepted(world, 1)
    (answer,) = world.answers("HT26-031")
    assert (answer.status, answer.source, answer.reply_id) == ("hoan_thanh", "mail", 1)
    assert answer.received_at == NOW, "it counts from the day on which it came in"
    assert "Trần Thị B chấp nhận thư đến số 1 của UBND xã Mẫu: ghi nhận HT26-031: đã hoàn thành" in told.sentence
    (reply,) = world.replies()
    assert (reply.waiting, reply.outcome, reply.kind) == (False, "record", "answer")
    assert (reply.decided_by, reply.decided_at) == ("Trần Thị B", LATER)
    with world.units() as store:
        (event,) = [row for row in store.events.of("reply:1") if row.kind == "reply-accepted"]
        assert (event.actor, event.data) == ("Trần Thị B", {"answers": list(told.answers)})


@pytest.mark.parametrize("second", [accepted, lambda world, number: world.decide(lambda s: reject(s, number, WHY))])
def test_a_second_decision_is_refused_and_changes_nothing(world, second):
    world.put("stranger-with-token")
    world.gather()
    accepted(world, 1)
    before = counted(world)
    with pytest.raises(AlreadyDecided, match="Trần Thị B đã quyết định trước đó"):
        second(world, 1)
    assert counted(world) == before


def test_of_two_who_decide_at_the_same_moment_one_is_told_so(world):
    world.put("stranger-with-token")
    world.gather()
    with world.units() as slow:
        slow.inbox.get(1)
        world.decide(lambda store: reject(store, 1, WHY))
        with pytest.raises(AlreadyDecided):
            slow.inbox.take(1, "người khác", LATER)
    assert world.answers("HT26-031") == []


@pytest.mark.parametrize(
    ("mail", "why"),
    [
        ("contradiction", "HT26-031: "),
        ("percent-105", "105%"),
        ("only-plan", "dự kiến"),
        ("not-focal", "không phải đầu mối"),
        ("attachment-only", "Chưa ghi được"),
        ("broken-base64", "Chưa ghi được"),
    ],
)
def test_where_nothing_sure_was_read_accepting_is_refused_with_what_is_missing(world, mail, why):
    world.put(mail)
    world.gather()
    before = counted(world)
    with pytest.raises(NothingToRecord) as refused:
        accepted(world, 1)
    assert why in str(refused.value)
    assert counted(world) == before
    assert world.replies()[0].waiting


def test_values_of_a_person_stand_where_the_mail_was_unclear(world):
    world.write("HT26-031: đã hoàn thành 120%. CT1: 410/512. Khó khăn: thiếu giáo viên.")
    world.gather()
    accepted(world, 1, "HT26-031=đang thực hiện; 70%; CT2=1,5 tỷ đồng")
    (answer,) = world.answers("HT26-031")
    assert (answer.status, answer.percent) == ("dang_thuc_hien", 70)
    found = {figure.unit: (figure.numerator, figure.denominator, figure.value) for figure in answer.figures}
    assert found == {"%": (410, 512, None), "triệu đồng": (None, None, 1500)}
    assert {figure.as_written for figure in answer.figures} == {"410/512", "1,5 tỷ đồng"}
    assert answer.evidence["status"]["place"] == "người phụ trách nhập"
    assert [one.text for one in answer.difficulties] == ["thiếu giáo viên."]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("HT26-031=đang thực hiện; 105%", "105%"),
        ("HT26-031=đã hoàn thành; CT1=600/512", "CT1"),
        ("HT26-031=xanh lá cây", "không hiểu trạng thái"),
        ("HT26-099=đã hoàn thành", "không nằm trong những mã được hỏi"),
        ("HT26-032=đã hoàn thành; CT1=1/2", "không hỏi số liệu này"),
        ("HT26-031=đã hoàn thành; đang thực hiện", "thêm một giá trị"),
        ("HT26-031", "cần viết"),
        ("=70%", "cần viết"),
        ("HT26-031=  ", "cần viết"),
    ],
)
def test_values_that_cannot_be_are_refused(world, given, why):
    world.put("contradiction")
    world.gather()
    before = counted(world)
    with pytest.raises(BadValues, match=why):
        accepted(world, 1, given)
    assert counted(world) == before


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("ht26-031=xong", Filled("HT26-031", "xong")),
        ("HT26-031 = đang thực hiện ; 70,5 % ;", Filled("HT26-031", "đang thực hiện", "70,5")),
        (
            "HT26-031=hoàn thành; ct1: 410/512 (80,1%); CT 2=1.250",
            Filled("HT26-031", "hoàn thành", figures={"CT1": "410/512 (80,1%)", "CT2": "1.250"}),
        ),
        (
            "HT26-031=Kết quả: mở 3 lớp; vướng mắc: thiếu vốn; đề xuất: bổ sung",
            Filled("HT26-031", result="mở 3 lớp", difficulty="thiếu vốn", proposal="bổ sung"),
        ),
    ],
)
def test_typed_values_are_taken_apart(text, filled):
    assert parse_given(text) == filled


def test_what_came_by_link_and_waits_is_recorded_as_it_was_filled_in(world):
    text = written_out([Filled("HT26-032", "đã hoàn thành", result="Mở 3 lớp.\nTrân trọng\nUBND xã")])
    with world.units() as store:
        agency = store.outbox.get(1).agency_id
        reply = NewReply(
            None, NOW, "answer", "hold", "link", "Chờ người xem.", CONTACT, "Nguyễn Văn Mẫu", "", text, "0" * 64,
            agency_id=agency, letter_id=1, channel="link", form_key="f" * 62,
        )  # fmt: skip
        store.inbox.add(reply)
        store.commit()
    accepted(world, 1)
    (answer,) = world.answers("HT26-032")
    assert (answer.source, answer.status) == ("link", "hoan_thanh")
    assert answer.narrative == "Mở 3 lớp.\nTrân trọng\nUBND xã"


def test_a_code_may_be_left_out_and_its_agency_is_reminded_again(world):
    world.write("HT26-031: đã hoàn thành\n\nHT26-032: đã hoàn thành 120%")
    world.gather()
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["held", "held", "open"]
    told = accepted(world, 1, skip=["HT26-032"])
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["answered", "open", "open"]
    assert "Tiếp tục đôn đốc HT26-032." in told.sentence


def test_a_code_that_was_not_read_cannot_be_left_out(world):
    world.put("stranger-with-token")
    world.gather()
    with pytest.raises(BadValues, match="HT26-033"):
        accepted(world, 1, skip=["HT26-033"])


def test_an_older_mail_does_not_push_a_newer_answer_aside(world):
    world.write("HT26-031: đang thực hiện 40%", sender=STRANGER, number=1)
    world.gather()
    world.write("HT26-031: đã hoàn thành", number=2)
    world.gather(NOW + timedelta(hours=2))
    with pytest.raises(NothingToRecord, match="HT26-031: đã có báo cáo mới hơn, nhận ngày 11/12/2025"):
        accepted(world, 1)
    accepted(world, 1, "HT26-031=đang thực hiện; 45%")
    assert [row.percent for row in world.answers("HT26-031")] == [None, 45]


def test_a_request_for_more_time_is_kept_once_and_decided_by_itself(world):
    world.put("extension")
    world.gather()
    told = accepted(world, 1)
    assert "đề nghị lùi hạn" in told.sentence
    with world.units() as store:
        found = [(row.assignment.code, row.reply_id) for row in store.pauses.open_extensions()]
    assert found == [("HT26-031", 1), ("HT26-032", 1), ("HT26-033", 1)]
    assert world.state("HT26-031") == "held"


def test_rejecting_lets_the_ladder_go_on(world):
    world.put("contradiction")
    world.gather()
    assert world.state("HT26-031") == "held"
    with pytest.raises(BadRuling):
        world.decide(lambda store: reject(store, 1, BY))
    told = world.decide(lambda store: reject(store, 1, WHY))
    assert "Lý do: thư của người lạ. Tiếp tục đôn đốc HT26-031." in told.sentence
    assert world.state("HT26-031") == "open"
    with world.units() as store:
        assert store.assignments.by_code(["HT26-031"])["HT26-031"].next_on is not None
    (reply,) = world.replies()
    assert (reply.waiting, reply.outcome, reply.decided_by) == (False, "ignore", "Trần Thị B")


def test_what_two_mails_stopped_goes_on_when_both_are_decided(world):
    world.put("contradiction")
    world.write("HT26-031: đã hoàn thành nhưng mới đạt 30%", number=2)
    world.gather()
    world.decide(lambda store: reject(store, 1, WHY))
    assert world.state("HT26-031") == "held", "the second mail still waits"
    world.decide(lambda store: reject(store, 2, WHY))
    assert world.state("HT26-031") == "open"


@pytest.mark.parametrize("to", ["xa-mau", "1", "ht26-031"])
def test_a_mail_without_a_letter_is_tied_to_what_it_answers(world, to):
    world.put("nothing-matches")
    world.box.mails[0] = replace_text(world.box.mails[0], "HT26-031: đã hoàn thành 100%")
    world.gather()
    with pytest.raises(NoLetter, match="dondoc inbox assign 1"):
        accepted(world, 1)
    told = world.decide(lambda store: assign(store, 1, to, BY, OFFICE))
    assert not told.waiting
    assert "Trần Thị B gắn thư đến số 1 với UBND xã Mẫu và ghi nhận HT26-031: đã hoàn thành, 100%" in told.sentence
    assert [row.status for row in world.answers("HT26-031")] == ["hoan_thanh"]
    (reply,) = world.replies()
    assert (reply.agency.code, reply.letter_id, reply.waiting) == ("xa-mau", 1, False)


def test_without_a_code_it_is_tied_to_one_assignment(world):
    world.put("nothing-matches")
    world.box.mails[0] = replace_text(world.box.mails[0], "Đã hoàn thành 100%")
    world.gather()
    told = world.decide(lambda store: assign(store, 1, "xa-mau", BY, OFFICE))
    assert told.waiting
    assert "chờ người xem: thư không nêu mã nhiệm vụ" in told.sentence
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["held"] * 3
    told = world.decide(lambda store: assign(store, 1, "HT26-033", BY, OFFICE))
    assert [row.status for row in world.answers("HT26-033")] == ["hoan_thanh"]
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["open", "open", "answered"]


def test_tying_to_what_does_not_exist_is_refused(world):
    world.put("nothing-matches")
    world.gather()
    for to in ("xa-khac", "77", "HT26-999"):
        with pytest.raises(NotFound):
            world.decide(lambda store, to=to: assign(store, 1, to, BY, OFFICE))
    assert world.replies()[0].agency_id is None


PAPER = PaperAnswer(
    (parse_given("HT26-031=đang thực hiện; 70%; CT1=410/512"), parse_given("HT26-032=không phát sinh")),
    "45/BC-UBND",
    date(2025, 12, 10),
    (attach("Bao cao.pdf", "application/pdf", b"%PDF-1.4 mau"),),
)


def test_an_answer_on_paper_is_recorded_with_its_number_and_scan(world):
    world.put("contradiction")
    world.gather()
    told = world.decide(lambda store: answer_for(store, PAPER, BY, OFFICE))
    (answer,) = world.answers("HT26-031")
    assert (answer.status, answer.percent, answer.source) == ("dang_thuc_hien", 70, "paper")
    assert answer.figures[0].as_written == "410/512"
    paper = world.replies()[1]
    assert (paper.channel, paper.document_number, paper.document_date) == ("paper", "45/BC-UBND", date(2025, 12, 10))
    assert (paper.waiting, paper.decided_by, paper.agency.code) == (False, "Trần Thị B", "xa-mau")
    assert "văn bản số 45/BC-UBND ngày 10/12/2025" in told.sentence
    with world.units() as store:
        assert store.files.content(paper.attachments[0].sha256) == b"%PDF-1.4 mau"
    assert [world.state(code) for code in ("HT26-031", "HT26-032", "HT26-033")] == ["answered", "answered", "open"]
    with pytest.raises(AlreadyGiven, match="thư đến số 2"):
        world.decide(lambda store: answer_for(store, PAPER, BY, OFFICE))


@pytest.mark.parametrize(
    ("changes", "error", "why"),
    [
        ({"document_number": ""}, BadRuling, "lý do"),
        ({"document_date": None}, BadPaper, "cần ngày"),
        ({"document_date": date(2026, 1, 5)}, BadPaper, "05/01/2026"),
        ({"filled": ()}, BadPaper, "ít nhất một mã"),
        ({"filled": PAPER.filled[:1] * 2}, BadPaper, "hai lần"),
        ({"filled": (parse_given("HT26-400=đã hoàn thành"),)}, NotFound, "HT26-400"),
        ({"filled": (parse_given("HT26-031=đã hoàn thành; 130%"),)}, BadValues, "130%"),
        ({"files": (attach("a.exe", "application/octet-stream", b"MZ"),)}, BadPaper, "a.exe"),
    ],
)
def test_a_document_that_cannot_be_is_refused(world, changes, error, why):
    before = counted(world)
    with pytest.raises(error, match=why):
        world.decide(lambda store: answer_for(store, replace(PAPER, **changes), BY, OFFICE))
    assert counted(world) == before


def replace_text(mail, text):
    """A fetched mail with other words."""
    head, _, _ = mail.raw.partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if not line.lower().startswith(b"content-")]
    raw = b"\n".join([*kept, b"Content-Type: text/plain; charset=utf-8", b"", text.encode()])
    return replace(mail, raw=raw, size=len(raw))


def test_the_whole_way_on_both_databases(database):
    world = QuickWorld(database)
    world.put("stranger-with-token")
    world.put("contradiction")
    world.gather()
    accepted(world, 1)
    world.decide(lambda store: reject(store, 2, WHY))
    later = replace(PAPER, document_date=date(2025, 12, 12))
    world.decide(lambda store: answer_for(store, later, BY, OFFICE))
    assert [row.source for row in world.answers("HT26-031")] == ["mail", "paper"]
    with world.units() as store:
        assert store.session.scalars(select(ReplyRow.waiting)).all() == [False] * 3
