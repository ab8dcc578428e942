"""The door: the command line. Commands are thin; they put the house together once and call one room."""

import sys
from datetime import datetime

from cyclopts import App, CycloptsError

from commands.assignment import assignment_app, explain
from commands.calendar import calendar_app
from commands.common import house, moment
from commands.contact import contact_app
from commands.cycle import cycle_app
from commands.inbox import inbox_app
from commands.outbox import outbox_app
from commands.rehearse import DryRun, print_dry_tick, rehearse
from commands.reorganise import agency_app
from commands.review import plan_app
from commands.wrong_words import in_vietnamese

app = App(
    name="dondoc",
    help="Đôn đốc thực hiện kế hoạch: đọc kế hoạch, giao việc, nhắc hạn, nhận báo cáo, tổng hợp.",
    version_flags=["--version"],
)
report_app = App(name="report", help="Tổng hợp báo cáo.")
for part in (
    plan_app,
    agency_app,
    contact_app,
    cycle_app,
    calendar_app,
    assignment_app,
    report_app,
    outbox_app,
    inbox_app,
):
    app.command(part)
app.command(explain)


@app.command
def tick(plan: str, *, at: datetime | None = None, dry_run: DryRun = False, json: bool = False) -> None:
    """Chạy ngay nhịp hằng ngày của một kế hoạch (cần máy chủ Prefect: dondoc up), hoặc chạy thử mà không gửi gì."""
    if dry_run:
        from flows.dry_run import dry_tick

        print_dry_tick(dry_tick(house(), plan, moment(at)), json=json)
        return
    _prefect()
    from flows.follow import follow_plan

    print(follow_plan(plan.upper(), moment(at)).model_dump_json(indent=2))


app.command(rehearse)


@app.command
def gather() -> None:
    """Nhận thư trả lời ngay bây giờ."""
    from flows.intake import take_in
    from state.clock import now

    print(take_in(house(), now()).model_dump_json(indent=2))


@report_app.command(name="compile")
def report_compile(plan: str, *, year: int, kind: str = "năm", final: bool = False, at: datetime | None = None) -> None:
    """Tổng hợp báo cáo: Word, Excel và PDF, kèm ảnh chụp số liệu.

    Parameters
    ----------
    plan
        mã kế hoạch
    year
        năm của kỳ báo cáo
    kind
        kỳ: năm, 'quý 1', 'tháng 3', '6 tháng đầu', 'năm học', 'sơ kết' …
    final
        bản chính thức gửi Bộ (mặc định: bản dự thảo trình UBND tỉnh)
    at
        thời điểm tổng hợp (mặc định: bây giờ)
    """
    from cycles.names import parse_cycle_name
    from reports.compile import compile_report

    home, name = house(), parse_cycle_name(kind, year)
    with home.database.unit() as store:
        done = compile_report(store, home.order(plan, name, "final" if final else "draft", moment(at)))
        store.commit()
    print(done.sentence)
    for path in (done.word, done.excel, done.pdf):
        print(path)


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
        from state.clock import now
        from web.serving import apps_of, serve_pages

        home = house()
        as_of = home.settings.as_of
        clock = (lambda: moment(as_of)) if as_of else now
        serve_pages(apps_of(home.settings, home.database, home.office, home.links, clock))
    elif part == "mail":
        parts.run_mail(house(), print)
    else:
        _prefect()
        from flows.deploy import serve_plans

        serve_plans()


def _prefect() -> None:
    from flows.environment import apply, wait_for_server
    from state.settings import load

    settings = load()
    apply(settings.home, settings.prefect_port)
    wait_for_server(settings.prefect_port, lambda: True, seconds=5)


def main() -> None:
    """Run a command; what the house refuses is one Vietnamese sentence on stderr and exit code 2."""
    try:
        app(exit_on_error=False, print_error=False)
    except CycloptsError as error:
        print(in_vietnamese(error), file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # somebody piped us into `head`; the work is done and there is nobody to tell
    except Exception as error:
        refused = refusal(error)
        if refused is None:
            raise
        print(refused, file=sys.stderr)
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
