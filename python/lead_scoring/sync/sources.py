"""Reads what is to be sent from the warehouse."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb

from ..errors import UserError
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


def scorecard_of(connection: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    """The scorecard that the destination shows; an error where nothing of it may be sent."""
    try:
        scorecards = Scorecards.of(lambda query: connection.execute(query).fetchall())
    except duckdb.CatalogException:
        raise _not_built() from None
    return scorecards.choose_active(settings.scorecard)


def read_rows(
    connection: duckdb.DuckDBPyConnection, settings: Settings, scorecard: str
) -> Iterator[Row]:
    """The leads of the CRM, or the alerts, each with the hash of what it is to show."""
    if settings.kind == "webhook":
        yield from _alerts(connection, settings, scorecard)
        return
    # Other names in the file show the same in another place: all is sent again.
    mapping = fingerprint(sorted(settings.fields.items()))
    query = (
        f"select sync_operation, sync_hash, {', '.join(COLUMNS)} from crm_lead_score_sync"
        f" where {of_scorecard(scorecard)}"
    )
    for operation, sync_hash, *cells in _rows(connection, query):
        values = dict(zip(COLUMNS, map(_plain, cells), strict=True))
        lead_id = str(values["lead_id"])
        yield Row(lead_id, operation, fingerprint(sync_hash, mapping), values)


def _alerts(
    connection: duckdb.DuckDBPyConnection, settings: Settings, scorecard: str
) -> Iterator[Row]:
    query = (
        f"select alert_id, {', '.join(_ALERT_COLUMNS)} from lead_alerts"
        f" where {of_scorecard(scorecard)} and happened_on > scored_on - {settings.max_age_days}"
        " order by score desc, lead_id"
    )
    for alert_id, *cells in _rows(connection, query):
        values = dict(zip(_ALERT_COLUMNS, map(_plain, cells), strict=True))
        is_wanted = values["alert"] in settings.alerts
        if is_wanted and (not settings.stages or values["stage"] in settings.stages):
            yield Row(str(alert_id), ALERT, ALERT, values)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    try:
        connection.execute("use activation")
        cursor = connection.execute(query)
    except duckdb.CatalogException:
        raise _not_built() from None
    while rows := cursor.fetchmany(10_000):
        yield from rows


def _not_built() -> UserError:
    return UserError("the warehouse has no table for the sync yet; run: make build")


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
