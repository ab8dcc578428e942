"""The simulated agencies as a process beside the real embedded server: what they get, what comes back, and when."""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from demo_letters import (
    ADDRESS,
    DUE,
    OPENING,
    OVERDUE,
    REMINDER,
    RUNGS,
    TO_HEAD,
    desk_of,
    post_office,
    receipt,
    send,
    send_letter,
    token_of,
)

from demo.agencies import Post, converse, step
from demo.characters import FIRST, Timing, Trait, deal
from demo.hours import ZONE
from demo.province import Province
from demo.writing import STRANGER, write
from mail.incoming.message import parse
from mail.post.server import INBOX, PostServer, mails_in

ROOT = Path(__file__).parents[2]
COUNT = 26


def at(day, hour=16):
    return datetime.combine(day, time(hour), ZONE)


class Talk:
    """The process, and one line of conversation with it."""

    def __init__(self, root, port, seed=7):
        command = [sys.executable, "-m", "demo.agencies", "--mail", str(root), "--smtp-port", str(port)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [*command, "--seed", str(seed)], stdin=pipe, stdout=pipe, text=True, cwd=ROOT, encoding="utf-8"
        )

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def act(self, now):
        return self.say(json.dumps({"now": now.isoformat()}))

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(10)
        self.process.stdout.close()
        return code


def ask_all(port, day, count=COUNT):
    for number in range(count):
        send_letter(port, number, day)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The whole ladder to all agencies; letters go on although they were answered, which must not matter."""
    root = tmp_path_factory.mktemp("thu")
    acted = {}
    with PostServer(post_office(root)) as server:
        talk = Talk(root, server.port)
        day = OPENING
        while day <= TO_HEAD + timedelta(days=12):
            if day in RUNGS:
                ask_all(server.port, day)
            acted[day] = talk.act(at(day))
            day += timedelta(days=1)
        assert talk.close() == 0
    by_sender = defaultdict(list)
    for path in mails_in(root / INBOX):
        message = parse(path.read_bytes())
        by_sender[message.sender].append(message)
    return acted, by_sender


def human(messages):
    return [message for message in messages if message.return_path]


def test_the_first_twelve_agencies_have_every_peculiarity():
    cards = [card for card, _ in zip(deal(7), range(12), strict=False)]
    assert {card.trait for card in cards} == set(Trait)
    assert {card.timing for card in cards} == set(Timing)
    assert Counter(cards) == Counter(FIRST)


@pytest.mark.parametrize("seed", [1, 7, 99])
def test_three_quarters_answer_in_time_a_tenth_late_and_few_never(seed):
    cards = [card for card, _ in zip(deal(seed), range(212), strict=False)]
    shares = Counter(card.timing for card in cards if card.trait is not Trait.BOUNCING)
    in_time = sum(shares[timing] for timing in (Timing.PROMPT, Timing.ORDINARY, Timing.LAST_DAY))
    assert 0.72 <= in_time / 212 <= 0.82
    assert 0.08 <= shares[Timing.LATE] / 212 <= 0.12
    assert 0.06 <= shares[Timing.SILENT] / 212 <= 0.1


def test_every_answer_carries_the_token_and_the_thread_of_its_letter_and_quotes_it(year):
    for number in range(COUNT):
        for message in human(year[1][desk_of(number)]):
            tokens = {f"{ADDRESS.replace('@', '+' + token_of(number, day) + '@')}": day for day in RUNGS}
            (to,) = message.to
            assert message.delivered_to == (to,) == message.x_original_to
            token = token_of(number, tokens[to])
            assert message.in_reply_to == (f"<dondoc.{token}@dondoc.example>",) == message.references[-1:]
            assert message.message_id.endswith(f"@mau-{number}.example>") and not message.defects
            assert f"Kính gửi: UBND xã Mẫu {number}" in message.text or "Kính gửi: Lãnh đạo UBND" in message.text
            # The foot of the letter is the last that a quotation holds; some programs wrap it.
            assert to in message.text.replace("\n> ", "")


def test_people_write_on_working_days_in_office_hours_only(year):
    for messages in year[1].values():
        for message in human(messages):
            assert message.date.weekday() < 5 and time(8) <= message.date.time() <= time(16, 30)


def test_a_dead_mailbox_is_reported_for_every_letter_and_never_answers(year):
    (messages,) = [found for sender, found in year[1].items() if sender.startswith("mailer-daemon@")]
    dead = {delivery.recipient for message in messages for delivery in message.deliveries}
    (address,) = dead
    number = int(address.removeprefix("xa@mau-").partition(".")[0])
    assert len(messages) == len(RUNGS) and not year[1].get(address)
    for message, day in zip(messages, RUNGS, strict=True):
        assert message.return_path == "" and message.delivered_to == (f"bounce+{token_of(number, day)}@dondoc.example",)
        assert [(one.action, one.status) for one in message.deliveries] == [("failed", "5.1.1")]
        assert message.returned_ids == (f"<dondoc.{token_of(number, day)}@dondoc.example>",)
        assert message.date.date() == day


def test_who_is_away_says_so_once_and_answers_after_coming_back(year):
    found = [
        messages for messages in year[1].values() if any(m.auto.auto_submitted and not m.deliveries for m in messages)
    ]
    assert found
    for messages in found:
        note, *answers = messages
        assert (
            note.return_path == "" and note.auto.auto_submitted == "auto-replied" and "vắng mặt đến ngày" in note.text
        )
        day, month, year_ = note.text.partition("đến ngày ")[2][:10].split("/")
        until = date(int(year_), int(month), int(day))
        assert [answer.date.date() > until for answer in answers] == [True]


def test_a_stranger_claims_that_all_is_done_and_the_agency_still_answers_itself(year):
    (message,) = year[1][STRANGER[1]]
    assert "đã hoàn thành 100%" in message.text and len(message.references) == 2
    assert year[1][next(desk_of(n) for n in range(COUNT) if token_of(n, OPENING) in message.to[0])]


def test_one_agency_corrects_itself_on_the_next_working_day(year):
    first, second = next(m for m in year[1].values() if any("đính chính" in one.text for one in m))
    assert "đang thực hiện" not in first.text.partition("Kính gửi: UBND")[0].split("Trân trọng")[0]
    assert "\nTỷ lệ hoàn thành (%): 70" in second.text
    assert (second.date.date() - first.date.date()).days in {1, 3}


def test_one_agency_answers_three_duties_first_and_the_rest_in_a_second_mail(year):
    def codes(message):
        top = message.text.split("Trân trọng")[0]
        return [line[1:10] for line in top.split("\n") if line.startswith("[HT26-")]

    pairs = [[codes(one) for one in messages] for messages in year[1].values() if len(messages) == 2]
    assert ([3, 2]) in [[len(first), len(second)] for first, second in pairs]
    assert all(not set(first) & set(second) for first, second in pairs if len(second) > 1)


def test_late_agencies_answer_after_the_due_day_and_silent_ones_never(year):
    days = {number: [m.date.date() for m in human(year[1].get(desk_of(number), []))] for number in range(COUNT)}
    late = [found for found in days.values() if found and min(found) > DUE]
    assert len(late) >= 2 and all(OVERDUE < found[0] <= date(2025, 12, 29) for found in late)
    assert 2 <= sum(not found for found in days.values()) <= 5
    assert sum(1 for found in days.values() if found and min(found) <= DUE) >= 0.7 * COUNT
    assert any(found == [DUE] for found in days.values())
    assert sum(1 for found in days.values() if found and found[0] >= REMINDER) >= 5


def test_every_mail_program_and_the_old_charset_occur(year):
    texts = [message.text for messages in year[1].values() for message in messages]
    for mark in ("Vào Th ", "Đã gửi: Thứ", "Vào lúc ", "Vào ngày ", "Thông điệp gốc", "Đã gửi từ iPhone", "Thư gốc"):
        assert any(mark in text for text in texts), mark
    assert any("xin gui bao cao" in text or "bao cao ket qua" in text or "gui ket qua" in text for text in texts)
    assert any("/" in line and "> CT1" in line for text in texts for line in text.split("\n")) or any(
        "không phát sinh): " in text.replace("không phát sinh): \n", "") for text in texts
    )


def test_the_process_says_what_it_sent_and_when_it_will_write_again(year):
    acted, by_sender = year
    dealt = Counter(card.trait for card, _ in zip(deal(7), range(COUNT), strict=False))
    assert acted[OPENING]["sent"] == {"bounce": dealt[Trait.BOUNCING], "auto-reply": dealt[Trait.AWAY]}
    total = Counter()
    for said in acted.values():
        assert set(said) == {"sent", "next"}
        total.update(said["sent"])
    assert sum(total.values()) == sum(map(len, by_sender.values()))
    assert total["stranger"] == 1 and total["correction"] >= 1
    following = datetime.fromisoformat(acted[OPENING]["next"])
    quiet = [day for day in acted if OPENING < day < following.date()]
    assert quiet and not any(acted[day]["sent"] for day in quiet) and acted[following.date()]["sent"]


def test_a_receipt_is_never_answered_except_by_the_one_who_says_thanks(tmp_path):
    with PostServer(post_office(tmp_path)) as server:
        ask_all(server.port, OPENING, 12)
        province, post = Province(tmp_path, 7), Post(server.port)
        step(province, post, at(OPENING))
        for hour in (9, 10):
            for number in range(12):
                send(server.port, receipt(number, OPENING, at(OPENING, hour)))
        notes = step(province, post, at(date(2025, 11, 14), 17))["sent"]
        post.close()
    assert notes == {"note": 1}
    last = parse(list(mails_in(tmp_path / INBOX))[-1].read_bytes())
    assert last.text.startswith("Cảm ơn, đã nhận được thư") and last.to[0] != ADDRESS
    assert last.in_reply_to[0].startswith("<dondoc.receipt")


def written(root, port, seed):
    """All mails of the first days as bytes, without sending them."""
    province = Province(root, seed)
    province.look(at(OPENING))
    mails = []
    while (action := province.due(at(DUE))) is not None:
        mail = write(action)
        # A report of delivery returns the headers of our letter, whose boundary is made by chance.
        mails.append((mail.sender, mail.recipient, re.sub(rb"=====+\d+==", b"", mail.content)))
        province.done(action)
    return mails


def test_the_same_seed_gives_the_same_mails_to_the_byte_and_another_seed_others(tmp_path):
    found = {}
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        with PostServer(post_office(tmp_path / name)) as server:
            ask_all(server.port, OPENING, 12)
            found[name] = written(tmp_path / name, server.port, seed)
    assert len(found["a"]) >= 8
    assert found["a"] == found["b"] != found["c"]


def test_another_process_does_not_answer_what_was_read_before(tmp_path):
    with PostServer(post_office(tmp_path)) as server:
        ask_all(server.port, OPENING, 3)
        first, second = Province(tmp_path, 7), Province(tmp_path, 8)
        first.look(at(OPENING))
        second.look(at(OPENING))
    assert len(first.households) == 3 and not second.households


def test_mails_that_ask_nothing_stay_unread_and_make_no_agency(tmp_path):
    with PostServer(post_office(tmp_path)) as server:
        send(server.port, receipt(1, OPENING, at(OPENING)))
        province = Province(tmp_path, 7)
        province.look(at(OPENING))
    assert not province.households and province.next_at is None
    assert len(list((tmp_path / "agencies" / desk_of(1) / "new").iterdir())) == 1


def test_a_mail_that_the_server_does_not_take_is_sent_later(tmp_path):
    with PostServer(post_office(tmp_path)) as server:
        ask_all(server.port, OPENING, 12)
        port = server.port
    province, post = Province(tmp_path, 7), Post(port)
    said = step(province, post, at(OPENING))
    assert said["sent"] == {} and "Không gửi được" in said["error"]
    with PostServer(post_office(tmp_path)) as server:
        assert step(province, Post(server.port), at(OPENING))["sent"] == {"bounce": 1, "auto-reply": 1}


def test_a_line_that_tells_no_time_is_answered_and_changes_nothing(tmp_path):
    asked = ["", "chào", "[]", '{"now": "2025-11-14T09:30:00"}', '{"now": 5}', '{"now": "2025-11-14T02:30:00+00:00"}']

    class Answers(list):
        write = list.append

        def flush(self):
            pass

    answers = Answers()
    converse(Province(tmp_path, 7), Post(1), asked, answers)
    said = [json.loads(line) for line in answers]
    assert ["error" in one for one in said] == [True, True, True, True, False]
    assert all(one["sent"] == {} and one["next"] is None for one in said)
