"""A table of events that a loader goes on writing, on Postgres and on Spark.

LEAD_SCORING_NIGHTLY=1 takes each way to write load times, and Spark.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
import yaml

from lead_scoring.project import ROOT

from .conftest import CommandLine, nightly
from .live_table import (
    CHANGED,
    KEPT,
    LOST,
    MARKINGS,
    RECOUNTED,
    Live,
    Rows,
    assert_follows_the_table,
    assert_loads_are_told_apart,
    assert_same,
    grown,
    input_statements,
    rewritten,
    vanished,
)

# What takes events in, and what it keeps.
INTAKE = (
    "+stg_event_rows",
    "+stg_event_copies",
    "+stg_changed_event_days",
    "state_event_batches",
)
KEPT_OF_INTAKE = (*KEPT[:3], "intermediate.state_event_batches")
_numbers = itertools.count(1)


class Postgres:
    """The database of a private server; dbt's manifest names it, so that all tests share it."""

    target = "postgres"

    def __init__(self, server: Any, directory: Path) -> None:
        self._server = server
        self._variables = server.new_database("live")
        self.environment: Mapping[str, str] = CommandLine(directory)._environment(self._variables)

    def write(self, statements: Sequence[str]) -> None:
        """What the loader does."""
        from .postgres_server import connected_as  # noqa: PLC0415 - where Postgres is installed

        with connected_as(self._variables) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def rows(self, query: str) -> Rows:
        """The rows of a query."""
        rows: Rows = self._server.rows(query, "live")
        return rows

    def another(self) -> Postgres:
        """The database without any schema."""
        schemas = self.rows(
            "select nspname from pg_namespace where nspname not like 'pg%' and nspname not in"
            " ('information_schema', 'public')"
        )
        self.write([f"drop schema {schema} cascade" for (schema,) in schemas])
        return self


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A database of a private server."""
    pytest.importorskip("psycopg2", reason="the packages for Postgres are not installed")
    from .postgres_server import binaries, private_server  # noqa: PLC0415

    found = binaries()
    if found is None:
        pytest.skip("this machine has no Postgres to start")
    with private_server(found) as server:
        yield Postgres(server, tmp_path_factory.mktemp("postgres"))


@nightly
@pytest.mark.parametrize("name", ["seconds as text", "batch"])
def test_each_delivery_leaves_what_a_first_build_leaves_on_postgres(
    postgres: Postgres, name: str
) -> None:
    marking = MARKINGS[name]
    live = Live(postgres.another(), marking.variables, list(input_statements(marking)))
    assert_follows_the_table(live, marking)
    live.assert_as_from_scratch()


def test_loads_are_told_apart_on_postgres(postgres: Postgres) -> None:
    assert_loads_are_told_apart(postgres.another())


class Spark:
    """A metastore; what the loader does is done to a copy of its tables and then put there."""

    target = "spark"

    def __init__(self, variables: Mapping[str, str], directory: Path) -> None:
        from lead_scoring.engines.spark_session import session_of  # noqa: PLC0415

        self.environment: Mapping[str, str] = CommandLine(directory)._environment({**variables})
        profiles = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
        self._session = session_of(profiles["lead_scoring"]["outputs"]["spark"])
        self._directory = directory
        self._copy = duckdb.connect()

    def write(self, statements: Sequence[str]) -> None:
        """What the loader does."""
        for statement in statements:
            self._copy.execute(statement)
        self._session.sql("create database if not exists raw")
        for table in ("leads", "events"):
            file = self._directory / f"{table}_{next(_numbers)}.parquet"
            self._copy.execute(f"copy raw.{table} to '{file}'")
            rows = self._session.read.parquet(file.as_uri())
            self._session.sql(f"drop table if exists raw.{table}")
            # A timestamp without a zone is one of UTC there.
            types = {name: "timestamp" for name, kind in rows.dtypes if kind == "timestamp_ntz"}
            for name, kind in types.items():
                rows = rows.withColumn(name, rows[name].cast(kind))
            rows.write.saveAsTable(f"raw.{table}")

    def rows(self, query: str) -> Rows:
        """The rows of a query."""
        return [tuple(row) for row in self._session.sql(query).collect()]

    def another(self) -> Spark:
        """There is one metastore only in a process."""
        raise NotImplementedError


def _on_spark(directory: Path) -> None:
    """What is tested on Spark, in a process of its own, as a JVM knows one metastore."""
    place = Spark(os.environ, directory)
    marking = MARKINGS["seconds as text"]
    live = Live(place, marking.variables, list(input_statements(marking)))
    live.build(*INTAKE)
    live.write([*grown(marking), *rewritten(marking), *vanished(marking)])
    live.build(*INTAKE)
    assert live.column(CHANGED) == ["20260222", "20260225", "20260303", "20260309"]
    assert live.column(LOST) == ["0"]
    days = ["2026-02-22", "2026-02-25", "2026-02-28", "2026-03-02", "2026-03-03", "2026-03-04"]
    assert live.column(RECOUNTED) == [*days, "2026-03-08", "2026-03-09", "2026-03-10"]
    found = live.kept(KEPT_OF_INTAKE)
    live.build(*INTAKE, options=["--full-refresh"])
    assert_same(found, live.kept(KEPT_OF_INTAKE))
    assert_loads_are_told_apart(place, ("seconds", "with a zone"))


@nightly
def test_each_delivery_leaves_what_a_full_load_leaves_on_spark(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the packages for Spark are not installed")
    from .spark_cluster import java, private_cluster  # noqa: PLC0415 - where Spark is installed

    if java() is None:
        pytest.skip("this machine has no Java to run Spark on")
    with private_cluster() as cluster:
        place = os.environ | cluster.new_metastore("live")
        with (
            mock.patch.dict(os.environ, place),
            ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool,
        ):
            pool.submit(_on_spark, tmp_path).result()
