"""The command `python -m dev demo`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from lead_scoring.project import DEMO_INPUT, shown

from .defaults import DAYS, EVENTS_PER_LEAD, LAST_DAY, LEADS, SEED
from .files import FORMATS


@click.command(context_settings={"show_default": True})
@click.option("--out", type=Path, default=DEMO_INPUT, help="directory for the files")
@click.option("--leads", type=int, default=LEADS, help="rows of leads, about")
@click.option(
    "--events-per-lead",
    type=float,
    default=EVENTS_PER_LEAD,
    help="events per row of leads, about",
)
@click.option("--seed", type=int, default=SEED, help="another seed, another company")
@click.option(
    "--last-day",
    type=date.fromisoformat,
    default=LAST_DAY.isoformat(),
    metavar="DAY",
    help="no event is later",
)
@click.option("--days", type=int, default=DAYS, help="days in which leads are created")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(FORMATS),
    default="csv",
    help="form of the files",
)
def run(
    *,
    out: Path,
    leads: int,
    events_per_lead: float,
    seed: int,
    last_day: date,
    days: int,
    file_format: str,
) -> None:
    """Write generated leads, events, outcomes and spend.

    The files are those of a made-up company that the project can score. How far it is, is said on
    the error stream.
    """
    from .generator import generate  # noqa: PLC0415 - the other commands need no numpy

    size = generate(
        out,
        leads=leads,
        events_per_lead=events_per_lead,
        seed=seed,
        last_day=last_day,
        days=days,
        file_format=file_format,
        report=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(
        f"{shown(out)}: {size.leads:,} leads, {size.events:,} events,"
        f" {size.outcomes:,} outcomes, {size.spend:,} rows of spend"
    )
