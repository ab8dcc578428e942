"""The bench measures the real house on sample data; here on fifty assignments, to see that it still runs."""

import json
import shutil

import pytest

from bench.__main__ import NAMES, main
from bench.cases import CASES
from bench.measure import Line, growth, line_of
from bench.stages import stage

SIZE = 50


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


def measured(base, tmp_path, name):
    home = tmp_path / "home"
    shutil.copytree(stage(base, SIZE, CASES[name].stage), home)
    return line_of(name, SIZE, CASES[name].work(home, SIZE))


def test_every_name_on_the_command_line_is_a_measurement():
    assert tuple(CASES) == NAMES


def test_every_reply_of_the_four_mail_programs_is_recorded(base, tmp_path):
    line = measured(base, tmp_path, "replies")
    assert "5 of 5 recorded, 50 answers" in line.note


@pytest.mark.parametrize("name", ["claim", "roll-up"])
def test_a_measurement_stands_beside_its_floor(base, tmp_path, name):
    line = measured(base, tmp_path, name)
    assert line.items_per_s > 0
    assert line.cpu_seconds > line.floor_seconds > 0
    assert line.peak_mb > 10


def test_standard_output_is_json_lines_and_the_last_one_tells_the_growth(capfd):
    assert main(["--sizes", str(SIZE), "--only", "plan-read"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == ["plan-read", "growth"]
    assert set(lines[0]) == set(Line.__dataclass_fields__)


def test_growth_is_the_exponent_between_the_smallest_and_the_largest_size():
    def line(name, size, seconds):
        return Line(name, size, seconds, seconds, 1.0, 1.0, 1.0, 1.0, "")

    lines = [line("straight", 1_000, 2.0), line("flat", 1_000, 1.0), line("flat", 10_000, 1.0)]
    assert growth([*lines, line("straight", 10_000, 20.0)]) == {"straight": 1.0, "flat": 0.0}
