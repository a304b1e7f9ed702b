"""Each cloud warehouse takes the adapters: tables as loaders leave them there, read by dbt."""

from __future__ import annotations

import json

import pytest
from dbt.cli.main import dbtRunner

from .adapters import Answers, connected_to
from .parsed_warehouse import ParsedWarehouse
from .test_cloud_warehouses import TEXTS, shown

Tables = dict[str, str]

# The columns of each table, which are texts but for those of BOOLEANS and TIMES.
WORLD: dict[str, Tables] = {
    "hubspot": {
        "contact": "id property_email property_createdate property_hs_merged_object_ids"
        " property_hs_additional_emails property_hs_email_optout"
        " _fivetran_deleted _fivetran_synced",
        "contact_merge_audit": "canonical_vid vid_to_merge",
        "contact_form_submission": "contact_id form_id conversion_id timestamp page_url title",
        "form": "guid name",
        "email_event": "id type created recipient filtered_event _fivetran_synced",
        "engagement_contact": "engagement_id contact_id",
        "engagement_meeting": "engagement_id property_hs_createdate property_hs_meeting_outcome",
        "deal": "deal_id deal_pipeline_stage_id property_createdate property_amount is_deleted",
        "deal_contact": "deal_id contact_id",
        "deal_stage": "deal_id value date_entered",
        "deal_pipeline_stage": "stage_id probability",
        "contact_property_history": "contact_id name value timestamp",
    },
    "salesforce": {
        "lead": "id email created_date is_converted converted_date converted_contact_id is_deleted",
        "contact": "id account_id email is_person_account master_record_id",
        "account": "id name",
        "opportunity": "id account_id stage_name is_won is_closed close_date amount",
        "opportunity_contact_role": "opportunity_id contact_id is_primary",
        "opportunity_history": "opportunity_id stage_name created_date",
        "campaign": "id name type",
        "campaign_member": "id campaign_id lead_id status has_responded first_responded_date",
        "task": "id who_id task_subtype is_closed completed_date_time",
        "task_relation": "task_id relation_id",
        "event": "id who_id is_child start_date_time",
        "lead_history": "id lead_id field new_value created_date",
    },
    "marketo": {
        "lead": "id email last_name created_at unsubscribed _fivetran_synced",
        "activity_merge_leads": "id lead_id merge_ids activity_date",
        "merged_lead": "merged_lead into_lead",
        "activity_open_email": "id lead_id activity_date campaign_id is_bot_activity",
        "activity_fill_out_form": "id lead_id activity_date primary_attribute_value referrer_url",
        "activity_change_data_value": "id lead_id activity_date primary_attribute_value new_value",
        "opportunity": "external_opportunity_id is_won is_closed close_date amount",
        "opportunity_role": "external_opportunity_id lead_id is_primary",
    },
    "segment": {
        "identifies": "id anonymous_id user_id email timestamp received_at",
        "users": "id email received_at",
        "pages": "id anonymous_id user_id url path timestamp received_at",
        "tracks": "id anonymous_id user_id event timestamp received_at",
    },
    "rudderstack": {"tracks": "id anonymous_id event timestamp context_traits_email"},
    "stripe": {
        "customer": "id email metadata livemode",
        "invoice": "id customer_id status paid amount_paid currency created",
        "charge": "id invoice_id refunded",
        "subscription": "id customer_id status trial_start ended_at",
    },
    "snowplow": {
        "events": "event_id event event_name platform derived_tstamp collector_tstamp user_id"
        " domain_userid domain_sessionid page_url page_urlpath se_category se_action"
        " contexts_com_iab_snowplow_spiders_and_robots_1_0_0",
        "com_snowplowanalytics_snowplow_client_session_1": "root_id user_id",
    },
    "ga4": {
        "event": "date timestamp name user_pseudo_id stream_id is_intraday param_page_location"
    },
}
BOOLEANS = "_fivetran_deleted filtered_event is_deleted is_won is_closed is_converted livemode paid"
TIMES = "created_date created timestamp received_at activity_date derived_tstamp _fivetran_synced"
# The export as Google writes it, which only lies in BigQuery.
NESTED = {
    "event_date": "STRING",
    "event_timestamp": "INT64",
    "event_name": "STRING",
    "user_pseudo_id": "STRING",
    "user_id": "STRING",
    "stream_id": "STRING",
    "event_params": "ARRAY<STRUCT<key STRING, value STRUCT<string_value STRING, int_value INT64,"
    " float_value FLOAT64, double_value FLOAT64>>>",
    "collected_traffic_source": "STRUCT<manual_campaign_name STRING>",
}
DAYS = ("events_20260210", "events_intraday_20260211")
# What marketing's files say; each query of them asks for some of these columns.
MAPS: Answers = {
    "source": ["*", "*"],
    "field": ["form_name", "deal_stage"],
    "operator": ["contains", "starts_with"],
    "operand": ["demo", "closed"],
    "event_type": ["demo_request", ""],
    "asset": ["", ""],
    "value": ["working", "closedwon"],
    "outcome": ["accepted", "won"],
}


@pytest.fixture(params=sorted(TEXTS))
def loaded(request: pytest.FixtureRequest) -> ParsedWarehouse:
    """An engine into which all loaders have put their tables."""
    warehouse = ParsedWarehouse(request.param)
    for schema, tables in WORLD.items():
        for table, columns in tables.items():
            warehouse.create(schema, table, columns.split(), TEXTS[request.param])
            kinds = warehouse.catalog.columns[schema, table.lower()]
            for column in kinds:
                if column.lower() in BOOLEANS.split():
                    kinds[column] = "BOOL" if request.param == "bigquery" else "BOOLEAN"
                elif column.lower() in TIMES.split():
                    kinds[column] = "TIMESTAMP"
    if request.param == "bigquery":
        for table in DAYS:
            warehouse.create("ga4", table, [], "")
            warehouse.catalog.columns["ga4", table] = dict(NESTED)
    return warehouse


def test_every_adapter_is_one_that_the_engine_takes(loaded: ParsedWarehouse) -> None:
    """Of two connections the second has a prefix; on BigQuery GA4 is nested, elsewhere flat."""
    sources: dict[str, object] = {source: {} for source in WORLD} | {
        "hubspot": [{}, {"schema": "hubspot", "name": "b"}]
    }
    names = [table for tables in WORLD.values() for table in tables] + list(DAYS)
    chosen = ["--vars", json.dumps({"sources": sources})]
    command = ["--target", loaded.name, "--threads", "1", "--quiet", *chosen]
    with connected_to(loaded, MAPS | {"table_name": names}):
        for step in (
            ["seed", "-s", "path:seeds/sources"],
            ["run", "-s", "path:models/staging/sources", "unmapped_source_values"],
        ):
            outcome = dbtRunner().invoke([*step, *command])
            told = [result.message for result in getattr(outcome.result, "results", [])]
            assert outcome.success, f"{outcome.exception or told}\n{shown(loaded)}"
    built = {name for schema, name in loaded.catalog.columns if schema == "staging"}
    assert {f"{source}_events" for source in WORLD} <= built
    assert not loaded.problems, shown(loaded)
