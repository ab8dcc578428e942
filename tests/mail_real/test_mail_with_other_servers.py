"""Servers as they are elsewhere: without tagged addresses, busy for one recipient, slow for many, quick to tell us."""

import os
import signal
import smtplib
import threading
import time
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest
from real_office import (
    CITY,
    FINANCE,
    FIRST_DAY,
    HOME_AFFAIRS,
    NEXT_MORNING,
    Officer,
    Open,
    agency_of,
    answer_of,
    folder,
    letter_to,
    register,
    requests,
    rows,
    send,
    write_letters,
)
from real_servers import COORDINATOR, DOMAINS, OWN, RELAYED, Servers

from flows.intake import take_in
from flows.runtime import Runtime
from flows.up import run_mail
from state.tables import AnswerRow, LetterRow, ReplyRow

MINUTE = timedelta(minutes=1)


def test_a_mail_that_arrives_while_we_wait_is_taken_in_within_two_seconds(
    opened: Runtime, servers: Servers, city: Officer
) -> None:
    raw, reply_to, _ = answer_of(city)
    before = [signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)]
    posted: list[float] = []
    said: list[tuple[float, str]] = []

    def post() -> None:
        city.post(raw, reply_to)
        posted.append(time.monotonic())

    def say(sentence: str) -> None:
        said.append((time.monotonic(), sentence))
        os.kill(os.getpid(), signal.SIGTERM)

    later = threading.Timer(1.0, post)
    later.start()
    try:
        run_mail(opened, say)
    finally:
        later.join()
        for sign, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(sign, handler)
    ((moment, sentence),) = said
    assert "Đã nhận 1 thư" in sentence
    assert moment - posted[0] < 2.0
    assert len(rows(opened, ReplyRow)) == 1
    # The one session of the loop ends with a goodbye.
    assert servers.sessions()[-1][0] == "Logged out"


def test_without_tagged_addresses_replies_and_bounces_still_find_their_letter(
    open_house: Open, servers: Servers
) -> None:
    gone = f"van-thu@{RELAYED}"
    city = Officer(replace(servers, smtp=servers.plain), CITY, "Trần Văn Mẫu, UBND thành phố")
    house = open_house(DONDOC_PLUS_ADDRESSES="false")
    register(house, {"H.LAICHAU": CITY, "SNV": gone})
    write_letters(house, FIRST_DAY)
    assert send(house, FIRST_DAY).sent == 3
    servers.settle()
    (raw_letter,) = servers.delivered(CITY)
    mime = message_from_bytes(raw_letter)
    assert (mime["Reply-To"], mime["Return-Path"]) == (None, f"<{OWN}>")

    raw, _, duty = answer_of(city)
    tagged = letter_to(house, CITY).reply_to
    assert tagged is not None
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        city.post(raw, tagged)
    city.post(raw, OWN)
    servers.settle()
    taken = take_in(house, NEXT_MORNING)
    assert (taken.outcomes, taken.receipts) == ({"record": 1, "bounce": 1}, 1)
    servers.settle()
    assert agency_of(house, gone) == ("Sở Nội vụ", "bounced")
    found = {row.rule: row.reason for row in rows(house, ReplyRow)}
    assert found.keys() == {"thread", "bounce"}
    assert duty.code in found["thread"]
    assert [row.percent for row in rows(house, AnswerRow)] == [60.0]
    _, receipt = servers.delivered(CITY)
    assert message_from_bytes(receipt)["Reply-To"] is None
    assert folder(servers, "INBOX") == []


def test_of_two_recipients_only_the_busy_one_is_sent_the_letter_again(open_house: Open, servers: Servers) -> None:
    house = open_house()
    register(house, {"STC": FINANCE})
    register(house, {"STC": HOME_AFFAIRS})
    write_letters(house, FIRST_DAY)
    assert send(open_house(DONDOC_SMTP_PORT=str(servers.busy)), FIRST_DAY).sent == 2
    servers.settle()
    assert [len(servers.delivered(one)) for one in (FINANCE, HOME_AFFAIRS, COORDINATOR)] == [1, 0, 1]
    (letter,) = requests(house)
    assert letter.state == "sent"
    with house.database.unit() as store:
        (refusal,) = store.outbox.refusals.of(letter.id)
    assert (refusal.address, refusal.code, refusal.retry_at) == (HOME_AFFAIRS, 450, FIRST_DAY + 5 * MINUTE)
    assert "hop thu ban" in refusal.words
    take_in(house, FIRST_DAY + 4 * MINUTE)
    servers.settle()
    assert servers.delivered(HOME_AFFAIRS) == []
    take_in(house, FIRST_DAY + 5 * MINUTE)
    take_in(house, FIRST_DAY + 6 * MINUTE)
    servers.settle()
    ((first,), (second,)) = servers.delivered(FINANCE), servers.delivered(HOME_AFFAIRS)
    assert message_from_bytes(first)["Message-ID"] == message_from_bytes(second)["Message-ID"] == letter.message_id
    with house.database.unit() as store:
        assert store.outbox.refusals.of(letter.id) == []
    assert agency_of(house, HOME_AFFAIRS)[1] == "ok"


def test_a_domain_gets_no_more_letters_a_minute_than_the_setting_allows(open_house: Open, servers: Servers) -> None:
    house = open_house(DONDOC_LETTERS_PER_MINUTE="1")
    same = [f"van-thu+{name}@{DOMAINS[0]}" for name in ("stc", "snv")]
    register(house, dict(zip(("STC", "SNV"), same, strict=True)) | {"H.LAICHAU": CITY})
    assert write_letters(house, FIRST_DAY) == 3
    box = f"van-thu@{DOMAINS[0]}"
    for minute in range(2):
        take_in(house, FIRST_DAY + minute * MINUTE)
        take_in(house, FIRST_DAY + minute * MINUTE + MINUTE / 2)
        servers.settle()
        assert len(servers.delivered(box)) == minute + 1
        assert len(servers.delivered(CITY)) == 1
    assert {row.state for row in rows(house, LetterRow)} == {"sent"}
