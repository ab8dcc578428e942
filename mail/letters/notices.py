"""The two other letters: the receipt that echoes what was understood, and the note on who is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mail.letters.letter import Rendered, render
from mail.letters.phrases import days_left
from state.ladder.late import LateBody

BRIEF = frozenset({"Trạng thái", "Tỷ lệ hoàn thành"})
"""The labels whose values stand in the first sentence of a receipt."""
LISTED = 6


@dataclass(frozen=True, slots=True)
class UnderstoodItem:
    """One assignment as it was understood: pairs of label and value, such as ("Tỷ lệ hoàn thành", "80%")."""

    code: str
    path: str
    text: str
    values: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """ "HT26-031 (đang thực hiện, 80%)"."""
        said = ", ".join(value for label, value in self.values if label in BRIEF)
        return f"{self.code} ({said})" if said else self.code

    @property
    def lacks(self) -> str:
        """ "CT1, CT2 của HT26-031": what is still missing by its codes, or ""."""
        names = ", ".join(one.partition(" – ")[0] for one in self.missing)
        return f"{names} của {self.code}" if names else ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An assignment of the same agency that still waits for a report."""

    code: str
    path: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ReceiptContext:
    """What a receipt says. ``waiting`` are sentences about what a person still has to look at.

    ``recorded``: what was understood counts already; otherwise a person decides about it first.
    """

    office: str
    addressed: str
    received_at: datetime
    understood: tuple[UnderstoodItem, ...]
    still_open: tuple[OpenItem, ...] = ()
    waiting: tuple[str, ...] = ()
    reply_to: str = ""
    write_to: str = ""
    answer_link: str = ""
    sample: bool = False
    recorded: bool = True

    @property
    def noted(self) -> bool:
        """Whether anything of the reply counts already."""
        return self.recorded and bool(self.understood)

    @property
    def gist(self) -> str:
        """The receipt in one sentence: "Đã ghi nhận: HT26-031 (đang thực hiện, 80%); còn thiếu: HT26-032."."""
        lacking = [item.lacks for item in self.understood if item.lacks] if self.noted else []
        lacking += [f"báo cáo {item.code}" for item in self.still_open]
        if not self.noted:
            rest = f"; còn thiếu: {_listed(lacking)}" if lacking else ""
            return f"Đã nhận trả lời, chưa ghi nhận vào báo cáo, chờ người phụ trách xem{rest}."
        rest = f"còn thiếu: {_listed(lacking)}" if lacking else "không còn thiếu nội dung nào"
        return f"Đã ghi nhận: {_listed([item.brief for item in self.understood])}; {rest}."

    @property
    def tag(self) -> str:
        """The only code, or the prefix of the plans in question."""
        codes = [item.code for item in self.understood] + [item.code for item in self.still_open]
        if len(codes) == 1:
            return codes[0]
        prefixes = list(dict.fromkeys(code.rpartition("-")[0] or code for code in codes))
        return prefixes[0] + ("…" if len(prefixes) > 1 else "") if prefixes else "Báo cáo"


@dataclass(frozen=True, slots=True)
class LatePart:
    """The bodies of one cycle that one draft is about.

    :ivar document: what the draft is, in words ("công văn đôn đốc")
    :ivar file: name of the file enclosed, "" when there is none
    :ivar problem: why there is none, "" when it was not even wanted
    """

    document: str
    cycle_code: str
    cycle_label: str
    plan_label: str
    bodies: tuple[LateBody, ...]
    file: str = ""
    problem: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)

    def remark(self, body: LateBody) -> str:
        """What the coordinator should know about a body before the draft is signed, or ""."""
        if body.requested:
            return "chỉ đề nghị phối hợp, không đưa vào văn bản"
        return self.remarks.get(body.code, "")


@dataclass(frozen=True, slots=True)
class LateContext:
    """The note to the coordinator: who is late, and which drafts are enclosed for a signature."""

    office: str
    coordinator: str
    day: date
    parts: tuple[LatePart, ...]
    sample: bool = False

    @property
    def count(self) -> int:
        """How many bodies the note is about."""
        return len({body.code for part in self.parts for body in part.bodies})

    @property
    def tag(self) -> str:
        """The cycles in question."""
        return ", ".join(dict.fromkeys(part.cycle_code for part in self.parts))

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files enclosed."""
        return tuple(part.file for part in self.parts if part.file)

    def lateness(self, body: LateBody) -> str:
        """ "quá hạn 2 ngày"."""
        return days_left(body.due_on, self.day)


@dataclass(frozen=True, slots=True)
class ContactQuestion:
    """A proposed change of contact that a person accepts or rejects under its number."""

    number: int
    agency: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ContactsContext:
    """The note to the coordinator about contacts that need a decision."""

    office: str
    coordinator: str
    day: date
    questions: tuple[ContactQuestion, ...]
    sample: bool = False


@dataclass(frozen=True, slots=True)
class WaitingReply:
    """A reply that waits for a person: its number, whose it is, what it is about, why it waits, when it came."""

    number: int
    agency: str
    sender: str
    subject: str
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WaitingContext:
    """The note to the coordinator about replies that wait too long: the oldest of them, and how many there are."""

    office: str
    coordinator: str
    day: date
    replies: tuple[WaitingReply, ...]
    count: int
    sample: bool = False


def render_receipt(receipt: ReceiptContext) -> Rendered:
    """The answer to a reply."""
    return render("receipt", receipt=receipt)


def render_late_note(note: LateContext) -> Rendered:
    """The note to the coordinator."""
    return render("late_note", note=note)


def render_contact_note(note: ContactsContext) -> Rendered:
    """The note about contacts."""
    return render("contact_note", note=note)


def render_waiting_note(note: WaitingContext) -> Rendered:
    """The note about replies that wait."""
    return render("waiting_note", note=note)


def _listed(names: Sequence[str]) -> str:
    more = f" và {len(names) - LISTED} nội dung khác" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
