"""``dondoc cycle``: opening reporting cycles, the cycles of a year, the rhythm of a plan."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from commands.common import ACTOR, Assign, By, as_json, assignments, house, moment, pairs

if TYPE_CHECKING:
    from flows.opening import Asked

cycle_app = App(name="cycle", help="Mở và xem kỳ báo cáo, đặt nhịp báo cáo.")
Kind = Annotated[
    str,
    Parameter(
        help="kỳ: năm, 'quý 1', 'tháng 3', '6 tháng đầu', '9 tháng', 'năm học', 'sơ kết', 'tổng kết', 'đột xuất'"
    ),
]


@cycle_app.command(name="open")
def cycle_open(
    plan: str,
    *,
    year: int,
    kind: Kind = "năm",
    by: By = ACTOR,
    assign: Assign = None,
    accept_successors: Annotated[
        bool, Parameter(help="chấp nhận cơ quan kế thừa nêu trong danh bạ", negative=())
    ] = False,
    by_order: Annotated[str, Parameter(help="văn bản yêu cầu báo cáo; khi đó cần --from, --to và --due")] = "",
    first: Annotated[date | None, Parameter(name="--from", help="ngày đầu lấy số liệu theo văn bản")] = None,
    last: Annotated[date | None, Parameter(name="--to", help="ngày chốt số liệu theo văn bản")] = None,
    due: Annotated[
        list[str] | None,
        Parameter(help="hạn của một cấp theo văn bản: commune, department, coordinator, province … =NGÀY", negative=()),
    ] = None,
    opens: Annotated[date | None, Parameter(help="ngày gửi thư mở kỳ (mặc định: 30 ngày trước ngày chốt)")] = None,
    on: datetime | None = None,
) -> None:
    """Mở kỳ báo cáo: tạo yêu cầu cho từng cơ quan; hạn ghi trong kế hoạch, nếu không thì theo chế độ báo cáo."""
    from flows import intent

    chosen = intent.Choice(by, assignments(assign), accept_successors, moment(on))
    asked = intent.Asked(kind) if not by_order else _ordered(kind, by_order, (first, last, opens), due or [])
    print(intent.open_cycle(house(), plan, year, chosen, asked))


@cycle_app.command(name="list")
def cycle_list(plan: str, *, year: int | None = None, json: bool = False) -> None:
    """Các kỳ báo cáo của kế hoạch trong một năm: số liệu từ ngày nào, hạn từng cấp, kỳ nào thay kỳ nào.

    Parameters
    ----------
    plan
        mã kế hoạch
    year
        năm (mặc định: năm nay)
    json
        in dạng JSON
    """
    from flows.cycle_list import cycles_of, lines_of

    found = cycles_of(house(), plan, year or moment(None).year)
    print(as_json(asdict(found)) if json else "\n".join(lines_of(found)))


@cycle_app.command(name="cadence")
def cycle_cadence(
    plan: str,
    *kinds: str,
    clear: Annotated[bool, Parameter(help="bỏ nhịp: kỳ báo cáo chỉ mở khi có người mở", negative=())] = False,
    by: By = ACTOR,
    on: datetime | None = None,
) -> None:
    """Đặt nhịp báo cáo: năm, quý, tháng, '6 tháng', '9 tháng', 'năm học'; các kỳ tự mở khi đến ngày.

    Không nêu kỳ nào thì in nhịp đang có.
    """
    from flows import intent

    if kinds or clear:
        print(intent.set_rhythm(house(), plan, () if clear else kinds, by, moment(on)))
    else:
        print(intent.rhythm(house(), plan))


def _ordered(kind: str, document: str, days: tuple[date | None, date | None, date | None], due: list[str]) -> "Asked":
    from flows.intent import Asked, Ordered
    from state.errors import BadDecision

    first, last, opens = days
    if first is None or last is None or not due:
        raise BadDecision("--by-order", "cần nêu --from NGÀY, --to NGÀY và ít nhất một --due CẤP=NGÀY.")
    return Asked(kind, Ordered(document, first, last, {key: _day(key, text) for key, text in _due(due)}, opens))


def _due(given: list[str]) -> list[tuple[str, str]]:
    return list(pairs(given, "CẤP=NGÀY").items())


def _day(level: str, text: str) -> date:
    try:
        return date.fromisoformat("-".join(reversed(text.split("/"))) if "/" in text else text)
    except ValueError:
        pass
    from state.errors import BadDecision

    raise BadDecision(f"{level}={text}", "cần ngày dạng 2025-10-05 hoặc 05/10/2025.")
