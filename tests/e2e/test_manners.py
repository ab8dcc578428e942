"""Whatever happens in whatever order, the letters keep their manners: random weeks of a small plan in the year 2025."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from daily import Days, at, check_manners, letters_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agencies.shipped import load
from cycles.ladder import offset_of
from flows import decisions, importing, intent, reorganise
from flows.runtime import Runtime, compose
from state.cycle.cycle_rows import last_due
from state.ladder.ruling import Ruling
from state.plan.decisions import Confirmation
from state.register.contacts import NewContact
from state.settings import Settings
from state.succession.handover import Choices
from state.succession.passed import holdings_in
from state.tables import AssignmentRow, CycleRow, ExtensionRow

BY = "Nguyễn Văn A (người phụ trách mẫu)"
BEGUN, OVER = date(2025, 6, 2), date(2025, 8, 29)
PLAN = """VĂN BẢN MẪU – không phải văn bản thật

Số: 01/KH-UBND Lai Châu, ngày 03 tháng 11 năm 2024

KẾ HOẠCH

Thực hiện Chương trình mẫu về giáo dục mầm non giai đoạn 2025 - 2030 tại tỉnh Lai Châu (VĂN BẢN MẪU)

I. MỤC TIÊU

- Hằng năm, ít nhất 30% trẻ tuổi nhà trẻ được đến lớp.

II. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính

- Bố trí kinh phí cho các lớp mầm non.

2. Sở Nội vụ

- Tuyển dụng đủ giáo viên mầm non.

3. Ủy ban nhân dân huyện Than Uyên

- Rà soát trẻ chưa ra lớp theo từng thôn, bản.

- Mua sắm đồ dùng, đồ chơi cho các lớp mẫu giáo.

4. Ủy ban nhân dân huyện Tân Uyên

- Bố trí quỹ đất xây dựng trường, lớp mầm non.

5. Đề nghị Hội Liên hiệp Phụ nữ tỉnh

- Vận động gia đình đưa trẻ đến lớp.

Nơi nhận:

- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
ORDER = intent.Ordered(
    "Công văn mẫu số 12/SGDĐT-GDMN",
    date(2025, 1, 1),
    date(2025, 6, 30),
    {"huyện": date(2025, 7, 4), "sở": date(2025, 7, 7), "thường trực": date(2025, 7, 11), "tỉnh": date(2025, 7, 15)},
    date(2025, 6, 3),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mid-term review of 2025 that is open while the districts still exist, as one file to copy."""
    home = tmp_path_factory.mktemp("le-phep")
    house = compose(Settings(home=home))
    with house.database.unit() as store:
        store.agencies.load(load("lai-chau", until=date(2025, 6, 1)), at(date(2024, 12, 1)))
        store.commit()
    importing.import_plan(house, importing.Document(PLAN.encode(), "mau.txt", sample=True), at(date(2024, 12, 2)))
    intent.confirm_plan(house, "LC", Confirmation(BY, at(date(2024, 12, 3)), waive_rest="Văn bản mẫu."))
    choice = intent.Choice(BY, {}, True, at(BEGUN))
    intent.open_cycle(house, "LC", 2025, choice, intent.Asked("sơ kết", ORDER))
    house.database.close()
    return home / "dondoc.db"


Act = Callable[[Days, datetime, int], None]
"""Something that happens at a moment; the number picks among what is there."""


def report(days: Days, now: datetime, pick: int) -> None:
    if codes := waiting(days.house):
        days.answer([codes[pick % len(codes)]], now)


def ask_for_time(days: Days, now: datetime, pick: int) -> None:
    with days.house.database.unit() as store:
        rows = store.assignments.by_code(waiting(days.house))
        if rows:
            row = rows[sorted(rows)[pick % len(rows)]]
            store.pauses.ask([row.id], now.date() + timedelta(days=pick % 30), "xin lùi thời hạn", now)
            store.commit()


def decide_on_time(days: Days, now: datetime, pick: int) -> None:
    house = days.house
    with house.database.unit() as store:
        asked = store.pauses.open_extensions()
        if not asked:
            return
        code = asked[pick % len(asked)].assignment.code
        if pick % 2:
            decisions.refuse(house, store, [code], Ruling(BY, now, "Phải tổng hợp đúng hạn."))
        else:
            later = max(asked[pick % len(asked)].assignment.due_on, now.date()) + timedelta(days=1 + pick % 12)
            until = house.calendar.next_working_day(later)
            decisions.extend(house, store, [code], until, Ruling(BY, now, ""))
        store.commit()


def hold_somebody(days: Days, now: datetime, pick: int) -> None:
    with days.house.database.unit() as store:
        rows = list(store.assignments.by_code(waiting(days.house)).values())
        held = {hold.agency_id for hold in store.pauses.active_holds(now.date())}
        rows = [row for row in rows if row.agency_id not in held]
        if rows:
            until = now.date() + timedelta(days=1 + pick % 9) if pick % 3 else None
            ruling = Ruling(BY, now, "Đang khắc phục bão lũ.")
            store.pauses.hold_agency(rows[pick % len(rows)].agency.code, ruling, until)
            store.commit()


def release_holds(days: Days, now: datetime, _pick: int) -> None:
    with days.house.database.unit() as store:
        for hold in store.pauses.active_holds(now.date()):
            store.pauses.release(hold.id, Ruling(BY, now, "Đã xong."))
        store.commit()


def waive(days: Days, now: datetime, pick: int) -> None:
    codes = waiting(days.house)
    if codes and pick % 4 == 0:
        with days.house.database.unit() as store:
            store.pauses.waive([codes[pick % len(codes)]], Ruling(BY, now, "Không còn nội dung này."))
            store.commit()


def change_contact(days: Days, now: datetime, pick: int) -> None:
    with days.house.database.unit() as store:
        rows = store.assignments.by_code(waiting(days.house))
        if rows:
            agency = rows[sorted(rows)[pick % len(rows)]].agency.code
            address = f"nguoi-moi-{pick}@{agency.lower().replace('.', '-')}.lai-chau.example"
            known = {contact.email for contact, _ in store.contacts.listed(agency)}
            if address not in known:
                store.contacts.change(NewContact(agency, address, "focal"), Ruling(BY, now, "Thay người."))
                store.commit()


def tick(days: Days, now: datetime, _pick: int) -> None:
    days.tick(now)


ACTS: tuple[Act, ...] = (
    tick,
    tick,
    tick,
    report,
    ask_for_time,
    decide_on_time,
    hold_somebody,
    release_holds,
    waive,
    change_contact,
)
HOURS = st.sampled_from([(0, 5), (7, 29), (7, 30), (8, 0), (12, 0), (16, 29), (16, 30), (23, 59)])
STEPS = st.lists(
    st.tuples(st.integers(0, 6), HOURS, st.integers(0, len(ACTS) - 1), st.integers(0, 97)), min_size=8, max_size=28
)


def waiting(house: Runtime) -> list[str]:
    with house.database.unit() as store:
        query = select(AssignmentRow.code).where(AssignmentRow.state.in_(("open", "held")))
        return list(store.session.scalars(query.order_by(AssignmentRow.id)))


@pytest.fixture
def fresh(begun: Path, tmp_path: Path) -> Iterator[Callable[[], Runtime]]:
    """A new house for every example."""
    opened: list[Runtime] = []

    def make() -> Runtime:
        home = tmp_path / str(len(opened))
        home.mkdir()
        shutil.copy(begun, home / "dondoc.db")
        opened.append(compose(Settings(home=home)))
        return opened[-1]

    yield make
    for house in opened:
        house.database.close()


# A failing story is told whole: making it shorter would take many minutes.
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_letters_keep_their_manners_whatever_happens(fresh, steps):
    days = Days(fresh(), ["LC"])
    now, moved = at(BEGUN, 7), False
    for skipped, (hour, minute), act, pick in steps:
        later = at(now.date() + timedelta(days=skipped), hour, minute)
        now = max(later, now + timedelta(minutes=1))
        if now.date() >= date(2025, 7, 1) and not moved:
            wanted = reorganise.Wanted("lai-chau-2025-07-01", BY, now, Choices())
            reorganise.apply(days.house, wanted)
            moved = True
        if now.date() > OVER:
            break
        ACTS[act](days, now, pick)
    check_manners(days.house)
    check_order(days.house)
    check_bodies(days.house, now.date())


def check_order(house: Runtime) -> None:
    """Within one ladder the steps go up: no letter is milder than the one before, none is sent twice.

    A granted extension begins a ladder anew; a letter to a new address repeats the step that was reached.
    """
    with house.database.unit() as store:
        granted = select(AssignmentRow.code, ExtensionRow.decided_at)
        granted = granted.join(AssignmentRow, AssignmentRow.id == ExtensionRow.assignment_id)
        anew: dict[str, list[date]] = {}
        for code, decided in store.session.execute(granted.where(ExtensionRow.state == "granted")):
            anew.setdefault(code, []).append(decided.date())
    for asked in letters_of(house, "LC").values():
        ladders: dict[int, list[int]] = {}
        for day, _, step in asked.letters:
            if not step.startswith("again-"):
                offset = offset_of(step.partition("-r")[0])
                ladder = sum(begun < day for begun in anew.get(asked.code, ()))
                ladders.setdefault(ladder, []).append(-99 if offset is None else offset)
        for offsets in ladders.values():
            assert offsets == sorted(set(offsets)), asked


def check_bodies(house: Runtime, last: date) -> None:
    """Every assignment lies with exactly one body on every day, and that body exists on it."""
    with house.database.unit() as store:
        directory = store.agencies.directory("Lai Châu")
        (cycle,) = store.session.scalars(select(CycleRow))
        over = last_due(cycle)
        holdings = holdings_in(store.session, cycle.id)
        rows = store.assignments.by_code(holdings)
    for day in (BEGUN + timedelta(days=number) for number in range((min(last, over) - BEGUN).days + 1)):
        for code, known in holdings.items():
            bodies = [one.agency for one in known if one.on(day)]
            assert len(bodies) <= 1, (code, day, bodies)
            if bodies and rows[code].state in {"open", "held"}:
                assert directory.get(bodies[0], day).valid_on(day), (code, day, bodies)
