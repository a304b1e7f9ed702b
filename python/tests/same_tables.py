"""Whether the tables of two engines are the same."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import CommandLine

Rows = list[tuple[Any, ...]]

# Tables that say when they were written, and one that only a load into a DuckDB file makes.
NOT_COMPARED = {"input_facts", "input_files", "erased_leads"}
# Whole numbers that each engine makes by a hash of its own (macro hash_key).
HASHED = {"event_key", "kind_key", "named_key", "visitor_key"}


def assert_same_tables(
    user: CommandLine,
    rows: Callable[[str], Rows],
    schema: str,
    *,
    quote: str = '"',
) -> None:
    """Each table and view of a schema of the DuckDB warehouse has the same rows there.

    rows: asks the other engine; quote: what it puts around names.
    """
    names = [
        name
        for (name,) in user.rows(
            f"select table_name from information_schema.tables where table_schema = '{schema}'"
        )
        if name not in NOT_COMPARED
    ]
    assert names
    faults = []
    for name in names:
        described = user.rows(f"describe {schema}.{name}")
        columns = [column for column, *_ in described if column not in HASHED]
        queries = [
            f"select {', '.join(mark + column + mark for column in columns)} from {schema}.{name}"
            for mark in ('"', quote)
        ]
        found = difference(user.rows(queries[0]), rows(queries[1]))
        if found:
            faults.append(f"{schema}.{name}: {found}")
    assert not faults, "\n".join(faults)


def difference(here: Rows, there: Rows) -> str:
    """The first rows that differ, in no given order; empty where none does."""
    if len(here) != len(there):
        return f"{len(here)} and {len(there)} rows"
    one, other = (sorted(map(_split, rows), key=repr) for rows in (here, there))
    for (texts, numbers), (others, more) in zip(one, other, strict=True):
        if texts != others or numbers != pytest.approx(more, rel=1e-9, abs=1.001e-6):
            return f"{texts} {numbers} and {others} {more}"
    return ""


def _split(row: tuple[Any, ...]) -> tuple[list[object], list[float]]:
    """The cells that must be equal, and the numbers that may differ in their last decimal."""
    texts = [None if isinstance(cell, Decimal | float) else cell for cell in row]
    return texts, [float(cell) for cell in row if isinstance(cell, Decimal | float)]
