"""Turns the published X Education file into leads.csv and outcomes.csv.

python examples/x_education/prepare.py Leads.csv DIRECTORY
"""

import sys
from pathlib import Path

import duckdb

# The file has no dates, only the order of Lead Number: one number is taken as one minute.
CREATED_AT = "timestamp '2025-01-01' + to_minutes(\"Lead Number\"::integer)"

LEADS = f"""
    select
        "Lead Number" as lead_id,
        {CREATED_AT} as created_at,
        "Lead Source" as lead_source,
        "Lead Origin" as lead_origin,
        "TotalVisits" as total_visits,
        "Total Time Spent on Website" as time_on_website,
        "Page Views Per Visit" as pages_per_visit,
        "Do Not Email" as do_not_email,
        "A free copy of Mastering The Interview" as wants_free_copy,
        "Do Not Email" = 'Yes' and "Do Not Call" = 'Yes' as do_not_contact
    from published
"""

# When a lead converted is not published either: 60 days after it came, for all.
OUTCOMES = f"""
    select
        "Lead Number" || '-won' as outcome_id,
        "Lead Number" as lead_id,
        'won' as outcome,
        {CREATED_AT} + interval 60 days as occurred_at
    from published
    where "Converted" = '1'
"""

source, directory = Path(sys.argv[1]), Path(sys.argv[2])
directory.mkdir(parents=True, exist_ok=True)
published = duckdb.read_csv(str(source), all_varchar=True)
duckdb.sql(LEADS).write_csv(str(directory / "leads.csv"))
duckdb.sql(OUTCOMES).write_csv(str(directory / "outcomes.csv"))
