"""Events as columns of numbers, before they are written out as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from .draws import Bools, Ints

# What a row tells of the visitor; bits that add up.
LEAD_ID, EMAIL, ANONYMOUS = 1, 2, 4
NONE = -1


@dataclass(frozen=True)
class Events:
    """One array element each; NONE where there is none."""

    person: Ints  # position within the chunk
    visitor: Ints  # number of the device or cookie
    at_ms: Ints
    kind: Ints  # position in EVENT_TYPES
    asset: Ints  # position in ASSETS
    campaign: Ints  # position in CAMPAIGNS
    agent: Ints  # position in AGENTS
    keys: Ints  # LEAD_ID, EMAIL, ANONYMOUS
    machine: Ints  # the sender's flag: 1 machine, 0 not, NONE unknown

    def __len__(self) -> int:
        return len(self.person)

    def keep(self, mask: Bools) -> Events:
        return self.take(np.flatnonzero(mask))

    def take(self, positions: Ints) -> Events:
        return Events(*(getattr(self, field.name)[positions] for field in fields(self)))


def make(
    *,
    person: Ints,
    at_ms: Ints,
    kind: int | Ints,
    keys: int | Ints,
    visitor: int | Ints = NONE,
    asset: int | Ints = NONE,
    campaign: int | Ints = NONE,
    agent: int | Ints = NONE,
    machine: int | Ints = NONE,
) -> Events:
    """Events with single values repeated for every row."""

    def column(value: int | Ints) -> Ints:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), person.shape)

    return Events(
        person=person,
        visitor=column(visitor),
        at_ms=column(at_ms),
        kind=column(kind),
        asset=column(asset),
        campaign=column(campaign),
        agent=column(agent),
        keys=column(keys),
        machine=column(machine),
    )


def together(parts: Sequence[Events]) -> Events:
    """All parts, one after the other."""
    return Events(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Events))
    )
