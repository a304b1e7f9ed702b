"""Open leads of past days with what each rule gave them, so that other points can be tried on them.

The ledger says what is left of a rule's hits after daily cap, decay and expiry. From there on the
arithmetic is short (limits of rule and group, the sum, the scale), so other points need no build.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import duckdb
import numpy as np
from numpy.typing import NDArray

from ..scorecards import of_scorecard

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
# A table of so many lead-days is held in memory; of more, a share of the people, drawn by hash.
MOST_LEAD_DAYS = 100_000
_DECIMALS = 6
_NONE = np.inf


@dataclass(frozen=True)
class Rule:
    """A rule as it is in force on the latest day, and the lead-days on which it gave something.

    hits: what is left of the hits there, in units of the rule's points. least and most: what its
    points may become without another limit, or another clock, having to move.
    """

    rule_id: str
    description: str
    points: float
    rule_limit: float
    group: int
    least: float
    most: float
    rows: Counts
    hits: Floats


@dataclass(frozen=True)
class Group:
    """A rule group with its limits; what its rules give that nobody may change is fixed."""

    name: str
    least: float
    most: float


@dataclass(frozen=True)
class History:
    """The lead-days, the earlier people first; people are numbered as they came."""

    people: Counts
    days: Counts
    labels: Floats
    scores: Floats
    rules: tuple[Rule, ...]
    groups: tuple[Group, ...]
    # What each group gives by rules that are not in force any more: a column for each group.
    fixed: Floats
    highest_score: float
    share_of_people: float

    @property
    def points(self) -> Floats:
        """The points in force."""
        return np.array([rule.points for rule in self.rules])

    def where(self, kept: NDArray[np.bool_]) -> History:
        """The lead-days that are kept."""
        place = np.cumsum(kept) - 1
        rules = []
        for rule in self.rules:
            held = kept[rule.rows]
            rules.append(replace(rule, rows=place[rule.rows[held]], hits=rule.hits[held]))
        return replace(
            self,
            people=self.people[kept],
            days=self.days[kept],
            labels=self.labels[kept],
            scores=self.scores[kept],
            rules=tuple(rules),
            fixed=self.fixed[kept],
        )


def read_history(
    connection: duckdb.DuckDBPyConnection, scorecard: str, after: date | None = None
) -> History:
    """The lead-days of the backtest on which a lead's case was open, later than a day if asked."""
    is_read = of_scorecard(scorecard)
    share = _sample(connection, is_read, after or date.min)
    rows = connection.execute(
        "select person, scored_on, has_converted, score from tried_days order by place"
    ).fetchnumpy()
    count = len(rows["person"])
    groups, group_places = _groups(connection, is_read)
    rules, fixed = _rules(connection, is_read, groups, group_places, count)
    return History(
        people=np.asarray(rows["person"]).astype(np.int64),
        days=np.asarray(rows["scored_on"]).astype("datetime64[D]").astype(np.int64),
        labels=np.asarray(rows["has_converted"], dtype=np.float64),
        scores=np.asarray(rows["score"], dtype=np.float64),
        rules=tuple(rules),
        groups=tuple(groups),
        fixed=fixed,
        highest_score=100.0,
        share_of_people=share,
    )


def scores(history: History, points: Floats) -> Floats:
    """What the scores would be with these points."""
    totals = history.fixed.copy()
    for rule, given in zip(history.rules, points, strict=True):
        totals[rule.rows, rule.group] += _limited(given * rule.hits, rule.rule_limit)
    least = np.array([group.least for group in history.groups])
    most = np.array([group.most for group in history.groups])
    raw = np.clip(totals, least, most).sum(axis=1)
    return np.asarray(np.round(np.clip(raw, 0.0, history.highest_score), _DECIMALS))


def _limited(given: Floats, limit: float) -> Floats:
    return np.asarray(np.clip(given, -limit, limit))


def _sample(connection: duckdb.DuckDBPyConnection, is_read: str, after: date) -> float:
    """Number the lead-days, people in the order in which they came; the share of people taken."""
    taken = f"{is_read} and not is_closed and scored_on > ?"
    ((lead_days,),) = connection.execute(
        f"select count(*) from intermediate.int_backtest where {taken}", [after]
    ).fetchall()
    share = min(1.0, MOST_LEAD_DAYS / max(1, int(lead_days)))
    connection.execute(
        f"""
        create or replace temp table tried_days as
        with known as (
            select
                backtest.*,
                min(coalesce(leads.created_on, backtest.scored_on)) over (
                    partition by backtest.person_id
                ) as came_on
            from intermediate.int_backtest as backtest
            left join staging.stg_leads as leads on backtest.lead_id = leads.lead_id
        )
        select
            row_number() over (order by came_on, md5(person_id), scored_on) - 1 as place,
            dense_rank() over (order by came_on, md5(person_id)) - 1 as person,
            scorecard,
            person_id,
            scored_on,
            has_converted,
            score
        from known
        where {taken} and md5_number_lower(person_id) % 1000000 < ?
        """,
        [after, int(share * 1_000_000)],
    )
    return share


def _groups(
    connection: duckdb.DuckDBPyConnection, is_read: str
) -> tuple[list[Group], dict[str | None, int]]:
    """The groups with their limits; rules of none are in the last, which has no limits."""
    found = connection.execute(
        "select rule_group, min_points, max_points from rulebook.stg_rule_groups"
        f" where {is_read} order by rule_group"
    ).fetchall()
    groups = [
        Group(
            name,
            -_NONE if least is None else float(least),
            _NONE if most is None else float(most),
        )
        for name, least, most in found
    ]
    groups.append(Group("", -_NONE, _NONE))
    places: dict[str | None, int] = {group.name: place for place, group in enumerate(groups)}
    places[None] = len(groups) - 1
    return groups, places


def _rules(
    connection: duckdb.DuckDBPyConnection,
    is_read: str,
    groups: list[Group],
    group_places: dict[str | None, int],
    count: int,
) -> tuple[list[Rule], Floats]:
    """The rules in force, and what the others gave on days on which they were."""
    has_clock = _has_clock(connection, is_read)
    versions = connection.execute(
        f"""
        with latest as (
            select max(scored_on) as scored_on from marts.lead_scores where {is_read}
        )
        select
            rule_key, rule_id, component, rule_group, signal_type, points, max_points, description,
            valid_from, valid_to, latest.scored_on between valid_from and valid_to as is_in_force
        from rulebook.stg_scoring_rules
        cross join latest
        where {is_read}
        order by rule_key
        """
    ).fetchall()
    connection.execute(
        """
        create or replace temp table tried_ledger as
        select
            tried_days.place,
            tried_days.scored_on,
            ledger.rule_id,
            ledger.base_points + ledger.daily_cap_points + ledger.decay_points as uncapped,
            ledger.points - ledger.group_cap_points as ungrouped
        from tried_days
        inner join intermediate.int_ledger as ledger
            on
                tried_days.scorecard = ledger.scorecard
                and tried_days.person_id = ledger.person_id
                and tried_days.scored_on = ledger.scored_on
        where uncapped <> 0
        """
    )
    rules = []
    fixed = np.zeros((count, len(groups)))
    for version in versions:
        _, rule_id, component, group, kind, points, limit, description, start, end, holds = version
        held = connection.execute(
            """
            select place, uncapped, ungrouped from tried_ledger
            where rule_id = ? and scored_on between ? and ?
            order by place
            """,
            [rule_id, start, end],
        ).fetchnumpy()
        place = group_places[group]
        rows = np.asarray(held["place"]).astype(np.int64)
        given = float(points)
        if not holds or given == 0:
            fixed[rows, place] += np.asarray(held["ungrouped"], dtype=np.float64)
            continue
        own = _NONE if limit is None else float(limit)
        is_clock = has_clock and component == "engagement" and kind == "event"
        least, most = _bounds(given, own, groups[place], is_clock=is_clock)
        hits = np.asarray(held["uncapped"], dtype=np.float64) / given
        rules.append(Rule(rule_id, description, given, own, place, least, most, rows, hits))
    return rules, fixed


def _bounds(given: float, own: float, group: Group, *, is_clock: bool) -> tuple[float, float]:
    """Between what the points may lie: the limits of rule and group, and what already stands.

    A hit of an engagement rule stops the clock of inactivity if its points are positive. Where
    others go by that clock, such a rule keeps the sign of its points.
    """
    least, most = max(-own, group.least), min(own, group.most)
    if is_clock:
        smallest = min(1.0, abs(given))
        least, most = (smallest, most) if given > 0 else (least, 0.0)
    return min(least, given), max(most, given)


def _has_clock(connection: duckdb.DuckDBPyConnection, is_read: str) -> bool:
    """Whether a rule, condition or segment goes by the time since the last engagement."""
    found = connection.execute(
        f"""
        select 1 from rulebook.stg_scoring_rules
        where {is_read} and (decay_clock = 'inactivity' or signal like 'days_since_last_%')
        union all
        select 1 from rulebook.stg_conditions where {is_read} and signal like 'days_since_last_%'
        union all
        select 1 from rulebook.stg_segments where {is_read} and attribute like 'days_since_last_%'
        """
    ).fetchall()
    return bool(found)
