"""Paragraphs to a tree of numbered nodes, and the walk over its leaves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.blocks import Paragraph, ends_sentence
from plans.labels import Label, Level
from plans.model import Source


@dataclass(eq=False)
class Node:
    """A paragraph in the tree. `path` joins the labels from the top: "V.10.b"; unlabelled items are counted."""

    text: str
    level: Level
    label: Label | None
    spans: tuple[tuple[int, int], ...]
    path: str = ""
    children: list["Node"] = field(default_factory=list)

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


def build(body: list[Paragraph]) -> Node:
    """The tree under an invisible root."""
    root = Node("", Level.PART, None, ((0, 0),))
    stack: list[Node] = [root]
    for paragraph in body:
        level = paragraph.label.level if paragraph.label else Level.PLAIN
        node = Node(paragraph.text, level, paragraph.label, paragraph.spans)
        _close(stack, node)
        stack[-1].children.append(node)
        if level is not Level.PLAIN:
            stack.append(node)
    _name(root)
    return root


def _close(stack: list[Node], node: Node) -> None:
    while len(stack) > 1:
        top = stack[-1]
        if node.level is not Level.PLAIN:
            done = top.level >= node.level
        elif top.level is Level.LETTER:
            # A lettered clause that is a whole sentence, or already has items, takes no paragraph after it.
            done = bool(top.children) or (ends_sentence(top.text) and not top.text.endswith(":"))
        else:
            done = top.level in (Level.DASH, Level.PLUS) and not top.text.endswith(":")
        if not done:
            return
        stack.pop()


def _name(parent: Node) -> None:
    """Give every child its path. A label used twice gets "-2", so that no two items share a path."""
    reserved = {_key(parent, child) for child in parent.children}
    used: dict[str, int] = {}
    count = 0
    for child in parent.children:
        count += 1
        key = _key(parent, child)
        if not key:
            while str(count) in reserved:
                count += 1
            key = str(count)
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
            yield Leaf(child, headings, child.path)
            continue
        if not child.is_heading and child.level >= Level.LETTER:
            yield Leaf(child, headings, child.path)
        yield from leaves(child, (*headings, child))


SECTION_NAMES = {
    "goals": re.compile(r"(?:các )?(?:mục tiêu|chỉ tiêu)\b|mục đích.{0,30}\bmục tiêu\b|quan điểm.{0,30}\bmục tiêu\b"),
    "tasks": re.compile(r"(?:các |một số |nội dung,? )?(?:nhiệm vụ|giải pháp|nội dung)\b"),
    "funding": re.compile(r"(?:nguồn |dự toán )?kinh phí\b|nguồn lực\b|nguồn vốn\b|ngân sách\b"),
    "organisation": re.compile(
        r"(?:công tác )?tổ chức (?:triển khai )?thực hiện(?: kế hoạch| chương trình)?\W*$"
        r"|phân công (?:nhiệm vụ|trách nhiệm|thực hiện|tổ chức)\b|trách nhiệm (?:thực hiện|của|các|tổ chức)\b"
    ),
}


def sections(root: Node, kind: str) -> list[Node]:
    """The sections of one kind: all matching headings at the highest level where there is one."""
    pattern = SECTION_NAMES[kind]
    level = root.children
    for _ in range(2):
        found = [node for node in level if node.label and node.children and pattern.match(node.text.casefold())]
        if found:
            return found
        level = [child for node in level for child in node.children]
    return []
