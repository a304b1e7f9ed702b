"""Reads what is to be sent from the warehouse."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..engines import Database, MissingTableError
from ..errors import UserError
from ..project import BUILD
from ..scorecards import Scorecards, of_scorecard
from .rows import ALERT, Row, Value, fingerprint
from .settings import COLUMNS, Settings

_ALERT_COLUMNS = (
    "lead_id",
    "owner_id",
    "alert",
    "happened_on",
    "score",
    "grade",
    "stage",
    "next_action",
    "due_at",
    "reasons",
    "score_change_7d",
)


def scorecard_of(database: Database, settings: Settings) -> str:
    """The scorecard that the destination shows; an error where nothing of it may be sent."""
    try:
        scorecards = Scorecards.of(database.rows)
    except MissingTableError:
        raise _not_built() from None
    return scorecards.choose_active(settings.scorecard)


def read_rows(database: Database, settings: Settings, scorecard: str) -> Iterator[Row]:
    """The leads of the CRM, or the alerts, each with the hash of what it is to show."""
    if settings.kind == "webhook":
        yield from _alerts(database, settings, scorecard)
        return
    # Other names in the file show the same in another place: all is sent again.
    mapping = fingerprint(sorted(settings.fields.items()))
    query = (
        f"select sync_operation, sync_hash, {', '.join(COLUMNS)}"
        f" from activation.crm_lead_score_sync where {of_scorecard(scorecard)}"
    )
    for operation, sync_hash, *cells in _rows(database, query):
        values = dict(zip(COLUMNS, map(_plain, cells), strict=True))
        lead_id = str(values["lead_id"])
        yield Row(lead_id, operation, fingerprint(sync_hash, mapping), values)


def _alerts(database: Database, settings: Settings, scorecard: str) -> Iterator[Row]:
    query = (
        f"select alert_id, {', '.join(_ALERT_COLUMNS)} from activation.lead_alerts"
        f" where {of_scorecard(scorecard)} and happened_on > scored_on - {settings.max_age_days}"
        " order by score desc, lead_id"
    )
    for alert_id, *cells in _rows(database, query):
        values = dict(zip(_ALERT_COLUMNS, map(_plain, cells), strict=True))
        is_wanted = values["alert"] in settings.alerts
        if is_wanted and (not settings.stages or values["stage"] in settings.stages):
            yield Row(str(alert_id), ALERT, ALERT, values)


def _rows(database: Database, query: str) -> Iterator[tuple[Any, ...]]:
    try:
        yield from database.stream(query)
    except MissingTableError:
        raise _not_built() from None


def _not_built() -> UserError:
    return UserError(f"the warehouse has no table for the sync yet; run: {BUILD}")


def _plain(value: Any) -> Value:
    """The value as JSON has it: UTC times in ISO 8601, decimals as numbers."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return round(float(value), 1)
    assert value is None or isinstance(value, str | int | float)  # noqa: S101 - no other types
    return value
