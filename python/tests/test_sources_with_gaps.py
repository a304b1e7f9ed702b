"""Adapters on tables that lack what tells one outcome from another: they claim nothing instead."""

from __future__ import annotations

import pytest

from .conftest import CommandLine
from .loader_tables import Row, write_tables
from .test_sources import block, build, lines

SOURCES = {
    "hubspot": {},
    "salesforce": {},
    "marketo": {},
    "stripe": {},
    "snowplow": {"schema": "atomic"},
}
CLOSED: Row = {"is_closed": True, "created_date": "timestamp 2026-02-05 10:00:00"}
WORLD: dict[str, dict[str, list[Row]]] = {
    # The engagements of a connection that is older than the properties of today.
    "hubspot": {
        "contact": [{"id": 10}],
        "engagement_contact": [{"engagement_id": number, "contact_id": 10} for number in (1, 2, 3)],
        "engagement_meeting": [
            {"engagement_id": number, "start_time": "timestamp 2026-02-04 09:00:00"}
            | {"meeting_outcome": outcome}
            for number, outcome in [(1, "COMPLETED"), (2, "CANCELED")]
        ],
        "engagement_call": [
            {"engagement_id": 3, "disposition": "f240bbac-87c9-4f6e-bf70-924b57d47db7"}
        ],
    },
    "salesforce": {
        "lead": [{"id": "00QJO"}],
        "opportunity": [{"id": "006A", "contact_id": "003ANN", "amount": 900} | CLOSED],
        "task": [
            {"id": name, "who_id": who, "task_subtype": "Call", "call_disposition": "Connected"}
            | {"is_closed": True, "completed_date_time": "timestamp 2026-02-08 08:00:00"}
            for name, who in [("T1", "00QJO"), ("T2", "003ANN"), ("T3", None)]
        ],
        "task_relation": [
            {"task_id": "T1", "relation_id": who} for who in ("003ANN", "005USER", "00QJO")
        ],
    },
    "marketo": {
        "lead": [{"id": 10, "email": "ann@acme.example"}],
        "opportunity": [{"id": "o1", "is_closed": True}],
        "opportunity_role": [{"opportunity_id": "o1", "lead_id": 10}],
    },
    "stripe": {
        "customer": [{"id": "c1", "email": "ann@acme.example"}],
        "subscription": [
            {"id": "s1", "customer_id": "c1", "status": "canceled"}
            | {"ended_at": "timestamp 2026-02-06 08:00:00"}
        ],
    },
    "atomic": {
        "events": [
            {"event_id": name, "event": "unstruct", "event_name": "signed_up", "platform": "mob"}
            | {"derived_tstamp": "timestamp 2026-02-10 09:00:00", "domain_userid": visitor}
            | {"contexts_com_snowplowanalytics_snowplow_client_session_1": session}
            for name, visitor, session in [
                ("m1", None, '[{"userId":"device-1"}]'),
                ("m2", "d1", '[{"userId":"device-1"}]'),
                ("m3", None, None),
                ("m4", None, None),
            ]
        ],
        "com_snowplowanalytics_snowplow_client_session_1": [
            {"root_id": "m3", "user_id": "device-3"}
        ],
    },
}


@pytest.fixture(scope="module")
def gaps(user: CommandLine) -> CommandLine:
    """A warehouse with the tables of connections that sync little."""
    for schema, tables in WORLD.items():
        write_tables(user.warehouse, schema, tables)
    build(user, SOURCES, "path:models/staging/sources")
    return user


@pytest.mark.models
def test_a_closed_deal_is_not_lost_where_nobody_says_so(gaps: CommandLine) -> None:
    for source in ("salesforce", "marketo"):
        outcomes = f"select outcome from staging.{source}_outcomes order by 1"
        assert gaps.rows(outcomes) == [("opportunity",)], source


@pytest.mark.models
def test_nobody_left_without_paying_where_payments_are_unknown(
    gaps: CommandLine,
) -> None:
    assert gaps.rows("select outcome_id from staging.stripe_outcomes") == []
    invoice = {"id": "n1", "customer_id": "c1", "paid": True, "currency": "usd"}
    tables = WORLD["stripe"] | {
        "invoice": [
            invoice | {"amount_paid": 0, "created": "timestamp 2026-02-01 08:00:00"},
        ]
    }
    write_tables(gaps.warehouse, "stripe", tables)
    build(gaps, SOURCES, "path:models/staging/sources/stripe")
    assert gaps.rows("select outcome from staging.stripe_outcomes") == [("lost",)]
    tables["invoice"] = [
        invoice | {"amount_paid": 900, "created": "timestamp 2026-02-01 08:00:00"},
        invoice | {"id": "n2", "amount_paid": 900, "paid": False},
    ]
    write_tables(gaps.warehouse, "stripe", tables)
    build(gaps, SOURCES, "path:models/staging/sources/stripe")
    assert gaps.rows("select outcome_id, amount from staging.stripe_outcomes") == [
        ("stripe:invoice:n1", 9.0)
    ]


@pytest.mark.models
def test_engagements_of_an_older_connection_are_events(gaps: CommandLine) -> None:
    events = """
        select event_id, event_type, strftime(occurred_at, '%m-%d %H')
        from staging.hubspot_events
    """
    assert lines(gaps.rows(events)) == block("""
        hubspot:call:3:10|call_connected|
        hubspot:meeting:1:10|meeting_booked|02-04 09
    """)


@pytest.mark.models
def test_tasks_of_people_who_are_not_synced_are_kept(gaps: CommandLine) -> None:
    """They are counted as of no such lead; a relation to what is no person is left out."""
    events = "select event_id from staging.salesforce_events"
    assert lines(gaps.rows(events)) == block("""
        salesforce:activity:T1:00QJO
        salesforce:activity:T2:003ANN
    """)


@pytest.mark.models
def test_a_device_without_a_cookie_is_a_visitor(gaps: CommandLine) -> None:
    """Trackers of apps name it in a context; without either, an event is nobody's."""
    events = "select event_id, anonymous_id from staging.snowplow_events"
    assert lines(gaps.rows(events)) == block("""
        snowplow:m1|snowplow:device-1
        snowplow:m2|snowplow:d1
        snowplow:m3|snowplow:device-3
    """)
