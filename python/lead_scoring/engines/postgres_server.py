"""The Postgres server that the usual variables (PGHOST, PGUSER, PGDATABASE, ...) name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812 - a class

from ..errors import UserError


@contextmanager
def connected() -> Iterator[Connection]:
    """A connection whose work is committed at the end; any error as one sentence."""
    try:
        connection = psycopg2.connect("", application_name="lead_scoring")
    except psycopg2.OperationalError as error:
        raise UserError(
            f"Postgres cannot be reached ({_first_line(error)}); set PGHOST, PGPORT, PGUSER,"
            " PGPASSWORD and PGDATABASE as for psql."
        ) from None
    try:
        # dbt needs to be given what psql's variables leave open.
        os.environ.setdefault("PGUSER", connection.info.user)
        os.environ.setdefault("PGDATABASE", connection.info.dbname)
        yield connection
        connection.commit()
    except psycopg2.Error as error:
        raise UserError(
            f"Postgres could not go on: {_first_line(error)} (database {connection.info.dbname},"
            f" user {connection.info.user})."
        ) from None
    finally:
        connection.close()


def rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def execute(connection: Connection, statement: str) -> int:
    """Run a statement that gives no rows; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def check_texts(connection: Connection) -> None:
    """Refuse a database that cannot hold all texts, and say where capitals will not be known."""
    ((encoding, ctype),) = rows(
        connection,
        "select pg_encoding_to_char(encoding), case datlocprovider when 'c' then datctype end"
        " from pg_database where datname = current_database()",
    )
    name = connection.info.dbname
    if encoding != "UTF8":
        raise UserError(
            f"the database {name} has the encoding {encoding}; make one that holds all texts"
            " (createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 leads)"
            " and let PGDATABASE name it."
        )
    if ctype in {"C", "POSIX"}:
        print(
            f"  Note: the database {name} has the locale C, in which É is not the capital of é:"
            " a rule's text meets a lead's only where such letters agree."
        )


def _first_line(error: psycopg2.Error) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
