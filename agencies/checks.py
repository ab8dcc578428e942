"""What must hold in every directory; run once when a directory is built."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from agencies.errors import (
    EmptyInterval,
    OverlappingIntervals,
    PredecessorStillValid,
    SuccessionCycle,
    SuccessorNotValid,
    UnknownAgency,
)
from agencies.model import Agency, Contact, Succession


def overlap(one: Agency, other: Agency) -> bool:
    """True when the two records share at least one day."""
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    stop = min(one.valid_to or date.max, other.valid_to or date.max)
    return start < stop


def check_intervals(agencies: Iterable[Agency]) -> None:
    """Raises EmptyInterval or OverlappingIntervals."""
    records: defaultdict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        if agency.valid_from and agency.valid_to and agency.valid_to <= agency.valid_from:
            raise EmptyInterval(agency.code)
        for other in records[agency.code]:
            if overlap(agency, other):
                raise OverlappingIntervals(agency.code, max(agency.valid_from, other.valid_from, key=_start))
        records[agency.code].append(agency)


def check_links(agencies: Sequence[Agency], successions: Sequence[Succession]) -> None:
    """Raises UnknownAgency, SuccessorNotValid, PredecessorStillValid or SuccessionCycle."""
    records: defaultdict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        records[agency.code].append(agency)
    for agency in agencies:
        if agency.parent and agency.parent not in records:
            raise UnknownAgency(agency.parent, f"cơ quan cấp trên của {agency.code}")
    for link in successions:
        for code in (link.predecessor, link.successor):
            if code not in records:
                raise UnknownAgency(code, f"kế thừa {link.predecessor} → {link.successor}")
        if not any(one.valid_on(link.on) for one in records[link.successor]):
            raise SuccessorNotValid(link.successor, link.on)
    check_no_cycle(successions)
    for link in successions:
        if any(one.valid_on(link.on) for one in records[link.predecessor]):
            raise PredecessorStillValid(link.predecessor, link.on)


def check_no_cycle(successions: Iterable[Succession]) -> None:
    """Raises SuccessionCycle with the codes of one cycle in order, the first one repeated at the end."""
    onward: defaultdict[str, list[str]] = defaultdict(list)
    for link in successions:
        onward[link.predecessor].append(link.successor)
    finished: set[str] = set()
    for origin in list(onward):
        if origin in finished:
            continue
        # The path from the origin, each code with the successors still to visit: depth first without recursion.
        path = [origin]
        branches = [iter(onward[origin])]
        while path:
            following = next(branches[-1], None)
            if following is None:
                finished.add(path.pop())
                branches.pop()
            elif following in path:
                raise SuccessionCycle((*path[path.index(following) :], following))
            elif following not in finished:
                path.append(following)
                branches.append(iter(onward.get(following, ())))


def check_contacts(agencies: Iterable[Agency], contacts: Iterable[Contact]) -> None:
    """Raises UnknownAgency for a contact of nobody."""
    known = {agency.code for agency in agencies}
    for contact in contacts:
        if contact.agency not in known:
            raise UnknownAgency(contact.agency, f"địa chỉ {contact.email}")


def _start(day: date | None) -> date:
    return day or date.min
