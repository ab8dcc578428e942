"""A process that is killed at random points of sending and receiving, again and again (dữ liệu mẫu).

Runs as a program of its own, because only a process with one thread may be forked safely:
``python killing.py FOLDER SEED TRIALS`` prints one JSON line with what was found wrong.

A trial copies a prepared house (a database, queued letters, mails in the box), runs one round of the mail loop in a
child, ends it without warning, and lets another child do the round again. Half of the ends come after a random time
(an alarm that nobody handles), half at a random call that writes to a socket, a file or the database (counted by the
interpreter's own profiler, SIGKILL before or after the call), because there the damage would be.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from types import FrameType

from sqlalchemy import select, update

from bench.postbox import postbox
from cycles.calendar import shipped_calendar
from flows import importing, intent
from flows.intake import take_in
from flows.runtime import Runtime
from mail.letters.compose import compose_day
from mail.office import office_of
from mail.post.server import INBOX, deliver, mails_in
from plans import samples
from state.clock import ZONE
from state.database import Database
from state.plan.decisions import Confirmation
from state.settings import Settings
from state.tables import AssignmentRow, LetterItemRow, LetterRow

QUEUED = 3
WRITES = frozenset({"sendall", "send", "write", "commit", "execute", "executemany", "rename", "connect", "close"})
FIRST_DAY = datetime(2024, 11, 14, 7, 45, tzinfo=ZONE)
NOW = datetime(2024, 11, 14, 9, 30, tzinfo=ZONE)


def house_in(folder: Path, port: int) -> Runtime:
    """A house whose database is there already; the tables are not looked at again."""
    settings = Settings(home=folder, smtp_port=port)
    return Runtime(settings, Database(settings.database), shipped_calendar(), office_of(settings))


def prepare(folder: Path) -> None:
    """The house before each trial: letters of a morning, most of them sent, and what agencies wrote back."""
    settings = Settings(home=folder)
    folder.mkdir(parents=True)
    database = Database(settings.database)
    database.upgrade()
    house = Runtime(settings, database, shipped_calendar(), office_of(settings))
    file = samples.path("lai-chau-mau")
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), FIRST_DAY)
    with database.unit() as store:
        code = store.plans.codes()[-1]
    intent.confirm_plan(house, code, Confirmation("Trần Thị B", FIRST_DAY, waive_rest="Đã đối chiếu văn bản gốc."))
    intent.open_cycle(house, code, 2024, intent.Choice("Trần Thị B", {}, False, FIRST_DAY))
    with database.unit() as store:
        for due in store.assignments.due(store.plans.all()[0].id, FIRST_DAY.date()):
            store.assignments.claim_responsibility(due.responsibility_id, FIRST_DAY, house.calendar_of(store))
        letters = compose_day(store, FIRST_DAY, house.office).letters
        sent = letters[QUEUED:]
        store.session.execute(update(LetterRow).where(LetterRow.id.in_(sent)).values(state="sent", sent_at=FIRST_DAY))
        store.commit()
    _write_mails(house)
    database.close()


def _write_mails(house: Runtime) -> None:
    """Two answers, one of which comes twice, an absence, and a stranger with a good token."""
    with house.database.unit() as store:
        rows = store.session.execute(
            select(LetterRow.reply_to, LetterRow.recipients, LetterRow.message_id, AssignmentRow.code)
            .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
            .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
            .where(LetterRow.state == "sent")
            .order_by(LetterRow.id, LetterItemRow.id)
        ).all()
    first = {row.reply_to: row for row in reversed(rows)}
    chosen = list(first.values())[-4:]
    texts = [
        "{code}: đã hoàn thành 100%. Đã ban hành văn bản.",
        "{code}: đang thực hiện, đạt 70%. Khó khăn: thiếu giáo viên.",
        "Tôi vắng mặt đến hết ngày 20/11/2024.",
        "{code}: đã hoàn thành 100%.",
    ]
    for number, (row, text) in enumerate(zip(chosen, texts, strict=True)):
        mail = EmailMessage()
        stranger = number == len(texts) - 1
        mail["From"] = "nguoi.la@khac.example" if stranger else row.recipients[0]
        mail["Delivered-To"] = mail["To"] = row.reply_to
        mail["Subject"] = "Re: báo cáo"
        mail["Message-ID"] = f"<tra-loi-{number}@quang-mau.example>"
        mail["In-Reply-To"] = row.message_id
        mail["Date"] = format_datetime(NOW)
        if "vắng" in text:
            mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(text.format(code=row.code))
        for _ in range(2 if number == 0 else 1):
            deliver(house.settings.maildirs / INBOX, mail.as_bytes())


@dataclass
class Killer:
    """Counts the calls of this process that write, and ends it at one of them or after some seconds."""

    at: int = 0
    after: float = 0.0
    writes: int = 0

    def start(self) -> None:
        """From now on this process lives dangerously; the alarm ends a process that does not handle it."""
        if self.after:
            signal.setitimer(signal.ITIMER_REAL, self.after)
        else:
            sys.setprofile(self)

    def stop(self) -> None:
        """The round is over."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.setprofile(None)

    def __call__(self, _frame: FrameType | None, event: str, argument: object) -> None:
        """Called by the interpreter at each call and return."""
        if event.startswith("c_") and getattr(argument, "__name__", "") in WRITES:
            self.writes += 1
            if self.writes == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


def round_in_child(house: Runtime, killer: Killer | None) -> int | None:
    """One round of the mail loop in a child; how many calls it wrote with, None when it was killed.

    The house is warm and has no open connection: the child opens its own and compiles no statement again.
    """
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if killer is not None:
                killer.start()
            take_in(house, NOW)
            if killer is not None:
                killer.stop()
            os.write(into, str(killer.writes if killer else 0).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(into)
    with os.fdopen(out) as answers:
        told = answers.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"the round failed in {house.settings.home}")
    return int(told) if told else None


def wrong_in(folder: Path, expected: dict[str, object]) -> list[str]:
    """What a trial has lost, doubled or left."""
    problems: list[str] = []
    taken: dict[tuple[str, str], int] = {}
    for box in (folder / "mail" / "agencies").glob("*"):
        for path in mails_in(box):
            head = path.read_bytes().decode("latin-1")
            identifier = head.partition("Message-ID: ")[2].partition("\r\n")[0].strip()
            taken[identifier, box.name] = taken.get((identifier, box.name), 0) + 1
    problems += [f"{key} was delivered {count} times" for key, count in taken.items() if count != 1]
    with closing(sqlite3.connect(folder / "dondoc.db")) as data:
        letters = data.execute(
            "SELECT message_id, state, kind FROM letter WHERE tries > 0 OR state <> 'sent'"
        ).fetchall()
        doubtful = [identifier for identifier, state, _ in letters if state == "sending"]
        delivered = {identifier for identifier, _ in taken}
        if len(doubtful) > 1:
            problems.append(f"{len(doubtful)} letters in doubt")
        problems += [f"{kind} {name} is {state}" for name, state, kind in letters if state not in {"sent", "sending"}]
        problems += [
            f"{kind} {name} counts as sent, but nobody got it"
            for name, state, kind in letters
            if state == "sent" and name not in delivered
        ]
        found = state_of(data)
    problems += [f"{key}: {found[key]} instead of {value}" for key, value in expected.items() if found[key] != value]
    left = list(mails_in(folder / "mail" / INBOX))
    problems += [f"{len(left)} mails still lie in the box"] if left else []
    return problems


def state_of(data: sqlite3.Connection) -> dict[str, object]:
    """What a complete round leaves in the database, however often it was begun."""

    def one(query: str) -> list[list[object]]:
        return [list(row) for row in data.execute(query)]

    return {
        "raw": one("SELECT message_id, count(*) FROM raw_mail GROUP BY message_id ORDER BY 1"),
        "replies": one(
            "SELECT m.message_id, r.outcome, r.kind, count(*) FROM reply r JOIN raw_mail m ON m.id = r.raw_mail_id"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ),
        "answers": one("SELECT assignment_id, version, status, percent FROM answer ORDER BY 1, 2"),
        "letters": one("SELECT kind, first_recipient, count(*) FROM letter GROUP BY 1, 2 ORDER BY 1, 2"),
    }


def campaign(folder: Path, seed: int, trials: int, say: Callable[[str], None]) -> list[str]:
    """All trials; the first one is not disturbed and tells what a complete round leaves."""
    prepare(folder / "prepared")
    chance = random.Random(seed)
    problems: list[str] = []
    with postbox(folder / "agencies") as port:
        # Once in this process, so that its children find templates and statements compiled; every trial stands at the
        # same place.
        house = house_in(_fresh(folder), port)
        take_in(house, NOW)
        house.database.close()
        # The shortest of some rounds: an alarm must not ring after the end because this machine was busy once.
        length = min(_undisturbed(house, folder) for _ in range(5))
        here = folder / "trial"
        with closing(sqlite3.connect(here / "dondoc.db")) as data:
            expected = state_of(data)
        problems += [f"undisturbed: {problem}" for problem in wrong_in(here, expected)]
        _fresh(folder)
        writes = round_in_child(house, Killer()) or 0
        killed = 0
        for number in range(trials):
            here = _fresh(folder)
            in_time = chance.random() < 0.5
            killer = Killer(after=chance.uniform(0.01, length)) if in_time else Killer(at=chance.randint(1, writes))
            killed += round_in_child(house, killer) is None
            round_in_child(house, None)
            point = f"trial {number}, " + (f"after {killer.after:.3f} s" if in_time else f"write {killer.at}")
            problems += [f"{point}: {problem}" for problem in wrong_in(here, expected)]
    say(json.dumps({"killed": killed, "trials": trials, "writes": writes, "problems": problems}, ensure_ascii=False))
    return problems


def _undisturbed(house: Runtime, folder: Path) -> float:
    """Seconds of a round that nobody ends."""
    _fresh(folder)
    began = time.monotonic()
    round_in_child(house, None)
    return time.monotonic() - began


def _fresh(folder: Path) -> Path:
    """The house as it was prepared, and empty boxes of the agencies."""
    here, boxes = folder / "trial", folder / "agencies" / "agencies"
    for old in (here, boxes):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(folder / "prepared", here)
    boxes.mkdir(parents=True)
    os.symlink(boxes, here / "mail" / "agencies")
    return here


if __name__ == "__main__":
    campaign(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), print)
