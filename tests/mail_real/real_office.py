"""Our office on the real servers, and an officer of an agency who answers with a mail program (dữ liệu mẫu)."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from pathlib import Path

from imapclient import IMAPClient
from real_servers import HOST, MAILBOXES, OWN, PASSWORD, Servers
from sqlalchemy import delete, select

from demo.clients import GMAIL, Draft
from demo.letters import Duty, Letter, fill_in, read_letter
from demo.wire import Envelope, mail
from flows import importing, intent
from flows.runtime import Runtime
from mail.post.outbox import Sent, compose_day, send_queued
from plans import samples
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.tables import AgencyRow, AnswerRow, ContactRow, EventRow, LetterRow, RawMailRow, ReplyRow

Open = Callable[..., Runtime]
"""Opens our office; keywords replace variables of the environment."""


def at(text: str) -> datetime:
    """``2024-11-14 07:45`` in Việt Nam."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


FIRST_DAY, NEXT_MORNING = at("2024-11-14 07:45"), at("2024-11-15 08:00")
FINANCE, CITY, HOME_AFFAIRS = MAILBOXES


def open_sample(house: Runtime) -> None:
    """The sample plan of Lai Châu with its cycle of 2024; nobody has an address yet."""
    file = samples.path("lai-chau-mau")
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), at("2023-12-01 09:00"))
    with house.database.unit() as store:
        code = store.plans.codes()[-1]
    decision = Confirmation("Trần Thị B", at("2023-12-02 09:00"), waive_rest="Đã đối chiếu văn bản gốc.")
    intent.confirm_plan(house, code, decision)
    intent.open_cycle(house, code, 2024, intent.Choice("Trần Thị B", {}, False, at("2023-12-03 09:00")))
    with house.database.unit() as store:
        store.session.execute(delete(ContactRow))
        store.commit()


def register(house: Runtime, contacts: dict[str, str]) -> None:
    """Give agencies one focal officer each: code of the agency, without that of the province, to address."""
    with house.database.unit() as store:
        for code, address in contacts.items():
            agency = store.agencies.get(f"LC.{code}")
            store.session.add(ContactRow(agency_id=agency.id, email=address, name="", role="focal", state="ok"))
        store.commit()


def write_letters(house: Runtime, now: datetime) -> int:
    """What the flows of a morning do before anything is sent."""
    with house.database.unit() as store:
        for due in store.assignments.due(store.plans.all()[0].id, now.date()):
            store.assignments.claim_responsibility(due.responsibility_id, now, house.calendar)
        composed = compose_day(store, now, house.office)
        store.commit()
    return len(composed.letters)


def send(house: Runtime, now: datetime) -> Sent:
    """Hand the outbox to the mail server of the settings."""
    with house.post() as post:
        return send_queued(house.database.unit, post, now, house.office)


def rows(house: Runtime, table: type) -> list:
    """All rows of a table, oldest first."""
    with house.database.unit() as store:
        return list(store.session.scalars(select(table).order_by(table.id)))


def letter_to(house: Runtime, address: str, kind: str = "request") -> LetterRow:
    """Our only letter of this kind to an address, as the database has it."""
    with house.database.unit() as store:
        (found,) = (row for row in store.outbox.all() if row.kind == kind and row.recipients == [address])
        return store.outbox.get(found.id)


def requests(house: Runtime) -> list[LetterRow]:
    """Our letters to agencies, oldest first."""
    return [row for row in rows(house, LetterRow) if row.kind == "request"]


def agency_of(house: Runtime, address: str) -> tuple[str, str]:
    """Name of the agency with this address, and the state of the address."""
    with house.database.unit() as store:
        (contact,) = store.agencies.by_address(address)
        return store.session.get_one(AgencyRow, contact.agency_id).name, contact.state


def sentences(house: Runtime, kind: str) -> list[str]:
    """What the log says about one kind of event."""
    return [row.sentence for row in rows(house, EventRow) if row.kind == kind]


def traces(house: Runtime) -> tuple[int, ...]:
    """How much is known of incoming mail."""
    return tuple(len(rows(house, table)) for table in (RawMailRow, ReplyRow, AnswerRow, LetterRow, EventRow))


@dataclass(frozen=True)
class Officer:
    """Somebody at an agency, who knows our letters only as they lie in the mailbox."""

    servers: Servers
    address: str
    name: str

    def read(self) -> list[Letter]:
        """Everything in the mailbox."""
        return [read_letter(raw) for raw in self.servers.delivered(self.address)]

    def answer(self, letter: Letter, top: str, typed: str | None = None) -> bytes:
        """A reply as Gmail sets it out; ``typed`` is the quotation with values typed into it."""
        envelope = Envelope(
            sender=(self.name, self.address),
            recipient=(letter.office, letter.reply_to),
            subject=f"Re: {letter.subject}",
            date=FIRST_DAY,
            message_id=make_msgid(domain=self.address.rpartition("@")[2]),
            in_reply_to=letter.message_id,
            references=(*letter.references, letter.message_id),
        )
        return mail(envelope, GMAIL.set_out(Draft(letter, top, letter.text if typed is None else typed)))

    def post(self, raw: bytes, recipient: str, sender: str | None = None) -> None:
        """Over SMTP with STARTTLS, as the mail server of the agency would."""
        trusted = ssl.create_default_context(cafile=str(self.servers.ca))
        with smtplib.SMTP(HOST, self.servers.smtp, timeout=20) as server:
            server.starttls(context=trusted)
            server.sendmail(self.address if sender is None else sender, [recipient], raw)


def answer_of(city: Officer) -> tuple[bytes, str, Duty]:
    """A reply with the form filled in inside the quotation; its Reply-To, and the duty that is reported."""
    (letter,) = city.read()
    duty = next(duty for duty in letter.duties if duty.figures)
    values = {
        "Trạng thái": "đang thực hiện",
        "Tỷ lệ": "60%",
        "Kết quả": "Đã kiểm tra 12 trường; còn 03 điểm trường lẻ.",
        "Khó khăn": "Thiếu phòng học ở vùng cao.",
        "CT1": "1.410/2.512",
    }
    typed = fill_in(letter, {(duty.code, label): value for label, value in values.items()})
    return city.answer(letter, "UBND thành phố gửi lại mẫu đã điền bên dưới.", typed), letter.reply_to, duty


def folder(servers: Servers, name: str) -> list[tuple[bytes, tuple[bytes, ...]]]:
    """The mails of a folder of our mailbox with their flags, as any other mail program sees them."""
    with our_mailbox(servers) as client:
        if not client.folder_exists(name):
            return []
        client.select_folder(name, readonly=True)
        found = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS"])
        return [
            (one[b"BODY[]"], tuple(flag for flag in one[b"FLAGS"] if flag != b"\\Recent"))
            for _, one in sorted(found.items())
        ]


def our_mailbox(servers: Servers) -> IMAPClient:
    """A session of a person with our mailbox."""
    trusted = ssl.create_default_context(cafile=str(servers.ca))
    client = IMAPClient(HOST, servers.imaps, ssl_context=trusted, timeout=20)
    client.login(OWN, PASSWORD)
    return client


def empty(servers: Servers) -> None:
    """No mail anywhere."""
    with our_mailbox(servers) as client:
        for name in ("INBOX", "Processed"):
            if client.folder_exists(name):
                client.select_folder(name)
                client.delete_messages(client.search("ALL"))
                client.expunge()
    for path in (servers.root / "maildirs").rglob("new/*"):
        path.unlink()


def environment(servers: Servers, home: Path) -> dict[str, str]:
    """The variables under which our office uses the real servers; the password stands in a file."""
    secret = servers.root / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    return {
        "DONDOC_HOME": str(home),
        "DONDOC_SMTP_HOST": HOST,
        "DONDOC_SMTP_PORT": str(servers.submission),
        "DONDOC_SMTP_SECURITY": "starttls",
        "DONDOC_SMTP_USER": OWN,
        "DONDOC_SMTP_PASSWORD_FILE": str(secret),
        "DONDOC_IMAP_HOST": HOST,
        "DONDOC_IMAP_PORT": str(servers.imaps),
        "DONDOC_IMAP_SECURITY": "ssl",
        "DONDOC_IMAP_USER": OWN,
        "DONDOC_IMAP_PASSWORD_FILE": str(secret),
        "DONDOC_CA_FILE": str(servers.ca),
    }
