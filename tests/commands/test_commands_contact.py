"""``dondoc contact`` as a person meets it: sentences, tables, exit codes."""

import json
from pathlib import Path

import pytest

from plans import samples

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")


@pytest.fixture
def say(tmp_path: Path, speak):
    return lambda *words: speak(tmp_path / "home", *words)


def contacts(say, *words: str) -> list[dict[str, object]]:
    code, said = say("contact", "list", *words, "--json")
    assert code == 0
    return json.loads(said)


def test_a_contact_is_replaced_and_ended_by_commands(say) -> None:
    assert say("plan", "import", str(samples.path("lai-chau-mau")))[0] == 0
    (focal, head) = contacts(say, "--agency", "lc.stc")
    old = str(focal["email"])
    code, told = say(
        *("contact", "set", "LC.STC", "moi@stc.example", "--name", "Trần Thị Bình", "--replaces", old),
        *("--on", "2026-01-05", "--by", "Lê Thị C"),
    )
    assert (code, told.strip()) == (
        0,
        f"Lê Thị C thay {old} bằng moi@stc.example (Trần Thị Bình) làm đầu mối của Sở Tài chính từ ngày 05/01/2026.",
    )
    by_email = {row["email"]: row for row in contacts(say, "--agency", "LC.STC")}
    assert by_email[old]["valid_to"] == by_email["moi@stc.example"]["valid_from"] == "2026-01-05"
    assert by_email[head["email"]]["role"] == "người đứng đầu"
    code, told = say("contact", "end", "moi@stc.example", "--on", "2026-02-02", "--by", "Lê Thị C")
    assert (code, told.strip()) == (
        0,
        "Lê Thị C ngừng dùng địa chỉ moi@stc.example của Sở Tài chính từ ngày 02/02/2026.",
    )
    assert contacts(say, "--bounced") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("accept", "7"), "Không tìm thấy đề xuất đầu mối “7”."),
        (("set", "LC.KHONG", "a@b.example"), "Không tìm thấy cơ quan “LC.KHONG”."),
        (("set", "LC.STC", "bao-cao+abc@dondoc.example"), "đây là địa chỉ của chính hệ thống"),
        (("end", "khong@b.example"), "Không tìm thấy đầu mối “khong@b.example”."),
        (("list", "--agency", "LC.KHONG"), "Không tìm thấy cơ quan “LC.KHONG”."),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(say, words, told) -> None:
    code, said = say("contact", *words)
    assert code == 2
    assert told in said
    assert say("contact", "proposals", "--json") == (0, "[]\n")
