import json
from pathlib import Path

import pytest
from exchange_plans import PLANS
from hypothesis import given, settings
from plans_scoring import NAMES as REAL
from plans_scoring import shared_plans

from plans import samples
from plans.errors import DamagedFile, EmptyFile, PlanError, UnsupportedFormat
from plans.exchange.errors import FormError
from plans.exchange.json_form import plan_from_json, plan_to_json
from plans.read import read_plan

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
SAMPLES = [samples.path(name) for name in samples.NAMES]


@pytest.mark.parametrize("file", SAMPLES + DOCUMENTS, ids=lambda file: file.stem)
def test_a_plan_comes_back_from_json_without_loss(file):
    try:
        plan = read_plan(file.read_bytes(), file.name)
    except PlanError:
        pytest.skip("the document is one that the reader refuses")
    assert plan_from_json(plan_to_json(plan), "plan.json") == plan


@pytest.mark.parametrize("name", REAL)
def test_a_real_plan_comes_back_from_json_without_loss(name, shared):
    plan = read_plan((shared_plans() / f"{name}.txt").read_bytes(), f"{name}.txt")
    assert plan_from_json(plan_to_json(plan), "plan.json") == plan


@settings(max_examples=30, deadline=None)
@given(PLANS)
def test_any_plan_comes_back_from_json_without_loss(plan):
    assert plan_from_json(plan_to_json(plan), "plan.json") == plan


def test_the_json_is_readable_vietnamese_with_a_version():
    plan = read_plan(SAMPLES[0].read_bytes(), "mau.txt")
    text = plan_to_json(plan).decode()
    assert json.loads(text)["dondoc_plan"] == 1
    assert "Sở Giáo dục và Đào tạo" in text
    assert len(text.splitlines()) > 200


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" \n", EmptyFile),
        (b"{", DamagedFile),
        (b"\xff\xfe\x00", DamagedFile),
        (b"[" * 100_000, DamagedFile),
        (b"[]", UnsupportedFormat),
        (b"1", UnsupportedFormat),
        (b'{"name": "dondoc"}', UnsupportedFormat),
        (b'{"dondoc_plan": "1", "plan": {}}', UnsupportedFormat),
        (b'{"dondoc_plan": 2, "plan": {}}', UnsupportedFormat),
        (b'{"dondoc_plan": 1}', FormError),
        (b'{"dondoc_plan": 1, "plan": [], "extra": 1}', FormError),
    ],
    ids=str,
)
def test_other_files_are_refused_with_their_own_error(data, error):
    with pytest.raises(error) as caught:
        plan_from_json(data, "tep.json")
    assert "tep.json" in str(caught.value)


def _changed(change) -> bytes:
    content = json.loads(plan_to_json(read_plan(SAMPLES[0].read_bytes(), "mau.txt")))
    change(content["plan"])
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p: p["targets"][0].update(value="nhiều"), "“plan.targets.1.value”: phải là số"),
        (lambda p: p["targets"][0].update(value=1e999), "phải là số hữu hạn"),
        (lambda p: p["responsibilities"][1].pop("owners"), "“plan.responsibilities.2.owners”: thiếu trường này"),
        (lambda p: p["responsibilities"][1].update(owner_role=["sếp"]), "danh sách cho phép"),
        (lambda p: p["document"].update(date="hôm nay"), "“plan.document.date”: không phải ngày"),
        (lambda p: p.update(owner="x"), "không có trong mẫu"),
    ],
)
def test_every_wrong_field_is_named(change, sentence):
    with pytest.raises(FormError) as caught:
        plan_from_json(_changed(change), "plan.json")
    assert sentence in str(caught.value)


def test_all_mistakes_are_listed_and_the_first_ones_shown():
    with pytest.raises(FormError) as caught:
        plan_from_json(_changed(lambda p: [item.pop("text") for item in p["responsibilities"]]), "plan.json")
    assert len(caught.value.problems) == 24
    assert "và 19 chỗ khác" in str(caught.value)
