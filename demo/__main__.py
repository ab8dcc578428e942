"""``make demo``: one reporting year of two plans, from the document to the report, on a simulated clock."""

import argparse
import os
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from demo import world
from demo.tables import show_year
from demo.year import Opened, live, open_year
from dondoc import refusal
from flows import environment, runtime
from plans import samples

SEED = 7
HOME = Path("var/demo")


def main() -> int:
    """Run the demonstration; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("plans", nargs="*", type=Path, help="tệp kế hoạch; mặc định: hai kế hoạch mẫu đi kèm")
    parser.add_argument("--serve", action="store_true", help="giữ trang theo dõi và Prefect chạy sau khi xong")
    chosen = parser.parse_args()
    files = chosen.plans or [samples.path(name) for name in samples.NAMES]
    console = Console()
    try:
        last = run(console, files)
    except Exception as error:
        sentence = refusal(error)
        if sentence is None:
            raise
        console.print(f"[red]{sentence}[/red]")
        return 2
    if chosen.serve:
        from flows.up import start_everything
        from state.settings import load

        os.environ.update(DONDOC_PREFECT_PORT="4200", DONDOC_WEB_PORT="8080", DONDOC_AS_OF=f"{last}T17:00:00+07:00")
        start_everything(load(), console.print)
    return 0


def run(console: Console, files: list[Path]) -> date:
    """Everything from the empty folder to the tables at the end; returns the last simulated day."""
    began = time.monotonic()
    console.print(
        "[bold]dondoc – chạy thử trọn một năm báo cáo[/bold] (thời gian mô phỏng, dữ liệu trả lời là dữ liệu mẫu)"
    )
    settings = world.settle(HOME)
    house = runtime.current()
    with world.prefect(settings) as server, world.post_server(settings):
        years = [open_year(house, file) for file in files]
        for year in years:
            console.print(f"Đã đọc, xác nhận và mở kỳ {year.year}: {year.name} (mã {year.code})")
        with console.status("Đang khởi động máy chủ Prefect …"):
            environment.wait_for_server(settings.prefect_port, server.alive)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            bars = {year.code: progress.add_task(year.name, total=_length(year)) for year in years}
            for number, year in enumerate(years):
                with world.Agencies(settings, SEED + number) as agencies:
                    live(house, year, agencies, partial(_step, progress, bars[year.code], year))
                progress.update(bars[year.code], completed=_length(year), description=f"{year.name} {year.year}: xong")
    for year in years:
        show_year(console, house, year)
    console.print(f"\nXong sau {time.monotonic() - began:.0f} giây. Xem tiếp:")
    for line in NEXT:
        console.print(f"  {line}", highlight=False)
    return max(year.stages[-1] for year in years)


def _length(year: Opened) -> int:
    return (year.stages[-1] - year.opens_on).days + 1


def _step(progress: Progress, bar: TaskID, year: Opened, day: date) -> None:
    progress.update(bar, description=f"{year.name} {day:%d/%m/%Y}", completed=(day - year.opens_on).days)


NEXT = (
    "make demo SERVE=1                                  trang theo dõi và giao diện Prefect",
    "DONDOC_HOME=var/demo .venv/bin/dondoc outbox list  thư đã gửi",
    "DONDOC_HOME=var/demo .venv/bin/dondoc inbox list   thư đã nhận và lý do xử lý",
    "DONDOC_HOME=var/demo .venv/bin/dondoc plan questions <mã kế hoạch>",
)

if __name__ == "__main__":
    sys.exit(main())
