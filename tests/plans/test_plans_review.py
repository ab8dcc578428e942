"""Decisions of a person find their item by its text, and are never laid over something else."""

from datetime import UTC, datetime

import pytest

from plans import samples
from plans.model import Plan, Question, Responsibility
from plans.read import read_plan
from plans.review.answering import Asked, answers
from plans.review.corrections import Applied, Change, Correction, apply, path_of, text_of
from plans.review.fields import BadField, parse_changes

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> Plan:
    file = samples.path("ha-tinh-mau")
    return read_plan(file.read_bytes(), file.name)


def duty(plan: Plan, path: str) -> Responsibility:
    return next(item for item in plan.responsibilities if item.path == path)


def decide(item: Responsibility, action: str, **changes: tuple[object, object]) -> Correction:
    kept = {name: Change(before=before, after=after) for name, (before, after) in changes.items()}
    return Correction.model_validate(
        {"action": action, "what": "responsibility", "path": item.path, "text": text_of(item), "changes": kept}
        | {"by": "B", "at": AT}
    )


def owners_to(item: Responsibility, *names: str) -> Correction:
    return decide(item, "correct", owners=(list(item.owners), list(names)))


def with_duties(plan: Plan, *items: Responsibility) -> Plan:
    return plan.model_copy(update={"responsibilities": items})


def owners(applied: Applied) -> dict[str, tuple[str, ...]]:
    return {item.path: item.owners for item in applied.plan.responsibilities}


def test_a_correction_changes_what_it_names_and_nothing_else(plan: Plan) -> None:
    item = duty(plan, "V.2.a")
    applied = apply(plan, [owners_to(item, "Sở Y tế")])
    assert owners(applied) == owners(apply(plan, [])) | {"V.2.a": ("Sở Y tế",)}
    assert applied.lost == ()


def test_a_correction_survives_a_renumbering(plan: Plan) -> None:
    first, second = duty(plan, "V.2.a"), duty(plan, "V.2.b")
    swapped = with_duties(plan, second.model_copy(update={"path": "V.2.a"}), first.model_copy(update={"path": "V.2.b"}))
    applied = apply(swapped, [owners_to(first, "Sở Y tế")])
    assert owners(applied) == {"V.2.a": second.owners, "V.2.b": ("Sở Y tế",)}


def test_a_correction_survives_a_small_change_of_the_text(plan: Plan) -> None:
    item = duty(plan, "V.2.a")
    later = item.model_copy(update={"text": item.text.replace(";", ", "), "path": "V.3.a"})
    assert owners(apply(with_duties(plan, later), [owners_to(item, "Sở Y tế")])) == {"V.3.a": ("Sở Y tế",)}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": "Một nhiệm vụ hoàn toàn khác về quy hoạch đất."}, "không còn"),
        ({"owners": ("Sở Tài chính", "Sở Xây dựng")}, "đã ghi khác"),
    ],
)
def test_a_correction_whose_item_changed_is_given_back(plan: Plan, change: dict[str, object], why: str) -> None:
    item = duty(plan, "V.10.b")
    later = item.model_copy(update=change)
    applied = apply(with_duties(plan, later), [owners_to(item, "Sở Y tế")])
    assert applied.plan.responsibilities == (later,)
    assert [why in lost.reason for lost in applied.lost] == [True]


def test_a_clause_that_was_rejected_and_then_changed_is_a_question_again(plan: Plan) -> None:
    item = duty(plan, "V.2.a")
    assert apply(with_duties(plan, item), [decide(item, "reject")]).plan.responsibilities == ()
    later = item.model_copy(update={"text": item.text + " Báo cáo hằng quý."})
    applied = apply(with_duties(plan, later), [decide(item, "reject")])
    assert applied.plan.responsibilities == (later,)
    assert "đã thay đổi" in applied.lost[0].reason


def test_one_of_two_clauses_with_the_same_words_is_told_apart_by_its_place(plan: Plan) -> None:
    item = duty(plan, "V.2.a")
    twins = [item, item.model_copy(update={"path": "V.7.a"})]
    assert owners(apply(with_duties(plan, *twins), [owners_to(item, "Sở Y tế")])) == {
        "V.2.a": ("Sở Y tế",),
        "V.7.a": item.owners,
    }
    moved = [one.model_copy(update={"path": f"VI.{n}"}) for n, one in enumerate(twins)]
    applied = apply(with_duties(plan, *moved), [owners_to(item, "Sở Y tế")])
    assert {one.owners for one in applied.plan.responsibilities} == {item.owners}
    assert len(applied.lost) == 1


def added(path: str = "V.3.bs1") -> Correction:
    fields = {"owners": ["Sở Y tế"], "text": "Kiểm tra sức khỏe trẻ em hằng năm.", "heading": "Sở Y tế"}
    changes = {name: Change(before=None, after=value) for name, value in fields.items()}
    text = f"{fields['owners'][0]}: {fields['text']}"
    return Correction(action="add", what="responsibility", path=path, text=text, changes=changes, by="B", at=AT)


def test_an_added_duty_stays_until_the_document_says_it_itself(plan: Plan) -> None:
    applied = apply(plan, [added()])
    (new,) = [item for item in applied.plan.responsibilities if item.path == "V.3.bs1"]
    assert (new.owners, new.source.lines) == (("Sở Y tế",), ())
    again = apply(with_duties(plan, new.model_copy(update={"path": "V.3.c"})), [added()])
    assert [item.path for item in again.plan.responsibilities] == ["V.3.c"]


def test_an_added_duty_gives_way_to_a_clause_with_its_number_and_can_be_corrected(plan: Plan) -> None:
    item = duty(plan, "V.2.a")
    applied = apply(with_duties(plan, item.model_copy(update={"path": "V.3.bs1"})), [added()])
    assert list(owners(applied)) == ["V.3.bs1", "V.3.bs2"]
    new = applied.plan.responsibilities[1]
    corrected = apply(plan, [added(), owners_to(new.model_copy(update={"path": "V.3.bs1"}), "Sở Nội vụ")])
    assert owners(corrected)["V.3.bs1"] == ("Sở Nội vụ",)


def question(kind: str, path: str, item: str | None = None, message: str = "Có đúng không?") -> Asked:
    return Asked(Question(path=path, kind=kind, message=message, item=item))


@pytest.mark.parametrize(
    ("kind", "field", "settled"),
    [
        ("report_addressee_missing", "reports_to", True),
        ("report_addressee_missing", "owners", False),
        ("unfinished_sentence", "text", True),
        ("a_kind_of_tomorrow", "text", False),
    ],
)
def test_a_changed_field_answers_the_questions_about_that_field_only(
    plan: Plan, kind: str, field: str, settled: bool
) -> None:
    item = duty(plan, "V.2.a")
    before = item.model_dump(mode="json")[field]
    after = "Nội dung khác." if field == "text" else ["Sở Y tế"]
    applied = apply(plan, [decide(item, "correct", **{field: (before, after)})])
    found = answers([question(kind, "V.2.a"), question(kind, "V.2.b")], applied, [])
    assert [one is not None for one in found] == [settled, False]


def test_an_answer_is_known_again_after_a_renumbering_but_not_for_changed_words(plan: Plan) -> None:
    given = Correction(action="accept", what="question", path="V.2.a", text="mục chưa rõ", kind="x", by="B", at=AT)
    asked = [
        question("x", "V.7.c", message="Mục V.7.c chưa rõ."),
        question("y", "V.7.c", message="Mục V.7.c chưa rõ."),
        question("x", "V.7.c", message="Mục V.7.c rất chưa rõ."),
    ]
    assert [one is not None for one in answers(asked, apply(plan, []), [given])] == [True, False, False]
    twice = [question("x", "V.7.c", message="Mục V.7.c chưa rõ."), question("x", "V.8", message="Mục V.8 chưa rõ.")]
    assert answers(twice, apply(plan, []), [given]) == [None, None]


@pytest.mark.parametrize(
    ("what", "written", "changes"),
    [
        ("responsibility", {"owners": "Sở A;  Sở B "}, {"owners": ["Sở A", "Sở B"]}),
        ("responsibility", {"roles": "chủ trì; phối hợp"}, {"owner_role": ["chủ trì", "phối hợp"]}),
        (
            "responsibility",
            {"partners": "Sở A; Sở B (tham mưu)"},
            {"partners": [{"name": "Sở A", "role": "phối hợp"}, {"name": "Sở B", "role": "tham mưu"}]},
        ),
        ("responsibility", {"requested": "Có", "product": ""}, {"requested": True, "product": None}),
        ("responsibility", {"deadlines": ""}, {"deadlines": []}),
        ("target", {"value": "85,5", "unit": "%"}, {"value": 85.5, "unit": "%"}),
        ("target", {"value": "1.200"}, {"value": 1200.0}),
        ("target", {"comparator": "≥", "year": "2030"}, {"comparator": ">=", "year": 2030}),
        ("document", {"date": "19/11/2025"}, {"date": "2025-11-19", "day": 19, "month": 11, "year": 2025}),
        (
            "document",
            {"period": "2026 - 2030"},
            {"period": {"start": 2026, "end": 2030, "vision": None, "milestone_years": []}},
        ),
    ],
)
def test_what_a_person_writes_becomes_fields_of_the_model(what, written, changes) -> None:
    assert parse_changes(what, written) == changes


@pytest.mark.parametrize(
    ("what", "field", "value", "why"),
    [
        ("responsibility", "owners", " ; ", "ít nhất một tên"),
        ("responsibility", "roles", "giám sát", "không có vai trò"),
        ("responsibility", "value", "3", "chỉ sửa được: owners"),
        ("responsibility", "requested", "đúng", "“có” hoặc “không”"),
        ("responsibility", "deadlines", "khi nào tiện", "không hiểu thời hạn"),
        ("target", "value", "nhiều", "cần một số"),
        ("target", "value", "1.2.3", "cần một số"),
        ("target", "year", "30", "cần một năm"),
        ("target", "comparator", "!=", "cần một trong"),
        ("document", "date", "31/02/2025", "ngày/tháng/năm"),
        ("document", "period", "2030-2026", "năm đầu"),
        ("question", "text", "x", "không có thông tin nào"),
    ],
)
def test_what_a_field_does_not_take_is_refused_by_name(what, field: str, value: str, why: str) -> None:
    with pytest.raises(BadField, match=field) as refused:
        parse_changes(what, {field: value})
    assert why in str(refused.value)


def test_heading_and_signature_are_found_whatever_they_say(plan: Plan) -> None:
    changes = {"number": Change(before=plan.document.number, after="99")}
    made = Correction(action="correct", what="document", path="document", text="?", changes=changes, by="B", at=AT)
    assert apply(plan, [made]).plan.document.number == "99"
    assert path_of(plan.document) == "document"
    unsigned = plan.model_copy(update={"signer": None})
    assert apply(unsigned, []).plan.signer is None
    named = made.model_copy(update={"what": "signer", "changes": {"name": Change(before=None, after="Lê Văn C")}})
    signer = apply(unsigned, [named]).plan.signer
    assert signer is not None
    assert signer.name == "Lê Văn C"
