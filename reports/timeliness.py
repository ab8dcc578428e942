"""Who reported in time: per kind of agency and per agency, every share with its base."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.data import AgencyRow, AssignmentRow

# (label for people, kinds of agencies.model.Kind), in the order of the report.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Bộ, cơ quan trung ương", ("ministry",)),
    ("UBND tỉnh", ("people_committee",)),
    ("Sở, ban, ngành cấp tỉnh", ("department",)),
    ("UBND huyện, thành phố", ("district",)),
    ("UBND xã, phường", ("commune", "ward")),
    ("Ủy ban Mặt trận Tổ quốc", ("front",)),
    ("Tổ chức chính trị - xã hội", ("mass_organisation",)),
    ("Lực lượng vũ trang", ("armed_force",)),
    ("Cơ quan báo chí", ("media",)),
)
OTHERS = "Cơ quan khác"
OVERDUE = "chua_bao_cao_qua_han"
_GROUP_OF_KIND = {kind: label for label, kinds in GROUPS for kind in kinds}
_LABELS = (*(label for label, _ in GROUPS), OTHERS)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Counts of assignments. asked = in_time + late + undated + held + waiting + overdue.

    ``held`` have sent something that a person has still to read: neither answered nor missing. ``undated`` were
    answered but had no due day, so nobody can call them early or late.
    ``due`` = in_time + late + overdue is the base of "share in time".
    """

    label: str
    agencies: int
    asked: int
    in_time: int
    late: int
    undated: int
    held: int
    waiting: int
    overdue: int

    @property
    def answered(self) -> int:
        return self.in_time + self.late + self.undated

    @property
    def missing(self) -> int:
        return self.waiting + self.overdue

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.overdue


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency in the annex, and in section V when something is missing from it."""

    name: str
    kind: str
    note: str
    requested: bool
    punctuality: Punctuality
    earliest_due: date | None
    rung: str

    @property
    def missing(self) -> int:
        return self.punctuality.missing


def group_of(kind: str) -> str:
    """Label of the group a kind of agency belongs to."""
    return _GROUP_OF_KIND.get(kind, OTHERS)


def punctuality(label: str, rows: Sequence[AssignmentRow]) -> Punctuality:
    """Counts of ``rows`` under one label."""
    answered = [row for row in rows if row.answered]
    late = sum(row.late for row in answered)
    undated = sum(row.due_on is None for row in answered)
    held = sum(row.held for row in rows)
    overdue = sum(row.standing.key == OVERDUE for row in rows if not row.answered)
    return Punctuality(
        label=label,
        agencies=len({row.agency_code for row in rows}),
        asked=len(rows),
        in_time=len(answered) - late - undated,
        late=late,
        undated=undated,
        held=held,
        waiting=len(rows) - len(answered) - held - overdue,
        overdue=overdue,
    )


def by_group(rows: Iterable[AssignmentRow]) -> tuple[Punctuality, ...]:
    """One line per group of agencies that was asked for something."""
    groups: dict[str, list[AssignmentRow]] = {}
    for row in rows:
        groups.setdefault(group_of(row.agency_kind), []).append(row)
    return tuple(punctuality(label, groups[label]) for label in _LABELS if label in groups)


def by_agency(rows: Iterable[AssignmentRow], agencies: Mapping[str, AgencyRow]) -> tuple[AgencyLine, ...]:
    """One line per agency, by group, then in the order of the rows; last in its group who handed everything over."""
    grouped: dict[str, list[AssignmentRow]] = {}
    for row in rows:
        grouped.setdefault(row.agency_code, []).append(row)
    lines = [_line(group, agencies.get(code)) for code, group in grouped.items()]
    lines += [_ended(agency) for code, agency in agencies.items() if code not in grouped]
    return tuple(sorted(lines, key=lambda line: _LABELS.index(group_of(line.kind))))


def _ended(agency: AgencyRow) -> AgencyLine:
    nothing = punctuality(agency.name, ())
    return AgencyLine(agency.name, agency.kind, agency.note, False, nothing, None, "")


def _line(rows: Sequence[AssignmentRow], agency: AgencyRow | None) -> AgencyLine:
    open_rows = [row for row in rows if not row.answered and not row.held]
    days = [row.due_on for row in open_rows if row.due_on]
    return AgencyLine(
        name=rows[0].agency_name,
        kind=rows[0].agency_kind,
        note=agency.note if agency else "",
        requested=all(row.requested for row in rows),
        punctuality=punctuality(rows[0].agency_name, rows),
        earliest_due=min(days, default=None),
        rung=next((row.rung_label for row in reversed(open_rows) if row.rung_label), ""),
    )
