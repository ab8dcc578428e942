"""The markup of saved pages: which elements do what, and the lines and marks that a walk makes of them."""

import re
from dataclasses import dataclass, field
from typing import Literal

from plans.formats.html_lists import Element

Script = Literal["", "tcvn3", "tcvn3_upper", "vni"]
MarkKind = Literal["table", "row", "cell"]

SKIPPED = frozenset(
    (
        "head script style noscript template iframe frame object embed applet select option button input textarea svg "
        "math nav aside img audio video canvas map xml del title meta link"
    ).split()
)
BLOCKS = frozenset(
    (
        "html body p div h1 h2 h3 h4 h5 h6 li ul ol dir menu dl dt dd table tbody thead tfoot tr td th caption center "
        "blockquote pre section article main address figure figcaption fieldset form hr details summary header footer"
    ).split()
)
CONTAINERS = BLOCKS - frozenset("p h1 h2 h3 h4 h5 h6 li hr dt dd caption figcaption".split())
LISTS = frozenset(("ol", "ul", "dir", "menu"))
_BOLD_TAGS = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
BORDER = re.compile(r"border(?:-\w+)*\s*:[^;]*\b(?:solid|double|dashed|dotted|inset|outset|windowtext)")
SPACE = re.compile(r"[ \t\n\r\f]+")
REFERENCE = re.compile(r"#(?:_?(?:ftn|edn)|ftnt|sd(?:foot|end)note)(\d{1,3})(?:sym)?$")
NOTE = re.compile(r"#(?:_?(?:ftn|edn)ref|ftnt_ref|sd(?:foot|end)note)(\d{1,3})(?:anc)?$")
NOTE_BLOCK = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d{1,3}$")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Bullets of symbol fonts that Word writes as letters of those fonts; the hollow one is of the second level.
BULLETS = {"o": "+", "·": "-", "§": "-", "ü": "-", "Ø": "-", "v": "-", "q": "-", "•": "-", "●": "-", "–": "-", "▪": "-"}
STYLE_LENGTH = 2000


@dataclass
class Text:
    """A line before cleaning, as runs of (text, old font). `note` is the number of the footnote that it belongs to."""

    runs: list[tuple[str, Script]]
    whole: bool = False
    strong: bool = False
    linked: bool = False
    note: str = ""

    @property
    def raw(self) -> str:
        """The text of all runs."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True)
class Mark:
    """Where a table, a row or a cell opens or closes."""

    kind: MarkKind
    opens: bool
    bordered: bool = False
    columns: int = 1
    rows: int = 1


@dataclass
class Span:
    """A container element: the part of the stream that came from it, and the containers inside."""

    tag: str
    start: int
    end: int = 0
    children: list["Span"] = field(default_factory=list)


def hidden(element: Element, style: str) -> bool:
    """Whether a browser shows nothing of the element."""
    return _HIDDEN.search(style) is not None or element.get("hidden") is not None


def is_bold(tag: str, style: str) -> bool:
    """Whether the element sets its text as a heading or bold."""
    return tag in _BOLD_TAGS or _BOLD.search(style) is not None


def bordered(element: Element, style: str) -> bool:
    """Whether a table draws its lines."""
    border = (element.get("border") or "0").strip()
    return border not in ("0", "0px", "none") or BORDER.search(style) is not None or element.get("rules") == "all"


def count(written: str | None) -> int:
    """A colspan or rowspan; 1 when it is missing or absurd."""
    return int(written) if written and re.fullmatch(r"\d{1,3}", written) and int(written) else 1


def script_of(element: Element, tag: str, style: str) -> Script | None:
    """The old font that an element sets, "" for a modern one, None when it sets none."""
    family = (element.get("face") or "")[:200].lower() if tag == "font" else ""
    if not family and "font" in style and (match := re.search(r"font-family\s*:\s*['\"&quot; ]*([^;,'\"]+)", style)):
        family = match[1]
    if not family:
        return None
    if family.startswith(".vn"):
        return "tcvn3_upper" if family.rstrip(" '\"").endswith("h") else "tcvn3"
    return "vni" if family.startswith("vni") else ""
