"""Puts a demo together, chunk by chunk of people, in bounded memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from lead_scoring.errors import UserError

from .contacts import person_emails
from .defaults import DAYS, EVENTS_PER_LEAD, LAST_DAY, LEADS, SEED
from .delivery import deliver
from .events import Events, together
from .files import TableFiles
from .latent import Journeys, journeys
from .leads import lead_table
from .mail import mail_traffic
from .milestones import milestones
from .outcomes import outcome_table
from .people import People, people
from .product import product_use
from .rows import lead_rows
from .spend import spend_table
from .strangers import strangers
from .web import visits
from .world import LEAD_ROWS_PER_PERSON, World

# Events of a person that do not grow with the volume, and those at volume 1 that do.
FIXED_EVENTS, SCALING_EVENTS = 1.45, 9.6
EVENTS_PER_CHUNK = 500_000
LARGEST_CHUNK = 25_000


@dataclass(frozen=True)
class DemoSize:
    """Rows written, the unusable and doubled ones included."""

    leads: int
    events: int
    outcomes: int
    spend: int


def volume(world: World) -> float:
    """The factor on everything people do again and again that gives the events asked for."""
    return max(0.0, (world.events_per_lead * LEAD_ROWS_PER_PERSON - FIXED_EVENTS) / SCALING_EVENTS)


def events_of(world: World, who: People, what: Journeys) -> Events:
    """Everything that happens around these people until the extract, in no order."""
    factor = volume(world)
    happened = together(
        [
            visits(world, who, what, factor),
            mail_traffic(world, who, factor),
            milestones(world, who, what, factor),
            product_use(world, who, what, factor),
            strangers(world, who, factor),
        ]
    )
    return happened.keep(happened.at_ms < world.now_ms)


def generate(
    out: Path,
    *,
    leads: int = LEADS,
    events_per_lead: float = EVENTS_PER_LEAD,
    seed: int = SEED,
    last_day: date = LAST_DAY,
    days: int = DAYS,
    file_format: str = "csv",
    report: Callable[[str], None] = lambda line: None,
) -> DemoSize:
    """Write the tables into the directory; the same arguments give the same bytes.

    `leads` and `events_per_lead` are met within a few percent. `report` receives the progress.
    """
    if leads < 1 or days < 1 or events_per_lead < 0:
        raise UserError(
            "A demo needs at least one lead, one day and no negative number of events per lead."
        )
    world = World(leads, events_per_lead, seed, last_day, days)
    chunk = int(EVENTS_PER_CHUNK / max(events_per_lead, 1.0))
    chunk = max(1, min(chunk, LARGEST_CHUNK))
    started = time.monotonic()
    totals = {"leads": 0, "events": 0, "outcomes": 0, "spend": 0}
    numbered = 1
    with duckdb.connect() as con, TableFiles(out, file_format, con) as files:
        totals["spend"] = files.append_columns("spend", spend_table(world))
        for first in range(0, world.people, chunk):
            who = people(world, first, min(chunk, world.people - first))
            what = journeys(world, who)
            rows = lead_rows(world, who)
            table = lead_table(world, who, rows, person_emails(world, who))
            totals["leads"] += files.append_columns("leads", table)

            happened = events_of(world, who, what)
            query = deliver(
                con,
                world,
                people=who,
                rows=rows,
                lead_columns=table,
                events=happened,
                first_number=numbered,
            )
            numbered += len(happened)
            totals["events"] += files.append_query("events", query)

            said = outcome_table(world, who, what, rows)
            totals["outcomes"] += files.append_columns("outcomes", said)
            done, seconds = (first + len(who)) / world.people, time.monotonic() - started
            if world.people > chunk:
                report(
                    f"{done:.0%} after {seconds:.0f} s:"
                    f" {totals['leads']:,} leads, {totals['events']:,} events"
                )
    return DemoSize(**totals)
