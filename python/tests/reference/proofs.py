"""How well scores and probabilities told who would convert: one person at a time, by definition."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

Z = 1.959964
CUTS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)


@dataclass(frozen=True)
class Case:
    """A person on a backtest day, and what came of them."""

    score: float
    converted: bool
    is_closed: bool = False
    probability: float | None = None


def classes(cases: Iterable[Case]) -> tuple[list[float], list[float]]:
    """The scores of those who converted, and of the others."""
    rows = list(cases)
    return [c.score for c in rows if c.converted], [c.score for c in rows if not c.converted]


def wins(one: float, other: float) -> float:
    """Whether one score is above the other; a tie is half a win."""
    return 0.5 if one == other else float(one > other)


def auc(cases: Iterable[Case]) -> float | None:
    """The share of pairs of one who converted and one who did not that stand in the right order."""
    converted, others = classes(cases)
    if not converted or not others:
        return None
    return sum(wins(a, b) for a in converted for b in others) / len(converted) / len(others)


def variance(values: Sequence[float]) -> float:
    """The variance of a sample."""
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def auc_interval(cases: Sequence[Case]) -> tuple[float, float] | None:
    """The 95 % interval of the AUC on the scale of log-odds, with DeLong's variance."""
    converted, others = classes(cases)
    area = auc(cases)
    if area is None or min(len(converted), len(others)) < 2 or area in (0, 1):
        return None
    of_converted = [sum(wins(a, b) for b in others) / len(others) for a in converted]
    of_others = [sum(wins(a, b) for a in converted) / len(converted) for b in others]
    spread = variance(of_converted) / len(converted) + variance(of_others) / len(others)
    margin = Z * math.sqrt(spread) / (area * (1 - area))
    middle = math.log(area / (1 - area))
    return 1 / (1 + math.exp(margin - middle)), 1 / (1 + math.exp(-margin - middle))


def average_precision(cases: Iterable[Case]) -> float | None:
    """The area under the steps of precision over recall, a step for each score."""
    rows = sorted(cases, key=lambda case: -case.score)
    total = sum(case.converted for case in rows)
    if total in (0, len(rows)):
        return None
    area, seen, found = 0.0, 0, 0
    for _, tied in groupby(rows, key=lambda case: case.score):
        step = list(tied)
        seen += len(step)
        found += sum(case.converted for case in step)
        area += sum(case.converted for case in step) / total * found / seen
    return area


def top_decile_rate(cases: Iterable[Case]) -> float:
    """What to expect of the best tenth, if those with the score at its end are drawn by lot."""
    rows = sorted(cases, key=lambda case: -case.score)
    size = Fraction(len(rows), 10)
    room, found = size, Fraction(0)
    for _, tied in groupby(rows, key=lambda case: case.score):
        step = list(tied)
        taken = min(room, Fraction(len(step)))
        found += taken * sum(case.converted for case in step) / len(step)
        room -= taken
    return float(found / size)


def tie_share(cases: Iterable[Case]) -> float:
    """The share of people who have the same score as somebody else."""
    counts = Counter(case.score for case in cases)
    return sum(count for count in counts.values() if count > 1) / counts.total()


def score_spread(cases: Iterable[Case]) -> float:
    """From the least score that a tenth do not exceed to the least that nine tenths do not."""
    scores = sorted(case.score for case in cases)
    return scores[-(-9 * len(scores) // 10) - 1] - scores[-(-len(scores) // 10) - 1]


@dataclass(frozen=True)
class ProbabilityQuality:
    """How far predicted probabilities were from what came."""

    people: int
    brier: float
    skill: float | None
    calibration_error: float


def probability_quality(cases: Iterable[Case]) -> ProbabilityQuality | None:
    """Brier score, its skill against the rate of these people, and the calibration error."""
    known = [(c.probability, float(c.converted)) for c in cases if c.probability is not None]
    if not known:
        return None
    people = len(known)
    rate = sum(came for _, came in known) / people
    brier = sum((came - probability) ** 2 for probability, came in known) / people
    by_rate = sum((came - rate) ** 2 for _, came in known) / people
    bands: dict[int, list[float]] = {}
    for probability, came in known:
        bands.setdefault(bisect_right(CUTS, probability), []).append(came - probability)
    error = sum(abs(sum(misses)) for misses in bands.values()) / people
    return ProbabilityQuality(people, brier, 1 - brier / by_rate if by_rate else None, error)


def psi(now: Counter[str], before: Counter[str]) -> float:
    """The population stability index, with half a person added to each bin."""
    bins = now.keys() | before.keys()
    index = 0.0
    for name in bins:
        share = (now[name] + 0.5) / (now.total() + 0.5 * len(bins))
        share_before = (before[name] + 0.5) / (before.total() + 0.5 * len(bins))
        index += (share - share_before) * math.log(share / share_before)
    return index
