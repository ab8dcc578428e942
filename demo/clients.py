"""Mail programs: how each sets out an answer, quotes what it answers, and encodes the whole."""

import html
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from demo.letters import Letter
from demo.wire import Part, encode_1258

_DAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before a program sets it out.

    ``quoted`` is the text of the letter as it stands in the quotation, perhaps with something typed into it.
    """

    letter: Letter
    top: str
    quoted: str

    @property
    def sent(self) -> datetime:
        """When the letter was written."""
        if self.letter.date is None:
            raise ValueError("a letter without a date is not quoted")
        return self.letter.date

    @property
    def quoted_html(self) -> str:
        """The quotation as HTML: what we were sent, or the text when something was typed into it."""
        plain = self.quoted != self.letter.text or not self.letter.html
        return as_html(self.quoted) if plain else self.letter.html_body


@dataclass(frozen=True, slots=True)
class Program:
    """A mail program: ``set_out`` makes the parts, the best one last."""

    name: str
    set_out: Callable[[Draft], tuple[Part, ...]]
    headers: tuple[tuple[str, str], ...] = ()
    prefix: str = "Re: "


def as_html(text: str) -> str:
    """Plain text with line breaks."""
    return "<br>\n".join(html.escape(line, quote=False) for line in text.split("\n"))


def _marked(text: str) -> str:
    """Every line behind "> "."""
    return "\n".join(f"> {line}" if line else ">" for line in text.rstrip("\n").split("\n"))


def _wrapped(draft: Draft, width: int) -> str:
    """The quotation in short lines; what was typed afterwards behind a label is not wrapped again."""
    lines: list[str] = []
    for sent, now in zip(draft.letter.text.split("\n"), draft.quoted.split("\n"), strict=True):
        pieces = textwrap.wrap(sent, width, break_on_hyphens=False) or [""]
        pieces[-1] += now.removeprefix(sent.rstrip()).rstrip()
        lines += pieces
    return "\n".join(lines)


def _day_of_week(moment: datetime) -> str:
    return "Chủ Nhật" if moment.weekday() == 6 else f"Thứ {_DAYS[moment.weekday()]}"


def _gmail(draft: Draft) -> tuple[Part, ...]:
    letter, sent = draft.letter, draft.sent
    week = "CN" if sent.weekday() == 6 else f"Th {sent.weekday() + 2}"
    when = f"Vào {week}, {sent.day} thg {sent.month}, {sent.year} lúc {sent:%H:%M}"
    line = f"{when} {letter.office} <\n{letter.office_address}> đã viết:"
    plain = f"{draft.top}\n\n{line}\n\n{_marked(draft.quoted)}\n"
    address = html.escape(letter.office_address)
    rich = (
        f'<div dir="ltr">{as_html(draft.top)}</div><br>'
        f'<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{when} '
        f'{html.escape(letter.office)} &lt;<a href="mailto:{address}">{address}</a>&gt; đã viết:<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
        f'padding-left:1ex">{draft.quoted_html}</blockquote></div>\n'
    )
    return Part("plain", plain), Part("html", rich)


def _outlook_rows(draft: Draft) -> list[tuple[str, str]]:
    letter, sent = draft.letter, draft.sent
    half = "SA" if sent.hour < 12 else "CH"
    clock = f"{(sent.hour - 1) % 12 + 1}:{sent:%M} {half}"
    month = _MONTHS[sent.month - 1]
    return [
        ("Từ", f"{letter.office} <{letter.office_address}>"),
        ("Đã gửi", f"{_day_of_week(sent)}, {sent.day} Tháng {month} {sent.year} {clock}"),
        ("Tới", f"{letter.agency} <{letter.to[0] if letter.to else letter.delivered_to}>"),
        ("Chủ đề", letter.subject),
    ]


def _outlook(draft: Draft) -> tuple[Part, ...]:
    rows = _outlook_rows(draft)
    header = "\n".join(f"{label}: {value}" for label, value in rows)
    plain = f"{draft.top}\n\n{'_' * 32}\n{header}\n\n{draft.quoted}\n"
    lines = "<br>\n".join(f"<b>{label}:</b> {html.escape(value)}" for label, value in rows)
    rich = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body dir="ltr">\n'
        f'<div style="font-family: Calibri, sans-serif; font-size: 12pt;">{as_html(draft.top)}</div>\n'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr">{lines}</div><div>&nbsp;</div>\n'
        f"<div>{draft.quoted_html}</div></body></html>\n"
    )
    return Part("plain", plain), Part("html", rich)


def _thunderbird(draft: Draft) -> tuple[Part, ...]:
    line = f"Vào lúc {draft.sent:%H:%M} {draft.sent:%d/%m/%Y}, {draft.letter.office} đã viết:"
    return (Part("plain", f"{draft.top}\n\n{line}\n{_marked(draft.quoted)}\n", more="; format=flowed"),)


def _roundcube(draft: Draft) -> tuple[Part, ...]:
    line = f"Vào ngày {draft.sent:%Y-%m-%d %H:%M}, {draft.letter.office} viết:"
    plain = f"{draft.top}\n\n{line}\n{_marked(_wrapped(draft, 72))}\n"
    return (Part("plain", plain, encoding="quoted-printable", more="; format=flowed"),)


def _zimbra(draft: Draft) -> tuple[Part, ...]:
    letter, sent = draft.letter, draft.sent
    month = _MONTHS[sent.month - 1]
    rows = [
        ("Từ", f'"{letter.office}" <{letter.office_address}>'),
        ("Tới", f'"{letter.agency}" <{letter.to[0] if letter.to else letter.delivered_to}>'),
        ("Đã gửi", f"{_day_of_week(sent)}, {sent.day} Tháng {month}, {sent.year} {sent:%H:%M:%S}"),
        ("Chủ đề", letter.subject),
    ]
    header = "\n".join(f"{label}: {value}" for label, value in rows)
    plain = f"{draft.top}\n\n----- Thông điệp gốc -----\n{header}\n\n{draft.quoted}\n"
    lines = "<br>".join(f"<b>{label}: </b>{html.escape(value)}" for label, value in rows)
    rich = (
        '<html><body><div style="font-family: times new roman, new york, times, serif; font-size: 12pt; '
        f'color: #000000"><div>{as_html(draft.top)}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__">'
        f'<div data-marker="__HEADERS__">{lines}<br></div><div><br></div>'
        f'<div data-marker="__QUOTED_TEXT__">{draft.quoted_html}</div></div></body></html>\n'
    )
    return Part("plain", plain, encoding="quoted-printable"), Part("html", rich, encoding="quoted-printable")


def _iphone(draft: Draft) -> tuple[Part, ...]:
    letter, sent = draft.letter, draft.sent
    line = (
        f"Vào {sent:%H:%M} {sent.day} thg {sent.month}, {sent.year}, {letter.office} <{letter.office_address}> đã viết:"
    )
    quotation = _marked(f"{line}\n\n{draft.quoted}")
    plain = f"{draft.top}\n\nĐã gửi từ iPhone của tôi\n\n{quotation}\n"
    return (Part("plain", plain, encoding="quoted-printable"),)


def _old_outlook(draft: Draft) -> tuple[Part, ...]:
    header = "\n".join(f"{label}: {value}" for label, value in _outlook_rows(draft))
    plain = f"{draft.top}\n\n----- Thư gốc -----\n{header}\n\n{draft.quoted}\n"
    encode = encode_1258
    return (Part("plain", plain, encoding="quoted-printable", charset="windows-1258", encode=encode),)


GMAIL = Program("gmail", _gmail)
OUTLOOK = Program(
    "outlook", _outlook, (("Accept-Language", "vi-VN, en-US"), ("Content-Language", "vi-VN")), prefix="RE: "
)
THUNDERBIRD = Program("thunderbird", _thunderbird, (("User-Agent", "Mozilla Thunderbird"),))
ROUNDCUBE = Program("roundcube", _roundcube, (("User-Agent", "Roundcube Webmail/1.6.9"),))
ZIMBRA = Program("zimbra", _zimbra, (("X-Mailer", "Zimbra 9.0.0_GA_4583"),))
IPHONE = Program("iphone", _iphone, (("X-Mailer", "iPhone Mail (21G93)"),))
OLD_OUTLOOK = Program("windows-1258", _old_outlook, (("X-Mailer", "Microsoft Outlook Express 6.00.2900.5931"),))

PROGRAMS = (GMAIL, OUTLOOK, THUNDERBIRD, ROUNDCUBE, ZIMBRA, IPHONE)
_OLD_PLACE = 3


def program_of(number: int) -> Program:
    """The programs in turn; one agency alone still uses a program that knows no UTF-8."""
    return OLD_OUTLOOK if number == _OLD_PLACE else PROGRAMS[number % len(PROGRAMS)]
