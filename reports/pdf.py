"""The PDF: LibreOffice from the same .docx where it is installed, otherwise typst from the same content."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst

from reports.compose import compose
from reports.content import Content
from reports.data import ReportData
from reports.errors import PdfError
from reports.word import TEMPLATE, cleaned

Converter = Literal["libreoffice", "typst"]
TYPST_TEMPLATE = TEMPLATE.with_suffix(".typ")
FONTS = TEMPLATE.parent.parent / "fonts"
TIMEOUT = 120.0


def write_pdf(docx: Path, data: ReportData, out: Path) -> Converter:
    """Writes ``out`` and says who made it. Raises ``PdfError`` when nobody could."""
    if soffice() and convert_word(docx, out):
        return "libreoffice"
    out.write_bytes(typeset(compose(data)))
    return "typst"


def soffice() -> str | None:
    """Path of LibreOffice, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_word(docx: Path, out: Path, timeout: float = TIMEOUT) -> bool:
    """Converts with LibreOffice; False when it fails or takes longer than ``timeout`` seconds.

    Each call has its own profile: two runs on one profile block each other. Each call has its own process group,
    because stopping the ``soffice`` starter alone leaves the real process running.
    """
    program = soffice()
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="dondoc-pdf-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / "bao-cao.docx"
        shutil.copyfile(docx, source)
        command = [
            program,
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(work), str(source)),
        ]
        if not _run(command, timeout):
            return False
        made = source.with_suffix(".pdf")
        if not made.is_file() or not made.stat().st_size:
            return False
        shutil.copyfile(made, out)
        return True


def _run(command: list[str], timeout: float) -> bool:
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    try:
        return process.wait(timeout) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends whatever is left of the process group of ``process``."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def typeset(content: Content, template: Path = TYPST_TEMPLATE) -> bytes:
    """The PDF made by typst. The shipped Tinos is used when it is there, otherwise what the system has."""
    text = json.dumps(cleaned(asdict(content)), ensure_ascii=False)
    shipped = FONTS.is_dir() and any(FONTS.glob("*.ttf"))
    try:
        return typst.compile(
            str(template),
            format="pdf",
            font_paths=[str(FONTS)] if shipped else [],
            ignore_system_fonts=shipped,
            sys_inputs={"content": text},
        )
    except typst.TypstError as error:
        raise PdfError(str(error)) from error
