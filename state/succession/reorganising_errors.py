"""What a reorganisation over open assignments refuses. ``str(error)`` is the sentence that a person reads."""

from collections.abc import Sequence
from datetime import date

from state.errors import StateError


class ReorganisingError(StateError):
    """Base of what is refused here."""


class UndecidedHandovers(ReorganisingError):
    """For some open assignments a person must say who answers now; ``lines``: code, clause, body that ends, why."""

    def __init__(self, title: str, lines: Sequence[tuple[str, str, str, str]]) -> None:
        self.title = title
        self.lines = tuple(lines)
        code, path, _, _ = self.lines[0]
        told = "\n".join(f"  - {code} (mục {path}), {body}: {why}" for code, path, body, why in self.lines)
        super().__init__(
            f"Chưa thể áp dụng “{title}”: {len(self.lines)} yêu cầu báo cáo chưa rõ cơ quan nào trả lời.\n{told}\n"
            f"Chỉ định bằng --assign '{code}=Tên cơ quan' (hoặc theo mục: --assign '{path}=Tên cơ quan'; theo cơ quan "
            f"kết thúc: --assign 'MÃ_CƠ_QUAN=Tên cơ quan'); không yêu cầu nữa: --waive '{code}=lý do'."
        )


class ReorganisedBefore(ReorganisingError):
    """The same file was applied before, and no open assignment is left with a body that it ended."""

    def __init__(self, title: str, by: str, day: date) -> None:
        self.title, self.by, self.day = title, by, day
        super().__init__(
            f"“{title}” đã được {by} áp dụng ngày {day:%d/%m/%Y}; không còn yêu cầu nào phải chuyển, không áp dụng lại."
        )


class TooEarly(ReorganisingError):
    """A reorganisation is applied on its day or later: until then the old bodies answer."""

    def __init__(self, title: str, on: date) -> None:
        self.title, self.on = title, on
        super().__init__(
            f"“{title}” có hiệu lực từ ngày {on:%d/%m/%Y}; đến ngày đó cơ quan cũ vẫn trả lời. "
            "Bây giờ chỉ xem trước được, hãy áp dụng từ ngày có hiệu lực."
        )


class NoRecipient(ReorganisingError):
    """A decision names a body that cannot answer on the day."""

    def __init__(self, given: str, name: str, on: date) -> None:
        self.given, self.name = given, name
        super().__init__(f"Quyết định “{given}”: {name} không hoạt động vào ngày {on:%d/%m/%Y}, không thể nhận việc.")
