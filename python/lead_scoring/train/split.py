"""Splits by time: earlier people to learn from, later ones to judge by; nobody on both sides.

People are numbered in the order in which they came (Frame.people), so a split is a number. The
labels of one person on many days are one story: on both sides it would tell itself.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .glm import Floats

HELD_OUT = 0.3
FOLDS = 3


def converted_people(people: NDArray[np.int64], labels: Floats) -> NDArray[np.int64]:
    """The people who converted, in the order in which they came."""
    return np.unique(people[labels > 0])


def cut_before_latest(people: NDArray[np.int64], labels: Floats, share: float = HELD_OUT) -> int:
    """The first of the latest people, to whom the share of those who converted belongs."""
    converted = converted_people(people, labels)
    return int(converted[int(len(converted) * (1 - share))])


def folds(
    people: NDArray[np.int64], labels: Floats
) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Rows to learn from and rows to judge by, where the latter's people come right after."""
    converted = converted_people(people, labels)
    edges = [
        int(converted[int(len(converted) * part / (FOLDS + 2))]) for part in range(2, FOLDS + 2)
    ]
    edges.append(int(people.max()) + 1)
    return [(people < start, (people >= start) & (people < end)) for start, end in pairwise(edges)]


def sample(people: NDArray[np.int64], most_rows: int) -> NDArray[np.bool_]:
    """All rows of some of the people, evenly over time, about so many rows as are allowed."""
    step = len(people) / most_rows
    if step <= 1:
        return np.ones(len(people), dtype=bool)
    # Every step-th person of those who came: no random numbers, and each period keeps its weight.
    return np.asarray(np.floor((people + 1) / step) > np.floor(people / step))
