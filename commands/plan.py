"""``dondoc plan``: reading, importing, listing and confirming plans."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from commands.common import ACTOR, Assign, By, assignments, house, moment, pairs

plan_app = App(name="plan", help="Đọc, nhập, rà soát và xác nhận kế hoạch.")


@plan_app.command(name="read")
def plan_read(file: Path, *, json: bool = False) -> None:
    """Đọc một văn bản kế hoạch và in ra; không cần cơ sở dữ liệu.

    Parameters
    ----------
    file
        tệp kế hoạch (.docx, .pdf, .html, .txt, .md, .doc; mẫu .xlsx, .json)
    json
        in dạng JSON
    """
    from plans.read import read_plan
    from plans.show import render

    plan = read_plan(file.read_bytes(), file.name)
    print(plan.model_dump_json(indent=2) if json else render(plan))


@plan_app.command(name="import")
def plan_import(
    file: Path,
    *,
    sample: bool = False,
    amends: str | None = None,
    province: str | None = None,
    map_of: datetime | None = None,
    on: datetime | None = None,
) -> None:
    """Nhập một kế hoạch vào cơ sở dữ liệu, chờ người xác nhận.

    Parameters
    ----------
    file
        tệp kế hoạch, định dạng như plan read
    sample
        đánh dấu là dữ liệu mẫu ở mọi thư và báo cáo
    amends
        mã kế hoạch đã có mà văn bản này thay thế hoặc sửa đổi
    province
        tỉnh có danh bạ cơ quan dùng cho văn bản không nêu tỉnh (văn bản của bộ, của xã)
    map_of
        nạp danh bạ như ngày này (chỉ khi tỉnh chưa có danh bạ); các đợt sắp xếp sau đó áp dụng bằng agency reorganise
    on
        thời điểm nhập (mặc định: bây giờ)
    """
    from flows import importing

    map_day = map_of.date() if map_of else None
    document = importing.Document(file.read_bytes(), file.name, sample, amends, province, map_day)
    print(importing.import_plan(house(), document, moment(on)))


@plan_app.command(name="list")
def plan_list() -> None:
    """Liệt kê các kế hoạch."""
    with house().database.unit() as store:
        for plan in store.plans.all():
            version = plan.versions[-1]
            state = f"đã xác nhận bởi {version.confirmed_by}" if version.confirmed_at else "chưa xác nhận"
            print(f"{plan.code}\t{plan.label}\tlần {version.number}, {state}")


@plan_app.command(name="confirm")
def plan_confirm(
    plan: str,
    *,
    by: By = ACTOR,
    assign: Assign = None,
    waive: Annotated[
        list[str] | None,
        Parameter(help="'ĐƯỜNG_DẪN' cố ý không giao cho ai, hoặc 'Q3=lý do' bỏ qua một câu hỏi", negative=()),
    ] = None,
    waive_rest: Annotated[str, Parameter(help="lý do bỏ qua từng điểm còn lại, trừ điểm chưa rõ cơ quan")] = "",
    match: Annotated[
        list[str] | None,
        Parameter(help="'CŨ=MỚI': điểm cũ nay là điểm mới; 'CŨ=none': không còn điểm này", negative=()),
    ] = None,
    on: datetime | None = None,
) -> None:
    """Xác nhận cách hiểu kế hoạch. Trước bước này không thư nào được gửi."""
    from flows import intent
    from state.plan.decisions import Confirmation

    matched = {old: None if new == "none" else new for old, new in pairs(match, "CŨ=MỚI").items()}
    decision = Confirmation(by, moment(on), assignments(assign), waive or [], waive_rest.strip(), matched)
    print(intent.confirm_plan(house(), plan, decision))


@plan_app.command(name="diff")
def plan_diff(plan: str, *, json: bool = False) -> None:
    """So sánh lần mới nhất của kế hoạch với lần đã xác nhận trước đó."""
    from flows import importing
    from plans.amendments.compare import render_changes

    changes = importing.changes_of(house(), plan)
    print(changes.model_dump_json(indent=2) if json else render_changes(changes), end="\n" if json else "")


@plan_app.command(name="export")
def plan_export(plan: str, file: Path) -> None:
    """Ghi kế hoạch ra tệp .xlsx (mẫu điền được) hoặc .json; nhập lại tệp đó được đúng kế hoạch này.

    Parameters
    ----------
    plan
        mã kế hoạch
    file
        tệp .xlsx hoặc .json sẽ được ghi
    """
    from flows import exchange

    print(exchange.export_plan(house(), plan, file))


@plan_app.command(name="form")
def plan_form(file: Path) -> None:
    """Ghi mẫu .xlsx trống để người phụ trách tự điền kế hoạch, không cần văn bản.

    Parameters
    ----------
    file
        tệp .xlsx sẽ được ghi
    """
    from flows import exchange

    print(exchange.write_form(file))
