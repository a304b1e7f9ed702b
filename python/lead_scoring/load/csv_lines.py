"""Splits a CSV file that DuckDB cannot read as a whole into good records and unreadable lines.

Every line that is not blank ends up exactly once: in a good record (which spans several lines
where a quoted cell does) or as an unreadable line. A quote that is opened and never properly closed
costs its own line only: reading goes on with the next line. Where two such quotes, lines apart,
would turn the lines between them into one cell, these lines give it away: they are records with a
day where the file has its days.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .csv_header import CsvLayout, wrong_encoding

LONGEST_RECORD = 16 * 1024 * 1024
LONGEST_KEPT_TEXT = 1_000_000
_VISIBLE_NUL = "\N{SYMBOL FOR NULL}".encode()


@dataclass
class SplitCounts:
    """How many records were written to either file."""

    good: int = 0
    unreadable: int = 0


def split_records(layout: CsvLayout, good: BinaryIO, unreadable: BinaryIO) -> SplitCounts:
    """Write the good records and, as a CSV of one column, the unreadable lines."""
    counts = SplitCounts()
    parser = _RecordParser(layout)
    with layout.path.open("rb") as file:
        lines = _Lines(layout.path, file)
        for line in [next(lines).removeprefix(BOM_UTF8) for _ in range(layout.above)]:
            if line:
                counts.unreadable += 1
                unreadable.write(_as_cell(line))
        next(lines)  # the header
        for line in lines:
            if not line:
                continue
            if parser.is_plain(line):
                record = line if parser.has_right_width(line) else None
            else:
                cells = parser.cells(line) or _multi_line_cells(parser, line, lines)
                record = parser.joined(cells) if cells else None
            if record is None:
                counts.unreadable += 1
                unreadable.write(_as_cell(line))
            else:
                counts.good += 1
                good.write(record + b"\n")
    return counts


class _Lines(Iterator[bytes]):
    """The lines of the file without their ends, with the possibility to put some back."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._number = 0
        self._put_back: deque[bytes] = deque()

    def __next__(self) -> bytes:
        if self._put_back:
            return self._put_back.popleft()
        line = self._file.readline(LONGEST_RECORD)
        if not line:
            raise StopIteration
        self._number += 1
        if not line.isascii():
            self._check_encoding(line)
        if len(line) == LONGEST_RECORD and not line.endswith(b"\n"):
            self._skip_rest_of_line()
        return line.removesuffix(b"\n").removesuffix(b"\r")

    def put_back(self, lines: list[bytes]) -> None:
        self._put_back.extendleft(reversed(lines))

    def _skip_rest_of_line(self) -> None:
        while (rest := self._file.readline(LONGEST_RECORD)) and not rest.endswith(b"\n"):
            pass

    def _check_encoding(self, line: bytes) -> None:
        try:
            line.decode()
        except UnicodeDecodeError as error:
            cut_off = len(line) == LONGEST_RECORD and error.start > LONGEST_RECORD - 4
            if not cut_off:
                raise wrong_encoding(self._path, self._number) from None


class _RecordParser:
    """Reads records as DuckDB's strict mode does: quotes only around a whole cell."""

    def __init__(self, layout: CsvLayout) -> None:
        self._delimiter = layout.delimiter.encode()
        self._width = len(layout.columns)
        has_moment = layout.moment in layout.columns
        self._moment = layout.columns.index(layout.moment) if has_moment else None
        mark = re.escape(self._delimiter)
        self._cell = re.compile(
            rb' *("(?:[^"]++|"")*+") *(?=' + mark + rb"|\Z)"
            rb'|((?! *")[^' + mark + rb"\r\n]*+)(?=" + mark + rb"|\Z)"
        )
        self._day = re.compile(rb'"?\s*\d{4}-?\d\d')

    def is_plain(self, line: bytes) -> bool:
        """Whether cells end at delimiters and nowhere else."""
        return not (b'"' in line or b"\r" in line or b"\0" in line) and len(line) < LONGEST_RECORD

    def has_right_width(self, line: bytes) -> bool:
        """Whether a plain line has a cell for each column."""
        extra = line.count(self._delimiter) + 1 - self._width
        # One empty cell too many is a delimiter at the end of the line, which many writers add.
        return extra == 0 or (extra == 1 and line.endswith(self._delimiter))

    def cells(self, text: bytes) -> list[bytes] | None:
        """The cells, with their quotes; None where the text is no record of the right width."""
        if b"\0" in text or len(text) >= LONGEST_RECORD:
            return None
        cells: list[bytes] = []
        position = -1
        while position < len(text):
            match = self._cell.match(text, position + 1)
            if match is None:
                return None
            cells.append(match[1] or match[2])
            position = match.end()
        if len(cells) == self._width + 1 and not cells[-1]:
            cells.pop()
        return cells if len(cells) == self._width else None

    def joined(self, cells: list[bytes]) -> bytes:
        """The record as one text."""
        return self._delimiter.join(cells)

    def is_dated_record(self, line: bytes) -> bool:
        """Whether the line is a record of its own, with a day where the file has its days."""
        if self._moment is None or line.count(self._delimiter) < self._width - 1:
            return False
        cells = self.cells(line)
        return cells is not None and self._day.match(cells[self._moment]) is not None


def _multi_line_cells(parser: _RecordParser, first: bytes, lines: _Lines) -> list[bytes] | None:
    """The record that the line opens; None, and the other lines put back, where there is none."""
    if first.count(b'"') % 2 == 0:
        return None
    taken: list[bytes] = []
    size = len(first)
    cells = None
    for line in lines:
        taken.append(line)
        size += len(line) + 1
        if size > LONGEST_RECORD:
            break
        # Only a line with an odd number of quotes can close the cell that is open.
        if line.count(b'"') % 2 == 1:
            cells = parser.cells(b"\n".join([first, *taken]))
            break
    if cells is None or any(map(parser.is_dated_record, taken[:-1])):
        lines.put_back(taken)
        return None
    return cells


def _as_cell(line: bytes) -> bytes:
    text = line[: LONGEST_KEPT_TEXT * 4].decode(errors="ignore")[:LONGEST_KEPT_TEXT].encode()
    return b'"' + text.replace(b'"', b'""').replace(b"\0", _VISIBLE_NUL) + b'"\n'
