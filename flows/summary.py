"""What flows return: small models that Prefect shows and that a caller can add up."""

from datetime import date, datetime

from pydantic import BaseModel


class Reminded(BaseModel):
    """What one responsibility took in one tick: steps by rung, and missed ones that were skipped."""

    path: str
    rungs: dict[str, int]
    skipped: int


class Gathered(BaseModel):
    """Mails taken in, by outcome, and receipts that were written; ``problem`` says why the box could not be read."""

    outcomes: dict[str, int] = {}
    receipts: int = 0
    problem: str = ""

    @property
    def total(self) -> int:
        """Number of mails."""
        return sum(self.outcomes.values())


class Posted(BaseModel):
    """Letters written and sent; ``skipped`` counts agencies by the reason why they got none."""

    written: int = 0
    sent: int = 0
    failed: int = 0
    skipped: dict[str, int] = {}
    problem: str = ""


class Report(BaseModel):
    """A compiled report."""

    cycle: str
    stage: str
    version: int
    word: str
    excel: str
    pdf: str
    sentence: str


class Tick(BaseModel):
    """One tick of one plan. ``quiet`` is the sentence that says why no letter was due to leave.

    ``opened`` are the cycles that the rhythm of the plan opened, ``problems`` what needs a person.
    """

    plan: str
    at: datetime
    quiet: str = ""
    gathered: Gathered
    opened: list[str] = []
    reminded: list[Reminded] = []
    posted: Posted = Posted()
    noted: bool = False
    reports: list[Report] = []
    problems: list[str] = []
    next_on: date | None = None
