"""Measurements of writing letters: without figures, and with the Excel form and what was reported last year."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from bench.answers import as_recorded
from bench.floors import Raw, template_of
from bench.measure import Finding, timed
from bench.sample import CLAUSES, YEAR
from bench.stages import compose, house_in, opening_day
from flows.runtime import Runtime
from state.store import Store
from state.tables import AssignmentRow, CycleRow


def letters_compose(home: Path, size: int) -> Finding:
    """One digest letter per commune for its ten assignments, from claims to queued rows; no figure is asked."""
    house = house_in(home)
    with house.database.unit() as store:
        store.session.execute(update(AssignmentRow).values(targets=[]))
        store.commit()
    return _composed(house, home, size, "letters of {} assignments")


def letters_form(home: Path, size: int) -> Finding:
    """The same with figures: the Excel form is enclosed, target and last year's answer stand beside each figure."""
    house = house_in(home)
    with house.database.unit() as store:
        _last_year(house, store)
        store.commit()
    return _composed(house, home, size, "letters of {} assignments with last year's answers and the Excel form")


def per_hundred(seconds: float, count: int) -> str:
    """ "0.72 CPU s per 100 letters"."""
    return f"{seconds / max(count, 1) * 100:.2f} CPU s per 100 letters"


def _composed(house: Runtime, home: Path, size: int, note: str) -> Finding:
    spent, composed = timed(lambda: compose(house, size))
    house.database.close()
    with Raw(home, "letter", "letter_item", "enclosure") as raw:
        names = [column[1] for column in raw.connection.execute("PRAGMA table_info(letter)")]
        text, page, address = (names.index(name) for name in ("text", "html", "first_recipient"))
        first = raw.rows["letter"][0]
        templates = {place: template_of(first[place], (first[address],)) for place in (text, page)}

        def bare() -> None:
            for row in raw.rows["letter"]:
                filled = list(row)
                for place, template in templates.items():
                    filled[place] = template.format(row[address])
                raw.insert("letter", [filled])
            raw.insert("letter_item")
            raw.insert("enclosure")
            raw.connection.commit()

        floor, _ = timed(bare)
    count = len(composed.letters)
    return Finding(count, spent, floor, f"{note.format(len(CLAUSES))}; {per_hundred(spent.cpu_seconds, count)}")


def _last_year(house: Runtime, store: Store) -> None:
    """A cycle of the year before with the same assignments, nine of ten of them answered."""
    session, now = store.session, store.session.scalars(select(CycleRow)).one()
    facts = {name: getattr(now, name) for name in CycleRow.__table__.columns.keys() if name != "id"}
    days = ("window_start", "window_end", "cut_off", "opens_on")
    facts |= {name: date(facts[name].year - 1, facts[name].month, 1) for name in days}
    before = CycleRow(**facts | {"code": f"{now.code}T", "year": YEAR - 1, "label": f"Năm {YEAR - 1}"})
    session.add(before)
    session.flush()
    table = AssignmentRow.metadata.tables["assignment"]
    changed = {"cycle_id": before.id, "state": "open", "next_on": None}
    rows = [dict(row) | changed for row in session.execute(select(table)).mappings()]
    for row in rows:
        row["code"] = f"T-{row.pop('id')}"
    session.execute(insert(table), rows)
    old = set(session.scalars(select(AssignmentRow.id).where(AssignmentRow.cycle_id == before.id)))
    given = [one for one in as_recorded(store, opening_day(house)) if one.assignment_id in old]
    moment = opening_day(house) - timedelta(days=300)
    for first in range(0, len(given), 1_000):
        store.answers.record([replace(one, received_at=moment) for one in given[first : first + 1_000]])
