"""What cannot be recorded of a filled-in page: one sentence for each field, read by the reader of our letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cycles.status import WorkStatus
from mail.letters.phrases import long_day
from mail.numbers import DATE
from mail.page.answer_page import AnswerPage, PageItem
from mail.page.typed import Typed, TypedContact, TypedWish
from mail.post.headers import is_address
from mail.read_answer.fields import contradiction, percent_field
from mail.read_answer.figures import read_figure
from mail.read_answer.model import Reported, Understanding

LONGEST = timedelta(days=366)
LONG_TEXT, SHORT_TEXT = 20_000, 300
ALL_TEXT = 90_000
"""Characters that are read of a whole form; what is longer belongs into a file."""


@dataclass
class Problems:
    """Why nothing was recorded: sentences by field ("HT26-031.percent", "wish.until", "HT26-031") and for the whole.

    ``newer`` are the codes whose recorded answer changed after the page was opened; nothing is wrong with the form.
    """

    fields: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    newer: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.general or self.newer)

    def add(self, name: str, sentence: str) -> None:
        """Put a sentence at a field, behind what is there."""
        before = self.fields.get(name)
        said = sentence.strip().rstrip(".")
        said = said[:1].upper() + said[1:] + "."
        if before is None:
            self.fields[name] = said
        elif said not in before:
            self.fields[name] = f"{before} {said}"

    @property
    def codes(self) -> set[str]:
        """The assignments (and parts of the page) that something is wrong with."""
        return {name.partition(".")[0] for name in self.fields}


def check_items(page: AnswerPage, items: Sequence[Typed], problems: Problems) -> None:
    """Look at each field by itself."""
    known = {item.code: item for item in page.items if item.takes_answers}
    for typed in items:
        item = known.get(typed.code)
        if item is None:
            problems.add(typed.code, "nội dung này không còn chờ báo cáo của cơ quan; xin mở lại trang")
            continue
        _check_lengths(typed, problems)
        if not typed.not_ours:
            _check_percent(typed, problems)
            _check_figures(item, typed, problems)
    if sum(len(typed.filled.result) + len(typed.difficulty) + len(typed.proposal) for typed in items) > ALL_TEXT:
        problems.general.append("Nội dung điền quá dài; xin rút gọn và gửi phần chi tiết trong tệp đính kèm.")


def _check_lengths(typed: Typed, problems: Problems) -> None:
    for name in ("result", "difficulty", "proposal"):
        if len(getattr(typed, name)) > LONG_TEXT:
            problems.add(f"{typed.code}.{name}", "nội dung quá dài; xin gửi phần chi tiết trong tệp đính kèm")


def _check_percent(typed: Typed, problems: Problems) -> None:
    if not typed.percent:
        return
    name = f"{typed.code}.percent"
    reading = percent_field(typed.percent)
    for doubt in reading.doubts:
        problems.add(name, doubt)
    status = WorkStatus(typed.status) if typed.status else None
    for doubt in contradiction(status, reading.percent):
        problems.add(name, doubt)


def _check_figures(item: PageItem, typed: Typed, problems: Problems) -> None:
    asked = {figure.code: figure for figure in item.asked.figures}
    for code, figure in typed.figures.items():
        if not figure.written:
            continue
        name = f"{typed.code}.{code}"
        if code not in asked:
            problems.add(name, "không hỏi số liệu này")
            continue
        for doubt in read_figure(asked[code], figure.written, 0).doubts:
            problems.add(name, doubt.removeprefix(f"{code}: "))


def check_understood(
    items: Sequence[Typed], filed: Collection[str], understood: Understanding, problems: Problems
) -> None:
    """Compare what the reader understood of the whole form with what was typed into its fields.

    Words in a free field may look like another field, another code or another figure; then nothing is recorded.

    :param filed: codes of which a form among the files speaks
    """
    typed = {item.code: item for item in items}
    known = typed.keys() | set(filed)
    for doubt in understood.doubts:
        code, colon, rest = doubt.partition(": ")
        if colon and code in known:
            if code not in problems.codes:
                problems.add(_place(code, rest) if code in typed else code, _for_the_page(rest))
        else:
            problems.general.append(f"{doubt[:1].upper()}{doubt[1:].rstrip('.')}.")
    reported = {one.code: one for one in understood.reported}
    for code in reported.keys() - known:
        problems.general.append(f"Phần đã điền nhắc đến mã {code}; xin điền vào đúng phần của mã ấy.")
    for code, item in typed.items():
        if code not in problems.codes:
            _compare(item, reported.get(code), problems)


def _place(code: str, doubt: str) -> str:
    return f"{code}.status" if "trạng thái" in doubt else code


def _for_the_page(doubt: str) -> str:
    """A doubt about a mail in the words of a form."""
    if doubt.startswith("không nêu rõ trạng thái"):
        return "xin chọn trạng thái thực hiện"
    return doubt.replace("thư nêu", "phần đã điền nêu").replace("thư ghi", "đã điền")


def _compare(item: Typed, one: Reported | None, problems: Problems) -> None:
    if one is None or one.status is None:
        problems.add(f"{item.code}.status", "xin chọn trạng thái thực hiện")
        return
    if item.status and one.status != item.status:
        problems.add(f"{item.code}.status", "phần kết quả nói khác với trạng thái đã chọn; xin xem lại")
    if item.percent and one.percent != percent_field(item.percent).percent:
        problems.add(f"{item.code}.percent", "phần kết quả nêu tỷ lệ khác; xin xem lại")


def check_wish(page: AnswerPage, wish: TypedWish, today: date, problems: Problems) -> date | None:
    """The day of a request for more time, None when something is wrong with the request."""
    before = len(problems.fields)
    until = read_day(wish.until)
    waiting = {item.code: item for item in page.waiting}
    if not wish.codes:
        problems.add("wish.codes", "xin chọn ít nhất một nội dung cần lùi hạn")
    elif any(code not in waiting for code in wish.codes):
        problems.add("wish.codes", "có nội dung không còn chờ báo cáo; xin mở lại trang")
    if not wish.reason:
        problems.add("wish.reason", "xin nêu lý do")
    elif len(wish.reason) > LONG_TEXT:
        problems.add("wish.reason", "lý do quá dài")
    if until is None:
        problems.add("wish.until", "xin ghi ngày theo dạng ngày/tháng/năm, ví dụ 30/12/2025")
    elif until <= today:
        problems.add("wish.until", f"ngày xin lùi phải sau hôm nay ({long_day(today)})")
    elif until > today + LONGEST:
        problems.add("wish.until", "ngày xin lùi không quá một năm")
    else:
        late = [code for code in wish.codes if code in waiting and until <= waiting[code].row.due_on]
        if late:
            due = long_day(waiting[late[0]].row.due_on)
            problems.add("wish.until", f"ngày xin lùi phải sau hạn của {late[0]} ({due})")
    return until if len(problems.fields) == before else None


def read_day(text: str) -> date | None:
    """A day as a date field sends it ("2025-12-30") or as people type it ("30/12/2025")."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        match = DATE.fullmatch(text)
    if match is None or len(match[3]) != 4:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def check_contact(contact: TypedContact, known: Collection[str], problems: Problems) -> None:
    """An address that can be written to, and that is not known already."""
    if not is_address(contact.email):
        problems.add("contact.email", "địa chỉ thư điện tử không đúng dạng, ví dụ ten@coquan.example")
    elif contact.email in known and not contact.replaces:
        problems.add("contact.email", "địa chỉ này đã là đầu mối nhận thư của cơ quan")
    if len(contact.name) > SHORT_TEXT:
        problems.add("contact.name", "họ tên quá dài")
