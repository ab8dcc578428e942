"""The two other letters: the receipt that echoes what was understood, and the note on who is late."""

from dataclasses import dataclass
from datetime import date, datetime

from mail.letter import Rendered, days_left, render


@dataclass(frozen=True, slots=True)
class UnderstoodItem:
    """One assignment as it was understood: pairs of label and value, such as ("Tỷ lệ hoàn thành", "80%")."""

    code: str
    path: str
    text: str
    values: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An assignment of the same agency that still waits for a report."""

    code: str
    path: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ReceiptContext:
    """What a receipt says. ``waiting`` are sentences about what a person still has to look at."""

    office: str
    addressed: str
    received_at: datetime
    understood: tuple[UnderstoodItem, ...]
    still_open: tuple[OpenItem, ...] = ()
    waiting: tuple[str, ...] = ()
    reply_to: str = ""
    answer_link: str = ""
    sample: bool = False

    @property
    def tag(self) -> str:
        """The only code, or the prefix of the plans in question."""
        codes = [item.code for item in self.understood] + [item.code for item in self.still_open]
        if len(codes) == 1:
            return codes[0]
        prefixes = list(dict.fromkeys(code.rpartition("-")[0] or code for code in codes))
        return prefixes[0] + ("…" if len(prefixes) > 1 else "") if prefixes else "Báo cáo"


@dataclass(frozen=True, slots=True)
class LateAgency:
    """A body whose reports are overdue. ``requested`` ones are listed, but stand in no official letter."""

    name: str
    codes: tuple[str, ...]
    due_on: date
    letters_sent: int
    last_sent_on: date | None
    requested: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LateContext:
    """The note to the coordinator, with the draft of an official letter to the bodies that may be urged."""

    office: str
    coordinator: str
    day: date
    cycle_label: str
    plan_labels: tuple[str, ...]
    late: tuple[LateAgency, ...]
    address: str
    tag: str = "Đôn đốc"
    sample: bool = False

    @property
    def urged(self) -> tuple[LateAgency, ...]:
        """Those to whom an official letter may go."""
        return tuple(agency for agency in self.late if not agency.requested)

    def lateness(self, agency: LateAgency) -> str:
        """ "quá hạn 2 ngày"."""
        return days_left(agency.due_on, self.day)


def render_receipt(receipt: ReceiptContext) -> Rendered:
    """The answer to a reply."""
    return render("receipt", receipt=receipt)


def render_late_note(note: LateContext) -> Rendered:
    """The note to the coordinator."""
    return render("late_note", note=note)
