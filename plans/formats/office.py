"""Word before 2007 (.doc) and RTF: LibreOffice makes a .docx of them, which the Word reader then reads."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from plans.errors import (
    ConversionFailed,
    ConverterMissing,
    DamagedFile,
    DangerousFile,
    LockedFile,
    MacroFile,
    UnsupportedFormat,
)
from plans.sheet import Sheet

OLE = b"\xd0\xcf\x11\xe0"
TIMEOUT = 120.0
MAX_BYTES = 50_000_000
_FORMAT_NAMES = {"doc": "Word cũ (.doc)", "rtf": "RTF"}
# Names of streams in an OLE file stand in its directory in UTF-16. What is not a Word document is told by them.
_OTHER_OFFICE = (
    ("Workbook", "Excel cũ (.xls)"),
    ("Book", "Excel cũ (.xls)"),
    ("PowerPoint Document", "PowerPoint cũ (.ppt)"),
)
_MACROS = ("_VBA_PROJECT", "VBA")
_WORD = "WordDocument"
# The first block of a Word file: its mark, and the flag word whose bit 8 says that the text is encrypted.
_FIB_MARK = b"\xec\xa5"
_FIB_FLAGS = 10
_ENCRYPTED = 0x0100
_SECTOR = 512
# An RTF can update objects or take in other files when it is opened.
_RTF_FETCHES = re.compile(rb"\\objupdate\b|\\objautlink\b|\\fldinst[^}]{0,80}\b(?:DDE|DDEAUTO|INCLUDETEXT)\b")


def read_office(data: bytes, name: str) -> Sheet:
    """A .doc or .rtf file.

    :raises LockedFile: it asks for a password
    :raises MacroFile: it carries a program
    :raises UnsupportedFormat: it is a spreadsheet or slides
    :raises DamagedFile: it has no text of Word
    :raises ConverterMissing: LibreOffice is not installed
    :raises ConversionFailed: LibreOffice made nothing of it within the time
    """
    if len(data) > MAX_BYTES:
        raise DangerousFile(name, "tệp lớn hơn 50 MB")
    kind = "doc" if data.startswith(OLE) else "rtf"
    if kind == "doc":
        _check_ole(data, name)
    elif _RTF_FETCHES.search(data):
        raise DangerousFile(name, "tệp tự lấy nội dung từ nơi khác khi mở")
    program = soffice()
    if program is None:
        raise ConverterMissing(name, _FORMAT_NAMES[kind])
    made = to_docx(program, data, kind, name)
    # The Word reader is imported only when it is needed.
    from plans.formats.docx import read_docx

    return replace(read_docx(made, name), format=kind)


def _check_ole(data: bytes, name: str) -> None:
    streams = {stream for stream in ("EncryptedPackage", _WORD) if _has_stream(data, stream)}
    if "EncryptedPackage" in streams:
        raise LockedFile(name)
    if _WORD not in streams:
        found = next((text for stream, text in _OTHER_OFFICE if _has_stream(data, stream)), None)
        if found is None:
            raise DamagedFile(name, "không tìm thấy phần văn bản Word")
        raise UnsupportedFormat(name, found)
    if any(_has_stream(data, stream) for stream in _MACROS):
        raise MacroFile(name)
    start = data.find(_FIB_MARK, _SECTOR)
    if 0 < start and start % _SECTOR == 0 and data[start + _FIB_FLAGS + 1 : start + _FIB_FLAGS + 2]:
        flags = int.from_bytes(data[start + _FIB_FLAGS : start + _FIB_FLAGS + 2], "little")
        if flags & _ENCRYPTED:
            raise LockedFile(name)


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether the directory of an OLE file names the stream; the name ends with a zero."""
    return f"{stream}\0".encode("utf-16-le") in data


def soffice() -> str | None:
    """Path of LibreOffice, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(program: str, data: bytes, kind: str, name: str, timeout: float = TIMEOUT) -> bytes:
    """The .docx that LibreOffice makes of a file of the given kind.

    Each call has its own profile, because two runs on one profile block each other, and its own process group, because
    stopping the starter alone leaves the real process running. Macros are never run without a screen.

    :raises ConversionFailed: it failed, made nothing, or took longer than `timeout` seconds
    """
    with tempfile.TemporaryDirectory(prefix="dondoc-plan-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"ke-hoach.{kind}"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work / "out"), str(source)),
        ]
        reason = _run(command, timeout)
        made = work / "out" / "ke-hoach.docx"
        if reason:
            raise ConversionFailed(name, reason)
        if not made.is_file() or not made.stat().st_size:
            raise ConversionFailed(name, "LibreOffice không mở được tệp, có thể tệp hỏng hoặc có mật khẩu")
        if made.stat().st_size > MAX_BYTES:
            raise DangerousFile(name, "chuyển ra tệp lớn hơn 50 MB")
        return made.read_bytes()


def _run(command: list[str], timeout: float) -> str:
    """Run to the end; what went wrong in words, "" for nothing."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return "không chạy được LibreOffice"
    try:
        return "" if process.wait(timeout) == 0 else "LibreOffice báo lỗi"
    except subprocess.TimeoutExpired:
        return f"quá {timeout:.0f} giây chưa xong"
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of the process group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()
