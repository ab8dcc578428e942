"""The same plan set in the ways offices set their paragraphs is the same plan."""

import io
from dataclasses import dataclass

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from producing_docx import docx_of
from producing_pdf import pdfs_of
from test_every_format_gives_the_same_plan import differences, reading

from plans import samples

# The sample with footnotes and paragraphs without a label.
SAMPLE = samples.path("lai-chau-mau")


@dataclass(frozen=True)
class Layout:
    """First-line indent in cm (None: hanging labels), space between paragraphs in points, line spacing."""

    indent: float | None
    space: float
    spacing: float | Pt
    justified: bool = True
    size: float = 14
    left_margin: float = 3


LAYOUTS = {
    "first lines indented, no space between": Layout(1.27, 0, 1.0),
    "first lines indented, some space between": Layout(1.27, 3, 1.15),
    "no indent, space between": Layout(0, 3, 1.0, size=13),
    "one and a half lines": Layout(1.0, 0, 1.5, size=13),
    "a ragged margin and exact lines": Layout(1.27, 3, Pt(18), justified=False, left_margin=2.5),
    "hanging labels": Layout(None, 2, 1.2),
}


def set_in(data: bytes, layout: Layout) -> bytes:
    document, stream = docx.Document(io.BytesIO(data)), io.BytesIO()
    document.sections[0].left_margin = Cm(layout.left_margin)
    document.styles["Normal"].font.size = Pt(layout.size)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for paragraph in document.paragraphs:
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(layout.space)
        form.line_spacing = layout.spacing
        if paragraph.alignment is None:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if layout.justified else None
            if layout.indent is not None:
                form.left_indent, form.first_line_indent = Cm(0), Cm(layout.indent)
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def pdf_files() -> dict[str, bytes]:
    plan = docx_of(SAMPLE.read_text(encoding="utf-8"))
    return pdfs_of({str(number): set_in(plan, layout) for number, layout in enumerate(LAYOUTS.values())})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_plan_is_the_same_in_every_layout(pdf_files, layout):
    found = reading(pdf_files[str(list(LAYOUTS).index(layout))], "mau.pdf")
    different = differences(reading(SAMPLE.read_bytes(), "mau.txt"), found)
    assert not different, different
