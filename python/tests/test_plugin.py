"""Plain dbt: the plugin puts RULEBOOK in force, and tells its faults before anything is built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lead_scoring.project import ROOT

pytestmark = pytest.mark.models


def dbt(directory: Path, *arguments: str, rulebook: str = "") -> subprocess.CompletedProcess[str]:
    """Run plain dbt in the project, with its own target directory."""
    environment = os.environ | {
        "RULEBOOK": rulebook,
        "DBT_TARGET_PATH": str(directory / "target"),
        "DBT_LOG_PATH": str(directory / "logs"),
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


@pytest.mark.parametrize("rulebook", ["", "rulebooks/early"])
def test_dbt_reads_the_rulebook_in_force(tmp_path: Path, rulebook: str) -> None:
    done = dbt(tmp_path, "parse", rulebook=rulebook)
    assert done.returncode == 0, done.stdout
    manifest = json.loads((tmp_path / "target" / "manifest.json").read_text())
    seeds = {
        node["name"]: node["original_file_path"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed"
    }
    part = "/given/" if rulebook else "seeds/rulebook/"
    assert part in seeds["scoring_rules"]
    part = "/filled_in/" if rulebook else "seeds/rulebook/"
    assert part in seeds["country_aliases"]


def test_dbt_tells_a_fault_in_one_sentence(tmp_path: Path) -> None:
    done = dbt(tmp_path, "parse", rulebook="elsewhere")
    assert done.returncode != 0
    assert "RULEBOOK=elsewhere does not exist" in done.stdout
    assert "Traceback" not in done.stdout


def test_commands_that_read_no_seeds_need_no_rulebook(tmp_path: Path) -> None:
    assert "RULEBOOK" not in dbt(tmp_path, "debug", rulebook="elsewhere").stdout
