"""The Lai Châu plan in the hands of the bodies of 2024, with the shipped reorganisations of 2025 still to come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from state_world import at, confirm, house_on

from agencies.shipped import load
from flows import importing, intent, reorganise
from flows.opening import Asked, Ordered
from flows.runtime import Runtime
from state.answers import Measured, NewAnswer
from state.database import Database
from state.succession.handover import Choices
from state.succession.reorganising_preview import ReorganisationPreview
from state.tables import AssignmentRow, CycleRow

DEPARTMENTS = "lai-chau-2025-03-01"
DISTRICTS = "lai-chau-2025-07-01"
BEFORE = date(2024, 12, 31)
SHARED_OUT = {"LC.SLDTBXH": ["Sở Nội vụ"], "V.3.1": ["Sở Y tế"], "V.8.1": ["Sở Văn hóa, Thể thao và Du lịch"]}
"""What a person decides about the two departments that were split."""
ORDER = Ordered(
    "Công văn số 1234/SGDĐT-GDMN",
    date(2025, 1, 1),
    date(2025, 6, 30),
    {"huyện": date(2025, 7, 4), "sở": date(2025, 7, 7), "thường trực": date(2025, 7, 11), "tỉnh": date(2025, 7, 15)},
    date(2025, 6, 2),
)


def old_house(database: Database) -> Runtime:
    """A house whose register knows nothing of 2025 yet."""
    house = house_on(database)
    with house.database.unit() as store:
        store.agencies.load(load("lai-chau", until=BEFORE), at("2023-12-01 08:00"))
        store.commit()
    return house


def import_plan(house: Runtime, content: bytes, name: str) -> str:
    """Import and confirm a plan; returns its code."""
    importing.import_plan(house, importing.Document(content, name, sample=True), at("2023-12-01 09:00"))
    with house.database.unit() as store:
        code = store.plans.codes()[-1]
    confirm(house, code, at("2023-12-02 09:00"))
    return code


def open_cycle(house: Runtime, code: str, when: str, asked: Asked = Asked(), **assign: list[str]) -> None:
    """Open a cycle of 2025; successors that are the only ones are accepted."""
    intent.open_cycle(house, code, 2025, intent.Choice("Trần Thị B", assign, True, at(when)), asked)


def in_the_middle_of_quarter_1(house: Runtime, code: str) -> None:
    """The year 2025 is open, and so is its first quarter; letters left on Monday 24/2."""
    open_cycle(house, code, "2025-02-03 09:00")
    open_cycle(house, code, "2025-02-10 09:00", Asked("quý 1"))
    tick(house, code, "2025-02-24 07:45")
    write(house, "2025-02-24 07:46")


def in_the_middle_of_the_review(house: Runtime, code: str) -> None:
    """The mid-term review was opened by an order, as the clauses were shared out before; letters left on Monday 2/6."""
    shared_out = ("Sở Lao động - Thương binh và Xã hội", "Sở Thông tin và Truyền thông")
    chosen = [row for row in rows_of(house, f"{code}25Q1") if row.heir_of in shared_out]
    assign = {row.responsibility.path: [row.agency.code] for row in chosen}
    open_cycle(house, code, "2025-05-20 09:00", Asked("sơ kết", ORDER), **assign)
    tick(house, code, "2025-06-02 07:45")
    write(house, "2025-06-02 07:46")


def tick(house: Runtime, code: str, when: str) -> int:
    """Claim what is due; returns how many steps were taken."""
    now, taken = at(when), 0
    with house.database.unit() as store:
        for item in store.assignments.due(store.plans.get(code).id, now.date()):
            taken += store.assignments.claim_responsibility(item.responsibility_id, now, house.calendar).total
        store.commit()
    return taken


def write(house: Runtime, when: str) -> int:
    """Write the letters of the day; returns how many."""
    from mail.letters.compose import compose_day

    with house.database.unit() as store:
        done = compose_day(store, at(when), house.office)
        store.commit()
        return len(done.letters)


def send_all(house: Runtime, when: str) -> None:
    """What waits in the outbox leaves."""
    with house.database.unit() as store:
        waiting = [letter.id for letter in store.outbox.queued(at(when))]
        store.outbox.finish({"id": key, "state": "sent", "sent_at": at(when)} for key in waiting)
        store.commit()


def answer(
    house: Runtime, codes: Iterable[str], when: str, figures: Mapping[str, Measured] = MappingProxyType({})
) -> None:
    """The bodies that have these assignments answer them."""
    with house.database.unit() as store:
        rows = store.assignments.by_code(codes)
        store.answers.record(
            [
                NewAnswer(
                    assignment_id=row.id,
                    agency_id=row.agency_id,
                    reply_id=None,
                    source="paper",
                    status="dang_thuc_hien",
                    percent=50.0,
                    narrative=f"Báo cáo {row.code}.",
                    received_at=at(when),
                    sentence="Đã ghi nhận báo cáo.",
                    figures={code: given for code, given in figures.items() if code in row.targets},
                )
                for row in rows.values()
            ]
        )
        store.commit()


def departments(house: Runtime, when: str = "2025-03-01 08:00") -> ReorganisationPreview:
    """Apply that of the departments, by default on the day itself, a Saturday."""
    return reorganise.apply(house, wanted(DEPARTMENTS, when, SHARED_OUT))


def districts(house: Runtime, when: str = "2025-07-01 06:30") -> ReorganisationPreview:
    """Apply that of the districts, by default on the day itself, a Tuesday, before the letters."""
    return reorganise.apply(house, wanted(DISTRICTS, when))


def wanted(
    file: str,
    when: str,
    assign: Mapping[str, Sequence[str]] = MappingProxyType({}),
    waive: Mapping[str, str] = MappingProxyType({}),
) -> reorganise.Wanted:
    return reorganise.Wanted(file, "Trần Thị B", at(when), Choices(assign, waive))


def rows_of(house: Runtime, cycle: str = "") -> list[AssignmentRow]:
    """All assignments of a cycle, with their bodies and clauses."""
    query = select(AssignmentRow).join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
    query = query.options(
        joinedload(AssignmentRow.agency), joinedload(AssignmentRow.responsibility), joinedload(AssignmentRow.cycle)
    ).order_by(AssignmentRow.id)
    if cycle:
        query = query.where(CycleRow.code == cycle)
    with house.database.unit() as store:
        return list(store.session.scalars(query))
