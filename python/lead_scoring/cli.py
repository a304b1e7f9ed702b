"""The command line: one module for each command."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Mapping
from importlib import import_module

import duckdb

from .errors import INTERRUPTED, UserError, tells_full_disk
from .project import TEAM, is_found

# Each command and the module that adds it. Only the module of the command given is imported: what
# some of them need takes longer to import than an answer of another.
COMMANDS = {
    "build": "build",
    "load": "loading",
    "map": "propose",
    "explain": "explain",
    "try": "try_lead",
    "advise": "advise",
    "dashboard": "dashboard",
    "sync": "sync.command",
    "roles": "roles",
    "erase": "erase",
    "train": "train",
    "validate": "validate",
    "packages": "packages",
    "docs": "docs",
    "diff": "compare",
    "rulebook": "workbook.command",
    "watch": "watch",
}
# What works in a team's own dbt project, which builds with plain dbt.
FOR_TEAMS = ("explain", "advise", "dashboard", "sync", "train", "diff", "erase", "validate")
DISK_FULL = "the disk is full; free some space and run the command again."


def main(arguments: list[str] | None = None) -> int:
    """The command `lead-scoring`."""
    parser = argparse.ArgumentParser(
        prog="lead-scoring", description="Score leads in the warehouse."
    )
    return run(parser, "lead_scoring", COMMANDS, arguments)


def run(
    parser: argparse.ArgumentParser,
    package: str,
    commands: Mapping[str, str],
    arguments: list[str] | None,
) -> int:
    """Run one of the commands; 0 where all went well, 1 after one sentence on what to do.

    commands: each command and the module of the package that adds it.
    """
    subparsers = parser.add_subparsers(metavar="command", required=True)
    arguments = sys.argv[1:] if arguments is None else arguments
    named = arguments[0] if arguments else ""
    if refusal := _refusal(named, commands):
        return _fail(refusal)
    for module in [commands[named]] if named in commands else commands.values():
        import_module(f".{module}", package).add_parser(subparsers)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("\nInterrupted; the warehouse is as it was.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `head` does; nor is there anybody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UserError, OSError, duckdb.Error) as error:
        return _fail(_sentence(error))


def _refusal(command: str, commands: Mapping[str, str]) -> str:
    """Why the command cannot run here; empty where it can."""
    if not is_found():
        return (
            "there is no dbt project here that has the package lead_scoring; go to your project and"
            " run dbt deps, or run this in a clone of lead_scoring."
        )
    if TEAM and command in commands and command not in FOR_TEAMS:
        return (
            f"{command} needs a clone of lead_scoring; in your own dbt project there are"
            f" {', '.join(FOR_TEAMS)}, and dbt build."
        )
    return ""


def _fail(sentence: str) -> int:
    sys.stdout.flush()
    print(f"Error: {sentence}", file=sys.stderr)
    return 1


def _sentence(error: UserError | OSError | duckdb.Error) -> str:
    if tells_full_disk(error):
        return DISK_FULL
    if isinstance(error, OSError):
        return _os_sentence(error)
    if isinstance(error, duckdb.Error):
        return _duckdb_sentence(error)
    return str(error)


def _os_sentence(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    advice = {
        errno.EACCES: "change its permissions or name another place",
        errno.EPERM: "change its permissions or name another place",
        errno.EROFS: "name a place that can be written to",
    }.get(error.errno or 0, "look into the cause")
    return f"{(error.strerror or str(error)).lower()}{where}; {advice} and run the command again."


def _duckdb_sentence(error: duckdb.Error) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "DuckDB ran out of memory; close other programs and run the command again."
    return f"DuckDB could not go on ({str(error).splitlines()[0]})."
