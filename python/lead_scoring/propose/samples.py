"""The columns of the files in a directory, with their first values."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..contract import LEADS, SOURCES
from ..errors import UserError
from ..load.csv_files import load_csv
from ..load.files import SUFFIXES
from ..load.parquet_files import load_parquet
from ..load.raw_table import RawTable
from ..project import shown
from ..sql import identifier
from ..sql_macros import call
from .synonyms import known_names

MOST_ROWS = 5_000
_LARGE = 32 * 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """A file by its name in the directory, and the first values of each of its columns."""

    name: str
    columns: dict[str, list[str]]


def read_samples(directory: Path) -> list[Sample]:
    """The samples of all files in the directory and in its folders of the tables' names."""
    folders = [directory, *(directory / source.name for source in SOURCES)]
    paths = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.lower() in SUFFIXES and path.name[0] not in "._"
    ]
    if not paths:
        raise UserError(
            f"{shown(directory)} holds no .csv and no .parquet file; put the files there."
        )
    with tempfile.TemporaryDirectory() as work_dir, duckdb.connect() as connection:
        return [
            Sample(
                path.relative_to(directory).as_posix(), _columns(connection, path, Path(work_dir))
            )
            for path in paths
        ]


def _columns(
    connection: duckdb.DuckDBPyConnection, path: Path, work_dir: Path
) -> dict[str, list[str]]:
    table = RawTable(connection, "sampled", schema="temp")
    if path.suffix.lower() == ".csv":
        names = load_csv(table, _head_of(path, work_dir), LEADS, work_dir, known_names())
    else:
        names = load_parquet(table, path, LEADS, is_mapped=True)
    columns = {}
    for name, column in names.items():
        text = call("clean_text", identifier(column))
        rows = connection.execute(
            f"select {text} as given from (from {table.name} limit {MOST_ROWS})"
            " where given is not null"
        ).fetchall()
        columns[name] = [str(value) for (value,) in rows]
    return columns


def _head_of(path: Path, work_dir: Path) -> Path:
    """The file, or the first whole lines of a large one."""
    if path.stat().st_size <= _LARGE:
        return path
    head = work_dir / path.name
    with path.open("rb") as file:
        lines = file.readlines(_LARGE // 4)
    head.write_bytes(b"".join(lines))
    return head
