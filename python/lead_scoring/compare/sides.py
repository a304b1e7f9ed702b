"""Scores one input under two rulebooks in a warehouse aside, as scorecards of the same tables."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from ..dbt_runner import changed_environment, run_dbt
from ..engines import DuckDBFile
from ..errors import UserError
from ..passes import build_all
from ..project import ROOT, WITH_UNIT_TESTS, shown
from ..rulebook_directory import DEFAULT_DIRECTORY, find_scorecards
from ..sql import literal
from ..warehouse import Warehouse
from .rulebooks import Rulebook

RESULTS = (
    *("rulebook_diff", "rulebook_diff_stages", "rulebook_diff_rules"),
    *("rulebook_diff_summary", "rulebook_diff_calls"),
)
_COMPARISON = ("path:models/intermediate/comparison", "path:models/marts/comparison")


@contextmanager
def side_file_of(warehouse: Warehouse) -> Iterator[Path]:
    """Room for a file with the name of the warehouse, on its disk; it is gone afterwards."""
    directory = warehouse.path.parent / f".{warehouse.path.stem}.comparing"
    directory.mkdir(exist_ok=True)
    with (directory / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                f"another comparison with {shown(warehouse.path)} is running; wait until it is"
                " done, or stop it."
            ) from None
        path = directory / "file" / warehouse.path.name
        try:
            # What a killed run left goes first.
            shutil.rmtree(path.parent, ignore_errors=True)
            path.parent.mkdir()
            yield path
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def compare(path: Path, old: Rulebook, new: Rulebook, variables: dict[str, Any]) -> str:
    """Score the input in the file under both rulebooks and compare them; returns the scorecard."""
    arguments = ["build", "--quiet", "--exclude-resource-type", "test", "unit_test"]
    with _in_force(old, new) as challenger:
        selected = ["+path:models/marts/comparison"]
        build_all(DuckDBFile(path), arguments, variables, selected, scorecards=2)
        return find_scorecards(ROOT, old.value, challenger)[1].name


def run_tests(path: Path, old: Rulebook, new: Rulebook) -> None:
    """Run the unit and data tests of the comparison that is in the file."""
    with _in_force(old, new):
        run_dbt(["test", "--select", *_COMPARISON], path, None, WITH_UNIT_TESTS)


def keep_results(path: Path, target: Path) -> None:
    """Put the tables of the comparison, and nothing else, into a file of their own."""
    made = path.with_name("results.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"attach {literal(str(made))} as results")
        connection.execute("create schema results.marts")
        for name in RESULTS:
            connection.execute(f"create table results.marts.{name} as from marts.{name}")
    made.replace(target)


@contextmanager
def _in_force(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """Let dbt score the old rulebook as the one in force, and the new one as its challenger."""
    challenger = new.value or str(ROOT / DEFAULT_DIRECTORY)
    with changed_environment({"RULEBOOK": old.value, "CHALLENGER": challenger}):
        yield challenger
