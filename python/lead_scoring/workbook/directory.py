"""A workbook in place of a rulebook directory: its sheets, laid out as CSV files.

They lie in .rulebook/workbooks, named after what is in the workbook, so a directory never changes
once it is there. The lines of a file have the numbers that the rows have in the sheet.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from pathlib import Path

from ..errors import UserError
from ..project import shown
from ..rulebook_file import WORKBOOK_MARK

_DIRECTORY = Path(".rulebook", "workbooks")
_OTHERS = {".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".fods", ".numbers"}


def is_workbook(path: Path) -> bool:
    """Whether the file is a workbook by its name; an error for one of another format."""
    ending = path.suffix.lower()
    if ending in _OTHERS:
        raise UserError(
            f"{shown(path)} is a workbook of another format; save it as an Excel workbook (.xlsx)."
        )
    return ending == ".xlsx"


def as_directory(root: Path, path: Path) -> Path:
    """The directory with the CSV files of the workbook, called like it."""
    from .reading import read_workbook  # noqa: PLC0415 - slow to import, and seldom needed

    content = path.read_bytes()
    digest = hashlib.sha256(f"{shown(path)}\n".encode() + content).hexdigest()[:32]
    target = root / _DIRECTORY / digest / path.stem
    if not target.is_dir():
        files = read_workbook(content, shown(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as directory:
            written = Path(directory, "files")
            written.mkdir()
            for name, text in files.items():
                (written / f"{name}.csv").write_bytes(text)
            (written / WORKBOOK_MARK).write_text(shown(path), encoding="utf-8")
            with contextlib.suppress(OSError):  # another was faster
                written.rename(target)
    return target
