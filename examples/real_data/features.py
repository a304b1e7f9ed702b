"""What each day knew of the leads open on it: read from the input, without the project's help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from tasks import TABLES, Task, connection

# An event that never happened counts as one that happened so long ago.
NEVER_DAYS = 90
KEYS = ("lead_id", "day", "has_converted")


@dataclass(frozen=True)
class OpenLeads:
    """A row for each lead and day on which it was open."""

    lead_ids: Any
    days: Any
    labels: Any
    numbers: Any
    texts: Any

    def on(self, days: tuple[date, ...]) -> OpenLeads:
        """The rows of some of the days."""
        kept = np.isin(self.days, np.array(days, dtype="datetime64[D]"))
        return OpenLeads(
            self.lead_ids[kept],
            self.days[kept],
            self.labels[kept],
            self.numbers[kept],
            self.texts[kept],
        )


# Neither won nor lost by the end of the day.
OPEN_LEADS = """
    create table open_leads as
    select
        day,
        leads.lead_id,
        coalesce(
            bool_or(outcome = 'won' and outcomes.happened_on <= day + {horizon_days}), false
        ) as has_converted
    from (select unnest({days}::date[]) as day)
    inner join leads on leads.happened_on <= day
    left join outcomes on leads.lead_id = outcomes.lead_id
    group by day, leads.lead_id
    having not coalesce(
        bool_or(outcome in ('won', 'lost') and outcomes.happened_on <= day), false
    )
"""

# Of each event type: how often it happened until the day, and how many days ago it last did.
EVENT_FEATURES = """
    create table event_features as
    pivot (
        select
            day,
            open_leads.lead_id,
            lower(event_type) as event_type,
            ln(1 + count(*)) as often,
            ln(1 + date_diff('day', max(happened_on), day)) as ago
        from open_leads
        inner join events
            on open_leads.lead_id = events.lead_id and events.happened_on <= open_leads.day
        where not list_contains({excluded}::varchar[], lower(event_type))
        group by day, open_leads.lead_id, lower(event_type)
    )
    on event_type using first(often) as often, first(ago) as ago group by day, lead_id
"""


def open_leads(task: Task, directory: Path) -> OpenLeads:
    """The leads open on the learning days and on the test days, with their features."""
    with connection() as database:
        for table, moment in TABLES.items():
            path = directory / f"{table}.csv"
            if path.exists():
                database.execute(
                    f"create table {table} as select *, cast({moment} as timestamptz)::date"
                    f" as happened_on from read_csv('{path}', all_varchar=true)"
                )
        days = [str(day) for day in (*task.learning_days, *task.test_days)]
        database.execute(OPEN_LEADS.format(days=days, horizon_days=task.horizon_days))
        attributes = "open_leads inner join leads using (lead_id)"
        rows = database.sql(
            f"select * exclude (created_at, happened_on) from {attributes} order by day, lead_id"
        ).fetchnumpy()
        happened: dict[str, Any] = {}
        if (directory / "events.csv").exists():
            database.execute(EVENT_FEATURES.format(excluded=task.excluded_events))
            happened = database.sql(
                "select event_features.* from open_leads left join event_features"
                " using (day, lead_id) order by open_leads.day, open_leads.lead_id"
            ).fetchnumpy()
    columns = {name: filled(values) for name, values in rows.items() if name not in KEYS}
    numbers = [column for values in columns.values() for column in as_numbers(values)]
    for name, values in happened.items():
        if name not in KEYS:
            never = 0.0 if name.endswith("_often") else np.log1p(NEVER_DAYS)
            numbers.append(np.ma.filled(values, never))
    texts = [values for values in columns.values() if not as_numbers(values)]
    count = len(rows["lead_id"])
    return OpenLeads(
        filled(rows["lead_id"]),
        np.asarray(rows["day"]).astype("datetime64[D]"),
        np.asarray(rows["has_converted"]).astype(float),
        np.column_stack(numbers) if numbers else np.empty((count, 0)),
        np.column_stack(texts) if texts else np.empty((count, 0), dtype=object),
    )


def filled(values: Any) -> Any:
    """Texts, empty where unknown."""
    return np.ma.filled(np.ma.asarray(values), "").astype(object)


def as_numbers(values: Any) -> list[Any]:
    """A column of numbers and whether it is unknown (then 0); nothing for a column of texts."""
    try:
        known = np.array([float(value) if value else np.nan for value in values])
    except ValueError:
        return []
    missing = np.isnan(known)
    return [np.where(missing, 0.0, known), missing.astype(float)]
