"""``dondoc rehearse``: every letter of a year in advance; and what ``dondoc tick --dry-run`` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from commands.common import ACTOR, Assign, as_json, assignments, house, moment

if TYPE_CHECKING:
    from flows.dry_run import DryTick
    from flows.rehearsal import Rehearsal
    from state.ladder.rehearsal import RehearsedLetter

DryRun = Annotated[
    bool, Parameter(help="soạn thư rồi bỏ: in thư sẽ gửi, không gửi và không ghi gì (không cần Prefect)", negative=())
]
Year = Annotated[int, Parameter(help="năm của kỳ báo cáo")]


def rehearse(
    plan: str,
    *,
    year: Year,
    excel: Annotated[Path | None, Parameter(help="ghi danh sách thư ra tệp .xlsx (không ghi đè)")] = None,
    ics: Annotated[Path | None, Parameter(help="ghi lịch gửi thư ra tệp .ics (không ghi đè)")] = None,
    assign: Assign = None,
    accept_successors: Annotated[
        bool, Parameter(help="chấp nhận cơ quan kế thừa nêu trong danh bạ", negative=())
    ] = False,
    at: Annotated[datetime | None, Parameter(help="diễn tập từ thời điểm này (mặc định: bây giờ)")] = None,
    json: bool = False,
) -> None:
    """Diễn tập một năm: thư nào sẽ gửi cho ai, ngày nào, vì sao, nếu không ai trả lời. Không gửi và không ghi gì."""
    from flows.opening import Choice
    from flows.rehearsal import rehearse as rehearsed

    _checked(excel, ".xlsx")
    _checked(ics, ".ics")
    found = rehearsed(house(), plan, year, Choice(ACTOR, assignments(assign), accept_successors, moment(at)))
    written = [_excel(found, excel)] if excel else []
    written += [_ics(found, ics)] if ics else []
    if json:
        print(as_json(asdict(found)))
        return
    for line in (*_told(found), *written):
        print(line)


def _checked(file: Path | None, suffix: str) -> None:
    """Refuse a name that asks for another form before the work begins."""
    from state.errors import FileExists, UnknownFileKind

    if file is not None and file.suffix.lower() != suffix:
        raise UnknownFileKind(file.name, suffix)
    if file is not None and file.exists():
        raise FileExists(file.name)


def _excel(found: "Rehearsal", file: Path) -> str:
    from flows.exchange import write_new
    from reports.rehearsal import Sheets, write_rehearsal

    title = f"Kế hoạch {found.plan}, năm {found.year}"
    write_new(file, write_rehearsal(found.letters, Sheets(title, found.since, found.sample, found.remarks)))
    return f"Đã ghi {len(found.letters)} thư vào {file}."


def _ics(found: "Rehearsal", file: Path) -> str:
    from flows.exchange import write_new
    from mail.letters.calendar_events import of_letters
    from mail.letters.calendar_file import Organizer, calendar_of

    office = house().office
    events = of_letters(found.plan, found.letters, found.at)
    name = f"{found.plan} {found.year}: thư sẽ gửi (diễn tập)"
    write_new(file, calendar_of(events, name, Organizer(office.name, office.address)))
    return f"Đã ghi lịch gửi thư vào {file}."


def _told(found: "Rehearsal") -> Iterator[str]:
    """The rehearsal for a terminal: a head per day and step, one line per letter."""
    from reports.vietnamese import number

    count, days = len(found.letters), len({letter.day for letter in found.letters})
    yield f"Diễn tập kế hoạch {found.plan} năm {found.year} từ ngày {found.since:%d/%m/%Y}, giả định không ai trả lời."
    yield from (f"Lưu ý: {remark}" for remark in found.remarks)
    for day, letters in groupby(found.letters, key=lambda letter: letter.day):
        yield from _told_day(day.weekday(), f"{day:%d/%m/%Y}", list(letters))
    yield f"Tổng cộng {number(count)} thư trong {days} ngày; không thư nào được gửi và không có gì được ghi lại."


def _told_day(weekday: int, day: str, letters: Sequence["RehearsedLetter"]) -> Iterator[str]:
    from cycles.calendar import WEEKDAYS
    from cycles.ladder import RUNG_LABELS, Rung
    from reports.vietnamese import upper_first

    yield f"\n{WEEKDAYS[weekday]} {day}: {len(letters)} thư"
    order = list(Rung)
    letters = sorted(letters, key=lambda letter: (order.index(letter.rung), letter.reasons))
    for (rung, reasons), group in groupby(letters, key=lambda letter: (letter.rung, letter.reasons)):
        of_step = list(group)
        yield f"  {upper_first(RUNG_LABELS[rung])} ({len(of_step)}). {' '.join(reasons)}"
        for letter in of_step:
            copies = f", đồng gửi {', '.join(letter.cc)}" if letter.cc else ""
            yield f"    - {letter.name} <{', '.join(letter.to)}>{copies}: {', '.join(letter.codes)}"


def print_dry_tick(found: "DryTick", *, json: bool = False) -> None:
    """Print what a tick would do; ``json`` with the texts of the letters."""
    if json:
        print(as_json(asdict(found)))
        return
    print(f"Chạy thử nhịp của kế hoạch {found.plan} lúc {found.at:%H:%M ngày %d/%m/%Y}; không gửi và không ghi gì.")
    for line in (found.quiet, *found.opened, *found.problems, *(f"Không có thư cho {one}." for one in found.skipped)):
        if line:
            print(line)
    for letter in found.letters:
        copies = f", đồng gửi {', '.join(letter.cc)}" if letter.cc else ""
        print(f"\n{letter.subject}\n  Đến: {letter.agency or 'bộ phận điều phối'} <{', '.join(letter.to)}>{copies}")
        print(f"  Yêu cầu: {', '.join(letter.codes) or '–'}\n  Lý do: {' '.join(letter.reasons) or '–'}")
    if not found.quiet:
        print(f"\n{len(found.letters)} thư sẽ được gửi.")
