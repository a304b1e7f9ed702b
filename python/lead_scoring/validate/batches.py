"""The rows that the suites are about, as DuckDB gives them to pandas.

The queries of the stage raw see the input through views that have every column of the contract,
as text without white space at its ends, whether it was delivered or not. All queries may use the
variables as_of, last_day and today, and the macro read_timestamp, which reads what staging reads.
Queries of the stage marts ask for the rows of one scorecard, which the variable scorecard names.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from ..contract import LEADS, SOURCES, UNREADABLE_LINE, Source
from ..errors import UserError
from ..project import BUILD, shown
from ..scorecards import Scorecards
from ..sql import identifier, literal
from ..sql_macros import call
from ..warehouse import Warehouse
from .suites import Suite


class Batches:
    """A reader of the warehouse as of a day."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, as_of: datetime.date | None) -> None:
        self._connection = connection
        self.today = datetime.datetime.now(tz=datetime.UTC).date()
        self.as_of = as_of or self._default_as_of() or self.today
        connection.execute("set TimeZone = 'UTC'")
        read = call("read_timestamp", "given")
        connection.execute(f"create temp macro read_timestamp(given) as {read}")
        for name, day in {
            "as_of": self.as_of,
            "today": self.today,
            # The present day is not over: half its events would look like a fault.
            "last_day": min(self.as_of, self.today - datetime.timedelta(days=1)),
        }.items():
            connection.execute(f"set variable {name} = date '{day}'")
        self._delivered: set[str] | None = None

    def frame(self, suite: Suite) -> Any:
        """The rows of the suite's query as a pandas data frame."""
        if suite.stage == "raw":
            self._make_input_views()
        else:
            self._set_scorecard()
        try:
            return self._connection.execute(suite.query).df()
        except duckdb.Error as error:
            raise _query_error(suite, error) from None

    def lacks(self, suite: Suite, columns: list[str]) -> list[str]:
        """Which of the columns the contract gives the suite's raw table, but the input does not."""
        if suite.stage != "raw" or self._delivered is None:
            return []
        source = next((source for source in SOURCES if suite.table == f"raw.{source.name}"), None)
        if source is None:
            return []
        return [
            column
            for column in columns
            if column in source.columns and f"{source.name}.{column}" not in self._delivered
        ]

    def _make_input_views(self) -> None:
        if self._delivered is not None:
            return
        self._delivered = set()
        for source in SOURCES:
            columns = self._columns("raw", source.name)
            self._delivered |= {f"{source.name}.{column}" for column in columns}
            if not columns and source is LEADS:
                raise UserError("the warehouse has no table raw.leads; run make build first.")
            self._connection.execute(_input_view(source, columns))

    def _set_scorecard(self) -> None:
        if not self._columns("marts", "lead_scores"):
            raise UserError(f"nothing is scored yet; run {BUILD} first.")
        scorecard = Scorecards.of(lambda query: self._connection.execute(query).fetchall()).in_force
        self._connection.execute(f"set variable scorecard = {literal(scorecard)}")

    def _columns(self, schema: str, table: str) -> list[str]:
        rows = self._connection.execute(
            "select column_name from information_schema.columns"
            f" where table_schema = {literal(schema)} and table_name = {literal(table)}"
            " order by ordinal_position"
        ).fetchall()
        return [str(column) for (column,) in rows]

    def _default_as_of(self) -> datetime.date | None:
        """The day the input brings with it: only the demo does."""
        if "default_as_of" not in self._columns("raw", "input_facts"):
            return None
        row = self._connection.execute("select max(default_as_of) from raw.input_facts").fetchone()
        day = row[0] if row else None
        return day if isinstance(day, datetime.date) else None


@contextmanager
def open_batches(warehouse: Warehouse, as_of: datetime.date | None) -> Iterator[Batches]:
    """Read the warehouse without keeping other readers out."""
    if not warehouse.path.exists():
        raise UserError(f"there is no warehouse {shown(warehouse.path)} yet; run: make build")
    try:
        connection = duckdb.connect(str(warehouse.path), read_only=True)
    except duckdb.IOException as error:
        if "lock" not in str(error):
            raise
        raise UserError(
            f"another program has {shown(warehouse.path)} open for writing; close it there and"
            " run the command again."
        ) from None
    with connection:
        yield Batches(connection, as_of)


def _input_view(source: Source, columns: list[str]) -> str:
    expressions = [
        (_as_text(column) if column in columns else "cast(null as varchar)")
        + f" as {identifier(column)}"
        for column in dict.fromkeys([*source.columns, UNREADABLE_LINE, *columns])
    ]
    rows = f"from raw.{identifier(source.name)}" if columns else "where false"
    return f"create temp view {identifier(source.name)} as select {', '.join(expressions)} {rows}"


def _as_text(column: str) -> str:
    return str(call("clean_text", f"cast({identifier(column)} as varchar)"))


def _query_error(suite: Suite, error: duckdb.Error) -> UserError:
    query = shown(suite.path.with_suffix(".sql"))
    return UserError(f"{query} does not run ({str(error).splitlines()[0]}); correct it.")
