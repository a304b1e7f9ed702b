"""Where the project lies, and how its paths are shown to people."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

NAME = "lead_scoring"
_PROJECT_FILE = "dbt_project.yml"
_PACKAGES = "dbt_packages"


def find_team(start: Path) -> Path | None:
    """The dbt project of a team that holds the directory and has this one as a package, if any."""
    for directory in (start, *start.parents):
        if (directory / _PROJECT_FILE).is_file():
            is_team = (_package_of(directory) / _PROJECT_FILE).is_file()
            return directory if is_team else None
    return None


def _package_of(team: Path) -> Path:
    """Where dbt has put this project among the packages of a team's."""
    return team / (os.environ.get("DBT_PACKAGES_INSTALL_PATH") or _PACKAGES) / NAME


# The dbt project of the team whose warehouse the command is about; None in a clone of this project.
TEAM = find_team(Path(os.environ.get("DBT_PROJECT_DIR") or Path.cwd()).absolute())
# This project: the team's package, or the clone in which this file lies.
ROOT = _package_of(TEAM) if TEAM else Path(__file__).resolve().parents[2]
DEMO_INPUT = ROOT / "seeds" / "demo"
# The environment in which dbt_project.yml enables the unit tests.
WITH_UNIT_TESTS = {"LEAD_SCORING_UNIT_TESTS": "1"}
# What people type to build the warehouse.
BUILD = "dbt build" if TEAM else "make build"


def is_found() -> bool:
    """Whether there is a project at all; the installed package has none of its own."""
    return (ROOT / _PROJECT_FILE).is_file()


def dbt_project() -> Path:
    """The directory that dbt runs in."""
    return TEAM or ROOT


def dbt_target() -> Path:
    """Where dbt writes what it compiles: DBT_TARGET_PATH, else target/ in the project."""
    return dbt_project() / (os.environ.get("DBT_TARGET_PATH") or "target")


def project_vars() -> dict[str, Any]:
    """The vars that hold where the user says nothing else: dbt_project.yml's, the team's first."""
    return _vars_of(ROOT) | team_vars()


def team_vars() -> dict[str, Any]:
    """The vars that the team's dbt_project.yml gives this project; none in a clone of it."""
    if TEAM is None:
        return {}
    given = _vars_of(TEAM)
    own = {name: value for name, value in given.items() if not isinstance(value, dict)}
    return {
        name: value
        for name, value in (own | (given.get(NAME) or {})).items()
        if name in _vars_of(ROOT)
    }


def _vars_of(directory: Path) -> dict[str, Any]:
    project = yaml.safe_load((directory / _PROJECT_FILE).read_text(encoding="utf-8"))
    return dict(project.get("vars") or {})


def shown(path: Path) -> str:
    """The path as people read it best: relative where it lies below the working directory."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
