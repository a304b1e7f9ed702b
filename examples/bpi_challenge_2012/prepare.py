"""Turns the cases and events of BPI Challenge 2012 into leads.csv, events.csv and outcomes.csv.

python examples/bpi_challenge_2012/prepare.py cases.csv events.csv DIRECTORY
"""

import sys
from pathlib import Path

import duckdb

LEADS = """
    select
        case_id as lead_id,
        reg_date as created_at,
        amount_req as amount_requested
    from cases
"""

EVENTS = """
    select
        case_id || '-' || seq as event_id,
        case_id as lead_id,
        activity as event_type,
        ts as occurred_at,
        case
            when activity in ('A_SUBMITTED', 'A_PARTLYSUBMITTED', 'O_SENT_BACK') then 'customer'
            else 'bank'
        end as channel,
        lifecycle as asset
    from happenings
"""

# An application ends in one of three ways; the others are still open.
OUTCOMES = """
    select
        case_id || '-' || seq as outcome_id,
        case_id as lead_id,
        case activity when 'A_ACTIVATED' then 'won' else 'lost' end as outcome,
        ts as occurred_at,
        case activity when 'A_ACTIVATED' then amount_req end as amount,
        case activity
            when 'A_DECLINED' then 'Declined by the bank'
            when 'A_CANCELLED' then 'Cancelled, no agreement with the customer'
        end as reason
    from happenings
    inner join cases using (case_id)
    where activity in ('A_ACTIVATED', 'A_DECLINED', 'A_CANCELLED')
"""

directory = Path(sys.argv[3])
directory.mkdir(parents=True, exist_ok=True)
cases, happenings = (duckdb.read_csv(path, all_varchar=True) for path in sys.argv[1:3])
for name, query in {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}.items():
    duckdb.sql(query).write_csv(str(directory / f"{name}.csv"))
