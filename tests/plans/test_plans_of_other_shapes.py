import pytest
from plans_texts import ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES

from plans.model import Partner
from plans.read import read_plan, read_text


@pytest.fixture(scope="module")
def plan():
    return read_text(ONE_LINE_PER_PARAGRAPH)


@pytest.fixture(scope="module")
def wrapped():
    return read_text(WRAPPED_WITHOUT_BLANK_LINES)


def by_path(plan):
    return {item.path: item for item in plan.responsibilities}


def test_a_heading_in_two_columns_is_read(plan):
    d = plan.document
    assert (d.number, d.symbol, d.issuer, d.place) == ("05", "KH-UBND", "ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "Bắc Ninh")
    assert d.date.isoformat() == "2024-01-05"
    assert d.title == 'Triển khai Đề án "Trường học số" giai đoạn 2024 - 2028 trên địa bàn tỉnh Bắc Ninh'
    assert (d.programme, d.period.start, d.period.end) == ("131", 2024, 2028)


def test_signature_and_recipients_in_two_columns_are_told_apart(plan):
    assert plan.recipients == ("Bộ GDĐT (b/c);", "TT Tỉnh ủy;", "Lưu: VT.")
    assert plan.signer.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert plan.signer.name == "Trần Văn Mẫu"


def test_targets_have_their_own_comparator_unit_and_year(plan):
    figures = [(t.path, t.comparator, t.value, t.unit, t.year, t.relative) for t in plan.targets]
    assert figures == [
        ("I.2.a.1", ">=", 80, "%", 2026, False),
        ("I.2.a.1", "<=", 5, "%", 2026, False),
        ("I.2.a.2", "=", 43.5, "%", 2026, False),
        ("I.2.a.2", "=", 99.9, "%", 2026, False),
        ("I.2.a.3", ">=", 10, "mô hình", 2026, False),
        ("I.2.b.1", "=", 80, "%", 2028, False),
        ("I.2.b.1", "=", 15, "%", 2028, True),
        ("I.2.b.2", "=", 90, "%", 2027, False),
        ("I.2.b.2", "=", 95, "%", 2028, False),
    ]


def test_headings_of_three_levels_give_paths(plan):
    assert [task.path for task in plan.tasks] == ["II.1.1.1", "II.1.2.a", "II.1.2.b"]
    assert plan.tasks[1].subheading == "Kết nối mạng"


def test_a_duty_on_the_line_of_its_agency_is_read(plan):
    item = by_path(plan)["IV.2.1"]
    assert item.owners == ("Sở Tài chính",)
    assert item.text.startswith("Phối hợp với Kho bạc")
    assert item.advises == ("UBND tỉnh",)


def test_an_order_to_an_agency_in_one_sentence_is_read(plan):
    item = by_path(plan)["IV.3.1"]
    assert (item.owners, item.owner_role) == (("Sở Thông tin và Truyền thông",), ("chủ trì",))
    assert item.partners == (Partner(name="Báo Bắc Ninh", role="phối hợp"),)


def test_departments_listed_after_one_head_word_are_named_apart(plan):
    names = [partner.name for partner in by_path(plan)["IV.1.a"].partners]
    assert names == ["Sở Tài chính", "Sở Nội vụ", "UBND các huyện"]


def test_items_under_an_introduction_take_its_role(plan):
    item = by_path(plan)["IV.5.1.1"]
    assert item.owner_role == ("chủ trì",)
    assert item.owners == ("Ủy ban nhân dân các huyện, thị xã, thành phố",)


def test_dated_deadlines_are_kept_as_written_and_the_general_question_is_not_asked(plan):
    items = by_path(plan)
    assert [d.text for d in items["IV.1.a"].deadlines] == ["trước ngày 15/12 hằng năm"]
    assert [d.text for d in items["IV.5.1.2"].deadlines] == ["trước ngày 30/11/2024"]
    assert not [q for q in plan.questions if q.kind == "no_deadline"]


def test_a_request_in_one_sentence_is_a_request(plan):
    item = by_path(plan)["IV.6.1"]
    assert item.requested
    assert item.owner_role == ("đề nghị", "phối hợp")


def test_an_unread_annex_and_a_range_are_asked_about(plan):
    kinds = {q.kind for q in plan.questions}
    assert {"annex_unread", "range_value"} <= kinds


def test_wrapped_paragraphs_without_blank_lines_are_told_apart(wrapped):
    assert wrapped.document.issuer == "ỦY BAN NHÂN DÂN TỈNH SƠN LA"
    assert wrapped.document.place == "Sơn La"
    assert wrapped.general_objective == "Trẻ em mẫu giáo và tiểu học khỏe hơn."
    assert [item.path for item in wrapped.responsibilities] == ["III.1.1", "III.2.1", "III.2.2"]
    assert by_path(wrapped)["III.1.1"].reports_to == ("UBND tỉnh", "Bộ Giáo dục và Đào tạo")
    assert wrapped.closing.agencies == ("các sở, ngành", "UBND các huyện, thành phố")
    assert wrapped.targets[0].year == 2020


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_do_not_matter(plan, ending):
    data = ONE_LINE_PER_PARAGRAPH.replace("\n", ending).encode("utf-8-sig")
    assert read_plan(data, "ke-hoach.txt") == plan


def test_decomposed_letters_and_utf16_do_not_matter(plan):
    import unicodedata

    decomposed = unicodedata.normalize("NFD", ONE_LINE_PER_PARAGRAPH)
    assert read_plan(decomposed.encode("utf-16"), "ke-hoach.txt") == plan
