"""Scores some people aside, on the day of a warehouse and on days to come, as if nothing happens.

What `make try` says of one lead and the dashboard of those in the queue: their rows of the input go
into a file of their own, which dbt scores as of each day.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import duckdb

from .dbt_runner import run_dbt
from .erase.person import Person, find_person
from .errors import UserError
from .load import custom_attributes
from .project import ROOT, shown
from .rulebook_directory import composed_directory, put_in_force
from .sql import literal
from .warehouse import Warehouse, bounds

AHEAD = (0, 7, 30, 90)  # days from the scoring day on that tables show
CURVE = sorted({*AHEAD, *range(0, 91, 7)})

Day = tuple[date, float, str, str]
"""A day with score, grade and stage."""

_SCORED = ["+lead_score_history", "+lead_score_ledger"]
_ALIKE = 0.001  # points

# Events and outcomes of the people as the last build joined them; those of others stay out.
_COPY = """
create or replace temp table others as
select lead_id, case when has_valid_email then email end as email
from source.staging.stg_leads
where lead_id not in (select name from chosen where kind = 'lead');
create table raw.leads as
select * from source.raw.leads
where trim(lead_id) in (select name from chosen where kind = 'lead');
create table raw.events as
select * from source.raw.events where event_id in (
    select event_id
    from source.staging.stg_events
    where
        lead_id in (select name from chosen where kind = 'lead')
        or lead_id not in (select lead_id from others) is distinct from false
        and (
            email in (select name from chosen where kind = 'mail')
            or anonymous_id in (select name from chosen where kind = 'visitor')
            and email not in (select email from others where email is not null)
                is distinct from false
        )
);
create table raw.outcomes as
select * from source.raw.outcomes where outcome_id in (
    select outcome_id
    from source.intermediate.int_lead_outcomes
    where lead_id in (select name from chosen where kind = 'lead')
);
create table raw.identities as
select * from source.raw.identities
where trim(lead_id) in (select name from chosen where kind = 'lead');
"""
_REST = ("erased_leads", "input_files", "input_facts")


def new_file(directory: Path) -> tuple[Path, AbstractContextManager[duckdb.DuckDBPyConnection]]:
    """A file in the directory for people to score, and a connection that may write it."""
    path = directory / "ahead.duckdb"
    connection = duckdb.connect(str(path), config=bounds())
    connection.execute("set TimeZone = 'UTC'")
    return path, connection


def copy_people(
    connection: duckdb.DuckDBPyConnection, leads: Collection[str], as_of: str = ""
) -> tuple[date, list[date]]:
    """Put the people with these leads, alone, into the file.

    The day that counts as now, and the days scored before it: a stage once reached may be kept.
    """
    warehouse = Warehouse.from_environment()
    if warehouse.path not in warehouse.files():
        raise UserError(f"there is no warehouse {shown(warehouse.path)} yet; run: make build")
    with warehouse.read(warehouse.path) as source:
        of_files = (
            "select 1 from duckdb_tables() where schema_name = 'raw' and table_name = 'leads'"
        )
        if not source.execute(of_files).fetchall():
            raise UserError(
                "the warehouse was built on the tables of loaders, and only rows of files can be"
                " scored aside; see marts.lead_score_ledger for the points of a lead."
            )
        people = find_person(source, Person(leads=frozenset(leads)))
        ((last_day,),) = source.execute("select max(scored_on) from marts.lead_scores").fetchall()
        day = date.fromisoformat(as_of) if as_of else last_day
        before = source.execute(
            "select distinct scored_on from marts.lead_score_history"
            " where scored_on < ? order by 1",
            [day],
        ).fetchall()
    if not people.leads:
        raise UserError(
            f"no lead is called {', '.join(sorted(leads))}; look for it in marts.lead_scores."
        )
    connection.execute(f"attach {literal(str(warehouse.path))} as source (read_only)")
    connection.execute("create schema raw")
    connection.execute("create temp table chosen (kind varchar, name varchar)")
    chosen = [("lead", name) for name in sorted(people.leads)]
    chosen += [("mail", name) for name in sorted(people.mails)]
    chosen += [("visitor", name) for name in sorted(people.visitors)]
    connection.executemany("insert into chosen values (?, ?)", chosen)
    for statement in _COPY.split(";"):
        if statement.strip():
            connection.execute(statement)
    for table in _REST:
        connection.execute(f"create table raw.{table} as select * from source.raw.{table}")
    connection.execute("detach source")
    return day, [on for (on,) in before]


def score_people(
    path: Path, work_dir: Path, days: Sequence[date], rulebook: str, attributes: Sequence[str]
) -> None:
    """Score the people in the file on the days; rulebook: its directory, '' for the project's."""
    put_in_force(ROOT, rulebook)
    variables = {
        "as_of": days[-1].isoformat(),
        "history_on": [day.isoformat() for day in days],
        "history_months": 0,
        "history_days": 0,
        "custom_attributes": list(attributes),
    }
    environment = {
        "RULEBOOK": rulebook,
        "CHALLENGER": "",
        "DBT_TARGET_PATH": str(work_dir / "target"),
    }
    selection = ["--resource-type", "seed", "snapshot", "model", "--select", *_SCORED]
    try:
        run_dbt(["build", "--quiet", *selection], path, variables, environment)
    finally:
        if rulebook:
            shutil.rmtree(composed_directory(ROOT, rulebook), ignore_errors=True)


def forecast(
    scores_now: Mapping[str, float], scorecard: str, rulebook: str
) -> dict[str, list[Day]]:
    """By lead: the days from now on, if nothing happens. scores_now: the leads and their scores.

    A lead whose score of now comes out otherwise is left out: the warehouse was built with another
    rulebook, other vars or another input, and a forecast would belong to none of its numbers.
    """
    with tempfile.TemporaryDirectory(prefix="lead_scoring_ahead_") as name:
        work_dir = Path(name)
        path, opened = new_file(work_dir)
        with opened as connection:
            day, before = copy_people(connection, scores_now)
            attributes = custom_attributes(connection)
        days = [day + timedelta(days=days) for days in CURVE]
        score_people(path, work_dir, [*before, *days], rulebook, attributes)
        with duckdb.connect(str(path), read_only=True) as connection:
            rows = connection.execute(
                "select lead_id, scored_on, score, grade, stage from marts.lead_score_history"
                " where scored_on >= ? and scorecard = ? order by lead_id, scored_on",
                [day, scorecard],
            ).fetchall()
    found: dict[str, list[Day]] = {}
    for lead, on, points, grade, stage in rows:
        found.setdefault(lead, []).append((on, float(points), grade or "", stage or ""))
    return {
        lead: ahead
        for lead, ahead in found.items()
        if lead in scores_now and abs(ahead[0][1] - float(scores_now[lead])) < _ALIKE
    }
