"""Where the project lies, and how its paths are shown to people."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEMO_INPUT = ROOT / "seeds" / "demo"


def dbt_target() -> Path:
    """Where dbt writes what it compiles: DBT_TARGET_PATH, else target/ in the project."""
    return ROOT / (os.environ.get("DBT_TARGET_PATH") or "target")


def project_vars() -> dict[str, Any]:
    """The vars of dbt_project.yml: what holds where the user says nothing else."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    return dict(project["vars"])


def shown(path: Path) -> str:
    """The path as people read it best: relative where it lies below the working directory."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
