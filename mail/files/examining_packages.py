"""Archives and the documents that are archives: measured by their directory, then asked what they bring along."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator

from mail.files.file_verdict import FileVerdict

EXECUTABLE = frozenset(
    "exe com scr pif msi msp dll cpl bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta lnk jar reg scf inf sys app apk dmg sh"
    " py chm url gadget msc xll iqy slk settingcontent-ms".split()
)
MOST_ENTRIES = 2_000
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100

_INSIDE = {"docx": "word/", "xlsx": "xl/"}
_ODF = {"odt": b"application/vnd.oasis.opendocument.text", "ods": b"application/vnd.oasis.opendocument.spreadsheet"}
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"
_MACROS = re.compile(r"(?:vbaproject\.bin|vbadata\.xml)$|^xl/(?:macrosheets|dialogsheets)/|^(?:basic|scripts)/")
_ACTING = re.compile(
    r"/activex/|/embeddings/[^/]*\.bin$|^xl/(?:externallinks|querytables)/|^xl/connections\.xml$|^word/afchunk"
)
_RELATION = re.compile(rb"^(?:[\w.-]+:)?Relationship\s")
_MODE = re.compile(rb"\bTargetMode\s*=\s*[\"']\s*([^\"']*?)\s*[\"']")
_HYPERLINK = re.compile(rb"\bType\s*=\s*[\"'][^\"'&]*/hyperlink[\"']")
_FIELD = re.compile(rb"<(?:\w+:)?instrText[^>]*>([^<]*)|\binstr\s*=\s*[\"']([^\"']*)")
_ACTING_FIELD = re.compile(rb"\b(?:DDE|DDEAUTO|INCLUDETEXT)\b", re.I)
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    EOFError,
)
_LARGEST_READ = 8 * 1024 * 1024
_ALL_READ = 16 * 1024 * 1024


def examine_package(extension: str, content: bytes) -> FileVerdict:
    """The verdict on an archive that begins as one."""
    # The size of the directory is read before the directory: a hostile one would take seconds to list.
    end = content.rfind(_END)
    if end < 0 or len(content) < end + 22:
        return FileVerdict.BROKEN
    if int.from_bytes(content[end + 12 : end + 16], "little") > MOST_ENTRIES * 400:
        return FileVerdict.BOMB
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _measured(archive, content) or _directory(archive, end, content) or _inside(extension, archive)
    except _UNREADABLE:
        return FileVerdict.BROKEN


def _measured(archive: zipfile.ZipFile, content: bytes) -> FileVerdict | None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    # Entries that lie over one another add up to more than the file has.
    too_dense = unpacked > MOST_RATIO * max(len(content), 10_000) or packed > len(content)
    too_many = len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED
    return FileVerdict.BOMB if too_many or too_dense else None


def _directory(archive: zipfile.ZipFile, end: int, content: bytes) -> FileVerdict | None:
    names = [entry.filename for entry in archive.infolist()]
    if any(name.startswith("/") or ".." in name.replace("\\", "/").split("/") or ":" in name[:3] for name in names):
        return FileVerdict.BAD_ENTRY
    if len({name.lower() for name in names}) < len(names):
        # Two parts of one name: this program would read the one, the next program the other.
        return FileVerdict.BAD_ENTRY
    if any(entry.flag_bits & 0x1 for entry in archive.infolist()):
        return FileVerdict.ENCRYPTED
    size, offset = (int.from_bytes(content[end + at : end + at + 4], "little") for at in (12, 16))
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    behind = content[end + 22 + comment :].strip(b"\0")
    long_form = content[end - 20 : end].startswith(_END64)
    if behind or (offset + size != end and not long_form):
        # Something stands before or behind the archive: a file that is two things at once.
        return FileVerdict.MISMATCH
    return None


def _inside(extension: str, archive: zipfile.ZipFile) -> FileVerdict:
    names = archive.namelist()
    lowered = [name.lower() for name in names]
    if any(_MACROS.search(name) for name in lowered):
        return FileVerdict.MACRO
    if extension == "zip":
        return FileVerdict.ARCHIVE
    if extension in _ODF:
        return _odf(extension, archive, names)
    if "[Content_Types].xml" not in names or not any(name.startswith(_INSIDE[extension]) for name in names):
        return FileVerdict.MISMATCH
    if b"macroenabled" in _content(archive, "[Content_Types].xml").lower():
        return FileVerdict.MACRO
    if any(_ACTING.search(name) or name.rpartition(".")[2] in EXECUTABLE for name in lowered):
        return FileVerdict.ACTIVE
    return FileVerdict.ACTIVE if _reaches_out(archive, names) else FileVerdict.ACCEPTED


def _odf(extension: str, archive: zipfile.ZipFile, names: list[str]) -> FileVerdict:
    kind = _content(archive, "mimetype")[:80] if "mimetype" in names else b""
    if kind.strip() not in {_ODF[extension], _ODF[extension] + b"-template"}:
        return FileVerdict.MISMATCH
    manifest = _content(archive, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    return FileVerdict.ENCRYPTED if b"encryption-data" in manifest else FileVerdict.ACCEPTED


def _reaches_out(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Whether opening the document would fetch or start something; links that somebody has to click do not count."""
    left = _ALL_READ
    for name in names:
        if name.endswith(".rels") or (name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1):
            data = _content(archive, name)
            left -= len(data)
            if left < 0:
                return True
            if any(_external(data)) if name.endswith(".rels") else _acting_field(data):
                return True
    return False


def _external(data: bytes) -> Iterator[bool]:
    """For each relation whether it leads out of the document without anybody's doing."""
    yield b"\0" in data  # in two-byte letters the words below would not be found
    for piece in data.split(b"<"):
        if _RELATION.match(piece):
            mode = _MODE.search(piece)
            yield mode is not None and mode[1] != b"Internal" and _HYPERLINK.search(piece) is None


def _acting_field(data: bytes) -> bool:
    if b"instr" not in data:
        return False
    fields = b"".join(typed or simple for typed, simple in _FIELD.findall(data))
    return _ACTING_FIELD.search(fields) is not None


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of an entry, never more than is safe to unpack."""
    with archive.open(name) as part:
        return part.read(_LARGEST_READ)
