"""A pandas script: `python -m dev.bench.instead.with_pandas <paths>`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from .common import (
    EVENT_COLUMNS,
    LEAD_COLUMNS,
    MOST_PEOPLE,
    TRUE,
    Burst,
    People,
    Rule,
    burst_rules,
    event_rules,
    is_machine_agent,
    known_on,
    people,
)


def moments(texts: pd.Series) -> pd.Series:
    """ISO 8601 texts and seconds since 1970 as UTC timestamps, what cannot be read as a gap."""
    seconds = pd.to_numeric(texts.where(texts.str.fullmatch("[12][0-9]{9}")), errors="coerce")
    read = pd.to_datetime(texts.where(seconds.isna()), format="ISO8601", utc=True, errors="coerce")
    return read.fillna(pd.to_datetime(seconds, unit="s", utc=True))


def read_people(directory: Path, as_of: date) -> People:
    """Read the leads and find out who is one person."""
    leads = pd.read_parquet(directory / "leads", columns=LEAD_COLUMNS)
    leads["created_at"] = moments(leads["created_at"].str.strip())
    leads["updated_at"] = moments(leads["updated_at"].str.strip())
    leads = leads.dropna(subset=["lead_id", "created_at"])
    leads = leads.sort_values(["updated_at", "created_at"], ascending=False, na_position="last")
    leads = leads.drop_duplicates("lead_id").astype(object)
    leads = leads.where(leads.notna(), None)
    return people(known_on(leads.itertuples(index=False, name=None), as_of))


def read_events(directory: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """Read all events, each once."""
    events = pd.read_parquet(directory / "events", columns=EVENT_COLUMNS)
    events["occurred_at"] = moments(events["occurred_at"])
    events["loaded_at"] = moments(events["loaded_at"])
    events = events.dropna(subset=["event_id", "event_type", "occurred_at"])
    events = events.dropna(subset=["lead_id", "email", "anonymous_id"], how="all")
    events = events.sort_values(["loaded_at", "occurred_at"]).drop_duplicates("event_id")
    events["day"] = events["occurred_at"].dt.floor("D")
    events["email"] = events["email"].str.lower()
    events["event_type"] = events["event_type"].str.lower()
    return events[events["day"] <= as_of].reset_index(drop=True)


def in_burst(events: pd.DataFrame, rule: Burst) -> pd.Index:
    """The events that a machine made, as a run of them in a few seconds shows."""
    clicks = events[events["event_type"] == rule.event_type].copy()
    clicks["visitor"] = clicks["lead_id"].fillna(clicks["email"]).fillna(clicks["anonymous_id"])
    clicks = clicks.sort_values(["visitor", "day", "occurred_at", "event_id"])
    is_same = (clicks["visitor"] == clicks["visitor"].shift()) & (
        clicks["day"] == clicks["day"].shift()
    )
    gap = clicks["occurred_at"].diff()
    clicks["run"] = (~(is_same & (gap <= pd.Timedelta(seconds=rule.max_gap_seconds)))).cumsum()
    runs = clicks.groupby("run").agg(
        hits=("event_id", "size"),
        assets=("asset", "nunique"),
        last_at=("occurred_at", "max"),
        day=("day", "first"),
    )
    found = runs[
        (runs["hits"] >= rule.min_hits)
        & (runs["assets"] >= rule.min_assets)
        & (runs["last_at"] > runs["day"])
    ]
    return clicks.index[clicks["run"].isin(found.index)]


def find_people(events: pd.DataFrame, known: People) -> pd.Series:
    """The person of each event: by lead_id, else email address, else the cookie's last tie."""
    named = events["lead_id"].map(known.by_lead).fillna(events["email"].map(known.by_email))
    ties = pd.DataFrame(
        {
            "anonymous_id": events["anonymous_id"],
            "occurred_at": events["occurred_at"],
            "person": named,
        }
    ).dropna()
    ties = ties.sort_values(["occurred_at", "person"], ascending=[False, True])
    people_of = ties.groupby("anonymous_id")["person"].transform("nunique")
    ties = ties[people_of <= MOST_PEOPLE]
    ties = ties.drop_duplicates("anonymous_id").set_index("anonymous_id")["person"]
    return named.fillna(events["anonymous_id"].map(ties))


def rule_points(rule: Rule, hits: pd.DataFrame, last: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """The points of one rule by person; `hits` has one row for each person and day."""
    counted = hits["hits"].clip(upper=rule.daily_cap)
    age = (as_of - hits["day"]).dt.days.to_numpy(dtype=float)
    if rule.min_hits or rule.within_days:
        within = age < (rule.within_days or np.inf)
        sums = counted[within].groupby(hits["person"][within]).sum()
        return (sums >= (rule.min_hits or 1)).astype(float) * rule.points
    idle = (as_of - hits["person"].map(last).fillna(hits["day"])).dt.days.to_numpy(dtype=float)
    points = (counted * rule.weight(age, idle) * rule.points).groupby(hits["person"]).sum()
    if rule.max_points is not None:
        points = points.clip(-rule.max_points, rule.max_points)
    return points


def main(arguments: list[str]) -> int:
    """Write lead_id and points of each person."""
    directory, day, rulebook, result = arguments
    as_of = pd.Timestamp(day, tz="UTC")
    known = read_people(Path(directory), date.fromisoformat(day))
    events = read_events(Path(directory), as_of)
    agents = is_machine_agent(Path(rulebook), events["user_agent"].dropna().unique())
    machine = events["is_machine"].str.lower().isin(TRUE) | events["user_agent"].isin(agents)
    for burst in burst_rules(Path(rulebook)):
        machine[in_burst(events, burst)] = True
    events["person"] = find_people(events, known)
    events = events[~machine & events["person"].notna()]

    kinds = events[["event_type", "asset"]].drop_duplicates()
    texts = kinds.astype(object).where(kinds.notna(), None)
    named = list(texts.itertuples(index=False, name=None))
    rules = event_rules(Path(rulebook))
    hits: dict[str, pd.DataFrame] = {}
    for rule in rules:
        matching = [rule.matches(*kind) for kind in named]
        found = events.merge(kinds[matching], on=["event_type", "asset"])
        days = found.groupby(["person", "day"], as_index=False).size()
        hits[rule.rule_id] = days.rename(columns={"size": "hits"})
    engaging = [r.rule_id for r in rules if r.component == "engagement" and r.points > 0]
    last = pd.concat([hits[name] for name in engaging]).groupby("person")["day"].max()
    points = pd.concat(
        [rule_points(rule, hits[rule.rule_id], last, as_of) for rule in rules if rule.is_compared]
    )
    sums = points.groupby(level=0).sum().reindex(known.scored, fill_value=0.0)
    pd.DataFrame({"lead_id": sums.index, "points": sums.to_numpy()}).to_parquet(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
