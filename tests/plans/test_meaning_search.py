"""The shortcuts of searching find what a search without them finds."""

import re

import pytest
import test_deadline_forms
import test_deadline_rhythms_and_ranges

from plans import samples
from plans.deadlines.cells import CELL_FORMS
from plans.deadlines.forms import FORMS
from plans.meaning import name_ends, name_known, name_units, name_words
from plans.meaning.citations import RECURRENCE, recurrence_words
from plans.meaning.name_match import Words, first_words
from plans.meaning.scan import lowered, matches

VOCABULARIES = {
    "openers": [word for words in name_words.OPENERS.values() for word in words],
    "nouns": name_words.NOUNS,
    "bare groups": name_words.BARE_GROUPS,
    "small words": name_words.SMALL_WORDS,
    "departments": name_words.DEPARTMENTS,
    "stops": name_ends.STOPS,
    "tails": (*name_ends.KIND_TAILS, *name_ends.TAILS),
    "unit words": name_units.UNIT_WORDS,
    "known names": name_known.KNOWN_NAMES,
}
SENTENCES = [
    *(case[0] for case in (*test_deadline_forms.DATED, *test_deadline_forms.RECURRING, *test_deadline_forms.AFTER)),
    *(case[0] for case in test_deadline_rhythms_and_ranges.RHYTHMS),
    *test_deadline_rhythms_and_ranges.NO_RHYTHM,
    *(line for name in samples.NAMES for line in samples.path(name).read_text(encoding="utf-8").splitlines() if line),
]


@pytest.mark.parametrize("line", [line for line in (*FORMS, *CELL_FORMS) if line.starts], ids=lambda line: line.name)
def test_a_form_of_deadline_begins_with_one_of_its_words(line):
    for text in SENTENCES:
        for written in (text, text.capitalize(), text.upper()):
            quick = [match.span() for match in matches(line.pattern, line.starts, written)]
            assert quick == [match.span() for match in line.pattern.finditer(written)]


@pytest.mark.parametrize("line", (*FORMS, *CELL_FORMS), ids=lambda line: line.name)
def test_a_form_of_deadline_stands_only_where_its_words_stand(line):
    for text in SENTENCES:
        if line.pattern.search(text):
            groups = (line.needs, *line.also)
            assert all(any(word in text.lower() for word in group) for group in groups), text


@pytest.mark.parametrize("text", SENTENCES)
def test_words_of_recurrence_are_found_at_their_first_words(text):
    assert recurrence_words(text) == tuple(match.group() for match in RECURRENCE.finditer(text))


@pytest.mark.parametrize("pieces", VOCABULARIES.values(), ids=VOCABULARIES.keys())
@pytest.mark.parametrize("ignore_case", [False, True])
def test_a_vocabulary_matches_what_all_its_pieces_together_match(pieces, ignore_case):
    whole = re.compile(rf"(?:{'|'.join(pieces)})(?!\w)", re.IGNORECASE if ignore_case else 0)
    words = Words(pieces, ignore_case=ignore_case)
    phrases = [phrase.replace("(?: ", " ").split("(?")[0] for piece in pieces for phrase in piece.split("|")]
    for text in (*SENTENCES, *phrases, "Uỷ ban nhân dân", "UBMTTQVN tỉnh"):
        for place in (start.start() for start in re.finditer(r"(?<!\w)", text)):
            quick, full = words.match(text, place), whole.match(text, place)
            assert (quick and quick.span()) == (full and full.span()), text[place:]


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        ("Sở(?! hữu)", {"Sở"}),
        ("[Kk]hoa, phòng", {"Khoa", "khoa"}),
        (r"MTTQ\w*", {"MTTQ*"}),
        ("TT ?&? ?TT", {"TT", "TTTT"}),
        ("(?:Phó |Tổng )?(?:Giám đốc|Chánh \\w+)", {"Phó", "Tổng", "Giám", "Chánh"}),
        ("(?<=dục )thường xuyên", {"thường"}),
    ],
)
def test_the_first_words_of_a_piece_are_known(piece, words):
    assert first_words(piece) == words


@pytest.mark.parametrize("piece", [r"\d{2} sở", ".ở", "S+ở"])
def test_a_piece_that_may_begin_with_anything_is_refused(piece):
    with pytest.raises(ValueError, match="bắt đầu bằng từ nào"):
        first_words(piece)


def test_small_letters_keep_their_places():
    assert lowered("ĐẾN NGÀY") == "đến ngày"
    assert len(lowered("İT NHẤT")) == len("İT NHẤT")
