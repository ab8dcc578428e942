"""How fast letters may leave: at most so many a minute to one receiving domain, whoever sends them.

Pure: the letters that left in the last minute and the clock are given. A letter over the pace is told when its turn
comes; nobody sleeps for it.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
Departure = tuple[datetime, Sequence[str]]
"""When a letter left, and to which addresses."""


class Pace:
    """At most ``per_minute`` letters to one domain within any 60 seconds.

    :param clock: seconds that only grow; a long run of sending takes time itself
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._began = clock()
        self._start: datetime | None = None
        self._left: dict[str, list[datetime]] = defaultdict(list)
        self._waiting: dict[str, int] = defaultdict(int)

    def begin(self, now: datetime, departures: Iterable[Departure]) -> None:
        """A run begins at ``now``; ``departures`` are the letters of the last minute, of every sender."""
        self._start, self._began = now, self._clock()
        self._left.clear()
        self._waiting.clear()
        for moment, addresses in sorted(departures, key=lambda one: one[0]):
            for domain in domains_of(addresses):
                self._left[domain].append(moment)

    @property
    def now(self) -> datetime:
        """The moment of the run: where it began, and what has passed since."""
        if self._start is None:
            raise ValueError("the run has not begun")
        return self._start + timedelta(seconds=self._clock() - self._began)

    def turn(self, addresses: Sequence[str]) -> datetime | None:
        """None when a letter to these addresses may leave now, which counts it; otherwise when its turn comes."""
        now, domains = self.now, domains_of(addresses)
        turns = {domain: self._free(domain, now) for domain in domains}
        late = [domain for domain, turn in turns.items() if turn > now]
        for domain in late:
            self._waiting[domain] += 1
        for domain in () if late else domains:
            self._left[domain].append(now)
        return max(turns.values()) if late else None

    def _free(self, domain: str, now: datetime) -> datetime:
        """When the next letter to a domain may leave; those that were told to wait come before it."""
        left = self._left[domain] = [moment for moment in self._left[domain] if moment > now - MINUTE]
        if len(left) < self._per_minute:
            return now
        return left[-self._per_minute] + MINUTE * (1 + self._waiting[domain] // self._per_minute)


def domains_of(addresses: Iterable[str]) -> set[str]:
    """The receiving domains of addresses, lower case."""
    return {address.rpartition("@")[2].lower() for address in addresses}
