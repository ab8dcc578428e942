"""The text of a Word document as plain lists; runs inside the limited process, so nothing but the standard library.

``answer`` gives ``{"blocks": [["p", text] or ["t", [[cell text, …], …]], …], "changed": bool, "struck": bool}``:
tracked changes that nobody has accepted, and words that were struck out.
"""

from collections.abc import Iterator

from mail.read_files.package import Element, Package, Unreadable, attribute, children, first, local, switched_on

MOST_CHARACTERS = 400_000

_INLINE = frozenset({"hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml", "dir", "bdo"})
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})


def answer(content: bytes) -> object:
    """The document as lists, or ``{"error": …}``."""
    try:
        return _Reader().read(Package(content))
    except Exception as error:
        return {"error": type(error).__name__}


class _Reader:
    """Walks one document once."""

    def __init__(self) -> None:
        self.changed = self.struck = False
        self.length = 0

    def read(self, package: Package) -> object:
        root = package.part(package.main("word/document.xml"))
        blocks = list(self._blocks(first(root, "body")))
        return {"blocks": blocks, "changed": self.changed, "struck": self.struck}

    def _blocks(self, container: Element | None) -> Iterator[list[object]]:
        for one in container if container is not None else ():
            name = local(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield ["t", list(self._rows(one))]
            elif name == "sdt":
                yield from self._blocks(first(one, "sdtContent"))
            elif name in {"sdtContent", "customXml", "smartTag"}:
                yield from self._blocks(one)
            elif name in _CHANGES:
                self.changed = True
                yield from self._blocks(one) if name in {"ins", "moveTo"} else ()

    def _paragraph(self, paragraph: Element) -> Iterator[list[object]]:
        boxes: list[Element] = []
        # An empty paragraph is kept: it ends what was said above it.
        yield ["p", self._counted("".join(self._inline(paragraph, boxes)))]
        for box in boxes:
            yield from self._blocks(box)

    def _rows(self, table: Element) -> Iterator[list[str]]:
        for row in self._of(table, "tr"):
            cells: list[str] = []
            for cell in self._of(row, "tc"):
                properties = first(cell, "tcPr")
                joined = first(properties, "vMerge")
                below = joined is not None and (attribute(joined, "val") or "continue") == "continue"
                text = "\n".join(self._lines(cell))
                span = attribute(first(properties, "gridSpan"), "val") or "1"
                cells.append("" if below else text)
                cells += [""] * (min(int(span), 60) - 1 if span.isdigit() else 0)
            yield cells

    def _of(self, element: Element, name: str) -> Iterator[Element]:
        """Rows or cells, also inside content controls."""
        for one in element:
            if local(one) == name:
                yield one
            elif local(one) in {"sdt", "sdtContent", "customXml", "ins"}:
                yield from self._of(one, name)

    def _lines(self, cell: Element) -> Iterator[str]:
        for block in self._blocks(cell):
            if block[0] == "p":
                yield str(block[1])
            elif isinstance(block[1], list):
                yield from (" | ".join(filter(None, row)) for row in block[1])

    def _inline(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        for one in element:
            name = local(one)
            if name == "r":
                yield from self._run(one, boxes)
            elif name in _CHANGES:
                self.changed = True
                if name in {"ins", "moveTo"}:
                    yield from self._inline(one, boxes)
            elif name == "sdt":
                # "Nhấp vào đây để nhập văn bản" is nobody's answer.
                if not switched_on(first(one, "sdtPr"), "showingPlcHdr"):
                    yield from self._inline(one, boxes)
            elif name in _INLINE:
                yield from self._inline(one, boxes)

    def _run(self, run: Element, boxes: list[Element]) -> Iterator[str]:
        properties = first(run, "rPr")
        if switched_on(properties, "vanish"):
            return
        struck = switched_on(properties, "strike") or switched_on(properties, "dstrike")
        for one in run:
            name = local(one)
            if name == "t" and struck:
                self.struck = self.struck or bool((one.text or "").strip())
            elif name == "t":
                yield one.text or ""
            elif name == "tab":
                yield "\t"
            elif name in {"br", "cr"}:
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield "\ufffd"
            elif name in {"pict", "drawing", "AlternateContent"}:
                boxes.extend(_boxes(one))

    def _counted(self, text: str) -> str:
        self.length += len(text) + 1
        if self.length > MOST_CHARACTERS:
            raise Unreadable("text")
        return text


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes; of two forms of the same picture only the first."""
    if local(element) == "AlternateContent":
        chosen = next(iter(children(element, "Choice")), None)
        yield from _boxes(chosen) if chosen is not None else ()
    elif local(element) == "txbxContent":
        yield element
    else:
        for one in element:
            yield from _boxes(one)
