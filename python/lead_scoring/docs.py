"""The command `docs`: the dbt documentation as one HTML file."""

from __future__ import annotations

import click

from .dbt_runner import run_dbt
from .errors import UserError
from .project import dbt_target, shown
from .warehouse import Warehouse


@click.command()
def run() -> None:
    """Build the dbt documentation of the warehouse as one HTML file."""
    warehouse = Warehouse.from_environment()
    if not warehouse.path.exists():
        raise UserError(f"there is no warehouse {shown(warehouse.path)} yet; run: make build")
    run_dbt(["docs", "generate", "--static"], warehouse.path)
    print(f"\nDocumentation  {shown(dbt_target() / 'static_index.html')}")
