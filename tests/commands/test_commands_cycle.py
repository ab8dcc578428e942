"""`dondoc cycle`, `dondoc calendar` and the report of a quarter, as a person types them."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

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
    """A house with a confirmed plan and no cycle, for all talks of this file."""
    folder = tmp_path_factory.mktemp("home")
    house = compose(Settings(home=folder))
    file = samples.path("lai-chau-mau")
    day = datetime(2023, 12, 1, tzinfo=ZONE)
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), day)
    intent.confirm_plan(house, "LC", Confirmation("Trần Thị B", day, waive_rest="Đã đối chiếu."))
    house.database.close()
    return folder


@pytest.fixture
def say(home: Path, speak: Say) -> Say:
    return lambda *words: speak(home, *words)


def test_a_quarter_is_opened_listed_and_reported(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice: our own PDF is enough here
    code, told = say("cycle", "open", "LC", "--year", "2024", "--kind", "quý 1", "--on", "2024-02-20", *BY)
    assert code == 0
    assert "Trần Thị B đã mở kỳ báo cáo quý 1 năm 2024 của kế hoạch LC: 77 yêu cầu" in told
    assert "UBND cấp huyện: 18/03/2024" in told
    assert json.loads(say("cycle", "list", "LC", "--year", "2024", "--json")[1])["cycles"][0]["code"] == "LC24Q1"
    assert "mở ngày 14/11/2024" in say("cycle", "list", "lc", "--year", "2024")[1]

    code, told = say("report", "compile", "LC", "--year", "2024", "--kind", "Q1", "--at", "2024-03-22T10:00")
    word = Path(told.splitlines()[1])
    assert code == 0
    assert word.parts[-2:] == ("LC24Q1", "bao-cao-LC24Q1-ban-1-du-thao.docx")
    text = ZipFile(word).read("word/document.xml").decode()
    assert "quý 1 năm 2024" in text
    assert "TRỌNG TÂM NĂM" not in text
    assert "--kind Q2" in say("report", "compile", "LC", "--year", "2024", "--kind", "quý 2")[1]
    assert "dondoc cycle open LC --year 2024\n" in say("report", "compile", "LC", "--year", "2024")[1]


def test_the_rhythm_is_set_shown_and_taken_back(say: Say) -> None:
    assert "chỉ mở khi có người mở" in say("cycle", "cadence", "LC")[1]
    assert "quý, năm" in say("cycle", "cadence", "LC", "năm", "quý", *BY)[1]
    assert "Không lập báo cáo quý 4" in say("cycle", "list", "LC", "--year", "2024")[1]
    assert "đã bỏ nhịp" in say("cycle", "cadence", "LC", "--clear", *BY)[1]
    assert say("cycle", "cadence", "LC", "tuần")[0] == 2
    assert "99999" in say("cycle", "list", "LC", "--year", "99999")[1]


def test_a_review_by_order_needs_all_its_days(say: Say) -> None:
    order = ("--by-order", "Công văn số 99/UBND-VX", "--from", "2022-01-01", "--to", "2024-08-31")
    asked = ("cycle", "open", "LC", "--year", "2024", "--kind", "sơ kết", "--on", "2024-08-01")
    assert "--by-order" in say(*asked)[1]
    assert "--due CẤP=NGÀY" in say(*asked, *order)[1]
    assert "cần ngày dạng" in say(*asked, *order, "--due", "huyện=mai")[1]
    code, told = say(*asked, *order, "--due", "huyện=13/9/2024", "--due", "department=2024-09-16")
    assert code == 2
    assert "13/9" in told or "cần ngày dạng" in told
    due = ("--due", "huyện=13/09/2024", "--due", "department=2024-09-16")
    assert "Công văn số 99/UBND-VX" in say(*asked, *order, *due)[1]


def test_days_are_shown_first_and_set_on_demand(say: Say) -> None:
    days = ("calendar", "set", "2027-02-05", "--to", "2027-02-12", "--off", "--note", "Thông báo 1", *BY)
    assert "Chỉ xem trước" in say(*days)[1]
    assert "Thông báo 1" not in say("calendar", "show", "--year", "2027")[1]
    assert "Đã ghi lại" in say(*days, "--apply")[1]
    assert "Thứ Sáu 05/02/2027: nghỉ – Thông báo 1 (Trần Thị B)" in say("calendar", "show", "--year", "2027")[1]
    assert {"on": "2027-02-05", "works": False} in [
        {key: day[key] for key in ("on", "works")}
        for day in json.loads(say("calendar", "show", "--year", "2027", "--json")[1])
    ]
    assert "Không hạn nào" in say("calendar", "check")[1]
    assert say("calendar", "set", "2027-02-05", "--off", "--work", "--note", "x")[0] == 2
    assert say("calendar", "show", "--year", "1")[0] == 2
