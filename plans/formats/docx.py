"""Word (.docx): what a reader of the document sees, with automatic numbering written out."""

from plans.errors import DamagedFile, EmptyFile, ScannedFile, UnsupportedFormat
from plans.formats.docx_body import (
    Block,
    BodyReader,
    Tabulated,
    Written,
    cell_text,
    first_header_ids,
    has_number_or_motto,
)
from plans.formats.docx_notes import Notes
from plans.formats.docx_package import Package
from plans.formats.docx_runs import RunReader
from plans.formats.docx_styles import Styles
from plans.formats.docx_tables import Cell
from plans.formats.docx_xml import Element, W, child
from plans.formats.numbering import Numbering
from plans.sheet import Doubt, Line, Note, Row, Sheet, Table
from plans.text import collapse

DOUBTS = {
    "tracked_changes": (
        "Tệp còn vết sửa đổi (Track Changes) chưa được chấp nhận hay bác bỏ; chương trình đọc như khi mọi sửa đổi đã "
        "được chấp nhận, cần đối chiếu với bản chính thức."
    ),
    "comments": "Tệp có ghi chú bên lề (Comments); chương trình không đọc các ghi chú này.",
    "embedded_content": "Tệp có phần nội dung nhúng từ tệp khác; chương trình không đọc được phần đó.",
    "legacy_encoding": (
        "Tệp dùng phông chữ bảng mã cũ (TCVN3 hoặc VNI), chữ đã được chuyển sang Unicode, cần đối chiếu với bản gốc."
    ),
}


def read_docx(data: bytes, name: str) -> Sheet:
    """Read a Word file.

    :raises DamagedFile: a broken zip or broken XML
    :raises LockedFile: encrypted
    :raises MacroFile: carries macros
    :raises DangerousFile: a zip bomb, an absurd size, XML entities
    :raises ScannedFile: pictures and no text
    :raises EmptyFile: nothing at all
    :raises UnsupportedFormat: another kind of zip
    """
    package = Package(data, name)
    root = package.xml(package.main)
    body = child(root, "body")
    if body is None:
        raise DamagedFile(name, "phần nội dung không có thân văn bản")
    doubts: set[str] = set()
    styles = Styles(package.part("styles"))
    notes = Notes(package.part("footnotes"), package.part("endnotes"))
    numbering = Numbering(package.part("numbering"), styles)
    reader = BodyReader(styles, numbering, RunReader(styles, notes, doubts), doubts)
    blocks = reader.read(body)
    numbering.begin_story()
    if not has_number_or_motto(blocks):
        blocks = (*_heading_in_header(package, body, reader), *blocks)
    numbered = _numbered(blocks)
    if not numbered:
        if "embedded_content" in doubts:
            raise UnsupportedFormat(name, "Word có nội dung nhúng từ tệp khác")
        pictures = package.has_pictures or next(body.iter(f"{W}drawing", f"{W}pict"), None) is not None
        raise ScannedFile(name) if pictures else EmptyFile(name)
    numbering.begin_story()
    written = _notes(notes, reader, _last(numbered))
    found = tuple(Doubt(kind, sentence) for kind, sentence in DOUBTS.items() if kind in doubts)
    return Sheet("docx", numbered, written, found)


def _heading_in_header(package: Package, body: Element, reader: BodyReader) -> tuple[Block, ...]:
    """The header of the first page; one that stands on all pages only when it holds the heading of the document."""
    first, every = first_header_ids(body)
    for identifier, only_heading in ((first, False), (every, True)):
        header = package.by_relation(identifier) if identifier else None
        blocks = () if header is None else reader.read(header)
        if blocks and (not only_heading or has_number_or_motto(blocks)):
            return blocks
    return ()


def _numbered(blocks: tuple[Block, ...]) -> tuple[Line | Table, ...]:
    """Lines and tables with their numbers, from 1 in reading order."""
    result: list[Line | Table] = []
    number = 0
    for block in _continued(blocks):
        if isinstance(block, Tabulated):
            first = number + 1
            number += len(block.rows)
            result.append(Table(tuple(Row(first + index, cells) for index, cells in enumerate(block.rows))))
            continue
        for cells in block.pieces():
            number += 1
            result.append(Line(number, " ".join(cells), cells, whole=True, strong=block.strong))
    return tuple(result)


def _continued(blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks, with a table that was cut in two (often by hand at a page break) made whole again."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Written) and not any(block.pieces()):
            continue
        above = result[-1] if result else None
        more = block.rows_after(above) if isinstance(block, Tabulated) and isinstance(above, Tabulated) else None
        if more is not None and isinstance(above, Tabulated):
            result[-1] = Tabulated((*above.rows, *more))
        else:
            result.append(block)
    return result


def _last(blocks: tuple[Line | Table, ...]) -> int:
    last = blocks[-1]
    return last.number if isinstance(last, Line) else last.rows[-1].number


def _notes(notes: Notes, reader: BodyReader, last: int) -> tuple[Note, ...]:
    """The notes in the order in which the text refers to them, numbered after the last line."""
    result: list[Note] = []
    done = 0
    # A note may refer to another one, which is found only while this one is read: hence the second look.
    while done < len(notes.referred):
        found = list(notes.referred.values())[done:]
        done += len(found)
        for reference in found:
            text = "" if reference.content is None else _note_text(reader.read(reference.content), reference.mark)
            if text:
                result.append(Note(reference.mark, text, last + len(result) + 1))
    return tuple(result)


def _note_text(blocks: tuple[Block, ...], mark: str) -> str:
    cell = Cell(0, 1, tuple(block for block in blocks if isinstance(block, Written | Tabulated)))
    text = collapse(cell_text(cell))
    # Custom marks are typed again at the head of the note itself.
    return text.removeprefix(mark).strip()
