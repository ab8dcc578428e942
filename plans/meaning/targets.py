"""The section of aims: the general objective and every single target, with or without a figure."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.meaning.citations import YEAR_SPAN, own_year, recurrence_words
from plans.meaning.figures import Figure, comparator, figures, is_change, unclear_number
from plans.meaning.marks import without_marks
from plans.meaning.measures import base, measure, place_list, without_base
from plans.model import Target
from plans.structure.labels import CAPITAL, Level
from plans.structure.outline import Leaf, Node, leaves, walk

_GENERAL = re.compile(r"mục tiêu (?:chung|tổng quát)|mục đích\b", re.IGNORECASE)
_NOT_TARGETS = re.compile(r"(?:mục đích|yêu cầu|quan điểm)\b", re.IGNORECASE)
_HEADING_YEAR = re.compile(r"năm\s+(20\d\d)", re.IGNORECASE)
_COLON_LEAD = re.compile(r"(?P<lead>[^:;.%]{3,120}):\s+(?=\S)")
# "Tỷ lệ học sinh bỏ học: 0%": the aim stands before the colon.
_ONLY_FIGURE = re.compile(
    r"[a-zà-ỹ≥≤>< ]{0,20}\d[\d.,]*\s*(?:%|[a-zà-ỹ/ ]{0,20})\s*(?:trở lên|trở xuống)?\s*(?:[.;(]|$)", re.IGNORECASE
)
_GROUP_LEAD = re.compile(r"(?:Đối với|Về|Nhóm)\b")
_YEAR_LEAD = re.compile(
    r"(?:(?:Phấn đấu|Phân đấu|Phấn đầu|Phân đầu)\s+)?(?:Đến|Tới|Vào|Năm|Giai đoạn|Hằng năm|Hàng năm)\b", re.IGNORECASE
)
# "Đến năm 2025, có ..." loses its adverbial; "Đến năm 2025: ..." is kept as the drafter set it off.
_DATED_START = re.compile(
    r"(?:ph[ấâ]n đ[ấầ]u\s+)?(?:đến|tới|vào|trong|đến hết)\s+(?:hết\s+)?năm\s+20\d\d"
    r"(?:,\s*|\s+(?:(?:trên|tại) [^,;:%]{3,40}?\s+)?(?=(?:đạt|có|phấn đấu)\s))",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(r"(?:trong đó|và|đồng thời)(?:,)?\s+(?:có\s+)?", re.IGNORECASE)
_WITHIN = re.compile(r"[\s,;]*trong đó(?!\w)", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:trở lên\s+)?(?:đạt|được|vào|tham gia|hoàn thành|thuộc|là|ở)(?!\w)", re.IGNORECASE)
_SEPARATOR = re.compile(r",\s+|\s+và\s+|\s+[-–]\s+")
_BOUND = re.compile(
    r"\s(?:cho |với |đạt )?(?:ít nhất|tối thiểu|không dưới|trên|hơn|tối đa|không quá|dưới|khoảng|cho|với|đạt)\s+$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(rf";\s*|\.\s+(?={CAPITAL})")
_BRACKETS = re.compile(r"\(([^()]*)\)")
# Words at the end that tell how, not what: steps towards the aim, or two grounds it is fitted to.
_MANNER_TAILS = (
    ("từng bước", re.compile(r",\s+từng bước\b.*$")),
    ("phù hợp", re.compile(r"\s+phù hợp với [^,;()]{3,60} và [^,;()]{3,60}$")),
)
# A heading over a table of targets is none itself.
_TITLE = re.compile(r"(?:các )?(?:chỉ tiêu|mục tiêu)[\w\s]{0,40}$", re.IGNORECASE)
_NO_AIM = re.compile(r"(?:từng bước|trong đó|góp phần|nhằm|phù hợp|theo|đáp ứng|và)\b", re.IGNORECASE)
_DATED_BRACKET = re.compile(r"(?:đến |vào |trong |hết )*năm (?:học )?20\d\d", re.IGNORECASE)
_YEARLESS = re.compile(r"(?<!\w)(?:quý (?:IV|I{1,3}|[1-4])|tháng \d{1,2})(?!\w|\s*(?:/|,? ?năm)\s*20)")
_DUE = re.compile(
    r"(?:trước|đến|hết|nhất|vào|trong)(?: ngày)? \d{1,2}(?:/|-|\.| tháng )\d{1,2}(?:/|-|\.| năm )(20\d\d)(?!\d)"
    r"|(?<!\w)(?:quý (?:IV|I{1,3}|[1-4])|(?:trước|đến|hết|nhất|vào|trong) tháng \d{1,2})\s*(?:/|-"
    r"|,? năm )\s*(20\d\d)(?!\d)",
    re.IGNORECASE,
)
# "100% văn bản (trừ văn bản mật) được ký số": the bracket only limits what is counted.
_LIMITS = re.compile(
    r"(?:trừ|ngoại trừ|không (?:bao gồm|kể|tính)|kể cả|bao gồm cả|riêng|nếu|không)(?!\w)", re.IGNORECASE
)
_SHORTEST_AIM = 3


@dataclass(frozen=True)
class Setting:
    """What a clause inherits from the headings above it."""

    path: str
    group: str | None
    scope: str | None
    year: int | None
    leaf: Leaf


@dataclass(frozen=True)
class Piece:
    """One aim cut out of a clause; `part_of` is the aim whose parts stand in brackets."""

    text: str
    figure: Figure | None
    lead: str
    part_of: str | None = None
    places: tuple[str, ...] = ()


def general_objective(goals: list[Node]) -> str | None:
    """The text under (or on) the heading of the general objective."""
    for node in _below(goals):
        if not re.match(r"mục tiêu (?:chung|tổng quát)", node.text, re.IGNORECASE):
            continue
        inner = " ".join(child.text for child in walk(node))
        return inner if node.is_heading and inner else f"{node.text} {inner}".strip()
    return None


def read_targets(goals: list[Node]) -> tuple[Target, ...]:
    """Every target of the goal sections, quantitative ones before qualitative ones of the same clause."""
    found: list[Target] = []
    for section in goals:
        lead: Node | None = None
        for leaf in leaves(section):
            trail = (*leaf.headings, leaf.node)
            if any(_GENERAL.match(node.text) or _NOT_TARGETS.match(node.text) for node in trail):
                continue
            if leaf.node.label is None and leaf.node.text.endswith(":") and not figures(leaf.node.text):
                # "Đến năm 2030:" on a line of its own heads the items after it.
                lead = leaf.node
                continue
            headings = (*leaf.headings, lead) if lead and _same_list(leaf, lead) else leaf.headings
            found.extend(_of_leaf(Leaf(leaf.node, headings, leaf.path), section))
    return tuple(found)


def _same_list(leaf: Leaf, lead: Node) -> bool:
    """Whether a line that introduces items still does so for this one: same parent, and the item has a label."""
    return leaf.node.label is not None and leaf.path.rpartition(".")[0] == lead.path.rpartition(".")[0]


def _below(goals: list[Node]) -> list[Node]:
    return [node for section in goals for node in walk(section)]


def _of_leaf(leaf: Leaf, section: Node) -> list[Target]:
    text = leaf.node.text
    group = leaf.headings[-1].heading if leaf.headings else None
    year = next((y for h in reversed((section, *leaf.headings)) if (y := _heading_year(h.text))), None)
    scope = None
    lead = _COLON_LEAD.match(text)
    if text.endswith(":") and leaf.node.children:
        return []
    if lead and _names_scope(lead["lead"], text[lead.end() :]):
        if leaf.node.level <= Level.LETTER and _GROUP_LEAD.match(lead["lead"]):
            group = lead["lead"]
        else:
            scope = lead["lead"]
        text = text[lead.end() :]
    setting = Setting(_path(leaf, section), group, scope, year, leaf)
    return _of_text(text, setting)


def _names_scope(lead: str, rest: str) -> bool:
    """Whether the words before a colon say where or for whom; not a year, places or an aim before its figure."""
    return not (_YEAR_LEAD.match(lead) or _ONLY_FIGURE.match(rest) or place_list(rest))


def _heading_year(text: str) -> int | None:
    years = _HEADING_YEAR.findall(text) or [span[2] for span in YEAR_SPAN.finditer(text)]
    return int(years[-1]) if years else None


def _path(leaf: Leaf, section: Node) -> str:
    """A paragraph that stands alone under its heading goes by the path of the heading."""
    parent = next((node for node in reversed(leaf.headings) if node.children), section)
    if leaf.node.label is None and len(parent.children) == 1:
        return parent.path
    return leaf.path


def _of_text(text: str, setting: Setting) -> list[Target]:
    found: list[Target] = []
    year = setting.year
    for clause in _clauses(without_marks(text)):
        # "Hằng năm, ..." at the head asks for the aim every year and not by the year of the heading.
        yearly = bool(recurrence_words(clause[:12]))
        pieces = _pieces(clause)
        years = [_own_year(without_base(piece.text)) or _own_year(piece.lead) for piece in pieces]
        for at, piece in enumerate(pieces):
            own = years[at]
            if own is None and _YEARLESS.search(piece.text):
                # "80% vào quý II và 85% vào quý IV năm 2025"
                own = next((later for later in years[at + 1 :] if later), None)
            year = own or (None if yearly else year)
            found.append(_target(piece, year, setting))
    return found


def _own_year(text: str) -> int | None:
    """The year by which the aim is due: its own, or that of the day or quarter by which it is."""
    dated = _DUE.search(text) if "20" in text else None
    return own_year(text) or (int(dated[1] or dated[2]) if dated else None)


def _clauses(text: str) -> list[str]:
    """The text cut at semicolons and full stops outside brackets."""
    shielded = _BRACKETS.sub(lambda m: "(" + "_" * len(m[1]) + ")", text)
    parts, start = [], 0
    for gap in _CLAUSE_END.finditer(shielded):
        parts.append(text[start : gap.start()])
        start = gap.end()
    parts.append(text[start:])
    return [part.strip(" .;") for part in parts if part.strip(" .;")]


def _pieces(clause: str) -> list[Piece]:
    dated = _DATED_START.match(clause)
    lead = dated.group() if dated else ""
    body = clause[len(lead) :]
    plain = _BRACKETS.sub(lambda m: " " * len(m.group()), body)
    found = figures(plain)
    if not found:
        text = body.strip(" ,")
        if _TITLE.match(text):
            return []
        return [Piece(text, None, lead)] if len(text.split()) >= _SHORTEST_AIM and not text.endswith(":") else []
    cuts = [0, *(_cut(plain, a.end, b.start) for a, b in pairwise(found)), len(body)]
    pieces: list[Piece] = []
    for start, stop in pairwise(cuts):
        aims = _one_aim(body[start:stop], lead)
        if pieces and _WITHIN.match(body[start:stop]):
            same = _same_things(pieces[0], aims[0]) or (len(pieces) == 1 and _same_share(pieces[0], aims[0]))
            aims[0] = replace(aims[0], part_of=pieces[0].text if same else None)
        pieces.extend(aims)
    return pieces


def _same_things(whole: Piece, part: Piece) -> bool:
    """Whether a count is one of a part of the things counted before: "6.500 lao động, trong đó 350 lao động ..."."""
    one, two = whole.figure, part.figure
    return bool(one and two and one.unit == two.unit != "%" and two.value < one.value)


def _same_share(whole: Piece, part: Piece) -> bool:
    """Whether a share speaks of those before it: no noun stands after it ("100% trường ..., trong đó 40% đạt ...")."""
    one, two = whole.figure, part.figure
    return bool(one and two and one.unit == two.unit == "%" and _GOES_ON.match(part.text, two.end))


def _cut(plain: str, start: int, stop: int) -> int:
    """Where the aim of the next figure begins: at the last comma or "và" before it, or at the word that bounds it."""
    gaps = list(_SEPARATOR.finditer(plain, start, stop))
    if gaps:
        return gaps[-1].start()
    bound = _BOUND.search(plain, start, stop)
    return bound.start() if bound else stop


def _one_aim(segment: str, lead: str) -> list[Piece]:
    bracket = _BRACKETS.search(segment)
    head = segment[: bracket.start()] if bracket else segment
    goes_on = bracket is not None and segment[bracket.end() :].lstrip()[:1].islower()
    if not figures(head) or (bracket and goes_on and _LIMITS.match(bracket[1])):
        bracket, head = None, segment
    text = _tidy(head)
    figure = next(iter(figures(text)), None)
    if bracket is None:
        return [Piece(text, figure, lead, places=place_list(text.partition(":")[2]))]
    inside, rest = bracket[1], segment[bracket.end() :]
    # "80% (năm 2026)" dates the aim, "(các phường: ...)" says where it holds, "(kiên cố 80%, ...)" parts it.
    own = f"{inside}; {lead}" if _DATED_BRACKET.match(inside) else lead
    if _DUE.match(rest.strip()):
        own = rest
    pieces = [Piece(text, figure, own, places=place_list(inside))]
    parts = [part.strip() for part in re.split(r",\s+|;\s*", inside) if _is_part(part)]
    pieces += [Piece(part, figures(part)[0], own, part_of=text) for part in parts]
    after = rest.strip(" ,.")
    if rest.startswith(",") and len(after.split()) >= _SHORTEST_AIM and not _NO_AIM.match(after):
        pieces.append(Piece(after, None, lead))
    return pieces


def _is_part(text: str) -> bool:
    """A share or count of the aim; a sum of money in brackets is what it costs."""
    return bool(figures(text)) and not text.rstrip(" .").endswith("đồng")


def _tidy(segment: str) -> str:
    text = segment.strip(" ,.;")
    connective = _CONNECTIVE.match(text)
    if connective and connective.end() < len(text):
        text = text[connective.end() :]
    for word, tail in _MANNER_TAILS:
        if word in text:
            text = tail.sub("", text)
    return text.strip(" ,.;")


def _target(piece: Piece, year: int | None, setting: Setting) -> Target:
    words = recurrence_words(piece.text)
    figure = piece.figure
    ranged = figure is not None and figure.low is not None
    return Target(
        path=setting.path,
        group=setting.group,
        scope=setting.scope,
        text=piece.text,
        comparator=comparator(piece.text, figure) if figure else None,
        value=figure.low if figure and ranged else figure.value if figure else None,
        unit=figure.unit if figure else None,
        year=year,
        recurrence=words[0] if words else None,
        relative=figure is not None and is_change(piece.text, figure),
        part_of=piece.part_of,
        clause=setting.leaf.node.text,
        source=setting.leaf.node.source,
        high=figure.value if figure and ranged else None,
        measure=measure(piece.text, figure) if figure else None,
        base=base(piece.text, figure) if figure else None,
        places=piece.places,
        doubts=_doubts(piece.text),
    )


def _doubts(text: str) -> tuple[str, ...]:
    unclear = unclear_number(text)
    return (f"Không rõ dấu chấm, dấu phẩy trong “{unclear}” ngăn hàng nghìn hay phần thập phân.",) if unclear else ()
