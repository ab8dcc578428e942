"""A reorganisation and the assignments that are open: which go where, what a person must decide, and doing it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, joinedload

from agencies.change_checks import is_applied
from agencies.changes import Reorganisation
from agencies.directory import Directory
from agencies.model import Agency, Contact
from cycles.calendar import legal_day
from cycles.ladder import LADDERS, Ladders
from state.cycle.cycles import relation_of
from state.events import Event, EventStore
from state.ladder.laddering import LOCK, Schedules
from state.ladder.ruling import check_name
from state.register.agencies import AgencyStore
from state.succession.handing import Applied, Hands, withdraw_letters
from state.succession.handover import Choices, Fate, Field, Passing, Place, last_day, pass_on
from state.succession.reorganising_errors import ReorganisedBefore, TooEarly
from state.succession.reorganising_preview import ReorganisationPreview, added_lines, ended_lines, line_of, moved_lines
from state.tables import (
    AgencyRow,
    AssignmentRow,
    ContactRow,
    CycleRow,
    ExtensionRow,
    LetterRow,
    PlacementRow,
    ReorganisationRow,
)

WAITING = ("open", "held")


class ReorganisingStore:
    """Reorganisations over open assignments."""

    def __init__(self, session: Session, events: EventStore, ladders: Ladders = LADDERS) -> None:
        self._session = session
        self._events = events
        self._schedules = Schedules(ladders)

    def preview(
        self, change: Reorganisation, after: Directory, choices: Choices, applied: Applied
    ) -> ReorganisationPreview:
        """What applying ``change`` would do; ``after`` is the directory that it leaves behind. Changes nothing.

        :raises BadDecision: a decision is about nothing that is open at the bodies that end
        :raises UnknownAgencyName: a decision names a body that the directory does not know
        :raises NoRecipient: a decision names a body that does not exist on the day
        """
        known, passings = self._plan(change, after, choices, applied.now.date())
        return self._preview(change, known, passings, applied.office)

    def apply(
        self, change: Reorganisation, after: Directory, choices: Choices, applied: Applied
    ) -> ReorganisationPreview:
        """Write the register and hand over the open assignments, all or nothing. The caller commits.

        A file that was applied before is taken again only for open assignments that came back to a body that it ended.

        :raises TooEarly: its day has not come
        :raises ReorganisedBefore: it was applied, and nothing is left to hand over
        :raises UndecidedHandovers: for some assignments a person must say who answers
        """
        check_name(applied.by)
        today = applied.now.date()
        if today < change.on:
            raise TooEarly(change.title, change.on)
        # On SQLite a write that changes nothing takes the lock before we look, so that no answer comes in between.
        self._session.execute(LOCK)
        known, passings = self._plan(change, after, choices, today)
        record = self._record_of(change)
        if record is not None and not passings:
            raise ReorganisedBefore(change.title, record.applied_by, record.applied_at.date())
        preview = self._preview(change, known, passings, applied.office)
        preview.check()
        if not preview.known:
            self._register(change)
        told = preview.summary
        if record is None:
            record = self._keep(change, applied, (told, *preview.ended, *preview.added, *preview.moved))
        ids = AgencyStore(self._session, self._events).ids({one.code for one in after.agencies})
        Hands(self._session, self._events, self._schedules, record, known, ids, applied).carry_out(passings)
        self._relations(change, after, applied)
        ended = [ids[code] for code in change.ended]
        withdraw_letters(self._session, self._events, ended, applied)
        sentence = f"{applied.by} đã áp dụng: {told}"
        subject = f"reorganisation:{record.id}"
        self._events.add(Event(applied.now, "reorganisation-applied", subject, sentence, applied.by))
        return preview

    def left_behind(self, day: date) -> list[AssignmentRow]:
        """Open assignments in the hands of a body that has ended on ``day``: a reorganisation is still to be applied.

        Those of cycles that were over before the body ended stay with it.
        """
        query = select(AssignmentRow).join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
        query = query.where(AssignmentRow.state == "open", AgencyRow.valid_to <= day).order_by(AssignmentRow.id)
        rows = self._session.scalars(query.options(*_LOADED))
        return [row for row in rows if row.agency.valid_to and last_day(row) >= row.agency.valid_to]

    def _plan(
        self, change: Reorganisation, after: Directory, choices: Choices, today: date
    ) -> tuple[Field, list[Passing]]:
        rows = self._open_of(change.ended)
        day = max(change.on, today)
        taken = self._taken({row.cycle_id for row in rows}, {row.responsibility_id for row in rows})
        asked = select(ExtensionRow.assignment_id).where(ExtensionRow.state == "asked")
        asking = frozenset(self._session.scalars(asked.where(ExtensionRow.assignment_id.in_([row.id for row in rows]))))
        known = Field(after, change.on, day, taken, asking)
        passings = pass_on(rows, choices, known)
        if self._record_of(change) is not None:
            # What stayed with its body when the file was applied stays there.
            passings = [one for one in passings if one.fate not in {Fate.PAST, Fate.WRITTEN}]
        return known, passings

    def _open_of(self, codes: Sequence[str]) -> list[AssignmentRow]:
        query = select(AssignmentRow).join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
        query = query.where(AgencyRow.code.in_(codes), AssignmentRow.state.in_(WAITING)).options(*_LOADED)
        return list(self._session.scalars(query.order_by(AssignmentRow.id).with_for_update(of=AssignmentRow)))

    def _taken(self, cycles: Collection[int], clauses: Collection[int]) -> Mapping[Place, AssignmentRow]:
        """Who has an assignment already, by cycle, clause and code of the agency."""
        query = select(AssignmentRow, AgencyRow.code).join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
        query = query.where(AssignmentRow.cycle_id.in_(cycles), AssignmentRow.responsibility_id.in_(clauses))
        found = self._session.execute(query.options(*_LOADED)).tuples()
        return {(row.cycle_id, row.responsibility_id, code): row for row, code in found}

    def _preview(
        self, change: Reorganisation, known: Field, passings: Sequence[Passing], office: str
    ) -> ReorganisationPreview:
        after = known.after
        ends = select(AgencyRow.id).where(AgencyRow.code.in_(change.ended))
        kept = AssignmentRow.agency_id.in_(ends), AssignmentRow.state == "answered"
        waiting = LetterRow.agency_id.in_(ends), LetterRow.kind == "request", LetterRow.state == "queued"
        heirs = {heir.code: heir for one in passings for heir in one.heirs}
        relations = [
            f"{row.code} (mục {row.responsibility.path}), {row.agency.name}"
            for row, relation in self._changed(change, after, office)
        ]
        return ReorganisationPreview(
            title=change.title,
            province=change.province,
            on=change.on,
            decision=change.decision,
            lines=tuple(line_of(one) for one in passings),
            ended=ended_lines(change, after),
            added=added_lines(change.added),
            moved=moved_lines(change, after),
            relations=tuple(relations),
            contacts=len(change.contacts),
            kept=self._session.scalar(select(func.count(AssignmentRow.id)).where(*kept)) or 0,
            letters=self._session.scalar(select(func.count(LetterRow.id)).where(*waiting)) or 0,
            silent=tuple(one.name for one in heirs.values() if not after.contacts_of(one.code, known.day)),
            known=self._registered(change),
        )

    def _registered(self, change: Reorganisation) -> bool:
        """Whether the register stands so already: the directory was loaded whole, or the file was applied before."""
        return is_applied(AgencyStore(self._session, self._events).directory(change.province), change)

    def _record_of(self, change: Reorganisation) -> ReorganisationRow | None:
        return self._session.scalar(select(ReorganisationRow).where(ReorganisationRow.sha256 == _sha256(change)))

    def _register(self, change: Reorganisation) -> None:
        """New bodies, ends, links, placements and addresses."""
        agencies = AgencyStore(self._session, self._events)
        agencies.add(change.added)
        for row in self._session.scalars(select(AgencyRow).where(AgencyRow.code.in_(change.ended))):
            row.valid_to, row.closed_by = change.on, change.closed_by(row.code)
        agencies.add_links(change.links)
        agencies.add_contacts(self._unknown(change))
        ids = agencies.ids([move.agency for move in change.moves])
        placements = [
            {
                "agency_id": ids[move.agency],
                "since": change.on,
                "parent": move.parent,
                "in_chain": move.in_chain,
                "decision": change.closed_by(move.agency),
            }
            for move in change.moves
        ]
        if placements:
            self._session.execute(insert(PlacementRow), placements)
        self._session.flush()

    def _unknown(self, change: Reorganisation) -> list[Contact]:
        """The addresses of the change that the register does not have."""
        query = select(AgencyRow.code, ContactRow.email).join(AgencyRow, AgencyRow.id == ContactRow.agency_id)
        have = set(self._session.execute(query.where(AgencyRow.province.in_((change.province, "")))).tuples())
        return [one for one in change.contacts if (one.agency, one.email.lower()) not in have]

    def _keep(self, change: Reorganisation, applied: Applied, told: Sequence[str]) -> ReorganisationRow:
        row = ReorganisationRow(
            province=change.province,
            on_date=change.on,
            decision=change.decision,
            content=change.content,
            sha256=_sha256(change),
            told=list(told),
            applied_at=applied.now,
            applied_by=applied.by,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def _changed(self, change: Reorganisation, after: Directory, office: str) -> list[tuple[AssignmentRow, str]]:
        """Open assignments of the bodies that are moved, where their relation to the office is another one now."""
        bodies: dict[str, Agency] = {move.agency: after.get(move.agency, change.on) for move in change.moves}
        found = []
        for row in self._open_of(list(bodies)) if bodies else ():
            relation = str(relation_of(bodies[row.agency.code], row.responsibility.requested, office))
            if relation != row.relation:
                found.append((row, relation))
        return found

    def _relations(self, change: Reorganisation, after: Directory, applied: Applied) -> None:
        for row, relation in self._changed(change, after, applied.office):
            row.relation = relation
            if row.state == "open":
                row.next_on = self._schedules.next_on(row, applied.calendar)
            since = f"{row.agency.name} có cấp trên mới từ {legal_day(change.on)}"
            sentence = f"Yêu cầu {row.code}: {since}; cách đôn đốc đổi theo."
            subject = f"assignment:{row.id}"
            self._events.add(Event(applied.now, "assignment-relation", subject, sentence, applied.by))
        self._session.flush()


_LOADED = (
    joinedload(AssignmentRow.agency),
    joinedload(AssignmentRow.responsibility),
    joinedload(AssignmentRow.cycle).joinedload(CycleRow.plan),
)


def _sha256(change: Reorganisation) -> str:
    return hashlib.sha256(change.content.encode()).hexdigest()
