"""The command line: one module for each command."""

from __future__ import annotations

import argparse
import errno
import sys

import duckdb

from . import (
    advise,
    bench,
    build,
    checks,
    compare,
    dashboard,
    demo,
    docs,
    erase,
    evaluate,
    explain,
    lint_yaml,
    lists,
    loading,
    packages,
    propose,
    roles,
    sync,
    train,
    try_lead,
    validate,
    watch,
)
from .errors import INTERRUPTED, UserError, tells_full_disk
from .workbook import command as workbook

COMMANDS = (
    build,
    loading,
    propose,
    explain,
    try_lead,
    advise,
    dashboard,
    sync,
    roles,
    erase,
    train,
    demo,
    validate,
    packages,
    checks,
    lint_yaml,
    lists,
    evaluate,
    docs,
    bench,
    compare,
    workbook,
    watch,
)
DISK_FULL = "the disk is full; free some space and run the command again."


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 after one sentence on what to do."""
    parser = argparse.ArgumentParser(
        prog="python -m lead_scoring", description="Score leads in the warehouse."
    )
    subparsers = parser.add_subparsers(metavar="command", required=True)
    for command in COMMANDS:
        command.add_parser(subparsers)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("\nInterrupted; the warehouse is as it was.", file=sys.stderr)
        return INTERRUPTED
    except (UserError, OSError, duckdb.Error) as error:
        return _fail(_sentence(error))


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
