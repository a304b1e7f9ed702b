"""The command `load`, and what it shares with `build`: the input goes into the side file."""

from __future__ import annotations

import argparse
import json
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from .contract import LEADS
from .load import (
    DEMO,
    Changes,
    LoadedSource,
    continues,
    is_of_same_input,
    last_origin,
    load_input,
)
from .project import DEMO_INPUT, shown
from .warehouse import Warehouse, bounds


@dataclass(frozen=True)
class Loaded:
    """What a load leaves to know: columns that rules may name, and which file it went on with."""

    custom_columns: list[str]
    start: Path | None


def add_parser(commands: Any) -> None:
    """Add the command `load`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "load", help="load the input into the schema raw, for plain dbt to build on"
    )
    add_options(parser)
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what to load."""
    parser.add_argument(
        "--input",
        default=os.environ.get("INPUT", ""),
        help="a directory with leads, events and outcomes as .csv or .parquet (INPUT)",
    )
    parser.add_argument(
        "--full-refresh",
        action="store_true",
        default=os.environ.get("FULL_REFRESH", "").lower() not in {"", "0", "false", "no"},
        help="load and compute all anew, but keep the history of attributes (FULL_REFRESH=1)",
    )


def run(options: argparse.Namespace) -> int:
    """Bring the schema raw up to date and leave the rest of the warehouse as it is."""
    warehouse = Warehouse.from_environment()
    with warehouse.lock():
        loaded = load_into_side_file(warehouse, options, keep_rest=True)
        put_in_place(warehouse, loaded)
    if loaded.custom_columns:
        variables = json.dumps({"custom_attributes": loaded.custom_columns})
        print(f"For plain dbt: dbt build --vars {shlex.quote(variables)}")
    return 0


def input_directory(options: argparse.Namespace) -> Path:
    """The directory that the user named, else the demo."""
    return Path(options.input).absolute() if options.input else DEMO_INPUT


def load_into_side_file(
    warehouse: Warehouse, options: argparse.Namespace, *, keep_rest: bool = False
) -> Loaded:
    """Start the side file and load the input there.

    It starts as a copy of the warehouse of the same input, else empty; with keep_rest also as a
    copy of a warehouse that no load has made a part of.
    """
    directory = input_directory(options)
    try:
        start = _start(warehouse, directory, keep_rest=keep_rest)
        warehouse.start_side_file(start)
        with duckdb.connect(str(warehouse.side_path), config=bounds()) as connection:
            sources = load_input(
                connection, directory, warehouse.work_dir, reload=options.full_refresh
            )
    except BaseException:
        warehouse.discard_side_file()
        raise
    for source in sources:
        _print_source(source)
    return Loaded(sources[0].custom_columns, start)


def put_in_place(warehouse: Warehouse, loaded: Loaded) -> None:
    """Make the side file the warehouse; a last one that was not continued is kept beside."""
    keeps_last = False
    if loaded.start != warehouse.path and warehouse.path in warehouse.files():
        with warehouse.read(warehouse.path) as connection:
            keeps_last = last_origin(connection) != DEMO
    warehouse.put_side_file_in_place(keep_last=keeps_last)
    if keeps_last:
        kept = shown(warehouse.previous_path)
        print(f"  the last warehouse, which is not of this input, is kept as {kept}")


def _start(warehouse: Warehouse, directory: Path, *, keep_rest: bool) -> Path | None:
    """The warehouse to go on with, and a line that says so."""

    def goes_on(connection: duckdb.DuckDBPyConnection) -> bool:
        if continues(connection, directory):
            return True
        return keep_rest and (
            last_origin(connection) is None or is_of_same_input(connection, directory)
        )

    for path in warehouse.files():
        with warehouse.read(path) as connection:
            if goes_on(connection):
                last_scored = _last_scored(connection)
                print(f"  continuing the warehouse {shown(path)}{last_scored}", flush=True)
                return path
    print("  starting a new warehouse", flush=True)
    return None


def _last_scored(connection: duckdb.DuckDBPyConnection) -> str:
    try:
        row = connection.execute("select max(scored_on) from marts.lead_scores").fetchone()
    except duckdb.Error:
        return ""
    return f", last scored for {row[0]}" if row and row[0] else ""


def _print_source(source: LoadedSource) -> None:
    files = "no file" if not source.files else shown(source.files[0])
    if len(source.files) > 1:
        files = f"{len(source.files)} files of {shown(source.files[0].parent)}"
    unreadable = f", {source.unreadable:,} unreadable lines" if source.unreadable else ""
    changes = f": {_in_words(source.changes)}" if source.changes else ""
    print(f"  {source.name:<8} {source.rows:>11,} rows ({files}{unreadable}){changes}", flush=True)
    if source.name == LEADS.name and source.custom_columns:
        print(f"  rules may also name: {', '.join(source.custom_columns)}")


def _in_words(changes: Changes) -> str:
    if not changes.added and not changes.removed:
        return "nothing new"
    files = "1 file" if changes.files == 1 else f"{changes.files} files"
    new = f"{changes.added:,} new rows of {files}" if changes.files else "no new rows"
    return new + (f", {changes.removed:,} earlier rows removed" if changes.removed else "")
