"""`dondoc inbox`: explaining a file, what waits, and the decisions, as they are typed."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands.inbox_text import reread_told
from mail.incoming.inbox import Reception, gather

sys.path.append(str(Path(__file__).parents[1] / "mail_in"))
from reply_world import EML, NOW, OWN, ReplyWorld

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")
Say = Callable[..., tuple[int, str]]
BY = ("--by", "Trần Thị B", "--on", "2025-12-12T10:00:00")
AT = ("--at", "2025-12-11T09:00:00")
KEYS = {
    "kind", "outcome", "reason", "agency", "assignments", "text", "signature", "attachments", "sender", "duplicate_of",
    "bounce",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with a letter that went out and three replies that wait."""
    folder = tmp_path_factory.mktemp("mau")
    world = ReplyWorld(folder)
    for name in ("stranger-with-token", "contradiction", "nothing-matches"):
        world.put(name)
    gather(world.units, world.box, NOW, Reception(OWN))
    world.database.close()
    return folder / "mau.db"


@pytest.fixture
def say(made: Path, tmp_path: Path, speak: Say, monkeypatch: pytest.MonkeyPatch) -> Say:
    shutil.copy(made, tmp_path / "dondoc.db")
    monkeypatch.setenv("DONDOC_ADDRESS", OWN[0])
    return lambda *words: speak(tmp_path, *words)


def explained(say: Say, name: str) -> dict[str, Any]:
    code, said = say("inbox", "explain", str(EML / f"{name}.eml"), *AT, "--json")
    assert code == 0
    told: dict[str, Any] = json.loads(said)
    assert told.keys() >= KEYS
    return told


def test_an_answer_is_explained_with_its_values(say: Say) -> None:
    told = explained(say, "three-duties")
    assert (told["kind"], told["outcome"], told["agency"]) == ("answer", "record", "xa-mau")
    first = told["assignments"][0]
    assert (first["code"], first["status"], first["percent"]) == ("HT26-031", "hoan_thanh", 100)
    figure = first["values"]["CT1"]
    assert (figure["numerator"], figure["denominator"], figure["value"], figure["unit"]) == (410, 512, 80.1, "%")
    assert figure["as_written"].startswith("410/512")
    assert 0.8 <= figure["confidence"] <= 1
    assert told["sender"]["trust"] == "registered"
    assert (told["duplicate_of"], told["bounce"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "kind", "outcome"),
    [
        ("bounce-hard", "bounce", "bounce"),
        ("out-of-office-vi", "auto-reply", "ignore"),
        ("own-loop", "loop", "ignore"),
        ("percent-105", "answer", "hold"),
        ("unfilled-quote", "note", "ignore"),
    ],
)
def test_every_kind_has_its_outcome_and_its_sentence(say: Say, name: str, kind: str, outcome: str) -> None:
    told = explained(say, name)
    assert (told["kind"], told["outcome"]) == (kind, outcome)
    assert str(told["reason"]).endswith(".")


def test_a_bounce_says_whom_it_concerns(say: Say) -> None:
    bounce = explained(say, "bounce-hard")["bounce"]
    assert bounce == {
        "recipient": "nguyenvanmau@xamau.example", "class": "hard", "permanent": True, "status": "5.1.1",
    }  # fmt: skip


def test_a_mail_that_came_in_before_changes_nothing(say: Say) -> None:
    told = explained(say, "contradiction")
    assert (told["outcome"], told["duplicate_of"], told["assignments"]) == ("ignore", 2, [])


def test_explaining_writes_nothing(say: Say, tmp_path: Path) -> None:
    before = json.loads(say("inbox", "list", "--json")[1])
    for path in sorted(EML.glob("*.eml"))[::20]:
        code, said = say("inbox", "explain", str(path), *AT)
        assert code == 0
        assert "Lý do:" in said
    assert json.loads(say("inbox", "list", "--json")[1]) == before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "tệp rỗng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Outlook"),
        (b"%PDF-1.4\n1 0 obj\n", "phần đầu thư"),
        (None, "Không có tệp"),
    ],
)
def test_what_is_no_mail_is_one_sentence(say: Say, tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "thu.eml"
    if content is not None:
        path.write_bytes(content)
    code, said = say("inbox", "explain", str(path))
    assert code == 2
    assert why in said
    assert said.count("\n") == 1


def test_what_waits_comes_with_what_would_be_recorded_and_what_to_type(say: Say) -> None:
    stranger, unclear, unknown = json.loads(say("inbox", "held", "--json")[1])
    assert [one["code"] for one in stranger["would_record"]] == ["HT26-031"]
    assert stranger["missing"] == []
    # A tired copy and paste must not record a forgery.
    assert stranger["commands"] == ["dondoc inbox reject 1 --reason '…'", "dondoc inbox accept 1"]
    assert stranger["caution"].startswith("Chưa chắc thư là của cơ quan")
    assert (unclear["caution"], unclear["asked_contact"]) == ("", None)
    assert unclear["missing"][0].startswith("HT26-031: ")
    assert unclear["commands"][0] == "dondoc inbox accept 2 --set 'HT26-031=…; …%'"
    assert (unknown["agency"], unknown["would_record"]) == (None, [])
    assert unknown["commands"][-1] == "dondoc inbox assign 3 MÃ"
    said = say("inbox", "held")[1]
    assert "Thư đến số 2, nhận 2025-12-11 09:00, UBND xã Mẫu (xa-mau)" in said
    assert "$ dondoc inbox reject 3 --reason '…'\n" in said
    assert "$ dondoc inbox accept 1  # chỉ khi cơ quan đã xác nhận\n" in said


def test_decisions_are_typed_and_stand_in_the_history(say: Say) -> None:
    code, said = say("inbox", "accept", "1", *BY)
    assert (code, "ghi nhận HT26-031: đã hoàn thành" in said) == (0, True)
    assert "Không gửi thư xác nhận: chưa xác minh được người gửi." in said
    assert say("inbox", "accept", "1", *BY)[0] == 2
    code, said = say("inbox", "accept", "2", "--set", "HT26-031=đang thực hiện; 70%; CT1=410/512", *BY)
    assert (code, "HT26-031: đang thực hiện, 70% (CT1 = 410/512)" in said) == (0, True)
    assert "Đã soạn thư xác nhận gửi nguyenvanmau@xamau.example" in said
    code, said = say("inbox", "reject", "3", "--reason", "quảng cáo", *BY)
    assert (code, "Lý do: quảng cáo." in said) == (0, True)
    assert say("inbox", "held")[1].strip() == "Không có thư nào chờ người xem."
    said = say("inbox", "show", "2")[1]
    assert "Trần Thị B quyết định" in said
    assert "(Trần Thị B)" in said.partition("Diễn biến:")[2]


def test_a_document_on_paper_is_typed_in(say: Say, tmp_path: Path) -> None:
    scan = tmp_path / "Báo cáo.pdf"
    scan.write_bytes(b"%PDF-1.4 mau")
    words = ("inbox", "answer", "--set", "HT26-032=không phát sinh", "--number", "45/BC-UBND", "--file", str(scan))
    assert "cần ngày" in say(*words, *BY)[1]
    code, said = say(*words, "--dated", "2025-12-10", *BY)
    assert (code, "văn bản số 45/BC-UBND ngày 10/12/2025" in said) == (0, True)
    assert "Báo cáo.pdf – nhận\n" in say("inbox", "show", "4")[1]


def test_a_mail_is_tied_to_its_agency(say: Say) -> None:
    code, said = say("inbox", "assign", "3", "xa-mau", *BY)
    assert (code, "chờ người xem" in said) == (0, True)
    assert say("inbox", "assign", "3", "xa-khac", *BY)[0] == 2


def test_rereading_shows_first(say: Say) -> None:
    assert say("inbox", "reread", "--since", "2025-12-01") == (0, "Không có thư nào đọc khác trước.\n")
    assert say("inbox", "reread", "--since", "2025-12-01", "--json")[1].strip() == "[]"


def test_the_list_speaks_in_words_and_its_json_in_codes(say: Say) -> None:
    said = say("inbox", "list")[1]
    assert ("báo cáo" in said, "chờ người xem" in said) == (True, True)
    assert not {"answer", "hold", "unmatched"} & set(said.split())
    assert {(one["kind"], one["outcome"]) for one in json.loads(say("inbox", "list", "--json")[1])} == {
        ("answer", "hold"),
        ("unmatched", "hold"),
    }


def test_files_are_told_in_words(say: Say) -> None:
    said = say("inbox", "explain", str(EML / "attachment-held.eml"), *AT)[1]
    assert "Bao cao.pdf (application/pdf) – nội dung tệp không đúng với phần mở rộng\n" in said
    assert "mismatch" not in said


def test_every_option_of_the_list_is_told(say: Say) -> None:
    code, said = say("inbox", "list", "--help")
    assert code == 0
    for words in ("nhiều nhất bao nhiêu thư", "chỉ thư đang chờ người xem", "dưới dạng JSON"):
        assert words in said


def told(number: int, effect: str, why: str = "") -> dict[str, Any]:
    side = {"kind": "answer", "outcome": "record", "reason": "Thư trả lời.", "assignments": {}}
    return {"id": number, "sender": "a@xamau.example", "old": side, "new": side, "effect": effect, "why": why}


def test_what_stays_as_it_is_does_not_bury_what_changes() -> None:
    decided = [told(number, "nothing", "Trần Thị B đã quyết định về thư này") for number in range(2, 30)]
    said = reread_told([told(1, "record"), *decided], applied=False)
    assert "Thư đến số 1 của a@xamau.example: sẽ ghi thành lần mới" in said
    assert "Trần Thị B" not in said
    assert "1 thư đọc khác trước: chưa ghi gì" in said
    assert "28 thư khác cũng đọc khác trước nhưng giữ nguyên" in said
    assert reread_told(decided, applied=True).startswith("Không có thư nào thay đổi.\n28 thư")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("inbox", "reject", "1"), "còn thiếu --reason (lý do, ghi vào nhật ký). Xem cách dùng: dondoc inbox reject"),
        (("inbox", "reject", "1", "--reson", "x"), "có phải gõ nhầm thành --reson?"),
        (("inbox", "reject", "1", "--reason"), "sau --reason cần một giá trị"),
        (("inbox", "accept"), "còn thiếu NUMBER (số thư đến"),
        (("inbox", "accept", "một"), "giá trị “một” của NUMBER không dùng được: cần một số nguyên"),
        (("inbox", "accept", "0"), "giá trị “0” của NUMBER không dùng được: phải từ 1 trở lên"),
        (("inbox", "accept", "1", "--resaon", "x"), "không có tùy chọn --resaon (có phải --reason?)"),
        (("inbox", "accept", "1", "2"), "thừa “2”"),
        (("inbox", "accept", "1", "--by", "A", "--by", "B"), "--by được nêu hai lần"),
        (("inbox", "rejct", "1"), "không có lệnh “rejct” (có phải reject?); có các lệnh: list, show"),
        (("khong-co",), "không có lệnh “khong-co”; có các lệnh: plan"),
        (("inbox", "reread", "--since", "hôm qua"), "cần một ngày dạng NĂM-THÁNG-NGÀY"),
        (("outbox", "list", "--state", "lost"), "chỉ nhận queued, sending, sent, failed, withdrawn"),
        (("outbox", "settle", "4"), "cần chọn --sent hoặc --not-sent"),
        (("outbox", "list", "--limit", "99999999999"), "nhiều nhất là 2147483647"),
    ],
)
def test_a_wrong_line_is_told_in_one_vietnamese_sentence(say: Say, words: tuple[str, ...], sentence: str) -> None:
    code, said = say(*words)
    assert (code, sentence in said) == (2, True), said
    assert said.startswith("Lệnh chưa đúng: ")
    assert said.count("\n") == 1
    assert not re.search(r"\b(parameter|argument|Invalid|Unknown|unable|requires|Must|serve)\b", said)
