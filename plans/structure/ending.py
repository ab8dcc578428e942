"""What stands below the body: recipients and the signature block, in one column or two."""

import re
from dataclasses import dataclass

from plans.meaning.names import starts_name
from plans.model import Signer
from plans.sheet import Line
from plans.structure.headings import small_letters
from plans.structure.labels import CAPITAL, split_label

_RECIPIENTS = re.compile(r"Nơi nhận\s*:?", re.IGNORECASE)
_PREFIX = re.compile(r"(?:(?:TM|KT|TL|TUQ|Q)\.|T/M|K/T|T/L)(?=\s|[A-ZĐ])")
_POSITION = re.compile(
    r"(?:Q\. )?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG"
    r"|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|BÍ THƯ|THỦ TƯỚNG|HIỆU TRƯỞNG|CHỦ NHIỆM|TỔNG CỤC TRƯỞNG|CHÁNH THANH TRA)"
    r"(?: THƯỜNG TRỰC)?\b.{0,60}"
)
_POSITION_ALONE = re.compile(
    r"(?:Q\. )?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG PHÒNG|CỤC TRƯỞNG|BÍ THƯ|THỦ TƯỚNG"
    r"|HIỆU TRƯỞNG)"
)
# "PHỤ LỤC I", "Phụ lục 02: ...", "PHỤ LỤC DANH MỤC NHIỆM VỤ"; a sentence that cites an annex is none.
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số|SỐ)?\s*(?P<key>[IVX]{1,5}|\d{1,2}[A-Za-z]?)?)?\s*(?:[.:–-]\s*(?P<title>\S.*))?"
)
# Behind a signature these head an annex too.
_LIST = re.compile(r"(?:PHỤ LỤC|DANH MỤC|BIỂU|BẢNG|PHÂN CÔNG)(?!\w).*")
_SIGNED = re.compile(r"\W*(?:đã ký|ký bởi|ký tên|daky).*", re.IGNORECASE)
# "BSCKII.", "PGS.TS.", "Thượng tá": what stands before a name.
_TITLES = re.compile(
    r"(?:(?:TSKH|TS|ThS|Th\.S|PGS|GS|BS|DS|KS|CN|LS|NGƯT|NGND|TTƯT|TTND|NSƯT|BSNT|(?:BS|DS)\.?\s?CK\s?(?:I{1,2}|[12])|CK(?:I{1,2}|[12]))"
    r"(?:\.\s*|\s+)|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy)\s+|(?:Tiến sĩ|Thạc sĩ|Bác sĩ|Nhà giáo [Ưư]u tú)\s+)+"
)
_NAME = re.compile(rf"{CAPITAL}[^\W\d_]*(?: {CAPITAL}[^\W\d_]*){{1,5}}")
_POSITION_WORDS = (
    r"(?:PHÓ )?(?:CHỦ TỊCH|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|TRƯỞNG BAN|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|CỤC TRƯỞNG|BÍ THƯ"
    r"|THỦ TƯỚNG|HIỆU TRƯỞNG|CHỦ NHIỆM|CHÁNH THANH TRA)|THỨ TRƯỞNG"
)
# Where a line of a signature begins when the whole block stands in one cell.
_SIGNATURE_BREAK = re.compile(
    rf"\s+(?=(?:TM|KT|TL|TUQ)\.\s)|(?<!TM\.)(?<!KT\.)(?<!TL\.)(?<!TUQ\.)(?<!PHÓ)(?<!TỔNG)\s+(?={_POSITION_WORDS})"
)
_RECIPIENT_BREAK = re.compile(r"(?<=[;:.,])\s*(?=[-–+]\s)")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_SIGNED_MARK = re.compile(r"\(?\s*[Đđ]ã ký\s*\)?\s*")
_MOST_LINES_ABOVE = 6
_SIDE_BY_SIDE = 2
_FEWEST_PAIRS = 3
_BULLET = re.compile(r"[-–+]\s*")


@dataclass(frozen=True)
class Ending:
    """What stands below the body: from index `start`, the first line of no body, to `stop`, the first annex line."""

    start: int
    stop: int
    recipients: tuple[str, ...]
    signer: Signer | None


@dataclass(frozen=True)
class AnnexHeading:
    """The line an annex starts with: its number as written, if it has one, and a title on the same line."""

    key: str | None
    title: str


def read_ending(lines: list[Line], after: int) -> Ending:
    """Find and read the ending below line index `after`."""
    start = next((i for i in range(after, len(lines)) if _begins(lines[i])), None)
    start = None if start is None else _signing_bodies(lines, start, after)
    search = after if start is None else start
    stop = next(
        (i for i in range(search, len(lines)) if annex_heading(lines[i], below_signature=start is not None)), len(lines)
    )
    if start is None:
        return Ending(stop, stop, (), None)
    recipients, signature = _columns(_by_column(lines[start:stop]))
    return Ending(start, stop, tuple(recipients), _signer(signature))


def _signing_bodies(lines: list[Line], start: int, after: int) -> int:
    """Several bodies sign with their names in capitals, on one line or more, above the positions: it starts there."""
    found = start
    for above in range(start - 1, max(after, start - _MOST_LINES_ABOVE), -1):
        cells = lines[above].cells
        if not cells:
            continue
        if not all(cell.isupper() for cell in cells) or split_label(lines[above].text)[0] is not None:
            break
        if all(starts_name(small_letters(cell)) for cell in cells):
            found = above
    return found


def annex_heading(line: Line, below_signature: bool) -> AnnexHeading | None:
    """The annex that a line heads, if it heads one."""
    match = _ANNEX.fullmatch(line.text)
    if match:
        return AnnexHeading(match["key"], match["title"] or "")
    if line.text.isupper() and below_signature and _LIST.fullmatch(line.text) and len(line.text.split()) > 1:
        return AnnexHeading(None, line.text)
    return None


def _begins(line: Line) -> bool:
    return any(
        _RECIPIENTS.match(cell) or (_PREFIX.match(cell) and cell.isupper()) or _POSITION_ALONE.fullmatch(cell)
        for cell in line.cells
    )


def _by_column(lines: list[Line]) -> list[str]:
    """The cells in reading order. Two signatures side by side, in two columns, are read one after the other."""
    cells: list[str] = []
    beside: list[tuple[str, ...]] = []
    for line in (*map(_in_lines, lines), Line(0, "|", ("|",))):
        if line.blank:
            continue
        if len(line.cells) == _SIDE_BY_SIDE and not any(_BULLET.match(c) or _RECIPIENTS.match(c) for c in line.cells):
            beside.append(line.cells)
            continue
        if beside and len(line.cells) == 1 and line.text.isupper() and all(cell.isupper() for cell in beside[0]):
            beside.append(_in_column(beside[-1], line.text))
            continue
        pairs = beside if len(beside) < _FEWEST_PAIRS else list(zip(*beside, strict=True))
        cells.extend(cell for pair in pairs for cell in pair if cell)
        beside = []
        cells.extend(line.cells)
    return cells[:-1]


def _in_column(above: tuple[str, ...], cell: str) -> tuple[str, ...]:
    """A line of only one of two signatures stands below the one who signs for another, or else on the left."""
    acts_right = _PREFIX.match(above[1]) is not None and _PREFIX.match(above[0]) is None
    return ("", cell) if acts_right else (cell, "")


def _in_lines(line: Line) -> Line:
    """A line, or the whole ending in one row of a table with its lines as cells of their own."""
    cells = tuple(piece for cell in line.cells for piece in _lines_of(cell))
    return Line(line.number, line.text, cells) if len(cells) > len(line.cells) else line


def _lines_of(cell: str) -> list[str]:
    """The lines of a cell: recipients each with its dash, or the lines of a signature above the name."""
    cell = _BREAK.sub(" ", cell) if "<" in cell else cell
    if _RECIPIENTS.match(cell) and not _RECIPIENTS.fullmatch(cell):
        return [piece for piece in _RECIPIENT_BREAK.split(cell) if piece]
    if cell.isupper() or not (_PREFIX.match(cell) or _POSITION_ALONE.match(cell)):
        return [cell]
    words = cell.split(" ")
    upper = next((index for index, word in enumerate(words) if not word.isupper()), len(words))
    title = _TITLES.search(cell)
    stop = min(len(" ".join(words[:upper])), title.start() if title else len(cell))
    lines = _SIGNATURE_BREAK.split(cell[:stop].strip())
    rest = _SIGNED_MARK.sub("", cell[stop:]).strip()
    return [*(piece for piece in lines if piece), *([rest] if rest else [])]


def _columns(cells: list[str]) -> tuple[list[str], list[str]]:
    recipients: list[list[str]] = []
    signature: list[list[str]] = []
    for cell in cells:
        bullet = _BULLET.match(cell)
        if _RECIPIENTS.fullmatch(cell):
            continue
        if bullet:
            recipients.append([cell[bullet.end() :]])
        elif cell.isupper() or signature or not recipients:
            _add_to_signature(signature, cell)
        else:
            recipients[-1].append(cell)
    return [" ".join(parts) for parts in recipients], [" ".join(parts) for parts in signature]


def _add_to_signature(signature: list[list[str]], cell: str) -> None:
    last = signature[-1][-1] if signature else ""
    whole = bool(signature) and (_POSITION.fullmatch(" ".join(signature[-1][-2:])) or not last.isupper())
    heads = _PREFIX.match(cell) is not None or _POSITION.fullmatch(cell) is not None
    if not heads and _POSITION.fullmatch(_PREFIX.sub("", last).strip()):
        # The next of two bodies that sign, below the position of the first.
        heads = starts_name(small_letters(cell))
    if signature and cell.isupper() and not heads and not whole:
        # A wrapped line: "TM. ỦY BAN NHÂN" / "DÂN".
        signature[-1].append(cell)
    else:
        signature.append([cell])


def _without_titles(line: str) -> str:
    titles = _TITLES.match(line)
    return line[titles.end() :] if titles else line


def _signer(lines: list[str]) -> Signer | None:
    authority = [line for line in lines if line.isupper()]
    written = [line for line in lines if not line.isupper() and not _SIGNED.fullmatch(line)]
    names = [name for line in written if _NAME.fullmatch(name := _without_titles(line))]
    if not authority and not names:
        return None
    prefixes = [match.group() for line in authority if (match := _PREFIX.match(line))]
    position = authority[-1] if authority else None
    return Signer(
        authority=tuple(authority),
        on_behalf=next((p for p in prefixes if p in ("TM.", "T/M")), None),
        acting_for=next((p for p in prefixes if p not in ("TM.", "T/M")), None),
        position=_PREFIX.sub("", position).strip() if position else None,
        name=names[-1] if names else None,
    )
