"""Small made-up sites as trackers of the web leave them, with the traps of each."""

from __future__ import annotations

from .loader_tables import Row

# 2026-02-10 09:00:00 UTC, in microseconds.
NINE = 1770714000000000
SITE = "https://acme.example"
HIT: Row = {
    "date": "2026-02-10",
    "timestamp": NINE,
    "stream_id": "77",
    "user_pseudo_id": "123.456",
    "bundle_sequence_id": 5,
    "is_intraday": False,
    "batch_event_index": 1,
}
# As Fivetran flattens the export.
ANALYTICS: dict[str, list[Row]] = {
    "event": [
        HIT | {"name": "page_view", "param_page_location": f"{SITE}/pricing?utm=1"},
        # A twin, told apart by its place in the batch alone; and a copy of it.
        HIT
        | {"name": "page_view", "param_page_location": f"{SITE}/pricing?utm=1"}
        | {"batch_event_index": 2},
        HIT
        | {"name": "page_view", "param_page_location": f"{SITE}/pricing?utm=1"}
        | {"batch_event_index": 2},
        # The day is there as a whole: what came during it does not count. The next is not.
        HIT | {"name": "file_download", "param_file_name": "gone.pdf", "is_intraday": True},
        HIT
        | {
            "name": "login",
            "is_intraday": True,
            "date": "2026-02-11",
            "user_id": "Ann@acme.example",
        }
        | {"timestamp": NINE + 86400000000},
        HIT
        | {"name": "generate_lead", "param_form_name": "Book a demo", "param_campaign": "spring"},
        HIT | {"name": "form_submit", "param_page_location": f"{SITE}/contact/us"},
        HIT | {"name": "file_download", "param_file_name": "/files/whitepaper.pdf"},
        HIT | {"name": "scroll"},
        HIT | {"name": "own_event"},
        # Nobody consented.
        HIT | {"name": "page_view", "user_pseudo_id": None},
        HIT | {"name": "page_view", "user_pseudo_id": None, "user_id": "u9"},
    ],
}

IAB, YAUAA = (
    "contexts_com_iab_snowplow_spiders_and_robots_1",
    "contexts_nl_basjes_yauaa_context_1",
)
PAGE = "contexts_com_snowplowanalytics_snowplow_web_page_1"
FORM = "unstruct_event_com_snowplowanalytics_snowplow_submit_form_1"
LINK = "unstruct_event_com_snowplowanalytics_snowplow_link_click_1"
ROW: Row = {
    "platform": "web",
    "collector_tstamp": "timestamp 2026-02-10 09:00:05",
    "dvce_created_tstamp": "timestamp 2031-01-01 00:00:00",
    "derived_tstamp": "timestamp 2026-02-10 09:00:00",
    "domain_userid": "d1",
    "page_urlpath": "/pricing",
    "event": "unstruct",
}
VIEW = ROW | {"event": "page_view", "event_name": "page_view", PAGE: '[{"id": "v1"}]'}
PING = VIEW | {"event": "page_ping", "event_name": "page_ping"}
COLLECTED: dict[str, list[Row]] = {
    "events": [
        VIEW | {"event_id": "s1", "mkt_campaign": "spring", YAUAA: '[{"agentClass":"Browser"}]'},
        # It arrived again, later and with another path.
        VIEW
        | {"event_id": "s1", "page_urlpath": "/again"}
        | {"collector_tstamp": "timestamp 2026-02-10 10:00:05"},
        # Two heartbeats of three have a ping, one of them two.
        *(
            PING
            | {"event_id": f"g{second}", "derived_tstamp": f"timestamp 2026-02-10 09:00:{second}"}
            for second in (11, 12, 35)
        ),
        VIEW | {"event_id": "s2", PAGE: '[{"id": "v2"}]', IAB: '[{"spider_or_robot": true}]'},
        VIEW
        | {"event_id": "s3", PAGE: '[{"id": "v3"}]', YAUAA: '[{"agent_class": "Robot Mobile"}]'},
        VIEW | {"event_id": "s4", "domain_userid": None, PAGE: None},
        ROW | {"event_id": "s5", "event_name": "submit_form", FORM: '{"formId":"demo-form"}'},
        ROW
        | {"event_id": "s6", "event_name": "link_click", LINK: '{"targetUrl":"https://a/x.pdf"}'},
        ROW | {"event_id": "s7", "event_name": "link_click", LINK: '{"targetUrl":"https://a/x"}'},
        ROW
        | {"event_id": "s8", "event": "struct", "event_name": "event", "se_category": "Shop"}
        | {"se_action": "Add", "se_label": "blue"},
        ROW
        | {"event_id": "s9", "event_name": "signed_up", "user_id": "ann@acme.example"}
        | {"platform": "app"},
    ],
    # Contexts of other engines are tables, which may have several rows of an event.
    "com_iab_snowplow_spiders_and_robots_1": [
        {"root_id": name, "spider_or_robot": name == "s8"} for name in ("s8", "s8", "s9")
    ],
}
