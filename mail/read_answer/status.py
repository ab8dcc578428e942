"""Status and percentage out of running text; what the signs leave open is a doubt."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from cycles.status import WorkStatus
from mail.charset import fold
from mail.numbers import NUMBER, read_percent, written
from mail.read_answer.confidence import CLEAN
from mail.read_answer.lexicon import words
from mail.read_answer.signs import MOST, Place, Sign, Told, places


@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status a text gives, or None; ``doubts`` say why it may not be trusted.

    ``status_at`` and ``percent_at`` are where the two stand in the text, None when they were not read in it;
    ``confidence`` is that of a field of the form. ``bare``: nothing but a percentage, which no word calls progress.
    """

    status: WorkStatus | None
    percent: Decimal | None = None
    doubts: tuple[str, ...] = ()
    status_at: tuple[int, int] | None = None
    percent_at: tuple[int, int] | None = None
    confidence: float = CLEAN
    bare: bool = False


OPTIONS: dict[str, WorkStatus] = {
    "đã hoàn thành": WorkStatus.HOAN_THANH,
    "đang thực hiện": WorkStatus.DANG_THUC_HIEN,
    "chưa thực hiện": WorkStatus.CHUA_THUC_HIEN,
    "không phát sinh": WorkStatus.KHONG_PHAT_SINH,
}

NAMES: dict[WorkStatus, str] = {status: name for name, status in OPTIONS.items()}

_ENDLESS = re.compile(r"(?<!\d)\d[\d.,]{24,200}+(?:[\d.,]|\s*(?:%|phần trăm))")
_SHARE = re.compile(rf"({NUMBER})\s*(?:%|phần trăm|phan tram)", re.IGNORECASE)
_TELLING = {
    WorkStatus.HOAN_THANH: {Sign.DONE, Sign.DONE_PART},
    WorkStatus.DANG_THUC_HIEN: {Sign.PROGRESS},
    WorkStatus.CHUA_THUC_HIEN: {Sign.NOT_STARTED},
    WorkStatus.KHONG_PHAT_SINH: {Sign.NOTHING_AROSE},
}
_BEFORE_NOW = words(
    r"\b(?:năm|kỳ|tháng|quý|lần|tuần|báo cáo) (?:trước|ngoái)\b|\btrước (?:đây|đó)\b|\bđầu năm\b|\bcuối năm trước\b"
    r"|\bnăm nay\b|\bkỳ này\b"
)
_SMALL_WORDS = frozenset("viec cong tac cac cua va cho tren dia ban xa phuong duoc theo mot nhung toan bo".split())
_ENOUGH = 2 / 3
_FEW_WORDS = re.compile(
    rf"(?:^|[.;\n])[ \t]*(?:[^\W\d]+[ \t:,–-]{{1,3}}){{0,3}}({NUMBER})[ \t]*%[ \t]*(?:[^\W\d]+[ \t]?)?(?=[.;\n]|$)"
)


def read_status(text: str, topic: str = "") -> StatusReading:
    """Read the status of one assignment out of what was written about it; ``topic`` is what it asks for."""
    endless = _ENDLESS.search(text)
    if endless:
        return StatusReading(None, None, (f"tỷ lệ quá lớn hoặc quá dài: “{endless[0][:40]}…”",))
    found = list(islice(places(text), MOST))
    if not found:
        return StatusReading(None)
    if len(found) == MOST:
        return StatusReading(None, None, ("thư lặp lại quá nhiều lần",))
    reading = _settle([place.told for place in found], topic)
    kinds = {(place.told.sign, place.told.percent) for place in found}
    if len(kinds) > 1 and not reading.doubts and _BEFORE_NOW.of(text).search(text.lower()):
        doubt = "nêu cả kết quả kỳ trước và kỳ này, chưa rõ số nào là của kỳ này"
        reading = replace(reading, status=None, doubts=(doubt,))
    other = _another_share(text, reading.percent) if reading.percent is not None and not reading.doubts else None
    if other is not None:
        named = "; ".join(f"{written(one)}%" for one in sorted((other, reading.percent or other)))
        doubt = f"nêu nhiều tỷ lệ hoàn thành khác nhau: {named}"
        reading = replace(reading, status=None, doubts=(doubt,))
    return _located(reading, found, text)


def _another_share(text: str, percent: Decimal) -> Decimal | None:
    """A share in a few words of its own, "cập nhật: 80%", beside the one that was read."""
    for line in _FEW_WORDS.finditer(text):
        share = read_percent(line[1])
        if share is not None and share != percent:
            return share
    return None


def has_status(text: str) -> bool:
    """Whether a text says anything about progress."""
    return next(places(text), None) is not None


def _located(reading: StatusReading, found: list[Place], text: str) -> StatusReading:
    """The same reading with the places of its values."""
    status_at = percent_at = None
    if reading.status is not None:
        wanted = _TELLING[reading.status]
        telling = next((place for place in found if place.told.sign in wanted), found[0])
        status_at = (telling.start, telling.end)
    if reading.percent is not None:
        start = next(place.start for place in found if place.told.percent == reading.percent)
        for match in _SHARE.finditer(text, start):
            if read_percent(match[1]) == reading.percent:
                percent_at = match.span()
                break
    bare = all(place.told.bare for place in found)
    return replace(reading, status_at=status_at, percent_at=percent_at, bare=bare)


def _is_topic(what: str, topic: str) -> bool:
    """Whether a completed thing is what was asked for, by its words."""
    said = [word for word in re.findall(r"[^\W\d_]+", fold(what))[:8] if word not in _SMALL_WORDS]
    asked = set(re.findall(r"[^\W\d_]+", fold(topic)))
    return not said or sum(word in asked for word in said) >= len(said) * _ENOUGH


def _settle(evidence: list[Told], topic: str) -> StatusReading:
    signs = [item.sign for item in evidence]
    kinds = set(signs)
    percents = sorted({item.percent for item in evidence if item.percent is not None})
    doubts = list(dict.fromkeys(item.doubt for item in evidence if item.doubt))
    if len(percents) > 1:
        doubts.append("nêu nhiều tỷ lệ hoàn thành khác nhau: " + "; ".join(f"{written(p)}%" for p in percents))
    if any(percent > 100 for percent in percents):
        doubts.append(f"tỷ lệ hoàn thành {written(percents[-1])}% lớn hơn 100%")
    percent = percents[0] if len(percents) == 1 and not doubts else None
    status, doubt = _decide(signs, kinds, percent)
    if doubt:
        doubts.append(doubt)
    parts = [item.what for item in evidence if item.sign is Sign.DONE_PART and item.what]
    if topic and status is WorkStatus.HOAN_THANH and Sign.DONE not in kinds and not _is_topic(" ".join(parts), topic):
        doubts.append(f"mới nêu hoàn thành “{parts[0][:60]}”, chưa rõ cả nhiệm vụ")
    if status is WorkStatus.HOAN_THANH and percent is not None and percent < 100:
        doubts.append(f"báo đã hoàn thành nhưng tỷ lệ chỉ {written(percent)}%")
    if status in {WorkStatus.DANG_THUC_HIEN, WorkStatus.CHUA_THUC_HIEN} and percent == 100:
        doubts.append("báo chưa xong nhưng tỷ lệ là 100%")
    if status is WorkStatus.CHUA_THUC_HIEN and percent and percent < 100:
        doubts.append(f"báo chưa thực hiện nhưng tỷ lệ là {written(percent)}%")
    return StatusReading(status if not doubts else None, percent, tuple(doubts))


def _decide(signs: list[Sign], kinds: set[Sign], percent: Decimal | None) -> tuple[WorkStatus | None, str]:
    done = kinds & {Sign.DONE, Sign.DONE_PART}
    if not kinds:
        return None, ""
    if done and kinds & {Sign.NOT_DONE, Sign.NOT_STARTED, Sign.NOTHING_AROSE}:
        return None, "vừa báo đã hoàn thành vừa báo chưa hoàn thành hoặc không phát sinh"
    if done and kinds & {Sign.PLAN, Sign.ROUGH}:
        return None, "vừa báo đã hoàn thành vừa nêu phần còn phải hoàn thành"
    if done and Sign.PROGRESS in kinds:
        whole = signs[0] is Sign.DONE
        if whole and percent is not None and percent < 100:
            return None, "vừa báo đã hoàn thành vừa báo tỷ lệ dưới 100%"
        return (WorkStatus.HOAN_THANH if whole else WorkStatus.DANG_THUC_HIEN), ""
    if done:
        return WorkStatus.HOAN_THANH, ""
    if Sign.NOTHING_AROSE in kinds:
        other = kinds - {Sign.NOTHING_AROSE, Sign.PERCENT}
        return (None, "vừa báo không phát sinh vừa báo đang làm") if other else (WorkStatus.KHONG_PHAT_SINH, "")
    if Sign.NOT_STARTED in kinds:
        under_way = Sign.PROGRESS in kinds
        if under_way and signs.index(Sign.PROGRESS) > signs.index(Sign.NOT_STARTED):
            return None, "vừa báo chưa thực hiện vừa báo đang thực hiện"
        return (WorkStatus.DANG_THUC_HIEN if under_way else WorkStatus.CHUA_THUC_HIEN), ""
    if Sign.PROGRESS in kinds or (percent is not None and 0 < percent < 100):
        return WorkStatus.DANG_THUC_HIEN, ""
    return _without_status(kinds, percent)


def _without_status(kinds: set[Sign], percent: Decimal | None) -> tuple[WorkStatus | None, str]:
    if Sign.NOT_DONE in kinds:
        return None, "báo chưa hoàn thành nhưng không rõ đang thực hiện hay chưa thực hiện"
    if Sign.ROUGH in kinds:
        return None, "chỉ báo hoàn thành cơ bản hoặc một phần, không nêu tỷ lệ"
    if Sign.PLAN in kinds:
        return None, "chỉ nêu dự kiến, chưa nêu kết quả"
    if percent is not None:
        return (WorkStatus.HOAN_THANH if percent == 100 else WorkStatus.CHUA_THUC_HIEN), ""
    return None, ""
