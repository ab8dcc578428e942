"""What can be wrong with a calendar, a regime or a ladder."""

from collections.abc import Sequence
from datetime import date


class CycleError(Exception):
    """Base of the room; ``str()`` is a Vietnamese sentence for people."""


class NaiveTime(CycleError):
    """A time without a time zone cannot be compared with office hours."""

    def __init__(self) -> None:
        super().__init__("Thời điểm phải kèm múi giờ (Asia/Ho_Chi_Minh).")


class BadCalendarFile(CycleError):
    """The shipped calendar table cannot be read."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"Bảng lịch làm việc không hợp lệ: {problem}.")


class UnknownCycleKind(CycleError):
    """What was typed names no cycle."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"Không nhận ra kỳ báo cáo “{text}”. Cách viết: năm, quý 1, tháng 3, 6 tháng đầu, 9 tháng, năm học, "
            "sơ kết, tổng kết, đột xuất 1."
        )


class BadRegimeFile(CycleError):
    """A reporting regime in TOML cannot be read."""

    def __init__(self, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"Chế độ báo cáo “{where}” không hợp lệ: {problem}.")


class UnknownRegime(CycleError):
    """No shipped preset has this name and no file lies there."""

    def __init__(self, name: str, shipped: Sequence[str]) -> None:
        self.name, self.shipped = name, tuple(shipped)
        super().__init__(
            f"Không có chế độ báo cáo “{name}”: hãy ghi tên có sẵn ({', '.join(shipped)}) hoặc đường dẫn tới tệp TOML."
        )


class KindNotInRegime(CycleError):
    """The regime has no rule for this kind of cycle."""

    def __init__(self, kind: str, regime: str) -> None:
        self.kind, self.regime = kind, regime
        super().__init__(f"{regime} không quy định kỳ báo cáo “{kind}”: hãy mở kỳ này theo văn bản yêu cầu báo cáo.")


class RegimeConflict(CycleError):
    """The due days of a regime do not follow one another as Decree 09/2019 article 8 clause 5 b asks."""

    def __init__(self, level: str, on: date, problem: str) -> None:
        self.level, self.on, self.problem = level, on, problem
        super().__init__(f"Hạn gửi của cấp “{level}” ({on:%d/%m/%Y}) không hợp lệ: {problem}.")


class UnknownStep(CycleError):
    """A key that no ladder can have."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"Không nhận ra mức đôn đốc “{key}”.")


class BadLadderFile(CycleError):
    """A table of the ladder cannot be used: unreadable, out of order, or too harsh for the relation."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"Bảng mức đôn đốc không hợp lệ: {problem}.")
