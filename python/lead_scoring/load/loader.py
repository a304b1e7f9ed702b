"""Loads an INPUT directory, or the demo, into the schema raw of a DuckDB database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ..contract import EVENTS, IDENTITIES, LEADS, OUTCOMES, OWN_COLUMNS, SOURCES, SPEND, Source
from ..errors import UserError
from ..project import shown
from .batches import BatchedSource, Changes, load_files
from .erased import ErasedPeople
from .mapping import FILE_NAME, InputFile, InputMapping, named_uniquely
from .origin import continues, last_mapping, write_input_facts
from .raw_table import RawTable
from .readability import check_readable


@dataclass(frozen=True)
class LoadedSource:
    """What is in one raw table after a load; changes only where the load went on with the last."""

    name: str
    files: list[Path]
    rows: int
    unreadable: int
    custom_columns: list[str] = field(default_factory=list)
    changes: Changes | None = None
    left_out: int = 0
    renamed: dict[str, str] = field(default_factory=dict)


def load_input(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    work_dir: Path,
    *,
    reload: bool = False,
    erased: ErasedPeople | None = None,
) -> list[LoadedSource]:
    """Bring the schema raw to the state of the files in the directory, without who was erased.

    All but events are few and change: they are loaded whole. Events only come: what was loaded
    from the same directory before stays, unless all is to be loaded again.
    """
    erased = erased or ErasedPeople()
    mapping, files = _files(directory)
    is_mapped_alike = last_mapping(connection) == mapping.digest
    goes_on = not reload and continues(connection, directory) and is_mapped_alike
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("create schema if not exists raw")
    loaded = [
        _load_whole(connection, LEADS, files[LEADS], work_dir, erased),
        _load_batches(connection, directory, files[EVENTS], work_dir, erased, anew=not goes_on),
        _load_whole(connection, OUTCOMES, files[OUTCOMES], work_dir, erased),
        _load_whole(connection, IDENTITIES, files[IDENTITIES], work_dir, erased),
        _load_whole(connection, SPEND, files[SPEND], work_dir, erased),
    ]
    for source in SOURCES:
        check_readable(connection, source, files[source])
    erased.write_leads_to_clear(connection)
    write_input_facts(connection, directory, mapping.digest)
    return loaded


def _files(directory: Path) -> tuple[InputMapping, dict[Source, list[InputFile]]]:
    if not directory.exists():
        raise UserError(
            f"INPUT={shown(directory)} does not exist; name a directory with leads.csv."
        )
    if not directory.is_dir():
        raise UserError(
            f"INPUT={shown(directory)} is a file; name the directory that holds it,"
            " with the leads in leads.csv or leads.parquet."
        )
    mapping = InputMapping.of(directory)
    files = {source: mapping.files(source) for source in SOURCES}
    if not files[LEADS]:
        there = ", ".join(sorted(path.name for path in directory.iterdir())[:20]) or "nothing"
        raise UserError(
            f"{shown(directory)} holds no leads; put leads.csv or leads.parquet there, or say in"
            f" {FILE_NAME} which file they are in: make map INPUT={shown(directory)} proposes one"
            f" (found: {there})."
        )
    return mapping, files


def _load_whole(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    files: list[InputFile],
    work_dir: Path,
    erased: ErasedPeople,
) -> LoadedSource:
    raw = RawTable(connection, source.name)
    if files:
        left_out = load_files(raw, files, source, work_dir, erased)
    else:
        raw.add_columns(source.columns)
        left_out = 0
    loaded = _loaded(raw, source, files, left_out=left_out)
    if source is LEADS:
        _check_leads(loaded)
    return loaded


def _load_batches(
    connection: duckdb.DuckDBPyConnection,
    directory: Path,
    files: list[InputFile],
    work_dir: Path,
    erased: ErasedPeople,
    *,
    anew: bool,
) -> LoadedSource:
    batched = BatchedSource(connection, EVENTS, work_dir, erased)
    batched.load(named_uniquely(directory, files), anew=anew)
    changes = None if anew else batched.changes
    return _loaded(batched.raw, EVENTS, files, changes, left_out=batched.left_out)


def _loaded(
    raw: RawTable,
    source: Source,
    files: list[InputFile],
    changes: Changes | None = None,
    *,
    left_out: int = 0,
) -> LoadedSource:
    known = {*source.columns, *OWN_COLUMNS}
    custom = [column for column in raw.columns if column not in known]
    rows, unreadable = raw.row_count(), raw.unreadable_count()
    paths = list(dict.fromkeys(file.path for file in files))
    return LoadedSource(
        source.name, paths, rows, unreadable, custom, changes, left_out, raw.renamed
    )


def _check_leads(leads: LoadedSource) -> None:
    where = shown(leads.files[0] if len(leads.files) == 1 else leads.files[0].parent)
    if leads.rows == 0:
        raise UserError(f"{where} has no rows; a score needs at least one lead.")
    if leads.rows == leads.unreadable:
        raise UserError(
            f"none of the {leads.rows} lines of {where} has as many cells as its first line has"
            " columns; check the delimiter and the quotes."
        )
