"""HTML to plain text: what a person could not see is dropped, what was quoted gets its ">" back.

The tree is walked with a stack of our own, so that no nesting ends the process.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mail.tables import as_form

_MAX_HTML = 1_000_000
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
_DROPPED = (
    frozenset({"head", "script", "style", "title", "template", "noscript", "object", "svg", "select", "-comment"})
    | _STRUCK_TAGS
)
_BLOCK = frozenset(
    "address article blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li main "
    "ol p pre section table tbody thead tr ul".split()
)
_SPACED = frozenset({"p", "table", "ul", "ol", "blockquote", "pre"})
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*0(px|pt|em|%)?\s*(;|!|$)|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(\.0+)?\s*(;|!|$)|text-decoration[a-z-]*\s*:[^;]*line-through",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"<(?:s|strike|del)(?:\s[^<>]{0,500})?>\s*[^<\s]|<[a-z]+\s[^<>]{0,500}line-through", re.IGNORECASE)
STRUCK = "thư có chữ bị gạch ngang"
"""What a person is told of a mail in which words are struck out."""
_QUOTE_CLASS = re.compile(r"\b(gmail_quote\w*|yahoo_quoted|moz-cite-prefix|gmail_attr|protonmail_quote|zmail_extra)\b")
_MAX_DEPTH = 800
# Only elements which stay open until they are closed; <p>, <li> and <td> close each other.
_TAG = re.compile(
    r"<(/?)(?:div|span|blockquote|table|font|b|i|u|a|em|strong|center|section|ul|ol|pre|form)\b", re.IGNORECASE
)
_OUTLOOK = frozenset({"divRplyFwdMsg", "appendonsend"})
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_QUOTE_BEGINS = re.compile(
    r"<blockquote\b|gmail_quote|divRplyFwdMsg|appendonsend|yahoo_quoted|moz-cite-prefix|__(?:HEADERS|QUOTED_TEXT)__"
    r"|protonmail_quote|zmail_extra|border-top: ?solid #[be]",
    re.IGNORECASE,
)
_MOST_TABLES, _MOST_ROWS, _MOST_CELLS = 200, 500, 60


class _Lines:
    """Collects text; every line knows whether it stood inside a quotation."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._parts: list[str] = []
        self._depth = 0

    def add(self, text: str, depth: int) -> None:
        if self._parts and depth != self._depth:
            self.end()
        self._depth = depth
        self._parts.append(text)

    def end(self, gap: bool = False) -> None:
        prefix = ">" * self._depth
        line = " ".join("".join(self._parts).split()) if self._parts else ""
        self._parts.clear()
        if line:
            self.lines.append(f"{prefix} {line}" if prefix else line)
        if gap and self.lines and self.lines[-1] not in {"", prefix}:
            self.lines.append(prefix)

    def whole(self, text: str, depth: int) -> None:
        """Add lines as they are, with an empty one before and after."""
        prefix = ">" * depth
        self.end(gap=True)
        self.lines.extend(f"{prefix} {line}".strip() for line in ["", *text.split("\n"), ""])


def to_text(html: str) -> str:
    """Plain text of a mail body, quotations prefixed with ">"; hidden nodes are gone.

    A table of answers comes out as our fill-in form, see :func:`mail.tables.as_form`.
    """
    html = html[:_MAX_HTML]
    if _too_deep(html):
        return ""
    root = LexborHTMLParser(html).root
    if root is None:
        return ""
    out = _Lines()
    _walk(root, out, _innermost_tables(root) if _TABLE.search(html) else frozenset())
    return "\n".join(out.lines).strip("\n")


def struck(html: str) -> bool:
    """Whether words are struck out above the quotation: what holds instead of them is for a person to say."""
    marker = _QUOTE_BEGINS.search(html)
    return _STRUCK.search(html, 0, marker.start() if marker else _MAX_HTML) is not None


def best_text(plain: str, html: str) -> str:
    """The body to read: the plain one, unless there is none or the sender answered in a table."""
    if html and (not plain or _answers_in_table(html)):
        return to_text(html) or plain
    return plain


def _answers_in_table(html: str) -> bool:
    """Whether a table of answers stands above the quotation; below it the plain text is as good."""
    marker = _QUOTE_BEGINS.search(html)
    head = html[: marker.start()] if marker else html[:_MAX_HTML]
    if not _TABLE.search(head) or _too_deep(head):
        return False
    root = LexborHTMLParser(head).root
    return root is not None and any(_form_of(table) is not None for table in _tables(root))


def _tables(root: LexborNode) -> list[LexborNode]:
    """The tables with no table inside; none when there are so many that nobody typed them."""
    found = root.css("table")
    if len(found) > _MOST_TABLES:
        return []
    outer = set()
    for table in found:
        above = table.parent
        while above is not None and above.tag != "table":
            above = above.parent
        if above is not None:
            outer.add(above.mem_id)
    return [table for table in found if table.mem_id not in outer]


def _innermost_tables(root: LexborNode) -> frozenset[int]:
    return frozenset(table.mem_id for table in _tables(root))


def _form_of(table: LexborNode) -> str | None:
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.css("tr")[:_MOST_ROWS]:
        cells: list[str] = []
        if _hidden(row.attributes):
            continue
        for cell in row.iter():
            if cell.tag not in {"td", "th"} or len(cells) >= _MOST_CELLS:
                continue
            _hang(hanging, cells)
            out = _Lines()
            _walk(cell, out, frozenset())
            attributes = cell.attributes
            # A cell over several columns belongs to the first of them, one over several rows to each.
            width, height = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            text = "\n".join(line.strip("> ") for line in out.lines if line.strip("> "))
            if height > 1:
                hanging[len(cells)] = (height - 1, text)
            cells += [text, *[""] * (width - 1)]
        _hang(hanging, cells)
        grid.append(cells)
    return as_form(grid)


def _hang(hanging: dict[int, tuple[int, str]], cells: list[str]) -> None:
    """Put in the cells that reach down from the rows above."""
    while len(cells) in hanging:
        left, text = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(value: str | None) -> int:
    return min(int(value), _MOST_CELLS) if value and value.isascii() and value.isdigit() and int(value) else 1


def _walk(root: LexborNode, out: _Lines, tables: frozenset[int]) -> None:
    stack: list[tuple[LexborNode | str, int, bool]] = [(root, 0, False)]
    while stack:
        node, quote, container = stack.pop()
        if isinstance(node, str):
            out.end(gap=node in _SPACED)
            continue
        tag = node.tag or ""
        if tag == "-text":
            out.add(node.text_content or "", max(quote, int(container)))
        elif tag == "br":
            out.add("", max(quote, int(container)))
            out.end()
        elif tag not in _DROPPED:
            attributes = node.attributes
            if attributes and _hidden(attributes):
                continue
            form = _form_of(node) if tag == "table" and node.mem_id in tables else None
            if form is None:
                _open(node, (tag, attributes), (quote, container), out, stack)
            else:
                out.whole(form, max(quote, int(container)))
    out.end()


def _too_deep(html: str) -> bool:
    """Nobody writes so; the parser needs seconds for it, because each element looks at all that are open around it."""
    depth = 0
    for match in _TAG.finditer(html):
        depth += -1 if match[1] else 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _open(
    node: LexborNode,
    named: tuple[str, Mapping[str, str | None]],
    state: tuple[int, bool],
    out: _Lines,
    stack: list[tuple[LexborNode | str, int, bool]],
) -> None:
    tag, attributes = named
    quote, container = state
    if tag == "blockquote":
        quote += 1
    container = container or (bool(attributes) and _quotes(attributes))
    if tag in _BLOCK:
        out.end()
        stack.append((tag, quote, container))
    elif tag in {"td", "th"}:
        out.add(" ", max(quote, int(container)))
    if tag == "li":
        out.add("- ", max(quote, int(container)))
    children: list[tuple[LexborNode | str, int, bool]] = []
    for child in node.iter(include_text=True):
        # Outlook marks only the header of the quotation; everything after it belongs to it.
        if child.tag != "-text" and child.id in _OUTLOOK:
            container = True
        children.append((child, quote, container))
    stack.extend(reversed(children))


def _hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or _invisible(attributes.get("style") or "")


@lru_cache(maxsize=256)
def _invisible(style: str) -> bool:
    """A mail repeats the same few styles hundreds of times."""
    return _INVISIBLE.search(style) is not None


def _quotes(attributes: Mapping[str, str | None]) -> bool:
    if (attributes.get("data-marker") or "") in {"__QUOTED_TEXT__", "__HEADERS__"}:
        return True
    return _QUOTE_CLASS.search(attributes.get("class") or "") is not None
