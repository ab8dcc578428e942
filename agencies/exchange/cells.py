"""Single cells of the register: what a person meant by one, and how a value is shown in one."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from agencies import names

T = TypeVar("T")
LONGEST = 4_000
YES = "có"
_DAY = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_CODE = re.compile(r"[A-Z]+(?:\.[A-Z0-9]+)+")
_IDENTIFIER = re.compile(r"[A-Z0-9]+(?:[.-][A-Z0-9]+)*")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_LINES = re.compile(r"\s*[\n;]+\s*")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# How the Excel format writes what XML cannot hold.
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_NO = frozenset({"", "khong", "k", "no", "0", "false"})
_YES = frozenset({"co", "x", "yes", "1", "true"})


class CellError(Exception):
    """A cell that cannot be understood; ``str()`` tells the person what to write."""


def fold(text: str) -> str:
    """Letters and digits without marks and case, for comparing titles and choices."""
    return names.slug(text, "")


def writable(text: str) -> str:
    """A text as a file can hold it: lines and spaces tidied, composed letters, nothing that XML forbids."""
    text = unicodedata.normalize("NFC", _UNWRITABLE.sub("", _ESCAPED.sub("", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def as_text(value: object) -> str:
    """The text of a cell, lines kept.

    :raises CellError: too long to be what the columns ask for
    """
    if isinstance(value, bool):
        return YES if value else "không"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = writable("" if value is None else str(value))
    if len(text) > LONGEST:
        raise CellError(f"dài quá {LONGEST} ký tự")
    return text


def as_line(value: object) -> str:
    """The text on one line."""
    return " ".join(as_text(value).split())


def as_needed(value: object) -> str:
    """The text on one line. Raises CellError when blank."""
    text = as_line(value)
    if not text:
        raise CellError("còn trống")
    return text


def as_code(value: object) -> str:
    """The code of an agency. Raises CellError when blank or not written as codes are."""
    text = as_needed(value).upper()
    if not _CODE.fullmatch(text) or len(text) > 60:
        raise CellError(
            f"“{text[:60]}” không phải là mã cơ quan; mã gồm chữ hoa không dấu, số và dấu chấm, ví dụ LC.STC"
        )
    return text


def as_parent(value: object) -> str:
    """The code of the body above, blank for none. Raises CellError."""
    return as_code(value) if as_line(value) else ""


def as_identifier(value: object) -> str:
    """An electronic identification code, blank when unknown. Raises CellError."""
    text = as_line(value).upper()
    if text and (not _IDENTIFIER.fullmatch(text) or len(text) > 40):
        raise CellError(f"“{text[:60]}” không phải là mã định danh; ví dụ H35.12")
    return text


def as_email(value: object) -> str:
    """One e-mail address in lower case. Raises CellError when blank or none."""
    text = as_line(value).casefold().removeprefix("mailto:")
    if not text:
        raise CellError("còn trống; đầu mối phải có địa chỉ thư điện tử")
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise CellError(f"“{text[:60]}” không phải là một địa chỉ thư điện tử")
    return text


def as_names(value: object) -> tuple[str, ...]:
    """Several names in one cell: one per line, or with semicolons between."""
    return tuple(dict.fromkeys(part for part in _LINES.split(as_text(value)) if part))


def as_yes(value: object) -> bool:
    """Yes or no; blank is no. Raises CellError for anything else."""
    word = fold(as_line(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise CellError(f"“{as_line(value)[:60]}” phải là “{YES}” hoặc để trống")


def as_day(value: object) -> date | None:
    """A day, None when blank: a date cell, 01/03/2025 or 2025-03-01. Raises CellError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = as_line(value)
    if not text:
        return None
    day, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    parts = day.groups()[::-1] if day else iso.groups() if iso else None
    try:
        if parts is None:
            raise ValueError
        return date(*map(int, parts))
    except ValueError:
        raise CellError(f"“{text[:60]}” không phải là ngày; hãy ghi ngày/tháng/năm, ví dụ 01/03/2025") from None


def choice(labels: Mapping[T, str]) -> Callable[[object], object]:
    """A reader of one of several labels, or of the word behind it; raises CellError."""
    known = {fold(word): key for key, label in labels.items() for word in (str(key), label)}

    def read(value: object) -> T:
        text = as_needed(value)
        found = known.get(fold(text))
        if found is None:
            raise CellError(f"“{text[:60]}” không có trong danh sách: {'; '.join(labels.values())}")
        return found

    return read


def show(value: object) -> str:
    """A value as people read it in a preview; blank for nothing."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "").replace("\n", "; ")
