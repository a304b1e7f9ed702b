"""Shapes that one can read: neighbouring thresholds rise or fall together, unless the data insist.

A step against the others (218 to 303 seconds: 4 points, 304 to 421: 1) is mostly chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .glm import Floats, Model, fit, probability
from .learn import Rows
from .terms import ATTRIBUTE, Term

# So many standard errors a step against the others must be off zero to be believed.
SURE = 3.0


def without_wobbles(
    terms: Sequence[Term], rows: Rows, signs: NDArray[np.int8], path: list[int], penalty: float
) -> list[int]:
    """The path without steps against the direction of their family that chance may explain.

    The least sure one goes first, and the others are fitted again.
    """
    while True:
        model = fit(rows.matrix, rows.labels, path, penalty, signs)
        sureness = _sureness(model, rows, penalty)
        against = _against(terms, model, sureness)
        if not against:
            return [column for column in path if column in set(model.columns)]
        weakest = min(against, key=lambda place: (abs(sureness[place]), model.columns[place]))
        path = [column for column in model.columns if column != model.columns[weakest]]


def _against(terms: Sequence[Term], model: Model, sureness: Floats) -> list[int]:
    """Places of steps whose sign differs from the surest of their family, and that are unsure."""
    families: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, column in enumerate(model.columns):
        term = terms[column]
        if term.signal_type != ATTRIBUTE or term.operator == "gte":
            families[term.family].append(place)
    found = []
    for places in families.values():
        leading = max(places, key=lambda place: (abs(sureness[place]), -model.columns[place]))
        found += [
            place
            for place in places
            if sureness[place] * sureness[leading] < 0 and abs(sureness[place]) < SURE
        ]
    return found


def _sureness(model: Model, rows: Rows, penalty: float) -> Floats:
    """Coefficients in standard errors; the rows of a person count together as one."""
    if not model.columns:
        return np.zeros(0)
    design = np.asarray(rows.matrix[:, model.columns].toarray())
    chance = probability(model.log_odds(rows.matrix))
    weights = chance * (1 - chance)
    centred = design - np.average(design, axis=0, weights=weights)
    curvature = (centred * weights[:, None]).T @ centred + np.diag(penalty * design.var(axis=0))
    rows_of_each = len(rows.labels) / len(np.unique(rows.people))
    errors = np.sqrt(np.maximum(np.diag(np.linalg.pinv(curvature)), 1e-12) * rows_of_each)
    return np.asarray(model.coefficients / errors)
