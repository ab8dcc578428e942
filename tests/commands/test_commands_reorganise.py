"""`dondoc agency reorganise …` as a person types it: first seen, then applied, refused in one sentence."""

import json
from collections.abc import Callable
from datetime import date, datetime
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
FILE = "lai-chau-2025-03-01"
SHARED_OUT = ("--assign", "LC.SLDTBXH=Sở Nội vụ", "--assign", "V.8.1=LC.SVHTTDL")
BY = ("--by", "Trần Thị B")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The sample plan in its cycle of 2025, with the directory as of 2024."""
    house = compose(Settings(home=tmp_path))
    file = samples.path("lai-chau-mau")
    now = datetime(2025, 2, 3, 9, tzinfo=ZONE)  # Monday
    document = importing.Document(file.read_bytes(), file.name, sample=True, map_of=date(2024, 12, 31))
    importing.import_plan(house, document, now)
    intent.confirm_plan(house, "LC", Confirmation("Trần Thị B", now, {}, (), "Đã đối chiếu."))
    intent.open_cycle(house, "LC", 2025, intent.Choice("Trần Thị B", {}, False, now))
    house.database.close()
    return tmp_path


def test_it_is_seen_first_and_applied_by_a_person(home: Path, speak: Say) -> None:
    code, said = speak(home, "agency", "reorganise", FILE, "--on", "2025-03-01T08:00")
    assert code == 0
    assert "LC25-009 (mục V.4.1, năm 2025): chuyển: Sở Tài chính" in said
    assert "! LC25-007 (mục V.3.1, năm 2025): cần người quyết định – việc được chia, chọn một trong: Sở Nội vụ" in said
    assert said.rstrip().endswith("còn 3 yêu cầu cần người quyết định (--assign, --waive).")

    code, said = speak(home, "agency", "reorganise", FILE, "--on", "2025-03-01T08:00", "--apply", *BY)
    assert code == 2
    assert "chưa rõ cơ quan nào trả lời" in said

    apply = ("agency", "reorganise", FILE, "--on", "2025-03-01T08:00", "--apply", *BY, *SHARED_OUT)
    code, said = speak(home, *apply)
    assert (code, said.rstrip().splitlines()[-1]) == (0, "Trần Thị B đã áp dụng.")
    code, said = speak(home, *apply)
    assert code == 2
    code, said = speak(home, "agency", "reorganise", FILE, "--on", "2025-03-02T08:00", "--apply", *BY)
    assert (code, "không áp dụng lại" in said) == (2, True)


def test_it_is_read_by_other_programs(home: Path, speak: Say) -> None:
    code, said = speak(home, "agency", "reorganise", FILE, "--json", *SHARED_OUT)
    found = json.loads(said)
    assert code == 0
    assert len(found["lines"]) == 8
    assert found["lines"][0]["to"] == ["Sở Dân tộc và Tôn giáo"]
    assert "8 chuyển cho cơ quan kế thừa" in found["summary"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((FILE, "--apply", "--preview"), "chỉ chọn một trong hai"),
        ((FILE, "--assign", "V.3.1"), "cần viết"),
        ((FILE, "--waive", "V.3.1="), "cần ghi lý do"),
        ((FILE, "--assign", "V.3.1=Sở Không Có"), "Sở Không Có"),
        (("khong-co.toml",), "Không có tệp"),
        (("khong-co",), "lai-chau-2025-07-01"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(home: Path, speak: Say, words: tuple[str, ...], sentence: str) -> None:
    code, said = speak(home, "agency", "reorganise", *words)
    assert (code, sentence in said) == (2, True), said
