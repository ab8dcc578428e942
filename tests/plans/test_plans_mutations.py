import random

import pytest
from plans_texts import ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES

from plans import samples
from plans.errors import PlanError
from plans.read import read_plan, read_text

SOURCES = {
    **{name: samples.path(name).read_text(encoding="utf-8") for name in samples.NAMES},
    "one line": ONE_LINE_PER_PARAGRAPH,
    "wrapped": WRAPPED_WITHOUT_BLANK_LINES,
}


def reads_or_says_why(data):
    try:
        plan = read_plan(data, "tep.txt")
    except PlanError as error:
        assert str(error).endswith(".")
        return None
    paths = [item.path for item in plan.responsibilities]
    assert len(paths) == len(set(paths))
    return plan


@pytest.mark.parametrize("name", SOURCES)
def test_a_dropped_line_gives_a_plan_or_a_typed_error(name):
    lines = SOURCES[name].split("\n")
    read = 0
    for index in range(0, len(lines), 3):
        data = "\n".join(lines[:index] + lines[index + 1 :]).encode()
        read += reads_or_says_why(data) is not None
    assert read > len(lines) // 4


@pytest.mark.parametrize("name", SOURCES)
def test_a_cut_file_gives_a_plan_or_a_typed_error(name):
    data = SOURCES[name].encode()
    for share in range(1, 20):
        reads_or_says_why(data[: len(data) * share // 20])


@pytest.mark.parametrize("seed", range(12))
def test_random_bytes_in_a_plan_give_a_plan_or_a_typed_error(seed):
    chance = random.Random(seed)
    for source in SOURCES.values():
        data = bytearray(source.encode())
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        reads_or_says_why(bytes(data))


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_lines_give_a_plan_or_a_typed_error(seed):
    for source in SOURCES.values():
        lines = source.split("\n")
        random.Random(seed).shuffle(lines)
        reads_or_says_why("\n".join(lines).encode())


def test_random_bytes_alone_are_no_plan():
    for seed in range(20):
        with pytest.raises(PlanError):
            read_plan(random.Random(seed).randbytes(2000), "tep.txt")


PILES = [
    "(" * 20000,
    "100% và " * 4000,
    "phối hợp với " * 4000,
    "các sở, " * 6000,
    "căn cứ " * 6000,
    "- " * 9000,
    " " * 50000,
    "1." * 9000,
]


@pytest.mark.parametrize("pile", PILES, ids=lambda pile: pile[:8])
def test_a_pile_of_one_pattern_is_read_without_a_search_that_explodes(pile):
    source = ONE_LINE_PER_PARAGRAPH.replace("được bồi dưỡng", pile).replace("Tổng hợp số liệu", pile)
    assert reads_or_says_why(source.encode()) is not None


def test_a_plan_of_many_pages_keeps_all_its_clauses():
    items = "".join(f"\n\n- Việc thứ {n} phối hợp với Sở Y tế trong năm." for n in range(3000))
    source = SOURCES["lai-chau-mau"].replace("\n\n- Chủ động bố trí kinh phí theo phân cấp.", items)
    assert len(read_text(source).responsibilities) == 23 + 3000
