import pytest
from plans_scoring import NAMES, read_and_score, shared_plans

PARTS = (
    "document",
    "legal_bases",
    "sections",
    "targets",
    "tasks",
    "funding",
    "responsibilities",
    "owners",
    "closing",
    "footnotes",
    "recipients and signer",
)

pytestmark = pytest.mark.skipif(
    not (shared_plans() / f"{NAMES[0]}.txt").exists(),
    reason="the two real plans are not on this machine (set DONDOC_SHARED)",
)


@pytest.fixture(scope="module", params=NAMES)
def scores(request):
    return read_and_score(request.param)


def test_every_part_is_scored(scores):
    assert tuple(scores) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_the_reading_finds_everything_and_invents_nothing(scores, part):
    score = scores[part]
    assert not score.differences, "\n".join(score.differences)
    assert (score.precision, score.recall) == (1.0, 1.0)
