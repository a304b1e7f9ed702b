"""Whether higher scores buy more, and whether the probabilities shown came true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Cell, Mark, Page, Section, Table, charts
from ..page.charts import number
from . import words
from .marts import ALL, Marts

_LATEST = "scored_on = (select max(scored_on) from marts.{mart} where segment = '*')"
_DRIFT = {"stable": "good", "shifting": "odd", "shifted": "bad"}


def score(marts: Marts) -> Page:
    """The page."""
    quality = marts.rows(
        "model_quality",
        "scored_on, people, conversions, auc, auc_low, auc_high, lift_top_decile,"
        "top_decile_rate, brier_skill, is_enough",
        f"segment = '{ALL}'",
        "scored_on",
    )
    sections = [_bands(marts), _ranking(quality), _calibration(marts), _drift(marts)]
    return Page("Does the score work?", _sentence(quality), sections)


def _sentence(quality: Sequence[Any]) -> str:
    judged = [one for one in quality if one.is_enough and one.auc is not None]
    if not judged:
        return "Too few leads have bought yet to say how well the score ranks."
    last = judged[-1]
    said = (
        f"Of a lead that bought and one that did not, the score of {words.day(last.scored_on)} puts"
        f" the buyer first in {100 * float(last.auc):.0f} of 100 pairs; 50 would be chance."
    )
    if last.lift_top_decile is not None:
        said += f" The best tenth buys {float(last.lift_top_decile):.1f} times as often as all."
    return said


def _bands(marts: Marts) -> Section:
    bands = marts.rows(
        "score_band_conversion",
        "score_from, score_to, leads, conversions, conversion_rate, conversion_rate_low,"
        "conversion_rate_high, won_amount, is_enough, leads_from_here, conversions_from_here,"
        "rate_from_here, rate_from_here_low, rate_from_here_high, is_enough_from_here",
        f"segment = '{ALL}'",
        "score_from desc",
    )
    rows = [
        [
            _band(one),
            f"{one.conversions:,} of {one.leads:,}",
            words.conversion_rate(one),
            words.amount(one.won_amount),
        ]
        for one in bands
    ]
    columns = ["score", "bought", "close rate", "won amount"]
    text = (
        "Bars should grow from the bottom to the top. The highest bands are one bar as long as they"
        " have too few leads; too few leads have a range and no rate."
    )
    drawn = charts.bars("Close rate by score", _band_bars(bands))
    return Section("Do higher scores buy more?", text, [Table(columns, rows)], [drawn])


def _band_bars(bands: Sequence[Any]) -> list[charts.Bar]:
    """A bar for each band; the highest ones are together until there are enough leads."""
    few = next((place for place, one in enumerate(bands) if one.is_enough_from_here), 0)
    bars: list[charts.Bar] = []
    if few:
        top = bands[few]
        low, high = float(top.rate_from_here_low), float(top.rate_from_here_high)
        label = f"{number(float(top.score_from))} and more"
        counts = f"{top.conversions_from_here:,} of {top.leads_from_here:,}"
        bars.append((f"{label} ({counts})", float(top.rate_from_here), low, high))
    return bars + [
        (
            f"{_band(one)} ({one.conversions:,} of {one.leads:,})",
            float(one.conversion_rate) if one.is_enough else None,
            float(one.conversion_rate_low),
            float(one.conversion_rate_high),
        )
        for one in bands[few + 1 if few else 0 :]
    ]


def _band(one: Any) -> str:
    low = number(float(one.score_from))
    return f"{low} and more" if one.score_to is None else f"{low} to {number(float(one.score_to))}"


def _ranking(quality: Sequence[Any]) -> Section:
    bars: list[charts.Bar] = [
        (
            f"{words.day(one.scored_on)} ({one.conversions:,} of {one.people:,} bought)",
            float(one.auc) if one.is_enough else None,
            None if one.auc_low is None else float(one.auc_low),
            None if one.auc_high is None else float(one.auc_high),
        )
        for one in quality
        if one.auc is not None
    ]
    rows = [
        [
            words.day(one.scored_on),
            f"{one.conversions:,} of {one.people:,}",
            words.rate(one.auc, one.auc_low, one.auc_high, is_enough=one.is_enough),
            words.number(one.lift_top_decile, 1) if one.is_enough else words.NONE,
            words.number(one.brier_skill, 2) if one.is_enough else words.NONE,
        ]
        for one in reversed(quality)
    ]
    columns = [
        "scores of",
        "bought since",
        "pairs put right (AUC)",
        "lift of the best tenth",
        "Brier skill",
    ]
    drawn = charts.bars("Pairs in which the buyer stands first; chance is 50 %", bars)
    text = "The Brier skill is above 0 where probabilities beat the plain close rate."
    return Section("How well does it rank?", text, [Table(columns, rows)], [drawn])


def _calibration(marts: Marts) -> Section:
    found = marts.rows(
        "probability_calibration",
        "scored_on, probability_from, probability_to, people, conversions, mean_probability,"
        "conversion_rate, conversion_rate_low, conversion_rate_high, is_enough",
        f"segment = '{ALL}' and {_latest(marts, 'probability_calibration')}",
        "probability_from desc",
    )
    if not found:
        return Section("Are probabilities kept?", "No horizon is over yet.")
    bars: list[charts.Bar] = [
        (
            f"promised {words.share(one.mean_probability)}"
            f" ({one.conversions:,} of {one.people:,} bought)",
            float(one.conversion_rate) if one.is_enough else None,
            float(one.conversion_rate_low),
            float(one.conversion_rate_high),
        )
        for one in found
    ]
    rows: list[list[Cell]] = [
        [
            f"{words.share(one.probability_from)} to {words.share(one.probability_to)}",
            words.share(one.mean_probability),
            f"{one.conversions:,} of {one.people:,}",
            words.conversion_rate(one),
            _kept(one),
        ]
        for one in found
    ]
    columns = ["promised", "on average", "bought", "came", "kept?"]
    drawn = charts.bars("What came of the probabilities", bars)
    text = f"Probabilities of {words.day(found[0].scored_on)}, whose horizon is over."
    return Section("Are probabilities kept?", text, [Table(columns, rows)], [drawn])


def _kept(one: Any) -> Mark:
    low, promised, high = one.conversion_rate_low, one.mean_probability, one.conversion_rate_high
    if low <= promised <= high:
        return Mark("within the range", "good")
    return Mark("fewer came" if promised > high else "more came", "odd")


def _latest(marts: Marts, mart: str) -> str:
    newest = marts.rows(mart, "max(scored_on) as scored_on", f"segment = '{ALL}'")
    return (
        f"scored_on = date '{newest[0].scored_on}'" if newest and newest[0].scored_on else "1 = 0"
    )


def _drift(marts: Marts) -> Section:
    found = marts.rows(
        "score_drift",
        "input_name, people, people_before, psi, psi_by_chance, drift_level, most_moved_bin,"
        "most_moved_share_before, most_moved_share, compared_with",
        f"segment = '{ALL}' and comparison = 'previous' and is_enough"
        f" and {_latest(marts, 'score_drift')}",
        "psi desc, input_name",
    )
    if not found:
        return Section("Has the mix of leads moved?", "Too few leads to compare yet.")
    rows: list[list[Cell]] = [
        [
            words.name(one.input_name),
            Mark(words.name(one.drift_level), _DRIFT.get(one.drift_level, "odd")),
            f"{float(one.psi):.3f}",
            words.name(one.most_moved_bin),
            f"{words.share(one.most_moved_share_before)} to {words.share(one.most_moved_share)}",
        ]
        for one in found[:10]
    ]
    columns = ["what", "state", "PSI", "moved most", "its share"]
    text = f"Against {words.day(found[0].compared_with)}; the ten that moved most."
    return Section("Has the mix of leads moved?", text, [Table(columns, rows)])
