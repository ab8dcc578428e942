"""A review as plain text: each item in doubt with its source beside what was read."""

import textwrap
from collections.abc import Iterator

from state.plan.reviewing import Doubt, Review, ReviewItem

WIDTH = 100
KINDS = {
    "responsibility": "Trách nhiệm",
    "target": "Chỉ tiêu",
    "task": "Nhiệm vụ",
    "document": "Văn bản",
    "signer": "Chữ ký",
}
STATES = {"corrected": " (đã sửa)", "rejected": " (đã bỏ)", "added": " (người thêm)", "read": ""}
DECIDED = {
    "accepted": "đã chấp nhận",
    "assigned": "đã chọn cơ quan",
    "waived": "đã bỏ qua",
    "corrected": "đã sửa",
}


def mark_of(doubt: Doubt) -> str:
    """What stands in brackets before a question."""
    if doubt.decision:
        return DECIDED[doubt.decision]
    return "PHẢI TRẢ LỜI" if doubt.blocking else "cần xem"


def question_line(doubt: Doubt) -> str:
    """One question on one line."""
    return f"{doubt.code} [{mark_of(doubt)}] {doubt.path}: {doubt.message}"


def review_lines(review: Review) -> Iterator[str]:
    """All items with an open question, then the questions that belong to no item."""
    yield f"{review.plan.label} (mã {review.plan.code}, lần {review.version.number})"
    done = sum(not doubt.open for doubt in review.doubts)
    yield f"{review.open} điểm cần xem, {done} điểm đã quyết định."
    for item in review.items:
        if item.open:
            yield ""
            yield from item_lines(item)
    if any(doubt.open for doubt in review.general):
        yield ""
        yield "Về cả văn bản"
        for doubt in review.general:
            if doubt.open:
                yield from doubt_lines(doubt)


def item_lines(item: ReviewItem) -> Iterator[str]:
    """One item: the source, what was read of it, its questions."""
    where = "" if item.address in {"document", "signer"} else f" {item.path}"
    code = f" [{item.address}]" if item.address != item.path else ""
    yield f"{KINDS[item.what]}{where}{code}{STATES[item.state]}"
    for line in item.source:
        page = f" trang {line.page}" if line.page else ""
        yield from _wrapped(f"dòng {line.number}{page}: ", line.text, "  | ")
    for label, value in item.read:
        yield from _wrapped(f"{label}: ", value, "  ")
    for note in item.notes:
        yield from _wrapped("lưu ý: ", note, "  ")
    for doubt in item.doubts:
        if doubt.open:
            yield from doubt_lines(doubt)


def doubt_lines(doubt: Doubt) -> Iterator[str]:
    """One question and what may be typed to answer it."""
    yield from _wrapped("", question_line(doubt), "  ")
    yield from (f"      {command}" for command in doubt.commands)


def _wrapped(label: str, text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        label + text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
        break_long_words=False,
    )
