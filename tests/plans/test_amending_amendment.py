import json
from pathlib import Path

import pytest

from plans.amendments.compare import compare
from plans.amendments.decision import amend, read_amendment
from plans.amendments.places import read_places
from plans.formats.plain import text_sheet
from plans.read import read_sheet
from plans.sheet import Line, Row, Sheet, Table

DOCUMENTS = Path(__file__).parent / "documents"
PLAN = """VĂN BẢN MẪU – không phải văn bản thật
ỦY BAN NHÂN DÂN TỈNH AN BÌNH
Số: 12/KH-UBND
An Bình, ngày 05 tháng 01 năm 2025
KẾ HOẠCH
Trồng cây trong trường học
I. MỤC TIÊU
1. Mục tiêu chung
Trường nào cũng có bóng mát.
2. Chỉ tiêu
- Đến năm 2026, ít nhất 60% trường có vườn cây.
- Đến năm 2030, 100% trường có vườn cây.
II. NHIỆM VỤ
1. Chọn giống cây hợp với từng vùng.
III. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo
a) Chủ trì, phối hợp với Sở Kế hoạch và Đầu tư lập danh mục trường; báo cáo UBND tỉnh.
b) Hướng dẫn các trường chăm sóc vườn cây.
c) Tổng hợp kết quả hằng năm.
2. Sở Kế hoạch và Đầu tư
Bố trí vốn cho vườn cây.
3. Sở Y tế
a) Kiểm tra nguồn nước tưới.
Trên đây là Kế hoạch trồng cây, yêu cầu các cơ quan thực hiện./.
Nơi nhận:
- Như trên;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""
HEAD = """VĂN BẢN MẪU – không phải văn bản thật
ỦY BAN NHÂN DÂN TỈNH AN BÌNH
Số: 99/QĐ-UBND
An Bình, ngày 01 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc sửa đổi, bổ sung một số nội dung của Kế hoạch số 12/KH-UBND ngày 05/01/2025 của Ủy ban nhân dân tỉnh
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 12/KH-UBND ngày 05/01/2025 như sau:
"""
TAIL = """
Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Các nội dung khác không thay đổi.
Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
CHỦ TỊCH
Trần Văn Mẫu
"""


def decision(*orders: str):
    return read_amendment(text_sheet(HEAD + "\n".join(f"{n}. {order}" for n, order in enumerate(orders, 1)) + TAIL))


def amended(*orders: str):
    """The amended plan and the kinds of doubts."""
    new = amend(text_sheet(PLAN), decision(*orders))
    return read_sheet(new), [doubt.kind for doubt in new.doubts]


def duties(plan):
    return {item.path: item.text for item in plan.responsibilities}


OLD = read_sheet(text_sheet(PLAN))
B = "điểm b khoản 1 Mục III"
WATERED = "Hướng dẫn các trường tưới cây."


def test_the_sample_decision_changes_what_its_careful_reader_expects():
    told = json.loads((DOCUMENTS / "amending" / "quyet-dinh-sua-doi.expected.json").read_text(encoding="utf-8"))
    amendment = read_amendment(text_sheet((DOCUMENTS / "amending" / "quyet-dinh-sua-doi.txt").read_text("utf-8")))
    sheet = text_sheet((DOCUMENTS / f"{told['amends']}.txt").read_text(encoding="utf-8"))
    old, new = read_sheet(sheet), read_sheet(amend(sheet, amendment))
    assert (amendment.number, amendment.symbol) == (told["decision"]["number"], told["decision"]["symbol"])
    assert (str(amendment.date), amendment.amends_number) == (told["decision"]["date"], told["amended_number"])
    assert str(amendment.amends_date) == told["amended_date"]
    assert amendment.questions == ()
    kinds = {"changed", "added", "removed"}
    found = {(item.kind, item.new or item.old) for item in compare(old, new).items if item.kind in kinds}
    assert found == {(change["change"], change["path"]) for change in told["changes"]}
    assert len(new.responsibilities) == told["after"]["number_of_responsibilities"]
    assert [q.kind for q in new.questions] == [q.kind for q in old.questions]
    before, after = duties(old), duties(new)
    assert all(before[path] == after[path] for path in told["after"]["unchanged_paths"])


@pytest.mark.parametrize(
    ("order", "path", "text"),
    [
        (f"Sửa đổi {B} như sau: “b) Hướng dẫn các trường tưới cây.”", "III.1.b", WATERED),
        ("Điểm b khoản 1 Mục III được sửa đổi như sau:\n“b) Hướng dẫn các trường tưới cây.”", "III.1.b", WATERED),
        ('Sửa đổi, bổ sung điểm b, khoản 1, Mục III như sau: "b) Trồng “cây xanh”."', "III.1.b", "Trồng “cây xanh”."),
        ("Sửa đổi điểm b khoản 1 phần III thành: “Hướng dẫn các trường tưới cây.”", "III.1.b", WATERED),
        ("Bổ sung điểm d vào sau điểm c khoản 1 Mục III: “d) Tổ chức hội thi.”", "III.1.d", "Tổ chức hội thi."),
        ("Bổ sung điểm d khoản 1 Mục III như sau: “d) Tổ chức hội thi.”", "III.1.d", "Tổ chức hội thi."),
        ("Bổ sung điểm b vào khoản 3 Mục III như sau: “b) Kiểm tra phân bón.”", "III.3.b", "Kiểm tra phân bón."),
        ("Bổ sung khoản 4 vào Mục III như sau: “4. Sở Xây dựng\na) Thiết kế bồn cây.”", "III.4.a", "Thiết kế bồn cây."),
        (
            "Sửa đổi khoản 3 Mục III như sau: “3. Sở Y tế\na) Kiểm tra đất.\nb) Kiểm tra nước.”",
            "III.3.b",
            "Kiểm tra nước.",
        ),
        (f"Thay cụm từ “chăm sóc vườn cây” bằng cụm từ “tưới cây” tại {B}.", "III.1.b", WATERED),
        (f"Tại {B}, thay cụm từ “vườn cây” thành “vườn rau”.", "III.1.b", "Hướng dẫn các trường chăm sóc vườn rau."),
        (
            f"Bổ sung cụm từ “, luống hoa” vào sau cụm từ “vườn cây” tại {B}.",
            "III.1.b",
            "Hướng dẫn các trường chăm sóc vườn cây, luống hoa.",
        ),
        ("Tại điểm b, khoản 1, mục III: thay cụm từ “chăm sóc vườn cây” bằng “tưới cây”.", "III.1.b", WATERED),
        ("Điểm b khoản 1 Mục III sửa lại như sau: “b) Hướng dẫn các trường tưới cây.”", "III.1.b", WATERED),
        (f"Bỏ cụm từ “chăm sóc” tại {B}.", "III.1.b", "Hướng dẫn các trường vườn cây."),
    ],
)
def test_an_order_changes_its_clause_and_nothing_else(order, path, text):
    new, doubts = amended(order)
    assert doubts == []
    assert duties(new)[path] == text
    others = {known: words for known, words in duties(OLD).items() if known != path and not known.startswith("III.3")}
    assert others.items() <= duties(new).items()
    assert new.closing.text == OLD.closing.text
    assert new.document == OLD.document


@pytest.mark.parametrize(
    ("order", "gone"),
    [
        ("Bãi bỏ điểm b khoản 1 Mục III.", {"III.1.b"}),
        ("Bãi bỏ các điểm a, b khoản 1 Mục III.", {"III.1.a", "III.1.b"}),
        ("Bãi bỏ điểm a và điểm c khoản 1 Mục III.", {"III.1.a", "III.1.c"}),
        ("Bãi bỏ khoản 1 Mục III.", {"III.1.a", "III.1.b", "III.1.c"}),
        ("Bãi bỏ điểm b khoản 1, điểm a khoản 1 mục III.", {"III.1.a", "III.1.b"}),
    ],
)
def test_a_removed_place_goes_with_all_below_it(order, gone):
    new, doubts = amended(order)
    assert doubts == []
    assert duties(OLD).keys() - duties(new).keys() == gone


def test_words_are_replaced_everywhere_when_that_is_said_also_in_capitals_and_across_lines():
    order = "Thay thế cụm từ “Sở Kế hoạch và Đầu tư” bằng cụm từ “Sở Tài chính” trong toàn bộ Kế hoạch."
    wrapped = PLAN.replace("2. Sở Kế hoạch và Đầu tư", "2. SỞ KẾ HOẠCH VÀ ĐẦU TƯ")
    lines = text_sheet(wrapped.replace("phối hợp với Sở Kế hoạch", "phối hợp với Sở\nKế hoạch"))
    text = "\n".join(words for _, words in amend(lines, decision(order)).written())
    assert "2. SỞ TÀI CHÍNH" in text
    assert "phối hợp với Sở Tài chính lập danh mục" in text.replace("\n", " ").replace("  ", " ")
    assert "Đầu tư" not in text


def test_a_changed_target_is_read_anew():
    new, doubts = amended(
        "Sửa đổi gạch đầu dòng thứ nhất khoản 2 Mục I: “- Đến năm 2026, ít nhất 75% trường có vườn cây.”"
    )
    assert doubts == []
    assert [(t.value, t.year) for t in new.targets] == [(75.0, 2026), (100.0, 2030)]


def test_orders_may_stand_below_headings_that_name_the_section():
    below = "a) Sửa đổi điểm b khoản 1 như sau: “b) Tưới cây.”\nb) Bãi bỏ điểm c khoản 1."
    new, doubts = amended(f"Sửa đổi, bổ sung Mục III như sau:\n{below}")
    assert doubts == []
    assert duties(new)["III.1.b"] == "Tưới cây."
    assert "III.1.c" not in duties(new)


def test_a_new_item_may_follow_another_new_one():
    new, doubts = amended(
        "Bổ sung điểm d vào sau điểm c khoản 1 Mục III: “d) Việc thứ tư.”",
        "Bổ sung điểm đ vào sau điểm d khoản 1 Mục III: “đ) Việc thứ năm.”",
    )
    assert doubts == []
    assert (duties(new)["III.1.d"], duties(new)["III.1.đ"]) == ("Việc thứ tư.", "Việc thứ năm.")


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ("Sửa đổi điểm h khoản 1 Mục III như sau: “h) Việc mới.”", "amendment_not_placed"),
        ("Sửa đổi điểm a như sau: “a) Việc mới.”", "amendment_not_placed"),
        ("Sửa đổi điểm b khoản 1 Mục III như sau: “c) Việc mới.”", "amendment_not_placed"),
        ("Sửa đổi khoản 1 Mục III như sau: “1. Sở Nội vụ”", "amendment_not_placed"),
        ("Bổ sung điểm c vào sau điểm b khoản 1 Mục III: “c) Việc mới.”", "amendment_not_placed"),
        ("Thay cụm từ “vườn nho” bằng cụm từ “vườn rau” trong toàn bộ Kế hoạch.", "amendment_not_placed"),
        ("Thay cụm từ “vườn cây” bằng cụm từ “vườn rau”.", "amendment_not_understood"),
        ("Sửa đổi như sau: “b) Việc mới.”", "amendment_not_understood"),
        ("Sửa đổi điểm b khoản 1 Mục III.", "amendment_not_understood"),
        ("Bổ sung như sau: “d) Việc mới.”", "amendment_not_understood"),
        ("Cập nhật số liệu tại điểm b khoản 1 Mục III.", "amendment_not_understood"),
        ("Sửa đổi điểm b khoản 1 Mục III như sau: “b) Việc mới.", "amendment_not_understood"),
        ("Bãi bỏ điểm a khoản 3 Mục III.", "amendment_emptied"),
    ],
)
def test_an_order_that_is_not_clear_is_a_question_and_changes_nothing(order, kind):
    sheet = text_sheet(PLAN)
    new = amend(sheet, decision(order))
    assert [doubt.kind for doubt in new.doubts] == [kind]
    assert new.doubts[0].message.endswith("?")
    if kind != "amendment_emptied":
        assert new.blocks == sheet.blocks
    assert kind in [question.kind for question in read_sheet(new).questions]


def test_two_orders_about_one_clause_are_a_question():
    _, doubts = amended("Bãi bỏ khoản 1 Mục III.", "Sửa đổi điểm b khoản 1 Mục III như sau: “b) Việc mới.”")
    assert doubts == ["amendment_not_placed"]


def test_a_decision_about_another_plan_changes_nothing():
    sheet = text_sheet(PLAN.replace("12/KH-UBND", "13/KH-UBND"))
    new = amend(sheet, decision("Bãi bỏ điểm b khoản 1 Mục III."))
    assert (new.blocks, [doubt.kind for doubt in new.doubts]) == (sheet.blocks, ["amendment_of_other_plan"])


def test_a_table_in_the_decision_is_asked_about():
    sheet = text_sheet(HEAD + "1. Bãi bỏ điểm b khoản 1 Mục III." + TAIL)
    table = Table((Row(500, ("TT", "Nội dung")),))
    amendment = read_amendment(Sheet("docx", (*sheet.blocks, table)))
    assert [question.kind for question in amendment.questions] == ["amendment_table"]


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        HEAD.replace("sửa đổi, bổ sung một số nội dung của", "ban hành"),
        HEAD.replace("sửa đổi, bổ sung một số nội dung của", "thay thế"),
        "",
        "Một câu không phải văn bản hành chính, có sửa đổi Kế hoạch.",
    ],
)
def test_another_document_is_no_amendment(text):
    assert read_amendment(text_sheet(text)) is None


def test_pages_and_tables_follow_their_lines():
    lines = [Line(n, text, (text,) if text else ()) for n, text in enumerate(PLAN.splitlines(), 1)]
    table = Table((Row(len(lines) + 1, ("Vườn cây", "x")), Row(len(lines) + 2, ("1", "vườn cây"))))
    old = Sheet("pdf", (*lines, table), pages=(1, 17))
    order = "Thay cụm từ “vườn cây” bằng cụm từ “vườn rau” trong toàn bộ Kế hoạch."
    new = amend(old, decision("Bãi bỏ điểm a khoản 1 Mục III.", order))
    numbers = [number for number, _ in new.written()]
    assert numbers == list(range(1, len(lines) + 2))
    assert new.pages == (1, 17)
    assert new.blocks[-1].rows[1].cells == ("1", "vườn rau")


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("điểm b khoản 3 Mục V", ["V.3.b"]),
        ("điểm b, khoản 3, mục V", ["V.3.b"]),
        ("các điểm a, b và đ khoản 3 Mục V", ["V.3.a", "V.3.b", "V.3.đ"]),
        ("điểm a khoản 1 và điểm b khoản 3 Mục V", ["V.1.a", "V.3.b"]),
        ("khoản 1, khoản 2 Mục II và khoản 3 Mục V", ["II.1", "II.2", "V.3"]),
        ("gạch đầu dòng thứ ba điểm a khoản 2 Mục II", ["II.2.a.3"]),
        ("mục 2.1 phần II", ["P2.2.1"]),
        ("điểm c khoản 1 Điều 3", ["Đ3.1.c"]),
        ("Mục A", ["A"]),
        ("danh mục 3 và Kế hoạch số 12/KH-UBND", []),
    ],
)
def test_places_are_read_from_inner_to_outer(words, paths):
    assert [place.path for place in read_places(words)] == paths


def test_a_decision_cut_anywhere_raises_nothing():
    whole = HEAD + "1. Sửa đổi điểm b khoản 1 Mục III: “b) Việc “mới”.”\n2. Thay “A” bằng “B” tại khoản 1." + TAIL
    sheet = text_sheet(PLAN)
    for end in range(0, len(whole), 7):
        amendment = read_amendment(text_sheet(whole[:end]))
        if amendment is not None:
            assert len(list(amend(sheet, amendment).written())) >= len(list(sheet.written()))
