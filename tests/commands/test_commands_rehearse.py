"""`dondoc rehearse` and `dondoc tick --dry-run` as a person types them: all letters in advance, and no trace of it."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from bench.sample import CLAUSES, directory, plan_text
from flows import importing, intent
from flows.opening import Choice
from flows.runtime import compose
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")
Say = Callable[..., tuple[int, str]]
REHEARSE = ("rehearse", "QM", "--year", "2026", "--at", "2026-01-05T09:00")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house whose one plan has an open cycle for three communes."""
    folder = tmp_path_factory.mktemp("home")
    house = compose(Settings(home=folder))
    day = datetime(2026, 1, 5, 8, tzinfo=ZONE)
    with house.database.unit() as store:
        store.agencies.load(directory(3), day)
        store.commit()
    text = plan_text(CLAUSES[1:3])
    importing.import_plan(house, importing.Document(text.encode(), "mau.txt", sample=True), day)
    intent.confirm_plan(house, "QM", Confirmation("Trần Thị B", day, waive_rest="Văn bản mẫu."))
    intent.open_cycle(house, "QM", 2026, Choice("Trần Thị B", {}, False, day))
    house.database.close()
    return folder


@pytest.fixture
def say(home: Path, speak: Callable[..., tuple[int, str]]) -> Say:
    """A command in this house."""
    return lambda *words: speak(home, *words)


def test_every_letter_is_told_with_day_recipient_codes_and_reason(say: Say) -> None:
    code, said = say(*REHEARSE)
    assert code == 0
    assert "Thứ Hai 16/11/2026: 3 thư" in said
    assert "Thư mở kỳ báo cáo (3). Đến lượt thư mở kỳ báo cáo (dự kiến ngày 16/11/2026)." in said
    assert "- UBND xã Mẫu 1 <focal.qm-x00001@quang-mau.example>: QM26-001, QM26-004" in said
    assert "không thư nào được gửi và không có gì được ghi lại." in said


def test_the_files_hold_every_letter_and_are_never_overwritten(say: Say, tmp_path: Path) -> None:
    excel, ics = tmp_path / "thu.xlsx", tmp_path / "thu.ics"
    assert say(*REHEARSE, "--excel", str(excel), "--ics", str(ics))[0] == 0
    letters = json.loads(say(*REHEARSE, "--json")[1])["letters"]
    assert openpyxl.load_workbook(excel)["Thư sẽ gửi"].max_row == 3 + len(letters)
    entries = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert {entry.decoded("dtstart") for entry in entries} == {date.fromisoformat(one["day"]) for one in letters}
    named = "\n".join(str(entry["DESCRIPTION"]) for entry in entries)
    assert named.count("\n") + 1 == len(letters)
    before = excel.read_bytes()
    code, said = say(*REHEARSE, "--excel", str(excel))
    assert (code, excel.read_bytes()) == (2, before)
    assert "không ghi đè" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--excel", "thu.pdf"), "tên tệp phải kết thúc bằng .xlsx."),
        (("--ics", "thu.xlsx"), "tên tệp phải kết thúc bằng .ics."),
    ],
)
def test_a_name_of_another_form_is_refused(say: Say, words: tuple[str, ...], sentence: str) -> None:
    code, said = say(*REHEARSE, *words)
    assert code == 2
    assert sentence in said
    assert not Path(words[1]).exists()


def test_a_year_outside_the_plan_and_an_unknown_plan_are_refused(say: Say) -> None:
    for year in ("1999", "99999", "-1"):
        assert say("rehearse", "QM", "--year", year)[0] == 2
    code, said = say("rehearse", "KHAC", "--year", "2026")
    assert code == 2
    assert "KHAC" in said


def test_a_dry_run_shows_the_letters_of_the_day_again_and_again(say: Say) -> None:
    words = ("tick", "qm", "--dry-run", "--at", "2026-11-16T07:45")
    first, second = say(*words), say(*words)
    assert first == second
    assert first[0] == 0
    assert "3 thư sẽ được gửi." in first[1]
    assert "Lý do: Đến lượt thư mở kỳ báo cáo (dự kiến ngày 16/11/2026)." in first[1]
    found = json.loads(say(*words, "--json")[1])
    assert found["letters"][0]["to"] == ["focal.qm-x00001@quang-mau.example"]
    assert "Kính gửi" in found["letters"][0]["text"]
