"""Status and percentage out of running text: negations, plans and "đã hoàn thành 70%" are not completions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from cycles.status import WorkStatus
from mail.numbers import NUMBER, read_number, read_percent, written
from mail.read_answer.lexicon import words


class Sign(Enum):
    """One piece of evidence."""

    DONE = auto()
    DONE_PART = auto()
    PROGRESS = auto()
    NOT_STARTED = auto()
    NOT_DONE = auto()
    PLAN = auto()
    ROUGH = auto()
    NOTHING_AROSE = auto()
    PERCENT = auto()
    NEUTRAL = auto()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sign and the percentage that was said with it."""

    sign: Sign
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sign stands in a text; ``weak`` words may speak of the report instead of the work."""

    start: int
    end: int
    evidence: Evidence
    weak: bool = False


@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status a text gives, or None; ``doubts`` say why it may not be trusted."""

    status: WorkStatus | None
    percent: Decimal | None = None
    doubts: tuple[str, ...] = ()


OPTIONS: dict[str, WorkStatus] = {
    "đã hoàn thành": WorkStatus.HOAN_THANH,
    "đang thực hiện": WorkStatus.DANG_THUC_HIEN,
    "chưa thực hiện": WorkStatus.CHUA_THUC_HIEN,
    "không phát sinh": WorkStatus.KHONG_PHAT_SINH,
}

NAMES: dict[WorkStatus, str] = {status: name for name, status in OPTIONS.items()}

_SENTENCE = re.compile(r"[^\n.;!?]*(?:\.(?!\s|$)[^\n.;!?]*)*[.;!?\n]?")
_FINISHED = words(r"\bhoàn thành\b|\bxong\b")
_CLAUSE_EDGE = words(r"[,:()]|\b(?:nhưng|song|tuy nhiên|còn|và)\b")
_PROGRESS = words(
    r"\bđang (?:được |tiếp tục |tích cực |khẩn trương |phối hợp )?(?:thực hiện|triển khai|tiến hành|xây dựng|hoàn thiện"
    r"|tổ chức|rà soát|lấy ý kiến|tham mưu|trình|soạn thảo|dự thảo|tổng hợp|chuẩn bị|xử lý|lập|thi công|làm|chờ)\b"
    r"|\btiếp tục (?:thực hiện|triển khai)\b"
)
# "đang tổng hợp số liệu" is said of the work and of the report about it alike.
_WEAK = words(r"\b(?:chờ|tổng hợp|chuẩn bị|rà soát|hoàn thiện|làm|xử lý|lập|soạn thảo|dự thảo)$|^(?:hoàn thành|xong)$")
_OF_REPORT = words(r"^[^.,;:\n]{0,40}\b(?:số liệu|báo cáo|hồ sơ|thông tin|biểu mẫu)\b")
_NOT_STARTED = words(
    r"\bchưa (?:được )?(?:thực hiện|triển khai|bắt đầu|tiến hành|làm)\b(?! (?:xong|hết|đầy đủ|đồng bộ|triệt để|tốt))"
)
_NOTHING = words(
    r"\bkhông (?:có )?(?:nội dung |nhiệm vụ )?phát sinh\b"
    r"(?! (?:thêm |các |những )?(?:khó khăn|vướng mắc|kinh phí|chi phí|kiến nghị|đề xuất|tồn tại|vấn đề|trường hợp))"
)
_NEUTRAL = words(
    r"\b(?:phải|cần|để|nếu|khi|đề nghị|yêu cầu|đôn đốc|hướng dẫn|chỉ đạo|hạn|thời gian|tiến độ|tỷ lệ|tỉ lệ|mức độ|nhằm"
    r"|cho đến|kế hoạch)$"
)
_PLANNED = words(r"\b(?:sẽ|dự kiến|phấn đấu|cam kết|cố gắng|sắp|quyết tâm|dự định)$")
_DENIED = words(r"\b(?:chưa|không|chẳng)$")
_ROUGHLY = words(r"\b(?:cơ bản|gần|gần như|phần lớn|một phần|bước đầu|hầu hết)$")
_SAID = words(r"\b(?:đã|đều)$")
_ROUGH_AFTER = words(r"^\s*(?:cơ bản|một phần|phần lớn|bước đầu|hầu hết|đa số|dự thảo|giai đoạn|khoảng một nửa)\b")
_WHOLE_AFTER = words(
    r"^\s*(?:$|[.,;:!)\n(–-]|100|nhiệm vụ|toàn bộ|tất cả|toàn diện|xong|đúng|đầy đủ|theo|các nhiệm vụ|ngày|trước|vào"
    r"|trong|từ|và|rồi|vượt|tốt|đạt|ạ\b|nội dung|chỉ tiêu|mục tiêu)"
)
# Far words decide nothing, and a mail of one endless sentence must not take minutes.
_NEAR = 160
_FILLER = (
    r"(?:[\s,:(|–-]|được|đạt|là|khoảng|trên|hơn|gần|ước|mới|nhiệm vụ|kế hoạch|khối lượng|công việc|với|tỷ lệ|tỉ lệ"
    r"|tiến độ)*"
)
_PERCENT_AFTER = words(rf"^{_FILLER}({NUMBER})\s*(?:%|phần trăm)")
_RATIO_AFTER = words(rf"^{_FILLER}({NUMBER})\s*/\s*({NUMBER})(?!\s*/)\s*([^\W\d]*)")
_PERCENT_NAMED = words(
    r"\b(?:tiến độ|(?:tỷ|tỉ) lệ hoàn thành|mức độ hoàn thành|khối lượng(?: công việc)?|mới đạt|thực hiện được)\b"
    rf"(?:[\s:,(|–-]|thực hiện|hoàn thành|đạt|được|là|khoảng|trên|hơn|gần|ước|hiện nay|đến nay)*"
    rf"({NUMBER})\s*(?:%|phần trăm)"
)
_ENDLESS = re.compile(r"(?<!\d)\d[\d.,]{24,200}+(?:[\d.,]|\s*(?:%|phần trăm))")
_PERCENT_ALONE = re.compile(rf"^[\s:\-–(\[\]]*({NUMBER})\s*%\s*[).;,!]*\s*$")


def read_status(text: str) -> StatusReading:
    """Read the status of one assignment out of what was written about it."""
    endless = _ENDLESS.search(text)
    if endless:
        return StatusReading(None, None, (f"tỷ lệ quá lớn hoặc quá dài: “{endless[0][:40]}…”",))
    return _settle(list(_evidence(text)))


def has_status(text: str) -> bool:
    """Whether a text says anything about progress."""
    return next(iter(_evidence(text)), None) is not None


def _evidence(text: str) -> Iterator[Evidence]:
    return (place.evidence for place in places(text))


def places(text: str) -> Iterator[Place]:
    """The signs of a text in their order within each sentence, with where they stand."""
    for match in _SENTENCE.finditer(text.lower()):
        sentence, edge = match[0], match.start()
        # A question reports nothing: "nhiệm vụ này đã hoàn thành chưa?"
        if sentence.strip() and not sentence.rstrip().endswith("?"):
            for start, end, evidence in sorted(_of_sentence(sentence), key=lambda item: item[0]):
                weak = evidence.sign is Sign.PROGRESS and _is_weak(sentence, start, end)
                yield Place(edge + start, edge + end, evidence, weak)


def _of_sentence(sentence: str) -> Iterator[tuple[int, int, Evidence]]:
    for match in _FINISHED.of(sentence).finditer(sentence):
        sign = _finished(sentence, match.start(), match.end())
        if sign is not None:
            yield match.start(), match.end(), sign
    for pattern, kind in ((_PROGRESS, Sign.PROGRESS), (_NOT_STARTED, Sign.NOT_STARTED), (_NOTHING, Sign.NOTHING_AROSE)):
        for match in pattern.of(sentence).finditer(sentence):
            yield match.start(), match.end(), Evidence(kind, _percent_after(sentence[match.end() :]))
    for match in _PERCENT_NAMED.of(sentence).finditer(sentence):
        yield match.start(), match.end(), Evidence(Sign.PERCENT, read_percent(match[1]))
    alone = _PERCENT_ALONE.match(sentence)
    if alone:
        yield 0, alone.end(), Evidence(Sign.PERCENT, read_percent(alone[1]))


def _is_weak(sentence: str, start: int, end: int) -> bool:
    said, after = sentence[start:end], sentence[end : end + _NEAR]
    return _WEAK.of(sentence).search(said) is not None or _OF_REPORT.of(sentence).match(after) is not None


def _finished(sentence: str, start: int, end: int) -> Evidence | None:
    before, after = _clause_before(sentence, start), sentence[end : end + _NEAR]
    # "thực hiện xong", "hoàn thành xong": one statement, judged at its first word.
    if sentence[start:end] == "xong" and _FINISHED.of(sentence).search(before):
        return None
    sign = _modal(before)
    percent = _percent_after(after)
    if sign is Sign.NEUTRAL:
        return None
    if sign is None:
        whole = _WHOLE_AFTER.of(sentence).match(after) is not None
        sign = Sign.DONE if len(before.split()) <= 1 or (whole and percent is not None) or _subject(before) else None
        if sign is None:
            return None
    if sign is not Sign.DONE:
        return Evidence(sign, percent if sign in {Sign.PROGRESS, Sign.ROUGH} else None)
    return _how_much(sentence, after, percent)


def _how_much(sentence: str, after: str, percent: Decimal | None) -> Evidence:
    if percent is not None:
        return Evidence(Sign.DONE if percent >= 100 else Sign.PROGRESS if percent else Sign.PERCENT, percent)
    ratio = _RATIO_AFTER.of(sentence).match(after)
    if ratio:
        top, bottom = read_number(ratio[1]), read_number(ratio[2])
        # "10/12" may be a day; with a noun behind it ("10/12 xã") it is a part of a whole.
        if top is not None and bottom is not None and top < bottom:
            return Evidence(Sign.PROGRESS if ratio[3] else Sign.ROUGH)
    if _ROUGH_AFTER.of(sentence).match(after):
        return Evidence(Sign.ROUGH)
    return Evidence(Sign.DONE if _WHOLE_AFTER.of(sentence).match(after) else Sign.DONE_PART)


def _clause_before(sentence: str, start: int) -> str:
    edge = max(0, start - _NEAR)
    for match in _CLAUSE_EDGE.of(sentence).finditer(sentence, edge, start):
        edge = match.end()
    return sentence[edge:start].strip(' \t-–*•]"“')


def _modal(before: str) -> Sign | None:
    """The nearest word in front that decides; up to five words are looked at."""
    parts = before.split()
    for back in range(min(len(parts), 5)):
        head = " ".join(parts[: len(parts) - back])
        for pattern, sign in _MODALS:
            # The words in front decide alone: "da" and "se" stand in a sentence that may have marks elsewhere.
            if pattern.of(before).search(head):
                return sign
    return None


_MODALS = (
    (_DENIED, Sign.NOT_DONE),
    (_PLANNED, Sign.PLAN),
    (_ROUGHLY, Sign.ROUGH),
    (words(r"\bđang$"), Sign.PROGRESS),
    (_NEUTRAL, Sign.NEUTRAL),
    (_SAID, Sign.DONE),
)


def _subject(before: str) -> bool:
    return re.search(r"(?:nhiệm vụ|nhiem vu|nội dung|noi dung|này|nay|kết quả|ket qua|mục|muc)$", before) is not None


def _percent_after(after: str) -> Decimal | None:
    match = _PERCENT_AFTER.marked.match(after) or _PERCENT_AFTER.bare.match(after)
    return read_percent(match[1]) if match else None


def _settle(evidence: list[Evidence]) -> StatusReading:
    signs = [item.sign for item in evidence]
    kinds = set(signs)
    percents = sorted({item.percent for item in evidence if item.percent is not None})
    doubts: list[str] = []
    if len(percents) > 1:
        doubts.append("nêu nhiều tỷ lệ hoàn thành khác nhau: " + "; ".join(f"{written(p)}%" for p in percents))
    if any(percent > 100 for percent in percents):
        doubts.append(f"tỷ lệ hoàn thành {written(percents[-1])}% lớn hơn 100%")
    percent = percents[0] if len(percents) == 1 and not doubts else None
    status, doubt = _decide(signs, kinds, percent)
    if doubt:
        doubts.append(doubt)
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
