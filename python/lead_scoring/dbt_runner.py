"""Runs dbt in this process and tells its first error in one sentence."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from .errors import INTERRUPTED, UserError
from .project import ROOT, TEAM, dbt_project
from .warehouse import PATH_VARIABLE

AS_OF_VARIABLE = "LEAD_SCORING_AS_OF"
# Nothing is sent to others.
_SILENCE = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}


def run_dbt(
    arguments: list[str],
    warehouse: Path | None,
    variables: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    """Run one dbt command; a UserError where it does not succeed.

    warehouse: the DuckDB file to run it on; None for a server, which the environment names.
    variables: vars; as_of goes by the environment, as dbt parses the project again for another var.
    """
    from dbt.adapters.duckdb.connections import (  # noqa: PLC0415 - dbt is slow to import
        DuckDBConnectionManager,
    )
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    variables, environment = dict(variables or {}), dict(environment or {})
    if as_of := variables.pop("as_of", None):
        environment[AS_OF_VARIABLE] = str(as_of)
    if variables:
        arguments = [*arguments, "--vars", json.dumps(variables, default=str)]
    with changed_environment(_SILENCE | environment), _place(warehouse), _rare_collection():
        operation = _OperationError()
        outcome = dbtRunner(callbacks=[operation]).invoke(arguments)
    # dbt keeps the file open for its next command in this process.
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()
    if not outcome.success:
        raise UserError(plain_message(operation.told) if operation.told else _first_error(outcome))


class _OperationError:
    """What was wrong with an operation, which dbt tells by an event alone."""

    told = ""

    def __call__(self, event: Any) -> None:
        if event.info.name.startswith("RunningOperation"):
            self.told = str(event.data.exc)


@contextmanager
def changed_environment(changes: dict[str, str]) -> Iterator[None]:
    """Change the environment during the block, after which it is as it was."""
    before = dict(os.environ)
    os.environ |= changes
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _place(warehouse: Path | None) -> Iterator[None]:
    """Let dbt run on the warehouse, in its project, by settings of the environment."""
    working_directory = Path.cwd()
    # A log file of all that dbt does takes a tenth of its time, and what went wrong is said anyway.
    os.environ.setdefault("DBT_LOG_LEVEL_FILE", "none")
    if warehouse is not None:
        os.environ[PATH_VARIABLE] = str(warehouse)
        if TEAM:
            # A file aside is made by this project on its own, with its own profile.
            os.environ |= {"DBT_PROFILES_DIR": str(ROOT), "DBT_PROJECT_DIR": str(ROOT)}
            os.environ.pop("DBT_PACKAGES_INSTALL_PATH", None)
    # After Ctrl-C Python's resource tracker would complain about what dbt has left.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")
    if not sys.stdout.isatty():
        os.environ.setdefault("DBT_USE_COLORS", "false")
    os.chdir(dbt_project() if warehouse is None else ROOT)
    handler = signal.signal(signal.SIGINT, _stop_at_once if warehouse else _stop_at_once_on_server)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        os.chdir(working_directory)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Collect garbage rarely.

    By default the collector goes through all that dbt has parsed again and again, which takes a
    quarter of dbt's time and frees next to nothing.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _stop_at_once(*_: object) -> NoReturn:
    """End without waiting for running queries; builds are safe against that."""
    print("\nInterrupted; the warehouse is as it was.", file=sys.stderr, flush=True)
    os._exit(INTERRUPTED)


def _stop_at_once_on_server(*_: object) -> NoReturn:
    """The same, where each finished table has already taken the place of the last one."""
    print("\nInterrupted; the next build makes up for it.", file=sys.stderr, flush=True)
    os._exit(INTERRUPTED)


def _first_error(outcome: Any) -> str:
    if outcome.exception is not None:
        return plain_message(str(outcome.exception))
    for result in outcome.result or []:
        if str(result.status) in {"error", "fail", "runtime error"}:
            return _result_message(result)
    return "dbt did not succeed; see its messages above."


def _result_message(result: Any) -> str:
    message = plain_message(result.message or "")
    name = str(result.node.name)
    if str(result.status) == "fail":
        return (
            f"the test {name} failed ({message.split(',')[0].rstrip('.')});"
            f" see its rows with: dbt show --select {name}"
        )
    if (result.message or "").startswith("Compilation Error"):
        # Raised on purpose, as a sentence for the user.
        return message
    return f"{name} could not be built: {message}"


def plain_message(message: str) -> str:
    """The message without dbt's title line and without the places in the code."""
    lines = []
    for line in message.strip().splitlines():
        text = line.strip()
        if not text or re.match(r"^(> |called by |compiled code at |LINE \d+:|\^)", text):
            continue
        if re.match(r"^(Runtime|Compilation|Database|Parsing|Dependency|Validation) Error\b", text):
            text = re.sub(r"^\w+ Error( in [\w ]+ \S+ \(.*?\))?:?\s*", "", text)
        if text:
            lines.append(text)
    # A new line only after a sentence: dbt breaks its own lines anywhere.
    return re.sub(r"(?<!\.)\n", " ", "\n".join(lines)) or "dbt gave no reason."
