"""A letter is a folder of templates and one frozen context; rendering knows neither database nor clock."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cycles.ladder import Relation, Rung

TEMPLATES = Path(__file__).parent.parent / "templates" / "mail"
SUBJECT_LIMIT = 70
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
class Rendered:
    """The three texts of a mail, NFC. ``subject`` is one line of at most 70 characters."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Window:
    """The cycle that a duty is reported for: label ("Năm 2025"), first and last day of the data, cut-off day."""

    label: str
    start: date
    end: date
    cut_off: date


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure that is asked for: "CT1", what it measures, its unit, and the aim in words ("ít nhất 55%")."""

    code: str
    label: str
    unit: str = ""
    target: str = ""

    @property
    def asked_as(self) -> str:
        """How the figure is to be given: a percentage by its two parts, anything else by its unit."""
        return "tử số/mẫu số" if self.unit.strip() == "%" else self.unit.strip() or "số lượng"


@dataclass(frozen=True, slots=True)
class SharedFigure:
    """A figure that another item asks for already: "CT3", what it measures, and the code of that item."""

    code: str
    label: str
    asked_in: str


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One assignment as a letter asks for it.

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

    ``office`` signs; ``addressed`` stands behind "Kính gửi"; ``reply_to`` carries the token; ``answer_link`` is the
    signed page for those who do not want to write, or "".
    """

    office: str
    agency: str
    addressed: str
    day: date
    relation: Relation
    items: tuple[LetterItem, ...]
    reply_to: str
    answer_link: str = ""
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


def days_left(due_on: date, day: date) -> str:
    """ "còn 3 ngày", "hạn hôm nay", "quá hạn 2 ngày" (calendar days)."""
    left = (due_on - day).days
    if left == 0:
        return "hạn hôm nay"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"


def shorten(text: str, limit: int) -> str:
    """The text on one line, cut between words with "…" when it is longer than ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.–-") + "…"


def short_day(day: date) -> str:
    """ "17/12"."""
    return f"{day:%d/%m}"


def long_day(day: date) -> str:
    """ "17/12/2025"."""
    return f"{day:%d/%m/%Y}"


def sentence_part(text: str) -> str:
    """A label or sentence inside another sentence: "Năm 2025" becomes "năm 2025", "UBND …" stays, no full stop."""
    cleaned = text.strip().rstrip(".")
    second_is_small = len(cleaned) > 1 and not cleaned[1].isupper()
    return cleaned[:1].lower() + cleaned[1:] if second_is_small else cleaned


def one_label(text: str, limit: int = 110) -> str:
    """A label for one line of the form: no colon, which ends a label, and not too long."""
    return shorten(text.replace(":", ","), limit).rstrip(" .;,")


# Names that keep their capitals when a title in capitals is calmed.
_NAMES = ("Việt Nam", "tiếng Việt", "Chính phủ", "Quốc hội", "Bác Hồ", "Hồ Chí Minh")


def calm(title: str, names: Iterable[str] = ()) -> str:
    """A title written in capitals, as in the heading of a document, in sentence case; other titles as they are."""
    line = " ".join(title.split())
    if not line.isupper():
        return line
    small = line.lower()
    for name in (*_NAMES, *filter(None, names)):
        small = small.replace(name.lower(), name)
    small = re.sub(r"(?<=[“\"])\w", lambda match: match[0].upper(), small)
    return small[:1].upper() + small[1:]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment; templates are compiled once in a process."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters.update(day=long_day, short_day=short_day, shorten=shorten, inside=sentence_part)
    made.globals.update(days_left=days_left)
    return made


@lru_cache(maxsize=1)
def wording() -> Mapping[str, Mapping[str, str]]:
    """Sentences per rung and relation: ``templates/mail/request/wording.toml``."""
    with (TEMPLATES / "request" / "wording.toml").open("rb") as file:
        loaded: dict[str, dict[str, str]] = tomllib.load(file)
    return loaded


def render(name: str, **context: object) -> Rendered:
    """Render one folder of templates.

    :raises jinja2.UndefinedError: a template names what the context does not have
    """
    made = environment()
    subject = made.get_template(f"{name}/subject.txt.j2").render(context)
    text = made.get_template(f"{name}/body.txt.j2").render(context)
    html = made.get_template(f"{name}/body.html.j2").render(context)
    return Rendered(shorten(_nfc(subject), SUBJECT_LIMIT), _nfc(text), _nfc(html))


def render_request(letter: LetterContext) -> Rendered:
    """The letter that asks for reports, on any rung and in any relation."""
    table = wording()
    relation = str(letter.relation)
    due = f"hạn gửi báo cáo là ngày {long_day(letter.due_on)}" if letter.one_due_day else "hạn gửi ghi ở từng nội dung"
    words = {
        "call": table["call"][relation],
        "office": letter.office,
        "agency": letter.agency,
        "day": long_day(letter.day),
        "due": due,
        "tasks": f"{len(letter.items):02d} {letter.noun} nêu dưới đây",
        "cycle": "; ".join(sentence_part(window.label) for window in letter.windows),
    }
    ask = table[str(letter.rung)][relation].format_map(words)
    close = table["close"][relation].format_map(words)
    return render("request", letter=letter, ask=ask, close=close, call=words["call"])


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
