"""`make build SOURCES=...`: from what loaders have left in the warehouse to scores beside it."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import duckdb
import pytest

from lead_scoring.ahead import copy_people
from lead_scoring.engines import duckdb_file
from lead_scoring.errors import UserError
from lead_scoring.source_input import described, sources_of

from .conftest import CommandLine
from .live_table import KNOWN, RECOUNTED
from .loader_tables import Row, write_tables
from .source_worlds import AUTOMATION
from .test_sources import run_dbt
from .test_sources_and_files import HUBSPOT, SEGMENT

WORLD: dict[str, dict[str, list[Row]]] = {
    "hubspot": HUBSPOT,
    "prod_web": SEGMENT,
    "marketo": AUTOMATION,
}
SOURCES = "hubspot,segment:prod_web,marketo"
DAY = {"AS_OF": "2026-03-01", "VARS": "{history_months: 0}"}
PAGES = "select count(*) from prod_web.pages"


def write_world(warehouse: Path) -> None:
    """Let loaders write their schemas into a DuckDB file."""
    for schema, tables in WORLD.items():
        write_tables(warehouse, schema, tables)


@pytest.fixture(scope="module")
def scored(user: CommandLine) -> CommandLine:
    """A home that holds nothing but the file of the loaders, and a first build on it."""
    write_world(user.warehouse)
    said = user.build(SOURCES=SOURCES, **DAY)
    assert "input: the tables of hubspot, segment (schema prod_web), marketo" in said
    return user


@pytest.mark.models
def test_the_tables_are_scored_and_stay_where_they_are(scored: CommandLine) -> None:
    """A visitor of Marketo who was merged into a lead is one person with HubSpot's contact."""
    assert scored.rows(PAGES) == [(2,)]
    assert scored.rows("select lead_id from marts.lead_scores order by 1") == [("101",), ("103",)]
    alike = "select lead_id from marts.lead_duplicates where primary_lead_id = '101' order by 1"
    assert scored.rows(alike) == [("10",), ("102",)]
    visits = """
        select distinct asset, lead_id from marts.lead_activity
        where event_type = 'page_view' order by asset
    """
    assert scored.rows(visits) == [("/", "101"), ("/pricing", "101")]
    bots = "select lead_id, sum(machine_hits) from marts.lead_activity group by 1 order by 1"
    assert scored.rows(bots) == [("101", 1), ("103", 1)]


@pytest.mark.models
def test_what_needs_the_rows_of_files_says_so(
    scored: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo is not trained on in place of the sources, and nobody is scored ahead."""
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(scored.warehouse))
    with duckdb.connect() as aside, pytest.raises(UserError, match="was built on the tables of"):
        copy_people(aside, ["101"])
    run = scored.run("train", SOURCES="hubspot")
    assert "train learns from files, and the tables of hubspot are none" in run.stderr


@pytest.mark.models
def test_the_next_build_takes_in_what_is_new_and_says_what_is_gone(
    scored: CommandLine, tmp_path: Path
) -> None:
    other = scored.copy(tmp_path)
    with duckdb.connect(str(other.warehouse)) as connection:
        connection.execute(
            "insert into prod_web.pages (id, anonymous_id, path, timestamp, received_at) values"
            " ('p9', 'a1', '/pricing/more', '2026-02-20 10:00:00', '2026-02-20 10:00:05')"
        )
        connection.execute("alter table hubspot.contact drop column property_jobtitle")
        connection.execute("drop table hubspot.deal_contact")
    said = " ".join(other.build(SOURCES=SOURCES, **DAY).split())
    assert [str(day) for (day,) in other.rows(RECOUNTED)] == ["2026-02-20"]
    ((known,),) = other.rows(KNOWN)
    assert known > 1
    seen = "select count(*) from marts.lead_activity where asset = '/pricing/more'"
    assert (other.rows(seen), other.rows(PAGES)) == ([(1,)], [(3,)])
    # A column and a table that are gone are null and empty, and the build says so.
    assert other.rows("select count(job_title) from staging.hubspot_leads") == [(0,)]
    assert "contact of hubspot (hubspot) no longer has job_title, which is empty now" in said
    assert "deal_contact of hubspot (hubspot) no longer has contact_id, deal_id, which are" in said
    assert scored.rows("select count(*) from marts.source_columns where not is_there") == [(0,)]


@pytest.mark.models
def test_other_input_does_not_take_the_tables_away(scored: CommandLine) -> None:
    assert "was built on the tables of loaders in it" in scored.build_in_vain()


@pytest.mark.models
@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        (
            {"hubspot": {"schema": "hubspot_eu"}},
            "there is no schema hubspot_eu, where the tables of hubspot should be; name theirs as"
            " SOURCES=hubspot:... or in {hubspot: {schema: ...}}; did you mean hubspot?",
        ),
        (
            {"hubspot": {"schema": "prod_web"}},
            "the schema prod_web has no table contact or contacts, which hubspot needs",
        ),
        (
            {"hubspot": {}, "segment": {}},
            "there is no schema segment, where the tables of segment should be",
        ),
        (
            {"hubspot": {"schema": "HUBSPOT"}},
            "there is no schema HUBSPOT, where the tables of hubspot should be; name theirs as"
            " SOURCES=hubspot:... or in {hubspot: {schema: ...}}; did you mean hubspot?",
        ),
        ({"ga4": {"schema": "prod_web"}}, "the schema prod_web has no table event or events"),
        ({"stripe": {"schema": "shop"}}, "stripe brings no leads; add a source that does (hubspot"),
    ],
)
def test_what_is_not_there_is_told_before_anything_is_built(
    user: CommandLine, capfd: pytest.CaptureFixture[str], sources: dict[str, Row], problem: str
) -> None:
    write_world(user.warehouse)
    write_tables(user.warehouse, "shop", {"customer": [{"id": "c1"}]})
    outcome = run_dbt(user, sources, "run-operation", "check_sources")
    assert not outcome.success
    assert f"sources: {problem}" in " ".join(capfd.readouterr().out.split())


@pytest.mark.models
def test_a_sentence_of_an_operation_is_the_error(tmp_path: Path) -> None:
    home = CommandLine(tmp_path)
    assert "has to hold the tables of the sources" in home.run("build", SOURCES="hubspot").stderr
    write_world(home.warehouse)
    before = home.warehouse.read_bytes()
    run = home.run("build", SOURCES="hubspot,segment")
    assert "Error: sources: there is no schema segment" in run.stderr
    assert run.returncode == 1
    assert home.warehouse.read_bytes() == before
    assert not list(home.warehouse.parent.glob(".*.building"))


@pytest.mark.parametrize(
    ("named", "given", "variables", "problem"),
    [
        ("hubspot", "exports", {}, "INPUT=exports and the sources hubspot would both be the input"),
        ("", "exports", {"sources": {"ga4": {}}}, "and the sources ga4 would both"),
        ("hubspot", "", {"sources": {"hubspot": {}}}, "SOURCES and VARS both name sources"),
        ("hubspot,", "", {}, "SOURCES=hubspot, is no list of sources; write it as hubspot,segment"),
        ("hubspot:", "", {}, "SOURCES=hubspot: is no list of sources"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    named: str, given: str, variables: dict[str, Row], problem: str
) -> None:
    with pytest.raises(UserError) as refusal:
        sources_of(named, given, variables)
    assert problem in str(refusal.value)


def test_sources_and_their_schemas_are_read() -> None:
    sources = sources_of(" hubspot:eu, hubspot:us,segment", "", {})
    assert sources == {"hubspot": [{"schema": "eu"}, {"schema": "us"}], "segment": {}}
    assert described(sources) == "the tables of hubspot (schema eu, us), segment"
    assert sources_of("", "exports", {}) == {}
    assert sources_of("", "", {"sources": {"ga4": None}}) == {"ga4": None}
    assert described({"ga4": None}) == "the tables of ga4"


def test_what_a_loader_writes_during_a_build_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    write_tables(warehouse, "hubspot", HUBSPOT)
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(warehouse))
    engine = duckdb_file.DuckDBEngine()
    with mock.patch.object(duckdb_file, "run_dbt"), engine.lock():
        engine.take_sources({"sources": {"hubspot": {}}})
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute("insert into hubspot.contact (id) values (999)")
        with pytest.raises(UserError, match="a loader has written to"):
            engine.finish()
        engine.take_sources({"sources": {"hubspot": {}}})
        engine.finish()
    with duckdb.connect(str(warehouse)) as connection:
        count = connection.execute("select count(*) from hubspot.contact where id = 999")
        assert count.fetchone() == (1,)


def test_scores_of_other_input_are_not_mixed_with_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo's make room; those of files stay."""
    warehouse = tmp_path / "warehouse.duckdb"
    write_tables(warehouse, "hubspot", HUBSPOT)
    monkeypatch.setenv("LEAD_SCORING_DUCKDB_PATH", str(warehouse))
    for origin in ("demo", "/exports"):
        write_tables(warehouse, "raw", {"input_facts": [{"source": origin}]})
        engine = duckdb_file.DuckDBEngine()
        with mock.patch.object(duckdb_file, "run_dbt") as dbt:
            if origin == "demo":
                engine.take_sources({"sources": {"hubspot": {}}})
                operations = [json.dumps(call.args[0]) for call in dbt.call_args_list]
                assert ["reset_warehouse" in operation for operation in operations] == [False, True]
            else:
                with pytest.raises(UserError, match="holds the scores of the input /exports"):
                    engine.take_sources({"sources": {"hubspot": {}}})
