"""The agencies of the demonstration, as a process of its own: it reads their mailboxes and answers over SMTP.

``python -m demo.agencies --mail var/mail --smtp-port 2525 --seed 7`` is told the simulated time line by line,
``{"now": "2024-11-15T09:30:00+07:00"}``, and says what it did: ``{"sent": {"answer": 5}, "next": "…" or null}``.
It plays the outside world: of the house it knows only where the embedded server puts mail.
"""

import argparse
import json
import smtplib
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

from demo.hours import ZONE
from demo.province import Province
from demo.writing import Outgoing, write

HOST = "127.0.0.1"


class Post:
    """One connection for all mails; renewed when the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._smtp: smtplib.SMTP | None = None

    def send(self, mail: Outgoing) -> None:
        """Hand over one mail; raises SMTPException or OSError when it was not taken."""
        try:
            self._hand_over(mail)
        except smtplib.SMTPServerDisconnected:
            self.close()
            self._hand_over(mail)

    def close(self) -> None:
        """Say goodbye."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def _hand_over(self, mail: Outgoing) -> None:
        if self._smtp is None:
            self._smtp = smtplib.SMTP(HOST, self._port, local_hostname="co-quan.example", timeout=30)
        self._smtp.sendmail(mail.sender, [mail.recipient], mail.content)


def step(province: Province, post: Post, now: datetime) -> dict[str, object]:
    """One moment of simulated time: read, write what is due, say when there is something to do again."""
    province.look(now)
    sent: Counter[str] = Counter()
    problem = ""
    while (action := province.due(now)) is not None:
        try:
            post.send(write(action))
        except (smtplib.SMTPException, OSError) as error:
            # The mail stays planned; the next moment tries again.
            post.close()
            problem = f"Không gửi được thư của {action.house.desk}: {error}"
            break
        province.done(action)
        sent[str(action.kind)] += 1
    return _said(sent, province.next_at, problem)


def _said(sent: Mapping[str, int], later: datetime | None, problem: str) -> dict[str, object]:
    said: dict[str, object] = {"sent": dict(sent), "next": later.isoformat() if later else None}
    return said | ({"error": problem} if problem else {})


def moment_in(line: str) -> datetime:
    """The time that a line tells, in the zone of the offices; raises ValueError."""
    told = json.loads(line)
    if not isinstance(told, dict) or not isinstance(told.get("now"), str):
        raise ValueError(line)
    now = datetime.fromisoformat(told["now"])
    if now.tzinfo is None:
        raise ValueError(line)
    return now.astimezone(ZONE)


def converse(province: Province, post: Post, asked: IO[str], answers: IO[str]) -> None:
    """Answer every line with one line, until the input ends."""
    for line in asked:
        if not line.strip():
            continue
        try:
            said = step(province, post, moment_in(line))
        except ValueError:
            problem = f'Không hiểu dòng “{line.strip()[:80]}”; cần {{"now": thời điểm có múi giờ}}.'
            said = _said({}, province.next_at, problem)
        answers.write(json.dumps(said, ensure_ascii=False) + "\n")
        answers.flush()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m demo.agencies", description="Các cơ quan mô phỏng (dữ liệu mẫu).")
    parser.add_argument("--mail", type=Path, required=True, help="thư mục gốc của các Maildir")
    parser.add_argument("--smtp-port", type=int, required=True, help="cổng SMTP trên máy này")
    parser.add_argument("--seed", type=int, default=7, help="số gieo: cùng số thì cùng cách trả lời")
    given = parser.parse_args()
    post = Post(given.smtp_port)
    try:
        converse(Province(given.mail, given.seed), post, sys.stdin, sys.stdout)
    finally:
        post.close()


if __name__ == "__main__":
    main()
