"""Our fill-in form in a Word document: as paragraphs under bracketed codes, as a table of our columns, or line by line.

A document that is no form is not read: what a report says between its lines is for people.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mail.charset import clean, fold
from mail.read_answer.filled import Filled
from mail.read_answer.form import DIFFICULTY, PERCENT, PROPOSAL, RESULT, STATUS, Field, Section, read_form
from mail.read_answer.model import AskedItem
from mail.read_answer.segments import CodeFinder
from mail.read_files.cells import Cell
from mail.read_files.table import TableReading, read_table

# What stands below the last field belongs to the document and not to the field.
_FOOT = re.compile(r"^\W*(?:noi nhan|tm\b|kt\b|nguoi lap|thu truong|chu tich|tran trong|tren day la)")
_CLAIM = re.compile(r"\d+\s*/\s*\d+|\d\s*%|\bct\s?\d|\b(?:hoan thanh|dang thuc hien|chua thuc hien|khong phat sinh)\b")


def read_document(opened: Mapping[str, object], name: str, asked: Sequence[AskedItem], sent: str) -> TableReading:
    """What a document says, from the lists of :mod:`mail.read_files.inside_word`.

    :param name: what people call the file
    :param sent: the text of our letter, whose own words in the form are nobody's answer
    """
    blocks = opened.get("blocks")
    reading = TableReading()
    lines: list[str] = []
    for sort, content in blocks if isinstance(blocks, list) else []:
        if sort == "p":
            text = clean(content)
            lines += ["", text] if _FOOT.match(fold(text)) else [text]
            continue
        table = read_table(_rows(content, name), asked)
        reading.add(table)
        if not table.is_form:
            lines += ["", *_as_lines(content), ""]
    _read_lines("\n".join(lines), name, (asked, sent), reading)
    if reading.filled and opened.get("changed"):
        reading.doubts.append(f"tệp {name} còn theo dõi thay đổi chưa được chấp nhận")
    if reading.filled and opened.get("struck"):
        reading.doubts.append(f"tệp {name} có chữ bị gạch ngang")
    return reading


def _rows(table: Sequence[Sequence[str]], name: str) -> Iterator[Mapping[int, Cell]]:
    for number, row in enumerate(table, start=1):
        yield {
            column: Cell(text, place=f"{name}, bảng, dòng {number}, ô {column}")
            for column, text in enumerate(row, start=1)
        }


def _as_lines(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of a label and its value, as the lines that they stand for."""
    for row in table:
        told = [clean(text).strip() for text in row if text.strip()]
        if len(row) == 2 and row[0].strip() and len(told) <= 2:
            label, value = told[0].rstrip(" :"), told[1] if len(told) > 1 else ""
            yield label if label.endswith("]") and not value else f"{label}: {value}"
        else:
            yield " | ".join(told)


def _read_lines(text: str, name: str, known: tuple[Sequence[AskedItem], str], reading: TableReading) -> None:
    asked, sent = known
    folded = fold(text)
    sections = read_form(text, folded, CodeFinder(asked).headings(folded))
    # Reports name results and rates as well; only our form asks for a state of work by this label.
    if not any(field.key == STATUS for section in sections for field in section.fields):
        return
    reading.is_form = True
    ours = {(section.code, field.key, _plain(field.given)) for section in read_form(sent) for field in section.fields}
    for section in sections:
        code = section.code or (asked[0].code if len(asked) == 1 else "")
        typed = [one for one in section.fields if one.given and (section.code, one.key, _plain(one.given)) not in ours]
        if not typed:
            continue
        if code not in {item.code for item in asked}:
            what = f"nêu mã {code} không có trong thư hỏi" if code else "không nêu mã nhiệm vụ"
            reading.doubts.append(f"tệp {name} {what}")
            continue
        reading.filled += _filled(code, typed)
        reading.places = {f"{code}/{one.key}": f"{name}, “{_label(text, one)}”" for one in typed} | reading.places
    _claims_outside(text, sections, (sent, name), reading)


def _filled(code: str, fields: Sequence[Field]) -> Iterator[Filled]:
    """The fields of a section; one that stands twice makes a second form, so that both values are read."""
    values: dict[str, str] = {}
    figures: dict[str, str] = {}
    for one in fields:
        into = figures if one.key.startswith("CT") else values
        if one.key in into:
            again: dict[str, Any] = {"figures": {one.key: one.given}} if into is figures else {one.key: one.given}
            yield replace(Filled(code), **again)
        else:
            into[one.key] = one.given
    yield Filled(
        code,
        values.get(STATUS, ""),
        values.get(PERCENT, ""),
        values.get(RESULT, ""),
        values.get(DIFFICULTY, ""),
        values.get(PROPOSAL, ""),
        figures,
    )


def _claims_outside(text: str, sections: Sequence[Section], about: tuple[str, str], reading: TableReading) -> None:
    """Figures or a state of work between the fields: the form may not be all that the document says."""
    sent, name = about
    ours = " ".join(fold(sent).split())
    spans = [(one.start, one.end) for section in sections for one in section.fields]
    edge, loose = 0, []
    for start, end in [*sorted(spans), (len(text), len(text))]:
        loose += text[edge:start].split("\n")
        edge = max(edge, end)
    for line in loose:
        plain = " ".join(fold(line).split())
        if _CLAIM.search(plain) and plain.strip("*_ ") not in ours:
            reading.doubts.append(f"tệp {name} còn nội dung ngoài mẫu trả lời: “{' '.join(line.split())[:60]}”")
            return


def _label(text: str, one: Field) -> str:
    return " ".join(text[one.start : one.value_start].split()).strip(" :*")[:40]


def _plain(value: str) -> str:
    return " ".join(fold(value).split()).strip(" .*_…")
