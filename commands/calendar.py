"""``dondoc calendar``: days off and worked days of this house, and what changing them would move."""

from datetime import date, datetime
from typing import Annotated

from cyclopts import App, Parameter

from commands.common import ACTOR, By, as_json, house, moment

calendar_app = App(name="calendar", help="Lịch làm việc: ngày nghỉ, ngày làm bù.")
Apply = Annotated[bool, Parameter(help="ghi lại; không có cờ này thì chỉ xem trước, không đổi gì", negative=())]


@calendar_app.command(name="set")
def calendar_set(
    first: date,
    *,
    to: Annotated[date | None, Parameter(help="ngày cuối (mặc định: một ngày)")] = None,
    off: Annotated[bool, Parameter(help="ngày nghỉ", negative=())] = False,
    work: Annotated[bool, Parameter(help="ngày làm việc, kể cả ngày làm bù", negative=())] = False,
    clear: Annotated[bool, Parameter(help="bỏ quyết định trước đây, theo bảng lịch đi kèm", negative=())] = False,
    note: Annotated[str, Parameter(help="căn cứ, ví dụ số thông báo")] = "",
    by: By = ACTOR,
    apply: Apply = False,
    on: datetime | None = None,
) -> None:
    """Đặt ngày nghỉ hoặc ngày làm việc; in mọi hạn và bước đôn đốc sẽ chuyển ngày, chỉ ghi lại khi có --apply."""
    from flows.calendar import set_days, told
    from state.cycle.calendar_days import DayChange
    from state.errors import BadDecision

    if off + work + clear != 1:
        raise BadDecision(f"{first:%d/%m/%Y}", "cần đúng một trong --off (nghỉ), --work (làm việc), --clear (bỏ).")
    change = DayChange(first, to or first, None if clear else work, note.strip(), by, moment(on))
    print("\n".join(told(set_days(house(), change, apply=apply), apply=apply)))


@calendar_app.command(name="check")
def calendar_check(*, by: By = ACTOR, apply: Apply = False, on: datetime | None = None) -> None:
    """Hạn nào khác với lịch hiện hành, sau khi đổi bảng lịch đi kèm hoặc thiết lập; chỉ ghi lại khi có --apply."""
    from flows.calendar import recheck, told

    print("\n".join(told(recheck(house(), by, moment(on), apply=apply), apply=apply)))


@calendar_app.command(name="show")
def calendar_show(*, year: int | None = None, json: bool = False) -> None:
    """Ngày nghỉ rơi vào ngày thường và ngày làm bù của một năm (mặc định: năm nay)."""
    from flows.calendar import days_of, lines_of

    found = days_of(house(), year or moment(None).year)
    print(as_json([vars(one) for one in found]) if json else "\n".join(lines_of(house(), found, year)))
