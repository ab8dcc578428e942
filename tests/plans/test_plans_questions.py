import pytest
from plans_texts import ONE_LINE_PER_PARAGRAPH

from plans import samples
from plans.read import read_text

HA_TINH = samples.path("ha-tinh-mau").read_text(encoding="utf-8")
LAI_CHAU = samples.path("lai-chau-mau").read_text(encoding="utf-8")

CHANGES = [
    (HA_TINH, "Phấn đấu", "Phân đầu", "probable_typo"),
    (HA_TINH, "Trần Thị Mẫu", "Trân Thị Mẫu", "probable_typo"),
    (HA_TINH, "nhân dân các xã", "nhân các xã", "probable_typo"),
    (HA_TINH, "Bố trí quỹ đất", "Bố trí” quỹ đất", "unbalanced_quote"),
    (HA_TINH, "c) Hướng dẫn công đoàn", "đ) Hướng dẫn công đoàn", "repeated_label"),
    (HA_TINH, "2. Sở Nội vụ", "3. Sở Nội vụ", "skipped_label"),
    (HA_TINH, "Số: 624", "Số: ", "number_blank"),
    (HA_TINH, "ngày 19", "ngày", "day_blank"),
    (HA_TINH, "ngày 19", "ngày 31", "date_invalid"),
    (HA_TINH, "**Trần Thị Mẫu**", "", "signer_missing"),
    (HA_TINH, "kiểm tra việc tuyển dụng.", "kiểm tra việc tuyển", "unfinished_sentence"),
    (LAI_CHAU, "Hằng năm, 100% trẻ", "Có 100% trẻ", "target_without_year"),
    (LAI_CHAU, "8. Sở Thông tin và Truyền thông", "8. Công tác tuyên truyền", "owner_missing"),
    (ONE_LINE_PER_PARAGRAPH, "so với năm 2024", "mới", "target_without_base"),
    (ONE_LINE_PER_PARAGRAPH, "Tổng hợp số liệu của", "Dạy", "targets_without_supplier"),
]


def kinds(source):
    return [question.kind for question in read_text(source).questions]


@pytest.mark.parametrize(("source", "before", "after", "kind"), CHANGES)
def test_a_defect_brings_its_question(source, before, after, kind):
    assert before in source
    assert kinds(source.replace(before, after)).count(kind) > kinds(source).count(kind)


def test_a_skipped_letter_is_asked_once():
    skipped = [q for q in read_text(HA_TINH).questions if q.kind == "skipped_label"]
    assert [q.path for q in skipped] == ["V.9.e"]


def test_an_open_group_is_asked_and_a_closed_one_is_not():
    groups = [q for q in read_text(HA_TINH).questions if q.kind == "open_group"]
    assert [q.path for q in groups] == ["V.8"]


def test_a_plan_without_any_date_is_asked_about_its_deadlines_once():
    assert kinds(HA_TINH).count("no_deadline") == 1
    assert "no_deadline" not in kinds(ONE_LINE_PER_PARAGRAPH)


@pytest.mark.parametrize("source", [HA_TINH, LAI_CHAU, ONE_LINE_PER_PARAGRAPH])
def test_no_question_is_asked_twice_and_each_is_a_sentence(source):
    questions = read_text(source).questions
    assert len({(q.path, q.kind, q.message) for q in questions}) == len(questions)
    assert all(q.message.endswith("?") for q in questions)
    assert not [q for q in questions if "footnote." in q.message]
