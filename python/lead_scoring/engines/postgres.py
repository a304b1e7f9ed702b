"""Postgres: dbt builds in the database itself, one table after the other.

Each table takes the place of the last one in one transaction, so a reader sees a table of the last
run or of this one, never a part. There is no side file: a build that breaks off leaves tables of
both runs, and what it recorded last tells the next build to make up for the rest.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg2.errors

from ..contract import EVENTS
from ..dbt_runner import run_dbt
from ..errors import UserError
from ..load import DEMO, LoadedSource, is_of_same_input, load_input
from ..project import shown
from ..warehouse import bounds
from .base import MissingTableError
from .postgres_raw import RawSchema
from .postgres_server import check_texts, connected, rows

# Any number that no other program locks; it is 'lead' in ASCII.
LOCK = 0x6C656164


class PostgresEngine:
    """The database that the PG* variables name."""

    def __init__(self, target: str) -> None:
        self._target = target
        with connected() as connection:
            info = connection.info
            self.name = f"database {info.dbname} on {info.host or 'this machine'}"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds of the database out; an error where one is running."""
        with connected() as connection:
            connection.autocommit = True
            if rows(connection, f"select pg_try_advisory_lock({LOCK})") == [(False,)]:
                raise UserError(
                    f"another build of {self.name} is running; wait until it is done, or stop it."
                )
            yield

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; MissingTableError where it names a table that is not there."""
        with connected() as connection:
            try:
                return rows(connection, query)
            except (psycopg2.errors.UndefinedTable, psycopg2.errors.InvalidSchemaName) as error:
                raise MissingTableError(str(error)) from None

    def run_dbt(self, arguments: list[str], variables: dict[str, Any] | None = None) -> None:
        """Run one dbt command; a UserError where it does not succeed."""
        run_dbt([*arguments, "--target", self._target], None, variables)

    def load(self, directory: Path, *, reload: bool, keep_rest: bool = False) -> list[LoadedSource]:
        """Bring the schema raw to the state of the files in the directory, in one transaction.

        What dbt has made stays in any case, unless it was made of the demo and this is not.
        """
        del keep_rest
        self._leave_the_demo(directory)
        with _raw_schema() as (raw, scratch, work_dir):
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

    def finish(self) -> str:
        """Say that there is nothing left to do."""
        return f"each table of the {self.name} has taken the place of the last one"

    def give_up(self, _error: Exception) -> None:
        """Say what a failed build leaves behind."""
        print(
            f"\nThe {self.name} holds what this build finished, and the rest as it was;"
            " the next build makes up for it."
        )

    def _leave_the_demo(self, directory: Path) -> None:
        """Drop what was made of the demo before another input; an error where more would go."""
        with _raw_schema() as (raw, scratch, _):
            last = raw.fetch_origin()
            if is_of_same_input(scratch, directory):
                return
            tables = raw.input_tables()
        if last is None:
            if tables:
                raise UserError(
                    f"the schema raw of the {self.name} has tables of its own ({tables[0]}), which"
                    " a load would replace; build on them with plain dbt, or let PGDATABASE name"
                    " another database."
                )
            return
        if last != DEMO:
            raise UserError(
                f"the {self.name} holds the scores of the input {last}, not of"
                f" {shown(directory)}; let PGDATABASE name another database, or drop them with:"
                f" dbt run-operation start_anew --target {self._target}"
            )
        print(f"  the {self.name} holds the demo, which makes room for this input", flush=True)
        self.run_dbt(["--quiet", "run-operation", "start_anew"])


@contextmanager
def _raw_schema() -> Iterator[tuple[RawSchema, duckdb.DuckDBPyConnection, Path]]:
    """The raw schema of the database within one transaction, a scratch file, and its directory."""
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory:
        work_dir = Path(directory)
        path = str(work_dir / "scratch.duckdb")
        with connected() as server, duckdb.connect(path, config=bounds()) as scratch:
            check_texts(server)
            yield RawSchema(server, scratch, work_dir), scratch, work_dir
