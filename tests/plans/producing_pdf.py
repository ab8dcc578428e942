"""PDFs for tests: Word files as LibreOffice exports them, pages set by typst, and files written by hand."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import zlib
from pathlib import Path

import pytest
import typst

LONGEST_SECONDS = 120
# Paragraphs as Vietnamese offices set them: A4, 14 points, justified.
OFFICE_PAGE = """
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(lang: "vi", font: "Libertinus Serif", size: 14pt)
#set par(justify: true, spacing: 0.65em)
"""
# Padding of passwords in the standard security handler, ISO 32000-1 algorithm 2.
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = b"0123456789abcdef"


def pdfs_of(files: dict[str, bytes], suffix: str = ".docx") -> dict[str, bytes]:
    """The PDF of every file, by the same names, in one call of LibreOffice: starting it is what costs time.

    Skips the test when LibreOffice is not installed.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed, so no PDF can be produced")
    with tempfile.TemporaryDirectory(prefix="dondoc-pdf-") as folder:
        root = Path(folder)
        (root / "out").mkdir()
        for name, data in files.items():
            (root / f"{name}{suffix}").write_bytes(data)
        _convert(office, root, [f"{name}{suffix}" for name in files])
        missing = [name for name in files if not (root / "out" / f"{name}.pdf").exists()]
        assert not missing, f"LibreOffice made no PDF of {missing}"
        return {name: (root / "out" / f"{name}.pdf").read_bytes() for name in files}


def _convert(office: str, root: Path, names: list[str]) -> None:
    profile = f"-env:UserInstallation=file://{root}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", "out", *names]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            # soffice starts a child that goes on alone; the whole group has to end.
            os.killpg(process.pid, signal.SIGKILL)
            raise


def typst_pdf(source: str) -> bytes:
    """A page as an office sets it, from typst source."""
    return typst.compile((OFFICE_PAGE + source).encode())


def written_pdf(pages: list[bytes], *, font: str = "Helvetica", password: str | None = None, owner: str = "") -> bytes:
    """A PDF of content streams, written by hand. Text is in font /F1, codes are those of Windows Latin 1.

    :param password: encrypts the file (40-bit RC4); the empty one opens without asking, as when only printing is barred
    """
    key = _file_key(password, owner) if password is not None else None
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode(),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        + _stream(b"\x80", key, 4),
    ]
    for index, content in enumerate(pages):
        number = 5 + 2 * index
        resources = "<< /Font << /F1 3 0 R >> /XObject << /P 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} "
            f"/Contents {number + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Filter /FlateDecode" + _stream(zlib.compress(content), key, number + 1))
    return _file(objects, _encryption(password, owner) if password is not None else "")


def _stream(data: bytes, key: bytes | None, number: int) -> bytes:
    if key is not None:
        data = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[: len(key) + 5], data)
    return f" /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes], encryption: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    trailer = (
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R /ID [<{_FILE_ID.hex()}> <{_FILE_ID.hex()}>]{encryption} >>"
    )
    out += f"{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _encryption(password: str, owner: str) -> str:
    key = _file_key(password, owner)
    user_entry, owner_entry = _rc4(key, _PADDING), _owner_entry(password, owner)
    return f" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{owner_entry.hex()}> /U <{user_entry.hex()}> >>"


def _padded(password: str) -> bytes:
    return (password.encode() + _PADDING)[:32]


def _owner_entry(password: str, owner: str) -> bytes:
    return _rc4(hashlib.md5(_padded(owner or password)).digest()[:5], _padded(password))


def _file_key(password: str, owner: str) -> bytes:
    rights = (-4).to_bytes(4, "little", signed=True)
    return hashlib.md5(_padded(password) + _owner_entry(password, owner) + rights + _FILE_ID).digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
