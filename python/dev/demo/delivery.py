"""Events as they arrive: as text, in the form of the system that sends them, some late, twice or
broken.

Each channel writes times in its own way: web and social in UTC with Z, mail with milliseconds,
product without offset (UTC), sales and trade fairs with +02:00. Rows come in batches every quarter
of an hour.

    late         2 % of events are loaded 1 to 9 days after they occurred
    twice        1.5 % are delivered again with a later loaded_at, 0.2 % again in the same batch
    unknown      one in 300 each: a lead_id nobody has; an address nobody has
    unusable     one in 1,500 each: no key, no time, four texts that are no time, no event_id, no
                 event_type
    odd          one in 1,500 each: a flag and a load time that are none, a type no rule knows,
                 texts with commas, quotes, line breaks, formulas, SQL, emoji, a very long one

An event whose delivery would fall after the extract is not there yet. DuckDB turns the numbers
into text: it is handed positions in word lists rather than words, which it takes from Python only
slowly.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from .draws import Ints, Texts
from .events import ANONYMOUS, EMAIL, LEAD_ID, NONE, Events
from .people import People
from .rows import LeadRows, row_at
from .vocabulary import AGENTS, ASSETS, CAMPAIGNS, CHANNEL_OF, EVENT_TYPES
from .world import DAY_MS, HOUR_MS, MINUTE_MS, World

BATCH_MS = 15 * MINUTE_MS
UNKNOWN_ONE_IN = 300
ONE_IN = 1500
NO_KEY, NO_EVENT_ID, NO_EVENT_TYPE, BAD_LOADED_AT = 1, 2, 3, 4
BAD_TIMES = ("", "not a date", "2026-02-30T10:00:00Z", "1767225600", "10/13/2025 25:61")
ODD_TYPE = "cookie_consent"
ODD_FLAG = "perhaps"
ODD_CAMPAIGN = "spring, summer & fall"
ODD_AGENT = "x" * 600
ODD_ASSETS = (
    '/search?q="lead scoring", pricing',
    '=HYPERLINK("https://www.our-company.example","click")',
    "'; drop table events; --",
    "ebook\ncrm hygiene",
    "🎉 launch-party",
)
# Remainders of an event's number by ONE_IN, after those of the names above.
FIRST_BAD_TIME, FIRST_ODD_ASSET, ODD_TYPE_AT, ODD_FLAG_AT, ODD_CAMPAIGN_AT, ODD_AGENT_AT = (
    5,
    10,
    15,
    16,
    17,
    18,
)

_AS_TEXT = """
    with

    deliveries as (

        select *, 0 as delivery, loaded_ms as delivered_ms from numbers
        union all
        select *, 1 as delivery, again_ms as delivered_ms from numbers where again_ms > 0

    )

    select
        case
            when dirt <> {no_event_id} then 'E' || lpad(cast(number as varchar), 9, '0')
        end as event_id,
        event_types.word as event_type,
        case
            when bad_time >= 0 then bad_times.word
            when channels.word in ('web', 'social')
                then strftime(epoch_ms(at_ms), '%Y-%m-%dT%H:%M:%SZ')
            when channels.word = 'email'
                then strftime(epoch_ms(at_ms), '%Y-%m-%dT%H:%M:%S.%gZ')
            when channels.word = 'product'
                then strftime(epoch_ms(at_ms), '%Y-%m-%d %H:%M:%S')
            else strftime(epoch_ms(at_ms + 7200000), '%Y-%m-%dT%H:%M:%S+02:00')
        end as occurred_at,
        case
            when unknown = 1 then 'L9' || lpad(cast(number % 10000000 as varchar), 7, '0')
            else lead_ids.word
        end as lead_id,
        case
            when unknown = 2 then 'nobody' || number || '@nowhere.example'
            when shouts then upper(emails.word)
            else emails.word
        end as email,
        case when cookie >= 0 then 'a-' || lpad(lower(to_hex(cookie)), 12, '0') end as anonymous_id,
        channels.word as channel,
        assets.word as asset,
        campaigns.word as campaign,
        agents.word as user_agent,
        flags.word as is_machine,
        case
            when dirt = {bad_loaded_at} then 'soon'
            else strftime(epoch_ms(delivered_ms), '%Y-%m-%d %H:%M:%S')
        end as loaded_at
    from deliveries
    left join event_types on event_types.position = deliveries.event_type
    left join channels on channels.position = deliveries.channel
    left join lead_ids on lead_ids.position = deliveries.lead_row
    left join emails on emails.position = deliveries.email_row
    left join assets on assets.position = deliveries.asset
    left join campaigns on campaigns.position = deliveries.campaign
    left join agents on agents.position = deliveries.agent
    left join flags on flags.position = deliveries.flag
    left join bad_times on bad_times.position = deliveries.bad_time
    where delivered_ms <= {now_ms}
    order by delivered_ms, number, delivery
"""


def _word_table(con: duckdb.DuckDBPyConnection, name: str, words: Sequence[str | None]) -> None:
    """A temporary table of words by position; a missing or empty word is null."""
    filled = np.array([word or "" for word in words])
    con.register("words", {"position": np.arange(len(words), dtype=np.int64), "word": filled})
    con.execute(
        f"create or replace temp table {name} as"
        " select position, nullif(cast(word as varchar), '') as word from words"
    )
    con.unregister("words")


def _deliveries(world: World, at_ms: Ints, number: Ints) -> tuple[Ints, Ints]:
    """When each event is loaded, and when it is loaded again; 0 where it is not."""
    draws = world.draws
    loaded = (at_ms // BATCH_MS + 1) * BATCH_MS + MINUTE_MS
    days_late = 1 + (9 * draws.uniform("days late", number)).astype(np.int64)
    late = draws.chance(0.02, "late", number)
    loaded = np.where(late, (at_ms // DAY_MS + days_late) * DAY_MS + 27 * HOUR_MS, loaded)
    lag = BATCH_MS * (1 + (300 * draws.uniform("second copy", number) ** 2).astype(np.int64))
    copies = draws.pick((98.3, 1.5, 0.2), "copies", number)
    return loaded, np.where(copies == 0, 0, loaded + np.where(copies == 1, lag, 0))


def deliver(
    con: duckdb.DuckDBPyConnection,
    world: World,
    *,
    people: People,
    rows: LeadRows,
    lead_columns: dict[str, Texts],
    events: Events,
    first_number: int,
) -> str:
    """Hand the events to the connection; the query that gives them as text, in order of arrival.

    Events are numbered from first_number on in order of time; `lead_columns` are the leads table.
    """
    draws = world.draws
    events = events.take(np.argsort(events.at_ms, kind="stable"))
    number = np.arange(first_number, first_number + len(events), dtype=np.int64)
    dirt = number * 611 % ONE_IN  # spread over the file
    loaded, again = _deliveries(world, events.at_ms, number)

    unknown = np.select([number % UNKNOWN_ONE_IN == 100, number % UNKNOWN_ONE_IN == 200], [1, 2], 0)
    keys = np.where((unknown > 0) | (dirt == NO_KEY), 0, events.keys)
    second = draws.chance(0.3, "through second lead", number)
    row = row_at(people, rows, np.maximum(events.person, 0), events.at_ms, second)
    cookie = (draws.bits("anonymous id", events.visitor) >> np.uint64(16)).astype(np.int64)
    bad_time = dirt - FIRST_BAD_TIME
    odd_asset = dirt - FIRST_ODD_ASSET
    has_odd_asset = (odd_asset >= 0) & (odd_asset < len(ODD_ASSETS))
    told_human = draws.chance(0.05, "told human", number)
    flag = np.where(events.machine == 1, 1, np.where(told_human, 0, NONE))
    con.register(
        "numbers",
        {
            "number": number,
            "dirt": dirt,
            "at_ms": events.at_ms,
            "loaded_ms": loaded,
            "again_ms": again,
            "bad_time": np.where(bad_time < len(BAD_TIMES), bad_time, NONE),
            "unknown": unknown,
            "lead_row": np.where((keys & LEAD_ID) > 0, row, NONE),
            "email_row": np.where((keys & EMAIL) > 0, row, NONE),
            "shouts": draws.chance(0.03, "mail in capitals", number),
            "cookie": np.where((keys & ANONYMOUS) > 0, cookie, NONE),
            "event_type": np.select(
                [dirt == NO_EVENT_TYPE, dirt == ODD_TYPE_AT], [NONE, len(EVENT_TYPES)], events.kind
            ),
            "channel": events.kind,
            "asset": np.where(has_odd_asset, len(ASSETS) + odd_asset, events.asset),
            "campaign": np.where(dirt == ODD_CAMPAIGN_AT, len(CAMPAIGNS), events.campaign),
            "agent": np.where(dirt == ODD_AGENT_AT, len(AGENTS), events.agent),
            "flag": np.where(dirt == ODD_FLAG_AT, 2, flag),
        },
    )
    _word_table(con, "event_types", (*EVENT_TYPES, ODD_TYPE))
    _word_table(con, "channels", tuple(CHANNEL_OF.values()))
    _word_table(con, "assets", (*ASSETS, *ODD_ASSETS))
    _word_table(con, "campaigns", (*CAMPAIGNS, ODD_CAMPAIGN))
    _word_table(con, "agents", (*AGENTS, ODD_AGENT))
    _word_table(con, "flags", ("false", "true", ODD_FLAG))
    _word_table(con, "bad_times", BAD_TIMES)
    _word_table(con, "lead_ids", lead_columns["lead_id"].tolist())
    _word_table(
        con, "emails", [email.strip().lower() if email else None for email in lead_columns["email"]]
    )
    return _AS_TEXT.format(
        no_event_id=NO_EVENT_ID, bad_loaded_at=BAD_LOADED_AT, now_ms=world.now_ms
    )
