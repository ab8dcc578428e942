"""Articles of a decision or resolution that give a task ("Điều 2. Giao Ủy ban nhân dân tỉnh ...")."""

import re

from plans.meaning.names import read_names
from plans.model import Responsibility
from plans.structure.document import Opening
from plans.structure.duties import FORMAL, Clause, Heading, responsibility
from plans.structure.labels import Level
from plans.structure.outline import Node, build, leaves

_GIVES = re.compile(r"(?<!\w)giao(?: cho)?\s+", re.IGNORECASE)


def read_articles(root: Node, organisation: list[Node]) -> tuple[Responsibility, ...]:
    """One responsibility per article or clause that gives a task to a body by name."""
    taken = {id(node) for node in organisation}
    found: list[Responsibility] = []
    for article in root.children:
        if article.level is not Level.ARTICLE or id(article) in taken:
            continue
        if any(id(node) in taken for node in article.children):
            continue
        items = (
            [(article, article.path)] if not article.children else [(leaf.node, leaf.path) for leaf in leaves(article)]
        )
        found.extend(item for node, path in items if (item := _given(node, path, article)))
    return tuple(found)


def articles_in_front(front: Opening) -> tuple[Responsibility, ...]:
    """What the decision itself gives to bodies, above the plan that it encloses; paths start with "QĐ"."""
    given = read_articles(build(list(front.rest)), [])
    return tuple(item.model_copy(update={"path": f"QĐ.{item.path}"}) for item in given)


def _given(node: Node, path: str, article: Node) -> Responsibility | None:
    if FORMAL.search(node.text):
        return None
    gives = next((m for m in _GIVES.finditer(node.text) if read_names(node.text, m.end())[0]), None)
    if gives is None:
        return None
    owners, end = read_names(node.text, gives.end())
    heading = Heading(node.text, owners, False, node.text[end:].strip(" ,:"), True)
    item = responsibility(Clause(path, node.text, node.spans, origin="article"), heading)
    return item if article is node else item.model_copy(update={"heading": article.heading})
