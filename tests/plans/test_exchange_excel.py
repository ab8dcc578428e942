import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from exchange_plans import PLANS, basis, edit, fill, filled_form, plan, responsibility, target, task
from hypothesis import HealthCheck, Phase, example, given, settings
from openpyxl.utils import get_column_letter
from plans_scoring import NAMES as REAL
from plans_scoring import shared_plans

from plans import samples
from plans.errors import PlanError
from plans.exchange.excel import excel_of_plan, plan_from_excel
from plans.model import Partner, Question
from plans.read import read_plan

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
SAMPLES = [samples.path(name) for name in samples.NAMES]
DUTY = "Trách nhiệm"
# Writing and reading a workbook is too slow for the many runs of a shrinker.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture(scope="module")
def sample():
    return read_plan(SAMPLES[0].read_bytes(), "mau.txt")


@pytest.mark.parametrize("file", SAMPLES + DOCUMENTS, ids=lambda file: file.stem)
def test_a_plan_comes_back_from_excel_without_loss(file):
    try:
        plan = read_plan(file.read_bytes(), file.name)
    except PlanError:
        pytest.skip("the document is one that the reader refuses")
    assert plan_from_excel(excel_of_plan(plan), "plan.xlsx") == plan


@pytest.mark.parametrize("name", REAL)
def test_a_real_plan_comes_back_from_excel_without_loss(name, shared):
    plan = read_plan((shared_plans() / f"{name}.txt").read_bytes(), f"{name}.txt")
    assert plan_from_excel(excel_of_plan(plan), "plan.xlsx") == plan


@settings(max_examples=15, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@example(plan(responsibility(path="", text="", owners=())))
@example(plan(responsibility(), target(value=1.7976931348623157e308), target(value=5e-324, high=-0.0)))
@example(plan(responsibility(), responsibility(), target(), target(), basis("x" * 40_000)))
@example(plan(task(text="=HYPERLINK(1)"), task(path="MẪU", text="<r>a</r>"), title="_x000D_ \x01 </r>"))
@given(PLANS)
def test_any_plan_comes_back_from_excel_without_loss(plan):
    assert plan_from_excel(excel_of_plan(plan), "plan.xlsx") == plan


def test_equal_plans_give_equal_files():
    assert excel_of_plan(plan(responsibility())) == excel_of_plan(plan(responsibility()))


def test_a_file_saved_again_by_another_program_keeps_the_plan(sample):
    assert plan_from_excel(edit(excel_of_plan(sample), lambda book: None), "plan.xlsx") == sample


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_saved_again_by_libreoffice_keeps_the_plan(sample, tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(excel_of_plan(sample))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, tmp_path / "out", tmp_path / "plan.xlsx"], check=True, capture_output=True, timeout=120)
    assert plan_from_excel((tmp_path / "out" / "plan.xlsx").read_bytes(), "plan.xlsx") == sample


def test_without_the_hidden_sheet_the_visible_cells_give_the_plan_again(sample):
    read = plan_from_excel(edit(excel_of_plan(sample), lambda book: book.remove(book["Dữ liệu máy"])), "plan.xlsx")
    for field in (
        "path",
        "owners",
        "owner_role",
        "text",
        "partners",
        "reports_to",
        "advises",
        "recurrence",
        "requested",
    ):
        assert [getattr(r, field) for r in read.responsibilities] == [
            getattr(r, field) for r in sample.responsibilities
        ]
    for field in ("path", "text", "comparator", "value", "unit", "year", "relative", "group"):
        assert [getattr(t, field) for t in read.targets] == [getattr(t, field) for t in sample.targets]
    assert read.document.title == sample.document.title
    assert (read.document.date, read.document.month, read.document.year) == (None, 11, 2023)
    assert [b.number for b in read.legal_bases] == [b.number for b in sample.legal_bases]
    assert read.recipients == sample.recipients
    assert read.signer == sample.signer
    assert read.format == "xlsx"


def test_a_changed_cell_counts_and_everything_else_stays(sample):
    changed = edit(excel_of_plan(sample), lambda book: fill(book[DUTY], "Cơ quan thực hiện", "Sở Y tế; Sở Xây dựng", 4))
    first, *rest = plan_from_excel(changed, "plan.xlsx").responsibilities
    assert first == sample.responsibilities[0].model_copy(update={"owners": ("Sở Y tế", "Sở Xây dựng")})
    assert tuple(rest) == sample.responsibilities[1:]


def test_an_emptied_row_is_gone_and_a_deleted_one_too(sample):
    def change(book):
        for cell in book[DUTY][5][:11]:
            cell.value = None
        book[DUTY].delete_rows(6)

    read = plan_from_excel(edit(excel_of_plan(sample), change), "plan.xlsx")
    assert read.responsibilities == (sample.responsibilities[0], *sample.responsibilities[3:])


def test_a_row_added_by_hand_to_an_exported_plan_is_read_from_its_words(sample):
    row = 4 + len(sample.responsibilities)

    def change(book):
        fill(book[DUTY], "Mã mục", "V.12", row)
        fill(book[DUTY], "Cơ quan thực hiện", "Sở Khoa học và Công nghệ", row)
        fill(book[DUTY], "Nội dung", "Chủ trì, phối hợp với Sở Tài chính lập danh mục; báo cáo UBND tỉnh.", row)

    read = plan_from_excel(edit(excel_of_plan(sample), change), "plan.xlsx").responsibilities
    assert read[:-1] == sample.responsibilities
    added = read[-1]
    assert (added.path, added.owners, added.owner_role) == ("V.12", ("Sở Khoa học và Công nghệ",), ("chủ trì",))
    assert added.partners == (Partner(name="Sở Tài chính", role="phối hợp"),)
    assert added.reports_to == ("UBND tỉnh",)
    assert (added.source.start_line, added.source.end_line) == (row, row)


def test_a_closing_paragraph_changed_by_hand_gives_its_duties_anew(sample):
    def change(book):
        (cell,) = [row[2] for row in book["Khác"].iter_rows(min_row=4) if row[0].value == "Đoạn kết"]
        cell.value = "Yêu cầu Sở Nội vụ tổ chức thực hiện, báo cáo UBND tỉnh."

    closing = plan_from_excel(edit(excel_of_plan(sample), change), "plan.xlsx").closing
    assert (closing.path, closing.source) == (sample.closing.path, sample.closing.source)
    assert (closing.agencies, closing.reports_to) == (("Sở Nội vụ",), ("UBND tỉnh",))


def test_a_copied_row_counts_as_written_by_hand(sample):
    row = 4 + len(sample.responsibilities)

    def change(book):
        for cell in book[DUTY][4]:
            book[DUTY].cell(row, cell.column, cell.value)
        fill(book[DUTY], "Mã mục", "V.1.99", row)

    read = plan_from_excel(edit(excel_of_plan(sample), change), "plan.xlsx").responsibilities
    assert read[-1].path == "V.1.99"
    assert read[-1].text == read[0].text
    assert read[-1].source.start_line == row


def test_another_plan_typed_over_an_exported_one_keeps_nothing_hidden_of_it():
    old = plan(responsibility(doubts=("cũ",), heading="Đề mục cũ"))

    def change(book):
        for title, value in {"Mã mục": "IV.9", "Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Việc khác hẳn."}.items():
            fill(book[DUTY], title, value, 4)

    (read,) = plan_from_excel(edit(excel_of_plan(old), change), "plan.xlsx").responsibilities
    assert (read.heading, read.doubts, read.source.start_line) == ("Sở Y tế", (), 4)


def test_rows_may_be_sorted_and_columns_moved_or_added(sample):
    def change(book):
        sheet = book[DUTY]
        sheet.insert_cols(2)
        sheet.cell(3, 2, "Ghi chú của tôi")
        sheet.cell(4, 2, "tùy ý")
        sheet.move_range(f"A3:A{sheet.max_row}", cols=sheet.max_column)
        sheet.insert_rows(4)

    read = plan_from_excel(edit(excel_of_plan(sample), change), "plan.xlsx")
    assert read == sample


def test_a_hand_made_plan_needs_no_document():
    form = filled_form(
        {
            "Cơ quan thực hiện": "Sở Giáo dục và Đào tạo",
            "Vai trò": "chủ trì",
            "Nội dung": "Lập kế hoạch năm học.",
            "Cơ quan phối hợp": "Sở Tài chính\nUBND các xã (được hướng dẫn)",
            "Báo cáo cho": "UBND tỉnh",
            "Hạn": "trước ngày 15/12 hằng năm",
            "Sản phẩm": "Kế hoạch",
        },
        {"Cơ quan thực hiện": "Hội Khuyến học tỉnh", "Nội dung": "Vận động gia đình.", "Đề nghị?": "Có"},
        title="Kế hoạch mẫu, không có thật",
        **{"Số": 12, "Ký hiệu": "KH-UBND", "Ngày ban hành": "05/01/2025", "Giai đoạn từ năm": 2025},
    )
    read = plan_from_excel(form, "form.xlsx")
    first, second = read.responsibilities
    assert (read.document.number, read.document.symbol, str(read.document.date)) == ("12", "KH-UBND", "2025-01-05")
    assert (read.document.doc_type, read.document.period.start, read.format) == ("KẾ HOẠCH", 2025, "xlsx")
    assert (first.path, first.owner_role, first.product) == ("TN.1", ("chủ trì",), "Kế hoạch")
    assert [(p.name, p.role) for p in first.partners] == [
        ("Sở Tài chính", "phối hợp"),
        ("UBND các xã", "được hướng dẫn"),
    ]
    assert [(d.kind, d.every, d.day, d.month) for d in first.deadlines] == [("every", "year", 14, 12)]
    assert (second.path, second.requested, second.owner_role) == ("TN.2", True, ("đề nghị",))
    assert first.source.start_line == 5


def test_a_deadline_that_no_rule_reads_is_a_question_and_no_guess():
    form = filled_form({"Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Khám cho trẻ.", "Hạn": "khi nào thấy tiện"})
    read = plan_from_excel(form, "form.xlsx")
    assert read.responsibilities[0].deadlines == ()
    assert [(q.kind, q.item) for q in read.questions] == [("deadline_unread", "khi nào thấy tiện")]
    assert isinstance(read.questions[0], Question)


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        ("27,5%", None, (27.5, "%")),
        ("27.5", None, (27.5, None)),
        (27.5, None, (27.5, None)),
        (0.275, "0.0%", (27.5, "%")),
        ("1.200", None, (1200.0, None)),
        ("1.200,5", None, (1200.5, None)),
        ("0.275", None, (0.275, None)),
        ("1 200", None, (1200.0, None)),
        ("-3", None, (-3.0, None)),
    ],
)
def test_figures_are_read_as_people_write_them(value, number_format, expected):
    def change(book):
        fill(book["Chỉ tiêu"], "Chỉ tiêu", "Mở rộng trường, lớp")
        fill(book["Chỉ tiêu"], "Giá trị", value)
        column = next(cell.column for cell in book["Chỉ tiêu"][3] if cell.value == "Giá trị")
        book["Chỉ tiêu"].cell(5, column).number_format = number_format or "General"

    form = edit(filled_form({"Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Khám."}), change)
    (read,) = plan_from_excel(form, "form.xlsx").targets
    assert (read.value, read.unit) == expected


@pytest.mark.parametrize(
    ("written", "owners"),
    [
        ("Sở Y tế, Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Sở Y tế và Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Sở Y tế/Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("- Sở Y tế\n2. Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Phòng Văn hóa và Xã hội", ("Phòng Văn hóa và Xã hội",)),
        ("Tổ công tác 2/4", ("Tổ công tác 2/4",)),
    ],
)
def test_bodies_in_one_cell_are_parted_as_people_list_them(written, owners):
    form = filled_form({"Cơ quan thực hiện": written, "Nội dung": "Khám."})
    assert plan_from_excel(form, "form.xlsx").responsibilities[0].owners == owners


@pytest.mark.parametrize(
    ("day", "number_format", "text", "asked"),
    [
        (date(2025, 12, 15), "dd/mm/yyyy", "15/12/2025", 0),
        (date(2025, 12, 1), "mmm-yy", "12/2025", 0),
        (date(2025, 1, 1), "yyyy", "2025", 0),
        (date(2025, 12, 15), '[$-42A]d"-"mmm', "15/12", 1),
        ("31/02/2026", "General", "31/02/2026", 1),
    ],
)
def test_a_deadline_is_what_the_cell_shows_of_its_date(day, number_format, text, asked):
    def change(book):
        sheet = book[DUTY]
        fill(sheet, "Hạn", day)
        sheet.cell(5, next(cell.column for cell in sheet[3] if cell.value == "Hạn")).number_format = number_format

    form = edit(filled_form({"Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Khám."}), change)
    read = plan_from_excel(form, "form.xlsx")
    assert [deadline.text for deadline in read.responsibilities[0].deadlines] == [text]
    assert len([question for question in read.questions if question.kind == "deadline_unread"]) == asked


def test_a_row_number_beyond_every_sheet_costs_no_time(sample):
    def change(book):
        book[DUTY].cell(1_048_576, 1).value = " "

    assert plan_from_excel(edit(excel_of_plan(sample), change), "plan.xlsx") == sample


def test_a_target_written_in_words_alone_gives_its_figure():
    form = filled_form(
        {"Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Khám."},
        targets=[{"Chỉ tiêu": "Đến năm 2030, ít nhất 95% trẻ mẫu giáo ra lớp"}, {"Chỉ tiêu": "Lớp học đẹp hơn"}],
    )
    first, second = plan_from_excel(form, "form.xlsx").targets
    assert (first.comparator, first.value, first.unit, first.year) == (">=", 95.0, "%", 2030)
    assert (second.comparator, second.value, second.year) == (None, None, None)


@pytest.mark.parametrize("word", ["≥ (ít nhất)", "≥", ">=", "ít nhất", "Tối thiểu"])
def test_a_comparator_may_be_a_sign_or_a_word(word):
    form = filled_form(
        {"Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Khám."},
        targets=[{"Chỉ tiêu": "trẻ ra lớp", "So sánh": word, "Giá trị": 90, "Đơn vị": "%"}],
    )
    assert plan_from_excel(form, "form.xlsx").targets[0].comparator == ">="


def test_a_merged_cell_speaks_for_all_its_rows():
    def change(book):
        sheet = book[DUTY]
        for row, text in enumerate(("Việc một.", "Việc hai."), start=5):
            fill(sheet, "Nội dung", text, row)
        fill(sheet, "Cơ quan thực hiện", "Sở Nội vụ", 5)
        column = get_column_letter(next(cell.column for cell in sheet[3] if cell.value == "Cơ quan thực hiện"))
        sheet.merge_cells(f"{column}5:{column}9")

    form = edit(filled_form({"Cơ quan thực hiện": "x", "Nội dung": "y"}), change)
    read = plan_from_excel(form, "form.xlsx").responsibilities
    assert [(r.owners, r.text) for r in read] == [(("Sở Nội vụ",), "Việc một."), (("Sở Nội vụ",), "Việc hai.")]


def test_nothing_written_into_a_cell_becomes_a_formula(sample):
    duty = responsibility(text='=cmd|"/c calc"!A0', owners=("=HYPERLINK(1)", "{=1}"))
    seen = []
    edit(excel_of_plan(plan(duty)), lambda book: seen.extend(book[DUTY].iter_rows(min_row=4)))
    assert {cell.data_type for row in seen for cell in row} <= {"s", "n"}
    assert plan_from_excel(excel_of_plan(plan(duty)), "plan.xlsx").responsibilities == (duty,)
