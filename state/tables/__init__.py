"""The tables, one file per aggregate. The migrations are the written form of this package."""

from state.tables.agency import (
    AgencyRow,
    AliasRow,
    ContactRow,
    PlacementRow,
    ProposalRow,
    ReorganisationRow,
    SuccessionRow,
)
from state.tables.answer import AnswerRow, DifficultyRow, FigureRow
from state.tables.base import Base
from state.tables.cycle import (
    AssignmentRow,
    CalendarDayRow,
    ClaimRow,
    CycleRow,
    ExtensionRow,
    HandoverRow,
    HoldRow,
)
from state.tables.event import EventRow
from state.tables.inbox import AttachmentRow, RawMailRow, ReplyRow, StoredFileRow
from state.tables.plan import CorrectionRow, PlanRow, QuestionRow, ResponsibilityRow, TargetRow, VersionRow
from state.tables.post import EnclosureRow, LetterItemRow, LetterRow, RefusalRow
from state.tables.report import ReportRow

__all__ = [
    "AgencyRow",
    "AliasRow",
    "AnswerRow",
    "AssignmentRow",
    "AttachmentRow",
    "Base",
    "CalendarDayRow",
    "ClaimRow",
    "ContactRow",
    "CorrectionRow",
    "CycleRow",
    "DifficultyRow",
    "EnclosureRow",
    "EventRow",
    "ExtensionRow",
    "FigureRow",
    "HandoverRow",
    "HoldRow",
    "LetterItemRow",
    "LetterRow",
    "PlacementRow",
    "PlanRow",
    "ProposalRow",
    "QuestionRow",
    "RawMailRow",
    "RefusalRow",
    "ReorganisationRow",
    "ReplyRow",
    "ReportRow",
    "ResponsibilityRow",
    "StoredFileRow",
    "SuccessionRow",
    "TargetRow",
    "VersionRow",
]
