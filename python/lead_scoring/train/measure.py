"""How well predictions did: ranking, chance, calibration; intervals count people, not rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .glm import Floats

DRAWS = 300
SEED = 20_260_101


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def auc(scores: Floats, labels: Floats, weights: Floats | None = None) -> float:
    """The chance that who converted stands above who did not; a tie counts half."""
    return auc_of(scores, labels)(np.ones(len(labels)) if weights is None else weights)


def auc_of(scores: Floats, labels: Floats) -> Callable[[Floats], float]:
    """AUC by the weights of the rows; the scores are put in order once."""
    _, place = np.unique(scores, return_inverse=True)

    def of_weights(weights: Floats) -> float:
        won = np.bincount(place, weights * labels)
        lost = np.bincount(place, weights * (1 - labels))
        pairs = won.sum() * lost.sum()
        if pairs == 0:
            return float("nan")
        return float((won * (np.cumsum(lost) - lost / 2)).sum() / pairs)

    return of_weights


def brier(chance: Floats, labels: Floats) -> float:
    """The mean squared distance of the chance from what happened."""
    return float(np.mean((chance - labels) ** 2))


def lift(scores: Floats, labels: Floats) -> float:
    """How much more often the best tenth converts than all; ties at its edge count in part."""
    rest = len(labels) / 10
    values, place = np.unique(-scores, return_inverse=True)
    rows = np.bincount(place, minlength=len(values)).astype(float)
    won = np.bincount(place, labels, minlength=len(values))
    taken = np.clip(rest - (np.cumsum(rows) - rows), 0, rows) / rows
    return float((won * taken).sum() / rest / labels.mean()) if labels.any() else float("nan")


def intervals(
    measures: Sequence[Callable[[Floats], float]], people: NDArray[np.int64]
) -> list[Interval]:
    """Figures of weighted rows, with intervals from drawing people again (bootstrap by person).

    The rows of one person are much alike, so rows by themselves would make the intervals too small.
    """
    _, person = np.unique(people, return_inverse=True)
    count = int(person.max()) + 1
    random = np.random.default_rng(SEED)
    draws = []
    for _ in range(DRAWS):
        drawn = np.bincount(random.integers(0, count, count), minlength=count).astype(float)
        draws.append([measure(drawn[person]) for measure in measures])
    whole = np.ones(len(person))
    low, high = np.nanpercentile(np.array(draws), [2.5, 97.5], axis=0)
    return [
        Interval(measure(whole), float(low[place]), float(high[place]))
        for place, measure in enumerate(measures)
    ]


def reliability(chance: Floats, labels: Floats, groups: int = 10) -> list[tuple[float, float, int]]:
    """Expected and actual share of conversions, and rows, in groups of about equal size."""
    order = np.argsort(chance, kind="stable")
    return [
        (float(chance[part].mean()), float(labels[part].mean()), len(part))
        for part in np.array_split(order, groups)
        if len(part)
    ]
