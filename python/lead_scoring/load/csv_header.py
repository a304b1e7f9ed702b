"""Reads the first line of a CSV file: its delimiter, its columns, and whether it is text at all."""

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
DELIMITERS = ",;\t|"
_NOT_UTF8 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class CsvLayout:
    """How to read one CSV file."""

    path: Path
    delimiter: str
    columns: list[str]
    moment: str
    names: dict[str, str] = field(default_factory=dict)


def wrong_encoding(path: Path, line_number: int) -> UserError:
    """The error for a file that is not UTF-8 from the line on."""
    return UserError(
        f"{shown(path)} is not UTF-8 text (first seen in line {line_number}); save it again"
        " with the encoding UTF-8, in Excel as 'CSV UTF-8'."
    )


def read_header(path: Path, source: Source, mapped: set[str] | None = None) -> CsvLayout:
    """The layout of the file, from its first line.

    mapped: the names of columns that a mapping uses. The columns of the layout are then c1, c2
    and so on, and `names` has the names of the file for them; else the other way round.
    """
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER)
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
    delimiter, delivered = _best_split(text, {*source.columns, *(mapped or ())})
    if mapped is None:
        names = column_names(path, delivered, source)
        return CsvLayout(path, delimiter, list(names), source.moment, names)
    numbered = numbered_names(path, delivered)
    return CsvLayout(path, delimiter, list(numbered.values()), "", numbered)


def _best_split(text: str, known: set[str]) -> tuple[str, list[str]]:
    """The delimiter that shows most of the known columns; then the one with most columns."""
    known = {plain_name(name) for name in known}
    splits = {}
    for delimiter in DELIMITERS:
        names = _split(text, delimiter)
        found = sum(plain_name(name) in known for name in names)
        splits[delimiter] = (found, len(names), names)
    delimiter = max(splits, key=lambda candidate: splits[candidate][:2])
    return delimiter, splits[delimiter][2]


def _split(text: str, delimiter: str) -> list[str]:
    csv.field_size_limit(LONGEST_HEADER)
    return next(csv.reader([text], delimiter=delimiter, skipinitialspace=True))
