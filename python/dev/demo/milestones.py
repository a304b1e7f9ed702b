"""The events that stand out: becoming known, asking, talking to sales, webinars, fairs, networks.

An inbound lead is created by a form that carries the address and, unless cookies were refused, the
anonymous id of the lead's visits so far, which are the lead's from then on. Imported leads come
without a past; a cookie becomes theirs with their first click in a mail.

Sales calls seven of ten leads it accepts within three days, and meets half of them.
One person in six registers for a webinar, half of them come.
"""

from __future__ import annotations

import numpy as np

from .draws import Bools, Ints, repeat_rows
from .events import ANONYMOUS, EMAIL, LEAD_ID, Events, make, together
from .latent import INTENTS, NEVER, Journeys
from .people import JOB_SEEKER, SOURCE, People
from .vocabulary import (
    BROWSERS,
    CAMPAIGN,
    DOWNLOADS,
    FAIRS,
    FORMS,
    INTENT_FORMS,
    JOB_FORM,
    KIND,
    NETWORKS,
    SALES_TOUCHES,
    agent_codes,
    asset_codes,
)
from .web import ties_cookie, visitor_of
from .words import WEBINARS
from .world import DAY_MS, HOUR_MS, MINUTE_MS, World, in_office_hours

FAIR_DAYS = (85, 205, 325)  # days after the first day


def milestones(world: World, people: People, journeys: Journeys, volume: float) -> Events:
    """All events of this module, those after the extract left out."""
    parts = together(
        [
            _becoming_known(world, people, journeys),
            *_asking(world, people, journeys),
            *_talking_to_sales(world, people, journeys),
            *_webinars(world, people),
            _fairs(world, people),
            _applications(world, people),
            *_social(world, people, volume),
        ]
    )
    return parts.keep(parts.at_ms < world.now_ms)


def _becoming_known(world: World, people: People, journeys: Journeys) -> Events:
    draws, number = world.draws, people.number
    source = people.source
    kind = np.where(
        draws.chance(0.5, "first form", number), KIND["content_download"], KIND["form_submit"]
    )
    kind = np.where(source == SOURCE["webinar"], KIND["webinar_register"], kind)
    kind = np.where(source == SOURCE["content_syndication"], KIND["content_download"], kind)
    asset = np.where(
        kind == KIND["webinar_register"],
        asset_codes(WEBINARS)[number % len(WEBINARS)],
        np.where(
            kind == KIND["content_download"],
            asset_codes(DOWNLOADS)[number % len(DOWNLOADS)],
            asset_codes(FORMS)[number % len(FORMS)],
        ),
    )
    fills_form = people.is_inbound & (journeys.intent_ms != people.created_ms)
    at_fair = source == SOURCE["trade_fair"]
    kind = np.where(at_fair, KIND["event_visit"], kind)
    asset = np.where(at_fair, asset_codes(FAIRS)[number % len(FAIRS)], asset)
    return _form(
        world, people, who=fills_form | at_fair, at_ms=people.created_ms, kind=kind, asset=asset
    )


def _form(
    world: World, people: People, *, who: Bools, at_ms: Ints, kind: Ints, asset: Ints
) -> Events:
    """Forms filled in by some of the people, on the device they browse with."""
    person = np.flatnonzero(who)
    names = np.where(people.has_mail, EMAIL, LEAD_ID)
    on_site = people.is_inbound & ties_cookie(world, people)
    agents = agent_codes(BROWSERS)
    return make(
        person=person,
        visitor=visitor_of(world, people, person, np.zeros(len(person), dtype=np.bool_)),
        at_ms=at_ms[person],
        kind=kind[person],
        asset=asset[person],
        agent=agents[people.number[person] % len(agents)],
        keys=np.where(on_site, names | ANONYMOUS, names)[person],
    )


def _asking(world: World, people: People, journeys: Journeys) -> list[Events]:
    """Requests for a demo, a trial or a call; three in ten ask in another way within 20 days."""
    draws, number = world.draws, people.number
    kinds = np.array([KIND[intent] for intent in INTENTS])
    forms = asset_codes(INTENT_FORMS)
    asks = journeys.intent_ms < NEVER
    again = asks & ~journeys.is_fast_track & draws.chance(0.3, "asks again", number)
    other = (journeys.intent + 1 + number % 2) % len(INTENTS)
    days = 1 + 19 * draws.uniform("again", number)
    again_ms = in_office_hours(journeys.intent_ms + days * DAY_MS, world, "asks again", number)
    return [
        _form(world, people, who=who, at_ms=at_ms, kind=kinds[intent], asset=forms[intent])
        for who, at_ms, intent in (
            (asks, journeys.intent_ms, journeys.intent),
            (again, again_ms, other),
        )
    ]


def _talking_to_sales(world: World, people: People, journeys: Journeys) -> list[Events]:
    draws, number = world.draws, people.number
    parts = []
    for name, chance, kind, days in (
        ("call", 0.7, "call_connected", 3.0),
        ("meeting", 0.5, "meeting_booked", 8.0),
    ):
        happens = (journeys.review_ms < NEVER) & journeys.is_accepted
        happens &= draws.chance(chance, name, number) | (journeys.is_fast_track & (name == "call"))
        wait = np.where(journeys.is_fast_track, 0.02, days * draws.uniform(name + " wait", number))
        at_ms = journeys.review_ms + (wait * DAY_MS).astype(np.int64)
        person = np.flatnonzero(happens & (at_ms < journeys.won_ms))
        parts.append(
            make(
                person=person,
                at_ms=at_ms[person],
                kind=KIND[kind],
                asset=asset_codes(SALES_TOUCHES)[number[person] % len(SALES_TOUCHES)],
                keys=LEAD_ID,
            )
        )
    return parts


def _webinars(world: World, people: People) -> list[Events]:
    draws, number = world.draws, people.number
    registers = people.has_mail & draws.chance(0.16 + 0.03 * people.interest, "registers", number)
    person = np.flatnonzero(registers)
    lifetime = world.now_ms - people.created_ms
    when = people.created_ms + draws.uniform("registers when", number) * lifetime
    at_ms = in_office_hours(when + DAY_MS, world, "registers", number)[person]
    shared = {
        "asset": asset_codes(WEBINARS)[(number[person] // 3) % len(WEBINARS)],
        "campaign": np.full(len(person), CAMPAIGN["webinar-series"]),
    }
    sign_up = make(person=person, at_ms=at_ms, kind=KIND["webinar_register"], keys=EMAIL, **shared)
    begins_ms = (at_ms // DAY_MS + 5) * DAY_MS + 15 * HOUR_MS + (number[person] % 11) * MINUTE_MS
    attend = make(person=person, at_ms=begins_ms, kind=KIND["webinar_attend"], keys=EMAIL, **shared)
    return [sign_up, attend.keep(draws.chance(0.5, "attends", number)[person])]


def _fairs(world: World, people: People) -> Events:
    """Badges scanned at a fair while the person was a lead already."""
    draws, number = world.draws, people.number
    fair = number % len(FAIRS)
    at_ms = world.start_ms + np.array(FAIR_DAYS)[fair] * DAY_MS + 9 * HOUR_MS
    at_ms = at_ms + (draws.uniform("stand visit", number) * 8 * HOUR_MS).astype(np.int64)
    person = np.flatnonzero((at_ms > people.created_ms) & draws.chance(0.05, "visits fair", number))
    return make(
        person=person,
        at_ms=at_ms[person],
        kind=KIND["event_visit"],
        asset=asset_codes(FAIRS)[fair[person]],
        campaign=CAMPAIGN["autumn-fair"],
        keys=LEAD_ID,
    )


def _applications(world: World, people: People) -> Events:
    """A third of the job seekers apply for a job within two weeks."""
    draws, number = world.draws, people.number
    applies = (people.role == JOB_SEEKER) & people.has_mail & draws.chance(0.33, "applies", number)
    days = 0.1 + 14 * draws.uniform("applies when", number)
    return _form(
        world,
        people,
        who=applies,
        at_ms=people.created_ms + (days * DAY_MS).astype(np.int64),
        kind=np.full(len(people), KIND["form_submit"]),
        asset=np.full(len(people), asset_codes((JOB_FORM,))[0]),
    )


def _social(world: World, people: People, volume: float) -> list[Events]:
    draws, number = world.draws, people.number
    parts = []
    for kind, share in (("social_follow", 0.10), ("social_comment", 0.04), ("social_share", 0.03)):
        counts = draws.whole(np.minimum(share * volume * people.activity, 500.0), kind, number)
        person, hit = repeat_rows(counts)
        lifetime = (world.now_ms - people.created_ms)[person]
        when = (
            people.created_ms[person]
            + draws.uniform(kind + " when", number[person], hit) * lifetime
        )
        parts.append(
            make(
                person=person,
                at_ms=when.astype(np.int64),
                kind=KIND[kind],
                asset=asset_codes(NETWORKS)[number[person] % len(NETWORKS)],
                keys=LEAD_ID,
            )
        )
    return parts
