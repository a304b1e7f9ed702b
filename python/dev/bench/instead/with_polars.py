"""A polars script: `python -m dev.bench.instead.with_polars <paths>`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

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

PERSON_DAY = ["person", "day"]


def moments(column: str) -> pl.Expr:
    """ISO 8601 texts and seconds since 1970 as UTC timestamps, what cannot be read as a gap."""
    text = pl.col(column).str.strip_chars().str.replace(" ", "T", literal=True)
    offset = text.str.replace(r"(Z|[+-]\d\d:\d\d)?$", "", n=1)
    plain = offset.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False, time_unit="us")
    with_offset = text.str.to_datetime(
        "%Y-%m-%dT%H:%M:%S%z", strict=False, time_unit="us"
    ).dt.replace_time_zone(None)
    day = text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    has_offset = text.str.contains(r"[+-]\d\d:\d\d$")
    seconds = pl.when(text.str.contains("^[12][0-9]{9}$")).then(text)
    since_1970 = pl.from_epoch(seconds.cast(pl.Int64, strict=False), "s").cast(pl.Datetime("us"))
    return (
        pl.when(has_offset)
        .then(with_offset)
        .otherwise(pl.coalesce(plain, day, since_1970))
        .alias(column)
    )


def read_people(directory: Path, as_of: date) -> People:
    """Read the leads and find out who is one person."""
    leads = (
        pl.scan_parquet(directory / "leads" / "*.parquet")
        .select(LEAD_COLUMNS)
        .with_columns(moments("created_at"), moments("updated_at"))
        .drop_nulls(["lead_id", "created_at"])
        .sort(["updated_at", "created_at"], descending=True, nulls_last=True)
        .unique("lead_id", keep="first", maintain_order=True)
        .collect()
    )
    return people(known_on(leads.iter_rows(), as_of))


def read_events(directory: Path, as_of: date) -> pl.DataFrame:
    """Read all events, each once."""
    return (
        pl.scan_parquet(directory / "events" / "*.parquet")
        .select(EVENT_COLUMNS)
        .with_columns(
            moments("occurred_at"),
            moments("loaded_at"),
            pl.col("email", "event_type").str.to_lowercase(),
        )
        .drop_nulls(["event_id", "event_type", "occurred_at"])
        .filter(~pl.all_horizontal(pl.col("lead_id", "email", "anonymous_id").is_null()))
        .sort(["loaded_at", "occurred_at"], nulls_last=True)
        .unique("event_id", keep="first")
        .with_columns(day=pl.col("occurred_at").dt.date())
        .filter(pl.col("day") <= as_of)
        .drop("loaded_at")
        .collect(engine="streaming")
    )


def in_burst(events: pl.DataFrame, rule: Burst) -> pl.Series:
    """The events that a machine made, as a run of them in a few seconds shows."""
    visitor_day = ["visitor", "day"]
    gap = pl.col("occurred_at").diff().over(visitor_day, order_by=["occurred_at", "event_id"])
    return (
        events.filter(pl.col("event_type") == rule.event_type)
        .with_columns(visitor=pl.coalesce("lead_id", "email", "anonymous_id"))
        .sort([*visitor_day, "occurred_at", "event_id"])
        .with_columns(
            run=(gap.is_null() | (gap > pl.duration(seconds=rule.max_gap_seconds))).cum_sum()
        )
        .filter(
            (pl.len().over("run") >= rule.min_hits)
            & (pl.col("asset").drop_nulls().n_unique().over("run") >= rule.min_assets)
            & (
                pl.col("occurred_at").max().over("run")
                > pl.col("day").first().over("run").cast(pl.Datetime("us"))
            )
        )
        .get_column("event_id")
    )


def find_people(events: pl.DataFrame, known: People) -> pl.DataFrame:
    """Add the person: by lead_id, else by email address, else by the cookie's last tie."""
    by_lead = _table(known.by_lead, "lead_id", "lead_person")
    by_email = _table(known.by_email, "email", "email_person")
    named = events.join(by_lead, on="lead_id", how="left").join(by_email, on="email", how="left")
    named = named.with_columns(named=pl.coalesce("lead_person", "email_person"))
    ties = (
        named.select("anonymous_id", "occurred_at", "named")
        .drop_nulls()
        .filter(pl.col("named").n_unique().over("anonymous_id") <= MOST_PEOPLE)
        .sort(["occurred_at", "named"], descending=[True, False])
        .unique("anonymous_id", keep="first", maintain_order=True)
        .select("anonymous_id", tied="named")
    )
    return named.join(ties, on="anonymous_id", how="left").with_columns(
        person=pl.coalesce("named", "tied")
    )


def rule_points(rule: Rule, hits: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The points of one rule by person; `hits` has one row for each person and day."""
    age = (pl.lit(as_of) - pl.col("day")).dt.total_days()
    capped = hits.with_columns(
        counted=pl.col("hits").clip(upper_bound=rule.daily_cap) if rule.daily_cap else "hits",
        age=age.cast(pl.Float64),
        idle=(pl.lit(as_of) - pl.coalesce("last_on", "day")).dt.total_days().cast(pl.Float64),
    )
    if rule.min_hits or rule.within_days:
        sums = (
            capped.filter(pl.col("age") < (rule.within_days or float("inf")))
            .group_by("person")
            .agg(pl.col("counted").sum())
        )
        return sums.filter(pl.col("counted") >= (rule.min_hits or 1)).select(
            "person", points=pl.lit(rule.points)
        )
    weight = rule.weight(capped["age"].to_numpy(), capped["idle"].to_numpy())
    points = capped.with_columns(points=pl.col("counted") * pl.Series(weight) * rule.points)
    sums = points.group_by("person").agg(pl.col("points").sum())
    if rule.max_points is None:
        return sums
    return sums.with_columns(pl.col("points").clip(-rule.max_points, rule.max_points))


def _table(keys: dict[str, str], key: str, person: str) -> pl.DataFrame:
    return pl.DataFrame(
        {key: list(keys), person: list(keys.values())}, schema={key: pl.String, person: pl.String}
    )


def main(arguments: list[str]) -> int:
    """Write lead_id and points of each person."""
    directory, day, rulebook, result = arguments
    as_of = date.fromisoformat(day)
    known = read_people(Path(directory), as_of)
    events = read_events(Path(directory), as_of)
    agents = is_machine_agent(Path(rulebook), events["user_agent"].unique().to_list())
    is_machine = pl.col("is_machine").str.to_lowercase().is_in(TRUE).fill_null(value=False)
    is_agent = pl.col("user_agent").is_in(agents).fill_null(value=False)
    bursts = pl.concat([in_burst(events, burst) for burst in burst_rules(Path(rulebook))])
    events = find_people(events, known).filter(
        ~is_machine,
        ~is_agent,
        ~pl.col("event_id").is_in(bursts.implode()),
        pl.col("person").is_not_null(),
    )

    days = events.group_by([*PERSON_DAY, "event_type", "asset"]).len("hits")
    kinds = days.select("event_type", "asset").unique()
    rules = event_rules(Path(rulebook))
    hits: dict[str, pl.DataFrame] = {}
    for rule in rules:
        matching = kinds.filter(pl.Series([rule.matches(*kind) for kind in kinds.iter_rows()]))
        found = days.join(matching, on=["event_type", "asset"], how="semi", nulls_equal=True)
        hits[rule.rule_id] = found.group_by(PERSON_DAY).agg(pl.col("hits").sum())
    engaging = [r.rule_id for r in rules if r.component == "engagement" and r.points > 0]
    last = pl.concat([hits[name] for name in engaging])
    last = last.group_by("person").agg(last_on=pl.col("day").max())
    points = pl.concat(
        [
            rule_points(rule, hits[rule.rule_id].join(last, on="person", how="left"), as_of)
            for rule in rules
            if rule.is_compared
        ]
    )
    scored = pl.DataFrame({"person": known.scored}, schema={"person": pl.String})
    sums = scored.join(
        points.group_by("person").agg(pl.col("points").sum()), on="person", how="left"
    )
    sums.select(lead_id="person", points=pl.col("points").fill_null(0.0)).write_parquet(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
