"""The annex of files: every file of an answer by agency, known again by its checksum; without files there is none."""

import io
from datetime import date

import openpyxl
from docx import Document
from docx.oxml.ns import qn
from report_examples import HOSTILE, example, report

from reports.compose import WORD_ROWS, compose
from reports.data import FileRow, ReportData
from reports.excel import write_excel
from reports.files import FILE_COLUMNS, UNSAFE
from reports.pdf import typeset
from reports.word import render_word


def file(number: int = 1, **changes: object) -> FileRow:
    values: dict[str, object] = {
        "agency_code": "x01",
        "agency_name": "UBND xã Mẫu",
        "name": f"Báo cáo {number}.pdf",
        "size": 2_500_000,
        "received_on": date(2025, 12, 16),
        "sha256": f"{number:012x}" + "f" * 52,
    }
    return FileRow.model_validate(values | changes)


def with_files(*files: FileRow) -> ReportData:
    return example(2, 2).model_copy(update={"files": files})


def words(data: ReportData) -> str:
    body = Document(io.BytesIO(render_word(compose(data)))).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def sheet(data: ReportData) -> list[tuple[object, ...]] | None:
    book = openpyxl.load_workbook(io.BytesIO(write_excel(data)))
    return list(book["Tệp đính kèm"].iter_rows(values_only=True)) if "Tệp đính kèm" in book.sheetnames else None


def test_the_word_report_lists_the_files_in_a_second_annex() -> None:
    text = words(with_files(file(1), file(171, name="bieu.xlsx", size=18_432)))
    assert "Phụ lục I\n" in text
    assert "Phụ lục II\nDANH MỤC TỆP KÈM THEO BÁO CÁO CỦA CÁC CƠ QUAN, NĂM 2025" in text
    assert "1\nUBND xã Mẫu\nBáo cáo 1.pdf\n2,4 MB\n16/12/2025\n000000000001" in text
    assert "2\nUBND xã Mẫu\nbieu.xlsx\n18 KB\n16/12/2025\n0000000000ab" in text


def test_without_files_there_is_one_annex_without_a_number() -> None:
    text = words(with_files())
    assert ("Phụ lục\n" in text, "Phụ lục I" in text, "DANH MỤC TỆP" in text) == (True, False, False)
    assert sheet(with_files()) is None


def test_the_excel_report_has_every_file() -> None:
    rows = sheet(with_files(file(1, note="đã đọc biểu mẫu: HT26-031"), file(2)))
    assert rows is not None
    assert rows[1] == tuple(name for name, _ in FILE_COLUMNS)
    assert rows[2] == (
        "x01",
        "UBND xã Mẫu",
        "Báo cáo 1.pdf",
        2_500_000,
        "16/12/2025",
        "000000000001",
        "đã đọc biểu mẫu: HT26-031",
    )
    assert len(rows) == 4


def test_a_file_that_did_not_pass_says_so_everywhere() -> None:
    data = with_files(file(1, accepted=False))
    assert f"Báo cáo 1.pdf ({UNSAFE})" in words(data)
    rows = sheet(data)
    assert rows is not None
    assert rows[2][-1] == UNSAFE


def test_hostile_names_stay_names() -> None:
    data = with_files(*(file(number, name=name) for number, name in enumerate(HOSTILE, start=1)))
    text, rows = words(data), sheet(data)
    assert rows is not None
    for name in ("GD&ĐT", "a<b>c", "{{ x }}", "=1+1"):
        assert name in text
        assert any(row[2] == name for row in rows[2:])


def test_word_shows_the_first_files_and_says_where_the_rest_is() -> None:
    content = compose(with_files(*map(file, range(1, WORD_ROWS + 4))))
    assert len(content.files) == WORD_ROWS
    assert "Tệp đính kèm" in content.files_rest
    assert "3/" in content.files_rest


def test_the_typeset_pdf_has_the_annex_too() -> None:
    assert len(typeset(compose(with_files(file(1))))) > len(typeset(compose(with_files())))


def test_a_snapshot_of_before_is_still_read() -> None:
    old = report().model_dump(mode="json")
    del old["files"]
    assert ReportData.model_validate(old).files == ()
