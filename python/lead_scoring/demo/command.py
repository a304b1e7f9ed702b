"""The command `python -m lead_scoring demo`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lead_scoring.project import DEMO_INPUT, shown

from .files import FORMATS
from .generator import LAST_DAY, generate

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(subparsers: Subparsers) -> None:
    """Add the sub-command demo; its arguments carry `run` as the function to call."""
    parser = subparsers.add_parser(
        "demo",
        help="write generated leads, events and outcomes",
        description="Writes the files of a made-up B2B company that the project can score.",
    )
    parser.add_argument("--out", type=Path, default=DEMO_INPUT, help="directory for the files (default: seeds/demo)")
    parser.add_argument("--leads", type=int, default=1200, help="rows of leads, about (default: 1200)")
    parser.add_argument("--events-per-lead", type=float, default=13.0, help="mean, about (default: 13)")
    parser.add_argument("--seed", type=int, default=2026, help="another seed, another company (default: 2026)")
    parser.add_argument("--last-day", type=date.fromisoformat, default=LAST_DAY, help="default: 2026-06-30")
    parser.add_argument("--days", type=int, default=365, help="days that end with the last day (default: 365)")
    parser.add_argument("--format", choices=FORMATS, default="csv", help="default: csv")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the demo; says on the error stream how far it is, at the end what is there."""
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
    print(f"{shown(args.out)}: {size.leads:,} leads, {size.events:,} events, {size.outcomes:,} outcomes")
    return 0
