"""What the commands ask of an engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from ..load import LoadedSource

# How many rows a stream holds in memory.
ROWS_AT_ONCE = 10_000
# A mart that there is only where var sources named the input.
MART_OF_SOURCES = "marts.unmapped_source_values"


class MissingTableError(Exception):
    """A query asked for a table that no run has made yet."""


class Database(Protocol):
    """A place where dbt builds, and that tells what is in it."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; MissingTableError where it names a table that is not there."""

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The same rows, some at a time, so that memory stays bounded."""

    def run_dbt(self, arguments: list[str], variables: dict[str, Any] | None = None) -> None:
        """Run one dbt command; a UserError where it does not succeed."""


class ReadWarehouse(Database, Protocol):
    """A warehouse that is built, for the commands that read it."""

    @property
    def name(self) -> str:
        """What the warehouse is called, for people."""

    @property
    def beside(self) -> Path:
        """The path beside which files about the warehouse lie that are not in it."""


class Engine(ReadWarehouse, Protocol):
    """A warehouse that the commands `build` and `load` bring up to date."""

    def lock(self) -> AbstractContextManager[None]:
        """Keep other builds of the warehouse out; an error where one is running or none may be."""

    def load(self, directory: Path, *, reload: bool, keep_rest: bool = False) -> list[LoadedSource]:
        """Bring the schema raw to the state of the files in the directory.

        reload: read again what was read before. keep_rest: never begin a new warehouse where the
        one that is there was made without a load.
        """

    def take_sources(self, variables: dict[str, Any]) -> None:
        """Begin a build on tables that loaders have left in the warehouse; an error without them.

        variables: vars, of which sources says where they are.
        """

    def finish(self) -> str:
        """Make what was loaded and built the warehouse, and say in a line what became of it."""

    def give_up(self, error: Exception) -> None:
        """Say what a failed build leaves behind."""
