"""The rows that the suites are about, from the warehouse of a team's own dbt project.

The suites' queries are DuckDB's, so what they read is copied into a DuckDB file aside: the input in
the contract's shape, and of the marts the columns that some query names.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ..contract import LEADS, SOURCES
from ..engines import MissingTableError
from ..engines.team import TeamWarehouse
from ..errors import UserError
from ..project import BUILD, project_vars
from ..sql import identifier
from ..table_copy import TableCopy
from ..warehouse import bounds
from .batches import Batches
from .suites import Suite

ENGINES = ("duckdb", "postgres")
_TABLE = re.compile(r"\b(staging|intermediate|marts|activation|rulebook)\.(\w+)")
# Which scorecard is in force.
_SCORECARDS = {("rulebook", "stg_scorecards"), ("rulebook", "stg_settings")}
# How the types of these engines begin, and what they are in the file aside.
_TYPES = {
    "timestamp with": "timestamptz",
    "timestamp without": "timestamp",
    "timestamptz": "timestamptz",
    "timestamp": "timestamp",
    "date": "date",
    "bool": "boolean",
    "bigint": "bigint",
    "int": "bigint",
    "smallint": "bigint",
    "hugeint": "double",
    "numeric": "double",
    "decimal": "double",
    "double": "double",
    "real": "double",
    "float": "double",
}


@contextmanager
def open_team_batches(
    warehouse: TeamWarehouse, suites: Sequence[Suite], as_of: datetime.date | None
) -> Iterator[Batches]:
    """Read a copy of what the suites are about."""
    if warehouse.kind not in ENGINES:
        raise UserError(
            f"validate works on DuckDB and Postgres, and {warehouse.name} is {warehouse.kind};"
            " run the data tests of the package there: dbt test."
        )
    if given := project_vars()["as_of"]:
        as_of = as_of or datetime.date.fromisoformat(str(given))
    with (
        tempfile.TemporaryDirectory(prefix="lead_scoring_") as name,
        duckdb.connect(str(Path(name, "aside.duckdb")), config=bounds()) as connection,
    ):
        aside = TableCopy(warehouse, connection, Path(name))
        try:
            if any(suite.stage == "raw" for suite in suites):
                _copy_input(aside)
            _copy_marts(warehouse, aside, [suite.query for suite in suites])
        except MissingTableError:
            raise UserError(f"there is no warehouse {warehouse.name} yet; run: {BUILD}") from None
        yield Batches(connection, as_of)


def _copy_input(aside: TableCopy) -> None:
    """The input; a column without a value counts as one that was not delivered."""
    custom = tuple(project_vars()["custom_attributes"] or ())
    aside.connection.execute("create schema raw")
    for source in SOURCES:
        columns = source.columns + (custom if source is LEADS else ())
        base = f"staging.base_{source.name}"
        aside.copy(base, dict.fromkeys(columns, "varchar"))
        counted = ", ".join(f"count({identifier(column)})" for column in columns)
        counts = aside.connection.execute(f"select {counted} from {base}").fetchone() or ()
        given = [identifier(column) for column, count in zip(columns, counts, strict=True) if count]
        if given or source is LEADS:
            listed = ", ".join(given or map(identifier, columns))
            aside.connection.execute(
                f"create table raw.{source.name} as select {listed} from {base}"
            )


def _copy_marts(warehouse: TeamWarehouse, aside: TableCopy, queries: Sequence[str]) -> None:
    text = "\n".join(queries)
    wanted = {(schema, table) for schema, table in _TABLE.findall(text)}
    if not wanted:
        return
    words = set(re.findall(r"\w+", text)) | {"scorecard", "scorecard_rank", "is_active"}
    found = warehouse.relations(wanted | _SCORECARDS)
    for (schema, table), columns in found.items():
        named = {name: _type(kind) for name, kind in columns.items() if name.lower() in words}
        if named:
            aside.copy(f"{schema}.{table}", named)


def _type(kind: str) -> str:
    known: Mapping[str, str] = _TYPES
    return next(
        (ours for start, ours in known.items() if kind.lower().startswith(start)), "varchar"
    )
