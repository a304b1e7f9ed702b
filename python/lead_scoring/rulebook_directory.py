"""Puts a rulebook directory in force for dbt, and checks its files before dbt reads them.

Without RULEBOOK dbt reads seeds/rulebook itself. RULEBOOK=dir makes it read
.rulebook/<md5 of the value>: the folder given/ holds the directory's files, filled_in/ the files it
leaves out, from seeds/rulebook. What can be said of a file without knowing the rules is checked
here; what the rules mean is checked by the model rulebook_problems.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

from .errors import UserError
from .rulebook_file import FILES, as_csv, csv_files, read_rows

DEFAULT_DIRECTORY = Path("seeds", "rulebook")
COMPOSED_DIRECTORY = Path(".rulebook")


def put_in_force(root: Path, given: str, working_directory: Path | None = None) -> None:
    """Check the rulebook that RULEBOOK names, or the default one, and compose it for dbt."""
    default = root / DEFAULT_DIRECTORY
    if not given:
        for name, path in csv_files(default).items():
            read_rows(path, name, all_columns=True)
        return
    directory = find_directory(root, given, working_directory)
    own = {
        name: as_csv(read_rows(path, name), FILES[name].columns)
        for name, path in csv_files(directory).items()
    }
    filled_in = {
        name: path.read_bytes() for name, path in csv_files(default).items() if name not in own
    }
    composed = composed_directory(root, given)
    composed.mkdir(parents=True, exist_ok=True)
    with (root / COMPOSED_DIRECTORY / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _write_folder(composed / "given", own)
        _write_folder(composed / "filled_in", filled_in)


def composed_directory(root: Path, given: str) -> Path:
    """Where dbt finds the rulebook that RULEBOOK names."""
    return root / COMPOSED_DIRECTORY / hashlib.md5(given.encode()).hexdigest()  # noqa: S324


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
    """The directory that RULEBOOK names, seen from the project or from the working directory."""
    candidates = [root / given, (working_directory or Path.cwd()) / given]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    if any(candidate.exists() for candidate in candidates):
        raise UserError(f"{option}={given} is a file; name the directory that holds it.")
    raise UserError(
        f"{option}={given} does not exist; name a directory with rulebook files such as"
        " scoring_rules.csv."
    )


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Make the folder hold these files and no others; each is at every moment whole."""
    folder.mkdir(exist_ok=True)
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
