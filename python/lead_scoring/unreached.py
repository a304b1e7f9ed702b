"""What the end of a build prints about events and outcomes whose leads the input lacks."""

from __future__ import annotations

import textwrap

from .engines import Database, MissingTableError
from .sql import literal

WORTH_A_WORD = 0.1  # share of a table's rows
_SAMPLES = 3
_NAMED_IN = {"events": "intermediate.int_visitors", "outcomes": "staging.stg_outcomes"}
# Why an id of the input may miss a lead that is there: how the two compare, and what to do.
_REASONS = {
    "lower(lead_id) = lower({id})": "the same ids, but in other letters: write them alike",
    "substr(lead_id, 1, 15) = substr({id}, 1, 15)": "the same ids with 15 and with 18 characters,"
    " as Salesforce has both: export one of them",
    "lead_id like '%_' || {id}": "ids of leads begin with something more: set prefixes in"
    " mapping.yml",
    "{id} like '%_' || lead_id": "these ids begin with something more than those of leads: set"
    " prefixes in mapping.yml",
}


def unreached_lines(database: Database, width: int) -> list[str]:
    """A sentence for each table of which more than a tenth names nobody that the input has."""
    try:
        counts = database.rows(
            "select source_table, cast(sum(row_count) as bigint),"
            " cast(sum(case when fate = 'no such lead or address' then row_count else 0 end)"
            " as bigint) from marts.input_fates group by source_table order by 1"
        )
    except MissingTableError:
        # The build left it out.
        return []
    lines = []
    for table, rows, lost in counts:
        if table in _NAMED_IN and lost > WORTH_A_WORD * rows:
            sentence = f"{lost:,} of {rows:,} rows of {table} name no lead or address that there is"
            wrapped = textwrap.wrap(
                sentence + _samples(database, str(table)) + "; see marts.input_fates",
                max(40, width - 11),
            )
            lines += [
                ("" if place else "Note").ljust(11) + part for place, part in enumerate(wrapped)
            ]
    return lines


def _samples(database: Database, table: str) -> str:
    """Some of the ids, some of leads, and why the two may not meet."""
    ids = [
        str(row[0])
        for row in database.rows(
            f"select distinct named.lead_id from {_NAMED_IN[table]} as named"
            " left join staging.stg_leads as leads on named.lead_id = leads.lead_id"
            " where leads.lead_id is null and named.lead_id is not null"
            f" order by named.lead_id limit {_SAMPLES}"
        )
    ]
    if not ids:
        return ""
    leads = database.rows(
        f"select lead_id from staging.stg_leads order by lead_id limit {_SAMPLES}"
    )
    text = f": {_listed(ids)}, where leads are called {_listed([str(row[0]) for row in leads])}"
    for condition, reason in _REASONS.items():
        for one in ids:
            # A percent sign or underscore in an id would match anything.
            found = "%" not in one and database.rows(
                f"select 1 from staging.stg_leads where {condition.format(id=literal(one))} limit 1"
            )
            if found:
                return f"{text} ({reason})"
    return text


def _listed(ids: list[str]) -> str:
    # Cells come from outside: nothing in them may steer the terminal.
    plain = ("".join(c if c.isprintable() else " " for c in text) for text in ids)
    return ", ".join(textwrap.shorten(text, 40, placeholder="...") for text in plain)
