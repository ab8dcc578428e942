"""The only place that reads the clock of the machine; everything above is given ``now``."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The aware time in Việt Nam."""
    return datetime.now(ZONE)


def local(moment: datetime) -> datetime:
    """The same moment, shown in Việt Nam; a naive value is refused because nobody knows what it means."""
    if moment.tzinfo is None:
        raise ValueError(f"naive time {moment!r}")
    return moment.astimezone(ZONE)
