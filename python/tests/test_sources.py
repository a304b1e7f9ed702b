"""Adapters: tables as loaders leave them become leads, events, outcomes and identities."""

from __future__ import annotations

import json
import os
from pathlib import Path
from textwrap import dedent
from typing import Any
from unittest import mock

import pytest
import sqlglot

from dev.cloud.lacks import find_rare_forms
from lead_scoring.project import ROOT

from .conftest import WITHOUT_FILES, CommandLine, dbt_runner, invoke_quickly, project_of
from .loader_tables import write_tables
from .source_worlds import CALL, SOURCES, WORLD


def run_dbt(
    user: CommandLine,
    sources: dict[str, Any],
    *arguments: str,
    target: str = "duckdb",
    **variables: str,
) -> Any:
    """Run dbt on the project with these sources, which it reads once."""
    given = {"sources": sources, "history_months": 0, "history_days": 0}
    with mock.patch.dict(os.environ, user._environment(variables), clear=True):
        given["as_of"] = "2026-03-01"
        command = [*arguments, "--vars", json.dumps(given), "--quiet", *WITHOUT_FILES]
        return invoke_quickly([*command, "--target", target], given, target)


def build(
    user: CommandLine,
    sources: dict[str, Any],
    *selection: str,
    target: str = "duckdb",
    **place: str,
) -> None:
    """Build the models of a selection, and the seeds that adapters read."""
    selected = ["build", "-s", *selection, "path:seeds/sources"]
    outcome = run_dbt(user, sources, *selected, target=target, **place)
    told = [(result.node.name, result.message) for result in outcome.result or []]
    assert outcome.success, outcome.exception or told


def lines(rows: list[tuple[Any, ...]]) -> str:
    """Rows, one a line and in their order, with nothing where a value is missing."""
    return "\n".join(
        sorted("|".join("" if cell is None else str(cell) for cell in row) for row in rows)
    )


def block(text: str) -> str:
    """A block of lines as it is indented here."""
    return dedent(text).strip("\n")


@pytest.fixture(scope="module")
def adapters(user: CommandLine) -> CommandLine:
    """A warehouse with the tables of all loaders and the models of all sources."""
    for schema, tables in WORLD.items():
        write_tables(user.warehouse, schema, tables)
    build(user, SOURCES, "path:models/staging/sources", "unmapped_source_values")
    return user


@pytest.mark.models
def test_contacts_are_leads_with_their_company_and_attributes(adapters: CommandLine) -> None:
    leads = """
        select lead_id, created_at, email, company_name, website, lead_source, do_not_contact,
            is_deleted, merged_into_lead_id, plan
        from staging.hubspot_leads
    """
    assert lines(adapters.rows(leads)) == block("""
        10|2026-01-05 08:00:00|Ann@acme.example|Acme|acme.example|organic_search|true|false||gold
        11|2025-11-01 10:00:00|ann@old.example||||||10|
        20|2026-01-01 10:00:00|bob@beta.example|||||true||
        us:10|2026-01-03 10:00:00|cat@gamma.example|||||false||
    """)


@pytest.mark.models
def test_merged_contacts_end_at_the_last_winner(adapters: CommandLine) -> None:
    """One lists the losers; one of them lists one of its own that was never synced."""
    merged = "select loser_id, winner_id from staging.stg_hubspot__merged_contacts"
    assert lines(adapters.rows(merged)) == "11|10\n12|10\n13|10\nus:11|us:10"


@pytest.mark.models
def test_forms_emails_meetings_and_calls_are_events(adapters: CommandLine) -> None:
    events = """
        select event_id, event_type, strftime(occurred_at, '%m-%d %H'), coalesce(lead_id, email),
            asset, campaign, is_machine
        from staging.hubspot_events
    """
    assert lines(adapters.rows(events)) == block("""
        hubspot:call:4:10|call_connected|02-04 11|10|||
        hubspot:call:5:10|call|02-04 11|10|||
        hubspot:email:e1|email_open|02-03 10|ann@acme.example|Spring news|Spring news|false
        hubspot:email:e2|email_click|02-03 10|ann@acme.example|https://a.io/pricing|Spring news|true
        hubspot:email:e3|email_unsubscribe|02-03 10|ann@acme.example|Spring news|Spring news|false
        hubspot:email:e7|email_bounce|02-03 10|ann@acme.example|Spring news|Spring news|false
        hubspot:email:e8|email_unsubscribe|02-03 10|ann@acme.example|Spring news|Spring news|false
        hubspot:email:us:e1|email_click|02-01 10|cat@gamma.example|https://a.io/docs||false
        hubspot:form:10:c1|demo_request|02-01 10|10|Book a Demo (EN)|spring push|
        hubspot:form:20:c2|form_submit|02-02 10|20|Prize draw||
        hubspot:form:us:10:c1|contact_sales|02-01 10|us:10|Anything||
        hubspot:meeting:1:10|meeting_booked|02-04 09|10|||
        hubspot:meeting:1:20|meeting_booked|02-04 09|20|||
        hubspot:meeting:3:10|meeting_booked|02-04 09|10|||
    """)


@pytest.mark.models
def test_events_have_the_load_time_of_their_table(adapters: CommandLine) -> None:
    """By it a later run tells what came; a table without one is read as a whole."""
    loaded = """
        select '{name}', strftime(loaded_at, '%m-%d %H'), count(*)
        from staging.{name}_events group by all
    """
    by_source = [
        line
        for name in ("hubspot", "salesforce", "stripe")
        for line in lines(adapters.rows(loaded.format(name=name))).splitlines()
    ]
    assert by_source == [
        "hubspot|02-03 12|5",
        "hubspot||9",
        "salesforce|02-06 09|3",
        "salesforce||4",
        "stripe||1",
    ]


@pytest.mark.models
def test_deals_and_statuses_are_outcomes(adapters: CommandLine) -> None:
    """A deal counts once for each contact, and its amount once; it is won when it came there."""
    outcomes = """
        select outcome_id, lead_id, outcome, cast(occurred_at as date), amount, reason
        from staging.hubspot_outcomes
    """
    assert lines(adapters.rows(outcomes)) == block("""
        hubspot:deal:9000000001:closed:10|10|won|2026-02-20|1200.5|
        hubspot:deal:9000000001:closed:20|20|won|2026-02-20||
        hubspot:deal:9000000001:opportunity:10|10|opportunity|2026-02-05|1200.5|
        hubspot:deal:9000000001:opportunity:20|20|opportunity|2026-02-05||
        hubspot:deal:9000000002:closed:20|20|lost|2027-01-01|1200.5|budget
        hubspot:deal:9000000002:opportunity:20|20|opportunity|2026-02-05|1200.5|
        hubspot:deal:9000000003:opportunity:10|10|opportunity|2026-02-05|1200.5|
        hubspot:hs_lead_status:10:2026-02-03 08:00:00|10|rejected|2026-02-03||UNQUALIFIED
        hubspot:lifecyclestage:10:2026-02-02 08:00:00|10|accepted|2026-02-02||
    """)


@pytest.mark.models
def test_additional_addresses_are_identities(adapters: CommandLine) -> None:
    identities = lines(adapters.rows("from staging.hubspot_identities"))
    assert identities == "10|email|ann@home.example\n10|email|old@acme.example"


@pytest.mark.models
def test_calls_are_events_of_the_latest_address(adapters: CommandLine) -> None:
    """A page before the first identify has the cookie alone; rows that name nobody are left out."""
    events = """
        select event_id, event_type, email, anonymous_id, channel, asset, campaign, lead_id
        from staging.segment_events union all
        select event_id, event_type, email, anonymous_id, channel, asset, campaign, lead_id
        from staging.rudderstack_events
    """
    assert lines(adapters.rows(events)) == block("""
        rudderstack:r1|product_login|ann@acme.example|rudderstack:a1|product|||
        segment:i1|identify|ann@acme.example|segment:a1|web|||
        segment:i2|identify|ann@acme.example|segment:a1|web|||
        segment:l1|identify|dan@delta.example|segment:a9|web|||
        segment:p1|page_view||segment:a1|web|/pricing|spring|
        segment:t1|trial_start|ann@acme.example||web|||
        segment:t2|content_download|dan@delta.example||web|whitepaper-scoring||
        segment:t3|odd thing|eve@zeta.example||web|||
    """)


@pytest.mark.models
def test_the_first_payment_wins_and_an_early_end_loses(adapters: CommandLine) -> None:
    """Nothing is won by a free, a refunded or a test invoice, and a buyer wins once."""
    outcomes = """
        select outcome_id, lead_id, email, outcome, cast(occurred_at as date), amount, currency
        from staging.stripe_outcomes
    """
    assert lines(adapters.rows(outcomes)) == block("""
        stripe:invoice:n2|10|ann@acme.example|won|2026-02-03|49.0|USD
        stripe:invoice:n4||jo@yen.example|won|2026-02-05|4900.0|JPY
        stripe:subscription:s1||lou@lost.example|lost|2026-02-06||
    """)
    trials = "select event_id, event_type, email from staging.stripe_events"
    assert lines(adapters.rows(trials)) == "stripe:trial:s1|trial_start|lou@lost.example"


@pytest.mark.models
def test_leads_and_contacts_of_salesforce_are_leads(adapters: CommandLine) -> None:
    """A lead ends at the record it was merged into, or at the contact it was converted to."""
    leads = """
        select lead_id, cast(created_at as date), email, company_name, country, do_not_contact,
            is_deleted, merged_into_lead_id, territory
        from staging.salesforce_leads
    """
    assert lines(adapters.rows(leads)) == block("""
        003ANN|2026-02-04|ann@acme.example|Acme|Germany||||
        003PER|2026-01-01||Per Son|||||
        00QANN|2026-01-05|ann@acme.example||||false|003ANN|north
        00QJO|2026-01-06||||true|||
        00QOLD|2026-01-04|anne@acme.example||||true|00QANN|
    """)


@pytest.mark.models
def test_campaigns_tasks_and_meetings_of_salesforce_are_events(adapters: CommandLine) -> None:
    """Who is only on a list, or was not reached, has done nothing that a rule names."""
    events = """
        select event_id, event_type, strftime(occurred_at, '%m-%d %H'), lead_id, asset
        from staging.salesforce_events
    """
    assert lines(adapters.rows(events)) == block("""
        salesforce:activity:E1:00QJO|meeting_booked|02-09 08|00QJO|
        salesforce:activity:T1:00QANN|call_connected|02-08 08|00QANN|
        salesforce:activity:T3:00QJO|task|02-08 08|00QJO|
        salesforce:bounce:00QJO|email_bounce|02-01 10|00QJO|
        salesforce:campaign_member:M1|webinar_register|02-06 08|003ANN|Spring webinar
        salesforce:campaign_member:M3|event_visit|02-07 00|003ANN|Fair
        salesforce:campaign_member:M5|campaign_response|02-07 00|003ANN|Podcast
    """)


@pytest.mark.models
def test_opportunities_and_statuses_of_salesforce_are_outcomes(adapters: CommandLine) -> None:
    """By role, else by the converted lead, else by the contact or the person's own account."""
    outcomes = """
        select outcome_id, outcome, cast(occurred_at as date), amount, reason
        from staging.salesforce_outcomes
    """
    assert lines(adapters.rows(outcomes)) == block("""
        salesforce:006A:closed:003ANN|won|2026-02-20||
        salesforce:006A:closed:003PER|won|2026-02-20|900|
        salesforce:006A:opportunity:003ANN|opportunity|2026-02-05||
        salesforce:006A:opportunity:003PER|opportunity|2026-02-05|900|
        salesforce:006B:closed:003ANN|lost|2026-12-31|900|
        salesforce:006B:opportunity:003ANN|opportunity|2026-02-05|900|
        salesforce:006C:opportunity:00QJO|opportunity|2026-02-05|900|
        salesforce:006D:opportunity:003PER|opportunity|2026-02-05|900|
        salesforce:converted:00QANN|accepted|2026-02-04||
        salesforce:lead_history:H1|rejected|2026-02-03||Unqualified
    """)


@pytest.mark.models
def test_known_records_of_marketo_are_leads(adapters: CommandLine) -> None:
    """Visitors are none; a loser ends at the winner, and at Salesforce's record where that is read.

    The activity of a merge stands with the winner. Who is deleted stays in the table as before.
    """
    leads = """
        select lead_id, cast(created_at as date), email, employee_count, do_not_contact, is_deleted,
            merged_into_lead_id, tier
        from staging.marketo_leads
    """
    assert lines(adapters.rows(leads)) == block("""
        10|2026-01-05|ann@acme.example||true|false||gold
        11||ann@old.example||false|false|10|
        20||jo@beta.example||true|true|00QJO|
        21||||false|false||
        eu:10|2026-01-03|cat@gamma.example|12|false|false||
    """)


@pytest.mark.models
def test_visitors_of_marketo_are_who_they_were_merged_into(adapters: CommandLine) -> None:
    """From the merge on, over a chain, whether or not their own record was synced."""
    identities = "select lead_id, kind, value, since from staging.marketo_identities"
    assert lines(adapters.rows(identities)) == block("""
        10|anonymous_id|marketo:30|2026-02-03 10:00:00
        10|anonymous_id|marketo:98|
        10|anonymous_id|marketo:99|2026-02-03 10:00:00
        eu:10|anonymous_id|marketo:eu:11|2026-02-03 10:00:00
    """)


@pytest.mark.models
def test_activities_of_marketo_are_events(adapters: CommandLine) -> None:
    """Who was only invited to a program, or clicked on any link of a page, has done nothing."""
    events = """
        select event_id, event_type, coalesce(lead_id, anonymous_id), channel, asset, campaign,
            is_machine
        from staging.marketo_events
    """
    assert lines(adapters.rows(events)) == block("""
        marketo:1001|email_open|10|email|Spring mail|Spring push|false
        marketo:1002|email_open|10|email|Spring mail|Spring push|true
        marketo:1003|email_open|11|email|Spring mail|Alone|
        marketo:1004|email_open|marketo:99|email|Spring mail|Spring mail|
        marketo:1010|email_click|10|email|https://acme.example/pricing?x=1|Spring mail|
        marketo:1020|email_unsubscribe|20|email|||
        marketo:1021|email_bounce|20|email|||
        marketo:1022|email_soft_bounce|20|email|||
        marketo:1031|demo_request|10|web|Request a Demo|ads|
        marketo:1032|contact_sales|10|web|Prize draw|ads|
        marketo:1033|form_submit|10|web|Prize draw|ads|
        marketo:1041|page_view|marketo:30|web|/pricing||
        marketo:1042|page_view|marketo:31|web|/docs||
        marketo:1043|page_view|10|web|/||
        marketo:1050|content_download|10|web|https://acme.example/guide.pdf||
        marketo:1061|webinar_register|10|event||Scoring webinar|
        marketo:1063|event_visit|10|event||Fair|
        marketo:1065|program_success|10|event||Podcast|
        marketo:eu:g1|email_open|eu:10|email|Mail|Mail|true
    """)
    loaded = "select distinct strftime(loaded_at, '%m-%d %H') from staging.marketo_events"
    assert adapters.rows(loaded) == [("02-10 12",)]


@pytest.mark.models
def test_statuses_and_opportunities_of_marketo_are_outcomes(adapters: CommandLine) -> None:
    outcomes = """
        select outcome_id, outcome, cast(occurred_at as date), amount, reason
        from staging.marketo_outcomes
    """
    assert lines(adapters.rows(outcomes)) == block("""
        marketo:o1:closed:10|won|2026-02-20||
        marketo:o1:closed:20|won|2026-02-20|900|
        marketo:o1:opportunity:10|opportunity|2026-02-05||
        marketo:o1:opportunity:20|opportunity|2026-02-05|900|
        marketo:o2:closed:10|lost|2026-02-20|900|
        marketo:o2:opportunity:10|opportunity|2026-02-05|900|
        marketo:o3:opportunity:20|opportunity|2026-02-05|900|
        marketo:status:1071|accepted|2026-02-03||
        marketo:status:1072|rejected|2026-02-03||Unqualified
    """)


@pytest.mark.models
def test_what_no_map_knows_is_listed(adapters: CommandLine) -> None:
    assert lines(adapters.rows("from marts.unmapped_source_values")) == block("""
        hubspot|call_disposition|73a0d17f-1163-4015-bdd5-ec830791da20|1
        hubspot|form_name|Prize draw|1
        hubspot|hs_lead_status|Our own word|1
        marketo|form_name|Prize draw|1
        marketo|lead_status|On the moon|1
        marketo|program_status|Podcast: Heard|1
        salesforce|call_disposition|Not connected|1
        salesforce|member_status|Podcast: Heard|1
        salesforce|status|On the moon|1
        segment|event|odd thing|1
    """)


@pytest.mark.models
def test_models_of_sources_keep_to_what_all_engines_take(adapters: CommandLine) -> None:
    """A quick part of `make cloud`, on what dbt has compiled for DuckDB."""
    compiled = adapters.directory / "target" / "compiled" / "lead_scoring" / "models" / "staging"
    found = {
        path.stem: rare
        for path in compiled.rglob("sources/**/*.sql")
        if (rare := sorted(set(find_rare_forms(sqlglot.parse_one(path.read_text(), "duckdb")))))
    }
    assert len(list(compiled.rglob("sources/**/*.sql"))) > 20
    assert not found


@pytest.mark.models
def test_tables_and_columns_may_be_missing(adapters: CommandLine, tmp_path: Path) -> None:
    """All that is optional may be missing, and a column without values is of any type."""
    other = adapters.copy(tmp_path)
    contact = {"id": 1, "property_email": None, "property_createdate": None}
    write_tables(other.warehouse, "hubspot", {"contact": [contact], "deal": [{"deal_id": 1}]})
    web = {"pages": [CALL | {"id": "p1", "anonymous_id": "a"}]} | {
        "file_downloaded": [{"id": "x", "file_name": "y"}]
    }
    write_tables(other.warehouse, "prod_web", web)
    write_tables(other.warehouse, "stripe", {"customer": [{"id": "c1"}]})
    write_tables(other.warehouse, "marketo", {"lead": [{"id": 1, "email": "ann@acme.example"}]})
    build(other, SOURCES, "path:models/staging/sources")
    counts = """
        select (select count(*) from staging.hubspot_leads where lead_id = '1'),
            (select count(*) from staging.hubspot_events where event_id not like '%:us:%'),
            (select count(*) from staging.hubspot_outcomes),
            (select count(*) from staging.segment_events),
            (select count(*) from staging.stripe_outcomes),
            (select count(*) from staging.marketo_leads where lead_id = '1'),
            (select count(*) from staging.marketo_events where event_id not like '%:eu:%')
    """
    assert other.rows(counts) == [(1, 0, 0, 1, 0, 1, 0)]


@pytest.mark.models
def test_what_is_needed_and_missing_is_told(adapters: CommandLine, tmp_path: Path) -> None:
    other = adapters.copy(tmp_path)
    write_tables(other.warehouse, "hubspot", {"contact": [{"email": "ann@acme.example"}]})
    write_tables(other.warehouse, "prod_web", {"orders": [{"id": 1}]})
    write_tables(other.warehouse, "stripe", {"orders": [{"id": 1}]})
    outcome = run_dbt(other, SOURCES, "run", "-s", "path:models/staging/sources")
    told = " ".join(str(result.message) for result in outcome.result)
    assert 'hubspot"."contact" has no column id or vid or property_hs_object_id' in told
    assert "the schema prod_web has none of the tables identifies, pages, tracks, screens" in told
    assert "the schema stripe has no table customer or customers, which stripe needs" in told


def test_a_project_without_sources_has_none_of_their_nodes(user: CommandLine) -> None:
    """Nothing reads them, nothing is loaded for them, and no schema of theirs is looked at."""
    with mock.patch.dict(os.environ, user._environment({}), clear=True):
        project = project_of({})
    paths = {node.original_file_path for node in project.nodes.values()}
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "models").rglob("*.sql")}
    files |= {str(path.relative_to(ROOT)) for path in (ROOT / "seeds" / "sources").glob("*.csv")}
    of_sources = {path for path in files if "/sources/" in f"/{path}"}
    marts = {"unmapped_source_values", "source_columns"}
    of_sources |= {path for path in files if Path(path).stem in marts}
    assert len(of_sources) > 40
    assert of_sources.isdisjoint(paths)
    # What is off besides them hangs on other vars, and nothing that is on hangs on sources.
    others = files - paths - of_sources
    assert not [
        path for path in others if "source" in (ROOT / path).read_text().split("with", 1)[0]
    ]
    assert len(others) < len(files) / 10
    assert {source.source_name for source in project.sources.values()} == {"raw"}


@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        ({"hubspt": {}}, "hubspt is no source that lead scoring knows; did you mean hubspot?"),
        ({"hubspot": {"shema": "x"}}, "shema of hubspot is no setting; did you mean schema?"),
        ({"hubspot": [{}, {}]}, "two connections of hubspot are called hubspot; give one of them"),
        (
            {"ga4": {"client_id_attribute": "ga"}, "hubspot": {}},
            "client_id_attribute of ga4 is ga, which no source brings",
        ),
        ({"hubspot": "crm"}, "hubspot is crm; write a connection as {schema: hubspot}"),
    ],
)
def test_mistakes_in_the_var_are_told(
    user: CommandLine, sources: dict[str, Any], problem: str
) -> None:
    given = json.dumps({"sources": sources})
    with mock.patch.dict(os.environ, user._environment({}), clear=True):
        outcome = dbt_runner()().invoke(["parse", "--vars", given, "--quiet", *WITHOUT_FILES])
    assert not outcome.success
    assert f"sources: {problem}" in str(outcome.exception)
