"""How well a model ranks, and whether its probabilities keep their word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

Z_95 = 1.959964


@dataclass(frozen=True)
class Ranking:
    """AUC, and by how much each row moved it (the influence function; its sum is 0)."""

    auc: float
    influence: Any
    people: Any

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, by DeLong on the scale of log-odds (macros/scoring/auc_interval.sql).

        Rows of one person count as one (Obuchowski 1997). NaN without a variance: perfect
        separation has none, which is no certainty.
        """
        error = standard_error(self.influence, self.people)
        if error == 0:
            return float("nan"), float("nan")
        odds = self.auc / (1 - self.auc)
        factor = float(np.exp(Z_95 * error / (self.auc * (1 - self.auc))))
        return odds / factor / (1 + odds / factor), odds * factor / (1 + odds * factor)

    def less(self, other: Ranking) -> tuple[float, float, float]:
        """The difference of two rankings of the same rows, with its 95 % interval."""
        difference = self.auc - other.auc
        half = Z_95 * standard_error(self.influence - other.influence, self.people)
        return difference, difference - half, difference + half


def ranking(scores: Any, labels: Any, people: Any) -> Ranking:
    """AUC by mid-ranks: the share of pairs that stand in the right order, ties counting half.

    For a converted row the share of the others below it, for another the share of the converted
    above it: DeLong's structural components (DeLong et al. 1988).
    """
    won, lost = scores[labels == 1], scores[labels == 0]
    influence = np.empty(len(scores))
    below = _share_below(lost, won)
    above = 1 - _share_below(won, lost)
    auc = float(below.mean())
    influence[labels == 1] = (below - auc) / len(won)
    influence[labels == 0] = (above - auc) / len(lost)
    return Ranking(auc, influence, people)


def standard_error(influence: Any, people: Any) -> float:
    """Of a sum of influences: those of one person are added before they are squared."""
    _, person = np.unique(people, return_inverse=True)
    return float(np.sqrt(np.sum(np.bincount(person, influence) ** 2)))


def brier(chance: Any, labels: Any) -> float:
    """The mean squared distance of the probability from what happened."""
    return float(np.mean((chance - labels) ** 2))


def calibration(chance: Any, labels: Any) -> tuple[float, float]:
    """Slope of a logistic regression on the log-odds (1 is ideal), mean distance by tenths.

    The distance is that of expected and actual share, of tenths of the rows by probability.
    """
    safe = np.clip(chance, 1e-6, 1 - 1e-6)
    log_odds = np.log(safe / (1 - safe)).reshape(-1, 1)
    slope = LogisticRegression(C=np.inf).fit(log_odds, labels).coef_[0, 0]
    tenths = np.array_split(np.argsort(chance, kind="stable"), 10)
    distance = [abs(chance[rows].mean() - labels[rows].mean()) * len(rows) for rows in tenths]
    return float(slope), float(sum(distance) / len(chance))


def _share_below(values: Any, of: Any) -> Any:
    """For each: the share of the values below it, and half of those equal to it."""
    values = np.sort(values)
    left, right = np.searchsorted(values, of, "left"), np.searchsorted(values, of, "right")
    return (left + right) / 2 / len(values)
