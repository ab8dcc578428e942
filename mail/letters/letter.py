"""A letter is a folder of templates and one frozen context; rendering knows neither database nor clock."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from mail.letters.letter_context import LetterContext
from mail.letters.phrases import days_left, long_day, sentence_part, short_day, shorten

TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"
SUBJECT_LIMIT = 70


@dataclass(frozen=True, slots=True)
class Rendered:
    """The three texts of a mail, NFC. ``subject`` is one line of at most 70 characters."""

    subject: str
    text: str
    html: str


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
