"""The command `explain`: why a lead has its score, and why it changed, in sentences (analyses/)."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Any

import duckdb

from .build import is_day
from .dbt_runner import run_dbt
from .errors import UserError
from .project import dbt_target, shown
from .warehouse import Warehouse

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
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the ledger of one lead in words."""
    warehouse = Warehouse.from_environment()
    if not warehouse.path.exists():
        raise UserError(f"there is no warehouse {shown(warehouse.path)} yet; run: make build")
    run_dbt(
        # By its folder: dbt prints the SQL of a node that is selected by name.
        ["compile", "--quiet", "--select", "path:analyses"],
        warehouse.path,
        {"lead_id": options.lead} | ({"from_day": _day(options.since)} if options.since else {}),
    )
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        lines = connection.execute(_query("explain_lead")).fetchall()
        changes = connection.execute(_query("explain_change")).fetchall() if options.since else []
        primary = connection.execute(
            "select primary_lead_id from marts.lead_duplicates where lead_id = ?", [options.lead]
        ).fetchone()
    if not lines and primary:
        raise UserError(f"{options.lead} is a duplicate of {primary[0]}; explain that one.")
    if not lines:
        raise UserError(
            f"no person is scored under the lead_id {options.lead or '(any)'};"
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
