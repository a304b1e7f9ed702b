"""The files of a rulebook: their columns, and what can be said of one without knowing the rules."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from .errors import UserError
from .project import ROOT, shown

# What a composed file has before its own columns: the scorecard of each row, and the file and row
# that its owner knows ("row 12", or "filled in" from the default rulebook). Never a bare number, as
# dbt guesses the types of columns that not every file has.
ADDED_COLUMNS = ("scorecard", "file_name", "file_row")
# A directory made of a workbook holds a file of this name, with the path of the workbook.
WORKBOOK_MARK = ".workbook"
# The columns of the seeds are varchar(4000), as some warehouses want a bound.
LONGEST_CELL = 4000
DEFINITIONS = ROOT / "models" / "staging" / "rulebook" / "_rulebook__seeds.yml"


@dataclass(frozen=True)
class RulebookFile:
    """The columns of one file; those not required may be left out, and are then empty."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    description: str
    # What each column is, by its name.
    notes: Mapping[str, str]


def _definitions() -> dict[str, RulebookFile]:
    # The loader in C, which PyYAML has nearly everywhere, takes a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    seeds = yaml.load(DEFINITIONS.read_text(encoding="utf-8"), Loader=loader)["seeds"]  # noqa: S506
    files = {}
    for seed in seeds:
        notes = {
            column["name"]: column["description"].strip()
            for column in seed["columns"]
            if column["name"] not in ADDED_COLUMNS
        }
        files[seed["name"]] = RulebookFile(
            tuple(notes),
            tuple(seed["config"]["meta"]["required"]),
            seed["description"].strip(),
            notes,
        )
    return files


FILES = _definitions()


def called(directory: Path, given: str = "") -> str:
    """The directory as its owner knows it: as given, or by its path; a workbook by its name."""
    mark = directory / WORKBOOK_MARK
    if mark.is_file():
        return mark.read_text(encoding="utf-8")
    return re.sub("/+$", "", given) if given else shown(directory)


def file_called(directory: Path, name: str, given: str = "") -> str:
    """A file of the directory as its owner knows it; of a workbook the sheet."""
    is_workbook = (directory / WORKBOOK_MARK).is_file()
    return f"{called(directory, given)}{f', sheet {name}' if is_workbook else f'/{name}.csv'}"


def csv_files(directory: Path) -> dict[str, Path]:
    files = {}
    for path in sorted(directory.iterdir()):
        if path.name.startswith((".", "~")) or path.suffix.lower() != ".csv":
            continue
        name = path.name[:-4]
        if name not in FILES:
            raise UserError(
                f"{shown(path)} is no rulebook file{did_you_mean(name, list(FILES), '.csv')};"
                " rename it or move it elsewhere."
            )
        if path.is_dir():
            raise UserError(f"{shown(path)} is a directory; put the file of that name there.")
        files[name] = path
    if not files:
        raise UserError(
            f"{shown(directory)} holds no .csv file; put rulebook files such as"
            " scoring_rules.csv there."
        )
    return files


def read_rows(path: Path, name: str, *, all_columns: bool = False) -> list[dict[str, str]]:
    """The rows of the file; an error with the line where it is not what the rulebook needs."""
    return [row for _, row in read_lines(path, name, all_columns=all_columns)]


def read_lines(
    path: Path, name: str, *, all_columns: bool = False
) -> list[tuple[int, dict[str, str]]]:
    """The rows of the file, each with the number of its line."""
    return read_table(path, name, all_columns=all_columns)[1]


def read_table(
    path: Path, name: str, *, all_columns: bool = False
) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of the file as it orders them, and its rows with the numbers of their lines."""
    rows = _rows(path)
    if not rows:
        raise UserError(f"{shown(path)} is empty; its first line has to name the columns.")
    header = [cell.strip() for cell in rows[0][1]]
    _check_header(path, FILES[name], header, all_columns=all_columns)
    records = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            raise UserError(
                f"{_place(path, line)}: {len(cells)} cells where the first line names"
                f" {len(header)} columns; add or remove commas, and put quotes around a text that"
                " has a comma in it."
            )
        if not any(cell.strip() for cell in cells):
            raise UserError(f"{_place(path, line)}: every cell is empty; delete the line.")
        records.append((line, dict(zip(header, cells, strict=True))))
    return header, records


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows with the number of the line each starts on, without blank lines."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows = []
    start = 1
    try:
        for cells in reader:
            if cells:
                _check_cells(path, start, cells)
                rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        raise UserError(
            f"{_place(path, start)}: the quotes do not match; close each quote at the end"
            " of its cell, and double a quote inside of a text."
        ) from None
    return rows


def _place(path: Path, line: int) -> str:
    if (path.parent / WORKBOOK_MARK).is_file():
        return f"{file_called(path.parent, path.stem)}, row {line}"
    return f"{shown(path)}, line {line}"


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{_place(path, line)}: not UTF-8 text; save the file with the encoding UTF-8,"
            " in Excel as 'CSV UTF-8'."
        ) from None


def _check_cells(path: Path, line: int, cells: list[str]) -> None:
    for position, cell in enumerate(cells, start=1):
        if found := re.search(r"[\x00-\x1f\x7f]", cell):
            what = "a line break" if found[0] in "\r\n" else f"the control character {found[0]!r}"
            raise UserError(f"{_place(path, line)}: cell {position} holds {what}; remove it.")
        if len(cell) > LONGEST_CELL:
            raise UserError(
                f"{_place(path, line)}: cell {position} holds {len(cell):,} characters; shorten it"
                f" to {LONGEST_CELL:,}."
            )


def _check_header(path: Path, file: RulebookFile, header: list[str], *, all_columns: bool) -> None:
    needed = file.columns if all_columns else file.required
    where = _place(path, 1)
    if len(header) == 1 and len(file.columns) > 1 and re.search(r"[;\t|]", header[0]):
        raise UserError(f"{where}: the columns are not separated by commas; save it with commas.")
    for column in header:
        if column not in file.columns:
            unused = [known for known in file.columns if known not in header]
            raise UserError(
                f"{where}: {column or 'an empty name'} is no column of"
                f" {path.name}{did_you_mean(column, unused)}; rename or remove it."
            )
        if header.count(column) > 1:
            raise UserError(f"{where}: the column {column} is there twice; remove one of them.")
    missing = [column for column in needed if column not in header]
    if missing:
        raise UserError(f"{where}: no column {' and no column '.join(missing)}; add it.")


def did_you_mean(name: str, known: list[str], ending: str = "") -> str:
    """A question with the closest name that is known; empty where none is close."""
    close = difflib.get_close_matches(name.lower(), known, n=1)
    return f" (did you mean {close[0]}{ending}?)" if close else ""


def as_csv(rows: list[dict[str, str]], columns: tuple[str, ...]) -> bytes:
    """Rows as a CSV file with these columns; a cell that a row lacks is empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
