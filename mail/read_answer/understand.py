"""From the pieces of a reply to what it says about each assignment; what is not certain becomes a doubt."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from mail.charset import fold
from mail.read_answer import delay, form, requests, strays
from mail.read_answer.contact import handing_over, new_contact
from mail.read_answer.fields import percent_field, status_field
from mail.read_answer.figures import mentions, read_figure
from mail.read_answer.model import AskedItem, Extension, ProposedContact, Reported, Sort, Understanding
from mail.read_answer.said import Said, settle
from mail.read_answer.segments import CodeFinder, Segments, Span, gaps, segment
from mail.read_answer.status import read_status
from mail.split import Parts

_GREETING = re.compile(
    r"^\W*(?:kinh gui|kinh chao|kinh thua|dear|xin chao|chao|thua)\b\s*:?[^\n,;:.]{0,90}[,;:.!]?"
    r"|^\W*(?:tran trong|xin|kinh)?\s*bao cao[^\n:]{0,60}:\s*$"
    r"|^[^\n:]{0,160}\bnhu sau\s*:\s*$",
    re.MULTILINE,
)

_NO_CODE = "thư không nêu mã nhiệm vụ"
_REMARKS = frozenset({form.DIFFICULTY, form.PROPOSAL})


def understand(
    parts: Parts,
    asked: Sequence[AskedItem],
    *,
    written_on: date | None = None,
    known: Callable[[str], bool] = lambda address: False,
) -> Understanding:
    """Read a reply. ``written_on`` gives days without a year their year; ``known`` addresses are no new contacts."""
    text = "\n\n".join(piece for piece in (parts.own, parts.inline) if piece)
    if not text.strip():
        return Understanding(Sort.EMPTY, "", doubts=("thư không có nội dung trả lời",))
    reading = _Reading(text, tuple(asked), written_on, parts.forwarded)
    return reading.result(new_contact(reading.outside_form(), known))


class _Reading:
    """One reply being read; lives for one call of :func:`understand`."""

    def __init__(self, text: str, asked: tuple[AskedItem, ...], written_on: date | None, forwarded: bool) -> None:
        self.text, self.asked, self.written_on, self.forwarded = text, asked, written_on, forwarded
        self.said: dict[str, Said] = {}
        self.doubts: list[str] = []
        self.finder = CodeFinder(asked)
        folded = fold(text)
        self.sections = form.read_form(text, folded, self.finder.headings(folded))
        self.copied = self._own_words()
        self.prose: list[Span] = []
        self.wishes = self._wishes()
        # What the status is read from: the same places, without the excuses of a request for more time and without
        # what a successor is said to be doing.
        self.plain = delay.without_progress(delay.without_excuses(text, self.wishes), handing_over(self.outside_form()))
        self.delayed: set[str] = set()
        self.strays: list[strays.Stray] = []
        self.placed: set[int] = set()

    def outside_form(self) -> str:
        """The text, of the same length, without the fields of the form and our own words."""
        fields = [(item.start, item.end) for section in self.sections for item in section.fields]
        return delay.blanked(self.text, [*fields, *self.copied])

    def result(self, contact: ProposedContact | None) -> Understanding:
        self._read_sections()
        self.prose = self._prose_spans()
        segments = segment(self.plain, self.prose, self.finder)
        self.doubts.extend(dict.fromkeys(segments.doubts))
        self._note_delays(segments)
        self._read_prose(segments)
        self._place_strays()
        reported = tuple(self._settle(self.said[item.code]) for item in self.asked if item.code in self.said)
        return self._sorted(tuple(item for item in reported if item is not None), contact)

    def _about(self, code: str) -> Said:
        if code not in self.said:
            item = next(item for item in self.asked if item.code == code)
            self.said[code] = Said(item)
        return self.said[code]

    # -- the form ------------------------------------------------------------------------------------------------

    def _read_sections(self) -> None:
        for section in self.sections:
            filled = [item for item in section.fields if item.given]
            code = self._code_of(section)
            for item in filled:
                said = self._named_in(item) or (self._about(code) if code else None)
                if said is not None:
                    self._read_field(said, item)
                elif item.value:
                    unknown = f"thư nêu mã {section.code} không có trong thư hỏi" if section.code else _NO_CODE
                    self.doubts.append(unknown)

    def _code_of(self, section: form.Section) -> str | None:
        """The assignment of a section: by its heading, or the only one asked."""
        if section.code:
            return section.code if section.code in self.finder.codes else None
        return self.asked[0].code if len(self.asked) == 1 else None

    def _named_in(self, item: form.Field) -> Said | None:
        """The assignment that the label of a figure names: "CT1 của HT26-031: 410/512"."""
        if not item.key.startswith("CT"):
            return None
        found, _ = self.finder.find(fold(self.text[item.start : item.value_start]))
        return self._about(found[0][0]) if len(found) == 1 else None

    def _read_field(self, said: Said, item: form.Field) -> None:
        value = item.value
        if item.key == form.STATUS:
            said.take(status_field(item.given))
        elif item.key == form.PERCENT:
            said.take(percent_field(value))
        elif item.key == form.RESULT:
            said.named = True
            said.narrative.append(value)
        elif item.key == form.DIFFICULTY:
            said.difficulties.extend(requests.entries(value))
        elif item.key == form.PROPOSAL:
            said.proposals.extend(requests.entries(value))
        else:
            self._read_figure(said, item.key, item.value_start, item.end)

    def _read_figure(self, said: Said, code: str, start: int, end: int) -> None:
        asked = next((figure for figure in said.item.figures if figure.code.upper() == code), None)
        if asked is None:
            if any(figure.code.upper() == code for item in self.asked for figure in item.figures):
                self.strays.append(strays.Stray(said.item.code, code, start, end))
            else:
                said.notes.append(f"{code}: không hỏi số liệu này")
                said.narrative.append(f"{code}: {' '.join(self.text[start:end].split())}")
            return
        self.placed.add(start)
        reading = read_figure(asked, self.text[start:end], start)
        said.doubts.extend(reading.doubts)
        said.notes.extend(reading.notes)
        if reading.figure is not None:
            said.figures.setdefault(asked.code, []).append(reading.figure)

    def _place_strays(self) -> None:
        """Figures under the wrong code go to the duty that asks for them when it is answered in this mail."""
        for stray in self.strays:
            if stray.start in self.placed:
                continue
            owner = strays.rightful(stray, self.asked)
            said = self.said.get(owner) if owner else None
            if said is not None and (said.statuses or said.percents):
                said.notes.append(strays.moved(stray))
                self._read_figure(said, stray.figure, stray.start, stray.end)
            else:
                self.doubts.append(strays.homeless(stray, self.text[stray.start : stray.end]))

    # -- running text --------------------------------------------------------------------------------------------

    def _prose_spans(self) -> list[Span]:
        taken = [(item.start, item.end) for section in self.sections for item in section.fields]
        taken += self.copied
        taken += [match.span() for match in _GREETING.finditer(fold(self.text))]
        return gaps(sorted(taken), len(self.text))

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

    def _wishes(self) -> tuple[delay.Wish, ...]:
        """Requests for more time; in our own words and among difficulties and proposals they ask nothing of us."""
        fields = [(one.start, one.end) for part in self.sections for one in part.fields if one.key in _REMARKS]
        other = [*fields, *self.copied]
        found = delay.wishes(self.text, self.written_on)
        return tuple(wish for wish in found if not any(start <= wish.verb < end for start, end in other))

    def _note_delays(self, segments: Segments) -> None:
        """Which assignments more time is asked for: those of the sentence, or all when it names none."""
        spans = dict(segments.by_code)
        for section in self.sections:
            code = self._code_of(section)
            if code:
                spans[code] = [*spans.get(code, []), *((one.start, one.end) for one in section.fields)]
        for wish in self.wishes:
            start, end = wish.sentence
            named = [code for code, places in spans.items() if any(a < end and start < b for a, b in places)]
            self.delayed.update(named or self.finder.codes)

    def _read_prose(self, segments: Segments) -> None:
        only = self.asked[0].code if len(self.asked) == 1 else None
        if only is not None:
            named = segments.by_code.get(only, [])
            spans = sorted([*segments.loose, *segments.everything, *named])
            if named:
                self._about(only).named = True
            self._read_spans(only, spans)
            return
        for code, spans in segments.by_code.items():
            self._about(code).named = True
            self._read_spans(code, spans)
        if segments.everything:
            done = set(segments.by_code) | set(self.said)
            for item in self.asked:
                if item.code not in done:
                    self._read_spans(item.code, segments.everything)
        elif segments.loose and not segments.by_code and not self.said:
            loose = "\n".join(self.text[a:b] for a, b in segments.loose)
            if not requests.only_confirms(loose) and not requests.says_not_ours(loose):
                self.doubts.append(_NO_CODE)
        else:
            for start, end in segments.loose:
                self._read_mentions(None, start, end)

    def _read_spans(self, code: str, spans: Iterable[Span]) -> None:
        pieces = [(a, b) for a, b in spans if self.text[a:b].strip(" \t\n:;,.-–[]()")]
        if not pieces:
            return
        prose = "\n".join(self.plain[a:b].strip(" \t[]") for a, b in pieces)
        if code in self.delayed:
            prose = delay.without_weak(prose)
        filled = code in self.said and bool(self.said[code].statuses)
        reading = read_status(prose)
        said = self._about(code)
        if not filled or reading.status is not None:
            said.take(reading)
        for start, end in pieces:
            self._read_mentions(said, start, end)
        said.narrative.append(_joined(self.text[a:b] for a, b in pieces))

    def _read_mentions(self, said: Said | None, start: int, end: int) -> None:
        """Figures in running text; None for a passage that belongs to no assignment."""
        foreign = strays.foreign_figures(self.asked, said.item if said else None)
        own = said.item.figures if said else ()
        for figure, value_start, value_end in mentions((*own, *foreign), self.text[start:end]):
            place = (start + value_start, start + value_end)
            if said is not None and figure in own:
                self._read_figure(said, figure.code.upper(), *place)
            elif re.search(r"\d", self.text[slice(*place)]):
                self.strays.append(strays.Stray(said.item.code if said else "", figure.code.upper(), *place))

    # -- the outcome ---------------------------------------------------------------------------------------------

    def _settle(self, said: Said) -> Reported | None:
        wish = self.wishes[0].extension if self.wishes and said.item.code in self.delayed else None
        reported = settle(said, wish)
        if reported is not None:
            self.doubts.extend(f"{said.item.code}: {doubt}" for doubt in dict.fromkeys(said.doubts))
        return reported

    def _sorted(self, reported: tuple[Reported, ...], contact: ProposedContact | None) -> Understanding:
        prose = "\n".join(self.text[a:b] for a, b in self.prose)
        notes = tuple(f"{said.item.code}: {note}" for said in self.said.values() for note in dict.fromkeys(said.notes))
        real = any(item.status is not None or item.percent is not None or item.figures for item in reported)
        doubts = tuple(dict.fromkeys(self.doubts))
        full = Understanding(Sort.ANSWER, self.text, reported, doubts, notes, None, contact)
        if requests.says_not_ours(prose) and not real:
            return self._not_ours(full, "cơ quan cho biết không phải đầu mối của nội dung này")
        if self.wishes:
            near = [item.code for item in reported if item.code in self.delayed]
            codes = tuple(near or (item.code for item in reported))
            return self._with_wish(full, replace(self.wishes[0].extension, codes=codes), real)
        if real or any(item.difficulties or item.proposals for item in reported):
            return full
        if contact is not None:
            return self._not_ours(full, f"cơ quan báo đầu mối mới: {contact.shown}")
        if requests.only_confirms(prose) and not requests.points_elsewhere(prose):
            return replace(full, sort=Sort.NOTE, reported=(), doubts=())
        extra = []
        if requests.points_elsewhere(prose):
            extra.append("nội dung trả lời nằm trong tệp hoặc văn bản khác, cần người đọc")
        if self.forwarded:
            extra.append("thư chuyển tiếp, cần xem nội dung được chuyển")
        doubts = tuple(dict.fromkeys((*full.doubts, *extra))) or ("không nhận ra nội dung trả lời",)
        return replace(full, sort=Sort.UNCLEAR, doubts=doubts)

    def _not_ours(self, full: Understanding, doubt: str) -> Understanding:
        """Somebody else is to be asked; a request for more time beside it is kept."""
        doubts: tuple[str, ...] = (doubt,)
        wish = None
        if self.wishes:
            codes = tuple(item.code for item in self.asked if item.code in self.delayed)
            wish = replace(self.wishes[0].extension, codes=codes)
            doubts += (f"cơ quan xin lùi thời hạn{delay.until_in_words(wish)}",)
        return replace(full, sort=Sort.NOT_OURS, reported=(), doubts=doubts, extension=wish)

    def _with_wish(self, full: Understanding, wish: Extension, real: bool) -> Understanding:
        if real:
            return replace(full, extension=wish)
        asks = f"cơ quan xin lùi thời hạn{delay.until_in_words(wish)}"
        # What is doubtful about the status is said by the request; anything else stays worth looking at.
        other = [one for one in full.doubts if one != _NO_CODE and one.partition(":")[0] not in self.said]
        return replace(full, sort=Sort.EXTENSION, reported=(), extension=wish, doubts=(asks, *other))


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
