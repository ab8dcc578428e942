"""Domains, addresses and names that are made to look like those of an agency."""

import pytest
from known_side import TOKEN, FakeKnown, letter

from mail.incoming.look_alike import addresses_named, imitated_address, imitated_domain, one_edit, shown
from mail.incoming.message import Message
from mail.rules.model import Kind, Outcome
from mail.rules.table import decide

REGISTERED = {
    "xamau.example",
    "so-mau.example",
    "tinhmau.gov.vn",
    "sogddt.tinhmau.gov.vn",
    "quangmau.edu.vn",
    "bo1.example",
}
HOMOGLYPH = "ký tự trông giống"
EDIT = "sai khác một ký tự"
SIGNS = "gạch nối"
TAIL = "đuôi"
INSIDE = "vào trong"


@pytest.mark.parametrize(
    ("domain", "of", "how"),
    [
        ("xarnau.example", "xamau.example", HOMOGLYPH),
        ("хamau.example", "xamau.example", HOMOGLYPH),
        ("xаmаu.example", "xamau.example", HOMOGLYPH),
        ("xαmαυ.example", "xamau.example", HOMOGLYPH),
        ("xn--xmu-6cdb.example", "xamau.example", HOMOGLYPH),
        ("ｘａｍａｕ.example", "xamau.example", HOMOGLYPH),
        ("xãmẫu.example", "xamau.example", HOMOGLYPH),
        ("tinhmau.g0v.vn", "tinhmau.gov.vn", HOMOGLYPH),
        ("t1nhmau.gov.vn", "tinhmau.gov.vn", HOMOGLYPH),
        ("tlnhmau.gov.vn", "tinhmau.gov.vn", HOMOGLYPH),
        ("bol.example", "bo1.example", HOMOGLYPH),
        ("xamu.example", "xamau.example", EDIT),
        ("xammau.example", "xamau.example", EDIT),
        ("xamuu.example", "xamau.example", EDIT),
        ("xmaau.example", "xamau.example", EDIT),
        ("tinhmao.gov.vn", "tinhmau.gov.vn", EDIT),
        ("xa-mau.example", "xamau.example", SIGNS),
        ("somau.example", "so-mau.example", SIGNS),
        ("so.mau.example", "so-mau.example", SIGNS),
        ("tinhmau-gov.vn", "tinhmau.gov.vn", SIGNS),
        ("sogddt-tinhmau.gov.vn", "sogddt.tinhmau.gov.vn", SIGNS),
        ("xamau.com", "xamau.example", TAIL),
        ("tinhmau.com", "tinhmau.gov.vn", TAIL),
        ("tinhmau.com.vn", "tinhmau.gov.vn", TAIL),
        ("quangmau.gov.vn", "quangmau.edu.vn", TAIL),
        ("tinhmau.gov-vn.com", "tinhmau.gov.vn", INSIDE),
        ("tinhmau-gov-vn.com", "tinhmau.gov.vn", INSIDE),
        ("tinhmaugovvn.com", "tinhmau.gov.vn", INSIDE),
        ("tinhmau.gov.vn.evil.example", "tinhmau.gov.vn", INSIDE),
        ("mail.tinhmau.gov.vn.evil.example", "tinhmau.gov.vn", INSIDE),
        ("xamau.example.com", "xamau.example", INSIDE),
        ("xarnau-example.com", "xamau.example", INSIDE),
    ],
)
def test_an_imitation_is_recognised_with_its_trick(domain, of, how):
    found = imitated_domain(domain, REGISTERED)
    assert found is not None
    assert (found.of, how in found.how) == (of, True), found


@pytest.mark.parametrize(
    "domain",
    [
        "",
        "xamau.example",
        "truong.xamau.example",
        "gov.vn",
        "gmail.com",
        "bao-la.example",
        "quangngai.gov.vn",
        "sonv.tinhmau.gov.vn",
        "sogddtt.tinhmau.gov.vn",
        "bo2x.example",
        "phu-so-mau.example",
        "xn--.example",
        "xn--\u1eaf.example",
        "-.-",
        "." * 40,
    ],
)
def test_others_are_no_imitation(domain):
    assert imitated_domain(domain, REGISTERED) is None


def test_names_that_the_owner_of_a_zone_gave_out_do_not_imitate_each_other():
    registered = {f"xa{number}.quang-mau.example" for number in range(5)}
    assert imitated_domain("xa7.quang-mau.example", registered) is None
    assert imitated_domain("xa1.quang-rnau.example", registered) is not None


def test_an_encoded_domain_is_shown_in_its_letters():
    assert shown("xn--xmu-6cdb.example") == "xаmаu.example"
    assert shown("xn--%%%.example") == "xn--%%%.example"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("abc", "abc", False),
        ("abc", "abd", True),
        ("abc", "acb", True),
        ("abc", "ab", True),
        ("ab", "abc", True),
        ("abc", "cba", False),
        ("abcd", "abdx", False),
        ("", "a", True),
        ("", "", False),
        ("abcd", "badc", False),
    ],
)
def test_one_edit(one, other, expected):
    assert one_edit(one, other) is expected
    assert one_edit(other, one) is expected


def test_a_mailbox_at_a_public_provider_may_imitate_another_one():
    contacts = {"ubndxamau@gmail.com", "a@xamau.example"}
    for twin in ("ubndxarnau@gmail.com", "ubnd.xamau@gmail.com", "ubnd_xamau@gmail.com", "ubndxamau+1@gmail.com"):
        assert imitated_address(twin, contacts) is not None, twin
    for other in ("ubndxamau@gmail.com", "ubndxakhac@gmail.com", "ubndxarnau@yahoo.com", "a1@xamau.example"):
        assert imitated_address(other, contacts) is None, other


def test_addresses_in_a_display_name_are_found_in_any_width():
    assert addresses_named("Văn thư (vanthu＠xamau．example)") == ("vanthu@xamau.example",)
    assert addresses_named("Nguyễn Văn Mẫu") == ()


@pytest.mark.parametrize(
    ("sender", "name", "why"),
    [
        ("nguyenvanmau@xarnau.example", "Nguyễn Văn Mẫu", "gần giống xamau.example"),
        ("nguyenvanmau@xn--xmu-6cdb.example", "", "xаmаu.example"),
        ("x@khac.example", "nguyenvanmau@xamau.example", "ghi địa chỉ nguyenvanmau@xamau.example"),
        ("x@khac.example", "UBND xã Mẫu <vanthu@xamau.example>", "ghi địa chỉ vanthu@xamau.example"),
    ],
)
def test_an_imitation_is_held_as_a_spoof_and_never_answered(one, sender, name, why):
    message = Message(
        sender=sender,
        sender_name=name,
        to=(f"bao-cao+{TOKEN}@dondoc.example",),
        text="HT26-031: đã hoàn thành",
    )
    verdict = decide(message, one)
    assert (verdict.kind, verdict.outcome, verdict.trust) == (Kind.SPOOF, Outcome.HOLD, "foreign")
    assert (verdict.receipt, verdict.ask_contact, verdict.trusted) == (False, True, False)
    assert why in verdict.reason


def test_an_imitation_without_a_letter_is_told_as_well(one):
    verdict = decide(Message(sender="a@xarnau.example", to=("bao-cao@dondoc.example",), text="Xin chào"), one)
    assert (verdict.kind, verdict.outcome, verdict.receipt) == (Kind.SPOOF, Outcome.HOLD, False)


def test_all_registered_domains_count_and_not_only_those_of_the_letter():
    class Province(FakeKnown):
        def agency_domains(self):
            return {"xamau.example", "sotaichinh-mau.example"}

    verdict = decide(
        Message(sender="a@sotaichlnh-mau.example", to=(f"bao-cao+{TOKEN}@dondoc.example",), text="x"),
        Province(letter("one")),
    )
    assert (verdict.kind, "sotaichinh-mau.example" in verdict.reason) == (Kind.SPOOF, True)


def test_a_contact_who_writes_the_address_of_a_colleague_beside_his_name_imitates_nobody(one):
    message = Message(
        sender="nguyenvanmau@xamau.example",
        sender_name="Văn thư vanthu@xamau.example",
        to=(f"bao-cao+{TOKEN}@dondoc.example",),
        text="HT26-031: đã hoàn thành",
    )
    assert decide(message, one).outcome is Outcome.RECORD
