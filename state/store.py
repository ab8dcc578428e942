"""The unit of work: one session and one store per aggregate."""

from functools import cached_property

from sqlalchemy.orm import Session

from cycles.ladder import LADDERS, Ladders
from state.answers import AnswerStore
from state.cycle.amend import AmendStore
from state.cycle.calendar_days import CalendarStore
from state.cycle.cycles import CycleStore
from state.events import EventStore
from state.ladder.assignments import AssignmentStore
from state.ladder.pauses import PauseStore
from state.plan.plans import PlanStore
from state.plan.review import ReviewStore
from state.post.files import FileStore
from state.post.inbox import InboxStore
from state.post.outbox import OutboxStore
from state.register.agencies import AgencyStore
from state.register.contacts import ContactStore
from state.register.registry import RegistryStore
from state.reports import ReportStore
from state.succession.reorganising import ReorganisingStore
from state.views import ViewStore


class Store:
    """What a caller may ask the database, grouped by aggregate; nothing is kept unless :meth:`commit` is called."""

    def __init__(self, session: Session, ladders: Ladders = LADDERS) -> None:
        self.session = session
        self.ladders = ladders

    @cached_property
    def events(self) -> EventStore:
        """The append-only log."""
        return EventStore(self.session)

    @cached_property
    def plans(self) -> PlanStore:
        """Plans, versions, responsibilities, targets, questions."""
        return PlanStore(self.session, self.events)

    @cached_property
    def review(self) -> ReviewStore:
        """Decisions of people about the reading of a plan."""
        return ReviewStore(self.session, self.events, self.plans)

    @cached_property
    def agencies(self) -> AgencyStore:
        """Agencies, successions, contacts."""
        return AgencyStore(self.session, self.events)

    @cached_property
    def cycles(self) -> CycleStore:
        """Cycles, and opening them."""
        return CycleStore(self.session, self.events, self.ladders)

    @cached_property
    def amendments(self) -> AmendStore:
        """Open cycles and the amendments of their plan."""
        return AmendStore(self.session, self.events, self.cycles, self.ladders)

    @cached_property
    def assignments(self) -> AssignmentStore:
        """Assignments and the claims of the ladder."""
        return AssignmentStore(self.session, self.events, self.ladders)

    @cached_property
    def outbox(self) -> OutboxStore:
        """Letters."""
        return OutboxStore(self.session, self.events)

    @cached_property
    def inbox(self) -> InboxStore:
        """Raw mails and replies."""
        return InboxStore(self.session, self.events)

    @cached_property
    def files(self) -> FileStore:
        """Files by their content."""
        return FileStore(self.session)

    @cached_property
    def answers(self) -> AnswerStore:
        """Answers as versions, figures, difficulties."""
        return AnswerStore(self.session, self.events)

    @cached_property
    def reports(self) -> ReportStore:
        """Compiled reports."""
        return ReportStore(self.session, self.events)

    @cached_property
    def views(self) -> ViewStore:
        """Read models of the board."""
        return ViewStore(self.session)

    @cached_property
    def contacts(self) -> ContactStore:
        """Contacts over time and proposals to change them."""
        return ContactStore(self.session, self.events)

    @cached_property
    def pauses(self) -> PauseStore:
        """Extensions, waivers, holds."""
        return PauseStore(self.session, self.events, self.ladders)

    @cached_property
    def registry(self) -> RegistryStore:
        """The register of a province as a table."""
        return RegistryStore(self.session, self.events)

    @cached_property
    def reorganising(self) -> ReorganisingStore:
        """Reorganisations over open assignments."""
        return ReorganisingStore(self.session, self.events, self.ladders)

    @cached_property
    def calendar(self) -> CalendarStore:
        """Own days of the calendar."""
        return CalendarStore(self.session, self.events, self.ladders)

    def commit(self) -> None:
        """Keep what was done."""
        self.session.commit()

    def rollback(self) -> None:
        """Forget what was done."""
        self.session.rollback()
