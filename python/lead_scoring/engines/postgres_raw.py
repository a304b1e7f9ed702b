"""The schema raw of a Postgres database; the server takes all of a load in one transaction.

Rows travel as CSV, in which both sides write a missing text as nothing and an empty one as "".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from psycopg2.extensions import connection as Connection  # noqa: N812 - a class

from ..load.input_files import BATCH_NUMBERS
from ..sql import identifier
from .postgres_server import execute, rows
from .raw_schema import RawSchema, is_of

# Types as DuckDB and as Postgres call them.
_TYPES = {
    "VARCHAR": "text",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
}


class PostgresRawSchema(RawSchema):
    """The schema raw of the server, and of the scratch file beside it."""

    def __init__(
        self, server: Connection, scratch: duckdb.DuckDBPyConnection, work_dir: Path
    ) -> None:
        super().__init__(scratch)
        self._server = server
        self._path = work_dir / "rows.csv"

    def _prepare(self) -> int:
        execute(self._server, "create schema if not exists raw")
        execute(self._server, f"create sequence if not exists {BATCH_NUMBERS}")
        next_number = "last_value + case when is_called then 1 else 0 end"
        ((first_batch,),) = self._rows(f"select {next_number} from {BATCH_NUMBERS}")
        return int(first_batch)

    def _note_newest_batch(self, batch: int) -> None:
        self._rows(f"select setval('{BATCH_NUMBERS}', {batch})")

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return rows(self._server, query)

    def _columns(self, name: str) -> dict[str, str]:
        return dict(
            self._rows(
                "select attname, format_type(atttypid, null) from pg_attribute"
                f" where attrelid = to_regclass('raw.{name}')"
                " and attnum > 0 and not attisdropped order by attnum",
            )
        )

    def _fetch(self, name: str, condition: str = "true") -> None:
        columns = self._columns(name)
        if not columns:
            return
        names = {kind: own for own, kind in _TYPES.items()}
        described = ", ".join(f"{identifier(c)} {names[kind]}" for c, kind in columns.items())
        listed = ", ".join(map(identifier, columns))
        self._scratch.execute(f"create table raw.{name} ({described})")
        with self._path.open("wb") as file, self._server.cursor() as cursor:
            cursor.copy_expert(
                f"copy (select {listed} from raw.{name} where {condition}) to stdout (format csv)",
                file,
            )
        self._scratch.execute(
            f"copy raw.{name} from '{self._path}' (format csv, header false, auto_detect false,"
            " delimiter ',', quote '\"', escape '\"', nullstr '', allow_quoted_nulls false,"
            " parallel false, max_line_size 100000000)"
        )
        self._path.unlink()

    def _replace(self, name: str) -> None:
        self._send(name, forget="true", take="true")

    def _send_batches(self, name: str, *, gone: set[int] | None, new: set[int]) -> None:
        self._send(name, forget="true" if gone is None else is_of(gone), take=is_of(new))

    def _send(self, name: str, forget: str, take: str) -> None:
        """Replace rows of the server's table, which gets the columns that it lacks."""
        described = self._scratch.execute(f"describe raw.{name}").fetchall()
        columns = {str(row[0]): _TYPES[str(row[1])] for row in described}
        execute(self._server, f"create table if not exists raw.{name} ()")
        for column, kind in columns.items():
            execute(
                self._server,
                f"alter table raw.{name} add column if not exists {identifier(column)} {kind}",
            )
        execute(self._server, f"delete from raw.{name} where {forget}")
        texts = ", ".join(
            # Postgres has no character 0.
            f"replace({identifier(c)}, chr(0), '')" if kind == "text" else identifier(c)
            for c, kind in columns.items()
        )
        self._scratch.execute(
            f"copy (select {texts} from raw.{name} where {take}) to '{self._path}'"
            " (format csv, header false)"
        )
        listed = ", ".join(map(identifier, columns))
        with self._path.open("rb") as file, self._server.cursor() as cursor:
            cursor.copy_expert(f"copy raw.{name} ({listed}) from stdin (format csv)", file)
        self._path.unlink()
        execute(self._server, f"analyze raw.{name}")
