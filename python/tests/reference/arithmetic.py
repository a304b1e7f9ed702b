"""Hits, decay, caps and groups: what each rule adds to a person's score on a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

from .inputs import Event, event_matches
from .rulebook import Cells, Part, Rule, Rulebook

EIGHT_DECIMALS = Decimal("0.00000001")


@dataclass(frozen=True)
class LedgerRow:
    """What one rule adds to one person's score on one day, and how it comes about."""

    rule_id: str
    rule_group: str
    component: str
    hits: int
    base_points: Decimal
    daily_cap_points: Decimal
    decay_points: Decimal
    rule_cap_points: Decimal
    group_cap_points: Decimal
    expiry_points: Decimal = Decimal(0)
    """What of decay_points is due to expiry: the points that decay alone would have left."""

    @property
    def before_group(self) -> Decimal:
        """The points of the rule before the limits of its group."""
        return self.base_points + self.daily_cap_points + self.decay_points + self.rule_cap_points

    @property
    def points(self) -> Decimal:
        """What the rule adds to the score."""
        return self.before_group + self.group_cap_points


def rounded(amount: Fraction) -> Decimal:
    """An amount of points with the eight decimals that are kept."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(EIGHT_DECIMALS, rounding=ROUND_HALF_UP)


def event_hits(rule: Rule, events: Sequence[Event], day: date) -> Counter[date]:
    """The hits of an event rule on each day up to the scoring day."""
    return Counter(event.day for event in events if event.day <= day and event_matches(rule, event))


def last_engagement(rulebook: Rulebook, events: Sequence[Event], day: date) -> date | None:
    """The last day with a hit of any engagement rule that gives points, in force or not."""
    rules = [rule for rule in rulebook.rules if rule.feeds_inactivity_clock]
    days = {hit_on for rule in rules for hit_on in event_hits(rule, events, day)}
    return max(days, default=None)


def met_conditions(
    rulebook: Rulebook, values: Cells, events: Sequence[Event], day: date
) -> frozenset[str]:
    """The conditions of conditions.csv all of whose parts hold on a day."""
    names = {part.condition_id for part in rulebook.parts}
    failed = {
        part.condition_id
        for part in rulebook.parts
        if not _part_holds(part, rulebook, values, events, day)
    }
    return frozenset(names - failed)


def _part_holds(
    part: Part, rulebook: Rulebook, values: Cells, events: Sequence[Event], day: date
) -> bool:
    if part.signal_type == "attribute":
        return rulebook.attribute_matches(part.signal, part.operator, part.operand, values)
    first = date.min if part.within_days is None else day - timedelta(days=part.within_days - 1)
    hits = [event for event in events if first <= event.day <= day and event_matches(part, event)]
    return len(hits) >= part.min_hits


def scored_hits(
    rule: Rule, events: Sequence[Event], values: Cells, rulebook: Rulebook, day: date
) -> dict[date, int]:
    """n_d of the contract: how many hits the rule scores on which day."""
    if rule.signal_type == "attribute":
        holds = rulebook.attribute_matches(rule.signal, rule.operator, rule.operand, values)
        return {day: 1} if holds else {}
    if rule.signal_type == "condition":
        held = met_conditions(rulebook, values, events, day)
        return {day: 1} if rule.signal.lower() in held else {}
    hits = event_hits(rule, events, day)
    if not rule.is_frequency:
        return dict(hits)
    in_window = {
        hit_on: counted(rule, hits_on_day)
        for hit_on, hits_on_day in hits.items()
        if rule.within_days is None or hit_on > day - timedelta(days=rule.within_days)
    }
    is_enough = bool(in_window) and sum(in_window.values()) >= (rule.min_hits or 1)
    return {max(in_window): 1} if is_enough else {}


def counted(rule: Rule, hits_on_day: int) -> int:
    """c_d of the contract: the hits of a day that count."""
    return hits_on_day if rule.daily_cap is None else min(hits_on_day, rule.daily_cap)


def has_expired(rule: Rule, own_age: int) -> bool:
    """Whether a hit counts nothing any more, however the rule decays."""
    return rule.expires_after_days is not None and own_age > rule.expires_after_days


def weight(rule: Rule, own_age: int, days_inactive: int | None) -> Fraction:
    """w_d of the contract: the share of a hit's points that is left after decay and expiry."""
    if has_expired(rule, own_age):
        return Fraction(0)
    return weight_without_expiry(rule, own_age, days_inactive)


def weight_without_expiry(rule: Rule, own_age: int, days_inactive: int | None) -> Fraction:
    """The share of a hit's points that decay alone leaves."""
    is_inactivity = rule.decay_clock == "inactivity" and days_inactive is not None
    age = days_inactive if is_inactivity and days_inactive is not None else own_age
    aged = Fraction(max(0, age - rule.grace_days))
    if rule.decay == "none":
        return Fraction(1)
    if rule.decay_days is None:
        raise ValueError(f"{rule.rule_id} decays but has no decay_days")
    periods = aged / rule.decay_days
    if rule.decay == "exponential":
        return Fraction(2.0 ** -float(periods))
    if rule.decay == "linear":
        return max(Fraction(0), 1 - periods)
    if rule.decay == "step" and rule.decay_percent is not None:
        return max(Fraction(0), 1 - rule.decay_percent / 100 * floor(periods))
    raise ValueError(f"{rule.rule_id} has an unknown decay {rule.decay!r}")


def ledger_row(
    rule: Rule, hits: Mapping[date, int], days_inactive: int | None, day: date
) -> LedgerRow:
    """One rule of one person before the limits of its group."""
    base = rule.points * sum(hits.values())
    cap_effect = rule.points * sum(counted(rule, n) - n for n in hits.values())
    decay_effect = rule.points * sum(
        counted(rule, n) * (weight(rule, (day - hit_on).days, days_inactive) - 1)
        for hit_on, n in hits.items()
    )
    expiry_effect = -rule.points * sum(
        counted(rule, n) * weight_without_expiry(rule, (day - hit_on).days, days_inactive)
        for hit_on, n in hits.items()
        if has_expired(rule, (day - hit_on).days)
    )
    so_far = base + cap_effect + decay_effect
    allowed = so_far
    if rule.max_points is not None:
        allowed = max(-rule.max_points, min(rule.max_points, so_far))
    return LedgerRow(
        rule_id=rule.rule_id,
        rule_group=rule.rule_group,
        component=rule.component,
        hits=sum(hits.values()),
        base_points=rounded(base),
        daily_cap_points=rounded(cap_effect),
        decay_points=rounded(decay_effect),
        rule_cap_points=rounded(allowed - so_far),
        group_cap_points=Decimal(0),
        expiry_points=rounded(expiry_effect),
    )


def within_group_limits(rows: Sequence[LedgerRow], rulebook: Rulebook) -> list[LedgerRow]:
    """The rows with every group that leaves its limits shrunk by one factor."""
    by_group: dict[str, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        by_group[row.rule_group].append(row)
    limited: list[LedgerRow] = []
    for group, members in by_group.items():
        lowest, highest = rulebook.groups[group]
        total = Fraction(sum(row.before_group for row in members))
        allowed = total
        if highest is not None:
            allowed = min(allowed, highest)
        if lowest is not None:
            allowed = max(allowed, lowest)
        shrink = allowed / total if total != 0 else Fraction(1)
        for row in members:
            taken = rounded(Fraction(row.before_group) * (shrink - 1))
            limited.append(LedgerRow(**{**vars(row), "group_cap_points": taken}))
    return limited


def ledger(
    rulebook: Rulebook,
    segment: str,
    values: Cells,
    events: Sequence[Event],
    *,
    last_engaged_on: date | None,
    day: date,
) -> list[LedgerRow]:
    """All rows of one person on one day; `events` are the person's, machine events left out."""
    days_inactive = None if last_engaged_on is None else (day - last_engaged_on).days
    rows = []
    for rule in rulebook.rules:
        if rule.applies(segment, day):
            hits = scored_hits(rule, events, values, rulebook, day)
            if hits:
                rows.append(ledger_row(rule, hits, days_inactive, day))
    return within_group_limits(rows, rulebook)
