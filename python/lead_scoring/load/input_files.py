"""raw.input_files: which file, in which state, each batch of rows came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..contract import Source

# A sequence, so that no number comes twice, not even after the last batch has gone.
BATCH_NUMBERS = "raw.batch_numbers"


@dataclass(frozen=True)
class FileState:
    """What tells that a file has not changed, without reading it."""

    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """The state of a file as it is now."""
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns)


@dataclass(frozen=True)
class KnownFile:
    """A file that was loaded before: its batches, and its state when the last of them came."""

    batches: list[int]
    state: FileState


class InputFiles:
    """The registry of the batches of one source."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Source) -> None:
        self._connection = connection
        self._source = source.name
        connection.execute(
            "create table if not exists raw.input_files (batch integer, source varchar,"
            " file varchar, size bigint, modified_ns bigint, rows bigint, loaded_at timestamp)"
        )
        connection.execute(f"create sequence if not exists {BATCH_NUMBERS}")

    def next_batch(self) -> int:
        """A number that no batch has had yet."""
        row = self._connection.execute(f"select nextval('{BATCH_NUMBERS}')").fetchone()
        assert row is not None  # noqa: S101 - a sequence always gives a number
        return int(row[0])

    def known(self) -> dict[str, KnownFile]:
        """The files whose rows are in the table, by name."""
        rows = self._connection.execute(
            "select file, list(batch order by batch), arg_max(size, batch),"
            " arg_max(modified_ns, batch) from raw.input_files where source = $source"
            " group by file order by file",
            {"source": self._source},
        ).fetchall()
        return {
            file: KnownFile(batches, FileState(size, modified_ns))
            for file, batches, size, modified_ns in rows
        }

    def add(self, batch: int, file: str, state: FileState, rows: int) -> None:
        """Note a batch that was loaded."""
        self._connection.execute(
            "insert into raw.input_files values ($batch, $source, $file, $size, $modified_ns,"
            " $rows, cast(now() at time zone 'UTC' as timestamp))",
            {"batch": batch, "source": self._source, "file": file, "rows": rows, **vars(state)},
        )

    def touch(self, batch: int, state: FileState) -> None:
        """Note that the file of a batch has another state and the same rows."""
        self._connection.execute(
            "update raw.input_files set size = $size, modified_ns = $modified_ns"
            " where batch = $batch",
            {"batch": batch, **vars(state)},
        )

    def remove(self, batches: list[int]) -> None:
        """Forget batches whose rows have been removed."""
        self._connection.execute(
            "delete from raw.input_files where list_contains($batches, batch)",
            {"batches": batches},
        )

    def clear(self) -> None:
        """Forget all batches; their numbers stay used."""
        self._connection.execute(
            "delete from raw.input_files where source = $source", {"source": self._source}
        )
