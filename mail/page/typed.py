"""What stands in the fields of the page of a letter, as it was typed; and how it stood before."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mail.files.attachments import Attachment
from mail.numbers import written
from mail.read_answer.filled import Filled
from mail.read_answer.status import OPTIONS
from mail.read_files.reading import FilesReading
from state.tables import AnswerRow, FigureRow

NOT_OURS = "khong_phai_dau_moi"
"""The choice beside the four statuses: somebody else is to be asked."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
_BARE = re.compile(r"\d{1,6}(?:[.,]\d{1,6})*")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SPACES = re.compile(r"[ \t\u00a0]+")


def clean(text: str) -> str:
    """Text out of a field of a form: NFC, plain line ends, no control characters, no blanks at the ends of lines."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = _CONTROL.sub("", plain)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in plain.split("\n")).strip()


def _percent(text: str) -> str:
    """The field is in percent, so nobody has to type the sign: "0,5" is half a percent, "1.000" a thousand."""
    plain = text.replace(".", "") if _THOUSANDS.fullmatch(text) else text
    return f"{plain}%" if _BARE.fullmatch(plain) else text


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure: numerator and denominator, or the share alone, where a percentage is asked; else ``value``."""

    numerator: str = ""
    denominator: str = ""
    share: str = ""
    value: str = ""

    @property
    def written(self) -> str:
        """As it would stand in a letter: "410/512 (80,1%)", "80,1%", "1.250"."""
        ratio = f"{self.numerator}/{self.denominator}" if self.numerator or self.denominator else ""
        share = f"{self.share.rstrip('% ')}%" if self.share else ""
        return self.value or (f"{ratio} ({share})" if ratio and share else ratio or share)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of one assignment. ``status`` is a status as it is kept, NOT_OURS, or "".

    ``seen`` is the id of the answer that the page showed when it was opened, None when there was none.
    """

    code: str
    status: str = ""
    percent: str = ""
    result: str = ""
    difficulty: str = ""
    proposal: str = ""
    figures: Mapping[str, TypedFigure] = field(default_factory=dict)
    seen: int | None = None

    @property
    def filled(self) -> Filled:
        """The same as the fill-in form of our letters."""
        names = {str(status): name for name, status in OPTIONS.items()}
        return Filled(
            code=self.code,
            status=names.get(self.status, ""),
            percent=_percent(self.percent),
            result=self.result,
            difficulty=self.difficulty,
            proposal=self.proposal,
            figures={code: figure.written for code, figure in self.figures.items()},
        )

    @property
    def not_ours(self) -> bool:
        """Whether the agency says that somebody else is to be asked."""
        return self.status == NOT_OURS

    @property
    def empty(self) -> bool:
        """Whether nothing at all stands in the fields."""
        return not self.not_ours and self.filled.empty

    def says_the_same(self, other: "Typed") -> bool:
        """Whether both say the same, whatever answer they have seen."""
        return _bare(self) == _bare(other)


def _bare(typed: Typed) -> Typed:
    figures = {code: figure for code, figure in typed.figures.items() if figure.written}
    return replace(typed, seen=None, figures=figures)


@dataclass(frozen=True, slots=True)
class TypedWish:
    """A request for more time: the day as typed, why, and for which assignments."""

    until: str
    reason: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedContact:
    """Who is to be written to from now on; ``replaces``: instead of the address to which the letter went."""

    email: str
    name: str = ""
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A page as it was sent: a random ``key`` of the form, what was typed, who says to have done it.

    ``filed`` is what was read out of the forms among the files. ``to_person``: what cannot be recorded shall be read by
    a person instead of being typed anew.
    """

    key: str
    items: tuple[Typed, ...] = ()
    files: tuple[Attachment, ...] = ()
    wish: TypedWish | None = None
    contact: TypedContact | None = None
    who: str = ""
    to_person: bool = False
    filed: FilesReading = field(default_factory=FilesReading)

    def digest(self, letter: str) -> str:
        """What makes the same form of a letter, sent twice, count once; changed in between it is another one."""
        said = (self.items, self.wish, self.contact, self.who, self.to_person, [one.sha256 for one in self.files])
        return hashlib.sha256(repr((letter, self.key, said)).encode()).hexdigest()


def typed_before(code: str, answer: AnswerRow | None, figures: Mapping[str, FigureRow]) -> Typed:
    """The fields filled with what an answer says, its figures by code; empty ones when there is none."""
    if answer is None:
        return Typed(code)
    told: dict[str, list[str]] = {}
    for row in answer.difficulties:
        told.setdefault(row.kind, []).append(clean(row.text))
    return Typed(
        code=code,
        status=answer.status,
        percent=_number(answer.percent),
        result=clean(answer.narrative),
        difficulty=_listed(told.get("khó khăn", [])),
        proposal=_listed(told.get("kiến nghị", [])),
        figures={code: _figure(row) for code, row in figures.items()},
        seen=answer.id,
    )


def _listed(texts: Sequence[str]) -> str:
    """Several texts in the form in which the reader tells them apart again."""
    return texts[0] if len(texts) == 1 else "\n".join(f"- {text}" for text in texts)


def _figure(row: FigureRow) -> TypedFigure:
    share = row.unit == "%"
    return TypedFigure(
        numerator=_number(row.numerator),
        denominator=_number(row.denominator),
        share=_number(row.value) if share else "",
        value="" if share else _number(row.value),
    )


def _number(value: float | None) -> str:
    return "" if value is None else written(Decimal(str(value)))
