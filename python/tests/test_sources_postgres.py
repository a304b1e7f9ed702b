"""The adapters give on Postgres what they give on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .conftest import CommandLine, nightly

pytest.importorskip("psycopg2", reason="the packages for Postgres are not installed")

from .loader_tables import statements, write_tables
from .loader_worlds import airbyte
from .postgres_server import Server, binaries, private_server
from .source_worlds import SOURCES, WORLD
from .test_sources import build, lines
from .test_sources_and_files import HUBSPOT, SEGMENT
from .web_worlds import ANALYTICS, COLLECTED

BIN_DIR = binaries()
pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(BIN_DIR is None, reason="this machine has no Postgres to start"),
]
WEB_WORLD = {"ga4": ANALYTICS, "atomic": COLLECTED}
MODELS = ("path:models/staging/sources",)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A private server."""
    assert BIN_DIR is not None
    with private_server(BIN_DIR) as server:
        yield server


def test_each_model_of_the_sources_has_the_same_rows(user: CommandLine, server: Server) -> None:
    sources = SOURCES | {"ga4": {}, "snowplow": {"schema": "atomic"}}
    sources["hubspot"] = [*SOURCES["hubspot"], {"schema": "airbyte"}]
    sources["stripe"] = [{}, {"schema": "airbyte_stripe"}]
    listed = {"airbyte": airbyte()["hubspot"], "airbyte_stripe": airbyte()["stripe"]}
    place = server.new_database("loaded")
    for schema, tables in (WORLD | WEB_WORLD | listed).items():
        write_tables(user.warehouse, schema, tables)
        for statement in statements(schema, tables):
            server.rows(statement, "loaded")
        server.rows(f'grant usage on schema "{schema}" to builder', "loaded")
        server.rows(f'grant select on all tables in schema "{schema}" to builder', "loaded")
    build(user, sources, *MODELS)
    build(user, sources, *MODELS, target="postgres", **place)
    names = user.rows(
        "select table_name from information_schema.tables where table_schema = 'staging'"
    )
    assert len(names) > 20
    for (name,) in names:
        columns = user.rows(
            "select string_agg(column_name, ', ' order by ordinal_position)"
            f" from information_schema.columns where table_name = '{name}'"
        )[0][0]
        query = f"select {columns} from staging.{name}"
        assert (name, lines(server.rows(query, "loaded"))) == (name, lines(user.rows(query)))


@nightly
def test_sources_are_built_on_postgres(user: CommandLine, server: Server) -> None:
    """`make build SOURCES=... TARGET=postgres`; another input is refused on that database then."""
    place = server.new_database("sourced")
    for schema, tables in {"hubspot": HUBSPOT, "prod_web": SEGMENT}.items():
        for statement in statements(schema, tables):
            server.rows(statement, "sourced")
        server.rows(f'grant usage on schema "{schema}" to builder', "sourced")
        server.rows(f'grant select on all tables in schema "{schema}" to builder', "sourced")
    there = {"TARGET": "postgres", **place}
    named = {"SOURCES": "hubspot,segment:prod_web", "AS_OF": "2026-03-01"}
    user.build(VARS="{history_months: 0}", **named, **there)
    scored = server.rows("select lead_id from marts.lead_scores order by 1", "sourced")
    assert scored == [("101",), ("103",)]
    visits = "select distinct lead_id from marts.lead_activity where asset = '/pricing'"
    assert server.rows(visits, "sourced") == [("101",)]
    code, _, error = user._build(False, there)
    assert (code, "was built on the tables of loaders in it" in error) == (1, True)
