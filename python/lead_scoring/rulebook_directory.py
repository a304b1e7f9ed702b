"""Composes the rulebook files that dbt reads, and checks them before dbt does.

A rulebook directory is a scorecard, and a workbook is laid out as one. `default` is the one in
force: seeds/rulebook, which dbt reads itself, or what RULEBOOK names. Each directory that
CHALLENGER names is scored next to it. With either, dbt reads .rulebook/<md5 of both values>, where
each file holds the rows of all scorecards; files that a directory leaves out come from
seeds/rulebook. What the rules mean is checked by the model rulebook_problems.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import UserError
from .rulebook_file import (
    ADDED_COLUMNS,
    FILES,
    as_csv,
    csv_files,
    file_called,
    read_lines,
    read_rows,
)
from .workbook.directory import as_directory, is_workbook

DEFAULT_DIRECTORY = Path("seeds", "rulebook")
COMPOSED_DIRECTORY = Path(".rulebook")
# The scorecard in force.
DEFAULT = "default"
# Which events are machine traffic is decided once, by the rulebook in force.
ONE_FOR_ALL = ("machine_agents", "machine_bursts")

_Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Scorecard:
    """A rulebook directory, under the name it has in the tables; given: as the user names it."""

    name: str
    given: str
    directory: Path


def put_in_force(
    root: Path, rulebook: str, challenger: str = "", working_directory: Path | None = None
) -> None:
    """Check the rulebooks that RULEBOOK and CHALLENGER name, and compose them for dbt."""
    default = root / DEFAULT_DIRECTORY
    if not rulebook and not challenger:
        for name, path in csv_files(default).items():
            read_rows(path, name, all_columns=True)
        return
    scorecards = find_scorecards(root, rulebook, challenger, working_directory)
    files = _compose(default, scorecards)
    composed = composed_directory(root, rulebook, challenger)
    composed.mkdir(parents=True, exist_ok=True)
    with (root / COMPOSED_DIRECTORY / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _write_folder(composed, files)


def composed_directory(root: Path, rulebook: str, challenger: str = "") -> Path:
    """Where dbt_project.yml lets dbt find the rulebooks that RULEBOOK and CHALLENGER name."""
    values = f"{rulebook}|{challenger}"
    return root / COMPOSED_DIRECTORY / hashlib.md5(values.encode()).hexdigest()  # noqa: S324


def find_scorecards(
    root: Path, rulebook: str, challenger: str, working_directory: Path | None = None
) -> list[Scorecard]:
    """The scorecards, that in force first. A challenger is named after its directory."""
    in_force = root / DEFAULT_DIRECTORY
    if rulebook:
        in_force = find_directory(root, rulebook, working_directory)
    scorecards = [Scorecard(DEFAULT, rulebook or DEFAULT_DIRECTORY.as_posix(), in_force)]
    for given in filter(None, (value.strip() for value in challenger.split(","))):
        directory = find_directory(root, given, working_directory, option="CHALLENGER")
        taken = {scorecard.name for scorecard in scorecards}
        scorecards.append(Scorecard(_name(directory, taken), given, directory))
    return scorecards


def _name(directory: Path, taken: set[str]) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", directory.resolve().name.lower()).strip("_")
    if name in {"", DEFAULT}:
        name = "challenger"
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 2))
    return next(free for free in (name, *numbered) if free not in taken)


def _compose(default: Path, scorecards: list[Scorecard]) -> dict[str, bytes]:
    """The files for dbt, with the rows of all scorecards and where each row stands."""
    default_rows = {name: read_rows(path, name) for name, path in csv_files(default).items()}
    rows: dict[str, _Rows] = {name: [] for name in default_rows}
    machine_rows: dict[str, _Rows] = {}
    for scorecard in scorecards:
        own = csv_files(scorecard.directory)
        for name, filled_in in default_rows.items():
            lines = read_lines(own[name], name) if name in own else []
            if name in ONE_FOR_ALL:
                given = [row for _, row in lines] if name in own else None
                if name in machine_rows:
                    _refuse_other_machines(scorecard, name, given, machine_rows[name])
                    continue
                machine_rows[name] = filled_in if given is None else given
            if name in own:
                path = file_called(scorecard.directory, name, scorecard.given)
                places = [(path, f"row {line}", row) for line, row in lines]
            else:
                path = f"{DEFAULT_DIRECTORY.as_posix()}/{name}.csv"
                places = [(path, "filled in", row) for row in filled_in]
            rows[name] += [
                dict(zip(ADDED_COLUMNS, (scorecard.name, path, file_row), strict=True)) | row
                for path, file_row, row in places
            ]
    return {name: as_csv(rows[name], ADDED_COLUMNS + FILES[name].columns) for name in rows}


def _refuse_other_machines(
    scorecard: Scorecard, name: str, given: _Rows | None, in_force: _Rows
) -> None:
    columns = FILES[name].columns
    if given is not None and as_csv(given, columns) != as_csv(in_force, columns):
        raise UserError(
            f"CHALLENGER={scorecard.given} has a {name}.csv that differs from the one in force, but"
            " which events are machine traffic is decided once for all scorecards; remove the file"
            " from the challenger, or put it into the rulebook in force."
        )


def contents(root: Path, directory: Path | None) -> dict[str, bytes]:
    """Every file of a rulebook as dbt would read it, those that the directory leaves out too."""
    directories = [root / DEFAULT_DIRECTORY, *([directory] if directory else [])]
    return {
        name: as_csv(read_rows(path, name), FILES[name].columns)
        for place in directories
        for name, path in csv_files(place).items()
    }


def find_directory(
    root: Path, given: str, working_directory: Path | None = None, *, option: str = "RULEBOOK"
) -> Path:
    """The directory that an option names, seen from the project or from the working directory.

    For a workbook the one with its sheets as CSV files.
    """
    candidates = [root / given, (working_directory or Path.cwd()) / given]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    for candidate in candidates:
        if candidate.is_file() and is_workbook(candidate):
            return as_directory(root, candidate)
    if any(candidate.exists() for candidate in candidates):
        raise UserError(
            f"{option}={given} is a file; name the directory that holds it, or a workbook (.xlsx)."
        )
    raise UserError(
        f"{option}={given} does not exist; name a directory with rulebook files such as"
        " scoring_rules.csv."
    )


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Make the folder hold these files and no others; each is at every moment whole."""
    for name, content in files.items():
        path = folder / f"{name}.csv"
        if path.is_file() and path.read_bytes() == content:
            continue
        with tempfile.NamedTemporaryFile(dir=folder.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)  # noqa: PTH105 - the name is a text already
    for path in folder.iterdir():
        if path.name[:-4] not in files:
            path.unlink(missing_ok=True)
