"""Copies tables of a warehouse on any engine into a DuckDB file aside."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .engines import Database
from .sql import literal

_NULL = "\\N"


@dataclass(frozen=True)
class TableCopy:
    """From a warehouse, over a file in a directory, some rows at a time."""

    database: Database
    connection: duckdb.DuckDBPyConnection
    work_dir: Path

    def copy(self, table: str, columns: Mapping[str, str], condition: str = "") -> None:
        """Copy the rows of schema.table for which a condition holds.

        columns: the names of those that are wanted, with their types.
        """
        query = f"select {', '.join(columns)} from {table}"
        query += f" where {condition}" if condition else ""
        file = self.work_dir / "rows.csv"
        with file.open("w", newline="", encoding="utf-8") as target:
            writer = csv.writer(target, quoting=csv.QUOTE_ALL)
            for row in self.database.stream(query):
                writer.writerow([_NULL if cell is None else cell for cell in row])
        types = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
        self.connection.execute(f"create schema if not exists {table.partition('.')[0]}")
        self.connection.execute(
            f"create or replace table {table} as from read_csv({literal(str(file))},"
            f" header = false, columns = {{{types}}}, nullstr = {literal(_NULL)},"
            " allow_quoted_nulls = true, auto_detect = false, delim = ',', quote = '\"',"
            " escape = '\"')"
        )
        file.unlink()
