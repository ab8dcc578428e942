"""Files that came in: listed where they belong, kept by their bytes, handed out as files alone."""

import hashlib

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient
from web_world import HOSTILE, World, commune

from state.tables import AttachmentRow, StoredFileRow

GOOD, MACRO, EXE = b"%PDF-1.7 bao cao", b"PK\x03\x04macro", b"MZ"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def page(own_world: World, open_board) -> TestClient:
    """The province after the first reply has brought four files, of which one was not kept."""
    with own_world.database.unit() as store:
        store.session.execute(delete(AttachmentRow))
        for name, content, verdict, note in (
            ("Báo cáo quý.pdf", GOOD, "accepted", ""),
            (f"{HOSTILE}.xlsm", MACRO, "macro", ""),
            ("Bieu.exe", EXE, "executable", ""),
            ("Biểu.xlsx", b"khong giu", "accepted", "đã đọc biểu mẫu: TM24-003"),
        ):
            row = AttachmentRow(
                reply_id=own_world.reply,
                name=name,
                content_type="text/html",
                size=len(content),
                sha256=sha(content),
                verdict=verdict,
                note=note,
            )
            store.session.add(row)
        store.files.keep([GOOD, MACRO, EXE])
        store.commit()
    return open_board(own_world)


def test_files_are_listed_with_the_reply_the_agency_and_the_answer(page: TestClient, own_world: World) -> None:
    code = own_world.codes["V.3.a", commune(1)]
    for path in (f"/thu-den/{own_world.reply}", f"/co-quan/{commune(1)}", f"/yeu-cau/{code}"):
        text = page.get(path).text
        assert f'<a href="/thu-den/{own_world.reply}/tep/{sha(GOOD)}" download>Báo cáo quý.pdf</a>' in text
        assert f'<a href="/thu-den/{own_world.reply}/tep/{sha(MACRO)}">' in text
        assert "tệp chứa macro" in text
        assert "đã đọc biểu mẫu: TM24-003" in text
        assert f"/tep/{sha(b'khong giu')}" not in text
        assert HOSTILE not in text


def test_a_good_file_is_handed_out_as_a_file(page: TestClient, own_world: World) -> None:
    answer = page.get(f"/thu-den/{own_world.reply}/tep/{sha(GOOD)}")
    assert (answer.status_code, answer.content) == (200, GOOD)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_doubtful_file_stands_behind_a_warning(page: TestClient, own_world: World) -> None:
    path = f"/thu-den/{own_world.reply}/tep/{sha(MACRO)}"
    warning = page.get(path)
    assert warning.headers["content-type"].startswith("text/html")
    assert "tệp chứa macro" in warning.text
    assert f'href="{path}?van_tai=1"' in warning.text
    answer = page.get(f"{path}?van_tai=1")
    assert (answer.content, answer.headers["content-type"]) == (MACRO, "application/octet-stream")
    (header,) = answer.headers.get_list("content-disposition")
    assert (header.count('"'), "<" in header) == (2, False)


def test_a_program_does_not_start_by_a_double_click(page: TestClient, own_world: World) -> None:
    answer = page.get(f"/thu-den/{own_world.reply}/tep/{sha(EXE)}?van_tai=1")
    assert 'filename="Bieu.exe.khong-mo"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    ["{reply}/tep/{lost}", "{other}/tep/{good}", "{reply}/tep/" + "0" * 64, "{reply}/tep/x"],
)
def test_what_the_reply_does_not_have_is_not_found(page: TestClient, own_world: World, path: str) -> None:
    known = {"reply": own_world.reply, "other": own_world.held, "good": sha(GOOD), "lost": sha(b"khong giu")}
    assert page.get(f"/thu-den/{path.format(**known)}").status_code == 404


def test_looking_changes_nothing_and_nothing_is_put_there(page: TestClient, own_world: World) -> None:
    path = f"/thu-den/{own_world.reply}/tep/{sha(GOOD)}"
    assert page.post(path).status_code == 405
    assert page.head(path).content == b""


def test_the_same_bytes_are_kept_once(page: TestClient, own_world: World) -> None:
    with own_world.database.unit() as store:
        store.files.keep([GOOD, GOOD, MACRO])
        store.session.execute(update(AttachmentRow).values(sha256=sha(GOOD)))
        store.commit()
        assert len(list(store.session.scalars(select(StoredFileRow.sha256)))) == 3
