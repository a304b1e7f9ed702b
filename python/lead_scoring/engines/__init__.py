"""The engines that `make build` runs on: how each takes the input in, builds, and is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from ..errors import UserError
from ..project import ROOT, TEAM
from .base import Database, Engine, MissingTableError, ReadWarehouse
from .duckdb_file import DuckDBEngine, DuckDBFile

__all__ = [
    "Database",
    "DuckDBEngine",
    "DuckDBFile",
    "Engine",
    "MissingTableError",
    "ReadWarehouse",
    "engine_of",
    "not_installed",
    "type_of",
    "warehouse_of",
]


def warehouse_of(target: str) -> ReadWarehouse:
    """The warehouse of a target: of the team's dbt project, or of a clone of this one."""
    if TEAM is None:
        return engine_of(target)
    from .team import TeamWarehouse  # noqa: PLC0415 - dbt is slow to import

    return TeamWarehouse(TEAM, target)


def engine_of(target: str) -> Engine:
    """The engine of a target of profiles.yml; of the default target where none is named."""
    # The engines on servers have packages of their own.
    output = _output_of(target)
    try:
        if output["type"] == "postgres":
            from .postgres import PostgresEngine  # noqa: PLC0415

            return PostgresEngine(target)
        if output["type"] == "spark":
            from .spark import SparkEngine  # noqa: PLC0415

            return SparkEngine(target, output)
    except ImportError:
        raise not_installed(output["type"]) from None
    return DuckDBEngine(target)


def not_installed(kind: str) -> UserError:
    """That the packages of an engine are missing."""
    return UserError(
        f"the packages for {kind.capitalize()} are not installed; run: make setup TARGET={kind}"
    )


def type_of(target: str) -> str:
    """The type of a target of profiles.yml, or of the default one where none is named."""
    if TEAM:
        from .team import TeamWarehouse  # noqa: PLC0415 - dbt is slow to import

        return TeamWarehouse(TEAM, target).kind
    return str(_output_of(target)["type"])


def _output_of(target: str) -> dict[str, Any]:
    path = Path(os.environ.get("DBT_PROFILES_DIR") or ROOT, "profiles.yml")
    profile = yaml.safe_load(path.read_text(encoding="utf-8"))["lead_scoring"]
    outputs = profile["outputs"]
    name = target or profile["target"]
    if name not in outputs:
        raise UserError(f"TARGET={name} is not in profiles.yml; use one of {', '.join(outputs)}.")
    return dict(outputs[name])
