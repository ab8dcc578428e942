"""From what was understood to versions of answers: the one way, whether it came by mail, by link or on paper."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from mail.read_answer.model import Evidence, Figure, Reported, Understanding
from mail.read_reply import in_words
from state.answers import Measured, NewAnswer
from state.store import Store

WAYS = {"mail": "qua thư", "link": "qua trang trả lời", "paper": "bằng văn bản"}
"""How an answer came, by its source, in words."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from: its reply, the agency that gives it, the channel, and who vouched for it, if anybody.

    ``taken``: which of the understood assignments are recorded; all by default.
    """

    reply_id: int
    agency_id: int
    agency_name: str
    source: str = "mail"
    by: str = ""
    taken: Callable[[Reported], bool] = lambda item: True


def record_understood(store: Store, understood: Understanding, origin: Origin, now: datetime) -> tuple[int, ...]:
    """Write the answers as new versions; an assignment whose status is not known gets none. Returns their ids."""
    taken = [item for item in understood.reported if item.status is not None and origin.taken(item)]
    ids_by_code = store.assignments.ids_by_code(item.code for item in taken)
    vouched = f" ({origin.by} ghi nhận)" if origin.by else ""
    new = [
        NewAnswer(
            assignment_id=ids_by_code[item.code],
            agency_id=origin.agency_id,
            reply_id=origin.reply_id,
            source=origin.source,
            status=str(item.status),
            percent=float(item.percent) if item.percent is not None else None,
            narrative=item.narrative,
            received_at=now,
            sentence=f"{origin.agency_name} báo cáo {WAYS[origin.source]}{vouched} – {in_words(item)}.",
            figures={code: _measured(figure, understood.text) for code, figure in item.figures.items()},
            difficulties=item.difficulties,
            proposals=item.proposals,
            adds=item.kept,
            evidence={name: _plain(one) for name, one in item.evidence.items()},
        )
        for item in taken
        if item.code in ids_by_code
    ]
    return tuple(store.answers.record(new))


def _measured(figure: Figure, text: str) -> Measured:
    def plain(value: object) -> float | None:
        return None if value is None else float(str(value))

    start, end = figure.span
    return Measured(
        plain(figure.numerator), plain(figure.denominator), plain(figure.value), figure.unit, text[start:end]
    )


def _plain(evidence: Evidence) -> dict[str, object]:
    return {name: value for name, value in asdict(evidence).items() if value != ""}
