"""Does the score work? From model_quality and score_warnings, and score_disagreements."""

from __future__ import annotations

from ..page import Section, Table, charts
from ..page.charts import percent
from .reports import ALL, Reports

_LISTED = 10


def score_section(reports: Reports) -> Section | None:
    """How well the score ranks, day by day, and what looks wrong; none where that was not built."""
    quality = [day for day in reports.quality if day.segment == ALL]
    if not quality:
        return None
    text = _sentence(reports) + "".join(f"\n\n{one.sentence}" for one in reports.warnings)
    table = Table(
        ["day", "people", "bought", "AUC", "95 % interval", "top tenth buys", "lift"],
        [
            [
                str(day.scored_on),
                f"{day.people:,}",
                f"{day.conversions:,}",
                "" if day.auc is None else f"{day.auc:.2f}",
                ""
                if day.auc_low is None or day.auc_high is None
                else f"{day.auc_low:.2f} to {day.auc_high:.2f}",
                "" if day.top_decile_rate is None else percent(day.top_decile_rate),
                "" if day.lift_top_decile is None else f"{day.lift_top_decile:.1f}",
            ]
            for day in quality
        ],
        "Leads whose case was open on the day, and whether they bought within the horizon after.",
    )
    chart = charts.bars(
        "How often a buyer stands above a non-buyer (AUC; chance is 50 %)",
        [
            (str(day.scored_on), day.auc, day.auc_low, day.auc_high)
            if day.is_enough
            else (str(day.scored_on), None, None, None)
            for day in quality
        ],
    )
    return Section("Does the score work?", text, [table], [chart])


def disagreement_section(reports: Reports) -> Section | None:
    """Whom points and learned probability rank far apart; none where they agree."""
    if not reports.disagreements:
        return None
    rows = [
        [
            lead.lead_id,
            lead.stage,
            f"{lead.score:.0f}",
            percent(lead.conversion_probability),
            "probability" if lead.place_difference > 0 else "points",
            lead.top_reasons or "",
        ]
        for lead in reports.disagreements[:_LISTED]
    ]
    text = (
        f"{len(reports.disagreements):,} leads stand far higher by the one than by the other. Read"
        " the reasons of some with sales: the points may rest on something nobody checked, or the"
        " probability may know what no rule says. All are in marts.score_disagreements."
    )
    columns = ["lead_id", "stage", "score", "probability", "higher by", "reasons for the score"]
    table = Table(columns, rows, "The furthest apart")
    return Section("Where do points and probability disagree?", text, [table])


def _sentence(reports: Reports) -> str:
    judged = [day for day in reports.quality if day.segment == ALL and day.is_enough]
    if not judged or judged[-1].auc is None:
        return "Too few leads have bought yet to say how well the score ranks."
    last = judged[-1]
    sentence = (
        f"Of a lead that bought and one that did not, the score of {last.scored_on} puts the buyer"
        f" first in {round(100 * judged[-1].auc)} of 100 pairs; 50 would be chance."
    )
    if last.lift_top_decile is not None:
        sentence += f" The best tenth buys {last.lift_top_decile:.1f} times as often as all leads."
    return sentence
