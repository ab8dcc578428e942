"""The templates of the pages, with the words and forms of Vietnamese readers."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mail.letters.phrases import calm, days_left, long_day
from reports.vietnamese import number, shorten
from state.clock import local
from web.words import LOOKS, PAUSED, URGENT_FIRST, rung_of, word

TEMPLATES = Path(__file__).parent.parent / "templates" / "web"


def moment(value: datetime) -> str:
    """ "14:05 ngày 17/12/2024"."""
    return f"{local(value):%H:%M ngày %d/%m/%Y}"


def day(value: date | str | None) -> str:
    """ "17/12/2024"; the days inside JSON are ISO text; nothing is a dash."""
    if not value:
        return "–"
    return long_day(date.fromisoformat(value) if isinstance(value, str) else value)


def figure(value: float | None) -> str:
    """A number with a decimal comma, or a dash."""
    return "–" if value is None else number(Decimal(str(value)))


def size(value: int) -> str:
    """Bytes in the unit that fits."""
    if value < 1024:
        return f"{value} byte"
    kilo = Decimal(value) / 1024
    return f"{number(kilo, 0)} KB" if kilo < 1024 else f"{number(kilo / 1024, 1)} MB"


def url(path: str, **query: object) -> str:
    """An address of this board with its query; empty values are left out."""
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return quote(path) + (f"?{urlencode(kept)}" if kept else "")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment: everything is escaped, and a name that is missing is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        day=day, moment=moment, figure=figure, size=size, word=word, rung=rung_of, cut=shorten, calm=calm
    )
    made.globals.update(url=url, days_left=days_left, looks=LOOKS, paused=PAUSED, standings=URGENT_FIRST)
    return made


def render(name: str, context: dict[str, object]) -> str:
    """One page or fragment as text."""
    return environment().get_template(f"{name}.html.j2").render(context)
