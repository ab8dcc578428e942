"""The section "Tổ chức thực hiện": one Responsibility per clause, and the closing paragraph kept apart."""

import re
from dataclasses import dataclass

from plans import roles
from plans.blocks import ends_sentence
from plans.citations import recurrence_words
from plans.deadlines import read_deadlines
from plans.labels import CAPITAL, Level
from plans.model import Closing, ClosingDuty, Responsibility
from plans.names import read_names, split_heading_names, starts_name
from plans.outline import Leaf, Node, leaves

_REQUEST = re.compile(r"(?:Đề nghị|Kính đề nghị|Trân trọng đề nghị)\s*:?\s+", re.IGNORECASE)
_ORDER = re.compile(r"(?:Giao(?: cho)?|Yêu cầu|Đối với|Trách nhiệm của)\s+", re.IGNORECASE)
_CLOSING_CUE = re.compile(
    r"(?:Căn cứ|Trên đây|Trong quá trình|Yêu cầu|Đề nghị các|Giao các|Kế hoạch này|Nhận được"
    r"|Quá trình (?:triển khai|thực hiện)"
    r"|(?:[ỦU]ỷ ban nhân dân|Ủy ban nhân dân|UBND)\s[^.;]{0,40}?(?:giao|yêu cầu|đề nghị|nhận được))\b",
)
_CONDITION = re.compile(
    r"(?:nếu (?:có|gặp|phát sinh)|trong quá trình|quá trình (?:triển khai|thực hiện))", re.IGNORECASE
)
_ADDRESSED = re.compile(r"(?:giao(?: cho)?|yêu cầu|đề nghị)\s+", re.IGNORECASE)
_SENTENCE = re.compile(rf"(?<=[.;])\s+(?={CAPITAL})")


@dataclass(frozen=True)
class Heading:
    """A heading of the section: who it names, whether they are asked rather than told, and a duty on the same line."""

    text: str
    owners: tuple[str, ...]
    requested: bool
    duty: str
    whole_sentence: bool


def read_heading(text: str, has_items: bool) -> Heading:
    """Split a heading into its agencies and what is left over."""
    request = _REQUEST.match(text)
    named = text[request.end() :] if request else text
    order = _ORDER.match(named) if request is None else None
    named = named[order.end() :] if order else named
    requested = request is not None
    bare = named.rstrip(" .:;")
    # A heading with items below and no full stop is nothing but names, however they are written.
    if has_items and not ends_sentence(named):
        return Heading(text, split_heading_names(named) if starts_name(bare) else (), requested, "", False)
    colon = re.match(r"([^:]{2,300}):\s+(?=\S)", named)
    if colon and starts_name(named) and not colon[1].casefold().endswith(("sở", "ban", "hội")):
        return Heading(colon[1], split_heading_names(colon[1]), requested, named[colon.end() :], False)
    owners, end = read_names(named)
    duty = bare[end:].strip(" ,:")
    if not duty:
        return Heading(bare, split_heading_names(named), requested, "", False)
    return Heading(text, owners, requested, duty, True)


def read_responsibilities(section: Node) -> tuple[Responsibility, ...]:
    """Every clause of the section, in reading order."""
    found: list[Responsibility] = []
    for group in section.children:
        if group.level is Level.PLAIN and group.text.endswith(":"):
            continue
        found.extend(_of_group(group))
    return tuple(found)


def _of_group(group: Node) -> list[Responsibility]:
    heading = read_heading(group.text, bool(group.children))
    if not group.children:
        text = group.text if heading.whole_sentence or not heading.duty else heading.duty
        return [_responsibility(Leaf(group, (), f"{group.path}.1"), heading, text, "")]
    found = []
    if heading.duty and not group.text.endswith(":"):
        # The heading carries a sentence of its own; its items come on top of it.
        text = group.text if heading.whole_sentence else heading.duty
        found.append(_responsibility(Leaf(group, (), f"{group.path}.0"), heading, text, ""))
    lead = heading.duty if group.text.endswith(":") else ""
    for leaf in leaves(group):
        owner, intro = _nearest_heading(leaf, heading, lead)
        found.append(_responsibility(leaf, owner, leaf.node.text, intro))
    return found


def _nearest_heading(leaf: Leaf, heading: Heading, lead: str) -> tuple[Heading, str]:
    """The innermost heading that names an agency, and the words that introduce the item."""
    for node in leaf.headings:
        inner = read_heading(node.text, True)
        if inner.owners and starts_name(_REQUEST.sub("", node.text)):
            heading, lead = inner, inner.duty
        else:
            lead = node.text
    return heading, lead


def _responsibility(leaf: Leaf, heading: Heading, text: str, lead: str) -> Responsibility:
    requested = heading.requested or _REQUEST.match(text) is not None
    # "Giao Sở X chủ trì ..." : what is said of the owner is what follows its name.
    said = heading.duty if heading.whole_sentence and text == heading.text else text
    owner_role = roles.owner_roles(said, requested)
    others = roles.partners(said)
    if lead and owner_role == ("thực hiện",):
        # "Chủ trì, phối hợp với ... thực hiện:" above a list gives its role to every item.
        owner_role = roles.owner_roles(lead, requested)
        others = (*roles.partners(lead), *others)
    return Responsibility(
        path=leaf.path,
        owners=heading.owners,
        owner_role=owner_role,
        partners=others,
        advises=roles.advised(said),
        reports_to=roles.reported_to(said),
        recurrence=recurrence_words(text),
        deadlines=read_deadlines(text),
        text=text,
        heading=heading.text,
        requested=requested,
        source=leaf.node.source,
    )


def detach_closing(section: Node) -> list[Node]:
    """Take the closing paragraphs off the end of the section and return them in order."""
    closing: list[Node] = []
    parent = section
    while parent.children and parent.children[-1].children:
        parent = parent.children[-1]
    while parent.children and _is_closing(parent, parent.children[-1]):
        closing.insert(0, parent.children.pop())
    return closing


def _is_closing(parent: Node, node: Node) -> bool:
    if node.label is not None:
        return False
    before = parent.children[-2] if len(parent.children) > 1 else None
    if _CLOSING_CUE.match(node.text):
        # A heading keeps at least one item: "Căn cứ ..." may be the only duty of the last agency.
        return before is not None or ends_sentence(parent.text) or parent.level < Level.NUMBER
    return (
        node.text.endswith("./.")
        and before is not None
        and before.label is not None
        and before.level is not Level.PLAIN
    )


def read_closing(nodes: list[Node], section: Node) -> Closing | None:
    """The closing paragraph and the duties its sentences give."""
    if not nodes:
        return None
    text = " ".join(node.text for node in nodes)
    duties = tuple(duty for sentence in _SENTENCE.split(text) if (duty := _closing_duty(sentence)))
    spans = tuple(span for node in nodes for span in node.spans)
    return Closing(
        path=f"{section.path}.closing",
        text=text,
        agencies=tuple(dict.fromkeys(name for duty in duties if not duty.conditional for name in duty.owners)),
        reports_to=tuple(dict.fromkeys(name for duty in duties for name in duty.reports_to)),
        via=next((duty.via for duty in duties if duty.via), None),
        duties=duties,
        source=nodes[0].source.model_copy(update={"end_line": spans[-1][1], "lines": spans}),
    )


def _closing_duty(sentence: str) -> ClosingDuty | None:
    owners: tuple[str, ...] = ()
    for match in _ADDRESSED.finditer(sentence):
        owners = read_names(sentence, match.end())[0]
        if owners:
            break
    if not owners:
        starts = [0, *(gap.end() for gap in re.finditer(r", ", sentence))]
        owners = next((names for start in starts if (names := read_names(sentence, start)[0])), ())
    via = roles.VIA.search(sentence)
    reports = roles.reported_to(sentence)
    if not owners and not reports:
        return None
    return ClosingDuty(
        text=sentence,
        owners=owners,
        conditional=_CONDITION.search(sentence) is not None,
        reports_to=reports,
        via=next(iter(read_names(sentence, via.end())[0]), None) if via else None,
    )
