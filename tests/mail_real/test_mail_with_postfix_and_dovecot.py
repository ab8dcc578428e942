"""The mail loop on a real Postfix and a real Dovecot: what leaves, what comes back, and what is made of it."""

import unicodedata
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from icalendar import Calendar
from real_office import (
    CITY,
    FINANCE,
    FIRST_DAY,
    NEXT_MORNING,
    Officer,
    answer_of,
    folder,
    letter_to,
    our_mailbox,
    rows,
    send,
    sentences,
    traces,
)
from real_servers import COORDINATOR, OWN, Servers
from sqlalchemy import select

from cycles.status import WorkStatus
from flows.intake import take_in
from flows.runtime import Runtime
from mail.incoming.sources import HEAD
from mail.token import token_in
from state.tables import AnswerRow, AssignmentRow, EnclosureRow, FigureRow, LetterRow, RawMailRow, ReplyRow, TargetRow


def decoded(value: object) -> str:
    return str(make_header(decode_header(" ".join(str(value).split()))))


def part(mime: Message, kind: str) -> str:
    (found,) = (one for one in mime.walk() if one.get_content_type() == kind)
    return found.get_payload(decode=True).decode(found.get_content_charset()).replace("\r\n", "\n")


def test_a_letter_arrives_as_it_was_written(opened: Runtime, servers: Servers) -> None:
    row = letter_to(opened, CITY)
    (raw,) = servers.delivered(CITY)
    mime = message_from_bytes(raw)
    token = token_in(str(mime["Reply-To"]).rpartition("<")[2].strip(">"))
    assert token
    assert mime["Return-Path"] == f"<bounce+{token}@dondoc.example>"
    assert parseaddr(mime["Reply-To"])[1] == f"bao-cao+{token}@dondoc.example" == row.reply_to
    names = [name.lower() for name in mime.keys()]
    for once in ("Message-ID", "From", "To", "Reply-To", "Subject", "Date", "Auto-Submitted", "MIME-Version"):
        assert names.count(once.lower()) == 1, once
    assert mime["Message-ID"] == row.message_id
    assert mime["Auto-Submitted"] == "auto-generated"
    assert decoded(mime["Subject"]) == row.subject
    assert decoded(mime["From"]) == f"Sở Giáo dục và Đào tạo <{OWN}>"
    assert decoded(mime["To"]) == f"Ủy ban nhân dân thành phố Lai Châu <{CITY}>"
    text, html = part(mime, "text/plain"), part(mime, "text/html")
    assert (text.rstrip(), html.rstrip()) == (row.text.rstrip(), row.html.rstrip())
    assert "Kính gửi: Ủy ban nhân dân thành phố Lai Châu" in text
    assert "Ủy ban nhân dân thành phố Lai Châu" in html
    assert unicodedata.is_normalized("NFC", text + html)


def test_the_calendar_file_of_a_letter_arrives_whole(opened: Runtime, servers: Servers, city: Officer) -> None:
    ((raw,), (letter,)) = servers.delivered(CITY), city.read()
    (file,) = (one for one in message_from_bytes(raw).walk() if one.get_content_type() == "text/calendar")
    assert (file.get_filename(), file.get_content_disposition()) == ("han-bao-cao.ics", "attachment")
    assert (file.get_param("method"), file.get_content_charset()) == ("PUBLISH", "utf-8")
    ours = select(EnclosureRow.content).where(
        EnclosureRow.letter_id == letter_to(opened, CITY).id, EnclosureRow.name == "han-bao-cao.ics"
    )
    with opened.database.unit() as store:
        written = store.session.scalars(ours).one()
    arrived = file.get_payload(decode=True)
    assert arrived == written
    entries = Calendar.from_ical(arrived).walk("VEVENT")
    codes = {duty.code for duty in letter.duties}
    assert codes
    assert {one.decoded("dtstart") for one in entries} == {
        row.due_on for row in rows(opened, AssignmentRow) if row.code in codes
    }
    described = "\n".join(str(one["DESCRIPTION"]) for one in entries)
    assert [code for code in codes if code not in described] == []


def test_the_coordinator_learns_whom_no_letter_reaches(opened: Runtime, servers: Servers) -> None:
    row = letter_to(opened, COORDINATOR, "note")
    (raw,) = servers.delivered(COORDINATOR)
    mime = message_from_bytes(raw)
    assert (mime["Message-ID"], decoded(mime["Subject"])) == (row.message_id, row.subject)
    assert parseaddr(mime["To"])[1] == COORDINATOR
    text = part(mime, "text/plain")
    asked = sentences(opened, "contact-proposed")
    assert len(asked) > 2
    assert f"Có {len(asked):02d} đề xuất về đầu mối nhận thư cần người quyết định." in text
    assert "Sở Nội vụ: chưa có địa chỉ nhận thư; không còn địa chỉ nào dùng được." in text
    assert "Sở Tài chính" not in text
    # The note is told once: nothing new came up the next morning.
    take_in(opened, NEXT_MORNING)
    servers.settle()
    assert len(servers.delivered(COORDINATOR)) == 1


def test_letters_leave_encrypted_and_under_our_own_login(opened: Runtime, servers: Servers) -> None:
    for address in (FINANCE, CITY, COORDINATOR):
        (raw,) = servers.delivered(address)
        # RFC 3848: ESMTP with STARTTLS and AUTH.
        assert " with ESMTPSA " in " ".join(str(message_from_bytes(raw)["Received"]).split())
    assert {row.state for row in rows(opened, LetterRow)} == {"sent"}
    assert send(opened, FIRST_DAY).sent == 0


def test_an_answer_inside_the_quotation_is_recorded(opened: Runtime, servers: Servers, city: Officer) -> None:
    raw, reply_to, duty = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    assert take_in(opened, NEXT_MORNING).outcomes == {"record": 1}
    (reply,) = rows(opened, ReplyRow)
    assert (reply.sender, reply.agency_id) == (CITY, letter_to(opened, CITY).agency_id)
    assert duty.code in reply.reason
    (answer,) = rows(opened, AnswerRow)
    assert (answer.status, answer.percent) == (WorkStatus.DANG_THUC_HIEN, 60.0)
    assert answer.narrative == "Đã kiểm tra 12 trường; còn 03 điểm trường lẻ."
    (figure,) = rows(opened, FigureRow)
    targets = {row.id: row.code for row in rows(opened, TargetRow)}
    assert (targets[figure.target_id], figure.numerator, figure.denominator) == ("CT1", 1410.0, 2512.0)
    states = {row.code: (row.state, row.next_on) for row in rows(opened, AssignmentRow)}
    assert states[duty.code] == ("answered", None)
    assert [state for state, _ in states.values()].count("answered") == 1


def test_the_receipt_can_start_no_loop(opened: Runtime, servers: Servers, city: Officer) -> None:
    raw, reply_to, duty = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    assert take_in(opened, NEXT_MORNING).receipts == 1
    servers.settle()
    _, receipt = servers.delivered(CITY)
    mime = message_from_bytes(receipt)
    assert mime["Return-Path"] == "<>"
    assert (mime["Auto-Submitted"], mime["Precedence"]) == ("auto-replied", "bulk")
    assert mime["In-Reply-To"] == message_from_bytes(raw)["Message-ID"]
    assert parseaddr(mime["To"])[1] == CITY
    text = part(mime, "text/plain")
    assert f"[{duty.code}]" in text
    assert "1410/2512" in text
    # Nothing came back to us, not even from a machine.
    assert folder(servers, "INBOX") == []


def test_taken_mails_lie_unread_and_unchanged_in_processed(opened: Runtime, servers: Servers, city: Officer) -> None:
    raw, reply_to, _ = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    take_in(opened, NEXT_MORNING)
    ((kept, flags),) = folder(servers, "Processed")
    assert kept.endswith(raw)
    assert flags == ()


def test_taking_in_again_changes_nothing(opened: Runtime, servers: Servers, city: Officer) -> None:
    raw, reply_to, _ = answer_of(city)
    city.post(raw, reply_to)
    servers.settle()
    take_in(opened, NEXT_MORNING)
    before = traces(opened)
    assert take_in(opened, NEXT_MORNING).outcomes == {}
    # A server on the way delivers the same mail twice, and a person puts the first copy back to look at it.
    city.post(raw, reply_to)
    servers.settle()
    with our_mailbox(servers) as client:
        client.select_folder("Processed")
        client.move(client.search("ALL"), "INBOX")
    assert len(folder(servers, "INBOX")) == 2
    assert take_in(opened, NEXT_MORNING).outcomes == {}
    assert traces(opened) == before
    servers.settle()
    assert (len(folder(servers, "INBOX")), len(folder(servers, "Processed"))) == (0, 2)
    assert len(servers.delivered(CITY)) == 2


def test_every_look_into_the_mailbox_says_goodbye(opened: Runtime, servers: Servers) -> None:
    before = len(servers.sessions())
    for _ in range(3):
        take_in(opened, NEXT_MORNING)
    assert [how for how, _ in servers.sessions()[before:]] == ["Logged out"] * 3


def test_of_a_mail_of_30_megabytes_only_the_head_is_kept(opened: Runtime, servers: Servers, city: Officer) -> None:
    (letter,) = city.read()
    raw = city.answer(letter, "Gửi kèm ảnh chụp hồ sơ.")
    large = raw + (b"A" * 76 + b"\r\n") * 400_000
    city.post(large, letter.reply_to)
    servers.settle()
    assert take_in(opened, NEXT_MORNING).outcomes == {"hold": 1}
    assert servers.sessions()[-1][1] < 2 * HEAD
    with opened.database.unit() as store:
        (kept,) = store.session.query(RawMailRow)
        assert (len(kept.content), kept.truncated) == (HEAD, True)
        assert kept.size > len(large) > 30_000_000
    (reply,) = rows(opened, ReplyRow)
    assert reply.waiting
    assert "vượt mức 25 MB; chỉ lưu phần đầu" in reply.reason
    assert reply.agency_id == letter_to(opened, CITY).agency_id
    assert (len(folder(servers, "INBOX")), rows(opened, AnswerRow)) == (0, [])
