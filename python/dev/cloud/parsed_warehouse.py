"""A warehouse without rows: it parses each statement and remembers the columns of each relation.

Statements are read in the dialect of the engine it stands for, and names are resolved as that
engine would: its folding of unquoted names, its stars, its scopes. What the engine would refuse is
kept as a problem and the run goes on, so that one run finds all of them.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any, TypeGuard

import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import Schema

from .lacks import find_lacks, find_unknown_words

Columns = dict[str, str]
Key = tuple[str, str]

# Statements of dbt's own that sqlglot does not read; any other that it cannot read is a problem.
UNREAD = re.compile(
    r"\s*(begin|commit|optimize|alter session|show tblproperties"
    r"|alter table \S+ change column \S+ set not null)\b",
    re.IGNORECASE,
)

WITHOUT_COLUMNS = (
    exp.Analyze,
    exp.Comment,
    exp.Commit,
    exp.Describe,
    exp.Set,
    exp.Transaction,
    exp.TruncateTable,
    exp.Update,
    exp.Use,
)

logging.getLogger("sqlglot").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Problem:
    """What the engine would refuse, and in which statement of which node of the project."""

    node: str
    message: str
    sql: str


class Catalog(Schema):
    """The columns of the relations by lower-case schema and name, as the engine folds them."""

    def __init__(self, dialect: Dialect) -> None:
        self.engine = dialect
        self.columns: dict[Key, Columns] = {}
        self.kinds: dict[Key, str] = {}

    @property
    def dialect(self) -> Dialect:
        return self.engine

    @property
    def empty(self) -> bool:
        # An unknown table is an error, also in the first statement of all.
        return False

    @property
    def supported_table_args(self) -> tuple[str, ...]:
        return ("this", "db", "catalog")

    def add_table(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError("relations come by statements")

    def column_names(self, table: exp.Table | str, *_: Any, **__: Any) -> list[str]:
        return list(self.columns.get(key_of(table), {})) if isinstance(table, exp.Table) else []

    def get_column_type(
        self, table: exp.Table | str, column: exp.Column | str, *_: Any, **__: Any
    ) -> exp.DataType:
        name = column if isinstance(column, str) else column.name
        known = self.columns.get(key_of(table), {}) if isinstance(table, exp.Table) else {}
        return exp.DataType.build(known.get(name) or "UNKNOWN", dialect=self.engine)


def key_of(table: exp.Table) -> Key:
    """Schema and name of a table."""
    return table.db.lower(), table.name.lower()


def _reads_the_catalog(statement: exp.Expr) -> TypeGuard[exp.Query]:
    """Whether an adapter asks the engine what it holds, which is the adapter's own affair."""
    return isinstance(statement, exp.Query) and any(
        table.db.lower() == "information_schema"
        # BigQuery's has the data set before it and its view behind.
        or table.name.lower().startswith(("information_schema.", "pg_"))
        for table in statement.find_all(exp.Table)
    )


class ParsedWarehouse:
    """Takes statements, and says what columns they give."""

    def __init__(self, dialect: str) -> None:
        self.name = dialect
        self.dialect = Dialect.get_or_raise(dialect)
        self.catalog = Catalog(self.dialect)
        self.problems: list[Problem] = []
        self.statements = 0

    def create(self, schema: str, name: str, columns: list[str], kind: str) -> None:
        """Make a table by hand, as a loader would."""
        key = (schema.lower(), name.lower())
        self.catalog.columns[key] = {self.folded(column): kind for column in columns}
        self.catalog.kinds[key] = "table"

    def folded(self, column: str) -> str:
        """A column's name as the engine keeps it where it is written without quotes."""
        return normalize_identifiers(exp.to_identifier(column), dialect=self.dialect).name

    def execute(self, sql: str, node: str) -> Columns:
        """Parse the statements of a text; the columns of the last query among them."""
        columns: Columns = {}
        if UNREAD.match(sql):
            return columns
        try:
            for statement in sqlglot.parse(sql, dialect=self.dialect):
                if statement is None or isinstance(statement, exp.Semicolon):
                    continue
                if _reads_the_catalog(statement):
                    return dict.fromkeys(statement.named_selects, "UNKNOWN")
                self.statements += 1
                for lack in find_lacks(statement, self.name):
                    self.blame(node, lack, sql)
                columns = self._take(statement) or columns
            for word in sorted(set(find_unknown_words(sql, self.name))):
                self.blame(node, word, sql)
        except SqlglotError as error:
            self.blame(node, str(error).splitlines()[0], sql)
        return columns

    def blame(self, node: str, message: str, sql: str) -> None:
        self.problems.append(Problem(node, message, sql))

    def _take(self, statement: exp.Expr) -> Columns:
        if isinstance(statement, exp.Query):
            return self._columns_of(statement)
        if isinstance(statement, exp.Create):
            self._create(statement)
        elif isinstance(statement, exp.Drop):
            for table in statement.find_all(exp.Table):
                self._forget(key_of(table))
        elif isinstance(statement, exp.Alter):
            self._alter(statement)
        elif isinstance(statement, exp.Insert):
            self._insert(statement)
        elif isinstance(statement, exp.Delete):
            self._delete(statement)
        elif isinstance(statement, exp.Merge):
            self._merge(statement)
        elif not isinstance(statement, WITHOUT_COLUMNS):
            raise SqlglotError(f"a statement that is not read: {statement.sql()[:60]}")
        return {}

    def _columns_of(self, query: exp.Query) -> Columns:
        resolved = qualify(
            query.copy(),
            dialect=self.dialect,
            schema=self.catalog,
            quote_identifiers=False,
            identify=False,
        )
        annotate_types(resolved, schema=self.catalog, dialect=self.dialect)
        return {given.alias_or_name: self._kind(given.type) for given in resolved.selects}

    def _kind(self, kind: exp.Expr | None) -> str:
        return kind.sql(dialect=self.dialect) if kind else "UNKNOWN"

    def _create(self, statement: exp.Create) -> None:
        kind = (statement.kind or "").lower()
        if kind not in {"table", "view"}:
            return
        target = statement.this
        declared = list(target.find_all(exp.ColumnDef))
        columns: Columns = {}
        query = statement.expression
        if isinstance(query, exp.Subquery):
            query = query.unnest()
        if isinstance(query, exp.Query):
            columns = self._columns_of(query)
        if declared:
            if columns and len(columns) != len(declared):
                raise SqlglotError(f"{len(columns)} columns, where {len(declared)} are declared")
            columns = {
                self.folded_identifier(column.this): self._kind(column.kind) for column in declared
            }
        like = statement.find(exp.LikeProperty)
        if like is not None:
            columns = dict(self.catalog.columns[key_of(like.this)])
        key = key_of(target.this if isinstance(target, exp.Schema) else target)
        self.catalog.columns[key] = columns
        self.catalog.kinds[key] = kind

    def folded_identifier(self, identifier: exp.Expr) -> str:
        """A name as the engine keeps it."""
        return normalize_identifiers(identifier.copy(), dialect=self.dialect).name

    def _forget(self, key: Key) -> None:
        self.catalog.columns.pop(key, None)
        self.catalog.kinds.pop(key, None)

    def _alter(self, statement: exp.Alter) -> None:
        key = key_of(statement.this)
        for action in statement.args.get("actions") or []:
            if isinstance(action, exp.AlterRename):
                new = (action.this.db.lower() or key[0], action.this.name.lower())
                self.catalog.columns[new] = self.catalog.columns.pop(key)
                self.catalog.kinds[new] = self.catalog.kinds.pop(key)

    def _insert(self, statement: exp.Insert) -> None:
        target = statement.this
        table = target.this if isinstance(target, exp.Schema) else target
        known = self.catalog.columns.get(key_of(table))
        if known is None:
            raise SqlglotError(f"insert into {table.sql()}, which is not there")
        named = (
            [self.folded_identifier(name) for name in target.expressions]
            if isinstance(target, exp.Schema)
            else list(known)
        )
        unknown = [name for name in named if name not in known]
        if unknown:
            raise SqlglotError(f"{table.sql()} has no column {', '.join(unknown)}")
        query = statement.expression
        if isinstance(query, exp.Query) and len(self._columns_of(query)) != len(named):
            raise SqlglotError(f"an insert into {table.sql()} of another number of columns")

    def _merge(self, statement: exp.Merge) -> None:
        # Resolved as the join that decides what is merged.
        using = statement.args["using"].copy()
        self._columns_of(
            exp.select("*").from_(statement.this.copy()).join(using, on=statement.args["on"].copy())
        )

    def _delete(self, statement: exp.Delete) -> None:
        # Resolved as the query whose rows it takes away.
        condition = statement.args.get("where")
        query = exp.select("*").from_(statement.this.copy())
        if condition is not None:
            query = query.where(condition.this.copy())
        self._columns_of(query)
