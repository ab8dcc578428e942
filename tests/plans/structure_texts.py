"""Pieces that the tests of structure put their documents together from. Everything is invented."""

from plans.model import Plan
from plans.read import read_sheet, read_text
from plans.sheet import Line, Row, Sheet, Table

HEAD = """UBND TỈNH LAI CHÂU
ỦY BAN NHÂN DÂN XÃ MƯỜNG MẪU
Số: 5/KH-UBND
Mường Mẫu, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Phát triển giáo dục năm 2026
Căn cứ Kế hoạch số 12/KH-UBND ngày 01/01/2026 của Ủy ban nhân dân tỉnh;
"""
END = """Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Văn Mẫu
"""
GOALS = "I. MỤC TIÊU\n1. Trường lớp tốt hơn.\n"
ORGANISATION = "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\nKhám sức khỏe cho trẻ.\n"


def read_body_text(body: str) -> Plan:
    """A plan with this body."""
    return read_text(HEAD + body + END)


def sheet_of(*blocks: str | list[tuple[str, ...]]) -> Sheet:
    """A sheet as a Word file gives it: every line is a paragraph, lists of rows are tables."""
    number = 0
    made: list[Line | Table] = []
    for block in blocks:
        rows = []
        for item in block.split("\n") if isinstance(block, str) else block:
            number += 1
            if isinstance(item, str):
                made.append(Line(number, item, (item,) if item else (), whole=True))
            else:
                rows.append(Row(number, item))
        if rows:
            made.append(Table(tuple(rows)))
    return Sheet("docx", tuple(made))


def read_blocks(*blocks: str | list[tuple[str, ...]]) -> Plan:
    """The plan that a Word file with these blocks gives."""
    return read_sheet(sheet_of(*blocks))


def duties(plan: Plan) -> list[tuple[str, tuple[str, ...], str]]:
    """Path, owners and text of every responsibility."""
    return [(item.path, item.owners, item.text) for item in plan.responsibilities]
