"""The door: the command line. Commands are thin; they put the house together once and call one room."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, CycloptsError, Parameter, validators

if TYPE_CHECKING:
    from flows.runtime import Runtime

app = App(
    name="dondoc",
    help="Đôn đốc thực hiện kế hoạch: đọc kế hoạch, giao việc, nhắc hạn, nhận báo cáo, tổng hợp.",
    version_flags=["--version"],
)
plan_app = App(name="plan", help="Đọc, nhập và xác nhận kế hoạch.")
cycle_app = App(name="cycle", help="Mở kỳ báo cáo.")
report_app = App(name="report", help="Tổng hợp báo cáo.")
outbox_app = App(name="outbox", help="Thư đi.")
inbox_app = App(name="inbox", help="Thư đến.")
for part in (plan_app, cycle_app, report_app, outbox_app, inbox_app):
    app.command(part)

ACTOR = "người phụ trách"
Positive = Annotated[int, Parameter(validator=validators.Number(gte=1, lte=2**31 - 1))]
By = Annotated[str, Parameter(help="tên người quyết định, ghi vào nhật ký")]
Assign = Annotated[
    list[str] | None,
    Parameter(help="'ĐƯỜNG_DẪN=Tên cơ quan; Tên cơ quan': cơ quan thực hiện một điểm", negative=()),
]


@plan_app.command(name="read")
def plan_read(file: Path, *, json: bool = False) -> None:
    """Đọc một văn bản kế hoạch và in ra; không cần cơ sở dữ liệu.

    Parameters
    ----------
    file
        tệp văn bản (.txt, .md)
    json
        in dạng JSON
    """
    from plans.read import read_plan
    from plans.show import render

    plan = read_plan(file.read_bytes(), file.name)
    print(plan.model_dump_json(indent=2) if json else render(plan))


@plan_app.command(name="import")
def plan_import(file: Path, *, sample: bool = False, amends: str | None = None, on: datetime | None = None) -> None:
    """Nhập một kế hoạch vào cơ sở dữ liệu, chờ người xác nhận.

    Parameters
    ----------
    file
        tệp văn bản kế hoạch
    sample
        đánh dấu là dữ liệu mẫu ở mọi thư và báo cáo
    amends
        mã kế hoạch đã có mà văn bản này thay thế hoặc sửa đổi
    on
        thời điểm nhập (mặc định: bây giờ)
    """
    from flows import intent

    done = intent.import_plan(_house(), file.read_bytes(), file.name, _moment(on), sample=sample, amends=amends)
    print(done)


@plan_app.command(name="list")
def plan_list() -> None:
    """Liệt kê các kế hoạch."""
    with _house().database.unit() as store:
        for plan in store.plans.all():
            version = plan.versions[-1]
            state = f"đã xác nhận bởi {version.confirmed_by}" if version.confirmed_at else "chưa xác nhận"
            print(f"{plan.code}\t{plan.label}\tlần {version.number}, {state}")


@plan_app.command(name="questions")
def plan_questions(plan: str) -> None:
    """Những điểm của kế hoạch mà người phụ trách phải xem hoặc quyết định."""
    with _house().database.unit() as store:
        version = store.plans.get(plan).versions[-1]
        for question in version.questions:
            mark = "PHẢI TRẢ LỜI" if question.blocking and question.decision is None else question.decision or "để biết"
            print(f"[{mark}] {question.path}: {question.message}")


@plan_app.command(name="confirm")
def plan_confirm(
    plan: str,
    *,
    by: By = ACTOR,
    assign: Assign = None,
    waive: Annotated[list[str] | None, Parameter(help="điểm cố ý để không giao cho ai", negative=())] = None,
    on: datetime | None = None,
) -> None:
    """Xác nhận cách hiểu kế hoạch. Trước bước này không thư nào được gửi."""
    from flows import intent

    print(intent.confirm_plan(_house(), plan, by, _assignments(assign), waive or [], _moment(on)))


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

    chosen = intent.Choice(by, _assignments(assign), accept_successors, _moment(on))
    print(intent.open_cycle(_house(), plan, year, chosen))


@app.command
def tick(plan: str, *, at: datetime | None = None) -> None:
    """Chạy ngay nhịp hằng ngày của một kế hoạch (cần máy chủ Prefect: dondoc up)."""
    _prefect()
    from flows.follow import follow_plan

    print(follow_plan(plan.upper(), _moment(at)).model_dump_json(indent=2))


@app.command
def gather() -> None:
    """Nhận thư trả lời ngay bây giờ."""
    from flows.intake import take_in
    from state.clock import now

    print(take_in(_house(), now()).model_dump_json(indent=2))


@report_app.command(name="compile")
def report_compile(plan: str, *, year: int, final: bool = False, at: datetime | None = None) -> None:
    """Tổng hợp báo cáo: Word, Excel và PDF, kèm ảnh chụp số liệu.

    Parameters
    ----------
    plan
        mã kế hoạch
    year
        năm của kỳ báo cáo
    final
        bản chính thức gửi Bộ (mặc định: bản dự thảo trình UBND tỉnh)
    at
        thời điểm tổng hợp (mặc định: bây giờ)
    """
    from reports.compile import compile_report

    house = _house()
    with house.database.unit() as store:
        done = compile_report(store, house.order(plan, year, "final" if final else "draft", _moment(at)))
        store.commit()
    print(done.sentence)
    for path in (done.word, done.excel, done.pdf):
        print(path)


@outbox_app.command(name="list")
def outbox_list(*, limit: Positive = 50, json: bool = False) -> None:
    """Liệt kê thư đi, mới nhất trước."""
    from state.listing import LETTER_COLUMNS, letters

    with _house().database.unit() as store:
        _table(letters(store, limit), LETTER_COLUMNS, as_json=json)


@outbox_app.command(name="show")
def outbox_show(letter: Positive) -> None:
    """In một thư đi."""
    with _house().database.unit() as store:
        row = store.outbox.get(letter)
        print(
            f"Đến: {', '.join(row.recipients)}\nTrả lời về: {row.reply_to or '–'}\nTiêu đề: {row.subject}\n\n{row.text}"
        )


@inbox_app.command(name="list")
def inbox_list(*, limit: Positive = 50, held: bool = False, json: bool = False) -> None:
    """Liệt kê thư đến, mới nhất trước; --held: chỉ thư đang chờ người xem."""
    from state.listing import REPLY_COLUMNS, replies

    with _house().database.unit() as store:
        _table(replies(store, limit, held=held), REPLY_COLUMNS, as_json=json)


@app.command
def up() -> None:
    """Khởi động tất cả: máy chủ Prefect, các luồng theo lịch, vòng lặp thư, trang theo dõi. Ctrl-C để dừng."""
    from flows.up import start_everything
    from state.settings import load

    start_everything(load(), print)


@app.command(show=False)
def serve(part: str) -> None:
    """Chạy riêng một phần của `dondoc up`: flows, mail hoặc web."""
    from flows import up as parts

    if part == "web":
        import uvicorn

        from state.clock import now
        from web.app import create_app

        house = _house()
        prefect_ui = f"http://127.0.0.1:{house.settings.prefect_port}"
        as_of = house.settings.as_of
        board = create_app(house.database, house.settings.out, prefect_ui, (lambda: _moment(as_of)) if as_of else now)
        uvicorn.run(board, host="127.0.0.1", port=house.settings.web_port, log_level="warning")
    elif part == "mail":
        parts.run_mail(_house(), print)
    else:
        _prefect()
        from flows.deploy import serve_plans

        serve_plans()


def _house() -> "Runtime":
    from flows.runtime import current

    return current()


def _prefect() -> None:
    from flows.environment import apply, wait_for_server
    from state.settings import load

    settings = load()
    apply(settings.home, settings.prefect_port)
    wait_for_server(settings.prefect_port, lambda: True, seconds=5)


def _moment(value: datetime | None) -> datetime:
    from state.clock import ZONE, now

    if value is None:
        return now()
    return value.replace(tzinfo=ZONE) if value.tzinfo is None else value.astimezone(ZONE)


def _assignments(pairs: Sequence[str] | None) -> dict[str, list[str]]:
    """``V.8.1=Sở A; Sở B`` as a mapping of a path to names."""
    found: dict[str, list[str]] = {}
    for pair in pairs or []:
        path, _, names = pair.partition("=")
        found[path.strip()] = [name.strip() for name in names.split(";") if name.strip()]
        if not path.strip() or not found[path.strip()]:
            from state.errors import BadDecision

            raise BadDecision(pair, "cần viết 'ĐƯỜNG_DẪN=Tên cơ quan; Tên cơ quan'.")
    return found


def _table(rows: Sequence[dict[str, object]], columns: Mapping[str, str], *, as_json: bool) -> None:
    if as_json:
        import json

        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns.values())
    for row in rows:
        table.add_row(*(str(row[key]) for key in columns))
    Console().print(table)


def main() -> None:
    """Run a command; what the house refuses is one Vietnamese sentence on stderr and exit code 2."""
    try:
        app(exit_on_error=False, print_error=False)
    except CycloptsError as error:
        words = " ".join(sys.argv[1:3])
        print(f"Lệnh chưa đúng; xem cách dùng: dondoc {words} --help\n({error})", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # somebody piped us into `head`; the work is done and there is nobody to tell
    except Exception as error:
        sentence = refusal(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(2)


def refusal(error: Exception) -> str | None:
    """The sentence of an error that a person can act on; None for a defect of ours."""
    from sqlalchemy.exc import ArgumentError, OperationalError

    from agencies.errors import DirectoryError
    from cycles.errors import CycleError
    from flows.environment import PrefectUnavailable
    from mail.errors import MailError
    from plans.errors import PlanError
    from reports.errors import ReportError
    from state.errors import StateError
    from state.settings import SettingsError

    known = (
        PlanError,
        DirectoryError,
        CycleError,
        StateError,
        MailError,
        ReportError,
        SettingsError,
        PrefectUnavailable,
    )
    if isinstance(error, known):
        return str(error)
    if isinstance(error, OperationalError | ArgumentError):
        return "Không mở được cơ sở dữ liệu; hãy kiểm tra DONDOC_DATABASE_URL và thư mục DONDOC_HOME."
    if isinstance(error, FileNotFoundError):
        return f"Không có tệp “{error.filename}”."
    if isinstance(error, IsADirectoryError | PermissionError):
        return f"Không đọc được “{error.filename}”: {error.strerror}."
    return None


if __name__ == "__main__":
    main()
