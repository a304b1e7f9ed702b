"""The schema raw of a server, brought up to date by way of a scratch DuckDB file.

The input is read and checked by the one loader that there is, into DuckDB. It begins with what the
server remembers: which file each batch of events came from, and the rows of those files that are
not as they were. So an unchanged file is neither read again nor sent, and of a file that has grown
only the new rows are sent. How rows travel is the server's own affair.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import duckdb

from ..contract import BATCH, EVENTS, IDENTITIES, LEADS, OUTCOMES, SPEND, UNREADABLE_LINE
from ..load import DEMO, last_origin
from ..load.input_files import BATCH_NUMBERS, FileState, InputFiles

FACTS, FILES = "input_facts", "input_files"
_WHOLE = (LEADS.name, OUTCOMES.name, IDENTITIES.name, SPEND.name, FACTS, FILES)
TABLES = (EVENTS.name, *_WHOLE)


class RawSchema(ABC):
    """The schema raw of the server, and of the scratch file beside it."""

    def __init__(self, scratch: duckdb.DuckDBPyConnection) -> None:
        self._scratch = scratch
        self._first_batch = 1

    def input_tables(self) -> list[str]:
        """The tables of the input that are on the server, whoever put them there."""
        return [name for name in TABLES if self._has(name)]

    def fetch_origin(self) -> str | None:
        """Let the scratch file know where the input on the server came from."""
        self._scratch.execute("create schema if not exists raw")
        self._fetch(FACTS)
        return last_origin(self._scratch)

    def fetch(self, directory: Path) -> None:
        """Let the scratch file begin with what the server knows of the last load."""
        self._first_batch = self._prepare()
        self._scratch.execute(f"create sequence {BATCH_NUMBERS} start with {self._first_batch}")
        self._fetch(FILES)
        questioned = self._batches_in_question(directory)
        self._fetch(EVENTS.name, is_of(questioned))

    def send(self) -> None:
        """Bring the server to the state of the scratch file."""
        batches = f"select batch from raw.{FILES}"
        last = {batch for (batch,) in self._rows(batches)} if self._has(FILES) else set()
        this = {batch for (batch,) in self._scratch.execute(batches).fetchall()}
        # Where no batch goes on, also events of batches that are not known go.
        self._send_batches(EVENTS.name, gone=last - this if last & this else None, new=this - last)
        for name in _WHOLE:
            self._replace(name)
        newest = max(this, default=0)
        if newest >= self._first_batch:
            self._note_newest_batch(newest)

    def event_counts(self) -> tuple[int, int]:
        """How many events are on the server, and how many of them are unreadable lines."""
        has_unreadable = UNREADABLE_LINE in self._columns(EVENTS.name)
        unreadable = f"count({UNREADABLE_LINE})" if has_unreadable else "0"
        ((count, lines),) = self._rows(f"select count(*), {unreadable} from raw.{EVENTS.name}")
        return count, lines

    @abstractmethod
    def _prepare(self) -> int:
        """Make the schema where it is missing; the number that the next batch gets."""

    @abstractmethod
    def _note_newest_batch(self, batch: int) -> None:
        """Remember that numbers up to this one are used."""

    @abstractmethod
    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the server; few."""

    @abstractmethod
    def _columns(self, name: str) -> dict[str, str]:
        """The columns of a table on the server and their types; none where there is no table."""

    @abstractmethod
    def _fetch(self, name: str, condition: str = "true") -> None:
        """Make the server's table in the scratch file, with those rows that the condition names."""

    @abstractmethod
    def _replace(self, name: str) -> None:
        """Let the server's table hold the rows of the scratch file's and no others."""

    @abstractmethod
    def _send_batches(self, name: str, *, gone: set[int] | None, new: set[int]) -> None:
        """Take batches off the server's table, None being all that it holds, and add new ones."""

    def _has(self, name: str) -> bool:
        return bool(self._columns(name))

    def _batches_in_question(self, directory: Path) -> set[int]:
        """Those of files that have changed or gone; of the demo all, as its events say its day."""
        if not self._has(FILES):
            return set()
        is_demo = last_origin(self._scratch) == DEMO
        found = set()
        for name, known in InputFiles(self._scratch, EVENTS).known().items():
            path = directory / name
            if is_demo or not path.exists() or FileState.of(path) != known.state:
                found.update(known.batches)
        return found


def is_of(batches: set[int]) -> str:
    """The condition that a row is of one of the batches."""
    return f"{BATCH} in ({', '.join(map(str, sorted(batches)))})" if batches else "false"
