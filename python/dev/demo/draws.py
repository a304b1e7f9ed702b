"""Random numbers that belong to a row, not to the order in which rows are made.

Every draw is a hash of the seed, the name of what is drawn and the numbers of the row it is drawn
for (a person, a person and a session, ...). So the same person behaves the same however the work
is cut into chunks, a new kind of event leaves all others as they were, and the result does not
depend on the release of a random number library. The hash is the finaliser of splitmix64, a
published mixing function.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[Any]  # dtype object: str, or None for a missing value
Words: TypeAlias = npt.NDArray[np.uint64]


def _mix(bits: Words) -> Words:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


class Draws:
    """The random numbers of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def bits(self, name: str, *keys: Ints) -> Words:
        """64 random bits for each row named by the keys."""
        start = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()[:8]
        state = np.full(keys[0].shape, int.from_bytes(start, "big"), dtype=np.uint64)
        for key in keys:
            state = _mix(
                state + (key.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
            )
        return state

    def uniform(self, name: str, *keys: Ints) -> Floats:
        """Uniform in [0, 1)."""
        return (self.bits(name, *keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def chance(self, probability: float | Floats, name: str, *keys: Ints) -> Bools:
        """True with the given probability."""
        return self.uniform(name, *keys) < probability

    def normal(self, name: str, *keys: Ints) -> Floats:
        """Standard normal, by the Box-Muller formula."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(name + " radius", *keys)))
        return radius * np.cos(2.0 * np.pi * self.uniform(name + " angle", *keys))

    def exponential(self, name: str, *keys: Ints) -> Floats:
        """Exponential with mean 1."""
        return -np.log1p(-self.uniform(name, *keys))

    def whole(self, mean: Floats, name: str, *keys: Ints) -> Ints:
        """A whole number at most 1 away from the mean and equal to it on average."""
        return np.floor(mean + self.uniform(name, *keys)).astype(np.int64)

    def pick(self, weights: Sequence[float], name: str, *keys: Ints) -> Ints:
        """A position in weights, each as likely as its weight."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        return np.searchsorted(edges[:-1] / edges[-1], self.uniform(name, *keys), side="right")

    def one_of(self, values: Sequence[str | None], name: str, *keys: Ints) -> Texts:
        """One of the texts, all equally likely."""
        at = self.uniform(name, *keys) * len(values)
        return np.array(values, dtype=object)[at.astype(np.int64)]


def repeat_rows(counts: Ints) -> tuple[Ints, Ints]:
    """Rows repeated counts times: the position of the row, and 0, 1, 2, ... within it."""
    counts = np.maximum(counts, 0)
    rows = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    first = np.cumsum(counts) - counts
    return rows, np.arange(len(rows), dtype=np.int64) - first[rows]


def only_where(mask: Bools, texts: Texts) -> Texts:
    """The texts where the mask holds, None elsewhere."""
    kept = texts.copy()
    kept[~mask] = None
    return kept


def logistic(log_odds: Floats) -> Floats:
    """The probability of the given log-odds."""
    return 1.0 / (1.0 + np.exp(-log_odds))
