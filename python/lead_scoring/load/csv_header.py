"""Reads the header of a CSV file: its delimiter, its columns, and whether it is text at all."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass, field
from pathlib import Path

from ..contract import Source
from ..errors import UserError
from ..project import shown
from .files import column_names, numbered_names, plain_name

LONGEST_HEADER = 1_000_000
# Lines in which the names of the columns are looked for, as reports have a title above them.
_MOST_ABOVE = 50
DELIMITERS = ",;\t|"
_NOT_UTF8 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class CsvLayout:
    """How to read one CSV file."""

    path: Path
    delimiter: str
    columns: list[str]
    moment: str
    above: int = 0
    names: dict[str, str] = field(default_factory=dict)


def wrong_encoding(path: Path, line_number: int) -> UserError:
    """The error for a file that is not UTF-8 from the line on."""
    return UserError(
        f"{shown(path)} is not UTF-8 text (first seen in line {line_number}); save it again"
        " with the encoding UTF-8, in Excel as 'CSV UTF-8'."
    )


def read_header(path: Path, source: Source, mapped: set[str] | None = None) -> CsvLayout:
    """The layout of the file, from its first line; above: the lines of a report's title before it.

    mapped: the names of columns that a mapping uses. The columns of the layout are then c1, c2
    and so on, and `names` has the names of the file for them; else the other way round.
    """
    known = {*source.columns, *(mapped or ())}
    above, line = _header_line(path, known)
    if line.startswith(_NOT_UTF8) or b"\0" in line:
        raise wrong_encoding(path, 1)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise wrong_encoding(path, 1) from None
    if not text.strip():
        raise UserError(
            f"{shown(path)} is empty or starts with an empty line;"
            " its first line has to hold the names of the columns."
        )
    if "\r" in text:
        raise UserError(
            f"{shown(path)} ends its lines with carriage returns alone; save it with the line"
            " ends of Windows or Unix."
        )
    if text.count('"') % 2:
        raise UserError(
            f"{shown(path)} has an opened quote in its first line;"
            " write the names of the columns on one line."
        )
    delimiter, delivered, _ = _best_split(text, known)
    if mapped is None:
        names = column_names(path, delivered, source)
        return CsvLayout(path, delimiter, list(names), source.moment, above, names)
    numbered = numbered_names(path, delivered)
    return CsvLayout(path, delimiter, list(numbered.values()), "", above, numbered)


def _header_line(path: Path, known: set[str]) -> tuple[int, bytes]:
    """The line with the names of the columns, and how many lines there are above it.

    That is the first one, unless it has no column that is known, and one with more names has two.
    """
    with path.open("rb") as file:
        first = file.readline(LONGEST_HEADER)
        _, cells, found = _best_split(_decoded(first), known)
        for above in range(1, 1 if found else _MOST_ABOVE):
            line = file.readline(LONGEST_HEADER)
            _, names, found = _best_split(_decoded(line), known)
            if found > 1 and sum(map(bool, names)) > sum(map(bool, cells)):
                return above, line
    return 0, first


def _decoded(line: bytes) -> str:
    text = line.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    return "" if "\0" in text or "\r" in text or text.count('"') % 2 else text


def _best_split(text: str, known: set[str]) -> tuple[str, list[str], int]:
    """The delimiter that shows most of the known columns, then the one with most columns.

    With the columns, and how many of them are known.
    """
    known = {plain_name(name) for name in known}
    splits = {}
    for delimiter in DELIMITERS:
        names = _split(text, delimiter)
        found = sum(plain_name(name) in known for name in names)
        splits[delimiter] = (found, len(names), names)
    delimiter = max(splits, key=lambda candidate: splits[candidate][:2])
    found, _, names = splits[delimiter]
    return delimiter, names, found


def _split(text: str, delimiter: str) -> list[str]:
    csv.field_size_limit(LONGEST_HEADER)
    return next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
