"""The columns of tables in a warehouse file, and those of leads that are custom attributes."""

from __future__ import annotations

import duckdb

from ..contract import LEADS, OWN_COLUMNS


def custom_attributes(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The columns of raw.leads that neither the contract nor the project brought."""
    known = {*LEADS.columns, *OWN_COLUMNS}
    return [column for column in columns_of(connection, "raw", "leads") if column not in known]


def columns_of(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    """The columns of a table in order; none if there is no such table."""
    found = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database()"
        " and schema_name = $schema and table_name = $table order by column_index",
        {"schema": schema, "table": table},
    ).fetchall()
    return [str(name) for (name,) in found]
