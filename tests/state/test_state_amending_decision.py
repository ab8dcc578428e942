"""A decision that amends single points: the text of the plan with these points in it becomes the next version."""

from datetime import datetime

import pytest
from sqlalchemy import select
from state_world import at, confirm, house_on, import_sample

from flows import importing, intent
from flows.review import look
from flows.runtime import Runtime
from plans import samples
from plans.exchange.json_form import plan_to_json
from plans.read import read_plan
from state.database import Database
from state.errors import NoTextToAmend, OpenQuestions
from state.plan.decisions import Confirmation
from state.tables import AssignmentRow, EventRow, ResponsibilityRow

DECISION = """VĂN BẢN MẪU – không phải văn bản thật

ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

TỈNH HÀ TĨNH      Độc lập - Tự do - Hạnh phúc

Số: {number}/QĐ-UBND      Hà Tĩnh, ngày 10 tháng 02 năm 2026

QUYẾT ĐỊNH

Sửa đổi, bổ sung một số điểm của Kế hoạch số {plan}/KH-UBND ngày 19/11/2025 của Ủy ban nhân dân tỉnh

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

QUYẾT ĐỊNH:

Điều 1. Sửa đổi, bổ sung một số điểm của Kế hoạch số {plan}/KH-UBND ngày 19/11/2025 như sau:

{points}

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.

Nơi nhận:      KT. CHỦ TỊCH

- Như Điều 1;      PHÓ CHỦ TỊCH

- Lưu: VT.      Hoàng Văn Mẫu
"""
REMOVE = "1. Bãi bỏ điểm b khoản 2 Mục V."
REPLACE = """2. Sửa đổi điểm c khoản 2 Mục V như sau:

“c) Phối hợp với các đơn vị liên quan kiểm tra việc tuyển dụng giáo viên mầm non trước ngày 30/9/2026.”"""
LATER: datetime = at("2026-02-12 09:00")


@pytest.fixture
def house(database: Database) -> Runtime:
    opened = house_on(database)
    import_sample(opened, "ha-tinh-mau", "2025-12-01 09:00")
    confirm(opened, "HT", at("2025-12-02 09:00"), waive=["V.8.1"])
    intent.open_cycle(opened, "HT", 2026, intent.Choice("B", {}, False, at("2025-12-03 09:00")))
    return opened


def amend(house: Runtime, *points: str, number: str = "99", plan: str = "624") -> str:
    words = DECISION.format(number=number, plan=plan, points="\n\n".join(points))
    document = importing.Document(words.encode(), f"qd-{number}.txt", amends="HT")
    return importing.import_plan(house, document, LATER)


def duties(house: Runtime) -> dict[str, str]:
    """Path and text of every clause of the newest version."""
    return {one.path: dict(one.read)["Nội dung"] for one in look(house, "HT").items if one.what == "responsibility"}


def texts(house: Runtime, state: str = "open") -> dict[str, str]:
    query = select(ResponsibilityRow.path, ResponsibilityRow.text)
    query = query.join(AssignmentRow, AssignmentRow.responsibility_id == ResponsibilityRow.id)
    with house.database.unit() as store:
        return dict(store.session.execute(query.where(AssignmentRow.state == state)).tuples().all())


def test_the_points_of_a_decision_change_the_plan_once_it_is_confirmed(house: Runtime) -> None:
    told = amend(house, REMOVE, REPLACE)
    assert "quyết định sửa đổi số 99/QĐ-UBND ngày 10/02/2026" in told
    assert len(duties(house)) == 25
    before = texts(house)
    assert "V.2.b" in before
    decision = Confirmation("B", LATER, waive_rest="Đã đối chiếu.", match={"V.2.c": "V.2.c"})
    intent.confirm_plan(house, "HT", decision)
    after = texts(house)
    assert "V.2.b" not in after
    assert after["V.2.c"].endswith("trước ngày 30/9/2026.")
    assert {path: text for path, text in after.items() if path not in {"V.2.b", "V.2.c"}} == {
        path: text for path, text in before.items() if path not in {"V.2.b", "V.2.c"}
    }
    assert list(texts(house, "waived")) == ["V.2.b"]
    with house.database.unit() as store:
        sentences = list(store.session.scalars(select(EventRow.sentence).where(EventRow.kind == "assignment-ended")))
    assert ["99/QĐ-UBND" in sentence for sentence in sentences] == [True]


def test_a_second_decision_amends_the_text_that_the_first_one_made(house: Runtime) -> None:
    amend(house, REMOVE)
    confirm(house, "HT", LATER)
    amend(house, REPLACE, number="100")
    found = duties(house)
    assert "V.2.b" not in found
    assert found["V.2.c"].endswith("trước ngày 30/9/2026.")


@pytest.mark.parametrize(
    ("points", "plan"),
    [(("1. Bãi bỏ điểm k khoản 2 Mục V.",), "624"), ((REMOVE,), "625")],
    ids=["no such point", "other"],
)
def test_a_point_that_cannot_be_applied_is_never_waived_with_the_rest(
    house: Runtime, points: tuple[str, ...], plan: str
) -> None:
    amend(house, *points, plan=plan)
    assert len(duties(house)) == 26
    with pytest.raises(OpenQuestions):
        confirm(house, "HT", LATER)


def test_a_plan_that_came_from_a_form_has_no_text_to_amend(database: Database) -> None:
    house = house_on(database)
    file = samples.path("ha-tinh-mau")
    form = importing.Document(plan_to_json(read_plan(file.read_bytes(), file.name)), "ke-hoach.json")
    assert "26 trách nhiệm" in importing.import_plan(house, form, LATER)
    with pytest.raises(NoTextToAmend, match="plan export"):
        amend(house, REMOVE)
