"""Erases a person from the tables that this project has made in a team's own warehouse.

Who the person is, is found in a copy aside, as in a clone of this project; then every row that
names the person goes, in one transaction on the team's connection. The input is the team's: what of
it names the person is counted and told.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from ..engines import MissingTableError
from ..engines.team import Relation, TeamWarehouse
from ..errors import UserError
from ..project import BUILD, shown
from ..sql import identifier, literal
from ..sync.acknowledged import leads_shown
from ..table_copy import TableCopy
from ..warehouse import bounds
from .person import Person, find_person

# What find_person reads.
_COPIED = {
    "marts.lead_scores": {"scored_on": "date"},
    "staging.stg_leads": {
        "lead_id": "varchar",
        "email": "varchar",
        "has_valid_email": "boolean",
        "merged_into_lead_id": "varchar",
        "created_on": "date",
    },
    "staging.stg_leads_checked": {"lead_id": "varchar", "email": "varchar"},
    "staging.stg_identities": {"lead_id": "varchar", "kind": "varchar", "value": "varchar"},
    "intermediate.lead_snapshot": {
        "lead_id": "varchar",
        "email": "varchar",
        "has_valid_email": "boolean",
        "merged_into_lead_id": "varchar",
        "dbt_valid_to": "varchar",
    },
    "intermediate.int_listed_addresses": {"email": "varchar", "counts_as": "varchar"},
    "intermediate.int_lead_person_map": {
        "lead_id": "varchar",
        "person_id": "varchar",
        "scored_on": "date",
    },
}
_EVENTS = "staging.stg_events"
_EVENT_COLUMNS = {
    "anonymous_id": "varchar",
    "lead_id": "varchar",
    "email": "varchar",
    "occurred_at": "varchar",
}
_VISITORS = ("intermediate", "int_visitors")
# True where a text matches a pattern.
_MATCHES = {"duckdb": "regexp_matches({0}, {1})", "postgres": "({0} ~ {1})"}
_NO_TEXT = ("bool", "int", "date", "time", "decimal", "numeric", "double", "real", "float", "huge")


def erase_from_team(warehouse: TeamWarehouse, lead: str, *, is_trial: bool) -> None:
    """Erase the person, and tell what went and what the team has to clean itself."""
    if warehouse.kind not in _MATCHES:
        raise UserError(
            f"erase works on DuckDB and Postgres, and {warehouse.name} is {warehouse.kind}; take"
            " the person out of your input, drop the tables of the package (dbt run-operation"
            f" lead_scoring.reset_warehouse) and run: {BUILD}"
        )
    try:
        person = _find(warehouse, lead)
    except MissingTableError:
        raise UserError(f"there is no warehouse {warehouse.name} yet; run: {BUILD}") from None
    print(
        f"Lead {lead} is a person with {len(person.leads)} leads"
        f" ({', '.join(sorted(person.leads))}), {len(person.mails)} email addresses and"
        f" {len(person.visitors)} visitors of the website.",
        flush=True,
    )
    removal = _Removal(warehouse, person)
    inputs = {one.shown: removal.count_in_input(one) for one in warehouse.inputs()}
    removed = removal.rows_to_go()
    print(f"{warehouse.name}: to go are {sum(removed.values()):,} rows of {len(removed)} tables")
    if is_trial:
        print("Nothing was changed (DRY_RUN).")
    else:
        removal.remove(list(removed))
        print("The person is erased from all tables that lead_scoring has made.")
    _tell_what_is_left(warehouse, person, inputs)


def _find(warehouse: TeamWarehouse, lead: str) -> Person:
    """The person of the lead, as the last build knows the person."""
    with (
        tempfile.TemporaryDirectory(prefix="lead_scoring_") as directory,
        duckdb.connect(config=bounds()) as connection,
    ):
        aside = TableCopy(warehouse, connection, Path(directory))
        for table, columns in _COPIED.items():
            aside.copy(table, columns)
        # Of the events those of visitors who may be the person: there can be a great many.
        aside.copy(_EVENTS, _EVENT_COLUMNS, "1 = 0")
        person = find_person(connection, Person(leads=frozenset({lead})))
        if not person.leads:
            raise UserError(
                f"no lead {lead} is in {warehouse.name}; if it was erased, nothing of it is left,"
                " else look for it in stg_leads."
            )
        aside.copy(
            _EVENTS,
            _EVENT_COLUMNS,
            f"anonymous_id in (select anonymous_id from {_EVENTS}"
            f" where lead_id in {_listed(person.leads)} or email in {_listed(person.mails)})"
            " and coalesce(lead_id, email) is not null",
        )
        return find_person(connection, person)


def _listed(names: frozenset[str]) -> str:
    return f"({', '.join(map(literal, sorted(names))) or 'null'})"


@dataclass(frozen=True)
class _Removal:
    """What of the warehouse names a person."""

    warehouse: TeamWarehouse
    person: Person

    @cached_property
    def visitor_keys(self) -> frozenset[str]:
        """The keys of the person's visitors, by which hits are kept."""
        visitors = self.warehouse.relations([_VISITORS])[_VISITORS]
        named = " or ".join(self._by_text(visitors).values())
        rows = self.warehouse.rows(
            f"select cast(visitor_key as varchar) from {'.'.join(_VISITORS)} where {named}"
        )
        return frozenset(str(key) for (key,) in rows)

    def rows_to_go(self) -> dict[Relation, int]:
        """How many rows of each table name the person, where any does."""
        counts = {table: self.count(table) for table in self.warehouse.tables()}
        return {table: rows for table, rows in counts.items() if rows}

    def count(self, table: Relation) -> int:
        """How many rows of the table name the person."""
        return self._count(table, self._is_theirs(table))

    def count_in_input(self, table: Relation) -> int:
        """The same of a table of the team's, whose ids may have any name that ends in id."""
        ids = _listed(self.person.leads | (self.person.visitors - self.person.shared))
        columns = [column for column in table.columns if column.lower().endswith("id")]
        named = [f"cast({identifier(column)} as varchar) in {ids}" for column in columns]
        return self._count(table, " or ".join([self._is_theirs(table), *named]))

    def _count(self, table: Relation, condition: str) -> int:
        ((rows,),) = self.warehouse.rows(f"select count(*) from {table.name} where {condition}")
        return int(rows)

    def remove(self, tables: list[Relation]) -> None:
        """Remove the rows in one transaction, which ends only where none is left."""
        statements = []
        for table in tables:
            if table.alias == "lead_snapshot":
                # What others' rows say of earlier days cannot be computed again.
                leads = _listed(self.person.leads)
                statements.append(f"delete from {table.name} where lead_id in {leads}")
                statements += [
                    f"update {table.name} set {identifier(column)} = null where {condition}"
                    for column, condition in self._by_text(table.columns).items()
                ]
            else:
                statements.append(f"delete from {table.name} where {self._is_theirs(table)}")
        # The rows of others that named the person come back: the next build takes all events in.
        statements.append("update intermediate.state_event_batches set intake_version = ''")
        with self.warehouse.transaction() as execute:
            for statement in statements:
                execute(statement)
            if left := {table.shown: rows for table in tables if (rows := self.count(table))}:
                listed = ", ".join(f"{table} ({rows:,} rows)" for table, rows in left.items())
                raise UserError(
                    f"the person would still be named in {listed}; nothing was changed, look into"
                    " these tables."
                )

    def _is_theirs(self, table: Relation) -> str:
        conditions = [*self._by_text(table.columns).values()]
        if "visitor_key" in table.columns:
            keys = _listed(self.visitor_keys)
            conditions.append(f"cast(visitor_key as varchar) in {keys}")
        return " or ".join(conditions) or "1 = 0"

    def _by_text(self, columns: Mapping[str, str]) -> dict[str, str]:
        """By column that holds text: that it names the person."""
        return {
            column: self._names(column)
            for column, kind in columns.items()
            if not kind.lower().startswith(_NO_TEXT)
        }

    def _names(self, column: str) -> str:
        text = f"lower({literal(repr(column) + ': ')} || cast({identifier(column)} as varchar))"
        return _MATCHES[self.warehouse.kind].format(text, literal(self.person.pattern()))


def _tell_what_is_left(warehouse: TeamWarehouse, person: Person, inputs: dict[str, int]) -> None:
    named = [f"{table} ({rows:,} rows)" for table, rows in inputs.items() if rows]
    if named:
        print(
            f"Your input names the person in {', '.join(named)}: take the person out of what these"
            f" are made of before the next {BUILD}, which would bring the person back."
        )
    else:
        print(
            f"No table of your input names the person. The next {BUILD} computes the reports again."
        )
    if leads := leads_shown(warehouse.beside) & person.leads:
        print(
            f"The CRM may still show a score of {', '.join(sorted(leads))}: lead-scoring sync"
            " clears it, and then forgets the lead."
        )
    target = shown(warehouse.made)
    print(f"Compiled SQL and logs of dbt ({target}, logs) may name leads; dbt clean removes them.")
