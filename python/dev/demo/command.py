"""The command `python -m dev demo`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lead_scoring.project import DEMO_INPUT, shown

from .defaults import DAYS, EVENTS_PER_LEAD, LAST_DAY, LEADS, SEED
from .files import FORMATS

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: Subparsers) -> None:
    """Add the sub-command demo; its arguments carry `run` as the function to call."""
    parser = subparsers.add_parser(
        "demo",
        help="write generated leads, events, outcomes and spend",
        description="Writes the files of a made-up company that the project can score.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=DEMO_INPUT, help="directory for the files")
    parser.add_argument("--leads", type=int, default=LEADS, help="rows of leads, about")
    parser.add_argument(
        "--events-per-lead",
        type=float,
        default=EVENTS_PER_LEAD,
        help="events per row of leads, about",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, another company")
    parser.add_argument(
        "--last-day", type=date.fromisoformat, default=LAST_DAY, help="no event is later"
    )
    parser.add_argument("--days", type=int, default=DAYS, help="days in which leads are created")
    parser.add_argument("--format", choices=FORMATS, default="csv", help="form of the files")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the demo; says on the error stream how far it is, at the end what is there."""
    from .generator import generate  # noqa: PLC0415 - the other commands need no numpy

    size = generate(
        args.out,
        leads=args.leads,
        events_per_lead=args.events_per_lead,
        seed=args.seed,
        last_day=args.last_day,
        days=args.days,
        file_format=args.format,
        report=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(
        f"{shown(args.out)}: {size.leads:,} leads, {size.events:,} events,"
        f" {size.outcomes:,} outcomes, {size.spend:,} rows of spend"
    )
    return 0
