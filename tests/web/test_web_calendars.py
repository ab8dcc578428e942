"""The feeds of the board: due days per level with what is open, and one file per agency that keeps its identifiers."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from web_world import HOSTILE, World, commune, moment

from state.tables import AssignmentRow, HandoverRow, ReorganisationRow


def read(client, path):
    """Every entry of a feed by the part of its identifier before "@"."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert calendar["METHOD"] in {"PUBLISH", "CANCEL"}
    return {str(entry["UID"]).removesuffix("@dondoc.example"): entry for entry in calendar.walk("VEVENT")}


@pytest.mark.parametrize("path", ["/lich.ics", "/lich/TM.ics"])
def test_the_coordinators_see_the_day_of_every_level_and_what_is_open(client, path):
    entries = read(client, path)
    days = {key: entry.decoded("dtstart") for key, entry in entries.items()}
    assert days["tm24-chot-so-lieu"] == date(2024, 12, 14)  # a Saturday
    assert days["tm24-han-commune"] == date(2024, 12, 17)  # Tuesday
    assert days["tm24-han-department"] == date(2024, 12, 18)  # Wednesday
    assert days["tm24-han-coordinator"] > days["tm24-han-department"]
    assert "13/20 yêu cầu chưa có báo cáo" in entries["tm24-han-commune"]["DESCRIPTION"]
    assert "tm24-han-district" not in days


def test_the_calendar_of_one_plan_has_no_other(client):
    response = client.get("/lich/KHAC.ics")
    assert response.status_code == 404


def test_a_feed_takes_nobodys_time_and_asks_nobody_to_answer(client):
    for entry in read(client, "/lich.ics").values():
        assert entry["TRANSP"] == "TRANSPARENT"
        assert "ATTENDEE" not in entry
        assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(days=1)


def test_an_agency_has_one_entry_for_its_cycle_that_says_what_is_still_missing(client, world: World):
    entries = read(client, f"/co-quan/{commune(1)}.ics")
    assert list(entries) == [f"tm24-{commune(1).lower()}"]
    entry = entries[f"tm24-{commune(1).lower()}"]
    assert entry.decoded("dtstart") == date(2024, 12, 17)
    assert entry["SUMMARY"] == "Hạn gửi báo cáo năm 2024: 1 nội dung (TM24)"
    assert (
        f"{world.codes['V.3.a', commune(1)]}, mục V.3.a: Ủy ban nhân dân các xã (đã gửi báo cáo)"
        in entry["DESCRIPTION"]
    )
    assert (
        f"{world.codes['V.3.b', commune(1)]}, mục V.3.b: Ủy ban nhân dân các xã (chưa có báo cáo)"
        in entry["DESCRIPTION"]
    )


def test_an_agency_that_has_sent_everything_is_not_warned(client):
    entry = read(client, "/co-quan/TM.GD.ics")["tm24-tm.gd"]
    assert entry["SUMMARY"] == "Đã gửi báo cáo năm 2024 (TM24)"
    assert entry.walk("VALARM") == []


def test_names_from_outside_stay_one_value(client):
    response = client.get("/co-quan/TM.NV.ics")
    calendar = Calendar.from_ical(response.content)
    assert HOSTILE in calendar["X-WR-CALNAME"]
    assert response.headers["content-disposition"] == 'inline; filename="lich-TM.NV.ics"'


def change(world: World, code, **columns):
    with world.database.unit() as store:
        row = store.assignments.by_code([code])[code]
        for name, value in columns.items():
            setattr(row, name, value)
        store.assignments.hold([row.id], moment(18), "Đổi hạn trong thử nghiệm.")
        store.commit()


def test_more_time_moves_one_duty_out_of_the_common_entry_and_raises_its_sequence(own_world: World, open_board):
    client, agency = open_board(own_world), commune(10)
    before = read(client, f"/co-quan/{agency}.ics")[f"tm24-{agency.lower()}"]
    code = own_world.codes["V.3.a", agency]
    change(own_world, code, due_on=date(2025, 1, 6), due_kind="extended")
    entries = read(client, f"/co-quan/{agency}.ics")
    common = entries[f"tm24-{agency.lower()}"]
    assert entries[code.lower()].decoded("dtstart") == date(2025, 1, 6)
    assert common.decoded("dtstart") == before.decoded("dtstart")
    assert code not in common["DESCRIPTION"]
    assert common["SEQUENCE"] > before["SEQUENCE"]
    own = read(client, "/lich.ics")["tm24-han-rieng-2025-01-06"]
    assert "1/1 yêu cầu chưa có báo cáo" in own["DESCRIPTION"]


def test_a_body_whose_duties_all_went_to_another_sees_them_struck_out(own_world: World, open_board):
    with own_world.database.unit() as store:
        heir = store.views.agency("TM.NV")
        codes = [own_world.codes["V.3.a", commune(4)], own_world.codes["V.3.b", commune(4)]]
        reorganisation = ReorganisationRow(
            province=heir.province,
            on_date=date(2024, 12, 18),
            decision="Nghị quyết mẫu số 02/NQ-HĐND",
            content="",
            sha256="1" * 64,
            told=[],
            applied_at=moment(18),
            applied_by="Người điều phối",
        )
        store.session.add(reorganisation)
        store.session.flush()
        for row in store.assignments.by_code(codes).values():
            handover = HandoverRow(
                reorganisation_id=reorganisation.id,
                assignment_id=row.id,
                heir_assignment_id=row.id,
                from_agency_id=row.agency_id,
                to_agency_id=heir.id,
                on_date=date(2024, 12, 18),
                decision=reorganisation.decision,
                decided_by="Người điều phối",
            )
            store.session.add(handover)
            store.session.get_one(AssignmentRow, row.id).agency_id = heir.id
        store.commit()
    client = open_board(own_world)
    entry = read(client, f"/co-quan/{commune(4)}.ics")[f"tm24-{commune(4).lower()}"]
    assert entry["STATUS"] == "CANCELLED"
    assert b"METHOD:CANCEL" in client.get(f"/co-quan/{commune(4)}.ics").content
    assert codes[0] in read(client, "/co-quan/TM.NV.ics")[codes[0].lower()]["DESCRIPTION"]
