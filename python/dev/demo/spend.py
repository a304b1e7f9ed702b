"""What the company spends on its channels, month by month.

The cost of a lead differs by channel and varies from month to month; so much of it is spent as the
channel brings leads. Fairs are paid for in the months in which they are, the purchased list is
bought twice. Retargeting is spent on display ads, which no lead names as its source, and what is
paid to social networks has no campaign. Every other month is written as a day of it. One row is
there twice, and of one the amount has yet to be known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from .draws import Texts
from .milestones import FAIR_DAYS
from .people import SOURCES
from .world import World

_WEIGHTS = {source.name: source.weight for source in SOURCES}


@dataclass(frozen=True)
class Line:
    """A budget: channel, campaign, its part of what the channel costs, and a lead's cost."""

    channel: str
    campaign: str | None
    part: float
    usd_per_lead: float


LINES = (
    Line("paid_search", "paid-search-brand", 0.35, 900),
    Line("Paid_Search", "paid-search-generic", 0.65, 900),
    Line("organic_search", None, 1.0, 250),
    Line("referral", None, 1.0, 400),
    Line("partner", None, 1.0, 900),
    Line("trade_fair", "autumn-fair", 1.0, 2_400),
    Line("webinar", "webinar-series", 1.0, 600),
    Line("content_syndication", None, 1.0, 550),
    Line("outbound", None, 1.0, 1_200),
    Line("social", None, 1.0, 700),
    Line("purchased_list", None, 1.0, 90),
)
DISPLAY = Line("display", "retargeting", 1.0, 250)


def spend_table(world: World) -> dict[str, Texts]:
    """All columns of the spend as text, in order of time."""
    last = world.last_day
    first = last - timedelta(days=world.days - 1)
    months = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(_number(first), _number(last) + 1)
    ]
    fairs = {_number(first + timedelta(days=days)) for days in FAIR_DAYS if days < world.days}
    lists = {_number(months[0]), _number(months[len(months) // 2])}
    leads_a_month = world.people / max(1.0, world.days / 30.4)
    rows: list[tuple[str | None, ...]] = []
    for place, month in enumerate(months):
        for order, line in enumerate((*LINES, DISPLAY)):
            share = _WEIGHTS.get(line.channel.lower(), 5) / sum(_WEIGHTS.values())
            times = 1.0
            if line.channel in ("trade_fair", "purchased_list"):
                paid = fairs if line.channel == "trade_fair" else lists
                times = len(months) / max(1, len(paid)) if _number(month) in paid else 0.0
            key = np.array([place]), np.array([order])
            noise = float(np.exp(0.15 * world.draws.normal("spend", *key))[0])
            usd = round(share * leads_a_month * line.part * line.usd_per_lead * times * noise, -1)
            if usd:
                written = month.isoformat() if place % 2 else f"{month:%Y-%m}"
                rows.append((written, line.channel, line.campaign, f"{usd:.0f}"))
    rows += rows[:1]
    rows.append((f"{last:%Y-%m}", "outbound", "call-centre", "to be invoiced"))
    columns = np.array(rows, dtype=object).T
    return dict(zip(("month", "channel", "campaign", "amount"), columns, strict=True))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
