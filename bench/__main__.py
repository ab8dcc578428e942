"""``python -m bench``: one JSON line per measurement on standard output, progress on standard error.

CPU seconds are the main figure: the machine may be shared. The last line tells how each measurement grows.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Line, growth

NAMES = (
    "plan-read",
    "plan-long",
    "plan-word",
    "plan-compare",
    "open-cycle",
    "rehearse",
    "tick-idle",
    "claim",
    "letters-compose",
    "letters-form",
    "letters-send",
    "replies",
    "replies-one",
    "reply-with-receipt",
    "intake",
    "roll-up",
    "report",
)
SIZES = (1_000, 10_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen measurements; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of assignments, such as 1000,10000,100000")
    parser.add_argument("--only", choices=NAMES, action="append", help="one measurement; may be given several times")
    chosen = parser.parse_args(arguments)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        for size in chosen.sizes:
            for name in chosen.only or NAMES:
                print(f"{name} {size} …", file=sys.stderr, flush=True)
                _child(folder, name, size, "prepare")
                lines.append(Line(**json.loads(_child(folder, name, size, "measure"))))
                print(lines[-1].json, flush=True)
    print(json.dumps({"name": "growth", "exponents": growth(lines)}), flush=True)
    return 0


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(part) for part in text.split(",")}))


def _child(folder: str, name: str, size: int, what: str) -> str:
    command = [sys.executable, "-m", "bench.child", folder, name, str(size), what]
    root = Path(__file__).parent.parent
    return subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
