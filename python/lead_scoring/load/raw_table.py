"""One table of the raw schema while it is being loaded: every column is varchar, but the batch."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from ..contract import BATCH, UNREADABLE_LINE
from ..sql import identifier


class RawTable:
    """A raw table that grows by columns and rows.

    A batched table keeps the number of the batch with every row that is inserted.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        *,
        schema: str = "raw",
        batched: bool = False,
    ) -> None:
        self.connection = connection
        self.name = f"{schema}.{identifier(name)}"
        self.columns: list[str] = []
        # The names of the files for columns that go by another name here.
        self.renamed: dict[str, str] = {}
        self.batch = 0
        self._batched = batched
        self._kind = "temp table" if schema == "temp" else "table"

    def continue_last(self) -> None:
        """Go on with the table as the last load left it, instead of replacing it."""
        described = self.connection.execute(f"describe {self.name}").fetchall()
        self.columns = [str(row[0]) for row in described if row[0] != BATCH]

    def add_columns(self, columns: Iterable[str]) -> None:
        """Add those columns that the table does not have yet, in their order."""
        for column in columns:
            if column in self.columns:
                continue
            if self.columns:
                change = f"alter table {self.name} add column {identifier(column)} varchar"
            else:
                definition = f"{BATCH} integer, " if self._batched else ""
                definition += f"{identifier(column)} varchar"
                change = f"create or replace {self._kind} {self.name} ({definition})"
            self.connection.execute(change)
            self.columns.append(column)

    def insert(self, columns: list[str], query: str) -> int:
        """Add the rows of a query that gives the columns in this order; how many they are."""
        names = ", ".join(map(identifier, columns))
        if self._batched:
            names, query = f"{BATCH}, {names}", f"select {self.batch}, * from ({query})"
        return self._number(f"insert into {self.name} ({names}) {query}")

    def query(self, columns: list[str]) -> str:
        """A query for all rows, with the columns in this order."""
        return f"select {', '.join(map(identifier, columns))} from {self.name}"

    def delete(self, batches: list[int]) -> int:
        """Remove the rows of the batches; how many they were."""
        return self.delete_where(self.is_of(batches))

    def delete_where(self, condition: str) -> int:
        """Remove the rows for which the condition holds; how many they were."""
        return self._number(f"delete from {self.name} where {condition}")

    def empty(self, column: str, condition: str) -> None:
        """Make the cells of a column missing in the rows for which the condition holds."""
        name = identifier(column)
        self.connection.execute(f"update {self.name} set {name} = null where {condition}")

    def is_of(self, batches: list[int]) -> str:
        """The condition that a row is of one of the batches."""
        return f"{BATCH} in ({', '.join(map(str, batches))})"

    def next_rowid(self) -> int:
        """A rowid that only rows inserted from here on reach."""
        return self._number(f"select coalesce(max(rowid) + 1, 0) from {self.name}")

    def row_count(self, batches: list[int] | None = None) -> int:
        """The number of rows so far, of some batches or all."""
        condition = "true" if batches is None else self.is_of(batches)
        return self._number(f"select count(*) from {self.name} where {condition}")

    def unreadable_count(self) -> int:
        """How many of the rows are lines that could not be read."""
        if UNREADABLE_LINE not in self.columns:
            return 0
        return self._number(f"select count({UNREADABLE_LINE}) from {self.name}")

    def _number(self, statement: str) -> int:
        row = self.connection.execute(statement).fetchone()
        return int(row[0]) if row else 0
