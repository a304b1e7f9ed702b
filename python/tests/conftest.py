"""What several tests use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from lead_scoring.project import ROOT

GOOD_LEADS = (
    b"lead_id,created_at,email\nL1,2026-01-05,ann@example.com\nL2,2026-01-06,bob@example.com\n"
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory."""
    with duckdb.connect() as connection:
        yield connection


@dataclass(frozen=True)
class CommandLine:
    """Runs `python -m lead_scoring` as a user does, on a warehouse of its own."""

    directory: Path

    @property
    def warehouse(self) -> Path:
        """The warehouse file."""
        return self.directory / "warehouse" / "lead_scoring.duckdb"

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "lead_scoring", *arguments],
            cwd=self.directory,
            env=self._environment(variables),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start one command, to read its output line by line."""
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "lead_scoring", *arguments],
            cwd=self.directory,
            env=self._environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"INPUT", "AS_OF", "RULEBOOK", "TARGET"}
        }
        return environment | {
            "LEAD_SCORING_DUCKDB_PATH": str(self.warehouse),
            "DBT_TARGET_PATH": str(self.directory / "target"),
            "DBT_LOG_PATH": str(self.directory / "logs"),
            "PYTHONPATH": str(ROOT / "python"),
            **variables,
        }


@pytest.fixture(scope="session")
def user(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user with an empty directory to work in."""
    return CommandLine(tmp_path_factory.mktemp("user"))
