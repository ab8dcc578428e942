import pytest
from plans_scoring import NAMES, shared_plans
from plans_texts import ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES

from plans import samples
from plans.formats.plain import text_sheet
from plans.sheet import Line, Table

MARKDOWN = """PHỤ LỤC

| TT | Nhiệm vụ | Chủ trì | Hoàn thành |
|----|:---------|:-------:|-----------:|
| 1 | **Rà soát**<br>- Bổ sung | Sở Y tế | Quý I/2026 |
| 2 | A \\| B | Sở Nội vụ |
Sau bảng"""


def tables(text):
    return [block for block in text_sheet(text).blocks if isinstance(block, Table)]


def test_a_table_with_bars_has_its_rows_with_their_line_numbers():
    (table,) = tables(MARKDOWN)
    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ("TT", "Nhiệm vụ", "Chủ trì", "Hoàn thành")),
        (5, ("1", "Rà soát\n- Bổ sung", "Sở Y tế", "Quý I/2026")),
        (6, ("2", "A | B", "Sở Nội vụ", "")),
    ]
    lines = [block for block in text_sheet(MARKDOWN).blocks if isinstance(block, Line) and block.text]
    assert [(line.number, line.text) for line in lines] == [(1, "PHỤ LỤC"), (7, "Sau bảng")]


def test_a_table_without_outer_bars_and_rule_is_one_too():
    (table,) = tables("Nhiệm vụ | Chủ trì | Hạn\nRà soát | Sở Y tế | 2026\n")
    assert table.rows[1].cells == ("Rà soát", "Sở Y tế", "2026")


def test_columns_with_tabs_are_a_table_when_the_heading_names_tasks_and_owners():
    text = "TT\tNội dung\tĐơn vị thực hiện\n1\tRà soát\tSở Y tế\n2\tIn ấn\tSở Nội vụ\n\nHết"
    (table,) = tables(text)
    assert [row.cells for row in table.rows] == [
        *(("TT", "Nội dung", "Đơn vị thực hiện"), ("1", "Rà soát", "Sở Y tế"), ("2", "In ấn", "Sở Nội vụ")),
    ]


NO_TABLES = [
    "|\nỦY BAN NHÂN DÂN\n|\nCỘNG HÒA XÃ HỘI\n|\n|\nSố: 5/KH-UBND\n|",
    "ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI\nTỈNH MẪU\t\tĐộc lập - Tự do",
    "| Nơi nhận: | TM. ỦY BAN |\n| - Như trên | KT. CHỦ TỊCH |",
    "| một | hai | ba |",
    "A\tB\tC\n1\t2\t3",
    "Tỷ lệ a|b của c|d",
    ONE_LINE_PER_PARAGRAPH,
    WRAPPED_WITHOUT_BLANK_LINES,
]


@pytest.mark.parametrize("text", NO_TABLES)
def test_lone_bars_and_two_columns_are_lines(text):
    assert tables(text) == []


PLANS = [*map(samples.path, samples.NAMES), *(shared_plans() / f"{name}.txt" for name in NAMES)]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_bars_that_a_crawler_left_are_no_table(path):
    if not path.exists():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    assert tables(path.read_text(encoding="utf-8")) == []
