"""The same world in the spellings of Fivetran, Airbyte and dlt gives the same rows."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import CommandLine
from .loader_tables import write_tables
from .loader_worlds import Loaded, airbyte, dlt, fivetran
from .test_sources import build

Rows = dict[str, list[tuple[Any, ...]]]

MODELS = {
    "hubspot": ("leads", "events", "outcomes"),
    "salesforce": ("leads", "events", "outcomes"),
    "stripe": ("events", "outcomes"),
}


def rows_of(user: CommandLine, world: Loaded) -> Rows:
    """What the adapters make of a world."""
    for schema, tables in world.items():
        write_tables(user.warehouse, schema, tables)
    build(user, {name: {} for name in world}, "path:models/staging/sources")
    return {
        f"{source}_{table}": sorted(user.rows(f"select * from staging.{source}_{table}"), key=str)
        for source, tables in MODELS.items()
        for table in tables
    }


@pytest.fixture(scope="module")
def by_fivetran(user: CommandLine) -> Rows:
    """The rows that Fivetran's spelling gives, none of them empty."""
    rows = rows_of(user, fivetran())
    assert {table: len(found) for table, found in rows.items()} == {
        "hubspot_leads": 2,
        "hubspot_events": 3,
        "hubspot_outcomes": 7,
        "salesforce_leads": 3,
        "salesforce_events": 3,
        "salesforce_outcomes": 4,
        "stripe_events": 1,
        "stripe_outcomes": 2,
    }
    return rows


@pytest.mark.models
def test_airbyte_gives_the_rows_of_fivetran(user: CommandLine, by_fivetran: Rows) -> None:
    assert rows_of(user, airbyte()) == by_fivetran


@pytest.mark.models
def test_dlt_gives_the_rows_of_fivetran_but_for_what_its_sources_do_not_load(
    user: CommandLine, by_fivetran: Rows
) -> None:
    """No engagements of HubSpot, and no history of Salesforce's records."""
    rows = rows_of(user, dlt())
    assert rows.pop("hubspot_events") == []
    outcomes = set(rows.pop("salesforce_outcomes"))
    assert outcomes < set(by_fivetran["salesforce_outcomes"])
    (by_history,) = set(by_fivetran["salesforce_outcomes"]) - outcomes
    assert "017A" in str(by_history[0])
    for table, found in rows.items():
        assert found == by_fivetran[table], table
