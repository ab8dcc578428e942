"""The commands of ``dondoc assignment``, and ``dondoc explain``."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from commands.common import ACTOR, Because, By, Positive, as_json, house, moment, table

if TYPE_CHECKING:
    from flows.runtime import Runtime
    from state.ladder.ruling import Ruling
    from state.store import Store

assignment_app = App(name="assignment", help="Yêu cầu báo cáo: gia hạn, miễn, tạm dừng, mở lại.")

Codes = Annotated[list[str], Parameter(help="mã yêu cầu báo cáo, ví dụ LC24-070", negative=())]
Until = Annotated[date, Parameter(help="hạn mới, ngày làm việc (NĂM-THÁNG-NGÀY)")]
On = Annotated[datetime | None, Parameter(help="thời điểm quyết định (mặc định: bây giờ)")]


@assignment_app.command(name="list")
def assignment_list(
    *,
    plan: str | None = None,
    agency: str | None = None,
    state: Literal["open", "held", "answered", "waived", "moved"] | None = None,
    json: bool = False,
) -> None:
    """Liệt kê yêu cầu báo cáo kèm hạn gửi, trạng thái và ngày của thư kế tiếp.

    Parameters
    ----------
    plan
        chỉ của một kế hoạch (mã)
    agency
        chỉ của một cơ quan (mã)
    state
        chỉ những yêu cầu đang chờ (open), tạm dừng (held), đã báo cáo (answered), được miễn (waived), đã chuyển (moved)
    json
        in toàn bộ dưới dạng JSON
    """
    from state.ladder.pausing_lists import ASSIGNMENT_COLUMNS, assignments

    with house().database.unit() as store:
        rows = assignments(store, moment(None).date(), plan=plan, agency=agency, state=state)
        table(rows, ASSIGNMENT_COLUMNS, json=json)


@assignment_app.command(name="requests")
def assignment_requests(*, json: bool = False) -> None:
    """Liệt kê đề nghị lùi hạn đang chờ quyết định, cũ nhất trước."""
    from state.ladder.pausing_lists import REQUEST_COLUMNS, requests

    with house().database.unit() as store:
        table(requests(store), REQUEST_COLUMNS, json=json)


@assignment_app.command(name="holds")
def assignment_holds(*, json: bool = False) -> None:
    """Liệt kê cơ quan, kế hoạch đang tạm dừng đôn đốc."""
    from state.ladder.pausing_lists import HOLD_COLUMNS, holds

    with house().database.unit() as store:
        table(holds(store, moment(None).date()), HOLD_COLUMNS, json=json)


@assignment_app.command(name="extend")
def assignment_extend(codes: Codes, *, until: Until, by: By = ACTOR, reason: Because = "", on: On = None) -> None:
    """Gia hạn: chuyển hạn gửi đến một ngày làm việc; trước ngày đó không nhắc. Cơ quan được báo bằng thư, nêu lý do."""
    from flows.decisions import extend

    _decide(lambda home, store, word: extend(home, store, codes, until, word), by, reason, on)


@assignment_app.command(name="refuse")
def assignment_refuse(codes: Codes, *, reason: Because, by: By = ACTOR, on: On = None) -> None:
    """Không đồng ý lùi hạn: giữ nguyên hạn gửi, tiếp tục đôn đốc. Cơ quan được báo bằng thư, nêu lý do."""
    from flows.decisions import refuse

    _decide(lambda home, store, word: refuse(home, store, codes, word), by, reason, on)


@assignment_app.command(name="waive")
def assignment_waive(codes: Codes, *, reason: Because, by: By = ACTOR, on: On = None) -> None:
    """Miễn báo cáo: không yêu cầu nữa, nêu lý do."""
    _decide(lambda home, store, word: store.pauses.waive(codes, word), by, reason, on)


@assignment_app.command(name="hold")
def assignment_hold(
    codes: Annotated[list[str] | None, Parameter(help="mã yêu cầu báo cáo", negative=())] = None,
    *,
    agency: str | None = None,
    plan: str | None = None,
    until: date | None = None,
    reason: Because,
    by: By = ACTOR,
    on: On = None,
) -> None:
    """Tạm dừng đôn đốc một số yêu cầu, một cơ quan (--agency) hoặc cả kế hoạch (--plan).

    Parameters
    ----------
    agency
        mã cơ quan không gửi thư
    plan
        mã kế hoạch không gửi thư
    until
        ngày đôn đốc trở lại (chỉ với --agency, --plan; mặc định: cho đến khi gỡ)
    """
    from state.errors import BadDecision
    from state.ladder.holds import hold_sentence

    if sum(map(bool, (codes, agency, plan))) != 1 or (codes and until):
        raise BadDecision("hold", "cần đúng một trong ba: mã yêu cầu, --agency, --plan; --until không đi với mã.")

    def held(_home: "Runtime", store: "Store", word: "Ruling") -> list[str]:
        if codes:
            return store.pauses.hold(codes, word)
        if agency:
            return [hold_sentence(store.pauses.hold_agency(agency, word, until))]
        return [hold_sentence(store.pauses.hold_plan(plan or "", word, until))]

    _decide(held, by, reason, on)


@assignment_app.command(name="release")
def assignment_release(number: Positive, *, by: By = ACTOR, reason: Because = "", on: On = None) -> None:
    """Gỡ lệnh tạm dừng một cơ quan hoặc kế hoạch (số in ở assignment holds); thư đã lỡ không gửi dồn."""
    _decide(lambda home, store, word: [store.pauses.release(number, word)], by, reason, on)


@assignment_app.command(name="reopen")
def assignment_reopen(codes: Codes, *, by: By = ACTOR, reason: Because = "", on: On = None) -> None:
    """Mở lại yêu cầu đang tạm dừng hoặc đã miễn: tiếp tục đôn đốc từ mức đang dở."""
    _decide(lambda home, store, word: store.pauses.reopen(codes, word, home.calendar_of(store)), by, reason, on)


def explain(code: str, *, at: datetime | None = None, json: bool = False) -> None:
    """Giải thích một yêu cầu báo cáo: vì sao hạn như vậy, đã hỏi ai, từng mức đôn đốc và lý do, điều gì sắp tới.

    Parameters
    ----------
    code
        mã yêu cầu báo cáo, ví dụ LC24-070
    at
        chỉ kể đến thời điểm này (mặc định: bây giờ)
    json
        in dưới dạng JSON
    """
    from dataclasses import asdict

    from state.ladder.explaining import explain as told_of

    home = house()
    with home.database.unit() as store:
        told = told_of(store, code, moment(at), home.calendar_of(store))
    if json:
        print(as_json([asdict(one) for one in told]))
        return
    for one in told:
        print(f"{one.at:%d/%m/%Y %H:%M}  {one.sentence}")


Decide = Callable[["Runtime", "Store", "Ruling"], Sequence[str]]


def _decide(decision: Decide, by: str, reason: str, on: datetime | None) -> None:
    """One decision of a person in one unit of work: all of it or nothing."""
    from state.ladder.ruling import Ruling

    home = house()
    with home.database.unit() as store:
        told = decision(home, store, Ruling(by, moment(on), reason))
        store.commit()
    print("\n".join(told))
