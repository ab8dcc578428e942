"""What stands below the body: recipients and the signature block, in one column or two."""

import re
from dataclasses import dataclass

from plans.labels import CAPITAL
from plans.model import Signer
from plans.sheet import Line

_RECIPIENTS = re.compile(r"Nơi nhận\s*:?", re.IGNORECASE)
_PREFIX = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.(?=\s|[A-ZĐ])")
_POSITION = re.compile(
    r"(?:Q\. )?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG"
    r"|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|BÍ THƯ)"
    r"(?: THƯỜNG TRỰC)?\b.{0,60}"
)
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục)\b.{0,60}")
_SIGNED = re.compile(r"\W*(?:đã ký|ký bởi|ký tên|daky).*", re.IGNORECASE)
_NAME = re.compile(rf"(?:(?:TS|ThS|PGS|GS|BS)\.?\s*)*{CAPITAL}[^\W\d_]*(?: {CAPITAL}[^\W\d_]*){{1,5}}")
_BULLET = re.compile(r"[-–+]\s*")


@dataclass(frozen=True)
class Ending:
    """`start` is the index of the first line that is no longer body; `annex` the line number where an annex starts."""

    start: int
    recipients: tuple[str, ...]
    signer: Signer | None
    annex: int | None


def read_ending(lines: list[Line], after: int) -> Ending:
    """Find and read the ending below line index `after`."""
    start = next((i for i in range(after, len(lines)) if _begins(lines[i])), len(lines))
    stop = next((i for i in range(after, len(lines)) if _is_annex(lines[i])), len(lines))
    cells = [cell for line in lines[start:stop] for cell in line.cells]
    recipients, signature = _columns(cells)
    annex = lines[stop].number if stop < len(lines) else None
    return Ending(min(start, stop), tuple(recipients), _signer(signature), annex)


def _begins(line: Line) -> bool:
    return any(_RECIPIENTS.match(cell) or (_PREFIX.match(cell) and cell.isupper()) for cell in line.cells)


def _is_annex(line: Line) -> bool:
    return line.text[:7] in ("PHỤ LỤC", "Phụ lục") and _ANNEX.fullmatch(line.text) is not None and len(line.text) < 40


def _columns(cells: list[str]) -> tuple[list[str], list[str]]:
    recipients: list[str] = []
    signature: list[str] = []
    for cell in cells:
        bullet = _BULLET.match(cell)
        if _RECIPIENTS.fullmatch(cell):
            continue
        if bullet:
            recipients.append(cell[bullet.end() :])
        elif cell.isupper() or signature or not recipients:
            _add_to_signature(signature, cell)
        else:
            recipients[-1] += f" {cell}"
    return recipients, signature


def _add_to_signature(signature: list[str], cell: str) -> None:
    whole = bool(signature) and (_POSITION.fullmatch(signature[-1]) or not signature[-1].isupper())
    heads = _PREFIX.match(cell) or _POSITION.fullmatch(cell)
    if signature and cell.isupper() and not heads and not whole:
        # A wrapped line: "TM. ỦY BAN NHÂN" / "DÂN".
        signature[-1] += f" {cell}"
    else:
        signature.append(cell)


def _signer(lines: list[str]) -> Signer | None:
    authority = [line for line in lines if line.isupper()]
    names = [line for line in lines if not line.isupper() and not _SIGNED.fullmatch(line) and _NAME.fullmatch(line)]
    if not authority and not names:
        return None
    prefixes = [match.group() for line in authority if (match := _PREFIX.match(line))]
    position = authority[-1] if authority else None
    return Signer(
        authority=tuple(authority),
        on_behalf="TM." if "TM." in prefixes else None,
        acting_for=next((p for p in prefixes if p != "TM."), None),
        position=_PREFIX.sub("", position).strip() if position else None,
        name=names[-1] if names else None,
    )
