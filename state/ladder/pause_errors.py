"""What a decision about more time, a waiver or a hold can be refused for. ``str(error)`` is what a person reads."""

from datetime import date

from state.errors import StateError

STATES = {
    "open": "đang chờ báo cáo",
    "answered": "đã có báo cáo",
    "held": "đang tạm dừng chờ quyết định",
    "waived": "đã được miễn báo cáo",
    "moved": "đã chuyển cho cơ quan kế thừa",
}


class BadRuling(StateError):
    """Who decides and why must be said, in a form that the log can keep."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"Chưa ghi được quyết định: {problem}.")


class WrongState(StateError):
    """The assignment is not in a state in which this can be decided."""

    def __init__(self, code: str, state: str, wanted: str) -> None:
        self.code = code
        self.state = state
        super().__init__(f"Không thể {wanted} yêu cầu {code}: {STATES.get(state, state)}.")


class BadExtension(StateError):
    """A new due day must be a working day that lies ahead."""

    def __init__(self, code: str, until: date, problem: str) -> None:
        self.code = code
        self.until = until
        self.problem = problem
        super().__init__(f"Không thể gia hạn {code} đến ngày {until:%d/%m/%Y}: {problem}.")


class NoRequest(StateError):
    """Nobody asked for more time, so there is nothing to refuse."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Yêu cầu {code} không có đề nghị lùi hạn nào đang chờ. Xem: dondoc assignment requests")


class BadHold(StateError):
    """A hold ends after today, or by a person."""

    def __init__(self, until: date, today: date) -> None:
        self.until = until
        super().__init__(f"Không thể tạm dừng đến ngày {until:%d/%m/%Y}: ngày đó phải sau hôm nay ({today:%d/%m/%Y}).")


class AlreadyHeld(StateError):
    """One hold of an agency or plan at a time."""

    def __init__(self, hold_id: int, name: str, since: date) -> None:
        self.hold_id = hold_id
        super().__init__(
            f"{name} đã được tạm dừng đôn đốc từ ngày {since:%d/%m/%Y} (lệnh số {hold_id}). "
            f"Muốn đổi: dondoc assignment release {hold_id}, rồi tạm dừng lại."
        )


class AlreadyReleased(StateError):
    """A hold is released once."""

    def __init__(self, hold_id: int) -> None:
        self.hold_id = hold_id
        super().__init__(f"Lệnh tạm dừng số {hold_id} đã được gỡ trước đó.")


class BodyEnded(StateError):
    """Nothing more is asked of a body that has ended; its requests are handed over first."""

    def __init__(self, code: str, body: str, since: date) -> None:
        self.code, self.body, self.since = code, body, since
        super().__init__(
            f"Yêu cầu {code} còn ở {body}, cơ quan đã kết thúc hoạt động từ {since:%d/%m/%Y}; hãy chuyển giao trước: "
            f"dondoc agency reorganise TỆP --apply --assign '{code}=Tên cơ quan'."
        )
