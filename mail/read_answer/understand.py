"""From the pieces of a reply to what it says about each assignment; what is not certain becomes a doubt."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from cycles.status import WorkStatus
from mail.charset import fold
from mail.numbers import written
from mail.read_answer import form, requests
from mail.read_answer.fields import by_percent, contradiction, percent_field, status_field
from mail.read_answer.figures import mentions, read_figure
from mail.read_answer.model import AskedItem, Extension, Figure, Reported, Sort, Understanding
from mail.read_answer.segments import CodeFinder, Segments, Span, segment
from mail.read_answer.status import StatusReading, read_status
from mail.split import Parts

_GREETING = re.compile(
    r"^\W*(?:kinh gui|kinh chao|kinh thua|dear|xin chao|chao|thua)\b\s*:?[^\n,;:.]{0,90}[,;:.!]?"
    r"|^\W*(?:tran trong|xin|kinh)?\s*bao cao[^\n:]{0,60}:\s*$"
    r"|^[^\n:]{0,160}\bnhu sau\s*:\s*$",
    re.MULTILINE,
)


@dataclass
class _Said:
    """What has been gathered about one assignment, from wherever it stood."""

    item: AskedItem
    statuses: list[WorkStatus] = field(default_factory=list)
    percents: list[Decimal] = field(default_factory=list)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    narrative: list[str] = field(default_factory=list)
    difficulties: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, reading: StatusReading) -> None:
        if reading.status is not None:
            self.statuses.append(reading.status)
        if reading.percent is not None:
            self.percents.append(reading.percent)
        self.doubts.extend(reading.doubts)


def understand(parts: Parts, asked: Sequence[AskedItem], *, written_on: date | None = None) -> Understanding:
    """Read a reply. ``written_on`` gives days without a year their year."""
    text = "\n\n".join(piece for piece in (parts.own, parts.inline) if piece)
    if not text.strip():
        return Understanding(Sort.EMPTY, "", doubts=("thư không có nội dung trả lời",))
    return _Reading(text, tuple(asked), written_on, parts.forwarded).result()


class _Reading:
    """One reply being read; lives for one call of :func:`understand`."""

    def __init__(self, text: str, asked: tuple[AskedItem, ...], written_on: date | None, forwarded: bool) -> None:
        self.text, self.asked, self.written_on, self.forwarded = text, asked, written_on, forwarded
        self.said: dict[str, _Said] = {}
        self.doubts: list[str] = []
        self.finder = CodeFinder(asked)
        folded = fold(text)
        self.sections = form.read_form(text, folded, self.finder.headings(folded))
        self.prose: list[Span] = []

    def result(self) -> Understanding:
        self._read_sections()
        self.prose = self._prose_spans()
        segments = segment(self.text, self.prose, self.finder)
        self.doubts.extend(dict.fromkeys(segments.doubts))
        self._read_prose(segments)
        reported = tuple(self._settle(self.said[item.code]) for item in self.asked if item.code in self.said)
        return self._sorted(tuple(item for item in reported if item is not None))

    def _about(self, code: str) -> _Said:
        if code not in self.said:
            item = next(item for item in self.asked if item.code == code)
            self.said[code] = _Said(item)
        return self.said[code]

    # -- the form ------------------------------------------------------------------------------------------------

    def _read_sections(self) -> None:
        for section in self.sections:
            filled = [item for item in section.fields if item.given]
            code = self._code_of(section)
            if code is None:
                continue
            said = self._about(code) if filled else None
            for item in filled:
                if said is not None:
                    self._read_field(said, item)

    def _code_of(self, section: form.Section) -> str | None:
        """The assignment of a section: by its heading, or the only one asked."""
        if section.code in self.finder.codes:
            return section.code
        if section.code:
            if any(item.value for item in section.fields):
                self.doubts.append(f"thư nêu mã {section.code} không có trong thư hỏi")
            return None
        if len(self.asked) == 1:
            return self.asked[0].code
        if any(item.value for item in section.fields):
            self.doubts.append("thư không nêu mã nhiệm vụ")
        return None

    def _read_field(self, said: _Said, item: form.Field) -> None:
        value = item.value
        if item.key == form.STATUS:
            said.take(status_field(item.given))
        elif item.key == form.PERCENT:
            said.take(percent_field(value))
        elif item.key == form.RESULT:
            said.narrative.append(value)
        elif item.key == form.DIFFICULTY:
            said.difficulties.extend(requests.entries(value))
        elif item.key == form.PROPOSAL:
            said.proposals.extend(requests.entries(value))
        else:
            self._read_figure(said, item.key, item.value_start, item.end)

    def _read_figure(self, said: _Said, code: str, start: int, end: int) -> None:
        asked = next((figure for figure in said.item.figures if figure.code.upper() == code), None)
        if asked is None:
            said.notes.append(f"{code}: không hỏi số liệu này")
            return
        reading = read_figure(asked, self.text[start:end], start)
        said.doubts.extend(reading.doubts)
        said.notes.extend(reading.notes)
        if reading.figure is not None:
            said.figures.setdefault(asked.code, []).append(reading.figure)

    # -- running text --------------------------------------------------------------------------------------------

    def _prose_spans(self) -> list[Span]:
        taken = [(item.start, item.end) for section in self.sections for item in section.fields]
        taken += self._own_words()
        taken += [match.span() for match in _GREETING.finditer(fold(self.text))]
        return _gaps(sorted(taken), len(self.text))

    def _own_words(self) -> list[Span]:
        """Our heading copied into the reply: its words ("Hoàn thành phổ cập …") are no report."""
        folded, spans = fold(self.text), []
        for item in self.asked:
            heading = fold(" ".join(item.text.split()))
            place = folded.find(heading[:30]) if len(heading) >= 12 else -1
            while place >= 0:
                length = _common(folded[place:], heading)
                tail = 1 if folded[place + length : place + length + 1] == "…" else 0
                spans.append((place, place + length + tail))
                place = folded.find(heading[:30], place + length + 1)
        return spans

    def _read_prose(self, segments: Segments) -> None:
        only = self.asked[0].code if len(self.asked) == 1 else None
        if only is not None:
            spans = sorted([*segments.loose, *segments.everything, *segments.by_code.get(only, [])])
            self._read_spans(only, spans)
            return
        for code, spans in segments.by_code.items():
            self._read_spans(code, spans)
        if segments.everything:
            done = set(segments.by_code) | set(self.said)
            for item in self.asked:
                if item.code not in done:
                    self._read_spans(item.code, segments.everything)
        elif segments.loose and not segments.by_code and not self.said:
            loose = "\n".join(self.text[a:b] for a, b in segments.loose)
            if not requests.only_confirms(loose) and not requests.says_not_ours(loose):
                self.doubts.append("thư không nêu mã nhiệm vụ")

    def _read_spans(self, code: str, spans: Iterable[Span]) -> None:
        pieces = [(a, b) for a, b in spans if self.text[a:b].strip(" \t\n:;,.-–[]()")]
        if not pieces:
            return
        prose = "\n".join(self.text[a:b].strip(" \t[]") for a, b in pieces)
        filled = code in self.said and bool(self.said[code].statuses)
        reading = read_status(prose)
        said = self._about(code)
        if not filled or reading.status is not None:
            said.take(reading)
        for start, end in pieces:
            for figure, value_start, value_end in mentions(said.item.figures, self.text[start:end]):
                self._read_figure(said, figure.code.upper(), start + value_start, start + value_end)
        said.narrative.append(_joined(self.text[a:b] for a, b in pieces))

    # -- the outcome ---------------------------------------------------------------------------------------------

    def _settle(self, said: _Said) -> Reported | None:
        statuses, shares = set(said.statuses), set(said.percents)
        anything = said.statuses or said.percents or said.figures or said.doubts or said.difficulties or said.proposals
        if not anything and not said.narrative:
            return None
        status = said.statuses[0] if said.statuses else None
        percent = said.percents[0] if said.percents else None
        if len(statuses) > 1:
            said.doubts.append("thư nêu hai trạng thái khác nhau")
        if len(shares) > 1:
            said.doubts.append(
                "nêu nhiều tỷ lệ hoàn thành khác nhau: " + "; ".join(f"{written(p)}%" for p in sorted(shares))
            )
        said.doubts.extend(contradiction(status, percent))
        figures = {}
        for code, found in said.figures.items():
            if len({(f.numerator, f.denominator, f.value) for f in found}) > 1:
                said.doubts.append(f"{code}: nêu hai giá trị khác nhau")
            else:
                figures[code] = found[0]
        if status is None and percent is not None and not said.doubts:
            status = by_percent(percent)
        if status is None and not said.doubts:
            said.doubts.append("không nêu rõ trạng thái thực hiện")
        self.doubts.extend(f"{said.item.code}: {doubt}" for doubt in dict.fromkeys(said.doubts))
        return Reported(
            code=said.item.code,
            status=status,
            percent=percent,
            figures=figures,
            narrative="\n".join(piece for piece in said.narrative if piece).strip(),
            difficulties=tuple(dict.fromkeys(said.difficulties)),
            proposals=tuple(dict.fromkeys(said.proposals)),
        )

    def _sorted(self, reported: tuple[Reported, ...]) -> Understanding:
        prose = "\n".join(self.text[a:b] for a, b in self.prose)
        notes = tuple(f"{said.item.code}: {note}" for said in self.said.values() for note in dict.fromkeys(said.notes))
        wish = requests.extension_in(prose, self.written_on)
        real = any(item.status is not None or item.percent is not None or item.figures for item in reported)
        full = Understanding(Sort.ANSWER, self.text, reported, tuple(dict.fromkeys(self.doubts)), notes, None)
        if requests.says_not_ours(prose) and not real:
            return replace(
                full, sort=Sort.NOT_OURS, reported=(), doubts=("cơ quan cho biết không phải đầu mối của nội dung này",)
            )
        if wish is not None:
            near = [item.code for item in reported if wish.text in " ".join(item.narrative.split())]
            wish = replace(wish, codes=tuple(near or (item.code for item in reported)))
            return self._with_wish(full, wish, real)
        if real or any(item.difficulties or item.proposals for item in reported):
            return full
        if requests.only_confirms(prose) and not requests.points_elsewhere(prose):
            return replace(full, sort=Sort.NOTE, reported=(), doubts=())
        extra = []
        if requests.points_elsewhere(prose):
            extra.append("nội dung trả lời nằm trong tệp hoặc văn bản khác, cần người đọc")
        if self.forwarded:
            extra.append("thư chuyển tiếp, cần xem nội dung được chuyển")
        doubts = tuple(dict.fromkeys((*full.doubts, *extra))) or ("không nhận ra nội dung trả lời",)
        return replace(full, sort=Sort.UNCLEAR, doubts=doubts)

    def _with_wish(self, full: Understanding, wish: Extension, real: bool) -> Understanding:
        if real:
            return replace(full, extension=wish)
        day = f" đến ngày {wish.until:%d/%m/%Y}" if wish.until else ""
        return replace(
            full, sort=Sort.EXTENSION, reported=(), extension=wish, doubts=(f"cơ quan xin lùi thời hạn{day}",)
        )


def _gaps(taken: list[Span], length: int) -> list[Span]:
    gaps, edge = [], 0
    for start, end in taken:
        if start > edge:
            gaps.append((edge, start))
        edge = max(edge, end)
    if edge < length:
        gaps.append((edge, length))
    return gaps


def _common(text: str, heading: str) -> int:
    length = 0
    for one, other in zip(text, heading, strict=False):
        if one != other and not (one == "\n" and other == " "):
            break
        length += 1
    return length


def _joined(pieces: Iterable[str]) -> str:
    cleaned = (re.sub(r"^[\s:;,.|\-–\]\[)]+", "", piece).strip() for piece in pieces)
    return " ".join(piece for piece in cleaned if piece)
