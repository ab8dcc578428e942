"""What a reorganisation would do, as a person reads it before anything is done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.changes import Reorganisation
from agencies.directory import Directory
from agencies.model import KIND_LABELS, Agency
from cycles.calendar import legal_day
from state.succession.handover import Fate, Passing
from state.succession.reorganising_errors import UndecidedHandovers


@dataclass(frozen=True)
class PassingLine:
    """One open assignment: from whom, to whom, what happens; ``note`` says why or what to know."""

    code: str
    plan: str
    cycle: str
    path: str
    heading: str
    from_code: str
    from_name: str
    to: tuple[str, ...]
    what: Fate
    note: str


@dataclass(frozen=True)
class ReorganisationPreview:
    """All that an application would change.

    ``ended``, ``added`` and ``moved`` are sentences; ``kept`` counts the answered assignments of bodies that end;
    ``letters`` those that wait in the outbox for such a body; ``silent`` are heirs to which no letter can go;
    ``known`` is True when the register stands so already and only assignments are left to move.
    """

    title: str
    province: str
    on: date
    decision: str
    lines: tuple[PassingLine, ...]
    ended: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    contacts: int = 0
    kept: int = 0
    letters: int = 0
    silent: tuple[str, ...] = ()
    known: bool = False

    @property
    def undecided(self) -> tuple[PassingLine, ...]:
        """What a person must decide before anything can be applied."""
        return tuple(line for line in self.lines if line.what is Fate.UNDECIDED)

    @property
    def counts(self) -> dict[Fate, int]:
        """How many open assignments have which fate, in the order of ``Fate``."""
        found = Counter(line.what for line in self.lines)
        return {fate: found[fate] for fate in Fate if found[fate]}

    @property
    def summary(self) -> str:
        """One sentence for the log."""
        told = (
            ", ".join(f"{count} {_WORDS[fate]}" for fate, count in self.counts.items()) or "không yêu cầu nào phải đổi"
        )
        return (
            f"{self.title} (từ {legal_day(self.on)}, {self.decision}): {len(self.ended)} cơ quan kết thúc, "
            f"{len(self.added)} cơ quan mới, {len(self.moved)} cơ quan chuyển cấp trên; "
            f"yêu cầu đang mở: {told or 'không có'}."
        )

    def check(self) -> None:
        """Refuse to go on while a decision is open.

        :raises UndecidedHandovers: there is one
        """
        if self.undecided:
            lines = [(line.code, line.path, line.from_name, line.note) for line in self.undecided]
            raise UndecidedHandovers(self.title, lines)


_WORDS = {
    Fate.MOVED: "chuyển cho cơ quan kế thừa",
    Fate.DIVIDED: "chia cho nhiều đơn vị",
    Fate.COVERED: "gộp vào yêu cầu đã có của cơ quan kế thừa",
    Fate.WRITTEN: "giữ lại vì đã gửi, chờ xem xét",
    Fate.PAST: "giữ lại vì kỳ báo cáo đã kết thúc",
    Fate.WAIVED: "thôi yêu cầu",
    Fate.UNDECIDED: "cần người quyết định",
}


def line_of(passing: Passing) -> PassingLine:
    """A passing in words."""
    row = passing.row
    return PassingLine(
        code=row.code,
        plan=row.cycle.plan.code,
        cycle=row.cycle.label,
        path=row.responsibility.path,
        heading=row.responsibility.heading,
        from_code=row.agency.code,
        from_name=row.agency.name,
        to=tuple(heir.name for heir in passing.heirs),
        what=passing.fate,
        note=passing.note,
    )


def ended_lines(change: Reorganisation, after: Directory) -> tuple[str, ...]:
    """Every body that ends, with its heirs, their shares and what has still to be confirmed."""
    lines = []
    for code in change.ended:
        links = [link for link in change.links if link.predecessor == code]
        heirs = "; ".join(
            after.get(link.successor, change.on).name
            + (f" ({link.share})" if link.share else "")
            + (" – cần xác nhận" if link.to_confirm else "")
            for link in links
        )
        documents = ", ".join(dict.fromkeys(link.decision for link in links if link.decision))
        told = f"kế thừa: {heirs}" if heirs else "không có cơ quan kế thừa"
        lines.append(f"{after.get(code).name} – {told}" + (f" [{documents}]" if documents else ""))
    return tuple(lines)


def added_lines(agencies: Sequence[Agency]) -> tuple[str, ...]:
    """Every new body with its kind."""
    return tuple(
        f"{one.name} ({KIND_LABELS[one.kind]}, mã {one.code})" + (" – cần xác nhận" if one.to_confirm else "")
        for one in agencies
    )


def moved_lines(change: Reorganisation, after: Directory) -> tuple[str, ...]:
    """Every body that stands under another one from the day on."""
    return tuple(
        f"{after.get(one.agency, change.on).name} – thuộc {after.get(one.parent, change.on).name}"
        if one.parent
        else f"{after.get(one.agency, change.on).name} – không còn cơ quan cấp trên"
        for one in change.moves
    )
