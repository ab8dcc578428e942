"""Every question about one item says which of its fields answers it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import plans
from plans.model import Question
from plans.read import read_plan
from plans.review.answering import ANSWERED_BY, Asked, answers
from plans.review.corrections import Applied, Change, Correction, Entry
from plans.review.fields import FIELDS
from plans.samples import path as sample_path

AT = datetime(2026, 1, 5, tzinfo=UTC)
_KIND = re.compile(r'^\s+"([a-z]+(?:_[a-z]+)+)",\n', re.MULTILINE)
# Doubts about the plan as a whole or about a group: a decision on the question itself answers them.
_BY_DECISION = {
    "agency_twice",
    "no_deadline",
    "open_group",
    "owner_missing",
    "skipped_label",
    "repeated_label",
    "targets_missing",
    "targets_without_supplier",
    "annex_unread",
    "recipients_missing",
}


def test_every_kind_of_question_is_answered_by_a_field_or_by_a_decision():
    asking = (Path(plans.__file__).parent / "questions").glob("*.py")
    kinds = {kind for file in asking for kind in _KIND.findall(file.read_text(encoding="utf-8"))}
    assert len(kinds) > 20
    assert kinds - set(ANSWERED_BY) - _BY_DECISION == set()


def test_the_answering_fields_are_those_that_a_person_may_write():
    known = {name for fields in FIELDS.values() for name in fields}
    assert {name for fields in ANSWERED_BY.values() for name in fields} <= known


@pytest.mark.parametrize(
    ("kind", "field", "named", "settled"),
    [
        ("deadline_invalid", "deadlines", True, True),
        ("deadline_past", "deadlines", True, True),
        ("deadline_past", "deadlines", False, False),
        ("deadline_past", "owners", True, False),
        ("role_unclear", "owner_role", True, True),
        ("owner_doubtful", "owners", True, True),
    ],
)
def test_a_change_answers_a_question_about_its_own_clause(kind, field, named, settled):
    plan = read_plan(sample_path("lai-chau-mau").read_bytes(), "mau.txt")
    item = plan.responsibilities[0]
    changes = {field: Change(before=None, after=[])}
    about = {"what": "responsibility", "path": item.path, "text": item.text}
    made = Correction(action="correct", changes=changes, by="B", at=AT, **about)
    asked = Asked(Question(path=item.path, kind=kind, message="Có đúng không?", item=item.text if named else None))
    applied = Applied(plan, (Entry("responsibility", 1, item, item, made=(made,)),), (made,), ())
    assert [one is not None for one in answers([asked], applied, [])] == [settled]
