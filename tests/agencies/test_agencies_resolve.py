"""Names as written become agencies, groups or questions, never guesses."""

import os
import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from agencies import names
from agencies.model import Kind
from agencies.shipped import load

LAI_CHAU, HA_TINH = load("lai-chau"), load("ha-tinh")
BEFORE, AFTER = date(2024, 12, 14), date(2026, 12, 14)

AGENCIES = [
    (LAI_CHAU, BEFORE, "Sở GD&ĐT", "LC.SGDDT"),
    (LAI_CHAU, BEFORE, "Sở Giáo dục - Đào tạo tỉnh Lai Châu", "LC.SGDDT"),
    (LAI_CHAU, BEFORE, "Ban Dân tộc", "LC.BDT"),
    (LAI_CHAU, BEFORE, "Sở LĐTB&XH", "LC.SLDTBXH"),
    (LAI_CHAU, BEFORE, "Đài PT-TH Lai Châu", "LC.DPTTH"),
    (LAI_CHAU, BEFORE, "UBMTTQVN tỉnh;", "LC.MTTQ"),
    (LAI_CHAU, BEFORE, "UBND huyện Phong Thổ", "LC.H.PHONGTHO"),
    (LAI_CHAU, BEFORE, "UBND TP Lai Châu", "LC.H.LAICHAU"),
    (LAI_CHAU, AFTER, "UBND xã Phong Thổ", "LC.X.PHONGTHO"),
    (LAI_CHAU, AFTER, "Ủy ban nhân dân xã Bình Lư, tỉnh Lai Châu", "LC.X.BINHLU"),
    (LAI_CHAU, AFTER, "Sở NN&MT", "LC.SNNMT"),
    (LAI_CHAU, AFTER, "các Sở Y tế", "LC.SYT"),
    (HA_TINH, AFTER, "Ủy ban nhân tỉnh", "HT.UBND"),
    (HA_TINH, AFTER, "UBND tỉnh Hà Tĩnh", "HT.UBND"),
    (HA_TINH, AFTER, "Bộ Giáo dục và Đào tạo", "BO.GDDT"),
    (HA_TINH, AFTER, "Sở Văn hóa, Thể thao và Du lịch", "HT.SVHTTDL"),
    (HA_TINH, AFTER, "phường Thành Sen", "HT.P.THANHSEN"),
    (HA_TINH, AFTER, "Liên đoàn Lao động tỉnh", "HT.LDLD"),
    (HA_TINH, AFTER, "Sở GD và ĐT", "HT.SGDDT"),
    (HA_TINH, AFTER, "SỞ GIÁO DỤC & ĐÀO TẠO", "HT.SGDDT"),
    (HA_TINH, AFTER, "Sở Giáo dục, Đào tạo", "HT.SGDDT"),
    (HA_TINH, AFTER, "Sở Giáo dục và Đào tạo (cơ quan thường trực);", "HT.SGDDT"),
    (HA_TINH, AFTER, "Bộ GD&ĐT (để b/c)", "BO.GDDT"),
    (HA_TINH, AFTER, "Giám đốc Sở Giáo dục và Đào tạo", "HT.SGDDT"),
    (HA_TINH, AFTER, "Chánh Thanh tra tỉnh", "HT.TTT"),
    (HA_TINH, AFTER, "Chủ tịch UBND phường Thành Sen", "HT.P.THANHSEN"),
    (HA_TINH, AFTER, "UBND P. Thành Sen", "HT.P.THANHSEN"),
    (HA_TINH, AFTER, "Sở VH,TT&DL", "HT.SVHTTDL"),
    (HA_TINH, AFTER, "MTTQ tỉnh", "HT.MTTQ"),
    (LAI_CHAU, BEFORE, "UBND H. Phong Thổ", "LC.H.PHONGTHO"),
    (LAI_CHAU, BEFORE, "Trưởng Ban Dân tộc tỉnh", "LC.BDT"),
]


@pytest.mark.parametrize(("directory", "day", "written", "code"), AGENCIES, ids=[row[2] for row in AGENCIES])
def test_an_exact_name_or_alias_resolves_by_itself(directory, day, written, code):
    found = directory.resolve(written, day)
    assert (found.kind, [one.code for one in found.agencies]) == ("agency", [code])


NOT_THE_LIKE = [
    (HA_TINH, "Sở Ngoại vụ"),  # one letter block from "Sở Nội vụ"
    (HA_TINH, "Phó Giám đốc Sở Nội vụ"),
    (HA_TINH, "Sở NV"),
    (LAI_CHAU, "Giám đốc"),
]


@pytest.mark.parametrize(("directory", "written"), NOT_THE_LIKE, ids=[row[1] for row in NOT_THE_LIKE])
def test_a_name_that_is_only_like_a_known_one_waits_for_a_person(directory, written):
    assert directory.resolve(written, AFTER).kind in ("unknown", "open_group")


def test_a_bracket_that_narrows_a_group_is_not_dropped():
    found = HA_TINH.resolve("UBND các phường (Thành Sen, Trần Phú)", AFTER)
    assert [one.code for one in found.agencies] == ["HT.P.THANHSEN", "HT.P.TRANPHU"]


def test_a_department_is_likened_to_departments_only():
    offered = HA_TINH.resolve("Sở LĐ-TB&XH", AFTER).suggestions
    assert offered
    assert all(one.name.startswith("Sở ") for one in offered)


GROUPS = [
    (LAI_CHAU, BEFORE, "UBND các huyện, thành phố", 8),
    (LAI_CHAU, BEFORE, "Ủy ban nhân dân các huyện/thành phố", 8),
    (LAI_CHAU, BEFORE, "UBND huyện, thành phố;", 8),
    (LAI_CHAU, BEFORE, "UBND các huyện", 7),
    (LAI_CHAU, AFTER, "UBND các xã, phường", 38),
    (LAI_CHAU, AFTER, "Chủ tịch Ủy ban nhân dân các xã, phường", 38),
    (LAI_CHAU, AFTER, "UBND các xã", 36),
    (LAI_CHAU, AFTER, "UBND các phường", 2),
    (HA_TINH, AFTER, "Ủy ban\nnhân dân các xã, phường", 69),
    (HA_TINH, AFTER, "UBND các xã, phường trên địa bàn tỉnh Hà Tĩnh", 69),
    (HA_TINH, AFTER, "UBND các xã", 60),
    (HA_TINH, AFTER, "UBND các phường", 9),
    (HA_TINH, AFTER, "Các sở, ban, ngành cấp tỉnh", 14),
    (HA_TINH, AFTER, "các sở", 11),
    (HA_TINH, AFTER, "các sở, ban, ngành và UBND các xã, phường", 83),
    (LAI_CHAU, BEFORE, "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế và Sở Nội vụ", 3),
    (LAI_CHAU, AFTER, "Các sở: Nội vụ, Tài chính, Văn hóa, Thể thao và Du lịch", 3),
    (LAI_CHAU, AFTER, "UBND các xã Bình Lư, Bản Bo và UBND phường Tân Phong", 3),
]


@pytest.mark.parametrize(("directory", "day", "written", "count"), GROUPS, ids=[row[2] for row in GROUPS])
def test_a_group_phrase_is_expanded_on_its_day(directory, day, written, count):
    found = directory.resolve(written, day)
    assert found.kind == "group"
    assert len({one.code for one in found.agencies}) == len(found.agencies) == count
    assert all(one.valid_on(day) for one in found.agencies)


def test_a_heading_that_asks_five_bodies_gives_five_agencies():
    heading = (
        "11. Đề nghị Ủy ban mặt trận tổ quốc Việt Nam tỉnh Lai Châu, Bộ Chỉ huy Bộ đội Biên phòng tỉnh, Tỉnh đoàn, "
        "Hội Liên hiệp Phụ nữ tỉnh, Hội Khuyến học tỉnh"
    )
    found = LAI_CHAU.resolve(heading, BEFORE)
    assert [one.code for one in found.agencies] == ["LC.MTTQ", "LC.BCHBDBP", "LC.TDOAN", "LC.HLHPN", "LC.HKH"]
    assert not any(one.in_chain for one in found.agencies)


OPEN = [
    ("Các sở, cơ quan trực thuộc Sở và các cơ quan liên quan", []),
    ("các sở, ngành có liên quan", []),
    ("các đơn vị liên quan", []),
    ("các cơ quan, đơn vị, địa phương", []),
    ("các chủ đầu tư", []),
    ("Sở Tài chính, Sở Y tế, các sở, ngành, đơn vị liên quan", ["HT.STC", "HT.SYT"]),
    ("Sở Y tế và các địa phương", ["HT.SYT"]),
]


@pytest.mark.parametrize(("written", "certain"), OPEN, ids=[row[0] for row in OPEN])
def test_an_open_group_keeps_what_is_certain_and_asks_a_person(written, certain):
    found = HA_TINH.resolve(written, AFTER)
    assert (found.kind, [one.code for one in found.agencies]) == ("open_group", certain)
    assert "người phụ trách chọn" in found.message


def test_an_unknown_name_is_a_question_with_suggestions_and_never_a_neighbour():
    found = HA_TINH.resolve("Sở Ngoại vụ", AFTER)
    assert (found.kind, found.agencies) == ("unknown", ())
    assert "HT.SNV" in [one.code for one in found.suggestions]
    assert "không có “Sở Ngoại vụ”" in found.message


UNKNOWN = [
    "UBND cấp huyện",
    "",
    "Đề nghị",
    "Sở",
    "UBND",
    "Sở Nội vụ tỉnh Lai Châu",
    "Sở Nội vụ, Sở Ngoại vụ",
    "Phong Thổ",
    "x" * 5000,
]


@pytest.mark.parametrize("written", UNKNOWN)
def test_what_is_not_known_names_no_agency(written):
    found = HA_TINH.resolve(written, AFTER)
    assert (found.kind, found.agencies) == ("unknown", ())
    assert found.message.endswith(".")


def test_a_common_word_is_not_carried_over_a_body_of_another_kind():
    assert HA_TINH.resolve("Sở Tài chính, Y tế", AFTER).kind == "group"
    assert HA_TINH.resolve("Sở Tài chính, Tỉnh đoàn, Y tế", AFTER).kind == "unknown"


def test_a_list_with_one_ended_body_asks_and_offers_the_rest():
    found = LAI_CHAU.resolve("Sở Nội vụ, Sở KH&ĐT", AFTER)
    assert (found.kind, found.agencies) == ("ended", ())
    assert [one.code for one in found.suggestions] == ["LC.SNV", "LC.STC"]


@pytest.mark.parametrize("directory", [LAI_CHAU, HA_TINH], ids=["lai-chau", "ha-tinh"])
@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_every_shipped_name_resolves_to_its_own_agency(directory, day):
    for agency in directory.on(day):
        for written in (agency.name, agency.short_name, agency.name.upper(), *agency.aliases):
            assert [one.code for one in directory.resolve(written, day).agencies] == [agency.code], written


def _shared_plan(name: str) -> str:
    folder = Path(os.environ.get("DONDOC_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    path = folder / "plans" / name
    if not path.exists():
        pytest.skip(f"{path.name} không có trên máy này (đặt DONDOC_SHARED)")
    return path.read_text(encoding="utf-8")


def _owner_headings(text: str) -> list[str]:
    """The numbered headings of section V, hard wraps joined."""
    section = re.split(r"^\W*V\. TỔ", text, flags=re.MULTILINE)[-1]
    headings = re.findall(r"^\d{1,2}\. (.+?)(?=\n\s*\n)", section, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(one.split()) for one in headings]


@pytest.mark.parametrize(
    ("file", "directory", "day", "count"),
    [("lai_chau_1609.txt", LAI_CHAU, BEFORE, 11), ("ha_tinh_624.txt", HA_TINH, AFTER, 10)],
)
def test_every_owner_of_a_real_plan_resolves(file, directory, day, count):
    headings = _owner_headings(_shared_plan(file))
    assert len(headings) == count
    for heading in headings:
        assert directory.resolve(heading, day).kind in {"agency", "group", "open_group"}, heading
    requested = [heading for heading in headings if names.is_request(heading)]
    assert len(requested) == 1
    assert all(one.in_chain is False for one in directory.resolve(requested[0], day).agencies)


def test_only_the_open_heading_of_a_real_plan_waits_for_a_person():
    kinds = [HA_TINH.resolve(heading, AFTER).kind for heading in _owner_headings(_shared_plan("ha_tinh_624.txt"))]
    assert kinds.count("open_group") == 1


def test_resolving_is_a_dictionary_and_not_a_search():
    """10,000 resolves that no cache has seen take a fraction of a second, even on a busy machine."""
    start = time.perf_counter()
    for days in range(10_000):
        assert HA_TINH.resolve("Sở GD&ĐT", AFTER + timedelta(days)).agencies[0].kind is Kind.DEPARTMENT
    assert time.perf_counter() - start < 2
