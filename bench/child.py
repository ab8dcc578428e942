"""One measurement in a process of its own: ``python -m bench.child FOLDER NAME SIZE prepare|measure``."""

import shutil
import sys
import tempfile
from pathlib import Path

from bench.cases import CASES
from bench.measure import line_of
from bench.stages import stage


def main(base: Path, name: str, size: int, what: str) -> None:
    """Prepare the stage, or measure on a copy of it and print the line."""
    case = CASES[name]
    if what == "prepare":
        if case.stage:
            stage(base, size, case.stage)
        return
    with tempfile.TemporaryDirectory(dir=base) as folder:
        home = Path(folder) / "home"
        if case.stage:
            shutil.copytree(stage(base, size, case.stage), home)
        print(line_of(name, size, case.work(home, size)).json, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
