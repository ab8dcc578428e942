"""What a person may write into an item: one small parser per field, from words on a command line to model values.

A new field is one line in `FIELDS`. Values are plain JSON, as the model dumps them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, get_args

from plans.deadlines.read import read_deadlines
from plans.errors import PlanError
from plans.model import OwnerRole

What = Literal["responsibility", "target", "task", "document", "signer", "question"]
Parser = Callable[[str], dict[str, object]]

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|-?\d+\.\d{1,2}")
_PARTNER = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<role>[^()]+)\))?")
_SPAN = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
_SIGNS = {">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", "=": "="}


class BadField(PlanError):
    """A change that no item of this kind can take: `field` is unknown, or `value` is not what it holds."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        self.field, self.value, self.reason = field, value, reason
        super().__init__()

    def __str__(self) -> str:
        return f"Không sửa được “{self.field}={self.value}”: {self.reason}"


def parse_changes(what: What, written: Mapping[str, str]) -> dict[str, object]:
    """Model fields with their new values. Raises BadField."""
    fields = FIELDS.get(what, {})
    changes: dict[str, object] = {}
    for name, value in written.items():
        if name not in fields:
            listed = ", ".join(fields) or "không có thông tin nào"
            raise BadField(name, value, f"chỉ sửa được: {listed}.")
        try:
            changes |= fields[name](" ".join(value.split()))
        except ValueError as error:
            raise BadField(name, value, str(error)) from None
    return changes


def names(value: str) -> list[str]:
    """ "Sở A; Sở B" as a list; empty text is an empty list."""
    return [part.strip() for part in value.split(";") if part.strip()]


def _text(field: str) -> Parser:
    """Words that must be there."""

    def parse(value: str) -> dict[str, object]:
        if not value:
            raise ValueError("nội dung trống.")
        return {field: value}

    return parse


def _optional(field: str) -> Parser:
    return lambda value: {field: value or None}


def _listed(field: str) -> Parser:
    return lambda value: {field: names(value)}


def _number(field: str) -> Parser:
    def parse(value: str) -> dict[str, object]:
        if not value:
            return {field: None}
        if not _NUMBER.fullmatch(value):
            raise ValueError("cần một số, ví dụ 85 hoặc 85,5 hoặc 1.200.")
        thousands = "," in value or re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", value)
        return {field: float(value.replace(".", "").replace(",", ".") if thousands else value)}

    return parse


def _year(value: str) -> dict[str, object]:
    if value and not re.fullmatch(r"20\d\d", value):
        raise ValueError("cần một năm, ví dụ 2030.")
    return {"year": int(value) if value else None}


def _sign(value: str) -> dict[str, object]:
    if value and value not in _SIGNS:
        raise ValueError("cần một trong: >=, <=, =.")
    return {"comparator": _SIGNS[value] if value else None}


def _yes(field: str) -> Parser:
    def parse(value: str) -> dict[str, object]:
        if value.casefold() not in {"có", "không"}:
            raise ValueError("cần “có” hoặc “không”.")
        return {field: value.casefold() == "có"}

    return parse


def _owners(value: str) -> dict[str, object]:
    if not names(value):
        raise ValueError("cần ít nhất một tên cơ quan; điểm không phải nhiệm vụ thì bỏ bằng dondoc plan reject.")
    return {"owners": names(value)}


def _roles(value: str) -> dict[str, object]:
    known = get_args(OwnerRole)
    if wrong := [role for role in names(value) if role not in known]:
        raise ValueError(f"không có vai trò “{wrong[0]}”; các vai trò: {', '.join(known)}.")
    return {"owner_role": names(value)}


def _partners(value: str) -> dict[str, object]:
    found = [_PARTNER.fullmatch(part) for part in names(value)]
    if None in found:
        raise ValueError("viết “Tên (vai trò); Tên (vai trò)”.")
    return {"partners": [{"name": one["name"], "role": one["role"] or "phối hợp"} for one in found if one]}


def _deadlines(value: str) -> dict[str, object]:
    rules: list[object] = []
    for part in names(value):
        read = read_deadlines(part, cell=True)
        if not read:
            raise ValueError(
                f"không hiểu thời hạn “{part}”; viết như trong văn bản, ví dụ “trước ngày 15/12 hằng năm”."
            )
        rules += [rule.model_dump(mode="json") for rule in read]
    return {"deadlines": rules}


def _day(value: str) -> dict[str, object]:
    try:
        # A day of the calendar without a time: no zone can move it.
        day = datetime.strptime(value, "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise ValueError("cần ngày/tháng/năm, ví dụ 19/11/2025.") from None
    return {"date": day.isoformat(), "day": day.day, "month": day.month, "year": day.year}


def _period(value: str) -> dict[str, object]:
    span = _SPAN.fullmatch(value)
    if not span or int(span[2] or span[1]) < int(span[1]):
        raise ValueError("cần năm đầu – năm cuối, ví dụ 2026-2030.")
    years: dict[str, object] = {"start": int(span[1]), "end": int(span[2] or span[1])}
    return {"period": years | {"vision": None, "milestone_years": []}}


FIELDS: Mapping[What, Mapping[str, Parser]] = {
    "responsibility": {
        "owners": _owners,
        "roles": _roles,
        "partners": _partners,
        "advises": _listed("advises"),
        "reports_to": _listed("reports_to"),
        "deadlines": _deadlines,
        "recurrence": _listed("recurrence"),
        "text": _text("text"),
        "heading": _text("heading"),
        "requested": _yes("requested"),
        "product": _optional("product"),
    },
    "target": {
        "text": _text("text"),
        "comparator": _sign,
        "value": _number("value"),
        "high": _number("high"),
        "unit": _optional("unit"),
        "year": _year,
        "recurrence": _optional("recurrence"),
        "relative": _yes("relative"),
        "measure": _optional("measure"),
        "base": _optional("base"),
        "part_of": _optional("part_of"),
        "group": _optional("group"),
    },
    "task": {"text": _text("text")},
    "document": {
        "number": _text("number"),
        "symbol": _text("symbol"),
        "date": _day,
        "title": _text("title"),
        "issuer": _text("issuer"),
        "period": _period,
        "programme": _text("programme"),
    },
    "signer": {"name": _text("name"), "position": _text("position")},
}
