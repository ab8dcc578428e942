"""What every question is built from: the reading it is about, and the words for places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.model import Plan, Question, Responsibility, Target, Task
from plans.structure.outline import Node

_PLACES = {"document": "phần đầu", "signer": "người ký", "recipients": "nơi nhận", "annex": "phụ lục"}
_SHOWN = 5


@dataclass(frozen=True)
class Reading:
    """What the questions are asked about."""

    plan: Plan
    root: Node
    organisation: Node
    goals: tuple[Node, ...]


def place(path: str) -> str:
    """A path in words people read: "mục V.10.b", "chú thích 1"."""
    if path.startswith("footnote."):
        return f"chú thích {path.partition('.')[2]}"
    if path.endswith(".closing"):
        return "đoạn kết"
    return _PLACES.get(path, f"mục {path}")


def places(paths: Iterable[str]) -> str:
    """Several places in one breath: "mục V.1.a, V.2.b và 3 mục khác"."""
    names = list(dict.fromkeys(place(path) for path in paths))
    named = [name if index == 0 else name.removeprefix("mục ") for index, name in enumerate(names[:_SHOWN])]
    more = f" và {len(names) - _SHOWN} nơi khác" if len(names) > _SHOWN else ""
    return ", ".join(named) + more


def opening(text: str) -> str:
    """The same words at the head of a sentence."""
    return text[:1].upper() + text[1:]


def listed(texts: Iterable[str]) -> str:
    """Several texts in quotation marks, the first few of them."""
    found = list(dict.fromkeys(texts))
    more = f" và {len(found) - _SHOWN} chỗ khác" if len(found) > _SHOWN else ""
    return ", ".join(f"“{text}”" for text in found[:_SHOWN]) + more


def question(path: str, kind: str, message: str, item: str | None = None) -> Question:
    """A question about a place, or about one item of it."""
    return Question(path=path, kind=kind, message=message, item=item)


def shared(items: Sequence[Responsibility | Target | Task], kind: str, message: str) -> Question:
    """One question about several items: it stands at the first, and is about its text when there is no other."""
    return question(items[0].path, kind, message, items[0].text if len(items) == 1 else None)
