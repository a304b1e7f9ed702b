"""A page for each lead: how the score came about, what is due, and what happens if nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..ahead import AHEAD, Day
from ..page import Page, Section, Table, Tile, figures
from ..page.charts import number
from . import words
from .marts import Marts, groups
from .queue import status

_SCORES = (
    "person_id, lead_id, owner_id, company_name, scored_on, segment, score, raw_score, grade,"
    "stage, stage_entered_on, sales_status, sales_status_on, is_disqualified,"
    "disqualification_reason, score_change_7d, conversion_probability, data_coverage,"
    "machine_hit_share, top_reasons, last_engaged_on, is_holdout"
)
_LANES = 6
_ACTIVITY = 60  # rows of activity that a page lists
_SMALL = 0.05  # points that are shown as 0.0
_STEPS = 16

Forecast = Mapping[str, Sequence[Day]]
"""By lead: the days to come, each with score, grade and stage if nothing happens until then."""


@dataclass(frozen=True)
class Leads:
    """All that is told of the leads that have a page."""

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
                "person_id, queue_section, action, contact_note, due_at, is_overdue, overdue_hours",
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
                _points(ledger.get(key, []), descriptions, one),
                self._ahead(one),
                _moved(changes.get(key, [])),
                _activity(done),
                _stays(stays.get(key, [])),
                _ledger_section(ledger.get(key, []), descriptions),
            ]
            yield (
                one.lead_id,
                Page(
                    f"Lead {one.lead_id}",
                    _sentence(one),
                    [section for section in sections if section],
                    _footer(one),
                    _tiles(one, place, with_company=self.with_companies),
                ),
            )

    def _ledger(self, told: str) -> list[Any]:
        return self.marts.rows(
            "lead_score_ledger",
            "person_id, rule_id, component, hits, base_points, daily_cap_points, decay_points,"
            "expiry_points, rule_cap_points, group_cap_points, points",
            f"({told}) and scored_on = (select max(scored_on) from marts.lead_scores)",
            "points desc, rule_id",
        )

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
                number(score),
                grade or words.NONE,
                words.name(stage),
            ]
            for day, score, grade, stage in days
            if (day - one.scored_on).days in AHEAD
        ]
        table = Table(["day", "score", "grade", "stage"], rows)
        return Section("What happens if nothing does", _falls(one, days), [table])


def _falls(one: Any, days: Sequence[Day]) -> str:
    leaves = next((day for day in days if day[3] != one.stage), None)
    if leaves is None:
        return f"Without new activity the lead stays {words.name(one.stage)} for these 90 days."
    passed = (leaves[0] - one.scored_on).days
    return (
        f"Without new activity the lead is {words.name(leaves[3])} instead of"
        f" {words.name(one.stage)} {passed} days from now, with a score of {number(leaves[1])}."
    )


def _sentence(one: Any) -> str:
    if one.is_disqualified:
        return f"Disqualified: {one.disqualification_reason}."
    return one.top_reasons or "Nothing has earned this lead points yet."


def _tiles(one: Any, place: Any, *, with_company: bool) -> list[Tile]:
    since = f"since {words.day(one.stage_entered_on)}"
    change = (
        f"{words.points(one.score_change_7d)} in 7 days" if one.score_change_7d is not None else ""
    )
    tiles = [
        Tile(
            "Score",
            number(float(one.score)),
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


def _points(ledger: Sequence[Any], descriptions: Mapping[str, str], one: Any) -> Section:
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
            f" {number(float(one.score))}."
        )
    drawn = figures.waterfall("Points, rule by rule", steps, ("All points", float(one.raw_score)))
    return Section("What the score is made of", text, charts=[drawn])


def _moved(changes: Sequence[Any]) -> Section | None:
    if not changes:
        return None
    rows = [
        [words.day(row.scored_on), words.cause(row.cause), f"{float(row.points):+.1f}"]
        for row in changes
        if abs(float(row.points)) >= _SMALL
    ]
    table = Table(["until", "because of", "points"], rows[:_ACTIVITY])
    return Section("Why it moved", "Since the scored day before.", [table])


def _activity(done: Sequence[Any]) -> Section:
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
        return Section("What the lead did", "Nothing that the input tells of.")
    columns = ["day (UTC)", "event", "on what", "by a person", "by machines"]
    return Section("What the lead did", text, [Table(columns, rows)])


def _stays(stays: Sequence[Any]) -> Section:
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


def _ledger_section(ledger: Sequence[Any], descriptions: Mapping[str, str]) -> Section:
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


def _footer(one: Any) -> str:
    said = f"Scored on {words.day(one.scored_on)} (UTC)."
    if one.machine_hit_share:
        said += f" Machines made {words.share(one.machine_hit_share)} of the events of this lead."
    if one.last_engaged_on:
        said += f" The lead last did something on {words.day(one.last_engaged_on)}."
    return said
