"""Small made-up portals and sites as loaders and trackers leave them, with the traps of each."""

from __future__ import annotations

from typing import Any

from .loader_tables import NoRows, Row

SOURCES: dict[str, Any] = {
    "hubspot": [
        {"schema": "hubspot", "attributes": {"plan": "property_plan"}},
        {"schema": "hubspot_us", "name": "us"},
    ],
    "segment": {"schema": "prod_web", "assets": {"file_downloaded": "file_name"}},
    "rudderstack": {"schema": "rudder", "channel": "product"},
    "stripe": {},
    "salesforce": {"attributes": {"territory": "territory_c"}},
    "marketo": [{"attributes": {"tier": "tier_c"}}, {"schema": "marketo_eu", "name": "eu"}],
}
PORTAL: dict[str, list[Row]] = {
    "contact": [
        {
            "id": 10,
            "property_email": "Ann@acme.example",
            "property_firstname": "Ann",
            "property_jobtitle": "VP Marketing",
            "property_associatedcompanyid": 900,
            "property_createdate": "timestamptz 2026-01-05 10:00:00+02",
            "property_lastmodifieddate": "timestamptz 2026-02-05 10:00:00+00",
            "property_hs_analytics_source": "ORGANIC_SEARCH",
            "property_hs_email_optout": True,
            "property_hs_additional_emails": "old@acme.example; ann@home.example",
            "property_hs_merged_object_ids": "11;12",
            "property_plan": "gold",
            "_fivetran_deleted": False,
            "_fivetran_synced": "timestamptz 2026-02-06 10:00:00+00",
        },
        # The same contact as it was synced before.
        {
            "id": 10,
            "property_email": "ann@old.example",
            "_fivetran_deleted": False,
            "_fivetran_synced": "timestamptz 2026-02-01 10:00:00+00",
        },
        # A loser that is still there, and one that lists one that was never synced.
        {
            "id": 11,
            "property_email": "ann@old.example",
            "property_createdate": "timestamptz 2025-11-01 10:00:00+00",
            "property_hs_merged_object_ids": "13",
        },
        {
            "id": 20,
            "property_email": "bob@beta.example",
            "property_createdate": "timestamptz 2026-01-01 10:00:00+00",
            "_fivetran_deleted": True,
        },
    ],
    "company": [
        {"id": 900, "property_name": "Acme", "property_domain": "acme.example"},
    ],
    "contact_form_submission": [
        {
            "contact_id": 13,
            "form_id": "f1",
            "conversion_id": "c1",
            "timestamp": "timestamp 2026-02-01 10:00:00",
            "page_url": "https://www.acme.example/book?utm_campaign=spring+push#top",
        },
        {
            "contact_id": 20,
            "form_id": "f2",
            "conversion_id": "c2",
            "timestamp": "timestamp 2026-02-02 10:00:00",
            "page_url": None,
        },
    ],
    "form": [
        {"guid": "f1", "name": "Book a Demo (EN)"},
        {"guid": "f2", "name": "Prize draw"},
    ],
    "email_event": [
        {
            "id": name,
            "type": kind,
            "created": "timestamp 2026-02-03 10:00:00",
            "_fivetran_synced": "timestamptz 2026-02-03 12:00:00+00",
            "recipient": "ann@acme.example",
            "email_campaign_id": 5,
            "filtered_event": name == "e2",
            "obsoleted_by_id": "e1" if name == "e5" else None,
        }
        for name, kind in [
            ("e1", "OPEN"),
            ("e2", "CLICK"),
            ("e3", "STATUSCHANGE"),
            ("e4", "STATUSCHANGE"),
            ("e5", "OPEN"),
            ("e6", "DELIVERED"),
            ("e7", "BOUNCE"),
            ("e8", "SPAMREPORT"),
        ]
    ],
    "email_event_click": [{"id": "e2", "url": "https://a.io/pricing", "user_agent": "Scanner/1.0"}],
    "email_event_status_change": [
        {"id": "e3", "portal_subscription_status": "UNSUBSCRIBED"},
        {"id": "e4", "portal_subscription_status": "SUBSCRIBED"},
    ],
    "email_campaign": [{"id": 5, "name": "Spring news", "subject": "News"}],
    "engagement_contact": [
        {"engagement_id": number, "contact_id": contact}
        for number, contact in [(1, 12), (1, 20), (2, 10), (3, 10), (4, 10), (5, 10)]
    ],
    "engagement_meeting": [
        {
            "engagement_id": number,
            "property_hs_createdate": "timestamp 2026-02-04 09:00:00",
            "property_hs_timestamp": "timestamp 2026-02-10 09:00:00",
            "property_hs_meeting_outcome": outcome,
        }
        for number, outcome in [(1, "COMPLETED"), (2, "CANCELED"), (3, None)]
    ],
    "engagement_call": [
        {
            "engagement_id": number,
            "property_hs_timestamp": "timestamp 2026-02-04 11:00:00",
            "property_hs_call_disposition": disposition,
        }
        for number, disposition in [
            (4, "f240bbac-87c9-4f6e-bf70-924b57d47db7"),
            (5, "73a0d17f-1163-4015-bdd5-ec830791da20"),
        ]
    ],
    "deal": [
        {
            "deal_id": 9000000000 + number,
            "deal_pipeline_stage_id": stage,
            "property_createdate": "timestamp 2026-02-05 10:00:00",
            "property_closedate": "timestamp 2027-01-01 00:00:00",
            "property_amount": 1200.5,
            "property_closed_lost_reason": "budget",
            "is_deleted": number == 4,
        }
        for number, stage in [
            (1, "s_won"),
            (2, "s_lost"),
            (3, "s_open"),
            (4, "s_won"),
            (5, "s_won"),
        ]
    ],
    "merged_deal": [{"deal_id": 9000000001, "merged_deal_id": 9000000005}],
    "deal_contact": [
        {"deal_id": 9000000000 + deal, "contact_id": contact}
        for deal, contact in [(1, 10), (1, 11), (1, 20), (2, 20), (3, 10), (4, 10), (5, 10)]
    ],
    "deal_stage": [
        {
            "deal_id": 9000000001,
            "value": stage,
            "date_entered": f"timestamp {entered}",
            "_fivetran_active": stage == "s_won",
        }
        for stage, entered in [("s_open", "2026-02-05 10:00:00"), ("s_won", "2026-02-20 10:00:00")]
    ],
    "deal_pipeline_stage": [
        {"stage_id": "s_won", "probability": 1.0, "is_closed": True},
        {"stage_id": "s_lost", "probability": 0.0, "is_closed": True},
        {"stage_id": "s_open", "probability": 0.4, "is_closed": False},
    ],
    "contact_property_history": [
        {
            "contact_id": 11,
            "name": name,
            "value": value,
            "timestamp": f"timestamp 2026-02-0{day} 08:00:00",
        }
        for name, value, day in [
            ("lifecyclestage", "lead", 1),
            ("lifecyclestage", "salesqualifiedlead", 2),
            ("hs_lead_status", "UNQUALIFIED", 3),
            ("hs_lead_status", "Our own word", 4),
            ("firstname", "Ann", 4),
        ]
    ],
}
# As Airbyte has them, in capitals; empty columns are whole numbers, and most tables are missing.
PORTAL_US: dict[str, list[Row]] = {
    "CONTACTS": [
        {
            "ID": "10",
            "properties_email": "cat@gamma.example",
            "properties_createdate": "2026-01-03T10:00:00.000Z",
            "properties_hs_merged_object_ids": 11,
            "properties_hs_email_optout": None,
            "archived": False,
            "_airbyte_extracted_at": "timestamptz 2026-02-06 10:00:00+00",
        }
    ],
    "contacts_form_submissions": [
        {
            "canonical-vid": 11,
            "form-id": "f1",
            "conversion-id": "c1",
            "timestamp": 1769940000000,
            "page-url": "https://www.acme.example/contact",
            "title": "Anything",
        }
    ],
    "email_events": [
        {
            "id": "e1",
            "type": "CLICK",
            "created": 1769940000000,
            "recipient": "cat@gamma.example",
            "filteredEvent": False,
            "url": "https://a.io/docs",
            "userAgent": "Firefox",
        }
    ],
    "deals": NoRows("id", "properties_dealstage"),
}
CALL: Row = {
    "received_at": "timestamp 2026-02-10 09:00:10",
    "timestamp": "timestamp 2026-02-10 09:00:00",
}
WEB: dict[str, list[Row]] = {
    "identifies": [
        CALL | {"id": "i1", "anonymous_id": "a1", "user_id": "u1", "email": "ann@first.example"},
        CALL
        | {"id": "i2", "anonymous_id": "a1", "user_id": "u1", "email": "ann@acme.example"}
        | {"timestamp": "timestamp 2026-02-11 09:00:00"},
    ],
    "users": [{"id": "u2", "email": "dan@delta.example", "received_at": CALL["received_at"]}],
    "aliases": [CALL | {"id": "l1", "previous_id": "a9", "user_id": "u2"}],
    "pages": [
        CALL
        | {
            "id": "p1",
            "anonymous_id": "a1",
            "path": None,
            "url": "https://acme.example/pricing?x=1",
            "context_campaign_name": "spring",
            "context_user_agent": "Firefox",
        },
        CALL | {"id": "p2", "anonymous_id": None, "user_id": None, "path": "/nobody"},
    ],
    "tracks": [
        CALL | {"id": "t1", "user_id": "u1", "event": "signed_up"},
        CALL | {"id": "t2", "user_id": "u2", "event": "file_downloaded"},
        CALL | {"id": "t3", "user_id": "eve@zeta.example", "event": "Odd Thing"},
    ],
    "file_downloaded": [{"id": "t2", "file_name": "whitepaper-scoring"}],
}
PRODUCT: dict[str, list[Row]] = {
    "TRACKS": [
        CALL
        | {"ID": "r1", "ANONYMOUS_ID": "a1", "EVENT": "logged_in"}
        | {"CONTEXT_TRAITS_EMAIL": "ann@acme.example"}
    ]
}
PAID: Row = {"status": "paid", "currency": "usd"}
BILLING: dict[str, list[Row]] = {
    "customer": [
        {"id": "c1", "email": "ann@acme.example", "metadata": '{"plan":"x","hubspot_id": "10"}'},
        {"id": "c2", "email": "Ann@acme.example", "metadata": '{"hubspot_id":10}'},
        {"id": "c3", "email": "jo@yen.example", "metadata": "{}"},
        {"id": "c4", "email": "lou@lost.example", "metadata": None},
        {"id": "c5", "email": None, "metadata": None},
        {"id": "c6", "email": "test@mode.example", "livemode": False},
    ],
    "invoice": [
        PAID | {"id": "n0", "customer_id": "c1", "amount_paid": 0, "paid": "2026-02-01"},
        PAID | {"id": "n1", "customer_id": "c1", "amount_paid": 9900, "paid": "2026-02-02"},
        PAID | {"id": "n2", "customer_id": "c1", "amount_paid": 4900, "paid": "2026-02-03"},
        PAID | {"id": "n3", "customer_id": "c2", "amount_paid": 4900, "paid": "2026-02-04"},
        {"id": "n4", "customer_id": "c3", "amount_paid": 4900, "paid": "2026-02-05"}
        | {"status": "paid", "currency": "jpy"},
        PAID | {"id": "n5", "customer_id": "c4", "amount_paid": 0, "paid": "2026-02-05"},
        PAID | {"id": "n6", "customer_id": "c6", "amount_paid": 4900, "paid": "2026-02-05"},
    ],
    "charge": [{"id": "h1", "invoice_id": "n1", "refunded": True}],
    "subscription_history": [
        {
            "id": "s1",
            "customer_id": "c4",
            "status": status,
            "trial_start": "timestamp 2026-01-20 08:00:00",
            "ended_at": ended,
            "_fivetran_active": status == "canceled",
        }
        for status, ended in [("trialing", None), ("canceled", "timestamp 2026-02-06 08:00:00")]
    ],
}
for invoice in BILLING["invoice"]:
    invoice["status_transitions_paid_at"] = f"timestamp {invoice.pop('paid')} 10:00:00"


ANN, ANN_CONTACT, LOSER, JO, PERSON = "00QANN", "003ANN", "00QOLD", "00QJO", "003PER"
OPENED = {"CreatedDate": "timestamp 2026-02-05 10:00:00"}
# Some loaders keep the names of the API, some write them in snake case.
ORG: dict[str, list[Row]] = {
    "lead": [
        {
            "id": ANN,
            "created_date": "timestamp 2026-01-05 10:00:00",
            "email": "ann@acme.example",
            "is_deleted": False,
            "is_converted": True,
            "converted_date": "timestamp 2026-02-04 00:00:00",
            "converted_contact_id": ANN_CONTACT,
            "converted_opportunity_id": "006B",
            "territory_c": "north",
            "_fivetran_active": True,
        },
        # The version before, which history mode keeps.
        {"id": ANN, "email": "ann@acme.example", "is_converted": False, "_fivetran_active": False},
        {
            "id": LOSER,
            "created_date": "timestamp 2026-01-04 10:00:00",
            "email": "anne@acme.example",
            "is_deleted": True,
            "master_record_id": ANN,
            "_fivetran_active": True,
        },
        {
            "id": JO,
            "created_date": "timestamp 2026-01-06 10:00:00",
            "has_opted_out_of_email": True,
            "email_bounced_date": "timestamp 2026-02-01 10:00:00",
            "_fivetran_active": True,
        },
    ],
    "contact": [
        {"Id": ANN_CONTACT, "AccountId": "001A", "Email": "ann@acme.example"}
        | {"CreatedDate": "timestamp 2026-02-04 10:00:00", "MailingCountry": None},
        {"Id": PERSON, "AccountId": "001P", "IsPersonAccount": True}
        | {"CreatedDate": "timestamp 2026-01-01 10:00:00"},
    ],
    "account": [
        {"id": "001A", "name": "Acme", "industry": "Banking", "billing_country": "Germany"},
        {"id": "001P", "name": "Per Son"},
    ],
    "opportunity": [
        OPENED
        | {"Id": name, "AccountId": account, "ContactId": contact, "StageName": stage}
        | {"IsWon": stage == "Closed Won", "IsClosed": stage.startswith("Closed")}
        | {"CloseDate": "2026-12-31", "Amount": 900, "IsDeleted": name == "006X"}
        for name, account, contact, stage in [
            ("006A", "001A", JO, "Closed Won"),
            ("006B", "001A", JO, "Closed Lost"),
            ("006C", "001A", JO, "Proposal"),
            ("006D", "001P", None, "Proposal"),
            ("006E", "001A", None, "Proposal"),
            ("006X", "001A", JO, "Closed Won"),
        ]
    ],
    "opportunity_contact_role": [
        {"opportunity_id": "006A", "contact_id": contact, "is_primary": contact == PERSON}
        | {"is_deleted": contact == JO}
        for contact in (ANN_CONTACT, PERSON, JO)
    ],
    "opportunity_history": [
        {"opportunity_id": "006A", "stage_name": stage, "created_date": f"timestamp {entered}"}
        for stage, entered in [
            ("Proposal", "2026-02-05 10:00:00"),
            ("Closed Won", "2026-02-20 10:00:00"),
            ("Closed Won", "2026-02-21 10:00:00"),
        ]
    ],
    "campaign": [
        {"id": "701W", "name": "Spring webinar", "type": "Webinar"},
        {"id": "701T", "name": "Fair", "type": "Trade Show"},
        {"id": "701P", "name": "Podcast", "type": "Podcast"},
    ],
    "campaign_member": [
        {"id": name, "campaign_id": campaign, "lead_id": ANN, "contact_id": ANN_CONTACT}
        | {"status": status, "has_responded": responded, "is_deleted": name == "M6"}
        | {"first_responded_date": "2026-02-07" if responded else None}
        | {"created_date": "timestamp 2026-02-06 08:00:00"}
        | {"_fivetran_synced": "timestamptz 2026-02-06 09:00:00+00"}
        for name, campaign, status, responded in [
            ("M1", "701W", "Registered", False),
            ("M2", "701W", "No Show", True),
            ("M3", "701T", "Visited", True),
            ("M4", "701T", "Invited", False),
            ("M5", "701P", "Heard", True),
            ("M6", "701W", "Attended", True),
        ]
    ],
    "task": [
        {"id": name, "who_id": who, "task_subtype": kind, "call_disposition": disposition}
        | {"is_closed": name != "T4", "completed_date_time": "timestamp 2026-02-08 08:00:00"}
        for name, who, kind, disposition in [
            ("T1", ANN, "Call", "Connected"),
            ("T2", ANN, "Email", None),
            ("T3", None, "Call", "Not connected"),
            ("T4", ANN, "Call", "Connected"),
        ]
    ],
    "task_relation": [{"task_id": "T3", "relation_id": who} for who in (JO, "005USER")],
    "event": [
        {"id": name, "who_id": JO, "is_child": name == "E2", "type": None}
        | {"start_date_time": "timestamp 2026-02-09 08:00:00"}
        for name in ("E1", "E2")
    ],
    "lead_history": [
        {"id": name, "lead_id": JO, "field": field, "old_value": None, "new_value": value}
        | {"created_date": "timestamp 2026-02-03 08:00:00"}
        for name, field, value in [
            ("H1", "Status", "Unqualified"),
            ("H2", "Status", "On the moon"),
            ("H3", "Owner", "005USER"),
        ]
    ],
}

VISITED = "timestamptz 2026-02-10 12:00:00+00"
DONE: Row = {"activity_date": "timestamptz 2026-02-03 10:00:00+00", "_fivetran_synced": VISITED}
# 30 is a visitor who was merged into 10, 31 one who was not, 11 a lead that was merged; 99 was
# never synced.
AUTOMATION: dict[str, list[Row]] = {
    "lead": [
        {
            "id": 10,
            "email": "ann@acme.example",
            "last_name": "Ash",
            "created_at": "timestamptz 2026-01-05 10:00:00+00",
            "updated_at": "timestamptz 2026-02-05 10:00:00+00",
            "marketing_suspended": True,
            "unsubscribed": False,
            "sfdc_lead_id": None,
            "tier_c": "gold",
            "_fivetran_synced": VISITED,
        },
        {"id": 11, "email": "ann@old.example", "unsubscribed": False, "sfdc_lead_id": LOSER},
        {"id": 20, "email": "jo@beta.example", "unsubscribed": True, "sfdc_lead_id": JO},
        {"id": 21, "last_name": "Doe"},
        {"id": 30},
        {"id": 31},
    ],
    "activity_merge_leads": [
        DONE | {"id": 1, "lead_id": 11, "merge_ids": "[30, 99]"},
        DONE | {"id": 2, "lead_id": 10, "merge_ids": "[11]"},
        DONE | {"id": 3, "lead_id": 10, "merge_ids": None},
    ],
    "merged_lead": [{"merged_lead": 98, "into_lead": 10}],
    "activity_delete_lead": [DONE | {"id": 4, "lead_id": number} for number in (20, 77)],
    "program": [
        {"id": 1, "name": "Spring push", "channel": "Email Send"},
        {"id": 2, "name": "Scoring webinar", "channel": "Webinar"},
        {"id": 3, "name": "Fair", "channel": "Tradeshow"},
        {"id": 4, "name": "Podcast", "channel": "Podcast"},
    ],
    "campaign": [
        {"id": 100, "name": "Send it", "program_id": 1},
        {"id": 101, "name": "Alone", "program_id": None},
    ],
    "activity_open_email": [
        DONE
        | {"id": 1000 + number, "lead_id": lead, "campaign_id": campaign}
        | {"primary_attribute_value": "Spring mail", "is_bot_activity": is_bot}
        for number, lead, campaign, is_bot in [
            (1, 10, 100, False),
            (2, 10, 100, True),
            (3, 11, 101, None),
            (4, 99, None, None),
        ]
    ],
    "activity_click_email": [
        DONE
        | {"id": 1010, "lead_id": 10, "primary_attribute_value": "Spring mail"}
        | {"link": "https://acme.example/pricing?x=1", "user_agent": "Firefox"}
    ],
    "activity_unsubscribe_email": [DONE | {"id": 1020, "lead_id": 20}],
    "activity_email_bounced": [DONE | {"id": 1021, "lead_id": 20}],
    "activity_email_bounced_soft": [DONE | {"id": 1022, "lead_id": 20}],
    "activity_fill_out_form": [
        DONE
        | {"id": 1030 + number, "lead_id": 10, "primary_attribute_value": form}
        | {"referrer_url": page, "query_parameters": "utm_source=x&utm_campaign=ads"}
        for number, form, page in [
            (1, "Request a Demo", None),
            (2, "Prize draw", "https://acme.example/contact"),
            (3, "Prize draw", None),
        ]
    ],
    "activity_visit_webpage": [
        DONE
        | {"id": 1040 + number, "lead_id": lead, "primary_attribute_value": name}
        | {"webpage_url": url, "query_parameters": None}
        for number, lead, name, url in [
            (1, 30, "acme.example/pricing", "/pricing?x=1"),
            (2, 31, "acme.example/docs", None),
            (3, 10, "Home", "https://acme.example/"),
        ]
    ],
    "activity_click_link": [
        DONE | {"id": 1050 + number, "lead_id": 10, "primary_attribute_value": link}
        for number, link in enumerate(["https://acme.example/guide.pdf", "https://acme.example/x"])
    ],
    "activity_change_status_in_progression": [
        DONE
        | {"id": 1060 + number, "lead_id": 10, "primary_attribute_value_id": program}
        | {"new_status": status, "success": success}
        for number, program, status, success in [
            (1, 2, "Registered", False),
            (2, 2, "No Show", True),
            (3, 3, "Visited Booth", True),
            (4, 3, "Invited", False),
            (5, 4, "Heard", True),
        ]
    ],
    "activity_change_data_value": [
        DONE
        | {"id": 1070 + number, "lead_id": 11}
        | {"primary_attribute_value": field, "new_value": value}
        for number, field, value in [
            (1, "Lead Status", "Working"),
            (2, "leadStatus", "Unqualified"),
            (3, "Lead Status", "On the moon"),
            (4, "Lead Score", "Working"),
        ]
    ],
    "opportunity": [
        {"external_opportunity_id": name, "amount": 900, "is_won": won, "is_closed": closed}
        | {"external_created_date": "timestamp 2026-02-05 10:00:00"}
        | {"close_date": "timestamp 2026-02-20 00:00:00"}
        for name, won, closed in [("o1", True, True), ("o2", False, True), ("o3", False, False)]
    ],
    "opportunity_role": [
        {"external_opportunity_id": name, "lead_id": lead, "is_primary": lead == 20}
        for name, lead in [("o1", 11), ("o1", 20), ("o2", 10), ("o3", 20)]
    ],
}
# As Airbyte has them: the names of the API, and a marketoGUID in place of an id.
AUTOMATION_EU: dict[str, list[Row]] = {
    "leads": [
        {"id": 10, "email": "cat@gamma.example", "createdAt": "2026-01-03T10:00:00Z"}
        | {"firstName": "Cat", "marketingSuspended": None, "numberOfEmployees": 12}
    ],
    "activities_open_email": [
        {"marketoGUID": "g1", "leadId": 10, "activityDate": "2026-02-03T10:00:00Z"}
        | {"primaryAttributeValue": "Mail", "campaignId": 5, "is_bot_activity": 1}
        | {"_airbyte_extracted_at": VISITED}
    ],
    "activities_merge_leads": [
        {"marketoGUID": "g2", "leadId": 10, "activityDate": "2026-02-03T10:00:00Z"}
        | {"merge_ids": 11}
    ],
}

WORLD = {
    "hubspot": PORTAL,
    "hubspot_us": PORTAL_US,
    "prod_web": WEB,
    "rudder": PRODUCT,
    "stripe": BILLING,
    "salesforce": ORG,
    "marketo": AUTOMATION,
    "marketo_eu": AUTOMATION_EU,
}
