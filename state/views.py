"""Read models of the board: what a page shows, in a number of statements that does not grow with the cycle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload, undefer

from state.errors import NotFound
from state.lines import Line, line_of, lines_query
from state.tables import (
    AgencyRow,
    AnswerRow,
    AssignmentRow,
    ContactRow,
    CycleRow,
    LetterItemRow,
    LetterRow,
    PlanRow,
    ProposalRow,
    QuestionRow,
    RawMailRow,
    ReplyRow,
    ReportRow,
    ResponsibilityRow,
    SuccessionRow,
    TargetRow,
    VersionRow,
)

T = TypeVar("T")
WAIVED = "waived"
HELD = "held"
MOVED = "moved"
NOT_ASKED = (WAIVED, MOVED)
"""Assignments that nobody has to answer: a person waived them, or a reorganisation gave them to other bodies."""


@dataclass(frozen=True, slots=True)
class Attention:
    """How much waits for a person, by what it is."""

    mails: int
    unsure_letters: int
    failed_letters: int
    held: int
    unreachable: int
    proposals: int

    @property
    def total(self) -> int:
        """All of it."""
        return sum((self.mails, self.unsure_letters, self.failed_letters, self.held, self.unreachable, self.proposals))


@dataclass(frozen=True, slots=True)
class Link:
    """A body before or after another one, since a day, by a decision."""

    code: str
    name: str
    on: date
    decision: str
    share: str
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that a mail gave, with the assignment it belongs to."""

    code: str
    path: str
    heading: str
    answer: AnswerRow


class ViewStore:
    """Looks, and changes nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest_cycles(self) -> dict[int, CycleRow]:
        """The cycle with the latest cut-off of every plan, by plan."""
        rows = self._session.scalars(select(CycleRow).order_by(CycleRow.cut_off))
        return {row.plan_id: row for row in rows}

    def open_questions(self) -> dict[int, int]:
        """How many questions wait for a person, by version of a plan."""
        query = (
            select(QuestionRow.version_id, func.count())
            .where(QuestionRow.decision.is_(None))
            .group_by(QuestionRow.version_id)
        )
        return dict(self._session.execute(query).tuples().all())

    def responsibilities(self, version_id: int) -> list[ResponsibilityRow]:
        """The clauses of a version in the order of the document."""
        query = select(ResponsibilityRow).where(ResponsibilityRow.version_id == version_id)
        return list(self._session.scalars(query.order_by(ResponsibilityRow.position)))

    def targets(self, version_id: int) -> list[TargetRow]:
        """The targets of a version."""
        query = select(TargetRow).where(TargetRow.version_id == version_id).order_by(TargetRow.position)
        return list(self._session.scalars(query))

    def targets_by_id(self, ids: Sequence[int]) -> list[TargetRow]:
        """Targets by their keys."""
        return list(self._session.scalars(select(TargetRow).where(TargetRow.id.in_(ids))))

    def of_cycles(self, cycle_ids: Sequence[int], today: date) -> list[Line]:
        """All assignments of these cycles that somebody has to answer, in the order of the plan."""
        return self._lines(today, AssignmentRow.cycle_id.in_(cycle_ids), AssignmentRow.state.not_in(NOT_ASKED))

    def of_agency(self, agency_id: int, today: date) -> list[Line]:
        """All assignments of an agency, of whatever plan."""
        return self._lines(today, AssignmentRow.agency_id == agency_id)

    def line(self, assignment_id: int, today: date) -> Line:
        """One assignment."""
        return self._lines(today, AssignmentRow.id == assignment_id)[0]

    def _lines(self, today: date, *scope: ColumnElement[bool]) -> list[Line]:
        return [line_of(row, today) for row in self._session.execute(lines_query(scope))]

    def newest_reports(self, cycle_ids: Sequence[int]) -> dict[int, ReportRow]:
        """The newest report of each cycle."""
        query = select(ReportRow).where(ReportRow.cycle_id.in_(cycle_ids)).order_by(ReportRow.version)
        return {row.cycle_id: row for row in self._session.scalars(query)}

    def attention(self) -> Attention:
        """What waits for a person, counted in one statement."""
        counts = select(
            _count(ReplyRow.id, ReplyRow.waiting),
            _count(LetterRow.id, LetterRow.state == "sending"),
            _count(LetterRow.id, LetterRow.state == "failed"),
            _count(AssignmentRow.id, AssignmentRow.state == HELD),
            _count(ContactRow.id, ContactRow.state == "bounced"),
            _count(ProposalRow.id, ProposalRow.state == "open"),
        )
        return Attention(*self._session.execute(counts).one())

    def any_sample(self) -> bool:
        """Whether any plan is sample data: then letters and replies may be, too."""
        return self._session.scalar(select(PlanRow.id).where(PlanRow.sample).limit(1)) is not None

    def letters(
        self, limit: int, *, agency_id: int | None = None, state: str | None = None, before: int | None = None
    ) -> list[LetterRow]:
        """The newest letters first, with their items and agencies, without their texts; ``before`` pages on by id."""
        query = select(LetterRow).order_by(LetterRow.id.desc()).limit(limit)
        if agency_id is not None:
            query = query.where(LetterRow.agency_id == agency_id)
        if state is not None:
            query = query.where(LetterRow.state == state)
        if before is not None:
            query = query.where(LetterRow.id < before)
        return list(self._session.scalars(query.options(joinedload(LetterRow.agency), selectinload(LetterRow.items))))

    def letters_of(self, assignment_id: int) -> list[tuple[LetterItemRow, LetterRow]]:
        """The letters that asked for one assignment, oldest first."""
        query = select(LetterItemRow, LetterRow).join(LetterRow, LetterRow.id == LetterItemRow.letter_id)
        query = query.where(LetterItemRow.assignment_id == assignment_id).order_by(LetterRow.id)
        return list(self._session.execute(query).tuples())

    def letter(self, letter_id: int) -> LetterRow:
        """One letter with its texts, agency and items.

        :raises NotFound: no such letter
        """
        texts = (undefer(LetterRow.text), undefer(LetterRow.html))
        query = select(LetterRow).where(LetterRow.id == letter_id).options(joinedload(LetterRow.agency), *texts)
        return self._found(query, "thư đi", letter_id)

    def asked_in(self, letter_id: int) -> list[tuple[str, str, str, str]]:
        """Code, path, heading and rung of what a letter asks for."""
        query = (
            select(AssignmentRow.code, ResponsibilityRow.path, ResponsibilityRow.heading, LetterItemRow.rung)
            .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .where(LetterItemRow.letter_id == letter_id)
            .order_by(LetterItemRow.id)
        )
        return list(self._session.execute(query).tuples())

    def replies(
        self, limit: int, *, agency_id: int | None = None, waiting: bool = False, before: int | None = None
    ) -> list[ReplyRow]:
        """The newest incoming mails first, with their agencies; ``before`` pages on by id."""
        query = select(ReplyRow).order_by(ReplyRow.id.desc()).limit(limit)
        if agency_id is not None:
            query = query.where(ReplyRow.agency_id == agency_id)
        if waiting:
            query = query.where(ReplyRow.waiting)
        if before is not None:
            query = query.where(ReplyRow.id < before)
        return list(self._session.scalars(query.options(joinedload(ReplyRow.agency))))

    def reply(self, reply_id: int) -> ReplyRow:
        """One incoming mail with its attachments and its place in the mailbox.

        :raises NotFound: no such mail
        """
        query = (
            select(ReplyRow)
            .where(ReplyRow.id == reply_id)
            .options(
                joinedload(ReplyRow.agency),
                joinedload(ReplyRow.raw).undefer(RawMailRow.content),
                selectinload(ReplyRow.attachments),
            )
        )
        return self._found(query, "thư đến", reply_id)

    def said_in(self, reply_id: int) -> list[Said]:
        """The answers that were read out of a mail."""
        query = (
            select(AssignmentRow.code, ResponsibilityRow.path, ResponsibilityRow.heading, AnswerRow)
            .join(AssignmentRow, AssignmentRow.id == AnswerRow.assignment_id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .where(AnswerRow.reply_id == reply_id)
            .options(selectinload(AnswerRow.figures), selectinload(AnswerRow.difficulties))
            .order_by(AnswerRow.id)
        )
        return [Said(*row) for row in self._session.execute(query).tuples()]

    def assignment(self, code: str) -> AssignmentRow:
        """One assignment with its cycle, plan, clause and agency.

        :raises NotFound: no such code
        """
        query = select(AssignmentRow).where(AssignmentRow.code.in_({code, code.upper()}))
        query = query.options(
            joinedload(AssignmentRow.cycle).joinedload(CycleRow.plan),
            joinedload(AssignmentRow.responsibility),
            joinedload(AssignmentRow.agency),
        )
        return self._found(query, "yêu cầu báo cáo", code)

    def file_name(self, version_id: int) -> str:
        """The name of the file that a version was read from."""
        return self._session.scalar(select(VersionRow.file_name).where(VersionRow.id == version_id)) or ""

    def answers(self, assignment_id: int) -> list[tuple[AnswerRow, AgencyRow]]:
        """All versions of an answer with their parts and the body that gave them, newest first."""
        query = (
            select(AnswerRow, AgencyRow)
            .join(AgencyRow, AgencyRow.id == AnswerRow.agency_id)
            .where(AnswerRow.assignment_id == assignment_id)
            .options(selectinload(AnswerRow.figures), selectinload(AnswerRow.difficulties))
            .order_by(AnswerRow.version.desc())
        )
        return list(self._session.execute(query).tuples())

    def agency(self, code: str) -> AgencyRow:
        """One agency with its contacts and names.

        :raises NotFound: no such code
        """
        query = select(AgencyRow).where(AgencyRow.code.in_({code, code.upper()}))
        query = query.options(selectinload(AgencyRow.contacts), selectinload(AgencyRow.aliases))
        return self._found(query, "cơ quan", code)

    def agencies(self, today: date) -> list[tuple[AgencyRow, int, int, int]]:
        """Every agency with its silent assignments, how many of them are overdue, and how many wait for a person.

        Those that wait for a person (the agency has written) are not among the silent ones.
        """
        unanswered = (AssignmentRow.agency_id == AgencyRow.id, AssignmentRow.answer_id.is_(None))
        silent = (*unanswered, AssignmentRow.state.not_in((*NOT_ASKED, HELD)))
        left = _count(AssignmentRow.id, *silent)
        late = _count(AssignmentRow.id, *silent, AssignmentRow.due_on < today)
        held = _count(AssignmentRow.id, *unanswered, AssignmentRow.state == HELD)
        query = select(AgencyRow, left, late, held).order_by(AgencyRow.province, AgencyRow.id)
        return list(self._session.execute(query).tuples())

    def unreachable(self) -> list[tuple[ContactRow, AgencyRow]]:
        """Contacts whose mail came back, with their agencies."""
        query = select(ContactRow, AgencyRow).join(AgencyRow, AgencyRow.id == ContactRow.agency_id)
        query = query.where(ContactRow.state == "bounced").order_by(AgencyRow.id, ContactRow.id)
        return list(self._session.execute(query).tuples())

    def predecessors(self, agency_id: int) -> list[Link]:
        """The bodies which this one follows."""
        return self._links(SuccessionRow.successor_id == agency_id, SuccessionRow.predecessor_id)

    def successors(self, agency_id: int) -> list[Link]:
        """The bodies which follow this one."""
        return self._links(SuccessionRow.predecessor_id == agency_id, SuccessionRow.successor_id)

    def _links(self, scope: ColumnElement[bool], other: InstrumentedAttribute[int]) -> list[Link]:
        body = aliased(AgencyRow)
        columns = (SuccessionRow.on_date, SuccessionRow.decision, SuccessionRow.share, SuccessionRow.to_confirm)
        query = select(body.code, body.name, *columns).join(body, body.id == other).where(scope)
        return [Link(*row) for row in self._session.execute(query.order_by(SuccessionRow.on_date, body.id)).tuples()]

    def _found(self, query: Select[T], what: str, key: object) -> T:
        row = self._session.scalar(query)
        if row is None:
            raise NotFound(what, key)
        return row


def _count(column: SQLColumnExpression[int], *scope: SQLColumnExpression[bool]) -> ColumnElement[int]:
    return select(func.count(column)).where(*scope).scalar_subquery()
