"""Finds the files of an INPUT directory and reads the names of their columns."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..contract import OWN_COLUMNS, Source
from ..errors import UserError
from ..project import shown
from ..sql_macros import call

SUFFIXES = (".csv", ".parquet")


def source_files(directory: Path, source: Source) -> list[Path]:
    """The files of one source: <name>.csv, <name>.parquet or all files of the folder <name>."""
    names = {source.name, *(source.name + suffix for suffix in SUFFIXES)}
    found = sorted(path for path in directory.iterdir() if path.name.lower() in names)
    if not found:
        return []
    if len(found) > 1:
        listed = " and ".join(path.name for path in found)
        raise UserError(
            f"{shown(directory)} holds {listed}; keep one of them, as both would be {source.name}."
        )
    path = found[0]
    if path.suffix:
        if path.is_dir():
            raise UserError(
                f"{shown(path)} is a directory, not a file; a folder of files has to be called"
                f" {source.name}, without an ending."
            )
        return [path]
    if not path.is_dir():
        raise UserError(
            f"{shown(path)} has no ending; call it {source.name}.csv or {source.name}.parquet."
        )
    return _folder_files(path)


def _folder_files(folder: Path) -> list[Path]:
    # Writers of file sets leave marks such as _SUCCESS and .part-0.crc beside the files.
    visible = [path for path in sorted(folder.iterdir()) if path.name[0] not in "._"]
    for path in visible:
        if path.is_dir():
            raise UserError(
                f"{shown(path)} is a folder inside a folder; put its files into {shown(folder)}."
            )
        if path.suffix.lower() not in SUFFIXES:
            raise UserError(
                f"{shown(path)} is neither .csv nor .parquet; convert it or move it elsewhere."
            )
    if not visible:
        raise UserError(
            f"{shown(folder)} holds no files; put .csv or .parquet files there, or remove it."
        )
    return visible


def column_names(path: Path, delivered: list[str], source: Source) -> dict[str, str]:
    """The delivered names by the project's spelling; an error where two of them become one."""
    names: dict[str, str] = {}
    for position, original in enumerate(delivered, start=1):
        name = own_name(original, source) or f"column_{position}"
        if name in names:
            raise UserError(
                f"{shown(path)} has two columns called {name}"
                f" ({names[name]!r} and {original!r}); rename or remove one of them."
            )
        if name in OWN_COLUMNS:
            raise UserError(
                f"{shown(path)} has a column called {name}, a name that the loader uses itself;"
                " rename it."
            )
        names[name] = original
    found = list(names)
    lacking = source.missing(found)
    if lacking and any("@" in name for name in delivered):
        raise UserError(
            f"{shown(path)} has no line of column names: an email address stands in its first line;"
            " put the names above it."
        )
    if lacking:
        raise UserError(
            f"{shown(path)} has {lacking}; add what is missing, or say which column it is:"
            f" make map INPUT={shown(path.parent)} proposes a mapping (columns found:"
            f" {_listed(found)})."
        )
    return names


def numbered_names(path: Path, delivered: list[str]) -> dict[str, str]:
    """c1, c2 and so on by the delivered names; an error where two of these are the same."""
    names: dict[str, str] = {}
    for position, original in enumerate(delivered, start=1):
        name = original.strip() or f"column_{position}"
        if name in names:
            raise UserError(
                f"{shown(path)} has two columns called {name}; rename or remove one of them."
            )
        names[name] = f"c{position}"
    return names


@cache
def plain_name(name: str) -> str:
    """The name in lower case, with an underscore in place of all that is no letter or digit."""
    return str(call("plain_name", name))


def own_name(name: str, source: Source) -> str:
    """The project's spelling of a column's name, under which rules know an attribute."""
    plain = plain_name(name)
    return plain if plain in OWN_COLUMNS else str(call("mapped_name", source.name, name))


def is_renamed(original: str, name: str) -> bool:
    """Whether a column has got another name than case, spaces and dashes make."""
    return name != re.sub(r"[\s-]+", "_", original.strip().lower())


def _listed(names: list[str], most: int = 40) -> str:
    shortened = [name if len(name) <= 60 else name[:57] + "..." for name in names[:most]]
    rest = len(names) - most
    return ", ".join(shortened) + (f" and {rest} more" if rest > 0 else "")
