"""Use of the product: people on trial log in over three weeks, customers ever after."""

from __future__ import annotations

import numpy as np

from .draws import Bools, Ints, repeat_rows
from .events import LEAD_ID, Events, make, together
from .latent import TRIAL, Journeys
from .people import People
from .vocabulary import FEATURES, KIND, asset_codes
from .world import DAY_MS, MINUTE_MS, World, in_office_hours

TRIAL_MS = 21 * DAY_MS
LOGINS = 2.5  # of a trial or a customer, at volume 1
LOGINS_LIMIT = 5_000.0


def product_use(world: World, people: People, journeys: Journeys, volume: float) -> Events:
    """Logins of trials and customers, with the features they use."""
    tries = (journeys.intent == TRIAL) & (journeys.intent_ms < world.now_ms)
    buys = journeys.won_ms < world.now_ms
    trials = _logins(
        world,
        people,
        volume,
        name="trial",
        uses=tries,
        begin_ms=journeys.intent_ms,
        end_ms=np.minimum(journeys.intent_ms, world.now_ms) + TRIAL_MS,
    )
    customers = _logins(
        world,
        people,
        volume,
        name="customer",
        uses=buys,
        begin_ms=journeys.won_ms,
        end_ms=np.full(len(people), world.now_ms),
    )
    return together([*trials, *customers])


def _logins(
    world: World,
    people: People,
    volume: float,
    *,
    name: str,
    uses: Bools,
    begin_ms: Ints,
    end_ms: Ints,
) -> list[Events]:
    """Logins between two moments, rarer with time, each with no feature used, one or a few."""
    draws, number = world.draws, people.number
    mean = np.minimum(LOGINS * volume * np.sqrt(people.activity), LOGINS_LIMIT)
    person, login = repeat_rows(np.where(uses, draws.whole(mean, f"{name} logins", number), 0))
    key = number[person], login
    begin = begin_ms[person]
    share = draws.uniform(f"{name} day", *key) ** 1.5
    at_ms = in_office_hours(begin + share * (end_ms[person] - begin), world, name, *key)
    at_ms = np.maximum(at_ms, begin + 10 * MINUTE_MS)
    logins = make(person=person, at_ms=at_ms, kind=KIND["product_login"], keys=LEAD_ID)

    mean = draws.exponential(f"{name} features", *key)
    row, used = repeat_rows(draws.whole(mean, f"{name} features", *key))
    feature = draws.pick((4, 5, 3, 2, 1), f"{name} feature", *(k[row] for k in key), used)
    features = make(
        person=person[row],
        at_ms=at_ms[row] + (2 + used * 3) * MINUTE_MS,
        kind=KIND["feature_used"],
        asset=asset_codes(FEATURES)[feature],
        keys=LEAD_ID,
    )
    return [logins, features]
