"""The ruling lines that a page draws, and how much of it pictures cover."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from plans.formats.pdf_view import Box, Rule, View

MAX_PATHS = 20_000
MAX_SEGMENTS = 50_000
MAX_THICKNESS = 4.0
MIN_LENGTH = 4.0
# A path of a few segments is a line or a rectangle, and its bounds say all; a longer one is taken apart.
SIMPLE = 5


@dataclass
class Drawing:
    """Lines across and down, and the area of pictures in square points."""

    across: list[Rule]
    down: list[Rule]
    pictures: float = 0.0
    segments: int = 0

    def add_box(self, box: Box, *, stroked: bool) -> None:
        """A drawn rectangle: a thin one is a line, a stroked one has four."""
        left, top, right, bottom = box
        wide, tall = right - left, bottom - top
        if tall <= MAX_THICKNESS:
            if wide >= MIN_LENGTH:
                self.across.append(Rule((top + bottom) / 2, left, right))
        elif wide <= MAX_THICKNESS:
            if tall >= MIN_LENGTH:
                self.down.append(Rule((left + right) / 2, top, bottom))
        elif stroked:
            self.across += [Rule(top, left, right), Rule(bottom, left, right)]
            self.down += [Rule(left, top, bottom), Rule(right, top, bottom)]


def read_drawing(page: Any, view: View) -> Drawing:  # noqa: ANN401
    """Everything drawn on a page of an open document."""
    drawing = Drawing([], [])
    for count, item in enumerate(page.get_objects(filter=_KINDS, max_depth=4)):
        if count > MAX_PATHS or drawing.segments > MAX_SEGMENTS:
            break
        try:
            box = view.span(item.get_bounds())
        except pdfium.PdfiumError:
            continue
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            drawing.pictures += (box[2] - box[0]) * (box[3] - box[1])
        else:
            _add_path(drawing, item, box, view)
    return drawing


_KINDS = (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE)


def _add_path(drawing: Drawing, item: Any, box: Box, view: View) -> None:  # noqa: ANN401
    count = pdfium_c.FPDFPath_CountSegments(item)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if count < 2 or not (fill.value or stroke.value):
        return
    drawing.segments += count
    if count <= SIMPLE:
        drawing.add_box(box, stroked=bool(stroke.value) and count >= 4)
        return
    for points in _subpaths(item, count, view):
        if not stroke.value:
            drawing.add_box(_around(points), stroked=False)
            continue
        for start, end in pairwise(points):
            drawing.add_box(_around([start, end]), stroked=False)


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _subpaths(item: Any, count: int, view: View) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
    """The points of each connected part of a path, closed parts with their first point again at the end."""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(count, MAX_SEGMENTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(view.point(*matrix.on_point(x.value, y.value)))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
