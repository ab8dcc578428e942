"""Automatic numbering comes out as the labels that a reader of the Word file sees."""

import pytest
from producing_docx_xml import WordFile, abstract, item, level, num, par, restart, style

from plans.formats.docx import read_docx
from plans.formats.number_formats import shown

OUTLINE = abstract(
    0,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "bullet", "-"),
    level(5, "bullet", "+"),
)


def labels(numbering, used, styles=""):
    """The labels of paragraphs "x" given as (num, level)."""
    body = "".join(item("x", number, depth) for number, depth in used)
    return shown_labels(WordFile(body=body, numbering=numbering, styles=styles))


def shown_labels(file):
    return [line.text.removesuffix("x").rstrip() for line in read_docx(file.bytes(), "thu.docx").blocks]


def test_every_level_has_the_label_of_a_typed_document():
    file = WordFile(body="".join(item("Nội dung", 1, depth) for depth in range(6)), numbering=OUTLINE + num(1, 0))
    texts = [line.text for line in read_docx(file.bytes(), "thu.docx").blocks]
    assert texts == [f"{label} Nội dung" for label in ("I.", "1.", "1.1.", "a)", "-", "+")]


def test_a_deeper_level_starts_again_under_each_higher_one():
    used = [(1, 0), (1, 1), (1, 3), (1, 3), (1, 1), (1, 3), (1, 0), (1, 1)]
    assert labels(OUTLINE + num(1, 0), used) == ["I.", "1.", "a)", "b)", "2.", "a)", "II.", "1."]


def test_a_level_whose_higher_one_never_stood_counts_it_as_begun():
    used = [(1, 2), (1, 1), (1, 2)]
    assert labels(OUTLINE + num(1, 0), used) == ["1.1.", "2.", "2.1."]


def test_a_level_that_waits_for_its_restart_shows_its_start_and_does_not_count_it():
    used = [(1, 0), (1, 1), (1, 0), (1, 2), (1, 1), (1, 2)]
    assert labels(OUTLINE + num(1, 0), used) == ["I.", "1.", "II.", "1.1.", "1.", "1.1."]


def test_two_nums_of_one_abstract_list_share_their_counters():
    assert labels(OUTLINE + num(1, 0) + num(2, 0), [(1, 1), (1, 1), (2, 1), (1, 1)]) == ["1.", "2.", "3.", "4."]


def test_two_abstract_lists_count_apart():
    other = abstract(1, level(1, "decimal", "%2."))
    assert labels(OUTLINE + other + num(1, 0) + num(2, 1), [(1, 1), (2, 1), (1, 1)]) == ["1.", "1.", "2."]


def test_a_start_override_restarts_once():
    used = [(1, 1), (1, 1), (2, 1), (2, 1), (1, 1), (2, 1)]
    numbering = OUTLINE + num(1, 0) + num(2, 0, restart(1))
    assert labels(numbering, used) == ["1.", "2.", "1.", "2.", "3.", "4."]


def test_a_start_override_also_counts_when_a_higher_level_restarts_it():
    used = [(2, 0), (2, 1), (2, 1), (2, 0), (2, 1)]
    assert labels(OUTLINE + num(2, 0, restart(1, 5)), used) == ["I.", "5.", "6.", "II.", "5."]


def test_an_override_may_bring_a_level_of_its_own():
    own = f'<w:lvlOverride w:ilvl="1">{level(1, "upperLetter", "%2)")}</w:lvlOverride>'
    assert labels(OUTLINE + num(1, 0) + num(2, 0, own), [(1, 1), (2, 1)]) == ["1.", "B)"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", ["1.", "1.", "1)", "2.", "1)", "2.", "1.", "1)"]),
        ('|<w:lvlRestart w:val="0"/>', ["1.", "1.", "1)", "2.", "2)", "2.", "1.", "3)"]),
        ('|<w:lvlRestart w:val="1"/>', ["1.", "1.", "1)", "2.", "2)", "2.", "1.", "1)"]),
    ],
)
def test_lvl_restart_says_which_level_restarts_one(rule, expected):
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%2."), level(2, "decimal", "%3)", rule))
    used = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)]
    assert labels(numbering + num(1, 0), used) == expected


def test_legal_numbering_shows_roman_levels_as_figures():
    numbering = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "|<w:isLgl/>"))
    assert labels(numbering + num(1, 0), [(1, 0), (1, 0), (1, 1)]) == ["I.", "II.", "2.1."]


def test_legal_numbering_leaves_the_level_itself_in_its_own_kind():
    numbering = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimalZero", "%1.%2", "|<w:isLgl/>"))
    assert labels(numbering + num(1, 0), [(1, 0), (1, 1)]) == ["I.", "1.01"]


def test_a_text_box_and_the_notes_count_for_themselves():
    inner = item("trong", 1, 1) + item("trong", 1, 1)
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r>"
    note = f'<w:footnote w:id="1">{item("Chú thích", 1, 1)}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = item("Một", 1, 1) + par(box) + item("Hai", 1, 1).replace("</w:p>", f"{reference}</w:p>")
    sheet = read_docx(WordFile(body=body, numbering=OUTLINE + num(1, 0), footnotes=note).bytes(), "thu.docx")
    assert [line.text for line in sheet.blocks] == ["1. Một", "1. trong", "2. trong", "2. Hai¹"]
    assert sheet.notes[0].text == "1. Chú thích"


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 5, "e"),
        ("lowerLetter", 28, "bb"),
        ("ordinal", 1, "1st"),
        ("ordinal", 12, "12th"),
        ("none", 3, ""),
        ("numberInDash", 2, "- 2 -"),
        ("decimalEnclosedCircle", 2, "②"),
        ("ganada", 6, "6"),
        ("upperRoman", 10**9, "32767"),
    ],
)
def test_a_counter_is_written_in_its_kind(kind, number, expected):
    assert shown(number, kind) == expected


def test_the_fifth_letter_is_e_as_word_counts_and_a_typed_letter_stays():
    body = "".join(item("x", 1, 3) for _ in range(4)) + par("đ) x") + item("x", 1, 3)
    found = shown_labels(WordFile(body=body, numbering=OUTLINE + num(1, 0)))
    assert found == ["a)", "b)", "c)", "d)", "đ)", "e)"]


@pytest.mark.parametrize(
    ("glyph", "expected"),
    [
        ("-", "-"),
        ("–", "-"),
        ("+", "+"),
        ("•", "-"),
        ("\uf0b7", "-"),
        ("\uf0a7", "-"),
        ("\uf02b", "+"),
        ("o", "-"),
        ("ü", "-"),
        ("*", "-"),
        ("", ""),
        ("Ghi chú:", "Ghi chú:"),
    ],
)
def test_a_bullet_of_any_glyph_is_a_dash_and_a_plus_stays_a_plus(glyph, expected):
    assert labels(abstract(0, level(0, "bullet", glyph)) + num(1, 0), [(1, 0)]) == [expected]


def test_a_number_format_whose_text_is_only_a_dash_is_a_bullet():
    assert labels(abstract(0, level(0, "decimal", "–")) + num(1, 0), [(1, 0), (1, 0)]) == ["-", "-"]


def test_words_in_the_label_stay():
    numbering = abstract(0, level(0, "decimal", "Điều %1.", "|<w:suff w:val='space'/>"))
    assert labels(numbering + num(1, 0), [(1, 0), (1, 0)]) == ["Điều 1.", "Điều 2."]


@pytest.mark.parametrize(("suffix", "expected"), [("tab", "1. x"), ("space", "1. x"), ("nothing", "1.x")])
def test_what_follows_the_label(suffix, expected):
    numbering = abstract(0, level(0, "decimal", "%1.", f'|<w:suff w:val="{suffix}"/>')) + num(1, 0)
    sheet = read_docx(WordFile(body=item("x", 1, 0), numbering=numbering).bytes(), "thu.docx")
    assert sheet.blocks[0].text == expected


def test_numbering_comes_through_a_style_and_the_styles_it_is_based_on():
    styles = (
        style("Normal")
        + style("Muc", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>', based="Normal")
        + style("MucCon", based="Muc")
    )
    body = par("x", '<w:pStyle w:val="MucCon"/>') + par("x", '<w:pStyle w:val="Muc"/>') + par("x")
    assert shown_labels(WordFile(body=body, numbering=OUTLINE + num(1, 0), styles=styles)) == ["1.", "2.", ""]


def test_the_level_that_names_a_style_is_the_level_of_that_style():
    numbering = abstract(
        0,
        level(0, "upperRoman", "%1.", '|<w:pStyle w:val="Heading1"/>'),
        level(1, "decimal", "%2.", '|<w:pStyle w:val="Heading2"/>'),
    )
    gives = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("Heading1", gives) + style("Heading2", gives) + style("Small", based="Heading2")
    body = "".join(par("x", f'<w:pStyle w:val="{name}"/>') for name in ("Heading1", "Heading2", "Small", "Heading1"))
    file = WordFile(body=body, numbering=numbering + num(1, 0), styles=styles)
    assert shown_labels(file) == ["I.", "1.", "2.", "II."]


def test_a_list_may_take_its_levels_from_a_numbering_style():
    linking = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Danhsach"/></w:abstractNum>'
    styles = style("Danhsach", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    numbering = OUTLINE + linking + num(1, 0) + num(7, 5)
    assert labels(numbering, [(7, 0), (7, 1), (1, 1), (7, 0)], styles) == ["I.", "1.", "2.", "II."]


def test_a_numbering_style_without_a_num_is_found_by_its_name():
    linked = OUTLINE.replace("<w:lvl ", '<w:styleLink w:val="Danhsach"/><w:lvl ', 1)
    linking = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Danhsach"/></w:abstractNum>'
    styles = style("Danhsach", kind="numbering")
    assert labels(linked + linking + num(7, 5), [(7, 1)], styles) == ["1."]


def test_links_in_a_circle_end():
    linking = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="A"/></w:abstractNum>'
    styles = style("A", '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>', kind="numbering", based="A")
    assert labels(linking + num(7, 5), [(7, 0)], styles) == [""]


def test_num_id_zero_removes_the_number_that_a_style_gives():
    styles = style("Muc", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = par("x", '<w:pStyle w:val="Muc"/>') + item("x", 0, None, style="Muc") + par("x", '<w:pStyle w:val="Muc"/>')
    assert shown_labels(WordFile(body=body, numbering=OUTLINE + num(1, 0), styles=styles)) == ["I.", "", "II."]


def test_an_empty_numbered_paragraph_counts_but_shows_nothing():
    body = item("x", 1, 1) + item("", 1, 1) + item("x", 1, 1)
    assert shown_labels(WordFile(body=body, numbering=OUTLINE + num(1, 0))) == ["1.", "3."]


def test_a_number_that_no_list_defines_is_no_number():
    assert labels(OUTLINE + num(1, 99), [(1, 0), (5, 0)]) == ["", ""]


def test_a_hidden_label_is_not_shown_but_counts():
    numbering = abstract(0, level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>"))
    shown_after = level(1, "decimal", "%1.%2.")
    numbering = numbering.replace("</w:abstractNum>", f"{shown_after}</w:abstractNum>")
    assert labels(numbering + num(1, 0), [(1, 0), (1, 1)]) == ["", "1.1."]
