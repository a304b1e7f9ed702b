"""Writes the files of a rulebook as the sheets of a workbook, with notes and drop-downs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ..rulebook_file import FILES
from .cells import TEXT, fill, is_number_column
from .choices import Choices

_ABOUT = "_about"
_LISTS = "_lists"
_ROOM = 1000  # rows below the last one that have drop-downs too
_BOLD = Font(bold=True)
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_MOST_WIDTH = 60
_ASKS = {"signal", "attribute"}
_ABOUT_LINES = (
    "Each sheet is a file of the rulebook. Edit cells, add rows below, delete rows as a whole.",
    "The notes in row 1 say what a column is; some cells offer their values in a list.",
    "Try it:           make try LEAD=lead_id RULEBOOK={name}",
    "Compare it:       make diff RULEBOOK={name}",
    "Build with it:    make build RULEBOOK={name}",
    "Back to CSV files: make rulebook IN={name} OUT=directory",
    "A sheet that you delete is filled in from the default rulebook, as is one that is not here.",
)


@dataclass(frozen=True)
class Sheet:
    """What a sheet is to hold: the columns in their order, and the rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]


def write_workbook(path: Path, sheets: Sequence[Sheet], choices: Choices) -> None:
    """Write the workbook; a sheet for each file, and two with notes and lists."""
    workbook = Workbook()
    for empty in workbook.worksheets:
        workbook.remove(empty)
    _about(workbook.create_sheet(_ABOUT), sheets, path.name)
    lists = _Lists(workbook.create_sheet(_LISTS))
    for place, sheet in enumerate(sheets, start=1):
        _write_sheet(workbook.create_sheet(sheet.name, place), sheet, choices, lists)
    for name, values in choices.values.items():
        if re.fullmatch(r"\w+", name):
            lists.add(f"values_{name}", values)
    for name, reference in lists.references.items():
        if name.startswith("values_"):
            workbook.defined_names[name] = DefinedName(name, attr_text=reference)
    lists.sheet.sheet_state = "hidden"
    workbook.save(path)


@dataclass
class _Lists:
    """The sheet with the values of the drop-downs, a column for each list."""

    sheet: Worksheet
    references: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, values: Sequence[str]) -> str:
        """Where the list stands in the workbook."""
        if name not in self.references:
            column = len(self.references) + 1
            for row, text in enumerate([name, *values], start=1):
                fill(self.sheet.cell(row, column), text, is_number=False)
            letter = get_column_letter(column)
            self.references[name] = f"'{_LISTS}'!${letter}$2:${letter}${len(values) + 1}"
        return self.references[name]


def _about(sheet: Worksheet, sheets: Sequence[Sheet], name: str) -> None:
    lines = [*(line.format(name=name) for line in _ABOUT_LINES), ""]
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, line)
    for row, file in enumerate(sheets, start=len(lines) + 1):
        cell = sheet.cell(row, 1, file.name)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{file.name}'!A1")
        cell.font = Font(underline="single", color="0563C1")
        sheet.cell(row, 2, FILES[file.name].description)
    sheet.column_dimensions["A"].width = 28


def _write_sheet(sheet: Worksheet, file: Sheet, choices: Choices, lists: _Lists) -> None:
    definition = FILES[file.name]
    for number, name in enumerate(file.columns, start=1):
        letter = get_column_letter(number)
        header = sheet.cell(1, number)
        fill(header, name, is_number=False)
        header.font, header.fill = _BOLD, _HEADER
        closed = choices.closed.get((file.name, name))
        note = definition.notes[name] + (f"\nOne of: {', '.join(closed)}" if closed else "")
        header.comment = Comment(note, file.name, height=40 + 18 * (len(note) // 40 + 1), width=320)
        cells = [row[name] for row in file.rows]
        is_number = is_number_column(name, cells)
        for line, text in enumerate(cells, start=2):
            fill(sheet.cell(line, number), text, is_number=is_number)
        column = sheet.column_dimensions[letter]
        column.width = min(_MOST_WIDTH, max(len(text) for text in [name, *cells]) + 4)
        if not is_number:
            column.number_format = TEXT
            column.alignment = Alignment(horizontal="left")
        if list_formula := _list(file, name, choices, lists):
            formula, is_closed = list_formula
            rule = DataValidation("list", formula1=formula, allow_blank=True)
            rule.showErrorMessage = is_closed
            if closed:
                rule.errorTitle = name
                rule.error = f"Use one of {', '.join(closed)}."[:250]
            rule.add(f"{letter}2:{letter}{len(file.rows) + 1 + _ROOM}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2" if len(file.columns) > 6 else "A2"


def _list(file: Sheet, column: str, choices: Choices, lists: _Lists) -> tuple[str, bool] | None:
    """The formula of a drop-down, and whether nothing else may be written; None without one."""
    key = (file.name, column)
    if words := choices.closed.get(key):
        return lists.add(f"{file.name}.{column}", words), True
    if words := choices.open.get(key):
        return lists.add(f"{file.name}.{column}", words), False
    cells = {name: f"${get_column_letter(n)}2" for n, name in enumerate(file.columns, start=1)}
    if column == "attribute":
        return lists.add("attributes", choices.signals["attribute"]), False
    if column == "signal" and "signal_type" in cells:
        formula = lists.add("attributes", choices.signals["attribute"])
        for signal_type in ("event", "condition"):
            if names := choices.signals[signal_type]:
                reference = lists.add(f"{signal_type}s", names)
                formula = f'IF({cells["signal_type"]}="{signal_type}",{reference},{formula})'
        return formula, False
    asked = cells.get("setting") if column == "value" else None
    if column == "operand":
        asked = next((cells[name] for name in _ASKS if name in cells), None)
    return (f'INDIRECT("values_"&{asked})', False) if asked else None
