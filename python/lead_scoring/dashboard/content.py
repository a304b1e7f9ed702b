"""Which pages, files, mails and webinars people had seen who bought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Page, Section, Table, charts
from ..page.charts import Bar
from . import words
from .marts import ALL, Marts, groups

_SHOWN, _LISTED, _OF_SEGMENT = 12, 100, 5
_COLUMNS = (
    "segment, event_type, asset, leads_with, conversions_with, close_rate_with,"
    "close_rate_with_low, close_rate_with_high, leads_without, conversions_without,"
    "close_rate_without, close_rate_without_low, close_rate_without_high, is_enough, difference,"
    "difference_low, difference_high"
)
_COLUMN_NAMES = (
    "piece", "activity", "bought with it", "close rate", "bought without", "close rate without",
    "difference in points",
)  # fmt: skip
_WARNING = (
    "Who reads is not random: people who are about to buy look at prices, so a piece may be read by"
    " buyers without making one. Only showing it to some and not to others, by chance, tells."
)


def content(marts: Marts) -> Page:
    """The page."""
    rows = marts.rows(
        "content_performance",
        _COLUMNS,
        order="is_enough desc, difference_low desc nulls last, event_type, asset",
    )
    pieces = [one for one in rows if one.segment == ALL and one.asset != ALL]
    kinds = [one for one in rows if one.segment == ALL and one.asset == ALL]
    enough = [one for one in pieces if one.is_enough]
    by_segment = groups(
        [one for one in rows if ALL not in {one.segment, one.asset} and one.is_enough],
        "segment",
    )
    sections = [
        _compared("Which content do buyers see?", enough, _WARNING),
        _compared("Which kinds of activity?", [one for one in kinds if one.is_enough], ""),
        _segments(by_segment),
        _too_few([one for one in [*kinds, *pieces] if not one.is_enough]),
    ]
    return Page(
        "Content",
        _sentence(enough),
        [one for one in sections if one],
        "Counted are people on the first day on which they were scored: what they had seen by then,"
        " and whether they bought within the horizon after it. A range is the 95 % interval.",
    )


def _sentence(judged: Sequence[Any]) -> str:
    if not judged:
        return "No piece of content has been seen by enough people yet to compare."
    sure = [one for one in judged if float(one.difference_low) > 0]
    if not sure:
        return "No piece of content is seen more by buyers than chance explains."
    best = sure[0]
    return (
        f"{words.share(best.close_rate_with)} of people who saw {best.asset} bought, and"
        f" {words.share(best.close_rate_without)} of the others; the same holds beyond chance for"
        f" {words.plural(len(sure), 'piece')} of the {len(judged)} with enough people."
    )


def _compared(heading: str, found: Sequence[Any], text: str) -> Section | None:
    if not found:
        return None
    bars: list[Bar] = [
        (
            f"{words.name(one.event_type) if one.asset == ALL else one.asset}"
            f" ({one.conversions_with:,} of {one.leads_with:,})",
            float(one.close_rate_with),
            float(one.close_rate_with_low),
            float(one.close_rate_with_high),
        )
        for one in found[:_SHOWN]
    ]
    rows = [_cells(one) for one in found[:_LISTED]]
    drawn = charts.bars("Close rate of people who had seen or done it", bars)
    return Section(heading, text, [Table(_COLUMN_NAMES, rows)], [drawn])


def _cells(one: Any) -> list[str]:
    return [
        "any" if one.asset == ALL else str(one.asset),
        words.name(one.event_type),
        f"{one.conversions_with:,} of {one.leads_with:,}",
        words.rate(
            one.close_rate_with,
            one.close_rate_with_low,
            one.close_rate_with_high,
            is_enough=one.is_enough,
        ),
        f"{one.conversions_without:,} of {one.leads_without:,}",
        words.rate(
            one.close_rate_without,
            one.close_rate_without_low,
            one.close_rate_without_high,
            is_enough=one.is_enough,
        ),
        f"{_points(one.difference)} ({_points(one.difference_low)} to"
        f" {_points(one.difference_high)})"
        if one.is_enough
        else words.NONE,
    ]


def _segments(by_segment: dict[Any, list[Any]]) -> Section | None:
    rows = [
        [words.name(segment), *_cells(one)]
        for segment, found in by_segment.items()
        for one in found[:_OF_SEGMENT]
    ]
    if not rows:
        return None
    text = f"The first {_OF_SEGMENT} of each segment, if enough people saw it and enough did not."
    return Section("By segment", text, [Table(["segment", *_COLUMN_NAMES], rows)])


def _too_few(found: Sequence[Any]) -> Section | None:
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (-one.leads_with, one.event_type, one.asset))
    rows = [_cells(one) for one in ordered[:_LISTED]]
    text = "Counts and the range of the rate; there are too few people with it, or without it."
    return Section("Too few people to tell", text, [Table(_COLUMN_NAMES, rows)], is_folded=True)


def _points(value: float) -> str:
    whole = round(100 * float(value))
    return f"{whole:+}" if whole else "0"
