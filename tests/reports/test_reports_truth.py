"""What a minister must not be misled about: who is silent, what was left out and why, which figures were added."""

from decimal import Decimal

import pytest
from report_examples import assignment, awaiting, figure, report, silent, standing, target

from reports.compose import compose
from reports.content import Content
from reports.data import ClauseLeftOut, CycleFacts, ReportData, TargetsLeftOut
from reports.rollup import roll_up
from reports.targets import Verdict, roll_up_target
from reports.timeliness import punctuality
from reports.wording import awaiting_notes, completeness, doubt_notes, duty_counts, missing_notes, result

NAMES = {f"x{number:02d}": f"UBND xã Mẫu x{number:02d}" for number in range(1, 100)}
REVIEW = "đã gửi, chờ cơ quan tổng hợp xem xét"


def content(**changes: object) -> Content:
    return compose(report(**changes))


def cycle(**changes: object) -> CycleFacts:
    return report().cycle.model_copy(update=changes)


def mixed() -> tuple[object, ...]:
    """One answered, one silent with a second clause under review, one wholly under review."""
    return (
        assignment(agency="x01"),
        silent(agency="x02"),
        awaiting(path="V.1.b", agency="x02"),
        awaiting(agency="x03"),
    )


def test_mail_that_waits_for_us_is_neither_silent_nor_answered() -> None:
    one = punctuality("", mixed())  # type: ignore[arg-type]
    assert (one.asked, one.answered, one.held, one.overdue, one.waiting, one.missing) == (4, 1, 2, 1, 0, 1)
    assert one.due == 2


def test_the_lead_of_the_timeliness_counts_it_on_its_own() -> None:
    lead = content(assignments=mixed()).timeliness_lead
    assert "đã nhận báo cáo cho 1/4 (25%) yêu cầu: 1 đúng hạn, 0 trễ hạn" in lead
    assert f"{REVIEW}: 2/4 (50%)" in lead
    assert "chưa nhận 1, trong đó 1 đã quá hạn" in lead


def test_the_tables_have_a_column_for_it_and_every_row_adds_up() -> None:
    told = content(assignments=mixed())
    for line in (*told.timeliness, *told.annex):
        assert int(line.asked) == int(line.received) + int(line.held) + int(line.missing)
    assert [(line.label, line.held, line.missing) for line in told.annex] == [
        ("UBND xã Mẫu x01", "0", "0"),
        ("UBND xã Mẫu x02", "1", "1"),
        ("UBND xã Mẫu x03", "1", "0"),
    ]
    assert "xem xét không tính" in told.timeliness_note


def test_an_agency_under_review_is_not_among_the_silent() -> None:
    told = content(assignments=mixed())
    assert [(line.name, line.missing) for line in told.silent] == [("UBND xã Mẫu x02", "1/2")]
    assert "Còn 1/3 cơ quan thiếu 1/4 báo cáo, trong đó 0 cơ quan chưa gửi báo cáo nào" in told.silent_lead
    assert "2 báo cáo của 2 cơ quan đã gửi, chờ cơ quan tổng hợp xem xét" in told.silent_lead
    assert told.silent[0].note == "1 báo cáo đã gửi, chờ xem xét"
    assert told.silent[0].rung == "Nhắc lần 2"


def test_nobody_silent_is_not_said_to_be_complete_while_mail_waits() -> None:
    told = content(assignments=(assignment(), awaiting(agency="x03")))
    assert "gửi đủ báo cáo" not in told.silent_lead
    assert "Không có cơ quan nào chưa gửi báo cáo" in told.silent_lead
    assert "1 báo cáo của 1 cơ quan đã gửi" in told.silent_lead
    assert "Xem xét, ghi nhận các báo cáo đã gửi" in told.next_year[0].title


def test_the_counts_of_a_duty_name_it() -> None:
    (duty, _) = roll_up(report(assignments=mixed())).duties
    assert duty_counts(duty) == (
        "Đã báo cáo 1/3 (33,3%) cơ quan. Trong 3 yêu cầu, đã hoàn thành (đúng hạn): 1; "
        f"{REVIEW}: 1; chưa báo cáo (quá hạn): 1."
    )
    assert f"{REVIEW}: 2" in content(assignments=mixed()).duties_lead


def test_figures_under_review_are_not_said_to_be_missing() -> None:
    one = target(figure("x01", 30, 100), asked=("x01", "x02", "x03"), awaiting=("x03",))
    outcome = roll_up_target(one, NAMES)
    assert (outcome.missing, outcome.awaiting) == (("UBND xã Mẫu x02",), ("UBND xã Mẫu x03",))
    assert completeness(outcome) == "từ 1/3 xã, phường; 1 chờ xem xét"
    assert missing_notes([("1", outcome)]) == ("Chỉ tiêu 1: chưa có số liệu của 1/3 xã, phường: UBND xã Mẫu x02.",)
    assert awaiting_notes([("1", outcome)]) == (
        f"Chỉ tiêu 1: báo cáo của 1/3 xã, phường {REVIEW}, chưa lấy số liệu: UBND xã Mẫu x03.",
    )


def left_out() -> TargetsLeftOut:
    return TargetsLeftOut(qualitative=("II.1", "II.2"), other_year=("II.3",), nobody_asked=("II.4", "II.5", "II.6"))


def test_targets_left_out_are_told_by_their_reason_and_on_their_base() -> None:
    lead = content(targets=(target(figure("x01", 1, 2)),), cycle=cycle(targets_left_out=left_out())).targets_lead
    assert (
        "Kỳ này không lấy số liệu của 6/7 chỉ tiêu của Kế hoạch: 2 chỉ tiêu định tính, không nêu mức bằng số; "
        "1 chỉ tiêu thuộc mốc năm khác; 3 chỉ tiêu có mức bằng số nhưng không có cơ quan nào được giao cung cấp "
        "số liệu (mục II.4, II.5, II.6)." in lead
    )


def test_reasons_nobody_has_are_not_told() -> None:
    lead = content(cycle=cycle(targets_left_out=TargetsLeftOut(nobody_asked=("II.4",)))).targets_lead
    assert "định tính" not in lead
    assert "mốc năm khác" not in lead
    assert "Kỳ này không lấy số liệu" not in content().targets_lead


def test_the_reasons_stand_in_the_snapshot() -> None:
    data = report(cycle=cycle(targets_left_out=left_out()))
    assert ReportData.model_validate_json(data.model_dump_json()) == data
    assert data.model_dump(mode="json")["cycle"]["targets_left_out"]["other_year"] == ["II.3"]


def test_clauses_that_nobody_was_given_are_named_with_the_reason() -> None:
    gone = (ClauseLeftOut(path="V.8.1", waived=True), ClauseLeftOut(path="V.8.2", waived=True))
    told = content(assignments=(assignment(),), cycle=cycle(clauses_left_out=gone)).guidance[1]
    assert "theo dõi, đôn đốc 1/3 nội dung trách nhiệm của Kế hoạch" in told
    assert "2 nội dung không giao theo quyết định của người phụ trách (mục V.8.1, V.8.2)" in told
    other = (*gone, ClauseLeftOut(path="V.9", waived=False))
    told = content(assignments=(assignment(),), cycle=cycle(clauses_left_out=other)).guidance[1]
    assert "1 nội dung không có yêu cầu báo cáo nào trong kỳ này (mục V.9)" in told


def test_all_clauses_followed_say_so_with_the_base() -> None:
    assert "đôn đốc 1/1 nội dung trách nhiệm" in content(assignments=(assignment(),)).guidance[1]


@pytest.mark.parametrize(
    ("unit", "given", "reason"),
    [
        ("trường", {"value": Decimal(80), "unit": "%"}, "ghi theo “%”, chỉ tiêu tính bằng “trường”"),
        ("tỷ đồng", {"value": Decimal(500), "unit": "triệu đồng"}, "ghi theo “triệu đồng”"),
        (None, {"value": Decimal(80), "unit": "%"}, "chỉ tiêu không nêu đơn vị"),
        ("trường", {"top": 5, "bottom": 9}, "ghi tử số/mẫu số"),
        ("trường", {"top": 5, "bottom": 9, "value": Decimal("55.6"), "unit": "%"}, "ghi theo “%”"),
        ("%", {"value": Decimal(12), "unit": "triệu đồng"}, "ghi theo “triệu đồng”, chỉ tiêu tính bằng “%”"),
    ],
)
def test_a_figure_in_another_unit_is_never_added(unit: str | None, given: dict[str, object], reason: str) -> None:
    clean = figure("x01", 3, 10) if unit == "%" else figure("x01", value=Decimal(3))
    outcome = roll_up_target(target(clean, figure("x02", **given), unit=unit), NAMES)  # type: ignore[arg-type]
    assert [one.counted for one in outcome.doubts] == [False]
    assert reason in doubt_notes("1", outcome)[0]
    assert [one.agency_code for one in outcome.counted] == ["x01"]
    assert [one.agency_code for one in outcome.percent_only] == []


def test_the_only_figure_in_another_unit_is_no_result() -> None:
    outcome = roll_up_target(target(figure("x01", value=Decimal(80), unit="%"), unit="trường"), NAMES)
    assert (outcome.verdict, result(outcome)) == (Verdict.NO_DATA, "–")


@pytest.mark.parametrize("unit", ["", "trường", " Trường "])
def test_a_figure_without_a_unit_or_in_the_same_unit_is_added(unit: str) -> None:
    one = target(figure("x01", value=Decimal(3), unit=unit), unit="trường", value=Decimal(2))
    assert result(roll_up_target(one, NAMES)) == "3 trường"


def test_a_bare_number_for_a_percentage_is_doubted() -> None:
    outcome = roll_up_target(target(figure("x01", value=Decimal(85))), NAMES)
    assert outcome.verdict is Verdict.NO_DATA
    assert "không ghi “%”" in doubt_notes("1", outcome)[0]


def test_a_result_that_is_only_a_percentage_says_that_its_base_is_not_known() -> None:
    outcome = roll_up_target(target(figure("x01", value=Decimal(85), unit="%")), NAMES)
    assert completeness(outcome) == "từ 1/1 xã, phường; cơ quan chỉ ghi tỷ lệ, không nêu tử số và mẫu số"


def test_an_amount_from_some_agencies_only_is_not_called_unmet() -> None:
    one = target(figure("x01", value=Decimal(3)), unit="trường", value=Decimal(10), asked=("x01", "x02"))
    assert roll_up_target(one, NAMES).verdict is Verdict.CANNOT_COMPARE
    enough = target(figure("x01", value=Decimal(30)), unit="trường", value=Decimal(10), asked=("x01", "x02"))
    assert roll_up_target(enough, NAMES).verdict is Verdict.MET
    ceiling = enough.model_copy(update={"comparator": "<="})
    assert roll_up_target(ceiling, NAMES).verdict is Verdict.NOT_MET
    below = one.model_copy(update={"comparator": "<="})
    assert roll_up_target(below, NAMES).verdict is Verdict.CANNOT_COMPARE


def test_difficulties_are_counted_on_the_reports_received() -> None:
    assert "1/2" in content(assignments=(assignment(), silent())).concerns[0].items[0]


def test_a_report_of_unfinished_work_in_one_agency_keeps_its_standing() -> None:
    row = assignment(standing=standing("dang_thuc_hien_trong_han"))
    assert "đang thực hiện" in content(assignments=(row,)).next_year[0].items[0]
