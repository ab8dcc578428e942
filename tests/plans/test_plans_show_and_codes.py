import json

import pytest

from plans import samples
from plans.codes import plan_code
from plans.model import Plan
from plans.read import read_plan
from plans.show import WIDTH, render


@pytest.fixture(scope="module", params=samples.NAMES)
def plan(request):
    return read_plan(samples.path(request.param).read_bytes(), f"{request.param}.txt")


def test_no_line_is_wider_than_the_terminal(plan):
    assert max(len(line) for line in render(plan).split("\n")) <= WIDTH


def test_every_item_and_question_is_shown(plan):
    flat = " ".join(render(plan).split())
    for text in (
        *(" ".join(item.text.split()) for item in (*plan.responsibilities, *plan.tasks, *plan.funding, *plan.targets)),
        *(question.message for question in plan.questions),
    ):
        assert text in flat
    assert plan.closing.text in flat


def test_figures_are_written_with_a_decimal_comma():
    plan = read_plan(samples.path("lai-chau-mau").read_bytes(), "lai-chau-mau.txt")
    shown = render(plan)
    assert "[= 99,6%; 2030]" in shown
    assert "(để trống)/KH-UBND" in shown
    assert "99.6" not in shown


def test_the_plan_survives_json(plan):
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert json.loads(plan.model_dump_json())["document"]["doc_type"] == "KẾ HOẠCH"


@pytest.mark.parametrize(
    ("province", "place", "code"),
    [
        ("Lai Châu", "Lai Châu", "LC"),
        ("Đắk Lắk", None, "DL"),
        ("Hồ Chí Minh", None, "HCM"),
        (None, "Huế", "H"),
        (None, None, "KH"),
    ],
)
def test_the_code_is_made_of_the_initials_of_the_province(plan, province, place, code):
    document = plan.document.model_copy(update={"province": province, "place": place})
    assert plan_code(plan.model_copy(update={"document": document})) == code
