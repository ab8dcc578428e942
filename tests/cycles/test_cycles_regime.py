"""A reporting regime read from TOML: the presets, a province's own file, and everything that can be wrong in one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycles.calendar import shipped_calendar
from cycles.cycle import Level, half_yearly, yearly
from cycles.errors import BadRegimeFile, CycleError, UnknownRegime
from cycles.names import CycleKind, CycleName
from cycles.regime import DECREE_09, load_regime, read_regime, shipped_regimes
from cycles.year import cycles_of_year

CALENDAR = shipped_calendar()

OWN = """
name = "Quyết định mẫu của UBND tỉnh"
opens_before = 20

[levels]
commune = { after_cut_off = 1 }
coordinator = { after_cut_off = 3 }
province = { day_of_last_month = 22, on_day_off = "next" }

[kinds.yearly]
ends_in = [11]
first = { months = -12, day = 26 }
last = { months = 0, day = 25 }

[kinds.yearly.levels]
province = { day_of_last_month = 10, months_after = 1, on_day_off = "next" }

[kinds.half_year]
label = "Kỳ {number} ({before}-{year})"
ends_in = [5, 11]
first = { months = -6, day = 11 }
last = { months = 0, day = 10 }
opens_before = 7

[[replaces]]
by = "yearly"
kinds = ["half_year 2"]
"""


def test_two_presets_are_shipped_and_every_one_can_be_read():
    assert shipped_regimes() == ("nam-hoc", "nd-09-2019")
    for key in shipped_regimes():
        regime = load_regime(key)
        assert (regime.key, bool(regime.kinds)) == (key, True)
        assert regime.document


def test_a_preset_is_read_once():
    assert load_regime("nd-09-2019") is DECREE_09


def test_a_province_keeps_its_own_days_in_a_file(tmp_path):
    path = tmp_path / "quy-che.toml"
    path.write_text(OWN, encoding="utf-8")
    regime = load_regime(str(path))
    assert regime.key == str(path)
    cycle = yearly(2026, CALENDAR, regime)
    assert (cycle.window_start, cycle.cut_off, cycle.regime) == (date(2025, 11, 26), date(2026, 11, 25), str(path))
    assert {level: f"{due.on:%a %d/%m}" for level, due in cycle.due.items()} == {
        Level.COMMUNE: "Thu 26/11",
        Level.COORDINATOR: "Mon 30/11",
        Level.PROVINCE: "Thu 10/12",
    }
    assert f"{cycle.opens_on:%a %d/%m}" == "Thu 05/11"
    assert "ngày 10/12/2026 (Quyết định mẫu của UBND tỉnh)" in cycle.due[Level.PROVINCE].basis


def test_labels_and_openings_of_a_kind_may_differ():
    regime = read_regime(OWN, "mẫu")
    first = half_yearly(2026, 1, CALENDAR, regime)
    assert first.label == "Kỳ 1 (2025-2026)"
    assert f"{first.opens_on:%a %d/%m}" == "Mon 04/05"
    assert f"{first.due[Level.PROVINCE].on:%a %d/%m}" == "Fri 22/05"
    year = cycles_of_year((CycleKind.HALF_YEAR, CycleKind.YEARLY), 2026, CALENDAR, regime)
    assert [one.name for one in year.replaced] == [CycleName(CycleKind.HALF_YEAR, 2026, 2)]


@pytest.mark.parametrize("name", ["nd-9-2019", "", "khong-co.toml", ".", "a\0b", "~nobody-here/x.toml", "x" * 5000])
def test_a_name_that_is_nothing_lists_the_presets(name):
    with pytest.raises(UnknownRegime, match="nam-hoc, nd-09-2019"):
        load_regime(name)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRegimeFile, match="UTF-8"):
        load_regime(str(path))


# what is wrong, the words to replace, by what, what is said
BROKEN = [
    ("not TOML", "name =", "name", "không phải TOML"),
    ("no name", 'name = "Quyết định mẫu của UBND tỉnh"', "", "thiếu “name”"),
    ("a number for a name", '"Quyết định mẫu của UBND tỉnh"', "3", "“name” phải là một chuỗi"),
    ("a misspelt key", "opens_before = 20", "open_before = 20", "không hiểu khóa “open_before”"),
    ("an unknown kind", "[kinds.half_year]", "[kinds.halfyear]", "không hiểu khóa “halfyear”"),
    ("an unknown level", "commune =", "communes =", "không hiểu khóa “communes”"),
    ("two rules for a level", "after_cut_off = 1", "after_cut_off = 1, before_next_level = 1", "cần đúng một trong"),
    ("no rule for a level", "{ after_cut_off = 1 }", "{}", "cần đúng một trong"),
    ("a due day on the cut-off", "after_cut_off = 1", "after_cut_off = 0", "số nguyên từ 1 đến 60"),
    ("a truth value for days", "after_cut_off = 1", "after_cut_off = true", "số nguyên từ 1 đến 60"),
    ("a level that is no table", "{ after_cut_off = 1 }", "2", "phải là một bảng"),
    ("levels that are no table", "[levels]", "levels = 3\n[level]", "không hiểu khóa “level”"),
    ("the coordinator too early", "after_cut_off = 3", "after_cut_off = 1", "phải sau hạn của UBND cấp xã"),
    ("nothing above", '{ day_of_last_month = 22, on_day_off = "next" }', "{ before_next_level = 1 }", "cấp cao nhất"),
    ("a day off that goes nowhere", '22, on_day_off = "next"', '22, on_day_off = "later"', "một trong: next, previous"),
    ("a thirteenth month", "[5, 11]", "[5, 13]", "“ends_in” cần 1 đến 2 tháng"),
    ("three half-years", "[5, 11]", "[5, 8, 11]", "“ends_in” cần 1 đến 2 tháng"),
    ("no month", "[5, 11]", "[]", "“ends_in” cần 1 đến 2 tháng"),
    ("words for months", "[5, 11]", '["5"]', "danh sách số nguyên"),
    ("a reversed window", "months = -6, day = 11", "months = 1, day = 11", "sau ngày chốt số liệu"),
    ("no first day", "first = { months = -6, day = 11 }", "", "thiếu “months”"),
    ("a day 32", "months = 0, day = 10", "months = 0, day = 32", "“day” phải là số nguyên từ 1 đến 31"),
    ("a quarter 5", '"half_year 2"', '"quarter 5"', "không hiểu kỳ “quarter 5”"),
    ("a kind without its number", '"half_year 2"', '"half_year"', "không hiểu kỳ “half_year”"),
    ("an odd number", '"half_year 2"', '"half_year ²"', "không hiểu kỳ"),
    ("replaced by nothing", 'by = "yearly"', "", "thiếu “by”"),
    ("a foreign preset", "opens_before = 20", 'also = ["khac"]', "“also” chỉ nhận tên"),
    ("a rule of time", "opens_before = 20", 'when_short = "maybe"', "shorten, refuse"),
    ("an opening years before", "opens_before = 20", "opens_before = 900", "từ 0 đến 366"),
]


@pytest.mark.parametrize(("case", "old", "new", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_refused_with_its_place_and_a_sentence(case, old, new, said):
    assert old in OWN
    with pytest.raises(BadRegimeFile, match=said) as caught:
        read_regime(OWN.replace(old, new), "quy-che.toml")
    assert str(caught.value).startswith("Chế độ báo cáo “quy-che.toml” không hợp lệ: ")


def test_a_file_without_kinds_is_refused():
    with pytest.raises(BadRegimeFile, match="không quy định kỳ báo cáo nào"):
        read_regime('name = "x"', "x")


LINES = OWN.strip().splitlines()


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(len(LINES))), max_size=4), st.data())
def test_a_file_with_lost_and_mixed_lines_is_read_or_refused(lost, data):
    rest = [line for number, line in enumerate(LINES) if number not in lost]
    for _ in lost:
        rest.insert(data.draw(st.integers(0, len(rest))), data.draw(st.sampled_from(LINES)))
    try:
        regime = read_regime("\n".join(rest), "x")
        for kind in regime.kinds:
            cycles_of_year((kind,), 2026, CALENDAR, regime)
    except CycleError:
        return
    assert regime.kinds
