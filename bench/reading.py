"""Measurements of reading: many plans, one very long plan as text and as Word, and the comparison of two versions."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from bench.measure import Finding, timed
from plans import samples
from plans.amendments.compare import compare
from plans.read import read_plan

PER_PLAN = 100
LAST_ITEM = "- Chủ động bố trí kinh phí theo phân cấp."
ITEM = (
    "- Phối hợp với Sở Y tế rà soát điểm trường số {number}, báo cáo Sở Giáo dục và Đào tạo trước ngày 15/12 hằng năm."
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def plan_read(home: Path, size: int) -> Finding:
    """Both shipped sample plans in turn, one for a hundred assignments."""
    texts = [samples.path(name).read_bytes() for name in samples.NAMES]
    rounds = max(1, size // PER_PLAN // len(texts))
    work = texts * rounds
    spent, found = timed(lambda: sum(len(read_plan(text, "mau.txt").responsibilities) for text in work))
    floor, _ = timed(lambda: sum(len(text.decode().splitlines()) for text in work))
    each = spent.cpu_seconds / len(work) * 1000
    return Finding(len(work), spent, floor, f"plans; {each:.1f} CPU ms per plan, {found // rounds} clauses in both")


def long_text(clauses: int) -> str:
    """A sample plan with so many more clauses under its last agency; the text says that it is a sample."""
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8")
    if LAST_ITEM not in text:
        raise AssertionError("the sample plan has changed: its clause to repeat is gone")
    return text.replace(LAST_ITEM, "\n\n".join(ITEM.format(number=n) for n in range(clauses)), 1)


def plan_long(home: Path, size: int) -> Finding:
    """One text file with as many clauses as the size says."""
    data = long_text(size).encode()
    return _one_document(data, "dai.txt", size)


def plan_word(home: Path, size: int) -> Finding:
    """The same as a Word file with typed labels."""
    return _one_document(_word(long_text(size)), "dai.docx", size)


def _one_document(data: bytes, name: str, size: int) -> Finding:
    spent, plan = timed(lambda: read_plan(data, name))
    if len(plan.responsibilities) < size:
        raise AssertionError(f"{len(plan.responsibilities)} clauses of {size} were read")
    floor, _ = timed(lambda: _bare(data))
    return Finding(size, spent, floor, f"clauses in one file of {len(data) / 1e6:.1f} MB")


def _bare(data: bytes) -> int:
    """Nothing but getting at the text: decoded lines, or the unzipped part of a Word file."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return len(package.read("word/document.xml"))
    return len(data.decode().splitlines())


def _word(text: str) -> bytes:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.splitlines() if line
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{types}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>',
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return held.getvalue()


def plan_compare(home: Path, size: int) -> Finding:
    """Two versions of one plan, the later one with a clause more at the head, so that every number has moved."""
    old = read_plan(long_text(size).encode(), "cu.txt")
    first = ITEM.format(number=0)
    later = long_text(size).replace(first, f"- Lập sổ theo dõi riêng.\n\n{first}", 1)
    new = read_plan(later.encode(), "moi.txt")
    spent, changes = timed(lambda: compare(old, new))
    floor, _ = timed(lambda: {r.text for r in old.responsibilities} ^ {r.text for r in new.responsibilities})
    kinds = [item.kind for item in changes.items]
    note = f"clauses on each side; {kinds.count('added')} added, {kinds.count('renumbered')} renumbered"
    return Finding(size, spent, floor, note)
