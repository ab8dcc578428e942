"""What is wrong with a command line, as one Vietnamese sentence; the words of the library are English."""

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from cyclopts import (
    App,
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

_NEEDS: dict[object, str] = {
    int: "cần một số nguyên",
    float: "cần một số",
    bool: "cần true hoặc false",
    date: "cần một ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2025-12-10",
    datetime: "cần một thời điểm dạng NĂM-THÁNG-NGÀYTGIỜ:PHÚT, ví dụ 2025-12-10T08:30",
    Path: "cần đường dẫn của một tệp",
}
_LIMIT = re.compile(r"Must be (>=|<=|>|<) (\S+?)\.?$")
_LIMITS = {">=": "phải từ {} trở lên", "<=": "nhiều nhất là {}", ">": "phải lớn hơn {}", "<": "phải nhỏ hơn {}"}


def in_vietnamese(error: CycloptsError) -> str:
    """ "Lệnh chưa đúng: còn thiếu --reason (lý do, ghi vào nhật ký). Xem cách dùng: dondoc inbox reject --help"."""
    why = _why(error)
    usage = " ".join(("dondoc", *(error.command_chain or ()), "--help"))
    return f"Lệnh chưa đúng{f': {why}' if why else ''}. Xem cách dùng: {usage}"


def _why(error: CycloptsError) -> str:
    match error:
        case MissingArgumentError():
            return _missing(error)
        case UnknownCommandError():
            return _unknown_command(error)
        case UnknownOptionError():
            given = (error.token.keyword or error.token.value).partition("=")[0]
            known = [name for one in error.argument_collection if one.parse for name in one.names]
            return f"không có tùy chọn {given}{_close(given, known)}"
        case CoercionError():
            value = error.token.value if error.token is not None else ""
            given = f"giá trị “{value}” của {_name(error)}" if value else f"giá trị của {_name(error)}"
            return f"{given} không dùng được: {_needs(error.target_type)}"
        case ValidationError() if error.argument is not None:
            given = error.argument.tokens[0].value if error.argument.tokens else error.argument.value
            return f"giá trị “{given}” của {_name(error)} không dùng được{_limit(error.exception_message)}"
        case RepeatArgumentError():
            return f"{error.token.keyword} được nêu hai lần"
        case UnusedCliTokensError():
            return f"thừa “{' '.join(error.unused_tokens or ())}”"
    return ""


def _missing(error: MissingArgumentError) -> str:
    if error.argument is None:
        return "còn thiếu một giá trị"
    name = _name(error)
    if error.keyword or name in (error.unused_tokens or ()):
        return f"sau {error.keyword or name} cần một giá trị"
    names = [one for one in error.argument.names if one.startswith("--")]
    if error.argument.token_count()[0] == 0 and len(names) > 1:
        return f"cần chọn {' hoặc '.join(names)}"
    told = (error.argument.parameter.help or "").partition(":")[0].strip()
    strange = [one for one in error.unused_tokens or () if one.startswith("--") and one not in error.argument.names]
    slip = difflib.get_close_matches(name, strange, n=1, cutoff=0.6)
    return f"còn thiếu {name}{f' ({told})' if told else ''}{f'; có phải gõ nhầm thành {slip[0]}?' if slip else ''}"


def _unknown_command(error: UnknownCommandError) -> str:
    given = error.unused_tokens[0] if error.unused_tokens else ""
    app = error.app
    known = [name for name in app if not name.startswith("-") and _shown(app[name])] if app is not None else []
    return f"không có lệnh “{given}”{_close(given, known)}; có các lệnh: {', '.join(known)}"


def _shown(app: App) -> bool:
    return bool(app.show)


def _name(error: CycloptsError) -> str:
    """An option by its name, what stands at a place by the word in the help."""
    argument: Any = error.argument  # Any: the library does not type its fields
    if argument is None:
        return "lệnh"
    token = getattr(error, "token", None)
    keywords = [one.keyword for one in ([token] if token is not None else argument.tokens) if one.keyword]
    if keywords:
        return str(keywords[0])
    name = str(argument.name)
    return name.lstrip("-").upper() if argument.field_info.is_positional else name


def _needs(wanted: object) -> str:
    if get_origin(wanted) is Literal:
        return f"chỉ nhận {', '.join(map(str, get_args(wanted)))}"
    return _NEEDS.get(wanted, "không đúng kiểu")


def _limit(message: str) -> str:
    found = _LIMIT.match(message)
    return f": {_LIMITS[found[1]].format(found[2])}" if found else ""


def _close(given: str, known: Iterable[str]) -> str:
    found: Sequence[str] = difflib.get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f" (có phải {found[0]}?)" if found else ""
