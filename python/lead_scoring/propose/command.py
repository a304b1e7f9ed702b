"""The command `map`: reads the files of a directory and proposes how they become the input."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ..errors import UserError
from ..load.mapping import FILE_NAME
from ..project import shown
from .proposal import propose
from .samples import read_samples


def add_parser(commands: Any) -> None:
    """Add the command `map`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "map", help=f"propose a {FILE_NAME} for files that have another shape than the contract's"
    )
    given = os.environ.get("INPUT", "")
    parser.add_argument(
        "input", nargs="?", default=given, help="a directory of .csv and .parquet files (INPUT)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the proposal beside the files, or print it where there is a mapping already."""
    directory = Path(options.input).absolute() if options.input else None
    if directory is None and os.environ.get("SOURCES"):
        raise UserError(
            "map proposes a mapping for files, and the tables of sources need none; words that no"
            " map knows are in marts.unmapped_source_values, and other names of columns go into"
            " columns of the var sources."
        )
    if directory is None or not directory.is_dir():
        raise UserError(
            f"INPUT={options.input} is no directory; name the one that holds the files:"
            " make map INPUT=dir"
        )
    proposal = propose(read_samples(directory))
    path = directory / FILE_NAME
    is_new = not path.exists()
    if is_new:
        path.write_text(proposal.text, encoding="utf-8")
    print(proposal.text)
    for line in proposal.to_check:
        print(f"Check: {line}")
    if is_new:
        print(f"Written to {shown(path)}; correct what is marked there, then: make build INPUT=...")
    else:
        print(f"{shown(path)} is there already and stays as it is.")
    return 0
