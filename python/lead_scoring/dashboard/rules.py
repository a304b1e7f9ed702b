"""How each rule looks by its close rates, and where the cut should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Cell, Mark, Page, Section, Table, charts
from ..page.charts import number
from . import words
from .marts import ALL, Marts

_FINE = frozenset({"ok", "unproven", "too_few"})
_CHARTED = 12
_DAYS = 30  # leads above a cut are told for so many: most cuts have less than one a day
_BY_THEMSELVES = "Rules that differ from their close rates"


def rules(marts: Marts) -> Page:
    """The page."""
    found = marts.rows(
        "rule_performance",
        "rule_id, description, component, points, people_with, leads_with, conversions_with,"
        "close_rate_with, close_rate_with_low, close_rate_with_high, worth_points,"
        "worth_points_low, worth_points_high, is_enough, flag, advice",
        f"segment = '{ALL}'",
    )
    # Engines sort texts by different rules.
    found.sort(key=lambda rule: (rule.flag, -abs(rule.points), rule.rule_id))
    change = [one for one in found if one.flag not in _FINE]
    sections = [_cuts(marts), _change(change), _rest([one for one in found if one.flag in _FINE])]
    sentence = (
        f"{words.plural(len(change), 'rule')} of {len(found):,} looked at alone differ from their"
        " close rates; make advise says which points hold with all rules in place."
    )
    if not change:
        sentence = "No rule is contradicted by what became of the leads."
    return Page("Rules", sentence, sections)


def _change(found: Sequence[Any]) -> Section:
    rows: list[list[Cell]] = [
        [
            one.description or one.rule_id,
            words.rule_flag(one.flag),
            f"{float(one.points):g}",
            one.advice or words.NONE,
        ]
        for one in found
    ]
    if not rows:
        return Section(_BY_THEMSELVES, "None.")
    bars: list[charts.Bar] = [
        (
            f"{one.description or one.rule_id} (gives {float(one.points):g})",
            float(one.worth_points),
            float(one.worth_points_low),
            float(one.worth_points_high),
        )
        for one in found
        if one.worth_points is not None and one.is_enough
    ]
    drawn = charts.bars(
        "Points that the close rates alone would give", bars[:_CHARTED], words.points
    )
    columns = ["rule", "finding", "gives", "by itself"]
    text = (
        "Rules that fire together share their merit, so this is no advice: make advise judges each"
        " rule with the others in place, and tries what it suggests on later leads."
    )
    return Section(_BY_THEMSELVES, text, [Table(columns, rows)], [drawn] if bars else [])


def _rest(found: Sequence[Any]) -> Section:
    rows: list[list[Cell]] = [
        [
            one.description or one.rule_id,
            words.rule_flag(one.flag),
            f"{float(one.points):g}",
            f"{float(one.conversions_with):.1f} of {float(one.leads_with):.1f}",
            words.rate(
                one.close_rate_with,
                one.close_rate_with_low,
                one.close_rate_with_high,
                is_enough=one.is_enough,
            ),
        ]
        for one in found
    ]
    columns = ["rule", "finding", "gives", "bought", "close rate with it"]
    return Section("All other rules", "", [Table(columns, rows)], is_folded=True)


def _cuts(marts: Marts) -> Section:
    cuts = marts.rows(
        "threshold_analysis",
        "cut, current_stage, leads_per_day, precision, precision_low, precision_high, recall,"
        "customers_missed, is_suggested_cut, is_capacity_cut, is_enough",
        f"segment = '{ALL}' and leads_per_day > 0",
        "cut desc",
    )
    if not cuts:
        return Section("Where should the cut be?", "No horizon is over yet.")
    rows: list[list[Cell]] = [
        [
            number(float(one.cut)),
            _cut_mark(one),
            f"{_DAYS * float(one.leads_per_day):.1f}",
            words.rate(
                one.precision, one.precision_low, one.precision_high, is_enough=one.is_enough
            ),
            words.share(one.recall),
            f"{one.customers_missed:,}",
        ]
        for one in cuts
    ]
    columns = [
        "cut",
        "in force or suggested",
        f"leads above in {_DAYS} days",
        "of them buy",
        "customers caught",
        "missed",
    ]
    text = "A higher cut gives sales fewer leads, and better ones; it also misses more customers."
    return Section("Where should the cut be?", text, [Table(columns, rows)])


def _cut_mark(one: Any) -> Cell:
    if one.current_stage:
        return Mark(f"cut of {words.name(one.current_stage)}", "none")
    if one.is_suggested_cut:
        return Mark("separates best", "good")
    return Mark("what sales can work", "good") if one.is_capacity_cut else words.NONE
