"""The fields of the fill-in form: status and percentage, and whether the two can both be true."""

import re
from dataclasses import replace
from decimal import Decimal

from cycles.status import WorkStatus
from mail.charset import fold
from mail.numbers import percents, read_percent, written
from mail.read_answer.confidence import CLEAN, WORDED
from mail.read_answer.delay import wishes, without_excuses
from mail.read_answer.reserves import outsize, reserve
from mail.read_answer.status import OPTIONS, StatusReading, read_status

_PLAIN_PERCENT = re.compile(r"^\W*(\d+(?:[.,]\d+)?)\W*$")
_NO_TOPIC = "-"
_NUMBERS = re.compile(r"^[\W\d]*$")
_OPTION_KEYS = {fold(name): status for name, status in OPTIONS.items()}


def status_field(value: str) -> StatusReading:
    """The status line."""
    plain = " ".join(fold(value).split()).strip(" .:;-")
    named = [status for name, status in _OPTION_KEYS.items() if re.search(rf"\b{name}\b", plain)]
    if plain in _OPTION_KEYS:
        return StatusReading(_OPTION_KEYS[plain])
    if len(named) > 1 and "/" in plain:
        return StatusReading(None, None, ("dòng trạng thái còn nhiều lựa chọn",))
    reading = read_status(without_excuses(value, wishes(value, None)))
    if reading.status is None and not reading.doubts:
        return StatusReading(None, None, (f"không hiểu trạng thái “{value[:60]}”",))
    return replace(reading, confidence=WORDED)


def percent_field(value: str) -> StatusReading:
    """The percentage line; the sign may be missing."""
    shown = f"“{value[:60]}”"
    if outsize(value):
        return StatusReading(None, None, (f"tỷ lệ hoàn thành quá lớn hoặc quá dài: {shown}",))
    found = list(percents(value))
    shares, places = {share.value for share in found}, [(share.start, share.end) for share in found]
    match = _PLAIN_PERCENT.match(value)
    if not shares and match:
        single = read_percent(match[1])
        shares, places = ({single} if single is not None else set()), [match.span(1)]
    why = reserve(value, places)
    if why:
        return StatusReading(None, None, (f"không đọc được tỷ lệ hoàn thành, thư {why}: {shown}",))
    if len(shares) != 1:
        return StatusReading(None, None, (f"không đọc được tỷ lệ hoàn thành {shown}",))
    share = shares.pop()
    if 0 < share < 1 and not found:
        return StatusReading(
            None, None, (f"tỷ lệ hoàn thành {shown} không có dấu %, chưa rõ là phần trăm hay phần của 1",)
        )
    if share > 100:
        return StatusReading(None, None, (f"tỷ lệ hoàn thành {written(share)}% lớn hơn 100%",))
    return StatusReading(
        None, share, percent_at=places[0], confidence=CLEAN if match or _NUMBERS.match(value) else WORDED
    )


def contradiction(status: WorkStatus | None, percent: Decimal | None) -> list[str]:
    """Why status and percentage cannot both be true; empty when they can."""
    if status is None or percent is None:
        return []
    if status is WorkStatus.HOAN_THANH and percent < 100:
        return [f"báo đã hoàn thành nhưng tỷ lệ chỉ {written(percent)}%"]
    if status is WorkStatus.DANG_THUC_HIEN and percent == 100:
        return ["báo đang thực hiện nhưng tỷ lệ là 100%"]
    if status in {WorkStatus.CHUA_THUC_HIEN, WorkStatus.KHONG_PHAT_SINH} and percent > 0:
        return [f"báo chưa thực hiện hoặc không phát sinh nhưng tỷ lệ là {written(percent)}%"]
    return []


def against(status: WorkStatus | None, percent: Decimal | None, result: str) -> list[str]:
    """Why the fields of status and percentage and the words of the result cannot both be true."""
    if status is None or not result.strip():
        return []
    # No topic: what is only a part of the work is no completion.
    told = read_status(result, _NO_TOPIC)
    if percent is not None and told.percent is not None and told.percent != percent:
        return [f"tỷ lệ ghi {written(percent)}% nhưng phần kết quả nêu {written(told.percent)}%"]
    denied = any("chưa hoàn thành" in doubt for doubt in told.doubts)
    begun = told.status in {WorkStatus.HOAN_THANH, WorkStatus.DANG_THUC_HIEN}
    if status is WorkStatus.HOAN_THANH:
        partly = told.percent is not None and told.percent < 100
        wrong = denied or partly or told.status in {WorkStatus.CHUA_THUC_HIEN, WorkStatus.KHONG_PHAT_SINH}
    elif status is WorkStatus.DANG_THUC_HIEN:
        wrong = told.status is not None and told.status is not status
    else:
        wrong = begun or bool(told.percent)
    return ["trạng thái và phần kết quả nói khác nhau"] if wrong else []


def by_percent(percent: Decimal) -> WorkStatus:
    """The status that a percentage alone implies."""
    if percent == 100:
        return WorkStatus.HOAN_THANH
    return WorkStatus.DANG_THUC_HIEN if percent else WorkStatus.CHUA_THUC_HIEN
