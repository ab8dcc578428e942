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
    (ONE_LINE_PER_PARAGRAPH, "trước ngày 30/11/2024", "trước ngày 31/11/2024", "deadline_invalid"),
    (ONE_LINE_PER_PARAGRAPH, "trước ngày 30/11/2024", "trước ngày 30/11", "deadline_year_missing"),
    (ONE_LINE_PER_PARAGRAPH, "trước ngày 30/11/2024", "trước ngày 30/11/2023", "deadline_past"),
    (ONE_LINE_PER_PARAGRAPH, "trước ngày 30/11/2024", "vào đầu năm 2025", "deadline_vague"),
    (ONE_LINE_PER_PARAGRAPH, "trước ngày 30/11/2024", "đầy đủ", "report_day_missing"),
    (ONE_LINE_PER_PARAGRAPH, "b. Đến năm 2028", "b. Đến năm 2038", "target_outside_period"),
    (ONE_LINE_PER_PARAGRAPH, "ít nhất 10 mô hình", "ít nhất 1.25 mô hình", "number_unclear"),
    (ONE_LINE_PER_PARAGRAPH, "2. Sở Tài chính:", "2. Sở Giáo dục và Đào tạo:", "agency_twice"),
    (ONE_LINE_PER_PARAGRAPH, "Đào tạo (cơ quan thường trực)", "Đào tạo rà soát việc này", "owner_doubtful"),
    (LAI_CHAU, "bán kiên cố 20%", "bán kiên cố 30%", "parts_exceed_whole"),
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


def test_doubts_of_one_kind_are_put_together():
    bare = ONE_LINE_PER_PARAGRAPH.replace("b. Đến năm 2028", "b. Về sau").replace("a. Đến năm 2026", "a. Trước mắt")
    assert kinds(bare).count("target_without_year") == 1


def test_a_doubt_about_one_target_names_it():
    questions = read_text(LAI_CHAU.replace("Hằng năm, 100%", "Có 100%")).questions
    (asked,) = [question for question in questions if question.kind == "target_without_year"]
    assert asked.item.startswith("Có 100% trẻ")


@pytest.mark.parametrize("source", [HA_TINH, LAI_CHAU, ONE_LINE_PER_PARAGRAPH])
def test_the_number_of_questions_stays_humane(source):
    assert len(read_text(source).questions) <= 15


@pytest.mark.parametrize("source", [HA_TINH, LAI_CHAU, ONE_LINE_PER_PARAGRAPH])
def test_no_question_is_asked_twice_and_each_is_a_sentence(source):
    questions = read_text(source).questions
    assert len({(q.path, q.kind, q.message) for q in questions}) == len(questions)
    assert all(q.message.endswith("?") for q in questions)
    assert not [q for q in questions if "footnote." in q.message]
