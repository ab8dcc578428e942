"""`dondoc outbox`: what was sent to whom, what a person decides about it."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from flows import importing, intent
from flows.runtime import compose
from mail.post.outbox import compose_day
from plans import samples
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.post.refusals import Refused
from state.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")
Say = Callable[..., tuple[int, str]]
BY = ("--by", "Trần Thị B")
OPENED = datetime(2024, 11, 14, 7, 45, tzinfo=ZONE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with the letters of the opening: the first left for some recipients, the next two are in doubt."""
    folder = tmp_path_factory.mktemp("home")
    house = compose(Settings(home=folder))
    file = samples.path("lai-chau-mau")
    day = datetime(2023, 12, 1, tzinfo=ZONE)
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), day)
    intent.confirm_plan(house, "LC", Confirmation("Trần Thị B", day, waive_rest="Đã đối chiếu."))
    intent.open_cycle(house, "LC", 2024, intent.Choice("Trần Thị B", {}, False, day))
    with house.database.unit() as store:
        for item in store.assignments.due(store.plans.get("LC").id, OPENED.date()):
            store.assignments.claim_responsibility(item.responsibility_id, OPENED, house.calendar_of(store))
        compose_day(store, OPENED, house.office)
        store.outbox.finish(
            [
                {"id": 1, "state": "sent", "sent_at": OPENED, "tries": 1},
                {"id": 2, "state": "sending"},
                {"id": 3, "state": "sending"},
            ]
        )
        later = OPENED.replace(hour=7, minute=50)
        refused = Refused("phong@mau.example", 450, "tạm thời chưa nhận (450 4.2.1 busy)", later)
        store.outbox.refusals.write(1, [refused], [], OPENED)
        store.commit()
    house.database.close()
    return folder


@pytest.fixture
def say(home: Path, speak: Say) -> Say:
    return lambda *words: speak(home, *words)


def listed(say: Say, *words: str) -> list[dict]:
    return json.loads(say("outbox", "list", "--json", "--limit", "500", *words)[1])


def test_the_list_for_programs_has_all_that_is_needed_to_answer(say: Say) -> None:
    first = listed(say)[-1]
    assert first["id"] == 1
    assert first["agency"] and first["agency_code"].startswith("LC.")
    assert first["contacts"] and all("@" in one for one in first["contacts"])
    assert first["codes"] and all(code.startswith("LC24-") for code in first["codes"])
    assert first["token_addresses"][0] == first["reply_to"]
    assert first["token_addresses"][1].startswith("bounce+")
    assert first["message_id"].startswith("<dondoc.")
    assert first["link"].startswith("http://127.0.0.1:8081/t/")
    assert first["subject"].startswith("[LC24")
    assert first["state"] == "sent"
    assert f"[{first['codes'][0]}]" in first["body"]
    assert first["refusals"] == [
        {
            "address": "phong@mau.example",
            "code": 450,
            "words": "tạm thời chưa nhận (450 4.2.1 busy)",
            "tries": 1,
            "retry_at": "2024-11-14 07:50",
        }
    ]


def test_the_list_can_be_narrowed(say: Say) -> None:
    everything = listed(say)
    assert [one["id"] for one in listed(say, "--state", "sending")] == [3, 2]
    code = everything[-1]["agency_code"]
    assert [one["id"] for one in listed(say, "--agency", code.lower())] == [
        one["id"] for one in everything if one["agency_code"] == code
    ]
    assert len(json.loads(say("outbox", "list", "--json", "--limit", "2")[1])) == 2
    code, said = say("outbox", "list", "--limit", "30")
    assert (code, "chưa rõ đã gửi hay chưa" in said, "đôn đốc báo cáo" in said) == (0, True, True)
    assert say("outbox", "list", "--agency", "LC.KHONG")[0] == 2


def test_a_letter_is_shown_with_what_its_recipients_servers_said(say: Say) -> None:
    code, said = say("outbox", "show", "1")
    assert code == 0
    for words in (
        "Cơ quan: ",
        "Trả lời về: bao-cao+",
        "Mã thư: <dondoc.",
        "Trạng thái: đã gửi",
        "Bị từ chối: phong@mau.example: tạm thời chưa nhận (450 4.2.1 busy), lần 1, thử lại lúc 2024-11-14 07:50",
        "han-bao-cao.ics",
        "Kính gửi: ",
    ):
        assert words in said
    assert say("outbox", "show", "1", "--html")[1].lstrip().startswith("<!")
    shown = json.loads(say("outbox", "show", "1", "--json")[1])
    assert shown["html"].lstrip().startswith("<!")
    assert "text/calendar" in [one["type"].partition(";")[0] for one in shown["enclosures"]]


def test_a_person_settles_letters_in_doubt(say: Say) -> None:
    assert say("outbox", "settle", "2", "--sent", *BY) == (0, "Trần Thị B xác nhận thư số 2 đã gửi.\n")
    assert "xác nhận thư số 3 chưa gửi" in say("outbox", "settle", "3", "--not-sent", *BY)[1]
    states = {one["id"]: one["state"] for one in listed(say)}
    assert (states[2], states[3]) == ("sent", "queued")
    code, said = say("outbox", "settle", "2", "--sent", *BY)
    assert (code, "Không tìm thấy thư đang chờ kiểm tra" in said) == (2, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("outbox", "show", "9999"), "Không tìm thấy thư"),
        (("outbox", "show", "một"), "Lệnh chưa đúng"),
        (("outbox", "settle", "9999", "--sent"), "Không tìm thấy thư"),
        (("outbox", "settle", "4"), "Lệnh chưa đúng"),
        (("outbox", "settle", "4", "--sent"), "Không tìm thấy thư đang chờ kiểm tra"),
        (("outbox", "settle", "4", "--sent", "--by", ""), "cần tên người quyết định"),
        (("outbox", "revoke", "9999", "--reason", "x"), "Không tìm thấy thư"),
        (("outbox", "revoke", "4"), "Lệnh chưa đúng"),
        (("outbox", "revoke", "4", "--reason", " "), "cần nêu lý do"),
        (("outbox", "list", "--state", "lost"), "Lệnh chưa đúng"),
        (("outbox", "list", "--agency", "XX"), "Không tìm thấy"),
    ],
)
def test_what_cannot_be_is_one_sentence(say: Say, words: tuple[str, ...], sentence: str) -> None:
    code, said = say(*words)
    assert (code, sentence in said) == (2, True), said
    assert "Traceback" not in said


def test_a_revoked_letter_is_marked_everywhere(say: Say) -> None:
    code, said = say("outbox", "revoke", "4", "--reason", "gửi nhầm", *BY)
    assert (code, "Trần Thị B thu hồi địa chỉ trả lời và đường dẫn của thư số 4. Lý do: gửi nhầm." in said) == (0, True)
    assert next(one for one in listed(say) if one["id"] == 4)["revoked"] is True
    said = say("outbox", "show", "4")[1]
    assert ("Trạng thái: chờ gửi, đã thu hồi" in said, "Đường dẫn: " in said) == (True, False)
    assert "Đường dẫn: http" in say("outbox", "show", "1")[1]
    assert json.loads(say("outbox", "show", "4", "--json")[1])["link"] == ""
    assert say("outbox", "revoke", "4", "--reason", "lại")[0] == 2
