"""The facts of the heading: issuer, number, place, date, title, legal bases, programme, period."""

import re
from dataclasses import dataclass, replace

from plans.meaning.citations import DATE, VISION, YEAR_SPAN, calendar_date, first_citation
from plans.meaning.names import name_end, starts_name
from plans.model import Document, LegalBasis, Period
from plans.sheet import Line
from plans.structure.blocks import DANGLING, Paragraph, ends_sentence, starts_lower
from plans.structure.headings import is_section_heading, names_section
from plans.structure.issuer import Issuer, level_of, province_of, read_issuer
from plans.structure.kinds import ENCLOSED_NOTE, TypeLine
from plans.structure.labels import CAPITAL, Level
from plans.structure.outline import source_of

# "12/KH-UBND", "12/2025/NQ-HĐND", and "12-CTr/TU" as the Party writes it.
_NUMBER = re.compile(
    r"Số\s*:?\s*(?P<number>\d+[a-z]?(?:/\d{4})?)?[\s.…_]*"
    r"(?:/\s*(?P<symbol>[A-ZĐ][\w&]*(?:-[A-ZĐ][\w&]*)+)|-\s*(?P<party>[A-ZĐ][\w&]*/[A-ZĐ][\w&-]*))"
)
_PLACE_DATE = re.compile(
    rf"(?P<place>{CAPITAL}[^\n,:/]{{1,40}}),\s*ngày\s*(?P<day>\d{{1,2}})?[\s.…_/]*tháng\s*(?P<month>\d{{1,2}})?[\s.…_/]*năm"
    r"\s*(?P<year>\d{4})?"
)
_SCHOOL_YEAR = re.compile(r"năm học\s+(20\d\d)\s*[-–—]\s*(20\d\d)", re.IGNORECASE)
_SINGLE_YEAR = re.compile(r"(?P<until>(?:đến|tới|đến hết)\s+)?năm\s+(?P<year>20\d\d)", re.IGNORECASE)
_LEAD = re.compile(r"(?:Thực hiện|Căn cứ|Theo|Triển khai|Xét|Trên cơ sở|Tiếp tục thực hiện|Để triển khai)\b")
_NEXT_BASIS = re.compile(r"(?<=;)\s+(?=(?:Thực hiện|Căn cứ|Theo|Xét)\b)")
_APPROVES = re.compile(
    r"(?:phê duyệt|ban hành)\s+(?P<kind>Chương trình|Đề án|Chiến lược|Kế hoạch|Dự án)"
    # "..., UBND tỉnh ban hành Kế hoạch như sau:" speaks of the document itself.
    r"(?![^;.]{0,200}như sau)"
)
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"]{5,400})[”\"]")
_CALLED = re.compile(r"gọi (?:tắt |chung )?là:?\s*[“\"]?(?P<name>[^)”\";.]{3,60})")


# Between the title and the grounds of a decision: who decides, and the word "QUYẾT ĐỊNH:".
_AUTHORITY = re.compile(
    r"(?:THỦ TƯỚNG|CHÍNH PHỦ|CHỦ TỊCH|BỘ TRƯỞNG|[ỦU][YỶ] BAN|UBND|GIÁM ĐỐC|HỘI ĐỒNG NHÂN DÂN|HĐND"
    r"|BAN (?:THƯỜNG VỤ|CHẤP HÀNH)"
    r"|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG|TRƯỞNG BAN|QUYẾT ĐỊNH|QUYẾT NGHỊ)"
)


@dataclass(frozen=True)
class Opening:
    """The kind of document, the lines before it, the title, the preamble, and where the numbered body starts in `rest`.

    `note` is the line that names the decision a plan is enclosed in ("Ban hành kèm theo Quyết định số ...").
    """

    word: str
    header: tuple[str, ...]
    title: str
    note: str | None
    preamble: tuple[Paragraph, ...]
    rest: tuple[Paragraph, ...]


def opening(header: list[Line], line: TypeLine, body: list[Paragraph]) -> Opening:
    """Header cells, title and preamble; `body` are the paragraphs after the type line."""
    cells = tuple(cell for above in header for cell in above.cells)
    first = next((i for i, p in enumerate(body) if _begins_body(p)), len(body))
    note = next((p.text for p in body[:first] if ENCLOSED_NOTE.match(p.text)), None)
    front = [p for p in body[:first] if p.text != note]
    title, count = _title(line.rest, front)
    return Opening(line.word, cells, title, note, tuple(front[count:]), tuple(body[first:]))


def _begins_body(paragraph: Paragraph) -> bool:
    if paragraph.label:
        return paragraph.label.level <= Level.NUMBER
    return is_section_heading(paragraph.text, paragraph.strong) and names_section(paragraph.text)


def _title(inline: str, front: list[Paragraph]) -> tuple[str, int]:
    parts = [inline] if inline else []
    for index, paragraph in enumerate(front):
        text = paragraph.text
        # A title may begin like a basis ("Thực hiện Nghị quyết số ..."), but it has no mark at its end.
        basis = _LEAD.match(text) and ends_sentence(text) and first_citation(text[:200]) is not None
        basis = basis or (_LEAD.match(text) and text.endswith((";", ":")))
        # One upper-case title may stand in several blocks; a note in brackets under it belongs to it too.
        goes_on = starts_lower(text) or text[:1] in '(“"' or (text.isupper() and parts and parts[-1].isupper())
        cut = bool(parts) and DANGLING.search(parts[-1][-12:]) is not None
        decides = bool(parts) and text.isupper() and _AUTHORITY.match(text) is not None and not cut
        if parts and (decides or (not goes_on and not cut)):
            return " ".join(parts), index
        if not parts and basis:
            return "", index
        parts.append(text)
    return " ".join(parts), len(front)


def read_bases(preamble: tuple[Paragraph, ...]) -> tuple[LegalBasis, ...]:
    """Every paragraph (or part after a semicolon) of the preamble that cites a document."""
    bases = []
    for paragraph in preamble:
        for text in _NEXT_BASIS.split(paragraph.text):
            lead = _LEAD.match(text)
            cited = first_citation(text) if lead else None
            if lead is None or cited is None:
                continue
            bases.append(
                LegalBasis(
                    text=text,
                    lead_word=lead.group(),
                    type=cited.type,
                    number=cited.number,
                    date=cited.date,
                    issuer=cited.issuer,
                    source=source_of(paragraph.spans),
                )
            )
    return tuple(bases)


@dataclass(frozen=True)
class Surroundings:
    """What the heading may need from the rest of the text; `front` is the heading of the decision a plan came with."""

    signed_for: str | None
    bases: tuple[LegalBasis, ...]
    target_years: tuple[int, ...]
    whole_text: str
    front: Opening | None = None


@dataclass(frozen=True)
class Facts:
    """Number, symbol, place, day and issuer; blanks stay None."""

    number: str | None
    symbol: str | None
    place: str | None
    day: int | None
    month: int | None
    year: int | None
    issuer: Issuer


def read_document(start: Opening, around: Surroundings) -> Document:
    """The facts of the heading; blanks stay None. An enclosed plan has the number, day and issuer of its decision."""
    facts = _facts(around.front.header if around.front else start.header)
    enclosed_in = None
    if around.front:
        enclosed_in = f"{around.front.word.capitalize()} số {_cited(facts)}"
    elif start.note:
        facts, enclosed_in = _facts_of_note(start.note, facts)
    derived = None if facts.issuer.name else _issuer_from_signature(facts.place, around)
    issuer = facts.issuer.name or derived
    level = level_of(issuer, facts.issuer.superior)
    kind = _own_programme(start, facts) or programme(around.bases)
    return Document(
        doc_type=start.word,
        number=facts.number,
        symbol=facts.symbol,
        issuer=issuer,
        issuer_from="header" if facts.issuer.name else ("signature" if derived else None),
        place=facts.place,
        province=province_of(facts.place, Issuer(issuer, facts.issuer.superior), level, around.whole_text),
        date=calendar_date(facts.day, facts.month, facts.year),
        day=facts.day,
        month=facts.month,
        year=facts.year,
        title=start.title,
        programme=kind.code,
        programme_decision=kind.decision,
        programme_name=kind.name,
        programme_short_name=kind.short_name,
        period=_period(start.title, kind.name or "", around.target_years),
        enclosed_in=enclosed_in,
        level=level,
        superior=facts.issuer.superior,
    )


def _facts(cells: tuple[str, ...]) -> Facts:
    header = "\n".join(cells)
    number = _NUMBER.search(header)
    rest = header if number is None else f"{header[: number.start()]}\n{header[number.end() :].lstrip()}"
    placed = _PLACE_DATE.search(rest)
    day, month, year = _date_parts(placed)
    return Facts(
        number=number["number"] if number else None,
        symbol=(number["symbol"] or number["party"]) if number else None,
        place=_whole_place(rest, placed) if placed else None,
        day=day,
        month=month,
        year=year,
        issuer=read_issuer(cells),
    )


def _cited(facts: Facts) -> str:
    """ "12/QĐ-UBND", or "12-NQ/TU" as the Party writes it."""
    joint = "-" if "/" in (facts.symbol or "") else "/"
    return f"{facts.number or ''}{joint}{facts.symbol or ''}"


def _facts_of_note(note: str, own: Facts) -> tuple[Facts, str]:
    """What "(Ban hành kèm theo Quyết định số ... ngày ... của ...)" says; the heading of the plan comes first."""
    cited = ENCLOSED_NOTE.match(note)
    if cited is None:
        return own, ""
    day, month, year = own.day, own.month, own.year
    if written := DATE.search(note):
        day, month, year = int(written[1]), int(written[2]), int(written[3])
    by = re.search(r"\bcủa\s+", note)
    named = note[by.end() : name_end(note, by.end())[0]] if by and starts_name(note, by.end()) else None
    issuer = own.issuer if own.issuer.name or named is None else Issuer(named.upper(), own.issuer.superior)
    facts = Facts(own.number or cited["number"], own.symbol or cited["symbol"], own.place, day, month, year, issuer)
    decision = replace(facts, number=cited["number"], symbol=cited["symbol"])
    return facts, f"{cited['type'].capitalize()} số {_cited(decision)}"


def _own_programme(start: Opening, facts: Facts) -> "Programme | None":
    """A decision that approves a programme is the programme's own decision."""
    approves = _APPROVES.search(f"{start.title[:1].lower()}{start.title[1:]}") if start.word == "QUYẾT ĐỊNH" else None
    if approves is None or facts.number is None:
        return None
    quoted = _QUOTED.search(start.title)
    return Programme(facts.number, _cited(facts), quoted["name"] if quoted else None, approves["kind"])


def _whole_place(header: str, placed: re.Match[str]) -> str:
    """The place; its first syllable may stand on the line above ("Sơn" / "La, ngày ...")."""
    above = re.search(rf"(?:^|\n)({CAPITAL}[^\W\d_]+)\n+$", header[: placed.start()])
    parts = [above[1]] if above and not above[1].isupper() else []
    return " ".join([*parts, *placed["place"].split()])


def _date_parts(placed: re.Match[str] | None) -> tuple[int | None, int | None, int | None]:
    if placed is None:
        return None, None, None
    day, month, year = (int(placed[key]) if placed[key] else None for key in ("day", "month", "year"))
    return day, month, year


def _issuer_from_signature(place: str | None, around: Surroundings) -> str | None:
    if not place or not around.signed_for:
        return None
    level = re.search(
        rf"(tỉnh|thành phố|huyện|thị xã|xã|phường)\s+{re.escape(place)}", around.whole_text, re.IGNORECASE
    )
    if place.casefold() in around.signed_for.casefold():
        return around.signed_for
    return " ".join(filter(None, (around.signed_for, level[1].upper() if level else None, place.upper())))


@dataclass(frozen=True)
class Programme:
    """The programme a plan carries out: "1234" from decision "1234/QĐ-TTg"."""

    code: str | None = None
    decision: str | None = None
    name: str | None = None
    short_name: str | None = None


def programme(bases: tuple[LegalBasis, ...]) -> Programme:
    """The programme that the first approving decision among the bases approves."""
    approving = [b for b in bases if b.number and _APPROVES.search(b.text)]
    ranked = [b for b in approving if (b.number or "").endswith("TTg")] or approving
    for basis in ranked:
        approves = _APPROVES.search(basis.text)
        if approves is None or basis.number is None:
            continue
        quoted = _QUOTED.search(basis.text, approves.start())
        called = _CALLED.search(basis.text)
        digits = re.match(r"\d+", basis.number)
        return Programme(
            code=digits.group() if digits else None,
            decision=basis.number,
            name=quoted["name"] if quoted else None,
            short_name=called["name"].strip() if called else approves["kind"],
        )
    return Programme()


def single_year(title: str) -> int | None:
    """The year of a plan for one year ("Kế hoạch ... năm 2025")."""
    period = _period(title, "", ())
    return period.end if period.start == period.end and period.vision is None else None


def _period(title: str, name: str, target_years: tuple[int, ...]) -> Period:
    span = YEAR_SPAN.search(title) or _SCHOOL_YEAR.search(title) or YEAR_SPAN.search(name)
    vision = VISION.search(title) or VISION.search(name)
    single = _SINGLE_YEAR.search(title) if span is None and vision is None else None
    start, end = (int(span[1]), int(span[2])) if span else (None, None)
    if single:
        # "đến năm 2030" says when the plan ends and leaves open when it starts.
        start, end = (None if single["until"] else int(single["year"])), int(single["year"])
    return Period(start=start, end=end, vision=int(vision[1]) if vision else None, milestone_years=target_years)
