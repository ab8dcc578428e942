"""The letter that tells what was decided about more time: what it says, when it leaves, and when it need not go."""

from datetime import date, timedelta

import pytest
from post_world import OFFICE, World, at
from sqlalchemy import func, select

from cycles.calendar import shipped_calendar
from cycles.ladder import Relation, Rung
from mail.incoming.inbox import Reception, take_in
from mail.incoming.sources import Fetched
from mail.letters.compose import Skip, compose_day
from mail.letters.decision import Untold, tell_decisions
from mail.letters.decision_letter import DecidedItem, DecisionContext, render_decision
from mail.post.outbox import message_of, receipt, send_queued
from mail.post.verdict import Delivery
from mail.rules.model import Outcome
from mail.token import token_in
from state.ladder.ruling import Ruling
from state.tables import AssignmentRow, ExtensionRow, ProposalRow

CALENDAR = shipped_calendar()
BY, WHY = "Trần Thị B", "Đã trao đổi qua điện thoại."
XA = "xa@mau.example"
DECEMBER_22 = date(2025, 12, 22)
"""A Monday; the old due day is Wednesday 17/12."""


class Carrier:
    """A mail server that takes everything."""

    def __init__(self):
        self.sent = []

    def send(self, message, recipients, envelope):
        self.sent.append((message["Subject"], tuple(recipients), envelope))
        return Delivery(tuple(recipients), {})


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def either(database, tmp_path):
    """The same on each kind of database."""
    return World(tmp_path, database)


def lettered(world, name="UBND xã Một", email=XA, duties=1, **more):
    """An agency that got its opening letter on Monday 8/12."""
    agency, rows = world.agency(name, f"focal:{email}", duties=duties, **more)
    world.claim(rows, "opening", Rung.OPENING, 8)
    tick(world, at(8))
    return agency, rows


def tick(world, now):
    """The letters of a day are written and sent; what was skipped, and the subjects that left."""
    carrier = Carrier()
    with world.units() as store:
        composed = compose_day(store, now, OFFICE)
        store.commit()
    send_queued(world.units, carrier, now, OFFICE)
    return composed.skipped, [subject for subject, _, _ in carrier.sent]


def send(world, now, kinds=()):
    carrier = Carrier()
    done = send_queued(world.units, carrier, now, OFFICE, kinds=kinds)
    return done, carrier.sent


def ask(world, rows, now, until=DECEMBER_22):
    with world.units() as store:
        store.pauses.ask(rows, until, "xin lùi thời hạn", now)
        store.commit()


def grant(world, rows, now, until=DECEMBER_22):
    return decide(world, rows, now, lambda store, codes, word: store.pauses.grant(codes, until, word, CALENDAR))


def refuse(world, rows, now):
    return decide(world, rows, now, lambda store, codes, word: store.pauses.refuse(codes, word, CALENDAR))


def decide(world, rows, now, decision):
    """A person decides and the agency is to be told; the sentences about the letters."""
    with world.units() as store:
        codes = list(store.session.scalars(select(AssignmentRow.code).where(AssignmentRow.id.in_(rows))))
        decision(store, codes, Ruling(BY, now, WHY))
        told = tell_decisions(store, codes, now, OFFICE, CALENDAR)
        store.commit()
    return told


def decisions(world):
    return [letter for letter in world.letters() if letter.kind == "decision"]


def test_a_granted_extension_is_told_in_the_thread_of_the_request(world):
    _, rows = lettered(world)
    ask(world, rows, at(11, 10))
    told = grant(world, rows, at(12, 9))
    (letter,) = decisions(world)
    opening = world.letters()[0]
    assert letter.subject == "[MAU25-001] Hạn mới 22/12/2025: đồng ý lùi hạn gửi báo cáo"
    said = (
        "Sau khi xem xét đề nghị ngày 11/12/2025 của quý đơn vị, Sở Giáo dục và Đào tạo, tỉnh Mẫu đồng ý lùi hạn gửi "
        "báo cáo năm 2025 về kết quả thực hiện 01 nhiệm vụ nêu dưới đây; hạn mới là ngày 22/12/2025."
    )
    for words in (
        "Kính gửi: UBND xã Một",
        said,
        "Hạn mới: ngày 22/12/2025 (thay cho hạn 17/12/2025).\nLý do: Đã trao đổi qua điện thoại.\n",
        "\nTrước ngày 22/12/2025 sẽ không có thư nhắc về nhiệm vụ này.\n",
        "- [MAU25-001] Mục V.1, Kế hoạch số 01/KH-UBND ngày 19/11/2025: Nhiệm vụ mẫu thứ 1",
        "xin trả lời thư này, ghi kèm mã trong ngoặc vuông",
        letter.reply_to,
    ):
        assert words in letter.text
    assert "\n\n\n" not in letter.text
    assert "quỹ đất &amp; kinh phí" in letter.html
    assert (letter.in_reply_to, letter.references) == (opening.message_id, [opening.message_id])
    assert (letter.recipients, letter.sample, letter.state) == ([XA], True, "queued")
    assert token_in(letter.reply_to) not in ("", token_in(opening.reply_to))
    assert told == ["Thư số 2 báo UBND xã Một về MAU25-001 sẽ gửi từ 09:00 ngày 12/12/2025."]


def test_a_refusal_keeps_the_day_and_names_the_reason(world):
    _, rows = lettered(world)
    ask(world, rows, at(11, 10))
    refuse(world, rows, at(18, 9))
    (letter,) = decisions(world)
    assert letter.subject == "[MAU25-001] Giữ hạn 17/12/2025: chưa thể lùi hạn gửi báo cáo"
    assert "Giữ nguyên hạn: ngày 17/12/2025.\nLý do: Đã trao đổi qua điện thoại.\n" in letter.text
    assert "bố trí gửi báo cáo sớm nhất có thể." in letter.text
    assert "sẽ không có thư nhắc" not in letter.text


def test_the_mail_goes_to_the_agency_by_name_and_carries_the_new_day_for_its_calendar(world):
    _, rows = lettered(world)
    grant(world, rows, at(12, 9))
    with world.units() as store:
        (row,) = (letter for letter in store.outbox.queued(at(12, 9)) if letter.kind == "decision")
        mail = message_of(row, at(12, 9), OFFICE)
    assert mail["To"] == f"UBND xã Một <{XA}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    (file,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert b"DTSTART;VALUE=DATE:20251222" in file.get_payload(decode=True)
    assert "Tệp lịch kèm theo: han-bao-cao.ics" in row.text


def item(number, granted=True, due=DECEMBER_22, prefix="LC25"):
    text = "Bố trí quỹ đất xây dựng trường, lớp mầm non."
    label = "Kế hoạch số 01/KH-UBND"
    asked = date(2025, 12, 11)
    return DecidedItem(
        f"{prefix}-{number:03d}", f"V.{number}", text, label, "Năm 2025", granted, date(2025, 12, 17), due, "", asked
    )


@pytest.mark.parametrize(
    ("items", "relation", "subject"),
    [
        ([item(1)], "below", "[LC25-001] Hạn mới 22/12/2025: đồng ý lùi hạn gửi báo cáo"),
        (
            [item(1, prefix="LC25CHUYENDE2NH")],
            "below",
            "[LC25CHUYENDE2NH-001] Hạn mới 22/12/2025: đồng ý lùi hạn gửi báo cáo",
        ),
        (
            [item(1, False, date(2025, 12, 17))],
            "requested",
            "[LC25-001] Giữ hạn 17/12/2025: chưa thể lùi hạn gửi báo cáo",
        ),
        ([item(1), item(2)], "requested", "[LC25] Hạn mới 22/12/2025: lùi hạn gửi báo cáo 2 nội dung"),
        (
            [item(1), item(2, due=date(2025, 12, 31))],
            "own",
            "[LC25] Hạn mới 22/12–31/12/2025: lùi hạn gửi báo cáo 2 nhiệm vụ",
        ),
        (
            [item(1), item(2, False, date(2026, 1, 5)), item(3)],
            "same_level",
            "[LC25] Hạn gửi 22/12/2025–05/01/2026: trả lời về 3 nhiệm vụ",
        ),
        (
            [item(1, prefix="LC25CHUYENDE1"), item(1, prefix="LC25CHUYENDE2")],
            "below",
            "[LC25CHUYENDE1…] Hạn mới 22/12/2025: lùi hạn gửi báo cáo 2 nhiệm vụ",
        ),
    ],
)
def test_the_subject_begins_with_the_code_and_the_day(items, relation, subject):
    letter = DecisionContext(
        "Sở Mẫu", "UBND xã Một", date(2025, 12, 12), Relation(relation), tuple(items), "x@mau.example"
    )
    rendered = render_decision(letter)
    assert rendered.subject == subject
    assert len(subject) <= 70


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("granted", [True, False, None])
def test_no_relation_is_commanded_or_threatened(relation, granted):
    items = (item(1, granted is not False), item(2, bool(granted)))
    rendered = render_decision(DecisionContext("Sở Mẫu", "UBND xã Một", DECEMBER_22, relation, items, "x@mau.example"))
    low = rendered.text.lower()
    assert not any(word in low for word in ("yêu cầu", "phải báo cáo", "phê bình", "xử lý", "{", "chịu trách nhiệm"))
    assert ("nhiệm vụ" in low) == (relation is not Relation.REQUESTED)


@pytest.mark.parametrize(
    ("decided", "request_on", "leaves"),
    [
        (at(12, 9), None, at(12, 9)),  # Friday, in office hours
        (at(12, 6), None, at(12, 7, 30)),  # Friday, before office hours
        (at(12, 17), None, at(15, 7, 30)),  # Friday evening: Monday
        (at(13, 9), None, at(15, 7, 30)),  # Saturday
        (at(12, 9), 12, at(15, 7, 30)),  # a request went on Friday: Monday
        (at(12, 17), 12, at(15, 7, 30)),
    ],
)
def test_a_decision_leaves_in_office_hours_of_the_first_day_without_another_letter(world, decided, request_on, leaves):
    _, (asked, other) = lettered(world, duties=2)
    if request_on:
        world.claim([other], "reminder-3", Rung.REMINDER, request_on)
        tick(world, at(request_on, 8))
    grant(world, [asked], decided)
    (letter,) = decisions(world)
    assert (letter.day, letter.not_before) == (leaves.date(), leaves)
    assert send(world, leaves - timedelta(minutes=1))[1] == []
    assert send(world, leaves, kinds=("receipt",))[1] == []
    done, sent = send(world, leaves)
    assert (done.sent, sent[0][1]) == (1, (XA,))
    assert sent[0][2] == f"bounce+{token_in(letter.reply_to)}@dondoc.example"


def test_the_request_of_a_day_with_a_decision_waits_for_the_next_working_day(either):
    agency, (asked, other) = lettered(either, duties=2)
    grant(either, [asked], at(12, 9))
    either.claim([other], "reminder-3", Rung.REMINDER, 12)
    skipped, sent = tick(either, at(12, 10))
    assert (skipped, len(sent)) == ({agency: Skip.LETTER_TODAY}, 1)
    assert "Hạn mới" in sent[0]
    skipped, sent = tick(either, at(15, 8))
    assert (skipped, sent) == ({}, ["[MAU25-002] Hạn 17/12: 1 nhiệm vụ cần báo cáo (còn 2 ngày)"])


@pytest.mark.parametrize("change", ["answered", "waived", "moved", "held", "handed over"])
def test_what_nobody_waits_for_any_more_is_not_told(world, change):
    _, (asked, other) = lettered(world, duties=2)
    grant(world, [asked], at(11, 17))  # Thursday evening: for Friday
    with world.units() as store:
        row = store.session.get_one(AssignmentRow, asked)
        if change == "handed over":
            row.agency_id = world.agency("UBND xã Hai")[0]
        else:
            row.state = change
        store.commit()
    world.claim([other], "reminder-3", Rung.REMINDER, 12)
    skipped, sent = tick(world, at(12, 8))
    assert (skipped, [subject[:11] for subject in sent]) == ({}, ["[MAU25-002]"])
    (letter,) = decisions(world)
    assert letter.state == "withdrawn"
    assert "đã có báo cáo" in world.sentences("letter-withdrawn")[0]


def test_a_decision_that_could_not_leave_is_the_letter_of_the_next_day(either):
    agency, (asked, other) = lettered(either, duties=2)
    grant(either, [asked], at(12, 9))  # Friday; then the machine stands still until Monday
    either.claim([other], "reminder-3", Rung.REMINDER, 12)
    assert send(either, at(15, 7, 40))[1] == []  # the mail loop, before the tick of the day
    with either.units() as store:
        assert store.outbox.anything_to_post(at(15, 7, 45))
    skipped, sent = tick(either, at(15, 7, 45))
    assert (skipped, len(sent)) == ({agency: Skip.LETTER_TODAY}, 1)
    assert "Hạn mới" in sent[0]
    assert decisions(either)[0].day == date(2025, 12, 15)


def test_a_new_day_that_has_come_is_left_to_the_letter_of_the_day(world):
    _, rows = lettered(world)
    grant(world, rows, at(12, 9))
    world.claim(rows, "due_today", Rung.DUE_TODAY, 22)
    skipped, sent = tick(world, at(22, 8))
    assert (skipped, sent) == ({}, ["[MAU25-001] Hạn 22/12: 1 nhiệm vụ cần báo cáo (hạn hôm nay)"])
    assert decisions(world)[0].state == "withdrawn"


def test_what_is_decided_in_one_go_is_told_in_one_letter_to_each_agency(world):
    first, one = lettered(world, duties=3)
    second, two = lettered(world, "UBND xã Hai", "hai@mau.example")
    told = grant(world, [*one, *two], at(12, 9))
    assert [(letter.agency_id, len(letter.items)) for letter in decisions(world)] == [(first, 3), (second, 1)]
    assert len(told) == 2


def test_a_second_decision_before_the_letter_leaves_is_told_in_the_same_letter(either):
    _, (one, two) = lettered(either, duties=2)
    ask(either, [one, two], at(11, 10))
    grant(either, [one], at(12, 9))
    refuse(either, [two], at(12, 9, 5))
    assert [letter.state for letter in decisions(either)] == ["withdrawn", "queued"]
    _, sent = tick(either, at(12, 9, 10))
    assert sent == ["[MAU25] Hạn gửi 17/12–22/12/2025: trả lời về 2 nhiệm vụ"]
    grant(either, [two], at(12, 10))
    assert (decisions(either)[-1].day, len(decisions(either)[-1].items)) == (date(2025, 12, 15), 1)


@pytest.mark.parametrize(
    ("what", "decided", "until", "reason"),
    [
        ("bounced", at(12, 9), DECEMBER_22, Untold.NO_CONTACT),
        ("held", at(12, 9), DECEMBER_22, Untold.HELD),
        ("not asked", at(12, 9), DECEMBER_22, Untold.NOT_ASKED),
        ("lettered", at(17, 9), date(2025, 12, 18), Untold.TOO_LATE),  # Wednesday, until Thursday
    ],
    ids=["bounced", "held", "not asked", "lettered"],
)
def test_who_decides_hears_why_no_letter_goes(world, what, decided, until, reason):
    _, (asked, other) = lettered(world, duties=2)
    with world.units() as store:
        if what == "bounced":
            store.agencies.by_address(XA)[0].state = "bounced"
        elif what == "held":
            store.pauses.hold_plan("MAU", Ruling(BY, at(12), "Bão lũ."))
        elif what == "not asked":
            store.session.get_one(AssignmentRow, asked).step = None
        store.commit()
    if what == "lettered":
        world.claim([other], "due_today", Rung.DUE_TODAY, 17)
        tick(world, at(17, 8))
    assert grant(world, [asked], decided, until) == [f"Không có thư riêng báo UBND xã Một về MAU25-001: {reason}."]
    assert decisions(world) == []
    assert world.sentences("decision-untold") == [f"Không có thư riêng báo UBND xã Một về MAU25-001: {reason}."]
    with world.units() as store:
        asking = store.session.scalars(select(ProposalRow.kind)).all()
    assert asking == (["unreachable"] if what == "bounced" else [])


def reply_to(world, letter, text, now):
    """The agency answers a letter of ours; what became of its mail."""
    raw = (
        f"From: {XA}\r\nTo: {letter.reply_to}\r\nSubject: Re: bao cao\r\nDate: {now:%a, %d %b %Y %H:%M:%S} +0700\r\n"
        f"Message-ID: <tra-loi-{now:%d}@mau.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    data = raw.encode()
    note = Reception(OFFICE.own_addresses, acknowledge=lambda store, got: receipt(store, got, now, OFFICE))
    with world.units() as store:
        return take_in(store, Fetched("hop-thu", "1", f"{now:%d}", data, len(data)), now, note)


@pytest.mark.parametrize("mark", ["> ", ""])
@pytest.mark.parametrize("granted", [True, False])
def test_an_answer_to_a_decision_is_understood_like_one_to_a_request(world, mark, granted):
    _, (asked, other) = lettered(world, duties=2)
    ask(world, [asked], at(11, 10))
    _ = grant(world, [asked], at(12, 9)) if granted else refuse(world, [asked], at(12, 9))
    tick(world, at(12, 9, 10))
    (letter,) = decisions(world)
    quoted = "\r\n".join(mark + line for line in letter.text.split("\n"))
    head = f"Vào Th 6, 12 thg 12, 2025 vào lúc 09:10 Sở Mẫu <bao-cao@dondoc.example> đã viết:\r\n{quoted}"
    outcome = reply_to(
        world, letter, f"Kính gửi Sở, đã hoàn thành 100%.\r\nKết quả: đã bố trí đủ.\r\n\r\n{head}", at(15, 9)
    )
    assert (outcome.outcome, len(outcome.answers)) == (Outcome.RECORD, 1)
    with world.units() as store:
        rows = {key: store.session.get_one(AssignmentRow, key) for key in (asked, other)}
        assert [rows[key].state for key in (asked, other)] == ["answered", "open"]
        assert store.session.scalar(select(func.count(ExtensionRow.id))) == 1
    receipts = [one for one in world.letters() if one.kind == "receipt"]
    assert [one.reply_to for one in receipts] == [letter.reply_to]
    again = reply_to(world, receipts[0], "[MAU25-001] đã hoàn thành 100%, bổ sung: đã nghiệm thu.", at(16, 9))
    assert (again.outcome, len(again.answers)) == (Outcome.RECORD, 1)


def test_another_request_for_time_in_answer_to_a_decision_is_kept(world):
    _, rows = lettered(world)
    grant(world, rows, at(12, 9))
    tick(world, at(12, 9, 10))
    (letter,) = decisions(world)
    reply_to(world, letter, "Xin lùi thời hạn báo cáo đến ngày 26/12/2025 do chưa đủ số liệu.", at(15, 9))
    with world.units() as store:
        (waiting,) = store.pauses.open_extensions()
        assert (waiting.asked_until, waiting.due_before) == (date(2025, 12, 26), DECEMBER_22)
