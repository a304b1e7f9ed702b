"""What is to be sent: rows of a table, each with a key and a text that changes when it does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

UPSERT = "upsert"
CLEAR = "clear"
ALERT = "alert"

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Row:
    """One lead (or alert) as its destination is to show it; without values where it is cleared."""

    key: str
    operation: str
    content_hash: str
    values: Mapping[str, Value]

    def as_item(self) -> dict[str, Any]:
        """The row as dlt carries it."""
        return vars(self) | {"values": dict(self.values)}

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Row:
        """The row that dlt carried."""
        return cls(item["key"], item["operation"], item["content_hash"], item["values"])


@dataclass(frozen=True)
class Told:
    """What a destination has acknowledged of a row."""

    operation: str
    content_hash: str


@dataclass(frozen=True)
class Changes:
    """What a destination has not acknowledged as it is, and what it has."""

    upserts: frozenset[str]
    clears: frozenset[str]
    lost: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int
    emptied: int
    shown: int

    @property
    def count(self) -> int:
        """How many rows are to be sent."""
        return len(self.upserts) + len(self.clears) + len(self.lost)

    def among(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows to be sent; leads that the table has lost come last."""
        for row in rows:
            if row.key in self.upserts or row.key in self.clears:
                yield row
        for key in self.lost:
            yield Row(key, CLEAR, _lost_hash(), {})


def find_changes(rows: Iterable[Row], told: Mapping[str, Told]) -> Changes:
    """Compare with what was acknowledged; leads that the table has lost are cleared."""
    left = dict(told)
    upserts, clears = set(), set()
    unchanged = emptied = 0
    for row in rows:
        last = left.pop(row.key, None)
        if last is not None and _is_told(row, last):
            unchanged += 1
        elif row.operation == CLEAR:
            clears.add(row.key)
            emptied += last is not None and last.operation == UPSERT
        else:
            upserts.add(row.key)
    lost = tuple(key for key, last in left.items() if last.operation == UPSERT)
    return Changes(
        upserts=frozenset(upserts),
        clears=frozenset(clears),
        lost=lost,
        gone=tuple(key for key, last in left.items() if last.operation == CLEAR),
        unchanged=unchanged,
        emptied=emptied + len(lost),
        shown=sum(last.operation == UPSERT for last in told.values()),
    )


def _is_told(row: Row, last: Told) -> bool:
    """Whether the row shows what was acknowledged; one that comes back to be cleared has been."""
    was_lost = row.operation == CLEAR and last.content_hash == _lost_hash()
    return was_lost or row.content_hash == last.content_hash


def _lost_hash() -> str:
    return fingerprint("lost")


def fingerprint(*parts: object) -> str:
    """A short text that changes with any of the parts."""
    return hashlib.md5(json.dumps(parts, default=str).encode()).hexdigest()  # noqa: S324
