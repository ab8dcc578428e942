"""From the pieces of a reply to what it says about each assignment; what is not certain becomes a doubt."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from mail.charset import fold
from mail.read_answer import confidence, delay, form, outcome, requests, strays
from mail.read_answer.caution import cautions
from mail.read_answer.contact import handing_over, new_contact
from mail.read_answer.fields import percent_field, status_field
from mail.read_answer.figures import mentions, read_figure
from mail.read_answer.model import AskedItem, Evidence, ProposedContact, Reported, Sort, Understanding
from mail.read_answer.outcome import NO_CODE
from mail.read_answer.own_words import copied
from mail.read_answer.said import Said, settle
from mail.read_answer.segments import CodeFinder, Segments, Span, gaps, joined, segment
from mail.read_answer.status import read_status
from mail.read_answer.woven import Woven
from mail.split import Parts

_GREETING = re.compile(
    r"^[ \t\W]{0,5}(?:kinh gui|kinh chao|kinh thua|dear|xin chao|chao|thua)\b[ \t]*:?[^\n,;:.]{0,90}[,;:.!]?"
    r"|^[ \t\W]{0,5}(?:tran trong |xin |kinh )?bao cao[^\n:]{0,60}:[ \t]*$"
    r"|^[^\n:]{0,160}\bnhu sau[ \t]*:[ \t]*$",
    re.MULTILINE,
)

_REMARKS = frozenset({form.DIFFICULTY, form.PROPOSAL})


def understand(
    parts: Parts,
    asked: Sequence[AskedItem],
    *,
    written_on: date | None = None,
    known: Callable[[str], bool] = lambda address: False,
) -> Understanding:
    """Read a reply. ``written_on`` gives days without a year their year; ``known`` addresses are no new contacts."""
    if not (parts.own.strip() or parts.inline.strip() or parts.filed.strip()):
        return Understanding(Sort.EMPTY, "", doubts=("thư không có nội dung trả lời",))
    reading = _Reading(parts, tuple(asked), written_on)
    return reading.result(new_contact(reading.outside_form(), known))


class _Reading:
    """One reply being read; lives for one call of :func:`understand`."""

    def __init__(self, parts: Parts, asked: tuple[AskedItem, ...], written_on: date | None) -> None:
        self.text = text = "\n\n".join(piece for piece in (parts.own, parts.inline, parts.filed) if piece)
        self.asked, self.written_on, self.parts = asked, written_on, parts
        self.filed_from = len(text) - len(parts.filed) if parts.filed else len(text) + 1
        self.said: dict[str, Said] = {}
        self.doubts: list[str] = []
        self.finder = CodeFinder(asked)
        folded = fold(text)
        self.sections = form.read_form(text, folded, self.finder.headings(folded))
        self.copied = copied(text, asked)
        self.prose: list[Span] = []
        self.wishes = self._wishes()
        # What the status is read from: the same places, without the excuses of a request for more time and without
        # what a successor is said to be doing.
        self.plain = delay.without_progress(delay.without_excuses(text, self.wishes), handing_over(self.outside_form()))
        self.delayed: set[str] = set()
        self.strays: list[strays.Stray] = []
        self.placed: set[int] = set()
        self.measured: list[Span] = []

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
                elif item.key == form.UNKNOWN:
                    self.doubts.append(f"bảng có ô chưa rõ nghĩa “{item.value[:80]}”")
                elif item.value:
                    self.doubts.append(f"thư nêu mã {section.code} không có trong thư hỏi" if section.code else NO_CODE)

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
        if item.key in {form.STATUS, form.PERCENT}:
            reading = status_field(item.given) if item.key == form.STATUS else percent_field(value)
            span = self._trimmed(item.value_start if value else item.start, item.end)
            # "đang thực hiện, đạt 70%" in the line of the status gives both.
            said.take(reading, lambda name, _: self._shown(said, name, span, reading.confidence))
        elif item.key == form.RESULT:
            said.named = True
            said.narrative.append(value)
            said.results.append(value)
        elif item.key == form.DIFFICULTY:
            said.difficulties.extend(requests.entries(value))
        elif item.key == form.PROPOSAL:
            said.proposals.extend(requests.entries(value))
        elif item.key == form.UNKNOWN:
            said.doubts.append(f"bảng có ô chưa rõ nghĩa “{value[:80]}”")
        else:
            self._read_figure(said, item.key, (item.value_start, item.end), confidence.CLEAN)

    def _shown(self, said: Said, name: str, span: Span, sure: float) -> Evidence:
        """The evidence for a value; one that came in a file says where in the file it stood."""
        filed = span[0] >= self.filed_from
        return Evidence(*span, sure, self.parts.places.get(f"{said.item.code}/{name}", "") if filed else "")

    def _trimmed(self, start: int, end: int) -> Span:
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip(" \t\n>*")), start + len(piece.rstrip(" \t\n*"))

    def _read_figure(self, said: Said, code: str, place: Span, sure: float) -> None:
        start, end = place
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
            span, given = reading.figure.span, self.text[start:end].strip(" \t\n.;*")
            sure = min(sure, confidence.CLEAN if len(given) <= span[1] - span[0] else confidence.WORDED)
            self.measured.append(span)
            said.evidence.setdefault(asked.code, self._shown(said, asked.code, span, sure))

    def _place_strays(self) -> None:
        """Figures under the wrong code go to the duty that asks for them when it is answered in this mail."""
        for stray in self.strays:
            if stray.start in self.placed:
                continue
            owner = strays.rightful(stray, self.asked)
            said = self.said.get(owner) if owner else None
            if said is not None and (said.statuses or said.percents):
                said.notes.append(strays.moved(stray))
                self._read_figure(said, stray.figure, (stray.start, stray.end), confidence.MOVED)
            else:
                self.doubts.append(strays.homeless(stray, self.text[stray.start : stray.end]))

    # -- running text --------------------------------------------------------------------------------------------

    def _prose_spans(self) -> list[Span]:
        taken = [(item.start, item.end) for section in self.sections for item in section.fields]
        taken += self.copied
        taken += [match.span() for match in _GREETING.finditer(fold(self.text))]
        return gaps(sorted(taken), len(self.text))

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
            self._compare_blocks(code, spans, segments.blocks.get(code, []))
        if segments.everything:
            done = set(segments.by_code) | set(self.said)
            for item in self.asked:
                if item.code not in done:
                    self._read_spans(item.code, segments.everything, confidence.FOR_ALL)
        elif segments.loose and not segments.by_code and not self.said:
            loose = "\n".join(self.text[a:b] for a, b in segments.loose)
            if not requests.only_confirms(loose) and not requests.says_not_ours(loose):
                self.doubts.append(NO_CODE)
        else:
            for start, end in segments.loose:
                self._read_mentions(None, start, end)

    def _read_spans(self, code: str, spans: Iterable[Span], sure: float = confidence.PROSE) -> None:
        pieces = [(a, b) for a, b in spans if self.text[a:b].strip(" \t\n:;,.-–[]()")]
        if not pieces:
            return
        said = self._about(code)
        for start, end in joined(pieces, self.text):
            self._read_mentions(said, start, end)
        # What is the value of a figure says nothing about the work.
        woven = Woven(delay.blanked(self.plain, self.measured), pieces)
        filled = code in self.said and bool(self.said[code].statuses)
        reading = read_status(delay.without_weak(woven.text) if code in self.delayed else woven.text, said.item.text)
        if reading.bare and any(figure.unit == "%" for figure in said.item.figures if figure.code not in said.figures):
            said.doubts.append("chưa rõ tỷ lệ là của việc hoàn thành nhiệm vụ hay của số liệu được hỏi")
        sure = min(sure, confidence.of_prose(woven.text))
        if not filled or reading.status is not None:
            said.take(reading, lambda name, span: self._shown(said, name, woven.back(span), sure))
        said.narrative.append(_joined(self.text[a:b] for a, b in pieces))

    def _compare_blocks(self, code: str, spans: Sequence[Span], starts: Sequence[int]) -> None:
        """A code that is named twice with two statuses: which of them counts is not for us to say."""
        if len(starts) < 2:
            return
        blocks: list[list[str]] = [[] for _ in starts]
        for start, end in spans:
            blocks[max(bisect_right(starts, start) - 1, 0)].append(self.plain[start:end])
        if len({read_status("\n".join(block)).status for block in blocks} - {None}) > 1:
            self._about(code).doubts.append("thư nêu hai trạng thái khác nhau")

    def _read_mentions(self, said: Said | None, start: int, end: int) -> None:
        """Figures in running text; None for a passage that belongs to no assignment."""
        foreign = strays.foreign_figures(self.asked, said.item if said else None)
        own = said.item.figures if said else ()
        for figure, value_start, value_end, by_code in mentions((*own, *foreign), self.text[start:end]):
            place = (start + value_start, start + value_end)
            if said is not None and figure in own:
                sure = confidence.PROSE if by_code else confidence.BY_LABEL
                self._read_figure(said, figure.code.upper(), place, sure)
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
        notes = tuple(f"{said.item.code}: {note}" for said in self.said.values() for note in dict.fromkeys(said.notes))
        year = next((item.year for item in self.asked if item.year), None)
        second = cautions(self.text, reported, self.asked, year=year, written_on=self.written_on)
        if self.parts.added:
            self.doubts.append(f"giữa các dòng của thư gốc có ghi thêm “{self.parts.added[:80]}”, chưa rõ nghĩa")
        doubts = tuple(dict.fromkeys((*self.doubts, *second)))
        heard = outcome.Heard(
            full=Understanding(Sort.ANSWER, self.text, reported, doubts, notes, None, contact),
            prose="\n".join(self.text[a:b] for a, b in self.prose),
            forwarded=self.parts.forwarded,
            wish=self.wishes[0].extension if self.wishes else None,
            delayed=tuple(item.code for item in self.asked if item.code in self.delayed),
            spoken=tuple(self.said),
        )
        return outcome.sort_out(heard)


def _joined(pieces: Iterable[str]) -> str:
    cleaned = (re.sub(r"^[\s:;,.|\-–\]\[)]+", "", piece).strip() for piece in pieces)
    return " ".join(piece for piece in cleaned if piece)
