"""The command `roles`: makes a role that builds and two that read, each no more than it needs."""

from __future__ import annotations

import click

from .. import options
from ..engines import not_installed, type_of
from ..errors import UserError


@click.command()
@options.target
def run(target: str) -> None:
    """Make the roles that build, read the marts and sync, on Postgres."""
    kind = type_of(target)
    if kind == "duckdb":
        raise UserError(
            "a DuckDB file has no roles: who may read the file may read all of it;"
            " for a server run: make roles TARGET=postgres"
        )
    if kind != "postgres":
        raise UserError(
            f"make roles works on Postgres; on {kind} let those who run it grant readers the"
            " schemas marts and activation, and nothing else: docs/guides/security.md has the"
            " statements."
        )
    try:
        from .access import give_access  # noqa: PLC0415 - it has packages of its own
    except ImportError:
        raise not_installed("postgres") from None

    for line in give_access():
        print(line)
