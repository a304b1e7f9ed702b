"""Removes a person from the tables of a warehouse file, and looks for what is left."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from ..contract import BATCH, EVENTS, IDENTITIES, LEADS, OUTCOMES
from ..load import ErasedPeople
from ..load.raw_table import RawTable
from ..sql import identifier, literal
from .person import Person

# What others' rows in it said of earlier days cannot be computed again: they stay.
_SNAPSHOT = ("intermediate", "lead_snapshot")
# Numbers that stand for a person in tables without names, and the tables that say whose they are.
_NUMBERS = {"visitor_key": "int_visitors", "person_day_key": "int_people"}

Rows = dict[str, int]


def remove(connection: duckdb.DuckDBPyConnection, person: Person, erased: ErasedPeople) -> Rows:
    """Remove the person; how many rows went, by table.

    In raw and in the snapshot of leads, the person's rows go, and rows of others lose the cells
    that name the person. In all that dbt makes, every row that names the person goes. The next
    build restores what else was in those rows: it loads all events and scores all days again.
    """
    removed: Rows = {}
    for source in (LEADS, EVENTS, OUTCOMES, IDENTITIES):
        raw = RawTable(connection, source.name)
        raw.continue_last()
        removed[f"raw.{source.name}"] = erased.leave_out(raw, source)
        _empty_cells(raw, person)
    _count_batches(connection)
    # The next load says whom the CRM has to clear.
    ErasedPeople().write_leads_to_clear(connection)
    snapshot = RawTable(connection, _SNAPSHOT[1], schema=_SNAPSHOT[0])
    snapshot.continue_last()
    lead_ids = ", ".join(map(literal, sorted(person.leads)))
    removed[".".join(_SNAPSHOT)] = snapshot.delete_where(f"lead_id in ({lead_ids})")
    _empty_cells(snapshot, person)
    for number, table in _NUMBERS.items():
        if number in _columns(connection, f"intermediate.{table}"):
            connection.execute(
                f"create or replace temp table erased_{number} as select {number}"
                f" from intermediate.{table} as whole_row where {_names(person)}"
            )
    connection.execute("update intermediate.state_event_batches set intake_version = ''")
    for schema, table in _tables(connection):
        if schema != "raw" and (schema, table) != _SNAPSHOT:
            name = f"{schema}.{identifier(table)}"
            is_theirs = _names(person)
            for number in _NUMBERS.keys() & _columns(connection, name).keys():
                is_theirs += f" or {number} in (select {number} from erased_{number})"
            removed[f"{schema}.{table}"] = _count(
                connection, f"delete from {name} as whole_row where {is_theirs}"
            )
    return {table: rows for table, rows in removed.items() if rows}


def find_traces(connection: duckdb.DuckDBPyConnection, person: Person) -> tuple[int, Rows]:
    """How many tables there are, and in which of them how many rows name the person."""
    found = {
        f"{schema}.{table}": _count(
            connection,
            f"select count(*) from {schema}.{identifier(table)} as whole_row"
            f" where {_names(person)}",
        )
        for schema, table in _tables(connection)
    }
    return len(found), {table: rows for table, rows in found.items() if rows}


def leads_to_clear(connection: duckdb.DuckDBPyConnection, person: Person) -> set[str]:
    """The person's leads for which the CRM is to show a score."""
    return _column(
        connection,
        "select lead_id from activation.crm_lead_score_sync"
        " where sync_operation = 'upsert' and list_contains($leads, lead_id)",
        person,
    )


def alerts_of(connection: duckdb.DuckDBPyConnection, person: Person) -> set[str]:
    """The news of the person that a chat channel may have received."""
    return _column(
        connection,
        "select alert_id from activation.lead_alerts where list_contains($leads, lead_id)",
        person,
    )


def _column(connection: duckdb.DuckDBPyConnection, query: str, person: Person) -> set[str]:
    try:
        rows = connection.execute(query, {"leads": sorted(person.leads)}).fetchall()
    except duckdb.CatalogException:  # a build without the schema activation
        return set()
    return {value for (value,) in rows}


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    yield from connection.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where database_name = current_database() and not internal and not temporary"
        " order by all"
    ).fetchall()


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """The columns of a table and their types."""
    return dict(row[:2] for row in connection.execute(f"describe {name}").fetchall())


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0


def _empty_cells(table: RawTable, person: Person) -> None:
    for column, kind in _columns(table.connection, table.name).items():
        if kind == "VARCHAR":
            as_in_a_row = f"{literal(repr(column) + ': ')} || {identifier(column)}"
            table.empty(column, _names(person, as_in_a_row))


def _names(person: Person, text: str = "whole_row") -> str:
    """The condition that a text, or all of a row, names the person."""
    return f"regexp_matches(lower(cast({text} as varchar)), {literal(person.pattern())})"


def _count_batches(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the registry of files say how many rows each batch has now."""
    connection.execute(
        f"update raw.input_files set rows = (select count(*) from raw.{EVENTS.name} as events"
        f" where events.{BATCH} = input_files.batch) where source = {literal(EVENTS.name)}"
    )
