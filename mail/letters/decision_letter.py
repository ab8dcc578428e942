"""What the letter about more time says: granted until a day, or kept at one, with the reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from cycles.ladder import Relation
from mail.letters.letter import TEMPLATES, Rendered, render, wording
from mail.letters.phrases import long_day, sentence_part, short_day


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """One assignment and what was decided about it; ``reason`` is a sentence without its full stop, or ""."""

    code: str
    path: str
    text: str
    plan_label: str
    cycle_label: str
    granted: bool
    due_before: date
    due_on: date
    reason: str
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecidedGroup:
    """Assignments about which the same was decided."""

    granted: bool
    due_before: date
    due_on: date
    reason: str
    items: tuple[DecidedItem, ...]


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """What one letter to one agency says about everything that was decided.

    ``calendar`` is the name of the calendar file that goes with it, or "".
    """

    office: str
    agency: str
    day: date
    relation: Relation
    items: tuple[DecidedItem, ...]
    reply_to: str
    write_to: str = ""
    answer_link: str = ""
    calendar: str = ""
    sample: bool = False

    @property
    def outcome(self) -> str:
        """Everything "granted", everything "refused", or "mixed"."""
        if len({item.granted for item in self.items}) > 1:
            return "mixed"
        return "granted" if self.items[0].granted else "refused"

    @property
    def groups(self) -> tuple[DecidedGroup, ...]:
        """What was granted first, then by due day."""

        def decision(item: DecidedItem) -> tuple[bool, date, date, str]:
            return not item.granted, item.due_on, item.due_before, item.reason

        ordered = sorted(self.items, key=lambda item: (*decision(item), item.code))
        return tuple(
            DecidedGroup(not refused, before, due, reason, tuple(items))
            for (refused, due, before, reason), items in groupby(ordered, key=decision)
        )

    @property
    def days(self) -> str:
        """The due day of the letter, or the first and the last one: "24/12/2024", "24/12–31/12/2024"."""
        days = sorted({item.due_on for item in self.items})
        if len(days) == 1:
            return long_day(days[0])
        first = short_day(days[0]) if days[0].year == days[-1].year else long_day(days[0])
        return f"{first}–{long_day(days[-1])}"

    @property
    def noun(self) -> str:
        """What an item is called: a requested body is not given tasks."""
        return "nội dung" if self.relation is Relation.REQUESTED else "nhiệm vụ"

    @property
    def tags(self) -> tuple[str, ...]:
        """What stands in the brackets of the subject: the only code, or the plans' prefixes."""
        if len(self.items) == 1:
            return (self.items[0].code,)
        return tuple(dict.fromkeys(item.code.rpartition("-")[0] or item.code for item in self.items))

    @property
    def asked_on(self) -> tuple[date, ...]:
        """The days on which the agency asked for more time; empty when any of it was decided without being asked."""
        days = {item.asked_on for item in self.items}
        return () if None in days else tuple(sorted(day for day in days if day))

    def these(self, group: DecidedGroup) -> str:
        """ "nhiệm vụ này", "các nhiệm vụ này"."""
        return f"{self.noun} này" if len(group.items) == 1 else f"các {self.noun} này"


def render_decision(letter: DecisionContext) -> Rendered:
    """The letter about more time, in the tone that the relation asks for."""
    relation, outcome = str(letter.relation), letter.outcome
    shared = wording()
    due = f"{'hạn mới' if outcome == 'granted' else 'hạn gửi vẫn'} là ngày {letter.days}"
    words = {
        "call": shared["call"][relation],
        "office": letter.office,
        "cycle": "; ".join(dict.fromkeys(sentence_part(item.cycle_label) for item in letter.items)),
        "tasks": f"{len(letter.items):02d} {letter.noun} nêu dưới đây",
        "due": due if len({item.due_on for item in letter.items}) == 1 else "hạn gửi ghi ở từng nội dung",
        "when": "sớm nhất có thể" if any(item.due_on < letter.day for item in letter.items) else "đúng hạn",
    }
    say = _sentences()[outcome][relation].format_map(words)
    if letter.asked_on:
        days = ", ".join(map(long_day, letter.asked_on))
        say = f"Sau khi xem xét đề nghị ngày {days} của {words['call']}, {say}"
    close = shared["close"][relation].format_map({**words, "agency": letter.agency})
    return render("decision", letter=letter, say=say, close=close)


@lru_cache(maxsize=1)
def _sentences() -> Mapping[str, Mapping[str, str]]:
    with (TEMPLATES / "decision" / "wording.toml").open("rb") as file:
        loaded: dict[str, dict[str, str]] = tomllib.load(file)
    return loaded
