"""What can be wrong when a cycle is opened, a cadence is set or the calendar is changed."""

from datetime import date

from state.errors import StateError


class ReplacedCycle(StateError):
    """Another report of the plan takes the place of this one; ``sentence`` says which."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(f"Không mở kỳ báo cáo {code}: {sentence}")


class MissingDueDay(StateError):
    """A document that orders a report says nothing about a level at which somebody is asked."""

    def __init__(self, code: str, label: str, level: str) -> None:
        self.code = code
        self.level = level
        super().__init__(
            f"Không mở kỳ báo cáo {code}: văn bản yêu cầu báo cáo chưa nêu hạn của {label}. Bổ sung --due {level}=NGÀY."
        )


class NoPeriodicCycle(StateError):
    """A kind of cycle that comes by a document alone: it has no day of its own in any regime."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(
            f"{label} không phải kỳ báo cáo định kỳ, cần nêu văn bản yêu cầu: --by-order 'Công văn số …' --from NGÀY "
            "--to NGÀY --due commune=NGÀY --due department=NGÀY --due coordinator=NGÀY --due province=NGÀY."
        )


class BadDays(StateError):
    """Days of the calendar that cannot be set."""

    def __init__(self, first: date, last: date, problem: str) -> None:
        self.first, self.last = first, last
        super().__init__(f"Không đổi được lịch từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}: {problem}.")
