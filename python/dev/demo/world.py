"""The frame of the demo: how many people and companies, which days, and time as the demo counts it.

Times are whole milliseconds since 1970-01-01 UTC. The data are extracted at 20:00 UTC on the last
day; nothing happens, and nothing is loaded, after that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from .draws import Draws, Floats, Ints, Texts

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

# Lead rows for each person: duplicates, merged leads, older versions and unusable rows come on top.
LEAD_ROWS_PER_PERSON = 1.11
PEOPLE_PER_COMPANY = 2.3


@dataclass(frozen=True)
class World:
    """The arguments of one demo and what follows from them."""

    leads: int
    events_per_lead: float
    seed: int
    last_day: date
    days: int

    @property
    def draws(self) -> Draws:
        return Draws(self.seed)

    @property
    def people(self) -> int:
        return max(1, round(self.leads / LEAD_ROWS_PER_PERSON))

    @property
    def companies(self) -> int:
        return max(40, round(self.people / PEOPLE_PER_COMPANY))

    @property
    def now_ms(self) -> int:
        """The moment of the extract."""
        midnight = datetime(self.last_day.year, self.last_day.month, self.last_day.day, tzinfo=UTC)
        return int(midnight.timestamp()) * SECOND_MS + 20 * HOUR_MS

    @property
    def start_ms(self) -> int:
        """Midnight of the first day on which leads are created."""
        return self.now_ms - 20 * HOUR_MS - (self.days - 1) * DAY_MS


def in_office_hours(at_ms: Ints | Floats, world: World, name: str, *keys: Ints) -> Ints:
    """The same day between 06:00 and 19:00 UTC; most weekend days become the Friday before."""
    day = np.floor_divide(np.asarray(at_ms), DAY_MS).astype(np.int64)
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    on_weekend = weekday >= 5
    moved = on_weekend & world.draws.chance(0.75, name + " weekend", *keys)
    day = np.where(moved, day - (weekday - 4), day)
    two = world.draws.uniform(name + " hour", *keys) + world.draws.uniform(name + " second", *keys)
    return day * DAY_MS + 6 * HOUR_MS + (two / 2.0 * 13 * HOUR_MS).astype(np.int64)


def iso_texts(at_ms: Ints) -> Texts:
    """Times as 2026-03-02T10:15:00, in UTC."""
    texts: Texts = np.datetime_as_string(at_ms.astype("datetime64[ms]"), unit="s").astype(object)
    return texts
