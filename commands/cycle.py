"""The commands of ``dondoc cycle``: opening a reporting cycle."""

from datetime import datetime
from typing import Annotated

from cyclopts import App, Parameter

from commands.common import ACTOR, Assign, By, assignments, house, moment

cycle_app = App(name="cycle", help="Mở kỳ báo cáo.")


@cycle_app.command(name="open")
def cycle_open(
    plan: str,
    *,
    year: int,
    by: By = ACTOR,
    assign: Assign = None,
    accept_successors: Annotated[
        bool, Parameter(help="chấp nhận cơ quan kế thừa nêu trong danh bạ", negative=())
    ] = False,
    on: datetime | None = None,
) -> None:
    """Mở kỳ báo cáo năm: tạo yêu cầu báo cáo cho từng cơ quan, hạn suy ra từ Nghị định 09/2019/NĐ-CP."""
    from flows import intent

    chosen = intent.Choice(by, assignments(assign), accept_successors, moment(on))
    print(intent.open_cycle(house(), plan, year, chosen))
