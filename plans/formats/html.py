"""Web pages as people save them from the legal sites, Word's own "save as web page", and .mht archives of either."""

import re
import unicodedata
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError

from lxml import etree

from plans.errors import DamagedFile, DangerousFile, EmptyFile, NotText
from plans.formats.encodings import LEGACY_NAMES, Decoded, decode_bytes, legacy_doubt, without_mojibake
from plans.formats.html_content import main_content, without_site_frame
from plans.formats.html_markup import Mark, Script, Text
from plans.formats.html_tables import Grid, assemble
from plans.formats.html_walk import walk
from plans.formats.legacy import Encoding, convert, detect, is_written_in
from plans.formats.plain import text_sheet
from plans.sheet import Doubt, Line, Note, Row, Sheet, Table
from plans.text import clean_line

MAX_BYTES = 50_000_000
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CODECS = {
    "windows-1258": "cp1258",
    "x-cp1258": "cp1258",
    "tis-620": "cp874",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
}
# Comments and scripts go first; then every tag is one match, so that an absurd one can be cut down to its name.
_DROPPED = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b[^>]*+>.*?(?:</\1\b[^>]*+>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"<(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+"
    r"|[^\s/>=]++)*+)(?:>|\Z)"
)
_MARKUP = re.compile(r"<[a-zA-Z!/]")
_ATTRIBUTE = re.compile(r"\s")
_LONG_TAG = 4000
_MANY_ATTRIBUTES = 200
_TOO_LONG_TAG = 65536
_MHT = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}?(?:mime-version|content-type)\s*:", re.IGNORECASE)


def read_html(data: bytes, name: str) -> Sheet:
    """A saved page or archive.

    :raises EmptyFile: no text in it
    :raises NotText: bytes of no known encoding
    :raises DamagedFile: an archive without a page
    :raises DangerousFile: markup nested or grown beyond all use
    """
    if len(data) > MAX_BYTES:
        raise DangerousFile(name, "tệp lớn hơn 50 MB")
    declared = None
    if _is_archive(data, name):
        data, declared = _page_of_archive(data, name)
    decoded = _decode(data, declared, name)
    if not _MARKUP.search(decoded.text):
        # A text that only has the name of a page.
        return replace(text_sheet(decoded.text), format="html", doubts=decoded.doubts)
    walked = walk(_parse(decoded.text, name))
    start, end = main_content(walked.stream, walked.root)
    content = without_site_frame(walked.stream, walked.root, start, end)
    notes = [item for item in walked.stream if isinstance(item, Text) and item.note]
    doubts = (*decoded.doubts, *_convert_scripts([item for item in (*content, *notes) if isinstance(item, Text)]))
    return _sheet([item for item in content if not (isinstance(item, Text) and item.note)], notes, doubts, name)


def _sheet(content: list[Text | Mark], notes: list[Text], doubts: tuple[Doubt, ...], name: str) -> Sheet:
    blocks: list[Line | Table] = []
    number = 1
    for item in assemble(content):
        if isinstance(item, Grid):
            rows = tuple(Row(number + offset, cells) for offset, cells in enumerate(item.rows))
            blocks.append(Table(rows))
            number += len(rows)
        else:
            line = clean_line(number, item.raw, item.whole, item.strong)
            # Only text kept as typed says something with its blank lines.
            if line.text or not item.runs:
                blocks.append(line)
                number += 1
    if not any(isinstance(block, Table) or block.text for block in blocks):
        raise EmptyFile(name)
    return Sheet("html", tuple(blocks), tuple(_notes(notes, number)), doubts)


def _notes(items: list[Text], number: int) -> list[Note]:
    """Footnotes in the order of the page; the paragraphs of one are joined."""
    notes: list[Note] = []
    for item in items:
        text = clean_line(number, item.raw).text
        if notes and notes[-1].mark == item.note:
            notes[-1] = Note(item.note, f"{notes[-1].text} {text}".strip(), notes[-1].number)
        else:
            notes.append(Note(item.note, text, number))
            number += 1
    return [note for note in notes if note.text]


def _is_archive(data: bytes, name: str) -> bool:
    return name.lower().endswith((".mht", ".mhtml")) or _MHT.match(data[:4000]) is not None


def _page_of_archive(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The first page in a .mht archive and the encoding that the archive declares for it."""
    try:
        for part in message_from_bytes(data).walk():
            if part.get_content_type() == "text/html":
                body = part.get_payload(decode=True)
                if isinstance(body, bytes) and body.strip():
                    return body, part.get_content_charset()
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise DamagedFile(name, "tệp lưu trữ trang web không đúng quy cách") from error
    if b"<html" in data[:4000].lower():
        return data, None
    raise DamagedFile(name, "tệp lưu trữ không chứa trang web nào")


def _decode(data: bytes, declared: str | None, name: str) -> Decoded:
    """The markup as text: UTF-8 and UTF-16 by their own signs, else what the page declares, else what reads best."""
    if not data.strip():
        raise EmptyFile(name)
    try:
        return Decoded(without_mojibake(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        pass
    match = _CHARSET.search(data[:4096])
    charset = (declared or (match[1].decode("ascii") if match else "")).lower()
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and _CODECS.get(charset) == "cp1258":
        text = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
        if text.count("\ufffd") * 1000 < len(text):
            return Decoded(text, (legacy_doubt("Windows-1258"),))
    found = decode_bytes(data)
    if found is not None:
        return found
    text = data.decode(
        "utf-8" if charset in ("utf-8", "utf8", "") else _CODECS.get(charset, "cp1252"), errors="replace"
    )
    if "\x00" in text or text.count("\ufffd") * 5000 > len(text) + 5000:
        raise NotText(name, "không rõ bảng mã của trang")
    lost = Doubt("damaged_text", "Trang có vài ký tự bị hỏng, đã thay bằng dấu “\ufffd”. Hãy đối chiếu với bản gốc.")
    return Decoded(text, (lost,) if "\ufffd" in text else ())


def _parse(text: str, name: str) -> etree._Element:
    text = _TAG.sub(_short_tag, _DROPPED.sub(" ", text.replace("\x00", "")))
    # The declared encoding no longer holds: the parser gets UTF-8.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, TypeError, ValueError):
        root = None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DangerousFile(name, "thẻ lồng nhau quá sâu")
    if root is None:
        raise EmptyFile(name)
    return root


def _short_tag(match: re.Match[str]) -> str:
    """A tag as it is, or without its attributes when they would cost the parser more than the whole page."""
    written = match.group()
    if len(written) < _LONG_TAG:
        return written
    many = len(written) > _TOO_LONG_TAG or len(_ATTRIBUTE.findall(match["attributes"])) > _MANY_ATTRIBUTES
    return f"<{match['name']}>" if many else written


def _convert_scripts(items: list[Text]) -> list[Doubt]:
    """Put text in fonts from before Unicode right, by the name of the font and, without one, by its letters."""
    named: dict[Encoding, str] = {
        encoding: "\n".join(_in_font(item, encoding) for item in items) for encoding in LEGACY_NAMES
    }
    found = {encoding for encoding, text in named.items() if is_written_in(text, encoding)}
    plain = detect("\n".join(_in_font(item, "") for item in items))
    if not found and plain is None:
        return []
    for item in items:
        item.runs = [(_converted(text, script, found, plain), script) for text, script in item.runs]
    used = [encoding for encoding in LEGACY_NAMES if encoding in found or encoding == plain]
    return [legacy_doubt(LEGACY_NAMES[encoding]) for encoding in used]


def _in_font(item: Text, encoding: str) -> str:
    return "".join(text for text, script in item.runs if script.partition("_")[0] == encoding)


def _converted(text: str, script: Script, found: set[Encoding], plain: Encoding | None) -> str:
    if script in ("tcvn3", "tcvn3_upper") and "tcvn3" in found:
        return convert(text, "tcvn3", upper=script == "tcvn3_upper")
    if script == "vni" and "vni" in found:
        return convert(text, "vni")
    return convert(text, plain) if plain and not script else text
