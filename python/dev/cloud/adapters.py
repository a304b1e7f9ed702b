"""dbt's real adapters on warehouses that only parse: dbt renders and sends what it always does."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

import agate
from dbt.adapters.base import BaseRelation
from dbt.adapters.contracts.connection import AdapterResponse, Connection, ConnectionState
from dbt_common.clients.agate_helper import empty_table, table_from_rows

from .parsed_warehouse import Columns, ParsedWarehouse

# Columns by name that have rows after all: dbt reads the verdict of a data test, and the project's
# macros what a later run finds.
Answers = dict[str, list[Any]]
# What the file of a seed may be loaded as.
BIGQUERY_TYPES = {"string", "int64", "numeric", "float64", "bool", "date", "timestamp"}


class Session:
    """What an adapter asks of its connection, answered by a parsed warehouse."""

    def __init__(self, adapter: Any, warehouse: ParsedWarehouse, answers: Answers) -> None:
        self.adapter = adapter
        self.warehouse = warehouse
        self.answers = answers

    def execute(self, sql: str, *_: Any, fetch: bool = False, **__: Any) -> Any:
        """Take a statement."""
        columns = self.warehouse.execute(sql, self.node())
        return AdapterResponse("OK"), self.rows_of(columns) if fetch else empty_table()

    def node(self) -> str:
        """The node of the project that dbt works on."""
        return str(self.adapter.nice_connection_name())

    def rows_of(self, columns: Columns) -> agate.Table:
        """Rows where all columns have answers, else none; there is always a column to take."""
        names = list(columns) or ["nothing"]
        known = [self.answers.get(name.lower()) for name in names]
        rows = [] if None in known else [list(row) for row in zip(*known, strict=True)]
        return table_from_rows(rows, names)

    def add_query(self, sql: str, *_: Any, bindings: Any = None, **__: Any) -> Any:
        """Take a statement with bindings, each of which stands for a text."""
        if bindings is not None:
            sql = sql.replace("%s", "''").replace("?", "''")
        self.warehouse.execute(sql, self.node())
        return None, mock.MagicMock()

    def columns_in_relation(self, relation: BaseRelation) -> list[Any]:
        """The columns of a relation."""
        # A temporary table has no schema.
        key = (str(relation.schema or "").lower(), str(relation.identifier).lower())
        columns = self.warehouse.catalog.columns.get(key, {})
        return [self.column(name, kind) for name, kind in columns.items()]

    def column(self, name: str, kind: str) -> Any:
        """A column as dbt knows it."""
        kind = kind.replace("(MAX)", "").replace("UNKNOWN", "STRING")
        if self.warehouse.name == "bigquery":
            # A field of a result has no digits.
            return self.adapter.Column(name, kind.split("(")[0])
        if self.warehouse.name == "databricks":
            return self.adapter.Column(name, kind)
        return self.adapter.Column.from_description(name, kind)

    def columns_of_query(self, sql: str) -> list[Any]:
        """The columns of a query."""
        columns = self.warehouse.execute(sql, self.node())
        return [self.column(name, kind) for name, kind in columns.items()]

    def relations(self, schema: BaseRelation) -> list[Any]:
        """The relations of a schema."""
        # What Databricks tells of its tables beside their names.
        more: dict[str, Any] = {}
        if self.warehouse.name == "databricks":
            more = {"metadata": {"Provider": "delta"}, "is_delta": True}
        found = []
        for (name, identifier), kind in self.warehouse.catalog.kinds.items():
            if name == str(schema.schema).lower():
                upper = self.warehouse.name == "snowflake"
                found.append(
                    self.adapter.Relation.create(
                        database=str(schema.database).upper() if upper else schema.database,
                        schema=str(schema.schema).upper() if upper else schema.schema,
                        identifier=identifier.upper() if upper else identifier,
                        type=kind,
                        **more,
                    )
                )
        return found


@contextlib.contextmanager
def connected_to(warehouse: ParsedWarehouse, answers: Answers) -> Iterator[None]:
    """Let the engine's adapter send all it sends to the warehouse."""
    plugin = importlib.import_module(f"dbt.adapters.{warehouse.name}").Plugin
    adapter = plugin.adapter

    def session(self: Any) -> Session:
        return Session(self, warehouse, answers)

    def opened(connection: Connection) -> Connection:
        connection.state = ConnectionState.OPEN
        connection.handle = mock.MagicMock()
        return connection

    def loaded(
        self: Any, _: str, schema: str, name: str, table: Any, types: dict[str, str], *__: Any
    ) -> None:
        for column, kind in types.items():
            if kind.lower() not in BIGQUERY_TYPES:
                warehouse.blame(session(self).node(), f"{column} is loaded as {kind}", "")
        warehouse.create(schema, name, list(table.column_names), "STRING")

    stand_ins = {
        "execute": lambda self, sql, *a, **k: session(self).execute(sql, *a, **k),
        "add_query": lambda self, sql, *a, **k: session(self).add_query(sql, *a, **k),
        "check_schema_exists": lambda self, database, schema: True,
        "list_schemas": lambda self, database: [s for s, _ in warehouse.catalog.kinds],
        "list_relations_without_caching": lambda self, schema: session(self).relations(schema),
        "get_columns_in_relation": lambda self, relation: session(self).columns_in_relation(
            relation
        ),
        "get_column_schema_from_query": lambda self, sql, *_: session(self).columns_of_query(sql),
    }
    if warehouse.name == "bigquery":
        stand_ins["get_columns_in_select_sql"] = stand_ins["get_column_schema_from_query"]
        stand_ins["load_dataframe"] = loaded
        stand_ins["is_replaceable"] = lambda self, *_: True
        stand_ins["get_relation"] = adapter.__mro__[1].get_relation
    with contextlib.ExitStack() as patches:
        for name, stand_in in stand_ins.items():
            patches.enter_context(mock.patch.object(adapter, name, stand_in))
        manager = adapter.ConnectionManager
        patches.enter_context(mock.patch.object(manager, "open", staticmethod(opened)))
        patches.enter_context(mock.patch.object(manager, "begin", lambda self: None))
        patches.enter_context(mock.patch.object(manager, "commit", lambda self: None))
        yield
