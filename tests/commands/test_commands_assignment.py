"""`dondoc assignment …` and `dondoc explain` as a person types them: decisions in sentences, refusals with code 2."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from flows import importing, intent
from flows.runtime import compose
from plans import samples
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")
Say = Callable[..., tuple[int, str]]
BY = ("--by", "Trần Thị B")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with one open cycle, for all talks of this file."""
    folder = tmp_path_factory.mktemp("home")
    house = compose(Settings(home=folder))
    file = samples.path("lai-chau-mau")
    day = datetime(2023, 12, 1, tzinfo=ZONE)
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), day)
    intent.confirm_plan(house, "LC", Confirmation("Trần Thị B", day, waive_rest="Đã đối chiếu."))
    intent.open_cycle(house, "LC", 2024, intent.Choice("Trần Thị B", {}, False, day))
    house.database.close()
    return folder


@pytest.fixture
def say(home: Path, speak: Say) -> Say:
    return lambda *words: speak(home, *words)


def test_decisions_about_assignments_are_made_listed_and_explained(say: Say) -> None:
    rows = json.loads(say("assignment", "list", "--plan", "lc", "--state", "open", "--json")[1])
    assert len(rows) == 77
    assert {row["next"] for row in rows} == {"2024-11-14"}

    told = say("assignment", "extend", "LC24-070", "--until", "2024-12-24", *BY, "--on", "2024-12-16")
    assert told[0] == 0
    assert "Trần Thị B đồng ý cho" in told[1]
    sunday = say("assignment", "extend", "LC24-071", "--until", "2024-12-22", *BY, "--on", "2024-12-16")
    assert sunday[0] == 2
    assert "đó là ngày nghỉ; ngày làm việc gần nhất sau đó là 23/12/2024" in sunday[1]

    assert say("assignment", "waive", "LC24-001", "LC24-002", "--reason", "Không phát sinh.", *BY)[0] == 0
    assert say("assignment", "hold", "LC24-003", "--reason", "Chờ xác minh.", *BY)[0] == 0
    assert say("assignment", "reopen", "LC24-001", "LC24-003", *BY)[0] == 0
    assert say("assignment", "reopen", "LC24-004", *BY)[0] == 2
    states = {row["code"]: row["state"] for row in json.loads(say("assignment", "list", "--json")[1])}
    assert states["LC24-001"] == states["LC24-003"] == "đang chờ báo cáo"
    assert states["LC24-002"] == "đã được miễn báo cáo"

    story = json.loads(say("explain", "lc24-070", "--json", "--at", "2024-12-17")[1])
    assert any("được gia hạn đến 24/12/2024" in one["sentence"] for one in story)
    assert "24/12/2024" in say("explain", "LC24-070", "--at", "2024-12-17")[1]
    assert say("explain", "LC24-999") == (2, "Không tìm thấy yêu cầu báo cáo “LC24-999”.\n")


def test_agencies_and_plans_are_held_and_released(say: Say) -> None:
    assert say("assignment", "requests", "--json") == (0, "[]\n")
    assert "lệnh số 1" in say("assignment", "hold", "--plan", "LC", "--reason", "Chờ sắp xếp bộ máy.", *BY)[1]
    assert say("assignment", "hold", "--plan", "LC", "--reason", "Lần nữa.", *BY)[0] == 2
    agency = json.loads(say("agency", "list", "--json")[1])[0]["code"]
    assert say("assignment", "hold", "--agency", agency, "--until", "2099-01-05", "--reason", "Bão lũ.", *BY)[0] == 0
    held = json.loads(say("assignment", "holds", "--json")[1])
    first = held[0]
    assert (first["id"], first["held"], first["reason"]) == (1, "kế hoạch LC", "Chờ sắp xếp bộ máy.")
    assert "Bão lũ." in say("assignment", "holds")[1]
    assert say("assignment", "release", "1", *BY)[0] == 0
    assert say("assignment", "release", "1", *BY)[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("hold", "--reason", "x"),
        ("hold", "LC24-001", "--plan", "LC", "--reason", "x"),
        ("hold", "LC24-001", "--until", "2099-01-05", "--reason", "x"),
        ("hold", "--agency", "X", "--reason", "x"),
        ("waive", "LC24-001"),
        ("waive", "LC24-001", "--reason", " "),
        ("extend", "LC24-001", "--until", "ngày mai"),
        ("extend", "LC24-001", "--until", "2099-01-05"),
        ("refuse", "LC24-001", "--reason", "x"),
        ("release", "7"),
        ("release", "0"),
        ("list", "--plan", "X"),
        ("list", "--agency", "X"),
        ("list", "--state", "lost"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_2(say: Say, words: tuple[str, ...]) -> None:
    code, said = say("assignment", *words)
    assert (code, "Traceback" in said) == (2, False)
    assert said.strip()
