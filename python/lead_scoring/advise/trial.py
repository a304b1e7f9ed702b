"""Tries changes of points together on leads that came later, before they are suggested.

Those who came first teach (search.py). Those who came last are asked once, by the whole set: where
it ranks them no better, none of it is suggested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ..train.measure import Interval, intervals
from ..train.split import HELD_OUT, converted_people, cut_before_latest
from .history import Counts, Floats, History, Rule, scores
from .search import Fit, Totals, fit, judged_rules, moved, path, promise, step_of, totals

# Less cannot be seen in the figures that are shown.
LEAST_AUC = 0.001
# A limit is named where leads beyond it buy more (or less) than their scores say: so many standard
# errors among those who came first, and so many among those who came last.
LIMIT_ERRORS = (2.58, 1.64)


@dataclass(frozen=True)
class Needs:
    """What a trial asks of the data: people who converted, some of them late; people for a rule."""

    conversions: int
    later_conversions: int
    people: int


@dataclass(frozen=True)
class Change:
    """Other points for a rule. bought and expected: the shares of its lead-days, by all else."""

    rule: Rule
    points: float
    people: int
    bought: float
    expected: float


@dataclass(frozen=True)
class Limit:
    """A limit beyond which a rule would rank better; group is empty where it is the rule's own.

    is_upward: whether its leads should stand higher than the limit lets them.
    """

    rule: Rule
    group: str
    limit: float
    is_upward: bool
    bought: float
    expected: float


@dataclass(frozen=True)
class Later:
    """The leads on which the set was tried, and how well they are ranked without and with it."""

    people: int
    conversions: int
    first_day: date
    last_day: date
    before: Interval
    after: Interval
    gain: Interval


@dataclass(frozen=True)
class Trial:
    """What was tried, and whether it holds; later is None where there were too few to try it on.

    people and conversions are those whom the changes were learned from.
    """

    changes: tuple[Change, ...]
    limits: tuple[Limit, ...]
    later: Later | None
    people: int
    conversions: int
    share_of_people: float = 1.0

    @property
    def kept(self) -> tuple[Change, ...]:
        """The changes that may be shown: all, or none."""
        holds = self.later is not None and self.later.gain.value >= LEAST_AUC
        return self.changes if holds else ()


def try_changes(history: History, needs: Needs) -> Trial:
    """Look for changes among those who came first, and try them on those who came last."""
    converted = len(converted_people(history.people, history.labels))
    if converted < needs.conversions or converted * HELD_OUT < max(needs.later_conversions, 1):
        everybody = len(np.unique(history.people))
        return Trial((), (), None, everybody, converted, history.share_of_people)
    start = cut_before_latest(history.people, history.labels)
    earlier, later = history.where(history.people < start), history.where(history.people >= start)
    judged = judged_rules(earlier, needs.people)
    *_, points = path(earlier, judged)
    points = _pruned(earlier, points)
    return Trial(
        changes=tuple(_changes(earlier, points)),
        limits=tuple(_limits(earlier, later, judged, points, needs.people)),
        later=_later(later, points),
        people=len(np.unique(earlier.people)),
        conversions=len(converted_people(earlier.people, earlier.labels)),
        share_of_people=history.share_of_people,
    )


def same_day_auc(values: Floats, labels: Floats, days: Counts) -> Callable[[Floats], float]:
    """How often who converts stands above who does not on the same day, by the rows' weights."""
    order = np.lexsort((values, days))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(days[order]) != 0) | (np.diff(values[order]) != 0)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    day = np.unique(days[order][new], return_inverse=True)[1]

    def of_weights(weights: Floats) -> float:
        won = np.bincount(place, weights * labels)
        lost = np.bincount(place, weights * (1 - labels))
        lost_of_day = np.bincount(day, lost)
        before = np.concatenate([[0.0], np.cumsum(lost_of_day)[:-1]])[day]
        below = np.cumsum(lost) - before - lost / 2
        pairs = float(np.bincount(day, won) @ lost_of_day)
        return float(won @ below) / pairs if pairs else float("nan")

    return of_weights


def _auc(history: History, points: Floats) -> float:
    value = same_day_auc(scores(history, points), history.labels, history.days)
    return value(np.ones(len(history.labels)))


def _pruned(earlier: History, points: Floats) -> Floats:
    """Without the changes that move no score, and those without which the others do as well."""
    points = points.copy()
    for place in np.argsort(np.abs(points - earlier.points), kind="stable"):
        without = points.copy()
        without[place] = earlier.points[place]
        if without[place] != points[place] and _auc(earlier, without) >= _auc(earlier, points):
            points = without
    return points


def _changes(earlier: History, points: Floats) -> list[Change]:
    changes = []
    for place in np.flatnonzero(points != earlier.points):
        rule = earlier.rules[place]
        as_it_is = points.copy()
        as_it_is[place] = rule.points
        fitted = fit(scores(earlier, as_it_is), earlier)
        people = len(np.unique(earlier.people[rule.rows]))
        changes.append(
            Change(rule, float(points[place]), people, *_shares(earlier, rule.rows, fitted))
        )
    return sorted(changes, key=lambda change: -abs(change.points - change.rule.points))


def _shares(history: History, rows: Counts, fitted: Fit) -> tuple[float, float]:
    """Of lead-days: the share that bought, and the share that the scores expect."""
    return float(history.labels[rows].mean()), float(fitted.chances[rows].mean())


def _later(later: History, points: Floats) -> Later:
    labels, days = later.labels, later.days
    before = same_day_auc(later.scores, labels, days)
    after = same_day_auc(scores(later, points), labels, days)
    found = intervals([before, after, lambda rows: after(rows) - before(rows)], later.people)
    return Later(
        len(np.unique(later.people)),
        len(converted_people(later.people, labels)),
        _day(days.min()),
        _day(days.max()),
        *found,
    )


def _day(days: np.int64) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(days))


def _limits(
    earlier: History, later: History, judged: NDArray[np.bool_], points: Floats, fewest: int
) -> list[Limit]:
    """Of each limit that is in the way the rule for which it matters most."""
    found: dict[tuple[str, str], tuple[float, Limit]] = {}
    fits = [
        (part, totals(part, points), fit(scores(part, points), part)) for part in (earlier, later)
    ]
    for place in np.flatnonzero(judged).tolist():
        rule, now = earlier.rules[place], float(points[place])
        for target in (now - step_of(rule.points), now + step_of(rule.points)):
            beyond = [_beyond(*one, place, (now, target)) for one in fits]
            rows = beyond[0][1]
            if len(np.unique(earlier.people[rows])) < fewest or any(
                promised < asked**2 / 2
                for (promised, _), asked in zip(beyond, LIMIT_ERRORS, strict=True)
            ):
                continue
            is_own = abs(target) > rule.rule_limit
            limit = rule.rule_limit if is_own else _of_group(earlier, rule, target)
            if np.isinf(limit):
                continue
            name = "" if is_own else earlier.groups[rule.group].name
            entry = Limit(rule, name, limit, target > now, *_shares(earlier, rows, fits[0][2]))
            key = (name, rule.rule_id if is_own else "")
            if key not in found or beyond[0][0] > found[key][0]:
                found[key] = (beyond[0][0], entry)
    return [limit for _, limit in sorted(found.values(), key=lambda one: -one[0])]


def _beyond(
    part: History, sums: Totals, fitted: Fit, place: int, move: tuple[float, float]
) -> tuple[float, Counts]:
    """What the limits take back of a move: what it could explain, and the lead-days it is of."""
    now, target = move
    rule = part.rules[place]
    lifted = moved(part, sums, place, now, target, is_free=True)
    group = part.groups[rule.group]
    held = np.zeros_like(lifted)
    if abs(target) <= rule.rule_limit and group.least <= target <= group.most:
        held = moved(part, sums, place, now, target)
    rows = rule.rows
    return promise(fitted, part.people, rows, lifted - held), rows[lifted != held]


def _of_group(history: History, rule: Rule, target: float) -> float:
    group = history.groups[rule.group]
    return group.most if target > 0 else group.least
