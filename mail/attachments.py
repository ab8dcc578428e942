"""What came along: names made harmless, types checked twice, archives measured; nothing is opened beyond that."""

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

MAX_FILE = 10 * 1024 * 1024
MAX_ALL = 25 * 1024 * 1024
MAX_FILES = 10
_MAX_ENTRIES = 2_000
_MAX_UNPACKED = 50 * 1024 * 1024
_MAX_RATIO = 100
_MAX_NAME = 120


class FileVerdict(StrEnum):
    """Whether a file may be handed on; everything but ACCEPTED waits for a person."""

    ACCEPTED = "accepted"
    UNKNOWN_TYPE = "unknown_type"
    MISMATCH = "mismatch"
    ARCHIVE = "archive"
    MACRO = "macro"
    BOMB = "bomb"
    BAD_ENTRY = "bad_entry"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


SENTENCES: dict[FileVerdict, str] = {
    FileVerdict.ACCEPTED: "nhận",
    FileVerdict.UNKNOWN_TYPE: "loại tệp không nằm trong danh mục được nhận",
    FileVerdict.MISMATCH: "nội dung tệp không đúng với phần mở rộng",
    FileVerdict.ARCHIVE: "tệp nén phải do cán bộ mở",
    FileVerdict.MACRO: "tệp chứa macro",
    FileVerdict.BOMB: "tệp nén giải ra quá lớn",
    FileVerdict.BAD_ENTRY: "tệp nén chứa đường dẫn không an toàn",
    FileVerdict.BROKEN: "tệp hỏng",
    FileVerdict.TOO_LARGE: "tệp vượt quá 10 MB hoặc cả thư vượt quá 25 MB",
    FileVerdict.TOO_MANY: "thư có quá nhiều tệp đính kèm",
}

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: dict[str, tuple[bytes, ...]] = {
    "docx": (_ZIP,),
    "xlsx": (_ZIP,),
    "odt": (_ZIP,),
    "ods": (_ZIP,),
    "zip": (_ZIP, b"PK\x05\x06"),
    "doc": (_OLE,),
    "xls": (_OLE,),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}
_INSIDE = {"docx": "word/", "xlsx": "xl/"}
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail. ``name`` is for people only, never a path; ``sha256`` is what it is stored under."""

    name: str
    content_type: str
    size: int
    sha256: str
    verdict: FileVerdict
    content: bytes = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """Name and verdict in one Vietnamese phrase."""
        return f"{self.name}: {SENTENCES[self.verdict]}"


def attach(name: str, content_type: str, content: bytes) -> Attachment:
    """Name, measure and examine one file."""
    safe = safe_name(name)
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(safe, content_type[:160], len(content), digest, examine(safe, content), content)


def within_limits(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The same files, with those beyond the limits of one mail held."""
    total, result = 0, []
    for number, file in enumerate(files, start=1):
        total += file.size
        if number > MAX_FILES:
            file = replace(file, verdict=FileVerdict.TOO_MANY)
        elif total > MAX_ALL:
            file = replace(file, verdict=FileVerdict.TOO_LARGE)
        result.append(file)
    return tuple(result)


def safe_name(name: str) -> str:
    """A file name in NFC without folders, control and direction characters, at most 120 bytes with its extension."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2].strip(" .")
    if not text:
        return "tep-dinh-kem"
    if len(text.encode()) <= _MAX_NAME:
        return text
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension.encode()) > 10:
        stem, extension = text, ""
    room = _MAX_NAME - len(extension.encode()) - len(dot)
    cut = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return f"{cut}.{extension}" if extension else cut


def examine(name: str, content: bytes) -> FileVerdict:
    """The verdict on one file by its extension and by what its bytes really are."""
    if len(content) > MAX_FILE:
        return FileVerdict.TOO_LARGE
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension == "pdf":
        return FileVerdict.ACCEPTED if b"%PDF-" in content[:1024] and content[:2] != b"MZ" else FileVerdict.MISMATCH
    magic = _MAGIC.get(extension)
    if magic is None:
        return FileVerdict.UNKNOWN_TYPE
    if not content.startswith(magic):
        return FileVerdict.MISMATCH
    if magic[0] == _OLE:
        # Office 97 keeps its macros in a storage of this name, written in UTF-16.
        return FileVerdict.MACRO if "_VBA_PROJECT".encode("utf-16-le") in content else FileVerdict.ACCEPTED
    if magic[0] == _ZIP:
        return _examine_zip(extension, content)
    return FileVerdict.ACCEPTED


def _examine_zip(extension: str, content: bytes) -> FileVerdict:
    # The size of the directory is read before the directory: a hostile one would take seconds to list.
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        return FileVerdict.BROKEN
    if int.from_bytes(content[end + 12 : end + 16], "little") > _MAX_ENTRIES * 400:
        return FileVerdict.BOMB
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            kind = archive.read("mimetype")[:80] if extension in {"odt", "ods"} and _small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, KeyError, RuntimeError):
        return FileVerdict.BROKEN
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * max(len(content), 10_000):
        return FileVerdict.BOMB
    if any(name.startswith("/") or ".." in name.replace("\\", "/").split("/") or ":" in name[:3] for name in names):
        return FileVerdict.BAD_ENTRY
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return FileVerdict.MACRO
    if extension == "zip":
        return FileVerdict.ARCHIVE
    if extension in _INSIDE:
        right = "[Content_Types].xml" in names and any(name.startswith(_INSIDE[extension]) for name in names)
    else:
        right = kind.startswith(
            b"application/vnd.oasis.opendocument." + (b"text" if extension == "odt" else b"spreadsheet")
        )
    return FileVerdict.ACCEPTED if right else FileVerdict.MISMATCH


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size < 200
