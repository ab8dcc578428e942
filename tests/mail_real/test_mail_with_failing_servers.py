"""When servers refuse, bounce, break off or cannot be trusted: nothing is lost, nothing leaves that must not."""

from collections.abc import Callable
from email import message_from_bytes
from email.utils import parseaddr

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
    at,
    folder,
    letter_to,
    our_mailbox,
    register,
    requests,
    rows,
    send,
    sentences,
    traces,
    write_letters,
)
from real_servers import COORDINATOR, DOMAINS, RELAYED, Servers

from demo.letters import read_letter
from flows.intake import take_in
from flows.runtime import Runtime
from mail.errors import BoxUnavailable
from mail.token import token_in
from state.tables import AnswerRow, AssignmentRow, LetterRow, ReplyRow

Change = Callable[[Servers], dict[str, str]]


def test_a_mailbox_that_breaks_off_costs_nobody_the_receipt(opened: Runtime, servers: Servers, city: Officer) -> None:
    raw, reply_to, _ = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    take_in(opened, NEXT_MORNING)
    (letter,) = Officer(servers, FINANCE, "").read()
    finance = Officer(servers, FINANCE, "Văn thư Sở Tài chính")
    finance.post(finance.answer(letter, f"[{letter.duties[0].code}]: đang thực hiện, đạt 40%."), letter.reply_to)
    servers.settle()
    # The mail can be read, but not be moved away.
    with servers.locked("box/.Processed"), pytest.raises(BoxUnavailable):
        take_in(opened, NEXT_MORNING)
    assert len(rows(opened, AnswerRow)) == 2
    assert take_in(opened, NEXT_MORNING).outcomes == {}
    servers.settle()
    _, receipt = servers.delivered(FINANCE)
    assert message_from_bytes(receipt)["Auto-Submitted"] == "auto-replied"
    assert (len(folder(servers, "INBOX")), len(folder(servers, "Processed"))) == (0, 2)


def test_a_mail_that_the_server_cannot_give_keeps_no_other_from_being_read(
    opened: Runtime, servers: Servers, city: Officer, caplog: pytest.LogCaptureFixture
) -> None:
    (letter,) = city.read()
    codes = [duty.code for duty in letter.duties[:3]]
    for code in codes:
        city.post(city.answer(letter, f"[{code}]: đã hoàn thành 100%."), letter.reply_to)
        servers.settle()
    with our_mailbox(servers) as client:
        client.select_folder("INBOX")
    _, damaged, _ = sorted(path.name for path in (servers.root / "box" / "cur").iterdir())
    with servers.locked(f"box/cur/{damaged}"):
        assert take_in(opened, NEXT_MORNING).outcomes == {"record": 2}
    assert "Máy chủ không đưa được thư số" in caplog.text
    assert len(folder(servers, "INBOX")) == 1
    assert take_in(opened, NEXT_MORNING).outcomes == {"record": 1}
    answered = [row.code for row in rows(opened, AssignmentRow) if row.state == "answered"]
    assert sorted(answered) == sorted(codes)


def test_a_mailbox_that_is_gone_is_reported_by_postfix_and_marked(house: Runtime, servers: Servers) -> None:
    gone = f"van-thu@{RELAYED}"
    register(house, {"STC": FINANCE, "SNV": gone})
    assert write_letters(house, FIRST_DAY) == 2
    assert send(house, FIRST_DAY).sent == 3  # and the note to the coordinator
    servers.settle()
    ((bounce, _),) = folder(servers, "INBOX")
    letter = letter_to(house, gone)
    mime = message_from_bytes(bounce)
    assert (mime["Return-Path"], mime.get_content_type()) == ("<>", "multipart/report")
    assert parseaddr(mime["To"])[1] == f"bounce+{token_in(letter.reply_to)}@dondoc.example"
    taken = take_in(house, NEXT_MORNING)
    assert (taken.outcomes, taken.receipts) == ({"bounce": 1}, 0)
    (reply,) = rows(house, ReplyRow)
    assert (reply.letter_id, reply.bounce_recipient, reply.bounce_status) == (letter.id, gone, "5.1.1")
    assert gone in reply.reason
    assert agency_of(house, gone) == ("Sở Nội vụ", "bounced")
    assert agency_of(house, FINANCE) == ("Sở Tài chính", "ok")
    assert (len(folder(servers, "INBOX")), len(folder(servers, "Processed"))) == (0, 1)
    # The coordinator reads of it the same morning.
    servers.settle()
    first, second = (read_letter(raw).text for raw in servers.delivered(COORDINATOR))
    assert "Sở Nội vụ" not in first
    assert f"Sở Nội vụ: thư gửi đến {gone} bị trả lại; không còn địa chỉ nào dùng được." in " ".join(second.split())
    # The next step of both ladders: only the address that works is written to.
    agencies = [letter.agency_id, letter_to(house, FINANCE).agency_id]
    steps = {row.next_on for row in rows(house, AssignmentRow) if row.agency_id in agencies}
    assert write_letters(house, at(f"{max(steps):%Y-%m-%d} 07:45")) == 1
    assert [row.recipients for row in requests(house)][2:] == [[FINANCE]]


def test_a_receipt_that_cannot_be_delivered_comes_back_to_nobody(house: Runtime, servers: Servers) -> None:
    gone = f"van-thu@{RELAYED}"
    register(house, {"SNV": gone})
    write_letters(house, FIRST_DAY)
    send(house, FIRST_DAY)
    servers.settle()
    take_in(house, NEXT_MORNING)
    letter = letter_to(house, gone)
    code = next(row.code for row in rows(house, AssignmentRow) if row.agency_id == letter.agency_id)
    content = (
        f"From: {gone}\r\nTo: {letter.reply_to}\r\nSubject: Re: bao cao\r\nMessage-ID: <mot@{RELAYED}>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{code}: đã hoàn thành 100%.\r\n"
    )
    Officer(servers, gone, "").post(content.encode(), letter.reply_to)
    servers.settle()
    assert take_in(house, NEXT_MORNING).receipts == 1
    servers.settle()
    assert f"to=<{gone}>" in servers.log()
    assert folder(servers, "INBOX") == []
    assert take_in(house, NEXT_MORNING).outcomes == {}


def test_an_address_that_is_refused_at_once_is_marked_at_once(house: Runtime, servers: Servers) -> None:
    unknown = f"khong-co@{DOMAINS[2]}"
    register(house, {"SNV": unknown, "STC": FINANCE})
    write_letters(house, FIRST_DAY)
    sent = send(house, FIRST_DAY)
    # The letter to the department of finance and the note to the coordinator leave.
    assert (sent.sent, sent.failed, sent.problem) == (2, 1, "")
    letter = letter_to(house, unknown)
    assert letter.state == "failed"
    assert "không có hộp thư này (550 5.1.1" in letter.error
    assert agency_of(house, unknown) == ("Sở Nội vụ", "bounced")
    assert any(unknown in sentence for sentence in sentences(house, "contact-bounced"))
    servers.settle()
    assert [len(servers.delivered(address)) for address in (FINANCE, COORDINATOR)] == [1, 1]
    assert folder(servers, "INBOX") == []


def strange_authority(servers: Servers) -> dict[str, str]:
    return {"DONDOC_CA_FILE": str(servers.other_ca)}


def other_name(servers: Servers) -> dict[str, str]:
    # The certificate is good, but for the name "localhost" only.
    return {"DONDOC_SMTP_HOST": "127.0.0.1", "DONDOC_IMAP_HOST": "127.0.0.1"}


def passwords(servers: Servers, text: str) -> dict[str, str]:
    file = servers.root / "other-password"
    file.write_text(text, encoding="utf-8")
    return {"DONDOC_SMTP_PASSWORD_FILE": str(file), "DONDOC_IMAP_PASSWORD_FILE": str(file)}


def wrong_password(servers: Servers) -> dict[str, str]:
    return passwords(servers, "khong dung")


def password_with_marks(servers: Servers) -> dict[str, str]:
    return passwords(servers, "mật khẩu")


UNTRUSTED, NOT_ASCII = "chứng thư không được tin cậy", "ngoài bảng ASCII"
# What is set wrongly, and what is said about sending and about reading.
WRONG = [
    pytest.param(strange_authority, UNTRUSTED, UNTRUSTED, id="authority"),
    pytest.param(other_name, UNTRUSTED, UNTRUSTED, id="name"),
    pytest.param(wrong_password, "từ chối đăng nhập", "AUTHENTICATIONFAILED", id="password"),
    pytest.param(password_with_marks, NOT_ASCII, NOT_ASCII, id="password-with-marks"),
]


@pytest.mark.parametrize(("change", "sending", "reading"), WRONG)
def test_nothing_leaves_under_wrong_settings(
    open_house: Open, servers: Servers, change: Change, sending: str, reading: str
) -> None:
    house = open_house(**change(servers))
    register(house, {"STC": FINANCE, "SNV": HOME_AFFAIRS})
    assert write_letters(house, FIRST_DAY) == 2
    sent = send(house, FIRST_DAY)
    # Two letters to agencies, and the note to the coordinator about those without an address.
    assert (sent.sent, sent.failed, sent.left) == (0, 0, 3)
    assert sending in sent.problem
    assert sent.problem.endswith("Các thư vẫn nằm trong hàng chờ.")
    letters = rows(house, LetterRow)
    assert {letter.state for letter in letters} == {"queued"}
    assert letters[0].error == sent.problem
    servers.settle()
    assert [servers.delivered(address) for address in (FINANCE, HOME_AFFAIRS, COORDINATOR)] == [[], [], []]
    # Once the setting is right, the same letters leave.
    again = open_house()
    assert send(again, FIRST_DAY).sent == 3
    servers.settle()
    (raw,) = servers.delivered(FINANCE)
    assert message_from_bytes(raw)["Message-ID"] == letter_to(again, FINANCE).message_id


@pytest.mark.parametrize(("change", "sending", "reading"), WRONG)
def test_no_mail_is_touched_under_wrong_settings(
    opened: Runtime, open_house: Open, city: Officer, change: Change, sending: str, reading: str
) -> None:
    servers = city.servers
    raw, reply_to, _ = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    before = traces(opened)
    with pytest.raises(BoxUnavailable, match=rf"^Không mở được hộp thư imap:.* \(.*{reading}.*\)\.$"):
        take_in(open_house(**change(servers)), NEXT_MORNING)
    assert traces(opened) == before
    assert [flags for _, flags in folder(servers, "INBOX")] == [()]
    assert take_in(open_house(), NEXT_MORNING).outcomes == {"record": 1}


def test_the_other_kinds_of_encryption_work_too(open_house: Open, servers: Servers, city: Officer) -> None:
    house = open_house(
        DONDOC_SMTP_SECURITY="ssl",
        DONDOC_SMTP_PORT=str(servers.smtps),
        DONDOC_IMAP_SECURITY="starttls",
        DONDOC_IMAP_PORT=str(servers.imap),
    )
    register(house, {"H.LAICHAU": CITY})
    write_letters(house, FIRST_DAY)
    assert send(house, FIRST_DAY).sent == 2
    servers.settle()
    assert len(servers.delivered(COORDINATOR)) == 1
    raw, reply_to, _ = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    taken = take_in(house, NEXT_MORNING)
    assert (taken.outcomes, taken.receipts) == ({"record": 1}, 1)
