"""Words for what the marts hold as names, flags, times and rates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..page import Mark
from ..page.charts import percent
from ..report import HOURS_SHOWN
from .marts import ALL

NONE = "\u2013"
_ABBREVIATIONS = frozenset({"mql", "sql", "sal"})
# Flags of rules: in words, and whether that is good or bad.
_RULES = {
    "contradicted": ("points the other way than its close rates", "odd"),
    "overvalued": ("gives more than its close rates", "odd"),
    "overvalued_title": ("gives a title more than its close rates", "odd"),
    "overvalued_action": ("gives an action more than its close rates", "odd"),
    "undervalued": ("gives less than its close rates", "odd"),
    "never_fires": ("has never fired", "none"),
    "fires_for_all": ("fires for everybody", "none"),
    "ok": ("goes with its close rates", "good"),
    "unproven": ("may be chance", "none"),
    "too_few": ("fires for too few to tell", "none"),
}
_CAUSES = {
    "activity": "new activity",
    "attributes": "what is known of the lead",
    "caps": "limits",
    "decay": "time that passed",
    "expiry": "points that ran out",
    "rulebook": "another rulebook",
}


def name(text: object, everything: str = "all") -> str:
    """A name of the data for people: mid_market is mid market, mql is MQL, * is all."""
    if text is None:
        return NONE
    if text == ALL:
        return everything
    plain = str(text)
    return plain.upper() if plain in _ABBREVIATIONS else plain.replace("_", " ")


def rule_flag(flag: str) -> Mark:
    """What a flag of rule_performance means."""
    return Mark(*_RULES.get(flag, (name(flag), "none")))


def cause(text: str) -> str:
    """What a cause of lead_score_changes means."""
    return _CAUSES.get(text, name(text))


def day(value: date | None) -> str:
    """A day, such as 3 Jul 2026."""
    return NONE if value is None else f"{value.day} {value:%b %Y}"


def month(value: date) -> str:
    """A month, such as Jul 2026."""
    return f"{value:%b %Y}"


def late(hours: float) -> str:
    """How late something is, in the unit that people would say it in."""
    if hours < HOURS_SHOWN:
        return f"{max(hours, 1):.0f} hours late" if hours >= 1.5 else "1 hour late"
    return f"{hours / 24:.0f} days late"


def due(due_at: datetime | None, overdue_hours: float | None, *, is_overdue: bool) -> str | Mark:
    """By when something is to be done: how late it is, or the day and hour in the team's zone."""
    if due_at is None:
        return NONE
    if is_overdue:
        return Mark(late(float(overdue_hours or 0)), "bad")
    at = "" if due_at.hour == due_at.minute == 0 else f" {due_at:%H:%M}"
    return f"{due_at:%a} {due_at.day} {due_at:%b}{at}"


def points(value: float) -> str:
    """Points or a score, with one decimal."""
    return f"{float(value):.1f}".replace("-0.0", "0.0")


def share(value: float | None) -> str:
    """A rate in percent; a dash for None."""
    return NONE if value is None else percent(float(value))


def interval(low: float | None, high: float | None) -> str:
    """The ends of an interval of a rate."""
    return NONE if low is None or high is None else f"{share(low)} to {share(high)}"


def rate(value: float | None, low: float | None, high: float | None, *, is_enough: bool) -> str:
    """A rate with its interval; where there are too few cases, the interval alone."""
    if low is None or high is None:
        return NONE
    return f"{share(value)} ({interval(low, high)})" if is_enough else interval(low, high)


def conversion_rate(group: Any) -> str:
    """The conversion rate of a row of a report, with its interval."""
    return rate(
        group.conversion_rate,
        group.conversion_rate_low,
        group.conversion_rate_high,
        is_enough=group.is_enough,
    )


def amount(value: float | None) -> str:
    """An amount of money, without its currency."""
    return NONE if value is None else f"{float(value):,.0f}"


def number(value: float | None, decimals: int = 0) -> str:
    """A number with a comma between thousands; a dash for None."""
    return NONE if value is None else f"{float(value):,.{decimals}f}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
