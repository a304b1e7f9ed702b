"""The reports that advice rests on, as they stand in the marts."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from ..engines import Database, MissingTableError
from ..errors import UserError
from ..project import BUILD
from ..scorecards import Scorecards, of_scorecard

ALL = "*"


@dataclass(frozen=True)
class Rule:
    """A row of rule_performance."""

    TABLE: ClassVar[str] = "rule_performance"
    rule_id: str
    segment: str
    description: str
    points: float
    coverage: float
    close_rate_with: float | None
    close_rate_without: float | None
    flag: str


@dataclass(frozen=True)
class Cut:
    """A row of threshold_analysis."""

    TABLE: ClassVar[str] = "threshold_analysis"
    segment: str
    cut: float
    current_stage: str | None
    leads: int
    leads_above: int
    leads_per_day: float | None
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    customers: int
    customers_above: int
    recall: float | None
    recall_low: float | None
    recall_high: float | None
    expected_wins_per_month: float | None
    band_leads: int
    band_close_rate: float | None
    extra_leads_per_day_if_lowered: float | None
    extra_wins_per_month_if_lowered: float | None
    is_suggested_cut: bool
    is_capacity_cut: bool
    lowest_customer_score: float | None
    is_enough: bool
    is_enough_in_band: bool


@dataclass(frozen=True)
class Quality:
    """A row of model_quality."""

    TABLE: ClassVar[str] = "model_quality"
    scored_on: datetime.date
    segment: str
    people: int
    conversions: int
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    top_decile_rate: float | None
    lift_top_decile: float | None
    is_enough: bool


@dataclass(frozen=True)
class ScoreWarning:
    """A row of score_warnings."""

    TABLE: ClassVar[str] = "score_warnings"
    subject: str
    sentence: str


@dataclass(frozen=True)
class Disagreement:
    """A row of score_disagreements."""

    TABLE: ClassVar[str] = "score_disagreements"
    lead_id: str
    stage: str
    score: float
    conversion_probability: float
    place_difference: float
    top_reasons: str | None


Row = TypeVar("Row", Rule, Cut, Quality, ScoreWarning, Disagreement)


@dataclass(frozen=True)
class Reports:
    """All of them, of a scorecard and a day. Reports that a build left out are empty."""

    scorecard: str
    as_of: datetime.date
    rules: list[Rule]
    cuts: list[Cut]
    quality: list[Quality]
    warnings: list[ScoreWarning]
    disagreements: list[Disagreement]


def shown_segment(segment: str) -> str:
    """The segment as people read it."""
    return "all" if segment == ALL else segment


def read_reports(database: Database, scorecard: str = "") -> Reports:
    """Read the marts, of the scorecard in force unless another is named.

    A UserError without the reports, a MissingTableError where nothing was built.
    """
    scorecard = Scorecards.of(database.rows).choose(scorecard)
    is_read = of_scorecard(scorecard)
    ((as_of,),) = database.rows(f"select max(scored_on) from marts.lead_scores where {is_read}")
    if as_of is None:
        raise UserError(f"the warehouse has no scored leads; run: {BUILD}")

    def read(row: type[Row], order: str, *, is_needed: bool = False) -> list[Row]:
        try:
            return _read(database, row, is_read, order)
        except MissingTableError:
            if is_needed:
                raise UserError(
                    f"the warehouse has no table marts.{row.TABLE} yet; run: {BUILD}"
                ) from None
            return []

    return Reports(
        scorecard,
        as_of,
        read(Rule, "rule_id, segment", is_needed=True),
        read(Cut, "segment, cut", is_needed=True),
        read(Quality, "scored_on, segment"),
        read(ScoreWarning, "subject, sentence"),
        read(Disagreement, "abs(place_difference) desc, lead_id"),
    )


def _read(database: Database, row: type[Row], condition: str, order: str) -> list[Row]:
    columns = ", ".join(field.name for field in dataclasses.fields(row))
    query = f"select {columns} from marts.{row.TABLE} where {condition} order by {order}"
    return [row(*map(_plain, values)) for values in database.rows(query)]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
