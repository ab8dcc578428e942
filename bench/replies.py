"""Replies as real mail programs write them to the letters that were sent: four shapes in turn (sample data)."""

import html
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from flows.runtime import Runtime
from mail.post.server import INBOX, deliver
from state.store import Store
from state.tables import AssignmentRow, LetterItemRow, LetterRow

_SAID = (
    "đã hoàn thành 100%. Đã ban hành văn bản và giao việc cho từng thôn",
    "đang thực hiện, đạt 70%. Khó khăn: thiếu giáo viên. Kiến nghị: bổ sung biên chế",
    "đã hoàn thành 100%",
    "chưa thực hiện, do chưa được bố trí kinh phí",
)
_FORM = {
    "Trạng thái": ("đã hoàn thành", "đang thực hiện", "đã hoàn thành", "chưa thực hiện"),
    "Tỷ lệ hoàn thành": ("100", "70", "100", "0"),
    "Kết quả": ("Đã ban hành văn bản.", "Đang lấy ý kiến các thôn.", "Đã làm xong.", ""),
}
_SIGNED = "Trân trọng.\n\nNguyễn Văn Mẫu\nVăn phòng HĐND và UBND xã\nĐiện thoại: 0000.000.000"


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter with what it asks for: codes with the figures, in its order."""

    letter: LetterRow
    items: tuple[tuple[str, tuple[str, ...]], ...]
    office: str

    @property
    def attribution(self) -> str:
        """What mail programs write above a quotation."""
        return f"Vào Th 2, 16 thg 11, 2026 lúc 07:45 {self.office} <bao-cao@dondoc.example> đã viết:"


def write_replies(house: Runtime, at: datetime) -> int:
    """Put one reply per sent letter into our own mailbox; returns their number."""
    with house.database.unit() as store:
        asked = _asked(store, house.office.name)
    for number, one in enumerate(asked):
        deliver(house.settings.maildirs / INBOX, reply_to(one, number, at))
    return len(asked)


def reply_to(asked: Asked, number: int, at: datetime) -> bytes:
    """The reply to one letter, in the shape that is its turn."""
    letter = asked.letter
    message = EmailMessage()
    message["Return-Path"] = f"<{letter.recipients[0]}>"
    message["Delivered-To"] = letter.reply_to or ""
    message["From"] = f"Nguyễn Văn Mẫu <{letter.recipients[0]}>"
    message["To"] = f"{asked.office} <{letter.reply_to}>"
    message["Subject"] = f"Re: {letter.subject}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<tra-loi-{number}@quang-mau.example>"
    message["In-Reply-To"] = message["References"] = letter.message_id
    SHAPES[number % len(SHAPES)](message, asked, number)
    return message.as_bytes()


def _listing(asked: Asked, number: int) -> list[str]:
    lines = []
    for place, (code, figures) in enumerate(asked.items):
        given = "".join(f" {figure}: {300 + place}/{400 + number % 50}." for figure in figures)
        lines.append(f"{place + 1}. {code}: {_SAID[(place + number) % len(_SAID)]}.{given}")
    return lines


def _gmail(message: EmailMessage, asked: Asked, number: int) -> None:
    lines = _listing(asked, number)
    quoted = "\n".join(
        f"> {piece}" for line in asked.letter.text.split("\n") for piece in textwrap.wrap(line, 76) or [""]
    )
    message.set_content("\n".join([*lines, "", _SIGNED, "", asked.attribution, "", quoted]), cte="base64")
    above = "<br>".join(html.escape(line) for line in lines)
    message.add_alternative(
        f'<div dir="ltr">{above}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{html.escape(asked.attribution)}<br></div>"
        f'<blockquote class="gmail_quote">{asked.letter.html}</blockquote></div>',
        subtype="html",
        cte="base64",
    )


def _filled_form(message: EmailMessage, asked: Asked, number: int) -> None:
    lines, place = [], -1
    for line in asked.letter.text.split("\n"):
        if line.startswith("["):
            place += 1
        label = next((name for name in _FORM if line.startswith(name)), "")
        if label and line.rstrip().endswith(":"):
            line = f"{line.rstrip()} {_FORM[label][(place + number) % len(_FORM[label])]}"
        elif line.startswith("CT") and line.rstrip().endswith(":"):
            line = f"{line.rstrip()} {300 + place}/{400 + number % 50}"
        lines.append(f"> {line}".rstrip())
    message.set_content("\n".join([asked.attribution, "", *lines, ""]), cte="base64")


def _outlook(message: EmailMessage, asked: Asked, number: int) -> None:
    above = "".join(f"<p>{html.escape(line)}</p>" for line in _listing(asked, number))
    message.set_content(
        f'<html><body>{above}<p>Trân trọng.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Từ:</b> '
        f"{html.escape(asked.office)} &lt;bao-cao@dondoc.example&gt;<br><b>Đã gửi:</b> 16 Tháng Mười Một 2026 7:45<br>"
        f"<b>Tới:</b> Nguyễn Văn Mẫu<br><b>Chủ đề:</b> {html.escape(asked.letter.subject)}</div>"
        f"<div>{asked.letter.html}</div></body></html>",
        subtype="html",
        cte="base64",
    )


def _telephone(message: EmailMessage, asked: Asked, number: int) -> None:
    quoted = "\n".join(f"> {line}".rstrip() for line in asked.letter.text.split("\n"))
    said = "Tất cả nhiệm vụ đã hoàn thành 100%.\n\nĐã gửi từ iPhone của tôi"
    message.set_content(f"{said}\n\n{asked.attribution}\n\n{quoted}\n", cte="base64")


SHAPES: tuple[Callable[[EmailMessage, Asked, int], None], ...] = (_gmail, _filled_form, _outlook, _telephone)


def _asked(store: Store, office: str) -> Sequence[Asked]:
    letters = store.session.scalars(
        select(LetterRow)
        .where(LetterRow.kind == "request", LetterRow.state == "sent")
        .options(undefer(LetterRow.text), undefer(LetterRow.html))
        .order_by(LetterRow.id)
    ).all()
    rows = store.session.execute(
        select(LetterItemRow.letter_id, AssignmentRow.code, AssignmentRow.targets)
        .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
        .order_by(LetterItemRow.id)
    )
    items: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    for letter, code, targets in rows:
        items.setdefault(letter, []).append((code, tuple(targets)))
    return [Asked(letter, tuple(items[letter.id]), office) for letter in letters]
