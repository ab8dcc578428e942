"""Both sides of the reorganisation of 2025, and what a directory refuses to be."""

from collections import Counter
from datetime import date

import pytest

from agencies import errors
from agencies.directory import Directory
from agencies.model import Agency, Contact, Kind, Succession
from agencies.shipped import for_province, load, shipped

LAI_CHAU, HA_TINH = load("lai-chau"), load("ha-tinh")


def _count(directory: Directory, day: date) -> Counter[Kind]:
    return Counter(one.kind for one in directory.on(day))


@pytest.mark.parametrize(
    ("day", "districts", "communes", "wards"),
    [
        (date(2025, 6, 30), 8, 0, 0),
        (date(2025, 7, 1), 0, 36, 2),
    ],
)
def test_districts_give_way_to_communes_on_one_day(day, districts, communes, wards):
    kinds = _count(LAI_CHAU, day)
    assert (kinds[Kind.DISTRICT], kinds[Kind.COMMUNE], kinds[Kind.WARD]) == (districts, communes, wards)


def test_ha_tinh_has_sixty_communes_and_nine_wards():
    kinds = _count(HA_TINH, date(2025, 7, 1))
    assert (kinds[Kind.COMMUNE], kinds[Kind.WARD]) == (60, 9)


OLD_DEPARTMENTS = [
    ("Sở Kế hoạch và Đầu tư", ["LC.STC"]),
    ("Sở Nông nghiệp và Phát triển nông thôn", ["LC.SNNMT"]),
    ("Sở Tài nguyên và Môi trường", ["LC.SNNMT"]),
    ("Sở Giao thông vận tải", ["LC.SXD"]),
    ("Ban Dân tộc tỉnh", ["LC.SDTTG"]),
    ("Sở Thông tin và Truyền thông", ["LC.SVHTTDL", "LC.SKHCN"]),
    ("Sở Lao động - Thương binh và Xã hội", ["LC.SNV", "LC.SYT", "LC.SGDDT", "LC.SDTTG"]),
]


@pytest.mark.parametrize(("written", "heirs"), OLD_DEPARTMENTS, ids=[row[0] for row in OLD_DEPARTMENTS])
def test_a_department_ends_and_names_its_heirs(written, heirs):
    before = LAI_CHAU.resolve(written, date(2025, 2, 28))
    after = LAI_CHAU.resolve(written, date(2025, 3, 1))
    assert (before.kind, after.kind) == ("agency", "ended")
    assert [one.code for one in after.suggestions] == heirs
    assert "01/03/2025" in after.message
    assert "Nghị định 45/2025/NĐ-CP" in after.message
    code = before.agencies[0].code
    assert [one.code for one in LAI_CHAU.answering(code, date(2025, 2, 28))] == [code]
    assert [one.code for one in LAI_CHAU.answering(code, date(2026, 1, 1))] == heirs


def test_the_districts_end_with_38_heirs_and_every_commune_comes_from_one_district():
    found = LAI_CHAU.resolve("UBND các huyện, thành phố", date(2025, 7, 1))
    assert (found.kind, found.agencies, len(found.suggestions)) == ("ended", (), 38)
    local = [one for one in LAI_CHAU.on(date(2025, 7, 1)) if one.kind in (Kind.COMMUNE, Kind.WARD)]
    origins = [LAI_CHAU.predecessors(one.code, date(2025, 6, 30)) for one in local]
    assert [len(found) for found in origins] == [1] * 38
    sizes = Counter(found[0].short_name for found in origins)
    assert sizes["UBND huyện Sìn Hồ"] == sizes["UBND huyện Mường Tè"] == 7
    assert sizes["UBND thành phố Lai Châu"] == 2


def test_a_commune_before_its_time_points_to_its_district():
    found = LAI_CHAU.resolve("UBND xã Bình Lư", date(2025, 6, 30))
    assert (found.kind, [one.code for one in found.suggestions]) == ("unknown", ["LC.H.TAMDUONG"])
    assert "01/07/2025" in found.message


def test_every_ended_body_has_an_heir_and_uncertain_links_say_so():
    for agency in LAI_CHAU.agencies:
        if agency.valid_to is not None:
            assert LAI_CHAU.successors(agency.code, date(2026, 12, 14)), agency.code
    assert all(link.to_confirm for link in LAI_CHAU.links_from("LC.SLDTBXH"))
    assert all(link.share for link in LAI_CHAU.links_from("LC.SLDTBXH"))
    assert not any(link.to_confirm for link in LAI_CHAU.links_from("LC.H.TAMDUONG"))
    assert all(link.to_confirm for link in LAI_CHAU.links_from("LC.H.SINHO"))


def test_what_has_to_be_confirmed_says_what():
    for directory in (LAI_CHAU, HA_TINH):
        assert all(one.note for one in directory.agencies if one.to_confirm)


@pytest.mark.parametrize("slug", ["lai-chau", "ha-tinh"])
def test_contacts_are_sample_data_and_every_agency_has_two(slug):
    directory = load(slug)
    for agency in directory.agencies:
        found = directory.contacts_of(agency.code)
        assert [one.role for one in found] == ["focal", "head"], agency.code
        assert all(one.email.endswith(f".{slug}.example") and "dữ liệu mẫu" in one.name for one in found)
    addresses = [one.email for one in directory.contacts]
    assert len(addresses) == len(set(addresses))
    assert all(len(one.split("@")[0]) <= 64 for one in addresses)


def test_a_commune_has_its_culture_room_as_focal_point():
    assert LAI_CHAU.contacts_of("LC.X.BINHLU")[0].email == "dau-moi.vhxh@binh-lu.lai-chau.example"


def test_shipped_directories_are_found_by_slug_and_by_name():
    assert shipped() == ("ha-tinh", "lai-chau")
    assert for_province("Lai Châu") is LAI_CHAU
    assert for_province("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH") is HA_TINH
    assert for_province("Điện Biên") is None
    with pytest.raises(errors.UnknownProvince, match="ha-tinh, lai-chau"):
        load("../lai-chau")


DAY = date(2025, 7, 1)
EARLIER = date(2025, 1, 1)


def body(code: str, name: str = "", start: date | None = None, stop: date | None = None) -> Agency:
    return Agency(
        code, name or f"Sở {code}", name or f"Sở {code}", Kind.DEPARTMENT, "Mẫu", valid_from=start, valid_to=stop
    )


def link(one: str, other: str, on: date = DAY) -> Succession:
    return Succession(one, other, on, "Nghị quyết mẫu")


REFUSED = {
    "two records of one code on one day": (
        errors.OverlappingIntervals,
        ([body("A", stop=DAY), body("A", "Sở B", start=EARLIER)],),
    ),
    "an interval without a day": (errors.EmptyInterval, ([body("A", start=DAY, stop=DAY)],)),
    "a name for two bodies": (errors.AmbiguousName, ([body("A", "Sở Y tế"), body("B", "SỞ Y TẾ")],)),
    "an unknown heir": (errors.UnknownAgency, ([body("A", stop=DAY)], [link("A", "B")])),
    "an unknown predecessor": (errors.UnknownAgency, ([body("B")], [link("A", "B")])),
    "an heir that begins later": (
        errors.SuccessorNotValid,
        ([body("A", stop=EARLIER), body("B", start=DAY)], [link("A", "B", EARLIER)]),
    ),
    "an heir that has ended": (
        errors.SuccessorNotValid,
        ([body("A", stop=DAY), body("B", stop=DAY)], [link("A", "B")]),
    ),
    "a predecessor that goes on": (errors.PredecessorStillValid, ([body("A"), body("B")], [link("A", "B")])),
    "links that go round": (
        errors.SuccessionCycle,
        ([body("A"), body("B"), body("C")], [link("A", "B"), link("B", "C"), link("C", "A")]),
    ),
    "a body that succeeds itself": (errors.SuccessionCycle, ([body("A")], [link("A", "A")])),
    "a contact of nobody": (errors.UnknownAgency, ([body("A")], [], [Contact("B", "b@b.example", "focal")])),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_directory_refuses(case):
    error, arguments = REFUSED[case]
    with pytest.raises(error) as caught:
        Directory("Mẫu", *arguments)
    assert isinstance(caught.value, errors.DirectoryError)
    assert str(caught.value).endswith(".")


def test_one_name_may_pass_from_body_to_body():
    directory = Directory("Mẫu", [body("A", "Sở Y tế", stop=DAY), body("B", "Sở Y tế", start=DAY)], [link("A", "B")])
    assert directory.resolve("Sở Y tế", EARLIER).agencies[0].code == "A"
    assert directory.resolve("Sở Y tế", DAY).agencies[0].code == "B"


def test_one_code_may_have_several_records_and_keeps_its_latest():
    directory = Directory("Mẫu", [body("A", "Sở Y tế", stop=DAY), body("A", "Sở Sức khỏe", start=DAY)])
    assert directory.get("A").name == "Sở Sức khỏe"
    assert directory.get("A", EARLIER).name == "Sở Y tế"
    assert [one.name for one in directory.successors("A", DAY)] == ["Sở Sức khỏe"]


def test_chains_are_followed_link_by_link_to_the_day():
    later = date(2027, 1, 1)
    agencies = [body("A", stop=DAY), body("B", start=DAY, stop=later), body("C", start=DAY), body("D", start=later)]
    directory = Directory("Mẫu", agencies, [link("A", "B"), link("A", "C"), link("B", "D", later)])
    assert [one.code for one in directory.successors("A", DAY)] == ["B", "C"]
    assert [one.code for one in directory.successors("A", later)] == ["C", "D"]
    assert [one.code for one in directory.successors("D", DAY)] == []
    assert [one.code for one in directory.predecessors("D", EARLIER)] == ["A"]
    assert [one.code for one in directory.predecessors("D", DAY)] == ["B"]
    assert [one.code for one in directory.predecessors("D", later)] == []
    assert [(one.predecessor, one.successor) for one in directory.handover("A", later)] == [
        ("A", "B"),
        ("A", "C"),
        ("B", "D"),
    ]
    assert directory.handover("A", EARLIER) == ()
    with pytest.raises(errors.UnknownAgency):
        directory.successors("E", DAY)


def test_a_merger_after_a_split_gives_each_heir_once():
    later = date(2027, 1, 1)
    agencies = [body("A", stop=DAY), body("B", stop=later), body("C", stop=later), body("D")]
    links = [link("A", "B"), link("A", "C"), link("B", "D", later), link("C", "D", later)]
    directory = Directory("Mẫu", agencies, links)
    assert [one.code for one in directory.answering("A", later)] == ["D"]
    assert len(directory.handover("A", later)) == 4
    assert [one.code for one in directory.predecessors("D", DAY)] == ["B", "C"]


def test_an_ended_body_without_heir_is_a_question():
    directory = Directory("Mẫu", [body("A", "Sở Y tế", stop=DAY)])
    found = directory.resolve("Sở Y tế", DAY)
    assert (found.kind, found.suggestions) == ("ended", ())
    assert "chưa ghi cơ quan kế thừa" in found.message
    assert directory.answering("A", DAY) == ()
