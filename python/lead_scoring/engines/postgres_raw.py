"""The schema raw of a Postgres database, brought up to date by way of a scratch DuckDB file.

The input is read and checked by the one loader that there is, into DuckDB. It begins with what the
server remembers: which file each batch of events came from, and the rows of those files that are
not as they were. So an unchanged file is neither read again nor sent, and of a file that has grown
only the new rows are sent. The server takes all in one transaction. Rows travel as CSV, in which
both write a missing text as nothing and an empty one as "".
"""

from __future__ import annotations

from pathlib import Path

import duckdb
from psycopg2.extensions import connection as Connection  # noqa: N812 - a class

from ..contract import BATCH, EVENTS, LEADS, OUTCOMES, UNREADABLE_LINE
from ..load import DEMO, last_origin
from ..load.input_files import BATCH_NUMBERS, FileState, InputFiles
from ..sql import identifier
from .postgres_server import execute, rows

_FACTS, _FILES = "input_facts", "input_files"
_TABLES = (LEADS.name, EVENTS.name, OUTCOMES.name, _FACTS, _FILES)
# Types as DuckDB and as Postgres call them.
_TYPES = {
    "VARCHAR": "text",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
}


class RawSchema:
    """The schema raw of the server, and of the scratch file beside it."""

    def __init__(
        self, server: Connection, scratch: duckdb.DuckDBPyConnection, work_dir: Path
    ) -> None:
        self._server = server
        self._scratch = scratch
        self._path = work_dir / "rows.csv"
        self._first_batch = 1

    def input_tables(self) -> list[str]:
        """The tables of the input that are on the server, whoever put them there."""
        return [name for name in _TABLES if self._columns_on_server(name)]

    def drop(self) -> None:
        """Remove what loads have put on the server."""
        for name in _TABLES:
            execute(self._server, f"drop table if exists raw.{name} cascade")

    def fetch_origin(self) -> str | None:
        """Let the scratch file know where the input on the server came from."""
        self._scratch.execute("create schema if not exists raw")
        self._fetch(_FACTS)
        return last_origin(self._scratch)

    def fetch(self, directory: Path) -> None:
        """Let the scratch file begin with what the server knows of the last load."""
        execute(self._server, "create schema if not exists raw")
        execute(self._server, f"create sequence if not exists {BATCH_NUMBERS}")
        next_number = "last_value + case when is_called then 1 else 0 end"
        ((self._first_batch,),) = rows(self._server, f"select {next_number} from {BATCH_NUMBERS}")
        self._scratch.execute(f"create sequence {BATCH_NUMBERS} start with {self._first_batch}")
        self._fetch(_FILES)
        self._fetch(EVENTS.name, _is_of(self._batches_in_question(directory)))

    def send(self) -> None:
        """Bring the server to the state of the scratch file."""
        batches = f"select batch from raw.{_FILES}"
        last = {batch for (batch,) in rows(self._server, batches)} if self._has(_FILES) else set()
        this = {batch for (batch,) in self._scratch.execute(batches).fetchall()}
        # Where no batch goes on, also events of batches that are not known go.
        gone = _is_of(last - this) if last & this else "true"
        self._send(EVENTS.name, forget=gone, take=_is_of(this - last))
        for name in (LEADS.name, OUTCOMES.name, _FACTS, _FILES):
            self._send(name)
        newest = max(this, default=0)
        if newest >= self._first_batch:
            rows(self._server, f"select setval('{BATCH_NUMBERS}', {newest})")

    def event_counts(self) -> tuple[int, int]:
        """How many events are on the server, and how many of them are unreadable lines."""
        has_unreadable = UNREADABLE_LINE in self._columns_on_server(EVENTS.name)
        unreadable = f"count({UNREADABLE_LINE})" if has_unreadable else "0"
        ((count, lines),) = rows(
            self._server, f"select count(*), {unreadable} from raw.{EVENTS.name}"
        )
        return count, lines

    def _batches_in_question(self, directory: Path) -> set[int]:
        """Those of files that have changed or gone; of the demo all, as its events say its day."""
        if not self._has(_FILES):
            return set()
        is_demo = last_origin(self._scratch) == DEMO
        found = set()
        for name, known in InputFiles(self._scratch, EVENTS).known().items():
            path = directory / name
            if is_demo or not path.exists() or FileState.of(path) != known.state:
                found.update(known.batches)
        return found

    def _has(self, name: str) -> bool:
        return bool(self._columns_on_server(name))

    def _columns_on_server(self, name: str) -> dict[str, str]:
        """The columns of a table and their types; none where there is no such table."""
        return dict(
            rows(
                self._server,
                "select attname, format_type(atttypid, null) from pg_attribute"
                f" where attrelid = to_regclass('raw.{name}')"
                " and attnum > 0 and not attisdropped order by attnum",
            )
        )

    def _fetch(self, name: str, condition: str = "true") -> None:
        """Make the server's table in the scratch file, with those rows that the condition names."""
        columns = self._columns_on_server(name)
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

    def _send(self, name: str, forget: str = "true", take: str = "true") -> None:
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


def _is_of(batches: set[int]) -> str:
    """The condition that a row is of one of the batches."""
    return f"({BATCH} in ({', '.join(map(str, sorted(batches)))}))" if batches else "(false)"
