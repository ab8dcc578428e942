"""The two sample letters on our own side."""

import pytest
from known_side import FakeKnown, letter


@pytest.fixture
def one() -> FakeKnown:
    """We asked about one duty."""
    return FakeKnown(letter("one"))


@pytest.fixture
def three() -> FakeKnown:
    """We asked about three duties."""
    return FakeKnown(letter("three"))
