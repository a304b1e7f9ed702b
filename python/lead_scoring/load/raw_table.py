"""One table of the raw schema while it is being loaded: every column is varchar."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from ..sql import identifier


class RawTable:
    """A raw table that grows by columns and rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        self.connection = connection
        self.name = f"raw.{identifier(name)}"
        self.columns: list[str] = []
        self.unreadable = 0

    def add_columns(self, columns: Iterable[str]) -> None:
        """Add those columns that the table does not have yet, in their order."""
        for column in columns:
            if column in self.columns:
                continue
            if self.columns:
                change = f"alter table {self.name} add column {identifier(column)} varchar"
            else:
                change = f"create or replace table {self.name} ({identifier(column)} varchar)"
            self.connection.execute(change)
            self.columns.append(column)

    def insert(self, columns: list[str], query: str) -> None:
        """Add the rows of a query that gives the columns in this order."""
        names = ", ".join(map(identifier, columns))
        self.connection.execute(f"insert into {self.name} ({names}) {query}")

    def row_count(self) -> int:
        """The number of rows so far."""
        row = self.connection.execute(f"select count(*) from {self.name}").fetchone()
        return int(row[0]) if row else 0
