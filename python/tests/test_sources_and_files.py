"""A small world as loaders leave it scores as the same world in files of the contract does."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from .conftest import CommandLine, nightly
from .loader_tables import Row, write_tables
from .test_as_a_package import Team
from .test_sources import run_dbt

MARTS = ("lead_scores", "lead_score_ledger", "lead_activity", "lead_duplicates")
SOURCES = {
    "hubspot": {"attributes": {"plan": "property_plan"}},
    "segment": {"schema": "prod_web", "leads": True},
    "stripe": {},
}
HUBSPOT: dict[str, list[Row]] = {
    "contact": [
        {
            "id": 101,
            "property_createdate": "timestamp 2026-01-10 09:00:00",
            "property_lastmodifieddate": "timestamp 2026-02-01 09:00:00",
            "property_email": "ann@acme.example",
            "property_firstname": "Ann",
            "property_jobtitle": "CMO",
            "property_associatedcompanyid": 7,
            "property_hs_merged_object_ids": "102",
            "property_hs_additional_emails": "ann@private.example",
            "property_plan": "gold",
        },
        {
            "id": 102,
            "property_createdate": "timestamp 2026-01-05 09:00:00",
            "property_lastmodifieddate": "timestamp 2026-02-10 09:00:00",
            "property_email": "ann@old.example",
        },
        {
            "id": 103,
            "property_createdate": "timestamp 2026-01-12 09:00:00",
            "property_lastmodifieddate": "timestamp 2026-02-01 09:00:00",
            "property_email": "bob@beta.example",
            "property_jobtitle": "Student",
            "property_country": "Germany",
        },
    ],
    "company": [
        {
            "id": 7,
            "property_name": "Acme",
            "property_industry": "COMPUTER_SOFTWARE",
            "property_numberofemployees": 250,
        }
    ],
    "contact_form_submission": [
        {
            "contact_id": 102,
            "conversion_id": "c1",
            "form_id": "f1",
            "timestamp": "timestamp 2026-02-05 10:00:00",
            "title": "Whitepaper: lead scoring",
        }
    ],
    "email_event": [
        {
            "id": "m1",
            "type": "OPEN",
            "created": "timestamp 2026-02-06 10:00:00",
            "recipient": "ann@private.example",
            "filtered_event": False,
        },
        {
            "id": "m2",
            "type": "OPEN",
            "created": "timestamp 2026-02-06 10:00:00",
            "recipient": "bob@beta.example",
            "filtered_event": True,
        },
    ],
    "deal": [
        {
            "deal_id": 1,
            "deal_pipeline_stage_id": "closedlost",
            "property_createdate": "timestamp 2026-02-07 10:00:00",
            "property_closedate": "timestamp 2026-02-20 10:00:00",
            "property_amount": 500,
        }
    ],
    "deal_contact": [{"deal_id": 1, "contact_id": 103}],
}
SEGMENT: dict[str, list[Row]] = {
    "identifies": [
        {
            "id": "i1",
            "anonymous_id": "a1",
            "user_id": "u1",
            "email": "ann@acme.example",
            "timestamp": "timestamp 2026-02-11 10:00:00",
            "received_at": "timestamp 2026-02-11 10:00:05",
        },
        {
            "id": "i2",
            "anonymous_id": "a2",
            "user_id": "u2",
            "email": "dan@delta.example",
            "timestamp": "timestamp 2026-02-12 10:00:00",
            "received_at": "timestamp 2026-02-12 10:00:05",
        },
    ],
    "pages": [
        {
            "id": "p1",
            "anonymous_id": "a1",
            "path": "/pricing",
            "timestamp": "timestamp 2026-02-10 10:00:00",
            "received_at": f"timestamp 2026-02-10 {hour}:00:05",
        }
        for hour in (10, 11)
    ],
    "tracks": [
        {
            "id": "t1",
            "user_id": "u2",
            "event": "signed_up",
            "timestamp": "timestamp 2026-02-12 10:01:00",
            "received_at": "timestamp 2026-02-12 10:01:05",
        }
    ],
}
STRIPE: dict[str, list[Row]] = {
    "customer": [
        {"id": "c1", "email": "billing@acme.example", "metadata": '{"hubspot_id": "101"}'}
    ],
    "invoice": [
        {
            "id": "n1",
            "customer_id": "c1",
            "status": "paid",
            "amount_paid": 120000,
            "currency": "eur",
            "status_transitions_paid_at": "timestamp 2026-02-25 10:00:00",
        }
    ],
}
FILES = {
    "leads": """
        lead_id,created_at,updated_at,email,first_name,job_title,company_name,industry,employee_count,country,merged_into_lead_id,plan
        101,2026-01-10T09:00,2026-02-01T09:00,ann@acme.example,Ann,CMO,Acme,COMPUTER_SOFTWARE,250,,,gold
        102,2026-01-05T09:00,2026-02-10T09:00,ann@old.example,,,,,,,101,
        103,2026-01-12T09:00,2026-02-01T09:00,bob@beta.example,,Student,,,,Germany,,
        u1,2026-02-11T10:00,,ann@acme.example,,,,,,,,
        u2,2026-02-12T10:00,,dan@delta.example,,,,,,,,
    """,
    "events": """
        event_id,event_type,occurred_at,lead_id,email,anonymous_id,channel,asset,is_machine
        1,content_download,2026-02-05T10:00,101,,,web,whitepaper,
        2,email_open,2026-02-06T10:00,,ann@private.example,,email,,false
        3,email_open,2026-02-06T10:00,,bob@beta.example,,email,,true
        4,identify,2026-02-11T10:00,u1,,a1,web,,
        5,identify,2026-02-12T10:00,u2,,a2,web,,
        6,page_view,2026-02-10T10:00,,,a1,web,/pricing,
        7,trial_start,2026-02-12T10:01,u2,,,web,,
    """,
    "outcomes": """
        outcome_id,lead_id,outcome,occurred_at,amount,currency
        1,103,opportunity,2026-02-07T10:00,500,
        2,103,lost,2026-02-20T10:00,500,
        3,101,won,2026-02-25T10:00,1200,EUR
    """,
    "identities": """
        lead_id,kind,value
        101,email,ann@private.example
    """,
}
SCORES = """
    select lead_id, person_id, score, raw_score, grade, stage, top_reasons, conversion_probability
    from marts.lead_scores order by lead_id
"""
LEDGER = """
    select person_id, rule_id, points, scored_on
    from marts.lead_score_ledger where points <> 0 order by all
"""
OUTCOMES = (
    "select lead_id, outcome, occurred_at, amount, currency from staging.stg_outcomes order by all"
)


@pytest.fixture(scope="module")
def loaded(user: CommandLine) -> CommandLine:
    """The world as loaders leave it, scored."""
    write_tables(user.warehouse, "hubspot", HUBSPOT)
    write_tables(user.warehouse, "prod_web", SEGMENT)
    write_tables(user.warehouse, "stripe", STRIPE)
    outcome = run_dbt(user, SOURCES, "build", "-s", *[f"+{mart}" for mart in MARTS])
    failed = [result.message for result in outcome.result if result.status == "error"]
    assert outcome.success, failed
    return user


@pytest.mark.models
def test_scores_are_those_of_the_same_world_in_files(loaded: CommandLine, tmp_path: Path) -> None:
    directory = tmp_path / "input"
    directory.mkdir()
    for table, rows in FILES.items():
        (directory / f"{table}.csv").write_text(dedent(rows).strip())
    files = CommandLine(tmp_path / "files")
    files.build(INPUT=str(directory), AS_OF="2026-03-01", VARS="{history_months: 0}")
    for query in (SCORES, LEDGER, OUTCOMES):
        assert loaded.rows(query) == files.rows(query)
    assert len({score for _, _, score, *_ in loaded.rows(SCORES)}) == 3


@pytest.mark.models
def test_three_systems_know_one_person_whose_lead_is_the_crms(loaded: CommandLine) -> None:
    """HubSpot's contact and its merged twin, Segment's user and Stripe's customer are Ann."""
    people = "select lead_id from marts.lead_scores order by lead_id"
    assert loaded.rows(people) == [("101",), ("103",), ("u2",)]
    duplicates = (
        "select lead_id from marts.lead_duplicates where primary_lead_id = '101' order by 1"
    )
    assert loaded.rows(duplicates) == [("102",), ("u1",)]
    visits = "select asset from marts.lead_activity where event_type = 'page_view'"
    assert loaded.rows(visits + " and lead_id = '101'") == [("/pricing",)]
    won = "select lead_id, outcome, amount from staging.stg_outcomes where outcome = 'won'"
    assert loaded.rows(won) == [("101", "won", 1200.0)]


@pytest.mark.models
@nightly
def test_a_teams_project_names_its_sources(tmp_path: Path) -> None:
    """Next to a model of its own that brings outcomes, and with its own map of events."""
    team = Team(tmp_path)
    team.set_vars(
        {
            "raw_models": {"outcomes": "deal_outcomes"},
            "mapping": {},
            "sources": {"hubspot": {"schema": "crm"}},
            "custom_attributes": [],
        }
    )
    own = team.project / "seeds" / "event_map.csv"
    own.write_text(
        "source,field,operator,operand,event_type,asset\n"
        "hubspot,form_name,starts_with,whitepaper,demo_request,\n"
    )
    project = team.project / "dbt_project.yml"
    content = yaml.safe_load(project.read_text(encoding="utf-8"))
    content["seeds"]["lead_scoring"]["event_map"] = {"+enabled": False}
    project.write_text(yaml.safe_dump(content), encoding="utf-8")
    write_tables(team.warehouse, "crm", HUBSPOT)
    inputs = ("leads", "events", "outcomes")
    wanted = [f"+base_{table}" for table in inputs]
    team.dbt("build", "--exclude-resource-type", "test", "-s", *wanted)
    leads, events, outcomes = (
        team.rows(f"select count(*) from analytics_staging.base_{table}")[0][0] for table in inputs
    )
    assert (leads, events) == (3, 3)
    deals = team.rows("select count(*) from analytics.deal_outcomes")[0][0]
    assert outcomes == deals + 2
    asked = "select count(*) from analytics_staging.base_events where event_type = 'demo_request'"
    assert team.rows(asked) == [(1,)]
