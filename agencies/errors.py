"""What can be wrong with a directory of agencies; every ``str()`` is a Vietnamese sentence for people."""

from datetime import date


class DirectoryError(Exception):
    """Base of the room."""


class BadDirectoryFile(DirectoryError):
    """The file cannot be read as a directory: not TOML, a missing key or a wrong type."""

    def __init__(self, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"Danh bạ cơ quan “{where}” không hợp lệ: {problem}.")


class UnknownProvince(DirectoryError):
    """No shipped directory has this slug."""

    def __init__(self, slug: str, known: tuple[str, ...]) -> None:
        self.slug, self.known = slug, known
        super().__init__(f"Không có danh bạ “{slug}”; các danh bạ có sẵn: {', '.join(known)}.")


class EmptyInterval(DirectoryError):
    """An agency ends on or before the day it begins."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Cơ quan {code} có ngày kết thúc không sau ngày bắt đầu.")


class OverlappingIntervals(DirectoryError):
    """Two records of one code are valid on the same day."""

    def __init__(self, code: str, on: date | None) -> None:
        self.code, self.on = code, on
        when = f" vào ngày {on:%d/%m/%Y}" if on else ""
        super().__init__(f"Mã cơ quan {code} có hai bản ghi cùng hiệu lực{when}.")


class AmbiguousName(DirectoryError):
    """One name means two agencies on the same day."""

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        self.name, self.codes = name, codes
        super().__init__(f"Tên “{name}” cùng lúc chỉ nhiều cơ quan: {', '.join(codes)}.")


class UnknownAgency(DirectoryError):
    """A parent, a succession, a contact or a question names a code that is not in the directory."""

    def __init__(self, code: str, used_by: str = "") -> None:
        self.code, self.used_by = code, used_by
        where = f" ({used_by})" if used_by else ""
        super().__init__(f"Không có cơ quan mang mã {code} trong danh bạ{where}.")


class SuccessionCycle(DirectoryError):
    """Following the successions leads back to where it began."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        super().__init__(f"Quan hệ kế thừa đi vòng: {' → '.join(codes)}.")


class SuccessorNotValid(DirectoryError):
    """A body takes over on a day on which it does not exist."""

    def __init__(self, code: str, on: date) -> None:
        self.code, self.on = code, on
        super().__init__(f"Cơ quan kế thừa {code} không tồn tại vào ngày {on:%d/%m/%Y}.")


class PredecessorStillValid(DirectoryError):
    """A body hands everything over and still exists: its duties would have two answering bodies."""

    def __init__(self, code: str, on: date) -> None:
        self.code, self.on = code, on
        super().__init__(f"Cơ quan {code} chuyển giao ngày {on:%d/%m/%Y} nhưng danh bạ ghi vẫn còn tồn tại sau đó.")
