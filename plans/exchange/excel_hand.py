"""What a row written by hand leaves out is read from its own text, by the same rules as a document."""

import re

from plans.deadlines.read import read_deadlines
from plans.exchange.excel_cells import shows_percent
from plans.exchange.excel_columns import Values
from plans.exchange.excel_grid import Cell
from plans.meaning import roles
from plans.meaning.citations import first_citation, recurrence_words
from plans.meaning.targets import read_targets
from plans.model import Source, Target
from plans.structure.labels import Level
from plans.structure.outline import Node

_LEAD = re.compile(r"(?:Tiếp tục thực hiện|Để triển khai|Trên cơ sở|Thực hiện|Triển khai|Căn cứ|Theo|Xét)(?!\w)")


def source_at(row: int) -> Source:
    """The row of the sheet stands for the lines of a document."""
    return Source(start_line=row, end_line=row, lines=((row, row),))


def complete_responsibility(values: Values, cells: dict[str, Cell], row: int) -> Values:
    """Roles, partners, addressees, rhythm and deadlines of a row, where their cells are blank."""
    text = str(values["text"])
    named = values.get("owner_role") or ()
    requested = bool(values.get("requested")) or "đề nghị" in tuple(named if isinstance(named, tuple) else ())
    recurrence = values.get("recurrence") or recurrence_words(text)
    deadlines = values.get("deadlines")
    if not deadlines and not cells.get("Hạn", Cell()).value:
        spoken = (rule for word in _words(recurrence) for rule in read_deadlines(word, cell=True))
        deadlines = read_deadlines(text) or tuple(spoken)
    owners = values.get("owners") or ()
    return {
        "path": "",
        "heading": "; ".join(_words(owners)),
        "source": source_at(row),
        **values,
        "owner_role": named or roles.owner_roles(text, requested),
        "partners": values.get("partners") or roles.partners(text),
        "advises": values.get("advises") or roles.advised(text),
        "reports_to": values.get("reports_to") or roles.reported_to(text),
        "recurrence": recurrence,
        "deadlines": deadlines or (),
        "requested": requested,
    }


_READ_FROM_TEXT = ("comparator", "value", "high", "unit", "year", "recurrence", "relative", "measure", "base", "places")


def complete_target(values: Values, cells: dict[str, Cell], row: int) -> Values:
    """Figure, comparator, unit and year of a row, where their cells are blank and its text gives them."""
    text = str(values["text"])
    value = values.get("value")
    aim = _aim(text, row, value if isinstance(value, float) else None)
    blank: Values = dict.fromkeys(("group", "scope", "part_of", "comparator", "value", "unit", "year", "recurrence"))
    found: Values = {name: getattr(aim, name) for name in _READ_FROM_TEXT} if aim else {"relative": False}
    if shows_percent(cells.get("Giá trị", Cell())):
        found["unit"] = "%"
    typed = {name: item for name, item in values.items() if item not in (None, (), "", False)}
    return {**blank, "path": "", "clause": text, "source": source_at(row), **found, **typed}


def _aim(text: str, row: int, value: float | None) -> Target | None:
    """The aim that the text of a row states: the one with the value of its cell, or the only one."""
    spans = ((row, row),)
    section = Node("", Level.ROMAN, None, spans, "", [Node(text, Level.PLAIN, None, spans)])
    found = read_targets([section])
    if value is not None:
        return next((aim for aim in found if value in (aim.value, aim.high)), None)
    return found[0] if len(found) == 1 else None


def complete_task(values: Values, cells: dict[str, Cell], row: int) -> Values:
    """A task without a heading has none; its rhythm is read from its text."""
    optional: Values = {"path": "", "heading": "", "subheading": None, "source": source_at(row)}
    return {**optional, **values, "recurrence": values.get("recurrence") or recurrence_words(str(values["text"]))}


def complete_basis(values: Values, cells: dict[str, Cell], row: int) -> Values:
    """Type, number, date and issuer of the document that the sentence cites."""
    text = str(values["text"])
    cited = first_citation(text)
    lead = _LEAD.match(text)
    found: Values = {
        "lead_word": lead.group() if lead else "",
        "type": cited.type if cited else None,
        "number": cited.number if cited else None,
        "date": cited.date if cited else None,
        "issuer": cited.issuer if cited else None,
        "source": source_at(row),
    }
    return {**found, **{key: item for key, item in values.items() if item is not None}}


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()
