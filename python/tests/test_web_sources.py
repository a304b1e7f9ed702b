"""Adapters of trackers of the web: the tables of GA4 and Snowplow become events."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from .conftest import CommandLine
from .loader_tables import write_tables
from .source_worlds import PORTAL
from .test_sources import block, build, lines
from .web_worlds import ANALYTICS, COLLECTED, NINE

GA4 = {"schema": "ga4", "client_id_attribute": "ga_client_id"}
SOURCES = {
    "ga4": GA4,
    "snowplow": {"schema": "atomic"},
    "hubspot": {"attributes": {"ga_client_id": "property_ga"}},
}


@pytest.fixture(scope="module")
def web(user: CommandLine) -> CommandLine:
    """A warehouse with the tables of the web and of a CRM whose forms have a hidden field."""
    write_tables(user.warehouse, "ga4", ANALYTICS)
    write_tables(user.warehouse, "atomic", COLLECTED)
    cookie = {"property_ga": "GA1.1.123.456"}
    contacts = [contact | (cookie if contact["id"] == 20 else {}) for contact in PORTAL["contact"]]
    write_tables(user.warehouse, "hubspot", PORTAL | {"contact": contacts})
    build(user, SOURCES, "path:models/staging/sources", "unmapped_source_values", "base_identities")
    return user


GA4_EVENTS = """
    select event_type, strftime(occurred_at, '%m-%d %H:%M'), email, anonymous_id, asset, campaign
    from staging.ga4_events
"""


@pytest.mark.models
def test_events_of_ga4(web: CommandLine) -> None:
    """Microseconds, rewritten days, and events of nobody."""
    assert lines(web.rows(GA4_EVENTS)) == block("""
        contact_sales|02-10 09:00||ga4:77.123.456|/contact/us|
        content_download|02-10 09:00||ga4:77.123.456|/files/whitepaper.pdf|
        demo_request|02-10 09:00||ga4:77.123.456|Book a demo|spring
        own_event|02-10 09:00||ga4:77.123.456||
        page_view|02-10 09:00||ga4:77.123.456|/pricing|
        page_view|02-10 09:00||ga4:77.123.456|/pricing|
        page_view|02-10 09:00||ga4:77.123.456|/pricing|
        product_login|02-11 09:00|Ann@acme.example|ga4:77.123.456||
    """)


@pytest.mark.models
def test_ids_of_ga4_tell_twins_apart_and_copies_not(web: CommandLine) -> None:
    ids = "select count(*), count(distinct event_id) from staging.ga4_events"
    assert web.rows(ids + " where event_type = 'page_view'") == [(3, 2)]


@pytest.mark.models
def test_events_without_a_visitor_are_counted(web: CommandLine) -> None:
    days = "from staging.ga4_events_by_day order by event_day"
    assert web.rows(days) == [("20260210", 10, 1), ("20260211", 1, 0)]


@pytest.mark.models
def test_a_hidden_field_ties_a_visitor_to_a_lead(web: CommandLine) -> None:
    assert web.rows("from staging.ga4_identities") == [("20", "anonymous_id", "ga4:77.123.456")]
    tied = "select lead_id from staging.base_identities where kind = 'anonymous_id'"
    assert web.rows(tied) == [("20",)]


NESTED = """
    create table "{schema}"."{table}" as
    select '{day}' as event_date, cast({at} as bigint) as event_timestamp, name as event_name,
        '77' as stream_id, visitor as user_pseudo_id, cast(5 as bigint) as event_bundle_sequence_id,
        cast(place as bigint) as batch_event_index, cast(null as varchar) as user_id,
        struct_pack(manual_campaign_name := campaign) as collected_traffic_source,
        [
            struct_pack(key := 'page_location', value := struct_pack(string_value := page,
                int_value := cast(null as bigint), float_value := cast(null as double),
                double_value := cast(null as double))),
            struct_pack(key := 'form_id', value := struct_pack(
                string_value := cast(null as varchar), int_value := form,
                float_value := cast(null as double), double_value := cast(null as double)))
        ] as event_params
    from (values {rows}) as given(name, visitor, place, campaign, page, form)
"""
PAGE = "('page_view', '1.2', 1, 'spring', 'https://acme.example/docs?x=1', null)"
FORM = "('form_submit', '1.2', 2, null, 'https://acme.example/demo', 12)"
LATE = "('page_view', '1.2', 1, null, 'https://acme.example/late', null::bigint)"


@pytest.mark.models
def test_tables_of_days_as_google_writes_them(web: CommandLine, tmp_path: Path) -> None:
    """Parameters are a list, values of four types; a day takes the place of its intraday table."""
    other = web.copy(tmp_path)
    days = {
        "events_20260210": ("20260210", NINE, f"{PAGE}, {FORM}"),
        "events_intraday_20260210": ("20260210", NINE, LATE),
        "events_intraday_20260211": ("20260211", NINE + 86400000000, LATE),
    }
    with duckdb.connect(str(other.warehouse)) as connection:
        connection.execute("create schema analytics_1")
        for table, (day, at, rows) in days.items():
            connection.execute(
                NESTED.format(schema="analytics_1", table=table, day=day, at=at, rows=rows)
            )
    build(other, {"ga4": {"schema": "analytics_1"}}, "path:models/staging/sources/ga4")
    assert lines(other.rows(GA4_EVENTS)) == block("""
        demo_request|02-10 09:00||ga4:77.1.2|12|
        page_view|02-10 09:00||ga4:77.1.2|/docs|spring
        page_view|02-11 09:00||ga4:77.1.2|/late|
    """)
    before = other.rows("select event_id from staging.ga4_events where asset = '/late'")
    with duckdb.connect(str(other.warehouse)) as connection:
        connection.execute(
            "alter table analytics_1.events_intraday_20260211 rename to events_20260211"
        )
    build(other, {"ga4": {"schema": "analytics_1"}}, "path:models/staging/sources/ga4")
    assert other.rows("select event_id from staging.ga4_events where asset = '/late'") == before


@pytest.mark.models
def test_events_of_snowplow(web: CommandLine) -> None:
    """The corrected clock, copies, machines, seconds by page pings, and nobody's row."""
    events = """
        select event_id, event_type, strftime(occurred_at, '%m-%d %H:%M'), email, channel, asset,
            value, is_machine
        from staging.snowplow_events
    """
    assert lines(web.rows(events)) == block("""
        snowplow:s1|page_view|02-10 09:00||web|/pricing|20|false
        snowplow:s2|page_view|02-10 09:00||web|/pricing||true
        snowplow:s3|page_view|02-10 09:00||web|/pricing||true
        snowplow:s5|demo_request|02-10 09:00||web|demo-form||
        snowplow:s6|content_download|02-10 09:00||web|https://a/x.pdf||
        snowplow:s8|shop: add|02-10 09:00||web|blue||true
        snowplow:s9|trial_start|02-10 09:00|ann@acme.example|product|/pricing||false
    """)
    ties = "select anonymous_id from staging.snowplow_events where email is not null"
    assert web.rows(ties) == [("snowplow:d1",)]


@pytest.mark.models
def test_what_no_map_knows_of_the_web_is_listed(web: CommandLine) -> None:
    unmapped = "from marts.unmapped_source_values where source <> 'hubspot'"
    assert lines(web.rows(unmapped)) == block("""
        ga4|event|own_event|1
        snowplow|struct_event|shop: add|1
    """)


@pytest.mark.models
def test_contexts_of_snowplow_may_be_lists_of_structs(web: CommandLine, tmp_path: Path) -> None:
    other = web.copy(tmp_path)
    typed = """
        create or replace table atomic.events as
        select * replace (
            case when {iab} is not null then [struct_pack(spider_or_robot := true)] end as {iab}
        ) from atomic.events
    """
    iab = "contexts_com_iab_snowplow_spiders_and_robots_1"
    with duckdb.connect(str(other.warehouse)) as connection:
        connection.execute(typed.format(iab=iab))
    build(other, {"snowplow": {"schema": "atomic"}}, "path:models/staging/sources/snowplow")
    found = "select is_machine from staging.snowplow_events where event_id = 'snowplow:s2'"
    assert other.rows(found) == [("true",)]
