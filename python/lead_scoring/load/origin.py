"""raw.input_facts: where the input of a warehouse came from, and whether a load may go on there."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ..contract import BATCH
from ..project import DEMO_INPUT

DEMO = "demo"


def origin_of(directory: Path) -> str:
    """What is kept of the place of an input; links in it stay, as they may be moved on."""
    return DEMO if directory.resolve() == DEMO_INPUT else str(directory.absolute())


def last_origin(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The origin of the input that is in the database; None where none was loaded."""
    if not _has_column(connection, "input_facts", "source"):
        return None
    row = connection.execute("select max(source) from raw.input_facts").fetchone()
    return str(row[0]) if row and row[0] else None


def is_of_same_input(connection: duckdb.DuckDBPyConnection, directory: Path) -> bool:
    """Whether the input in the database came from the directory."""
    last, this = last_origin(connection), origin_of(directory)
    if last is None or DEMO in {last, this}:
        return last == this
    return last == this or Path(last).resolve() == directory.resolve()


def continues(connection: duckdb.DuckDBPyConnection, directory: Path) -> bool:
    """Whether a load of the directory may keep what was loaded before."""
    return (
        is_of_same_input(connection, directory)
        and _has_column(connection, "input_files", "batch")
        and _has_column(connection, "events", BATCH)
    )


def last_mapping(connection: duckdb.DuckDBPyConnection) -> str:
    """What tells the mapping of the last load from others; empty where it had none."""
    if not _has_column(connection, "input_facts", "mapping"):
        return ""
    row = connection.execute("select max(mapping) from raw.input_facts").fetchone()
    return str(row[0] or "") if row else ""


def write_input_facts(
    connection: duckdb.DuckDBPyConnection, directory: Path, mapping: str = ""
) -> None:
    """One row on where the input came from; only the demo brings its own scoring day."""
    origin = origin_of(directory)
    connection.execute(
        "create or replace table raw.input_facts as select cast($source as varchar) as source,"
        " cast($last_day as date) as default_as_of,"
        " cast(now() at time zone 'UTC' as timestamp) as loaded_at,"
        " cast($mapping as varchar) as mapping",
        {
            "source": origin,
            "mapping": mapping,
            "last_day": _last_day(connection) if origin == DEMO else None,
        },
    )


def _last_day(connection: duckdb.DuckDBPyConnection) -> str | None:
    row = connection.execute(
        "with moments as (select created_at as moment from raw.leads union all"
        " select occurred_at from raw.events)"
        " select cast(max(try_cast(moment as timestamp)) as date) from moments"
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def _has_column(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    row = connection.execute(
        "select count(*) from duckdb_columns() where database_name = current_database()"
        " and schema_name = 'raw' and table_name = $table and column_name = $column",
        {"table": table, "column": column},
    ).fetchone()
    return row is not None and row[0] > 0
