"""Scores one input under two rulebooks in a warehouse aside, and compares the two there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ..dbt_runner import run_dbt
from ..engines import DuckDBFile
from ..errors import UserError
from ..passes import build_all
from ..project import shown
from ..sql import literal
from ..warehouse import Warehouse
from .rulebooks import Rulebook

SCHEMA = "compared"
# What the models of the comparison read of the other rulebook (models/intermediate/comparison).
_TABLES = (
    "intermediate.int_scored_people",
    "intermediate.int_person_stages",
    "intermediate.int_open_stages",
    "intermediate.int_segment_stages",
    "intermediate.int_ledger",
    "rulebook.stg_scoring_rules",
    "marts.follow_up_queue",
)
_RESULTS = ("rulebook_diff", "rulebook_diff_stages", "rulebook_diff_rules", "rulebook_diff_summary")
_SCORES = ("+int_backtest", "+follow_up_queue", "+int_known_leads", "+int_taken_in_batches")
_COMPARISON = ("path:models/intermediate/comparison", "path:models/marts/comparison")


@dataclass(frozen=True)
class Sides:
    """The warehouse files of the two rulebooks; both have the name of the user's warehouse."""

    old: Path
    new: Path


@contextmanager
def sides_of(warehouse: Warehouse) -> Iterator[Sides]:
    """Room for two files on the disk of the warehouse; all of it is gone afterwards."""
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
        sides = Sides(
            directory / "old" / warehouse.path.name, directory / "new" / warehouse.path.name
        )
        try:
            for path in (sides.old, sides.new):
                # What a run left that was killed goes first.
                shutil.rmtree(path.parent, ignore_errors=True)
                path.parent.mkdir()
            yield sides
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def score(path: Path, rulebook: Rulebook, variables: dict[str, Any]) -> None:
    """Score the input that is in the file under the rulebook, without tests."""
    arguments = ["build", "--quiet", "--exclude-resource-type", "test", "unit_test"]
    with _in_force(rulebook):
        build_all(DuckDBFile(path), arguments, variables, _SCORES)


def compare(sides: Sides, old: Rulebook, variables: dict[str, Any], *, test: bool = False) -> None:
    """Build the models of the comparison in the file of the old rulebook."""
    with duckdb.connect(str(sides.new)) as connection:
        connection.execute(f"attach {literal(str(sides.old))} as old_side")
        connection.execute(f"create schema if not exists old_side.{SCHEMA}")
        for table in _TABLES:
            name = table.partition(".")[2]
            connection.execute(f"create or replace table old_side.{SCHEMA}.{name} as from {table}")
    command = ["build"] if test else ["build", "--exclude-resource-type", "test", "unit_test"]
    with _in_force(old):
        run_dbt(
            [*command, "--quiet", "--select", *_COMPARISON],
            sides.old,
            variables | {"compare_with": SCHEMA},
        )


def keep_results(sides: Sides, target: Path) -> None:
    """Put the tables of the comparison, and nothing else, into a file of their own."""
    made = sides.old.with_name("results.duckdb")
    with duckdb.connect(str(sides.old)) as connection:
        connection.execute(f"attach {literal(str(made))} as results")
        connection.execute("create schema results.marts")
        for name in _RESULTS:
            connection.execute(f"create table results.marts.{name} as from marts.{name}")
    made.replace(target)


@contextmanager
def _in_force(rulebook: Rulebook) -> Iterator[None]:
    before = dict(os.environ)
    os.environ |= {"RULEBOOK": rulebook.value, "CHALLENGER": ""}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
