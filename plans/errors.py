"""Everything that can be wrong with a file somebody offers as a plan."""


class PlanError(Exception):
    """Base of the room. `str()` is one Vietnamese sentence for the person who offered the file."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        super().__init__(name)

    @property
    def file(self) -> str:
        """How the sentence names the file."""
        return f"Tệp “{self.name}”" if self.name else "Văn bản"

    def __str__(self) -> str:
        return f"{self.file} không đọc được."


class EmptyFile(PlanError):
    """Nothing but white space."""

    def __str__(self) -> str:
        return f"{self.file} trống, không có nội dung để đọc."


class UnsupportedFormat(PlanError):
    """A format other than plain text; `format_name` says which."""

    def __init__(self, name: str, format_name: str) -> None:
        self.format_name = format_name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.file} có định dạng {self.format_name}, chương trình chỉ đọc tệp văn bản thuần (.txt, .md). "
            "Hãy mở tệp và lưu lại dưới dạng văn bản thuần, bảng mã UTF-8, rồi nạp lại."
        )


class NotText(PlanError):
    """Binary data, or text in another encoding than UTF-8 or UTF-16."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.file} không phải văn bản Unicode ({self.reason}). Hãy lưu lại tệp với bảng mã UTF-8."


class NotAPlan(PlanError):
    """The text is no plan; `found` is the type of document that was recognised instead, if any."""

    def __init__(self, name: str = "", found: str | None = None) -> None:
        self.found = found
        super().__init__(name)

    def __str__(self) -> str:
        if self.found:
            return f"{self.file} là {self.found.lower()}, không phải kế hoạch."
        return f"{self.file} không phải kế hoạch: không tìm thấy dòng tên loại “KẾ HOẠCH” và các mục đánh số."


class NoResponsibilities(PlanError):
    """A plan without a readable section "Tổ chức thực hiện": there is nobody to follow up."""

    def __str__(self) -> str:
        return (
            f"{self.file} là kế hoạch nhưng không có mục “Tổ chức thực hiện” nêu nhiệm vụ của từng cơ quan, "
            "nên không có gì để đôn đốc."
        )
