"""What each destination has acknowledged, written down after each batch.

It lies in a file of its own beside the warehouse: a build puts another file in the warehouse's
place, and would take away what a sync wrote there in the meantime. A sync that is killed has lost
at most the answer to one batch; the next one sends that batch again, which changes nothing, as
rows are written by their key. Where the file is lost, all rows are sent once more.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import UserError
from ..project import shown
from .rows import CLEAR, UPSERT, Row, Told

_TABLE = """
create table if not exists acknowledged (
    destination text not null,
    key text not null,
    operation text not null,
    content_hash text not null,
    acknowledged_at text not null default current_timestamp,
    primary key (destination, key)
) without rowid
"""
# What is deleted is written over, so that the file does not keep who was erased.
_SECURE_DELETE = "pragma secure_delete = on"


class Acknowledged:
    """The memory of one destination."""

    def __init__(self, connection: sqlite3.Connection, destination: str) -> None:
        """Use the open file for the destination of that name."""
        self._connection = connection
        self._destination = destination

    def all(self) -> dict[str, Told]:
        """What was acknowledged last, by key."""
        rows = self._connection.execute(
            "select key, operation, content_hash from acknowledged where destination = ?",
            [self._destination],
        )
        return {key: Told(operation, content_hash) for key, operation, content_hash in rows}

    def add(self, rows: Iterable[Row]) -> None:
        """Write down, for good, that the destination has these rows."""
        with self._connection:
            self._connection.executemany(
                "insert or replace into acknowledged (destination, key, operation, content_hash)"
                " values (?, ?, ?, ?)",
                [(self._destination, row.key, row.operation, row.content_hash) for row in rows],
            )

    def forget_cleared(self, keys: Iterable[str]) -> None:
        """Forget rows that the destination has cleared, and that the table has lost since."""
        with self._connection:
            self._connection.executemany(
                "delete from acknowledged where destination = ? and operation = ? and key = ?",
                [(self._destination, CLEAR, key) for key in keys],
            )


@contextmanager
def open_acknowledged(warehouse: Path, destination: str) -> Iterator[Acknowledged]:
    """Open the memory beside the warehouse; an error where another sync holds it."""
    with (
        _lock(warehouse),
        # dlt calls from a thread of its own, one batch after the other.
        closing(sqlite3.connect(memory_path(warehouse), check_same_thread=False)) as connection,
    ):
        connection.execute(_SECURE_DELETE)
        connection.execute(_TABLE)
        yield Acknowledged(connection, destination)


def memory_path(warehouse: Path) -> Path:
    """Where the memory of all destinations lies."""
    return warehouse.with_name(f"{warehouse.stem}.sync.sqlite")


def leads_shown(warehouse: Path) -> set[str]:
    """The leads for which some destination shows a score, as far as a sync sent it."""
    path = memory_path(warehouse)
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(_TABLE)
        query = "select distinct key from acknowledged where operation = ?"
        return {key for (key,) in connection.execute(query, [UPSERT])}


def forget(warehouse: Path, keys: Iterable[str]) -> None:
    """Forget leads and alerts for good, but for leads that some destination still has to clear."""
    path = memory_path(warehouse)
    if not path.exists():
        return
    with _lock(warehouse), closing(sqlite3.connect(path)) as connection:
        connection.execute(_SECURE_DELETE)
        connection.execute(_TABLE)
        with connection:
            connection.executemany(
                "delete from acknowledged where key = ? and operation <> ?",
                [(key, UPSERT) for key in keys],
            )


@contextmanager
def _lock(warehouse: Path) -> Iterator[None]:
    with warehouse.with_name(f".{warehouse.stem}.sync.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                f"another sync of {shown(warehouse)} is running; wait until it is done."
            ) from None
        yield
