"""The rehearsal of a year: every letter that would go to whom on which day if nobody answered; nothing is sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from agencies.errors import DirectoryError
from cycles.ladder import Rung
from flows.opening import Choice, open_it, planned
from flows.runtime import Runtime
from mail.letters.compose import TO_COORDINATOR, UNDATED_ABSENCE, choose
from mail.letters.voices import most_urgent_of, voices
from mail.office import Office
from state.cycle.cycle_rows import EARLIEST, LATEST
from state.errors import StateError, YearOutsidePlan
from state.ladder.holds import hold_sentence
from state.ladder.laddering import Schedules
from state.ladder.rehearsal import NOTE, REQUEST, RehearsedLetter, Silence, Standing, Taken, held_codes
from state.store import Store
from state.tables import ContactRow, PlanRow

COORDINATOR = "Bộ phận điều phối"
ONE_DAY = timedelta(days=1)
ORDER = tuple(Rung)


@dataclass(frozen=True)
class Rehearsal:
    """The letters of a plan in a year, by day, and in sentences what they do not show.

    :ivar since: the first day that was rehearsed; what went before is in the outbox
    """

    plan: str
    label: str
    year: int
    at: datetime
    since: date
    sample: bool
    letters: tuple[RehearsedLetter, ...]
    remarks: tuple[str, ...]


def rehearse(house: Runtime, code: str, year: int, choice: Choice) -> Rehearsal:
    """Rehearse one plan in a year from ``choice.now`` on, together with the other plans that write to its agencies.

    Open cycles are taken as they stand. Those which are not open yet are opened in a unit of work that is never
    committed: of this plan all that its cadence names (the yearly one without a cadence), of others by their cadence.
    One letter a day goes to an agency, so letters about several plans appear with all their codes.

    :raises StateError: the plan is unknown, not confirmed, or a person must first say who answers for a clause
    """
    with house.database.unit() as store:
        calendar = house.calendar_of(store)
        plan = store.plans.get(code)
        _check_year(plan, year)
        remarks = [*_opened(house, store, plan, year, choice), *_paused(store, plan, choice.now.date())]
        wanted = {cycle.code for cycle in store.cycles.of(plan) if cycle.year == year}
        first = calendar.next_office_time(choice.now).date()
        store.outbox.withdraw_stale(first)
        silence = Silence(store.session, calendar, Schedules(store.ladders))
        contacts = store.agencies.contacts(list(silence.agencies))
        lettered = store.outbox.lettered_today(list(silence.agencies), first)
    stage = _Stage(silence, house.office, contacts, first, frozenset(lettered))
    letters = tuple(
        letter
        for letter in stage.letters()
        if wanted & set(letter.cycles) or (plan.code in letter.plans and letter.day.year == year)
    )
    remarks += stage.unheard(plan.id)
    return Rehearsal(plan.code, plan.label, year, choice.now, first, plan.sample, letters, tuple(remarks))


def _check_year(plan: PlanRow, year: int) -> None:
    first, last = _years(plan)
    if not first <= year <= last:
        raise YearOutsidePlan(plan.code, year, first, last)


def _years(plan: PlanRow) -> tuple[int, int]:
    return plan.period_start or EARLIEST, plan.period_end or LATEST


def _opened(house: Runtime, store: Store, plan: PlanRow, year: int, choice: Choice) -> Iterator[str]:
    """Open what a year still lacks; yields what the rehearsal takes for granted or leaves out."""
    for one in store.plans.all():
        first, last = _years(one)
        if one.id == plan.id:
            yield from _open_missing(house, store, one, year, choice)
        elif one.cadence and first <= year <= last:
            try:
                yield from _open_missing(house, store, one, year, Choice(choice.by, {}, True, choice.now))
            except (StateError, DirectoryError) as error:
                yield f"Thư của kế hoạch {one.code} không có trong bản diễn tập này: {error}"


def _open_missing(house: Runtime, store: Store, plan: PlanRow, year: int, choice: Choice) -> Iterator[str]:
    found = planned(house, store, plan, year)
    yield from (one.sentence for one in found.replaced)
    yield from (one.sentence for one in found.conflicts)
    for cycle in found.cycles:
        if store.cycles.find(plan, cycle.name) is not None:
            continue
        if cycle.last_due < choice.now.date():
            yield f"{cycle.label} của kế hoạch {plan.code}: đã qua hạn cuối cùng mà chưa được mở, không diễn tập."
            continue
        row = open_it(house, store, plan, cycle, choice)
        yield f"{row.label} ({row.code}) chưa được mở; diễn tập như thể được mở chậm nhất ngày {row.opens_on:%d/%m/%Y}."


def _paused(store: Store, plan: PlanRow, day: date) -> Iterator[str]:
    """What gets no letter because somebody decided so or has to decide."""
    yield from map(hold_sentence, store.pauses.active_holds(day))
    held = held_codes(store.session, plan.id)
    if held:
        yield f"{len(held)} yêu cầu đang chờ người quyết định nên không có thư: {', '.join(held)}."


@dataclass
class _Stage:
    """One run through the days."""

    silence: Silence
    office: Office
    contacts: Mapping[int, Sequence[ContactRow]]
    first: date
    lettered: frozenset[int]
    _unheard: dict[int, date] = field(default_factory=dict)

    def letters(self) -> Iterator[RehearsedLetter]:
        """Every letter and every note to the coordinator, by day."""
        for day in self.silence.days(self.first, [*self._wakes()]):
            self.silence.claim(day)
            signing: list[Taken] = []
            for agency, claims in self.silence.waiting(day).items():
                urging = [claim for claim in claims if claim.rung not in TO_COORDINATOR]
                signing += [claim for claim in claims if claim.rung in TO_COORDINATOR]
                if urging and not (day == self.first and agency in self.lettered):
                    yield from self._request(agency, urging, day)
            if signing:
                yield self._note(signing, day)

    def _wakes(self) -> Iterator[date]:
        """The days on which a letter that found nobody may find somebody."""
        if self.lettered:
            yield self.first + ONE_DAY
        for contact in (one for found in self.contacts.values() for one in found):
            changed = contact.changed_at.date() + UNDATED_ABSENCE if contact.changed_at else None
            absent = contact.away_until or changed if contact.state == "away" else None
            ends = (contact.valid_from, contact.valid_to, absent + ONE_DAY if absent else None)
            yield from (day for day in ends if day is not None)

    def _request(self, agency: int, claims: Sequence[Taken], day: date) -> Iterator[RehearsedLetter]:
        rows = self.silence.listed(agency, day)
        to = choose(self.contacts.get(agency, []), most_urgent_of(claims), day)
        if not rows or not to.to:
            self._unheard.setdefault(agency, day)
            return
        self._unheard.pop(agency, None)
        self.silence.carried(agency, claims)
        rung = voices(rows, claims, day).rung
        body = rows[0]
        yield _letter(rows, claims, Envelope(day, REQUEST, body.agency, body.name, rung, to.to, to.cc))

    def _note(self, claims: Sequence[Taken], day: date) -> RehearsedLetter:
        rows = [self.silence.row(claim.assignment_id) for claim in claims]
        for row, claim in zip(rows, claims, strict=True):
            self.silence.carried(row.agency_id, [claim])
        rung = max((Rung(claim.rung) for claim in claims), key=ORDER.index)
        envelope = Envelope(day, NOTE, "", COORDINATOR, rung, (self.office.coordinator,), ())
        return _letter(rows, claims, envelope)

    def unheard(self, plan_id: int) -> list[str]:
        """The agencies of a plan that no letter would reach, since when."""
        found: list[str] = []
        for agency, since in self._unheard.items():
            rows = [row for row in self.silence.listed(agency, since) if row.plan_id == plan_id]
            if rows:
                found.append(
                    f"{rows[0].name}: chưa có địa chỉ nhận thư dùng được; "
                    f"{len(rows)} nội dung không gửi được từ ngày {since:%d/%m/%Y}."
                )
        return found


@dataclass(frozen=True, slots=True)
class Envelope:
    """When a letter goes to whom, in which voice."""

    day: date
    kind: str
    agency: str
    name: str
    rung: Rung
    to: tuple[str, ...]
    cc: tuple[str, ...]


def _letter(rows: Sequence[Standing], claims: Sequence[Taken], envelope: Envelope) -> RehearsedLetter:
    ordered = sorted(claims, key=lambda claim: -ORDER.index(Rung(claim.rung)))
    return RehearsedLetter(
        day=envelope.day,
        kind=envelope.kind,
        agency=envelope.agency,
        name=envelope.name,
        rung=envelope.rung,
        to=envelope.to,
        cc=envelope.cc,
        codes=tuple(row.code for row in rows),
        cycles=tuple(dict.fromkeys(row.cycle for row in rows)),
        plans=tuple(dict.fromkeys(row.plan for row in rows)),
        due_on=min(row.due_on for row in rows),
        reasons=tuple(dict.fromkeys(claim.reason for claim in ordered)),
    )
