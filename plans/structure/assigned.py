"""Leads named inside tasks: "Sở X chủ trì, phối hợp Sở Y ...", "(Sở Y tế chủ trì)", and lines "Cơ quan chủ trì: ...".

Strict on purpose: a task is given to a body only where the words say so. Everything else stays a task.
"""

import re
from dataclasses import dataclass, replace

from plans.meaning.names import read_names
from plans.model import Responsibility
from plans.structure.details import LEADS, Details, given_by, inline_details, read_details, said_in
from plans.structure.duties import (
    Clause,
    Given,
    Heading,
    given_responsibility,
    nearest_heading,
    read_heading,
    responsibility,
)
from plans.structure.headings import is_agency_heading
from plans.structure.labels import Level
from plans.structure.outline import Leaf, Node, leaves, walk
from plans.structure.subjects import Admit, first_subject, parts

_GIVEN = re.compile(
    r"(?:^|(?<=[.;:(]\s)|(?<=[.;:(]))(?P<given>[Gg]iao(?: nhiệm vụ)?(?: cho)?|[Pp]hân công(?: cho)?)\s+"
)
_SENTENCE_START = re.compile(r"(?:^|(?<=[.;(]))\s*")
_SENTENCE_STOP = re.compile(r"[.;](?=\s|$)")
_NAMED = Admit(offices=True)
_PAREN_KEY = re.compile(r"\((?P<inside>[^()]{5,300})\)")


def take_assigned(section: Node) -> tuple[Responsibility, ...]:
    """The duties of a section on tasks. Detail lines are taken out of the tree: they are no tasks of their own."""
    found = [item for node, details in detach_details(section) for item in _detailed(node, details)]
    taken = {item.path for item in found}
    leads: dict[int, _Lead] = {}
    for leaf in leaves(section):
        heading, lead = nearest_heading(leaf, Heading("", (), False, "", False), "")
        strict = any(is_agency_heading(node.text) for node in leaf.headings)
        if strict and heading.owners:
            found.append(responsibility(Clause(leaf.path, leaf.node.text, leaf.node.spans, lead, "task"), heading))
        elif leaf.path not in taken:
            own = _inside(leaf.node, _heading_of(leaf.headings, section))
            found.extend(own or _inherited(leaf, [section, *leaf.headings], leads))
    return tuple(sorted(_distinct(found), key=lambda item: item.source.start_line))


@dataclass(frozen=True)
class _Lead:
    """What a heading with a lead gives to the items below it: told apart in columns, or as a sentence."""

    given: Given | None
    heading: Heading | None


def _inherited(leaf: Leaf, above: list[Node], leads: dict[int, _Lead]) -> list[Responsibility]:
    """A heading that names its lead gives it to every item: "5. Kiểm tra bếp ăn (Sở Y tế chủ trì)"."""
    for node in reversed(above):
        lead = leads.get(id(node)) or leads.setdefault(id(node), _lead_of(node))
        if lead.given is not None:
            clause = Clause(leaf.path, leaf.node.text, leaf.node.spans, origin="task")
            return [given_responsibility(clause, node.text, lead.given)]
        if lead.heading is not None:
            clause = Clause(leaf.path, leaf.node.text, leaf.node.spans, lead.heading.duty, "task")
            return [responsibility(clause, replace(lead.heading, text=node.text, whole_sentence=False))]
    return []


def _lead_of(node: Node) -> _Lead:
    sentence = _assigning_sentences(node.text)[:1]
    heading = read_heading(sentence[0], False) if sentence else None
    bracket = _bracket_at(node.text)
    return _Lead(bracket[0] if bracket else inline_details(node.text), heading)


def _heading_of(headings: tuple[Node, ...], section: Node) -> str:
    return headings[-1].text if headings else section.heading


def _distinct(found: list[Responsibility]) -> list[Responsibility]:
    used: dict[str, int] = {}
    distinct = []
    for item in found:
        used[item.path] = used.get(item.path, 0) + 1
        count = used[item.path]
        distinct.append(item if count == 1 else item.model_copy(update={"path": f"{item.path}-{count}"}))
    return distinct


def detach_details(section: Node) -> list[tuple[Node, Details]]:
    """Take the detail lines out of the tree; each run of them with the task it tells of."""
    found: list[tuple[Node, Details]] = []
    for parent in (section, *walk(section)):
        runs = _runs(parent)
        for run in runs:
            details = Details()
            for node in run:
                _merge(details, read_details(_with_children(node)))
            if details.lead:
                found.append((_task_of(parent, run, len(runs)), details))
        gone = {id(node) for run in runs for node in run}
        if gone:
            parent.children = [child for child in parent.children if id(child) not in gone]
    return found


def _runs(parent: Node) -> list[list[Node]]:
    """Detail lines among the children, in unbroken runs; a run that names no lead is left where it is."""
    runs: list[list[Node]] = []
    open_run = False
    for child in parent.children:
        is_detail = child.level >= Level.NUMBER and bool(read_details(_with_children(child)))
        if is_detail and open_run:
            runs[-1].append(child)
        elif is_detail:
            runs.append([child])
        open_run = is_detail
    return [run for run in runs if any(read_details(_with_children(node)).lead for node in run)]


def _with_children(node: Node) -> str:
    """A detail with the lines below it: "Đơn vị chủ trì:" and "+ Sở Y tế"."""
    if not node.children or not node.text.endswith(":"):
        return node.text
    return "\n".join([node.text, *(child.text for child in node.children)])


def _task_of(parent: Node, run: list[Node], runs: int) -> Node:
    """The task that a run tells of: the item before it, or the heading when the run closes a whole list."""
    position = next(i for i, child in enumerate(parent.children) if child is run[0])
    before = parent.children[position - 1] if position else None
    if before is None or (parent.level < Level.NUMBER and before is None):
        return parent
    closes_list = runs == 1 and position > 1 and run[-1] is parent.children[-1]
    if closes_list or before.style == run[0].style != "":
        return parent if parent.label else before
    return before


def _merge(details: Details, more: Details) -> None:
    for key in ("lead", "partner", "time", "product"):
        getattr(details, key).extend(getattr(more, key))
    if more.lead:
        details.lead_key = more.lead_key


def _detailed(node: Node, details: Details) -> list[Responsibility]:
    """The task, or each of its items, with what the details tell."""
    given = given_by(details)
    items = [(leaf.node, leaf.path) for leaf in leaves(node)] or [(node, node.path)]
    return [
        given_responsibility(Clause(path, item.text, item.spans, origin="task"), node.heading, given)
        for item, path in items
    ]


def _inside(node: Node, heading: str) -> list[Responsibility]:
    """The duties a task gives in its own words."""
    text = node.text
    bracket = _bracket_at(text)
    if bracket is not None:
        given, end = bracket
        # "... (Sở A chủ trì). Sở B cấp ...": the sentence behind the bracket has its own body.
        later = [part for part in parts(text, _NAMED) if part.owners and part.start >= end]
        head = text[: later[0].start].rstrip() if later else text
        own = [_owned(node, part.text, heading) for part in later]
        return [given_responsibility(Clause(node.path, head, node.spans, origin="task"), heading, given), *own]
    inline = inline_details(text)
    if inline is not None:
        return [given_responsibility(Clause(node.path, text, node.spans, origin="task"), heading, inline)]
    sentences = _assigning_sentences(text)
    if not sentences:
        return []
    whole = len(sentences) == 1
    found = [_owned(node, sentence, heading) for sentence in sentences]
    return [found[0].model_copy(update={"text": text})] if whole else found


def _owned(node: Node, sentence: str, heading: str) -> Responsibility:
    item = responsibility(Clause(node.path, sentence, node.spans, origin="task"), _said_by(sentence))
    return item.model_copy(update={"heading": heading})


def _bracket_at(text: str) -> tuple[Given, int] | None:
    """ "(Sở Y tế chủ trì, phối hợp với Sở Nội vụ)" or "(Chủ trì: Sở Y tế; phối hợp: ...)", and where it ends."""
    given = ((said_in(match["inside"]), match.end()) for match in _PAREN_KEY.finditer(text))
    return next(((said, end) for said, end in given if said is not None), None)


def _said_by(sentence: str) -> Heading:
    """The body a sentence gives the task to; it may stand behind "Khi có bão, "."""
    subject = first_subject(sentence, _NAMED)
    if subject is None:
        return read_heading(sentence, False)
    return Heading(sentence, subject.owners, False, sentence[subject.end :].strip(" ,:"), True)


def _assigning_sentences(text: str) -> list[str]:
    """The sentences that give the task to a body by name, each with what follows up to the next one."""
    own = {part.start for part in parts(text, _NAMED) if part.owners}
    starts = [0, *(match.end() for match in _SENTENCE_STOP.finditer(text))]
    stops = [*starts[1:], len(text)]
    gives = [
        start
        for start, stop in zip(starts, stops, strict=True)
        if _first_letter(text, start) in own or _assigns(text[start:stop].strip())
    ]
    ends = [*gives[1:], len(text)] if gives else []
    return [text[start:stop].strip() for start, stop in zip(gives, ends, strict=True)]


def _first_letter(text: str, start: int) -> int:
    while text[start : start + 1].isspace():
        start += 1
    return start


def _assigns(sentence: str) -> bool:
    if not sentence:
        return False
    order = _GIVEN.match(sentence)
    position = order.end() if order else 0
    names, end = read_names(sentence, position)
    if not names:
        return False
    return order is not None or LEADS.match(sentence, end) is not None
