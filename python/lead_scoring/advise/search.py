"""Looks for points that rank better with all other rules in place: one small step at a time.

Each step moves one rule by as little as a person would. Of all steps within the limits the one is
taken that explains most of what the scores leave unexplained: the score statistic (Rao 1948) of the
change in the scores themselves, which knows limits, decay and the other rules. A rule that closes
well only because it goes with another gains nothing by a step. Small steps are the path of
the lasso (Efron et al. 2004), with the rulebook as it is in the place of zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .history import Counts, Floats, History, Rule

# How many standard errors must be left to explain for a rule that has moved to move on, or back.
ERRORS_TO_GO_ON = 2.0
ERRORS_TO_COME_BACK = 0.5
MOST_STEPS = 300
_SMALLEST_SLOPE = 0.001
# What holds the score's slope, its bend and the levels of days back a little.
_RIDGE = np.array([0.0, 0.001, 1.0])
_RIDGE_OF_DAY = 0.1
_MOST_ROUNDS = 50
_NEAR = 1e-8


@dataclass(frozen=True)
class Fit:
    """How the chance of converting goes with the score: what is unexplained, and what a point does.

    weights: the variance of each label. slope: log-odds by point, row by row. day: the place of
    each row's day, by which weights and squares of what is unexplained are summed.
    """

    chances: Floats
    unexplained: Floats
    weights: Floats
    slope: Floats
    day: Counts
    weights_of_day: Floats
    squares_of_day: Floats


def fit(values: Floats, history: History) -> Fit:
    """Log-odds as a parabola of the score, on a level for each day, by Newton's method.

    Leads are ranked among those of their day, so what the days differ in teaches nothing. A higher
    score is never worse.
    """
    labels = history.labels
    day = np.unique(history.days, return_inverse=True)[1]
    size = values.std() or 1.0
    standard = (values - values.mean()) / size
    design = np.stack([np.ones_like(standard), standard, standard**2], axis=1)
    share = np.clip(labels.mean(), 1e-6, 1 - 1e-6)
    coefficients = np.array([np.log(share / (1 - share)), 0.0, 0.0])
    levels = np.zeros(day.max() + 1)
    loss = np.inf
    for _ in range(_MOST_ROUNDS):
        step, step_of_day = _newton(design, day, labels, coefficients, levels)
        # Where labels are rare a whole step may leap beyond: then half of it, and again.
        while True:
            tried, tried_levels = coefficients + step, levels + step_of_day
            on_log_odds = design @ tried + tried_levels[day]
            loss_then = float(np.sum(np.logaddexp(0, on_log_odds) - labels * on_log_odds))
            loss_then += float(_RIDGE @ tried**2 + _RIDGE_OF_DAY * tried_levels @ tried_levels) / 2
            if loss_then <= loss or np.abs(step).max() < _NEAR:
                break
            step, step_of_day = step / 2, step_of_day / 2
        coefficients, levels, loss = tried, tried_levels, loss_then
        if max(np.abs(step).max(), np.abs(step_of_day).max()) < _NEAR:
            break
    chance = _chance(design @ coefficients + levels[day])
    by_point = (coefficients[1] + 2 * coefficients[2] * standard) / size
    weights = chance * (1 - chance)
    return Fit(
        chances=chance,
        unexplained=labels - chance,
        weights=weights,
        slope=np.maximum(by_point, _SMALLEST_SLOPE),
        day=day,
        weights_of_day=np.asarray(np.bincount(day, weights) + _RIDGE_OF_DAY),
        squares_of_day=np.asarray(np.bincount(day, (labels - chance) ** 2), dtype=np.float64),
    )


def _chance(on_log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(on_log_odds, -30, 30))))


def _newton(
    design: Floats, day: Counts, labels: Floats, coefficients: Floats, levels: Floats
) -> tuple[Floats, Floats]:
    """Newton's step of the coefficients and of the levels, which only meet in their own day."""
    chance = _chance(design @ coefficients + levels[day])
    left = labels - chance
    weights = np.maximum(chance * (1 - chance), 1e-9)
    weighted = design * weights[:, None]
    slope = design.T @ left - _RIDGE * coefficients
    slope_of_day = np.bincount(day, left) - _RIDGE_OF_DAY * levels
    curvature = weighted.T @ design + np.diag(_RIDGE + 1e-9)
    curvature_of_day = np.bincount(day, weights) + _RIDGE_OF_DAY
    shared = np.stack([np.bincount(day, column) for column in weighted.T], axis=1)
    by_day = shared / curvature_of_day[:, None]
    step = np.linalg.solve(curvature - shared.T @ by_day, slope - by_day.T @ slope_of_day)
    return np.asarray(step), np.asarray((slope_of_day - shared @ step) / curvature_of_day)


@dataclass(frozen=True)
class Totals:
    """What groups and scores come to under some points, so that one rule's step is quick to see."""

    groups: Floats
    kept: Floats
    raw: Floats


def totals(history: History, points: Floats) -> Totals:
    """Sums of the groups before and after their limits, and of the whole."""
    sums = history.fixed.copy()
    for rule, given in zip(history.rules, points, strict=True):
        sums[rule.rows, rule.group] += np.clip(given * rule.hits, -rule.rule_limit, rule.rule_limit)
    least = np.array([group.least for group in history.groups])
    most = np.array([group.most for group in history.groups])
    kept = np.clip(sums, least, most)
    return Totals(sums, kept, kept.sum(axis=1))


def moved(
    history: History, now: Totals, place: int, old: float, new: float, *, is_free: bool = False
) -> Floats:
    """By how much the scores of the rule's rows change with its points; is_free: without limits."""
    rule = history.rules[place]
    group = history.groups[rule.group]
    limit = np.inf if is_free else rule.rule_limit
    rows, hits = rule.rows, rule.hits
    difference = np.clip(new * hits, -limit, limit) - np.clip(
        old * hits, -rule.rule_limit, rule.rule_limit
    )
    if is_free:
        raw = now.raw[rows] + difference
    else:
        sums = now.groups[rows, rule.group] + difference
        raw = now.raw[rows] - now.kept[rows, rule.group] + np.clip(sums, group.least, group.most)
    top = history.highest_score
    return np.asarray(np.clip(raw, 0, top) - np.clip(now.raw[rows], 0, top))


def promise(fitted: Fit, people: Counts, rows: Counts, change: Floats) -> float:
    """What moving on in the direction of a change could explain, in units of log-likelihood.

    None where already the change itself would go too far. The level of a day is not held against
    it, as it ranks nobody. The lead-days of a person count as one (Liang and Zeger 1986); rows are
    in the order of people.
    """
    if len(rows) == 0:
        return 0.0
    day, weights, left = fitted.day[rows], fitted.weights[rows], fitted.unexplained[rows]
    on_log_odds = fitted.slope[rows] * change
    days = len(fitted.weights_of_day)
    level = np.bincount(day, weights * on_log_odds, days) / fitted.weights_of_day
    curvature = float(weights @ on_log_odds**2 - level**2 @ fitted.weights_of_day)
    explained = float(left @ on_log_odds)
    if curvature <= 0 or explained <= curvature / 2:
        return 0.0
    first = np.flatnonzero(np.diff(people[rows], prepend=-1))
    by_person = np.add.reduceat(left * (on_log_odds - level[day]), first)
    others = fitted.squares_of_day - np.bincount(day, left**2, days)
    variance = float(by_person @ by_person + level**2 @ others)
    return explained**2 / variance / 2 if variance > 0 else 0.0


def unit_of(points: float) -> float:
    """In what the points of a rule are counted: whole points, or halves where they are none."""
    return 1.0 if points == round(points) else 0.5


def step_of(points: float) -> float:
    """The smallest move of a rule that is worth the trouble: a unit, or a tenth of its points."""
    unit = unit_of(points)
    return max(unit, unit * round(abs(points) / unit / 10))


def path(history: History, judged: NDArray[np.bool_]) -> Iterator[Floats]:
    """The points after each step, beginning with those in force; judged: rules that may move.

    Of many rules some look wrong by chance. So the first step of a rule must explain more than the
    best of all would where nothing is wrong (Donoho and Johnstone 1994); to move on takes less, and
    to come back, as others have moved, least. No points are tried twice.
    """
    points = history.points
    yield points
    seen = {tuple(points)}
    to_begin = float(np.log(2 * max(1, int(judged.sum()))))
    for _ in range(MOST_STEPS):
        now = totals(history, points)
        fitted = fit(np.clip(now.raw, 0, history.highest_score), history)
        best, chosen = 0.0, points
        for number in np.flatnonzero(judged).tolist():
            rule, given = history.rules[number], float(points[number])
            for value in _targets(rule, given):
                change = moved(history, now, number, given, value)
                promised = promise(fitted, history.people, rule.rows, change)
                asked = _asked(rule.points, given, value, to_begin)
                tried = np.where(np.arange(len(points)) == number, value, points)
                if promised - asked > best and tuple(tried) not in seen:
                    best, chosen = promised - asked, tried
        if chosen is points:
            return
        points = chosen
        seen.add(tuple(points))
        yield points


def _asked(in_force: float, given: float, value: float, to_begin: float) -> float:
    """How much a step must promise."""
    if given == in_force:
        return to_begin
    is_back = abs(value - in_force) < abs(given - in_force)
    return min(to_begin, (ERRORS_TO_COME_BACK if is_back else ERRORS_TO_GO_ON) ** 2 / 2)


def _targets(rule: Rule, given: float) -> list[float]:
    """The points to which a rule may go in one step from those it has come to."""
    unit = unit_of(rule.points)
    found = []
    for way in (-1, 1):
        target = float(np.clip(given + way * step_of(rule.points), rule.least, rule.most))
        value = round(target / unit) * unit
        if rule.least <= value <= rule.most and value != given:
            found.append(value)
    return found


def judged_rules(history: History, fewest_people: int) -> NDArray[np.bool_]:
    """Rules that gave something to enough people, and nothing to enough others."""
    everybody = len(np.unique(history.people))
    having = np.array([len(np.unique(history.people[rule.rows])) for rule in history.rules])
    never = np.array([len(rule.rows) for rule in history.rules]) < len(history.people)
    return np.asarray((having >= fewest_people) & never & (everybody >= 2 * fewest_people))
