"""What the trial of changes reads, as DuckDB tables: the warehouse itself, or a copy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ..engines import Database, DuckDBEngine, ReadWarehouse
from ..scorecards import of_scorecard
from ..table_copy import TableCopy
from ..warehouse import Warehouse, bounds

_POINTS = "decimal(18, 8)"
# The columns that are read of each table. Of the ledger those of open lead-days are enough.
_COLUMNS = {
    "marts.lead_scores": {"scorecard": "varchar", "scored_on": "date"},
    "staging.stg_leads": {"lead_id": "varchar", "created_on": "date"},
    "intermediate.int_backtest": {
        "scorecard": "varchar",
        "person_id": "varchar",
        "lead_id": "varchar",
        "scored_on": "date",
        "is_closed": "boolean",
        "has_converted": "integer",
        "score": _POINTS,
    },
    "intermediate.int_ledger": {
        "scorecard": "varchar",
        "person_id": "varchar",
        "scored_on": "date",
        "rule_id": "varchar",
        "base_points": _POINTS,
        "daily_cap_points": _POINTS,
        "decay_points": _POINTS,
        "group_cap_points": _POINTS,
        "points": _POINTS,
    },
    "rulebook.stg_rule_groups": {
        "scorecard": "varchar",
        "rule_group": "varchar",
        "min_points": "double",
        "max_points": "double",
    },
    "rulebook.stg_scoring_rules": {
        "scorecard": "varchar",
        "file_name": "varchar",
        "rule_key": "varchar",
        "rule_id": "varchar",
        "component": "varchar",
        "rule_group": "varchar",
        "signal_type": "varchar",
        "signal": "varchar",
        "points": "double",
        "max_points": "double",
        "decay_clock": "varchar",
        "description": "varchar",
        "valid_from": "date",
        "valid_to": "date",
    },
    "rulebook.stg_conditions": {"scorecard": "varchar", "signal": "varchar"},
    "rulebook.stg_segments": {"scorecard": "varchar", "attribute": "varchar"},
}


@contextmanager
def opened(warehouse: ReadWarehouse, scorecard: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse, or to a copy of what a scorecard has in these tables."""
    if isinstance(warehouse, DuckDBEngine):
        file = Warehouse.from_environment()
        with file.read(file.path) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory:
        path = Path(directory, "aside.duckdb")
        with duckdb.connect(str(path), config=bounds()) as connection:
            copy_tables(warehouse, scorecard, connection, Path(directory))
            yield connection


def copy_tables(
    database: Database, scorecard: str, connection: duckdb.DuckDBPyConnection, work_dir: Path
) -> None:
    """Copy the tables by files in a directory, some rows at a time."""
    aside = TableCopy(database, connection, work_dir)
    for table, columns in _COLUMNS.items():
        conditions = []
        if "scorecard" in columns:
            conditions.append(of_scorecard(scorecard))
        if table == "intermediate.int_ledger":
            days = "select scored_on from intermediate.int_backtest"
            conditions.append(f"scored_on in ({days} where {of_scorecard(scorecard)})")
        aside.copy(table, columns, " and ".join(conditions))
