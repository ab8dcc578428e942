"""Who takes over from whom: dated links between codes, followed to the bodies that exist on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from agencies.errors import UnknownAgency
from agencies.model import Agency, Succession


class Lineage:
    """The graph of successions over the records of a directory (a code may have several records, one per interval)."""

    def __init__(self, agencies: Iterable[Agency], successions: Iterable[Succession]) -> None:
        records: defaultdict[str, list[Agency]] = defaultdict(list)
        for agency in agencies:
            records[agency.code].append(agency)
        self._records = {
            code: tuple(sorted(found, key=lambda one: one.valid_from or date.min)) for code, found in records.items()
        }
        onward: defaultdict[str, list[Succession]] = defaultdict(list)
        back: defaultdict[str, list[Succession]] = defaultdict(list)
        for link in successions:
            onward[link.predecessor].append(link)
            back[link.successor].append(link)
        self._onward, self._back = dict(onward), dict(back)

    def records(self, code: str) -> tuple[Agency, ...]:
        """Every record of a code, oldest first; raises UnknownAgency."""
        try:
            return self._records[code]
        except KeyError:
            raise UnknownAgency(code) from None

    def on(self, code: str, day: date) -> Agency | None:
        """The record of ``code`` that is valid on ``day``."""
        return next((one for one in self.records(code) if one.valid_on(day)), None)

    def links_from(self, code: str) -> tuple[Succession, ...]:
        """The links by which ``code`` hands its duties over."""
        return tuple(self._onward.get(code, ()))

    def links_to(self, code: str) -> tuple[Succession, ...]:
        """The links by which ``code`` receives duties."""
        return tuple(self._back.get(code, ()))

    def successors(self, code: str, day: date) -> tuple[Agency, ...]:
        """The bodies that stand for ``code`` on ``day``: itself while it exists, else those at the end of the chain.

        Empty when the body has not begun yet or ended without a successor; raises UnknownAgency.
        """
        reached = [code, *(link.successor for link in self.handover(code, day))]
        records = (self.on(one, day) for one in dict.fromkeys(reached))
        return tuple(record for record in records if record is not None)

    def handover(self, code: str, day: date) -> tuple[Succession, ...]:
        """The links followed from ``code`` up to ``day``, nearest first; none while the body exists."""
        followed: list[Succession] = []
        waiting, seen = [code], {code}
        while waiting:
            current = waiting.pop(0)
            if self.on(current, day) is not None:
                continue
            for link in self.links_from(current):
                if link.on <= day:
                    followed.append(link)
                    if link.successor not in seen:
                        seen.add(link.successor)
                        waiting.append(link.successor)
        return tuple(followed)

    def predecessors(self, code: str, day: date) -> tuple[Agency, ...]:
        """The bodies valid on ``day`` whose duties later came to ``code``; raises UnknownAgency."""
        self.records(code)
        found: dict[str, Agency] = {}
        waiting, seen = [code], {code}
        while waiting:
            for link in self.links_to(waiting.pop(0)):
                if link.on <= day or link.predecessor in seen:
                    continue
                seen.add(link.predecessor)
                record = self.on(link.predecessor, day)
                if record is None:
                    waiting.append(link.predecessor)
                else:
                    found[record.code] = record
        return tuple(found.values())
