"""Which lead rows exist: one for each person, and those that make a CRM untidy.

    same mail     4.5 % of people are in the CRM twice under one address, in other case or with
                  spaces
    merged        3.5 % had a second lead with another address; it was merged into the first: it
                  points there by merged_into_lead_id and is marked deleted, as CRMs do
    chain         one merged lead in 30 (and that of person 17) had another merged into it before
    older version 1.2 % of leads were delivered twice with the same lead_id, the older row less up
                  to date
    deleted       1.5 % of people were deleted altogether
    unusable      one person in 250 has a further row without lead_id, one in 250 one whose
                  created_at is no date

Lead ids are "L" and eight digits: the person's number plus 1, and the number of the row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .draws import Bools, Ints, Texts, repeat_rows
from .people import People
from .world import HOUR_MS, World, iso_texts

NOT_MERGED = -1
CHAIN_PERSON = 17
NO_ID, BAD_DATE = 8, 9  # values of `copy` for the rows that cannot be used
BAD_DATES = ("not a date", "31.12.2025", "2026-13-45", "yesterday", None)


@dataclass(frozen=True)
class LeadRows:
    """One array element for each row of leads."""

    person: Ints  # position within the chunk
    copy: Ints  # 0: the person's first lead; 1, 2: further ones
    is_older_version: Bools
    merged_into: Ints  # the copy this lead was merged into, or NOT_MERGED
    is_deleted: Bools
    created_ms: Ints
    updated_ms: Ints

    def __len__(self) -> int:
        return len(self.person)

    @property
    def draw_key(self) -> Ints:
        """Makes what is typed into two rows of one person differ."""
        return self.copy * 2 + self.is_older_version


def lead_ids(people: People, person: Ints, copy: Ints) -> Texts:
    """The lead_id of each person's copy."""
    numbers = ((people.number[person] + 1) * 10 + copy).tolist()
    return np.array([f"L{number:08d}" for number in numbers], dtype=object)


def _copies(world: World, people: People) -> tuple[Bools, Bools, Bools]:
    """Who has a second lead with the same mail, a merged one, a chain of two merged ones."""
    draws, number = world.draws, people.number
    forced = number == CHAIN_PERSON
    same_mail = people.has_mail & draws.chance(0.045, "same mail", number) & ~forced
    merged = forced | (~same_mail & draws.chance(0.035, "merged", number))
    chain = forced | (merged & draws.chance(1 / 30, "chain", number))
    return same_mail, merged, chain


def lead_rows(world: World, people: People) -> LeadRows:
    """All rows of the people, ordered by person."""
    draws, number = world.draws, people.number
    same_mail, merged, chain = _copies(world, people)
    older = draws.chance(0.012, "older version", number)
    no_id, bad_date = number % 250 == 3, number % 250 == 7
    first = np.ones(len(people), dtype=np.bool_)
    exists = np.stack([first, older, same_mail | merged, chain, no_id, bad_date], axis=1)
    copies = np.array([0, 0, 1, 2, NO_ID, BAD_DATE])

    counts = exists.sum(axis=1)
    person, _ = repeat_rows(counts)
    column = np.nonzero(exists)[1]
    copy = copies[column]
    is_older = column == 1
    is_loser = merged[person] & ((copy == 1) | (copy == 2))

    key = number[person], copy
    lifetime = world.now_ms - HOUR_MS - people.created_ms[person]
    later = draws.uniform("copy created", *key) * np.where((copy == 1) | (copy == 2), 0.6, 0.0)
    created = people.created_ms[person] + (later * lifetime).astype(np.int64)
    progress = draws.uniform("updated", *key) * np.where(is_older, 0.3, 0.7) + np.where(
        is_older, 0.0, 0.3
    )
    updated = created + (progress * (world.now_ms - created)).astype(np.int64)
    return LeadRows(
        person=person,
        copy=copy,
        is_older_version=is_older,
        merged_into=np.where(is_loser, copy - 1, NOT_MERGED),
        is_deleted=is_loser | draws.chance(0.015, "deleted", number[person]),
        created_ms=created,
        updated_ms=updated,
    )


def row_at(people: People, rows: LeadRows, person: Ints, at_ms: Ints, second: Bools) -> Ints:
    """The row through which something happens to a person: the first; the second where wanted."""
    firsts = np.flatnonzero((rows.copy == 0) & ~rows.is_older_version)
    seconds = np.full(len(people), NOT_MERGED, dtype=np.int64)
    candidates = np.flatnonzero(rows.copy == 1)
    seconds[rows.person[candidates]] = candidates
    row = seconds[person]
    usable = second & (row >= 0) & (rows.created_ms[row] <= at_ms)
    return np.where(usable, row, firsts[person])


def created_texts(world: World, people: People, rows: LeadRows) -> Texts:
    """Creation times in two common forms, and what is no time in the rows made to fail."""
    iso = iso_texts(rows.created_ms)
    number = people.number[rows.person]
    with_z = world.draws.chance(0.6, "created form", number)
    texts = np.array(
        [text + "Z" if z else text.replace("T", " ") for text, z in zip(iso, with_z, strict=True)],
        dtype=object,
    )
    wrong = np.array(BAD_DATES, dtype=object)[(number // 250) % len(BAD_DATES)]
    return np.where(rows.copy == BAD_DATE, wrong, texts)
