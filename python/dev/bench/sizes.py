"""The sizes of the benchmark and its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SEED = 298
NEXT_DAY = date(2026, 6, 30)
AS_OF = NEXT_DAY - timedelta(days=1)
ACTIVE_DAYS = 90
HISTORY_TIMES = 10


@dataclass(frozen=True)
class Size:
    """How many leads, and events for each, one input has (both are met within a few percent)."""

    name: str
    leads: int
    events_per_lead: float = 100.0

    @property
    def events(self) -> int:
        """Events, about."""
        return round(self.leads * self.events_per_lead)


SIZES = {
    size.name: size
    for size in (Size("small", 10_000), Size("middle", 100_000), Size("large", 1_000_000))
}

# So small that a build of it is dbt's own time and hardly anything else.
TINY_SIZE = Size("tiny", 200, 10.0)
