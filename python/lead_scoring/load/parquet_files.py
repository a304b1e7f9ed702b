"""Loads Parquet files: every value as the text that a CSV file of the same data would hold."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ..contract import Source
from ..errors import UserError
from ..project import shown
from ..sql import identifier, literal
from .files import column_names, numbered_names
from .raw_table import RawTable

_NESTED = ("STRUCT", "MAP", "UNION", "VARIANT", "JSON")


def load_parquet(
    raw: RawTable, path: Path, source: Source, *, is_mapped: bool = False
) -> dict[str, str]:
    """Add the file's rows to the raw table.

    Gives the names of the file by those of the columns; of a mapped one, whose columns are c1, c2
    and so on, these by those of the file.
    """
    table = f"read_parquet({literal(str(path))}, binary_as_string = true)"
    try:
        described = raw.connection.execute(f"describe select * from {table}").fetchall()
        delivered = _delivered_names(raw.connection, path)
        if is_mapped:
            names = numbered_names(path, delivered)
            columns = list(names.values())
        else:
            names = column_names(path, delivered, source)
            columns = list(names)
        raw.add_columns(columns)
        texts = ", ".join(_as_text(str(name), str(kind)) for name, kind, *_ in described)
        raw.insert(columns, f"select {texts} from {table}")
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise _unreadable(path, error) from None
    except duckdb.IOException as error:
        if "No space left" in str(error):
            raise
        raise _unreadable(path, error) from None
    return names


def _delivered_names(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """The names as they are in the file: DuckDB changes those that differ in case only."""
    rows = connection.execute(
        f"select name, coalesce(num_children, 0) from parquet_schema({literal(str(path))})"
    ).fetchall()
    names: list[str] = []
    open_children: list[int] = []
    for name, children in rows:
        if len(open_children) == 1:
            names.append(str(name))
        open_children.append(children)
        while open_children and open_children[-1] == 0:
            open_children.pop()
            if open_children:
                open_children[-1] -= 1
    return names


def _unreadable(path: Path, error: duckdb.Error) -> UserError:
    reason = str(error).splitlines()[0].split(": ", 1)[-1].rstrip(".")
    return UserError(
        f"{shown(path)} cannot be read as Parquet ({reason}); write the file again,"
        " or deliver it as .csv."
    )


def _as_text(name: str, kind: str) -> str:
    column = identifier(name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"replace(cast(timezone('UTC', {column}) as varchar), ' ', 'T') || 'Z'"
    if kind.startswith("TIMESTAMP"):
        return f"replace(cast({column} as varchar), ' ', 'T')"
    if kind in {"DOUBLE", "FLOAT"}:
        # Whole numbers become floating where a column has gaps; 250.0 employees are 250.
        return (
            f"case when isnan({column}) then null when abs({column}) < 1e15 and"
            f" {column} = trunc({column}) then cast(cast({column} as bigint) as varchar)"
            f" else cast({column} as varchar) end"
        )
    if kind.endswith("]") or kind.startswith(_NESTED):
        return f"cast(to_json({column}) as varchar)"
    return f"cast({column} as varchar)"
