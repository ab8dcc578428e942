"""The ladder as a table: what a file may say, and what is refused."""

import pytest

from cycles.errors import BadLadderFile
from cycles.ladder import COORDINATOR_RUNGS, LADDERS, Relation, Rung, read_ladders, tone_of

GENTLE = """
own = [
  { rung = "opening" },
  { rung = "reminder", offset = -10, tone = "requested" },
  { rung = "overdue", offset = 4 },
]
"""


def test_a_file_changes_the_relations_that_it_names_and_no_other():
    ladders = read_ladders(GENTLE)
    assert [one.key for one in ladders[Relation.OWN]] == ["opening", "reminder-10", "overdue+4"]
    assert all(ladders[relation] == LADDERS[relation] for relation in Relation if relation is not Relation.OWN)
    assert read_ladders(GENTLE.encode()) == ladders


def test_the_tone_of_a_step_is_that_of_the_relation_unless_the_table_says_otherwise():
    ladders = read_ladders(GENTLE)
    assert tone_of(Relation.OWN, "reminder-10", ladders) is Relation.REQUESTED
    assert tone_of(Relation.OWN, "overdue+4", ladders) is Relation.OWN
    assert tone_of(Relation.OWN, "to_head+2", ladders) is Relation.OWN


def test_a_note_to_the_people_committee_follows_the_official_letter_and_concerns_only_those_who_may_be_urged():
    for relation, steps in LADDERS.items():
        rungs = [one.rung for one in steps]
        if relation in {Relation.SAME_LEVEL, Relation.BELOW}:
            assert rungs.index(Rung.PEOPLE_COMMITTEE) > rungs.index(Rung.OFFICIAL_LETTER)
        else:
            assert not COORDINATOR_RUNGS & set(rungs)


def rows(*given: str) -> str:
    return "own = [" + ", ".join(f"{{ {row} }}" for row in given) + "]"


OPENING = 'rung = "opening"'
WRONG = {
    "not TOML": ("own = [", "không phải TOML"),
    "a relation that does not exist": ("friends = []", "friends"),
    "no steps": ("own = []", "cần danh sách"),
    "no list": ("own = 3", "cần danh sách"),
    "a step that is a number": ("own = [1]", "mức 1"),
    "a field that does not exist": (rows(OPENING + ", day = 1"), "mức 1"),
    "a rung that does not exist": (rows('rung = "phone"'), "phone"),
    "a rung that is a number": (rows("rung = 1"), "mức 1"),
    "no opening": (rows('rung = "overdue", offset = 1'), "opening"),
    "two openings": (rows(OPENING, OPENING), "opening"),
    "an opening with a day": (rows(OPENING + ", offset = 1"), "không có offset"),
    "a reminder without a day": (rows(OPENING, 'rung = "reminder"'), "offset phải là số nguyên"),
    "a half day": (rows(OPENING, 'rung = "reminder", offset = -0.5'), "offset phải là số nguyên"),
    "a day that is true": (rows(OPENING, 'rung = "overdue", offset = true'), "offset phải là số nguyên"),
    "another year": (rows(OPENING, 'rung = "overdue", offset = 1000'), "offset phải là số nguyên"),
    "a reminder after the due day": (rows(OPENING, 'rung = "reminder", offset = 1'), "trước hạn"),
    "a due day that is another": (rows(OPENING, 'rung = "due_today", offset = 1'), "đúng ngày"),
    "overdue before the due day": (rows(OPENING, 'rung = "overdue", offset = -1'), "sau hạn"),
    "days that go backwards": (
        rows(OPENING, 'rung = "overdue", offset = 3', 'rung = "overdue", offset = 2'),
        "không được lùi",
    ),
    "two steps on one day": (
        rows(OPENING, 'rung = "overdue", offset = 2', 'rung = "to_head", offset = 2'),
        "không được lùi",
    ),
    "the head before anybody else": (
        rows(OPENING, 'rung = "to_head", offset = 1', 'rung = "overdue", offset = 2'),
        "mức nhẹ hơn",
    ),
    "an official letter to our own unit": (rows(OPENING, 'rung = "official_letter", offset = 3'), "xa nhất"),
    "the head of a requested body": (
        rows(OPENING, 'rung = "to_head", offset = 3').replace("own", "requested"),
        "xa nhất",
    ),
    "an order to a requested body": (rows(OPENING + ', tone = "below"').replace("own", "requested"), "giọng văn"),
    "a tone that does not exist": (rows(OPENING + ', tone = "angry"'), "angry"),
    "bytes that are no text": (b"\xff\xfe", "UTF-8"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(text, words):
    with pytest.raises(BadLadderFile, match=words) as refused:
        read_ladders(text)
    assert str(refused.value).startswith("Bảng mức đôn đốc không hợp lệ: ")
