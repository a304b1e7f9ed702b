"""The schema raw of a Spark metastore; rows travel as Parquet files that executors read and write.

Events are partitioned by batch: a load adds and drops partitions, and never rewrites one.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import duckdb
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import lit

from ..contract import BATCH
from ..errors import UserError
from ..sql import identifier
from .raw_schema import RawSchema, is_of

# Types as DuckDB and as Spark call them.
_TYPES = {
    "string": "varchar",
    "int": "integer",
    "bigint": "bigint",
    "date": "date",
    "timestamp": "timestamp",
}
# The format of tables; dbt_project.yml asks for it by the same name.
FORMAT_VARIABLE = "LEAD_SCORING_SPARK_FORMAT"
_FORMATS = ("parquet", "iceberg")


def table_format() -> str:
    """The format of tables that the environment names; an error where it is neither."""
    named = os.environ.get(FORMAT_VARIABLE) or "parquet"
    if named not in _FORMATS:
        raise UserError(f"{FORMAT_VARIABLE}={named} is not known; use {' or '.join(_FORMATS)}.")
    return named


class SparkRawSchema(RawSchema):
    """The schema raw of the metastore, and of the scratch file beside it."""

    def __init__(
        self, session: SparkSession, scratch: duckdb.DuckDBPyConnection, exchange: Path
    ) -> None:
        super().__init__(scratch)
        self._session = session
        self._exchange = exchange
        self._format = table_format()

    def _prepare(self) -> int:
        self._session.sql("create schema if not exists raw")
        used = [
            self._rows(f"select max({column}) from {table}")[0][0] or 0
            for table, column in {
                "raw.input_files": "batch",
                "intermediate.state_event_batches": "arrival_batch",
            }.items()
            if self._session.catalog.tableExists(table)
        ]
        return max(used, default=0) + 1

    def _note_newest_batch(self, batch: int) -> None:
        """Nothing: the tables that _prepare looks into tell."""

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(query).collect()]

    def _columns(self, name: str) -> dict[str, str]:
        if not self._session.catalog.tableExists(f"raw.{name}"):
            return {}
        fields = self._session.table(f"raw.{name}").schema.fields
        return {field.name: field.dataType.simpleString() for field in fields}

    def _fetch(self, name: str, condition: str = "true") -> None:
        columns = self._columns(name)
        if not columns:
            return
        described = ", ".join(f"{identifier(c)} {_TYPES[kind]}" for c, kind in columns.items())
        self._scratch.execute(f"create table raw.{name} ({described})")
        directory = self._exchange / f"fetched_{name}"
        found = self._session.sql(f"select * from raw.{name} where {condition}")
        found.write.mode("overwrite").parquet(directory.as_uri())
        if list(directory.glob("*.parquet")):
            self._scratch.execute(
                f"insert into raw.{name} by name from read_parquet('{directory}/*.parquet')"
            )
        shutil.rmtree(directory)

    def _replace(self, name: str) -> None:
        rows = self._arrived(name, "true")
        if self._format == "iceberg":
            rows.writeTo(f"raw.{name}").using("iceberg").createOrReplace()
        else:
            rows.write.format(self._format).mode("overwrite").saveAsTable(f"raw.{name}")
        self._forget(name)

    def _send_batches(self, name: str, *, gone: set[int] | None, new: set[int]) -> None:
        table = f"raw.{name}"
        if gone is None or not self._has(name):
            self._session.sql(f"drop table if exists {table}")
            none = self._arrived(name, "false")
            none.write.format(self._format).partitionBy(BATCH).saveAsTable(table)
        elif self._format == "iceberg":
            self._session.sql(f"delete from {table} where {is_of(gone)}")
        else:
            for batch in sorted(gone):
                self._session.sql(f"alter table {table} drop if exists partition ({BATCH}={batch})")
        if new:
            self._append(name, self._arrived(name, is_of(new)))
        self._forget(name)

    def _append(self, name: str, rows: DataFrame) -> None:
        columns = self._columns(name)
        for column in rows.columns:
            if column not in columns:
                added = column.replace("`", "``")
                self._session.sql(f"alter table raw.{name} add columns (`{added}` string)")
        for column in columns:
            if column not in rows.columns:
                rows = rows.withColumn(column, lit(None).cast("string"))
        writer = rows.write.format(self._format).mode("append").partitionBy(BATCH)
        writer.saveAsTable(f"raw.{name}")

    def _arrived(self, name: str, condition: str) -> DataFrame:
        """Rows of the scratch file's table."""
        directory = self._exchange / f"sent_{name}"
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{len(list(directory.iterdir()))}.parquet"
        self._scratch.execute(
            f"copy (select * from raw.{name} where {condition}) to '{path}' (format parquet)"
        )
        rows = self._session.read.parquet(path.as_uri())
        for column, kind in rows.dtypes:
            if kind == "timestamp_ntz":
                rows = rows.withColumn(column, rows[column].cast("timestamp"))
        return rows

    def _forget(self, name: str) -> None:
        shutil.rmtree(self._exchange / f"sent_{name}", ignore_errors=True)
