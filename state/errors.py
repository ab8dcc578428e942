"""Errors of this room. ``str(error)`` is the sentence that a person reads."""


class StateError(Exception):
    """Base of what the stores refuse."""


class UnknownPlan(StateError):
    """No plan has this code."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.code = code
        self.known = known
        listed = ", ".join(known) if known else "chưa có kế hoạch nào được nhập"
        super().__init__(f"Không có kế hoạch mang mã “{code}”. Các mã đang có: {listed}.")


class DuplicatePlan(StateError):
    """The same document was imported before."""

    def __init__(self, code: str, version: int) -> None:
        self.code = code
        self.version = version
        super().__init__(f"Văn bản này đã được nhập trước đó (kế hoạch {code}, lần {version}). Không nhập lại.")


class OpenQuestions(StateError):
    """The plan cannot be confirmed while a person still has to decide."""

    def __init__(self, code: str, questions: tuple[str, ...]) -> None:
        self.code = code
        self.questions = questions
        lines = "\n".join(f"  - {line}" for line in questions)
        super().__init__(
            f"Chưa thể xác nhận kế hoạch {code}: còn {len(questions)} điểm phải do người quyết định.\n{lines}\n"
            "Trả lời bằng --assign 'ĐƯỜNG_DẪN=Tên cơ quan; Tên cơ quan' hoặc bỏ qua có chủ ý bằng --waive ĐƯỜNG_DẪN."
        )


class UndecidedOwners(StateError):
    """A cycle cannot be opened while it is open who answers for some clause on the cut-off day."""

    def __init__(self, code: str, clauses: tuple[str, ...]) -> None:
        self.code = code
        self.clauses = clauses
        lines = "\n".join(f"  - {line}" for line in clauses)
        super().__init__(
            f"Chưa thể mở kỳ báo cáo {code}: {len(clauses)} điểm chưa rõ cơ quan nào trả lời.\n{lines}\n"
            "Chỉ định bằng --assign 'ĐƯỜNG_DẪN=Tên cơ quan'; chấp nhận cơ quan kế thừa duy nhất nêu trong danh bạ "
            "bằng --accept-successors."
        )


class NotConfirmed(StateError):
    """Nothing is opened or sent for a plan that nobody has confirmed."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"Kế hoạch {code} chưa được xác nhận nên chưa mở kỳ báo cáo và chưa gửi thư nào. "
            f"Hãy xem lại rồi chạy: dondoc plan confirm {code}"
        )


class AlreadyConfirmed(StateError):
    """A confirmed version is not confirmed twice."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Kế hoạch {code} đã được xác nhận trước đó.")


class BadDecision(StateError):
    """A decision on the command line that would be swallowed: wrong form, or a clause that nobody asked about."""

    def __init__(self, given: str, reason: str) -> None:
        self.given = given
        super().__init__(f"Không hiểu quyết định “{given}”: {reason}")


class OtherProvince(StateError):
    """An amendment must come from the province of the plan that it amends."""

    def __init__(self, code: str, province: str, other: str) -> None:
        self.code = code
        super().__init__(f"Văn bản của “{other}” không thể là bản sửa đổi của kế hoạch {code} ({province}).")


class YearOutsidePlan(StateError):
    """A cycle must lie in the period of its plan."""

    def __init__(self, code: str, year: int, first: int, last: int) -> None:
        self.code = code
        self.year = year
        super().__init__(f"Năm {year} nằm ngoài giai đoạn của kế hoạch {code} ({first}–{last}).")


class NothingToAsk(StateError):
    """A cycle without a single assignment would ask nobody and report nothing."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Không mở kỳ báo cáo {code}: không có điểm nào được giao cho cơ quan nào.")


class CycleExists(StateError):
    """One cycle of a kind and year per plan."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Kỳ báo cáo {code} đã được mở.")


class UnknownCycle(StateError):
    """The plan has no such cycle."""

    def __init__(self, plan: str, year: int) -> None:
        self.plan = plan
        self.year = year
        super().__init__(
            f"Kế hoạch {plan} chưa mở kỳ báo cáo năm {year}. Hãy chạy: dondoc cycle open {plan} --year {year}"
        )


class UnknownAgencyName(StateError):
    """A person named an agency that the directory does not know."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(f"Không xác định được cơ quan “{name}”: {message}")


class NoDirectory(StateError):
    """No directory of agencies is loaded for the province of the plan."""

    def __init__(self, province: str) -> None:
        self.province = province
        super().__init__(
            f"Chưa có danh bạ cơ quan của “{province}”, nên không thể giao việc cho cơ quan nào. "
            "Danh bạ đi kèm hiện có: Lai Châu, Hà Tĩnh."
        )


class NotFound(StateError):
    """A row asked for by its code or number does not exist."""

    def __init__(self, what: str, key: object) -> None:
        self.what = what
        self.key = key
        super().__init__(f"Không tìm thấy {what} “{key}”.")
