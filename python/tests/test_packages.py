"""The dbt packages: from the hub where it answers, else the stand-in, which covers every call."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from dbt.config.project import package_config_from_data
from dbt.task.deps import _create_sha1_hash
from dbt_common.semver import VersionSpecifier, reduce_versions

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


def test_the_real_package_is_left_alone(root: Path) -> None:
    """Without a network too, where nothing could bring it back."""
    real = root / "dbt_packages" / "dbt_utils"
    real.mkdir(parents=True)
    # What each release of dbt_utils says of itself, 1.4.1 among them.
    project = "\nname: 'dbt_utils'\nversion: '0.1.0'\n"
    (real / "dbt_project.yml").write_text(project)
    assert packages.install_packages(root) == "ready (dbt_utils)"
    assert (real / "dbt_project.yml").read_text() == project


def test_the_lock_is_one_of_this_packages_file() -> None:
    """Else `dbt deps` would resolve it again, and take a release that nobody has tried."""
    asked = yaml.safe_load((ROOT / "packages.yml").read_text())
    lock = yaml.safe_load((ROOT / "package-lock.yml").read_text())
    read_by_dbt = package_config_from_data(deepcopy(asked), asked)
    assert lock["sha1_hash"] == _create_sha1_hash(read_by_dbt.packages)
    for request, locked in zip(asked["packages"], lock["packages"], strict=True):
        assert request["package"] == locked["package"]
        bounds = [VersionSpecifier.from_version_string(bound) for bound in request["version"]]
        version = VersionSpecifier.from_version_string(locked["version"])
        assert len(bounds) == 2, "a range, as an exact version breaks teams with another"
        reduce_versions(*bounds, version)


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
