"""The section "Tổ chức thực hiện": one Responsibility per clause, under the innermost heading that names a body."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from plans.deadlines.read import read_deadlines
from plans.meaning import roles
from plans.meaning.citations import recurrence_words
from plans.meaning.names import name_end, read_names, split_heading_names, starts_name
from plans.model import Deadline, OwnerRole, Partner, Responsibility
from plans.structure.blocks import ends_sentence
from plans.structure.headings import (
    BEARS,
    ORDER,
    REQUEST,
    is_agency_heading,
    names_with_parents,
    small_letters,
    without_order,
)
from plans.structure.labels import Level
from plans.structure.outline import Leaf, Node, leaves, source_of
from plans.structure.subjects import Admit, Part, parts

Origin = Literal["organisation", "task", "annex", "article"]
_ASKED = re.compile(r"\((?:kính |trân trọng )?đề nghị\s*(?P<role>[^()]{0,60})\)\s*:?$", re.IGNORECASE)
# "Các cơ quan được giao chủ trì nhiệm vụ tại Mục III": the clause that says which bodies belongs to their name.
_WHICH = re.compile(
    r"\s+(?:được (?:giao|phân công)|có tên|nêu)\s[^,;.:]{0,80}?(?:tại|trong|ở)\s+"
    r"(?:Mục|Phụ lục|Phần|Điều|Danh mục|khoản)"
    r"(?:\s+[IVX\d]+(?!\w))?(?:\s+(?:kèm theo|nêu trên|này))?",
    re.IGNORECASE,
)
_SHARED = re.compile(r"Trách nhiệm chung", re.IGNORECASE)
# What may follow the names of a heading without being part of a name.
_VERB = re.compile(
    r"\s*[,:–-]?\s*(?:(?:có|chịu) trách nhiệm|chủ trì|phối hợp|tham mưu|là (?:cơ quan|đơn vị|đầu mối)|thực hiện|tổ chức"
    r"|theo dõi|hướng dẫn|chỉ đạo|căn cứ|tiếp tục|xây dựng|bố trí|làm (?:cơ quan|đầu mối))(?!\w)",
    re.IGNORECASE,
)

# The article every decision ends with tells who has to obey it, and gives no task of the plan.
FORMAL = re.compile(
    r"(?:chịu trách nhiệm(?: tổ chức)? thi hành|(?:có )?hiệu lực(?: thi hành)?|căn cứ Quyết định)"
    r"|thi hành (?:Quyết định|Nghị quyết) này"
    r"|được (?:Quốc hội|Hội đồng nhân dân)|[Bb]an hành kèm theo",
)


@dataclass(frozen=True)
class Heading:
    """A heading of the section: who it names, whether they are asked rather than told, and a duty on the same line.

    `general`: it speaks to many at once, so that a clause which names its own body goes before it.
    """

    text: str
    owners: tuple[str, ...]
    requested: bool
    duty: str
    whole_sentence: bool
    general: bool = False


@dataclass(frozen=True)
class Clause:
    """One duty as it stands: where, what it says, and the words that introduce it."""

    path: str
    text: str
    spans: tuple[tuple[int, int], ...]
    lead: str = ""
    origin: Origin = "organisation"


NOBODY = Heading("", (), False, "", False)


@lru_cache(maxsize=256)
def read_heading(text: str, has_items: bool) -> Heading:
    """Split a heading into its agencies and what is left over."""
    request = REQUEST.match(text)
    named = text[request.end() :] if request else text
    order = ORDER.match(named) if request is None else None
    named = named[order.end() :] if order else named
    if named.isupper():
        return _in_capitals(text, named, request is not None)
    # "UBND các xã (đề nghị phối hợp)" asks as well.
    requested = request is not None or _ASKED.search(named) is not None
    bare = named.rstrip(" .:;")
    if has_items and order and order.group().casefold().endswith("của ") and not ends_sentence(bare):
        # "Trách nhiệm của hai Sở": what follows is a name, whatever it looks like.
        return Heading(text, split_heading_names(bare), False, "", False)
    # A heading with items below and no full stop is nothing but names, however they are written.
    if has_items and not ends_sentence(named) and not _VERB.match(named, read_names(named)[1]):
        return Heading(text, split_heading_names(named) if starts_name(bare) else (), requested, "", False)
    colon = re.match(r"([^:]{2,300}):\s+(?=\S)", named)
    # "Các Sở: Y tế, Nội vụ" is a list of names, "Các Sở: Sở Y tế tổ chức ..." is none.
    lists = colon is not None and colon[1].casefold().endswith(("sở", "ban", "hội"))
    if colon and starts_name(named) and not (lists and not starts_name(named, colon.end())):
        bears = _VERB.match(colon[1], read_names(colon[1])[1])
        colon_names = colon[1][: bears.start()] if bears else colon[1]
        return Heading(colon[1], split_heading_names(colon_names), requested, named[colon.end() :], False)
    owners, end = names_with_parents(named)
    if owners and (which := _WHICH.match(named, end)):
        owners = (*owners[:-1], f"{owners[-1]}{which.group()}")
        end = which.end()
    duty = bare[end:].strip(" ,:–-")
    if not duty:
        return Heading(bare, split_heading_names(named), requested, "", False)
    if BEARS.match(duty):
        return Heading(bare, owners, requested, "", False)
    return Heading(text, owners, requested, duty, True)


def _in_capitals(text: str, named: str, requested: bool) -> Heading:
    """The names of a heading in capitals, as written."""
    spelt = small_letters(named)
    owners = []
    for name in split_heading_names(spelt) if starts_name(spelt) else ():
        start = spelt.find(name)
        owners.append(named[start : start + len(name)])
    return Heading(text, tuple(owners), requested, "", False)


def read_responsibilities(
    section: Node, origin: Origin = "organisation", default: Heading = NOBODY
) -> tuple[Responsibility, ...]:
    """Every clause of the section, in reading order. `default` owns the clauses that no heading gives to a body."""
    found: list[Responsibility] = []
    for group in section.children:
        if group.caption:
            # What stands behind a table is no part of the line above it.
            found.extend(item for child in group.children for item in _of_group(child, origin, default))
        elif group.level is not Level.PLAIN or not group.text.endswith(":"):
            found.extend(_of_group(group, origin, default))
    return tuple(found)


def _of_group(group: Node, origin: Origin, default: Heading) -> list[Responsibility]:
    heading = read_heading(group.text, bool(group.children))
    if not group.children:
        text = group.text if heading.whole_sentence or not heading.duty else heading.duty
        if heading.owners or not default.owners:
            clause = Clause(f"{group.path}.1", text, group.spans, origin=origin)
            return _each_own(clause, heading)
        # The heading of the whole section owns the clause, which is then no group of its own.
        return _each_own(Clause(group.path, group.text, group.spans, origin=origin), default)
    found = []
    asked = _ASKED.search(group.text)
    lead = heading.duty if group.text.endswith(":") else (asked["role"] if asked else "")
    if heading.duty and not lead and ends_sentence(group.text):
        # The heading carries a sentence of its own; its items come on top of it.
        text = group.text if heading.whole_sentence else heading.duty
        found.append(responsibility(Clause(f"{group.path}.0", text, group.spans, origin=origin), heading))
    for leaf in leaves(group):
        owner, intro = nearest_heading(leaf, heading if heading.owners else default, lead)
        found.extend(_of_leaf(leaf, owner, intro, origin))
    return found


def _of_leaf(leaf: Leaf, owner: Heading, intro: str, origin: Origin) -> list[Responsibility]:
    """One clause. Where no heading names a body, the clause itself may: "Sở Y tế: ...", "Giao Sở Y tế ..."."""
    node = leaf.node
    text = node.text
    gives = _SHARED.match(owner.text) is not None and ORDER.match(text) is not None
    # "II. Các sở, ngành" and below it "- Sở Y tế: ...".
    before, colon, after = text.partition(": ")
    gives = gives or (bool(colon and after) and is_agency_heading(before))
    if (not owner.owners or owner.general or gives) and starts_name(without_order(text)):
        own = read_heading(text, False)
        owner = replace(own, requested=own.requested or owner.requested)
        text = own.duty if own.duty and not own.whole_sentence else text
    return _each_own(Clause(leaf.path, text, node.spans, intro, origin), owner)


def _each_own(clause: Clause, heading: Heading) -> list[Responsibility]:
    """The clause; where a part of it begins with a body of its own and what that does, one duty per such part.

    Paths that come twice are told apart by whoever collects the duties.
    """
    said = heading.whole_sentence and clause.text == heading.text
    wide = is_wide(heading)
    found = parts(clause.text, Admit(groups=wide, any_verb=wide))
    if len(found) == 1 and (said or not found[0].owners):
        return [responsibility(clause, heading)]
    items = []
    for index, part in enumerate(found):
        owner = heading if not part.owners or (said and index == 0) else _own_heading(part, heading)
        if said and index == 0:
            owner = read_heading(part.text, False)
        items.append(responsibility(replace(clause, text=part.text), owner))
    return items


def is_wide(heading: Heading) -> bool:
    """Whether a heading only names groups ("Các sở, ban, ngành"), so that the bodies below it are named in the text."""
    return bool(heading.owners) and all(name_end(owner, 0)[1] for owner in heading.owners)


def _own_heading(part: Part, above: Heading) -> Heading:
    asked = above.requested or REQUEST.match(part.text) is not None
    return Heading(part.text, part.owners, asked, part.text[part.end :].strip(" ,:"), True)


def nearest_heading(leaf: Leaf, heading: Heading, lead: str) -> tuple[Heading, str]:
    """The innermost heading that names an agency, and the words that introduce the item."""
    for node in leaf.headings:
        inner = read_heading(node.text, True)
        if inner.owners and _names_body(node.text):
            heading, lead = inner, inner.duty
        else:
            lead = node.text
    return heading, lead


def _names_body(text: str) -> bool:
    return is_agency_heading(text) or starts_name(small_letters(without_order(text)))


def responsibility(clause: Clause, heading: Heading) -> Responsibility:
    """A clause with its roles, other bodies and deadlines."""
    requested = heading.requested or REQUEST.match(clause.text) is not None
    # "Giao Sở X chủ trì ..." : what is said of the owner is what follows its name.
    said = heading.duty if heading.whole_sentence and clause.text == heading.text else clause.text
    owner_role = roles.owner_roles(said, requested)
    others = roles.partners(said)
    if clause.lead and owner_role in (("thực hiện",), ("đề nghị",)):
        # "Chủ trì, phối hợp với ... thực hiện:" above a list gives its role to every item.
        owner_role = roles.owner_roles(clause.lead, requested)
        others = (*roles.partners(clause.lead), *others)
    return Responsibility(
        path=clause.path,
        owners=heading.owners,
        owner_role=owner_role,
        partners=others,
        advises=roles.advised(said),
        reports_to=roles.reported_to(said),
        recurrence=recurrence_words(clause.text),
        deadlines=read_deadlines(clause.text),
        text=clause.text,
        heading=heading.text,
        requested=requested,
        source=source_of(clause.spans),
        origin=clause.origin,
    )


@dataclass(frozen=True)
class Given:
    """What columns or detail lines say of a task besides its text."""

    owners: tuple[str, ...]
    owner_role: tuple[OwnerRole, ...]
    partners: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    product: str | None = None


def given_responsibility(clause: Clause, heading: str, given: Given) -> Responsibility:
    """A task whose lead, partners, deadline and product are told apart from its text."""
    plain = responsibility(clause, Heading(heading, given.owners, False, "", False))
    named = tuple(Partner(name=name, role="phối hợp") for name in given.partners)
    known = {(partner.name, partner.role) for partner in named}
    return plain.model_copy(
        update={
            "owner_role": given.owner_role,
            "partners": (*named, *(p for p in plain.partners if (p.name, p.role) not in known)),
            "deadlines": _together(given.deadlines, plain.deadlines),
            "product": given.product,
        }
    )


def _together(first: Iterable[Deadline], second: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines of both, those of the column first, none twice by its words."""
    return tuple({deadline.text.casefold(): deadline for deadline in (*second, *first)}.values())


def agency_groups(root: Node) -> list[Node]:
    """The uppermost nodes that give a duty to a body, for documents without a section on organisation."""
    found: list[Node] = []
    for node in root.children:
        if FORMAL.search(node.text):
            continue
        if node.level is not Level.PLAIN and _heads_duties(node):
            found.append(node)
        elif node.level < Level.LETTER:
            found.extend(agency_groups(node))
    return found


def _heads_duties(node: Node) -> bool:
    """Whether a node is a body's heading with items, or a body with its duty: a name alone may be anything."""
    before, colon, after = node.text.partition(": ")
    if node.children and is_agency_heading(node.text):
        return True
    named = without_order(node.text)
    if not starts_name(named):
        return False
    if colon and after and is_agency_heading(before):
        return True
    return ORDER.match(node.text) is not None or _VERB.match(named, read_names(named)[1]) is not None
