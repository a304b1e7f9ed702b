"""Tables as loaders leave them in a warehouse, for the tests of the adapters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


class NoRows(list[Row]):
    """A table with columns and without rows."""

    def __init__(self, *columns: str) -> None:
        """Name the columns; they are whole numbers, as some loaders make them."""
        super().__init__([dict.fromkeys(columns)])


def write_tables(warehouse: Path, schema: str, tables: dict[str, list[Row]]) -> None:
    """Make a schema with these tables anew in a DuckDB file."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f'drop schema if exists "{schema}" cascade')
        for statement in statements(schema, tables):
            connection.execute(statement)


def statements(schema: str, tables: dict[str, list[Row]]) -> list[str]:
    """SQL that makes the schema and its tables; the columns are those of the rows."""
    return [
        f'create schema "{schema}"',
        *(
            f'create table "{schema}"."{table}" as {_query(rows)}'
            + (" where 1 = 0" if isinstance(rows, NoRows) else "")
            for table, rows in tables.items()
        ),
    ]


def _query(rows: list[Row]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    types = {column: _type([row.get(column) for row in rows]) for column in columns}
    selects = [
        ", ".join(
            f"cast({_literal(row.get(name))} as {types[name]}) as {_quoted(name)}"
            for name in columns
        )
        for row in rows
    ]
    return " union all ".join(f"select {select}" for select in selects)


def _type(values: list[Any]) -> str:
    given = next((value for value in values if value is not None), 0)
    for python, sql in ((bool, "boolean"), (int, "bigint"), (float, "double precision")):
        if isinstance(given, python):
            return sql
    kind = str(given).partition(" ")[0]
    return kind if kind in {"timestamp", "timestamptz"} else "text"


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value)
    text = str(value).removeprefix("timestamptz ").removeprefix("timestamp ")
    return "'" + text.replace("'", "''") + "'"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
