"""What people bring in by hand: files in the drop folder, old documents, what a stranger wrote at the same moment."""

from datetime import date, timedelta

import pytest
from known_side import TOKEN
from quick_world import OFFICE, Template
from reply_world import CONTACT, NOW, OWN

from mail.desk.deciding import accept
from mail.desk.explaining import Surroundings
from mail.desk.given import parse_given
from mail.desk.inbox_errors import BadPaper, NothingToRecord
from mail.desk.paper import PaperAnswer, answer_for
from mail.desk.rereading import reread
from mail.incoming.inbox import Reception, gather
from mail.incoming.sources import DropFolder, Maildir
from mail.post.server import deliver, make_maildir
from mail.rules.model import Limits
from state.ladder.ruling import Ruling

OURS = "mx.dondoc.example"
FORGED = f"Authentication-Results: {OURS}; dmarc=pass header.from=xamau.example\r\n"
LATER = Ruling("Trần Thị B", NOW + timedelta(days=1))
STRANGER = "nguoila@gmail.com"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def a_mail(head: str = "") -> bytes:
    return (
        f"{head}From: {CONTACT}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nMessage-ID: <mot@xamau.example>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nHT26-031: đã hoàn thành\r\n"
    ).encode()


def dropped(tmp_path, raw: bytes) -> DropFolder:
    folder = tmp_path / "tha"
    folder.mkdir()
    (folder / "thu.eml").write_bytes(raw)
    return DropFolder(folder)


@pytest.mark.parametrize(
    ("head", "server", "outcome", "trust"),
    [(FORGED, OURS, "hold", "unverified"), ("", OURS, "hold", "unverified"), (FORGED, "", "record", "registered")],
)
def test_what_a_dropped_file_says_of_our_own_server_counts_for_nothing(world, tmp_path, head, server, outcome, trust):
    reception = Reception(OWN, Limits(authserv_id=server))
    gather(world.units, dropped(tmp_path, a_mail(head)), NOW, reception)
    (reply,) = world.replies()
    assert (reply.outcome, reply.trust) == (outcome, trust)
    assert list(reread(world.units, NOW - timedelta(days=1), Surroundings(OWN, reception.limits))) == []


def test_a_dropped_file_is_not_believed_either_when_a_crash_came_between(world, tmp_path):
    reception = Reception(OWN, Limits(authserv_id=OURS))
    gather(world.units, dropped(tmp_path, a_mail(FORGED)), NOW, reception)
    world.forget_readings()
    gather(world.units, world.box, NOW, reception)
    assert world.replies()[0].trust == "unverified"


def test_what_our_server_wrote_into_a_mail_that_it_delivered_counts(world, tmp_path):
    make_maildir(tmp_path / "box")
    deliver(tmp_path / "box", a_mail(FORGED))
    gather(world.units, Maildir(tmp_path / "box"), NOW, Reception(OWN, Limits(authserv_id=OURS)))
    assert [(one.outcome, one.trust) for one in world.replies()] == [("record", "verified")]


def test_accepting_a_stranger_does_not_push_aside_what_the_contact_wrote_after_him_at_the_same_moment(world):
    world.write("HT26-031: đang thực hiện 40%", sender=STRANGER)
    world.write("HT26-031: đang thực hiện 80%", number=2)
    world.gather()
    with pytest.raises(NothingToRecord, match="đã có báo cáo mới hơn"):
        world.decide(lambda store: accept(store, 1, LATER, OFFICE))
    assert [row.percent for row in world.answers("HT26-031")] == [80]


def paper(world, dated: date, reason: str = "", number: str = "12/BC-UBND"):
    answer = PaperAnswer((parse_given("HT26-031=chưa thực hiện"),), number, dated)
    ruling = Ruling("Trần Thị B", LATER.now, reason)
    return world.decide(lambda store: answer_for(store, answer, ruling, OFFICE))


def test_a_document_older_than_the_answer_that_counts_needs_a_reason(world):
    world.write("HT26-031: đã hoàn thành")
    world.gather()
    old = date(2025, 12, 10)
    with pytest.raises(BadPaper) as refused:
        paper(world, old)
    assert str(refused.value) == (
        "Chưa ghi được văn bản: văn bản ngày 10/12/2025 cũ hơn báo cáo đang được tính của HT26-031 (ngày 11/12/2025); "
        "nếu vẫn ghi thay thì nêu lý do (--reason)."
    )
    assert len(world.answers("HT26-031")) == 1
    assert "Lý do: thư điện tử gửi nhầm." in paper(world, old, "thư điện tử gửi nhầm").sentence
    assert [row.status for row in world.answers("HT26-031")] == ["hoan_thanh", "chua_thuc_hien"]


def test_two_documents_are_compared_by_their_own_days(world):
    paper(world, date(2025, 12, 5))
    paper(world, date(2025, 12, 6), number="13/BC-UBND")
    with pytest.raises(BadPaper, match="cũ hơn"):
        paper(world, date(2025, 12, 4), number="11/BC-UBND")
