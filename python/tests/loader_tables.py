"""Tables as loaders leave them in a warehouse, for the tests of the adapters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


def write_tables(warehouse: Path, schema: str, tables: dict[str, list[Row]]) -> None:
    """Make a schema with these tables anew; the columns are those of the rows, of their types."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f'drop schema if exists "{schema}" cascade')
        connection.execute(f'create schema "{schema}"')
        for table, rows in tables.items():
            _write_table(connection, f'"{schema}"."{table}"', rows)


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    queries = [
        ", ".join(f"{_sql(row.get(column))} as {_quoted(column)}" for column in columns)
        for row in rows
    ]
    union = " union all ".join(f"select {query}" for query in queries)
    connection.execute(f"create table {table} as {union}")
    if isinstance(rows, NoRows):
        connection.execute(f"delete from {table}")


class NoRows(list[Row]):
    """A table with columns and without rows."""

    def __init__(self, *columns: str) -> None:
        """Name the columns; write_tables makes whole numbers of them, as some loaders do."""
        super().__init__([dict.fromkeys(columns)])


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _sql(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value)
    text = str(value)
    for kind in ("timestamptz", "timestamp"):
        if text.startswith(f"{kind} "):
            return f"'{text.removeprefix(f'{kind} ')}'::{kind}"
    return "'" + text.replace("'", "''") + "'"
