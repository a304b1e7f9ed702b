"""A dbt project with one model: `python -m dev.bench.instead.naive <paths>`."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import duckdb

from lead_scoring.sql import literal

MODEL = Path(__file__).with_name("naive.sql")
PROJECT = """\
name: naive
version: "1.0"
config-version: 2
profile: naive
model-paths: [models]
flags:
  send_anonymous_usage_stats: false
"""
PROFILE = """\
naive:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: {path}
      settings:
        TimeZone: UTC
        preserve_insertion_order: false
        memory_limit: 8GB
"""


def main(arguments: list[str]) -> int:
    """Write lead_id and points of each person."""
    directory, as_of, rulebook, result = arguments
    project = Path(result).with_suffix(".dbt")
    shutil.rmtree(project, ignore_errors=True)
    (project / "models").mkdir(parents=True)
    shutil.copyfile(MODEL, project / "models" / "naive_scores.sql")
    warehouse = project / "naive.duckdb"
    (project / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (project / "profiles.yml").write_text(PROFILE.format(path=json.dumps(str(warehouse))))
    variables = {
        "input": str(Path(directory).resolve()),
        "as_of": as_of,
        "rulebook": str(Path(rulebook).resolve()),
    }
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH"):
        os.environ.pop(name, None)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.chdir(project)
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - dbt is slow to import

    outcome = dbtRunner().invoke(["run", "--vars", json.dumps(variables)])
    if not outcome.success:
        # The bench tells the last line: what the engine says, in the line after dbt's own.
        said = str(outcome.result.results[0].message).splitlines()
        print(said[:2][-1].rsplit(": ", 1)[-1])
        return 1
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"copy naive_scores to {literal(result)} (format parquet)")
    os.chdir(project.parent)
    shutil.rmtree(project)
    return 0


if __name__ == "__main__":
    arguments = [str(Path(given).resolve()) for given in sys.argv[1:]]
    arguments[1] = sys.argv[2]
    sys.exit(main(arguments))
