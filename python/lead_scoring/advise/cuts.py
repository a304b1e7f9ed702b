"""Where should the cut be, and what if it moved? From threshold_analysis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..page import Mark, Section, Table, charts
from ..page.charts import percent
from .reports import ALL, Cut, Reports, shown_segment


def suggested(cuts: Sequence[Cut]) -> Cut | None:
    """The suggested cut of all segments, where there is one."""
    return next((cut for cut in cuts if cut.segment == ALL and cut.is_suggested_cut), None)


def cuts_section(reports: Reports) -> Section:
    """Every cut with what it would bring, and the one that the outcomes suggest."""
    cuts = _everywhere(reports)
    best = suggested(cuts)
    if best is None:
        text = (
            "No cut is suggested: in no band of scores do enough people close at the target"
            " (var target_close_rate)."
        )
    else:
        text = (
            f"The outcomes suggest a cut of {best.cut:g} for sales: from there on every band of"
            " scores with enough people in it closes at the target (var target_close_rate) or"
            f" better. {best.leads_above:,} of {best.leads:,} leads reached it and"
            f" {_rate(best.precision, best.precision_low, best.precision_high)} of them bought."
        )
    named = [
        f"{cut.cut:g} for {cut.segment}"
        for cut in reports.cuts
        if cut.segment != ALL and cut.is_suggested_cut
    ]
    if named:
        text += f" By segment: {', '.join(named)}."
    text += f"\n\n{_capacity(cuts)}"
    columns = ["cut", "leads", "a day", "close rate", "customers", "wins a month", "just above"]
    table = Table(
        [*columns, "note"], [_row(cut) for cut in cuts], "What qualifying from a cut on gives"
    )
    return Section("Where should the cut be?", text, [table], [_chart(cuts)])


def what_if_section(reports: Reports) -> Section:
    """What the next lower and the next higher cut would change, for each stage."""
    rows = []
    for segment in dict.fromkeys(cut.segment for cut in reports.cuts):
        cuts = [cut for cut in reports.cuts if cut.segment == segment]
        for (lower, cut), (_, higher) in pairwise(pairwise(cuts)):
            if cut.current_stage is None:
                continue
            rows.append(
                [
                    shown_segment(segment),
                    cut.current_stage,
                    f"{cut.cut:g}",
                    f"{lower.cut:g}",
                    _signed(cut.extra_leads_per_day_if_lowered),
                    _signed(cut.extra_wins_per_month_if_lowered),
                    f"{higher.cut:g}",
                    _signed(higher.extra_leads_per_day_if_lowered, -1),
                    _signed(higher.extra_wins_per_month_if_lowered, -1),
                ]
            )
    columns = ["segment", "stage", "cut", "lower", "leads a day", "wins a month"]
    table = Table([*columns, "higher", "leads a day", "wins a month"], rows)
    text = (
        "What sales would get more or less of if a stage's cut moved one step. Wins are those who"
        " bought; whether a call brings them about, only the hold-out can tell."
    )
    return Section("What if we lower or raise it?", text, [table])


def customers_section(reports: Reports) -> Section:
    """Would the known customers have qualified?"""
    rows = [
        [
            shown_segment(cut.segment),
            cut.current_stage,
            f"{cut.cut:g}",
            f"{cut.customers_above:,} of {cut.customers:,}",
            _rate(cut.recall, cut.recall_low, cut.recall_high),
        ]
        for cut in reports.cuts
        if cut.current_stage is not None and cut.customers
    ]
    lowest = _everywhere(reports)[0].lowest_customer_score
    text = "How many of the leads that bought had reached each stage's cut before they did."
    if lowest is not None:
        text += f" The lowest score that a customer got to was {lowest:.1f}."
    columns = ["segment", "stage", "cut", "customers", "share"]
    return Section("Would our customers have qualified?", text, [Table(columns, rows)])


def _everywhere(reports: Reports) -> list[Cut]:
    return [cut for cut in reports.cuts if cut.segment == ALL]


def _capacity(cuts: Sequence[Cut]) -> str:
    staffed = next((cut for cut in cuts if cut.is_capacity_cut), None)
    if staffed is None:
        return (
            "How many leads sales can work is not known; with the var sales_capacity_per_day this"
            " page names the lowest cut that sales can staff."
        )
    return (
        f"Sales can staff a cut of {staffed.cut:g}: it brings {staffed.leads_per_day:.1f} leads a"
        f" day and reaches {staffed.customers_above:,} of {staffed.customers:,} customers."
    )


def _row(cut: Cut) -> list[str | Mark]:
    notes = [cut.current_stage or ""]
    notes += ["suggested"] if cut.is_suggested_cut else []
    notes += ["what sales can staff"] if cut.is_capacity_cut else []
    note = ", ".join(part for part in notes if part)
    return [
        f"{cut.cut:g}",
        f"{cut.leads_above:,}",
        _number(cut.leads_per_day),
        _rate(cut.precision, cut.precision_low, cut.precision_high) if cut.is_enough else "",
        f"{cut.customers_above:,}",
        _number(cut.expected_wins_per_month),
        percent(cut.band_close_rate)
        if cut.is_enough_in_band and cut.band_close_rate is not None
        else "",
        Mark(note, "good") if cut.is_suggested_cut else note,
    ]


def _chart(cuts: Sequence[Cut]) -> str:
    close_rates = [
        (cut.cut, cut.precision, cut.precision_low, cut.precision_high)
        for cut in cuts
        if cut.is_enough
        and cut.precision is not None
        and cut.precision_low is not None
        and cut.precision_high is not None
    ]
    recalls = [(cut.cut, cut.recall) for cut in cuts if cut.recall is not None]
    marks = [(cut.cut, cut.current_stage) for cut in cuts[1:] if cut.current_stage is not None]
    return charts.line(
        "What a cut selects",
        [
            charts.Series("Close rate of the leads above it", close_rates),
            charts.Series("Share of the customers above it", recalls),
        ],
        x_label="cut, in points",
        marks=marks,
    )


def _rate(rate: float | None, low: float | None, high: float | None) -> str:
    if rate is None or low is None or high is None:
        return ""
    return f"{percent(rate)} ({percent(low)} to {percent(high)})"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _signed(value: float | None, sign: int = 1) -> str:
    return "" if value is None else f"{sign * value + 0.0:+.2f}"
