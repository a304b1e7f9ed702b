"""Sales feedback: accepted or rejected, opportunity, won or lost, with amounts and reasons.

Amounts are US dollars, lognormal around 7,000 (small business), 35,000 (mid market) and 140,000
(enterprise). Sales system and CRM differ in form: decisions carry a time, one deal in five only a
date. Sales is behind: of what it should have said in the last three weeks, six in ten decisions are
not there yet, so that the queue has people to call.

Dirt, by the person's number: one outcome row in 60 comes twice; one person in 250 each has a row
with an outcome that does not exist, no or an unknown lead, no or a broken time, an amount that is
no number; three in a hundred outcomes are written with a capital and a space.
"""

from __future__ import annotations

import numpy as np

from .draws import Ints, Texts, only_where
from .latent import Journeys, rejection_reasons
from .people import People
from .rows import LeadRows, lead_ids, row_at
from .world import DAY_MS, World, iso_texts

OUTCOME_COLUMNS = ("outcome_id", "lead_id", "outcome", "occurred_at", "amount", "reason")
OUTCOMES = ("accepted", "rejected", "opportunity", "won", "lost")
ACCEPTED, REJECTED, OPPORTUNITY, WON, LOST = range(5)
MEDIAN_USD = np.array([7_000.0, 35_000.0, 140_000.0])
LOSS_REASONS = (
    "no budget",
    "chose a competitor",
    "no decision",
    "project cancelled",
    "price",
    "missing feature",
)
BEHIND_DAYS = 21
SHARE_WAITING = 0.6
ODD_REASON = 'said: "call me, later"\nthen hung up =1+1'

# Broken rows: remainder of the person's number by 250 -> column and text.
ONE_IN = 250
BROKEN = {
    11: ("outcome", "maybe"),
    52: ("lead_id", "L99999998"),
    93: ("occurred_at", "not a date"),
    134: ("lead_id", None),
    175: ("occurred_at", None),
    216: ("outcome", None),
    30: ("amount", "twelve thousand"),
    71: ("amount", "$12,500"),
    112: ("reason", ODD_REASON),
}
BROKEN_ID = 9


def _steps(world: World, people: People, journeys: Journeys) -> tuple[Ints, Ints, Ints]:
    """Person, outcome and time of every step that has happened."""
    review = np.where(journeys.is_accepted, ACCEPTED, REJECTED)
    same = np.ones(len(review), dtype=np.int64)
    outcome = np.concatenate([review, OPPORTUNITY * same, WON * same, LOST * same])
    at_ms = np.concatenate(
        [journeys.review_ms, journeys.opportunity_ms, journeys.won_ms, journeys.lost_ms]
    )
    person = np.tile(np.arange(len(review), dtype=np.int64), 4)
    waits = (
        (journeys.review_ms > world.now_ms - BEHIND_DAYS * DAY_MS)
        & (journeys.opportunity_ms >= world.now_ms)
        & world.draws.chance(SHARE_WAITING, "waits for sales", people.number)
    )
    happened = np.flatnonzero((at_ms < world.now_ms) & ~waits[person])
    return person[happened], outcome[happened], at_ms[happened]


def _amounts(world: World, people: People, person: Ints, outcome: Ints) -> Texts:
    spread = np.exp(0.45 * world.draws.normal("amount", people.number))
    usd = np.round(MEDIAN_USD[people.size] * spread / 100).astype(np.int64) * 100
    texts = np.array([str(amount) for amount in usd.tolist()], dtype=object)[person]
    return only_where(outcome == WON, texts)


def _reasons(world: World, people: People, person: Ints, outcome: Ints) -> Texts:
    draws = world.draws
    names, weights = zip(*rejection_reasons(people), strict=True)
    edges = np.cumsum(np.stack(weights, axis=1), axis=1)
    chosen = (draws.uniform("rejection", people.number) * edges[:, -1])[:, None] >= edges
    rejection = np.array(names, dtype=object)[chosen.sum(axis=1)]
    loss = draws.one_of(LOSS_REASONS, "loss", people.number)
    given = draws.chance(0.9, "reason given", people.number)
    reason = np.where(outcome == REJECTED, rejection[person], loss[person])
    return only_where(given[person] & ((outcome == REJECTED) | (outcome == LOST)), reason)


def outcome_table(
    world: World, people: People, journeys: Journeys, rows: LeadRows
) -> dict[str, Texts]:
    """All columns of the outcomes as text, in order of time."""
    draws = world.draws
    person, outcome, at_ms = _steps(world, people, journeys)
    number = people.number

    # A broken row repeats the person's first step, or stands in for one that never happened.
    broken_person = np.flatnonzero(np.isin(number % ONE_IN, list(BROKEN)))
    lifetime = world.now_ms - people.created_ms
    when = people.created_ms + (draws.uniform("broken", number) * lifetime).astype(np.int64)
    is_broken = np.concatenate(
        [np.zeros(len(person), np.bool_), np.ones(len(broken_person), np.bool_)]
    )
    person = np.concatenate([person, broken_person])
    outcome = np.concatenate([outcome, np.full(len(broken_person), ACCEPTED)])
    at_ms = np.concatenate([at_ms, when[broken_person]])

    order = np.lexsort((outcome, person, at_ms))
    person, outcome, at_ms, is_broken = (
        person[order],
        outcome[order],
        at_ms[order],
        is_broken[order],
    )
    row = row_at(
        people, rows, person, at_ms, draws.chance(0.6, "outcome of second lead", number)[person]
    )
    suffix = np.where(is_broken, BROKEN_ID, outcome)
    ids = (number[person] + 1) * 10 + suffix
    only_date = (outcome >= WON) & draws.chance(0.2, "only a date", number)[person]
    times = iso_texts(at_ms)
    days = np.array([text[:10] for text in times], dtype=object)
    moments = np.array([text.replace("T", " ") for text in times], dtype=object)
    words = np.array(OUTCOMES, dtype=object)[outcome]
    retyped = np.array([f" {word.capitalize()}" for word in OUTCOMES], dtype=object)[outcome]
    is_retyped = draws.chance(0.03, "outcome retyped", number[person], suffix)
    columns: dict[str, Texts] = {
        "outcome_id": np.array([f"O{n:08d}" for n in ids.tolist()], dtype=object),
        "lead_id": lead_ids(people, rows.person, rows.copy)[row],
        "outcome": np.where(is_retyped, retyped, words),
        "occurred_at": np.where(only_date, days, moments),
        "amount": _amounts(world, people, person, outcome),
        "reason": _reasons(world, people, person, outcome),
    }
    for remainder, (column, text) in BROKEN.items():
        columns[column][is_broken & (number[person] % ONE_IN == remainder)] = text

    twice = np.where(draws.chance(1 / 60, "outcome twice", number[person], suffix), 2, 1)
    return {column: np.repeat(columns[column], twice) for column in OUTCOME_COLUMNS}
