"""A decision that amends a plan: what it replaces, inserts, removes and rewords, and the plan text with all of that.

`read_amendment` reads the decision alone; `amend` finds the places in the text of the plan. Whatever is not understood,
not found or ambiguous is a question, and the text stays as it was there.
"""

import re
from collections.abc import Iterator
from datetime import date

from plans.amendments.apply import amend
from plans.amendments.forms import instructions_of
from plans.amendments.model import OWN_NUMBER, Amendment, Instruction
from plans.amendments.statements import statements
from plans.meaning.citations import CITATION, DATE, calendar_date
from plans.model import Question
from plans.sheet import Line, Sheet, Table
from plans.structure.ending import read_ending
from plans.structure.kinds import TypeLine, type_line

__all__ = ["Amendment", "Instruction", "amend", "read_amendment"]

_TITLE_LINES = 12
_AMENDS = re.compile(r"(?:sửa đổi|bổ sung|điều chỉnh|bãi bỏ|đính chính)", re.IGNORECASE)
_REPLACES = re.compile(
    r"(?:^|về việc\s+)(?:ban hành|phê duyệt|thay thế)(?!\s+(?:sửa đổi|bổ sung|điều chỉnh))", re.IGNORECASE
)
_PLAN = re.compile(r"(?:kế hoạch|chương trình|đề án|phương án|chỉ thị|nghị quyết)\b", re.IGNORECASE)
_AFTER_TITLE = re.compile(
    r"(?:Căn cứ|Theo|Xét|Thực hiện|Điều \d|I\.|1\.)\b|(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ TRƯỞNG)"
)


def read_amendment(sheet: Sheet) -> Amendment | None:
    """The instructions of an amending decision; None for any other document, a full later version of a plan too."""
    lines = [block for block in sheet.blocks if isinstance(block, Line)]
    kind = _kind(lines)
    if kind is None:
        return None
    title, after = _title(lines, kind)
    if not _AMENDS.search(title) or not _PLAN.search(title) or _REPLACES.search(title):
        return None
    end = read_ending(lines, after).start
    found: list[Instruction] = []
    questions: list[Question] = []
    for statement in statements(lines[after:end]):
        given, asked = instructions_of(statement)
        found.extend(given)
        questions.extend(asked)
    if not found and (kind.word != "QUYẾT ĐỊNH" or any(type_line(line, 0) for line in lines[end:])):
        return None
    questions.extend(_of_tables(sheet, lines[after].number if after < len(lines) else 0))
    header = "\n".join(cell for line in lines[: kind.index] for cell in line.cells)
    number = OWN_NUMBER.search(header)
    cited = _cited(title, [line.text for line in lines[after:end]])
    return Amendment(
        number=number["number"] if number else None,
        symbol=number["symbol"] if number else None,
        date=_date(header),
        title=title,
        amends_number=cited["number"] if cited else None,
        amends_date=_date(cited.string[cited.end() : cited.end() + 40]) if cited else None,
        instructions=tuple(found),
        questions=tuple(questions),
    )


def _kind(lines: list[Line]) -> TypeLine | None:
    found = (type_line(line, index) for index, line in enumerate(lines))
    return next((line for line in found if line is not None), None)


def _title(lines: list[Line], kind: TypeLine) -> tuple[str, int]:
    """The title and the index of the first line after it."""
    parts = [kind.rest] if kind.rest else []
    index = kind.index + 1
    while index < min(len(lines), kind.index + _TITLE_LINES):
        text = lines[index].text
        if _AFTER_TITLE.match(text) and parts:
            break
        if text:
            parts.append(text)
        index += 1
    return " ".join(parts), index


def _cited(title: str, body: list[str]) -> "re.Match[str] | None":
    """The plan that is amended: the first document with a number in the title, else in the articles."""
    for text in (title, *body):
        for match in CITATION.finditer(text):
            if _PLAN.match(match["type"]) and "/" in match["number"]:
                return match
    return None


def _date(text: str) -> date | None:
    match = DATE.search(text)
    return calendar_date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _of_tables(sheet: Sheet, after: int) -> Iterator[Question]:
    """A table inside the articles is new text that no instruction here carries."""
    for block in sheet.blocks:
        if isinstance(block, Table) and block.number > after:
            message = (
                f"Quyết định sửa đổi có một bảng (dòng {block.number}) chưa được tự động đưa vào kế hoạch. "
                "Bảng này sửa mục nào?"
            )
            yield Question(path="document", kind="amendment_table", message=message)
