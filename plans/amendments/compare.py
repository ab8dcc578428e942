"""What a later version of a plan changes: every clause of the old one beside its clause in the new one.

Clauses are matched by their words and owners, never by their number alone: a wrong match would move the open
assignments of a body to another duty. What is not safe is told as removed and added, and shown to a person as a pair.
"""

from collections.abc import Iterator

from plans.amendments.changes import Change, Changes, FieldChange, ItemChange, UncertainPair, What
from plans.amendments.pairs import Matching, Pair, Side, agree, match_sides
from plans.amendments.show import render_changes
from plans.model import Deadline, Document, Partner, Plan

__all__ = ["Changes", "FieldChange", "ItemChange", "UncertainPair", "compare", "render_changes"]

_CONTEXT = frozenset({"path", "source", "clause", "heading", "subheading", "doubts"})


def compare(old: Plan, new: Plan) -> Changes:
    """What changed between two versions of a plan; time grows with the number of clauses, not with their pairs."""
    items: list[ItemChange] = []
    uncertain: list[UncertainPair] = []
    for what, before, after in _sides(old, new):
        found = match_sides(before, after)
        items.extend(_items(what, before, after, found))
        uncertain.extend(_uncertain(what, before[pair.old], after[pair.new], pair) for pair in found.uncertain)
    return Changes(items=tuple(items), document=_heading(old, new), uncertain=tuple(uncertain))


def _sides(old: Plan, new: Plan) -> Iterator[tuple[What, list[Side], list[Side]]]:
    yield "responsibility", [*map(Side.of, old.responsibilities)], [*map(Side.of, new.responsibilities)]
    yield "target", [*map(Side.of, old.targets)], [*map(Side.of, new.targets)]
    yield "task", [*map(Side.of, old.tasks)], [*map(Side.of, new.tasks)]


def _items(what: What, before: list[Side], after: list[Side], found: Matching) -> Iterator[ItemChange]:
    by_new = {pair.new: pair for pair in found.pairs}
    for index, new in enumerate(after):
        pair = by_new.get(index)
        if pair is not None:
            yield _paired(what, before[pair.old], new, pair)
            continue
        origin = found.split.get(index)
        note = None if origin is None else f"tách từ mục {before[origin].path} cũ"
        yield ItemChange(what=what, kind="added", old=None, new=new.path, old_text=None, new_text=new.text, note=note)
    kept = {pair.old for pair in found.pairs}
    for index, old in enumerate(before):
        if index not in kept:
            goal = found.merged.get(index)
            note = None if goal is None else f"gộp vào mục {after[goal].path} mới"
            yield ItemChange(
                what=what, kind="removed", old=old.path, new=None, old_text=old.text, new_text=None, note=note
            )


def _paired(what: What, old: Side, new: Side, pair: Pair) -> ItemChange:
    fields = _differing(old, new)
    kind: Change = "changed" if fields else ("same" if old.path == new.path else "renumbered")
    return ItemChange(
        what=what,
        kind=kind,
        old=old.path,
        new=new.path,
        old_text=old.text,
        new_text=new.text,
        fields=fields,
        values=tuple(
            FieldChange(field=name, old=_shown(getattr(old.item, name)), new=_shown(getattr(new.item, name)))
            for name in fields
            if name != "text"
        ),
        likeness=round(pair.likeness, 3),
    )


def _shown(value: object) -> str:
    """A value of a field as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    if isinstance(value, Partner):
        return f"{value.name} ({value.role})"
    return value.text if isinstance(value, Deadline) else str(value)


def _uncertain(what: What, old: Side, new: Side, pair: Pair) -> UncertainPair:
    return UncertainPair(
        what=what,
        old=old.path,
        new=new.path,
        old_text=old.text,
        new_text=new.text,
        likeness=round(pair.likeness, 3),
        reason=pair.reason,
    )


def _differing(old: Side, new: Side) -> tuple[str, ...]:
    names = (name for name in type(old.item).model_fields if name not in _CONTEXT)
    return tuple(name for name in names if not agree(getattr(old.item, name), getattr(new.item, name)))


def _heading(old: Plan, new: Plan) -> tuple[str, ...]:
    """Where the issuer was read from is no fact of the plan."""
    names = (name for name in Document.model_fields if name != "issuer_from")
    return tuple(name for name in names if not agree(getattr(old.document, name), getattr(new.document, name)))
