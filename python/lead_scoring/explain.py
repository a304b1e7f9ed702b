"""The command `explain`: why a lead has its score, and why it changed, in sentences (analyses/)."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Any

from .build import is_day
from .engines import MissingTableError, engine_of
from .errors import UserError
from .loading import add_target
from .project import dbt_target
from .scorecards import Scorecards, add_scorecard

COMPILED = Path("compiled", "lead_scoring", "analyses")


def add_parser(commands: Any) -> None:
    """Add the command `explain`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "explain", help="say why a lead has its score (the best lead, where none is named)"
    )
    parser.add_argument(
        "--lead", default=os.environ.get("LEAD", ""), help="the lead_id of a person (LEAD)"
    )
    parser.add_argument(
        "--since",
        default=os.environ.get("SINCE", ""),
        help="say too why the score changed since this day, YYYY-MM-DD (SINCE)",
    )
    add_scorecard(parser)
    add_target(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the ledger of one lead in words."""
    engine = engine_of(options.target)
    try:
        engine.rows("select lead_id from marts.lead_scores limit 1")
        scorecard = Scorecards.of(engine.rows).choose(options.scorecard)
    except MissingTableError:
        raise UserError(f"there is no warehouse {engine.name} yet; run: make build") from None
    engine.run_dbt(
        # By its folder: dbt prints the SQL of a node that is selected by name.
        ["compile", "--quiet", "--select", "path:analyses"],
        {"lead_id": options.lead, "scorecard": scorecard}
        | ({"from_day": _day(options.since)} if options.since else {}),
    )
    lines = engine.rows(_query("explain_lead"))
    changes = engine.rows(_query("explain_change")) if options.since else []
    if not lines:
        raise UserError(
            f"no scored person has the lead {options.lead or '(any)'};"
            " look for it in marts.lead_scores."
        )
    for _, text in lines:
        print(_printable(str(text)))
    if options.since:
        print()
        for *_, text in changes or [(f"No score before that of {options.since} is kept.",)]:
            print(_printable(str(text)))
    return 0


def _query(analysis: str) -> str:
    return (dbt_target() / COMPILED / f"{analysis}.sql").read_text(encoding="utf-8")


def _day(text: str) -> str:
    if not is_day(text):
        raise UserError(f"SINCE={text} is no day; write it as 2026-03-03.")
    return text


def _printable(text: str) -> str:
    """The text without characters that would steer the terminal; points aligned to the right."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    points = re.match(r"-?\d+\.\d  ", plain)
    return f"{points[0].strip():>7}  {plain[points.end() :]}" if points else plain
