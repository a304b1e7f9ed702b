"""The command `rulebook`: a rulebook as a workbook, and a workbook as the CSV files it is."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

import click

from .. import options
from ..errors import UserError
from ..project import ROOT, shown
from ..rulebook_directory import DEFAULT_DIRECTORY, contents, find_directory
from ..rulebook_file import FILES, as_csv, called, csv_files, read_rows, read_table
from .directory import as_directory, is_workbook


@click.command()
@options.rulebook("the directory to write as a workbook, in place of seeds/rulebook")
@options.variable("in", "a workbook to write as a directory of rulebook files")
@options.variable("out", "the workbook (.xlsx) to write; with --in the directory")
def run(rulebook: str, out: str, **given: str) -> None:
    """Write a rulebook as a workbook, or a workbook as rulebook files."""
    workbook = given["in"]  # a word of Python, and no name of an argument
    if not out:
        raise UserError(
            "name what to write: make rulebook OUT=rulebook.xlsx, or the way back,"
            " make rulebook IN=rulebook.xlsx OUT=directory."
        )
    if workbook and rulebook:
        raise UserError("IN names the rulebook already; leave RULEBOOK out.")
    place = Path(out).absolute()
    if workbook:
        _to_directory(Path(workbook).absolute(), place)
    else:
        _to_workbook(rulebook or str(DEFAULT_DIRECTORY), place)


def _to_workbook(given: str, out: Path) -> None:
    # The packages for workbooks are slow to import.
    from .choices import find_choices  # noqa: PLC0415
    from .held import read_held  # noqa: PLC0415
    from .writing import Sheet, write_workbook  # noqa: PLC0415

    if out.is_dir() or not is_workbook(out):
        raise UserError(f"OUT={shown(out)} is no workbook; let its name end in .xlsx.")
    directory = find_directory(ROOT, given)
    sheets = []
    paths = csv_files(directory)
    for name in FILES:
        if name in paths:
            header, lines = read_table(paths[name], name)
            sheets.append(Sheet(name, header, [row for _, row in lines]))
    if out.exists():
        _refuse_to_lose(out, directory)
    held = read_held()
    rulebook = {name: _parsed(text) for name, text in contents(ROOT, directory).items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(out, sheets, find_choices(rulebook, held))
    rows = sum(len(sheet.rows) for sheet in sheets)
    print(f"Written     {shown(out)}: {len(sheets)} sheets, {rows:,} rows of {called(directory)}")
    if held is None:
        print("Drop-downs  of the rulebook alone, as there is no warehouse yet (make build)")
    else:
        attributes = sum(bool(values) for values in held.attributes.values())
        print(
            f"Drop-downs  with {len(held.event_types)} event types and the values of"
            f" {attributes} attributes of the warehouse"
        )
    print(f"Next        make try LEAD=lead_id RULEBOOK={shown(out)}")
    print(f"Back        make rulebook IN={shown(out)} OUT={called(directory)}")


def _parsed(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(text.decode().splitlines()))


def _refuse_to_lose(out: Path, directory: Path) -> None:
    """An error where the file that is there holds what the rulebook does not."""
    try:
        is_same = _rows_of(as_directory(ROOT, out)) == _rows_of(directory)
    except UserError:
        is_same = False
    if not is_same:
        raise UserError(
            f"OUT={shown(out)} exists and differs from {called(directory)}; bring its rows back"
            f" first (make rulebook IN={shown(out)} OUT=directory), or name another file."
        )


def _rows_of(directory: Path) -> dict[str, list[dict[str, str]]]:
    return {name: read_rows(path, name) for name, path in csv_files(directory).items()}


def _to_directory(workbook: Path, out: Path) -> None:
    if not workbook.is_file() or not is_workbook(workbook):
        raise UserError(f"IN={shown(workbook)} is no workbook; name a file that ends in .xlsx.")
    if out.exists() and not out.is_dir():
        raise UserError(f"OUT={shown(out)} is a file; name a directory.")
    tables = {
        name: read_table(path, name)
        for name, path in csv_files(as_directory(ROOT, workbook)).items()
    }
    out.mkdir(parents=True, exist_ok=True)
    changed: list[str] = []
    new: list[str] = []
    same: list[str] = []
    for name, (header, lines) in tables.items():
        rows = [row for _, row in lines]
        path = out / f"{name}.csv"
        if path.is_file() and _holds(path, name, header, rows):
            same.append(path.name)
            continue
        (changed if path.exists() else new).append(path.name)
        with tempfile.NamedTemporaryFile(dir=out, prefix=".", delete=False) as file:
            file.write(as_csv(rows, tuple(header)))
        Path(file.name).chmod(0o644)
        os.replace(file.name, path)  # noqa: PTH105 - the name is a text already
    print(f"Read        {shown(workbook)}: {len(tables)} sheets")
    for word, names in (("Changed", changed), ("New", new)):
        if names:
            print(f"{word:<11} {', '.join(names)}")
    if same:
        print(f"As it was   {len(same)} files")
    others = sorted({path.name for path in out.glob("*.csv")} - {f"{name}.csv" for name in tables})
    if others:
        print(f"Left        {', '.join(others)}: no sheet of the workbook is called so")


def _holds(path: Path, name: str, header: list[str], rows: list[dict[str, str]]) -> bool:
    """Whether the file has these cells already, however it writes them."""
    try:
        there, lines = read_table(path, name)
    except UserError:
        return False
    return there == header and [row for _, row in lines] == rows
