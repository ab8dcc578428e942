"""Figures written under the code of another duty: they go where they are asked for, or a person is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from mail.charset import fold
from mail.read_answer.model import AskedFigure, AskedItem


@dataclass(frozen=True, slots=True)
class Stray:
    """A figure found where it was not asked for; ``under`` is the code it stood under, "" for none."""

    under: str
    figure: str
    start: int
    end: int


def foreign_figures(asked: Sequence[AskedItem], item: AskedItem | None) -> tuple[AskedFigure, ...]:
    """The figures which the other duties of a letter ask for, without labels: in running text only codes count."""
    own = {fold(figure.code) for figure in item.figures} if item else set()
    found = {
        figure.code: AskedFigure(figure.code, "", figure.unit)
        for other in asked
        if other is not item
        for figure in other.figures
        if fold(figure.code) not in own
    }
    return tuple(found.values())


def rightful(stray: Stray, asked: Sequence[AskedItem]) -> str | None:
    """The only duty that asks for the figure, or None. Codes of another plan mean other figures."""
    plan = stray.under.rpartition("-")[0]
    owners = [item.code for item in asked if any(fold(figure.code) == fold(stray.figure) for figure in item.figures)]
    if len(owners) != 1 or (plan and owners[0].rpartition("-")[0] != plan):
        return None
    return owners[0]


def moved(stray: Stray) -> str:
    """What the record of the duty that asks for the figure says of where it stood."""
    under = f"viết dưới mã {stray.under}" if stray.under else "viết ngoài các mã nhiệm vụ"
    return f"{stray.figure} {under}, ghi cho nhiệm vụ hỏi số liệu này"


def homeless(stray: Stray, value: str) -> str:
    """Why a person has to say whose figure it is."""
    line = " ".join(value.split())
    shown = line if len(line) <= 60 else line[:59] + "…"
    under = f"viết dưới mã {stray.under}" if stray.under else "viết ngoài các mã nhiệm vụ"
    return f"số liệu {stray.figure} “{shown}” {under}, chưa rõ là của nhiệm vụ nào"
