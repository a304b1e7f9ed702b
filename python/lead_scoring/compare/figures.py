"""What the comparison found, read from its tables for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

MOVERS_SHOWN = 20


@dataclass(frozen=True)
class Cell:
    """People of one old stage, one new stage and one cause."""

    old_stage: str
    new_stage: str
    movement: str
    cause: str
    people: int


@dataclass(frozen=True)
class Rule:
    """A rule, and what it does to the people scored on the latest day."""

    rule_id: str
    description: str
    change: str
    old_people: int
    new_people: int
    changed_people: int
    old_points: Decimal
    new_points: Decimal
    people_up: int
    people_down: int

    @property
    def is_felt(self) -> bool:
        """Whether it is another rule now, or gives anybody other points."""
        return self.change != "same" or self.changed_people > 0


@dataclass(frozen=True)
class Measure:
    """A measure under both rulebooks; intervals where it has them."""

    name: str
    stage: str
    scored_on: date
    old: float | None
    old_low: float | None
    old_high: float | None
    new: float | None
    new_low: float | None
    new_high: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    old_people: int | None
    new_people: int | None
    is_enough: bool


@dataclass(frozen=True)
class Mover:
    """A person who moves up or down, by lead_id; no personal data."""

    lead_id: str
    old_stage: str
    new_stage: str
    old_score: Decimal
    new_score: Decimal
    cause: str
    main_rule_id: str | None
    old_reasons: str
    new_reasons: str


@dataclass(frozen=True)
class Figures:
    """All that a page tells of the latest day, stages from the lowest to the highest."""

    scored_on: date
    people: int
    changed_scores: int
    stages: Sequence[str]
    cells: Sequence[Cell]
    rules: Sequence[Rule]
    measures: Sequence[Measure]
    movers: Sequence[Mover] = field(default_factory=list)

    def moved(self, *movements: str) -> int:
        """How many people move so."""
        return sum(cell.people for cell in self.cells if cell.movement in movements)

    @property
    def has_outcomes(self) -> bool:
        """Whether anybody converted within a horizon that is over."""
        return any(measure.old is not None for measure in self.of("auc"))

    def of(self, name: str) -> list[Measure]:
        """The rows of a measure: stages in their order, days from the first to the latest."""
        rows = [measure for measure in self.measures if measure.name == name]
        order = {stage: place for place, stage in enumerate(self.stages)}
        return sorted(rows, key=lambda row: (order.get(row.stage, -1), row.scored_on))


def read_figures(connection: duckdb.DuckDBPyConnection, scorecard: str) -> Figures:
    """Read the tables of the comparison with one challenger."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query, {"scorecard": scorecard}).fetchall()

    latest = (
        "scorecard = $scorecard and scored_on ="
        " (select max(scored_on) from intermediate.int_scoring_dates where is_latest)"
    )
    [(scored_on, people, changed_scores)] = rows(
        "select max(scored_on), count(*), count(*) filter (where score_change <> 0)"
        f" from marts.rulebook_diff where {latest}"
    )
    stages = rows(
        "select stage from rulebook.int_segment_stages where scorecard in (select"
        " side_scorecard from intermediate.int_challengers where scorecard = $scorecard)"
        " group by stage order by min(stage_rank), stage"
    )
    cells = rows(
        "select old_stage, new_stage, movement, cause, people from marts.rulebook_diff_stages"
        " where scorecard = $scorecard"
        " order by all"
    )
    rules = rows(
        "select rule_id, description, rule_change, old_people, new_people, changed_people,"
        " old_points, new_points, people_up, people_down from marts.rulebook_diff_rules"
        " where scorecard = $scorecard"
        " order by people_up + people_down desc, abs(points_change) desc, rule_id"
    )
    measures = rows(
        "select measure, stage, scored_on, old_value, old_low, old_high, new_value, new_low,"
        " new_high, value_change, change_low, change_high, old_people, new_people, is_enough"
        " from marts.rulebook_diff_summary where scorecard = $scorecard"
        " order by measure, stage, scored_on"
    )
    movers = rows(
        "select lead_id, old_stage, new_stage, old_score, new_score, cause, main_rule_id,"
        f" old_top_reasons, new_top_reasons from marts.rulebook_diff where {latest}"
        " and movement in ('up', 'down') qualify row_number() over (partition by old_stage,"
        f" new_stage order by abs(score_change) desc, lead_id) <= {MOVERS_SHOWN}"
        " order by old_stage, new_stage, abs(score_change) desc, lead_id"
    )
    return Figures(
        scored_on,
        people,
        changed_scores,
        ["disqualified", *(stage for (stage,) in stages)],
        [Cell(*row) for row in cells],
        [Rule(*row) for row in rules],
        [_measure(row) for row in measures],
        [Mover(*row) for row in movers],
    )


def _measure(row: tuple[Any, ...]) -> Measure:
    """A row with its decimals as floats: they are only looked at."""
    cells: list[Any] = [float(cell) if isinstance(cell, Decimal) else cell for cell in row]
    return Measure(*cells)
