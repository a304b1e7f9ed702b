"""Postgres: each table takes the place of the last one in one transaction.

So a reader sees a table of the last run or of this one, never a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg2.errors

from ..errors import UserError
from .base import ROWS_AT_ONCE, MissingTableError
from .postgres_raw import PostgresRawSchema
from .postgres_server import check_texts, connected, rows
from .server import ServerEngine

# Any number that no other program locks; it is 'lead' in ASCII.
LOCK = 0x6C656164


class PostgresEngine(ServerEngine):
    """The database that the PG* variables name."""

    other_place = "let PGDATABASE name another database"

    def __init__(self, target: str) -> None:
        with connected() as connection:
            info = connection.info
            super().__init__(target, f"database {info.dbname} on {info.host or 'this machine'}")

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

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, some at a time; MissingTableError without one of its tables."""
        # A cursor with a name holds its rows on the server.
        with connected() as connection, connection.cursor("lead_scoring") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            try:
                cursor.execute(query)
            except (psycopg2.errors.UndefinedTable, psycopg2.errors.InvalidSchemaName) as error:
                raise MissingTableError(str(error)) from None
            yield from cursor

    @contextmanager
    def _raw_schema(
        self, scratch: duckdb.DuckDBPyConnection, work_dir: Path
    ) -> Iterator[PostgresRawSchema]:
        """The schema raw of the database within one transaction."""
        with connected() as server:
            check_texts(server)
            yield PostgresRawSchema(server, scratch, work_dir)
