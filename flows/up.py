"""``dondoc up``: everything in one command, each part a process of its own."""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from flows.environment import environment, wait_for_server
from flows.intake import take_in
from flows.runtime import Runtime, compose
from flows.supervise import Child, Supervisor
from mail.errors import MailError
from mail.incoming.sources import MailSource
from mail.office import embedded
from mail.post.server import PostServer
from state import clock
from state.settings import Settings

Say = Callable[[str], None]
TURN = 0.4
"""Seconds that the mail loop waits at one box before it looks at the next one."""


def prefect_server(settings: Settings) -> Child:
    """The Prefect server on loopback, with its own SQLite file in our home folder."""
    (settings.home / "prefect").mkdir(parents=True, exist_ok=True)
    return Child(
        "máy chủ Prefect",
        (
            sys.executable,
            "-m",
            "prefect",
            "server",
            "start",
            "--host",
            "127.0.0.1",
            "--port",
            str(settings.prefect_port),
        ),
        environment(settings.home, settings.prefect_port),
        settings.home / "log" / "prefect.log",
    )


def part(settings: Settings, name: str, word: str) -> Child:
    """One of our own parts as a process."""
    return Child(
        name,
        (sys.executable, "-m", "dondoc", "serve", word),
        environment(settings.home, settings.prefect_port),
        settings.home / "log" / f"{word}.log",
    )


def start_everything(settings: Settings, say: Say) -> None:
    """Start all parts, watch them, and stop them in order on Ctrl-C or SIGTERM."""
    house = compose(settings)
    supervisor = Supervisor(say)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, supervisor.on_signal)
    try:
        say("Đang khởi động máy chủ Prefect …")
        server = supervisor.start(prefect_server(settings))
        wait_for_server(settings.prefect_port, lambda: server.alive() and not supervisor.stopping)
        supervisor.start(part(settings, "vòng lặp thư", "mail"))
        supervisor.start(part(settings, "trang theo dõi", "web"))
        flows = supervisor.start(part(settings, "các luồng theo lịch", "flows"))
        say(f"Trang theo dõi: http://127.0.0.1:{settings.web_port}")
        if settings.answer_pages:
            say(f"Trang trả lời:  {settings.answer_pages}/t/… (mở từ đường dẫn trong thư)")
        say(f"Prefect:        http://127.0.0.1:{settings.prefect_port}")
        say("Dừng: Ctrl-C")
        supervisor.watch(_new_plans(house, flows))
    finally:
        supervisor.stop()
        house.database.close()
        say("Đã dừng.")


def _new_plans(house: Runtime, flows: Child) -> Callable[[], tuple[Child, ...]]:
    """Names the flows process whenever another plan has got a cycle, so that it is served too."""
    known = _followed(house)

    def changed() -> tuple[Child, ...]:
        nonlocal known
        found = _followed(house)
        if found == known:
            return ()
        known = found
        return (flows,)

    return changed


def _followed(house: Runtime) -> tuple[str, ...]:
    with house.database.unit() as store:
        return tuple(plan.code for plan in store.cycles.followed())


def run_mail(house: Runtime, say: Say) -> None:
    """The mail loop: the embedded server when there is no other; a round when a mail comes, and every few seconds.

    A round also sends what is due by then: receipts, second tries, letters whose turn in the pace has come.
    """
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    with contextlib.ExitStack() as stack:
        if house.settings.embedded_mail:
            stack.enter_context(PostServer(embedded(house.settings)))
        boxes = [stack.enter_context(contextlib.closing(box)) for box in house.mailboxes()]
        while not stopping:
            _one_round(house, boxes, clock.now(), say)
            until = time.monotonic() + house.settings.poll_seconds
            # In short turns, because a signal does not wake a wait.
            while not stopping and time.monotonic() < until and not any(box.wait(TURN) for box in boxes):
                pass


def _one_round(house: Runtime, boxes: Sequence[MailSource], now: datetime, say: Say) -> None:
    """One look; a mail server that is away for a while must not end the loop, the next round tries again."""
    try:
        found = take_in(house, now, boxes)
    except (OSError, MailError) as error:
        say(f"{now:%d/%m/%Y %H:%M} Chưa đọc được hộp thư: {error}")
        return
    if found.total:
        say(f"{now:%d/%m/%Y %H:%M} Đã nhận {found.total} thư: {found.outcomes}")
