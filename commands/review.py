"""``dondoc plan review`` and the decisions about a reading, one command each."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from commands.common import ACTOR, Because, By, as_json, house, moment, pairs
from commands.plan import plan_app

__all__ = ["plan_app"]

if TYPE_CHECKING:
    from flows.review import Decision
    from state.plan.review import Who


@plan_app.command(name="questions")
def plan_questions(plan: str, *, json: bool = False) -> None:
    """Những điểm của kế hoạch mà người phụ trách phải xem hoặc quyết định, mỗi điểm một dòng."""
    from commands.review_text import question_line
    from flows.review import look

    doubts = look(house(), plan).doubts
    print(as_json([asdict(doubt) for doubt in doubts]) if json else "\n".join(map(question_line, doubts)))


@plan_app.command(name="review")
def plan_review(
    plan: str,
    *,
    by: By = ACTOR,
    as_list: Annotated[bool, Parameter(name="--list", negative=())] = False,
    json: bool = False,
) -> None:
    """Rà soát cách hiểu: từng điểm chưa chắc bên cạnh câu gốc; trên màn hình thì hỏi và ghi từng quyết định.

    Parameters
    ----------
    plan
        mã kế hoạch
    by
        tên người quyết định
    as_list
        chỉ in các điểm cần xem, không hỏi
    json
        in mọi điểm của kế hoạch dạng JSON
    """
    from commands.review_text import review_lines
    from flows.review import look

    review = look(house(), plan)
    if json:
        print(as_json(review.as_data()))
    elif as_list or not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("\n".join(review_lines(review)))
    else:
        from commands.review_walk import Walk

        Walk(house(), plan, by).run()


@plan_app.command(name="accept")
def plan_accept(
    plan: str, *marks: str, by: By = ACTOR, because: Because = "", json: bool = False, on: datetime | None = None
) -> None:
    """Chấp nhận cách hiểu: mã câu hỏi (Q1 Q2 …), hoặc đường dẫn của điểm đã xem."""
    who, given = _who(by, because, on), _some(marks)
    _decide(plan, lambda store, known: store.accept(plan, given, who, known), json=json)


@plan_app.command(name="correct")
def plan_correct(
    plan: str,
    mark: str,
    *changes: str,
    by: By = ACTOR,
    because: Because = "",
    json: bool = False,
    on: datetime | None = None,
) -> None:
    """Sửa một điểm: đường dẫn, mã chỉ tiêu, document, signer hoặc mã câu hỏi, rồi các cặp thông_tin=giá_trị.

    Nhiệm vụ: owners, roles, partners, advises, reports_to, deadlines, recurrence, text, heading, requested, product.
    Chỉ tiêu: text, comparator, value, high, unit, year, recurrence, relative, measure, base, part_of, group.
    Văn bản (document): number, symbol, date, title, issuer, period, programme. Chữ ký (signer): name, position.
    """
    who, written = _who(by, because, on), pairs(_some(changes), "thông_tin=giá_trị")
    _decide(plan, lambda store, known: store.correct(plan, mark, written, who, known), json=json)


@plan_app.command(name="reject")
def plan_reject(
    plan: str, mark: str, *, because: Because, by: By = ACTOR, json: bool = False, on: datetime | None = None
) -> None:
    """Bỏ một điểm không phải nhiệm vụ hoặc chỉ tiêu khỏi cách hiểu, nêu lý do."""
    who = _who(by, because, on)
    _decide(plan, lambda store, known: store.reject(plan, mark, who, known), json=json)


@plan_app.command(name="add")
def plan_add(
    plan: str,
    *,
    owner: Annotated[str, Parameter(help="cơ quan thực hiện; nhiều cơ quan cách nhau bằng dấu chấm phẩy")],
    text: Annotated[str, Parameter(help="nội dung nhiệm vụ như văn bản ghi")],
    under: Annotated[str, Parameter(help="đường dẫn của mục chứa nhiệm vụ")] = "",
    deadline: Annotated[str, Parameter(help="thời hạn như văn bản ghi")] = "",
    line: Annotated[str, Parameter(help="dòng của văn bản, ví dụ 120 hoặc 120-123")] = "",
    by: By = ACTOR,
    because: Because = "",
    json: bool = False,
    on: datetime | None = None,
) -> None:
    """Thêm một nhiệm vụ mà chương trình đọc sót."""
    from state.plan.review import Addition

    fields = {"deadlines": deadline} if deadline else {}
    item, who = Addition(owner, text, under, fields, _lines(line)), _who(by, because, on)
    _decide(plan, lambda store, known: store.add(plan, item, who, known), json=json)


@plan_app.command(name="undo")
def plan_undo(plan: str, *, by: By = ACTOR, json: bool = False, on: datetime | None = None) -> None:
    """Rút lại quyết định mới nhất về lần đọc đang chờ xác nhận."""
    who = _who(by, "", on)
    _decide(plan, lambda store, known: store.undo(plan, who, known), json=json)


def _who(by: str, because: str, on: datetime | None) -> "Who":
    from state.plan.review import Who

    return Who(by, moment(on), because.strip())


def _decide(plan: str, make: "Decision", *, json: bool) -> None:
    from flows.review import decide

    done = decide(house(), plan, make)
    print(as_json(asdict(done)) if json else done.sentence)


def _some(words: Sequence[str]) -> Sequence[str]:
    if not words:
        from state.errors import BadDecision

        raise BadDecision("(trống)", "cần nêu ít nhất một điểm.")
    return words


def _lines(text: str) -> tuple[int, int] | None:
    """``120`` or ``120-123``."""
    if not text:
        return None
    first, _, last = text.partition("-")
    if not (first.strip().isdigit() and (last or first).strip().isdigit()):
        from state.errors import BadDecision

        raise BadDecision(text, "cần số dòng, ví dụ 120 hoặc 120-123.")
    return int(first), int(last or first)
