"""What changed since last month, and in which channels and by which causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ..page import Section, Table
from ..sql import literal
from . import words
from .marts import ALL, Marts

_CHANNELS = 6


def changed(marts: Marts, month: date, news: str) -> Section:
    """The section; month: its first day, news: what the paragraph says first."""
    before = (month - timedelta(days=1)).replace(day=1)
    months = (month, before)
    tables = [
        _table("what", _numbers(marts, months), months, "In numbers"),
        _table("channel", _channels(marts, months), months, "Where the MQLs came from"),
        _table(
            "because of", _causes(marts, months), months, "What moved scores, points of all leads"
        ),
    ]
    text = f"{news} A month is that of the scoring day as far as it has come, and the one before."
    return Section("What changed since last month?", text, [one for one in tables if one.rows])


def _table(
    what: str, rows: Sequence[tuple[str, float, float]], months: Sequence[date], caption: str
) -> Table:
    shown = [[name, f"{now:,.0f}", f"{then:,.0f}", _signed(now - then)] for name, now, then in rows]
    return Table([what, *map(words.month, months), "change"], shown, caption)


def _signed(change: float) -> str:
    return f"{change:+,.0f}" if abs(change) >= 0.5 else "0"


def _numbers(marts: Marts, months: Sequence[date]) -> list[tuple[str, float, float]]:
    found = {
        one.starts_on: one
        for one in marts.rows(
            "channel_performance",
            "starts_on, leads, mqls, customers, won_amount, spend",
            f"channel = '{ALL}' and {_within(months)}",
        )
    }
    names = {
        "leads": "new leads",
        "mqls": "new MQLs",
        "customers": "new customers",
        "won_amount": "won amount",
        "spend": "money spent",
    }
    if not found:
        return []
    values = {
        name: {start: float(getattr(one, column) or 0) for start, one in found.items()}
        for column, name in names.items()
    }
    rows = [(name, by.get(months[0], 0.0), by.get(months[1], 0.0)) for name, by in values.items()]
    return [row for row in rows if row[1] or row[2]]


def _channels(marts: Marts, months: Sequence[date]) -> list[tuple[str, float, float]]:
    found = marts.rows(
        "channel_performance",
        "starts_on, channel, mqls",
        f"channel <> '{ALL}' and {_within(months)}",
    )
    counts = _by(found, "channel", "starts_on", "mqls")
    return _most_moved(counts, months)[:_CHANNELS]


def _causes(marts: Marts, months: Sequence[date]) -> list[tuple[str, float, float]]:
    counts: dict[str, dict[date, float]] = {}
    for month in months:
        after = (month + timedelta(days=32)).replace(day=1)
        for one in marts.rows(
            "lead_score_changes",
            "cause, sum(points) as points",
            f"scored_on >= {literal(str(month))} and scored_on < {literal(str(after))}",
            group="cause",
        ):
            counts.setdefault(words.cause(one.cause), {})[month] = float(one.points)
    return _most_moved(counts, months)


def _by(rows: Sequence[Any], *columns: str) -> dict[str, dict[date, float]]:
    name, month, value = columns
    counts: dict[str, dict[date, float]] = {}
    for one in rows:
        by_month = counts.setdefault(words.name(getattr(one, name)), {})
        by_month[getattr(one, month)] = float(getattr(one, value) or 0)
    return counts


def _most_moved(
    counts: Mapping[str, Mapping[date, float]], months: Sequence[date]
) -> list[tuple[str, float, float]]:
    """The rows, those first that changed most; none for what there was in neither month."""
    now, before = months
    rows = [(name, by.get(now, 0.0), by.get(before, 0.0)) for name, by in counts.items()]
    rows = [row for row in rows if row[1] or row[2]]
    return sorted(rows, key=lambda row: (-abs(row[1] - row[2]), row[0]))


def _within(months: Sequence[date]) -> str:
    """SQL: the condition that a row of channel_performance is of a month, and of no campaign."""
    starts = ", ".join(literal(str(month)) for month in months)
    return f"period <> '{ALL}' and campaign = '{ALL}' and starts_on in ({starts})"
