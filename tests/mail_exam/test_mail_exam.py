"""An exam by somebody who did not know the rules of reading: mails as people write them, and a clerk's answers."""

import sys
from collections import Counter

import pytest
from exam_grading import Expected, Grade, Mark, exam, grade, marks, read
from exam_letters import HERE
from scoreboard import scoreboard

HELD_AT_MOST = 16
"""Mails that a person is asked about although a clerk could decide: a question costs less than a wrong record."""


def _case(expected: Expected):
    marked = [pytest.mark.xfail(reason=expected.known, strict=True)] if expected.known else []
    return pytest.param(expected, id=expected.file.removesuffix(".eml"), marks=marked)


@pytest.mark.parametrize("expected", [_case(expected) for expected in exam()])
def test_nothing_is_recorded_that_a_clerk_would_not_record_and_nothing_is_lost(expected):
    result: Grade = grade(expected, read(expected))
    assert result.mark is not Mark.WRONG, f"{result.reason}\n{expected.why}\n{result.said}"


def test_the_scoreboard_is_printed_and_few_mails_are_held_without_need():
    grades = list(marks())
    sys.stdout.write("\n" + scoreboard(grades) + "\n")
    assert Counter(one.mark for one in grades)[Mark.HELD] <= HELD_AT_MOST


def test_every_mail_has_one_expectation_and_every_expectation_a_mail():
    files = [expected.file for expected in exam()]
    assert sorted(files) == sorted(path.name for path in (HERE / "eml").glob("*.eml"))
    assert len(files) >= 110
