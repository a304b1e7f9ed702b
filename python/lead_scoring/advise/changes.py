"""What to change? Points that hold with all others in place, tried on leads that came later."""

from __future__ import annotations

from datetime import date

import numpy as np

from ..page import Mark, Section, Table
from ..page.charts import number, percent
from ..train.measure import Interval
from .trial import Change, Later, Limit, Needs, Trial

HEADING = "What to change?"


def headline(trial: Trial) -> str:
    """What came of the trial, as the first half of a sentence."""
    if trial.later is None:
        return "Too few leads have bought to try changes of points"
    if not trial.kept:
        return "No change of points is shown to rank later leads better"
    count = len(trial.kept)
    rules = "Other points for 1 rule rank" if count == 1 else f"Other points for {count} rules rank"
    return f"{rules} later leads better: AUC {_gain(trial.later)}"


def changes_section(trial: Trial, needs: Needs, known_until: date | None) -> Section:
    """The changes that hold, what following all of them gains, and which limits are in the way."""
    if trial.later is None:
        return Section(HEADING, _too_few(trial, needs, known_until))
    later = trial.later
    parts = [_sampled(trial), _learned(trial, known_until), _tried(trial, later)]
    tables = []
    if trial.kept:
        parts.append(_follow(later))
        tables.append(_table(trial.kept))
    if trial.limits:
        parts.append(
            "A limit is in the way where the leads beyond it buy more often, or less often, than"
            " their scores say, early and late. No points beyond a limit are suggested."
        )
        tables.append(_limits(trial.limits))
    return Section(HEADING, "\n\n".join(filter(None, parts)), tables)


def _too_few(trial: Trial, needs: Needs, known_until: date | None) -> str:
    since = (
        f" The rulebook was learned from what was known on {known_until}, so only days after it can"
        " speak against it."
        if known_until
        else ""
    )
    return (
        f"Changes of points are tried on leads that came later than those they were learned from,"
        f" and shown only where they hold. That takes {needs.conversions} people who bought (var"
        f" train_min_conversions), and {needs.later_conversions} among the latest 30 %"
        f" (train_min_held_out_conversions). {trial.conversions} bought of the {trial.people:,}"
        f" whose case was open.{since}"
    )


def _sampled(trial: Trial) -> str:
    if trial.share_of_people >= 1:
        return ""
    return (
        f"To bound memory, {100 * trial.share_of_people:.0f} % of the people were looked at, drawn"
        " by hash."
    )


def _learned(trial: Trial, known_until: date | None) -> str:
    since = (
        f" Only days after {known_until} count, as the rulebook was learned from those before."
        if known_until
        else ""
    )
    return (
        f"Learned from the {trial.people:,} people who came first ({trial.conversions:,} bought),"
        " while their case was open: each rule is judged with all others in place, by what its"
        " leads buy beyond, or short of, what their scores say, on the day. What a rule has in"
        f" common with others is not counted twice.{since}"
    )


def _tried(trial: Trial, later: Later) -> str:
    on = (
        f"the {later.people:,} people who came last ({later.conversions:,} bought, days"
        f" {later.first_day} to {later.last_day})"
    )
    if not trial.changes:
        return (
            f"No change held even among those who came first, so there was none to try on {on}; the"
            f" rulebook puts a buyer first in {_pairs(later.before)} of 100 pairs there."
        )
    if not trial.kept:
        changes = len(trial.changes)
        tried = "One change was" if changes == 1 else f"{changes} changes, all together, were"
        return (
            f"{tried} tried on {on} and did not hold there: AUC {later.before} without,"
            f" {later.after} with, a difference of {_gain(later)}. Nothing is suggested."
        )
    return f"Tried on {on}, all changes together."


def _follow(later: Later) -> str:
    surely = (
        ""
        if later.gain.low > 0
        else " The interval holds 0, so the gain may be chance; it is not shown to be a loss."
    )
    return (
        f"Following all of it: AUC {later.before} becomes {later.after}, a gain of {_gain(later)}."
        f"{surely} AUC is how often a buyer stands above a non-buyer of the same day; in brackets"
        " 95 % intervals. Taken one by one the changes were not tried: change all, or compare first"
        " (make diff)."
    )


def _gain(later: Later) -> str:
    gain = later.gain
    return f"{gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})"


def _pairs(auc: Interval) -> str:
    return str(round(100 * auc.value))


def _table(changes: tuple[Change, ...]) -> Table:
    rows = [
        [
            change.rule.rule_id,
            change.rule.description,
            number(change.rule.points),
            number(change.points),
            f"{change.people:,}",
            percent(change.bought),
            percent(change.expected),
            _note(change),
        ]
        for change in changes
    ]
    columns = ["rule", "what it says", "points", "suggested", "people", "bought", "expected"]
    caption = "All of it together; expected is what the scores say without the change"
    return Table([*columns, "note"], rows, caption)


def _note(change: Change) -> str | Mark:
    rule = change.rule
    if change.points == 0:
        return "or remove it"
    if rule.points * change.points < 0:
        return Mark("turned round", "odd")
    bound = rule.most if change.points > rule.points else rule.least
    return "as far as limits let it" if np.isclose(change.points, bound) else ""


def _limits(limits: tuple[Limit, ...]) -> Table:
    rows = [
        [
            f"{'max_points' if limit.limit > 0 else 'min_points'} of group {limit.group}"
            if limit.group
            else f"max_points of {limit.rule.rule_id}",
            number(limit.limit),
            limit.rule.rule_id,
            "up" if limit.is_upward else "down",
            percent(limit.bought),
            percent(limit.expected),
        ]
        for limit in limits
    ]
    columns = ["limit", "now", "matters most for", "to stand", "bought", "expected"]
    return Table(columns, rows, "Limits that would have to move")
