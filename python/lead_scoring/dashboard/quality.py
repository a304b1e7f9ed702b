"""The input: how far it reaches, what became of its rows, and what to mend in it."""

from __future__ import annotations

from typing import Any

from ..page import Mark, Page, Section, Table, charts
from . import words
from .marts import ALL, Marts

_LISTED = 200


def quality(marts: Marts) -> Page:
    """The page."""
    freshness = marts.rows(
        "input_freshness",
        "source_table, last_happened_on, days_behind, is_stale, rows_last_7_days,"
        "rows_7_days_before",
        order="source_table",
    )
    sections = [
        _freshness(freshness),
        _fates(marts),
        _warnings(marts),
        _conflicts(marts),
        _bad_values(marts),
        _coverage(marts),
        _rejected(marts),
        *_machines(marts),
    ]
    stale = [one.source_table for one in freshness if one.is_stale]
    sentence = f"Stale: {', '.join(stale)}." if stale else "All tables of the input are up to date."
    return Page(
        "Data quality",
        sentence,
        sections,
        "Rows themselves may hold personal data and are not shown: they are in"
        " marts.rejected_records.",
    )


def _freshness(freshness: list[Any]) -> Section:
    rows = [
        [
            one.source_table,
            Mark("stale", "bad") if one.is_stale else Mark("up to date", "good"),
            words.day(one.last_happened_on),
            words.number(one.days_behind),
            words.number(one.rows_last_7_days),
            words.number(one.rows_7_days_before),
        ]
        for one in freshness
    ]
    columns = [
        "table", "state", "latest day", "days behind", "rows of the last 7 days", "of the 7 before",
    ]  # fmt: skip
    text = "If a table stops arriving, scores fade that should not."
    return Section("How far the input reaches", text, [Table(columns, rows)])


def _fates(marts: Marts) -> Section:
    kept = marts.rows(
        "input_reconciliation",
        "source_table, raw_rows, usable_rows, duplicate_rows, rejected_rows",
        "raw_rows > 0",
        "source_table",
    )
    rows = [[one.source_table, *(f"{int(count):,}" for count in one[1:])] for one in kept]
    tables = [
        Table(
            ["table", "raw rows", "usable", "duplicates", "rejected"],
            rows,
            "Usable, duplicate and rejected rows add up to the raw ones",
        )
    ]
    fates = marts.rows(
        "input_fates",
        "source_table, fate, sum(row_count) as row_count",
        order="source_table, sum(row_count) desc, fate",
        group="source_table, fate",
    )
    named = [[one.source_table, one.fate, f"{int(one.row_count):,}"] for one in fates]
    if named:
        caption = "What became of the usable rows"
        tables.append(Table(["table", "fate", "rows"], named, caption))
    missed = marts.rows(
        "input_fates",
        "source_table, kind, fate, row_count",
        f"fate <> 'reached a scored person' and kind <> '{ALL}'",
        "row_count desc, source_table, kind, fate",
        most=15,
    )
    kinds = [
        [one.source_table, words.name(one.kind), one.fate, f"{int(one.row_count):,}"]
        for one in missed
    ]
    if kinds:
        caption = "Most often lost: the kinds of rows that reach no scored person"
        tables.append(Table(["table", "kind", "fate", "rows"], kinds, caption))
    return Section("Where the rows went", "", tables)


def _warnings(marts: Marts) -> Section:
    warnings = marts.rows(
        "input_warnings",
        "key_column, key_value, reason, lead_count, example_leads",
        order="lead_count desc, key_column, key_value, example_leads",
        most=_LISTED,
    )
    if not warnings:
        return Section("Keys that join nobody", "None.")
    rows = [
        [one.key_column, one.key_value, one.reason, f"{one.lead_count:,}", one.example_leads]
        for one in warnings
    ]
    text = (
        "Addresses, visitor ids and merge targets that were kept apart, because too many leads"
        " share them or the input lacks what they name."
    )
    columns = ["column", "value (its shape)", "why", "leads", "such as"]
    return Section("Keys that join nobody", text, [Table(columns, rows)])


def _conflicts(marts: Marts) -> Section:
    conflicts = marts.rows(
        "input_conflicts",
        "source_table, record_key, row_count, differs_in, kept_row, other_row",
        order="source_table, record_key",
        most=_LISTED,
    )
    if not conflicts:
        return Section("Ids whose rows disagree", "None.")
    rows = [
        [
            one.source_table,
            one.record_key,
            f"{one.row_count:,}",
            one.differs_in,
            one.kept_row or words.NONE,
            one.other_row or words.NONE,
        ]
        for one in conflicts
    ]
    columns = ["table", "id", "rows", "differs in", "kept", "left out"]
    found = words.plural(marts.count("input_conflicts"), "id")
    text = f"{found} stand for rows that cannot be the same thing."
    return Section("Ids whose rows disagree", text, [Table(columns, rows)])


def _bad_values(marts: Marts) -> Section:
    bad = marts.rows(
        "input_bad_values",
        "source_table, column_name, given_values, null_words, bad_values",
        "bad_values > 0 or null_words > 0",
        "bad_values desc, null_words desc, source_table, column_name",
    )
    rows = [[one.source_table, one.column_name, *(f"{int(n):,}" for n in one[2:])] for one in bad]
    columns = ["table", "column", "given", "words for nothing", "not readable"]
    text = "They count as missing. Words for nothing are such as n/a or unknown."
    if not rows:
        return Section("Values that cannot be read", "None.")
    return Section("Values that cannot be read", text, [Table(columns, rows)])


def _coverage(marts: Marts) -> Section:
    coverage = marts.rows(
        "input_coverage",
        "column_name, leads, known, coverage, coverage_low, coverage_high, is_enough",
        order="coverage desc, column_name",
    )
    drawn = charts.bars(
        "Share of leads with a value",
        [
            (
                f"{one.column_name} ({one.known:,} of {one.leads:,})",
                float(one.coverage) if one.is_enough else None,
                None if one.is_enough else float(one.coverage_low),
                None if one.is_enough else float(one.coverage_high),
            )
            for one in coverage
        ],
    )
    text = "A rule on a column that is mostly empty says little of anybody."
    return Section("Which columns are filled in", text, charts=[drawn])


def _rejected(marts: Marts) -> Section:
    rejected = marts.rows(
        "rejected_records",
        "source_table, reason, count(*) as found, min(record_key) as example",
        order="source_table, count(*) desc, reason",
        group="source_table, reason",
    )
    if not rejected:
        return Section("Rejected rows", "None.")
    rows = [
        [one.source_table, one.reason, f"{one.found:,}", one.example or words.NONE]
        for one in rejected
    ]
    return Section("Rejected rows", "", [Table(["table", "why", "rows", "such as"], rows)])


def _machines(marts: Marts) -> list[Section]:
    months = marts.rows(
        "machine_traffic",
        "month_starts_on, events, machine_events, machine_share, machine_share_low,"
        "machine_share_high, is_enough",
        f"event_type = '{ALL}'",
        "month_starts_on",
    )
    if not months:
        return []
    rates = [
        (
            f"{words.month(one.month_starts_on)} ({one.machine_events:,} of {one.events:,})",
            float(one.machine_share) if one.is_enough else None,
            float(one.machine_share_low),
            float(one.machine_share_high),
        )
        for one in months
        if one.events
    ]
    kinds = marts.rows(
        "machine_traffic",
        "event_type, events, machine_events, machine_share, machine_share_low,"
        "machine_share_high, is_enough",
        f"event_type <> '{ALL}' and machine_events > 0 and month_starts_on ="
        " (select max(month_starts_on) from marts.machine_traffic)",
        "machine_events desc, event_type",
    )
    rows = [
        [
            words.name(one.event_type),
            f"{one.machine_events:,} of {one.events:,}",
            words.rate(
                one.machine_share,
                one.machine_share_low,
                one.machine_share_high,
                is_enough=one.is_enough,
            ),
        ]
        for one in kinds
    ]
    caption = f"By kind of event, {words.month(months[-1].month_starts_on)}"
    tables = [Table(["event", "by machines", "share"], rows, caption)] if rows else []
    drawn = charts.bars("Share of events that machines made", rates)
    text = (
        "Gateways that open every link, privacy proxies and crawlers earn no points. Without"
        " telling them apart, this much of the traffic would count as interest."
    )
    return [Section("Machine traffic", text, tables, [drawn])]
