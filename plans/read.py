"""The door of the room: a file or a text in, a Plan out, or a typed error."""

from plans.blocks import FootnoteBlock, paragraphs
from plans.citations import recurrence_words
from plans.document import Surroundings, find_type_line, opening, read_bases, read_document
from plans.duties import detach_closing, read_closing, read_responsibilities
from plans.ending import Ending, read_ending
from plans.errors import EmptyFile, NoResponsibilities, NotAPlan, PlanError
from plans.formats.opening import open_sheet
from plans.formats.plain import text_sheet
from plans.labels import Level
from plans.model import Footnote, FundingItem, LegalBasis, Plan, Section, Target, Task
from plans.outline import Node, build, leaves, sections, source_of
from plans.questions import Reading, ask
from plans.sheet import Line, Sheet
from plans.targets import general_objective, read_targets


def read_plan(data: bytes, name: str) -> Plan:
    """Read a file of any format that `plans.formats` knows. Raises a PlanError that names the file."""
    try:
        return read_sheet(open_sheet(data, name))
    except PlanError as error:
        error.name = name
        raise


def read_text(text: str) -> Plan:
    """Read the text of a plan. Raises EmptyFile, NotAPlan or NoResponsibilities."""
    return read_sheet(text_sheet(text))


def read_sheet(sheet: Sheet) -> Plan:
    """Read what a file shows. Raises EmptyFile, NotAPlan or NoResponsibilities."""
    lines = [block for block in sheet.blocks if isinstance(block, Line)]
    if all(line.blank for line in lines):
        raise EmptyFile
    type_index = find_type_line(lines)
    ending = read_ending(lines, type_index + 1)
    body, notes = paragraphs(lines[type_index + 1 : ending.start])
    start = opening(lines, type_index, body)
    root = build(list(start.rest))
    if not any(node.level <= Level.NUMBER for node in root.children):
        raise NotAPlan
    organisation = sections(root, "organisation")
    closing_nodes = detach_closing(organisation[-1]) if organisation else []
    responsibilities = tuple(item for section in organisation for item in read_responsibilities(section))
    if not responsibilities:
        raise NoResponsibilities
    goals = sections(root, "goals")
    targets = read_targets(goals)
    bases = read_bases(start.preamble)
    document = read_document(start, _surroundings(ending, bases, targets, [start.title, *(p.text for p in body)]))
    plan = Plan(
        document=document,
        legal_bases=bases,
        sections=tuple(Section(no=n.path, title=n.heading) for n in root.children if n.label and n.children),
        general_objective=general_objective(goals),
        targets=targets,
        tasks=_tasks([s for s in sections(root, "tasks") if s not in organisation and s not in goals]),
        funding=_funding([s for s in sections(root, "funding") if s not in organisation]),
        responsibilities=responsibilities,
        recipients=ending.recipients,
        signer=ending.signer,
        closing=read_closing(closing_nodes, organisation[-1]),
        footnotes=_footnotes(notes),
        questions=(),
        format=sheet.format,
    )
    reading = Reading(plan, root, organisation[-1], tuple(goals), ending.annex)
    return plan.model_copy(update={"questions": ask(reading)})


def _surroundings(
    ending: Ending, bases: tuple[LegalBasis, ...], targets: tuple[Target, ...], texts: list[str]
) -> Surroundings:
    authority = ending.signer.authority if ending.signer else ()
    signed_for = next((line[3:].strip() for line in authority if line.startswith("TM.")), None)
    years = tuple(sorted({target.year for target in targets if target.year}))
    return Surroundings(signed_for, bases, years, "\n".join(texts))


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


def _footnotes(notes: list[FootnoteBlock]) -> tuple[Footnote, ...]:
    return tuple(Footnote(mark=note.mark, text=note.text, source=source_of(note.spans)) for note in notes)
