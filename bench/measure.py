"""What one measurement is: seconds, CPU seconds of this process, peak memory, and the bare floor of the same work."""

import json
import math
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took. ``peak_mb`` is the highest memory of this process up to the end of the work."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What a case found out: how many items, what they took, what the bare floor took, and a remark."""

    items: int
    spent: Spent
    floor: Spent
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output. ``floor_seconds`` are CPU seconds, ``ratio`` is CPU over CPU: the machine may be shared."""

    name: str
    size: int
    seconds: float
    cpu_seconds: float
    items_per_s: float
    peak_mb: float
    floor_seconds: float
    ratio: float
    note: str

    @property
    def json(self) -> str:
        """The line as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def timed(work: Callable[[], T]) -> tuple[Spent, T]:
    """Do the work and say what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu, peak_mb()), result


def peak_mb() -> float:
    """Highest resident memory of this process so far. Linux's own figure starts anew with the program; getrusage's
    does not, it keeps that of the parent before the program was loaded."""
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def line_of(name: str, size: int, finding: Finding) -> Line:
    """The finding as a line of output."""
    spent, floor = finding.spent, finding.floor
    return Line(
        name=name,
        size=size,
        seconds=round(spent.seconds, 4),
        cpu_seconds=round(spent.cpu_seconds, 4),
        items_per_s=round(finding.items / spent.seconds, 1),
        peak_mb=round(spent.peak_mb, 1),
        floor_seconds=round(floor.cpu_seconds, 6),
        ratio=round(spent.cpu_seconds / max(floor.cpu_seconds, 1e-6), 1),
        note=finding.note,
    )


def growth(lines: Sequence[Line]) -> dict[str, float]:
    """The exponent of the CPU seconds between the smallest and the largest size, per name: 1.0 is linear."""
    found: dict[str, float] = {}
    for name in dict.fromkeys(line.name for line in lines):
        mine = sorted((line for line in lines if line.name == name), key=lambda line: line.size)
        first, last = mine[0], mine[-1]
        if last.size > first.size:
            times = max(last.cpu_seconds, 1e-6) / max(first.cpu_seconds, 1e-6)
            found[name] = round(math.log(times) / math.log(last.size / first.size), 2)
    return found
