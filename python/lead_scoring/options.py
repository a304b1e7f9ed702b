"""Options of commands, as make passes them on by the environment."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping


def add_variables(parser: argparse.ArgumentParser, meanings: Mapping[str, str]) -> None:
    """Add an option for each name, whose default is the environment variable of that name."""
    for option, meaning in meanings.items():
        variable = option.replace("-", "_").upper()
        parser.add_argument(
            f"--{option}", default=os.environ.get(variable, ""), help=f"{meaning} ({variable})"
        )
