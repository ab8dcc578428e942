"""The closing paragraph of a document: duties for everybody, kept apart from the responsibilities."""

import re

from plans.meaning import roles
from plans.meaning.names import read_names
from plans.model import Closing, ClosingDuty
from plans.structure.blocks import ends_sentence
from plans.structure.labels import CAPITAL, Level
from plans.structure.outline import Node

_CLOSING_CUE = re.compile(
    r"(?:Căn cứ|Trên đây|Trong quá trình|Yêu cầu|Đề nghị các|Giao các|Nhận được|Quá trình (?:triển khai|thực hiện)"
    r"|(?:Kế hoạch|Chỉ thị|Chương trình(?: hành động)?|Nghị quyết|Đề án|Phương án|Quyết định) này"
    r"|(?:[ỦU]ỷ ban nhân dân|Ủy ban nhân dân|UBND|Chủ tịch|Thủ tướng|Bộ trưởng|Ban Thường vụ)"
    r"\s[^.;]{0,60}?(?:giao|yêu cầu|đề nghị|nhận được))\b",
)
_ASKS = re.compile(r"(?:Đề nghị|Yêu cầu|Giao|Trên đây|Trong quá trình|Kế hoạch này|Căn cứ)(?!\w)")
_CONDITION = re.compile(
    r"(?:nếu (?:có|gặp|phát sinh)|trong quá trình|quá trình (?:triển khai|thực hiện))", re.IGNORECASE
)
_ADDRESSED = re.compile(r"(?:giao(?: cho)?|yêu cầu|đề nghị)\s+", re.IGNORECASE)
_SENTENCE = re.compile(rf"(?<=[.;])\s+(?={CAPITAL}|trong quá trình|quá trình|nếu )")


def detach_closing(section: Node) -> list[Node]:
    """Take the closing paragraphs off the end of the section and return them in order."""
    closing: list[Node] = []
    parent = section
    while parent.children and parent.children[-1].children:
        parent = parent.children[-1]
    while parent.children and _is_closing(parent, parent.children[-1]):
        closing.insert(0, parent.children.pop())
    return closing


def _is_closing(parent: Node, node: Node) -> bool:
    if node.label is not None:
        return False
    before = parent.children[-2] if len(parent.children) > 1 else None
    if parent.caption and _ASKS.match(node.text):
        # What stands behind a table is no part of the line above it.
        return True
    if _CLOSING_CUE.match(node.text):
        # A heading keeps at least one item: "Căn cứ ..." may be the only duty of the last agency.
        return before is not None or ends_sentence(parent.text) or parent.level < Level.NUMBER
    if not node.text.endswith("./."):
        return False
    if before is None:
        return parent.label is not None and ends_sentence(parent.text) and not parent.text.endswith(":")
    return before.label is not None and before.level is not Level.PLAIN


def read_closing(nodes: list[Node], section: Node) -> Closing | None:
    """The closing paragraph and the duties its sentences give."""
    if not nodes:
        return None
    text = " ".join(node.text for node in nodes)
    duties = tuple(duty for sentence in _SENTENCE.split(text) if (duty := _closing_duty(sentence)))
    spans = tuple(span for node in nodes for span in node.spans)
    return Closing(
        path=f"{section.path}.closing",
        text=text,
        agencies=tuple(dict.fromkeys(name for duty in duties if not duty.conditional for name in duty.owners)),
        reports_to=tuple(dict.fromkeys(name for duty in duties for name in duty.reports_to)),
        via=next((duty.via for duty in duties if duty.via), None),
        duties=duties,
        source=nodes[0].source.model_copy(update={"end_line": spans[-1][1], "lines": spans}),
    )


def _closing_duty(sentence: str) -> ClosingDuty | None:
    owners: tuple[str, ...] = ()
    for match in _ADDRESSED.finditer(sentence):
        owners = read_names(sentence, match.end())[0]
        if owners:
            break
    if not owners:
        starts = [0, *(gap.end() for gap in re.finditer(r", ", sentence))]
        owners = next((names for start in starts if (names := read_names(sentence, start)[0])), ())
    via = roles.VIA.search(sentence)
    reports = roles.reported_to(sentence)
    if not owners and not reports:
        return None
    return ClosingDuty(
        text=sentence,
        owners=owners,
        conditional=_CONDITION.search(sentence) is not None,
        reports_to=reports,
        via=next(iter(read_names(sentence, via.end())[0]), None) if via else None,
    )
