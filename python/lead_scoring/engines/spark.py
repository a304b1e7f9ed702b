"""Spark: tables of Iceberg, each replaced in one step, or of Parquet files, which are not.

A reader of Parquet tables may find one missing while it is rewritten.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from pyspark.errors import AnalysisException

from ..project import ROOT
from ..warehouse import locked
from .base import MissingTableError
from .server import ServerEngine
from .spark_raw import SparkRawSchema, table_format
from .spark_session import session_of

# A directory that this machine and the cluster see, for files of a load on their way.
EXCHANGE_VARIABLE = "LEAD_SCORING_SPARK_EXCHANGE"
_MISSING = {"TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND"}


class SparkEngine(ServerEngine):
    """The cluster that SPARK_MASTER names, and its metastore."""

    other_place = "let SPARK_CONF_DIR name another metastore"

    def __init__(self, target: str, output: dict[str, Any]) -> None:
        table_format()
        self._session = session_of(output)
        super().__init__(target, f"metastore of {self._session.sparkContext.master}")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds from this project out; an error where one is running.

        A metastore has no lock that others would see: build from one machine.
        """
        with locked(ROOT / ".spark.lock", f"the {self.name}"):
            yield

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, some at a time; MissingTableError without one of its tables."""
        try:
            found = self._session.sql(query)
        except AnalysisException as error:
            if error.getErrorClass() in _MISSING:
                raise MissingTableError(str(error)) from None
            raise
        yield from map(tuple, found.toLocalIterator())

    @contextmanager
    def _raw_schema(
        self, scratch: duckdb.DuckDBPyConnection, work_dir: Path
    ) -> Iterator[SparkRawSchema]:
        """The schema raw of the metastore."""
        exchange = os.environ.get(EXCHANGE_VARIABLE)
        directory = Path(exchange, work_dir.name) if exchange else work_dir / "exchange"
        yield SparkRawSchema(self._session, scratch, directory)
