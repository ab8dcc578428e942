"""Who wrote: what our own server says, crossed with what is registered; and what that means for the mail."""

import time
from dataclasses import replace
from email.message import EmailMessage

import pytest
from known_side import EML, MESSAGE_ID, TOKEN, FakeKnown, letter
from reply_world import CONTACT, NOW, OWN, ReplyWorld

from mail.incoming.inbox import Reception, gather
from mail.incoming.message import Message, parse
from mail.incoming.trust import authentication
from mail.read_reply import read_reply
from mail.rules.model import Kind, Limits, Outcome, Owners, Standing
from mail.rules.table import decide
from state.tables import AgencyRow, ContactRow

OURS = "mx.dondoc.example"
DMARC = f"{OURS}; dmarc=pass header.from="
XAMAU = f"{DMARC}xamau.example"


@pytest.fixture
def world(tmp_path):
    found = ReplyWorld(tmp_path)
    yield found
    found.database.close()


def mail(sender=CONTACT, results="", **changes) -> Message:
    known = {
        "sender": sender,
        "to": (f"bao-cao+{TOKEN}@dondoc.example",),
        "text": "HT26-031: đã hoàn thành",
        "authentication": (results,) if results else (),
    }
    return Message(**(known | changes))


def checked(**changes) -> FakeKnown:
    """Our side behind a mail server that checks senders."""
    return FakeKnown(letter("one"), Limits(authserv_id=OURS), **changes)


def found_by(message: Message, match: str) -> Message:
    """The same mail, tied to our letter in another way."""
    plain = ("bao-cao@dondoc.example",)
    ways = {
        "token": {},
        "thread": {"to": plain, "in_reply_to": (MESSAGE_ID,)},
        "quoted": {"to": plain, "text": f"{message.text}\n\n> Trả lời về bao-cao+{TOKEN}@dondoc.example"},
        "code": {"to": plain, "subject": "Re: [HT26-031] báo cáo"},
    }
    return replace(message, **ways[match])


VERIFIED, UNVERIFIED, FOREIGN, FAILED = (Standing[name] for name in ("VERIFIED", "UNVERIFIED", "FOREIGN", "FAILED"))
STRANGER = "la@bao-la.example"
COLLEAGUE = "vanthu@xamau.example"


@pytest.mark.parametrize(
    ("sender", "results", "standing", "recorded_by"),
    [
        (CONTACT, XAMAU, VERIFIED, {"token", "thread", "quoted", "code"}),
        (COLLEAGUE, XAMAU, VERIFIED, {"token", "thread", "quoted", "code"}),
        (CONTACT, "", UNVERIFIED, set()),
        (CONTACT, f"{OURS}; dmarc=temperror header.from=xamau.example", UNVERIFIED, set()),
        (CONTACT, f"{OURS}; spf=pass smtp.mailfrom=xamau.example", UNVERIFIED, set()),
        (CONTACT, f"{OURS}; none", UNVERIFIED, set()),
        (CONTACT, f"{OURS}; dmarc=fail header.from=xamau.example", FAILED, set()),
        (STRANGER, f"{DMARC}bao-la.example", FOREIGN, set()),
        (STRANGER, "", FOREIGN, set()),
        (STRANGER, f"{OURS}; dmarc=fail header.from=bao-la.example", FAILED, set()),
        ("truong@mn.xamau.example", f"{DMARC}mn.xamau.example", FOREIGN, set()),
    ],
)
@pytest.mark.parametrize("match", ["token", "thread", "quoted", "code"])
def test_the_table_of_trust(sender, results, standing, recorded_by, match):
    verdict = decide(found_by(mail(sender, results), match), checked())
    assert (verdict.rule, verdict.trust) == (match, standing)
    assert (verdict.outcome is Outcome.RECORD) == (match in recorded_by)
    assert verdict.kind is (Kind.SPOOF if standing is FAILED else Kind.ANSWER)
    believed = standing is VERIFIED
    assert (verdict.trusted, verdict.receipt) == (believed, believed)
    # A guessable way to our letter is no reason to trouble the contact.
    assert verdict.ask_contact == (not believed and match in {"token", "quoted"})
    assert verdict.reason.endswith(".")


@pytest.mark.parametrize(
    ("results", "standing"),
    [
        ("dkim=pass header.d=xamau.example header.s=mail", VERIFIED),
        ("dkim=pass header.i=@xamau.example", VERIFIED),
        ("dkim=pass (2048-bit key) header.d=XAMAU.example; dmarc=none header.from=xamau.example", VERIFIED),
        ("dkim=fail header.d=xamau.example; dkim=pass header.d=xamau.example", VERIFIED),
        ("dkim=pass header.d=la.example", UNVERIFIED),
        ("dkim=pass header.d=mn.xamau.example", UNVERIFIED),
        ("dkim=pass header.d=gia-xamau.example", UNVERIFIED),
        ("dkim=fail header.d=xamau.example", UNVERIFIED),
        ("dkim=pass header.d=xamau.example; dmarc=fail header.from=xamau.example", FAILED),
        ("dkim=pass header.d=xamau.example; dmarc=temperror", UNVERIFIED),
    ],
)
def test_a_signature_that_our_server_found_right_counts_where_the_domain_has_no_policy(results, standing):
    assert decide(mail(results=f"{OURS}; {results}"), checked()).trust == standing


@pytest.mark.parametrize(
    ("results", "standing"),
    [
        (r"spf=fail (foo \) ; dmarc=pass header.from=xamau.example ; a=\( )", UNVERIFIED),
        (r'spf=fail smtp.helo="x\"; dmarc=pass header.from=xamau.example; y=\""', UNVERIFIED),
        ("spf=fail (foo ( ; dmarc=pass header.from=xamau.example )", UNVERIFIED),
        ("spf=fail foo) ; dmarc=pass header.from=xamau.example", UNVERIFIED),
        ('spf=pass (a (b) "c) ; dmarc=pass (p=none) header.from=xamau.example', VERIFIED),
        ("dkim=pass header.d=example", UNVERIFIED),
    ],
)
def test_what_a_sender_may_have_put_into_the_results_is_not_read(results, standing):
    assert decide(mail(results=f"{OURS}; {results}"), checked()).trust == standing


@pytest.mark.parametrize(("signer", "standing"), [("gov.vn", UNVERIFIED), ("tinhmau.gov.vn", VERIFIED)])
def test_the_domain_above_vouches_unless_names_below_it_are_given_to_anybody(signer, standing):
    known = FakeKnown(replace(letter("one"), contacts=frozenset({"a@xa.tinhmau.gov.vn"})), Limits(authserv_id=OURS))
    assert decide(mail("a@xa.tinhmau.gov.vn", f"{OURS}; dkim=pass header.d={signer}"), known).trust == standing


def test_letters_of_another_script_in_a_raw_address_are_seen():
    raw = f"From: Xã Mẫu <vanthu@x\u0430mau.example>\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\n\r\nok".encode()
    verdict = decide(parse(raw), FakeKnown(letter("one")))
    assert verdict.kind is Kind.SPOOF
    assert "ký tự trông giống nhau" in verdict.reason


def test_the_version_of_the_header_and_the_case_of_the_server_do_not_matter():
    seen = authentication(mail(results="MX.dondoc.example 1; dmarc=pass header.from=xamau.example"), OURS)
    assert (seen.present, seen.dmarc) == (True, "pass")
    assert not authentication(mail(results=XAMAU.replace("mx.", "mx2.")), OURS).present


def test_where_nobody_checks_the_registered_address_counts():
    verdict = decide(mail(), FakeKnown(letter("one")))
    assert (verdict.outcome, verdict.trust) == (Outcome.RECORD, Standing.REGISTERED)


def test_two_addresses_in_from_are_no_address():
    raw = f"From: {CONTACT}, {STRANGER}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\n\r\nHT26-031: đã hoàn thành".encode()
    verdict = decide(parse(raw), FakeKnown(letter("one")))
    assert (verdict.outcome, verdict.trust, verdict.receipt) == (Outcome.HOLD, UNVERIFIED, False)


def test_the_contact_of_another_agency_is_held_by_name():
    sender = "truong@xakhac.example"
    owned = Owners({"xa-khac": "UBND xã Khác"}, {"xa-khac": "UBND xã Khác"})
    verdict = decide(mail(sender, f"{DMARC}xakhac.example"), checked(owned=owned))
    assert (verdict.outcome, verdict.trust, verdict.ask_contact) == (Outcome.HOLD, FOREIGN, True)
    assert "đầu mối của UBND xã Khác, không phải của UBND xã Mẫu" in verdict.reason


@pytest.mark.parametrize(
    ("owned", "outcome"),
    [
        (Owners({}, {"xa-mau": "UBND xã Mẫu"}), Outcome.RECORD),
        (Owners({}, {"xa-mau": "UBND xã Mẫu", "xa-khac": "UBND xã Khác"}), Outcome.HOLD),
    ],
)
def test_a_colleague_is_believed_only_where_the_domain_is_of_one_agency(owned, outcome):
    verdict = decide(mail(COLLEAGUE, XAMAU), checked(owned=owned))
    assert verdict.outcome is outcome
    assert ("dùng chung" in verdict.reason) == (outcome is Outcome.HOLD)


def test_a_registered_contact_is_believed_also_where_the_domain_is_shared():
    owned = Owners({"xa-mau": "", "xa-khac": ""}, {"xa-mau": "", "xa-khac": ""})
    assert decide(mail(results=XAMAU), checked(owned=owned)).outcome is Outcome.RECORD


def test_a_holiday_note_under_a_borrowed_address_sends_nobody_on_holiday():
    raw = (EML / "out-of-office-vi.eml").read_bytes()
    forged = f"Authentication-Results: {OURS}; dmarc=fail header.from=xamau.example\r\n".encode() + raw
    assert decide(parse(raw), FakeKnown(letter("one"))).away
    verdict = decide(parse(forged), checked())
    assert (verdict.outcome, verdict.away, verdict.absent_until) == (Outcome.IGNORE, False, None)


def test_a_mail_without_a_letter_tells_what_is_known_of_its_sender():
    nothing = {"to": ("bao-cao@dondoc.example",), "text": "Xin chào"}
    known = checked()
    assert decide(mail(CONTACT, XAMAU, **nothing), known).trust == VERIFIED
    assert decide(mail(STRANGER, **nothing), known).trust == FOREIGN
    assert decide(mail(CONTACT, f"{OURS}; dmarc=fail", **nothing), known).kind is Kind.SPOOF


def test_every_sample_mail_has_one_outcome_with_one_sentence(one):
    for path in sorted(EML.glob("*.eml")):
        verdict = decide(parse(path.read_bytes()), one)
        assert verdict.outcome in set(Outcome)
        assert verdict.reason.endswith((".", ").")) and "\n" not in verdict.reason, path.stem


@pytest.mark.parametrize(
    ("build", "why"),
    [
        ({"type": "application/pkcs7-mime; smime-type=enveloped-data", "name": "smime.p7m"}, "S/MIME"),
        ({"type": "application/ms-tnef", "name": "winmail.dat"}, "winmail.dat"),
        ({"type": "application/vnd.ms-outlook", "name": "bao cao.msg"}, ".msg"),
        ({"type": "application/pgp-encrypted", "name": "x.asc"}, "PGP"),
    ],
)
def test_what_cannot_be_opened_is_held_with_a_clear_sentence(one, build, why):
    raw = (
        f"From: {CONTACT}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n\r\n--x\r\n"
        f'Content-Type: {build["type"]}\r\nContent-Disposition: attachment; filename="{build["name"]}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\nAAAAAAAA\r\n--x--\r\n"
    ).encode()
    verdict = read_reply(parse(raw), one).verdict
    assert (verdict.outcome, why in verdict.reason) == (Outcome.HOLD, True), verdict.reason


@pytest.mark.parametrize(
    "text",
    ["1." * 60_000 + "+@", "+aaaaaaaaaaaaaaaa@" * 5_000, "a@b.example\n" * 8_000, "From: a b\n" * 9_000],
    ids=["dots", "tokens", "addresses", "headers"],
)
def test_a_text_made_to_keep_us_busy_is_decided_at_once(text):
    began = time.process_time()
    decide(mail(text=text, to=("bao-cao@dondoc.example",), in_reply_to=(MESSAGE_ID,)), FakeKnown(letter("one")))
    decide(mail(text=text, to=("bao-cao@dondoc.example",)), FakeKnown(letter("one")))
    assert time.process_time() - began < 1


def test_words_beside_a_winmail_file_are_read(one):
    message = EmailMessage()
    message["From"], message["To"] = CONTACT, f"bao-cao+{TOKEN}@dondoc.example"
    message.set_content("HT26-031: đã hoàn thành 100%.")
    message.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert read_reply(parse(message.as_bytes()), one).verdict.outcome is Outcome.RECORD


# -- in the database -------------------------------------------------------------------------------------------------


def another_agency(world, email: str) -> None:
    with world.units() as store:
        row = AgencyRow(
            code="xa-khac",
            name="UBND xã Khác",
            short_name="xã Khác",
            kind="commune",
            province="Tỉnh Mẫu",
            parent="",
            in_chain=True,
            to_confirm=False,
            note="",
        )
        store.session.add(row)
        store.session.flush()
        store.session.add(ContactRow(agency_id=row.id, email=email, name="Trần Thị Khác", role="focal", state="ok"))
        store.commit()


@pytest.mark.parametrize(
    ("registered", "sender", "outcome", "trust"),
    [
        ("a@xakhac.example", COLLEAGUE, Outcome.RECORD, "registered"),
        ("a@xamau.example", COLLEAGUE, Outcome.HOLD, "foreign"),
        ("a@xamau.example", "a@xamau.example", Outcome.HOLD, "foreign"),
        ("a@xamau.example", CONTACT, Outcome.RECORD, "registered"),
        (CONTACT, CONTACT, Outcome.RECORD, "registered"),
        ("a@xa_mau.example", "b@xaxmau.example", Outcome.HOLD, "foreign"),
    ],
)
def test_what_is_registered_for_others_is_asked_of_the_register(world, registered, sender, outcome, trust):
    another_agency(world, registered)
    world.write("HT26-031: đã hoàn thành", sender=sender)
    assert world.gather().outcomes[0].outcome is outcome
    assert world.replies()[0].trust == trust


def test_the_copy_of_a_reply_names_the_first_one(world):
    for number in (1, 2, 3):
        world.write("HT26-031: đã hoàn thành", number=number)
        world.gather()
    first, second, third = world.replies()
    assert (first.duplicate_of, second.duplicate_of, third.duplicate_of) == (None, first.id, first.id)
    assert f"thư số {first.id}" in third.reason


def test_words_sent_under_a_borrowed_address_do_not_make_the_words_of_its_owner_a_copy(world):
    reception = Reception(OWN, Limits(authserv_id=OURS))
    head = f"From: {CONTACT}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nMessage-ID: <%d@xamau.example>\r\n"
    body = "Content-Type: text/plain; charset=utf-8\r\n\r\nHT26-031: đã hoàn thành\r\n"
    for number, result in ((1, "fail"), (2, "fail"), (3, "pass"), (4, "pass")):
        results = f"Authentication-Results: {OURS}; dmarc={result} header.from=xamau.example\r\n"
        world.box.put((results + head % number + body).encode())
    outcomes = gather(world.units, world.box, NOW, reception).outcomes
    assert [str(one.outcome) for one in outcomes] == ["hold", "ignore", "record", "ignore"]
    rows = world.replies()
    assert [row.trust for row in rows] == ["failed", "failed", "verified", "verified"]
    assert [row.duplicate_of for row in rows] == [None, rows[0].id, None, rows[2].id]


def test_files_of_what_answers_or_waits_are_kept_and_those_of_others_are_not(world):
    for name in ("attachment-held", "nothing-matches"):
        world.put(name)
    world.gather()
    held = world.replies()[0]
    with world.units() as store:
        for file in held.attachments:
            assert len(store.files.content(file.sha256)) == file.size
