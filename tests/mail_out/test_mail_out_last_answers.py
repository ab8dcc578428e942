"""What was reported the last time: the right cycle, named, of the right body, in few statements."""

from contextlib import contextmanager
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from post_world import OFFICE, World, at
from sqlalchemy import event, select

from cycles.ladder import Rung
from mail.letters.compose import compose_day
from mail.letters.last_words import figures_in_words, reports_in_words
from state.answers import Measured, NewAnswer
from state.post.enclosures import enclosed
from state.post.last_answers import EarlierFigure, EarlierReport, last_answers
from state.tables import AssignmentRow, CycleRow, ResponsibilityRow, SuccessionRow, TargetRow, VersionRow

DAY = date(2025, 12, 12)
XA = "focal:xa@mau.example"


class Past(World):
    """The small province with what happened in it before."""

    def cycle(self, label, kind, year, cut_off, number=0):
        with self.units() as store:
            now = store.session.get_one(CycleRow, self.cycle_id)
            row = CycleRow(
                code=f"MAU{label}"[:24],
                plan_id=now.plan_id,
                version_id=now.version_id,
                kind=kind,
                year=year,
                number=number,
                label=label,
                window_start=date(year, 1, 1),
                window_end=cut_off,
                cut_off=cut_off,
                opens_on=cut_off,
                due={},
                opened_at=at(1),
            )
            store.session.add(row)
            store.commit()
            return row.id

    def told(self, cycle_id, duty, percent=70, agency=None, duty_id=None, **figures):
        """What was answered in an earlier cycle to the same duty, or to another one."""
        with self.units() as store:
            now = store.session.get_one(AssignmentRow, duty)
            self._number += 1
            row = AssignmentRow(
                code=f"CU-{self._number:03d}",
                cycle_id=cycle_id,
                responsibility_id=duty_id or now.responsibility_id,
                agency_id=agency or now.agency_id,
                relation=now.relation,
                due_on=now.due_on,
                due_kind="derived",
                due_basis="",
                targets=["CT1"],
                state="open",
            )
            store.session.add(row)
            store.session.flush()
            measured = {
                code: Measured(top, bottom, None, "%", f"{top}/{bottom}") for code, (top, bottom) in figures.items()
            }
            new = NewAnswer(
                row.id, row.agency_id, None, "mail", "dang_thuc_hien", percent, "", at(1), "…", figures=measured
            )
            store.answers.record([new])
            store.commit()
            return row.id

    def last(self, duty, day=DAY):
        """The words about one assignment: its report, and its figure CT1."""
        with self.units() as store:
            row = store.session.get_one(AssignmentRow, duty)
            found = last_answers(store.session, [row], day).get(duty)
        if found is None:
            return None
        return reports_in_words(found.reports), figures_in_words(found.figures.get("CT1", ()))


@pytest.fixture
def world(tmp_path):
    made = Past(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def either(tmp_path, database):
    """The same on both databases."""
    return Past(tmp_path, database)


def test_the_same_kind_one_year_earlier_comes_before_a_newer_cycle_of_another_kind(world):
    _, (duty,) = world.agency("UBND xã Một", XA)
    year, quarter = (
        world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14)),
        world.cycle("Quý III năm 2025", "quarterly", 2025, date(2025, 9, 14), 3),
    )
    assert world.last(duty) is None
    world.told(quarter, duty, 90, CT1=(9, 10))
    assert world.last(duty) == ("Quý III năm 2025: đang thực hiện, 90%", "Quý III năm 2025: 9/10 (90%)")
    world.told(year, duty, 70, CT1=(410, 512))
    assert world.last(duty) == ("Năm 2024: đang thực hiện, 70%", "Năm 2024: 410/512 (80,1%)")


def test_a_figure_that_the_last_year_lacks_is_taken_from_the_newest_cycle_that_has_it(world):
    _, (duty,) = world.agency("UBND xã Một", XA)
    world.told(world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14)), duty)
    world.told(world.cycle("Quý II năm 2025", "quarterly", 2025, date(2025, 6, 14), 2), duty, CT1=(1, 4))
    world.told(world.cycle("Năm 2026", "yearly", 2026, date(2026, 12, 14)), duty, CT1=(4, 4))
    assert world.last(duty) == ("Năm 2024: đang thực hiện, 70%", "Quý II năm 2025: 1/4 (25%)")


def test_what_was_waived_or_given_away_tells_nothing(world):
    _, (duty,) = world.agency("UBND xã Một", XA)
    year = world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14))
    old = world.told(year, duty, CT1=(1, 4))
    for state in ("waived", "moved"):
        with world.units() as store:
            store.session.get_one(AssignmentRow, old).state = state
            store.commit()
        assert world.last(duty) is None


def test_an_heir_sees_what_the_bodies_before_it_reported_under_their_names(either):
    world = either
    heir, (duty,) = world.agency("UBND xã Mới", XA)
    older, _ = world.agency("UBND xã Cũ", duties=0)
    oldest, _ = world.agency("UBND xã Xưa", duties=0)
    later, _ = world.agency("UBND xã Sau", duties=0)
    with world.units() as store:
        for before, after, day in (
            (older, heir, date(2025, 7, 1)),
            (oldest, older, date(2020, 1, 1)),
            (heir, oldest, date(2021, 1, 1)),  # a circle ends nothing
            (later, heir, date(2026, 1, 1)),
        ):
            store.session.add(
                SuccessionRow(
                    predecessor_id=before, successor_id=after, on_date=day, decision="", share="", to_confirm=False
                )
            )
        store.commit()
    year = world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14))
    for body, parts in ((older, (1, 4)), (oldest, (3, 4)), (later, (4, 4))):
        world.told(year, duty, 50, agency=body, CT1=parts)
    report, figure = world.last(duty)
    assert report == "Năm 2024: UBND xã Cũ đang thực hiện, 50%; UBND xã Xưa đang thực hiện, 50%"
    assert figure == "Năm 2024: UBND xã Cũ 1/4 (25%); UBND xã Xưa 3/4 (75%)"
    assert world.last(duty, date(2025, 6, 30)) is None


def test_in_an_amended_plan_a_duty_is_known_by_its_words_and_a_figure_by_its_code(world):
    _, (duty,) = world.agency("UBND xã Một", XA)
    year = world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14))
    with world.units() as store:
        session = store.session
        now = session.get_one(VersionRow, world.version_id)
        before = VersionRow(
            plan_id=now.plan_id, number=0, file_name="", sha256="1" * 64, source=b"", reading={}, imported_at=at(1)
        )
        before.targets = [TargetRow(position=1, code="CT1", path="", group="", text="Cũ", unit="%", relative=False)]
        lists = {key: [] for key in ("owners", "roles", "partners", "recurrence")}
        before.responsibilities = [
            ResponsibilityRow(
                position=1, path="", heading="", text="", requested=False, start_line=1, end_line=1, **lists
            )
        ]
        session.add(before)
        session.flush()
        session.get_one(CycleRow, year).version_id = before.id
        old = before.responsibilities[0].id
        store.commit()
    world.told(year, duty, duty_id=old, CT1=(1, 4))
    for text, path, same in (
        ("Nhiệm vụ mẫu thứ 1: bố trí quỹ đất & kinh phí.", "VI.9", True),
        ("Nhiệm vụ mẫu thứ 1: bố trí quỹ đất, kinh phí & nhân lực.", "V.1", True),
        ("Tuyên truyền về chương trình sữa học đường ở mọi nơi.", "V.1", False),
        ("Nhiệm vụ mẫu thứ 1: bố trí quỹ đất, kinh phí & nhân lực.", "V.2", False),
    ):
        with world.units() as store:
            clause = store.session.get_one(ResponsibilityRow, old)
            clause.text, clause.path = text, path
            store.commit()
        report, figure = world.last(duty)
        assert (report != "") is same, text
        assert figure == "Năm 2024: 1/4 (25%)"


@contextmanager
def counted(session):
    """The statements that run inside."""
    found = []

    def note(connection, cursor, statement, *rest):
        found.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_three_statements_are_enough_however_many_agencies_there_are(either):
    world = either
    duties = [duty for n in range(6) for duty in world.agency(f"UBND xã {n}", XA, duties=3)[1]]
    year = world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14))
    for duty in duties:
        world.told(year, duty)
    with world.units() as store:
        rows = list(store.session.scalars(select(AssignmentRow).where(AssignmentRow.id.in_(duties))))
        for row in rows:
            assert row.cycle.label + row.responsibility.text
        with counted(store.session) as statements:
            assert len(last_answers(store.session, rows, DAY)) == len(duties)
    assert len(statements) == 3


def test_the_letter_and_its_form_show_the_last_figure(world):
    _, (duty,) = world.agency("UBND xã Một", XA)
    world.told(world.cycle("Năm 2024", "yearly", 2024, date(2024, 12, 14)), duty, CT1=(410, 512))
    world.claim([duty], "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        (key,) = compose_day(store, at(12), OFFICE).letters
        store.commit()
        letter = store.outbox.get(key)
        assert "   Kỳ trước – Năm 2024: 410/512 (80,1%)\n" in letter.text
        assert "   Báo cáo kỳ trước – Năm 2024: đang thực hiện, 70%\n" in letter.text
        files = [one.name for one in letter.enclosures]
        form = enclosed(store.session, key, len(files))
    assert files == ["han-bao-cao.ics", "bieu-so-lieu-MAU25-001-2025-12-12.xlsx"]
    assert all(name in letter.text for name in files)
    book = load_workbook(BytesIO(form.content))
    assert book["Số liệu"]["F5"].value == "Năm 2024: 410/512 (80,1%)"
    assert book["Mã phiếu"]["B2"].value in letter.message_id


def test_a_letter_without_figures_carries_no_form(world):
    _, duties = world.agency("UBND xã Một", XA, duties=2)
    world.answered(duties[0])  # the only one that asks for a figure
    world.claim(duties[1:], "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        (key,) = compose_day(store, at(12), OFFICE).letters
        letter = store.outbox.get(key)
        assert [one.name for one in letter.enclosures] == ["han-bao-cao.ics"]
        assert "Excel" not in letter.text + letter.html


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ((410, 512, None, "%"), "410/512 (80,1%)"),
        ((410, 512, 80.1, "%"), "410/512 (80,1%)"),
        ((1, 3, None, "trường"), "1/3"),
        ((0, 0, None, "%"), "0/0"),
        ((None, None, 80.5, "%"), "80,5%"),
        ((None, None, 1250.0, "triệu đồng"), "1250 triệu đồng"),
        ((None, None, 7.0, ""), "7"),
    ],
)
def test_figures_are_told_as_offices_write_them(figure, words):
    assert figures_in_words([EarlierFigure("Năm 2024", "", *figure)]) == f"Năm 2024: {words}"


def test_nothing_known_is_nothing_said_and_many_bodies_are_counted():
    assert figures_in_words([EarlierFigure("Năm 2024", "", None, None, None, "%")]) == ""
    assert reports_in_words([]) == ""
    many = [EarlierReport("Năm 2024", f"Xã {n}", "hoan_thanh", None) for n in range(6)]
    assert reports_in_words(many).endswith("Xã 3 đã hoàn thành; và 2 đơn vị khác")
