"""The order of the rules, trust, and who may be answered."""

from dataclasses import replace

import pytest
from known_side import EML, MESSAGE_ID, TOKEN, FakeKnown, letter

from mail.incoming.message import Message, parse
from mail.incoming.trust import authentication, belongs
from mail.rules.model import Kind, Limits, Outcome, Rates, Severity
from mail.rules.table import RULES, decide

OURS = "mx.dondoc.example"
GOOD = f"{OURS}; spf=pass smtp.mailfrom=xamau.example; dmarc=pass header.from=xamau.example"
BAD = f"{OURS}; dmarc=fail header.from=xamau.example"


def mail(**changes):
    known = {
        "sender": "nguyenvanmau@xamau.example",
        "to": (f"bao-cao+{TOKEN}@dondoc.example",),
        "text": "HT26-031: đã hoàn thành",
        "message_id": "<1@xamau.example>",
    }
    return Message(**(known | changes))


def checked(**changes) -> FakeKnown:
    """Our side with a mail server that checks senders."""
    return FakeKnown(letter("one"), Limits(authserv_id=OURS), **changes)


def test_the_table_begins_with_loops_and_ends_with_what_nobody_took():
    names = [name for name, _ in RULES]
    assert names[:3] == ["loop", "bounce", "automatic"]
    assert names.index("token") < names.index("thread") < names.index("quoted-token") < names.index("subject-code")
    assert names[-1] == "unmatched"


@pytest.mark.parametrize(
    ("match", "results", "outcome", "kind", "receipt"),
    [
        ("token", GOOD, Outcome.RECORD, Kind.ANSWER, True),
        ("thread", GOOD, Outcome.RECORD, Kind.ANSWER, True),
        ("code", GOOD, Outcome.RECORD, Kind.ANSWER, True),
        ("token", "", Outcome.HOLD, Kind.ANSWER, False),
        ("code", "", Outcome.HOLD, Kind.ANSWER, False),
        ("token", BAD, Outcome.HOLD, Kind.SPOOF, False),
        ("thread", BAD, Outcome.HOLD, Kind.SPOOF, False),
        ("code", BAD, Outcome.HOLD, Kind.SPOOF, False),
    ],
)
def test_trust_with_a_server_that_checks(match, results, outcome, kind, receipt):
    message = mail(authentication=(results,) if results else ())
    if match != "token":
        message = replace(message, to=("bao-cao@dondoc.example",))
    if match == "thread":
        message = replace(message, in_reply_to=(MESSAGE_ID,))
    if match == "code":
        message = replace(message, subject="Re: [HT26-031] báo cáo")
    verdict = decide(message, checked())
    assert (verdict.outcome, verdict.kind, verdict.receipt) == (outcome, kind, receipt)
    assert verdict.rule == match


@pytest.mark.parametrize(
    "headers",
    [
        (BAD, GOOD),
        (f"khac.example; {GOOD}", BAD),
        (f'{OURS}; spf=fail smtp.mailfrom="x; dmarc=pass"@la.example; dmarc=fail header.from=xamau.example',),
        (f"{OURS}; spf=fail (dmarc=pass; dmarc=pass); dmarc=fail",),
    ],
    ids=["forged second", "foreign first", "inside a quoted string", "inside a comment"],
)
def test_forged_results_are_not_believed(headers):
    assert authentication(mail(authentication=headers), OURS).dmarc == "fail"
    assert decide(mail(authentication=headers), checked()).kind is Kind.SPOOF


def test_a_pass_for_another_domain_verifies_nobody():
    results = f"{OURS}; dmarc=pass header.from=la.example"
    assert decide(mail(authentication=(results,)), checked()).outcome is Outcome.HOLD


def test_a_verified_stranger_is_held_and_the_contact_is_asked():
    results = f"{OURS}; dmarc=pass header.from=gmail.com"
    verdict = decide(mail(sender="la@gmail.com", authentication=(results,)), checked())
    assert (verdict.outcome, verdict.ask_contact, verdict.trusted) == (Outcome.HOLD, True, False)


def test_a_public_domain_never_belongs_to_an_agency_but_an_address_may():
    known = replace(letter("one"), domains=frozenset({"gmail.com"}), contacts=frozenset({"xamau@gmail.com"}))
    assert belongs("xamau@gmail.com", known)
    assert not belongs("khac@gmail.com", known)


def test_a_subdomain_is_another_body():
    assert not belongs("a@truong.xamau.example", letter("one"))


@pytest.mark.parametrize(
    ("change", "why"),
    [({"revoked": True}, "thu hồi"), ({"expired": True}, "hết hạn")],
)
def test_a_withdrawn_letter_holds_the_answer(one, change, why):
    verdict = decide(mail(), one.but(**change))
    assert (verdict.outcome, why in verdict.reason) == (Outcome.HOLD, True)


def test_too_many_mails_are_held(one):
    one.rate = Rates(sender_hour=20)
    assert decide(mail(), one).outcome is Outcome.HOLD


def test_a_busy_domain_does_not_silence_a_registered_contact(one):
    one.rate = Rates(domain_day=5_000)
    assert decide(mail(), one).outcome is Outcome.RECORD
    assert decide(mail(sender="khac@xamau.example"), one).outcome is Outcome.HOLD


def test_a_duplicate_is_ignored(one):
    one.seen = {("abc", "nguyenvanmau@xamau.example")}
    verdict = decide(mail(said_sha="abc"), one)
    assert (verdict.rule, verdict.outcome, verdict.receipt) == ("duplicate", Outcome.IGNORE, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": MESSAGE_ID},
        {"sender": "bao-cao+abcdefghij234567@dondoc.example"},
    ],
)
def test_our_own_mail_is_a_loop_whatever_else_it_carries(one, changes):
    assert decide(mail(**changes), one).kind is Kind.LOOP


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("Auto-Submitted: auto-generated", "Auto-Submitted"),
        ("Precedence: auto_reply", "Precedence"),
        ("X-Autoreply: yes", "X-Autoreply"),
        ("X-Autoreply: yes\r\nSubject: Out of office", "vắng mặt"),
        ("Return-Path: <>", "địa chỉ trả về"),
        ("Content-Type: text/calendar; method=REPLY", "lịch"),
        ("Subject: =?utf-8?b?xJDDoyDEkeG7jWM6IGLDoW8gY8Ohbw==?=", "đã đọc"),
    ],
)
def test_machines_are_recognised(one, head, why):
    raw = f"From: a@xamau.example\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\n{head}\r\n\r\nHT26-031: ok".encode()
    verdict = decide(parse(raw), one)
    assert (verdict.kind, verdict.outcome) == (Kind.AUTO_REPLY, Outcome.IGNORE)
    assert why in verdict.reason


def test_a_request_to_suppress_answers_is_no_proof_of_a_machine(one):
    raw = f"From: nguyenvanmau@xamau.example\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\n".encode()
    raw += b"Auto-Submitted: no\r\nX-Auto-Response-Suppress: All\r\n\r\nHT26-031: ok"
    assert decide(parse(raw), one).kind is Kind.ANSWER


def test_a_list_or_a_role_account_gets_no_receipt(one):
    listed = parse(
        (EML / "thread-only.eml").read_bytes().replace(b"MIME-Version", b"List-Id: <x.example>\r\nMIME-Version")
    )
    assert decide(listed, one).receipt is False
    assert decide(mail(sender="abuse@xamau.example"), one).receipt is False


def test_a_report_without_a_letter_of_ours_marks_nobody(one):
    one.token = "khongphaitoken00"
    raw = (EML / "bounce-hard.eml").read_bytes().replace(b"dondoc.mau@", b"khac@")
    verdict = decide(parse(raw), one)
    assert (verdict.kind, verdict.outcome, verdict.letter) == (Kind.BOUNCE, Outcome.HOLD, None)


def test_a_report_in_a_dialect_is_read_as_well(one):
    raw = (
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\r\nReturn-Path: <>\r\n"
        f"To: bounce+{TOKEN}@dondoc.example\r\nSubject: Delivery Status Notification (Failure)\r\n"
        "X-Failed-Recipients: nguyenvanmau@xamau.example\r\n"
        "Content-Type: text/plain\r\n\r\n"
        "Delivery to the following recipient failed permanently:\r\n\r\n     nguyenvanmau@xamau.example\r\n"
    ).encode()
    verdict = decide(parse(raw), one)
    assert (verdict.kind, verdict.bounced[0].severity) == (Kind.BOUNCE, Severity.HARD)
