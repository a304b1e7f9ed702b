"""The command `check`: lint, dbt's tests and the Python tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

from lead_scoring.compare.rulebooks import find_rulebook
from lead_scoring.compare.sides import compare, run_tests, side_file_of
from lead_scoring.dbt_runner import run_dbt
from lead_scoring.errors import UserError
from lead_scoring.load import load_input
from lead_scoring.packages import install_packages
from lead_scoring.project import DEMO_INPUT, ROOT, WITH_UNIT_TESTS, dbt_target
from lead_scoring.warehouse import PATH_VARIABLE, Warehouse, copy_file

Check = tuple[str, Callable[[Path], None]]


def run_groups(groups: Sequence[str]) -> None:
    """Run all checks of the groups, whatever fails; at the end an error that names those that did.

    Of lint and dbt neither keeps two cores busy, so they run side by side.
    """
    print("dbt packages:", install_packages(), flush=True)
    started = time.monotonic()
    rest = groups
    failed: list[str] = []
    if {"lint", "dbt"} <= set(groups):
        with _beside("dbt", failed):
            failed += _run_checks("lint")
        rest = [group for group in groups if group not in {"lint", "dbt"}]
    failed += _run_checks(*rest)
    seconds = f"{time.monotonic() - started:.0f} s"
    if failed:
        raise UserError(
            f"these failed: {', '.join(failed)} (see above, {seconds} in all);"
            " correct what they found and run it again."
        )
    names = ", ".join(name for group in groups for name, _ in CHECKS[group])
    print(f"\nAll good in {seconds}: {names}.")


def _run_checks(*groups: str) -> list[str]:
    """Run the checks of groups on a warehouse of their own; the names of those that failed.

    It holds the demo as loaded and nothing built.
    """
    checks = [check for group in groups for check in CHECKS[group]]
    failed = []
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory:
        warehouse = Path(directory, "lead_scoring.duckdb")
        with duckdb.connect(str(warehouse)) as connection:
            load_input(connection, DEMO_INPUT, Path(directory))
        for number, (name, check) in enumerate(checks, start=1):
            print(f"\n[{number}/{len(checks)}] {name}", flush=True)
            try:
                check(warehouse)
            except (UserError, OSError, duckdb.Error) as error:
                print(f"{name} failed: {error}", flush=True)
                failed.append(name)
    return failed


@contextmanager
def _beside(group: str, failed: list[str]) -> Iterator[None]:
    """Run the checks of a group in another process during the block, and print what it said.

    failed: where the name of the group is added if any of them fails.
    """
    command = [sys.executable, "-m", "dev", "check", group]
    environment = os.environ | {"DBT_TARGET_PATH": str(dbt_target() / "checks")}
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, env=environment, stdout=said, stderr=said) as process,
    ):
        try:
            yield
        except BaseException:
            process.terminate()
            raise
        if process.wait() != 0:
            failed.append(f"check {group}")
        said.seek(0)
        print(f"\nmeanwhile, check {group}:\n{said.read()}", end="", flush=True)


def _tool(*command: str) -> Callable[[Path], None]:
    """A check by another program, which prints what it finds."""

    def check(warehouse: Path) -> None:
        environment = os.environ | {PATH_VARIABLE: str(warehouse)}
        module = [sys.executable, "-m", *command]
        if subprocess.run(module, cwd=ROOT, env=environment, check=False).returncode != 0:
            raise UserError("the faults are above.")

    return check


def _dbt_build(warehouse: Path) -> None:
    """Build the demo with all unit and data tests."""
    run_dbt(["build"], warehouse, environment=WITH_UNIT_TESTS)


def _rulebook_comparison(warehouse: Path) -> None:
    """Compare two rulebooks on the demo as built, with the tests of the models that do it."""
    old, new = find_rulebook("OLD", ""), find_rulebook("RULEBOOK", "rulebooks/early")
    with side_file_of(Warehouse(warehouse)) as path:
        copy_file(warehouse, path)
        compare(path, old, new, {})
        run_tests(path, old, new)


def _dbt_unit_tests(warehouse: Path) -> None:
    """Run the unit tests alone; they need the tables of the demo for their columns."""
    run_dbt(["build", "--quiet", "--resource-type", "seed", "snapshot", "model"], warehouse)
    # An error where none is enabled, as a selection of nothing passes.
    none_is_an_error = ["--warn-error-options", "{error: [NoNodesForSelectionCriteria]}"]
    run_dbt(
        ["test", "--select", "test_type:unit", *none_is_an_error],
        warehouse,
        environment=WITH_UNIT_TESTS,
    )


ENGINE_TESTS = ["python/tests/test_postgres.py", "python/tests/test_spark.py"]

CHECKS: dict[str, list[Check]] = {
    "lint": [
        ("sqlfluff", _tool("sqlfluff", "lint", "models", "tests", "analyses")),
        ("dbt YAML", _tool("dev", "lint-yaml")),
        ("ruff", _tool("ruff", "check", "python", "examples")),
        ("ruff format", _tool("ruff", "format", "--check", "python", "examples")),
        ("mypy", _tool("mypy")),
    ],
    "unit": [("dbt unit tests", _dbt_unit_tests)],
    "dbt": [
        ("dbt unit and data tests on the demo", _dbt_build),
        ("the same for the comparison of two rulebooks", _rulebook_comparison),
    ],
    "python": [("pytest", _tool("pytest"))],
    "engines": [
        ("pytest", _tool("pytest", "-n", "0", "-rs", "--durations", "0", *ENGINE_TESTS)),
    ],
}


@click.command()
@click.argument("groups", nargs=-1, required=True, type=click.Choice(list(CHECKS)))
def run(groups: tuple[str, ...]) -> None:
    """Run groups of checks: lint, the dbt tests on the demo, the Python tests."""
    run_groups(groups)
