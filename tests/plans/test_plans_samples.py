import json
from pathlib import Path

import pytest

from plans import samples
from plans.codes import plan_code
from plans.read import read_plan

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="module", params=samples.NAMES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def plan(name):
    return read_plan(samples.path(name).read_bytes(), f"{name}.txt")


@pytest.fixture(scope="module")
def expected(name):
    return json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))


def test_a_sample_says_that_it_is_one(name, plan):
    head = samples.path(name).read_text(encoding="utf-8")[:200]
    assert "VĂN BẢN MẪU – không phải văn bản thật" in head
    assert "không phải văn bản thật" in plan.document.title.lower()


def test_every_responsibility_is_read_with_its_roles(plan, expected):
    read = [
        {
            "path": r.path,
            "owners": list(r.owners),
            "owner_role": list(r.owner_role),
            "partners": [[partner.name, partner.role] for partner in r.partners],
            "advises": list(r.advises),
            "reports_to": list(r.reports_to),
            "recurrence": list(r.recurrence),
        }
        for r in plan.responsibilities
    ]
    assert read == expected["responsibilities"]


def test_every_target_is_read(plan, expected):
    keys = ("path", "comparator", "value", "year", "recurrence", "relative")
    assert [{key: getattr(target, key) for key in keys} for target in plan.targets] == expected["targets"]


def test_tasks_and_funding_have_their_paths(plan, expected):
    assert [task.path for task in plan.tasks] == expected["tasks"]
    assert [item.path for item in plan.funding] == expected["funding"]


def test_every_source_span_holds_the_beginning_and_the_end_of_its_item(name, plan):
    lines = samples.path(name).read_text(encoding="utf-8").split("\n")
    for item in (*plan.responsibilities, *plan.tasks, *plan.funding):
        words = item.text.rstrip(".;¹").split()
        assert words[0].strip("“") in lines[item.source.start_line - 1]
        assert words[-1] in lines[item.source.end_line - 1]


def test_the_two_samples_have_the_size_of_the_plans_they_stand_for():
    sizes = {}
    for name in samples.NAMES:
        plan = read_plan(samples.path(name).read_bytes(), name)
        sizes[plan_code(plan)] = (len(plan.responsibilities), plan.document.number)
    assert sizes == {"LC": (24, None), "HT": (26, "624")}


def test_a_blank_number_and_day_are_missing_and_asked_about():
    plan = read_plan(samples.path("lai-chau-mau").read_bytes(), "lai-chau-mau.txt")
    assert (plan.document.number, plan.document.date, plan.document.month, plan.document.year) == (None, None, 11, 2023)
    kinds = [q.kind for q in plan.questions]
    assert kinds[:3] == ["number_blank", "day_blank", "issuer_derived"]


def test_a_footnote_is_lifted_out_of_the_sentence_it_cuts():
    plan = read_plan(samples.path("lai-chau-mau").read_bytes(), "lai-chau-mau.txt")
    task = next(task for task in plan.tasks if task.path == "III.2.1")
    assert "cho các điểm trường lẻ" in task.text
    assert len(task.source.lines) == 2
    assert len(plan.footnotes) == 1
    assert plan.footnotes[0].text.count("- ") == 2


def test_an_unknown_sample_is_a_key_error():
    with pytest.raises(KeyError):
        samples.path("../errors")
