"""Loads an INPUT directory, or the demo, into the schema raw of a DuckDB database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ..contract import LEADS, SOURCES, UNREADABLE_LINE, Source
from ..errors import UserError
from ..project import DEMO_INPUT, shown
from .csv_files import load_csv
from .files import source_files
from .parquet_files import load_parquet
from .raw_table import RawTable


@dataclass(frozen=True)
class LoadedSource:
    """What was loaded into one raw table."""

    name: str
    files: list[Path]
    rows: int
    unreadable: int
    custom_columns: list[str] = field(default_factory=list)


def load_input(
    connection: duckdb.DuckDBPyConnection, directory: Path, work_dir: Path
) -> list[LoadedSource]:
    """Put the files of the directory into the schema raw, in place of what was there."""
    files = _files(directory)
    connection.execute("set preserve_insertion_order = false")
    connection.execute("drop schema if exists raw cascade")
    connection.execute("create schema raw")
    loaded = [_load(connection, source, files[source], work_dir) for source in SOURCES]
    _write_input_facts(connection, directory)
    return loaded


def _files(directory: Path) -> dict[Source, list[Path]]:
    if not directory.exists():
        raise UserError(
            f"INPUT={shown(directory)} does not exist; name a directory with leads.csv."
        )
    if not directory.is_dir():
        raise UserError(
            f"INPUT={shown(directory)} is a file; name the directory that holds it,"
            " with the leads in leads.csv or leads.parquet."
        )
    files = {source: source_files(directory, source) for source in SOURCES}
    if not files[LEADS]:
        there = ", ".join(sorted(path.name for path in directory.iterdir())[:20]) or "nothing"
        raise UserError(
            f"{shown(directory)} holds no leads; put leads.csv or leads.parquet there"
            f" (found: {there})."
        )
    return files


def _load(
    connection: duckdb.DuckDBPyConnection, source: Source, files: list[Path], work_dir: Path
) -> LoadedSource:
    raw = RawTable(connection, source.name)
    for path in files:
        if path.suffix.lower() == ".csv":
            load_csv(raw, path, source, work_dir)
        else:
            load_parquet(raw, path, source)
    if not files:
        raw.add_columns(source.columns)
    rows = raw.row_count()
    if source is LEADS:
        _check_leads(files, rows, raw.unreadable)
    known = {*source.columns, UNREADABLE_LINE}
    custom = [column for column in raw.columns if column not in known]
    return LoadedSource(source.name, files, rows, raw.unreadable, custom)


def _check_leads(files: list[Path], rows: int, unreadable: int) -> None:
    where = shown(files[0] if len(files) == 1 else files[0].parent)
    if rows == 0:
        raise UserError(f"{where} has no rows; a score needs at least one lead.")
    if rows == unreadable:
        raise UserError(
            f"none of the {rows} lines of {where} has as many cells as its first line has"
            " columns; check the delimiter and the quotes."
        )


def _write_input_facts(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
    """One row on where the input came from; only the demo brings its own scoring day."""
    is_demo = directory.resolve() == DEMO_INPUT
    last_day = _last_day(connection) if is_demo else None
    connection.execute(
        "create table raw.input_facts as select cast($source as varchar) as source,"
        " cast($last_day as date) as default_as_of,"
        " cast(now() at time zone 'UTC' as timestamp) as loaded_at",
        {"source": "demo" if is_demo else str(directory), "last_day": last_day},
    )


def _last_day(connection: duckdb.DuckDBPyConnection) -> str | None:
    row = connection.execute(
        "with moments as (select created_at as moment from raw.leads union all"
        " select occurred_at from raw.events)"
        " select cast(max(try_cast(moment as timestamp)) as date) from moments"
    ).fetchone()
    return str(row[0]) if row and row[0] else None
