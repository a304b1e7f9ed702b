"""Writes a Spark metastore as Parquet files: `python -m tests.spark_export DIR SCHEMA...`."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml
from pyspark.sql import SparkSession

from lead_scoring.engines.spark_session import session_of
from lead_scoring.project import ROOT


def main(directory: Path, schemas: list[str]) -> None:
    """Write the schemas of the metastore that the environment names."""
    profiles = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    export(session_of(profiles["lead_scoring"]["outputs"]["spark"]), directory, *schemas)


def export(session: SparkSession, directory: Path, *schemas: str) -> None:
    """Write each table and view of the schemas into a directory of its own, and end the session."""
    for schema in schemas:
        for (name,) in session.sql(f"show tables in {schema}").select("tableName").collect():
            target = (directory / schema / name).as_uri()
            session.table(f"{schema}.{name}").coalesce(1).write.parquet(target)
    session.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
