"""What a person decided about a reading, and laying these decisions over a reading again.

Decisions are found by the text of an item, never by its number alone: they survive a new reading and a renumbering.
A change is made only where the item still says what it said when the person changed it.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pydantic import ValidationError
from rapidfuzz import fuzz

from plans.model import Document, Frozen, Plan, Responsibility, Signer, Source, Target, Task
from plans.review.fields import What

Action = Literal["accept", "correct", "reject", "add", "assign", "waive"]
Item = Responsibility | Target | Task | Document | Signer
ALIKE, CLEAR_LEAD = 82.0, 5.0
"""Likeness, of 100, from which a changed text is still the same item, and by how much it must lead the second best."""
_SOURCE = Source(start_line=0, end_line=0, lines=())


class Change(Frozen):
    """One field of the model before and after, as plain JSON."""

    before: object
    after: object


class Correction(Frozen):
    """One decision of a person. `path` and `text` say about what, as it was read.

    - `accept` of an item: it has been seen and is right; `correct` has `changes`; `reject` takes the item out;
      `add` puts one in (`changes` are its fields, `path` its path);
    - of a question: `accept` (right as it stands), `assign` (`agencies`), `waive` (`reason`).

    `kind` is the kind of the question that is decided, or that a correction of an item answers. `name` is the name in
    doubt of a question about an owner.
    """

    action: Action
    what: What
    path: str
    text: str
    changes: dict[str, Change] = {}
    kind: str = ""
    name: str | None = None
    agencies: tuple[str, ...] = ()
    reason: str = ""
    by: str
    at: datetime


@dataclass(frozen=True)
class Entry:
    """One item: as it was read, and as it stands after the decisions (None: rejected).

    `number` counts the items of a kind from 1 as read and goes on with those that were added. `made` are the decisions
    that changed or accepted it.
    """

    what: What
    number: int
    read: Item
    now: Item | None
    added: bool = False
    made: tuple[Correction, ...] = ()

    @property
    def path(self) -> str:
        """Where it stands: the path of a clause, or "document", "signer"."""
        return path_of(self.now or self.read)


@dataclass(frozen=True)
class Lost:
    """A decision that could not be laid over this reading, and why, in words for a person."""

    correction: Correction
    reason: str


@dataclass(frozen=True)
class Applied:
    """A corrected plan, its items one by one, and the decisions that found their item or did not."""

    plan: Plan
    entries: tuple[Entry, ...]
    matched: tuple[Correction, ...]
    lost: tuple[Lost, ...]

    def of(self, what: What) -> tuple[Entry, ...]:
        """The items of one kind that still stand, in their order."""
        return tuple(entry for entry in self.entries if entry.what == what and entry.now is not None)


def path_of(item: Item) -> str:
    """The path of an item; the heading and the signature have names instead."""
    match item:
        case Document():
            return "document"
        case Signer():
            return "signer"
        case _:
            return item.path


def text_of(item: Item) -> str:
    """The text by which an item is found again; a duty is found by its bodies and its text."""
    match item:
        case Document():
            return item.title
        case Signer():
            return item.name or ""
        case Responsibility():
            return f"{'; '.join(item.owners)}: {item.text}"
        case _:
            return item.text


def fold(text: str) -> str:
    """Text for comparison: lower case, NFC, words and numbers only."""
    return " ".join(re.findall(r"[\w%]+", unicodedata.normalize("NFC", text).casefold()))


def apply(plan: Plan, corrections: Sequence[Correction]) -> Applied:
    """Lay the decisions about items over a reading, oldest first; decisions about questions are left to `answers`."""
    entries = _entries(plan)
    matched: list[Correction] = []
    lost: list[Lost] = []
    for correction in corrections:
        if correction.what == "question":
            continue
        problem = _add(entries, correction) if correction.action == "add" else _change(entries, correction)
        if problem:
            lost.append(Lost(correction, problem))
        else:
            matched.append(correction)
    return Applied(_plan(plan, entries), tuple(entries), tuple(matched), tuple(lost))


def _entries(plan: Plan) -> list[Entry]:
    kinds: tuple[tuple[What, Sequence[Item]], ...] = (
        ("document", (plan.document,)),
        ("signer", (plan.signer or Signer(authority=(), on_behalf=None, acting_for=None, position=None, name=None),)),
        ("target", plan.targets),
        ("task", plan.tasks),
        ("responsibility", plan.responsibilities),
    )
    return [Entry(what, number, item, item) for what, items in kinds for number, item in enumerate(items, 1)]


def _plan(plan: Plan, entries: Iterable[Entry]) -> Plan:
    standing: dict[What, list[Item]] = {}
    for entry in entries:
        if entry.now is not None:
            standing.setdefault(entry.what, []).append(entry.now)
    signer = standing["signer"][0]
    unsigned = plan.signer is None and isinstance(signer, Signer) and signer.name is None
    update = {
        "document": standing["document"][0],
        "signer": None if unsigned else signer,
        "targets": tuple(standing.get("target", ())),
        "tasks": tuple(standing.get("task", ())),
        "responsibilities": tuple(standing.get("responsibility", ())),
    }
    return plan.model_copy(update=update)


def _change(entries: list[Entry], correction: Correction) -> str:
    """Make one decision; returns why it cannot be made, or nothing."""
    place, exact = find(entries, correction)
    if place is None:
        return "không còn điểm này trong lần đọc mới, hoặc có nhiều điểm giống nhau"
    entry = entries[place]
    made = (*entry.made, correction)
    if correction.action == "accept":
        if not exact:
            return "nội dung đã thay đổi"
        entries[place] = replace(entry, made=made)
        return ""
    if entry.now is None:
        return "" if correction.action == "reject" else "điểm này đã bị bỏ"
    if correction.action == "reject":
        if not exact:
            return "nội dung đã thay đổi, có thể nay là một nhiệm vụ"
        entries[place] = replace(entry, now=None, made=made)
        return ""
    item, problem = _corrected(entry.now, correction)
    if not problem:
        entries[place] = replace(entry, now=item, made=made)
    return problem


def find(entries: Sequence[Entry], correction: Correction) -> tuple[int | None, bool]:
    """Which item a decision is about, and whether its text is still the same."""
    if correction.what in {"document", "signer"}:
        return next((n for n, entry in enumerate(entries) if entry.what == correction.what), None), True
    mine = [(n, entry) for n, entry in enumerate(entries) if entry.what == correction.what]
    wanted = fold(correction.text)
    texts = {n: fold(text_of(entry.read)) for n, entry in mine}
    same = [n for n, _ in mine if texts[n] == wanted]
    here = [n for n in same if path_of(entries[n].read) == correction.path]
    if len(here) == 1 or (len(same) == 1 and not here):
        return (here or same)[0], True
    if same:
        return None, False
    scores = sorted(((fuzz.ratio(wanted, texts[n]), n) for n, _ in mine), reverse=True)
    if not scores or scores[0][0] < ALIKE or (len(scores) > 1 and scores[0][0] - scores[1][0] < CLEAR_LEAD):
        return None, False
    return scores[0][1], False


def _corrected(item: Item, correction: Correction) -> tuple[Item, str]:
    fields = item.model_dump(mode="json")
    for name, change in correction.changes.items():
        if fields.get(name) not in (change.before, change.after):
            return item, f"văn bản nay đã ghi khác ở mục “{name}”"
    fields |= {name: change.after for name, change in correction.changes.items()}
    try:
        return type(item).model_validate_json(_json(fields)), ""
    except ValidationError:
        return item, "giá trị không hợp lệ với điểm này"


def _json(fields: dict[str, object]) -> str:
    return json.dumps(fields)


def _add(entries: list[Entry], correction: Correction) -> str:
    fields = {name: change.after for name, change in correction.changes.items()}
    item = _new(correction, fields)
    if item is None:
        return "giá trị không hợp lệ"
    mine = [entry for entry in entries if entry.what == correction.what]
    if any(fold(text_of(entry.read)) == fold(text_of(item)) for entry in mine):
        return ""  # The document says it itself now.
    if any(entry.path == correction.path for entry in mine):
        item = item.model_copy(update={"path": free_path(entries, correction.path.rpartition(".")[0])})
    number = max((entry.number for entry in mine), default=0) + 1
    entries.append(Entry(correction.what, number, item, item, added=True, made=(correction,)))
    return ""


def _new(correction: Correction, fields: dict[str, object]) -> Responsibility | Target | None:
    model = Responsibility if correction.what == "responsibility" else Target
    base = _EMPTY_TARGET if model is Target else _EMPTY_DUTY
    try:
        return model.model_validate_json(_json({**base, "path": correction.path, **fields}))
    except ValidationError:
        return None


_EMPTY_DUTY: dict[str, object] = {
    **dict.fromkeys(("owners", "owner_role", "partners", "advises", "reports_to", "recurrence", "deadlines"), ()),
    "heading": "",
    "requested": False,
    "source": _SOURCE.model_dump(mode="json"),
}
_EMPTY_TARGET: dict[str, object] = {
    **dict.fromkeys(("group", "scope", "comparator", "value", "unit", "year", "recurrence", "part_of")),
    "relative": False,
    "clause": "",
    "source": _SOURCE.model_dump(mode="json"),
}
ADDED = "bs"
"""Last part of the path of an item that a person added ("bổ sung")."""


def free_path(entries: Iterable[Entry], under: str) -> str:
    """A path for an item that a person adds below another path, or on its own."""
    taken = {entry.path for entry in entries} | {path_of(entry.read) for entry in entries}
    number = 1
    while (path := f"{under}.{ADDED}{number}".lstrip(".")) in taken:
        number += 1
    return path
