"""The engines that `make build` runs on: how each takes the input in, builds, and is read."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from ..errors import UserError
from ..project import ROOT
from .base import Database, Engine, MissingTableError
from .duckdb_file import DuckDBEngine, DuckDBFile

__all__ = [
    "Database",
    "DuckDBEngine",
    "DuckDBFile",
    "Engine",
    "MissingTableError",
    "engine_of",
    "is_postgres",
]

NOT_INSTALLED = "the packages for Postgres are not installed; run: make setup TARGET=postgres"


def engine_of(target: str) -> Engine:
    """The engine of a target of profiles.yml; of the default target where none is named."""
    if not is_postgres(target):
        return DuckDBEngine(target)
    try:
        from .postgres import PostgresEngine  # noqa: PLC0415 - it has packages of its own
    except ImportError:
        raise UserError(NOT_INSTALLED) from None
    return PostgresEngine(target)


def is_postgres(target: str) -> bool:
    """Whether a target of profiles.yml, or the default one where none is named, is a Postgres."""
    return _type_of(target) == "postgres"


def _type_of(target: str) -> str:
    path = Path(os.environ.get("DBT_PROFILES_DIR") or ROOT, "profiles.yml")
    profile = yaml.safe_load(path.read_text(encoding="utf-8"))["lead_scoring"]
    outputs = profile["outputs"]
    name = target or profile["target"]
    if name not in outputs:
        raise UserError(f"TARGET={name} is not in profiles.yml; use one of {', '.join(outputs)}.")
    return str(outputs[name]["type"])
