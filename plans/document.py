"""The facts of the heading: issuer, number, place, date, title, legal bases, programme, period."""

import re
from dataclasses import dataclass

from plans.blocks import DANGLING, Paragraph, starts_lower
from plans.citations import VISION, YEAR_SPAN, calendar_date, first_citation
from plans.errors import NotAPlan
from plans.labels import CAPITAL, Level
from plans.model import Document, LegalBasis, Period
from plans.outline import source_of
from plans.sheet import Line

PLAN_TYPE = "KẾ HOẠCH"
OTHER_TYPES = (
    "BÁO CÁO|QUYẾT ĐỊNH|CHỈ THỊ|NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|TỜ TRÌNH|THÔNG BÁO|HƯỚNG DẪN|CÔNG ĐIỆN|LUẬT|QUY CHẾ"
    "|QUY ĐỊNH"
    "|BIÊN BẢN|GIẤY MỜI|HỢP ĐỒNG|CÔNG VĂN|KẾT LUẬN|CHƯƠNG TRÌNH|ĐỀ ÁN"
)
_TYPE_LINE = re.compile(rf"(?P<type>{PLAN_TYPE}|{OTHER_TYPES})(?P<rest>(?:\s+.*)?)")
_NUMBER = re.compile(r"Số\s*:?\s*(?P<number>\d+[a-z]?)?[\s.…_]*/\s*(?P<symbol>[A-ZĐ][\w&]*(?:-[A-ZĐ][\w&]*)+)")
_PLACE_DATE = re.compile(
    rf"(?P<place>{CAPITAL}[^\n,:/]{{1,40}}),\s*ngày\s*(?P<day>\d{{1,2}})?[\s.…_/]*tháng\s*(?P<month>\d{{1,2}})?[\s.…_/]*năm"
    r"\s*(?P<year>\d{4})?"
)
# The national name and motto, whole or in the pieces a crawled table leaves of it.
_MOTTO = re.compile(
    r"CỘNG|(?:CỘNG )?H(?:ÒA|OÀ)(?: XÃ HỘI)?(?: CHỦ NGHĨA)?(?: VIỆT NAM)?|(?:CHỦ NGHĨA )?VIỆT NAM|CHỦ NGHĨA"
    r"|CỘNG H(?:ÒA|OÀ) XÃ HỘI"
    r"|(?:Độc lập|Tự do|Hạnh phúc).*",
    re.IGNORECASE,
)
_SAMPLE_MARK = re.compile(r"VĂN BẢN MẪU|BẢN MẪU|DỰ THẢO", re.IGNORECASE)
_AGENCY_WORD = re.compile(
    r"(?:[ỦU][YỶ](?: BAN|$)|UBND|SỞ|BAN(?! NHÂN)|BỘ|HỘI ĐỒNG|PHÒNG|CỤC|CHI CỤC|VĂN PHÒNG|CÔNG AN)\b"
)
_LEAD = re.compile(r"(?:Thực hiện|Căn cứ|Theo|Triển khai|Xét|Trên cơ sở|Tiếp tục thực hiện|Để triển khai)\b")
_NEXT_BASIS = re.compile(r"(?<=;)\s+(?=(?:Thực hiện|Căn cứ|Theo|Xét)\b)")
_APPROVES = re.compile(r"(?:phê duyệt|ban hành)\s+(?P<kind>Chương trình|Đề án|Chiến lược|Kế hoạch|Dự án)")
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"]{5,400})[”\"]")
_CALLED = re.compile(r"gọi (?:tắt |chung )?là:?\s*[“\"]?(?P<name>[^)”\";.]{3,60})")


@dataclass(frozen=True)
class Opening:
    """The lines before the title, the title, the preamble, and where the numbered body starts in `rest`."""

    header: tuple[str, ...]
    title: str
    preamble: tuple[Paragraph, ...]
    rest: tuple[Paragraph, ...]


def find_type_line(lines: list[Line]) -> int:
    """Index of the line "KẾ HOẠCH". Raises NotAPlan; a decision that promulgates a plan is read from the plan on."""
    found: str | None = None
    for index, line in enumerate(lines):
        match = _TYPE_LINE.fullmatch(line.text) if line.text.isupper() or line.text[:8].isupper() else None
        if match is None:
            continue
        if match["type"] == PLAN_TYPE:
            return index
        if not _is_title_only(match["rest"]):
            continue
        found = found or match["type"]
        if found != "QUYẾT ĐỊNH":
            break
    raise NotAPlan(found=found)


def _is_title_only(rest: str) -> bool:
    return not rest.strip() or rest.strip().isupper()


def opening(lines: list[Line], type_index: int, body: list[Paragraph]) -> Opening:
    """Header cells, title and preamble; `body` are the paragraphs after the type line."""
    header = tuple(cell for line in lines[:type_index] for cell in line.cells)
    inline = lines[type_index].text[len(PLAN_TYPE) :].strip()
    first = next((i for i, p in enumerate(body) if p.label and p.label.level <= Level.NUMBER), len(body))
    title, count = _title(inline, body[:first])
    return Opening(header, title, tuple(body[count:first]), tuple(body[first:]))


def _title(inline: str, front: list[Paragraph]) -> tuple[str, int]:
    parts = [inline] if inline else []
    for index, paragraph in enumerate(front):
        text = paragraph.text
        basis = _LEAD.match(text) and (text.endswith((";", ":")) or first_citation(text[:200]) is not None)
        # One upper-case title may stand in several blocks; a note in brackets under it belongs to it too.
        goes_on = starts_lower(text) or text[:1] in '(“"' or (text.isupper() and parts and parts[-1].isupper())
        cut = bool(parts) and DANGLING.search(parts[-1][-12:]) is not None
        if parts and not goes_on and not cut:
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
    """What the heading may need from the rest of the text."""

    signed_for: str | None
    bases: tuple[LegalBasis, ...]
    target_years: tuple[int, ...]
    whole_text: str


def read_document(start: Opening, around: Surroundings) -> Document:
    """The facts of the heading; blanks stay None."""
    header = "\n".join(cell for cell in start.header)
    number = _NUMBER.search(header)
    rest = header if number is None else f"{header[: number.start()]}\n{header[number.end() :].lstrip()}"
    placed = _PLACE_DATE.search(rest)
    place = _whole_place(rest, placed) if placed else None
    day, month, year = _date_parts(placed)
    issuer = _issuer(start.header)
    derived = None if issuer else _issuer_from_signature(place, around)
    kind = programme(around.bases)
    return Document(
        doc_type=PLAN_TYPE,
        number=number["number"] if number else None,
        symbol=number["symbol"] if number else None,
        issuer=issuer or derived,
        issuer_from="header" if issuer else ("signature" if derived else None),
        place=place,
        province=_province(place, issuer),
        date=calendar_date(day, month, year),
        day=day,
        month=month,
        year=year,
        title=start.title,
        programme=kind.code,
        programme_decision=kind.decision,
        programme_name=kind.name,
        programme_short_name=kind.short_name,
        period=_period(start.title, kind.name or "", around.target_years),
    )


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


def _issuer(cells: tuple[str, ...]) -> str | None:
    """The issuing agency: the last agency named in capitals above the number; lines below it go on with its name."""
    parts: list[str] = []
    for cell in cells:
        if re.match(r"Số\s*:|Số\s*/", cell):
            break
        if not cell.isupper() or _MOTTO.fullmatch(cell) or _SAMPLE_MARK.search(cell):
            continue
        if _AGENCY_WORD.match(cell):
            parts = [cell]
        elif parts:
            parts.append(cell)
    return " ".join(parts) or None


def _issuer_from_signature(place: str | None, around: Surroundings) -> str | None:
    if not place or not around.signed_for:
        return None
    level = re.search(
        rf"(tỉnh|thành phố|huyện|thị xã|xã|phường)\s+{re.escape(place)}", around.whole_text, re.IGNORECASE
    )
    if place.casefold() in around.signed_for.casefold():
        return around.signed_for
    return " ".join(filter(None, (around.signed_for, level[1].upper() if level else None, place.upper())))


def _province(place: str | None, issuer: str | None) -> str | None:
    if issuer and (named := re.search(r"(?:TỈNH|THÀNH PHỐ|TP\.?)\s+(.+)$", issuer)):
        return named[1].title()
    return re.sub(r"^(?:TP\.?|Thành phố|Tỉnh)\s+", "", place) if place else None


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


def _period(title: str, name: str, target_years: tuple[int, ...]) -> Period:
    span = YEAR_SPAN.search(title) or YEAR_SPAN.search(name)
    vision = VISION.search(title) or VISION.search(name)
    single = re.search(r"năm\s+(20\d\d)", title, re.IGNORECASE) if span is None and vision is None else None
    start, end = (int(span[1]), int(span[2])) if span else (None, None)
    if single:
        start = end = int(single[1])
    return Period(start=start, end=end, vision=int(vision[1]) if vision else None, milestone_years=target_years)
