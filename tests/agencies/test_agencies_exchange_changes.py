"""A file that a person edited: what it adds, changes, moves and closes."""

from datetime import date, datetime

import pytest
from register_files import HOI_FREE, HOI_UNDER_FRONT, MARCH, REGISTER, STC, SYT, changes_of, csv_file, workbook

from agencies.model import Kind

SO = "sở, ban, ngành"
HOI = ("M.HKH", "Hội Khuyến học tỉnh", "đoàn thể")


def told(changes):
    return [(one.how, one.agency, [str(field) for field in one.fields]) for one in changes.differences]


CHANGES = [
    ("a row as the register has it", [("M.STC", "Sở Tài chính", SO, "M.UBND")], []),
    (
        "a corrected name",
        [("M.STC", "Sở Tài chính - Kế hoạch", SO, "M.UBND")],
        [("changed", "M.STC", ["Tên cơ quan: Sở Tài chính → Sở Tài chính - Kế hoạch"])],
    ),
    (
        "an end, as text",
        [("M.STC", "Sở Tài chính", SO, "M.UBND", None, "1/7/2026")],
        [("closed", "M.STC", ["Không còn từ ngày: (trống) → 01/07/2026"])],
    ),
    (
        "an end, as a date cell",
        [("M.STC", "Sở Tài chính", SO, "M.UBND", None, datetime(2026, 7, 1))],  # noqa: DTZ001
        [("closed", "M.STC", ["Không còn từ ngày: (trống) → 01/07/2026"])],
    ),
    ("a new body", [("M.SDTTG", "Sở Dân tộc và Tôn giáo", SO, "M.UBND", "2025-03-01")], [("added", "M.SDTTG", [])]),
    (
        "a new body below a new body",
        [("M.B.C", "Trung tâm", SO, "M.B"), ("M.B", "Ban Mới", SO)],
        [
            ("added", "M.B.C", []),
            ("added", "M.B", []),
        ],
    ),
    (
        "a body moved back",
        [(*HOI, None, None, "1/3/2025"), (*HOI, "M.MTTQ", "1/3/2025", "1/3/2026"), (*HOI, None, "1/3/2026")],
        [
            ("changed", "M.HKH", ["Không còn từ ngày: (trống) → 01/03/2026"]),
            ("changed", "M.HKH", ["Cấp trên: M.MTTQ → (trống)", "Từ ngày: 01/03/2025 → 01/03/2026"]),
        ],
    ),
    (
        "only the later of two records",
        [(*HOI, "M.UBND", "1/3/2025")],
        [("changed", "M.HKH", ["Cấp trên: M.MTTQ → M.UBND"])],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_row_changes_only_what_it_says(rows, expected):
    changes = changes_of(workbook(rows))
    assert changes.problems == ()
    assert told(changes) == expected
    assert changes.unchanged == len(rows) - len(expected)


def test_bodies_that_the_file_does_not_name_stay_as_they_are():
    changes = changes_of(workbook([("M.SYT", "Sở Y tế tỉnh", SO, "M.UBND")]))
    assert [one for one in changes.after.agencies if one.code != "M.SYT"] == [
        one for one in REGISTER.agencies if one.code != "M.SYT"
    ]
    assert changes.after.get("M.SYT").aliases == SYT.aliases, "no column, no change"
    assert changes.after.contacts == REGISTER.contacts


def test_a_move_keeps_the_code_and_both_records():
    rows = [
        ("M.STC", "Sở Tài chính", SO, "M.UBND", None, "1/7/2026"),
        ("M.STC", "Sở Tài chính", SO, "M.SYT", "1/7/2026"),
    ]
    after = changes_of(workbook(rows)).after
    assert after.get("M.STC", date(2026, 6, 30)).parent == "M.UBND"
    assert after.get("M.STC", date(2026, 7, 1)).parent == "M.SYT"


def test_a_new_body_gets_what_the_file_has_no_column_for():
    body = changes_of(csv_file(("Mã", "Tên", "Loại"), ("M.SNV", "Sở Nội vụ", SO)), "a.csv").after.get("M.SNV")
    assert (body.kind, body.parent, body.in_chain, body.short_name) == (Kind.DEPARTMENT, "M.UBND", True, "Sở Nội vụ")
    assert body.province == "Mẫu"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_of_other_programs_is_read(delimiter, encoding):
    data = csv_file(("Mã cơ quan", "Ghi chú"), ("M.STC", "tầng 3"), delimiter=delimiter, encoding=encoding)
    assert told(changes_of(data, "a.csv")) == [("changed", "M.STC", ["Ghi chú: (trống) → tầng 3"])]


def test_titles_are_known_by_their_letters_and_in_any_order():
    data = workbook([(SO, "Sở Tài chính", "m.stc", "x")], agency_titles=("LOẠI", "ten co quan", "Mã cơ quan ", "Riêng"))
    assert (changes_of(data).differences, changes_of(data).unchanged) == ((), 1)


def test_contacts_are_added_ended_and_opened_again():
    rows = [
        ("M.STC", "DAU-MOI@stc.example", "đầu mối", None, "1/8/2025"),
        ("M.SYT", "cu@syt.example", "văn thư"),
        ("M.SYT", "moi@syt.example", "đầu mối", "1/8/2025"),
    ]
    changes = changes_of(workbook((), rows))
    assert [(one.how, one.name) for one in changes.differences] == [
        ("closed", "dau-moi@stc.example của M.STC"),
        ("changed", "cu@syt.example của M.SYT"),
        ("added", "moi@syt.example của M.SYT"),
    ]
    after = {one.email: one for one in changes.after.contacts}
    assert after["cu@syt.example"].valid_to is None
    assert after["cu@syt.example"].name == "Ông Hải", "no column, no change"
    assert after["dau-moi@stc.example"].valid_to == date(2025, 8, 1)


def test_a_record_that_only_the_register_has_stays_beside_the_edited_one():
    after = changes_of(workbook([(*HOI, "M.UBND", "1/3/2025")])).after
    assert after.get("M.HKH", date(2025, 2, 28)) == HOI_FREE
    assert after.get("M.HKH", MARCH).closed_by == HOI_UNDER_FRONT.closed_by
    assert after.get("M.STC") == STC
