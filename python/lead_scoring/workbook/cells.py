"""Cells of a workbook as the text that a CSV file has, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell

from ..errors import UserError

TEXT = "@"  # the number format that keeps a spreadsheet from reading 1-10 as a date
# A spreadsheet keeps 15 digits of a number.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,13}[1-9])?")
# What is compared with or names something is text, also where it looks like a number.
_TEXTS = re.compile(r"operand|value|grade|alias|signal|.*_id")


def text_of(cell: Any, place: str) -> str:
    """What a CSV file has in place of the cell; an error for what has no such text."""
    value = cell.value
    place = f"{place}, cell {cell.coordinate}"
    if cell.data_type == "f":
        raise UserError(f"{place} is a formula; replace it by its result (paste as value).")
    if cell.data_type == "e":
        raise UserError(f"{place} is an error of the spreadsheet ({value}); correct it.")
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        raise UserError(
            f"{place} is a percentage; format it as a number, such as 50 in place of 50%."
        )
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        text = ""
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, int | float):
        text = _number(value)
    elif isinstance(value, datetime):
        is_day = value.time() == time()
        text = value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, time):
        text = f"{value.hour}:{value.minute:02}"
    elif isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        text = f"{minutes // 60}:{minutes % 60:02}"
    else:
        text = str(value)
    return text


def _number(value: float) -> str:
    """As few digits as a spreadsheet shows: 5 for 5.0, 0.3 for 0.30000000000000004."""
    text = f"{Decimal(f'{value:.15g}'):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def is_number_column(name: str, cells: Iterable[str]) -> bool:
    """Whether the column may hold numbers, and each of them comes back as it was written."""
    filled = [cell for cell in cells if cell]
    return (
        bool(filled)
        and not _TEXTS.fullmatch(name)
        and all(_NUMBER.fullmatch(cell) and cell != "-0" for cell in filled)
    )


def fill(cell: Cell | MergedCell, text: str, *, is_number: bool) -> None:
    """Put the text of a CSV file into a cell; it is never a formula."""
    if not is_number:
        cell.number_format = TEXT
    if not text:
        return
    if is_number:
        cell.value = float(text) if "." in text else int(text)
    else:
        cell.value = text
        cell.data_type = "s"
