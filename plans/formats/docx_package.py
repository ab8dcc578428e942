"""The zip around a Word file: what is refused before anything is read, and the parts by name and by relation."""

import io
import lzma
import posixpath
import zlib
from collections.abc import Iterable
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from plans.errors import DamagedFile, DangerousFile, LockedFile, MacroFile, UnsupportedFormat
from plans.formats.docx_xml import Element, parse

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200_000_000
MAX_XML = 80_000_000
MAX_RATIO = 200
RATIO_COUNTS_FROM = 20_000_000
_BROKEN = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
)
_ENTITY_MARKS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
# Only the main part says what a file is: a Word file may hold an Excel sheet and the other way round.
_WORD_KINDS = (b"wordprocessingml.document.main", b"wordprocessingml.template.main")
_OTHER_KINDS = (
    (b"spreadsheetml.sheet.main", "Excel (.xlsx)"),
    (b"spreadsheetml.template.main", "Excel (.xltx)"),
    (b"presentationml.", "PowerPoint (.pptx)"),
)
_ZIP = "tệp nén (.zip)"


class Package:
    """The parts of one Word file, checked for size and danger when it is made.

    :raises DamagedFile: not a zip, or a broken one
    :raises LockedFile: entries are encrypted
    :raises MacroFile: the file carries macros
    :raises DangerousFile: a zip bomb or an absurd size
    :raises UnsupportedFormat: a zip that is no Word file
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise DamagedFile(name, "không phải tệp nén hợp lệ, có thể bị cắt khi tải về") from None
        entries = self._archive.infolist()
        # Some programs write backslashes; Word does not mind the case of names.
        self._entries = {_plain(entry.filename): entry for entry in entries}
        _refuse_danger(entries, name)
        self._refuse_other_kinds()
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self.main = self._related("", "/officeDocument") or "word/document.xml"
        if _plain(self.main) not in self._entries:
            raise DamagedFile(name, "thiếu phần nội dung word/document.xml")

    def _refuse_other_kinds(self) -> None:
        types = self.read("[Content_Types].xml") or b""
        if any(entry.endswith("vbaproject.bin") for entry in self._entries) or b"macroenabled" in types.lower():
            raise MacroFile(self.name)
        mimetype = self.read("mimetype") or b""
        if mimetype.startswith(b"application/vnd.oasis.opendocument"):
            raise UnsupportedFormat(self.name, "OpenDocument (.odt)")
        if any(kind in types for kind in _WORD_KINDS):
            return
        for mark, format_name in _OTHER_KINDS:
            if mark in types:
                raise UnsupportedFormat(self.name, format_name)
        if not types and not any(entry.startswith("word/") for entry in self._entries):
            raise UnsupportedFormat(self.name, _ZIP)

    @property
    def has_pictures(self) -> bool:
        """Whether pictures are stored in the file."""
        return any("/media/" in entry for entry in self._entries)

    def read(self, path: str) -> bytes | None:
        """The bytes of a part, None when there is none. Raises DamagedFile or DangerousFile."""
        entry = self._entries.get(_plain(path))
        if entry is None:
            return None
        if entry.file_size > MAX_XML:
            raise DangerousFile(self.name, f"phần {path} lớn bất thường")
        try:
            return self._archive.read(entry)
        except _BROKEN:
            raise DamagedFile(self.name, f"phần {path} không giải nén được") from None

    def xml(self, path: str) -> Element | None:
        """The root of an XML part, None when there is none. Raises DamagedFile or DangerousFile."""
        data = self.read(path)
        if data is None:
            return None
        if any(mark in data for mark in _ENTITY_MARKS):
            raise DangerousFile(self.name, f"phần {path} có khai báo DOCTYPE hoặc thực thể XML")
        try:
            return parse(data)
        except ValueError:
            raise DamagedFile(self.name, f"phần {path} không phải XML hợp lệ") from None

    def part(self, kind: str) -> Element | None:
        """A part that belongs to the document: "styles", "numbering", "footnotes", "endnotes", "comments"."""
        return self.xml(self._related(self.main, f"/{kind}") or f"word/{kind}.xml")

    def by_relation(self, identifier: str) -> Element | None:
        """The part that the document refers to by a relation id ("rId7")."""
        found = self._relations_of(self.main).get(identifier)
        return self.xml(found[1]) if found else None

    def _related(self, source: str, kind: str) -> str | None:
        targets = self._relations_of(source).values()
        return next((target for type_, target in targets if type_.endswith(kind)), None)

    def _relations_of(self, source: str) -> dict[str, tuple[str, str]]:
        """Relation id to (type, path) for a part, "" for the whole file. Links to the outside are left out."""
        if source not in self._relations:
            folder, base = posixpath.split(source)
            root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
            self._relations[source] = {
                link.get("Id", ""): (link.get("Type", ""), _resolved(folder, link.get("Target", "")))
                for link in (() if root is None else root)
                if link.get("TargetMode") != "External"
            }
        return self._relations[source]


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _refuse_danger(entries: Iterable[ZipInfo], name: str) -> None:
    entries = list(entries)
    if len(entries) > MAX_ENTRIES:
        raise DangerousFile(name, f"chứa hơn {MAX_ENTRIES} tệp con")
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedFile(name)
    # A declared size is also the most that is ever unpacked: the zip reader stops there.
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed):
        raise DangerousFile(name, f"khi giải nén phình tới {unpacked // 1_000_000} MB")
