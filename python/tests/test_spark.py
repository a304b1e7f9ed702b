"""Spark gives what DuckDB gives: a master and two workers are started, and the project built there.

LEAD_SCORING_NIGHTLY=1 takes the reports and dbt's data tests too, a second delivery, Iceberg and a
random world.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from lead_scoring.project import DEMO_INPUT
from tests.conftest import IS_NIGHTLY, WITH_REPORTS, CommandLine, nightly, wait_for
from tests.reference.random_world import random_world
from tests.same_tables import assert_same_tables

pytest.importorskip("pyspark", reason="the packages for Spark are not installed")

from pyspark.sql import SparkSession

from tests.spark_cluster import (
    ICEBERG_SETTINGS,
    Cluster,
    exported,
    iceberg_jar,
    java,
    private_cluster,
    tables,
)
from tests.spark_export import export

pytestmark = pytest.mark.skipif(java() is None, reason="this machine has no Java to run Spark on")


# What people and tools read, and what they look into when they doubt it.
SCHEMAS = ("marts", "staging", "activation")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A private cluster."""
    with private_cluster() as cluster:
        yield cluster


def build_both(user: CommandLine, place: dict[str, str], **variables: str) -> str:
    """Build on DuckDB, and on Spark with all data tests; what the latter said."""
    user.build(WITH_REPORTS, **variables)
    run = user.run("build", **place, **variables)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-3000:]
    return run.stdout


def assert_same(user: CommandLine, there: duckdb.DuckDBPyConnection) -> None:
    """All tables that people read are the same on both engines."""
    for schema in SCHEMAS:
        assert_same_tables(user, lambda query: there.execute(query).fetchall(), schema)


def deliver(directory: Path, *, since: str, until: str) -> dict[str, str]:
    """Every 40th lead of the demo and the events of some days, as an input that grows by a file.

    Some events come late, with the delivery after their own, and some come once more with it.
    """
    (directory / "events").mkdir(parents=True, exist_ok=True)
    header, *leads = read("leads.csv")
    kept = [row for row in leads[::40] if row[header.index("created_at")] < until]
    write(directory / "leads.csv", [header, *kept])
    ids = {row[header.index("lead_id")] for row in kept}
    mails = {row[header.index("email")].lower() for row in kept} - {""}
    header, *events = read("events.csv")
    lead, mail, moment = (header.index(name) for name in ("lead_id", "email", "occurred_at"))
    theirs = [row for row in events if row[lead] in ids or row[mail].lower() in mails]
    delivered = [
        row
        for number, row in enumerate(theirs)
        for is_late, is_doubled in [(number % 97 == 0, number % 89 == 0)]
        if (since <= row[moment] < until and not is_late)
        or (row[moment] < since and (is_late or is_doubled))
    ]
    write(directory / "events" / f"{until}.csv", [header, *delivered])
    header, *outcomes = read("outcomes.csv")
    column = header.index("lead_id")
    write(directory / "outcomes.csv", [header, *(row for row in outcomes if row[column] in ids)])
    return {"INPUT": str(directory), "AS_OF": until, "VARS": "{history_months: 1}"}


def read(name: str) -> list[list[str]]:
    """The rows of a file of the demo."""
    with (DEMO_INPUT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_first_delivery(cluster: Cluster, tmp_path: Path) -> None:
    """An input of a few leads, on Parquet tables, without reports and dbt's data tests."""
    user, place = CommandLine(tmp_path / "user"), cluster.new_metastore("first")
    user.warehouse.parent.mkdir(parents=True)
    variables = deliver(tmp_path / "input", since="", until="2026-06-20")
    user.build(IS_NIGHTLY, **variables)
    said = user.build(IS_NIGHTLY, **place, **variables)
    assert f"starting the metastore of {cluster.master}" in said
    assert "Leads to act on now" in said
    session = SparkSession.getActiveSession()
    assert session is not None
    export(session, tmp_path / "tables", *SCHEMAS)
    with tables(tmp_path / "tables") as there:
        assert_same(user, there)


@nightly
@pytest.mark.parametrize("table_format", ["parquet", "iceberg"])
def test_deliveries(cluster: Cluster, tmp_path: Path, table_format: str) -> None:
    """A second delivery with late and doubled events and new leads, which touches few days.

    Its first build is killed while the rows of these days are being replaced.
    """
    jar = iceberg_jar()
    if table_format == "iceberg" and jar is None:
        pytest.skip("Iceberg's jar is not installed")
    iceberg = ICEBERG_SETTINGS | {"spark.jars": str(jar)} if table_format == "iceberg" else {}
    place = cluster.new_metastore(table_format, **iceberg)
    place["LEAD_SCORING_SPARK_FORMAT"] = table_format
    user = CommandLine(tmp_path / "user")
    user.warehouse.parent.mkdir(parents=True)
    build_both(user, place, **deliver(tmp_path / "input", since="", until="2026-06-20"))
    before = cluster.files(table_format, "int_event_hits_daily")

    second = deliver(tmp_path / "input", since="2026-06-20", until="2026-06-30")
    with user.start("build", **place, **second) as building:
        wait_for(building, "START sql incremental model intermediate.int_event_hits_daily")
        time.sleep(2)
        building.kill()
    said = build_both(user, place, **second)
    assert "continuing the metastore" in said
    with exported(place, tmp_path / "tables", *SCHEMAS) as there:
        assert_same(user, there)
    written = cluster.files(table_format, "int_event_hits_daily") - before
    days = {file.parent for file in before}
    assert 0 < len(days & {file.parent for file in written}) < len(days) * 0.5


@nightly
def test_random_world(cluster: Cluster, tmp_path: Path) -> None:
    """Strange texts, times and rules give the same scores, ledger and reports on both engines."""
    user, place = CommandLine(tmp_path / "user"), cluster.new_metastore("world")
    user.warehouse.parent.mkdir(parents=True)
    build_both(user, place, **random_world(1).write_to_build(tmp_path / "world"))
    with exported(place, tmp_path / "tables", *SCHEMAS) as there:
        assert_same(user, there)


def test_refusals(tmp_path: Path) -> None:
    """What Spark is not asked for is told in a sentence, before a session is started."""
    user = CommandLine(tmp_path)
    for command, variables, told in (
        ("build", {"LEAD_SCORING_SPARK_FORMAT": "orc"}, "use parquet or iceberg"),
        ("roles", {}, "make roles works on Postgres"),
        ("dashboard", {}, "the dashboard reads DuckDB and Postgres"),
    ):
        run = user.run(command, TARGET="spark", **variables)
        assert run.returncode == 1
        assert told in run.stderr
        assert "Traceback" not in run.stderr
