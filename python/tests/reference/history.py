"""Scores of several days together: stages with entry and exit, changes, leads over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .inputs import Event, Lead, Outcome, people_on
from .rulebook import Rulebook
from .stages import DISQUALIFIED, Score, reaches, scores_on, stages_for

ScoresByDay = Mapping[date, Mapping[str, Score]]
StagesByDay = Mapping[tuple[str, date], str]


@dataclass(frozen=True)
class Visit:
    """One stay of a person in a stage; an open one has no left_on."""

    person_id: str
    stage: str
    entered_on: date
    left_on: date | None
    days_in_stage: int


class LeadVersions:
    """The leads as they were delivered from scoring day to scoring day."""

    def __init__(self, deliveries: Iterable[tuple[date, Iterable[Lead]]]) -> None:
        self._versions: dict[str, dict[date, Lead]] = defaultdict(dict)
        self.kept_ids: dict[str, str] = {}
        for day, leads in deliveries:
            for lead in leads:
                self._versions[lead.lead_id][day] = lead
            self._keep_ids(day)

    def on(self, day: date) -> list[Lead]:
        """The version of every lead for a day; the earliest also serves the days before it."""
        return [
            replace(
                versions[max((seen for seen in versions if seen <= day), default=min(versions))],
                first_created_on=min(one.created_at.date() for one in versions.values()),
                # Further addresses and cookies have no versions.
                identities=versions[max(versions)].identities,
            )
            for versions in self._versions.values()
        ]

    def _keep_ids(self, day: date) -> None:
        """Keep the id of people who were known before an older lead of theirs came."""
        for person in people_on(self.on(day), day):
            known = min(person.leads, key=lambda lead: (self._seen_on(lead), lead.age))
            for lead in person.leads:
                is_older = lead.age[0] <= known.age[0]
                if self._seen_on(lead) > self._seen_on(known) and is_older:
                    self.kept_ids.setdefault(lead.lead_id, known.lead_id)

    def _seen_on(self, lead: Lead) -> date:
        return min(self._versions[lead.lead_id])


def scores_by_day(
    leads: LeadVersions,
    events: Sequence[Event],
    rulebook: Rulebook,
    days: Iterable[date],
    outcomes: Sequence[Outcome] = (),
) -> dict[date, dict[str, Score]]:
    """Everybody's score on each of the days, as far as all the events and outcomes tell."""
    return {
        day: scores_on(leads.on(day), events, rulebook, day, outcomes, kept_ids=leads.kept_ids)
        for day in sorted(days)
    }


def stages_by_day(rulebook: Rulebook, scores: ScoresByDay) -> dict[tuple[str, date], str]:
    """The stage of each person on each scored day.

    Every stage is a thermostat: on from a day on which it is open to the person until a day on
    which the score is below its exit score, or, where it has none, on which it is not open.
    """
    switched_on: dict[str, frozenset[str]] = defaultdict(frozenset)
    found: dict[tuple[str, date], str] = {}
    for day in sorted(scores):
        for person_id in switched_on.keys() - scores[day].keys():
            switched_on[person_id] = frozenset()
        for person_id, score in scores[day].items():
            rows = stages_for(rulebook, score.segment)
            kept = {
                stage
                for stage in switched_on[person_id] & rows.keys()
                if rows[stage].exit_score is not None
                and reaches(score.score, rows[stage].exit_score)
            }
            switched_on[person_id] = score.open_stages | kept
            candidates = [rows[stage] for stage in switched_on[person_id]]
            lowest = min(rows.values(), key=lambda row: row.rank)
            highest = max(candidates, key=lambda row: row.rank, default=lowest)
            found[person_id, day] = DISQUALIFIED if score.is_disqualified else highest.stage
    return found


def stage_visits(stages: StagesByDay) -> list[Visit]:
    """The stays in stages of everybody; a day on which somebody is not scored ends a stay too."""
    days = sorted({day for _, day in stages})
    visits: list[Visit] = []
    for person_id in sorted({person_id for person_id, _ in stages}):
        path = [(day, stages.get((person_id, day))) for day in days]
        stays = [
            (day, stage)
            for number, (day, stage) in enumerate(path)
            if number == 0 or stage != path[number - 1][1]
        ]
        ends: list[date | None] = [*(day for day, _ in stays[1:]), None]
        for (entered_on, stage), left_on in zip(stays, ends, strict=True):
            if stage is not None:
                until = left_on or days[-1]
                days_in_stage = (until - entered_on).days
                visits.append(Visit(person_id, stage, entered_on, left_on, days_in_stage))
    return visits


def score_change(now: Score, before: Score | None) -> Decimal | None:
    """How far a person's score moved; None where there was none before."""
    return now.score - before.score if before else None


def is_rising(rulebook: Rulebook, segment: str, change: Decimal | None) -> bool:
    """Whether a change reaches the cut of rising.csv for the segment, else the cut for all."""
    cut = rulebook.rising.get(segment, rulebook.rising.get("*"))
    return cut is not None and change is not None and Fraction(change) >= cut


def score_differences(scores: ScoresByDay) -> dict[tuple[str, date, date], Decimal]:
    """How far each score moved since the person was scored last.

    By person, scored day and day of the score before it.
    """
    last: dict[str, tuple[Score, date]] = {}
    found: dict[tuple[str, date, date], Decimal] = {}
    for day in sorted(scores):
        for person_id, score in scores[day].items():
            if person_id in last:
                before, then = last[person_id]
                found[person_id, day, then] = score.score - before.score
            last[person_id] = (score, day)
    return found
