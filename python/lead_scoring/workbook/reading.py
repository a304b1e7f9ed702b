"""Reads a workbook: each sheet as the CSV file of that name."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from typing import Any

from openpyxl import load_workbook

from ..errors import UserError
from ..rulebook_file import FILES, did_you_mean
from .cells import text_of

# Sheets whose names begin so are notes, such as those that `make rulebook` writes.
NOTES = "_"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_MOST_BYTES = 200_000_000


def read_workbook(content: bytes, name: str) -> dict[str, bytes]:
    """The sheets by the names of their files, as CSV; a blank row of a sheet is a blank line."""
    files: dict[str, bytes] = {}
    for sheet in _sheets(content, name):
        title = sheet.title.strip()
        if title.startswith(NOTES):
            continue
        file = title.lower().removesuffix(".csv")
        place = f"{name}, sheet {title}"
        rows = _rows(sheet, place) if file in FILES else []
        if file not in FILES:
            if any(cell.value is not None for row in sheet.iter_rows() for cell in row):
                raise UserError(
                    f"{place}: there is no rulebook file of that name"
                    f"{did_you_mean(file, list(FILES))}; rename the sheet, or let the name of a"
                    f" sheet with notes begin with {NOTES}."
                )
            continue
        if file in files:
            raise UserError(f"{place}: there are two sheets of that name; remove one.")
        files[file] = _as_csv(rows, place)
    if not files:
        raise UserError(
            f"{name} has no sheet with rules; name its sheets after the files of a rulebook,"
            " such as scoring_rules."
        )
    return files


def _sheets(content: bytes, name: str) -> list[Any]:
    if content.startswith(_OLD_OR_LOCKED):
        raise UserError(
            f"{name} is in the old format .xls, or has a password; save it as an Excel workbook"
            " (.xlsx) without one."
        )
    try:
        size = _unpacked_size(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-downs and formats that nobody asks for here
            sheets = load_workbook(io.BytesIO(content)).worksheets if size <= _MOST_BYTES else []
    except Exception:  # a broken file may fail anywhere in the reader
        raise UserError(
            f"{name} cannot be read as a workbook; open it in a spreadsheet and save it as an"
            " Excel workbook (.xlsx)."
        ) from None
    if size > _MOST_BYTES:
        raise UserError(
            f"{name} unpacks to {size // 1_000_000} MB, too much for a rulebook; delete what is no"
            " rule from it."
        )
    return list(sheets)


def _unpacked_size(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return sum(part.file_size for part in parts.infolist())


def _rows(sheet: Any, place: str) -> list[list[str]]:
    """The cells as text, without what is blank at the ends of the sheet."""
    if sheet.merged_cells.ranges:
        merged = sorted(str(cells) for cells in sheet.merged_cells.ranges)
        raise UserError(
            f"{place}: the cells {merged[0]} are merged; unmerge them and fill each of them."
        )
    rows = [
        [text_of(cell, place) for cell in cells] for cells in sheet.iter_rows(min_row=1, min_col=1)
    ]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _as_csv(rows: list[list[str]], place: str) -> bytes:
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise UserError(f"{place}: row 1 is empty; it has to name the columns.")
    width = max(number for number, cell in enumerate(rows[0], start=1) if cell.strip())
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row[width:]):
            raise UserError(
                f"{place}, row {number}: a cell is filled in a column that row 1 does not name;"
                " name the column, or clear the cell."
            )
        if any(cell.strip() for cell in row):
            writer.writerow(row[:width])
        else:
            text.write("\n")
    return text.getvalue().encode()
