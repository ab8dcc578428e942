"""Files as agencies send them back: workbooks like our Excel form, Word documents, mails that carry them."""

import io
import zipfile
from base64 import encodebytes
from collections.abc import Mapping, Sequence
from datetime import date

import docx
import openpyxl
import xlsxwriter
from known_side import ITEMS, TOKEN

from cycles.ladder import Relation, Rung
from mail.files.attachments import attach
from mail.letters.excel_form import FIGURE_COLUMNS, TASK_COLUMNS, excel_form
from mail.letters.letter_context import AskedFigure, LetterContext, LetterItem, Window
from mail.read_files import inside_excel, inside_word
from mail.read_files.reading import Asking, FilesReading, read_files

TASKS = tuple(title for title, _ in TASK_COLUMNS)
FIGURES = tuple(title for title, _ in FIGURE_COLUMNS)
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def task(code: str, **typed: object) -> list[object]:
    """A row of the first sheet; typed values by the letter of their column (E to I)."""
    item = next((one for one in ITEMS if one.code == code), ITEMS[0])
    return [code, item.path, item.text, "17/12/2025", *(typed.get(letter, "") for letter in "EFGHI")]


def figure(code: str, sign: str, **typed: object) -> list[object]:
    """A row of the second sheet; typed values by the letter of their column (G to I)."""
    item = next((one for one in ITEMS if one.code == code), ITEMS[0])
    one = next((figure for figure in item.figures if figure.code == sign), item.figures[0])
    return [code, sign, one.label, one.unit, ">= 30%", "Năm 2024: 380/500", *(typed.get(x, "") for x in "GHI")]


def workbook(
    tasks: Sequence[Sequence[object]] = (),
    figures: Sequence[Sequence[object]] = (),
    *,
    agency: str = "xa-mau",
    heads: Mapping[str, Sequence[str]] | None = None,
    extra: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> bytes:
    """The form, filled in. A cell may be (value, number format), or a formula with a cached value: ("=A1", value)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    headers = {"Nhiệm vụ": TASKS, "Số liệu": FIGURES} | dict(heads or {})
    for name, rows in (("Nhiệm vụ", tasks), ("Số liệu", figures)):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, "BIỂU TRẢ LỜI – DỮ LIỆU MẪU")
        sheet.write_row(3, 0, headers[name])
        _write(book, sheet, 4, rows)
    for name, rows in (extra or {}).items():
        _write(book, book.add_worksheet(name), 0, rows)
    sheet = book.add_worksheet("Mã phiếu")
    for number, row in enumerate(
        (("Phiếu", "dondoc-1"), ("Mã thư", "ab" * 12), ("Cơ quan", agency), ("Các mã", "HT26-031, HT26-032, HT26-033"))
    ):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def our_form(agency: str = "xa-mau") -> bytes:
    """The form as it goes out with the sample letter."""
    year = Window("Năm 2025", date(2024, 12, 15), date(2025, 12, 14), date(2025, 12, 14))
    due, title = date(2025, 12, 17), "Kế hoạch mẫu"
    items = [
        LetterItem(
            one.code,
            one.path,
            one.text,
            "UBND các xã",
            title,
            "Kế hoạch số 12",
            due,
            "",
            Rung.REMINDER,
            year,
            figures=tuple(
                AskedFigure(asked.code, asked.label, asked.unit, "ít nhất 30%", "Năm 2024: 380/500")
                for asked in one.figures
            ),
        )
        for one in ITEMS
    ]
    letter = LetterContext(
        "Sở mẫu",
        "UBND xã Mẫu",
        "UBND xã Mẫu",
        date(2025, 12, 10),
        Relation.BELOW,
        tuple(items),
        "a@dondoc.example",
        form="bieu.xlsx",
        sample=True,
    )
    return excel_form(letter, agency, "<dondoc.mau@dondoc.example>").content


def typed_in(content: bytes, **cells: object) -> bytes:
    """A workbook after somebody typed into cells: "t_F5" is F5 of the first sheet, "f_G5" of the second."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        sheet = book["Nhiệm vụ" if name.startswith("t_") else "Số liệu"]
        sheet[name[2:]] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, sheet, top: int, rows: Sequence[Sequence[object]]) -> None:
    for number, row in enumerate(rows, start=top):
        for column, value in enumerate(row):
            if isinstance(value, tuple) and str(value[0]).startswith("="):
                sheet.write_formula(number, column, value[0], None, value[1])
            elif isinstance(value, tuple):
                sheet.write(number, column, value[0], book.add_format({"num_format": value[1]}))
            elif isinstance(value, str) and value:
                sheet.write_string(number, column, value)
            elif value != "":
                sheet.write(number, column, value)


def document(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """A Word document of paragraphs and tables."""
    made = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def opened_here(extension: str, content: bytes) -> object:
    """Opens a file in this process, which is quicker; what the limited process adds is tested by itself."""
    return {"xlsx": inside_excel, "docx": inside_word}[extension].answer(content)


def read(content: bytes, name: str = "Biểu.xlsx", asked=ITEMS, sent: str = "") -> FilesReading:
    """What a file says as an answer to the sample letter."""
    return read_files([attach(name, "", content)], Asking(asked, "xa-mau", sent), opened_here)


def mail(text: str, **files: bytes) -> bytes:
    """A reply to the sample letter that carries files; "Bieu__xlsx" stands for "Bieu.xlsx"."""
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()]
    for name, content in files.items():
        full = name.replace("__", ".")
        kind = TYPES.get(full.rpartition(".")[2], "application/octet-stream")
        head = f'Content-Type: {kind}; name="{full}"\r\nContent-Transfer-Encoding: base64\r\n'
        head += f'Content-Disposition: attachment; filename="{full}"\r\n\r\n'
        parts.append(head.encode() + encodebytes(content))
    head = (
        f"From: nguyenvanmau@xamau.example\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nSubject: Re: bao cao\r\n"
        "Date: Thu, 11 Dec 2025 08:15:00 +0700\r\nMessage-ID: <tep@xamau.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=B"\r\n\r\n'
    )
    return head.encode() + b"".join(b"--=B\r\n" + part + b"\r\n" for part in parts) + b"--=B--\r\n"


def rezipped(content: bytes, **changes: bytes | None) -> bytes:
    """A package with parts replaced, added or (None) removed; "xl__workbook.xml" stands for "xl/workbook.xml"."""
    out = io.BytesIO()
    new = {name.replace("__", "/"): data for name, data in changes.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.namelist():
            if entry not in new:
                made.writestr(entry, old.read(entry))
        for name, data in new.items():
            if data is not None:
                made.writestr(name, data)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """A part of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)
