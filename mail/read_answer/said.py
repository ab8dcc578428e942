"""What has been gathered about one assignment, and how that becomes one report."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cycles.status import WorkStatus
from mail.charset import fold
from mail.numbers import written
from mail.read_answer import confidence, requests
from mail.read_answer.delay import until_in_words
from mail.read_answer.fields import against, by_percent, contradiction
from mail.read_answer.model import SURE, AskedItem, Evidence, Extension, Figure, Reported
from mail.read_answer.status import StatusReading
from mail.read_answer.woven import Span

# Fewer words than these under a code complete no report.
_ADDITION = 4
_NAMED = {"status": "trạng thái", "percent": "tỷ lệ hoàn thành"}
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass
class Said:
    """What has been gathered about one assignment, from wherever it stood.

    ``named``: its code was written. ``results`` are the fields of that name, which are part of the ``narrative`` too.
    """

    item: AskedItem
    named: bool = False
    statuses: list[WorkStatus] = field(default_factory=list)
    percents: list[Decimal] = field(default_factory=list)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    narrative: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    difficulties: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def take(self, reading: StatusReading, shown: Callable[[str, Span], Evidence]) -> None:
        """Add what one passage says of the status; ``shown`` makes the evidence for "status" and "percent"."""
        if reading.status is not None:
            self.statuses.append(reading.status)
            self.evidence.setdefault("status", shown("status", reading.status_at or (0, 0)))
        if reading.percent is not None:
            self.percents.append(reading.percent)
            self.evidence.setdefault("percent", shown("percent", reading.percent_at or (0, 0)))
        self.doubts.extend(reading.doubts)

    @property
    def answered(self) -> bool:
        """Whether this mail says how far the work is."""
        return bool(self.statuses or self.percents)

    @property
    def words(self) -> str:
        """The running text."""
        return "\n".join(piece for piece in self.narrative if piece).strip()


def settle(said: Said, wish: Extension | None) -> Reported | None:
    """One report out of all that was said, None when nothing was; ``wish`` is a request for more time for it.

    What cannot be is added to ``said.doubts``. An addition to an earlier answer keeps the status of that answer.
    """
    marks = said.difficulties or said.proposals
    if not (said.answered or said.figures or said.doubts or marks or said.words):
        return None
    status = said.statuses[0] if said.statuses else None
    percent = said.percents[0] if said.percents else None
    _compare(said)
    said.doubts.extend(contradiction(status, percent))
    for result in said.results:
        said.doubts.extend(against(status, percent, result))
    figures = _figures(said)
    if status is WorkStatus.KHONG_PHAT_SINH and any(one.numerator or one.value for one in figures.values()):
        said.doubts.append("báo không phát sinh nhưng có số liệu")
    if status is None and percent is not None and not said.doubts:
        status = by_percent(percent)
        told = said.evidence["percent"]
        said.evidence["status"] = replace(told, confidence=min(told.confidence, confidence.IMPLIED))
    words, kept = said.words, False
    if status is None and not said.doubts:
        if said.item.answered_status is not None and (figures or marks or (wish is None and _adds(said))):
            status, percent, kept = said.item.answered_status, said.item.answered_percent, True
            words = _completed(said, bool(figures or marks))
        elif wish is not None:
            said.doubts.append(f"cơ quan xin lùi thời hạn{until_in_words(wish)}, chưa nêu trạng thái thực hiện")
        else:
            said.doubts.append("không nêu rõ trạng thái thực hiện")
    return Reported(
        code=said.item.code,
        status=status,
        percent=percent,
        figures=figures,
        narrative=words,
        difficulties=tuple(dict.fromkeys(said.difficulties)),
        proposals=tuple(dict.fromkeys(said.proposals)),
        kept=kept,
        evidence=_evidence(said, figures, kept),
    )


def _evidence(said: Said, figures: Mapping[str, Figure], kept: bool) -> dict[str, Evidence]:
    """The evidence for the values that are left; what was read too unsurely becomes a doubt."""
    names = {*figures, *(() if kept else ("status", "percent"))}
    found = {name: one for name, one in said.evidence.items() if name in names}
    said.doubts.extend(
        f"{_NAMED.get(name, name)}: đọc chưa chắc chắn, cần người xem"
        for name, one in found.items()
        if one.confidence < SURE
    )
    return found


def _compare(said: Said) -> None:
    shares = set(said.percents)
    if len(set(said.statuses)) > 1:
        said.doubts.append("thư nêu hai trạng thái khác nhau")
    if len(shares) > 1:
        named = "; ".join(f"{written(share)}%" for share in sorted(shares))
        said.doubts.append(f"nêu nhiều tỷ lệ hoàn thành khác nhau: {named}")


def _figures(said: Said) -> dict[str, Figure]:
    figures = {}
    for code, found in said.figures.items():
        if len({(one.numerator, one.denominator, one.value) for one in found}) > 1:
            quoted = " và ".join(dict.fromkeys(f"“{_quoted(one)}”" for one in found))
            said.doubts.append(f"{code}: nêu hai giá trị khác nhau: {quoted}")
        else:
            figures[code] = found[0]
    return figures


def _quoted(figure: Figure) -> str:
    top, bottom = figure.numerator, figure.denominator
    parts = "" if top is None or bottom is None else f"{written(top)}/{written(bottom)}"
    if figure.value is None:
        return parts
    value = f"{written(figure.value)}%" if figure.unit == "%" else f"{written(figure.value)} {figure.unit}".strip()
    return f"{parts} ({value})" if parts else value


def _adds(said: Said) -> bool:
    """Whether running text under a code completes the answer before, instead of saying something about the letter."""
    text = said.words
    other = (requests.only_confirms, requests.says_not_ours, requests.points_elsewhere)
    return said.named and len(text.split()) >= _ADDITION and "?" not in text and not any(says(text) for says in other)


def _completed(said: Said, parts: bool) -> str:
    """The running text of the answer before with what is new; a bare "CT2: 30/40" adds no words to it."""
    before, now = said.item.answered_narrative.strip(), said.words
    if before and (not now or now in before or (parts and not _speaks(said, now))):
        return before
    return f"{before}\n{now}".strip()


def _speaks(said: Said, text: str) -> bool:
    """Whether a text has words besides the names and units of its figures."""
    named = " ".join(f"{figure.label} {figure.unit}" for figure in said.item.figures if figure.code in said.figures)
    known = {*_WORD.findall(fold(named)), "ct", "ty", "trieu", "nghin", "dong", "va", "la", "so", "lieu", "bo", "sung"}
    return any(word not in known for word in _WORD.findall(fold(text)))
