"""DuckDB: a build fills a side file, which takes the place of the warehouse when all has passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ..dbt_runner import run_dbt
from ..erased_register import read_register
from ..errors import UserError, tells_full_disk
from ..load import (
    DEMO,
    ErasedPeople,
    LoadedSource,
    continues,
    is_of_same_input,
    last_origin,
    load_input,
    origin_of,
)
from ..project import project_vars, shown
from ..warehouse import PATH_VARIABLE, Warehouse, bounds
from .base import MART_OF_SOURCES, ROWS_AT_ONCE, MissingTableError


@dataclass(frozen=True)
class DuckDBFile:
    """A DuckDB file."""

    path: Path
    target: str = ""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; MissingTableError where it names a table that is not there."""
        return list(self.stream(query))

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The same rows, some at a time, so that memory stays bounded."""
        if not self.path.exists():
            raise MissingTableError(f"there is no {shown(self.path)}")
        with Warehouse(self.path).read(self.path) as connection:
            try:
                connection.execute(query)
            except duckdb.CatalogException as error:
                raise MissingTableError(str(error)) from None
            while rows := connection.fetchmany(ROWS_AT_ONCE):
                yield from rows

    def run_dbt(self, arguments: list[str], variables: dict[str, Any] | None = None) -> None:
        """Run one dbt command; a UserError where it does not succeed."""
        target = ["--target", self.target] if self.target else []
        run_dbt([*arguments, *target], self.path, variables)


class DuckDBEngine:
    """The warehouse file that the environment names."""

    def __init__(self, target: str = "") -> None:
        self._warehouse = Warehouse.from_environment()
        self._target = target
        self._start: Path | None = None
        self._builds = False
        self._taken: object = None

    @property
    def name(self) -> str:
        """What the warehouse is called, for people."""
        return shown(self._warehouse.path)

    @property
    def beside(self) -> Path:
        """The path beside which files about the warehouse lie that are not in it."""
        return self._warehouse.path

    def lock(self) -> AbstractContextManager[None]:
        """Keep other builds of the warehouse out; an error where one is running or none may be."""
        return self._warehouse.lock()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the build that goes on, else on the warehouse."""
        return self._file().rows(query)

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The same rows, some at a time, so that memory stays bounded."""
        return self._file().stream(query)

    def run_dbt(self, arguments: list[str], variables: dict[str, Any] | None = None) -> None:
        """Run one dbt command on the build that goes on, else on the warehouse."""
        self._file().run_dbt(arguments, variables)

    def load(self, directory: Path, *, reload: bool, keep_rest: bool = False) -> list[LoadedSource]:
        """Start the side file and load the input there.

        It starts as a copy of the warehouse of the same input, else empty; with keep_rest also as a
        copy of a warehouse that no load has made a part of.
        """
        warehouse = self._warehouse
        try:
            self._start = self._file_to_start_with(directory, keep_rest=keep_rest)
            warehouse.start_side_file(self._start)
            self._builds = True
            with duckdb.connect(str(warehouse.side_path), config=bounds()) as connection:
                return load_input(
                    connection,
                    directory,
                    warehouse.work_dir,
                    reload=reload,
                    erased=self._erased(directory),
                )
        except BaseException:
            warehouse.discard_side_file()
            raise

    def take_sources(self, variables: dict[str, Any]) -> None:
        """Begin with a copy of the warehouse, which holds the tables; an error without them."""
        warehouse = self._warehouse
        if warehouse.path not in warehouse.files():
            raise UserError(
                f"there is no {self.name} yet, and it has to hold the tables of the sources; let"
                f" {PATH_VARIABLE} name the DuckDB file that your loader fills."
            )
        with warehouse.read(warehouse.path) as connection:
            last = last_origin(connection)
        if last not in {None, DEMO}:
            raise UserError(
                f"{self.name} holds the scores of the input {last}; let {PATH_VARIABLE} name"
                " the DuckDB file that your loader fills."
            )
        self._start, self._taken = warehouse.path, warehouse.state()
        try:
            warehouse.start_side_file(self._start)
            self._builds = True
            self.run_dbt(["--quiet", "run-operation", "check_sources"], variables)
            if last == DEMO:
                print(f"  {self.name} holds the demo's scores, which make room", flush=True)
                self.run_dbt(["--quiet", "run-operation", "reset_warehouse"], variables)
        except BaseException:
            warehouse.discard_side_file()
            raise

    def finish(self) -> str:
        """Make the side file the warehouse; a last one that was not continued is kept beside."""
        warehouse = self._warehouse
        if self._taken is not None and warehouse.state() != self._taken:
            raise UserError(
                f"a loader has written to {self.name} while the build ran, and putting the build in"
                " its place would lose that; run the build again when the loader is done."
            )
        keeps_last = False
        if self._start != warehouse.path and warehouse.path in warehouse.files():
            with warehouse.read(warehouse.path) as connection:
                keeps_last = last_origin(connection) != DEMO
        warehouse.put_side_file_in_place(keep_last=keeps_last)
        self._builds = False
        taken = "the new one takes the place of the last one"
        if not keeps_last:
            return taken
        kept = shown(warehouse.previous_path)
        return f"{taken}, which is not of this input and is kept as {kept}"

    def give_up(self, error: Exception) -> None:
        """Say what a failed build leaves behind."""
        if tells_full_disk(error):
            self._warehouse.discard_side_file()
        state = "is as it was" if self._warehouse.path.exists() else "is not there yet"
        print(f"\nThe warehouse {self.name} {state}.", end="")
        if self._warehouse.side_path.exists():
            side = shown(self._warehouse.side_path)
            print(f" The failed build is kept, to look into, in {side}", end="")
            print(" until the next build.", end="")
        print()

    def _file(self) -> DuckDBFile:
        path = self._warehouse.side_path if self._builds else self._warehouse.path
        return DuckDBFile(path, self._target)

    def _erased(self, directory: Path) -> ErasedPeople:
        scope = DEMO if origin_of(directory) == DEMO else ""
        return read_register(
            self._warehouse.path, scope, clear_days=int(project_vars()["erased_clear_days"])
        )

    def _file_to_start_with(self, directory: Path, *, keep_rest: bool) -> Path | None:
        """The warehouse to go on with, and a line that says so."""

        def goes_on(connection: duckdb.DuckDBPyConnection) -> bool:
            if continues(connection, directory):
                return True
            return keep_rest and (
                last_origin(connection) is None or is_of_same_input(connection, directory)
            )

        for path in self._warehouse.files():
            with self._warehouse.read(path) as connection:
                if not keep_rest and path == self._warehouse.path and _is_of_sources(connection):
                    raise UserError(
                        f"{shown(path)} was built on the tables of loaders in it, which a build of"
                        f" files would take away; name them in SOURCES, or let {PATH_VARIABLE} name"
                        " another file."
                    )
                if goes_on(connection):
                    last_scored = _last_scored(connection)
                    print(f"  continuing the warehouse {shown(path)}{last_scored}", flush=True)
                    return path
        print("  starting a new warehouse", flush=True)
        return None


def _is_of_sources(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the scores are those of sources: only with them there is that mart."""
    if last_origin(connection) is not None:
        return False
    found = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database()"
        f" and schema_name || '.' || table_name = '{MART_OF_SOURCES}'"
    )
    return found.fetchone() is not None


def _last_scored(connection: duckdb.DuckDBPyConnection) -> str:
    try:
        row = connection.execute("select max(scored_on) from marts.lead_scores").fetchone()
    except duckdb.Error:
        return ""
    return f", last scored for {row[0]}" if row and row[0] else ""
