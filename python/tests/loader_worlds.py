"""One made-up world of HubSpot, Salesforce and Stripe as Fivetran, Airbyte and dlt each spell it.

The names are those that public connectors write, read in December 2026: the schemas of Airbyte's
source-hubspot and source-stripe, and dlt's verified sources. Salesforce has the names of its API,
which Airbyte keeps and the two others turn into snake case.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from .loader_tables import Row

Tables = dict[str, list[Row]]
Loaded = dict[str, Tables]

LOADED = datetime(2026, 2, 28, 6, tzinfo=UTC)
FIVETRAN: Row = {"_fivetran_synced": "timestamptz 2026-02-28 06:00:00+00"}
AIRBYTE: Row = {
    "_airbyte_raw_id": "0f3b",
    "_airbyte_extracted_at": "timestamptz 2026-02-28 06:00:00+00",
    "_airbyte_meta": '{"sync_id": 7, "changes": []}',
    "_airbyte_generation_id": 3,
}
DLT: Row = {"_dlt_id": "k3x", "_dlt_load_id": f"{LOADED.timestamp():.6f}"}

CONTACTS: list[dict[str, Any]] = [
    {"id": 101, "email": "ann@acme.example", "firstname": "Ann", "lastname": "Ash"}
    | {"jobtitle": "VP Marketing", "company": "Acme, Inc.", "country": "Germany"}
    | {"createdate": "2026-01-05T10:00:00Z", "lastmodifieddate": "2026-02-05T10:00:00Z"}
    | {"hs_analytics_source": "ORGANIC_SEARCH", "hs_merged_object_ids": "102;103"}
    | {"hs_email_optout": False, "associatedcompanyid": 900},
    {"id": 104, "email": "bob@beta.example", "createdate": "2026-01-06T10:00:00Z"}
    | {"hs_email_optout": True, "is_deleted": True},
]
COMPANIES = [{"id": 900, "name": "Acme", "domain": "acme.example", "numberofemployees": 250}]
DEALS: list[dict[str, Any]] = [
    {"id": 9000000001, "dealstage": "won_it", "amount": 1200.5, "contacts": [102, 104]}
    | {"createdate": "2026-02-05T10:00:00Z", "closedate": "2026-03-31T00:00:00Z"},
    {"id": 9000000002, "dealstage": "lost_it", "amount": 10, "contacts": [104]}
    | {"createdate": "2026-02-06T10:00:00Z", "closedate": "2026-02-21T09:00:00Z"},
    {"id": 9000000003, "dealstage": "open_it", "contacts": []}
    | {"createdate": "2026-02-07T10:00:00Z"},
]
STAGES = [("won_it", "Won; at last", 1.0), ("lost_it", "Lost", 0.0), ("open_it", "Open", 0.4)]
MEETINGS: list[dict[str, Any]] = [
    {"id": 7, "hs_createdate": "2026-02-04T09:00:00Z", "hs_timestamp": "2026-02-10T09:00:00Z"}
    | {"hs_meeting_outcome": "COMPLETED", "contacts": [101, 104]}
]
CALLS: list[dict[str, Any]] = [
    {"id": 7, "hs_timestamp": "2026-02-04T11:00:00Z", "contacts": [103]}
    | {"hs_call_disposition": "f240bbac-87c9-4f6e-bf70-924b57d47db7"}
]
CHANGES = [(101, "lifecyclestage", "salesqualifiedlead", "2026-02-02T08:00:00Z")]

PEOPLE: list[Row] = [
    {"Id": "00QANN", "Email": "ann@acme.example", "CreatedDate": "2026-01-05T10:00:00Z"}
    | {"LastModifiedDate": "2026-02-05T10:00:00Z", "FirstName": "Ann", "LeadSource": "Web Site"}
    | {"IsDeleted": False, "IsConverted": True, "ConvertedDate": "2026-02-04T00:00:00Z"}
    | {"ConvertedContactId": "003ANN", "HasOptedOutOfEmail": False, "NumberOfEmployees": 250},
    {"Id": "00QOLD", "Email": "ann@old.example", "CreatedDate": "2026-01-04T10:00:00Z"}
    | {"IsDeleted": True, "IsConverted": False, "MasterRecordId": "00QANN"},
]
ORG: Tables = {
    "Lead": PEOPLE,
    "Contact": [
        {"Id": "003ANN", "AccountId": "001A", "Email": "ann@acme.example"}
        | {"CreatedDate": "2026-02-04T10:00:00Z", "MailingCountry": "Germany"}
    ],
    "Account": [{"Id": "001A", "Name": "Acme", "Industry": "Banking", "BillingState": "Bavaria"}],
    "Opportunity": [
        {"Id": "006A", "AccountId": "001A", "StageName": "Closed Lost", "IsWon": False}
        | {"IsClosed": True, "CreatedDate": "2026-02-05T10:00:00Z", "CloseDate": "2026-02-20"}
        | {"Amount": 900, "IsDeleted": False, "Loss_Reason__c": "Price"}
    ],
    "OpportunityContactRole": [
        {"Id": "00K1", "OpportunityId": "006A", "ContactId": "003ANN", "IsPrimary": True}
        | {"IsDeleted": False}
    ],
    "Campaign": [{"Id": "701W", "Name": "Spring webinar", "Type": "Webinar"}],
    "CampaignMember": [
        {"Id": "00v1", "CampaignId": "701W", "LeadId": "00QANN", "Status": "Registered"}
        | {"HasResponded": True, "FirstRespondedDate": "2026-02-07", "IsDeleted": False}
        | {"CreatedDate": "2026-02-06T08:00:00Z"}
    ],
    "Task": [
        {"Id": "00T1", "WhoId": "00QANN", "TaskSubtype": "Call", "CallDisposition": "Connected"}
        | {"IsClosed": True, "CompletedDateTime": "2026-02-08T08:00:00Z", "IsDeleted": False}
    ],
    "Event": [
        {"Id": "00U1", "WhoId": "003ANN", "StartDateTime": "2026-02-09T08:00:00Z"}
        | {"IsChild": False, "IsDeleted": False}
    ],
}
# dlt's source has no history of records, Airbyte's has.
HISTORIES: Tables = {
    "OpportunityHistory": [
        {"Id": "008A", "OpportunityId": "006A", "StageName": "Closed Lost"}
        | {"CreatedDate": "2026-02-20T00:00:00Z"}
    ],
    "LeadHistory": [
        {"Id": "017A", "LeadId": "00QANN", "Field": "Status", "NewValue": "Working"}
        | {"CreatedDate": "2026-02-03T08:00:00Z"}
    ],
}

CUSTOMERS: list[dict[str, Any]] = [
    {"id": "c1", "email": "billing@acme.example", "metadata": {"hubspot_id": "101"}},
    {"id": "c2", "email": "jo@yen.example", "metadata": {}},
]
INVOICES: list[dict[str, Any]] = [
    {"id": "n1", "customer": "c1", "amount_paid": 9900, "currency": "usd", "charge": "h1"}
    | {"paid_at": "2026-02-02T10:00:00Z", "created": "2026-02-01T10:00:00Z"},
    {"id": "n2", "customer": "c2", "amount_paid": 4900, "currency": "jpy", "charge": "h2"}
    | {"paid_at": "2026-02-05T10:00:00Z", "created": "2026-02-01T10:00:00Z"},
]
CHARGES = [{"id": "h1", "invoice": "n1", "refunded": False}]
SUBSCRIPTIONS: list[dict[str, Any]] = [
    {"id": "s1", "customer": "c2", "status": "active", "trial_start": "2026-01-20T08:00:00Z"}
]


def snake(name: str, suffix: str = "__c") -> str:
    """CreatedDate as created_date, and Loss_Reason__c with the suffix that a loader leaves it."""
    stem, custom, _ = name.partition("__c")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", stem).lower()
    return words + (suffix if custom else "")


def seconds(moment: str) -> int:
    """A moment since 1970."""
    return int(datetime.fromisoformat(moment).timestamp())


def fivetran() -> Loaded:
    """A table for each association and a prefix for each property."""
    hubspot: Tables = {
        table: [
            {name: record["id"], "_fivetran_deleted": record.get("is_deleted", False)}
            | {f"property_{key}": value for key, value in _properties(record).items()}
            | FIVETRAN
            for record in records
        ]
        for table, name, records in [
            ("contact", "id", CONTACTS),
            ("company", "id", COMPANIES),
            ("deal", "deal_id", DEALS),
            ("engagement_meeting", "engagement_id", MEETINGS),
            ("engagement_call", "engagement_id", CALLS),
        ]
    }
    for deal in hubspot["deal"]:
        deal["deal_pipeline_stage_id"] = deal.pop("property_dealstage")
    # Engagements of all kinds share their numbers here.
    for call in hubspot["engagement_call"]:
        call["engagement_id"] = 8
    hubspot |= {
        "deal_contact": _pairs(DEALS, "deal_id"),
        "engagement_contact": [
            *_pairs(MEETINGS, "engagement_id"),
            *({"engagement_id": 8, "contact_id": contact} for contact in CALLS[0]["contacts"]),
        ],
        "deal_pipeline_stage": [
            {"stage_id": stage, "label": label, "probability": probability}
            for stage, label, probability in STAGES
        ],
        "contact_property_history": [
            {"contact_id": contact, "name": name, "value": value, "timestamp": moment}
            for contact, name, value, moment in CHANGES
        ],
    }
    stripe: Tables = {
        "customer": [
            {"id": row["id"], "email": row["email"], "metadata": json.dumps(row["metadata"])}
            for row in CUSTOMERS
        ],
        "invoice": [
            {"id": row["id"], "customer_id": row["customer"], "charge_id": row["charge"]}
            | {"status": "paid", "currency": row["currency"], "amount_paid": row["amount_paid"]}
            | {"status_transitions_paid_at": row["paid_at"], "created": row["created"]}
            for row in INVOICES
        ],
        "charge": [
            {"id": row["id"], "invoice_id": row["invoice"], "refunded": False} for row in CHARGES
        ],
        "subscription": [
            {"id": row["id"], "customer_id": row["customer"], "status": "active"}
            | {"trial_start": row["trial_start"]}
            | FIVETRAN
            for row in SUBSCRIPTIONS
        ],
    }
    salesforce = _salesforce(ORG | HISTORIES, lambda name: snake(name, "_c"), FIVETRAN)
    return {"hubspot": hubspot, "salesforce": salesforce, "stripe": stripe}


def airbyte() -> Loaded:
    """Objects and lists stay JSON, next to which HubSpot's properties are columns of their own."""
    hubspot: Tables = {
        table: [
            {"id": str(record["id"]), "archived": record.get("is_deleted", False)}
            | {"createdAt": record.get("createdate"), "properties": json.dumps(record)}
            | {f"properties_{key}": value for key, value in _properties(record).items()}
            | {"contacts": json.dumps([str(contact) for contact in record.get("contacts", [])])}
            | AIRBYTE
            for record in records
        ]
        for table, records in [
            ("contacts", CONTACTS),
            ("companies", COMPANIES),
            ("deals", DEALS),
            ("engagements_meetings", MEETINGS),
            ("engagements_calls", [CALLS[0] | {"id": 8}]),
        ]
    }
    stages = [
        {"label": label, "displayOrder": place, "active": True, "stageId": stage}
        | {"metadata": {"isClosed": "true", "probability": str(probability)}}
        for place, (stage, label, probability) in enumerate(STAGES)
    ]
    hubspot |= {
        "deal_pipelines": [{"pipelineId": "default", "stages": json.dumps(stages)} | AIRBYTE],
        "contacts_property_history": [
            {"vid": contact, "property": name, "value": value, "timestamp": seconds(moment) * 1000}
            | AIRBYTE
            for contact, name, value, moment in CHANGES
        ],
    }
    stripe: Tables = {
        "customers": [
            row | {"metadata": json.dumps(row["metadata"]), "livemode": True} | AIRBYTE
            for row in CUSTOMERS
        ],
        "invoices": [
            {key: value for key, value in row.items() if key != "paid_at"}
            | {"status": "paid", "created": seconds(row["created"]), "paid": True}
            | {"status_transitions": json.dumps({"paid_at": seconds(row["paid_at"])})}
            | AIRBYTE
            for row in INVOICES
        ],
        "charges": [row | AIRBYTE for row in CHARGES],
        "subscriptions": [
            row | {"trial_start": seconds(row["trial_start"])} | AIRBYTE for row in SUBSCRIPTIONS
        ],
    }
    salesforce = _salesforce(ORG | HISTORIES, str, AIRBYTE)
    return {"hubspot": hubspot, "salesforce": salesforce, "stripe": stripe}


def dlt() -> Loaded:
    """Properties without a prefix, objects flattened, lists in child tables."""
    hubspot: Tables = {
        table: [
            {"id": str(record["id"]), "hs_object_id": float(record["id"])}
            | _properties(record)
            | {"is_deleted": record.get("is_deleted", False)}
            | DLT
            for record in records
        ]
        for table, records in [("contacts", CONTACTS), ("companies", COMPANIES), ("deals", DEALS)]
    }
    hubspot |= {
        "contacts__deals": [
            {"value": str(contact), "deals_id": str(deal["id"])}
            | {"_dlt_parent_id": "p", "_dlt_list_idx": 0, "_dlt_id": "c"}
            for deal in DEALS
            for contact in deal["contacts"]
        ],
        "pipelines_deals__stages": [
            {"id": stage, "label": label, "metadata__probability": str(probability)}
            for stage, label, probability in STAGES
        ],
        "contacts_property_history": [
            {"object_id": str(contact), "property_name": name, "value": value, "timestamp": moment}
            | DLT
            for contact, name, value, moment in CHANGES
        ],
    }
    stripe: Tables = {
        "customer": [
            {"id": row["id"], "email": row["email"]}
            | {"metadata__hubspot_id": row["metadata"].get("hubspot_id"), "livemode": True}
            | DLT
            for row in CUSTOMERS
        ],
        "invoice": [
            {key: value for key, value in row.items() if key != "paid_at"}
            | {"status": "paid", "created": seconds(row["created"]), "paid": True}
            | {"status_transitions__paid_at": seconds(row["paid_at"])}
            | DLT
            for row in INVOICES
        ],
        "subscription": [
            row | {"trial_start": seconds(row["trial_start"])} | DLT for row in SUBSCRIPTIONS
        ],
    }
    salesforce = _salesforce(ORG, snake, DLT)
    return {"hubspot": hubspot, "salesforce": salesforce, "stripe": stripe}


def _properties(record: dict[str, Any]) -> Row:
    return {
        key: value for key, value in record.items() if key not in {"id", "contacts", "is_deleted"}
    }


def _pairs(records: list[dict[str, Any]], name: str) -> list[Row]:
    return [
        {name: record["id"], "contact_id": contact} | FIVETRAN
        for record in records
        for contact in record["contacts"]
    ]


def _salesforce(tables: Tables, spelling: Any, loaded: Row) -> Tables:
    return {
        spelling(table): [
            {spelling(column): value for column, value in row.items()} | loaded for row in rows
        ]
        for table, rows in tables.items()
    }
