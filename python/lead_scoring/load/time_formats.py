"""How the times of a column are written, found by trying."""

from __future__ import annotations

import duckdb

from ..sql import literal
from ..sql_macros import call

MOST_VALUES = 500


def is_readable(text: str) -> str:
    """SQL of whether staging reads the text as a time without any format."""
    return f"({call('read_timestamp', text)}) is not null"


def formats_of(connection: duckdb.DuckDBPyConnection, values: list[str]) -> list[str]:
    """The formats that read most of the values, the most usual first; none where none reads half.

    More than one: the values do not say whether the day or the month comes first.
    """
    distinct = list(dict.fromkeys(values))[:MOST_VALUES]
    if not distinct:
        return []
    formats = call("usual_time_formats")
    counts = ", ".join(
        f"count({call('read_timestamp_as', 'value', written)})" for written in formats
    )
    listed = ", ".join(f"({literal(value.strip())})" for value in distinct)
    row = connection.execute(f"select {counts} from (values {listed}) as given (value)").fetchone()
    assert row is not None  # noqa: S101 - an aggregate always gives a row
    most = max(row)
    if most * 2 < len(distinct):
        return []
    return [written for written, count in zip(formats, row, strict=True) if count == most]
