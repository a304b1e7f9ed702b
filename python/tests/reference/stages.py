"""From the ledger to scores, grades and open stages, and the whole world scored on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .arithmetic import LedgerRow, last_engagement, ledger, met_conditions
from .inputs import (
    Event,
    Lead,
    Outcome,
    Person,
    attributes_of,
    event_matches,
    events_by_person,
    machine_event_ids,
    people_on,
)
from .probability import trained_probability
from .rulebook import OBSERVED, Cells, Override, Rulebook, Stage

DISQUALIFIED = "disqualified"
LOWEST, HIGHEST = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Score:
    """One person's score on one day; `open_stages` are those whose entry the day allows."""

    person_id: str
    lead_id: str
    segment: str
    score: Decimal
    raw_score: Decimal
    fit_points: Decimal
    engagement_points: Decimal
    negative_points: Decimal
    decay_points: Decimal
    fit_grade: str | None
    engagement_grade: str | None
    open_stages: frozenset[str]
    is_disqualified: bool
    data_coverage: float | None
    machine_hit_share: float
    last_engaged_on: date | None
    trained_probability: float | None
    rows: tuple[LedgerRow, ...]
    members: tuple[str, ...]


def scores_on(
    leads: Iterable[Lead],
    events: Iterable[Event],
    rulebook: Rulebook,
    day: date,
    outcomes: Sequence[Outcome] = (),
    *,
    kept_ids: Mapping[str, str] | None = None,
) -> dict[str, Score]:
    """The scores of everybody who is scored on a day, by person_id."""
    people = people_on(leads, day, kept_ids)
    owned = events_by_person(people, events, day)
    return {
        person.person_id: score_person(
            person, owned.get(person.person_id, []), rulebook, day, outcomes
        )
        for person in people
        if not person.is_deleted
    }


def score_person(
    person: Person,
    events: Sequence[Event],
    rulebook: Rulebook,
    day: date,
    outcomes: Sequence[Outcome],
) -> Score:
    """One person's score on a day, given the person's events up to the day."""
    machine = machine_event_ids(events, rulebook)
    human = [event for event in events if event.event_id not in machine]
    last_engaged_on = last_engagement(rulebook, human, day)
    values = attributes_of(person, rulebook, last_engaged_on, day, outcomes)
    segment = rulebook.segment_of(values, met_conditions(rulebook, values, human, day))
    rows = ledger(rulebook, segment, values, human, last_engaged_on=last_engaged_on, day=day)

    def total(component: str) -> Decimal:
        return sum((row.points for row in rows if row.component == component), Decimal(0))

    fit, engagement, negative = total("fit"), total("engagement"), total("negative")
    score = min(max(fit + engagement + negative, LOWEST), HIGHEST)
    held = [
        override
        for override in rulebook.overrides
        if override.segment in ("*", segment)
        and override_holds(override, rulebook, values, human, day)
    ]
    is_disqualified = any(override.effect == "disqualify" for override in held)
    granted = {override.stage for override in held if override.effect == "fast_track"}
    return Score(
        person_id=person.person_id,
        lead_id=person.lead_id,
        segment=segment,
        score=score,
        raw_score=fit + engagement + negative,
        fit_points=fit,
        engagement_points=engagement,
        negative_points=negative,
        decay_points=sum((row.decay_points for row in rows), Decimal(0)),
        fit_grade=grade_of(rulebook, "fit", fit),
        engagement_grade=grade_of(rulebook, "engagement", engagement),
        open_stages=open_stages(
            rulebook, segment, score, fit=fit, engagement=engagement, granted=granted
        ),
        is_disqualified=is_disqualified,
        data_coverage=data_coverage(rulebook, segment, values, day),
        machine_hit_share=len(machine) / len(events) if events else 0.0,
        last_engaged_on=last_engaged_on,
        trained_probability=trained_probability(rulebook, values, human, day),
        rows=tuple(rows),
        members=tuple(lead.lead_id for lead in person.leads),
    )


def override_holds(
    override: Override, rulebook: Rulebook, values: Cells, events: Sequence[Event], day: date
) -> bool:
    """Whether an override's signal holds on a day; `events` are without machine events."""
    if override.signal_type == "attribute":
        return rulebook.attribute_matches(
            override.signal, override.operator, override.operand, values
        )
    if override.signal_type == "condition":
        return override.signal.lower() in met_conditions(rulebook, values, events, day)
    return any(
        event_matches(override, event)
        and event.day <= day
        and (override.within_days is None or event.day > day - timedelta(days=override.within_days))
        for event in events
    )


def grade_of(rulebook: Rulebook, axis: str, points: Decimal) -> str | None:
    """The grade with the highest threshold that the points reach; an empty one is the lowest."""
    best: tuple[bool, Fraction, str] | None = None
    for grade, lowest in rulebook.grades.get(axis, ()):
        if lowest is None or Fraction(points) >= lowest:
            candidate = (lowest is not None, lowest or Fraction(0), grade)
            best = candidate if best is None else max(best, candidate)
    return best[2] if best else None


def stages_for(rulebook: Rulebook, segment: str) -> dict[str, Stage]:
    """The row of each stage for a segment: its own, else the one for all."""
    rows = {row.stage: row for row in rulebook.stages if row.segment == "*"}
    rows.update({row.stage: row for row in rulebook.stages if row.segment == segment})
    return rows


def open_stages(
    rulebook: Rulebook,
    segment: str,
    score: Decimal,
    *,
    fit: Decimal,
    engagement: Decimal,
    granted: set[str | None],
) -> frozenset[str]:
    """The stages whose entry conditions all hold or that a fast track grants."""
    return frozenset(
        row.stage
        for row in stages_for(rulebook, segment).values()
        if row.stage in granted
        or (
            reaches(score, row.min_score)
            and reaches(fit, row.min_fit_points)
            and reaches(engagement, row.min_engagement_points)
        )
    )


def reaches(points: Decimal, threshold: Fraction | None) -> bool:
    """Whether points are at or above a threshold; an empty one asks nothing."""
    return threshold is None or Fraction(points) >= threshold


def data_coverage(rulebook: Rulebook, segment: str, values: Cells, day: date) -> float | None:
    """The share of the attributes that the rules ask about whose value is known."""
    asked = {
        rule.signal
        for rule in rulebook.rules
        if rule.signal_type == "attribute"
        and rule.signal not in OBSERVED
        and rule.applies(segment, day)
    }
    if not asked:
        return None
    unknown = {name for name in asked if values.get(name) is None}
    if "email_type" in asked and values.get("email_type") == "missing":
        unknown.add("email_type")
    return 1 - len(unknown) / len(asked)
