"""The command `load`, and what it shares with `build`: the input goes into the schema raw."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click

from . import options
from .contract import LEADS, RARE
from .engines import Engine, engine_of
from .load import Changes, LoadedSource
from .project import DEMO_INPUT, shown


@click.command()
@options.input_files()
@options.target
@options.full_refresh
def run(input: str, target: str, full_refresh: bool) -> None:
    """Load the input into the schema raw, for plain dbt to build on.

    The rest of the warehouse stays as it is.
    """
    engine = engine_of(target)
    with engine.lock():
        custom_columns = load(
            engine, input_directory(input), full_refresh=full_refresh, keep_rest=True
        )
        said = engine.finish()
        if said:
            print(f"  {said}")
    if custom_columns:
        variables = json.dumps({"custom_attributes": custom_columns})
        print(f"For plain dbt: dbt build --vars {shlex.quote(variables)}")


def input_directory(given: str) -> Path:
    """The directory that the user named, else the demo."""
    return Path(given).absolute() if given else DEMO_INPUT


def load(
    engine: Engine, directory: Path, *, full_refresh: bool, keep_rest: bool = False
) -> list[str]:
    """Load the input and say what came; the columns that only rules know."""
    sources = engine.load(directory, reload=full_refresh, keep_rest=keep_rest)
    for source in sources:
        _print_source(source)
    return sources[0].custom_columns


def _print_source(source: LoadedSource) -> None:
    if source.name in RARE and not source.files:
        return
    files = "no file" if not source.files else shown(source.files[0])
    if len(source.files) > 1:
        files = f"{len(source.files)} files of {shown(source.files[0].parent)}"
    unreadable = f", {source.unreadable:,} unreadable lines" if source.unreadable else ""
    left_out = f", {source.left_out:,} rows of erased people left out" if source.left_out else ""
    changes = f": {_in_words(source.changes)}" if source.changes else ""
    told = f"{files}{unreadable}{left_out}"
    print(f"  {source.name:<8} {source.rows:>11,} rows ({told}){changes}", flush=True)
    if source.name == LEADS.name and source.custom_columns:
        print(f"  rules may also name: {', '.join(source.custom_columns)}")
    if source.name == LEADS.name:
        for name, given in source.renamed.items():
            print(f"  the column {given!r} is the attribute {name}")


def _in_words(changes: Changes) -> str:
    if not changes.added and not changes.removed:
        return "nothing new"
    files = "1 file" if changes.files == 1 else f"{changes.files} files"
    new = f"{changes.added:,} new rows of {files}" if changes.files else "no new rows"
    return new + (f", {changes.removed:,} earlier rows removed" if changes.removed else "")
