"""What can be wrong with a calendar, a regime or a ladder."""

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
