"""What a letter that asks for reports says, as one frozen value: no database, no clock, no markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cycles.ladder import Relation, Rung
from mail.letters.phrases import days_left, long_day, shorten

HEADING_LIMIT = 70

# Most urgent last: a letter with several rungs speaks with the voice of the most urgent one.
URGENCY: tuple[Rung, ...] = (
    Rung.OPENING,
    Rung.REMINDER,
    Rung.DUE_TODAY,
    Rung.OVERDUE,
    Rung.TO_HEAD,
    Rung.OFFICIAL_LETTER,
    Rung.PEOPLE_COMMITTEE,
)
# Gentlest first: one requested clause makes the whole letter a request.
GENTLENESS: tuple[Relation, ...] = (Relation.REQUESTED, Relation.SAME_LEVEL, Relation.BELOW, Relation.OWN)


@dataclass(frozen=True, slots=True)
class Window:
    """The cycle that a duty is reported for: label ("Năm 2025"), first and last day of the data, cut-off day."""

    label: str
    start: date
    end: date
    cut_off: date


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure that is asked for: "CT1", what it measures, its unit, and the aim in words ("ít nhất 55%").

    ``last`` is what was reported before, with its cycle: "Năm 2024: 410/512 (80,1%)".
    """

    code: str
    label: str
    unit: str = ""
    target: str = ""
    last: str = ""

    @property
    def is_ratio(self) -> bool:
        """Whether numerator and denominator are wanted."""
        return self.unit.strip() == "%"

    @property
    def asked_as(self) -> str:
        """How the figure is to be given: a percentage by its two parts, anything else by its unit."""
        return "tử số/mẫu số" if self.is_ratio else self.unit.strip() or "số lượng"


@dataclass(frozen=True, slots=True)
class SharedFigure:
    """A figure that another item asks for already: "CT3", what it measures, and the code of that item."""

    code: str
    label: str
    asked_in: str


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One assignment as a letter asks for it. ``last_answer``: "Năm 2024: đang thực hiện, 70%".

    ``heir_of`` names the body that had the duty before, ``heir_since`` the day from which the agency answers for it.
    """

    code: str
    path: str
    text: str
    heading: str
    plan_title: str
    plan_label: str
    due_on: date
    due_basis: str
    rung: Rung
    window: Window
    requested: bool = False
    derived: bool = True
    figures: tuple[AskedFigure, ...] = ()
    last_answer: str = ""
    shared: tuple[SharedFigure, ...] = ()
    heir_of: str = ""
    heir_since: date | None = None

    @property
    def inherited(self) -> str:
        """ "Kế thừa Phòng Mẫu từ ngày 01/3/2025: báo cáo cả phần việc của Phòng Mẫu.", or nothing."""
        since = f" từ ngày {long_day(self.heir_since)}" if self.heir_since else ""
        return f"Kế thừa {self.heir_of}{since}: báo cáo cả phần việc của {self.heir_of}." if self.heir_of else ""

    @property
    def form_heading(self) -> str:
        """The first line of the fill-in form: code, place in the plan, shortened clause."""
        return f"[{self.code}] {self.path} – {shorten(self.text, HEADING_LIMIT)}"


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What one letter to one agency on one day says.

    ``office`` signs; ``addressed`` stands behind "Kính gửi"; ``reply_to`` carries the token; ``write_to`` is where
    people write to when our mail server takes no tagged address, else ""; ``answer_link`` is the signed page, or "".
    ``calendar`` and ``form`` are the names of the files that go with the letter, or "".
    """

    office: str
    agency: str
    addressed: str
    day: date
    relation: Relation
    items: tuple[LetterItem, ...]
    reply_to: str
    write_to: str = ""
    answer_link: str = ""
    calendar: str = ""
    form: str = ""
    sample: bool = False

    @property
    def rung(self) -> Rung:
        """The most urgent rung among the items."""
        return most_urgent(item.rung for item in self.items)

    @property
    def requested(self) -> bool:
        """Whether the body may only be requested."""
        return self.relation is Relation.REQUESTED

    @property
    def plans(self) -> tuple[tuple[str, str, tuple[LetterItem, ...]], ...]:
        """Label, title and items of each plan; the earliest due day first."""
        ordered = sorted(self.items, key=lambda item: (item.due_on, item.code))
        first = {item.plan_label: place for place, item in reversed(list(enumerate(ordered)))}
        ordered.sort(key=lambda item: first[item.plan_label])
        groups = [(label, tuple(items)) for label, items in groupby(ordered, key=lambda item: item.plan_label)]
        return tuple((label, items[0].plan_title, items) for label, items in groups)

    @property
    def ordered(self) -> tuple[LetterItem, ...]:
        """All items in the order in which the letter shows them."""
        return tuple(item for _, _, items in self.plans for item in items)

    @property
    def due_on(self) -> date:
        """The earliest due day."""
        return min(item.due_on for item in self.items)

    @property
    def asks_figures(self) -> bool:
        """Whether any figure is asked for, so that the Excel form goes with the letter."""
        return any(item.figures for item in self.items)

    @property
    def one_due_day(self) -> bool:
        """Whether one day holds for the whole letter."""
        return len({item.due_on for item in self.items}) == 1

    @property
    def windows(self) -> tuple[Window, ...]:
        """The cycles in question, usually one."""
        return tuple(dict.fromkeys(item.window for item in self.ordered))

    @property
    def bases(self) -> tuple[tuple[date, str, bool], ...]:
        """Each due day once, with where it comes from and whether it was derived."""
        return tuple(dict.fromkeys((item.due_on, item.due_basis.rstrip(" ."), item.derived) for item in self.ordered))

    @property
    def left(self) -> str:
        """How much time is left, in words."""
        late = sum(item.due_on < self.day for item in self.items)
        if late and not self.one_due_day:
            return f"{late} {self.noun} quá hạn"
        return days_left(self.due_on, self.day)

    @property
    def noun(self) -> str:
        """What an item is called: a requested body is not given tasks."""
        return "nội dung" if self.requested else "nhiệm vụ"

    @property
    def tags(self) -> tuple[str, ...]:
        """What stands in the brackets of the subject: the only code, or the plans' prefixes."""
        if len(self.items) == 1:
            return (self.items[0].code,)
        return tuple(dict.fromkeys(item.code.rpartition("-")[0] or item.code for item in self.ordered))


def most_urgent(rungs: Iterable[Rung]) -> Rung:
    """The rung with which a letter speaks."""
    return max(rungs, key=URGENCY.index)


def gentlest(relations: Iterable[Relation]) -> Relation:
    """The relation that decides the tone when an agency stands in several."""
    return min(relations, key=GENTLENESS.index)


def addressed(agency: str, rung: Rung) -> str:
    """Whom a letter greets: the body, or its head when the ladder has come that far."""
    return f"Lãnh đạo {agency}" if rung is Rung.TO_HEAD else agency
