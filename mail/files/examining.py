"""What a file really is: its extension and its bytes must agree, and nothing in it may act by itself.

Nothing is opened for reading here; that happens in :mod:`mail.files.limited`, and only to files that pass.
"""

import re

from mail.files.examining_packages import EXECUTABLE, examine_package
from mail.files.file_verdict import FileVerdict

MAX_FILE = 10 * 1024 * 1024

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_PACKAGES = frozenset({"docx", "xlsx", "odt", "ods", "zip"})
_OLD_OFFICE = {"doc": ("WordDocument",), "xls": ("Workbook", "Book")}
_PICTURES = {
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "xla", "pptm", "ppsm"})
_ARCHIVES = frozenset({"rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "cab", "iso", "img", "vhd", "arj"})
# A file that is two things at once says so in front of its PDF header.
_OTHER_BEGINNINGS = (
    b"MZ",
    b"PK",
    b"\x7fELF",
    b"<",
    b"#!",
    b"Rar!",
    b"7z\xbc\xaf",
    b"GIF8",
    b"\xff\xd8",
    b"\x89PNG",
    _OLE,
)
_ACTING_PDF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)(?=[\s/<(\[>])")
_LONGEST_COMMENT = 65_535 + 22


def examine(name: str, content: bytes) -> FileVerdict:
    """The verdict on one file by its extension and by what its bytes really are."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in EXECUTABLE:
        return FileVerdict.EXECUTABLE
    if not content:
        return FileVerdict.EMPTY
    if len(content) > MAX_FILE:
        return FileVerdict.TOO_LARGE
    if extension in _ARCHIVES:
        return FileVerdict.ARCHIVE
    if extension in _WITH_MACROS:
        return FileVerdict.MACRO
    if extension == "pdf":
        return _examine_pdf(content)
    if extension in _PICTURES:
        right = content.startswith(_PICTURES[extension]) and not _archive_behind(content)
        return FileVerdict.ACCEPTED if right else FileVerdict.MISMATCH
    if extension in _OLD_OFFICE:
        return _examine_old_office(extension, content)
    if extension in _PACKAGES:
        return _examine_new_office(extension, content)
    return FileVerdict.UNKNOWN_TYPE


def _examine_pdf(content: bytes) -> FileVerdict:
    start = content.find(_PDF, 0, 1024)
    if start < 0 or (start and content.startswith(_OTHER_BEGINNINGS)) or _archive_behind(content):
        return FileVerdict.MISMATCH
    return FileVerdict.ACTIVE if _ACTING_PDF.search(content) else FileVerdict.ACCEPTED


def _examine_old_office(extension: str, content: bytes) -> FileVerdict:
    """Documents of Office 97: a small file system whose directory names its streams in UTF-16."""
    if not content.startswith(_OLE):
        return FileVerdict.MISMATCH
    if _stream(content, "EncryptedPackage"):
        return FileVerdict.ENCRYPTED
    if _stream(content, "_VBA_PROJECT") or _stream(content, "_VBA_PROJECT_CUR"):
        return FileVerdict.MACRO
    if not any(_stream(content, name) for name in _OLD_OFFICE[extension]):
        return FileVerdict.MISMATCH
    return FileVerdict.ACTIVE if _stream(content, "\x01Ole10Native") else FileVerdict.ACCEPTED


def _examine_new_office(extension: str, content: bytes) -> FileVerdict:
    if content.startswith(_OLE) and _stream(content, "EncryptedPackage"):
        # A password on a document wraps the package into the file system of Office 97.
        return FileVerdict.ENCRYPTED
    if content.startswith(_ZIP) or (extension == "zip" and content.startswith(b"PK\x05\x06")):
        return examine_package(extension, content)
    return FileVerdict.MISMATCH


def _stream(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content


def _archive_behind(content: bytes) -> bool:
    """Whether an archive hangs behind a file of another kind, for programs that read from the end."""
    return b"PK\x05\x06" in content[-_LONGEST_COMMENT:] and b"PK\x01\x02" in content
