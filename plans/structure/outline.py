"""Paragraphs to a tree of numbered nodes, and the walk over its leaves.

Paths join the labels from the top with full stops, so that people can find the place in the document:

- "V.10.b": section V, number 10, letter b; "III.2.1": section III, number 2, first dash or number 2.1;
- "P1", "C2", "M1": Phần, Chương, Mục; "Đ2.1.a": Điều 2, khoản 1, điểm a; "A.II": part A;
- a section without a label takes the Roman number it would have; other unlabelled items are counted;
- "PL1.3": row (or item) 3 of annex 1; "B1.3": row 3 of the first table inside the body;
- a label used twice under one parent gets "-2": no two items share a path.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plans.model import Source
from plans.structure.blocks import Paragraph, ends_sentence
from plans.structure.headings import SECTION_NAMES, is_agency_heading, is_section_heading, section_words
from plans.structure.labels import Label, Level, ordinal, roman

SECTION_STYLE = "section"
# No document nests labels deeper; a pile of "1. ...:" and "a) ...:" must not either.
_DEEPEST_NESTING = 12
_MOST_REMARKS = 20
AGENCY_STYLE = "agency"


@dataclass(eq=False)
class Node:
    """A paragraph in the tree. `path` joins the labels from the top; `style` is shared by labels of one sequence.

    `caption`: it only names the table below it, and is no item.
    """

    text: str
    level: Level
    label: Label | None
    spans: tuple[tuple[int, int], ...]
    path: str = ""
    children: list["Node"] = field(default_factory=list)
    style: str = ""
    caption: bool = False

    @property
    def source(self) -> Source:
        """Lines of the file."""
        return source_of(self.spans)

    @property
    def heading(self) -> str:
        """The text as a heading: without the colon or full stop at its end."""
        return self.text.rstrip(" .:;")

    @property
    def is_heading(self) -> bool:
        """Whether the text only names what stands below it."""
        return bool(self.children) and not re.search(r"[.;!?]$", self.text)


@dataclass(frozen=True)
class Leaf:
    """An item and the headings between it and the node the walk started at, outermost first."""

    node: Node
    headings: tuple[Node, ...]
    path: str


def source_of(spans: tuple[tuple[int, int], ...]) -> Source:
    """Line spans as a Source; neighbouring pieces stay apart."""
    return Source(start_line=spans[0][0], end_line=spans[-1][1], lines=spans)


def build(body: Sequence[Paragraph], path: str = "") -> Node:
    """The tree under an invisible root, whose `path` all paths start with."""
    root = Node("", Level.DIVISION, None, ((0, 0),), path)
    stack: list[Node] = [root]
    for index, paragraph in enumerate(body):
        node = _node(paragraph, index + 1 < len(body))
        if _remarks_on(stack[-1], node):
            stack[-1].text = f"{stack[-1].text} {node.text}"
            stack[-1].spans += node.spans
            continue
        _close(stack, node)
        stack[-1].children.append(node)
        if node.level is not Level.PLAIN:
            stack.append(node)
    _name(root)
    return root


def _remarks_on(top: Node, node: Node) -> bool:
    """Whether a paragraph in brackets is a remark on the item above it ("(chi tiết tại Phụ lục)")."""
    if node.level is not Level.PLAIN or top.children or not top.label or not ends_sentence(top.text):
        return False
    if len(top.spans) > _MOST_REMARKS:
        return False
    return node.text.startswith("(") and node.text.rstrip(".;").endswith(")")


def _node(paragraph: Paragraph, has_next: bool) -> Node:
    label = paragraph.label
    if label is not None:
        return Node(paragraph.text, label.level, label, paragraph.spans, style=label.style)
    if has_next and is_section_heading(paragraph.text, paragraph.strong):
        return Node(paragraph.text, Level.ROMAN, None, paragraph.spans, style=SECTION_STYLE)
    if has_next and is_agency_heading(paragraph.text):
        return Node(paragraph.text, Level.ITEM, None, paragraph.spans, style=AGENCY_STYLE)
    return Node(paragraph.text, Level.PLAIN, None, paragraph.spans)


def _close(stack: list[Node], node: Node) -> None:
    """Take off the stack what the new node does not belong under."""
    if node.level is Level.PLAIN:
        while len(stack) > 1 and _takes_no_paragraph(stack[-1]):
            stack.pop()
        return
    _settle_small_i(stack, node)
    top = stack[-1]
    same = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].style == node.style), None)
    if 1 < len(stack) < _DEEPEST_NESTING and _begins_below(top, node, stack[same] if same else None):
        return
    if same is not None:
        del stack[same:]
        return
    _deepen(stack, node)
    while len(stack) > 1 and stack[-1].level >= node.level:
        stack.pop()


def _takes_no_paragraph(top: Node) -> bool:
    if top.level is Level.LETTER:
        # A lettered clause that is a whole sentence, or already has items, takes no paragraph after it.
        return bool(top.children) or (ends_sentence(top.text) and not top.text.endswith(":"))
    return top.level in (Level.DASH, Level.PLUS, Level.STAR, Level.ITEM) and not (
        top.text.endswith(":") or top.style == AGENCY_STYLE
    )


def _settle_small_i(stack: list[Node], node: Node) -> None:
    """ "i)" after "h)" is a letter; anywhere else, and "v)" after "iv)", it is a small Roman number."""
    if node.label is None or node.style != "letter" or node.label.key not in ("i", "v", "x"):
        return
    open_letter = next((n.label.key for n in reversed(stack) if n.style == "letter" and n.label), None)
    before = {"i": "h", "v": "u", "x": "v"}[node.label.key]
    if open_letter == before:
        return
    if node.label.key == "i" or any(n.style == "small" for n in stack):
        node.label = replace(node.label, level=Level.ITEM)
        node.level, node.style = Level.ITEM, "small"


def _begins_below(top: Node, node: Node, same: Node | None) -> bool:
    """Whether the first label of a sequence stands below a heading that usually stands deeper ("* Sở X:" and "-")."""
    if top.children or top.level < node.level or (top.style == node.style and node.style != "number0."):
        return False
    position = ordinal(node.label) if node.label else None
    if position not in (1, None) or node.style in (SECTION_STYLE, AGENCY_STYLE):
        return False
    if same is not None:
        # A number that starts again right under an introduction.
        restarts = position == 1 and same is not top and same.label is not None
        return restarts and top.text.endswith(":")
    if node.label is not None and node.label.level <= Level.ARTICLE:
        return False
    return top.text.endswith(":") or not ends_sentence(top.text)


def _deepen(stack: list[Node], node: Node) -> None:
    """ "1)" and "1/" stand below "1." where both are used, and "(1)" above the letters it contains."""
    open_styles = {n.style for n in stack}
    first = node.label is not None and ordinal(node.label) == 1
    if first and node.style in ("number0)", "number0/") and "number0." in open_styles:
        node.level = Level.ITEM if "letter" in open_styles else Level.NUMBER_3
    elif node.style == "bracket" and stack[-1].style == "bracket":
        node.level = Level.ITEM


def _name(parent: Node) -> None:
    """Give every child its path. A label used twice gets "-2", so that no two items share a path."""
    reserved = {_key(parent, child) for child in parent.children}
    used: dict[str, int] = {}
    count = 0
    for child in parent.children:
        count += 1
        key = _key(parent, child)
        if not key:
            write = roman if child.style == SECTION_STYLE else str
            while write(count) in reserved:
                count += 1
            key = write(count)
            reserved.add(key)
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            key = f"{key}-{used[key]}"
        child.path = f"{parent.path}.{key}" if parent.path else key
        _name(child)


def _key(parent: Node, child: Node) -> str:
    if child.label is None:
        return ""
    key = child.label.key
    if parent.label and "." in key and key.startswith(f"{parent.label.key}."):
        return key[len(parent.label.key) + 1 :]
    return key


def walk(node: Node) -> Iterator[Node]:
    """Every node below, in reading order."""
    for child in node.children:
        yield child
        yield from walk(child)


def leaves(node: Node, headings: tuple[Node, ...] = ()) -> Iterator[Leaf]:
    """Every item below `node`: nodes without children, and whole sentences that have children."""
    for child in node.children:
        if not child.children:
            if not child.caption:
                yield Leaf(child, headings, child.path)
            continue
        if not child.is_heading and child.level >= Level.LETTER:
            yield Leaf(child, headings, child.path)
        yield from leaves(child, (*headings, child))


_DEEPEST_SECTION = 4
_NUMBERED_DEPTH = 2


def sections(root: Node, kind: str) -> list[Node]:
    """The sections of one kind: all matching headings at the highest level where there is one.

    Headings of numbers are looked at on the two upper levels only; parts, chapters and articles may stand above. A part
    that holds named sections itself ("Phần B. NỘI DUNG" with "Chương I. MỤC TIÊU") is looked into.
    """
    level = root.children
    shallow: list[Node] = []
    for depth in range(_DEEPEST_SECTION):
        found = [node for node in level if _names(node, kind)]
        if found and not any(_holds_other(node, kind) for node in found):
            return found
        shallow = shallow or found
        level = [
            child
            for node in level
            for child in node.children
            if depth < _NUMBERED_DEPTH - 1 or child.level <= Level.ROMAN
        ]
    return shallow


def _holds_other(node: Node, kind: str) -> bool:
    """Whether a part has sections of another kind below it."""
    return any(
        child.level < Level.NUMBER and _names(child, other)
        for child in node.children
        for other in ("goals", "tasks", "funding", "organisation")
        if other != kind
    )


def _names(node: Node, kind: str) -> bool:
    if not node.children or not (node.label or node.style == SECTION_STYLE):
        return False
    return SECTION_NAMES[kind].match(section_words(node.text)) is not None
