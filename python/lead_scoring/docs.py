"""The command `docs`: the dbt documentation as one HTML file."""

from __future__ import annotations

import argparse
from typing import Any

from .dbt_runner import run_dbt
from .errors import UserError
from .project import dbt_target, shown
from .warehouse import Warehouse


def add_parser(commands: Any) -> None:
    """Add the command `docs`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "docs", help="build the dbt documentation as one HTML file"
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Generate the documentation of the warehouse as it is."""
    warehouse = Warehouse.from_environment()
    if not warehouse.path.exists():
        raise UserError(f"there is no warehouse {shown(warehouse.path)} yet; run: make build")
    run_dbt(["docs", "generate", "--static"], warehouse.path)
    print(f"\nDocumentation  {shown(dbt_target() / 'static_index.html')}")
    return 0
