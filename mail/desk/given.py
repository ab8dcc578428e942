"""Values that a person typed for assignments, read by the same reader as a mail, and laid over what a mail said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mail.charset import fold
from mail.desk.inbox_errors import BadValues
from mail.read_answer.filled import Filled, written_out
from mail.read_answer.model import SURE, AskedItem, Evidence, Figure, Reported, Sort, Understanding
from mail.read_answer.status import NAMES
from mail.read_answer.understand import understand
from mail.split import Parts

TYPED = "người phụ trách nhập"
"""The place of a value that a person typed."""
FORM = "MÃ=đang thực hiện; 70%; CT1=410/512; khó khăn: …"
_PERCENT = re.compile(r"(\d{1,4}(?:[.,]\d+)?)\s*%")
_FIGURE = re.compile(r"(ct\s?\d{1,3})\s*[=:]\s*(.+)", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"(ket qua|kho khan|vuong mac|kien nghi|de xuat)\s*[=:]\s*")
_FIELDS = {"ket qua": "result", "kho khan": "difficulty", "vuong mac": "difficulty"}


def parse_given(text: str) -> Filled:
    """ "HT26-031=đang thực hiện; 70%; CT1=410/512; khó khăn: thiếu vốn" as a filled form.

    :raises BadValues: a part says nothing that is known, or says something twice
    """
    code, sign, rest = text.partition("=")
    code = code.strip().upper()
    if not (code and sign and rest.strip()):
        raise BadValues(text, f"cần viết '{FORM}'")
    named: dict[str, str] = {}
    figures: dict[str, str] = {}
    for part in (piece.strip() for piece in rest.split(";")):
        if not part:
            continue
        key, value = _part(part)
        known = figures if key.startswith("CT") else named
        if key in known:
            raise BadValues(text, f"“{part}” nêu thêm một giá trị cho cùng một mục")
        known[key] = value
    return Filled(code, figures=figures, **named)


def _part(part: str) -> tuple[str, str]:
    """The field of one part and its value; what is none of the others is the status."""
    figure = _FIGURE.fullmatch(part)
    if figure:
        return "".join(figure[1].split()).upper(), figure[2].strip()
    percent = _PERCENT.fullmatch(part)
    if percent:
        return "percent", percent[1]
    name = _NAMED.match(fold(part))
    if name:
        return _FIELDS.get(name[1], "proposal"), part[name.end() :].strip()
    return "status", part


def read_given(given: Sequence[Filled], asked: Sequence[AskedItem], read: Understanding | None = None) -> Understanding:
    """Read typed values; ``read``: what the mail said, whose status counts where only figures were typed.

    :raises BadValues: a code or figure that nobody asked for, or values that leave a doubt
    """
    by_code = {item.code: item for item in asked}
    said = {item.code: item for item in read.reported} if read else {}
    for one in given:
        item = by_code.get(one.code)
        if item is None:
            raise BadValues(one.code, f"mã này không nằm trong những mã được hỏi ({', '.join(by_code) or 'không có'})")
        for figure in one.figures:
            if figure not in {asked_figure.code.upper() for asked_figure in item.figures}:
                raise BadValues(f"{one.code}: {figure}", "không hỏi số liệu này")
    text = written_out(_with_status(one, said.get(one.code)) for one in given)
    codes = {one.code for one in given}
    understood = understand(Parts(text, "", "", ""), [item for item in asked if item.code in codes])
    found = {item.code for item in understood.reported if item.status is not None}
    if understood.doubts or found != codes or understood.sort is not Sort.ANSWER:
        why = "; ".join(understood.doubts) or "không nhận ra trạng thái thực hiện"
        raise BadValues(text.replace("\n", "; "), why)
    return understood


def _with_status(one: Filled, said: Reported | None) -> Filled:
    """Typed values with the status that the mail gave, where none was typed."""
    if one.status or one.percent or said is None or said.status is None:
        return one
    share = "" if said.percent is None else f"{said.percent}".replace(".", ",")
    return replace(one, status=NAMES[said.status], percent=share)


def laid_over(read: Understanding | None, typed: Understanding) -> Understanding:
    """What a mail said with the values that a person typed in place of its own, code by code.

    Figures of the mail which were read surely and not typed anew stay; so do its words.
    """
    if read is None:
        return replace(typed, reported=tuple(_moved(item, 0) for item in typed.reported))
    offset = len(read.text) + 2
    before = {item.code: item for item in read.reported}
    over = {item.code: _joined(before.get(item.code), _moved(item, offset)) for item in typed.reported}
    kept = tuple(over.pop(item.code, item) for item in read.reported)
    settled = {item.code for item in typed.reported}
    return replace(
        read,
        sort=Sort.ANSWER,
        text=f"{read.text}\n\n{typed.text}",
        reported=(*kept, *over.values()),
        doubts=tuple(one for one in read.doubts if one.partition(":")[0] not in settled),
        notes=(*read.notes, *typed.notes),
    )


def _joined(said: Reported | None, typed: Reported) -> Reported:
    if said is None:
        return typed
    sure = {code: figure for code, figure in said.figures.items() if _surely(said.evidence, code)}
    evidence = {code: said.evidence[code] for code in sure if code in said.evidence}
    return replace(
        typed,
        figures=sure | dict(typed.figures),
        narrative=said.narrative if typed.kept or not typed.narrative else typed.narrative,
        difficulties=typed.difficulties or said.difficulties,
        proposals=typed.proposals or said.proposals,
        evidence=evidence | dict(typed.evidence),
    )


def _surely(evidence: Mapping[str, Evidence], code: str) -> bool:
    return code not in evidence or evidence[code].confidence >= SURE


def _moved(item: Reported, offset: int) -> Reported:
    """The same with its places in a text that begins ``offset`` earlier."""
    return replace(
        item,
        figures={code: _shifted(figure, offset) for code, figure in item.figures.items()},
        evidence={
            name: replace(one, start=one.start + offset, end=one.end + offset, place=TYPED)
            for name, one in item.evidence.items()
        },
    )


def _shifted(figure: Figure, offset: int) -> Figure:
    start, end = figure.span
    return replace(figure, span=(start + offset, end + offset))
