"""What can be wrong with a register that a person filled in: every problem with its place."""

from dataclasses import dataclass

from agencies.errors import DirectoryError

SHOWN = 50


@dataclass(frozen=True, order=True)
class Place:
    """A row of a sheet; ``row`` counts from 1 as the program that shows the sheet does, 0 for the whole sheet."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"trang {self.sheet}, dòng {self.row}" if self.row else f"trang {self.sheet}"


@dataclass(frozen=True)
class Problem:
    """One thing to correct; ``sentence`` says in Vietnamese what is wrong and what to write instead."""

    place: Place
    column: str
    sentence: str

    def __str__(self) -> str:
        column = f", cột {self.column}" if self.column else ""
        return f"{self.place}{column}: {self.sentence}"


class BadRegistryFile(DirectoryError):
    """The file is no register at all: another kind of file, damaged, too large, or without the needed columns."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"Không đọc được danh bạ từ “{name}”: {problem}.")


class UnknownRegistryKind(DirectoryError):
    """A register is written as .xlsx or .csv."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"Không ghi được “{name}”: tên tệp phải kết thúc bằng .xlsx hoặc .csv.")


class RegistryErrors(DirectoryError):
    """Rows with mistakes; ``problems`` has all of them in reading order. Nothing of the file was taken over."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.name, self.problems = name, problems
        rest = len(problems) - SHOWN
        lines = [f"“{name}” có {len(problems)} chỗ phải sửa; chưa ghi gì vào danh bạ:"]
        lines += [f"  {problem}" for problem in problems[:SHOWN]]
        lines += [f"  … và {rest} chỗ khác"] if rest > 0 else []
        super().__init__("\n".join(lines))
