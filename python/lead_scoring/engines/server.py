"""Engines on a server: dbt builds in the database itself, one table after the other.

Each table takes the place of the last one. There is no side file: a build that breaks off leaves
tables of both runs, and what it recorded last tells the next build to make up for the rest.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from ..contract import EVENTS
from ..dbt_runner import run_dbt
from ..errors import UserError
from ..load import DEMO, LoadedSource, is_of_same_input, load_input
from ..project import shown
from ..warehouse import Warehouse, bounds
from .base import MART_OF_SOURCES, MissingTableError
from .raw_schema import RawSchema


class ServerEngine(ABC):
    """What the engines on a server have in common."""

    # How to name another place than the one that is taken.
    other_place: str

    def __init__(self, target: str, name: str) -> None:
        self.name = name
        self._target = target

    @abstractmethod
    def lock(self) -> AbstractContextManager[None]:
        """Keep other builds of the warehouse out; an error where one is running."""

    @property
    def beside(self) -> Path:
        """The path beside which files about the warehouse lie that are not in it."""
        name = re.sub(r"[^a-z0-9]+", "_", self.name.lower())
        return Warehouse.from_environment().path.with_name(name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; MissingTableError where it names a table that is not there."""
        return list(self.stream(query))

    @abstractmethod
    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The same rows, some at a time, so that memory stays bounded."""

    @abstractmethod
    def _raw_schema(
        self, scratch: duckdb.DuckDBPyConnection, work_dir: Path
    ) -> AbstractContextManager[RawSchema]:
        """The schema raw of the server, as one load sees it."""

    def run_dbt(self, arguments: list[str], variables: dict[str, Any] | None = None) -> None:
        """Run one dbt command; a UserError where it does not succeed."""
        run_dbt([*arguments, "--target", self._target], None, variables)

    def load(self, directory: Path, *, reload: bool, keep_rest: bool = False) -> list[LoadedSource]:
        """Bring the schema raw to the state of the files in the directory.

        What dbt has made stays in any case, unless it was made of the demo and this is not.
        """
        if not keep_rest and self._is_of_sources():
            raise UserError(
                f"the {self.name} was built on the tables of loaders in it; name them in SOURCES,"
                f" or {self.other_place}."
            )
        self._leave_the_demo(directory)
        with self._scratch() as (raw, scratch, work_dir):
            last = raw.fetch_origin()
            print(f"  {'starting' if last is None else 'continuing'} the {self.name}", flush=True)
            raw.fetch(directory)
            sources = load_input(scratch, directory, work_dir, reload=reload)
            raw.send()
            count, unreadable = raw.event_counts()
        return [
            dataclasses.replace(source, rows=count, unreadable=unreadable)
            if source.name == EVENTS.name
            else source
            for source in sources
        ]

    def take_sources(self, variables: dict[str, Any]) -> None:
        """Begin on tables that are there; an error without them, or beside other input."""
        with self._scratch() as (raw, _, _):
            last = raw.fetch_origin()
        if last not in {None, DEMO}:
            raise UserError(
                f"the {self.name} holds the scores of the input {last}; {self.other_place}, or drop"
                f" them with: dbt run-operation reset_warehouse --target {self._target}"
            )
        self.run_dbt(["--quiet", "run-operation", "check_sources"], variables)
        if last == DEMO:
            print(f"  the {self.name} holds the demo, which makes room for this input", flush=True)
            self.run_dbt(["--quiet", "run-operation", "reset_warehouse"], variables)

    def finish(self) -> str:
        """Say that there is nothing left to do."""
        return f"each table of the {self.name} has taken the place of the last one"

    def give_up(self, _error: Exception) -> None:
        """Say what a failed build leaves behind."""
        print(
            f"\nThe {self.name} holds what this build finished, and the rest as it was;"
            " the next build makes up for it."
        )

    def _is_of_sources(self) -> bool:
        """Whether the scores are those of sources: only with them there is that mart."""
        with self._scratch() as (raw, _, _):
            if raw.fetch_origin() is not None:
                return False
        try:
            self.rows(f"select 1 from {MART_OF_SOURCES} where 1 = 0")
        except MissingTableError:
            return False
        return True

    def _leave_the_demo(self, directory: Path) -> None:
        """Drop what was made of the demo before another input; an error where more would go."""
        with self._scratch() as (raw, scratch, _):
            last = raw.fetch_origin()
            if is_of_same_input(scratch, directory):
                return
            tables = raw.input_tables()
        if last is None:
            if tables:
                raise UserError(
                    f"the schema raw of the {self.name} has tables of its own ({tables[0]}), which"
                    f" a load would replace; build on them with plain dbt, or {self.other_place}."
                )
            return
        if last != DEMO:
            raise UserError(
                f"the {self.name} holds the scores of the input {last}, not of"
                f" {shown(directory)}; {self.other_place}, or drop them with:"
                f" dbt run-operation reset_warehouse --target {self._target}"
            )
        print(f"  the {self.name} holds the demo, which makes room for this input", flush=True)
        self.run_dbt(["--quiet", "run-operation", "reset_warehouse"])

    @contextmanager
    def _scratch(self) -> Iterator[tuple[RawSchema, duckdb.DuckDBPyConnection, Path]]:
        """The raw schema of the server within one load, a scratch file, and its directory."""
        with tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory:
            work_dir = Path(directory)
            path = str(work_dir / "scratch.duckdb")
            with (
                duckdb.connect(path, config=bounds()) as scratch,
                self._raw_schema(scratch, work_dir) as raw,
            ):
                yield raw, scratch, work_dir
