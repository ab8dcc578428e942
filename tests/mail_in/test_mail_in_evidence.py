"""Every value that is read says where it stood and how surely it was read."""

from datetime import date

import pytest
from known_side import ITEMS

from mail.read_answer.filled import Filled, written_out
from mail.read_answer.model import SURE, Reported, Understanding
from mail.read_answer.understand import understand
from mail.split import Parts

ONE = "HT26-031"


def read(text: str, *, filed: str = "", places: dict[str, str] | None = None, count: int = 1) -> Understanding:
    return understand(
        Parts(text, "", "", "", filed=filed, places=places or {}), ITEMS[:count], written_on=date(2025, 12, 11)
    )


def shown(understood: Understanding, item: Reported) -> dict[str, str]:
    """The words of the reply behind each value."""
    return {name: understood.text[one.start : one.end] for name, one in item.evidence.items()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đã hoàn thành 100%", {"status": "Đã hoàn thành 100%", "percent": "100%"}),
        ("Kính gửi Sở, xã đang triển khai, đạt 70,5% kế hoạch.", {"status": "đang triển khai", "percent": "70,5%"}),
        ("da hoan thanh. CT1: 410/512", {"status": "da hoan thanh", "CT1": "410/512"}),
        (
            "[HT26-031] Mầm non\nTrạng thái: đang thực hiện\nTỷ lệ hoàn thành: 70\nCT1 (tỷ lệ): 410/512 (80,1%)",
            {"status": "đang thực hiện", "percent": "70", "CT1": "410/512 (80,1%)"},
        ),
        (
            "Tiến độ 45 %, kinh phí bố trí 1,5 tỷ đồng",
            {"status": "Tiến độ 45 %", "percent": "45 %", "CT2": "1,5 tỷ đồng"},
        ),
        (
            "Trạng thái (đang thực hiện):\nTỷ lệ: 30%",
            {"status": "Trạng thái (đang thực hiện):", "percent": "30%"},
        ),
    ],
)
def test_each_value_points_to_its_words(text, words):
    understood = read(text)
    item = understood.reported[0]
    found = shown(understood, item)
    assert {name: said.lower() for name, said in found.items()}.keys() == words.keys()
    for name, said in words.items():
        assert found[name].lower() in said.lower() and found[name], name
    assert not understood.doubts
    assert all(one.confidence >= SURE for one in item.evidence.values())


@pytest.mark.parametrize(
    ("text", "name", "at_least", "below"),
    [
        ("Trạng thái: đang thực hiện", "status", 1.0, 1.1),
        ("Tỷ lệ hoàn thành: 70%", "percent", 1.0, 1.1),
        ("Trạng thái: đang thực hiện, chờ kinh phí", "status", 0.9, 1.0),
        ("xã đang triển khai kế hoạch", "status", 0.9, 1.0),
        ("xa dang trien khai ke hoach", "status", 0.85, 0.95),
        ("Tỷ lệ hoàn thành: 70%", "status", 0.85, 0.95),
        ("Đã hoàn thành. Kinh phí bố trí: 120 triệu đồng", "CT2", 0.8, 0.9),
    ],
)
def test_the_confidence_follows_the_table(text, name, at_least, below):
    assert at_least <= read(text).reported[0].evidence[name].confidence < below


def test_a_form_out_of_a_file_is_read_with_the_place_in_the_file():
    filed = written_out([Filled(ONE, "đang thực hiện", "70", figures={"CT1": "410/512"})])
    places = {f"{ONE}/status": "Bieu.xlsx, ô E5", f"{ONE}/CT1": "Bieu.xlsx, ô G5"}
    understood = read("Xã gửi lại biểu đã điền.", filed=filed, places=places)
    evidence = understood.reported[0].evidence
    assert understood.certain
    assert (evidence["status"].place, evidence["CT1"].place) == ("Bieu.xlsx, ô E5", "Bieu.xlsx, ô G5")
    assert shown(understood, understood.reported[0])["CT1"] == "410/512"


def test_a_value_of_the_mail_itself_has_no_place_in_a_file():
    filed = written_out([Filled(ONE, percent="70")])
    evidence = read("Trạng thái: đang thực hiện", filed=filed, places={f"{ONE}/status": "tệp"}).reported[0].evidence
    assert evidence["status"].place == ""


@pytest.mark.parametrize(
    ("text", "filled", "why"),
    [
        ("Đã hoàn thành", Filled(ONE, "đang thực hiện"), "hai trạng thái"),
        ("Đang thực hiện, đạt 60%", Filled(ONE, "đang thực hiện", "70"), "nhiều tỷ lệ"),
        ("CT1: 400/512", Filled(ONE, "đang thực hiện", figures={"CT1": "410/512"}), "hai giá trị"),
        ("", Filled(ONE, "đã hoàn thành", "70"), "70%"),
        ("", Filled(ONE, "đang thực hiện", "170"), "lớn hơn 100%"),
        ("", Filled(ONE, "đang thực hiện", figures={"CT1": "512/410"}), "lớn hơn mẫu số"),
        ("", Filled(ONE, "đang thực hiện", figures={"CT2": "1,234"}), "1,234"),
    ],
)
def test_mail_and_file_that_contradict_are_held(text, filled, why):
    understood = read(text, filed=written_out([filled]))
    assert not understood.certain
    assert why in "; ".join(understood.doubts)


def test_a_file_alone_is_an_answer():
    filed = written_out([Filled("HT26-032", "không phát sinh"), Filled("HT26-033", "đã hoàn thành", "100")])
    understood = read("", filed=filed, count=3)
    assert understood.certain
    assert [str(item.status) for item in understood.reported] == ["khong_phat_sinh", "hoan_thanh"]
