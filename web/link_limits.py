"""How often somebody may knock: so many requests at once, refilled with time; kept in the memory of this process."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_MOST_KEYS = 10_000


@dataclass
class Allowance:
    """A bucket of ``burst`` requests for each key, refilled by ``per_minute``."""

    burst: int
    per_minute: float
    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, key: str) -> bool:
        """Use one request of a key; False when none is left."""
        now = self.clock()
        with self._lock:
            if len(self._left) >= _MOST_KEYS:
                self._forget(now)
            left, since = self._left.get(key, (float(self.burst), now))
            left = min(float(self.burst), left + (now - since) * self.per_minute / 60)
            self._left[key] = (left - 1 if left >= 1 else left, now)
            return left >= 1

    def _forget(self, now: float) -> None:
        """Drop the keys whose bucket is full again; when all are in use, the oldest half."""
        full = 60 * self.burst / self.per_minute
        self._left = {key: kept for key, kept in self._left.items() if now - kept[1] < full}
        if len(self._left) >= _MOST_KEYS:
            newest = sorted(self._left.items(), key=lambda item: item[1][1])
            self._left = dict(newest[_MOST_KEYS // 2 :])
