"""The command line as a person meets it: Vietnamese sentences, exit codes, nothing half written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plans import samples

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")


@pytest.fixture
def run(tmp_path: Path):
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dondoc", *words],
            env={**os.environ, "DONDOC_HOME": str(tmp_path / "home"), "COLUMNS": "200"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return command


@pytest.fixture
def say(tmp_path: Path, spoken):
    """The same in this process, for long talks: a process of its own costs two seconds a word. Not for Prefect."""
    return lambda *words: spoken(tmp_path / "home", *words)


def test_reading_a_plan_needs_no_database(run, tmp_path: Path) -> None:
    done = run("plan", "read", str(samples.path("ha-tinh-mau")), "--json")
    plan = json.loads(done.stdout)
    assert set(plan) >= {
        *("document", "legal_bases", "targets", "tasks", "funding", "responsibilities"),
        *("recipients", "signer", "closing", "questions"),
    }
    assert set(plan["document"]) >= {
        *("doc_type", "number", "symbol", "issuer", "place", "date", "title", "programme", "period"),
    }
    assert set(plan["responsibilities"][0]) >= {
        *("path", "owners", "owner_role", "partners", "advises", "reports_to", "recurrence", "text", "source"),
    }
    assert not (tmp_path / "home").exists()


def test_a_year_can_be_opened_from_the_command_line(say) -> None:
    sample = str(samples.path("lai-chau-mau"))
    assert "mã LC" in say("plan", "import", sample, "--sample", "--on", "2023-12-01").stdout
    again = say("plan", "import", sample)
    assert (again.returncode, "Không nhập lại" in again.stderr) == (2, True)
    early = say("cycle", "open", "LC", "--year", "2024")
    assert (early.returncode, "chưa được xác nhận" in early.stderr) == (2, True)
    unread = say("plan", "confirm", "lc", "--by", "Trần Thị B")
    assert (unread.returncode, "--waive-rest" in unread.stderr, "[Q1]" in unread.stderr) == (2, True, True)
    done = say("plan", "confirm", "lc", "--by", "Trần Thị B", "--waive-rest", "Đã đối chiếu văn bản gốc.")
    assert (done.returncode, "Bỏ qua có chủ ý" in done.stdout) == (0, True)
    opened = say("cycle", "open", "LC", "--year", "2024")
    assert "77 yêu cầu báo cáo cho 22 cơ quan" in opened.stdout
    assert "xác nhận bởi Trần Thị B" in say("plan", "list").stdout
    assert "cần xem" not in say("plan", "questions", "LC").stdout
    assert json.loads(say("outbox", "list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("plan", "read", "khong-co.txt"), "Không có tệp"),
        (("plan", "read", sys.executable), "không đọc định dạng này"),
        (("plan", "read", str(ROOT / "LICENSE")), "không phải kế hoạch"),
        (("plan", "questions", "XX"), "Không có kế hoạch mang mã"),
        (("report", "compile", "LC", "--year", "2024"), "Không có kế hoạch mang mã"),
        (("outbox", "show", "5"), "Không tìm thấy thư"),
        (("tick",), "Lệnh chưa đúng"),
        (("outbox", "list", "--limit", "-5"), "Lệnh chưa đúng"),
        (("outbox", "show", "99999999999999999999"), "Lệnh chưa đúng"),
        (("plan", "confirm", "LC", "--assign", "V.8.1"), "ĐƯỜNG_DẪN=Tên cơ quan"),
        (("plan", "confirm", "LC", "--assign", "V.8.1="), "ĐƯỜNG_DẪN=Tên cơ quan"),
        (("plan", "confirm", "LC", "--match", "V.1"), "CŨ=MỚI"),
        (("plan", "accept", "LC"), "ít nhất một điểm"),
        (("plan", "correct", "LC", "V.1", "owners"), "thông_tin=giá_trị"),
        (("plan", "reject", "LC", "V.1"), "Lệnh chưa đúng"),
        (("plan", "add", "LC", "--owner", "Sở A", "--text", "x", "--line", "một"), "số dòng"),
        (("plan", "review", "XX"), "Không có kế hoạch mang mã"),
        (("plan", "form", "mau.doc"), ".xlsx"),
        (("cycle", "open", "LC", "--year", "0"), "nằm ngoài giai đoạn"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(say, words: tuple[str, ...], sentence: str) -> None:
    done = say(*words)
    assert done.returncode == 2
    assert sentence in done.stderr


def test_a_process_says_it_without_a_traceback(run, monkeypatch) -> None:
    monkeypatch.setenv("DONDOC_PREFECT_PORT", "9")
    done = run("tick", "LC")
    assert (done.returncode, "Prefect" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_database_that_is_not_there_is_said_without_its_password(say, monkeypatch) -> None:
    monkeypatch.setenv("DONDOC_DATABASE_URL", "postgresql://dondoc:bi-mat@127.0.0.1:9/dondoc")
    done = say("plan", "list")
    assert (done.returncode, "cơ sở dữ liệu" in done.stderr, "bi-mat" in done.stderr) == (2, True, False)


def test_the_database_is_for_its_owner_alone(say, tmp_path: Path) -> None:
    say("plan", "list")
    assert (tmp_path / "home" / "dondoc.db").stat().st_mode & 0o077 == 0


def test_an_empty_file_is_named(say, tmp_path: Path) -> None:
    empty = tmp_path / "trong.txt"
    empty.write_bytes(b"")
    done = say("plan", "import", str(empty))
    assert (done.returncode, "trong.txt" in done.stderr) == (2, True)


def test_a_reading_is_reviewed_from_the_command_line(say, tmp_path: Path) -> None:
    say("plan", "import", str(samples.path("ha-tinh-mau")), "--on", "2025-12-01")
    asked = json.loads(say("plan", "questions", "HT", "--json").stdout)
    codes = [one["code"] for one in asked]
    (owner,) = [one["code"] for one in asked if one["blocking"]]
    listed = say("plan", "review", "HT").stdout  # no terminal: the list, and nobody is asked
    assert "dòng 227" in listed
    done = say("plan", "correct", "HT", "V.8.1", "owners=Sở Tư pháp; Sở Y tế", "--because", "Đã hỏi", "--json")
    assert json.loads(done.stdout)["open"] == [code for code in codes if code != owner]
    say("plan", "accept", "HT", *codes[1:3], "--by", "Trần Thị B")
    assert "V.3.bs1" in say("plan", "add", "HT", "--owner", "Sở Y tế", "--text", "Khám.", "--under", "V.3").stdout
    assert "V.3.bs1" in say("plan", "undo", "HT").stdout
    assert say("plan", "reject", "HT", "V.2.b", "--because", "Câu dẫn").returncode == 0
    items = json.loads(say("plan", "review", "HT", "--json").stdout)["items"]
    assert [one["path"] for one in items if one["state"] == "rejected"] == ["V.2.b"]
    assert "chưa có lần đã xác nhận" in say("plan", "diff", "HT").stderr


def test_a_plan_goes_to_a_file_and_comes_back(say, tmp_path: Path) -> None:
    say("plan", "import", str(samples.path("lai-chau-mau")), "--on", "2023-12-01")
    for name in ("ke-hoach.xlsx", "ke-hoach.json"):
        assert "Đã ghi" in say("plan", "export", "LC", str(tmp_path / name)).stdout
        again = say("plan", "export", "LC", str(tmp_path / name))
        assert (again.returncode, "không ghi đè" in again.stderr) == (2, True)
        read = json.loads(say("plan", "read", str(tmp_path / name), "--json").stdout)
        assert len(read["responsibilities"]) == 24
    assert ".xlsx" in say("plan", "export", "LC", str(tmp_path / "x.doc")).stderr
    assert "Đã ghi mẫu trống" in say("plan", "form", str(tmp_path / "mau.xlsx")).stdout


def test_the_door_itself_loads_neither_the_database_nor_the_reader() -> None:
    asked = (
        "import sys, dondoc; print([name for name in ('sqlalchemy', 'plans.read', 'prefect') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
