"""The command `map`: reads the files of a directory and proposes how they become the input."""

from __future__ import annotations

from pathlib import Path

import click

from .. import options
from ..errors import UserError
from ..load.mapping import FILE_NAME
from ..project import shown
from .proposal import propose
from .samples import read_samples


@click.command()
@click.argument("input", envvar="INPUT", default="")
@options.sources(hidden=True)
def run(input: str, sources: str) -> None:
    """Propose a mapping.yml for files of another shape.

    INPUT is a directory of .csv and .parquet files, else the environment variable INPUT. The
    proposal is written beside the files, and only printed where there is a mapping already.
    """
    directory = Path(input).absolute() if input else None
    if directory is None and sources:
        raise UserError(
            "map proposes a mapping for files, and the tables of sources need none; words that no"
            " map knows are in marts.unmapped_source_values, and other names of columns go into"
            " columns of the var sources."
        )
    if directory is None or not directory.is_dir():
        raise UserError(
            f"INPUT={input} is no directory; name the one that holds the files: make map INPUT=dir"
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
