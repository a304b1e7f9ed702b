"""Loads CSV files: the whole file by DuckDB, and line by line only where that does not add up."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from ..contract import UNREADABLE_LINE, Source
from ..sql import identifier, literal
from .csv_header import CsvLayout, read_header
from .csv_lines import LONGEST_RECORD, split_records
from .raw_table import RawTable

_CHUNK = 8 * 1024 * 1024


def load_csv(
    raw: RawTable, path: Path, source: Source, work_dir: Path, mapped: set[str] | None = None
) -> dict[str, str]:
    """Add the file's rows to the raw table; lines that are no record go to their own column.

    Gives the names of its columns, as read_header has them.
    """
    layout = read_header(path, source, mapped)
    raw.add_columns(layout.columns)
    if layout.above or not _load_at_once(raw, layout):
        _load_line_by_line(raw, layout, work_dir)
    return layout.names


def _load_at_once(raw: RawTable, layout: CsvLayout) -> bool:
    """Load a file without faults; False, and nothing loaded, where DuckDB finds any or misleads.

    DuckDB must give one row for each line, but for line ends inside of quoted cells. And no cell
    may hold a line end together with enough delimiters for a record of its own: that is what two
    stray quotes do to the lines between them.
    """
    first_row = raw.next_rowid()
    raw.connection.execute("begin")
    try:
        rows = raw.insert(layout.columns, _read_csv(layout.path, layout, header=True))
        lines_in_cells, has_suspects = _line_ends_in_cells(raw, layout, first_row)
        if not has_suspects and rows + lines_in_cells == _count_lines(layout.path) - 1:
            raw.connection.execute("commit")
            return True
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        pass
    raw.connection.execute("rollback")
    return False


def _load_line_by_line(raw: RawTable, layout: CsvLayout, work_dir: Path) -> None:
    with tempfile.TemporaryDirectory(dir=work_dir) as directory:
        good, unreadable = Path(directory, "good.csv"), Path(directory, "unreadable.csv")
        with good.open("wb") as good_file, unreadable.open("wb") as unreadable_file:
            counts = split_records(layout, good_file, unreadable_file)
        if counts.good:
            raw.insert(layout.columns, _read_csv(good, layout, header=False))
        if counts.unreadable:
            raw.add_columns([UNREADABLE_LINE])
            one_column = CsvLayout(unreadable, ",", [UNREADABLE_LINE], "")
            rows = _read_csv(unreadable, one_column, header=False)
            raw.insert([UNREADABLE_LINE], rows)


def _read_csv(path: Path, layout: CsvLayout, *, header: bool) -> str:
    types = ", ".join(f"{literal(name)}: 'varchar'" for name in layout.columns)
    return (
        f"select * from read_csv({literal(str(path))}, auto_detect = false, header = {header},"
        f" columns = {{{types}}}, delim = {literal(layout.delimiter)}, quote = '\"',"
        f" escape = '\"', strict_mode = true, max_line_size = {LONGEST_RECORD})"
    )


def _line_ends_in_cells(raw: RawTable, layout: CsvLayout, first_row: int) -> tuple[int, bool]:
    delimiter = literal(layout.delimiter)
    ends, suspects = [], []
    for column in map(identifier, layout.columns):
        has_end = f"contains({column}, chr(10))"
        ends.append(f"if({has_end}, {_count_of('chr(10)', column)}, 0)")
        suspects.append(
            f"({has_end} and {_count_of(delimiter, column)} >= {len(layout.columns) - 1}"
            f" or contains({column}, chr(0)))"
        )
    row = raw.connection.execute(
        f"select coalesce(sum({' + '.join(ends)}), 0), coalesce(bool_or({' or '.join(suspects)}),"
        f" false) from {raw.name} where rowid >= {first_row}"
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always gives a row
    return int(row[0]), bool(row[1])


def _count_of(text: str, column: str) -> str:
    return f"(length({column}) - length(replace({column}, {text}, '')))"


def _count_lines(path: Path) -> int:
    """The number of lines, without empty ones at the end."""
    lines, tail = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            lines += chunk.count(b"\n")
            tail = (tail + chunk)[-_CHUNK:]
    unended = tail.rstrip(b"\r\n")
    return lines - tail[len(unended) :].count(b"\n") + 1
