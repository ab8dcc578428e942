"""DKIM signatures checked offline, where no server of ours has said anything about the sender."""

import base64
import time
from dataclasses import replace
from functools import lru_cache

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from known_side import TOKEN, FakeKnown, letter
from reply_world import CONTACT, NOW, OWN, ReplyWorld

from mail.incoming.dkim_keys import BadDkimKeys, DkimKeys, Signature, load_keys
from mail.incoming.inbox import Reception, gather
from mail.incoming.message import parse
from mail.rules.model import Kind, Limits, Outcome, Owners
from mail.rules.table import decide

DOMAIN = "xamau.example"
NAME = f"thu._domainkey.{DOMAIN}"
HEAD = (
    f"From: {CONTACT}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nSubject: Re: bao cao\r\n"
    "Message-ID: <1@xamau.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
)
PLAIN = (HEAD + "HT26-031: đã hoàn thành   100%. \r\n\r\n").encode()
BOTH = ((b"relaxed", b"relaxed"), (b"simple", b"simple"))


@lru_cache(maxsize=4)
def key(number: int = 0, size: int = 1024) -> rsa.RSAPrivateKey:
    """The same key each time: making one takes longer than all that follows."""
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


def public(number: int = 0) -> str:
    der = (
        key(number)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def keys(name: str = NAME, number: int = 0) -> DkimKeys:
    return DkimKeys({name: public(number)})


def signed(raw: bytes = PLAIN, domain: str = DOMAIN, number: int = 0, **options) -> bytes:
    pem = key(number).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    options.setdefault("include_headers", [b"from", b"to", b"subject", b"message-id"])
    return dkim.sign(raw, b"thu", domain.encode(), pem, **options) + raw


@pytest.mark.parametrize("canonical", BOTH)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw, Signature.GOOD),
        (lambda raw: b"Received: from a\r\nDelivered-To: bao-cao@dondoc.example\r\n" + raw, Signature.GOOD),
        (lambda raw: raw.replace(b"\r\n", b"\n"), Signature.GOOD),
        (lambda raw: raw.replace(b"100%", b"10%"), Signature.BROKEN),
        (lambda raw: raw + b"HT26-032: xong\r\n", Signature.BROKEN),
        (lambda raw: raw.replace(b"Re: bao cao", b"Re: khac"), Signature.BROKEN),
        (lambda raw: raw.replace(b"nguyenvanmau@", b"tranthimau@"), Signature.BROKEN),
        (lambda raw: b"From: khac@xamau.example\r\n" + raw, Signature.BROKEN),
        (lambda raw: PLAIN, Signature.MISSING),
        (lambda raw: b"", Signature.MISSING),
        (lambda raw: b"khong phai thu", Signature.MISSING),
    ],
)
def test_a_signature_is_right_broken_or_missing(canonical, change, expected):
    assert keys().check(change(signed(canonicalize=canonical)), DOMAIN) is expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (lambda: signed(length=True), "a part of the body may be added to"),
        (lambda: signed(domain="khac.example"), "another domain vouches for itself only"),
        (lambda: signed(domain=f"mn.{DOMAIN}"), "a lower domain does not speak for the higher one"),
        (lambda: signed().replace(b"a=rsa-sha256", b"a=rsa-sha1"), "an algorithm that proves nothing"),
        (lambda: signed().replace(b"s=thu", b"s=cu"), "a key that nobody wrote down"),
        (lambda: signed().replace(b"h=from", b"h=date"), "From is not signed"),
        (lambda: signed().replace(b"; s=thu", b"; x=1700000000; s=thu"), "it has run out"),
        (lambda: signed().replace(b"b=", b"b=" + b" " * 9_000, 1), "made to keep regular expressions busy"),
        (lambda: b"DKIM-Signature: v=1;;;=;\r\n" + PLAIN, "no signature at all"),
        (lambda: b"DKIM-Signature: \xff\xfe; d=\xe1\xba\r\n" + PLAIN, "bytes"),
        (lambda: b"dkim-signature without a colon\r\n" + signed(), "no header"),
    ],
)
def test_what_vouches_for_nothing(raw, why):
    several = DkimKeys(
        {name: public() for name in (NAME, "thu._domainkey.khac.example", f"thu._domainkey.mn.{DOMAIN}")}
    )
    assert several.check(raw(), DOMAIN) is Signature.MISSING, why


def test_the_domain_above_may_sign():
    assert keys().check(signed(), f"mn.{DOMAIN}") is Signature.GOOD
    assert keys().expects(f"mn.{DOMAIN}")
    assert not keys().expects(f"gia-{DOMAIN}")


def test_one_right_signature_among_others_is_enough():
    foreign = signed(domain="cong-mail.example", number=1)
    assert keys().check(foreign.removesuffix(PLAIN) + signed(), DOMAIN) is Signature.GOOD
    wrong_key = DkimKeys({NAME: public(1)})
    assert wrong_key.check(signed(), DOMAIN) is Signature.BROKEN


def test_a_revoked_key_makes_no_signature_right():
    assert DkimKeys({NAME: "v=DKIM1; p="}).check(signed(), DOMAIN) is Signature.BROKEN


def test_a_mail_made_of_blanks_takes_no_time():
    raw = signed().replace(b"c=relaxed/simple", b"c=relaxed/relaxed") + b" " * 2_000_000 + b"x\r\n"
    began = time.process_time()
    assert keys().check(raw, DOMAIN) is Signature.BROKEN
    assert time.process_time() - began < 2


def test_a_signature_costs_less_than_seven_milliseconds():
    raw = signed(PLAIN + b"Da hoan thanh cac noi dung duoc giao.\r\n" * 100, canonicalize=BOTH[0])
    found, began = keys(), time.process_time()
    for _ in range(20):
        assert found.check(raw, DOMAIN) is Signature.GOOD
    assert (time.process_time() - began) / 20 < 0.007


# -- the file of keys ------------------------------------------------------------------------------------------------


def test_keys_are_read_from_a_file_and_again_when_it_changes(tmp_path):
    path = tmp_path / "dkim.toml"
    half = len(public()) // 2
    path.write_text(f'"THU._domainkey.XaMau.example." = ["{public()[:half]}", "{public()[half:]}"]\n')
    assert load_keys(path).check(signed(), DOMAIN) is Signature.GOOD
    assert load_keys(path) is load_keys(path)
    path.write_text(f'"thu2._domainkey.{DOMAIN}" = "v=DKIM1; p="\n')
    assert set(load_keys(path).records) == {f"thu2._domainkey.{DOMAIN}"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "không mở được"),
        ("khong phai toml", "TOML"),
        ('"xamau.example" = "v=DKIM1; p="', "_domainkey"),
        (f'["{NAME}"]\np = "abc"', "chuỗi"),
        (f'"{NAME}" = "v=DKIM1; p=abc"', "RSA"),
        (f'"{NAME}" = "v=DKIM2; p="', "RSA"),
        (f'"{NAME}" = "v=DKIM1"', "RSA"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_the_reason(tmp_path, content, why):
    path = tmp_path / "dkim.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadDkimKeys, match=why) as caught:
        load_keys(path)
    assert "DONDOC_DKIM_KEYS" in str(caught.value)


def test_a_key_of_another_kind_is_refused(tmp_path):
    raw = ed25519.Ed25519PrivateKey.generate().public_key()
    told = raw.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    path = tmp_path / "dkim.toml"
    path.write_text(f'"{NAME}" = "v=DKIM1; k=ed25519; p={base64.b64encode(told).decode()}"')
    with pytest.raises(BadDkimKeys, match="RSA"):
        load_keys(path)


# -- what it means for a mail ----------------------------------------------------------------------------------------

TAMPERED = signed().replace(b"100%", b"10%")
OURS = "mx.dondoc.example"


def said(result: str, raw: bytes) -> bytes:
    return f"Authentication-Results: {OURS}; dmarc={result} header.from={DOMAIN}\r\n".encode() + raw


@pytest.mark.parametrize(
    ("raw", "server", "outcome", "kind", "trust"),
    [
        (signed(), "", Outcome.RECORD, Kind.ANSWER, "verified"),
        (PLAIN, "", Outcome.HOLD, Kind.ANSWER, "unverified"),
        (TAMPERED, "", Outcome.HOLD, Kind.SPOOF, "failed"),
        (signed(), OURS, Outcome.RECORD, Kind.ANSWER, "verified"),
        (TAMPERED, OURS, Outcome.HOLD, Kind.SPOOF, "failed"),
        # What our own server says decides, whatever is signed.
        (said("fail", signed()), OURS, Outcome.HOLD, Kind.SPOOF, "failed"),
        (said("pass", TAMPERED), OURS, Outcome.RECORD, Kind.ANSWER, "verified"),
        (said("pass", PLAIN), "", Outcome.HOLD, Kind.ANSWER, "unverified"),
    ],
)
def test_a_signature_decides_where_our_server_has_said_nothing(raw, server, outcome, kind, trust):
    known = FakeKnown(letter("one"), Limits(authserv_id=server, dkim=keys()), raw=raw)
    verdict = decide(parse(raw), known)
    assert (verdict.outcome, verdict.kind, verdict.trust) == (outcome, kind, trust)
    assert verdict.receipt == (outcome is Outcome.RECORD)


def test_a_right_signature_of_a_stranger_makes_him_no_agency():
    raw = signed(PLAIN.replace(DOMAIN.encode(), b"la.example"), "la.example")
    known = FakeKnown(letter("one"), Limits(dkim=keys("thu._domainkey.la.example")), raw=raw, owned=Owners())
    verdict = decide(parse(raw), known)
    assert (verdict.outcome, verdict.trust, verdict.ask_contact) == (Outcome.HOLD, "foreign", True)


def test_a_domain_without_a_key_is_judged_as_before():
    known = FakeKnown(letter("one"), Limits(dkim=keys("thu._domainkey.khac.example")), raw=PLAIN)
    assert decide(parse(PLAIN), known).trust == "registered"


def test_a_code_in_the_subject_is_enough_for_a_signed_mail():
    raw = PLAIN.replace(f"+{TOKEN}".encode(), b"").replace(b"Re: bao cao", b"Re: [HT26-031]")
    for content, outcome in ((signed(raw), Outcome.RECORD), (raw, Outcome.HOLD)):
        verdict = decide(parse(content), FakeKnown(letter("one"), Limits(dkim=keys()), raw=content))
        assert (verdict.rule, verdict.outcome) == ("code", outcome)


def test_the_inbox_hands_the_bytes_over(tmp_path):
    world = ReplyWorld(tmp_path)
    reception = Reception(OWN, Limits(dkim=keys()))
    for raw in (signed(), TAMPERED.replace(b"<1@", b"<2@")):
        world.box.put(raw)
    first, second = gather(world.units, world.box, NOW, reception).outcomes
    assert (first.outcome, second.kind) == (Outcome.RECORD, Kind.SPOOF)
    assert [row.trust for row in world.replies()] == ["verified", "failed"]
    world.database.close()


def test_a_signature_over_a_mail_that_was_cut_vouches_for_nothing(tmp_path):
    world = ReplyWorld(tmp_path)
    raw = signed()
    world.box.put(raw, size=len(raw) + 30)
    outcome = gather(world.units, world.box, NOW, Reception(OWN, replace(Limits(), dkim=keys()))).outcomes[0]
    assert (outcome.rule, outcome.outcome) == ("oversize", Outcome.HOLD)
    assert world.replies()[0].trust == "unverified"
    world.database.close()
