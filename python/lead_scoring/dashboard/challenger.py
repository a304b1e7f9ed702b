"""Champion and challenger: which of two rulebooks would have been right, and on which leads."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..page import Page, Section, Table
from ..scorecards import of_scorecard
from . import words
from .marts import ALL, Marts
from .sales import lead_cell

FILES = "challenger-"
_LISTED = 20
_CALLED_BY = {
    "both": "both",
    "old": "the one in force alone",
    "new": "the challenger alone",
}


def challengers(marts: Marts, names: Sequence[str], told: Callable[[str], str]) -> dict[str, Page]:
    """A page for each of the scorecards that the build has compared with the one in force.

    told: the path to a lead's page, empty where it has none.
    """
    others = [replace(marts, scorecard=name) for name in names]
    compared = [other for other in others if other.count("rulebook_diff_summary")]
    return {
        f"{FILES}{number}": _page(marts, other, told)
        for number, other in enumerate(compared, start=1)
    }


def _page(marts: Marts, other: Marts, told: Callable[[str], str]) -> Page:
    ranking = other.rows(
        "rulebook_diff_summary",
        "scored_on, old_people, old_value, old_low, old_high, new_value, new_low, new_high,"
        "value_change, change_low, change_high, is_enough",
        f"measure = 'auc' and stage = '{ALL}' and old_value is not null",
        "scored_on",
    )
    sections = [
        _calls(other),
        _ranking(ranking),
        _customers(marts, other, told),
        _today(other, told),
    ]
    title = f"Challenger: {words.name(other.scorecard)}"
    return Page(title, _sentence(marts, ranking), sections)


def _sentence(marts: Marts, ranking: Sequence[Any]) -> str:
    """Whether one of the two ranks better, or how many more customers it takes to tell."""
    judged = [one for one in ranking if one.is_enough and one.change_low is not None]
    if not judged:
        return "Too few leads have bought yet to say which of the two ranks better."
    last = judged[-1]
    change, low, high = (
        float(cell) for cell in (last.value_change, last.change_low, last.change_high)
    )
    ends = f"{100 * low:+.1f} to {100 * high:+.1f}"
    of = f"the leads of {words.day(last.scored_on)}"
    if low > 0 or high < 0:
        verdict = "better" if low > 0 else "worse"
        return (
            f"The challenger ranks {of} {verdict}: it puts the buyer first in"
            f" {100 * abs(change):.1f} {'more' if low > 0 else 'fewer'} of 100 pairs ({ends})."
        )
    said = f"Which of the two ranks {of} better cannot be told yet ({ends} of 100 pairs)."
    counted = marts.rows(
        "model_quality",
        "conversions",
        f"segment = '{ALL}' and scored_on = date '{last.scored_on}'",
    )
    times = ((high - low) / 2 / abs(change)) ** 2 if change else math.inf
    if counted and times < 20:
        needed = math.ceil(times * counted[0].conversions)
        said += (
            f" If the difference stays as it is, it takes about {needed:,} customers;"
            f" there are {counted[0].conversions:,}."
        )
    elif counted:
        said += " They are so alike that it takes more customers than will come."
    return said


def _calls(other: Marts) -> Section:
    found = other.rows(
        "rulebook_diff_calls",
        "called_by, people, judged_people, customers, close_rate, close_rate_low,"
        "close_rate_high, new_is_days_earlier, is_enough",
        order="case called_by when 'both' then 1 when 'old' then 2 else 3 end",
    )
    rows = [
        [
            _CALLED_BY[one.called_by],
            f"{one.people:,}",
            f"{one.judged_people:,}",
            f"{one.customers:,}",
            words.rate(
                one.close_rate, one.close_rate_low, one.close_rate_high, is_enough=one.is_enough
            ),
        ]
        for one in found
    ]
    text = (
        "Leads that reached the stage at which sales takes over, and what became of those whose"
        " time to buy is over. Sales has called only whom the rulebook in force sent: what the"
        " challenger alone would have sent bought without a call, so its rate is a low guess."
    )
    for one in found:
        days = float(one.new_is_days_earlier or 0)
        if one.called_by == "both" and days:
            text += (
                f" Leads that both send the challenger sends {abs(days):.1f} days"
                f" {'earlier' if days > 0 else 'later'} on average."
            )
    columns = ["sent by", "leads", "time to buy is over", "of them bought", "close rate"]
    return Section("Whom would each have sent to sales?", text, [Table(columns, rows)])


def _ranking(ranking: Sequence[Any]) -> Section:
    rows = [
        [
            words.day(one.scored_on),
            f"{one.old_people:,}",
            words.rate(one.old_value, one.old_low, one.old_high, is_enough=one.is_enough),
            words.rate(one.new_value, one.new_low, one.new_high, is_enough=one.is_enough),
            words.rate(one.value_change, one.change_low, one.change_high, is_enough=one.is_enough),
        ]
        for one in reversed(ranking)
    ]
    columns = ["scores of", "open leads", "in force", "challenger", "difference"]
    text = (
        "Pairs of a lead that bought and one that did not in which the buyer stands first; chance"
        " is 50 %. A difference whose range contains 0 may be chance."
    )
    return Section("Who ranks better?", text, [Table(columns, rows)])


def _customers(marts: Marts, other: Marts, told: Callable[[str], str]) -> Section:
    """Customers whom one of the two alone had sent."""
    rows = []
    for sender, receiver, label in (
        (other, marts, _CALLED_BY["new"]),
        (marts, other, _CALLED_BY["old"]),
    ):
        found = sender.rows(
            "mql_entries",
            "lead_id, entered_on, segment",
            "has_converted and person_id not in (select person_id from marts.mql_entries"
            f" where {of_scorecard(receiver.scorecard)})",
            "entered_on desc, lead_id",
            most=_LISTED,
        )
        rows += [
            [lead_cell(one.lead_id, told), label, words.day(one.entered_on), one.segment]
            for one in found
        ]
    columns = ["lead", "sent by", "on", "segment"]
    text = f"Who bought, and was sent by one of the two: the latest {_LISTED} of each."
    if not rows:
        return Section("Customers that only one of them saw", "None.")
    return Section("Customers that only one of them saw", text, [Table(columns, rows)])


def _today(other: Marts, told: Callable[[str], str]) -> Section:
    latest = (
        "movement in ('up', 'down') and scored_on = (select max(scored_on) from"
        f" marts.rulebook_diff where {of_scorecard(other.scorecard)})"
    )
    found = other.rows(
        "rulebook_diff",
        "lead_id, old_stage, new_stage, old_score, new_score, new_top_reasons",
        latest,
        "abs(score_change) desc, lead_id",
        most=_LISTED,
    )
    rows = [
        [
            lead_cell(one.lead_id, told),
            words.name(one.old_stage),
            words.name(one.new_stage),
            words.points(one.old_score),
            words.points(one.new_score),
            one.new_top_reasons,
        ]
        for one in found
    ]
    columns = ["lead", "stage", "challenger's", "score", "challenger's", "its reasons"]
    moved = other.count("rulebook_diff", latest)
    text = f"{words.plural(moved, 'lead')} would stand in another stage today."
    if moved > _LISTED:
        text += f" The {_LISTED} whose scores differ most are listed."
    return Section("Where they disagree today", text, [Table(columns, rows)] if rows else [])
