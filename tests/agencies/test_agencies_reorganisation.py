"""Merge, split, rename, dissolve, move: what a file may say, what it leaves, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agencies import errors
from agencies.model import Change, Kind
from agencies.reading import read_directory
from agencies.reorganisation import Move, Reorganisation, read_reorganisation, reorganised

DAY = date(2026, 7, 1)  # Wednesday
EVE = DAY - timedelta(days=1)

BEFORE = read_directory(
    """
province = "Mẫu"
code = "M"
agencies = [
  { code = "M.UBND", name = "Ủy ban nhân dân tỉnh Mẫu", short = "UBND tỉnh", kind = "people_committee" },
  { code = "M.SYT", name = "Sở Y tế", kind = "department" },
  { code = "M.STC", name = "Sở Tài chính", kind = "department" },
  { code = "M.SNGV", name = "Sở Ngoại vụ", kind = "department" },
  { code = "M.CHI", name = "Chi cục Dân số", kind = "department", parent = "M.SYT" },
  { code = "M.CU", name = "Sở Cũ", kind = "department", to = 2025-03-01 },
  { code = "M.MTTQ", name = "Mặt trận Tổ quốc tỉnh", kind = "front", in_chain = false },
  { code = "M.HND", name = "Hội Nông dân tỉnh", kind = "mass_organisation", parent = "M.UBND" },
]
[[contact]]
agency = "M.SYT"
email = "dau-moi@syt.example"
role = "focal"
[[contact]]
agency = "M.SYT"
email = "cu@syt.example"
role = "deputy"
to = 2026-01-01
""",
    "mau.toml",
)
HEAD = """
province = "Mẫu"
code = "M"
title = "Sắp xếp thử"
on = 2026-07-01
decision = "Nghị quyết 1/NQ"
"""
NEW = '[[agencies]]\ncode = "M.SKH"\nname = "Sở Sức khỏe"\nkind = "department"\n'
OTHER = '[[agencies]]\ncode = "M.SDS"\nname = "Sở Dân số"\nkind = "department"\n'


def read(text: str, directory=BEFORE) -> Reorganisation:
    return read_reorganisation(HEAD + text, "sap-xep.toml", directory)


def codes(agencies) -> list[str]:
    return [one.code for one in agencies]


def test_a_merger_leaves_one_body_that_answers_for_both():
    change = read(
        '[[merge]]\nfrom = ["M.SNGV", { code = "M.STC", share = "ngân sách" }]\nto = "M.SYT"\nshare = "tất cả"\n'
    )
    after = reorganised(BEFORE, change)
    assert codes(after.answering("M.SNGV", EVE)) == ["M.SNGV"]
    assert codes(after.answering("M.SNGV", DAY)) == codes(after.answering("M.STC", DAY)) == ["M.SYT"]
    assert [(one.change, one.share, one.decision) for one in change.links] == [
        (Change.MERGE, "tất cả", "Nghị quyết 1/NQ"),
        (Change.MERGE, "ngân sách", "Nghị quyết 1/NQ"),
    ]
    assert after.get("M.SNGV").closed_by == ""
    assert BEFORE.get("M.SNGV").valid_to is None


def test_a_split_asks_a_person_and_names_the_shares():
    text = '[[split]]\nfrom = "M.SNGV"\nto = ["M.STC", { code = "M.SYT", share = "thuốc", confirm = true }]\n'
    after = reorganised(BEFORE, read(text))
    assert codes(after.answering("M.SNGV", DAY)) == ["M.STC", "M.SYT"]
    assert [(one.change, one.share, one.to_confirm) for one in after.handover("M.SNGV", DAY)] == [
        (Change.SPLIT, "", False),
        (Change.SPLIT, "thuốc", True),
    ]


def test_a_rename_is_a_new_body_with_the_addresses_of_the_old_one_and_what_stood_under_it():
    change = read(NEW + '[[rename]]\nfrom = "M.SYT"\nto = "M.SKH"\n')
    after = reorganised(BEFORE, change)
    assert codes(after.answering("M.SYT", DAY)) == ["M.SKH"]
    assert change.links[0].change is Change.RENAME
    assert [(one.email, one.valid_from) for one in change.contacts] == [("dau-moi@syt.example", DAY)]
    assert [one.email for one in after.contacts_of("M.SKH", DAY)] == ["dau-moi@syt.example"]
    assert after.contacts_of("M.SKH", EVE) == ()
    assert change.moves == (Move("M.CHI", "M.SKH", True, "Nghị quyết 1/NQ"),)
    assert (after.get("M.CHI", EVE).parent, after.get("M.CHI", DAY).parent) == ("M.SYT", "M.SKH")


def test_an_address_that_the_file_gives_to_the_new_name_is_not_handed_over_as_well():
    contact = '[[contact]]\nagency = "M.SKH"\nemail = "DAU-MOI@syt.example"\nrole = "office"\n'
    change = read(NEW + '[[rename]]\nfrom = "M.SYT"\nto = "M.SKH"\n' + contact)
    assert [(one.email, one.role) for one in change.contacts] == [("DAU-MOI@syt.example", "office")]


def test_a_dissolved_body_has_no_heir_and_names_its_document():
    change = read('[[dissolve]]\nagency = "M.SNGV"\ndecision = "Quyết định 9/QĐ"\n')
    after = reorganised(BEFORE, change)
    assert after.answering("M.SNGV", DAY) == ()
    assert (after.get("M.SNGV").valid_to, after.get("M.SNGV").closed_by) == (DAY, "Quyết định 9/QĐ")
    found = after.resolve("Sở Ngoại vụ", DAY)
    assert found.kind == "ended"
    assert "Quyết định 9/QĐ" in found.message


def test_a_body_that_moves_keeps_its_code_and_has_two_records():
    change = read('[[move]]\nagency = "M.HND"\nto = "M.MTTQ"\nin_chain = false\n')
    after = reorganised(BEFORE, change)
    old, new = (one for one in after.agencies if one.code == "M.HND")
    assert (old.parent, old.in_chain, old.valid_to, old.closed_by) == ("M.UBND", True, DAY, "Nghị quyết 1/NQ")
    assert (new.parent, new.in_chain, new.valid_from, new.closed_by) == ("M.MTTQ", False, DAY, "")
    assert codes(after.answering("M.HND", EVE)) == codes(after.answering("M.HND", DAY)) == ["M.HND"]
    assert after.resolve("Hội Nông dân tỉnh", DAY).agencies == (new,)
    assert after.resolve("Hội Nông dân tỉnh", EVE).agencies == (old,)
    assert codes(after.on(DAY)).count("M.HND") == 1


def test_a_body_that_moved_may_move_again_and_end():
    once = reorganised(BEFORE, read('[[move]]\nagency = "M.HND"\nto = "M.MTTQ"\n'))
    later = HEAD.replace("2026-07-01", "2027-01-01")
    back = read_reorganisation(later + '[[move]]\nagency = "M.HND"\nto = "M.UBND"\n', "lai.toml", once)
    twice = reorganised(once, back)
    assert [one.parent for one in twice.agencies if one.code == "M.HND"] == ["M.UBND", "M.MTTQ", "M.UBND"]
    last = later.replace("2027-01-01", "2028-01-03")
    gone = read_reorganisation(last + '[[dissolve]]\nagency = "M.HND"\n', "cuoi.toml", twice)
    ended = reorganised(twice, gone)
    assert codes(ended.answering("M.HND", date(2028, 1, 2))) == ["M.HND"]
    assert ended.answering("M.HND", date(2028, 1, 3)) == ()


def test_new_bodies_begin_that_day_beside_their_kind_with_their_addresses():
    places = '[[places]]\ntype = "xã"\nnames = ["Một"]\n'
    contact = '[[contact]]\nagency = "M.SKH"\nemail = "moi@skh.example"\nrole = "head"\nname = "Bà Hoa"\n'
    after = reorganised(BEFORE, read(NEW + places + contact))
    assert after.get("M.SKH").valid_from == after.get("M.X.MOT").valid_from == DAY
    departments = [one.code for one in after.agencies if one.kind is Kind.DEPARTMENT]
    assert departments == ["M.SYT", "M.STC", "M.SNGV", "M.CHI", "M.CU", "M.SKH"]
    assert codes(after.agencies).index("M.SKH") < codes(after.agencies).index("M.MTTQ")
    assert [one.name for one in after.contacts_of("M.SKH")] == ["Bà Hoa"]


def test_a_row_without_a_known_document_must_be_confirmed():
    move = '[[move]]\nagency = "M.HND"\nto = "M.MTTQ"\ndecision = ""\n'
    with pytest.raises(errors.BadDirectoryFile, match="confirm = true"):
        read(move)
    after = reorganised(BEFORE, read(move + "confirm = true\n"))
    assert after.get("M.HND", EVE).closed_by == ""


MOVED = '[[move]]\nagency = "M.HND"\nto = "M.MTTQ"\n'
GONE = '[[dissolve]]\nagency = "M.SNGV"\n'
REFUSED = [
    ("no TOML", "= =", errors.BadDirectoryFile, "TOML"),
    ("an unknown kind of change", '[[marry]]\nfrom = "M.SYT"\n', errors.BadDirectoryFile, "“marry”"),
    ("a split into one", '[[split]]\nfrom = "M.SYT"\nto = ["M.STC"]\n', errors.BadDirectoryFile, "“split.0.to”"),
    ("nothing to do", "", errors.NothingToDo, "không có thay đổi nào"),
    ("a move that changes nothing", MOVED.replace("M.MTTQ", "M.UBND"), errors.NothingToDo, "M.HND vẫn như cũ"),
    ("an unknown heir", '[[merge]]\nfrom = ["M.SYT"]\nto = "M.LA"\n', errors.UnknownAgency, "M.LA"),
    ("an unknown predecessor", '[[merge]]\nfrom = ["M.LA"]\nto = "M.SYT"\n', errors.UnknownAgency, "M.LA"),
    ("the end of an unknown body", GONE.replace("M.SNGV", "M.LA"), errors.UnknownAgency, "M.LA"),
    ("the move of an unknown body", MOVED.replace("M.HND", "M.LA"), errors.UnknownAgency, "chuyển về M.MTTQ"),
    ("a move under an unknown body", MOVED.replace("M.MTTQ", "M.LA"), errors.UnknownAgency, "M.LA"),
    ("a contact of nobody", GONE + '[[contact]]\nagency = "M.LA"\nemail = "a@b.example"\nrole = "head"\n',
     errors.UnknownAgency, "M.LA"),
    ("an address that is known", GONE + '[[contact]]\nagency = "M.SYT"\nemail = "DAU-MOI@syt.example"\nrole = "head"\n',
     errors.BadDirectoryFile, "đã có trong danh bạ"),
    ("an heir that has ended", '[[merge]]\nfrom = ["M.SYT"]\nto = "M.CU"\n', errors.SuccessorNotValid, "M.CU"),
    ("an heir that ends as well", GONE + '[[split]]\nfrom = "M.CHI"\nto = ["M.SNGV", "M.STC"]\n',
     errors.SuccessorNotValid, "M.SNGV"),
    ("a body that has ended", GONE.replace("M.SNGV", "M.CU") + MOVED, errors.AlreadyEnded, "01/03/2025"),
    ("a code that is taken", NEW.replace("M.SKH", "M.STC"), errors.CodeTaken, "M.STC"),
    ("a new code twice", NEW + NEW.replace("Sức khỏe", "Khỏe"), errors.CodeTaken, "M.SKH"),
    ("a name that is taken", NEW.replace("Sở Sức khỏe", "Sở Tài chính"), errors.AmbiguousName, "Sở Tài chính"),
    ("a new body of another day", NEW.replace("kind", "from = 2026-07-02\nkind"),
     errors.BadDirectoryFile, "01/07/2026"),
    ("a new body that ends before it begins", NEW.replace("kind", "to = 2026-06-30\nkind"),
     errors.EmptyInterval, "M.SKH"),
    ("merged and dissolved", GONE + '[[merge]]\nfrom = ["M.SNGV"]\nto = "M.STC"\n', errors.ChangedTwice, "M.SNGV"),
    ("merged twice", '[[merge]]\nfrom = ["M.SYT"]\nto = "M.STC"\n[[merge]]\nfrom = ["M.SYT"]\nto = "M.SNGV"\n',
     errors.ChangedTwice, "M.SYT"),
    ("split twice to one heir", '[[split]]\nfrom = "M.SYT"\nto = ["M.STC", "M.STC"]\n', errors.ChangedTwice, "M.SYT"),
    ("moved and dissolved", MOVED + GONE.replace("M.SNGV", "M.HND"), errors.ChangedTwice, "M.HND"),
    ("renamed to an old body", '[[rename]]\nfrom = "M.SYT"\nto = "M.STC"\n', errors.RenamedToExisting, "hợp nhất"),
    ("two bodies with one new name",
     NEW + '[[rename]]\nfrom = "M.SYT"\nto = "M.SKH"\n[[rename]]\nfrom = "M.STC"\nto = "M.SKH"\n',
     errors.RenamedToExisting, "hợp nhất"),
    ("links that go round", '[[merge]]\nfrom = ["M.SYT"]\nto = "M.STC"\n[[merge]]\nfrom = ["M.STC"]\nto = "M.SYT"\n',
     errors.SuccessionCycle, "M.SYT → M.STC → M.SYT"),
    ("a body under itself", MOVED.replace("M.MTTQ", "M.HND"), errors.ParentCycle, "M.HND → M.HND"),
    ("bodies under each other", '[[move]]\nagency = "M.SYT"\nto = "M.CHI"\n', errors.ParentCycle, "M.CHI"),
    ("a body under one that is gone", MOVED.replace("M.MTTQ", "M.CU"), errors.ParentNotValid, "M.CU"),
    ("a new body under one that ends", GONE + NEW + 'parent = "M.SNGV"\n', errors.ParentNotValid, "M.SNGV"),
    ("a body whose parent is dissolved", GONE.replace("M.SNGV", "M.SYT"), errors.ParentNotValid, "cấp trên mới"),
    ("a body whose parent is split", '[[split]]\nfrom = "M.SYT"\nto = ["M.STC", "M.SNGV"]\n',
     errors.ParentNotValid, "M.CHI"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "error", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_reorganisation_is_refused(case, text, error, said):
    with pytest.raises(error) as caught:
        read(text)
    assert isinstance(caught.value, errors.DirectoryError)
    assert said in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", [NEW.replace("kind", "from = 2026-07-01\nkind") + OTHER, GONE, MOVED])
def test_a_change_is_refused_the_second_time(text):
    change = read(text)
    after = reorganised(BEFORE, change)
    assert read(text, after).ended == change.ended
    with pytest.raises(errors.AlreadyApplied):
        reorganised(after, change)


def test_a_body_that_begins_on_the_day_cannot_end_on_it():
    began = reorganised(BEFORE, read(NEW))
    with pytest.raises(errors.EmptyInterval, match=r"M\.SKH"):
        read('[[dissolve]]\nagency = "M.SKH"\n', began)


def test_a_change_made_by_hand_is_checked_as_well():
    change = read('[[merge]]\nfrom = ["M.SNGV"]\nto = "M.STC"\n')
    with pytest.raises(errors.UnknownAgency, match="kết thúc"):
        reorganised(BEFORE, replace(change, ended=()))
    with pytest.raises(errors.UnknownAgency, match=r"M\.LA"):
        reorganised(BEFORE, replace(change, ended=("M.SNGV", "M.LA")))
    without = Reorganisation("tỉnh Mẫu", "Bỏ Sở Ngoại vụ", DAY, "Quyết định 3/QĐ", ended=("M.SNGV",))
    with pytest.raises(errors.OtherProvince):
        reorganised(BEFORE, without)
    after = reorganised(BEFORE, replace(without, province="Mẫu"))
    assert after.get("M.SNGV").closed_by == "Quyết định 3/QĐ"
