"""Turns the plain text of a plan into the web page or the Word page that people save of such a plan."""

import html
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Flavour = Literal["site", "word"]
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(r"(?P<mark>[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*)\s*(?=\S)")
_GAP = re.compile(r"[ \xa0]{3,}|\t+")
_PIPE_RULE = re.compile(r"[|:\-\s]+")
_PAGE_NUMBER = re.compile(r"-?\s*\d{1,3}\s*-?")
_LIST_ITEM = re.compile(r"(?:[-+]\s|TM\.|KT\.|TL\.|Nơi nhận)")
_LABEL = re.compile(r"(?P<label>[-+]|\d+(?:\.\d+)*\.|[a-zđ]\)|[IVX]+\.)\s+(?=\S)")


@dataclass
class Part:
    """A piece of the document: a paragraph, a two-column layout table (rows of cells) or a task table."""

    kind: Literal["paragraph", "layout", "table"]
    lines: list[str] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)


def html_of(text: str, flavour: Flavour = "site") -> bytes:
    """A saved page with the paragraphs, tables and footnotes of `text`, in UTF-8."""
    parts, notes = _lift_notes(list(_parts(text)))
    body = "\n".join(_part(part, flavour) for part in parts)
    foot = _notes(notes, flavour)
    page = _WORD_PAGE if flavour == "word" else _SITE_PAGE
    return page.replace("@BODY@", body).replace("@NOTES@", foot).encode()


def _parts(text: str) -> Iterator[Part]:
    lines = ["" if _PAGE_NUMBER.fullmatch(line.strip()) else line for line in text.split("\n")]
    width = _wrap_width(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.strip() == "|":
            index, part = _crawled_table(lines, index)
            yield part
        elif line.count("|") >= 3:
            stop = _end(lines, index, lambda row: row.count("|") >= 3)
            rows = [row.strip().strip("|").split("|") for row in lines[index:stop] if not _PIPE_RULE.fullmatch(row)]
            yield Part("table", rows=[[[cell.strip()] for cell in row] for row in rows])
            index = stop
        elif _GAP.search(line.rstrip()):
            stop = _end_of_columns(lines, index)
            yield _columns([line for line in lines[index:stop] if line.strip()])
            index = stop
        elif not line.strip():
            index += 1
        else:
            stop = _end(lines, index, _is_prose)
            yield from _prose(lines[index:stop], width)
            index = stop


def _wrap_width(lines: list[str]) -> int | None:
    """0: a blank line stands between paragraphs; None: every line is one; else the column where lines are wrapped."""
    labelled = [i for i, line in enumerate(lines) if i and _LABEL.match(line.strip("* "))]
    if sum(not lines[i - 1].strip() for i in labelled) >= len(labelled) * 0.8:
        return 0
    going_on = sum(line[:1].islower() and not _LABEL.match(line) for line in lines)
    lengths = sorted(len(line) for line in lines if line.strip())
    return lengths[len(lengths) * 9 // 10] if going_on > 3 else None


def _end(lines: list[str], start: int, inside) -> int:
    stop = start + 1
    while stop < len(lines) and inside(lines[stop]):
        stop += 1
    return stop


def _end_of_columns(lines: list[str], start: int) -> int:
    """Lines in columns, those that only the left column reaches, and blank lines between such."""
    stop = start
    for index in range(start, len(lines)):
        if _GAP.search(lines[index].rstrip()):
            stop = index + 1
        elif lines[index].strip() and not lines[index].startswith("- "):
            break
    return stop


def _is_prose(line: str) -> bool:
    return bool(line.strip()) and "|" not in line and not _GAP.search(line.rstrip()) and not _NOTE.match(line)


def _prose(lines: list[str], width: int | None) -> Iterator[Part]:
    """The paragraphs of a run of lines; a list of recipients or a signature is kept line by line."""
    if width is None or (width == 0 and sum(_LIST_ITEM.match(line) is not None for line in lines) > 1):
        yield from (Part("paragraph", [line]) for line in lines)
        return
    pieces = [lines[0].strip()]
    for before, line in pairwise(lines):
        if width and not _NOTE.match(lines[0]) and _starts_paragraph(before, line.strip(), width):
            yield Part("paragraph", [" ".join(pieces)])
            pieces = []
        pieces.append(line.strip())
    yield Part("paragraph", [" ".join(pieces)])


def _starts_paragraph(before: str, line: str, width: int) -> bool:
    if _LABEL.match(line):
        return not re.match(r"[-+]\s+(?:19|20)\d\d", line)
    return not line[0].islower() and (len(before) < width * 0.75 or before.rstrip().endswith((".", ";", ":")))


def _crawled_table(lines: list[str], index: int) -> tuple[int, Part]:
    """Cells that a crawler left between lines with a lone bar; two bars in a row end a table row."""
    rows: list[list[list[str]]] = [[[]]]
    index += 1
    while index < len(lines):
        line = lines[index].strip()
        index += 1
        if line == "|":
            if index >= len(lines) or not lines[index].strip():
                break
            rows[-1].append([])
        elif line:
            rows[-1][-1].append(line)
    cells = rows[0]
    pairs = [cells[i : i + 3] for i in range(0, len(cells), 3)]
    return index, Part("layout", rows=[[cell for cell in pair if cell] for pair in pairs if any(pair)])


def _columns(lines: list[str]) -> Part:
    left, right = [], []
    for line in lines:
        pieces = [piece.strip() for piece in _GAP.split(line.rstrip())]
        left.append(pieces[0])
        right += pieces[1:]
    return Part("layout", rows=[[[piece for piece in left if piece], [piece for piece in right if piece]]])


def _lift_notes(parts: list[Part]) -> tuple[list[Part], list[tuple[str, list[str]]]]:
    """Footnotes out of the running text; the paragraph that one cut in two is one again."""
    kept: list[Part] = []
    notes: list[tuple[str, list[str]]] = []
    open_note, cut = False, False
    for part in parts:
        text = part.lines[0] if part.lines else ""
        mark = _NOTE.match(text)
        if mark:
            notes.append((mark["mark"], [text[mark.end() :]]))
        elif open_note and text.startswith(("- ", "+ ")):
            notes[-1][1].append(text)
        else:
            before = kept[-1].lines if kept else []
            goes_on = (cut or text[:1].islower()) and not _LABEL.match(text)
            if text and before and goes_on and not re.search(r"[.;:!?]\W*$", before[0]):
                before[0] += f" {text}"
            else:
                kept.append(part)
            open_note = cut = False
            continue
        cut, open_note = True, notes[-1][1][-1].endswith((";", ":"))
    return kept, notes


def _part(part: Part, flavour: Flavour) -> str:
    if part.kind == "paragraph":
        return _paragraph(part.lines[0], flavour)
    border = 'border="1" cellspacing="0"' if part.kind == "table" else 'border="0" cellspacing="0" cellpadding="0"'
    rows = []
    for row in part.rows:
        cells = "".join(f'<td width="{100 // len(row)}%" valign="top">{_cell(cell, flavour)}</td>' for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return f'<table {border} width="100%">\n<tbody>{"".join(rows)}</tbody></table>'


def _cell(lines: list[str], flavour: Flavour) -> str:
    if flavour == "word":
        return "".join(_paragraph(line, flavour) for line in lines) or "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    return f'<p align="center"><span>{"<br>".join(_inline(line, flavour) for line in lines) or "&nbsp;"}</span></p>'


def _paragraph(text: str, flavour: Flavour) -> str:
    bold = text.startswith("**") or text.isupper()
    text = text.replace("*", "").strip()
    if not text:
        return "<p>&nbsp;</p>"
    if flavour == "site":
        label = _LABEL.match(text)
        inner = _inline(text, flavour)
        if label:
            inner = inner.replace(f"{label['label']} ", f"{label['label']}&nbsp; ", 1)
        inner = f"<strong>{inner}</strong>" if bold else inner
        return f'<p style="margin-top:6pt;text-align:justify"><span style="font-size:13pt">{inner}</span></p>'
    return _word_paragraph(text, bold)


def _word_paragraph(text: str, bold: bool) -> str:
    style, head = "text-align:justify;text-indent:36.0pt", ""
    label = _LABEL.match(text)
    if label:
        # Word writes the number of a list item into a span of its own, between conditional comments.
        style += ";mso-list:l0 level1 lfo1"
        pad = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; </span>"
        head = f"<![if !supportLists]><span style='mso-list:Ignore'>{label['label']}{pad}</span><![endif]>"
        text = text[label.end() :]
    inner = "\n".join(textwrap.wrap(_inline(text, "word"), 79, break_long_words=False, break_on_hyphens=False))
    inner = f"{head}<span lang=VI>{inner}<o:p></o:p></span>"
    inner = f"<b style='mso-bidi-font-weight:normal'>{inner}</b>" if bold else inner
    return f"<p class=MsoNormal style='{style}'>{inner}</p>"


def _inline(text: str, flavour: Flavour) -> str:
    escaped = html.escape(text.replace("*", "").strip(), quote=False)
    return re.sub(r"(?<=\S)[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*", lambda mark: _reference(_number(mark.group()), flavour), escaped)


def _number(mark: str) -> int:
    return int("".join(str(_SUPERSCRIPTS.index(digit)) for digit in mark))


def _reference(number: int, flavour: Flavour) -> str:
    anchor = f'<a href="#_ftn{number}" name="_ftnref{number}" title="">'
    if flavour == "site":
        return f"{anchor}<sup>[{number}]</sup></a>"
    inner = f"<span style='mso-special-character:footnote'><![if !supportFootnotes]>[{number}]<![endif]></span>"
    return f"{anchor}<span class=MsoFootnoteReference>{inner}</span></a>"


def _notes(notes: list[tuple[str, list[str]]], flavour: Flavour) -> str:
    if not notes:
        return ""
    written = []
    for mark, lines in notes:
        number = _number(mark)
        anchor = f'<a href="#_ftnref{number}" name="_ftn{number}" title="">[{number}]</a>'
        first, *others = (_inline(line, flavour) for line in lines)
        paragraphs = [f"<p class=MsoFootnoteText>{anchor} {first}</p>", *(f"<p>{other}</p>" for other in others)]
        written.append(f'<div style="mso-element:footnote" id="ftn{number}">{"".join(paragraphs)}</div>')
    return f'<div style="mso-element:footnote-list"><br clear="all"><hr size="1" width="33%">{"".join(written)}</div>'


_SITE_PAGE = """<!DOCTYPE html>
<html lang="vi">
<!-- saved from url=(0031)https://van-ban.example/ke-hoach -->
<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>Kế hoạch - Kho văn bản</title>
<style>.nav{color:#036} p{margin:0}</style><script>var a = "<p>KẾ HOẠCH</p>"; if (1 < 2) { a += "</div>"; }</script>
</head>
<body>
<div id="page"><header class="top"><a href="/"><img alt="Kho văn bản"></a> <form><input value="Tìm"></form></header>
<nav><ul><li><a href="/qd">QUYẾT ĐỊNH</a></li><li><a href="/kh">KẾ HOẠCH</a></li><li>THÔNG TƯ</li></ul></nav>
<table width="100%" border="0"><tr><td width="20%" valign="top">
<div class="side"><ul><li><a>Văn bản mới</a></li><li><a>Dự thảo</a></li></ul></div></td>
<td valign="top"><div class="tabs"><span>Nội dung</span> <span>Thuộc tính</span> <span>Tải về</span></div>
<div style="display:none">BÁO CÁO<br>Nội dung ẩn của trang</div>
<div class="content"><div><div>
@BODY@
@NOTES@
</div></div></div></td></tr></table>
<footer><p>Cơ quan chủ quản: Kho văn bản mẫu. Điện thoại: (000) 000.000</p></footer></div>
</body>
</html>
"""
_WORD_PAGE = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:14.0pt; font-family:"Times New Roman",serif;} --></style></head>
<body lang=VI style='tab-interval:36.0pt'>
<div class=WordSection1>
@BODY@
</div>
@NOTES@
</body>
</html>
"""
