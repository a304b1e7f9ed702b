"""The latent model: who shows intent, who buys, when, and what sales says about it.

With f = fit and i = interest of a person (see people.py), all in log-odds:

    intent       P(asks for a demo, a trial or a call) = logistic(-1.3 + 0.7 f + 0.8 i + r)
                 r: student -0.8, job seeker -2.5, competitor +0.4
    purchase     P(buys | intent)    = logistic(-1.2 + 1.0 f + 0.4 i + k + r)
                 k: contact_sales +0.4, trial_start +0.1, demo_request 0
                 r: student, job seeker and competitor -6
    quiet buyer  P(buys | no intent) = logistic(-4.4 + 0.8 f + 0.5 i + r)

Intent comes with the first form (3 of 10) or after a delay with mean 70 days; one in twenty goes
silent and comes back after 120 to 220 days (re-engaged). From intent to purchase take 10 to 80
days, enterprises tend to the long end. One in five small or mid-sized buyers who start a trial or
ask for a call takes the fast track instead: a call on the same day, the purchase after 2 to 6
days. A conversion is therefore a hazard that rises with each intent event and is back at its quiet
level after 80 days.

Sales looks at everybody who shows intent, at half of the imported leads, and at two in five of the
very active, among them many whose clicks are a mail gateway's. What it says depends on f, intent
and role, so that "rejected" is information as well.

Times after the extract are in the future: the event has not happened, and no row tells of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .companies import ENTERPRISE
from .draws import Bools, Floats, Ints, logistic
from .people import BUYER, COMPETITOR, JOB_SEEKER, STUDENT, People
from .world import DAY_MS, HOUR_MS, World, in_office_hours

INTENTS = ("demo_request", "trial_start", "contact_sales")
DEMO, TRIAL, CONTACT = range(3)
INTENT_WEIGHTS = (45, 35, 20)
# Later than all times; adding days to it still does not overflow.
NEVER = np.int64(2**50)


@dataclass(frozen=True)
class Journeys:
    """What happens to each person, in ms since 1970; NEVER or later where it does not happen."""

    intent_ms: Ints
    intent: Ints  # position in INTENTS, only meaningful where intent_ms is not NEVER
    is_fast_track: Bools
    is_re_engaged: Bools
    review_ms: Ints  # sales accepts or rejects
    is_accepted: Bools
    opportunity_ms: Ints
    won_ms: Ints
    lost_ms: Ints


def conversion_probability(people: People) -> Floats:
    """The chance to buy some day: the latent score, before anything the person does is known."""
    asked = logistic(_intent_log_odds(people))
    bought = logistic(_purchase_log_odds(people) + 0.1)
    return asked * bought + (1.0 - asked) * _quietly(people)


def _intent_log_odds(people: People) -> Floats:
    of_role = np.array([0.0, -0.8, -2.5, 0.4])[people.role]
    log_odds: Floats = -1.3 + 0.7 * people.fit + 0.8 * people.interest + of_role
    return log_odds


def _purchase_log_odds(people: People) -> Floats:
    of_role = np.where(people.role == BUYER, 0.0, -6.0)
    return -1.2 + 1.0 * people.fit + 0.4 * people.interest + of_role


def _quietly(people: People) -> Floats:
    of_role = np.where(people.role == BUYER, 0.0, -6.0)
    return logistic(-4.4 + 0.8 * people.fit + 0.5 * people.interest + of_role)


def journeys(world: World, people: People) -> Journeys:
    """Draw the journey of each person from the latent model."""
    draws, number = world.draws, people.number
    asks = draws.chance(logistic(_intent_log_odds(people)), "asks", number)
    intent = draws.pick(INTENT_WEIGHTS, "intent", number)
    re_engaged = asks & draws.chance(0.05, "re-engaged", number)
    intent_ms = np.where(asks, _intent_times(world, people, re_engaged), NEVER)

    of_kind = np.array([0.0, 0.1, 0.4])[intent]
    after_asking = logistic(_purchase_log_odds(people) + of_kind)
    buys = draws.chance(np.where(asks, after_asking, _quietly(people)), "buys", number)
    may_be_fast = buys & asks & (intent != DEMO) & (people.size != ENTERPRISE)
    fast = may_be_fast & draws.chance(0.2, "fast", number)

    review_ms = _review_times(world, people, intent_ms, buys & ~asks, fast)
    good = logistic(-0.7 + 0.9 * people.fit + 1.2 * asks - 5.0 * (people.role != BUYER))
    accepted = buys | draws.chance(good, "accepted", number)
    advances = buys | draws.chance(np.where(asks, 0.65, 0.3), "advances", number)
    has_deal = accepted & advances & (review_ms < NEVER)
    days = np.minimum(1 + 6 * draws.exponential("progress", number), 9.0)
    progress_ms = np.where(fast, 4 * HOUR_MS, days * DAY_MS).astype(np.int64)
    opportunity_ms = np.where(has_deal, review_ms + progress_ms, NEVER)

    begin_ms = np.where(asks, intent_ms, review_ms)
    end_ms = np.maximum(_decision_times(world, people, begin_ms, fast), opportunity_ms + HOUR_MS)
    tells = draws.chance(0.8, "loses openly", number)
    return Journeys(
        intent_ms=intent_ms,
        intent=intent,
        is_fast_track=fast,
        is_re_engaged=re_engaged,
        review_ms=review_ms,
        is_accepted=accepted,
        opportunity_ms=opportunity_ms,
        won_ms=np.where(has_deal & buys, end_ms, NEVER),
        lost_ms=np.where(has_deal & ~buys & tells, end_ms, NEVER),
    )


def _intent_times(world: World, people: People, re_engaged: Bools) -> Ints:
    draws, number = world.draws, people.number
    usual = 1.0 + 70.0 * draws.exponential("intent delay", number)
    days = np.where(re_engaged, 120 + 100 * draws.uniform("silence", number), usual)
    later = in_office_hours(people.created_ms + days * DAY_MS, world, "intent", number)
    later = np.maximum(later, people.created_ms + HOUR_MS)
    at_once = people.is_inbound & ~re_engaged & draws.chance(0.3, "intent at once", number)
    return np.where(at_once, people.created_ms, later)


def _review_times(
    world: World, people: People, intent_ms: Ints, is_quiet_buyer: Bools, fast: Bools
) -> Ints:
    """When sales looks: within hours of an intent, else within weeks of the creation, or never."""
    draws, number = world.draws, people.number
    reply_ms = HOUR_MS * (1 + 20 * draws.exponential("reply", number) / np.where(fast, 40, 1))
    clicks_much = people.has_gateway & draws.chance(0.5, "gateway hot", number)
    is_active = (people.activity > 2.0) | clicks_much
    looks = is_quiet_buyer | (is_active & draws.chance(0.4, "review active", number))
    looks |= ~people.is_inbound & draws.chance(0.5, "review imported", number)
    wait_ms = DAY_MS * (2 + 25 * draws.exponential("review wait", number))
    unasked = np.where(looks, people.created_ms + wait_ms.astype(np.int64), NEVER)
    return np.where(intent_ms < NEVER, intent_ms + reply_ms.astype(np.int64), unasked)


def _decision_times(world: World, people: People, begin_ms: Ints, fast: Bools) -> Ints:
    draws, number = world.draws, people.number
    shape = np.where(people.size == ENTERPRISE, 0.8, 1.3)
    days = 10 + 70 * draws.uniform("days to convert", number) ** shape
    days = np.where(fast, 2 + 4 * draws.uniform("fast days", number), days)
    return in_office_hours(begin_ms + days * DAY_MS, world, "decision", number)


def rejection_reasons(people: People) -> list[tuple[str, Floats]]:
    """The reasons sales gives for a rejection, with the weight each has for each person."""
    buyer = (people.role == BUYER).astype(np.float64)
    return [
        ("no budget", buyer * 3.0),
        ("wrong contact", buyer * 2.0 + buyer * (people.fit < -0.5) * 3.0),
        ("not reachable", buyer * 3.0 + 0.3),
        ("no need", buyer * 2.0),
        ("bad data", buyer * (~people.has_mail) * 8.0),
        ("student", (people.role == STUDENT) * 12.0),
        ("job seeker", (people.role == JOB_SEEKER) * 12.0),
        ("competitor", (people.role == COMPETITOR) * 12.0),
    ]
