"""Files that went with letters: listed on the page of the letter, downloaded and never opened in the page."""

import pytest
from starlette.testclient import TestClient
from web_world import HOSTILE, World

from state.tables import EnclosureRow, LetterRow

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CALENDAR = 'text/calendar; method=PUBLISH; charset="utf-8"'
FILES = (
    ("du-thao-cong-van-TM24.docx", WORD, b"PK\x03\x04 n\xe1\xbb\x99i dung"),
    ("han-bao-cao.ics", CALENDAR, b"BEGIN:VCALENDAR\r\n"),
    (f"{HOSTILE}.docx", WORD, b"x"),
)


@pytest.fixture
def client(own_world: World, open_board) -> TestClient:
    with own_world.database.unit() as store:
        letter = store.session.get_one(LetterRow, own_world.letter)
        letter.enclosures = [EnclosureRow(name=name, content_type=kind, content=body) for name, kind, body in FILES]
        store.commit()
    return open_board(own_world)


def test_the_page_of_a_letter_lists_its_files(client: TestClient, world: World) -> None:
    text = client.get(f"/thu-di/{world.letter}").text
    assert "Tệp kèm theo" in text
    for number, name in enumerate(("du-thao-cong-van-TM24.docx", "han-bao-cao.ics"), 1):
        assert f'<a href="/thu-di/{world.letter}/tep/{number}" download>{name}</a>' in text
    assert HOSTILE not in text


def test_a_letter_without_files_says_nothing_of_them(client: TestClient, world: World) -> None:
    assert "Tệp kèm theo" not in client.get(f"/thu-di/{world.letter + 1}").text


@pytest.mark.parametrize(("number", "name"), [(1, "du-thao-cong-van-TM24.docx"), (2, "han-bao-cao.ics")])
def test_a_file_is_downloaded_as_it_was_sent(client: TestClient, world: World, number: int, name: str) -> None:
    answer = client.get(f"/thu-di/{world.letter}/tep/{number}")
    assert answer.status_code == 200
    assert answer.content == FILES[number - 1][2]
    assert answer.headers["content-type"] == FILES[number - 1][1]
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_name_cannot_break_out_of_the_header(client: TestClient, world: World) -> None:
    (header,) = client.get(f"/thu-di/{world.letter}/tep/3").headers.get_list("content-disposition")
    assert header.count('"') == 2
    assert "<" not in header


@pytest.mark.parametrize("path", ["{letter}/tep/0", "{letter}/tep/4", "{letter}/tep/x", "{letter}/tep/", "999/tep/1"])
def test_what_does_not_exist_is_not_found(client: TestClient, world: World, path: str) -> None:
    answer = client.get(f"/thu-di/{path.format(letter=world.letter)}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_nothing_is_put_there(client: TestClient, world: World) -> None:
    assert client.post(f"/thu-di/{world.letter}/tep/1").status_code == 405
    assert client.head(f"/thu-di/{world.letter}/tep/1").content == b""
