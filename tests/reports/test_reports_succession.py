"""Who follows whom is said by name, and a merger counts nothing twice."""

from datetime import date
from decimal import Decimal

import pytest
from report_examples import assignment, figure, report, target

from agencies.directory import Directory
from agencies.model import Agency, Kind, Succession
from reports.collect_succession import Map, agency_rows
from reports.compose import compose
from reports.data import AgencyRow, HandoverRow
from reports.rollup import roll_up
from reports.targets import roll_up_target

MERGED = date(2025, 7, 1)
CUT_OFF = date(2025, 12, 14)


def commune(code: str, since: date | None = None, until: date | None = None) -> Agency:
    return Agency(
        code, f"Ủy ban nhân dân xã {code}", f"UBND xã {code}", Kind.COMMUNE, "Mẫu", "", True, (), since, until
    )


def directory(*heirs: str) -> Directory:
    """Commune A ends on Tuesday 1/7/2025 and is followed by these; B and C go on."""
    links = [Succession("A", heir, MERGED, "Nghị quyết mẫu") for heir in heirs]
    return Directory("Mẫu", [commune("A", until=MERGED), commune("B"), commune("C")], links)


BEFORE, AFTER = date(2025, 6, 20), date(2025, 12, 10)


@pytest.mark.parametrize(
    ("heirs", "of_heir", "inherited", "day", "counted", "total"),
    [
        # B was asked for itself and reported after the merger: for the whole, so A lies within it.
        (["B"], AFTER, [], CUT_OFF, {"B", "C"}, 70),
        # B reported before the merger, for itself alone.
        (["B"], BEFORE, [], CUT_OFF, {"A", "B", "C"}, 80),
        # What B was asked is the part of yet another body, not its own.
        (["B"], AFTER, ["r-B"], CUT_OFF, {"A", "B", "C"}, 80),
        # On the map of a period that ended before the merger A stands for itself.
        (["B"], AFTER, [], date(2025, 6, 14), {"A", "B", "C"}, 80),
        # Divided among two that both reported for the whole of themselves.
        (["B", "C"], AFTER, [], CUT_OFF, {"B", "C"}, 70),
        # It ended without an heir.
        ([], AFTER, [], CUT_OFF, {"A", "B", "C"}, 80),
    ],
)
def test_a_figure_that_lies_within_that_of_the_heir_is_not_added(
    heirs: list[str], of_heir: date, inherited: list[str], day: date, counted: set[str], total: int
) -> None:
    given = [
        figure("A", 10, 100, received_on=BEFORE, code="r-A"),
        figure("B", 30, 100, received_on=of_heir, code="r-B"),
        figure("C", 40, 100, received_on=AFTER, code="r-C"),
    ]
    period = Map(directory(*heirs), day, frozenset(inherited))
    outcome = roll_up_target(target(*period.once(given)), {})
    assert {one.agency_code for one in outcome.counted} == counted
    assert outcome.total == Decimal(total)
    assert outcome.asked == len(counted)
    assert not outcome.missing


def test_a_figure_that_is_left_out_is_named_with_the_reason() -> None:
    given = [figure("A", 10, 100, received_on=BEFORE), figure("B", 30, 100, received_on=AFTER)]
    once = Map(directory("B"), CUT_OFF, frozenset()).once(given)
    doubts = roll_up_target(target(*once), {}).doubts
    assert [(one.figure.agency_code, one.reason, one.counted) for one in doubts] == [
        ("A", "đã gồm trong số liệu của UBND xã Mẫu B (kế thừa từ 01/7/2025)", False)
    ]


@pytest.mark.parametrize(
    ("since", "written"),
    [
        (date(2025, 3, 1), "từ 01/3/2025"),
        (date(2025, 7, 1), "từ 01/7/2025"),
        (date(2026, 1, 15), "từ 15/01/2026"),
        (date(2025, 12, 9), "từ 09/12/2025"),
    ],
)
def test_an_heir_is_named_with_the_body_before_it(since: date, written: str) -> None:
    row = assignment(agency_name="Sở Tài chính", heir_of="Sở Kế hoạch và Đầu tư", heir_since=since)
    assert row.named == f"Sở Tài chính, kế thừa Sở Kế hoạch và Đầu tư {written}"
    content = compose(report(assignments=(row,)))
    assert content.duties[0].clauses[0].quotes[0].who == row.named


def test_the_annex_has_a_line_for_every_body_that_ended() -> None:
    handover = HandoverRow(
        code="r-1",
        path="V.1",
        from_code="A",
        from_name="UBND xã A",
        heir_code="r-2",
        to_code="B",
        to_name="UBND xã B",
        on=MERGED,
        decision="Nghị quyết mẫu",
    )
    row = assignment(agency="B", agency_name="UBND xã B", heir_of="UBND xã A", heir_since=MERGED)
    agencies = agency_rows(directory("B"), [row], [handover], CUT_OFF)
    assert {one.code: one.note for one in agencies} == {
        "B": "kế thừa UBND xã A từ 01/7/2025",
        "A": (
            "kết thúc hoạt động từ 01/7/2025, kế thừa: UBND xã B; "
            "1 yêu cầu chưa có báo cáo đã chuyển cho cơ quan kế thừa"
        ),
    }
    data = report(assignments=(row,), agencies=agencies, handovers=(handover,))
    content, totals = compose(data), roll_up(data)
    assert [(line.label.partition(" (")[0], line.asked) for line in content.annex] == [
        ("UBND xã B", "1"),
        ("UBND xã A", "0"),
    ]
    assert totals.overall.asked == 1
    assert totals.overall.agencies == 1
    assert any("1 yêu cầu chưa có báo cáo của 1 cơ quan kết thúc hoạt động" in text for text in content.guidance)


def test_a_report_without_reorganisation_says_nothing_of_one() -> None:
    row = assignment()
    data = report(assignments=(row,), agencies=(AgencyRow(code=row.agency_code, name=row.agency_name, kind="commune"),))
    content = compose(data)
    assert not any("Sắp xếp tổ chức" in text for text in content.guidance)
    assert content.annex[0].label == row.agency_name


@pytest.mark.parametrize(("kind", "title"), [("yearly", "NĂM 2026"), ("quarter", "KỲ TIẾP THEO")])
def test_the_next_section_is_named_after_the_kind_of_cycle(kind: str, title: str) -> None:
    data = report(assignments=(assignment(),))
    data = data.model_copy(update={"cycle": data.cycle.model_copy(update={"kind": kind})})
    assert compose(data).next_title == f"VI. NHIỆM VỤ TRỌNG TÂM {title}"
