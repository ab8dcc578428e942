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
    """The plan cannot be confirmed yet; ``questions``: code, sentence, whether it asks for a body."""

    def __init__(self, code: str, questions: tuple[tuple[str, str, bool], ...]) -> None:
        self.code = code
        self.questions = questions
        lines = "\n".join(f"  [{mark}] {sentence}" for mark, sentence, _ in questions)
        owner = next((mark for mark, _, owner in questions if owner), None)
        other = next((mark for mark, _, owner in questions if not owner), None)
        ways = [
            f"chọn cơ quan: dondoc plan confirm {code} --assign '{owner}=Tên cơ quan; Tên cơ quan'; không giao cho ai: "
            f"--waive {owner}"
            if owner
            else "",
            f"cách hiểu đúng: dondoc plan accept {code} {other}; cần sửa: dondoc plan correct {code} {other} …; "
            f"bỏ qua các điểm còn lại, nêu lý do: dondoc plan confirm {code} --waive-rest '…'"
            if other
            else "",
        ]
        super().__init__(
            f"Chưa thể xác nhận kế hoạch {code}: còn {len(questions)} điểm phải do người quyết định.\n{lines}\n"
            + "\n".join(f"{way[0].upper()}{way[1:]}." for way in ways if way)
            + f"\nXem từng điểm bên cạnh câu gốc: dondoc plan review {code}"
        )


class UncertainClauses(StateError):
    """An amendment cannot be confirmed while it is open which clause some assignments belong to.

    ``pairs``: path in the version before, path that may be the same clause now, why it is not sure.
    """

    def __init__(self, code: str, pairs: tuple[tuple[str, str, str], ...]) -> None:
        self.code = code
        self.pairs = pairs
        lines = "\n".join(f"  - {old} cũ có phải là {new} mới không? ({reason})" for old, new, reason in pairs)
        old, new, _ = pairs[0]
        super().__init__(
            f"Chưa thể xác nhận kế hoạch {code}: kỳ báo cáo đang mở có yêu cầu ở {len(pairs)} điểm chưa rõ là điểm nào "
            f"của văn bản mới.\n{lines}\n"
            f"Trả lời bằng --match {old}={new} (cùng một điểm) hoặc --match {old}=none (không còn điểm này). "
            f"So sánh hai văn bản: dondoc plan diff {code}"
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


class NothingToReview(StateError):
    """The newest reading of the plan is confirmed: no question is open."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"Kế hoạch {code} đã được xác nhận, không còn câu hỏi nào chờ trả lời. Muốn sửa cách hiểu: "
            "dondoc plan correct, reject hoặc add (tạo lần mới, chờ xác nhận); có văn bản sửa đổi: "
            f"dondoc plan import TỆP --amends {code}."
        )


class NothingToUndo(StateError):
    """No decision was made about the reading that waits."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Kế hoạch {code} không có quyết định nào về lần đọc đang chờ xác nhận để rút lại.")


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
    """The plan has no such cycle; ``label`` and ``kind`` say which, where it is not the yearly one."""

    def __init__(self, plan: str, year: int, label: str = "", kind: str = "") -> None:
        self.plan = plan
        self.year = year
        which, option = (label.lower(), f" --kind {kind}") if label else (f"năm {year}", "")
        super().__init__(
            f"Kế hoạch {plan} chưa mở kỳ báo cáo {which}. Hãy chạy: dondoc cycle open {plan} --year {year}{option}"
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
        whose = f"Chưa có danh bạ cơ quan của “{province}”" if province else "Văn bản không nêu tỉnh nào"
        super().__init__(
            f"{whose}, nên không thể giao việc cho cơ quan nào. Chọn danh bạ bằng --province 'Tên tỉnh'; "
            "danh bạ đi kèm hiện có: Lai Châu, Hà Tĩnh."
        )


class NotFound(StateError):
    """A row asked for by its code or number does not exist."""

    def __init__(self, what: str, key: object) -> None:
        self.what = what
        self.key = key
        super().__init__(f"Không tìm thấy {what} “{key}”.")


class FileExists(StateError):
    """A file that a person may still need is not overwritten."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Đã có tệp “{name}”, không ghi đè. Hãy chọn tên khác hoặc xóa tệp cũ.")


class UnknownFileKind(StateError):
    """The name of a file asks for a form in which this cannot be written; ``wanted`` says which forms there are."""

    def __init__(self, name: str, wanted: str = ".xlsx (hoặc .json khi xuất kế hoạch)") -> None:
        self.name = name
        self.wanted = wanted
        super().__init__(f"Không ghi được “{name}”: tên tệp phải kết thúc bằng {wanted}.")


class NothingToCompare(StateError):
    """A plan with one version has nothing to be compared with."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Kế hoạch {code} mới có một lần đọc, chưa có lần đã xác nhận nào trước đó để so sánh.")


class NoTextToAmend(StateError):
    """A decision amends a text; a plan that came from a form has none."""

    def __init__(self, code: str, file_name: str) -> None:
        self.code = code
        self.file_name = file_name
        super().__init__(
            f"Kế hoạch {code} được nhập từ mẫu “{file_name}”, không có văn bản để áp dụng quyết định sửa đổi. "
            f"Hãy ghi kế hoạch ra mẫu (dondoc plan export {code} TỆP.xlsx), sửa theo quyết định rồi nhập lại với "
            f"--amends {code}."
        )
