"""The command `check`: lint, dbt's tests and the Python tests."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from .dbt_runner import run_dbt
from .errors import UserError
from .load import load_input
from .packages import install_packages
from .project import DEMO_INPUT, ROOT

Check = tuple[str, Callable[[], None]]


def add_parser(commands: Any) -> None:
    """Add the command `check`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check", help="run lint, the dbt tests on the demo and the Python tests"
    )
    parser.add_argument("groups", nargs="+", choices=CHECKS, metavar="|".join(CHECKS))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the checks of the groups one by one; the first that fails ends the run."""
    print("dbt packages:", install_packages(), flush=True)
    checks = [check for group in options.groups for check in CHECKS[group]]
    started = time.monotonic()
    for number, (name, check) in enumerate(checks, start=1):
        print(f"\n[{number}/{len(checks)}] {name}", flush=True)
        check()
    names = ", ".join(name for name, _ in checks)
    print(f"\nAll good in {time.monotonic() - started:.0f} s: {names}.")
    return 0


def _tool(*command: str) -> Callable[[], None]:
    """A check by another program, which prints what it finds."""

    def check() -> None:
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        if done.returncode != 0:
            raise UserError(f"{command[0]} found what is told above; correct it and run it again.")

    return check


def _dbt_build() -> None:
    """Build the demo with all unit and data tests, in a warehouse of its own."""
    with _demo_warehouse() as directory:
        run_dbt(["build"], _warehouse(directory))


def _dbt_unit_tests() -> None:
    """Run the unit tests on empty tables: they bring their own rows."""
    with _demo_warehouse() as directory:
        run_dbt(["run", "--empty", "--quiet"], _warehouse(directory))
        run_dbt(["test", "--select", "test_type:unit"], _warehouse(directory))


def _demo_warehouse() -> tempfile.TemporaryDirectory[str]:
    directory = tempfile.TemporaryDirectory(prefix="lead_scoring_")
    with duckdb.connect(str(_warehouse(directory.name))) as connection:
        load_input(connection, DEMO_INPUT, Path(directory.name))
    return directory


def _warehouse(directory: str) -> Path:
    return Path(directory, "lead_scoring.duckdb")


CHECKS: dict[str, list[Check]] = {
    "lint": [
        ("sqlfluff", _tool("sqlfluff", "lint", "models", "macros", "tests", "analyses")),
        ("dbt YAML", _tool("lead_scoring", "lint-yaml")),
        ("ruff", _tool("ruff", "check", "python")),
        ("ruff format", _tool("ruff", "format", "--check", "python")),
        ("mypy", _tool("mypy")),
    ],
    "unit": [("dbt unit tests", _dbt_unit_tests)],
    "dbt": [("dbt unit and data tests on the demo", _dbt_build)],
    "python": [("pytest", _tool("pytest"))],
}
