"""The word of a person: who decides, when, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from state.clock import local
from state.ladder.pause_errors import BadRuling

NAME_LIMIT = 120


def check_name(by: str) -> None:
    """Refuse a decision in nobody's name, or in one that the log cannot keep.

    :raises BadRuling: it is empty or too long
    """
    if not by.strip():
        raise BadRuling("cần tên người quyết định (--by)")
    if len(by) > NAME_LIMIT:
        raise BadRuling(f"tên người quyết định dài quá {NAME_LIMIT} ký tự")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decides, when, and why; the reason may be empty where the decision speaks for itself."""

    by: str
    now: datetime
    reason: str = ""

    @property
    def today(self) -> date:
        """The day of the decision in Việt Nam."""
        return local(self.now).date()

    @property
    def because(self) -> str:
        """The reason as the end of a sentence in the log."""
        reason = self.reason.strip().rstrip(".")
        return f" Lý do: {reason}." if reason else ""

    def check(self, *, reason: bool = False) -> None:
        """Refuse what the log cannot keep.

        :param reason: whether the decision needs one
        :raises BadRuling: nobody decides, the name is too long, or the reason is missing
        """
        check_name(self.by)
        if reason and not self.reason.strip():
            raise BadRuling("cần nêu lý do (--reason)")
