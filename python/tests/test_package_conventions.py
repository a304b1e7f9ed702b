"""What a team expects of a dbt package: one version, ranges and not pins, and no warnings."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from lead_scoring.project import ROOT

from .conftest import nightly
from .test_as_a_package import EXAMPLE, Team

# Where text names the version that is to be installed, and how.
TAG = re.compile(r"(?:revision: |\.git@|git tag )v(\d+\.\d+\.\d+)")


def project(directory: Path) -> dict[str, Any]:
    """The dbt_project.yml of a directory."""
    return dict(yaml.safe_load((directory / "dbt_project.yml").read_text(encoding="utf-8")))


def test_there_is_one_version() -> None:
    """dbt, pip, the changelog and the guides name the same."""
    version = project(ROOT)["version"]
    pip = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert pip["project"]["version"] == version
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert latest is not None
    assert latest[1] == version
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md", EXAMPLE / "packages.yml"]
    named = [tag for page in pages for tag in TAG.findall(page.read_text(encoding="utf-8"))]
    assert len(named) > 3
    assert set(named) == {version}


def test_the_package_hub_can_take_it() -> None:
    """It asks for packages of the hub alone, and for ranges: a pin would break other packages."""
    packages = yaml.safe_load((ROOT / "packages.yml").read_text(encoding="utf-8"))["packages"]
    assert {"package": "dbt-labs/dbt_utils", "version": [">=1.3.0", "<2.0.0"]} in packages
    assert all(set(package) == {"package", "version"} for package in packages)
    assert project(ROOT)["require-dbt-version"] == [">=1.10.0", "<2.0.0"]
    # A stand-in that asked for a newer dbt would undo this.
    assert project(ROOT / "vendor" / "dbt_utils")["require-dbt-version"] == [">=1.10.0", "<2.0.0"]


@pytest.mark.models
@nightly
def test_a_team_s_project_is_read_without_a_warning(tmp_path: Path) -> None:
    """Nor with a deprecation, which is a warning too; the example silences one on purpose."""
    team = Team(tmp_path)
    where = ("--project-dir", team.project, "--profiles-dir", team.project)
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "parse", *where],
        env=team._environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert re.findall(r"(?im)^.*(?:warning|deprecat).*$", done.stdout) == []
    assert "Registered adapter: duckdb" in done.stdout
