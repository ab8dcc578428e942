"""Plan to and from JSON, without loss."""

import json
import math
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from plans.errors import DamagedFile, DangerousFile, EmptyFile, UnsupportedFormat
from plans.exchange.errors import FormError, Problem
from plans.model import Plan

VERSION = 1
MOST_BYTES = 16 * 1024 * 1024
MOST_MISTAKES = 1_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SENTENCES = {
    "missing": "thiếu trường này",
    "extra_forbidden": "trường này không có trong mẫu, hãy bỏ đi",
    "literal_error": "giá trị không nằm trong danh sách cho phép",
    "date_from_datetime_parsing": "không phải ngày, hãy ghi dạng năm-tháng-ngày (2025-12-15)",
    "date_parsing": "không phải ngày, hãy ghi dạng năm-tháng-ngày (2025-12-15)",
    "date_type": "không phải ngày, hãy ghi dạng năm-tháng-ngày (2025-12-15)",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_type": "phải là số",
    "finite_number": "phải là số hữu hạn",
    "string_type": "phải là chữ đặt trong ngoặc kép",
    "bool_type": "phải là true hoặc false",
    "tuple_type": "phải là danh sách trong ngoặc vuông",
    "model_type": "phải là một nhóm trường trong ngoặc nhọn",
}


class _Head(BaseModel):
    """What tells this JSON from any other; read first, because another version may have other fields."""

    dondoc_plan: int


class _Envelope(_Head):
    """The file: the version of the form beside the plan."""

    model_config = ConfigDict(extra="forbid")

    plan: Plan


def plan_to_json(plan: Plan) -> bytes:
    """The plan as UTF-8 JSON that people can read, one field a line."""
    content = {"dondoc_plan": VERSION, "plan": plan.model_dump(mode="json")}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def plan_from_json(data: bytes, name: str) -> Plan:
    """The plan that `plan_to_json` wrote, whoever edited it since.

    :raises EmptyFile: nothing but white space
    :raises DangerousFile: larger than 16 MB
    :raises DamagedFile: no JSON, or one with more than a thousand mistakes
    :raises UnsupportedFormat: JSON of another kind, or of a later version
    :raises FormError: fields that are missing, unknown or of the wrong kind
    """
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if len(data) > MOST_BYTES:
        raise DangerousFile(name, f"lớn hơn {MOST_BYTES // 1024 // 1024} MB")
    if not data.strip():
        raise EmptyFile(name)
    _check_version(data, name)
    try:
        plan = _Envelope.model_validate_json(data, strict=True).plan
    except ValidationError as error:
        # Naming hundreds of thousands of mistakes would cost more than reading the file.
        if error.error_count() > MOST_MISTAKES:
            raise DamagedFile(name, f"hơn {MOST_MISTAKES} chỗ khác mẫu JSON của kế hoạch") from None
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise FormError(name, tuple(_problem(item["loc"], item["type"]) for item in found)) from None
    problems = tuple(_endless(plan))
    if problems:
        raise FormError(name, problems)
    return plan


def _check_version(data: bytes, name: str) -> None:
    try:
        version = _Head.model_validate_json(data, strict=True).dondoc_plan
    except ValidationError as error:
        if any(item["type"] == "json_invalid" for item in error.errors(include_url=False, include_input=False)):
            raise DamagedFile(name, "không phải JSON hợp lệ, bảng mã UTF-8") from None
        raise UnsupportedFormat(name, "JSON không phải của kế hoạch (không có khóa “dondoc_plan”)") from None
    if version != VERSION:
        raise UnsupportedFormat(name, f"JSON của kế hoạch, phiên bản {version}")


def _problem(place: tuple[int | str, ...], kind: str) -> Problem:
    """One line of the checker's findings; list positions count from 1 for people."""
    parts = [f"{part + 1}" if isinstance(part, int) else part for part in place]
    return Problem("", None, None, f"“{'.'.join(parts)}”: {_SENTENCES.get(kind, 'giá trị không hợp lệ')}")


def _endless(plan: Plan) -> Iterator[Problem]:
    """JSON readers take 1e999 for infinity, which no figure of a plan is."""
    for index, target in enumerate(plan.targets):
        for field in ("value", "high"):
            number = getattr(target, field)
            if number is not None and not math.isfinite(number):
                yield _problem(("plan", "targets", index, field), "finite_number")
