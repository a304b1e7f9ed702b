"""Learns the probability: which terms, how strongly restrained, and whether its level is right."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .glm import Floats, Matrix, Model, calibration, fit, forward_path, log_loss, shift
from .split import cut_before_latest, folds, sample

# Forward selection looks at every candidate at every step; so many rows tell it enough.
SELECTION_ROWS = 50_000
LENGTHS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100)
PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
PATH_PENALTY = 30.0
# Of lengths that are about as good the longest: the penalty keeps many terms in check, and what one
# part of the history did not need the next one may.
ABOUT_AS_GOOD = 1.002


@dataclass(frozen=True)
class Settings:
    """What cross-validation chose: how many terms, how restrained; and the slope it found."""

    length: int
    penalty: float
    slope: float


@dataclass(frozen=True)
class Rows:
    """Terms that hold (matrix), who converted (labels), people in order of coming."""

    matrix: Matrix
    labels: Floats
    people: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> Rows:
        """Some of the rows."""
        return Rows(self.matrix[np.flatnonzero(kept)], self.labels[kept], self.people[kept])


def choose_settings(rows: Rows, signs: NDArray[np.int8]) -> Settings:
    """The length and penalty that predicted later people best (time-ordered cross-validation).

    Each fold is measured at its own level: rates drift, and learn sets the level by the latest.
    """
    rows = rows.where(sample(rows.people, SELECTION_ROWS))
    losses = np.zeros((len(LENGTHS), len(PENALTIES)))
    predicted: dict[tuple[int, int], list[Floats]] = {}
    judged: list[Floats] = []
    for learned, later in folds(rows.people, rows.labels):
        train, test = rows.where(learned), rows.where(later)
        path = forward_path(train.matrix, train.labels, LENGTHS[-1], PATH_PENALTY, signs)
        judged.append(test.labels)
        for i, length in enumerate(LENGTHS):
            start = None
            for j, penalty in enumerate(PENALTIES):
                start = fit(train.matrix, train.labels, path[:length], penalty, signs, start=start)
                log_odds = start.log_odds(test.matrix)
                log_odds += shift(log_odds, test.labels)
                losses[i, j] += log_loss(log_odds, test.labels) * len(test.labels)
                predicted.setdefault((i, j), []).append(log_odds)
    best = losses.min()
    i = int(np.flatnonzero(losses.min(axis=1) <= best * ABOUT_AS_GOOD)[-1])
    j = int(np.argmin(losses[i]))
    _, slope = calibration(np.concatenate(predicted[i, j]), np.concatenate(judged))
    return Settings(LENGTHS[i], PENALTIES[j], slope)


def find_path(rows: Rows, signs: NDArray[np.int8], length: int) -> list[int]:
    """The terms to use, the most telling first."""
    rows = rows.where(sample(rows.people, SELECTION_ROWS))
    return forward_path(rows.matrix, rows.labels, length, PATH_PENALTY, signs)


def learn(rows: Rows, signs: NDArray[np.int8], path: list[int], settings: Settings) -> Model:
    """The model of the terms, its level set by the latest people."""
    model = fit(rows.matrix, rows.labels, path, settings.penalty, signs)
    if not 0.9 <= settings.slope <= 1.1:
        model = replace(model, coefficients=model.coefficients * settings.slope)
    # Rates of conversion drift: what holds next is nearer to the latest than to all.
    latest = rows.where(rows.people >= cut_before_latest(rows.people, rows.labels))
    moved = shift(model.log_odds(latest.matrix), latest.labels)
    # Rounded as they are written, so that here is computed what SQL computes.
    return replace(
        model,
        intercept=round(model.intercept + moved, 4),
        coefficients=np.round(model.coefficients, 4),
    )
