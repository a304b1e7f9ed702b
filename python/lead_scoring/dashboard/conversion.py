"""How far leads get, and which segments and channels buy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Page, Section, Table, charts, figures
from . import words
from .marts import ALL, Marts
from .overview import rate_bars

_RATES = (
    "leads, conversions, conversion_rate, conversion_rate_low, conversion_rate_high, accepted,"
    "rejected, won_amount, days_to_convert, is_enough"
)


def conversion(marts: Marts) -> Page:
    """The page."""
    funnel = marts.rows(
        "stage_funnel",
        "segment, stage, reached, people, reached_share, reached_share_low, reached_share_high,"
        "customers, is_enough",
        order="segment, stage_rank",
    )
    segments = marts.rows("segment_conversion", f"segment, {_RATES}", order=_order("segment"))
    channels = marts.rows("channel_conversion", f"channel, {_RATES}", order=_order("channel"))
    sections = [
        Section("How far leads get", "", [_funnel_table(funnel)], [_funnel(funnel)]),
        _group("Which segments buy?", "segment", segments),
        _group("Which channels buy?", "channel", channels),
        _trend(marts),
    ]
    return Page(
        "Conversion",
        _sentence(channels),
        sections,
        "A range is the 95 % interval of a rate. Where there are too few leads for a rate, the"
        " range is shown alone.",
    )


def _order(column: str) -> str:
    return f"is_enough desc, conversion_rate desc, {column}"


def _sentence(channels: Sequence[Any]) -> str:
    judged = [one for one in channels if one.channel != ALL and one.is_enough]
    if not judged:
        return "No channel has brought enough leads yet to tell which one buys."
    best, worst = judged[0], judged[-1]
    if not best.conversions:
        return "No lead of a channel with enough leads has bought yet."
    return (
        f"Of the channels with enough leads, {words.name(best.channel)} buys most often"
        f" ({words.share(best.conversion_rate)}) and {words.name(worst.channel)} least"
        f" ({words.share(worst.conversion_rate)})."
    )


def _funnel(funnel: Sequence[Any]) -> str:
    return figures.funnel(
        "Leads that ever reached the stage or a higher one",
        [
            (words.name(one.stage), int(one.reached), f"{words.share(one.reached_share)} of all")
            for one in funnel
            if one.segment == ALL
        ],
    )


def _funnel_table(funnel: Sequence[Any]) -> Table:
    rows = [
        [
            words.name(one.segment),
            words.name(one.stage),
            f"{one.reached:,} of {one.people:,}",
            words.rate(
                one.reached_share,
                one.reached_share_low,
                one.reached_share_high,
                is_enough=one.is_enough,
            ),
            f"{one.customers:,}",
        ]
        for one in funnel
    ]
    return Table(["segment", "stage", "reached it", "share", "bought so far"], rows)


def _group(heading: str, column: str, found: Sequence[Any]) -> Section:
    found = sorted(found, key=lambda one: getattr(one, column) != ALL)
    bars = rate_bars([one for one in found if getattr(one, column) != ALL], column)
    rows = [
        [
            words.name(getattr(one, column)),
            f"{one.conversions:,} of {one.leads:,}",
            words.conversion_rate(one),
            words.amount(one.won_amount),
            f"{one.accepted:,} of {one.accepted + one.rejected:,}",
            words.number(one.days_to_convert),
        ]
        for one in found
    ]
    columns = [column, "bought", "close rate", "won amount", "sales took", "mean days"]
    drawn = charts.bars("Leads that bought within the horizon", bars)
    return Section(heading, "", [Table(columns, rows)], [drawn])


def _trend(marts: Marts) -> Section:
    months = marts.rows(
        "conversion_trend",
        "month_starts_on, mqls, customers, is_complete, conversion_rate, conversion_rate_low,"
        "conversion_rate_high, is_enough, is_enough and pooled_months = 1 as is_alone,"
        "pooled_months, pooled_mqls, pooled_customers, pooled_rate, earlier_rate, warning",
        f"segment = '{ALL}'",
        "month_starts_on",
    )
    bars = [
        _bar_of_month(one)
        for one in months
        if one.is_complete and one.conversion_rate_low is not None
    ]
    rows = [
        [
            words.month(one.month_starts_on),
            f"{one.mqls:,}",
            f"{one.customers:,}",
            _rate_of_month(one) if one.is_complete else "horizon not over",
            _pooled(one),
            words.share(one.earlier_rate),
            one.warning or words.NONE,
        ]
        for one in reversed(months)
    ]
    columns = ["month", "MQLs", "bought so far", "rate", "judged by", "earlier months", "warning"]
    drawn = charts.bars("MQLs that bought, months whose horizon is over", bars)
    return Section("Is it getting better or worse?", "", [Table(columns, rows)], [drawn])


def _bar_of_month(month: Any) -> charts.Bar:
    """A month's rate; with that of the months before where it has too few MQLs by itself."""
    label = words.month(month.month_starts_on)
    if month.is_enough and not month.is_alone:
        before = words.plural(month.pooled_months - 1, "month")
        counts = f"{month.pooled_customers:,} of {month.pooled_mqls:,}"
        return f"{label} and {before} before ({counts})", float(month.pooled_rate), None, None
    return (
        f"{label} ({month.customers:,} of {month.mqls:,})",
        float(month.conversion_rate) if month.is_alone else None,
        float(month.conversion_rate_low),
        float(month.conversion_rate_high),
    )


def _rate_of_month(month: Any) -> str:
    return words.rate(
        month.conversion_rate,
        month.conversion_rate_low,
        month.conversion_rate_high,
        is_enough=month.is_alone,
    )


def _pooled(month: Any) -> str:
    """What a month is judged by: a month with few MQLs is taken together with those before it."""
    if not month.is_enough:
        return words.NONE
    if month.pooled_months == 1:
        return "itself"
    bought = f"{month.pooled_customers:,} of {month.pooled_mqls:,}"
    return f"{month.pooled_months} months: {words.share(month.pooled_rate)} ({bought})"
