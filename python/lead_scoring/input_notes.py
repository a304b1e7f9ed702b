"""What the end of a build prints about rows that reach nobody, join nobody or are no copies."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Sequence
from typing import Any

from .contract import LEADS
from .engines import Database, MissingTableError
from .propose.synonyms import column_synonyms
from .sql import literal
from .sql_macros import call

WORTH_A_WORD = 0.1  # share of a table's rows
_SAMPLES = 3
_COLUMNS = 5
_CLOSE = 0.9  # how alike names are: emails and email, not industry_code and industry
COLUMNS_OF_SOURCES = "marts.source_columns"
_KEYS = {
    "email": ("email address", "email addresses"),
    "anonymous_id": ("anonymous_id", "anonymous_ids"),
    "merged_into_lead_id": ("merge target", "merge targets"),
}
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


def note_lines(database: Database, width: int, custom_columns: Sequence[str] = ()) -> list[str]:
    """The notes, the worst first, each a sentence over as many lines as it needs.

    custom_columns: the columns of leads that the contract does not know.
    """
    try:
        notes = [
            *_look_alikes(database, custom_columns),
            *_unreached(database),
            *_conflicts(database),
            *_kept_apart(database),
            *_unpriced(database),
            *_unmatched_spend(database),
            *_lost_columns(database),
        ]
    except MissingTableError:
        # The build left one of the tables out.
        return []
    lines = []
    for note in notes:
        lines += [
            ("" if place else "Note").ljust(11) + part
            for place, part in enumerate(textwrap.wrap(note, max(40, width - 11)))
        ]
    return lines


def _look_alikes(database: Database, custom_columns: Sequence[str]) -> list[str]:
    """A sentence on custom columns that look like a column of the contract without any value."""
    names = {
        synonym: column
        for column, synonyms in column_synonyms()[LEADS.name].items()
        if column not in LEADS.required
        for synonym in synonyms
    }
    found: dict[str, str] = {}
    for column in custom_columns:
        close = difflib.get_close_matches(column, names, n=1, cutoff=_CLOSE)
        if close:
            found.setdefault(names[close[0]], column)
    if not found:
        return []
    ((*filled,),) = database.rows(
        f"select {', '.join(f'count({name})' for name in found)} from staging.stg_leads"
    )
    alike = [pair for pair, values in zip(found.items(), filled, strict=True) if not values]
    if not alike:
        return []
    pairs = _listed([f"{column} ({name})" for name, column in alike[:_COLUMNS]])
    line = ", ".join(f"{name}: {column}" for name, column in alike[:_COLUMNS])
    is_one = len(alike) == 1
    return [
        f"{'a column' if is_one else 'columns'} of leads that {'looks' if is_one else 'look'} like"
        f" one of the contract, which no lead fills, {'is' if is_one else 'are'} read as"
        f" {'an attribute' if is_one else 'attributes'} of your own: {pairs}"
        f"{' and more' if alike[_COLUMNS:] else ''}. To have them read as these, write into"
        f" mapping.yml next to the files: leads: {{columns: {{{line}}}}}"
    ]


def _lost_columns(database: Database) -> list[str]:
    """A sentence for each table of a source that has lost columns since an earlier build."""
    try:
        lost = database.rows(
            f"select source, connection, entity, column_name from {COLUMNS_OF_SOURCES}"
            " where not is_there order by 1, 2, 3, 4"
        )
    except MissingTableError:
        # Files are the input.
        return []
    columns: dict[tuple[str, str, str], list[str]] = {}
    for source, connection, entity, column in lost:
        columns.setdefault((source, connection, entity), []).append(str(column))
    return [
        f"{entity} of {source} ({connection}) no longer has {', '.join(names[:_COLUMNS])}"
        f"{' and more' if names[_COLUMNS:] else ''}, which"
        f" {'is' if len(names) == 1 else 'are'} empty now, and so are points that rest on it; if a"
        f" column only has another name, name it in columns of {source}; see {COLUMNS_OF_SOURCES}"
        for (source, connection, entity), names in columns.items()
    ]


def _unreached(database: Database) -> list[str]:
    """A sentence for each table of which more than a tenth names nobody that the input has."""
    counts = database.rows(
        "select source_table, cast(sum(row_count) as bigint),"
        " cast(sum(case when fate = 'no such lead or address' then row_count else 0 end)"
        " as bigint) from marts.input_fates group by source_table order by 1"
    )
    return [
        f"{lost:,} of {rows:,} rows of {table} name no lead or address that there is"
        + _samples(database, str(table))
        + "; see marts.input_fates"
        for table, rows, lost in counts
        if table in _NAMED_IN and lost > WORTH_A_WORD * rows
    ]


def _conflicts(database: Database) -> list[str]:
    """A sentence for each table in which one id stands for several leads or types.

    A row that was corrected to another day is no reason to worry.
    """
    counts = database.rows(
        "select source_table, count(*), min(record_key) from marts.input_conflicts"
        " where differs_in <> 'day' or source_table = 'leads' group by source_table order by 1"
    )
    return [
        f"{ids:,} {'id' if ids == 1 else 'ids'} of {table}"
        f" {'has' if ids == 1 else 'have'} rows that differ in lead, type or day, such as"
        f" {_listed([str(example)])}; one row of each counts. If several tables number their rows"
        " alike, set prefixes in mapping.yml; see marts.input_conflicts"
        for table, ids, example in counts
    ]


def _kept_apart(database: Database) -> list[str]:
    """A sentence on addresses, cookies and merges that too many share to be one person's."""
    counts = database.rows(
        "select key_column, reason, count(*), cast(sum(lead_count) as bigint)"
        " from marts.input_warnings where lead_count > 1"
        " group by key_column, reason order by 4 desc, 1, 2"
    )
    if not counts:
        return []
    parts = [
        f"{keys:,} {_KEYS[str(column)][keys != 1]} of {leads:,} leads ({reason})"
        for column, reason, keys, leads in counts
    ]
    return [f"kept apart: {', '.join(parts)}; see marts.input_warnings"]


def _unpriced(database: Database) -> list[str]:
    """A sentence on currencies whose amounts no report can add up."""
    without_rate = database.rows(
        "select currency from intermediate.int_currency_rates"
        " where scorecard = 'default' and rate is null"
    ) + _of_reports(
        database,
        "select currency from intermediate.int_spend"
        " where scorecard = 'default' and amount is null",
    )
    currencies = sorted({str(row[0]) for row in without_rate})
    if not currencies:
        return []
    named = _listed(currencies[:_SAMPLES])
    others = " and others" if len(currencies) > _SAMPLES else ""
    return [
        f"amounts in {named}{others} are not counted: add the rate to exchange_rates.csv; see"
        " marts.input_bad_values"
    ]


def _unmatched_spend(database: Database) -> list[str]:
    """A sentence on channels that money was spent on and that no lead names as its source."""
    channels = _of_reports(
        database,
        "select distinct channel from marts.channel_performance where scorecard = 'default'"
        " and spend is not null and campaign = '*' and not is_channel_of_leads order by 1",
    )
    if not channels:
        return []
    named = _listed([str(row[0]) for row in channels[:_SAMPLES]])
    others = " and others" if len(channels) > _SAMPLES else ""
    return [
        f"no lead has the lead_source {named}{others}, on which money was spent: write channels of"
        " spend and leads alike, or say in lead_source_aliases.csv what each stands for; see"
        " marts.channel_performance"
    ]


def _of_reports(database: Database, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query; none where the build left the reports out."""
    try:
        return database.rows(query)
    except MissingTableError:
        return []


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
    plain = (
        "".join(c if c.isprintable() else " " for c in call("shown_value", text)) for text in ids
    )
    return ", ".join(textwrap.shorten(text, 40, placeholder="...") for text in plain)
