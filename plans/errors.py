"""Everything that can be wrong with a file somebody offers as a plan."""

READ_FORMATS = "Word (.docx, .doc), PDF có chữ, HTML, văn bản thuần (.txt, .md), .rtf, Excel theo mẫu (.xlsx), .json"


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
    """A format that is not read; `format_name` says which."""

    def __init__(self, name: str, format_name: str) -> None:
        self.format_name = format_name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.file} có định dạng {self.format_name}, chương trình không đọc định dạng này. "
            f"Các định dạng đọc được: {READ_FORMATS}. Hãy lưu tệp sang một trong các định dạng đó rồi nạp lại."
        )


class DamagedFile(PlanError):
    """The format is known, but the file breaks its rules; `reason` says where."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.file} bị hỏng ({self.reason}). Hãy xin lại tệp từ nơi gửi, hoặc mở tệp và lưu lại rồi nạp lại."


class LockedFile(PlanError):
    """Encrypted, or opened only with a password."""

    def __str__(self) -> str:
        return f"{self.file} được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu (lưu lại thành tệp không khóa) rồi nạp lại."


class MacroFile(PlanError):
    """A document that carries a program."""

    def __str__(self) -> str:
        return (
            f"{self.file} có chứa macro (mã lệnh chạy kèm văn bản) nên không được mở. "
            "Hãy lưu lại thành tệp không có macro (.docx hoặc .xlsx) rồi nạp lại."
        )


class DangerousFile(PlanError):
    """A file made to harm its reader: a zip bomb, an absurd size, entity declarations."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.file} không an toàn để mở ({self.reason}), chương trình từ chối đọc."


class ScannedFile(PlanError):
    """Pictures of pages without text."""

    def __str__(self) -> str:
        return (
            f"{self.file} là bản chụp (ảnh quét), không có chữ để đọc. Hãy đề nghị cơ quan ban hành gửi tệp Word, "
            "hoặc nhận dạng chữ (OCR) rồi đối chiếu lại với bản gốc trước khi nạp."
        )


class ConverterMissing(PlanError):
    """The format is read through LibreOffice, which is not installed."""

    def __init__(self, name: str, format_name: str) -> None:
        self.format_name = format_name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.file} có định dạng {self.format_name}, cần LibreOffice để đọc nhưng máy này chưa cài. "
            "Hãy cài LibreOffice, hoặc mở tệp và lưu lại thành .docx rồi nạp lại."
        )


class ConversionFailed(PlanError):
    """LibreOffice could not convert the file; `reason` says what was seen."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.file} không chuyển sang .docx được ({self.reason}). "
            "Hãy mở tệp bằng Word hoặc LibreOffice, lưu lại thành .docx rồi nạp lại."
        )


class NotText(PlanError):
    """Binary data, or text in an encoding that is not known."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.file} không phải văn bản Unicode ({self.reason}). Hãy lưu lại tệp với bảng mã UTF-8."


class NotAPlan(PlanError):
    """The text is no plan.

    :param found: the type of document that was recognised instead, if any ("BÁO CÁO")
    :param reason: what was missing or seen, a clause without a full stop
    """

    def __init__(self, name: str = "", found: str | None = None, reason: str | None = None) -> None:
        self.found = found
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        if self.found:
            reason = f" ({self.reason})" if self.reason else ""
            return f"{self.file} là {self.found.lower()}, không phải kế hoạch{reason}."
        reason = self.reason or "không tìm thấy dòng tên loại “KẾ HOẠCH” và các mục đánh số"
        return f"{self.file} không phải kế hoạch: {reason}."


class NoResponsibilities(PlanError):
    """A plan without a readable section "Tổ chức thực hiện": there is nobody to follow up."""

    def __str__(self) -> str:
        return (
            f"{self.file} là kế hoạch nhưng không có mục “Tổ chức thực hiện” nêu nhiệm vụ của từng cơ quan, "
            "nên không có gì để đôn đốc."
        )
