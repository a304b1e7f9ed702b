"""Puts the dbt packages into dbt_packages: from the hub, else from vendor."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import click
import yaml

from .project import ROOT

HUB_TIMEOUT_SECONDS = 3
DEPS_TIMEOUT_SECONDS = 120
_PACKAGE = "dbt_utils"


@click.command()
def run() -> None:
    """Install the dbt packages into dbt_packages."""
    print("dbt packages:", install_packages(), flush=True)


def install_packages(root: Path = ROOT) -> str:
    """Put dbt_utils into dbt_packages, unless it is there already; what was done, in words.

    Any release that is there stays: its dbt_project.yml does not say which it is (all say 0.1.0),
    and packages.yml takes them all.
    """
    installed = root / "dbt_packages" / _PACKAGE
    stand_in = root / "vendor" / _PACKAGE
    if _is_copy(installed, stand_in):
        return f"ready ({_PACKAGE}, the stand-in in vendor/)"
    if (installed / "dbt_project.yml").is_file() and not _is_stand_in(installed):
        return f"ready ({_PACKAGE})"
    if install_from_hub(root):
        return f"{_PACKAGE} {_locked_version(root)} from the package hub"
    shutil.rmtree(installed, ignore_errors=True)
    shutil.copytree(stand_in, installed)
    return (
        f"the package hub is out of reach, so the stand-in vendor/{_PACKAGE} is used"
        " (same results; `dbt deps` replaces it once there is a network)"
    )


def install_from_hub(project: Path) -> bool:
    """Run `dbt deps` in a dbt project where the hub answers; whether it succeeded."""
    return _hub_answers() and _dbt_deps(project)


def _locked_version(root: Path) -> str:
    lock = yaml.safe_load((root / "package-lock.yml").read_text(encoding="utf-8"))
    return next(str(entry["version"]) for entry in lock["packages"] if entry["name"] == _PACKAGE)


def _is_stand_in(package: Path) -> bool:
    return (package / "dbt_project.yml").read_text(encoding="utf-8").startswith("# Stand-in")


def _is_copy(installed: Path, stand_in: Path) -> bool:
    def files(folder: Path) -> list[Path]:
        return sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())

    if not installed.is_dir() or files(installed) != files(stand_in):
        return False
    names = [str(path) for path in files(stand_in)]
    return filecmp.cmpfiles(installed, stand_in, names, shallow=False)[0] == names


def _hub_answers() -> bool:
    from dbt.clients.registry import DEFAULT_REGISTRY_BASE_URL  # noqa: PLC0415 - slow to import

    url = f"{DEFAULT_REGISTRY_BASE_URL}api/v1/dbt-labs/{_PACKAGE}.json"
    try:
        with urllib.request.urlopen(url, timeout=HUB_TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _dbt_deps(root: Path) -> bool:
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "deps"]
    try:
        done = subprocess.run(
            command, cwd=root, timeout=DEPS_TIMEOUT_SECONDS, check=False, capture_output=True
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
