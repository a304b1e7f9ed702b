"""Traffic that belongs to no lead: visitors who never say who they are, and crawlers.

Strangers come in proportion to the leads (at volume 1 two strangers for five people, two to three
page views each); one in fifteen is a crawler that reads ten pages in half a minute.
"""

from __future__ import annotations

import numpy as np

from .draws import repeat_rows
from .events import ANONYMOUS, NONE, Events, make
from .people import People
from .vocabulary import (
    BROWSERS,
    CRAWLERS,
    KIND,
    PAGES,
    PASSING_BY,
    agent_codes,
    asset_codes,
    page_edges,
)
from .world import DAY_MS, SECOND_MS, World, in_office_hours

STRANGERS_PER_PERSON = 0.4  # at volume 1
FIRST_STRANGER = 1 << 40  # visitor numbers of people stay below


def strangers(world: World, people: People, volume: float) -> Events:
    """The strangers who came while the people of this chunk became leads."""
    draws = world.draws
    near, stranger = repeat_rows(
        draws.whole(np.full(len(people), STRANGERS_PER_PERSON * volume), "strangers", people.number)
    )
    key = people.number[near], stranger
    is_crawler = draws.chance(1 / 15, "crawler", *key)
    pages = np.where(
        is_crawler,
        10,
        1 + draws.whole(1.4 * draws.exponential("strange pages", *key), "strange", *key),
    )
    day = people.created_ms[near] + (draws.uniform("stranger day", *key) - 0.5) * 20 * DAY_MS
    start = in_office_hours(day, world, "stranger", *key)
    row, ordinal = repeat_rows(pages)
    page = draws.uniform("stranger page", *(k[row] for k in key), ordinal)
    crawlers, browsers = agent_codes(CRAWLERS), agent_codes(BROWSERS)
    agent = np.where(
        is_crawler,
        crawlers[stranger % 2],
        np.where(stranger % 2 == 0, browsers[people.number[near] % 3], NONE),
    )
    gap = np.where(is_crawler, 3, 50)
    events = make(
        person=np.full(len(row), NONE),
        visitor=FIRST_STRANGER + (people.number[near] * 100_000 + stranger)[row],
        at_ms=start[row] + ordinal * gap[row] * SECOND_MS,
        kind=KIND["page_view"],
        asset=asset_codes(PAGES)[(page[:, None] >= page_edges()[PASSING_BY]).sum(axis=1)],
        agent=agent[row],
        keys=ANONYMOUS,
    )
    return events.keep((events.at_ms < world.now_ms) & (events.at_ms >= world.start_ms))
