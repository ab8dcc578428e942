"""What a person decides about more time, and the letter that tells the agency: one unit of work, nothing is sent."""

from collections.abc import Sequence
from datetime import date

from flows.runtime import Runtime
from mail.letters.decision import tell_decisions
from state.ladder.ruling import Ruling
from state.store import Store


def extend(house: Runtime, store: Store, codes: Sequence[str], until: date, ruling: Ruling) -> list[str]:
    """Grant more time until a day and queue the letters that say so; the caller commits.

    :raises BadExtension: not a working day ahead, not later than the due day, or more than a year away
    :raises WrongState: one of the assignments waits for no report
    :raises NotFound: no such code
    """
    calendar = house.calendar_of(store)
    told = store.pauses.grant(codes, until, ruling, calendar)
    return [*told, *tell_decisions(store, _named(codes), ruling.now, house.office, calendar)]


def refuse(house: Runtime, store: Store, codes: Sequence[str], ruling: Ruling) -> list[str]:
    """Keep the due day and queue the letters that say so; the caller commits.

    :raises NoRequest: one of the assignments has no request that waits
    :raises WrongState: one of them waits for no report
    :raises NotFound: no such code
    :raises BadRuling: no reason
    """
    calendar = house.calendar_of(store)
    told = store.pauses.refuse(codes, ruling, calendar)
    return [*told, *tell_decisions(store, _named(codes), ruling.now, house.office, calendar)]


def _named(codes: Sequence[str]) -> list[str]:
    """Codes as they are kept, whatever a person typed."""
    return [code.strip().upper() for code in codes]
