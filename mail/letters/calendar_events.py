"""What stands in the calendars: the due days of an agency, and those of all levels for the coordinators."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from cycles.cycle import LEVEL_LABELS, Level
from cycles.ladder import RUNG_LABELS, Rung
from mail.letters.calendar_file import DueEvent
from state.cycle.deadlines import level_of_kind
from state.cycle.due_days import Changes, Counted, assignments_of, changes_of, counts_of, cycles_of
from state.ladder.rehearsal import RehearsedLetter
from state.store import Store
from state.tables import AgencyRow, AssignmentRow, CycleRow

PENDING = frozenset({"open", "held"})
STANDS = {"answered": "đã gửi báo cáo", "held": "đã gửi, chờ xem xét"}


def of_agency(store: Store, agency: AgencyRow, today: date) -> list[DueEvent]:
    """One entry per cycle for the day of the agency's level, and one for every assignment with a day of its own.

    An entry whose duties all went to another body or were waived stays in the calendar as withdrawn.
    """
    rows = assignments_of(store.session, agency.id, today)
    return of_rows(agency, rows, changes_of(store.session, subjects_of(rows)))


def subjects_of(rows: Sequence[AssignmentRow]) -> list[str]:
    """What the log is asked about, to know how often the entries of these rows have changed."""
    return [f"assignment:{row.id}" for row in rows] + [f"cycle:{row.cycle_id}" for row in rows]


def of_rows(agency: AgencyRow, rows: Sequence[AssignmentRow], changes: Mapping[str, Changes]) -> list[DueEvent]:
    """The entries of an agency from everything that it is or was asked, and what the log says about it."""
    by_cycle: dict[int, list[AssignmentRow]] = {}
    for row in rows:
        by_cycle.setdefault(row.cycle_id, []).append(row)
    return [event for group in by_cycle.values() for event in _of_one_cycle(agency, group, changes)]


def _of_one_cycle(
    agency: AgencyRow, rows: Sequence[AssignmentRow], changes: Mapping[str, Changes]
) -> Iterator[DueEvent]:
    mine = [row for row in rows if row.agency_id == agency.id and row.state not in {"waived", "moved"}]
    usual = _usual_day(agency, mine or rows)
    common = [row for row in mine if row.due_on == usual]
    for row in mine:
        if row.due_on != usual:
            yield _single(row, changes)
    if common or not mine:
        yield _common(agency, usual, common, rows, changes)


def _usual_day(agency: AgencyRow, rows: Sequence[AssignmentRow]) -> date:
    """The day of the agency's level in a cycle; where the cycle has none, the day that most of the rows share."""
    due = rows[0].cycle.due.get(str(level_of_kind(agency.kind)))
    if due is not None:
        return date.fromisoformat(str(due["on"]))
    days = Counter(row.due_on for row in rows)
    return min(days, key=lambda day: (-days[day], day))


def _common(
    agency: AgencyRow,
    day: date,
    rows: Sequence[AssignmentRow],
    ever: Sequence[AssignmentRow],
    changes: Mapping[str, Changes],
) -> DueEvent:
    cycle = ever[0].cycle
    pending = [row for row in rows if row.state in PENDING]
    if not rows:
        summary = f"Không còn phải gửi: báo cáo {_label(cycle)} ({cycle.code})"
    elif pending:
        summary = f"Hạn gửi báo cáo {_label(cycle)}: {len(pending)} nội dung ({cycle.code})"
    else:
        summary = f"Đã gửi báo cáo {_label(cycle)} ({cycle.code})"
    count, last = _told(changes, [f"cycle:{cycle.id}", *(f"assignment:{row.id}" for row in ever)], cycle.opened_at)
    text = "\n".join((cycle.plan.label, *map(_line, rows), *dict.fromkeys(row.due_basis for row in rows)))
    return DueEvent(
        uid=f"{cycle.code}-{agency.code}".lower(),
        on=day,
        summary=summary,
        description=text,
        changed_at=last,
        changes=count,
        withdrawn=not rows,
        warns=bool(pending),
    )


def _single(row: AssignmentRow, changes: Mapping[str, Changes]) -> DueEvent:
    cycle = row.cycle
    count, last = _told(changes, [f"assignment:{row.id}"], cycle.opened_at)
    sent = row.state not in PENDING
    return DueEvent(
        uid=row.code.lower(),
        on=row.due_on,
        summary=f"{'Đã gửi báo cáo' if sent else 'Hạn gửi báo cáo'} {_label(cycle)}: {row.code}",
        description="\n".join((cycle.plan.label, _line(row), row.due_basis)),
        changed_at=last,
        changes=count,
        warns=not sent,
    )


def _line(row: AssignmentRow) -> str:
    stands = STANDS.get(row.state, "chưa có báo cáo")
    return f"- {row.code}, mục {row.responsibility.path}: {row.responsibility.heading} ({stands})"


def _told(changes: Mapping[str, Changes], subjects: Sequence[str], since: datetime) -> tuple[int, datetime]:
    """How often a group of subjects changed, and the last moment."""
    found = [changes[subject] for subject in subjects if subject in changes]
    moments = [one.last for one in found if one.last is not None]
    return sum(one.count for one in found), max(moments, default=since)


def of_cycles(store: Store, today: date, plan_id: int | None = None) -> list[DueEvent]:
    """For the coordinators: cut-off, the due day of every level with what is still open, and days of their own."""
    cycles = cycles_of(store.session, today, plan_id)
    counts = counts_of(store.session, [cycle.id for cycle in cycles])
    changes = changes_of(store.session, [f"cycle:{cycle.id}" for cycle in cycles])
    return [
        event
        for cycle in cycles
        for event in _of_cycle(cycle, counts.get(cycle.id, []), changes.get(f"cycle:{cycle.id}"))
    ]


def _of_cycle(cycle: CycleRow, counts: Sequence[Counted], changes: Changes | None) -> Iterator[DueEvent]:
    count, last = (changes.count, changes.last or cycle.opened_at) if changes else (0, cycle.opened_at)

    def entry(key: str, day: date, summary: str, text: str, *, warns: bool) -> DueEvent:
        whole = f"{summary} – {_label(cycle)} ({cycle.code})"
        return DueEvent(
            f"{cycle.code}-{key}".lower(), day, whole, f"{cycle.plan.label}\n{text}", last, count, warns=warns
        )

    window = f"Số liệu từ {cycle.window_start:%d/%m/%Y} đến {cycle.window_end:%d/%m/%Y}."
    yield entry("chot-so-lieu", cycle.cut_off, "Ngày chốt số liệu", window, warns=False)
    own = list(counts)
    for key, due in cycle.due.items():
        level, day = Level(key), date.fromisoformat(str(due["on"]))
        mine = [one for one in counts if level_of_kind(one.kind) is level and one.due_on == day]
        own = [one for one in own if one not in mine]
        total = _open(mine or (counts if level in {Level.COORDINATOR, Level.PROVINCE} else mine))
        yield entry(f"han-{key}", day, f"Hạn của {LEVEL_LABELS[level]}", f"{total}\n{due['basis']}", warns=True)
    for day in sorted({one.due_on for one in own}):
        total = _open([one for one in own if one.due_on == day])
        yield entry(f"han-rieng-{day}", day, "Hạn riêng của một số yêu cầu", total, warns=True)


def _open(counts: Sequence[Counted]) -> str:
    asked, silent = sum(one.asked for one in counts), sum(one.silent for one in counts)
    return f"{silent}/{asked} yêu cầu chưa có báo cáo." if asked else "Không có yêu cầu nào ở cấp này."


def _label(cycle: CycleRow) -> str:
    return cycle.label[:1].lower() + cycle.label[1:]


def of_letters(plan: str, letters: Sequence[RehearsedLetter], now: datetime) -> list[DueEvent]:
    """What a rehearsal found, one entry per day and step of the ladder that names every letter."""
    groups: dict[tuple[date, Rung], list[RehearsedLetter]] = {}
    for letter in letters:
        groups.setdefault((letter.day, letter.rung), []).append(letter)
    return [
        DueEvent(
            uid=f"dien-tap-{plan}-{day}-{rung}".lower(),
            on=day,
            summary=f"{plan}: {len(group)} {RUNG_LABELS[rung]}",
            description="\n".join(f"- {one.name} ({', '.join(one.to)}): {', '.join(one.codes)}" for one in group),
            changed_at=now,
            warns=False,
        )
        for (day, rung), group in groups.items()
    ]
