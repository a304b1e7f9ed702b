"""training.csv: what marketing wants of the training, whatever the data say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .terms import Term
from .write import Row

DIRECTIONS = {"increasing": 1, "decreasing": -1}


@dataclass(frozen=True)
class Treatments:
    """Signals that are not to be used, and the direction in which others may count."""

    excluded: frozenset[str]
    directions: dict[tuple[str, str], int]

    def signs(self, terms: list[Term]) -> NDArray[np.int8]:
        """1 where more may only help, -1 where it may only harm, 0 where the data decide.

        A direction is about amounts: a threshold of a number, or how often and lately.
        """
        return np.array(
            [
                self.directions.get((term.signal_type, term.signal.lower()), 0)
                if term.operator in {"gte", "any"} or term.signal_type == "event"
                else 0
                for term in terms
            ],
            dtype=np.int8,
        )


def read_treatments(rows: list[Row]) -> Treatments:
    """The rows of training.csv."""
    excluded, directions = set(), {}
    for row in rows:
        signal, treatment = row["signal"].lower(), row["treatment"].lower()
        if treatment == "exclude":
            excluded.add(signal)
        elif treatment in DIRECTIONS:
            directions[row["signal_type"].lower(), signal] = DIRECTIONS[treatment]
    return Treatments(frozenset(excluded), directions)
