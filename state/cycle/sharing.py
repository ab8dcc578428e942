"""Two plans that ask one agency for the same figure: it is asked once and used twice."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from state.events import Event, EventStore
from state.tables import AssignmentRow, CycleRow, TargetRow

NEAR = timedelta(days=31)
"""Figures of two cycles are the same figure when the cut-offs lie this near; one of March is none of December."""
ASKED = ("open", "held", "answered")

Key = tuple[str, str, int | None]
Source = tuple[str, str]
"""Code of an assignment and of its target."""
Lost = Callable[[Mapping[str, str]], bool]


class Sharing:
    """Fills and empties ``AssignmentRow.shared``."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def share(self, cycle: CycleRow, rows: Sequence[AssignmentRow], now: datetime) -> int:
        """Leave out of these assignments what the same agency is asked in another plan; returns how many figures."""
        asking = [row for row in rows if row.targets and row.state in ASKED]
        known = self._asked_elsewhere(cycle) if asking else {}
        if not known:
            return 0
        keys = self._keys({cycle.version_id})[cycle.version_id]
        told: list[Event] = []
        for row in asking:
            found = {
                code: source
                for code in row.targets
                if code not in row.shared and (source := known.get((row.agency_id, keys[code])))
            }
            if found:
                row.shared = {**row.shared, **{code: _link(source) for code, source in found.items()}}
                told += [_shared(row, code, source, now) for code, source in found.items()]
        self._session.flush()
        self._events.add_all(told)
        return len(told)

    def release(self, ended: Iterable[AssignmentRow], now: datetime) -> None:
        """Ask again for the figures that were to come from assignments which ended without an answer."""
        gone = {row.code: row.agency_id for row in ended if row.answer_id is None}
        self._drop(gone, lambda link: link["assignment"] in gone, now)

    def narrow(self, rows: Iterable[AssignmentRow], now: datetime) -> None:
        """After the targets of these assignments changed: no link of theirs or to them names a target not asked for."""
        kept = {row.code: row for row in rows}
        for row in kept.values():
            if row.shared.keys() - set(row.targets):
                row.shared = {code: link for code, link in row.shared.items() if code in row.targets}
        agencies = {code: row.agency_id for code, row in kept.items()}
        self._drop(
            agencies,
            lambda link: link["assignment"] in kept and link["target"] not in kept[link["assignment"]].targets,
            now,
        )

    def _drop(self, sources: Mapping[str, int], lost: Lost, now: datetime) -> None:
        if not sources:
            return
        query = select(AssignmentRow).where(
            AssignmentRow.agency_id.in_(set(sources.values())), AssignmentRow.state.in_(ASKED)
        )
        for row in self._session.scalars(query):
            gone = {code: link for code, link in row.shared.items() if lost(link)}
            if gone:
                row.shared = {code: link for code, link in row.shared.items() if code not in gone}
                self._events.add_all(_asked_again(row, code, link, now) for code, link in gone.items())

    def _asked_elsewhere(self, cycle: CycleRow) -> dict[tuple[int, Key], Source]:
        """Where the agencies of a cycle are asked for which figure by other plans for about the same day."""
        mine = select(AssignmentRow.agency_id).where(AssignmentRow.cycle_id == cycle.id)
        query = (
            select(
                AssignmentRow.code,
                AssignmentRow.agency_id,
                AssignmentRow.targets,
                AssignmentRow.shared,
                CycleRow.version_id,
            )
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .where(
                CycleRow.plan_id != cycle.plan_id,
                CycleRow.window_start <= cycle.window_end,
                CycleRow.window_end >= cycle.window_start,
                CycleRow.cut_off.between(cycle.cut_off - NEAR, cycle.cut_off + NEAR),
                AssignmentRow.state.in_(ASKED),
                AssignmentRow.agency_id.in_(mine),
            )
            .order_by(AssignmentRow.id)
        )
        rows = [row for row in self._session.execute(query).tuples() if row[2]]
        keys = self._keys({row[4] for row in rows})
        found: dict[tuple[int, Key], Source] = {}
        for code, agency_id, targets, shared, version_id in rows:
            for target in targets:
                if target not in shared and target in keys[version_id]:
                    found.setdefault((agency_id, keys[version_id][target]), (code, target))
        return found

    def _keys(self, versions: Collection[int]) -> dict[int, dict[str, Key]]:
        """What makes each target of some versions the same as another: text, unit and year, by code."""
        query = select(TargetRow.version_id, TargetRow.code, TargetRow.text, TargetRow.unit, TargetRow.year)
        found: dict[int, dict[str, Key]] = {version: {} for version in versions}
        for version, code, text, unit, year in self._session.execute(
            query.where(TargetRow.version_id.in_(versions))
        ).tuples():
            found[version][code] = (_plain(text), _plain(unit or ""), year)
        return found


def _plain(text: str) -> str:
    """A text without what two writers do differently: case, spaces, punctuation."""
    return " ".join(re.findall(r"\w+|%", unicodedata.normalize("NFC", text).casefold()))


def _link(source: Source) -> dict[str, str]:
    return {"assignment": source[0], "target": source[1]}


def _shared(row: AssignmentRow, code: str, source: Source, now: datetime) -> Event:
    sentence = (
        f"Yêu cầu {row.code} không hỏi lại số liệu {code}: cơ quan đã được hỏi cùng chỉ tiêu này ở yêu cầu {source[0]} "
        f"({source[1]}); báo cáo của cả hai kế hoạch dùng chung một số liệu."
    )
    return Event(now, "figure-shared", f"assignment:{row.id}", sentence, data={"target": code, **_link(source)})


def _asked_again(row: AssignmentRow, code: str, link: Mapping[str, str], now: datetime) -> Event:
    sentence = f"Yêu cầu {row.code} hỏi số liệu {code} trực tiếp vì yêu cầu {link['assignment']} không còn hỏi."
    return Event(now, "figure-unshared", f"assignment:{row.id}", sentence, data={"target": code, **link})
