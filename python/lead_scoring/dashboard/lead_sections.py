"""What a lead's page is made of, from the rows of the marts about the lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from ..ahead import Day
from ..page import Section, Table, Tile, figures
from . import words
from .queue import status

_ACTIVITY = 60  # rows of activity that a page lists
_SMALL = 0.05  # points that are shown as 0.0
_STEPS = 16


def falls(one: Any, days: Sequence[Day]) -> str:
    """What becomes of the stage if nothing happens, in a sentence."""
    leaves = next((day for day in days if day[3] != one.stage), None)
    if leaves is None:
        return f"Without new activity the lead stays {words.name(one.stage)} for these 90 days."
    passed = (leaves[0] - one.scored_on).days
    return (
        f"Without new activity the lead is {words.name(leaves[3])} instead of"
        f" {words.name(one.stage)} {passed} days from now, with a score of"
        f" {words.points(leaves[1])}."
    )


def sentence_of(one: Any) -> str:
    """Why the lead has its score, in a sentence."""
    if one.is_disqualified:
        return f"Disqualified: {one.disqualification_reason}."
    return one.top_reasons or "Nothing has earned this lead points yet."


def tiles_of(one: Any, place: Any, *, with_company: bool) -> list[Tile]:
    """Where the lead stands: score, stage, what is next, owner, chance, company."""
    since = f"since {words.day(one.stage_entered_on)}"
    change = (
        f"{float(one.score_change_7d):+.1f} in 7 days" if one.score_change_7d is not None else ""
    )
    tiles = [
        Tile(
            "Score",
            words.points(one.score),
            f"grade {one.grade}" + (f"; {change}" if change else ""),
        ),
        Tile("Stage", words.name(one.stage), since),
    ]
    if place is not None:
        due = words.due(place.due_at, place.overdue_hours, is_overdue=place.is_overdue)
        late = not isinstance(due, str)
        note = due if isinstance(due, str) else due.text
        if place.due_at is not None and not late:
            note = f"due {note}"
        if place.contact_note:
            note += f"; {place.contact_note}"
        tiles.append(
            Tile(
                "Next",
                "leave: hold-out" if one.is_holdout else words.name(place.action),
                note if place.due_at or place.contact_note else "no due time",
                "bad" if late else "none",
                href="../queue.html",
            )
        )
    chance = words.share(one.conversion_probability)
    tiles += [
        Tile("Owner", one.owner_id or "nobody", status(one.sales_status, one.sales_status_on)),
        Tile("Chance to buy", chance, f"{words.share(one.data_coverage)} known of the lead"),
    ]
    if with_company:
        tiles.append(Tile("Company", one.company_name or words.NONE, words.name(one.segment)))
    return tiles


def points_section(ledger: Sequence[Any], descriptions: Mapping[str, str], one: Any) -> Section:
    """The score as a sum of points, from the largest to what is taken."""
    counted = [row for row in ledger if abs(float(row.points)) >= _SMALL]
    gains = [row for row in counted if row.points > 0]
    losses = [row for row in counted if row.points <= 0]
    steps = [(descriptions.get(row.rule_id) or row.rule_id, float(row.points)) for row in gains]
    small = steps[_STEPS:]
    steps = steps[:_STEPS]
    if small:
        steps.append((words.plural(len(small), "more rule"), sum(value for _, value in small)))
    steps += [(descriptions.get(row.rule_id) or row.rule_id, float(row.points)) for row in losses]
    rest = float(one.raw_score) - sum(value for _, value in steps)
    if abs(rest) >= _SMALL:
        steps.append(("rules below 0.05 points", rest))
    text = ""
    if abs(float(one.raw_score) - float(one.score)) >= _SMALL:
        text = (
            f"The points add up to {words.points(one.raw_score)}; the score shown is"
            f" {words.points(one.score)}."
        )
    drawn = figures.waterfall("Points, rule by rule", steps, ("All points", float(one.raw_score)))
    return Section("What the score is made of", text, charts=[drawn])


def moved_section(changes: Sequence[Any]) -> Section | None:
    """What moved the score; none where nothing did."""
    if not changes:
        return None
    rows = []
    # Days on which the same alone moved the score are one row: time takes a little every day.
    for _, days in groupby(_by_day(changes), key=lambda day: day[1]):
        found = list(days)
        first, latest = words.day(found[-1][0]), words.day(found[0][0])
        period = latest if len(found) == 1 else f"{first} to {latest}"
        for place, cause in enumerate(found[0][1]):
            points = sum(day[2][place] for day in found)
            rows.append([period, words.cause(cause), f"{points:+.1f}"])
    table = Table(["when", "because of", "points"], rows[:_ACTIVITY])
    text = "The latest first. Days in a row that moved it for the same reasons are added up."
    return Section("Why it moved", text, [table])


def _by_day(changes: Sequence[Any]) -> list[tuple[date, tuple[str, ...], list[float]]]:
    """Each scored day with the causes that moved the score, and the points of each cause."""
    found = []
    seen = [row for row in changes if abs(float(row.points)) >= _SMALL]
    for day, rows in groupby(seen, key=lambda row: row.scored_on):
        by_cause = {row.cause: float(row.points) for row in rows}
        causes = tuple(sorted(by_cause))
        found.append((day, causes, [by_cause[cause] for cause in causes]))
    return found


def activity_section(done: Sequence[Any]) -> Section:
    """What the lead did, the latest first."""
    rows = [
        [
            words.day(row.occurred_on),
            words.name(row.event_type),
            row.asset or words.NONE,
            f"{row.hits:,}",
            f"{row.machine_hits:,}",
        ]
        for row in done[:_ACTIVITY]
    ]
    text = "The latest first. Events by machines (scanners, mail proxies) earn no points."
    if len(done) > _ACTIVITY:
        text += f" These are the latest {_ACTIVITY} of {len(done):,} rows."
    if not rows:
        return Section("What the lead did", "No activity is in the input.")
    columns = ["day (UTC)", "event", "on what", "by a person", "by machines"]
    return Section("What the lead did", text, [Table(columns, rows)])


def stays_section(stays: Sequence[Any]) -> Section:
    """The stages that the lead was in, the latest first."""
    rows = [
        [
            words.name(row.stage),
            words.day(row.entered_on),
            words.day(row.left_on),
            f"{row.days_in_stage:,}",
        ]
        for row in reversed(stays)
    ]
    return Section("Stages", "", [Table(["stage", "entered", "left", "days"], rows)])


def ledger_section(ledger: Sequence[Any], descriptions: Mapping[str, str]) -> Section:
    """The ledger of the scoring day, rule by rule."""
    rows = [
        [
            descriptions.get(row.rule_id) or row.rule_id,
            f"{row.hits:,}",
            words.points(row.base_points),
            words.points(row.daily_cap_points + row.rule_cap_points + row.group_cap_points),
            words.points(row.decay_points + row.expiry_points),
            words.points(row.points),
        ]
        for row in ledger
    ]
    columns = ["rule", "hits", "given", "taken by limits", "taken by time", "points"]
    text = "What each rule gave, and what limits and time took back."
    return Section("The ledger", text, [Table(columns, rows)], is_folded=True)


def footer_of(one: Any) -> str:
    """Of what day the page is, and how much of it machines made."""
    said = f"Scored on {words.day(one.scored_on)} (UTC)."
    if one.machine_hit_share:
        said += f" Machines made {words.share(one.machine_hit_share)} of the events of this lead."
    if one.last_engaged_on:
        said += f" The lead last did something on {words.day(one.last_engaged_on)}."
    return said
