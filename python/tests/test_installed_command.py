"""The command lead-scoring as pip installs it, far from a clone of the project."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from lead_scoring import cli, project
from lead_scoring.project import ROOT

PACKAGE = ROOT / "python" / "lead_scoring"


def test_all_that_the_commands_read_is_installed_with_them() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["*"]
    files = [
        path.name
        for path in PACKAGE.rglob("*.*")
        if path.suffix not in {".py", ".pyc"} and path.is_file()
    ]
    assert "style.css" in files
    assert [name for name in files if not any(fnmatch(name, one) for one in patterns)] == []


def test_the_commands_need_nothing_that_is_not_installed() -> None:
    """python/dev is for who works on the project; the tests and it may ask for the package."""
    found = {
        path.name
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(from|import) (dev|tests)\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert found == set()


def test_the_command_is_the_program() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["scripts"] == {"lead-scoring": "lead_scoring.cli:main"}


def test_a_place_without_the_project_is_told_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(project, "ROOT", tmp_path)
    assert cli.main(["explain"]) == 1
    assert "there is no dbt project here that has the package" in capsys.readouterr().err


def test_the_teams_project_is_the_nearest_with_the_package(tmp_path: Path) -> None:
    team = tmp_path / "team"
    below = team / "models" / "crm"
    package = team / "dbt_packages" / "lead_scoring"
    below.mkdir(parents=True)
    (team / "dbt_project.yml").write_text("name: team")
    assert project.find_team(below) is None
    package.mkdir(parents=True)
    (package / "dbt_project.yml").write_text("name: lead_scoring")
    assert project.find_team(below) == team
    assert project.find_team(tmp_path) is None
    # A clone of the project is no team's, whatever it holds.
    assert project.find_team(ROOT / "models") is None
