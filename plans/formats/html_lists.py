"""The labels that a browser draws before the items of lists; the markup only counts them."""

import re
from dataclasses import dataclass
from typing import Any

# lxml elements carry no types of their own.
Element = Any

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_BY_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LABELLED = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,6}|[a-zđ])[.)/]\s|[-–+•●*]\s)")


@dataclass
class ListState:
    """One open list: its style, the number of the next item, and the step to the one after."""

    style: str
    number: int
    step: int = 1


def open_list(element: Element) -> ListState:
    """The state at the start of an <ol>, <ul> or a list of another name."""
    if element.tag != "ol":
        return ListState(_style(element) or "disc", 1)
    step = -1 if element.get("reversed") is not None else 1
    start = _whole_number(element.get("start"))
    if start is None:
        start = 1 if step > 0 else sum(child.tag == "li" for child in element)
    return ListState(_style(element) or "decimal", start, step)


def item_label(element: Element, state: ListState) -> str:
    """The label of the <li>, with a space after it; moves the state on."""
    number = _whole_number(element.get("value"))
    number = state.number if number is None else number
    style = _style(element) or state.style
    if style in ("decimal", "decimal-leading-zero") or style.endswith(("-alpha", "-latin", "-roman")):
        state.number = number + state.step
        return f"{_written(number, style)}. "
    return "" if style == "none" else "- "


def with_label(label: str, text: str) -> str:
    """The item with its label, unless the text has one of its own."""
    return text if not label or _LABELLED.match(text) else label + text.lstrip()


def _style(element: Element) -> str | None:
    match = _STYLE.search((element.get("style") or "")[:2000].lower())
    if match and match[1] not in ("inherit", "initial", "outside", "inside"):
        return match[1]
    kind = element.get("type") or ""
    return _BY_TYPE.get(kind) or (kind.lower() if kind.lower() in ("disc", "circle", "square", "none") else None)


def _whole_number(written: str | None) -> int | None:
    match = re.fullmatch(r"\s*(-?\d{1,4})\s*", written or "")
    return int(match[1]) if match else None


def _written(number: int, style: str) -> str:
    if number < 1 or style.startswith("decimal"):
        return str(number)
    text = _roman(number) if style.endswith("-roman") else _alphabetic(number)
    return text if style.startswith("upper") else text.lower()


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _alphabetic(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
