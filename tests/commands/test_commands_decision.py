"""`dondoc assignment extend` and `refuse` tell the agency: a letter stands in the outbox, and nothing is sent."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from flows import importing, intent
from flows.runtime import compose
from mail.post.outbox import compose_day
from plans import samples
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked")
Say = Callable[..., tuple[int, str]]
BY = ("--by", "Trần Thị B")
OPENED = datetime(2024, 11, 14, 7, 45, tzinfo=ZONE)
"""The Thursday on which the cycle opens."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house whose agencies got their opening letters, and one of them asked for more time."""
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
        store.outbox.finish({"id": one.id, "state": "sent", "sent_at": OPENED} for one in store.outbox.queued(OPENED))
        (row,) = store.assignments.by_code(["LC24-071"]).values()
        asked = datetime(2024, 12, 12, 10, tzinfo=ZONE)
        store.pauses.ask([row.id], date(2024, 12, 31), "xin lùi đến 31/12", asked)
        store.commit()
    house.database.close()
    return folder


@pytest.fixture
def say(home: Path, speak: Say) -> Say:
    return lambda *words: speak(home, *words)


def letters(say: Say) -> list[dict[str, str]]:
    """The decision letters, newest first."""
    rows = json.loads(say("outbox", "list", "--limit", "500", "--json")[1])
    return [row for row in rows if row["kind"] == "decision"]


def test_the_agency_is_told_of_an_extension_and_of_a_refusal(say: Say) -> None:
    code, said = say("assignment", "extend", "lc24-070", "--until", "2024-12-24", *BY, "--on", "2024-12-16T09:00:00")
    assert (code, "sẽ gửi từ 09:00 ngày 16/12/2024" in said) == (0, True)
    why = ("--reason", "Phải tổng hợp đúng hạn.")
    code, said = say("assignment", "refuse", "LC24-071", *why, *BY, "--on", "2024-12-14T09:00:00")  # Saturday
    assert (code, "sẽ gửi từ 07:30 ngày 16/12/2024" in said) == (0, True)
    refused, granted = letters(say)
    assert [granted["subject"], refused["subject"]] == [
        "[LC24-070] Hạn mới 24/12/2024: đồng ý lùi hạn gửi báo cáo",
        "[LC24-071] Giữ hạn 17/12/2024: chưa thể lùi hạn gửi báo cáo",
    ]
    assert {one["state"] for one in (granted, refused)} == {"queued"}
    assert {one["purpose"] for one in (granted, refused)} == {"trả lời về hạn gửi"}
    assert "trả lời về hạn gửi" in say("outbox", "list")[1]
    assert "Lý do: Phải tổng hợp đúng hạn." in say("outbox", "show", str(refused["id"]))[1]
    assert "thư báo quyết định về hạn gửi" in say("explain", "LC24-070", "--at", "2024-12-17")[1]


def test_a_decision_that_cannot_be_made_writes_no_letter(say: Say) -> None:
    before = len(letters(say))
    asked = ("--until", "2024-12-24", *BY, "--on", "2024-12-16")
    assert say("assignment", "extend", "LC24-072", "LC24-999", *asked)[0] == 2
    assert say("assignment", "extend", "LC24-072", "--until", "2024-12-22", *BY, "--on", "2024-12-16")[0] == 2  # Sunday
    assert say("assignment", "refuse", "LC24-072", "--reason", "Không.", *BY)[0] == 2  # nobody asked
    assert len(letters(say)) == before
