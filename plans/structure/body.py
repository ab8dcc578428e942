"""The numbered body of a document: which section says what, and the items of each."""

import re
from dataclasses import dataclass

from plans.errors import NotAPlan
from plans.meaning.citations import recurrence_words
from plans.meaning.names import read_names, starts_name
from plans.meaning.targets import general_objective, read_targets
from plans.model import Closing, FundingItem, Question, Responsibility, Section, Target, Task
from plans.structure.articles import read_articles
from plans.structure.assigned import take_assigned
from plans.structure.blocks import ends_sentence
from plans.structure.closing import detach_closing, read_closing
from plans.structure.document import Opening
from plans.structure.duties import NOBODY, Heading, agency_groups, read_heading, read_responsibilities
from plans.structure.headings import SECTION_NAMES, is_agency_heading, section_words, without_order
from plans.structure.labels import Level
from plans.structure.outline import SECTION_STYLE, Node, build, leaves, sections, walk
from plans.structure.schedule import is_schedule, read_schedule

_ADDRESSES = re.compile(r"(?<!\w)(?:giao(?: cho)?|yêu cầu|chỉ thị|đề nghị)\s+", re.IGNORECASE)
_WITHOUT_DUTIES = ("purpose", "goals")


@dataclass(frozen=True)
class Body:
    """What the body says. `root` is the tree, `organisation` and `goals` its sections of these kinds."""

    root: Node
    organisation: tuple[Node, ...]
    goals: tuple[Node, ...]
    sections: tuple[Section, ...]
    general_objective: str | None
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    funding: tuple[FundingItem, ...]
    responsibilities: tuple[Responsibility, ...]
    closing: Closing | None
    questions: tuple[Question, ...] = ()


def _names_a_table(node: Node) -> bool:
    """Whether the line above a table only introduces it; one that begins with a body by name is its duty."""
    if ends_sentence(node.text) and not node.text.endswith(":"):
        return False
    named = without_order(node.text)
    return not starts_name(named) or named.startswith(("Các ", "Những "))


def read_body(start: Opening, captions: frozenset[int] = frozenset()) -> Body:
    """Read the body below an opening; `captions` are the lines right above its tables.

    :raises NotAPlan: nothing is numbered
    """
    root = build(start.rest)
    for node in walk(root) if captions else ():
        node.caption = node.spans[-1][1] in captions and _names_a_table(node)
    if not any(_is_section(node) for node in root.children):
        raise NotAPlan(reason="không có các mục đánh số")
    directive = start.word == "CHỈ THỊ"
    organisation = [] if directive else sections(root, "organisation")
    goals = sections(root, "goals")
    closing_nodes = detach_closing(root)
    closing_section = organisation[-1] if organisation else root.children[-1]
    questions: list[Question] = []
    if directive:
        duties = read_responsibilities(root, default=_addressed(start))
    else:
        duties = _duties(root, organisation, goals, questions)
    return Body(
        root=root,
        organisation=tuple(organisation),
        goals=tuple(goals),
        sections=tuple(
            Section(no=node.path, title=node.heading)
            for node in root.children
            if (node.label or node.style == SECTION_STYLE) and node.children
        ),
        general_objective=general_objective(goals),
        targets=read_targets(goals),
        tasks=() if directive else _tasks([s for s in sections(root, "tasks") if s not in organisation + goals]),
        funding=_funding([s for s in sections(root, "funding") if s not in organisation]),
        responsibilities=_distinct(duties),
        closing=read_closing(closing_nodes, closing_section),
        questions=tuple(questions),
    )


def _is_section(node: Node) -> bool:
    if node.label is None:
        return node.style == SECTION_STYLE and bool(node.children)
    return node.level <= Level.NUMBER


def _duties(
    root: Node, organisation: list[Node], goals: list[Node], questions: list[Question]
) -> tuple[Responsibility, ...]:
    """Duties of the sections on organisation and reporting, of tasks that name their lead, of schedules and articles.

    What a schedule leaves open is added to `questions`.
    """
    found = [item for section in organisation for item in read_responsibilities(section, default=_owner(section))]
    for section in _others(root, organisation, goals):
        if _is_kind(section, "reporting"):
            found.extend(item for item in read_responsibilities(section) if item.owners)
        elif is_schedule(section):
            schedule = read_schedule(section)
            found.extend(schedule.responsibilities)
            questions.extend(schedule.questions)
        else:
            found.extend(take_assigned(section))
    found.extend(read_articles(root, organisation))
    if not found and (groups := agency_groups(root)):
        found.extend(read_responsibilities(Node("", Level.DIVISION, None, ((0, 0),), "", groups)))
    return tuple(sorted(found, key=lambda item: item.source.start_line))


def _owner(section: Node) -> Heading:
    """A section may be one body's own: "Điều 3. Trách nhiệm của Sở Y tế"."""
    return read_heading(section.text, True) if is_agency_heading(section.text) else NOBODY


def _others(root: Node, organisation: list[Node], goals: list[Node]) -> list[Node]:
    """The other sections that may give duties; a part that holds known sections is looked into."""
    known = {id(node) for node in (*organisation, *goals)}
    found: list[Node] = []
    for node in root.children:
        if id(node) in known or not node.children:
            continue
        if any(id(inner) in known for inner in walk(node)):
            found.extend(_others(node, organisation, goals))
        elif not any(_is_kind(node, kind) for kind in _WITHOUT_DUTIES):
            found.append(node)
    return found


def _is_kind(node: Node, kind: str) -> bool:
    return SECTION_NAMES[kind].match(section_words(node.text)) is not None


def _addressed(start: Opening) -> Heading:
    """Whom a directive speaks to before its first number: "yêu cầu các sở, ban, ngành ... thực hiện:"."""
    last = start.preamble[-1].text if start.preamble else ""
    for match in _ADDRESSES.finditer(last):
        owners = read_names(last, match.end())[0]
        if owners and last.endswith(":"):
            return Heading(last, owners, False, "", False, general=True)
    return NOBODY


def _distinct(items: tuple[Responsibility, ...]) -> tuple[Responsibility, ...]:
    """No two responsibilities share a path; the second one of a path gets "-2"."""
    used: dict[str, int] = {}
    found = []
    for item in items:
        count = used[item.path] = used.get(item.path, 0) + 1
        found.append(item if count == 1 else item.model_copy(update={"path": f"{item.path}-{count}"}))
    return tuple(found)


def _tasks(found: list[Node]) -> tuple[Task, ...]:
    return tuple(
        Task(
            path=leaf.path,
            heading=leaf.headings[0].text if leaf.headings else section.heading,
            subheading=leaf.headings[-1].text if len(leaf.headings) > 1 else None,
            text=leaf.node.text,
            recurrence=recurrence_words(leaf.node.text),
            source=leaf.node.source,
        )
        for section in found
        for leaf in leaves(section)
    )


def _funding(found: list[Node]) -> tuple[FundingItem, ...]:
    return tuple(
        FundingItem(path=leaf.path, text=leaf.node.text, source=leaf.node.source)
        for section in found
        for leaf in leaves(section)
    )
