"""Rows of the project's tables set against the rows of the reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from .backtest import probabilities
from .history import (
    ScoresByDay,
    StagesByDay,
    is_rising,
    score_change,
    score_differences,
    stage_visits,
)
from .inputs import Outcome
from .rulebook import Rulebook, Settings
from .stages import Score

TOLERANCE = 1e-6
SHOWN = 60

LEDGER_COLUMNS = (
    "rule_group",
    "component",
    "hits",
    "base_points",
    "daily_cap_points",
    "decay_points",
    "rule_cap_points",
    "group_cap_points",
    "points",
)
# What a day's score says by itself.
DAY_COLUMNS = (
    "lead_id",
    "segment",
    "score",
    "raw_score",
    "fit_points",
    "engagement_points",
    "negative_points",
    "decay_points",
    "fit_grade",
    "engagement_grade",
    "is_disqualified",
    "data_coverage",
    "machine_hit_share",
    "last_engaged_on",
)
# What other days have a say in.
LATEST_COLUMNS = (*DAY_COLUMNS, "stage", "stage_entered_on", "score_change_7d", "is_rising")
CHANGE_KEY = ("person_id", "scored_on", "previous_scored_on")
PROBABILITY_COLUMNS = ("conversion_probability", "probability_source")
VISIT_COLUMNS = ("stage", "left_on", "days_in_stage")
Key = tuple[Any, ...]
Rows = dict[Key, Mapping[str, Any]]


def differs(one: object, other: object) -> bool:
    """Whether two cells differ by more than rounding."""
    if one is None or other is None or isinstance(one, str | bool | date):
        return one != other
    return abs(float(str(one)) - float(str(other))) > TOLERANCE


def disagreements(built: Rows, expected: Rows, columns: Iterable[str]) -> list[str]:
    """One line for every row that only one side has and every cell that differs."""
    lines = [f"{key}: only the build has it: {built[key]}" for key in built.keys() - expected]
    lines += [f"{key}: the build lacks it: {expected[key]}" for key in expected.keys() - built]
    for key in built.keys() & expected:
        for column in columns:
            one, other = built[key][column], expected[key][column]
            if differs(one, other):
                lines.append(f"{key} {column}: build {one}, reference {other}")
    return sorted(lines)


def report(lines: list[str]) -> str:
    """The first disagreements and how many there are."""
    return "\n".join([f"{len(lines)} disagreements", *lines[:SHOWN]])


def ledger_rows(scores: ScoresByDay) -> Rows:
    """The rows of lead_score_ledger by person, day and rule."""
    return {
        (score.person_id, day, row.rule_id): {**vars(row), "points": row.points}
        for day, scored in scores.items()
        for score in scored.values()
        for row in score.rows
    }


def day_rows(scores: ScoresByDay, settings: Settings) -> Rows:
    """What marts show of each score by itself, by person and day."""
    return {
        (person_id, day): {**vars(score), "score": settings.shown(score.score)}
        for day, scored in scores.items()
        for person_id, score in scored.items()
    }


def history_rows(scores: ScoresByDay, stages: StagesByDay, settings: Settings) -> Rows:
    """The rows of lead_score_history by person and day."""
    return {key: {**row, "stage": stages[key]} for key, row in day_rows(scores, settings).items()}


def latest_rows(
    rulebook: Rulebook, scores: ScoresByDay, stages: StagesByDay, week_before: Mapping[str, Score]
) -> Rows:
    """The rows of lead_scores by person and day, given the scores of seven days before."""
    latest = max(scores)
    settings = rulebook.settings
    history = history_rows({latest: scores[latest]}, stages, settings)
    entered_on = {
        visit.person_id: visit.entered_on for visit in stage_visits(stages) if visit.left_on is None
    }
    changes = {
        person_id: score_change(score, week_before.get(person_id))
        for person_id, score in scores[latest].items()
    }
    return {
        (person_id, day): {
            **row,
            "stage_entered_on": entered_on[person_id],
            "score_change_7d": settings.shown_difference(changes[person_id]),
            "is_rising": is_rising(rulebook, row["segment"], changes[person_id]),
        }
        for (person_id, day), row in history.items()
    }


def probability_rows(
    scores: ScoresByDay, outcomes: Sequence[Outcome], min_people: int, settings: Settings
) -> Rows:
    """PROBABILITY_COLUMNS of lead_score_history by person and day."""
    found = probabilities(scores, outcomes, min_people, settings)
    return {key: dict(zip(PROBABILITY_COLUMNS, cells, strict=True)) for key, cells in found.items()}


def visit_rows(stages: StagesByDay) -> Rows:
    """The rows of lead_stage_history by person and first day."""
    return {(visit.person_id, visit.entered_on): vars(visit) for visit in stage_visits(stages)}


def change_rows(scores: ScoresByDay, found: Rows) -> Rows:
    """By CHANGE_KEY how far each score moved; where it did not move there may be no row."""
    return {
        key: {"points": points}
        for key, points in score_differences(scores).items()
        if points or key in found
    }
