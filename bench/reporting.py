"""Measurements of the report: totals from the store, and the Word and Excel files from the totals."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import openpyxl
import xlsxwriter
from docx import Document

from bench.measure import Finding, timed
from bench.sample import YEAR
from bench.stages import PLAN, house_in
from reports.collect import collect
from reports.compose import compose
from reports.data import AuthorFacts, ReportData
from reports.excel import write_excel
from reports.rollup import RollUp, roll_up
from reports.word import render_word
from state.clock import ZONE

COMPILED = datetime.combine(datetime(YEAR, 12, 22, tzinfo=ZONE).date(), time(8), ZONE)


def _collected(home: Path) -> tuple[ReportData, RollUp]:
    house = house_in(home)
    with house.database.unit() as store:
        cycle = store.cycles.get(store.plans.get(PLAN), YEAR)
        data = collect(store, cycle, "draft", COMPILED, AuthorFacts())
    house.database.close()
    return data, roll_up(data)


def rolling_up(home: Path, size: int) -> Finding:
    """Everything that is known about a cycle, and all its totals; nine of ten assignments are answered."""
    spent, (data, _) = timed(lambda: _collected(home))
    figures = [figure for target in data.targets for figure in target.figures]
    pairs = [(float(figure.numerator or 0), float(figure.denominator or 1)) for figure in figures]
    percents = [float(row.percent or 0) for row in data.assignments]
    floor, _ = timed(lambda: (sum(a for a, _ in pairs), sum(b for _, b in pairs), sum(percents)))
    return Finding(len(data.assignments), spent, floor, f"assignments, {len(figures)} figures; read from the store")


def report(home: Path, size: int) -> Finding:
    """The Word and the Excel file of a report, without PDF."""
    data, totals = _collected(home)
    spent, (word, excel) = timed(lambda: (render_word(compose(data, totals)), write_excel(data, totals)))
    paragraphs, sheets = _texts(word), _cells(excel)
    floor, _ = timed(lambda: _bare_files(paragraphs, sheets))
    cells = sum(len(row) for sheet in sheets for row in sheet)
    note = f"assignments; {len(paragraphs)} paragraphs, {cells} cells"
    return Finding(len(data.assignments), spent, floor, note)


def _texts(word: bytes) -> list[str]:
    document = Document(io.BytesIO(word))
    texts = [paragraph.text for paragraph in document.paragraphs]
    # Asking a row of python-docx for its cells costs more than the report itself, so the tags are walked.
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for table in document.tables:
        texts += ["".join(node.text or "" for node in cell.iter(f"{tag}t")) for cell in table._tbl.iter(f"{tag}tc")]
    return texts


def _cells(excel: bytes) -> list[list[Sequence[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(excel), read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def _bare_files(paragraphs: Sequence[str], sheets: Sequence[Sequence[Sequence[object]]]) -> None:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(io.BytesIO())
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write_string(number, column, str(value))
    book.close()
