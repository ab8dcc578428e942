"""What may become of a file that came in."""

from enum import StrEnum


class FileVerdict(StrEnum):
    """Whether a file may be handed on; everything but ACCEPTED waits for a person."""

    ACCEPTED = "accepted"
    UNKNOWN_TYPE = "unknown_type"
    EXECUTABLE = "executable"
    MISMATCH = "mismatch"
    ARCHIVE = "archive"
    MACRO = "macro"
    ACTIVE = "active"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    BAD_ENTRY = "bad_entry"
    BROKEN = "broken"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


SENTENCES: dict[FileVerdict, str] = {
    FileVerdict.ACCEPTED: "nhận",
    FileVerdict.UNKNOWN_TYPE: "loại tệp không nằm trong danh mục được nhận",
    FileVerdict.EXECUTABLE: "tệp chạy được trên máy tính, không phải văn bản",
    FileVerdict.MISMATCH: "nội dung tệp không đúng với phần mở rộng",
    FileVerdict.ARCHIVE: "tệp nén phải do cán bộ mở",
    FileVerdict.MACRO: "tệp chứa macro",
    FileVerdict.ACTIVE: "tệp tự lấy nội dung từ nơi khác hoặc mang theo đối tượng nhúng",
    FileVerdict.ENCRYPTED: "tệp đặt mật khẩu, không đọc được",
    FileVerdict.BOMB: "tệp nén giải ra quá lớn",
    FileVerdict.BAD_ENTRY: "tệp nén chứa đường dẫn không an toàn",
    FileVerdict.BROKEN: "tệp hỏng",
    FileVerdict.EMPTY: "tệp rỗng",
    FileVerdict.TOO_LARGE: "tệp vượt quá 10 MB hoặc cả thư vượt quá 25 MB",
    FileVerdict.TOO_MANY: "thư có quá nhiều tệp đính kèm",
}
