"""The command line: one module for each command."""

from __future__ import annotations

import argparse
import errno
import sys

import duckdb

from . import build, checks, demo, docs, explain, lint_yaml, packages, validate
from .errors import INTERRUPTED, UserError

COMMANDS = (build, explain, demo, validate, packages, checks, lint_yaml, docs)
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
    except UserError as error:
        return _fail(DISK_FULL if _tells_full_disk(error) else str(error))
    except OSError as error:
        return _fail(_os_sentence(error))
    except duckdb.Error as error:
        return _fail(_duckdb_sentence(error))


def _fail(sentence: str) -> int:
    sys.stdout.flush()
    print(f"Error: {sentence}", file=sys.stderr)
    return 1


def _os_sentence(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DISK_FULL
    cure = {
        errno.EACCES: "change its permissions or name another place",
        errno.EPERM: "change its permissions or name another place",
        errno.EROFS: "name a place that can be written to",
    }.get(error.errno or 0, "look into the cause")
    return f"{(error.strerror or str(error)).lower()}{where}; {cure} and run the command again."


def _duckdb_sentence(error: duckdb.Error) -> str:
    if _tells_full_disk(error):
        return DISK_FULL
    if isinstance(error, duckdb.OutOfMemoryException):
        return "DuckDB ran out of memory; close other programs and run the command again."
    return f"DuckDB could not go on ({str(error).splitlines()[0]})."


def _tells_full_disk(error: Exception) -> bool:
    return "No space left" in str(error) or "File too large" in str(error)
