"""A random world as it comes in day by day: late, early and repeated events, leads that change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from .inputs import Lead, Outcome, clean_leads, clean_outcomes, read_timestamp
from .random_world import (
    COUNTRIES,
    EVENT_COLUMNS,
    IDENTITY_COLUMNS,
    LEAD_COLUMNS,
    NUMBERS,
    OUTCOME_COLUMNS,
    SIZES,
    TEXTS,
    TITLES,
    Row,
    World,
    moment,
    write_csv,
)

LATENESS = (0, 0, 0, 0, 0, 1, 2, 5, 20)
CHANGES: dict[str, Sequence[str | None]] = {
    "job_title": TITLES,
    "employee_count": SIZES,
    "country": COUNTRIES,
    "plan_tier": TEXTS,
    "seats": NUMBERS,
    "größe": TEXTS,
    "budget": ("approved", "none", "planned", None),
    "do_not_contact": ("true", "false", None),
    "is_deleted": ("true", "false", None),
}


@dataclass(frozen=True)
class Delivery:
    """What has come by a scoring day: leads and outcomes as they stand, events as far as new."""

    day: date
    leads: list[Row]
    events: list[Row]
    outcomes: list[Row]
    identities: list[Row]
    part: int = 1

    @property
    def usable_leads(self) -> Sequence[Lead]:
        """The leads as they stand, with their further addresses and cookies."""
        return clean_leads(self.leads, self.identities).usable

    @property
    def usable_outcomes(self) -> Sequence[Outcome]:
        """The outcomes as they stand, with the leads they are about."""
        return clean_outcomes(self.outcomes, self.usable_leads).usable

    def halves(self) -> list[Delivery]:
        """The same in two parts that come one after the other on one day."""
        half = len(self.events) // 2
        return [
            replace(self, events=self.events[:half], part=1),
            replace(self, events=self.events[half:], part=2),
        ]

    def write(self, data: Path) -> Path:
        """Put leads, outcomes and identities in the place of the last, events beside the others.

        Returns the file of the events.
        """
        path = data / "events" / f"{self.day}_{self.part}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(data / "leads.csv", LEAD_COLUMNS, self.leads)
        write_csv(data / "outcomes.csv", OUTCOME_COLUMNS, self.outcomes)
        write_csv(data / "identities.csv", IDENTITY_COLUMNS, self.identities)
        write_csv(path, EVENT_COLUMNS, self.events)
        return path


def last_days(world: World, count: int) -> list[date]:
    """The world's scoring day and the days before it, in order."""
    return [world.as_of - timedelta(days=back) for back in reversed(range(count))]


def deliveries(world: World, days: Sequence[date], *, leads_change: bool) -> list[Delivery]:
    """The world's rows spread over the scoring days, all of them delivered by the last one."""
    chance = random.Random(f"{world.seed} {len(days)}")  # noqa: S311 - repeatable, not secret
    events: list[list[Row]] = [[] for _ in days]
    for row in world.events:
        is_early = chance.random() < 0.1
        arrival = chance.randrange(len(days)) if is_early else _arrival(chance, row, days)
        events[arrival].append(row)
        if chance.random() < 0.1:
            events[chance.randrange(arrival, len(days))].append(dict(row))
    leads = [world.leads] * len(days)
    if leads_change:
        leads = _leads_by_day(chance, world, days)
    outcomes = _outcomes_by_day(chance, world, days)
    return list(map(Delivery, days, leads, events, outcomes, _identities_by_day(world, days)))


def write_split(
    rows: Iterable[Row], data: Path, files: int, seed: int = 0
) -> dict[Path, list[Row]]:
    """Write events in another order into new files; which rows are in which file."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    mixed = list(rows)
    chance.shuffle(mixed)
    (data / "events").mkdir(parents=True)
    split = {
        data / "events" / f"part_{number}.csv": mixed[number::files] for number in range(files)
    }
    for path, part in split.items():
        write_csv(path, EVENT_COLUMNS, part)
    return split


def _arrival(chance: random.Random, row: Row, days: Sequence[date]) -> int:
    occurred_at = read_timestamp(row["occurred_at"])
    if occurred_at is None:
        return chance.randrange(len(days))
    arrives_on = occurred_at.date() + timedelta(days=chance.choice(LATENESS))
    return sum(day < arrives_on for day in days[:-1])


def _leads_by_day(chance: random.Random, world: World, days: Sequence[date]) -> list[list[Row]]:
    """The leads day by day: some come late, some change, are merged, deleted, or change back."""
    rows_of = Counter(row["lead_id"] for row in world.leads)
    # Of two rows of one lead the later updated counts: no change may make them equally late.
    ids = sorted(lead_id for lead_id in rows_of if lead_id and rows_of[lead_id] == 1)
    late = {lead_id: chance.randrange(1, len(days)) for lead_id in chance.sample(ids, 5)}
    rows = world.leads
    by_day: list[list[Row]] = []
    for number, day in enumerate(days):
        if number:
            changed = {lead_id: _change(chance, ids, day) for lead_id in chance.sample(ids, 6)}
            rows = [row | changed.get(row["lead_id"] or "", {}) for row in rows]
        if number and chance.random() < 0.3:
            # Everything is as it was in the beginning.
            rows = world.leads
        by_day.append([row for row in rows if late.get(row["lead_id"] or "", 0) <= number])
    return by_day


def _outcomes_by_day(chance: random.Random, world: World, days: Sequence[date]) -> list[list[Row]]:
    """The outcomes day by day: half of them come late, and each day sales correct some."""
    late = [chance.choice((0, chance.randrange(len(days)))) for _ in world.outcomes]
    rows = world.outcomes
    by_day: list[list[Row]] = []
    for number, day in enumerate(days):
        if number:
            corrected = {str(row["outcome_id"]) for row in chance.sample(rows, 2)}
            rows = [
                row | _correction(chance, day) if row["outcome_id"] in corrected else row
                for row in rows
            ]
        by_day.append([row for row, first in zip(rows, late, strict=True) if first <= number])
    return by_day


def _identities_by_day(world: World, days: Sequence[date]) -> list[list[Row]]:
    """The identities day by day: half of them come late, and each day one is missing."""
    chance = random.Random(f"{world.seed} {len(days)} identities")  # noqa: S311
    late = [chance.choice((0, chance.randrange(len(days)))) for _ in world.identities]
    by_day: list[list[Row]] = []
    for number in range(len(days)):
        missing = chance.randrange(len(late))
        by_day.append(
            [
                row
                for place, (row, first) in enumerate(zip(world.identities, late, strict=True))
                if first <= number and place != missing
            ]
        )
    return by_day


def _correction(chance: random.Random, day: date) -> Row:
    corrections: Sequence[Row] = (
        {"outcome": "won"},
        {"outcome": "lost"},
        {"occurred_at": moment(chance, day - timedelta(days=chance.randrange(8)))},
        {"outcome_id": None},
    )
    return chance.choice(corrections)


def _change(chance: random.Random, ids: Sequence[str], day: date) -> Row:
    names = chance.sample(sorted(CHANGES), 2)
    change: Row = {name: chance.choice(CHANGES[name]) for name in names}
    if chance.random() < 0.3:
        change["merged_into_lead_id"] = chance.choice(ids)
    if chance.random() < 0.2:
        change["email"] = f"p{chance.randrange(60)}.x+y@acme.test"
    if chance.random() < 0.5:
        change["updated_at"] = moment(chance, day)
    return change
