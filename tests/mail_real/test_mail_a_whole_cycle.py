"""One cycle against Postfix and Dovecot: 69 communes, every kind of reply, and nothing lost, doubled or misread."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from kinds_of_reply import Desk, Kind, kind_of
from real_office import Officer, Open, at, our_mailbox, rows, send, write_letters
from real_servers import COMMUNES, RELAYED, Servers
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from demo.letters import read_letter
from flows import importing, intent
from flows.intake import take_in
from flows.runtime import Runtime, compose
from mail.incoming.message import parse
from plans import samples
from state.plan.decisions import Confirmation
from state.settings import Settings
from state.tables import AgencyRow, AnswerRow, AssignmentRow, ContactRow, LetterRow, RawMailRow, ReplyRow
from web.link_app import create_link_app

MORNING = at("2026-11-16 07:45")
"""The cycle opens; the mails of the communes come in two hours later."""
LATER = MORNING + timedelta(hours=2)
PAGES = "https://bao-cao.dondoc.example"
GONE = 1
"""One more commune has an address that no server knows any more: Postfix itself writes the bounce."""


@pytest.fixture(scope="module")
def province_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample plan of Hà Tĩnh, confirmed and opened for 2026; every commune has a mailbox on the real server."""
    home = tmp_path_factory.mktemp("tinh")
    house = compose(Settings(home=home, database_url=f"sqlite:///{home / 'dondoc.db'}"))
    file, now = samples.path("ha-tinh-mau"), at("2026-01-05 09:00")
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), now)
    with house.database.unit() as store:
        code = store.plans.codes()[-1]
    decision = Confirmation("Trần Thị B", now, waive=["Q1"], waive_rest="Đã đối chiếu văn bản gốc.")
    intent.confirm_plan(house, code, decision)
    intent.open_cycle(house, code, 2026, intent.Choice("Trần Thị B", {}, False, now))
    with house.database.unit() as store:
        communes = store.session.scalars(
            select(AgencyRow.id).where(AgencyRow.kind.in_(["commune", "ward"])).order_by(AgencyRow.id)
        ).all()
        assert len(communes) == len(COMMUNES) == 69
        others = select(AssignmentRow.id).where(AssignmentRow.agency_id.not_in(communes))
        store.session.execute(
            update(AssignmentRow).where(AssignmentRow.id.in_(others)).values(state="waived", next_on=None)
        )
        store.session.execute(delete(ContactRow).where(ContactRow.role != "focal"))
        for agency, address in zip(communes, COMMUNES, strict=True):
            store.session.execute(update(ContactRow).where(ContactRow.agency_id == agency).values(email=address))
        gone = f"van-thu@{RELAYED}"
        store.session.execute(update(ContactRow).where(ContactRow.agency_id == communes[-GONE]).values(email=gone))
        store.commit()
    house.database.close()
    return home


@pytest.fixture
def office(province_home: Path, open_house: Open, tmp_path: Path) -> Runtime:
    """Our office on the morning of the opening, in a copy of the province."""
    home = tmp_path / "tinh"
    shutil.copytree(province_home, home)
    return open_house(DONDOC_HOME=str(home), DONDOC_PUBLIC_URL=PAGES)


def desks(servers: Servers) -> Iterator[tuple[Desk, Kind]]:
    """What lies in the mailbox of each commune, and the kind of reply that is its turn."""
    for number, address in enumerate(COMMUNES[:-GONE]):
        (raw,) = servers.delivered(address)
        yield Desk(number, address, read_letter(raw), _files(raw), LATER), kind_of(number)


def _files(raw: bytes) -> dict[str, bytes]:
    """The files of a letter by name, as a mail program saves them."""
    parts = message_from_bytes(raw).walk()
    named = ((part.get_filename(), part.get_payload(decode=True)) for part in parts)
    return {name: content for name, content in named if name and isinstance(content, bytes)}


def _outcomes(house: Runtime) -> dict[str, tuple[str, str]]:
    """Outcome and sentence of every mail by its Message-ID."""
    with house.database.unit() as store:
        query = select(RawMailRow.message_id, ReplyRow.outcome, ReplyRow.reason).join(
            ReplyRow, ReplyRow.raw_mail_id == RawMailRow.id
        )
        return {name: (outcome, reason) for name, outcome, reason in store.session.execute(query)}


def _answers(house: Runtime) -> dict[str, list[AnswerRow]]:
    """The answers that count, by the address of the commune."""
    with house.database.unit() as store:
        query = (
            select(ContactRow.email, AnswerRow)
            .join(AssignmentRow, AssignmentRow.answer_id == AnswerRow.id)
            .join(ContactRow, ContactRow.agency_id == AssignmentRow.agency_id)
        )
        found: dict[str, list[AnswerRow]] = {}
        for email, answer in store.session.execute(query).tuples():
            found.setdefault(email, []).append(answer)
        return found


def _link_in(raw: bytes) -> str:
    """The path of the answer page that a letter names."""
    (path,) = set(re.findall(re.escape(PAGES) + r"(/t/[\w.-]+z)(?![\w-])", parse(raw).text))
    return path


def _say_yes(house: Runtime, path: str) -> None:
    """Open the page of a letter that asks whose words a mail are, and press "yes"."""
    app = create_link_app(house.database, house.links, house.office, lambda: LATER + timedelta(hours=1))
    browser = TestClient(app, base_url=PAGES, follow_redirects=False)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', browser.get(path).text))
    assert browser.post(path, data=hidden | {"whose": "ours"}, headers={"Origin": PAGES}).status_code == 303


def test_a_cycle_with_69_communes_and_every_kind_of_reply(office: Runtime, servers: Servers) -> None:
    assert write_letters(office, MORNING) == 69
    assert send(office, MORNING).sent == 69
    servers.settle(60)
    posted: list[tuple[str, Kind, str]] = []
    answering = list(desks(servers))
    for desk, kind in answering:
        mails = kind.write(desk)
        assert len(mails) == len(kind.outcomes)
        for outgoing in mails:
            sender = outgoing.sender or desk.address
            Officer(servers, desk.address, "").post(outgoing.raw, outgoing.recipient or desk.letter.reply_to, sender)
            posted.append((parse(outgoing.raw).message_id, kind, desk.address))
    servers.settle(60)

    take_in(office, LATER)
    servers.settle(60)

    # Nothing is lost: every mail of a commune and the report of Postfix is kept, read once and taken out of the box.
    found = _outcomes(office)
    assert len(rows(office, RawMailRow)) == len(rows(office, ReplyRow)) == len(posted) + GONE
    with our_mailbox(servers) as box:
        assert box.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] == 0
    expected = {kind.name: sorted(kind.outcomes) for _, kind, _ in posted}
    became: dict[str, list[tuple[str, str]]] = {}
    for name, kind, _ in posted:
        became.setdefault(kind.name, []).append(found[name])
    # Of two mails of one desk either may arrive first.
    wrong = [(name, said) for name, said in became.items() if sorted(one for one, _ in said) != expected[name]]
    assert not wrong, "\n".join(f"{name}: {said}" for name, said in wrong)
    assert Counter(outcome for outcome, _ in found.values())["bounce"] == GONE

    # Nothing is misread: each commune has exactly the answers that it gave.
    answers = _answers(office)
    for desk, kind in answering:
        given = answers.get(desk.address, [])
        assert (kind.name, len(given)) == (kind.name, kind.recorded)
        if kind.status:
            assert {kind.name: {answer.status for answer in given}} == {kind.name: {kind.status}}

    # Every trusted answer has its receipt, strangers and machines have none.
    receipts = [row for row in rows(office, LetterRow) if row.kind == "receipt"]
    # The colleague has no mailbox on the servers of the test.
    assert {row.state for row in receipts if row.first_recipient in COMMUNES} == {"sent"}
    thanked = Counter(row.first_recipient for row in receipts)
    assert not {address for address in thanked if address not in COMMUNES and not address.startswith("tran.thi.b@")}
    for _, kind, address in posted:
        if kind.recorded == 6 and kind.name != "a colleague":
            assert thanked[address] >= 1, kind.name

    # The contact of the commune is asked about the mail of the stranger, and says on the page that it is theirs.
    (number,) = (desk.number for desk, kind in answering if kind.name == "a stranger")
    _say_yes(office, _link_in(servers.delivered(COMMUNES[number])[-1]))
    assert {answer.status for answer in _answers(office)[COMMUNES[number]]} == {"hoan_thanh"}

    # The second look finds nothing new and sends nothing again.
    before = [len(rows(office, table)) for table in (RawMailRow, ReplyRow, AnswerRow, LetterRow)]
    take_in(office, LATER + timedelta(minutes=5))
    servers.settle(60)
    assert [len(rows(office, table)) for table in (RawMailRow, ReplyRow, AnswerRow, LetterRow)] == before
    identifiers = [message_from_bytes(raw)["Message-ID"] for address in COMMUNES for raw in servers.delivered(address)]
    assert len(identifiers) == len(set(identifiers))
