"""Which open assignment of a body that ends goes to whom: the rule, without a database.

An answer stays with the body that gave it. What is open goes to the one heir, to all heirs of a divided territory, or
to whom a person names: a department that was split, or a body without an heir, has no heir that a rule could choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from agencies.directory import Directory
from agencies.model import Agency
from state.cycle.cycle_rows import last_due
from state.cycle.shares import AREAS
from state.errors import BadDecision
from state.plan.decisions import codes_of
from state.succession.reorganising_errors import NoRecipient
from state.tables import AssignmentRow

Place = tuple[int, int, str]
"""A cycle, a responsibility and the code of an agency: no two assignments have the same."""


class Fate(StrEnum):
    """What becomes of an open assignment; the value is what people read."""

    MOVED = "chuyển"
    DIVIDED = "chia"
    COVERED = "gộp vào yêu cầu đã có"
    WRITTEN = "giữ: cơ quan đã gửi, chờ xem xét"
    PAST = "giữ: kỳ báo cáo đã kết thúc"
    WAIVED = "thôi yêu cầu"
    UNDECIDED = "cần người quyết định"


@dataclass(frozen=True)
class Choices:
    """What a person decided: names of bodies, or the reason for asking nobody.

    The key is the code of an assignment, the path of a clause or the code of a body that ends; the closest one counts.
    """

    assign: Mapping[str, Sequence[str]] = field(default_factory=dict)
    waive: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Passing:
    """One open assignment and what becomes of it; ``note`` says why, or what a person has to know."""

    row: AssignmentRow
    fate: Fate
    heirs: tuple[Agency, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Field:
    """What the rule looks at: the directory after the change, the day, the assignments that heirs have already.

    ``asking``: ids of assignments that are held because more time was asked for, not because a report came.
    """

    after: Directory
    on: date
    day: date
    taken: Mapping[Place, AssignmentRow]
    asking: frozenset[int] = frozenset()


def pass_on(rows: Sequence[AssignmentRow], choices: Choices, known: Field) -> list[Passing]:
    """What becomes of every one of these open assignments, in their order.

    :raises BadDecision: a decision is about nothing that is open here, or is given twice
    :raises UnknownAgencyName: a name is not in the directory
    :raises NoRecipient: a body that was chosen does not exist on the day
    """
    _check(rows, choices)
    chosen = {key: _bodies(key, names, known) for key, names in choices.assign.items()}
    taken = dict(known.taken)
    found: list[Passing] = []
    for row in rows:
        passing = _fate(row, chosen, choices, known, taken)
        if passing.fate in {Fate.MOVED, Fate.DIVIDED}:
            taken.update((_place(row, heir), row) for heir in passing.heirs)
        found.append(passing)
    return found


def keys_of(row: AssignmentRow) -> tuple[str, str, str]:
    """The keys by which a decision may mean an assignment, the closest first."""
    return row.code, row.responsibility.path, row.agency.code


def _place(row: AssignmentRow, heir: Agency) -> Place:
    return row.cycle_id, row.responsibility_id, heir.code


def _check(rows: Iterable[AssignmentRow], choices: Choices) -> None:
    known = {key for row in rows for key in keys_of(row)}
    for key in (*choices.assign, *choices.waive):
        if key not in known:
            raise BadDecision(key, "không có yêu cầu đang mở nào như vậy ở các cơ quan kết thúc hoạt động.")
    for key in choices.assign.keys() & choices.waive.keys():
        raise BadDecision(key, "vừa chỉ định cơ quan, vừa thôi yêu cầu.")


def _bodies(key: str, names: Sequence[str], known: Field) -> tuple[Agency, ...]:
    bodies: dict[str, Agency] = {}
    for name in names:
        for code in codes_of(known.after, name, known.day):
            body = known.after.get(code, known.day)
            if not body.valid_on(known.day):
                raise NoRecipient(f"{key}={name}", body.name, known.day)
            bodies[code] = body
    return tuple(bodies.values())


def _fate(
    row: AssignmentRow,
    chosen: Mapping[str, tuple[Agency, ...]],
    choices: Choices,
    known: Field,
    taken: Mapping[Place, AssignmentRow],
) -> Passing:
    key = next((key for key in keys_of(row) if key in choices.waive or key in chosen), None)
    # A decision about a whole body or clause means what goes on; only naming the request itself revives a past cycle.
    if key != row.code and last_day(row) < known.on:
        return Passing(row, Fate.PAST, note="hạn cuối của kỳ đã qua trước ngày sắp xếp")
    if key is not None and key in choices.waive:
        return Passing(row, Fate.WAIVED, note=choices.waive[key])
    heirs = chosen[key] if key is not None else known.after.answering(row.agency.code, known.day)
    if key is None and (why := _undecided(row, heirs)):
        return Passing(row, Fate.UNDECIDED, tuple(heirs), why)
    carriers = [taken[place] for heir in heirs if (place := _place(row, heir)) in taken]
    written = row.state == "held" and row.id not in known.asking
    if key is None and written and (carriers or len(heirs) > 1):
        return Passing(row, Fate.WRITTEN, tuple(heirs), "báo cáo đã gửi vẫn là của cơ quan đã gửi")
    if len(heirs) > 1:
        return Passing(row, Fate.DIVIDED, tuple(heirs), f"chia cho {len(heirs)} đơn vị, mỗi đơn vị phần của mình")
    if carriers:
        return Passing(row, Fate.COVERED, tuple(heirs), f"{carriers[0].code}{_supplement(carriers[0])}")
    return Passing(row, Fate.MOVED, tuple(heirs))


def _undecided(row: AssignmentRow, heirs: Sequence[Agency]) -> str:
    """Why no rule can say who answers; "" when it can."""
    if not heirs:
        return "danh bạ không ghi cơ quan kế thừa"
    if len(heirs) > 1 and not (row.agency.kind in AREAS and all(heir.kind in AREAS for heir in heirs)):
        return f"việc được chia, chọn một trong: {'; '.join(heir.name for heir in heirs)}"
    return ""


def _supplement(carrier: AssignmentRow) -> str:
    return ", đề nghị bổ sung phần kế thừa vào báo cáo đã có" if carrier.state == "answered" else ""


def last_day(row: AssignmentRow) -> date:
    """The last day on which the cycle still waits for this assignment."""
    return max(row.due_on, last_due(row.cycle))
