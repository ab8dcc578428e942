import time

import pytest

from plans.errors import DangerousFile, PlanError
from plans.formats.html import read_html

PILES = {
    "nested divs": "<div>" * 10_000 + "x",
    "one long attribute": f"<p title='{'a' * 5_000_000}'>x",
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "many attributes without spaces": "<p " + "".join(f"a{n}='1'" for n in range(100_000)) + ">x",
    "open fonts": "".join(f"<font size={n}>" for n in range(1000)) + "<p>x" * 5000,
    "open paragraphs": "<p>x" * 5000,
    "angles": "<" * 500_000,
    "open tags": "<a " * 100_000,
    "open quotes": '<a "' * 200_000,
    "open comments": "<!--" * 200_000,
    "open scripts": "<script>" * 100_000,
    "nested tables": "<table><tr><td>" * 600 + "x" + "<p>y" * 5000,
    "wide spans": "<table border=1>" + ("<tr>" + "<td colspan=999 rowspan=999>a" * 20) * 100 + "</table>",
    "hanging rows": "<table border=1>" + "<tr><td rowspan=500>a<td rowspan=500>b<td>c<tr>" * 1000,
    "one long row": "<table border=1><tr>" + "<td>a" * 5000,
    "nested lists": "<ul><li>" * 900 + "x",
    "reversed lists": ("<ol reversed>" + "<li>x" * 10) * 180,
    "breaks": "<p>" + "a<br>" * 5000,
    "nested labels": ("<span style='mso-list:Ignore'>" * 10 + "1" + "</span>" * 10) * 3000,
    "notes": "<p><a href='#_ftnref1'>[1]</a> x</p>" * 5000,
    "spaces": "<p>" + "&nbsp;" * 200_000 + " " * 500_000 + "x",
    "bad entities": "&#x110000;&#0;&bogus;" * 20_000,
    "site headers": "<header><p>x" * 900,
}


@pytest.mark.parametrize("pile", PILES)
def test_a_pile_of_markup_gives_a_result_or_a_typed_error_in_little_time(pile):
    start = time.process_time()
    try:
        read_html(PILES[pile].encode(), "a.html")
    except PlanError as error:
        assert str(error).endswith(".")
    # The slowest takes half a second on a slow machine; a search that is not linear would take minutes.
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "unit", ["<p>a</p>", "<li>a", "a<br>", "<table border=1><tr><td>a<td>b<td>c<tr><td>1<td>2<td>3</table>"]
)
def test_the_cost_is_linear_in_the_page(unit):
    def cost(count):
        data = (unit * count).encode()
        start = time.process_time()
        read_html(data, "a.html")
        return time.process_time() - start

    cost(100)
    small = min(cost(250) for _ in range(2))
    assert cost(2000) < small * 8 * 4 + 0.2


def test_markup_nested_beyond_all_use_is_dangerous():
    with pytest.raises(DangerousFile, match="lồng nhau"):
        read_html(("<div>" * 10_000).encode(), "a.html")


def test_a_picture_kept_in_an_attribute_does_not_cost_the_text_after_it():
    markup = f"<p>Trước</p><img src='data:image/png;base64,{'A' * 300_000}'><p>Sau</p>"
    assert [line.text for line in read_html(markup.encode(), "a.html").blocks] == ["Trước", "Sau"]


def test_a_quote_left_open_in_a_tag_does_not_swallow_the_page():
    markup = '<table width=100%"><tr><td>Một</td></tr></table>' + "<p>Hai</p>" * 9000
    assert len(read_html(markup.encode(), "a.html").blocks) == 9001
