"""Answers to one clause: counts with base first, then the agencies' own words; timeliness; difficulties."""

from datetime import date

import pytest
from report_examples import assignment, awaiting, report, silent, standing

from reports.data import AgencyRow, DifficultyRow
from reports.duties import group_concerns, notable, roll_up_duties
from reports.rollup import roll_up
from reports.timeliness import by_group, punctuality
from reports.wording import clause, duty_counts, who, words_of


def test_the_same_words_stand_once_with_all_their_agencies() -> None:
    rows = [
        assignment(agency="x01", narrative="Đã triển khai thực hiện."),
        assignment(agency="x02", narrative="đã triển khai  thực hiện"),
        assignment(agency="x03", narrative="Bồi dưỡng 12 giáo viên."),
    ]
    (duty,) = roll_up_duties(rows)
    assert [(one.text, len(one.agencies)) for one in duty.sayings] == [
        ("Bồi dưỡng 12 giáo viên.", 1),
        ("Đã triển khai thực hiện.", 2),
    ]
    assert who(duty.sayings[1]) == "2 cơ quan (UBND xã Mẫu x01, UBND xã Mẫu x02)"


def test_the_extract_never_hides_that_somebody_has_not_begun() -> None:
    rows = [assignment(agency=f"x{n}", narrative=f"Đã bồi dưỡng {n} giáo viên ở các điểm trường.") for n in range(10)]
    rows.append(assignment(agency="y1", narrative="Chưa có kinh phí.", standing=standing("chua_thuc_hien")))
    (duty,) = roll_up_duties(rows)
    chosen = notable(duty.sayings, 4)
    assert len(chosen) == 4
    assert chosen[-1].text == "Chưa có kinh phí."


def test_counts_of_a_duty_state_their_base() -> None:
    rows = [assignment(agency="x01"), assignment(agency="x02", late_days=3), silent(agency="x03")]
    (duty,) = roll_up_duties(rows)
    assert duty_counts(duty) == (
        "Đã báo cáo 2/3 (66,7%) cơ quan, trong đó 1 trễ hạn. Trong 3 yêu cầu, đã hoàn thành (đúng hạn): 2; "
        "chưa báo cáo (quá hạn): 1."
    )


def test_duties_follow_the_order_of_the_plan() -> None:
    paths = ["V.10.a", "V.9.đ", "V.9.e", "V.9.d", "V.2.1"]
    assert [duty.path for duty in roll_up_duties([assignment(path=path) for path in paths])] == [
        "V.2.1",
        "V.9.d",
        "V.9.đ",
        "V.9.e",
        "V.10.a",
    ]


def test_a_cut_quotation_is_marked_as_cut() -> None:
    (duty,) = roll_up_duties([assignment(narrative="rất dài " * 300, clause="điều khoản " * 60)])
    assert words_of(duty.sayings[0])[-1].endswith("[…]”")
    assert clause(duty).endswith("[…]")


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([assignment()], (1, 0, 0, 0, 0, 0)),
        ([assignment(late_days=2)], (0, 1, 0, 0, 0, 0)),
        ([assignment(due_on=None, late_days=None)], (0, 0, 1, 0, 0, 0)),
        ([awaiting()], (0, 0, 0, 1, 0, 0)),
        ([silent(standing=standing("chua_bao_cao_trong_han"))], (0, 0, 0, 0, 1, 0)),
        ([silent()], (0, 0, 0, 0, 0, 1)),
    ],
)
def test_every_assignment_is_counted_exactly_once(rows: list[object], counts: tuple[int, ...]) -> None:
    one = punctuality("", rows)  # type: ignore[arg-type]
    assert (one.in_time, one.late, one.undated, one.held, one.waiting, one.overdue) == counts
    assert one.asked == sum(counts)


def test_communes_and_wards_are_one_group_and_unknown_kinds_the_last() -> None:
    rows = [
        assignment(agency="z", agency_kind="something"),
        assignment(agency="x01"),
        assignment(agency="p01", agency_kind="ward"),
        assignment(agency="s01", agency_kind="department"),
    ]
    assert [(one.label, one.agencies) for one in by_group(rows)] == [
        ("Sở, ban, ngành cấp tỉnh", 1),
        ("UBND xã, phường", 2),
        ("Cơ quan khác", 1),
    ]


def test_bodies_that_are_only_requested_come_last_among_the_silent() -> None:
    data = report(
        assignments=(
            silent(agency="mt", requested=True, agency_kind="front"),
            silent(agency="x01"),
            silent(path="V.1.b", agency="x01", due_on=date(2025, 12, 16)),
            assignment(agency="x02"),
        ),
        agencies=(AgencyRow(code="x01", name="UBND xã Mẫu x01", kind="commune", note="kết thúc hoạt động"),),
    )
    lines = roll_up(data).silent
    assert [(line.name, line.missing, line.note) for line in lines] == [
        ("UBND xã Mẫu x01", 2, "kết thúc hoạt động"),
        ("UBND xã Mẫu mt", 1, ""),
    ]
    assert lines[0].earliest_due == date(2025, 12, 16)


def test_difficulties_are_grouped_and_the_most_common_stand_first() -> None:
    rows = [
        DifficultyRow(agency_name="A", path="V.1.a", kind="khó khăn", text="Đường xấu."),
        DifficultyRow(agency_name="B", path="V.1.b", kind="khó khăn", text="Thiếu giáo viên"),
        DifficultyRow(agency_name="C", path="V.1.a", kind="khó khăn", text="thiếu giáo viên."),
        DifficultyRow(agency_name="C", path="V.1.a", kind="kiến nghị", text="Thiếu giáo viên"),
        DifficultyRow(agency_name="C", path="V.1.a", kind="kiến nghị", text="  "),
    ]
    assert [(one.kind, one.text, one.agencies) for one in group_concerns(rows)] == [
        ("khó khăn", "Thiếu giáo viên", ("B", "C")),
        ("khó khăn", "Đường xấu.", ("A",)),
        ("kiến nghị", "Thiếu giáo viên", ("C",)),
    ]
