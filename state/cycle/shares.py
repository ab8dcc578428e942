"""Who has which clause in a cycle, on the map of its cut-off day, and whose figures are asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from agencies.directory import Directory
from agencies.model import Agency, Kind, Succession
from cycles.calendar import WorkCalendar
from cycles.cycle import Cycle
from plans.asking import asked_in_year, milestones, only_of
from state.errors import BadDecision
from state.plan.decisions import codes_of
from state.plan.questions import OWNER
from state.tables import ResponsibilityRow, VersionRow

Decided = Mapping[tuple[str, str], Sequence[str]]
"""Agencies that a person chose, by path and name in doubt."""
ONLY = {"phường": Kind.WARD, "xã": Kind.COMMUNE}
AREAS = frozenset({Kind.COMMUNE, Kind.WARD, Kind.DISTRICT})


class Memory(Protocol):
    """What a person decided before about bodies that have ended."""

    def heirs(self, clause: ResponsibilityRow, name: str) -> Sequence[Agency]:
        """Who stands for an ended body at a clause; empty when nobody has decided it."""
        ...


@dataclass(frozen=True)
class Opening:
    """All that a cycle needs to be opened.

    :ivar office: code of the body that follows up; its own duties are asked of its own units
    :ivar assign: decisions of a person for clauses whose body was split or has ended, by path
    :ivar accept_successors: a person accepts the successors that the directory names
    :ivar memory: decisions of earlier cycles
    """

    cycle: Cycle
    directory: Directory
    office: str
    calendar: WorkCalendar
    now: datetime
    by: str
    assign: Mapping[str, Sequence[str]] = field(default_factory=dict)
    accept_successors: bool = False
    memory: Memory | None = None


@dataclass(frozen=True)
class Share:
    """One responsibility in the hands of one agency.

    ``heir_of`` names the body that the plan itself names, ``heir_since`` is the day of the reorganisation.
    """

    responsibility: ResponsibilityRow
    agency: Agency
    heir_of: str = ""
    heir_since: date | None = None


def check_paths(version: VersionRow, opening: Opening) -> None:
    """Refuse a decision about a clause that the plan does not have.

    :raises BadDecision: there is one
    """
    known = {responsibility.path for responsibility in version.responsibilities}
    for path in opening.assign:
        if path not in known:
            raise BadDecision(path, "kế hoạch không có điểm này.")


def shares_of(
    version: VersionRow, opening: Opening, paths: Collection[str] | None = None
) -> tuple[list[Share], list[str]]:
    """Who has which clause on the cut-off day, of all clauses or of these, and what a person must decide first."""
    decided = {
        (q.path, q.name or ""): q.agencies or []
        for q in version.questions
        if q.kind == OWNER and q.decision in {"assigned", "waived"}
    }
    shares: list[Share] = []
    problems: list[str] = []
    for responsibility in version.responsibilities:
        if paths is not None and responsibility.path not in paths:
            continue
        seen: set[str] = set()
        for share in _of_responsibility(responsibility, decided, opening, problems):
            if share.agency.code not in seen:
                seen.add(share.agency.code)
                shares.append(share)
    return shares, problems


def _of_responsibility(
    responsibility: ResponsibilityRow, decided: Decided, opening: Opening, problems: list[str]
) -> Iterator[Share]:
    """Who has a clause: named for this cycle, else every body of the clause, by a decision about its name if any."""
    directory, day = opening.directory, opening.cycle.cut_off
    named = opening.assign.get(responsibility.path)
    if named:
        yield from _named(responsibility, named, opening)
        return
    for name in responsibility.owners or [""]:
        chosen = decided.get((responsibility.path, name))
        if chosen is not None:
            for code in chosen:
                heirs = directory.successors(code, day)
                yield from _heirs(responsibility, directory.get(code).name, heirs, opening, problems)
        elif name:
            yield from _resolved(responsibility, name, opening, problems)


def _named(responsibility: ResponsibilityRow, named: Sequence[str], opening: Opening) -> Iterator[Share]:
    """The bodies that a person names for this cycle; they are heirs of the bodies of the clause that have ended."""
    directory, day = opening.directory, opening.cycle.cut_off
    meant = {name: directory.resolve(name, day) for name in responsibility.owners if name}
    ended = [name for name, found in meant.items() if found.kind == "ended"]
    still = {agency.code for found in meant.values() for agency in found.agencies}
    for name in named:
        for code in codes_of(directory, name, day):
            if ended and code not in still:
                since = _since(directory, code, ended, day)
                yield Share(responsibility, directory.get(code, day), ", ".join(ended), since)
            else:
                yield Share(responsibility, directory.get(code, day))


def _resolved(responsibility: ResponsibilityRow, name: str, opening: Opening, problems: list[str]) -> Iterator[Share]:
    found = opening.directory.resolve(name, opening.cycle.cut_off)
    if found.kind in {"agency", "group"}:
        yield from (Share(responsibility, agency) for agency in found.agencies)
    elif found.kind == "ended":
        yield from _heirs(responsibility, name, found.suggestions, opening, problems, found.message)
    else:
        problems.append(f"{responsibility.path}: {found.message}")


def _heirs(
    responsibility: ResponsibilityRow,
    name: str,
    heirs: Sequence[Agency],
    opening: Opening,
    problems: list[str],
    message: str = "",
) -> Iterator[Share]:
    """Who stands for a body on the cut-off day; a body that still exists stands for itself.

    A person accepts the successors of the directory as a whole, but a department that was split needs a choice: its
    duty goes to one of them. A divided territory hands the duty to every new territory, each for its own area.
    """
    if len(heirs) == 1 and heirs[0].name == name:
        yield Share(responsibility, heirs[0])
        return
    known = opening.memory.heirs(responsibility, name) if opening.memory else ()
    if known:
        heirs = known
    clear = len(heirs) == 1 or (bool(heirs) and all(heir.kind in AREAS for heir in heirs))
    if known or (clear and opening.accept_successors):
        for heir in heirs:
            yield Share(responsibility, heir, name, _since(opening.directory, heir.code, [name], opening.cycle.cut_off))
    else:
        choice = "; ".join(heir.name for heir in heirs[:6]) or "chưa có cơ quan kế thừa trong danh bạ"
        problems.append(f"{responsibility.path}: {message or f'“{name}” không còn; chọn một trong: {choice}.'}")


def _since(directory: Directory, heir: str, names: Sequence[str], day: date) -> date | None:
    """The day on which a body took over from those that a plan names; None when that is not one day."""
    days = {
        link.on
        for link in directory.successions
        if link.successor == heir and link.on <= day and any(_meant(directory, name, link) for name in names)
    }
    return days.pop() if len(days) == 1 else None


def _meant(directory: Directory, name: str, link: Succession) -> bool:
    """Whether a name, alone or as a group, meant the predecessor until it ended."""
    before = directory.resolve(name, link.on - timedelta(days=1)).agencies
    return any(agency.code == link.predecessor for agency in before)


def asked_targets(version: VersionRow, year: int) -> dict[str, list[tuple[str, Kind | None]]]:
    """Codes of the targets whose figures are asked in this year, by the path of the clause that supplies them.

    With a kind where the target counts only bodies of that kind, so that a commune is not asked for a figure of wards.
    """
    years = milestones((target.group, target.year) for target in version.targets)
    asked: dict[str, list[tuple[str, Kind | None]]] = {}
    for target in version.targets:
        if target.asked_path and asked_in_year(years, target.year, target.group, year):
            only = ONLY.get(only_of(target.text) or "")
            asked.setdefault(target.asked_path, []).append((target.code, only))
    return asked


def asked_of(asked: Mapping[str, Sequence[tuple[str, Kind | None]]], path: str, kind: str) -> list[str]:
    """The codes of the targets that a body of a kind is asked for at a clause."""
    return [code for code, only in asked.get(path, ()) if only in {None, kind}]
