"""The command `erase`: a person leaves the warehouse, and no input file brings the person back.

All happens in a copy, which takes the place of the warehouse when nothing that names the person is
found in it. The register of the erased is written just before: a crash leaves the warehouse as it
was or as it shall be, and the command run again finishes what it began.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb

from .. import options
from ..engines import DuckDBEngine, engine_of
from ..erased_register import add_to_register, register_path, unsaved
from ..errors import UserError
from ..load import DEMO, last_origin
from ..project import ROOT, TEAM, dbt_target, shown
from ..sql import identifier, literal
from ..sync.acknowledged import forget, leads_shown
from ..warehouse import Warehouse, bounds
from .person import Person, find_person
from .removal import Rows, alerts_of, find_traces, leads_to_clear, remove


@click.command()
@options.lead()
@options.dry_run
@options.target
def run(lead: str, dry_run: bool, target: str) -> None:
    """Remove a person from the warehouse, and from every load to come."""
    if not lead:
        typed = "lead-scoring erase --lead lead_id" if TEAM else "make erase LEAD=lead_id"
        raise UserError(f"no lead is named; name one of the person's: {typed}.")
    if TEAM:
        # dbt is slow to import.
        from ..engines.team import TeamWarehouse  # noqa: PLC0415
        from .team import erase_from_team  # noqa: PLC0415

        erase_from_team(TeamWarehouse(TEAM, target), lead, is_trial=dry_run)
        return
    if not isinstance(engine_of(target), DuckDBEngine):
        raise UserError(
            "make erase works on a DuckDB warehouse; in another database, take the person out of"
            " the input, drop what was made of it (dbt run-operation reset_warehouse) and build"
            " again."
        )
    warehouse = Warehouse.from_environment()
    with warehouse.lock():
        try:
            _erase(warehouse, lead, is_trial=dry_run)
        finally:
            # It is a copy of what was to be erased.
            warehouse.discard_side_file()


@dataclass(frozen=True)
class _Found:
    """A person, the warehouse files that know the person, and what others still have to delete."""

    person: Person
    scope: str
    files: list[Path]
    leads_to_clear: set[str]
    alerts: set[str]


def _erase(warehouse: Warehouse, lead: str, *, is_trial: bool) -> None:
    found = _find(warehouse, lead)
    person = found.person
    print(
        f"Lead {lead} is a person with {_some(len(person.leads), 'lead')}"
        f" ({', '.join(sorted(person.leads))}),"
        f" {_some(len(person.mails), 'email address', 'email addresses')}"
        f" and {_some(len(person.visitors), 'visitor')} of the website.",
        flush=True,
    )
    # The warehouse comes last: until then it knows whom the command is about.
    for path in reversed(found.files):
        _make_copy_without(warehouse, path, found)
        if is_trial:
            continue
        if path == warehouse.path:
            forget(path, [*person.leads, *found.alerts])
            add_to_register(path, found.scope, person.names(), found.leads_to_clear)
        warehouse.put_side_file_in_place(place=path)
    if is_trial:
        print("Nothing was changed (DRY_RUN).")
    else:
        _tell_what_is_left(warehouse, found)


def _find(warehouse: Warehouse, lead: str) -> _Found:
    """The person of the lead, by the warehouse and by the one of another input beside it."""
    person, scope = Person(leads=frozenset({lead})), ""
    files: list[Path] = []
    to_clear: set[str] = set()
    alerts: set[str] = set()
    for path in warehouse.files():
        with warehouse.read(path) as connection:
            is_demo = _check_origin(connection, path) == DEMO
            # The people of the demo are others, whatever their lead_ids.
            if files and is_demo != (scope == DEMO):
                continue
            known = find_person(connection, person)
            if not known.leads:
                continue
            person, scope = person.joined(known), DEMO if is_demo else ""
            files.append(path)
            to_clear |= leads_to_clear(connection, person)
            alerts |= alerts_of(connection, person)
    if not files:
        raise UserError(
            f"no lead {lead} is in {shown(warehouse.path)}; if it was erased, nothing of it is"
            " left, else look for it in staging.stg_leads."
        )
    to_clear |= leads_shown(warehouse.path) & person.leads
    return _Found(person, scope, files, to_clear, alerts)


def _check_origin(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    origin = last_origin(connection)
    if origin is None:
        raise UserError(
            f"the input in {shown(path)} was not loaded by this project; take the person out of it"
            " there, and run: dbt build --full-refresh"
        )
    row = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'lead_snapshot'"
    ).fetchone()
    if not row or not row[0]:
        raise UserError(f"{shown(path)} has not been built yet; run: make build")
    return origin


def _make_copy_without(warehouse: Warehouse, path: Path, found: _Found) -> None:
    """Make the side file the warehouse without the person, and prove it."""
    person = found.person
    warehouse.start_side_file(path)
    with duckdb.connect(str(warehouse.side_path), config=bounds()) as connection:
        removed = remove(connection, person, unsaved(found.scope, person.names()))
    _print_removed(path, removed)
    _rewrite(warehouse, path)
    with duckdb.connect(str(warehouse.side_path), read_only=True, config=bounds()) as connection:
        tables, traces = find_traces(connection, person)
    if traces:
        listed = ", ".join(f"{table} ({rows:,} rows)" for table, rows in traces.items())
        raise UserError(
            f"the person would still be named in {listed}; nothing was changed in {shown(path)},"
            " look into these tables."
        )
    print(f"  nothing that names the person is found in the {tables} tables then", flush=True)


def _print_removed(path: Path, removed: Rows) -> None:
    """The rows of each table of the input, and of all others together."""
    print(f"{shown(path)}: to go are")
    made = {table: rows for table, rows in removed.items() if not table.startswith("raw.")}
    for table, rows in removed.items():
        if table not in made:
            print(f"  {rows:>9,} rows of {table}")
    print(f"  {sum(made.values()):>9,} rows of {len(made)} tables that were made of them")


def _rewrite(warehouse: Warehouse, path: Path) -> None:
    """Write the side file again: what is deleted in a DuckDB file may stay in its free blocks."""
    fresh = warehouse.work_dir / "rewritten.duckdb"
    with duckdb.connect(config=bounds()) as connection:
        connection.execute(f"set temp_directory = {literal(str(warehouse.work_dir / 'spilled'))}")
        # Views refer to the tables by the name of the file.
        name = identifier(warehouse.path.stem)
        connection.execute(f"attach {literal(str(warehouse.side_path))} as {name} (read_only)")
        connection.execute(f"attach {literal(str(fresh))} as rewritten_copy")
        connection.execute(f"copy from database {name} to rewritten_copy")
    fresh.replace(warehouse.side_path)


def _tell_what_is_left(warehouse: Warehouse, found: _Found) -> None:
    register = shown(register_path(warehouse.path))
    print(
        f"The person is erased from {' and '.join(shown(path) for path in found.files)}. Builds"
        f" leave out what input files still hold, as {register} says: keep it beside the warehouse."
    )
    print("Reports count one person more until the next make build, which loads all events again.")
    if found.leads_to_clear:
        print(
            f"The CRM may still show a score of {', '.join(sorted(found.leads_to_clear))}:"
            f" make sync clears it. Until it has, {register} keeps the lead_id, and nothing else."
        )
    named = sorted({shown(directory) for directory in _made_files_that_name(found.person)})
    if named:
        print(f"Files in {' and '.join(named)} still name the person; remove them: make clean.")


def _made_files_that_name(person: Person) -> Iterator[Path]:
    """The directories of logs, compiled SQL and data docs with a file that names the person."""
    pattern = re.compile(person.pattern())
    logs = Path(os.environ.get("DBT_LOG_PATH") or "logs")
    for directory in (ROOT / logs, dbt_target(), ROOT / "data_docs"):
        files = (path for path in directory.rglob("*") if path.is_file())
        if any(
            pattern.search(path.read_text(encoding="utf-8", errors="replace").lower())
            for path in files
        ):
            yield directory


def _some(count: int, what: str, several: str = "") -> str:
    return f"{count:,} {what if count == 1 else several or what + 's'}"
