"""What a change of contacts can be refused for. ``str(error)`` is what a person reads."""

from datetime import date

from state.errors import StateError


class BadContactAddress(StateError):
    """A contact is an address that mail can reach, and not our own."""

    def __init__(self, email: str, problem: str = "không phải là một địa chỉ thư điện tử") -> None:
        self.email = email
        super().__init__(f"Không ghi được đầu mối “{email[:80]}”: {problem}.")


class UnknownContactRole(StateError):
    """A contact has one of a few roles."""

    def __init__(self, role: str, known: tuple[str, ...]) -> None:
        self.role = role
        super().__init__(f"Không có vai trò đầu mối “{role}”; các vai trò: {', '.join(known)}.")


class ContactPeriod(StateError):
    """A contact ends after it began, and once."""

    def __init__(self, email: str, problem: str) -> None:
        self.email = email
        super().__init__(f"Không đổi được thời gian của đầu mối {email}: {problem}.")


class AgencyGone(StateError):
    """A body that has ended gets no new contact."""

    def __init__(self, code: str, name: str, until: date) -> None:
        self.code = code
        super().__init__(f"{name} ({code}) đã kết thúc hoạt động từ ngày {until:%d/%m/%Y}, không thêm đầu mối được.")


class NeedsAddress(StateError):
    """A question for a new address is answered with one."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"Đề xuất số {number} chưa có địa chỉ mới; hãy nêu: dondoc contact accept {number} --email …")


class ProposalDecided(StateError):
    """A proposal is decided once."""

    def __init__(self, number: int, state: str, by: str) -> None:
        self.number = number
        self.state = state
        done = "được chấp nhận" if state == "accepted" else "bị từ chối"
        super().__init__(f"Đề xuất số {number} đã {done} trước đó (người quyết định: {by or 'hệ thống'}).")
