"""Reorganisations of a period as its report tells them: who follows whom, and figures that are not counted twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping

from agencies.directory import Directory
from agencies.errors import UnknownAgency
from cycles.calendar import legal_day
from reports.data import AgencyRow, AssignmentRow, FigureRow, HandoverRow
from reports.vietnamese import abbreviated, following
from state.succession.passed import Passed


def heirs_of(row: RowMapping) -> dict[str, object]:
    """The fields of a report row that name the body before this one."""
    return {"heir_of": abbreviated(row["heir_of"] or ""), "heir_since": row["heir_since"]}


def handover_rows(passed: Iterable[Passed]) -> tuple[HandoverRow, ...]:
    """What went from body to body, with the names as reports write them."""
    return tuple(
        HandoverRow(
            code=one.code,
            path=one.path,
            from_code=one.from_code,
            from_name=abbreviated(one.from_name),
            heir_code=one.heir_code,
            to_code=one.to_code,
            to_name=abbreviated(one.to_name),
            on=one.on,
            decision=one.decision,
        )
        for one in passed
    )


def agency_rows(
    directory: Directory, assignments: Sequence[AssignmentRow], handovers: Sequence[HandoverRow], day: date
) -> tuple[AgencyRow, ...]:
    """The agencies asked, and those whose requests all went to others; each with what a reader of totals must know."""
    kinds = {agency.code: str(agency.kind) for agency in directory.agencies}
    bodies = dict.fromkeys((row.agency_code, row.agency_name, row.agency_kind) for row in assignments)
    asked = {code for code, _, _ in bodies}
    gone = dict.fromkeys(
        (one.from_code, one.from_name, kinds.get(one.from_code, "")) for one in handovers if one.from_code not in asked
    )
    return tuple(
        AgencyRow(code=code, name=name, kind=kind, note=_note(directory, code, (assignments, handovers), day))
        for code, name, kind in (*bodies, *gone)
    )


def _note(
    directory: Directory, code: str, rows: tuple[Sequence[AssignmentRow], Sequence[HandoverRow]], day: date
) -> str:
    assignments, handovers = rows
    follows = dict.fromkeys(
        following("", row.heir_of, row.heir_since).removeprefix(", ")
        for row in assignments
        if row.agency_code == code and row.heir_of
    )
    passed = {one.code for one in handovers if one.from_code == code}
    told = f"{len(passed)} yêu cầu chưa có báo cáo đã chuyển cho cơ quan kế thừa" if passed else ""
    return "; ".join(filter(None, (*follows, _ended(directory, code, day), told)))


def _ended(directory: Directory, code: str, day: date) -> str:
    ended = _end(directory, code, day)
    if ended is None:
        return ""
    heirs = "; ".join(abbreviated(heir.name) for heir in directory.successors(code, day))
    return f"kết thúc hoạt động từ {legal_day(ended)}" + (f", kế thừa: {heirs}" if heirs else "")


def _end(directory: Directory, code: str, day: date) -> date | None:
    """The day on which a body ended, when it is not on the map of ``day``."""
    try:
        last = directory.get(code).valid_to
    except UnknownAgency:
        return None
    return last if last is not None and last <= day else None


@dataclass(frozen=True)
class Map:
    """The map of a period: the bodies of its cut-off day, and the requests that were inherited from another body."""

    directory: Directory
    day: date
    inherited: frozenset[str]

    def once(self, figures: Sequence[FigureRow]) -> list[FigureRow]:
        """The same figures; one that lies within those of all heirs of its body says so, and is not counted.

        A body that was merged before the cut-off has reported for itself. An heir that was asked for itself and
        reported after the merger has reported for the whole.
        """
        by_agency = {figure.agency_code: figure for figure in figures}
        return [self._marked(figure, by_agency) for figure in figures]

    def _marked(self, figure: FigureRow, by_agency: Mapping[str, FigureRow]) -> FigureRow:
        ended = _end(self.directory, figure.agency_code, self.day)
        if ended is None:
            return figure
        heirs = self.directory.successors(figure.agency_code, self.day)
        given = [by_agency.get(heir.code) for heir in heirs]
        whole = [
            one
            for one in given
            if one is not None
            and one.received_on is not None
            and one.received_on >= ended
            and one.code not in self.inherited
        ]
        if not heirs or len(whole) < len(heirs):
            return figure
        names = "; ".join(one.agency_name for one in whole)
        return figure.model_copy(update={"within": f"{names} (kế thừa từ {legal_day(ended)})"})
