"""A private Spark cluster on loopback: a standalone master and workers, from the pip package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb

from lead_scoring.project import ROOT

WORKERS = 2
_WAIT_SECONDS = 120
_DEPLOY = "org.apache.spark.deploy"


def java() -> str | None:
    """The Java that Spark would run on; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None)


def iceberg_jar() -> Path | None:
    """Iceberg's runtime for the pinned Spark, from the package that brings it; None without it."""
    spec = find_spec("snowpark_connect_deps_iceberg")
    if spec is None or spec.origin is None:
        return None
    jars = Path(spec.origin).parent.glob("jars/iceberg-spark-runtime-3.5_2.12-*.jar")
    return next(jars, None)


ICEBERG_SETTINGS = {
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.spark_catalog": "org.apache.iceberg.spark.SparkSessionCatalog",
    "spark.sql.catalog.spark_catalog.type": "hive",
    # The embedded Derby has no locks for it, and nobody else writes there.
    "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
}


@dataclass(frozen=True)
class Cluster:
    """A running master with its workers, and a place for metastores."""

    master: str
    directory: Path

    def new_metastore(self, name: str, **settings: str) -> dict[str, str]:
        """An empty metastore with a warehouse of its own; the variables that name it."""
        place = self.directory / name
        place.mkdir()
        defaults = {
            "spark.sql.warehouse.dir": str(place / "warehouse"),
            "spark.hadoop.javax.jdo.option.ConnectionURL": (
                f"jdbc:derby:;databaseName={place / 'metastore'};create=true"
            ),
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.extraJavaOptions": f"-Dderby.stream.error.file={place / 'derby.log'}",
            "spark.ui.enabled": "false",
            "spark.driver.memory": "2g",
            "spark.executor.memory": "1g",
            "spark.sql.shuffle.partitions": "2",
        } | settings
        lines = [f"{setting} {value}" for setting, value in defaults.items()]
        (place / "spark-defaults.conf").write_text("\n".join(lines) + "\n")
        return {
            "SPARK_MASTER": self.master,
            "SPARK_CONF_DIR": str(place),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "TARGET": "spark",
        }

    def files(self, name: str, table: str) -> set[Path]:
        """The Parquet files of a table of schema intermediate."""
        place = self.directory / name / "warehouse" / "intermediate.db" / table
        return set(place.rglob("*.parquet"))


def exported(place: dict[str, str], directory: Path, *schemas: str) -> duckdb.DuckDBPyConnection:
    """The tables and views of some schemas of a metastore, as tables of a DuckDB in memory."""
    subprocess.run(
        [sys.executable, "-m", "tests.spark_export", directory, *schemas],
        cwd=ROOT / "python",
        env=os.environ | place | {"PYTHONPATH": str(ROOT / "python")},
        check=True,
        timeout=600,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return tables(directory)


def tables(directory: Path) -> duckdb.DuckDBPyConnection:
    """What tests.spark_export has written."""
    connection = duckdb.connect()
    for schema in directory.iterdir():
        connection.execute(f"create schema {schema.name}")
        for path in sorted(schema.iterdir()):
            connection.execute(
                f"create table {schema.name}.{path.name} as from read_parquet('{path}/*.parquet')"
            )
    return connection


@contextmanager
def private_cluster(workers: int = WORKERS) -> Iterator[Cluster]:
    """Start a master and workers of one core each; stop them and remove their files at the end."""
    directory = Path(tempfile.mkdtemp(prefix="lead_scoring_spark_"))
    running: list[subprocess.Popen[bytes]] = []
    log = directory / "master.log"
    try:
        where = ("--host", "127.0.0.1", "--webui-port", "0")
        running.append(_start(log, f"{_DEPLOY}.master.Master", *where, "--port", "0"))
        master = _wait_for(log, "Starting Spark master at ").split("Starting Spark master at ")[1]
        for number in range(workers):
            running.append(
                _start(
                    directory / f"worker{number}.log",
                    f"{_DEPLOY}.worker.Worker",
                    *where,
                    *("--cores", "1", "--memory", "1g", "--work-dir", str(directory / "work")),
                    master.strip(),
                )
            )
        _wait_for(log, "Registering worker", times=workers)
        yield Cluster(master.strip(), directory)
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(timeout=60)
        shutil.rmtree(directory, ignore_errors=True)


def _start(log: Path, *command: str) -> subprocess.Popen[bytes]:
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    with log.open("wb") as file:
        return subprocess.Popen(
            # A script that hands over to the JVM, so that this gets the signal at the end.
            [home / "bin" / "spark-class", *command],
            env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )


def _wait_for(log: Path, text: str, *, times: int = 1) -> str:
    """The first line of a log with a text, once it is there often enough."""
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end:
        found = [line for line in log.read_text(errors="replace").splitlines() if text in line]
        if len(found) >= times:
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no {text!r} in {log}: {log.read_text(errors='replace')[-2000:]}")
