"""The command line: one module for each command."""

from __future__ import annotations

import argparse
import errno
import sys

import duckdb

from . import build, checks, docs, lint_yaml, packages
from .errors import UserError

COMMANDS = (build, packages, checks, lint_yaml, docs)
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 after one sentence on what to do."""
    parser = argparse.ArgumentParser(prog="python -m lead_scoring", description=__doc__)
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
        return _fail(str(error))
    except OSError as error:
        return _fail(_os_sentence(error))
    except duckdb.Error as error:
        return _fail(_duckdb_sentence(error))


def _fail(sentence: str) -> int:
    sys.stdout.flush()
    print(f"Error: {sentence}", file=sys.stderr)
    return 1


def _os_sentence(error: OSError) -> str:
    where = f" {error.filename}" if error.filename else ""
    cure = {
        errno.ENOSPC: "free some space on the disk",
        errno.EDQUOT: "free some space on the disk",
        errno.EACCES: "change its permissions or name another place",
        errno.EPERM: "change its permissions or name another place",
        errno.EROFS: "name a place that can be written to",
    }.get(error.errno or 0, "look into the cause")
    return f"{(error.strerror or str(error)).lower()}:{where}; {cure} and run the command again."


def _duckdb_sentence(error: duckdb.Error) -> str:
    message = str(error).splitlines()[0]
    if "No space left" in message or "File too large" in message:
        return "the disk is full; free some space and run the command again."
    if isinstance(error, duckdb.OutOfMemoryException):
        return "DuckDB ran out of memory; close other programs and run the command again."
    return f"DuckDB could not go on ({message})."
