"""What an agency means is what our side reads, through every mail program and every way of setting it out."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from random import Random

import pytest
from demo_letters import DUE, FIGURES, OPENING, TO_HEAD, items_of, letter

from demo import clients, hours
from demo.characters import Character, Timing, Trait
from demo.household import Action, Household, Kind
from demo.letters import Asking, Duty, fill_in, read_letter
from demo.replies import DONE, NOTHING, UNDER_WAY, figure, percentage, report, thousands
from demo.wire import encode_1258
from demo.writing import reports_of, write
from mail.html_text import to_text
from mail.incoming.message import parse
from mail.read_answer.model import AskedFigure, AskedItem
from mail.read_answer.status import NAMES
from mail.read_answer.understand import understand
from mail.split import split

PROGRAMS = (*clients.PROGRAMS, clients.OLD_OUTLOOK)
MOMENT = datetime(2025, 11, 18, 9, 5, 7, tzinfo=hours.ZONE)


def received(number=1, day=OPENING, items=None):
    """A letter with its headers of delivery, as the agency reads it."""
    rendered, message = letter(number, day, items)
    trace = f"Return-Path: <bounce+abc@dondoc.example>\r\nDelivered-To: xa@mau-{number}.example\r\n"
    return rendered, read_letter(trace.encode() + message.as_bytes())


def answered(program, trait=Trait.PLAIN, kind=Kind.ANSWER, seed=1, count=None):
    rendered, got = received()
    house = Household(got.agency, got.delivered_to, Character(Timing.PROMPT, trait), program, seed)
    action = Action(MOMENT, kind, house, got, got.duties[:count], trait, until=MOMENT.date())
    raw = write(action).content
    asked = tuple(
        AskedItem(one.code, one.path, one.text, tuple(AskedFigure(f.code, f.label, f.unit) for f in one.figures))
        for one in items_of(1)
    )
    message = parse(raw)
    parts = split(message.text, f"{rendered.text}\n\n{to_text(rendered.html)}")
    return action, message, understand(parts, asked, written_on=MOMENT.date())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("trait", [Trait.PLAIN, Trait.INLINE, Trait.BARE, Trait.NIL, Trait.SECOND_THOUGHTS])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_every_program_and_layout_is_read_as_it_was_meant(program, trait, seed):
    action, message, understood = answered(program, trait, seed=seed)
    assert not message.defects and not understood.doubts
    said = {item.code: item for item in understood.reported}
    for meant in reports_of(action):
        read = said[meant.duty.code]
        assert NAMES[read.status] == meant.status
        if meant.status == UNDER_WAY:
            assert read.percent == meant.percent
        assert bool(read.difficulties) == (meant.difficulty not in {"", "Không có"})
        assert bool(read.proposals) == bool(meant.proposal)
        assert set(read.figures) == set(meant.figures)
        for code, value in meant.figures.items():
            top = Decimal(value.replace("/", " ").split()[0].replace(".", ""))
            assert top in {read.figures[code].numerator, read.figures[code].value}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_more_than_everything_is_read_as_a_doubt(program):
    _, _, understood = answered(program, Trait.CONTRADICTORY)
    assert any("105%" in doubt for doubt in understood.doubts)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_correction_is_read_as_seventy_per_cent_of_one_duty(program):
    action, _, understood = answered(program, Trait.SECOND_THOUGHTS, Kind.CORRECTION, count=1)
    (item,) = understood.reported
    assert (item.code, NAMES[item.status], item.percent) == (action.duties[0].code, UNDER_WAY, 70)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_alternatives_say_the_same(program):
    action, message, _ = answered(program)
    if message.html:
        for code in (duty.code for duty in action.duties):
            assert code in to_text(message.html)
    assert message.subject.lower().startswith("re: [ht26]")


def test_every_narrative_says_that_it_is_sample_data():
    for seed in range(40):
        action, _, _ = answered(clients.GMAIL, seed=seed)
        for one in reports_of(action):
            texts = [one.result, one.difficulty, one.proposal]
            assert all(text.endswith("(dữ liệu mẫu)") for text in texts if text and text != "Không có")


def test_a_letter_is_read_whole():
    _, got = received(3)
    assert got.agency == "UBND xã Mẫu 3" and got.office == "Sở Giáo dục và Đào tạo, tỉnh Mẫu"
    assert (got.reply_to.count("+"), got.returned_to, got.to_head) == (1, "bounce+abc@dondoc.example", False)
    assert [duty.code for duty in got.duties] == [item.code for item in items_of(3)]
    assert [duty.text for duty in got.duties] == [item.text for item in items_of(3)]
    assert {duty.due for duty in got.duties} == {DUE}
    ratio, money, number = got.duties[2].figures
    assert (ratio.wanted, money.wanted, number.wanted) == ("tử số/mẫu số", "triệu đồng", "nhóm")
    assert (ratio.label, ratio.aim) == (FIGURES[0].label, "ít nhất 55% vào năm 2030")
    assert not got.duties[0].figures


def test_duties_may_have_due_days_of_their_own():
    from dataclasses import replace

    first, second = items_of(1, 2)
    other = replace(second, due_on=DUE + timedelta(days=40))
    _, got = received(items=(first, other))
    assert [duty.due for duty in got.duties] == [DUE, DUE + timedelta(days=40)]


def test_a_letter_to_the_head_is_known_by_its_greeting():
    assert received(1, TO_HEAD)[1].to_head


def test_a_form_is_filled_in_behind_its_labels_and_nowhere_else():
    _, got = received()
    code = got.duties[2].code
    filled = fill_in(got, {(code, "Trạng thái"): "đang thực hiện", (code, "CT1"): "12/40"})
    changed = [
        (before, after)
        for before, after in zip(got.text.split("\n"), filled.split("\n"), strict=True)
        if before.rstrip() != after.rstrip()
    ]
    assert [after.removeprefix(before.rstrip()) for before, after in changed] == [" đang thực hiện", " 12/40"]


CASES = [
    ("friday afternoon", "2025-11-14T15:54:30+07:00", 0, date(2025, 11, 17)),
    ("saturday", "2025-11-15T09:00:00+07:00", 0, date(2025, 11, 17)),
    ("friday and one day", "2025-11-14T09:00:00+07:00", 1, date(2025, 11, 17)),
    ("early morning", "2025-11-14T06:00:00+07:00", 0, date(2025, 11, 14)),
    ("new year", "2025-12-31T09:00:00+07:00", 1, date(2026, 1, 2)),
]


@pytest.mark.parametrize(("name", "moment", "days", "day"), CASES, ids=[case[0] for case in CASES])
def test_offices_write_later_and_only_when_open(name, moment, days, day):
    moment = datetime.fromisoformat(moment)
    for seed in range(20):
        found = hours.after(moment, days, Random(seed))
        assert found.date() == day and found > moment and hours.OPENS <= found.time() <= hours.CLOSES


def test_an_answer_in_time_is_moved_to_the_due_day_when_it_would_be_late():
    rng, due = Random(1), date(2025, 11, 16)
    moment = datetime(2025, 11, 14, 9, tzinfo=hours.ZONE)
    planned = hours.after(moment, 2, rng)
    assert hours.no_later_than(planned, due, moment, rng).date() == date(2025, 11, 14)
    assert hours.no_later_than(planned, date(2025, 11, 13), moment, rng) == planned


def test_vietnamese_survives_windows_1258():
    text = "Đã bố trí quỹ đất – “trường mầm non”, ươm ướt, ỹ ỵ Ặ ẫ ể ỗ ữ"
    raw = b"Content-Type: text/plain; charset=windows-1258\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + encode_1258(
        text
    )
    assert b"?" not in encode_1258(text)
    assert parse(raw).text.strip() == text


def test_figures_lie_near_their_aim_and_are_written_as_offices_write():
    written = [figure(Asking("CT1", "Tỷ lệ", "tử số/mẫu số", "ít nhất 55%"), Random(seed)) for seed in range(200)]
    for value in written:
        top, bottom = (int(part.replace(".", "")) for part in value.split(" ")[0].split("/"))
        assert 0 < top <= bottom and 42 <= top * 100 / bottom <= 62
        assert " (" not in value or value.endswith(f" ({percentage(top, bottom)})")
    assert any("." in value.split(" ")[0] for value in written) and any("(" in value for value in written)
    assert thousands(1234567) == "1.234.567" and percentage(182, 214) == "85,0%"


def test_results_speak_of_what_the_clause_begins_with():
    cases = {"Bố trí quỹ đất cho trường": "đất", "Tuyên truyền sâu rộng": "uyên truyền", "Ban hành kế hoạch": "an hành"}
    for clause, word in cases.items():
        duty = Duty("HT26-001", "V.1", clause, clause, None)
        assert sum(word in report(duty, Random(seed), DONE).result for seed in range(30)) >= 10


def test_nothing_arose_gives_no_figures_and_no_share():
    duty = Duty("HT26-001", "V.1", "Rà soát", "Rà soát", None, (Asking("CT1", "Tỷ lệ", "tử số/mẫu số"),))
    given = report(duty, Random(1), NOTHING)
    assert (given.percent, given.figures, given.difficulty) == (None, {}, "")


def test_headers_are_ascii_and_lines_are_short():
    for program in PROGRAMS:
        _, got = received()
        house = Household(got.agency, got.delivered_to, Character(Timing.PROMPT), program, 1)
        raw = write(Action(MOMENT, Kind.ANSWER, house, got, got.duties)).content
        assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 200 and b"\n" not in raw.replace(b"\r\n", b"")
        assert message_from_bytes(raw)["Date"] == "Tue, 18 Nov 2025 09:05:07 +0700"
