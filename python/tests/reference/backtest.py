"""What became of people after past days, and the close rates of scores by what was known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .history import ScoresByDay
from .inputs import Outcome
from .rulebook import DEFAULT_SETTINGS, Settings
from .stages import Score

BANDS = range(1, 11)
PRIOR_PEOPLE = 20


@dataclass(frozen=True)
class Case:
    """A person who had not converted by a past day, and whether they did within the horizon."""

    scored_on: date
    person_id: str
    band: int
    has_converted: bool


def band_of(score: Decimal) -> int:
    """Which tenth of the scale from 0 to 100 a score is in; the top of it is in the highest."""
    return min(10, int(score // 10) + 1)


def cases_of(
    scores: ScoresByDay, outcomes: Iterable[Outcome], settings: Settings = DEFAULT_SETTINGS
) -> list[Case]:
    """The backtest: everybody scored on a day who had not converted by then."""
    horizon = timedelta(days=settings.conversion_horizon_days)
    won: dict[str, list[date]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.lead_id and outcome.outcome == settings.conversion_outcome:
            won[outcome.lead_id].append(outcome.day)
    cases = []
    for day, scored in scores.items():
        for score in scored.values():
            first = min((on for lead in score.members for on in won[lead]), default=None)
            if first is None or first > day:
                converts = first is not None and first <= day + horizon
                cases.append(Case(day, score.person_id, band_of(score.score), converts))
    return cases


def close_rates(
    cases: Iterable[Case], day: date, min_people: int, settings: Settings = DEFAULT_SETTINGS
) -> dict[int, Fraction]:
    """The close rate of each band by the days whose horizon is over; none for too few people.

    The bands are drawn towards all by some people of the overall rate, and rise with the score.
    """
    horizon = timedelta(days=settings.conversion_horizon_days)
    known = [case for case in cases if case.scored_on + horizon <= day]
    if len({case.person_id for case in known}) < min_people:
        return {}
    overall = Fraction(sum(case.has_converted for case in known), len(known))
    by_band = {band: [case for case in known if case.band == band] for band in BANDS}

    def rate(bands: Iterable[int]) -> Fraction:
        group = [case.has_converted for band in bands for case in by_band[band]]
        return (sum(group) + overall * PRIOR_PEOPLE) / (len(group) + PRIOR_PEOPLE)

    def highest_to(band: int) -> Fraction:
        return max(
            min(rate(range(lowest, highest + 1)) for highest in range(band, 11))
            for lowest in range(1, band + 1)
        )

    return {band: highest_to(band) for band in BANDS}


def probabilities(
    scores: ScoresByDay,
    outcomes: Sequence[Outcome],
    min_people: int,
    settings: Settings = DEFAULT_SETTINGS,
) -> dict[tuple[str, date], tuple[float | None, str | None]]:
    """Everybody's probability of conversion on each day, and where it comes from."""
    cases = cases_of(scores, outcomes, settings)
    found: dict[tuple[str, date], tuple[float | None, str | None]] = {}
    for day, scored in scores.items():
        rates = close_rates(cases, day, min_people, settings)
        found |= {
            (person_id, day): _probability(score, rates) for person_id, score in scored.items()
        }
    return found


def _probability(score: Score, rates: Mapping[int, Fraction]) -> tuple[float | None, str | None]:
    if score.trained_probability is not None:
        return score.trained_probability, "trained"
    rate = rates.get(band_of(score.score))
    return (None, None) if rate is None else (float(rate), "close_rate")
