"""Loads a source by batches: a file that was loaded before and has not changed is not read again.

Each file is a batch, in the order of their names. Of a file that has grown only the new rows are
loaded, as one more batch of that file. Rows are new by their content, so a file that was only
written again, even in another order, brings none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..contract import Source
from .csv_files import load_csv
from .erased import ErasedPeople
from .files import is_renamed
from .input_files import FileState, InputFiles
from .mapped_files import load_mapped
from .mapping import InputFile
from .parquet_files import load_parquet
from .raw_table import RawTable
from .row_difference import RowDifference
from .scratch import scratch_schema


@dataclass
class Changes:
    """What a load added to a table and removed from it."""

    files: int = 0
    added: int = 0
    removed: int = 0


def load_files(
    raw: RawTable, files: list[InputFile], source: Source, work_dir: Path, erased: ErasedPeople
) -> int:
    """Add the rows of files to the raw table, without those of the erased; how many these are.

    Where there are any, rows are looked at elsewhere: what is deleted in a DuckDB file may stay in
    its free blocks.
    """
    if not erased.hashes:
        for file in files:
            load_file(raw, file, source, work_dir)
        return 0
    with scratch_schema(raw.connection, work_dir) as schema:
        arrived = RawTable(raw.connection, source.name, schema=schema)
        for file in files:
            load_file(arrived, file, source, work_dir)
        raw.renamed |= arrived.renamed
        left_out = erased.leave_out(arrived, source)
        raw.add_columns(arrived.columns)
        raw.insert(arrived.columns, arrived.query(arrived.columns))
    return left_out


def load_file(raw: RawTable, file: InputFile, source: Source, work_dir: Path) -> None:
    """Add the rows of one file to the raw table."""
    if file.has_mapping:
        load_mapped(raw, file, source, work_dir)
        return
    if file.path.suffix.lower() == ".csv":
        names = load_csv(raw, file.path, source, work_dir)
    else:
        names = load_parquet(raw, file.path, source)
    raw.renamed |= {name: given for name, given in names.items() if is_renamed(given, name)}


class BatchedSource:
    """A source whose raw table is brought up to date batch by batch."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        source: Source,
        work_dir: Path,
        erased: ErasedPeople,
    ) -> None:
        self.raw = RawTable(connection, source.name, batched=True)
        self.changes = Changes()
        self.left_out = 0
        self._source = source
        self._erased = erased
        self._work_dir = work_dir
        self._registry = InputFiles(connection, source)

    def load(self, files: dict[str, InputFile], *, anew: bool) -> None:
        """Bring the table to the state of the files, by their names; anew: read all of them."""
        if anew:
            self._registry.clear()
        else:
            self.raw.continue_last()
        known = self._registry.known()
        for name, last in known.items():
            if name not in files:
                self._remove(last.batches)
        for name, file in files.items():
            # Taken before the file is read: what is written meanwhile is for the next load.
            state = FileState.of(file.path)
            if name not in known:
                with self._new_batch(name, state):
                    self.left_out += load_files(
                        self.raw, [file], self._source, self._work_dir, self._erased
                    )
            elif known[name].state != state:
                self._load_changed(name, file, state, known[name].batches)
        if not self.raw.columns:
            self.raw.add_columns(self._source.columns)

    def _load_changed(
        self, name: str, file: InputFile, state: FileState, batches: list[int]
    ) -> None:
        with scratch_schema(self.raw.connection, self._work_dir) as schema:
            arrived = RawTable(self.raw.connection, self._source.name, schema=schema)
            load_file(arrived, file, self._source, self._work_dir)
            self.left_out += self._erased.leave_out(arrived, self._source)
            self.raw.add_columns(arrived.columns)
            arrived.add_columns(self.raw.columns)
            difference = RowDifference(self.raw, batches, arrived)
            if difference.has_vanished_rows():
                self._remove(batches)
                with self._new_batch(name, state):
                    self.raw.insert(self.raw.columns, arrived.query(self.raw.columns))
            elif difference.has_new_rows():
                with self._new_batch(name, state):
                    self.raw.insert(self.raw.columns, difference.new_rows(self._source.moment))
            else:
                self._registry.touch(batches[-1], state)

    @contextmanager
    def _new_batch(self, name: str, state: FileState) -> Iterator[None]:
        """Note what is inserted into the table meanwhile as one batch of the file."""
        self.raw.batch = self._registry.next_batch()
        yield
        rows = self.raw.row_count([self.raw.batch])
        self._registry.add(self.raw.batch, name, state, rows)
        self.changes.files += 1
        self.changes.added += rows

    def _remove(self, batches: list[int]) -> None:
        self.changes.removed += self.raw.delete(batches)
        self._registry.remove(batches)
