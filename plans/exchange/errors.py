"""What can be wrong with a form that a person filled in: every problem with its place."""

from dataclasses import dataclass

from plans.errors import PlanError

SHOWN = 5


@dataclass(frozen=True)
class Problem:
    """One thing to correct. `row` counts from 1 as the program that shows the sheet does; None when it is not one row.

    `sentence` says in Vietnamese what is wrong and what to write instead.
    """

    sheet: str
    row: int | None
    column: str | None
    sentence: str

    def __str__(self) -> str:
        place = [f"trang “{self.sheet}”"] if self.sheet else []
        place += [f"dòng {self.row}"] if self.row is not None else []
        place += [f"cột “{self.column}”"] if self.column else []
        where = ", ".join(place)
        return f"{where}: {self.sentence}" if where else self.sentence


class FormError(PlanError):
    """A form with mistakes; `problems` has all of them in reading order. Nothing of the form was taken over."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(name)

    def __str__(self) -> str:
        shown = "; ".join(f"({n}) {problem}" for n, problem in enumerate(self.problems[:SHOWN], start=1))
        rest = len(self.problems) - SHOWN
        more = f"; và {rest} chỗ khác" if rest > 0 else ""
        return f"{self.file} có {len(self.problems)} chỗ cần sửa trước khi nạp: {shown}{more}."
