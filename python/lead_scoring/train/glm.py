"""Logistic regression on 0/1 terms: ridge penalty, signs that may be prescribed, forward selection.

Few hundred terms and some hundred thousand rows: Newton's method on the terms in use, which is
exact and gives the same figures on every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Less is noise to a single look, and there are many looks; how far to go, cross-validation says.
LEAST_GAIN = 1.0
Matrix = Any  # a sparse matrix of zeros and ones; scipy ships no types


@dataclass(frozen=True)
class Model:
    """An intercept and the coefficients of the chosen columns."""

    intercept: float
    columns: list[int]
    coefficients: Floats

    def log_odds(self, matrix: Matrix) -> Floats:
        """The log-odds of each row."""
        return self.intercept + np.asarray(matrix[:, self.columns] @ self.coefficients)


def probability(log_odds: Floats) -> Floats:
    """The chance that goes with log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -500, 500))))


def log_loss(log_odds: Floats, labels: Floats) -> float:
    """The mean negative log-likelihood."""
    return float(np.mean(np.logaddexp(0, log_odds) - labels * log_odds))


def fit(
    matrix: Matrix,
    labels: Floats,
    columns: list[int],
    penalty: float,
    signs: NDArray[np.int8],
    *,
    start: Model | None = None,
) -> Model:
    """Fit the columns; one with another sign than prescribed is left out, the rest refitted."""
    columns = list(columns)
    while True:
        design = _design(matrix, columns)
        beta = _newton(design, labels, penalty, _start(columns, start, labels))
        wrong = signs[columns] * beta[1:] < 0
        if not wrong.any():
            return Model(float(beta[0]), columns, beta[1:])
        # The worst one only: without it others may be right again.
        worst = int(np.argmin(np.where(wrong, signs[columns] * beta[1:], 0)))
        del columns[worst]
        start = None


def forward_path(
    matrix: Matrix, labels: Floats, most: int, penalty: float, signs: NDArray[np.int8]
) -> list[int]:
    """Columns in the order in which each tells most that those before it have left untold.

    What a column tells is its score statistic (Rao 1948): the squared slope of the likelihood over
    its variance given the columns that are in, which needs no fit of the column.
    """
    by_column = matrix.tocsc()
    path: list[int] = []
    barred: set[int] = set()
    model = Model(float(log_odds_of(labels.mean())), [], np.zeros(0))
    while len(path) < min(most, matrix.shape[1]):
        chance = probability(model.log_odds(matrix))
        weights = chance * (1 - chance)
        slope = by_column.T @ (labels - chance)
        gain = slope**2 / (
            _variance_left(by_column, _design(matrix, path), weights, penalty) + penalty
        )
        gain[signs * slope < 0] = 0
        gain[[*path, *barred]] = 0
        best = int(np.argmax(gain))
        if gain[best] < LEAST_GAIN:
            break
        model = fit(matrix, labels, [*path, best], penalty, signs, start=model)
        # What its successors give the wrong sign is out for good, so that the path comes to an end.
        barred |= {*path, best} - set(model.columns)
        path = model.columns
    return path


def _variance_left(by_column: Matrix, design: Floats, weights: Floats, penalty: float) -> Floats:
    """The variance of each column that the columns of the design do not explain."""
    weighted = design * weights[:, None]
    shared = np.asarray(by_column.T @ weighted)
    curvature = weighted.T @ design + penalty * np.eye(design.shape[1])
    explained = np.sum(np.linalg.solve(curvature, shared.T).T * shared, axis=1)
    return np.asarray(np.maximum(by_column.T @ weights - explained, 1e-9))


def calibration(log_odds: Floats, labels: Floats) -> tuple[float, float]:
    """Intercept and slope of the outcome on the predicted log-odds; 0 and 1 are ideal."""
    design = np.column_stack([np.ones(len(log_odds)), log_odds])
    beta = _newton(design, labels, 0.0, np.array([0.0, 1.0]))
    return float(beta[0]), float(beta[1])


def shift(log_odds: Floats, labels: Floats) -> float:
    """What to add to the log-odds so that as many conversions are expected as there were."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if probability(log_odds + middle).mean() < labels.mean():
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _design(matrix: Matrix, columns: list[int]) -> Floats:
    ones = np.ones((matrix.shape[0], 1))
    return np.hstack([ones, matrix[:, columns].toarray()]) if columns else ones


def _start(columns: list[int], model: Model | None, labels: Floats) -> Floats:
    if model is None:
        return np.array([float(log_odds_of(labels.mean())), *[0.0] * len(columns)])
    known = dict(zip(model.columns, model.coefficients, strict=True))
    return np.array([model.intercept, *[known.get(column, 0.0) for column in columns]])


def _newton(design: Floats, labels: Floats, penalty: float, beta: Floats) -> Floats:
    ridge = np.full(design.shape[1], penalty)
    ridge[0] = 0.0
    if penalty == 0:
        ridge += 1e-9

    def loss(candidate: Floats) -> float:
        odds = design @ candidate
        fit_part = float(np.sum(np.logaddexp(0, odds) - labels * odds))
        return fit_part + 0.5 * float(ridge @ candidate**2)

    current = loss(beta)
    for _ in range(50):
        chance = probability(design @ beta)
        weights = np.maximum(chance * (1 - chance), 1e-12)
        slope = design.T @ (labels - chance) - ridge * beta
        curvature = (design * weights[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(curvature + 1e-10 * np.eye(len(beta)), slope)
        size = 1.0
        while (new := loss(beta + size * step)) > current + 1e-12 * abs(current) and size > 1e-6:
            size /= 2
        beta = beta + size * step
        if current - new < 1e-11 * (abs(current) + 1):
            break
        current = new
    return beta


def log_odds_of(chance: Floats) -> Floats:
    """The log-odds that go with a chance, never infinite."""
    bounded = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)))
