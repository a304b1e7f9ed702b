"""Visits to the website: sessions of page views, with the downloads, forms and chats they end in.

The number of sessions follows the person's activity; those with intent have nearly twice as many.
Sessions gather around a peak: the intent of those who have one (two in three before it, the rest
in the weeks after), a moment that leads nowhere for four in ten of the others, else the creation
of the lead. Around a peak people compare (prices, product, security); otherwise they pass by. A
lead's visits before its creation carry only the anonymous id.

One pair of people in fifty shares a device; one person in fourteen refuses cookies on the form that
makes them known, so that their past stays anonymous for ever.
"""

from __future__ import annotations

import numpy as np

from .draws import Bools, Ints, repeat_rows
from .events import ANONYMOUS, EMAIL, LEAD_ID, NONE, Events, make, together
from .latent import NEVER, Journeys
from .people import BUYER, People
from .vocabulary import (
    BROWSERS,
    CAMPAIGN,
    CHATS,
    COMPARING,
    DOWNLOADS,
    FORMS,
    KIND,
    PAGES,
    PASSING_BY,
    PHONES,
    agent_codes,
    asset_codes,
    page_edges,
)
from .world import DAY_MS, SECOND_MS, World, in_office_hours

SESSIONS_PER_PERSON = 1.75  # at volume 1
SESSIONS_LIMIT = 20_000


def visitor_of(world: World, people: People, person: Ints, mobile: Bools) -> Ints:
    """The device's number: two for each person, except where a pair shares the first one's."""
    number = people.number[person]
    pair = number // 2
    owner = np.where(world.draws.chance(0.02, "shared device", pair), pair * 2, number)
    return owner * 2 + mobile


def ties_cookie(world: World, people: People) -> Bools:
    """Whether the form that makes the person known carries the cookie of their past."""
    return ~world.draws.chance(0.07, "cookies refused", people.number)


def _peaks(world: World, people: People, journeys: Journeys) -> Ints:
    draws, number = world.draws, people.number
    lifetime = world.now_ms - people.created_ms
    decoy = people.created_ms + (draws.uniform("decoy moment", number) * lifetime).astype(np.int64)
    elsewhere = np.where(draws.chance(0.4, "decoy", number), decoy, people.created_ms)
    return np.where(journeys.intent_ms < NEVER, journeys.intent_ms, elsewhere)


def visits(world: World, people: People, journeys: Journeys, volume: float) -> Events:
    """All page views of people who are or become leads, and what their sessions end in."""
    draws = world.draws
    mean = np.minimum(SESSIONS_PER_PERSON * volume * people.activity, SESSIONS_LIMIT)
    mean *= np.where(people.is_inbound, 1.0, 0.5) * np.where(journeys.intent_ms < NEVER, 1.8, 1.0)
    person, session = repeat_rows(draws.whole(mean, "sessions", people.number))
    key = people.number[person], session

    peak = _peaks(world, people, journeys)[person]
    created = people.created_ms[person]
    at_peak = draws.chance(0.65, "at peak", *key)
    side = np.where(draws.chance(0.65, "before peak", *key), -1.0, 1.0)
    spread = side * draws.exponential("days from peak", *key) * np.where(at_peak, 11.0, 30.0)
    centre = np.where(at_peak, peak, created)
    start = in_office_hours(centre + spread * DAY_MS, world, "session", *key)

    asks = journeys.intent_ms[person] < NEVER
    comparing = at_peak & (asks | draws.chance(0.35, "compares anyway", *key))
    look = np.where(comparing, COMPARING, PASSING_BY)
    look = np.where(people.role[person] == BUYER, look, people.role[person] + 1)

    in_time = (start >= people.first_seen_ms[person]) & (start < world.now_ms)
    person, session, start, look = person[in_time], session[in_time], start[in_time], look[in_time]
    key = people.number[person], session
    mobile = draws.chance(0.15, "mobile", *key)
    known = start > people.created_ms[person]
    logged_in = known & draws.chance(0.35, "recognised", people.number[person])
    keys = np.where(logged_in, ANONYMOUS | LEAD_ID, ANONYMOUS)
    visitor = visitor_of(world, people, person, mobile)
    phones, browsers = agent_codes(PHONES), agent_codes(BROWSERS)
    agent = np.where(
        mobile,
        phones[people.number[person] % len(phones)],
        browsers[people.number[person] % len(browsers)],
    )
    agent = np.where(draws.chance(0.5, "agent unknown", *key), NONE, agent)
    paid = draws.chance(0.06, "paid click", *key)
    campaign = np.where(paid, CAMPAIGN["paid-search-brand"] + (session % 2), NONE)

    row, ordinal = repeat_rows(
        1 + draws.whole(1.5 * draws.exponential("pages", *key), "pages", *key)
    )
    page_key = key[0][row], key[1][row], ordinal
    seconds = ordinal * 45 + (40 * draws.uniform("dwell", *page_key)).astype(np.int64)
    chosen = draws.uniform("page", *page_key)[:, None] >= page_edges()[look[row]]
    views = make(
        person=person[row],
        visitor=visitor[row],
        at_ms=start[row] + seconds * SECOND_MS,
        kind=KIND["page_view"],
        asset=asset_codes(PAGES)[chosen.sum(axis=1)],
        campaign=campaign[row],
        agent=agent[row],
        keys=keys[row],
    )

    # The last thing done in a session, 10 minutes after its start. A form names the person.
    names_him = np.where(people.has_mail[person], ANONYMOUS | EMAIL, ANONYMOUS | LEAD_ID)
    ends = draws.pick((70, 16, 6, 4, 4), "session end", *key)
    parts = [views]
    for end, (kind, assets) in enumerate(
        (("content_download", DOWNLOADS), ("form_submit", FORMS), ("chat_message", CHATS)), start=1
    ):
        here = (ends == end) & known
        asset = draws.pick([1] * len(assets), "ending asset", *key)
        parts.append(
            make(
                person=person[here],
                visitor=visitor[here],
                at_ms=start[here] + 600 * SECOND_MS,
                kind=KIND[kind],
                asset=asset_codes(assets)[asset[here]],
                agent=agent[here],
                keys=keys[here] if kind == "chat_message" else names_him[here],
            )
        )
    return together(parts)
