"""A page for each lead: how the score came about, what is due, and what happens if nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..ahead import AHEAD, Day
from ..page import Page, Section, Table, figures
from . import words
from .lead_sections import (
    activity_section,
    falls,
    footer_of,
    ledger_section,
    moved_section,
    points_section,
    sentence_of,
    stays_section,
    tiles_of,
)
from .marts import Marts, groups

_SCORES = (
    "person_id, lead_id, owner_id, company_name, scored_on, segment, score, raw_score, grade,"
    "stage, stage_entered_on, sales_status, sales_status_on, is_disqualified,"
    "disqualification_reason, score_change_7d, conversion_probability, data_coverage,"
    "machine_hit_share, top_reasons, last_engaged_on, is_holdout"
)
_LANES = 6

Forecast = Mapping[str, Sequence[Day]]
"""By lead: the days to come, each with score, grade and stage if nothing happens until then."""


@dataclass(frozen=True)
class Leads:
    """The rows of the marts for all leads that get a page."""

    marts: Marts
    forecast: Forecast
    with_companies: bool

    def pages(self) -> Iterator[tuple[str, Page]]:
        """Each lead's page, by its lead_id."""
        told = self.marts.told("person_id")
        scores = self.marts.rows("lead_scores", _SCORES, told, "lead_id")
        queue = groups(
            self.marts.rows(
                "follow_up_queue",
                "person_id, queue_section, action, contact_note, due_local_at as due_at,"
                "is_overdue, overdue_hours",
                told,
            ),
            "person_id",
        )
        history = groups(
            self.marts.rows("lead_score_history", "person_id, scored_on, score", told, "scored_on"),
            "person_id",
        )
        stays = groups(
            self.marts.rows(
                "lead_stage_history",
                "person_id, stage, entered_on, left_on, days_in_stage",
                told,
                "entered_on",
            ),
            "person_id",
        )
        changes = groups(
            self.marts.rows(
                "lead_score_changes",
                "person_id, scored_on, cause, points",
                told,
                "scored_on desc, abs(points) desc, cause",
            ),
            "person_id",
        )
        ledger = groups(self._ledger(told), "person_id")
        activity = groups(
            self.marts.rows(
                "lead_activity",
                "person_id, occurred_on, event_type, asset, hits, machine_hits",
                told,
                "occurred_on desc, event_type, asset",
            ),
            "person_id",
        )
        descriptions = {
            rule.rule_id: rule.description
            for rule in self.marts.rows(
                "stg_scoring_rules", "rule_id, description", order="row_number"
            )
        }
        for one in scores:
            key = one.person_id
            done = activity.get(key, [])
            place = queue.get(key, [None])[0]
            sections = [
                self._timeline(one, history.get(key, []), stays.get(key, []), done),
                points_section(ledger.get(key, []), descriptions, one),
                self._ahead(one),
                moved_section(changes.get(key, [])),
                activity_section(done),
                stays_section(stays.get(key, [])),
                ledger_section(ledger.get(key, []), descriptions),
            ]
            yield (
                one.lead_id,
                Page(
                    f"Lead {one.lead_id}",
                    sentence_of(one),
                    [section for section in sections if section],
                    footer_of(one),
                    tiles_of(one, place, with_company=self.with_companies),
                ),
            )

    def _ledger(self, told: str) -> list[Any]:
        found = self.marts.rows(
            "lead_score_ledger",
            "person_id, rule_id, component, hits, base_points, daily_cap_points, decay_points,"
            "expiry_points, rule_cap_points, group_cap_points, points",
            f"({told}) and scored_on = (select max(scored_on) from marts.lead_scores)",
        )
        # Engines sort texts by different rules.
        return sorted(found, key=lambda row: (-row.points, row.rule_id))

    def _timeline(
        self, one: Any, history: Sequence[Any], stays: Sequence[Any], done: Sequence[Any]
    ) -> Section:
        scores = [(row.scored_on, float(row.score)) for row in history]
        ahead = [(day, score) for day, score, _, _ in self.forecast.get(one.lead_id, ())]
        by_people = [row for row in done if row.hits]
        counts = Counter(row.event_type for row in by_people)
        # What a lead does seldom says most.
        kinds = sorted(counts, key=lambda kind: (counts[kind], kind))[:_LANES]
        lanes = [
            (
                words.name(kind),
                sorted({row.occurred_on for row in by_people if row.event_type == kind}),
            )
            for kind in kinds
        ]
        text = "Each dot below the line is a day with such an event."
        if len(counts) > len(kinds):
            text += " Kinds of events that are more frequent are in the list further down."
        if ahead:
            text += " The dashed line is the score if nothing happens."
        drawn = figures.TimeLine(
            f"Score, {words.day(scores[0][0])} to {words.day(scores[-1][0])}" if scores else "",
            scores,
            [point for point in ahead if point[0] > one.scored_on],
            [(row.entered_on, words.name(row.stage)) for row in stays],
            lanes,
        )
        return Section(
            "The score and what the lead did", text, charts=[drawn.drawn()] if scores else []
        )

    def _ahead(self, one: Any) -> Section | None:
        days = self.forecast.get(one.lead_id, ())
        if not days:
            return None
        rows = [
            [
                words.day(day) if day != one.scored_on else "now",
                words.points(score),
                grade or words.NONE,
                words.name(stage),
            ]
            for day, score, grade, stage in days
            if (day - one.scored_on).days in AHEAD
        ]
        table = Table(["day", "score", "grade", "stage"], rows)
        return Section("What happens if nothing does", falls(one, days), [table])
