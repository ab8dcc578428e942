"""One cell as text that offices would have written: a decimal comma, a percent sign, a ratio; what is unsure is said.

A spreadsheet set to English reads "1.234" as one and a bit. The cell no longer tells, so such a number is asked about.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mail.charset import clean, fold
from mail.read_answer.model import AskedFigure

# What is measured and not counted has fractions; with these units nobody means thousands by three decimals.
_MEASURED = re.compile(r"^(?:%|ty dong|ti dong|ty|ha|km|km2|m|m2|m3|tan|ta|kg|gio|diem|nam|thang)$")
_RATIO = re.compile(r"[/:]|\btren\b")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. Kinds: s text, n number with a decimal point, p percentage, d day, b truth, e error, f formula alone.

    ``place`` is for people ("Bieu.xlsx, ô F7"); ``shared``: merged over rows of several assignments.
    """

    text: str
    kind: str = "s"
    place: str = ""
    shared: bool = False


def plain_text(cell: Cell) -> str:
    """The content of a cell, numbers with a decimal comma, percentages with their sign."""
    if cell.kind in {"n", "p"}:
        return cell.text.replace(".", ",") + ("%" if cell.kind == "p" else "")
    return clean(cell.text).strip()


def percent_text(cell: Cell) -> tuple[str, str]:
    """The text of a cell in a column of percentages, and why it is unsure."""
    text = plain_text(cell)
    if cell.kind == "d":
        return text, f"tỷ lệ ghi thành ngày “{text}”"
    if cell.kind == "n":
        value = _number(cell)
        unsure = value is not None and 0 < value < 1
        return f"{text}%", f"tỷ lệ ghi {text}, chưa rõ là {text}% hay một phần của 1" if unsure else ""
    return text, ""


def figure_text(top: Cell, bottom: Cell | None, asked: AskedFigure | None) -> tuple[str, str]:
    """A figure as "410/512", "80,1%" or "1250", and why it is unsure. ``asked`` is None for a figure not asked for."""
    cells = [top] if bottom is None else [top, bottom]
    texts = [plain_text(cell) for cell in cells]
    doubt = next((why for cell in cells if (why := _unsure(cell, bottom is not None, asked))), "")
    if bottom is None:
        return texts[0], doubt
    if top.kind != "n" and _RATIO.search(fold(texts[0])):
        # "410/512" beside 512 says one thing twice; beside another number it says two.
        again = texts[0].replace(" ", "").endswith(("/" + texts[1], ":" + texts[1]))
        return texts[0], doubt or ("" if again else f"ghi “{texts[0]}” với mẫu số “{texts[1]}”")
    if texts[0].endswith("%"):
        return texts[0], doubt or f"ghi tỷ lệ “{texts[0]}” ở cột tử số"
    return "/".join(texts), doubt


def _unsure(cell: Cell, pair: bool, asked: AskedFigure | None) -> str:
    if cell.kind == "d":
        return f"ghi thành ngày “{cell.text}”"
    value = _number(cell) if cell.kind == "n" else None
    if value is None or value == value.to_integral_value():
        return ""
    unit = " ".join(fold(asked.unit).split()) if asked else ""
    if not pair and _MEASURED.match(unit):
        return ""
    thousand = value * 1000
    meant = f", có thể là {thousand:f}" if thousand == thousand.to_integral_value() else ""
    return f"ghi số lẻ {plain_text(cell)}{meant.partition('.')[0]}"


def _number(cell: Cell) -> Decimal | None:
    try:
        return Decimal(cell.text)
    except InvalidOperation:
        return None
