"""Somebody else wrote with our token: the known contact is asked, and nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from known_side import EML, TOKEN
from quick_world import QuickWorld
from reply_world import CONTACT, NOW, OWN, ReplyWorld

from mail.html_text import to_text
from mail.incoming.inbox import Reception, gather
from mail.letters.confirming import ask_contact, harmless, held_reply_of
from mail.link import Links
from mail.office import Office
from mail.post.outbox import envelope_of, message_of
from mail.rules.model import Kind, Limits, Outcome
from state.tables import ContactRow, LetterRow

LINKS = Links("https://bao-cao.dondoc.example", "dondoc.example", "khóa mẫu")
OFFICE = Office("Sở Giáo dục và Đào tạo", "bao-cao@dondoc.example", "dieu-phoi@dondoc.example", LINKS)
STRANGER = "la@bao-la.example"
WORDS = "HT26-031: đã hoàn thành 100%. Đã ban hành kế hoạch và bố trí quỹ đất."


class AskingWorld(ReplyWorld):
    """The inbox as the house runs it: with the question to the contact."""

    office = OFFICE
    limits = Limits()

    def gather(self, now=NOW):
        def ask(store, reply_id, letter):
            ask_contact(store, reply_id, letter, now, self.office)

        reception = Reception(OWN, self.limits, ask_contact=ask)
        return gather(self.units, self.box, now, reception)

    def confirming(self) -> list[LetterRow]:
        """The letters that ask, oldest first, with their texts."""
        with self.units() as store:
            rows = [store.outbox.get(row.id) for row in store.outbox.all() if row.kind == "confirm"]
            for row in rows:
                _ = (row.text, row.html, row.agency, row.enclosures)
            return sorted(rows, key=lambda row: row.id)

    def events(self, subject: str) -> list[str]:
        with self.units() as store:
            return [event.kind for event in store.events.of(subject)]


@pytest.fixture
def world(tmp_path):
    found = AskingWorld(tmp_path)
    yield found
    found.database.close()


def test_the_known_contact_is_asked_who_wrote_what_by_a_link(world):
    world.write(WORDS, sender=STRANGER)
    outcome = world.gather().outcomes[0]
    (letter,) = world.confirming()
    assert (letter.key, letter.recipients, letter.cc) == (f"confirm:{outcome.reply_id}", [CONTACT], [])
    assert letter.subject == f"[HT26] Đề nghị xác nhận thư của {STRANGER}"
    link = LINKS(letter.message_id)
    for text in (letter.text, letter.html):
        for words in (STRANGER, "Đã ban hành kế hoạch", "chưa được ghi nhận", link):
            assert words in text
    assert LINKS.letter(LINKS.token(letter.message_id)) == letter.message_id
    assert world.events(f"reply:{outcome.reply_id}") == ["mail-hold", "contact-asked"]
    assert world.state("HT26-031") == "open"


def test_the_letter_stands_in_the_thread_of_the_request_and_its_bounces_find_it(world):
    world.write(WORDS, sender=STRANGER)
    world.gather()
    (letter,) = world.confirming()
    message = message_of(letter, NOW, OFFICE)
    assert (letter.in_reply_to, message["In-Reply-To"]) == ("<dondoc.mau@dondoc.example>",) * 2
    assert message["Auto-Submitted"] == "auto-generated"
    assert TOKEN in envelope_of(letter, OFFICE)
    assert STRANGER not in str(message["To"])


@pytest.mark.parametrize(
    ("results", "sender", "why"),
    [
        ("", STRANGER, "không có trong danh sách đầu mối"),
        ("dmarc=pass header.from=xarnau.example", "a@xarnau.example", "viết giống địa chỉ của cơ quan"),
        ("", CONTACT, "chưa xác thực được địa chỉ người gửi"),
        ("dmarc=fail header.from=xamau.example", CONTACT, "không đạt kiểm tra xác thực"),
    ],
)
def test_the_letter_says_why_nothing_was_recorded(world, results, sender, why):
    world.limits = Limits(authserv_id="mx.dondoc.example")
    head = f"Authentication-Results: mx.dondoc.example; {results}\r\n" if results else ""
    world.box.put((head + f"From: {sender}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\n\r\nHT26-031: xong").encode())
    assert world.gather().outcomes[0].outcome is Outcome.HOLD
    (letter,) = world.confirming()
    # A borrowed address is asked itself: the question reaches its owner.
    assert (letter.recipients, why in letter.text) == ([CONTACT], True)


@pytest.mark.parametrize("match", ["thread", "code", "revoked", "known"])
def test_nobody_is_asked_without_the_secret_or_when_there_is_nothing_to_ask(world, match):
    ours = "bao-cao@dondoc.example" if match in {"thread", "code"} else f"bao-cao+{TOKEN}@dondoc.example"
    more = {"thread": "In-Reply-To: <dondoc.mau@dondoc.example>\r\n", "code": "Subject: [HT26-031]\r\n"}.get(match, "")
    if match == "revoked":
        with world.units() as store:
            store.outbox.by_token(TOKEN).revoked_at = NOW - timedelta(hours=1)
            store.commit()
    sender = CONTACT if match == "known" else STRANGER
    world.box.put(f"From: {sender}\r\nTo: {ours}\r\n{more}\r\nHT26-031: da hoan thanh".encode())
    world.gather()
    assert world.confirming() == []


def test_one_question_for_each_reply_and_three_a_day_for_each_agency(world):
    for number in range(5):
        world.write(f"{WORDS} Lần {number}.", sender=f"la{number}@bao-la.example", number=number)
    world.gather()
    assert len(world.confirming()) == 3
    told = [world.events(f"reply:{row.id}")[-1] for row in world.replies()]
    assert told == ["contact-asked"] * 3 + ["contact-not-asked"] * 2
    world.write(WORDS, sender=STRANGER, number=9)
    world.gather(NOW + timedelta(days=1))
    assert len(world.confirming()) == 4
    with world.units() as store:
        reply_id = world.replies()[0].id
        again = ask_contact(store, reply_id, store.outbox.by_token(TOKEN), NOW, OFFICE)
        assert store.outbox.get(again).key == f"confirm:{reply_id}"
    assert len(world.confirming()) == 4


def test_the_contact_of_today_is_asked_and_not_the_address_that_is_gone(world):
    with world.units() as store:
        old = store.agencies.by_address(CONTACT)[0]
        old.valid_to = NOW.date()
        store.session.add(
            ContactRow(agency_id=old.agency_id, email="moi@xamau.example", name="Mới", role="focal", state="ok")
        )
        store.commit()
    world.write(WORDS, sender=STRANGER)
    world.gather()
    assert world.confirming()[0].recipients == ["moi@xamau.example"]


def test_the_held_reply_is_found_by_the_letter_and_by_no_other(world):
    world.write(WORDS, sender=STRANGER)
    outcome = world.gather().outcomes[0]
    with world.units() as store:
        letter = store.outbox.get(world.confirming()[0].id)
        assert held_reply_of(store, letter).id == outcome.reply_id
        assert held_reply_of(store, store.outbox.by_token(TOKEN)) is None


def test_a_question_that_cannot_be_written_leaves_the_reply_held(world):
    world.office = replace(OFFICE, answer_link=lambda message_id: 1 / 0)
    world.write(WORDS, sender=STRANGER)
    outcome = world.gather().outcomes[0]
    assert (outcome.rule, outcome.outcome, world.confirming()) == ("error", Outcome.HOLD, [])
    assert world.replies()[0].waiting


def test_every_database_asks_in_the_same_way(database):
    world = QuickWorld(database)

    def ask(store, reply_id, letter):
        ask_contact(store, reply_id, letter, NOW, OFFICE)

    for number, sender in enumerate((STRANGER, STRANGER, "vanthu@xamau.example")):
        world.write(WORDS, sender=sender, number=number)
    outcomes = gather(world.units, world.box, NOW, Reception(OWN, ask_contact=ask)).outcomes
    assert [str(one.outcome) for one in outcomes] == ["hold", "ignore", "record"]
    with world.units() as store:
        assert [row.recipients for row in store.outbox.all() if row.kind == "confirm"] == [[CONTACT]]
        rows = sorted(store.inbox.latest(), key=lambda row: row.id)
        assert [(row.trust, row.duplicate_of) for row in rows] == [
            ("foreign", None),
            ("foreign", rows[0].id),
            ("registered", None),
        ]


# -- what comes back -------------------------------------------------------------------------------------------------


def test_the_agency_may_send_the_very_words_of_the_stranger_itself(world):
    world.write(WORDS, sender=STRANGER)
    world.gather()
    quoted = "\n".join(f"> {line}" for line in world.confirming()[0].text.split("\n"))
    world.write(f"{WORDS}\n\nVào 11/12/2025, Sở <bao-cao@dondoc.example> đã viết:\n{quoted}", number=2)
    assert world.gather().outcomes[0].outcome is Outcome.RECORD
    assert world.state("HT26-031") == "answered"


@pytest.mark.parametrize("top", ["", "Không phải của chúng tôi.", "Đúng là của chúng tôi."])
@pytest.mark.parametrize("marked", [True, False])
def test_the_words_of_the_stranger_are_never_read_out_of_our_question(world, top, marked):
    world.write(WORDS, sender=STRANGER)
    world.gather()
    lines = world.confirming()[0].text.split("\n")
    quoted = "\n".join(f"> {line}" for line in lines) if marked else "\n".join(lines)
    attribution = "Vào 11/12/2025, Sở <bao-cao@dondoc.example> đã viết:\n" if marked else ""
    world.write(f"{top}\n\n{attribution}{quoted}", number=2)
    world.gather()
    assert world.answers("HT26-031") == []
    assert world.replies()[-1].outcome != "record"


def test_a_bounced_question_marks_the_contact(world):
    world.write(WORDS, sender=STRANGER)
    world.gather()
    asked = world.confirming()[0].message_id
    raw = (EML / "bounce-hard.eml").read_bytes().replace(b"<dondoc.mau@dondoc.example>", asked.encode())
    world.box.put(raw)
    assert world.gather().outcomes[0].kind is Kind.BOUNCE
    assert world.contact().state == "bounced"


# -- a stranger's words in a letter of ours --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xem http://lua-dao.example/dang-nhap ngay", "Xem [đã bỏ đường dẫn] ngay"),
        ("vào www.lua-dao.example", "vào [đã bỏ đường dẫn]"),
        ("tại lua-dao.example/x?y=1 nhé", "tại [đã bỏ đường dẫn] nhé"),
        ("javascript://%0aalert(1)", "[đã bỏ đường dẫn]"),
        ("CT1: 410/512, ngày 02/12/2025, a@xamau.example", "CT1: 410/512, ngày 02/12/2025, a@xamau.example"),
        ("số 45/KH-UBND; 1.234,5/2.000", "số 45/KH-UBND; 1.234,5/2.000"),
        ("bẫy\u202egpj.exe", "bẫygpj.exe"),
    ],
)
def test_links_of_a_stranger_do_not_travel_in_our_letters(text, expected):
    assert harmless(text) == expected


def test_a_hostile_mail_becomes_a_harmless_letter(world):
    head = f"From: =?utf-8?b?PGI+TOG6oTwvYj4gaHR0cDovL3guZXhhbXBsZS95?= <{STRANGER}>\r\n"
    body = "<script>alert(1)</script> http://lua-dao.example/a\r\n" + "Dòng dài. " * 400 + "\r\nx" * 100
    raw = f"To: bao-cao+{TOKEN}@dondoc.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    world.box.put((head + raw).encode())
    world.gather()
    (letter,) = world.confirming()
    assert "<script>" not in letter.html and "<b>" not in letter.html
    assert "lua-dao" not in letter.text + letter.html and "http://x.example" not in letter.text + letter.html
    assert "(trích phần đầu)" in letter.text
    assert len(letter.text) < 5_000
    assert len(letter.subject) <= 70


def test_every_line_of_the_page_stands_in_the_text_too(world):
    world.put("attachment-held", **{CONTACT: STRANGER})
    world.gather()
    assert "Tệp gửi kèm: Bao cao.pdf; so lieu.zip" in world.confirming()[0].text
    world.office = replace(OFFICE, answer_link=lambda message_id: "")
    world.write(WORDS, sender=STRANGER)
    world.gather()
    assert len(world.confirming()) == 2
    for letter in world.confirming():
        plain = " ".join(letter.text.split())
        for line in to_text(letter.html).split("\n"):
            shown = " ".join(line.split())
            assert len(shown) < 12 or shown in plain, shown
    assert "http" not in world.confirming()[-1].text
