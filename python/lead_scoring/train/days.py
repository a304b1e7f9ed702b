"""Which days to learn from: evenly spaced past days whose horizon is over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 150
# So many tell enough where people would have to be left out for more.
ENOUGH_DAYS = 60
FEWEST_DAYS = 8
WEEK = 7
LEAD_DAYS = 300_000


@dataclass(frozen=True)
class History:
    """From when to when the input reaches.

    last_touch: of leads and events; last_record: of outcomes too. conversions_from: the day of the
    first conversion but for the few that were entered later for an earlier time.
    """

    first_lead: date
    last_touch: date
    last_record: date
    conversions_from: date | None


def training_days(
    history: History,
    as_of: date,
    horizon_days: int,
    typical_wait_days: int,
    arrivals: Mapping[date, int],
    *,
    closings: Mapping[date, int] | None = None,
) -> tuple[list[date], int]:
    """The days, earliest first, and the open leads on them; none where the history is too short.

    A short history is looked at once a week, a very short one more often, and never less often than
    leads typically take to convert, so that most are seen before they do. Days so early that no
    conversion falls into their horizon are left out: most likely nobody kept book then. So are days
    after the last lead and event: by then those who will convert have begun to leave.
    """
    last = min(as_of - timedelta(horizon_days), history.last_touch)
    first = history.first_lead
    if history.conversions_from:
        first = max(first, history.conversions_from - timedelta(horizon_days))
    span = (last - first).days
    if span < 0:
        return [], 0
    spacing = max(1, min(WEEK, typical_wait_days // 2, span // (FEWEST_DAYS - 2)))
    spacing = max(spacing, -(-span // (MOST_DAYS - 1)))
    days = _spaced(last, span, spacing)
    # Beyond the bound wider apart, as far as most who convert are still seen; then fewer people.
    while (lead_days := open_lead_days(days, arrivals, closings or {})) > LEAD_DAYS and (
        len(days) > ENOUGH_DAYS
        or (2 * spacing <= typical_wait_days and len(days) >= 2 * FEWEST_DAYS)
    ):
        spacing *= 2
        days = _spaced(last, span, spacing)
    return days, lead_days


def _spaced(last: date, span: int, spacing: int) -> list[date]:
    return [last - timedelta(back) for back in range(0, span + 1, spacing)][::-1]


def open_lead_days(
    days: list[date], arrivals: Mapping[date, int], closings: Mapping[date, int]
) -> int:
    """How many leads that had come and were not closed there are on the days, all together."""
    return _from_then_on(days, arrivals) - _from_then_on(days, closings)


def _from_then_on(days: list[date], leads: Mapping[date, int]) -> int:
    return sum(count * (len(days) - bisect_left(days, day)) for day, count in leads.items())
