"""The commands of ``dondoc inbox``."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from commands.common import ACTOR, Because, By, Positive, as_json, house, moment, table

if TYPE_CHECKING:
    from flows.runtime import Runtime
    from mail.desk.deciding import Decided
    from mail.desk.explaining import Surroundings
    from mail.files.attachments import Attachment
    from mail.read_answer.filled import Filled
    from state.ladder.ruling import Ruling
    from state.store import Store

inbox_app = App(name="inbox", help="Thư đến: xem, giải thích, quyết định về thư đang chờ.")

On = Annotated[datetime | None, Parameter(help="thời điểm quyết định (mặc định: bây giờ)")]
Limit = Annotated[Positive, Parameter(help="nhiều nhất bao nhiêu thư")]
Held = Annotated[bool, Parameter(help="chỉ thư đang chờ người xem", negative=())]
Json = Annotated[bool, Parameter(help="in toàn bộ dưới dạng JSON", negative=())]
Number = Annotated[Positive, Parameter(help="số thư đến, in ở inbox list")]
Values = Annotated[
    list[str] | None,
    Parameter(
        name="--set",
        help="giá trị của một mã: 'HT26-031=đang thực hiện; 70%; CT1=410/512; kết quả: …; khó khăn: …; kiến nghị: …' "
        "(dùng nhiều lần được)",
        negative=(),
    ),
]


@inbox_app.command(name="list")
def inbox_list(*, limit: Limit = 50, held: Held = False, json: Json = False) -> None:
    """Liệt kê thư đến, mới nhất trước."""
    from state.listing import REPLY_COLUMNS, replies

    with house().database.unit() as store:
        table(replies(store, limit, held=held), REPLY_COLUMNS, json=json)


@inbox_app.command(name="show")
def inbox_show(number: Number, *, json: Json = False) -> None:
    """In một thư đến: nội dung, lý do, nếu ghi nhận thì ghi gì, diễn biến."""
    from mail.desk.waiting import one_told

    home = house()
    with home.database.unit() as store:
        told = one_told(store, home.office, moment(None), number)
    if json:
        print(as_json(told))
        return
    from commands.inbox_text import shown

    print(shown(told))


@inbox_app.command(name="held")
def inbox_held(*, limit: Limit = 100, json: Json = False) -> None:
    """Những thư đang chờ người xem, cũ nhất trước: vì sao chờ, nếu ghi nhận thì ghi gì, gợi ý, lệnh tiếp theo."""
    from mail.desk.waiting import waiting_told

    home = house()
    with home.database.unit() as store:
        told = waiting_told(store, home.office, moment(None), limit)
    if json:
        print(as_json(told))
        return
    from commands.inbox_text import held

    print("\n\n".join(held(one) for one in told) or "Không có thư nào chờ người xem.")


@inbox_app.command(name="explain")
def inbox_explain(file: Path, *, at: datetime | None = None, json: bool = False) -> None:
    """Đọc thử một thư (.eml) như khi nhận, không ghi gì: thư gì, của cơ quan nào, hiểu ra sao, vì sao.

    Parameters
    ----------
    file
        tệp .eml
    at
        đọc như vào thời điểm này (mặc định: bây giờ)
    json
        in toàn bộ dưới dạng JSON
    """
    from mail.desk.explaining import explain

    home, raw = house(), file.read_bytes()
    with home.database.unit() as store:
        told = explain(store, raw, moment(at), around(home))
    if json:
        print(as_json(told))
        return
    from commands.inbox_text import explained

    print(explained(told))


@inbox_app.command(name="accept")
def inbox_accept(
    number: Number,
    *,
    values: Values = None,
    skip: Annotated[list[str] | None, Parameter(help="mã không ghi (dùng nhiều lần được)", negative=())] = None,
    reason: Because = "",
    by: By = ACTOR,
    on: On = None,
) -> None:
    """Ghi nhận một thư đang chờ như đã đọc được; --set thay giá trị của một mã, --skip bỏ một mã."""
    from mail.desk.deciding import Choice, accept

    choice = Choice(_given(values), frozenset(code.strip().upper() for code in skip or ()))
    _decide(lambda home, store, word: accept(store, number, word, home.office, choice), by, reason, on)


@inbox_app.command(name="assign")
def inbox_assign(
    number: Number,
    to: Annotated[str, Parameter(help="mã cơ quan, mã yêu cầu báo cáo hoặc số thư đi")],
    *,
    reason: Because = "",
    by: By = ACTOR,
    on: On = None,
) -> None:
    """Gắn một thư đang chờ với cơ quan hoặc yêu cầu mà nó trả lời, rồi đọc lại; đọc chắc thì ghi, chưa chắc thì nêu."""
    from mail.desk.deciding import assign

    _decide(lambda home, store, word: assign(store, number, to, word, home.office), by, reason, on)


@inbox_app.command(name="reject")
def inbox_reject(number: Number, *, reason: Because, by: By = ACTOR, on: On = None) -> None:
    """Không ghi nhận một thư đang chờ, nêu lý do; việc đôn đốc mà thư đã làm dừng được tiếp tục."""
    from mail.desk.deciding import reject

    _decide(lambda _home, store, word: reject(store, number, word), by, reason, on)


@inbox_app.command(name="answer")
def inbox_answer(
    *,
    values: Values,
    number: Annotated[str, Parameter(name="--number", help="số, ký hiệu văn bản, ví dụ 45/BC-UBND")] = "",
    dated: Annotated[date | None, Parameter(help="ngày của văn bản (NĂM-THÁNG-NGÀY)")] = None,
    file: Annotated[list[Path] | None, Parameter(help="bản chụp văn bản (dùng nhiều lần được)", negative=())] = None,
    reason: Because = "",
    by: By = ACTOR,
    on: On = None,
) -> None:
    """Nhập thay báo cáo gửi bằng văn bản giấy (--number, --dated) hoặc qua điện thoại (--reason)."""
    from mail.desk.paper import PaperAnswer, answer_for

    paper = PaperAnswer(_given(values), number, dated, tuple(_attached(path) for path in file or ()))
    _decide(lambda home, store, word: answer_for(store, paper, word, home.office), by, reason, on)


@inbox_app.command(name="reread")
def inbox_reread(
    *,
    since: Annotated[date, Parameter(help="từ ngày nhận (NĂM-THÁNG-NGÀY)")],
    apply: Annotated[bool, Parameter(help="ghi các thay đổi (mặc định: chỉ cho xem)", negative=())] = False,
    json: Json = False,
    reason: Because = "",
    by: By = ACTOR,
    on: On = None,
) -> None:
    """Đọc lại thư đã lưu theo quy tắc hiện nay và cho xem thư nào sẽ khác; chỉ ghi khi có --apply.

    Không đổi những gì người đã quyết định hoặc đã có báo cáo khác thay; chỗ nay còn ngờ thì chuyển cho người xem.
    """
    from datetime import time

    from commands.inbox_text import reread_told
    from mail.desk.rereading import reread
    from state.ladder.ruling import Ruling

    home = house()
    ruling = Ruling(by, moment(on), reason) if apply else None
    start = moment(datetime.combine(since, time()))
    changes = [change.told() for change in reread(home.database.unit, start, around(home), ruling)]
    print(as_json(changes) if json else reread_told(changes, applied=apply))


def around(home: "Runtime") -> "Surroundings":
    """What reading a mail takes besides the store."""
    from flows.intake import limits_of
    from mail.desk.explaining import Surroundings

    return Surroundings(home.office.own_addresses, limits_of(home))


def _given(values: Sequence[str] | None) -> "tuple[Filled, ...]":
    from mail.desk.given import parse_given

    return tuple(parse_given(one) for one in values or ())


def _attached(path: Path) -> "Attachment":
    from mimetypes import guess_type

    from mail.files.attachments import attach

    return attach(path.name, guess_type(path.name)[0] or "application/octet-stream", path.read_bytes())


Decide = Callable[["Runtime", "Store", "Ruling"], "Decided"]


def _decide(decision: Decide, by: str, reason: str, on: datetime | None) -> None:
    """One decision of a person in one unit of work: all of it or nothing."""
    from state.ladder.ruling import Ruling

    home = house()
    with home.database.unit() as store:
        told = decision(home, store, Ruling(by, moment(on), reason))
        store.commit()
    print(told.sentence)
