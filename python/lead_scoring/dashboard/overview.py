"""The first page: what waits, what is late, what came in, what is won, whether the score works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ..page import Page, Section, Table, Tile, charts, figures
from ..sql import literal
from . import words
from .changed import changed
from .marts import ALL, Marts

_LISTED = 8
_CHANCE = 0.5


def overview(marts: Marts) -> Page:
    """The page."""
    [today] = marts.rows("lead_scores", "max(scored_on) as scored_on, count(*) as people")
    month = today.scored_on.replace(day=1)
    tiles = [
        *_queue_tiles(marts, month),
        _mql_tile(marts, month),
        _win_tile(marts),
        _health_tile(marts),
    ]
    funnel = marts.rows(
        "stage_funnel",
        "stage, reached, reached_share, customers",
        f"segment = '{ALL}'",
        "stage_rank",
    )
    news = (
        f"{words.plural(today.people, 'person', 'people')} scored with all events up to the end of"
        f" {words.day(today.scored_on)} (UTC)."
    )
    sections = [
        changed(marts, month, news),
        Section(
            "How far leads get", "", [], [one for one in (_funnel(funnel), _sources(marts)) if one]
        ),
        _stages(marts),
        _warnings(marts),
    ]
    waiting, late, mqls = tiles[0].value, tiles[1].value, tiles[2]
    sentence = f"Of {waiting} leads to act on, {late} are overdue."
    if waiting == "0":
        sentence = "No lead waits to be acted on."
    if mqls.value != words.NONE:
        sentence += f" {mqls.value} {mqls.name}, {mqls.note}."
    footer = (
        "Numbers are those of the marts; a range behind a rate is its 95 % interval. Where two"
        " ranges overlap, the difference may be chance."
    )
    return Page("Overview", sentence, sections, footer, tiles)


def _queue_tiles(marts: Marts, this_month: date) -> list[Tile]:
    [waiting] = marts.rows(
        "follow_up_queue",
        "count(case when due_at is not null then 1 end) as due,"
        "count(case when is_overdue then 1 end) as late, max(overdue_hours) as longest",
        "queue_section = 'to act on'",
    )
    months = marts.rows(
        "sla_attainment",
        "month_starts_on, sum(follow_ups) as follow_ups, sum(in_time) as in_time,"
        " sum(in_time + late + unanswered) as closed",
        f"month_starts_on <= {literal(str(this_month))}",
        "month_starts_on",
        group="month_starts_on",
    )
    asked = [float(month.follow_ups) for month in months]
    shown = [f"{words.month(one.month_starts_on)} {one.follow_ups:,}" for one in months]
    note = "that have a due time"
    if months:
        note += f"; {months[-1].follow_ups:,} follow-ups fell due this month"
    if len(months) > 1:
        note += f", {months[-2].follow_ups:,} last month"
    longest = f"the longest {words.late(float(waiting.longest))}" if waiting.longest else "none"
    kept = [month for month in months if month.closed]
    in_time = [float(month.in_time) / float(month.closed) for month in kept]
    shares = [
        f"{words.month(month.month_starts_on)} {words.share(one)} in time"
        for month, one in zip(kept, in_time, strict=True)
    ]
    if kept:
        longest += f"; {kept[-1].in_time:,} of {kept[-1].closed:,} in time this month"
    state = "bad" if waiting.late else "good"
    return [
        Tile(
            "Leads to act on",
            f"{waiting.due:,}",
            note,
            picture=figures.spark("Follow-ups by month", asked, shown),
            href="queue.html",
        ),
        Tile(
            "Overdue",
            f"{waiting.late:,}",
            longest,
            state,
            figures.spark("In time, by month", in_time, shares),
            "sales.html",
        ),
    ]


def _mql_tile(marts: Marts, this_month: date) -> Tile:
    months = marts.rows(
        "conversion_trend", "month_starts_on, mqls", f"segment = '{ALL}'", "month_starts_on"
    )
    if not months:
        return Tile("MQLs this month", words.NONE, "no MQL in the reports yet")
    by_month = {month.month_starts_on: int(month.mqls) for month in months}
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    now, before = by_month.get(this_month, 0), by_month.get(last_month, 0)
    note = f"{now - before:+,} on {words.month(last_month)} ({before:,})"
    state = "good" if now > before else "odd" if now < before else "none"
    shown = [f"{words.month(month.month_starts_on)} {month.mqls:,}" for month in months]
    picture = figures.spark("MQLs by month", [float(month.mqls) for month in months], shown)
    return Tile(
        f"MQLs in {words.month(this_month)}", f"{now:,}", note, state, picture, "conversion.html"
    )


def _win_tile(marts: Marts) -> Tile:
    sales = marts.rows(
        "sales_feedback",
        "accepted_with_horizon_over, won, win_rate, win_rate_low, win_rate_high,"
        "is_enough_for_win_rate",
        f"segment = '{ALL}' and stage = '{ALL}'",
    )
    if not sales:
        return Tile("Win rate", words.NONE, "no accepted lead in the reports yet")
    [one] = sales
    trend = marts.rows(
        "conversion_trend",
        "month_starts_on, conversion_rate",
        f"segment = '{ALL}' and conversion_rate is not null",
        "month_starts_on",
    )
    value = words.share(one.win_rate) if one.is_enough_for_win_rate else "too few"
    note = (
        f"{one.won:,} of {one.accepted_with_horizon_over:,} accepted leads won"
        f" ({words.interval(one.win_rate_low, one.win_rate_high)}); the line: MQLs that bought"
    )
    rates = [float(month.conversion_rate) for month in trend]
    shown = [
        f"{words.month(month.month_starts_on)} {words.share(month.conversion_rate)}"
        for month in trend
    ]
    picture = figures.spark("MQLs that bought, by month", rates, shown)
    return Tile("Win rate", value, note, "none", picture, "sales.html")


def _health_tile(marts: Marts) -> Tile:
    quality = marts.rows(
        "model_quality",
        "scored_on, auc, auc_low, auc_high",
        f"segment = '{ALL}' and is_enough and auc is not null",
        "scored_on",
    )
    warnings = len(marts.rows("score_warnings", "subject"))
    said = words.plural(warnings, "warning") if warnings else "no warnings"
    if not quality:
        return Tile("Score health", "too few", f"too few sales to judge it; {said}", "none")
    last = quality[-1]
    note = f"pairs have the buyer first ({words.interval(last.auc_low, last.auc_high)})"
    if len(quality) > 1:
        before = quality[-2]
        note += f"; {100 * float(before.auc):.0f} on {words.day(before.scored_on)}"
    shown = [f"{words.day(one.scored_on)} {100 * float(one.auc):.0f}" for one in quality]
    picture = figures.spark("Pairs put right", [float(one.auc) for one in quality], shown)
    state = "bad" if warnings or float(last.auc_low) <= _CHANCE else "good"
    value = f"{100 * float(last.auc):.0f} of 100"
    return Tile("Score health", value, f"{note}; {said}", state, picture, "score.html")


def _funnel(stages: Sequence[Any]) -> str:
    rows = [
        (
            words.name(one.stage),
            int(one.reached),
            f"{words.share(one.reached_share)} of all, {one.customers:,} bought",
        )
        for one in stages
    ]
    return figures.funnel("Leads that ever reached the stage or a higher one", rows)


def _sources(marts: Marts) -> str:
    channels = marts.rows(
        "channel_conversion",
        "channel, leads, conversions, conversion_rate, conversion_rate_low,"
        "conversion_rate_high, is_enough",
        f"channel <> '{ALL}'",
        "is_enough desc, conversion_rate desc, channel",
    )
    bars = rate_bars(channels[:_LISTED], "channel")
    return charts.bars("Where the leads come from that buy", bars) if bars else ""


def rate_bars(rows: Sequence[Any], column: str, prefix: str = "conversion_") -> list[charts.Bar]:
    """Bars of the rates of rows, each with its counts; too few cases have an interval alone."""
    return [
        (
            f"{words.name(getattr(row, column))} ({row.conversions:,} of {row.leads:,})",
            float(getattr(row, f"{prefix}rate")) if row.is_enough else None,
            float(getattr(row, f"{prefix}rate_low")),
            float(getattr(row, f"{prefix}rate_high")),
        )
        for row in rows
        if row.leads
    ]


def _stages(marts: Marts) -> Section:
    stages = marts.rows(
        "stage_dwell",
        "stage, people, median_days_in_stage, p90_days_in_stage, stuck",
        f"segment = '{ALL}'",
        "people, stage",
    )
    rows = [
        [
            words.name(one.stage),
            f"{one.people:,}",
            words.number(one.median_days_in_stage),
            words.number(one.p90_days_in_stage),
            f"{one.stuck:,}",
        ]
        for one in stages
    ]
    columns = ["stage", "leads", "days there (median)", "days there (nine of ten)", "stuck"]
    return Section("Where leads stand today", "", [Table(columns, rows)])


def _warnings(marts: Marts) -> Section:
    warnings = marts.rows("score_warnings", "subject, segment, sentence", "", "subject, segment")
    if not warnings:
        return Section("Warnings about the score", "None: nothing in its record looks wrong.")
    rows = [[words.name(one.subject), words.name(one.segment), one.sentence] for one in warnings]
    return Section(
        "Warnings about the score", "", [Table(["about", "segment", "what it says"], rows)]
    )
