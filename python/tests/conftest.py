"""What several tests use."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from lead_scoring import cli
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
        return self._start("lead_scoring", arguments, variables, cwd=self.directory)

    def start_dbt(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start dbt itself, on the warehouse as it is."""
        return self._start("dbt.cli.main", arguments, variables, cwd=ROOT)

    def _start(
        self, module: str, arguments: tuple[str, ...], variables: dict[str, str], *, cwd: Path
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", module, *arguments],
            cwd=cwd,
            env=self._environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self, reports: bool = False, /, **variables: str) -> str:
        """Build in this process without dbt's data tests; what the build said, with its errors.

        Reports are left out unless asked for: they take their time, and nothing is made of them.
        """
        said = io.StringIO()
        with (
            mock.patch.dict(os.environ, self._environment(variables), clear=True),
            mock.patch(
                f"{dbt_runner().__module__}.dbtRunner", partial(QuickRunner, reports=reports)
            ),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            code = cli.main(["build"])
        assert code == 0, said.getvalue()[-6000:]
        return said.getvalue()

    def copy(self, directory: Path) -> CommandLine:
        """Another user with a copy of the warehouse."""
        other = CommandLine(directory)
        other.warehouse.parent.mkdir(parents=True)
        shutil.copyfile(self.warehouse, other.warehouse)
        return other

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def tables(self, *schemas: str) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of all tables and views of some schemas, in one order, by the table's name."""
        listed = ", ".join(f"'{schema}'" for schema in schemas)
        names = self.rows(
            "select table_schema || '.' || table_name from information_schema.tables"
            f" where table_schema in ({listed}) order by all"
        )
        return {name: self.rows(f"from {name} order by all") for (name,) in names}

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"INPUT", "AS_OF", "RULEBOOK", "TARGET", "VARS", "FULL_REFRESH"}
        }
        return environment | {
            "LEAD_SCORING_DUCKDB_PATH": str(self.warehouse),
            "DBT_TARGET_PATH": str(self.directory / "target"),
            "DBT_LOG_PATH": str(self.directory / "logs"),
            "PYTHONPATH": str(ROOT / "python"),
            **variables,
        }


DAYS_OF_A_RUN = ("as_of", "history_days", "history_months", "history_on")


@cache
def dbt_runner() -> Any:
    """dbt's own runner; it is asked for before anything stands in for it."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - dbt is slow to import

    return dbtRunner


# For CommandLine.build; its named arguments are the variables of make.
WITH_REPORTS = True
REPORTS = [
    f"path:models/{folder}"
    for folder in (
        "intermediate/audit",
        "intermediate/drift",
        "marts/audit",
        "marts/metrics",
        "marts/proof",
        "marts/reports",
    )
]


@dataclass(frozen=True)
class QuickRunner:
    """dbt without data tests, which reads the project once for all scoring days of a rulebook."""

    reports: bool = False

    def invoke(self, arguments: list[str]) -> Any:
        """Run a build."""
        given = json.loads(arguments[arguments.index("--vars") + 1])
        lasting = {name: value for name, value in given.items() if name not in DAYS_OF_A_RUN}
        project = parsed_project(json.dumps(lasting, sort_keys=True), rulebook_digest())
        left_out = [] if self.reports else ["--exclude", *REPORTS]
        return dbt_runner()(manifest=project).invoke(
            [*arguments, "--exclude-resource-type", "test", *left_out]
        )


@cache
def parsed_project(variables: str, rulebook: str) -> Any:
    """What dbt reads from the project's files with some vars and the rulebook of that digest."""
    assert rulebook
    outcome = dbt_runner()().invoke(["parse", "--no-partial-parse", "--vars", variables])
    assert outcome.success, outcome.exception
    return outcome.result


def rulebook_digest() -> str:
    """A digest of the path and the files of the rulebook in force."""
    directory = Path(os.environ.get("RULEBOOK") or ROOT / "seeds" / "rulebook")
    digest = hashlib.sha256(str(directory).encode())
    for path in sorted(directory.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def user(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user with an empty directory to work in."""
    return CommandLine(tmp_path_factory.mktemp("user"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user who has scored the demo, with all reports; to change it, take a copy.

    The workers of pytest share it: the first that needs it builds it, the others wait.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    user = CommandLine(shared / "demo")
    user.directory.mkdir(exist_ok=True)
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not user.warehouse.exists():
            done = user.run("build")
            assert done.returncode == 0, done.stdout + done.stderr
    return user
