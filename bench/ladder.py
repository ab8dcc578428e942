"""Measurements from the plan to the claims: opening, the rehearsal of a year, the idle tick, claiming."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from bench.floors import Raw
from bench.measure import Finding, timed
from bench.sample import YEAR
from bench.stages import BY, IMPORTED, PLAN, claim, house_in, open_cycle, opening_day
from flows.opening import Choice
from flows.rehearsal import rehearse

TICKS = 100


def cycle_open(home: Path, size: int) -> Finding:
    """All assignments of a year."""
    house = house_in(home)
    spent, _ = timed(lambda: open_cycle(house, size))
    house.database.close()
    with Raw(home, "assignment") as raw:

        def bare() -> None:
            raw.insert("assignment")
            raw.connection.commit()

        floor, _ = timed(bare)
        return Finding(len(raw.rows["assignment"]), spent, floor, "assignments, with the directory read")


def rehearsal(home: Path, size: int) -> Finding:
    """Every letter of the year if nobody answered; the floor reads the same rows and counts ten steps of each."""
    house = house_in(home)
    choice = Choice(BY, {}, False, IMPORTED)
    spent, found = timed(lambda: rehearse(house, PLAN, YEAR, choice))
    house.database.close()
    with sqlite3.connect(home / "dondoc.db") as raw:

        def bare() -> int:
            rows = raw.execute(
                "SELECT a.id, a.code, a.agency_id, a.due_on, c.email FROM assignment a, contact c "
                "WHERE c.agency_id = a.agency_id AND c.role = 'focal'"
            ).fetchall()
            return len({(step, row[2]) for step in range(10) for row in rows})

        floor, _ = timed(bare)
    raw.close()
    return Finding(len(found.letters), spent, floor, f"letters in a year of {size} assignments; nothing is written")


def tick_idle(home: Path, size: int) -> Finding:
    """What a tick asks the store on a day with nothing due, the letters of the opening being sent."""
    house = house_in(home)
    now = opening_day(house) + timedelta(days=1)

    def tick() -> int:
        with house.database.unit() as store:
            plan = store.plans.get(PLAN)
            due = store.assignments.due(plan.id, now.date())
            waiting = store.outbox.waiting_claims(now.date())
            queued = store.outbox.queued(now, limit=1)
            stages = [store.reports.due_stage(cycle, now) for cycle in store.cycles.of(plan)]
            return len(due) + len(waiting) + len(queued) + sum(stage is not None for stage in stages)

    spent, busy = timed(lambda: sum(tick() for _ in range(TICKS)))
    if busy:
        raise AssertionError(f"{busy} things are due on an idle day")
    house.database.close()
    with sqlite3.connect(home / "dondoc.db") as raw:
        query = "SELECT 1 FROM assignment WHERE cycle_id = 1 AND next_on <= ? LIMIT 1"
        floor, _ = timed(lambda: [raw.execute(query, (f"{now:%Y-%m-%d}",)).fetchone() for _ in range(TICKS)])
    raw.close()
    each = spent.cpu_seconds / TICKS * 1000
    return Finding(TICKS, spent, floor, f"ticks, {each:.2f} CPU ms each; store level, without Prefect")


def claims(home: Path, size: int) -> Finding:
    """All openings of all responsibilities, each in a unit of work of its own."""
    house = house_in(home)
    spent, _ = timed(lambda: claim(house, size))
    house.database.close()
    with Raw(home, "assignment", "claim") as raw:
        raw.insert("assignment")
        raw.connection.commit()
        moved = [(f"{opening_day(house):%Y-%m-%d}", row[0]) for row in raw.rows["assignment"]]

        def bare() -> None:
            raw.insert("claim")
            raw.connection.executemany("UPDATE assignment SET step = 'opening', next_on = ? WHERE id = ?", moved)
            raw.connection.commit()

        floor, _ = timed(bare)
        return Finding(len(raw.rows["claim"]), spent, floor, "claims")
