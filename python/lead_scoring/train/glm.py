"""Logistic regression on 0/1 terms: ridge penalty, signs that may be prescribed, forward selection.

The penalty is on terms in units of their standard deviation (Hastie et al., Elements of Statistical
Learning, section 3.4.1): else a term that holds for few would be held back more than a common one.
scikit-learn fits the terms in use by Newton's method: with few hundred terms it is exact, and gives
the same figures on every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

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
        intercept, coefficients = _fit(
            _chosen(matrix, columns), labels, penalty, _start(columns, start, labels)
        )
        wrong = signs[columns] * coefficients < 0
        if not wrong.any():
            return Model(intercept, columns, coefficients)
        # The worst one only: without it others may be right again.
        worst = int(np.argmin(np.where(wrong, signs[columns] * coefficients, 0)))
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
    penalties = penalty * _variances(by_column)
    path: list[int] = []
    barred: set[int] = set()
    model = Model(float(log_odds_of(labels.mean())), [], np.zeros(0))
    while len(path) < min(most, matrix.shape[1]):
        chance = probability(model.log_odds(matrix))
        weights = chance * (1 - chance)
        slope = by_column.T @ (labels - chance)
        design = _with_ones(_chosen(matrix, path))
        ridge = np.array([0.0, *penalties[path]])
        gain = slope**2 / (_variance_left(by_column, design, weights, ridge) + penalties)
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


def _variances(matrix: Matrix) -> Floats:
    """The variance of each column of zeros and ones."""
    share = np.asarray(matrix.mean(axis=0)).ravel()
    return np.asarray(share * (1 - share))


def _variance_left(by_column: Matrix, design: Floats, weights: Floats, ridge: Floats) -> Floats:
    """The variance of each column that the columns of the design do not explain."""
    weighted = design * weights[:, None]
    shared = np.asarray(by_column.T @ weighted)
    curvature = weighted.T @ design + np.diag(ridge)
    explained = np.sum(np.linalg.solve(curvature, shared.T).T * shared, axis=1)
    return np.asarray(np.maximum(by_column.T @ weights - explained, 1e-9))


def calibration(log_odds: Floats, labels: Floats) -> tuple[float, float]:
    """Intercept and slope of the outcome on the predicted log-odds; 0 and 1 are ideal."""
    intercept, slope = _fit(log_odds[:, None], labels, 0.0, Model(0.0, [0], np.ones(1)))
    return intercept, float(slope[0])


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


def _chosen(matrix: Matrix, columns: list[int]) -> Floats:
    return np.asarray(matrix[:, columns].toarray(), dtype=np.float64)


def _with_ones(design: Floats) -> Floats:
    return np.hstack([np.ones((len(design), 1)), design])


def _start(columns: list[int], model: Model | None, labels: Floats) -> Model:
    """Where the search begins: the coefficients that are known, else nothing but the level."""
    if model is None:
        return Model(float(log_odds_of(labels.mean())), columns, np.zeros(len(columns)))
    known = dict(zip(model.columns, model.coefficients, strict=True))
    return Model(model.intercept, columns, np.array([known.get(column, 0.0) for column in columns]))


def _fit(design: Floats, labels: Floats, penalty: float, start: Model) -> tuple[float, Floats]:
    """Intercept and coefficients of the columns; the penalty leaves the intercept alone."""
    if design.shape[1] == 0 or len(np.unique(labels)) < 2:
        return float(log_odds_of(labels.mean())), np.zeros(design.shape[1])
    regression = LogisticRegression(
        C=1 / penalty if penalty else np.inf,
        solver="newton-cholesky",
        tol=1e-8,
        max_iter=100,
        warm_start=True,
    )
    size = design.std(axis=0)
    size[size == 0] = 1.0
    regression.classes_ = np.array([0.0, 1.0])
    regression.coef_ = (start.coefficients * size)[None, :]
    regression.intercept_ = np.array([start.intercept])
    regression.fit(design / size, labels)
    return float(regression.intercept_[0]), np.asarray(regression.coef_[0] / size)


def log_odds_of(chance: Floats) -> Floats:
    """The log-odds that go with a chance, never infinite."""
    bounded = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)))
