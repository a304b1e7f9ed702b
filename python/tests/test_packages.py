"""The dbt packages: from the hub where it answers, else the stand-in, which covers every call."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lead_scoring import packages
from lead_scoring.project import ROOT

PROJECT_FOLDERS = ("models", "macros", "tests", "analyses", "seeds")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without dbt packages, and no hub."""
    shutil.copy(ROOT / "package-lock.yml", tmp_path)
    shutil.copytree(ROOT / "vendor", tmp_path / "vendor")
    monkeypatch.setattr(packages, "_hub_answers", lambda: False)
    return tmp_path


def test_the_stand_in_is_used_where_the_hub_is_out_of_reach(root: Path) -> None:
    assert "out of reach" in packages.install_packages(root)
    assert "ready" in packages.install_packages(root)
    assert (root / "dbt_packages" / "dbt_utils" / "dbt_project.yml").is_file()


def test_a_stand_in_of_yesterday_is_replaced(root: Path) -> None:
    packages.install_packages(root)
    extra = root / "dbt_packages" / "dbt_utils" / "macros" / "old.sql"
    extra.write_text("")
    assert "out of reach" in packages.install_packages(root)
    assert not extra.exists()


def test_the_real_package_of_the_locked_version_is_left_alone(root: Path) -> None:
    real = root / "dbt_packages" / "dbt_utils"
    real.mkdir(parents=True)
    version = re.findall(r"version: (\S+)", (ROOT / "package-lock.yml").read_text())[0]
    (real / "dbt_project.yml").write_text(f"name: dbt_utils\nversion: {version}\n")
    assert packages.install_packages(root) == f"ready (dbt_utils {version})"
    (real / "dbt_project.yml").write_text("name: dbt_utils\nversion: 0.0.1\n")
    assert "out of reach" in packages.install_packages(root)


def test_lock_and_request_agree() -> None:
    asked = re.findall(r"version: \W*([\d.]+)", (ROOT / "packages.yml").read_text())
    locked = re.findall(r"version: \W*([\d.]+)", (ROOT / "package-lock.yml").read_text())
    assert asked == locked


def test_the_stand_in_covers_every_call() -> None:
    files = [
        path
        for folder in PROJECT_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".sql", ".yml", ".yaml"}
    ]
    called = {
        name for path in files for name in re.findall(r"\bdbt_utils\.(\w+)", path.read_text())
    }
    text = "\n".join(path.read_text() for path in (ROOT / "vendor").rglob("*.sql"))
    offered = set(re.findall(r"{%-?\s*(?:macro|test)\s+(\w+)", text))
    assert called, "nothing of dbt_utils is called: then it should not be a dependency"
    assert called <= offered
