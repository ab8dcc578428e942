"""HTML to plain text: what a person could not see is dropped, what was quoted gets its ">" back.

The tree is walked with a stack of our own, so that no nesting ends the process.
"""

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_HTML = 1_000_000
_DROPPED = frozenset(
    {"head", "script", "style", "title", "template", "noscript", "object", "svg", "select", "-comment"}
)
_BLOCK = frozenset(
    "address article blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li main "
    "ol p pre section table tbody thead tr ul".split()
)
_SPACED = frozenset({"p", "table", "ul", "ol", "blockquote", "pre"})
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*0(px|pt|em|%)?\s*(;|!|$)|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(\.0+)?\s*(;|!|$)",
    re.IGNORECASE,
)
_QUOTE_CLASS = re.compile(r"\b(gmail_quote\w*|yahoo_quoted|moz-cite-prefix|gmail_attr|protonmail_quote|zmail_extra)\b")
_MAX_DEPTH = 800
# Only elements which stay open until they are closed; <p>, <li> and <td> close each other.
_TAG = re.compile(
    r"<(/?)(?:div|span|blockquote|table|font|b|i|u|a|em|strong|center|section|ul|ol|pre|form)\b", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")


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
        line = _SPACES.sub(" ", "".join(self._parts)).strip() if self._parts else ""
        self._parts.clear()
        if line:
            self.lines.append(f"{prefix} {line}" if prefix else line)
        if gap and self.lines and self.lines[-1] not in {"", prefix}:
            self.lines.append(prefix)


def to_text(html: str) -> str:
    """Plain text of a mail body, quotations prefixed with ">"; hidden nodes are gone."""
    if _too_deep(html[:_MAX_HTML]):
        return ""
    root = LexborHTMLParser(html[:_MAX_HTML]).root
    out = _Lines()
    if root is None:
        return ""
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
        elif tag not in _DROPPED and not _hidden(node):
            _open(node, tag, (quote, container), out, stack)
    out.end()
    return "\n".join(out.lines).strip("\n")


def _too_deep(html: str) -> bool:
    """Nobody writes so; the parser needs seconds for it, because each element looks at all that are open around it."""
    depth = 0
    for match in _TAG.finditer(html):
        depth += -1 if match[1] else 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _open(
    node: LexborNode, tag: str, state: tuple[int, bool], out: _Lines, stack: list[tuple[LexborNode | str, int, bool]]
) -> None:
    quote, container = state
    if tag == "blockquote":
        quote += 1
    container = container or _quotes(node)
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
        if child.attributes.get("id") in {"divRplyFwdMsg", "appendonsend"}:
            container = True
        children.append((child, quote, container))
    stack.extend(reversed(children))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(attributes) and ("hidden" in attributes or _invisible(attributes.get("style") or ""))


@lru_cache(maxsize=256)
def _invisible(style: str) -> bool:
    """A mail repeats the same few styles hundreds of times."""
    return _INVISIBLE.search(style) is not None


def _quotes(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if (attributes.get("data-marker") or "") in {"__QUOTED_TEXT__", "__HEADERS__"}:
        return True
    return _QUOTE_CLASS.search(attributes.get("class") or "") is not None
