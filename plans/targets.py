"""The section of aims: the general objective and every single target, with or without a figure."""

import re
from dataclasses import dataclass
from itertools import pairwise

from plans.citations import YEAR_SPAN, own_year, recurrence_words
from plans.figures import Figure, comparator, figures, is_change
from plans.labels import CAPITAL, Level
from plans.model import Target
from plans.outline import Leaf, Node, leaves, walk

_GENERAL = re.compile(r"mục tiêu (?:chung|tổng quát)|mục đích\b", re.IGNORECASE)
_NOT_TARGETS = re.compile(r"(?:mục đích|yêu cầu|quan điểm)\b", re.IGNORECASE)
_HEADING_YEAR = re.compile(r"năm\s+(20\d\d)", re.IGNORECASE)
_COLON_LEAD = re.compile(r"(?P<lead>[^:;.%]{3,120}):\s+(?=\S)")
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
_SEPARATOR = re.compile(r",\s+|\s+và\s+|\s+[-–]\s+")
_CLAUSE_END = re.compile(rf";\s*|\.\s+(?={CAPITAL})")
_BRACKETS = re.compile(r"\(([^()]*)\)")
# Words at the end that tell how, not what: steps towards the aim, or two grounds it is fitted to.
_MANNER_TAILS = (
    re.compile(r",\s+từng bước\b.*$"),
    re.compile(r"\s+phù hợp với [^,;()]{3,60} và [^,;()]{3,60}$"),
)
_NO_AIM = re.compile(r"(?:từng bước|trong đó|góp phần|nhằm|phù hợp|theo|đáp ứng|và)\b", re.IGNORECASE)
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
        for leaf in leaves(section):
            trail = (*leaf.headings, leaf.node)
            if any(_GENERAL.match(node.text) or _NOT_TARGETS.match(node.text) for node in trail):
                continue
            found.extend(_of_leaf(leaf, section))
    return tuple(found)


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
    if lead and not _YEAR_LEAD.match(lead["lead"]):
        if leaf.node.level <= Level.LETTER and _GROUP_LEAD.match(lead["lead"]):
            group = lead["lead"]
        else:
            scope = lead["lead"]
        text = text[lead.end() :]
    setting = Setting(_path(leaf, section), group, scope, year, leaf)
    return _of_text(text, setting)


def _heading_year(text: str) -> int | None:
    years = _HEADING_YEAR.findall(text) or [span[2] for span in YEAR_SPAN.finditer(text)]
    return int(years[-1]) if years else None


def _path(leaf: Leaf, section: Node) -> str:
    """A paragraph that stands alone under its heading goes by the path of the heading."""
    parent = leaf.headings[-1] if leaf.headings else section
    if leaf.node.label is None and len(parent.children) == 1:
        return parent.path
    return leaf.path


def _of_text(text: str, setting: Setting) -> list[Target]:
    found: list[Target] = []
    year = setting.year
    for clause in _clauses(text):
        # "Hằng năm, ..." at the head asks for the aim every year and not by the year of the heading.
        yearly = bool(recurrence_words(clause[:12]))
        for piece in _pieces(clause):
            own = own_year(piece.text) or own_year(piece.lead)
            year = own or (None if yearly else year)
            found.append(_target(piece, year, setting))
    return found


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
        return [Piece(text, None, lead)] if len(text.split()) >= _SHORTEST_AIM and not text.endswith(":") else []
    cuts = [0, *(_cut(plain, a.end, b.start) for a, b in pairwise(found)), len(body)]
    pieces: list[Piece] = []
    for start, stop in pairwise(cuts):
        pieces.extend(_one_aim(body[start:stop], lead))
    return pieces


def _cut(plain: str, start: int, stop: int) -> int:
    """Where the aim of the next figure begins: at the last comma or "và" before it."""
    gaps = list(_SEPARATOR.finditer(plain, start, stop))
    return gaps[-1].start() if gaps else stop


def _one_aim(segment: str, lead: str) -> list[Piece]:
    bracket = _BRACKETS.search(segment)
    head = segment[: bracket.start()] if bracket else segment
    if not figures(head):
        bracket, head = None, segment
    text = _tidy(head)
    figure = next(iter(figures(text)), None)
    pieces = [Piece(text, figure, lead)]
    if bracket is None:
        return pieces
    parts = [part.strip() for part in re.split(r",\s+|;\s*", bracket[1]) if figures(part)]
    pieces += [Piece(part, figures(part)[0], lead, part_of=text) for part in parts]
    rest = segment[bracket.end() :]
    after = rest.strip(" ,.")
    if rest.startswith(",") and len(after.split()) >= _SHORTEST_AIM and not _NO_AIM.match(after):
        pieces.append(Piece(after, None, lead))
    return pieces


def _tidy(segment: str) -> str:
    text = segment.strip(" ,.;")
    connective = _CONNECTIVE.match(text)
    if connective and connective.end() < len(text):
        text = text[connective.end() :]
    for tail in _MANNER_TAILS:
        text = tail.sub("", text)
    return text.strip(" ,.;")


def _target(piece: Piece, year: int | None, setting: Setting) -> Target:
    words = recurrence_words(piece.text)
    figure = piece.figure
    value = None if figure is None else (figure.value if figure.low is None else figure.low)
    return Target(
        path=setting.path,
        group=setting.group,
        scope=setting.scope,
        text=piece.text,
        comparator=comparator(piece.text, figure) if figure else None,
        value=value,
        unit=figure.unit if figure else None,
        year=year,
        recurrence=words[0] if words else None,
        relative=figure is not None and is_change(piece.text, figure),
        part_of=piece.part_of,
        clause=setting.leaf.node.text,
        source=setting.leaf.node.source,
    )
