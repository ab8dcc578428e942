"""A reply taken apart: what was written now, what was quoted, what was typed inside the quotation, the signature.

The strongest means needs no language: the text that we sent is known, so its lines are recognised wherever they stand.
Attribution lines of mail programs, Vietnamese and English, only find the quotations of everything else.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from mail.charset import fold
from mail.read_answer.form import differences, read_form
from mail.tables import with_forms

_BRIEF = 12
_LONG = 32
_SHORT = 120

# All on folded text: one line per mail program is enough with or without Vietnamese marks.
_ATTRIBUTION = re.compile(
    r"^[ \t>*]*+(?:"
    r"(?:vao|luc|ngay|on|le)\b[^\n]{0,160}(?:\n[^\n]{0,160}){0,2}?(?:da viet|viet|wrote|da ghi)[ \t]*:[ \t]*$"
    r"|[^\n]{1,120}\b(?:da viet|wrote)(?: (?:vao|luc|ngay|on)\b[^\n]{0,80})?:[ \t]*$"
    r")",
    re.MULTILINE,
)
_DIVIDER = re.compile(
    r"^[ \t>]*+(?:[-_=*]{2,}[ \t]*)?(?:original message|thu goc|thong diep goc|tin nhan goc|forwarded message"
    r"|begin forwarded message|bat dau thu chuyen tiep|thu (?:da )?(?:duoc )?chuyen tiep|thong diep (?:da )?chuyen tiep"
    r"|tin nhan da duoc chuyen tiep|thu da chuyen tiep)[ \t]*(?::|[-_=*]{2,})?[ \t]*$",
    re.MULTILINE,
)
_FORWARDED = re.compile(r"forward|chuyen tiep")
_HEADER_FROM = re.compile(r"^[ \t>*]*+(?:tu|gui tu|nguoi gui|from)[ \t]*\*?[ \t]*:[^\n]*$", re.MULTILINE)
_HEADER_LINE = re.compile(
    r"^[ \t>*]*+(?:tu|gui tu|nguoi gui|from|da gui|ngay gui|ngay|sent|date|toi|den|nguoi nhan|to|cc|dong gui|chu de"
    r"|tieu de|subject|reply-to|tra loi toi)[ \t]*\*?[ \t]*:"
)
_MARKS = re.compile(r"^(?:[ \t]*>)+[ \t]?")
_RULE = re.compile(r"^[ \t]*[_-]{10,}[ \t]*$")
_SIGNATURE = re.compile(
    r"^(?:--[ ]?|_{5,}"
    r"|(?:xin )?tran trong(?: (?:cam on|kinh chao|kinh bao|kinh trinh|chao|bao cao))?(?:[ ][^:\n]{0,40})?[.,!/]*"
    r"|(?:kinh|than) (?:thu|bao|chao|men|ai)[.,!]*|(?:best|kind|warm)? ?regards[.,!]*|thanks[^\n]{0,20}"
    r"|(?:da )?(?:duoc )?gui tu [^\n]{0,60}|sent from [^\n]{0,60}|(?:get|tai) outlook (?:for|cho) [^\n]{0,80}"
    r"|virus-free[^\n]{0,60})[ \t]*$",
    re.MULTILINE,
)
_FOOTER = re.compile(
    r"^[ \t*_\[]*+(?:canh bao[: ]|luu y: thu nay|email nay (?:va|duoc)|thu dien tu nay|this e?-?mail|confidential"
    r"|caution:)",
    re.MULTILINE,
)
_ANSWERING = re.compile(
    r"\b[a-z]{1,6}\d{2}-\d{3}\b|^[ \t]*(?:trang thai|ket qua|kho khan|kien nghi|ct\d+)\b", re.MULTILINE
)
_NEW_NUMBER = re.compile(r"\d[\d.,]*\d(?:/\d[\d.,]*)?%?|\d%")


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a reply. ``inline`` is what was typed inside our quoted letter, set out as a form again.

    ``added``: the first line with new numbers that was typed between the lines of our letter and is read nowhere.
    ``filed`` is the text of forms out of files (:func:`mail.read_answer.filled.written_out`), ``places`` where each of
    its values stood: "HT26-031/status", "HT26-031/percent", "HT26-031/CT1" -> "Bieu.xlsx, ô F7".
    """

    top: str
    quoted: str
    inline: str
    signature: str
    bottom: str = ""
    forwarded: bool = False
    added: str = ""
    filed: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """The running text that the sender wrote: above the quotation, or below it when nothing stands above."""
        return self.top or self.bottom


def split(text: str, sent_text: str) -> Parts:
    """Take a reply apart. ``sent_text`` is the exact text of our letter, "" when it is not known."""
    lines, folded = text.split("\n"), fold(text)
    bare = [_unmarked(line) for line in folded.split("\n")]
    # A few words cannot hold our letter; most answers from telephones are spared the comparison.
    folded_sent = fold(sent_text) if len(text) > _SHORT else ""
    sent = " ".join(folded_sent.split())
    ours = [_is_ours(line, sent) for line in bare] if sent else [False] * len(lines)
    start, forwarded = _quote_start(folded, lines, ours)
    if start is None:
        top, signature = _cut_signature(text.strip("\n"))
        return Parts(with_forms(top).strip(), "", "", signature.strip())
    end = _quote_end(lines, ours, start)
    quoted = [_unmarked(line) for line in lines[start:end]]
    top, signature = _cut_signature("\n".join(lines[:start]).strip("\n"))
    bottom, lower = _cut_signature("\n".join(lines[end:]).strip("\n"))
    top, bottom = with_forms(top), with_forms(bottom)
    quoted_text = "\n".join(quoted)
    folded_quote = "\n".join(bare[start:end])
    if top.strip() and _untouched(bare[start:end], ours[start:end], sent):
        return Parts(top.strip(), quoted_text.strip(), "", (signature or lower).strip(), bottom.strip(), forwarded)
    inline = differences(sent_text, quoted_text, (folded_sent or None, folded_quote))
    if not inline and not top.strip() and not bottom.strip():
        inline = _typed_between(lines[start:end], quoted, ours[start:end])
    added = _added(bare[start:end], ours[start:end], sent, fold(inline))
    return Parts(
        top.strip(), quoted_text.strip(), inline, (signature or lower).strip(), bottom.strip(), forwarded, added
    )


def _added(bare: list[str], ours: list[bool], sent: str, read: str) -> str:
    """The first line between two lines of ours with a number that neither we wrote nor anybody has read."""
    filled = [number for number, line in enumerate(bare) if line.strip()]
    for before, number, after in zip(filled, filled[1:], filled[2:], strict=False):
        if _ATTRIBUTION.match(bare[number]) or bare[number].rstrip().endswith("viet:"):
            continue
        if ours[before] and ours[after] and not ours[number] and not _HEADER_LINE.match(bare[number]):
            if any(one not in sent and one not in read for one in _NEW_NUMBER.findall(bare[number])):
                return " ".join(bare[number].split())
    return ""


def _unmarked(line: str) -> str:
    return _MARKS.sub("", line) if ">" in line else line


def _is_ours(bare: str, sent: str) -> bool:
    plain = " ".join(bare.split()).strip("*_ ")
    return len(plain) >= _BRIEF and plain in sent


def _untouched(bare: list[str], ours: list[bool], sent: str) -> bool:
    """Whether a quotation is, from its first line that is ours, a piece of our letter, however wrapped."""
    first = next((number for number, own in enumerate(ours) if own), None)
    if first is None or read_form("\n".join(bare[:first])):
        return False
    return " ".join(" ".join(bare[first:]).split()) in sent


def _quote_start(folded: str, lines: list[str], ours: list[bool]) -> tuple[int | None, bool]:
    """The number of the first quoted line, and whether it begins something forwarded."""
    found: list[tuple[int, bool]] = []
    for pattern in (_ATTRIBUTION, _DIVIDER):
        match = pattern.search(folded)
        if match:
            found.append((match.start(), pattern is _DIVIDER and _FORWARDED.search(match[0]) is not None))
    for match in _HEADER_FROM.finditer(folded):
        following = folded[match.end() : match.end() + 600].split("\n")[1:6]
        if sum(_HEADER_LINE.match(line) is not None for line in following) >= 2:
            found.append((match.start(), False))
            break
    starts = [(folded.count("\n", 0, position), forward) for position, forward in found]
    starts.extend((number, False) for number in (_first_marked(lines), _first_ours(lines, ours)) if number is not None)
    if not starts:
        return None, False
    first = min(number for number, _ in starts)
    while first > 0 and _RULE.match(lines[first - 1]):
        first -= 1
    return first, any(forward and number <= first + 1 for number, forward in starts)


def _first_marked(lines: list[str]) -> int | None:
    return next((number for number, line in enumerate(lines) if line.startswith(">")), None)


def _first_ours(lines: list[str], ours: list[bool]) -> int | None:
    """Where our own letter begins: one long line of it, or two of them running."""
    for number, line in enumerate(lines):
        if ours[number] and (len(line.strip()) >= _LONG or any(ours[number + 1 : number + 3])):
            return number
    return None


def _quote_end(lines: list[str], ours: list[bool], start: int) -> int:
    """The line after the last quoted one. Without ">" marks everything to the end belongs to the quotation."""
    marked = [number for number in range(start, len(lines)) if lines[number].startswith(">")]
    if not marked:
        return len(lines)
    end = marked[-1] + 1
    # A client that wraps quoted lines leaves their tails without a mark; they are recognised as our own words.
    while end < len(lines) and (ours[end] or not lines[end].strip()):
        end += 1
    return end


def _typed_between(lines: list[str], quoted: list[str], ours: list[bool]) -> str:
    """Lines inside the quotation that are not ours: unmarked ones, or any when most of the rest is surely ours."""
    filled = [number for number, line in enumerate(quoted) if line.strip()]
    marked = any(line.startswith(">") for line in lines)
    mostly_ours = bool(filled) and sum(ours[number] for number in filled) * 2 > len(filled)
    if not marked and not mostly_ours:
        return ""
    # Between the attribution ("Vào … đã viết:", often wrapped) and the first mark nothing was typed.
    first = next((number for number, line in enumerate(lines) if line.startswith(">")), 0)
    result = []
    for number in filled[bisect_left(filled, first) :]:
        line = lines[number]
        typed = not ours[number] and not (marked and line.startswith(">"))
        folded = fold(quoted[number])
        if typed and not _HEADER_LINE.match(folded) and not _ATTRIBUTION.match(folded) and not _RULE.match(folded):
            result.append(quoted[number].strip())
    return _cut_signature("\n".join(result))[0]


def _cut_signature(text: str) -> tuple[str, str]:
    """Text without its closing; a closing in front of a code or of a form line closes nothing."""
    folded = fold(text)
    for pattern in (_SIGNATURE, _FOOTER):
        for match in pattern.finditer(folded):
            rest = folded[match.end() :]
            if rest.count("\n") <= 25 and not _ANSWERING.search(rest):
                return text[: match.start()].rstrip(), text[match.start() :].strip()
    return text, ""
