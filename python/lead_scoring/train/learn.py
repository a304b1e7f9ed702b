"""Learns the probability: which terms, how strongly restrained, and whether its level is right."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .glm import Floats, Matrix, Model, calibration, fit, forward_path, log_loss, shift
from .measure import auc
from .split import FOLDS, converted_people, folds, sample

# Forward selection looks at every candidate at every step; so many rows tell it enough.
SELECTION_ROWS = 50_000
LENGTHS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100)
PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
PATH_PENALTY = 30.0
# Of lengths that are about as good the longest: the penalty keeps many terms in check, and what one
# part of the history did not need the next one may.
ABOUT_AS_GOOD = 1.002
# A scorecard has as few terms as come so near to the best AUC: each further rule must be read.
NEAR_AUC = 0.001
# Fewer than these are not easier to read, and one list of rules is not known that well.
LEAST_TERMS = 15
# The level is that of the newest days on which so many people converted who did, and this share of
# all: fewer are chance, more are another time.
LEVEL_PEOPLE = 50
LEVEL_SHARE = 0.1


@dataclass(frozen=True)
class Settings:
    """What cross-validation chose: how many terms, how restrained; and the slope it found.

    curve: the AUC on later people by the number of terms; card_length: how many a scorecard needs.
    """

    length: int
    penalty: float
    slope: float
    card_length: int = LENGTHS[-1]
    curve: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Rows:
    """Terms that hold (matrix), who converted (labels), people in order of coming, and the days."""

    matrix: Matrix
    labels: Floats
    people: NDArray[np.int64]
    days: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> Rows:
        """Some of the rows."""
        matrix = self.matrix[np.flatnonzero(kept)]
        return Rows(matrix, self.labels[kept], self.people[kept], self.days[kept])

    def columns(self, columns: NDArray[np.int64]) -> Rows:
        """All rows with some of the terms."""
        return Rows(self.matrix[:, columns], self.labels, self.people, self.days)


def choose_settings(rows: Rows, signs: NDArray[np.int8]) -> Settings:
    """The length and penalty that predicted later people best (time-ordered cross-validation).

    Each fold is measured at its own level: rates drift, and learn sets the level by the latest.
    """
    rows = rows.where(sample(rows.people, SELECTION_ROWS))
    losses = np.zeros((len(LENGTHS), len(PENALTIES)))
    aucs = np.zeros((len(LENGTHS), len(PENALTIES)))
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
                aucs[i, j] += auc(log_odds, test.labels) / FOLDS
                predicted.setdefault((i, j), []).append(log_odds)
    best = losses.min()
    i = int(np.flatnonzero(losses.min(axis=1) <= best * ABOUT_AS_GOOD)[-1])
    j = int(np.argmin(losses[i]))
    _, slope = calibration(np.concatenate(predicted[i, j]), np.concatenate(judged))
    curve = [float(aucs[row, np.argmin(losses[row])]) for row in range(len(LENGTHS))]
    readable = [(n, a) for n, a in zip(LENGTHS, curve, strict=True) if n >= LEAST_TERMS]
    best_auc = max(reached for _, reached in readable)
    card_length = next(
        (length for length, reached in readable if reached >= best_auc - NEAR_AUC), LENGTHS[-1]
    )
    return Settings(
        LENGTHS[i], PENALTIES[j], slope, card_length, tuple(zip(LENGTHS, curve, strict=True))
    )


def find_path(rows: Rows, signs: NDArray[np.int8], length: int) -> list[int]:
    """The terms to use, the most telling first."""
    rows = rows.where(sample(rows.people, SELECTION_ROWS))
    return forward_path(rows.matrix, rows.labels, length, PATH_PENALTY, signs)


def learn(
    rows: Rows,
    signs: NDArray[np.int8],
    path: list[int],
    settings: Settings,
    known_by: int | None = None,
) -> Model:
    """The model of the terms, its level that of the newest days, whose outcomes are known by then.

    known_by: the last day of which the level may know, less the horizon; None for all of them.
    """
    model = fit(rows.matrix, rows.labels, path, settings.penalty, signs)
    if not 0.9 <= settings.slope <= 1.1:
        model = replace(model, coefficients=model.coefficients * settings.slope)
    # Rates of conversion drift: what holds next is nearer to the newest days than to all.
    newest = rows.where(newest_days(rows, known_by))
    moved = shift(model.log_odds(newest.matrix), newest.labels)
    # Rounded as they are written, so that here is computed what SQL computes.
    return replace(
        model,
        intercept=round(model.intercept + moved, 4),
        coefficients=np.round(model.coefficients, 4),
    )


def newest_days(rows: Rows, known_by: int | None = None) -> NDArray[np.bool_]:
    """The rows of the newest days on which enough people converted to set a level by."""
    known = np.ones(len(rows.days), dtype=bool) if known_by is None else rows.days <= known_by
    converted = known & (rows.labels > 0)
    enough = max(LEVEL_PEOPLE, LEVEL_SHARE * len(converted_people(rows.people, rows.labels)))
    for first in np.unique(rows.days[converted])[::-1]:
        newest = known & (rows.days >= first)
        if len(np.unique(rows.people[newest & converted])) >= enough:
            return np.asarray(newest)
    return known if converted.any() else np.ones(len(rows.days), dtype=bool)
