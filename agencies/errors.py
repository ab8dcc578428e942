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


class UnknownReorganisation(DirectoryError):
    """No shipped reorganisation has this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        listed = f"; có sẵn: {', '.join(known)}" if known else ""
        super().__init__(f"Không có phương án sắp xếp “{name}”{listed}.")


class BadReorganisation(DirectoryError):
    """Base of what makes a reorganisation impossible on the directory it is meant for."""


class OtherProvince(BadReorganisation):
    """The reorganisation is that of another province."""

    def __init__(self, province: str, directory: str) -> None:
        self.province, self.directory = province, directory
        super().__init__(f"Phương án sắp xếp của {province} không dùng được cho danh bạ {directory}.")


class NothingToDo(BadReorganisation):
    """The reorganisation changes no body, or one of its rows leaves a body as it is."""

    def __init__(self, title: str, code: str = "") -> None:
        self.title, self.code = title, code
        what = f"cơ quan {code} vẫn như cũ" if code else "không có thay đổi nào"
        super().__init__(f"Phương án sắp xếp “{title}”: {what}.")


class AlreadyApplied(BadReorganisation):
    """The directory already stands as the reorganisation leaves it."""

    def __init__(self, title: str, on: date) -> None:
        self.title, self.on = title, on
        super().__init__(f"Danh bạ đã có phương án sắp xếp “{title}” ngày {on:%d/%m/%Y}, không áp dụng lần nữa.")


class AlreadyEnded(BadReorganisation):
    """A body that is to end or to move has an end in the directory already."""

    def __init__(self, code: str, day: date) -> None:
        self.code, self.day = code, day
        super().__init__(f"Danh bạ đã ghi cơ quan {code} kết thúc hoặc thay đổi ngày {day:%d/%m/%Y}.")


class CodeTaken(BadReorganisation):
    """A new body has a code that the directory already uses, or that the file gives twice."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Mã {code} của cơ quan mới đã được dùng.")


class ChangedTwice(BadReorganisation):
    """One body is changed in two ways on one day: merged and moved, dissolved and split, linked twice to one heir."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Cơ quan {code} bị thay đổi hai lần trong cùng một phương án sắp xếp.")


class RenamedToExisting(BadReorganisation):
    """A rename leads to a body that is not new or that has other predecessors: that would be a merger."""

    def __init__(self, code: str, successor: str) -> None:
        self.code, self.successor = code, successor
        super().__init__(
            f"Đổi tên {code} thành {successor}: {successor} phải là cơ quan mới và không nhận từ cơ quan nào khác; "
            "nếu không, phải ghi là hợp nhất."
        )


class ParentNotValid(BadReorganisation):
    """A body would stand under one that does not exist on that day."""

    def __init__(self, code: str, parent: str, on: date) -> None:
        self.code, self.parent, self.on = code, parent, on
        super().__init__(
            f"Cơ quan cấp trên {parent} của {code} không tồn tại vào ngày {on:%d/%m/%Y}; "
            "phương án phải nêu cấp trên mới."
        )


class ParentCycle(BadReorganisation):
    """A body would stand, step by step, under itself."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        super().__init__(f"Quan hệ cấp trên đi vòng: {' → '.join(codes)}.")
