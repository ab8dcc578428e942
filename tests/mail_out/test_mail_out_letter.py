"""What people read: every rung and relation, the form, the subject, the deadline and where it comes from."""

import re
import time
import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest
from jinja2 import UndefinedError
from letter_examples import CLAUSE, DAYS, a_letter, an_item, with_items
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from cycles.ladder import Relation, Rung
from mail.letters.letter import render, render_request
from mail.letters.letter_context import gentlest
from mail.letters.phrases import calm, one_label, shorten
from mail.post.build import Person, Posting, Purpose, build_message
from state.clock import ZONE

EVERY = [(rung, relation) for rung in DAYS for relation in Relation]
THREATS = ("xử lý", "kỷ luật", "kiểm điểm", "trách nhiệm người đứng đầu", "yêu cầu", "phê bình")


@pytest.mark.parametrize(("rung", "relation"), EVERY)
def test_every_rung_and_relation_gives_a_whole_letter(rung, relation):
    rendered = render_request(a_letter(rung, relation))
    for text in (rendered.subject, rendered.text, rendered.html):
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(r"\{[a-z_{%]|None|StrictUndefined", text)
    assert rendered.subject.startswith("[HT26] Hạn 17/12: ")
    assert len(rendered.subject) <= 70
    assert "\n" not in rendered.subject
    assert rendered.text.startswith("Kính gửi: ")
    assert rendered.text.count("[HT26-031]") == 2
    assert "\n\n\n" not in rendered.text


@pytest.mark.parametrize(("rung", "relation"), EVERY)
def test_no_letter_threatens(rung, relation):
    text = render_request(a_letter(rung, relation)).text.lower()
    assert [word for word in THREATS if word in text] == []


@pytest.mark.parametrize("rung", list(DAYS))
def test_a_requested_body_is_asked_and_given_no_tasks(rung):
    rendered = render_request(a_letter(rung, Relation.REQUESTED))
    assert "nhiệm vụ nêu" not in rendered.text
    assert "giao " not in rendered.text.split("Nội dung đề nghị báo cáo")[0]
    assert "đề nghị báo cáo 6 nội dung" in rendered.subject


def test_all_rungs_before_the_answer_share_the_stem_of_the_subject():
    stems = {render_request(a_letter(rung)).subject.rpartition(" (")[0] for rung in DAYS}
    assert stems == {"[HT26] Hạn 17/12: 6 nhiệm vụ cần báo cáo"}


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2025, 12, 14), "(còn 3 ngày)"),
        (date(2025, 12, 17), "(hạn hôm nay)"),
        (date(2025, 12, 19), "(quá hạn 2 ngày)"),
    ],
)
def test_the_subject_counts_calendar_days(day, left):
    assert render_request(replace(a_letter(), day=day)).subject == f"[HT26] Hạn 17/12: 6 nhiệm vụ cần báo cáo {left}"


def test_the_subject_of_one_duty_carries_its_own_code():
    assert render_request(a_letter(count=1)).subject.startswith("[HT26-031] Hạn 17/12: 1 nhiệm vụ cần báo cáo")


def test_the_subject_stays_short_with_many_plans():
    items = [replace(an_item(n), code=f"KEHOACH{n}26-{n:03d}", plan_label=f"Kế hoạch {n}") for n in range(1, 9)]
    letter = replace(with_items(a_letter(relation=Relation.REQUESTED), *items), day=date(2026, 2, 1))
    subject = render_request(letter).subject
    assert len(subject) <= 70
    assert subject.startswith("[KEHOACH126…] Hạn 17/12: đề nghị báo cáo 8 nội dung")


def test_the_form_is_exactly_what_the_reader_of_replies_expects():
    text = render_request(a_letter(count=1)).text
    assert (
        f"[HT26-031] V.10.a – {shorten(CLAUSE, 70)}\n"
        "Trạng thái (đã hoàn thành / đang thực hiện / chưa thực hiện / không phát sinh): \n"
        "Tỷ lệ hoàn thành (%): \n"
        "Kết quả: \n"
        "Khó khăn: \n"
        "Kiến nghị: \n"
        "CT1 – Tỷ lệ xã có trường mầm non đạt chuẩn (tử số/mẫu số): \n"
        "CT2 – Số nhóm lớp độc lập được hỗ trợ (nhóm): \n"
    ) in text
    assert CLAUSE in text


def test_html_shows_the_same_form_line_by_line():
    rendered = render_request(a_letter(count=2))
    lines = [node.text().replace("\xa0", " ") for node in HTMLParser(rendered.html).css("div.form > div")]
    form = [line for line in rendered.text.split("\n") if line in lines]
    assert form == lines
    assert len(lines) == 16


def test_html_escapes_what_people_wrote_and_text_does_not():
    rendered = render_request(a_letter(count=1))
    assert "quỹ đất &lt;5% cho trường &amp; lớp" in rendered.html
    assert "quỹ đất <5% cho trường & lớp" in rendered.text
    hostile = replace(an_item(), heading="<script>alert(1)</script>", plan_label='"><img src=x>')
    assert "<script" not in render_request(with_items(a_letter(), hostile)).html
    assert "<img" not in render_request(with_items(a_letter(), hostile)).html


def test_html_is_readable_everywhere():
    html = render_request(a_letter()).html
    tree = HTMLParser(html)
    assert tree.css_first("html").attributes["lang"] == "vi"
    assert not tree.css("img, script, style, link")
    assert all(cell.attributes.get("scope") in {"col", "row"} for cell in tree.css("th"))
    assert min(int(size) for size in re.findall(r"font-size:(\d+)px", html)) >= 14


def _luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_text_has_enough_contrast():
    html = render_request(replace(a_letter(Rung.OVERDUE), sample=True, answer_link="https://dondoc.example/x")).html
    inks = {ink for ink in re.findall(r"(?<![-a-z])color:(#[0-9a-f]{6})", html) if ink != "#ffffff"}
    grounds = [ink for ink in re.findall(r"background-color:(#[0-9a-f]{6})", html) if _luminance(ink) > 0.5]
    assert inks
    for ink in inks:
        for ground in grounds:
            assert (_luminance(ground) + 0.05) / (_luminance(ink) + 0.05) >= 4.5, (ink, ground)


def test_a_derived_due_day_says_so_and_an_explicit_one_does_not():
    derived = render_request(a_letter(count=1))
    explicit = render_request(with_items(a_letter(), replace(an_item(), derived=False, due_basis="Hạn ghi trong X.")))
    for text in (derived.text, derived.html):
        assert "hạn này suy ra theo: 2 ngày làm việc sau" in text
    for text in (explicit.text, explicit.html):
        assert "suy ra" not in text
        assert "Hạn ghi trong X." in text


def test_sample_data_says_that_it_is_sample_data():
    real, sample = render_request(a_letter()), render_request(replace(a_letter(), sample=True))
    assert sample.text.startswith("DỮ LIỆU MẪU")
    assert "DỮ LIỆU MẪU" in sample.html
    assert "DỮ LIỆU MẪU" not in real.text + real.html


def test_different_due_days_are_shown_with_each_duty_and_the_late_ones_are_counted():
    later = replace(an_item(32), due_on=date(2025, 12, 23))
    letter = with_items(replace(a_letter(Rung.OVERDUE), day=date(2025, 12, 18)), an_item(31, Rung.OVERDUE), later)
    rendered = render_request(letter)
    assert rendered.subject == "[HT26] Hạn 17/12: 2 nhiệm vụ cần báo cáo (1 nhiệm vụ quá hạn)"
    assert rendered.text.count("Hạn gửi: ngày 23/12/2025 (còn 5 ngày)") == 2
    assert "hạn gửi ghi ở từng nội dung" in rendered.text


def test_the_letter_to_the_head_greets_the_head():
    assert render_request(a_letter(Rung.TO_HEAD)).text.startswith("Kính gửi: Lãnh đạo Ủy ban nhân dân xã Mẫu\n")


def test_a_link_for_answers_is_a_button_and_a_visible_address():
    rendered = render_request(replace(a_letter(), answer_link="https://dondoc.example/tra-loi/x"))
    assert "Điền trên trang báo cáo: https://dondoc.example/tra-loi/x" in rendered.text
    assert HTMLParser(rendered.html).css('a[href="https://dondoc.example/tra-loi/x"]')[1].text() == (
        "https://dondoc.example/tra-loi/x"
    )


def test_a_template_that_names_what_the_context_lacks_fails_loudly():
    with pytest.raises(UndefinedError):
        render("request", letter=a_letter(), ask="…", close="…")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "THỰC HIỆN CHƯƠNG TRÌNH “TĂNG CƯỜNG TIẾNG VIỆT” TỈNH LAI CHÂU",
            "Thực hiện chương trình “Tăng cường tiếng Việt” tỉnh Lai Châu",
        ),
        ("Thực hiện Chương trình sữa học đường", "Thực hiện Chương trình sữa học đường"),
    ],
)
def test_titles_in_capitals_are_calmed(written, read):
    assert calm(written, ("Lai Châu",)) == read


def test_a_label_of_the_form_has_no_colon_of_its_own():
    assert one_label("Tỷ lệ: trẻ mẫu giáo; học 2 buổi.") == "Tỷ lệ, trẻ mẫu giáo; học 2 buổi"


def test_the_gentlest_relation_decides_the_tone():
    assert gentlest([Relation.BELOW, Relation.REQUESTED, Relation.OWN]) is Relation.REQUESTED


def test_a_letter_of_six_duties_costs_little():
    """The budget is 4 ms of processor time; the bound here is wider, because test machines are shared."""
    letter = a_letter()
    posting = Posting(
        "<a.b@dondoc.example>",
        Person("Sở Mẫu", "bao-cao@dondoc.example"),
        (Person("UBND xã Mẫu", "xa@mau.example"),),
        datetime(2025, 12, 1, 8, 0, tzinfo=ZONE),
        Purpose.REQUEST,
    )
    build_message(render_request(letter), posting).as_bytes()
    start = time.process_time()
    for _ in range(30):
        build_message(render_request(letter), posting).as_bytes()
    assert (time.process_time() - start) / 30 < 0.012
