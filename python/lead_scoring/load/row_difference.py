"""Compares the rows of a changed file, as multisets, with the rows that were loaded from it."""

from __future__ import annotations

from ..sql import identifier
from .raw_table import RawTable


class RowDifference:
    """The rows that arrived and the rows of some batches; both tables have the same columns.

    Hashes find the rows that may differ, so that a large file that has grown a little needs little
    memory; these rows are then compared in full.
    """

    def __init__(self, raw: RawTable, batches: list[int], arrived: RawTable) -> None:
        self._connection = raw.connection
        self._columns = ", ".join(map(identifier, raw.columns))
        self._arrived = f"{arrived.name} where true"
        self._last = f"{raw.name} where {raw.is_of(batches)}"
        self._connection.execute(
            "create or replace temp table row_difference as"
            " select row_hash, sum(change) as change from ("
            f"select hash({self._columns}) as row_hash, 1 as change from {self._arrived}"
            f" union all select hash({self._columns}), -1 from {self._last})"
            " group by row_hash having sum(change) <> 0"
        )

    def has_new_rows(self) -> bool:
        """Whether a row arrived that was not there, or more often than it was there."""
        return self._any("change > 0")

    def has_vanished_rows(self) -> bool:
        """Whether a row was there that did not arrive, or more often than it arrived."""
        return self._any("change < 0")

    def new_rows(self, order_by: str) -> str:
        """A query for the rows that are new."""
        in_question = f"hash({self._columns}) in (select row_hash from row_difference)"
        return (
            f"select {self._columns} from {self._arrived} and {in_question} except all"
            f" select {self._columns} from {self._last} and {in_question}"
            f" order by {identifier(order_by)}"
        )

    def _any(self, condition: str) -> bool:
        row = self._connection.execute(
            f"select count(*) from row_difference where {condition}"
        ).fetchone()
        return row is not None and row[0] > 0
