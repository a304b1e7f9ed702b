"""Plain dbt: the plugin puts RULEBOOK in force, and tells its faults before anything is built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lead_scoring.project import ROOT

from .conftest import CommandLine, nightly

pytestmark = pytest.mark.models


def dbt(
    directory: Path, *arguments: str, rulebook: str = "", challenger: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run plain dbt in the project, with its own target directory."""
    environment = os.environ | {
        "RULEBOOK": rulebook,
        "CHALLENGER": challenger,
        "DBT_TARGET_PATH": str(directory / "target"),
        "DBT_LOG_PATH": str(directory / "logs"),
        "LEAD_SCORING_DUCKDB_PATH": str(directory / "lead_scoring.duckdb"),
        "PYTHONPATH": str(ROOT / "python"),
    }
    return subprocess.run(
        [sys.executable, "-c", "from dbt.cli.main import cli; cli()", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def assert_dbt_reads(part: str, target: Path) -> None:
    """The seeds of the rulebook come from a directory."""
    manifest = json.loads((target / "manifest.json").read_text())
    seeds = {
        node["name"]: node["original_file_path"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed"
    }
    assert part in seeds["scoring_rules"]
    assert part in seeds["country_aliases"]


@nightly
def test_a_rulebook_has_one_version_alone_and_next_to_others(
    tmp_path: Path, demo: CommandLine
) -> None:
    """In one warehouse, whose seeds have been loaded from other files before; dbt reads those."""
    query = (
        "select scorecard, scorecard_rank, rulebook_version, scoring_version"
        " from rulebook.stg_scorecards order by scorecard_rank"
    )

    def scorecards(rulebook: str = "", challenger: str = "") -> list[tuple[Any, ...]]:
        selection = ["-s", "+stg_scorecards", "stg_stages", "--resource-type", "seed", "model"]
        done = dbt(tmp_path, "build", *selection, rulebook=rulebook, challenger=challenger)
        assert done.returncode == 0, done.stdout
        composed = ".rulebook/" if rulebook or challenger else "seeds/rulebook/"
        assert_dbt_reads(composed, tmp_path / "target")
        with duckdb.connect(str(tmp_path / "lead_scoring.duckdb"), read_only=True) as connection:
            given = connection.execute(query).fetchall()
            staged = connection.execute("select distinct scorecard from rulebook.stg_stages")
            assert {(name,) for name, *_ in given} == set(staged.fetchall())
        return given

    shutil.copyfile(demo.warehouse, tmp_path / "lead_scoring.duckdb")
    (alone,) = scorecards()
    in_force, early, mature = scorecards(challenger="rulebooks/mature,rulebooks/early")
    assert in_force == alone
    assert (early[:2], mature[:2]) == (("early", 2), ("mature", 3))
    assert len({alone[2], early[2], mature[2]}) == 3
    assert len({alone[3], early[3], mature[3]}) == 3
    assert scorecards(rulebook="rulebooks/early") == [("default", 1, *early[2:])]


def test_dbt_tells_a_fault_in_one_sentence(tmp_path: Path) -> None:
    done = dbt(tmp_path, "parse", rulebook="elsewhere")
    assert done.returncode != 0
    assert "RULEBOOK=elsewhere does not exist" in done.stdout
    assert "Traceback" not in done.stdout
    done = dbt(tmp_path, "parse", challenger="elsewhere")
    assert "CHALLENGER=elsewhere does not exist" in done.stdout


def test_commands_that_read_no_seeds_need_no_rulebook(tmp_path: Path) -> None:
    assert "RULEBOOK" not in dbt(tmp_path, "debug", rulebook="elsewhere").stdout
