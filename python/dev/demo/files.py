"""The files of a demo: one CSV file, or a folder of Parquet parts, for each table.

Every column is text, as the loader reads it anyway. Tables grow part by part, so that a large demo
never lies in memory. A directory that already holds a table in the other form is refused: of two
forms of one table nobody could say which is meant.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import duckdb

from lead_scoring.errors import UserError
from lead_scoring.project import shown
from lead_scoring.sql import literal

if TYPE_CHECKING:
    from .draws import Texts

TABLES = ("leads", "events", "outcomes", "spend")
FORMATS = ("csv", "parquet")


class TableFiles:
    """Writes parts to the ends of the tables; tables from before are replaced at the end."""

    def __init__(self, out: Path, file_format: str, con: duckdb.DuckDBPyConnection) -> None:
        if file_format not in FORMATS:
            raise UserError(
                f"'{file_format}' is no format of demo files: use {' or '.join(FORMATS)}."
            )
        if out.exists() and not out.is_dir():
            raise UserError(f"{shown(out)} is a file: name a directory for the demo.")
        self.out, self.is_csv, self.con = out, file_format == "csv", con
        for table in TABLES:
            other = out / (table if self.is_csv else f"{table}.csv")
            if other.exists():
                raise UserError(
                    f"{shown(other)} is the same table in another form:"
                    " remove it, or name another directory."
                )
        self.unfinished = out / ".unfinished"
        self.parts = dict.fromkeys(TABLES, 0)

    def __enter__(self) -> TableFiles:
        shutil.rmtree(self.unfinished, ignore_errors=True)
        for table in TABLES:
            (self.unfinished / table).mkdir(parents=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            for table in TABLES:
                if self.is_csv:
                    (self.unfinished / f"{table}.csv").replace(self.out / f"{table}.csv")
                else:
                    shutil.rmtree(self.out / table, ignore_errors=True)
                    (self.unfinished / table).replace(self.out / table)
        shutil.rmtree(self.unfinished, ignore_errors=True)

    def append_columns(self, table: str, columns: Mapping[str, Texts]) -> int:
        """Add rows given as columns, None for an empty cell; returns how many."""
        path = self._next_part(table, "csv")
        is_first = self.is_csv and self.parts[table] == 1
        values = [column.tolist() for column in columns.values()]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([list(columns)] if is_first or not self.is_csv else [])
            writer.writerows(zip(*values, strict=True))
        if self.is_csv:
            self._join(table, path)
        else:
            options = "header = true, all_varchar = true, parallel = false, escape = '\"'"
            query = f"select * from read_csv({literal(str(path))}, {options})"
            self._copy(query, path.with_suffix(".parquet"))
            path.unlink()
        return len(values[0])

    def append_query(self, table: str, query: str) -> int:
        """Add the rows of a query, in its order; returns how many."""
        path = self._next_part(table, "csv" if self.is_csv else "parquet")
        rows = self._copy(query, path)
        if self.is_csv:
            self._join(table, path)
        return rows

    def _next_part(self, table: str, suffix: str) -> Path:
        self.parts[table] += 1
        return self.unfinished / table / f"part-{self.parts[table]:05d}.{suffix}"

    def _copy(self, query: str, path: Path) -> int:
        options = "format parquet"
        if path.suffix == ".csv":
            options = f"format csv, header {str(self.parts['events'] == 1).lower()}"
        result = self.con.execute(f"copy ({query}) to {literal(str(path))} ({options})").fetchone()
        return int(result[0]) if result else 0

    def _join(self, table: str, part: Path) -> None:
        with (self.unfinished / f"{table}.csv").open("ab") as whole, part.open("rb") as piece:
            shutil.copyfileobj(piece, whole)
        part.unlink()
