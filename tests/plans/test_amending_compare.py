import time

import pytest
from exchange_plans import plan, responsibility, target, task

from plans.amendments.compare import compare, render_changes
from plans.model import Partner

GARDEN = "Rà soát quỹ đất, bố trí vườn cây cho các trường mầm non trên địa bàn."
LUNCH = "Kiểm tra bếp ăn, bảo đảm an toàn thực phẩm cho bữa trưa của trẻ."
BOOKS = "Xây dựng tủ sách ở mỗi lớp, vận động cha mẹ đọc sách cùng con."
BUS = "Lập phương án xe đưa đón học sinh ở các thôn xa trường trong mùa mưa."


def duties(*texts, owner="Sở Xây dựng", start=1):
    return [responsibility(f"V.{start}.{n}", text, (owner,)) for n, text in enumerate(texts, start=1)]


def kinds(changes):
    return [(item.kind, item.old, item.new) for item in changes.items]


def test_equal_versions_have_no_change():
    one = plan(*duties(GARDEN, LUNCH), target(), task())
    changes = compare(one, one)
    assert changes.empty
    assert {item.kind for item in changes.items} == {"same"}
    assert changes.moved() == {"V.1.1": "V.1.1", "V.1.2": "V.1.2"}
    assert "không có thay đổi" in render_changes(changes)


def test_a_new_clause_in_front_renumbers_the_others_and_moves_their_assignments():
    changes = compare(plan(*duties(GARDEN, LUNCH)), plan(*duties(BUS, GARDEN, LUNCH)))
    assert kinds(changes) == [
        ("added", None, "V.1.1"),
        ("renumbered", "V.1.1", "V.1.2"),
        ("renumbered", "V.1.2", "V.1.3"),
    ]
    assert changes.moved() == {"V.1.1": "V.1.2", "V.1.2": "V.1.3"}


def test_two_clauses_that_change_places_are_followed_by_their_words():
    assert compare(plan(*duties(GARDEN, LUNCH)), plan(*duties(LUNCH, GARDEN))).moved() == {
        "V.1.1": "V.1.2",
        "V.1.2": "V.1.1",
    }


def test_a_reworded_clause_is_changed_with_the_fields_that_differ():
    new = GARDEN.replace("vườn cây", "sân chơi và vườn cây")
    (item,) = compare(plan(*duties(GARDEN)), plan(*duties(new))).items
    assert (item.kind, item.fields) == ("changed", ("text",))
    assert 0.8 < item.likeness < 1


def test_a_clause_that_goes_to_another_body_word_for_word_is_changed():
    changes = compare(plan(*duties(GARDEN)), plan(*duties(GARDEN, owner="Sở Nông nghiệp và Môi trường", start=4)))
    assert [(i.kind, i.old, i.new, i.fields) for i in changes.items] == [("changed", "V.1.1", "V.4.1", ("owners",))]


def test_the_same_owner_beats_another_owner_with_the_same_words():
    old = plan(*duties(GARDEN))
    near = GARDEN.replace("vườn cây", "vườn rau")
    new = plan(*duties(near, start=7), *duties(BUS, owner="Sở Y tế", start=2))
    assert compare(old, new).moved() == {"V.1.1": "V.7.1"}


def test_the_same_frame_does_not_make_two_duties_one():
    others = Partner(name="Sở Tài chính", role="phối hợp"), Partner(name="các cơ quan liên quan", role="phối hợp")
    frame = "Chủ trì, phối hợp với Sở Tài chính, các cơ quan liên quan tham mưu UBND tỉnh"

    def version(text):
        return plan(responsibility("V.1.1", f"{frame} {text}", partners=others, advises=("UBND tỉnh",)))

    changes = compare(version("mở lớp học."), version("cấp bằng khen."))
    assert [item.kind for item in changes.items] == ["added", "removed"]
    assert changes.moved() == {}


def test_two_equally_near_clauses_are_left_to_a_person():
    old = plan(*duties(GARDEN))
    new = plan(*duties(GARDEN.replace("vườn cây", "vườn rau"), GARDEN.replace("vườn cây", "vườn hoa")))
    changes = compare(old, new)
    assert [item.kind for item in changes.items] == ["added", "added", "removed"]
    assert changes.moved() == {}
    assert {(pair.old, pair.new) for pair in changes.uncertain} == {("V.1.1", "V.1.1"), ("V.1.1", "V.1.2")}
    assert "CẦN NGƯỜI QUYẾT ĐỊNH (2)" in render_changes(changes)


def test_a_clause_that_is_half_alike_is_left_to_a_person():
    half = "Rà soát quỹ đất, bố trí vườn cây, xây nhà công vụ cho giáo viên vùng cao."
    changes = compare(plan(*duties(GARDEN)), plan(*duties(half)))
    assert [item.kind for item in changes.items] == ["added", "removed"]
    assert [(pair.old, pair.new) for pair in changes.uncertain] == [("V.1.1", "V.1.1")]


def test_a_clause_near_to_that_of_another_body_does_not_move_there():
    near = GARDEN.replace("bố trí vườn cây", "quy hoạch vườn cây, sân chơi")
    changes = compare(plan(*duties(GARDEN)), plan(*duties(near, owner="Sở Y tế")))
    assert changes.moved() == {}
    assert len(changes.uncertain) == 1


@pytest.mark.parametrize("first", [GARDEN, LUNCH])
def test_a_split_clause_goes_on_as_its_nearer_half_and_names_the_other(first):
    second = LUNCH if first == GARDEN else GARDEN
    changes = compare(plan(*duties(f"{first} {second}")), plan(*duties(first, second)))
    assert sorted(item.kind for item in changes.items) == ["added", "changed"]
    (added,) = [item for item in changes.items if item.kind == "added"]
    assert added.note == "tách từ mục V.1.1 cũ"
    assert len(changes.moved()) == 1
    assert changes.uncertain == ()


def test_two_clauses_merged_into_one_name_where_the_second_went():
    changes = compare(plan(*duties(GARDEN, LUNCH)), plan(*duties(f"{GARDEN} {LUNCH}")))
    assert sorted(item.kind for item in changes.items) == ["changed", "removed"]
    (removed,) = [item for item in changes.items if item.kind == "removed"]
    assert removed.note == "gộp vào mục V.1.1 mới"


def test_punctuation_at_the_end_and_footnote_marks_are_no_change():
    assert compare(plan(*duties("Mở lớp học hè¹;")), plan(*duties("Mở lớp học hè./."))).empty


def test_boilerplate_of_many_bodies_stays_with_each_body():
    def version(order):
        return plan(
            *[responsibility(f"V.{n}.1", "Thực hiện theo chức năng.", (who,)) for n, who in enumerate(order, 1)]
        )

    moved = compare(version(["Sở A", "Sở B", "Sở C"]), version(["Sở C", "Sở A", "Sở B"])).moved()
    assert moved == {"V.1.1": "V.2.1", "V.2.1": "V.3.1", "V.3.1": "V.1.1"}


def test_targets_of_one_path_are_told_apart_by_their_words_and_year():
    old = plan(
        target("II.1", "27% trẻ nhà trẻ ra lớp", value=27.0, year=2025),
        target("II.1", "95% trẻ mẫu giáo ra lớp", value=95.0, year=2025),
        target("II.2", "28% trẻ nhà trẻ ra lớp", value=28.0, year=2030),
    )
    new = plan(
        target("II.1", "27% trẻ nhà trẻ ra lớp", value=27.0, year=2025),
        target("II.1", "96% trẻ mẫu giáo ra lớp", value=96.0, year=2025),
        target("II.3", "30% trẻ nhà trẻ ra lớp", value=30.0, year=2030),
        target("II.4", "100% trường có thư viện", value=100.0, year=2030),
    )
    changes = compare(old, new)
    assert [(item.kind, item.old, item.new, item.fields) for item in changes.items] == [
        ("same", "II.1", "II.1", ()),
        ("changed", "II.1", "II.1", ("text", "value")),
        ("changed", "II.2", "II.3", ("text", "value")),
        ("added", None, "II.4", ()),
    ]


def test_targets_of_different_things_are_not_one_changed_target():
    old, new = target("II.1", "100% trường có phòng máy"), target("II.1", "100% trường có thư viện")
    assert [item.kind for item in compare(plan(old), plan(new)).items] == ["added", "removed"]


def test_facts_of_the_heading_that_differ_are_named():
    changes = compare(plan(*duties(GARDEN), number="12"), plan(*duties(GARDEN), number="15"))
    assert changes.document == ("number",)
    assert not changes.empty
    assert "Phần đầu văn bản khác ở: số." in render_changes(changes)


def test_the_terminal_shows_counts_first_and_no_line_is_too_long():
    old = plan(*duties(GARDEN, LUNCH, BOOKS), target(), task(text=BUS))
    new = plan(*duties(BUS * 3, GARDEN.replace("vườn cây", "vườn rau"), LUNCH), target(value=1.0), task(text=BOOKS))
    text = render_changes(compare(old, new))
    assert text.splitlines()[0] == "Trách nhiệm:          1 thêm mới, 1 sửa đổi, 1 bãi bỏ, 1 đánh số lại"
    for title in (
        "TRÁCH NHIỆM THÊM MỚI (1)",
        "TRÁCH NHIỆM SỬA ĐỔI (1)",
        "TRÁCH NHIỆM BÃI BỎ (1)",
        "CHỈ TIÊU SỬA ĐỔI (1)",
    ):
        assert title in text
    assert "Cũ:  Rà soát" in text
    assert max(map(len, text.splitlines())) <= 100


def _many(count: int, change: int):
    """Clauses out of a small stock of words, every tenth one reworded, shifted by one number."""
    nouns = [
        "trường",
        "lớp",
        "vườn",
        "bếp",
        "sách",
        "xe",
        "sân",
        "phòng",
        "giếng",
        "thư viện",
        "máy",
        "bàn",
        "cây",
        "hồ",
    ]
    verbs = ["xây", "sửa", "mua", "kiểm tra", "lập", "rà soát", "mở", "giao", "tính", "cấp", "đo"]
    items = []
    for n in range(count):
        picked = [nouns[(n // 14**k) % 14] + f" {verbs[(n * (k + 3)) % 11]} thôn {n * (k + 7) % 997}" for k in range(6)]
        text = f"Chủ trì {' và '.join(picked)} theo kế hoạch hằng năm."
        if change and n % 10 == 0:
            text = text.replace("theo kế hoạch", "đúng tiến độ của kế hoạch")
        items.append(responsibility(f"V.{n % 40}.{n + change}", text, (f"Sở {n % 40}",)))
    return plan(*items)


def test_three_thousand_clauses_are_compared_in_two_seconds():
    old, new = _many(3000, 0), _many(3000, 1)
    start = time.process_time()
    changes = compare(old, new)
    assert time.process_time() - start < 2
    assert len(changes.moved()) == 3000


def test_three_thousand_clauses_of_nearly_the_same_words_are_compared_in_two_seconds():
    def version(year):
        return plan(*[responsibility(f"V.{n}", f"Thực hiện kế hoạch của xã {n} năm {year}.") for n in range(3000)])

    old, new = version(2025), version(2026)
    start = time.process_time()
    changes = compare(old, new)
    assert time.process_time() - start < 2
    assert all(item.kind != "changed" or item.old == item.new for item in changes.items)
