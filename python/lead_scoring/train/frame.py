"""The frame to learn from: the project itself, run on past days in a warehouse of its own.

Every candidate becomes a row of probability.csv with the coefficient 0, so SQL says for whom it
holds, and does so with the same models that will apply what is learned.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ..dbt_runner import run_dbt
from ..errors import UserError
from ..load import load_input
from ..project import ROOT
from ..rulebook_directory import DEFAULT_DIRECTORY, composed_directory
from ..rulebook_file import FILES
from ..warehouse import bounds
from . import closed
from .candidates import column_names, complete_columns, decimals_of, find_candidates
from .days import LEAD_DAYS, History, training_days
from .glm import Floats, Matrix
from .terms import Term, unique_ids

# The models to build: labels and old scores, and which terms hold.
_MODELS = ["build", "--quiet", "--resource-type", "seed", "snapshot", "model"]
_SELECTED = ["--select", "+int_backtest", "+int_probability_terms"]


# So few conversions may lie before anybody kept book: deals entered later, for an earlier day.
EARLY_CONVERSIONS = 0.02
# The first of them that a lead has tells which person it is of, well enough to draw a sample.
_PERSON_KEYS = ("email", "merged_into_lead_id", "lead_id")


@dataclass(frozen=True)
class Facts:
    """Where the frame comes from."""

    days: tuple[date, ...]
    as_of: date
    horizon_days: int
    share_of_people: float
    # Of the leads that sales have closed, how many are looked at.
    share_of_closed: float = 1.0


@dataclass(frozen=True)
class Frame:
    """Rows are person and day, columns of the matrix are terms."""

    terms: list[Term]
    matrix: Matrix
    labels: Floats
    days: NDArray[np.int64]
    lead_ids: NDArray[Any]
    # Numbers in the order in which people came: a split by number is a split by time.
    people: NDArray[np.int64]
    # What the rulebook in force says of the row.
    scores: Floats
    fit_points: Floats
    engagement_points: Floats
    stages: NDArray[Any]
    segments: NDArray[Any]
    is_disqualified: NDArray[np.bool_]
    # Decimals of the numbers of the input, by column.
    decimals: dict[str, int]
    # Columns in which no value is missing.
    complete: frozenset[str]
    # For everybody who ever converted: the day they came (ordinal), and how many days it took.
    conversions: NDArray[np.int64]
    facts: Facts


@dataclass(frozen=True)
class Source:
    """What the user named: input, rulebook in force, scoring day, vars, and what these say."""

    input: Path
    rulebook: Path
    as_of: date | None
    variables: dict[str, Any]
    horizon_days: int
    outcome: str
    excluded: frozenset[str]

    def file(self, name: str) -> Path:
        """A file of the rulebook in force: its own, else the default one."""
        own = self.rulebook / f"{name}.csv"
        return own if own.exists() else ROOT / DEFAULT_DIRECTORY / own.name


def observe(source: Source, work_dir: Path) -> Frame:
    """Load the input, score past days of it with all candidates, and read the frame."""
    warehouse = work_dir / "training.duckdb"
    with duckdb.connect(str(warehouse), config=bounds()) as connection:
        connection.execute("set TimeZone = 'UTC'")
        leads = load_input(connection, source.input, work_dir)[0]
        as_of = source.as_of or min(
            history_of(connection, source.outcome).last_record, datetime.now(UTC).date()
        )
        forget_after(connection, as_of)
        closed.find_closed(connection, source.outcome)
        facts = _choose_days(connection, source, as_of)
        _keep_share_of_people(connection, facts.share_of_people)
        facts = replace(facts, share_of_closed=closed.set_aside(connection, list(facts.days)))
        until = facts.days[-1] + timedelta(1)
        terms = find_candidates(connection, source.file, until, source.excluded)
        decimals, complete = decimals_of(connection, terms), complete_columns(connection)
        conversions = _conversions(connection, source.outcome)
    rulebook = work_dir / "rulebook"
    write_candidates(source.rulebook, rulebook, terms)
    variables = (
        {"custom_attributes": leads.custom_columns}
        | source.variables
        | {
            "as_of": facts.as_of.isoformat(),
            "history_on": [day.isoformat() for day in facts.days],
            "history_months": 0,
            "history_days": 0,
            "set_aside_leads": closed.SET_ASIDE,
        }
    )
    # A target of its own: what dbt knows of the user's project stays as it is.
    environment = {
        "RULEBOOK": str(rulebook),
        "CHALLENGER": "",
        "DBT_TARGET_PATH": str(work_dir / "target"),
    }
    try:
        run_dbt([*_MODELS, *_SELECTED], warehouse, variables, environment)
    finally:
        shutil.rmtree(composed_directory(ROOT, str(rulebook)), ignore_errors=True)
    with duckdb.connect(str(warehouse), config=bounds()) as connection:
        return replace(_read(connection, terms, facts, decimals, conversions), complete=complete)


def forget_after(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Leave out what came after the day: files that hold more must not teach anything else.

    Attributes of leads cannot be dated back: they are those of the file.
    """
    for table, column in (
        ("leads", "created_at"),
        ("events", "occurred_at"),
        ("outcomes", "occurred_at"),
    ):
        connection.execute(f"delete from raw.{table} where {_day(column)} > ?", [as_of])


def _choose_days(connection: duckdb.DuckDBPyConnection, source: Source, as_of: date) -> Facts:
    history = history_of(connection, source.outcome)
    waited = _conversions(connection, source.outcome)[:, 1]
    typical = int(np.median(waited)) if len(waited) else source.horizon_days
    arrivals = connection.execute(
        f"select {_day('created_at')} as day, count(*) from raw.leads"
        " where day is not null group by day"
    ).fetchall()
    days, lead_days = training_days(
        history,
        as_of,
        source.horizon_days,
        typical,
        dict(arrivals),
        closings=closed.closings(connection),
    )
    if not days:
        raise UserError(_too_short(history, as_of, source.horizon_days))
    share = min(1.0, LEAD_DAYS / max(1, lead_days))
    return Facts(tuple(days), as_of, source.horizon_days, share)


def write_candidates(old: Path, new: Path, terms: list[Term]) -> None:
    """The rulebook in force, with all candidates as terms of a probability that nobody uses."""
    new.mkdir()
    for name in FILES:
        if (old / f"{name}.csv").exists():
            shutil.copyfile(old / f"{name}.csv", new / f"{name}.csv")
    with (new / "probability.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FILES["probability"].columns, lineterminator="\n")
        writer.writeheader()
        writer.writerow({"term_id": "intercept", "signal_type": "intercept", "coefficient": 0})
        for term_id, term in zip(term_ids(terms), terms, strict=True):
            writer.writerow(probability_row(term_id, term, 0.0))


def term_ids(terms: list[Term]) -> list[str]:
    """A readable name for each term, each its own."""
    return unique_ids(term.name for term in terms)


def probability_row(term_id: str, term: Term, coefficient: float) -> dict[str, str]:
    """The row of probability.csv."""
    is_event = term.signal_type == "event"
    return {
        "term_id": term_id,
        "signal_type": term.signal_type,
        "signal": term.signal,
        "operator": term.operator,
        "operand": term.operand,
        "min_hits": str(term.min_hits) if is_event else "",
        "within_days": str(term.within_days or "") if is_event else "",
        "coefficient": f"{coefficient:.4f}",
        "description": term.description,
    }


def _read(
    connection: duckdb.DuckDBPyConnection,
    terms: list[Term],
    facts: Facts,
    decimals: dict[str, int],
    conversions: NDArray[np.int64],
) -> Frame:
    connection.execute(
        """
        create temp table numbered as
        select
            row_number() over (order by backtest.scored_on, backtest.person_id) - 1 as place,
            dense_rank() over (
                order by people.first_created_on, md5(backtest.person_id)
            ) - 1 as person,
            backtest.*
        from intermediate.int_backtest as backtest
        inner join (
            -- If a person's first lead changes (a merge), the earliest day counts, on all days.
            select person_id, min(first_created_on) as first_created_on
            from intermediate.int_people
            group by person_id
        ) as people using (person_id)
        where backtest.scored_on in (select unnest(?))
        """,
        [list(facts.days)],
    )
    rows = connection.execute(
        """
        select
            person, lead_id, scored_on, has_converted, score, fit_points, engagement_points,
            is_disqualified, stage, segment
        from numbered order by place
        """
    ).fetchnumpy()
    return Frame(
        terms=terms,
        matrix=_matrix(connection, terms, len(rows["person"])),
        labels=_floats(rows["has_converted"]),
        days=np.asarray(rows["scored_on"]).astype("datetime64[D]").astype(np.int64),
        lead_ids=np.asarray(rows["lead_id"]),
        people=np.asarray(rows["person"]).astype(np.int64),
        scores=_floats(rows["score"]),
        fit_points=_floats(rows["fit_points"]),
        engagement_points=_floats(rows["engagement_points"]),
        stages=np.asarray(rows["stage"]),
        segments=np.asarray(rows["segment"]),
        is_disqualified=np.asarray(rows["is_disqualified"]).astype(bool),
        facts=facts,
        decimals=decimals,
        complete=frozenset(),
        conversions=conversions,
    )


def _matrix(connection: duckdb.DuckDBPyConnection, terms: list[Term], rows: int) -> Matrix:
    """Where which term holds, day by day, so that no more than a day lies in memory twice."""
    connection.execute("create temp table columns (term_id varchar, number integer)")
    numbers = [[term_id, number] for number, term_id in enumerate(term_ids(terms))]
    connection.executemany("insert into columns values (?, ?)", numbers)
    days = connection.execute(
        "select scored_on, min(place), count(*) from numbered group by scored_on order by scored_on"
    ).fetchall()
    parts = []
    for day, first, count in days:
        held = connection.execute(
            """
            select numbered.place - ? as place, columns.number
            from intermediate.int_probability_terms as held
            inner join numbered
                on
                    held.scorecard = numbered.scorecard
                    and held.person_id = numbered.person_id
                    and held.scored_on = numbered.scored_on
            inner join columns on held.term_id = columns.term_id
            where held.scored_on = ?
            order by all
            """,
            [first, day],
        ).fetchnumpy()
        ones = np.ones(len(held["place"]))
        places = (np.asarray(held["place"]), np.asarray(held["number"]))
        parts.append(sparse.csr_matrix((ones, places), shape=(count, len(terms))))
    return sparse.vstack(parts, format="csr") if parts else sparse.csr_matrix((rows, len(terms)))


def _floats(values: Any) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _keep_share_of_people(connection: duckdb.DuckDBPyConnection, share: float) -> None:
    """Forget the other people's leads and events, by a hash that is always the same."""
    if share >= 1:
        return
    known = column_names(connection, "leads")
    keys = [f"nullif(lower(trim({key})), '')" for key in _PERSON_KEYS if key in known]
    connection.execute(
        f"delete from raw.leads where md5_number_lower(coalesce({', '.join(keys)}, '')) % 1000000"
        " >= ?",
        [int(share * 1_000_000)],
    )
    if "lead_id" in column_names(connection, "events"):
        connection.execute(
            "delete from raw.events where trim(lead_id) <> ''"
            " and trim(lead_id) not in (select trim(lead_id) from raw.leads)"
        )


def history_of(connection: duckdb.DuckDBPyConnection, outcome: str) -> History:
    """From when to when the loaded input reaches."""
    leads = connection.execute(
        f"select min({_day('created_at')}), max({_day('created_at')}) from raw.leads"
    ).fetchone()
    won = connection.execute(
        f"select quantile_disc({_day('occurred_at')}, ?) from raw.outcomes"
        " where lower(trim(outcome)) = ?",
        [EARLY_CONVERSIONS, outcome],
    ).fetchone()
    if leads is None or leads[0] is None:
        raise UserError("no lead of the input has a readable created_at; write it as 2026-06-30.")
    happened = connection.execute(
        f"select coalesce(max({_day('occurred_at')}), ?) from raw.events"
        f" union all select coalesce(max({_day('occurred_at')}), ?) from raw.outcomes",
        [leads[1], leads[1]],
    ).fetchall()
    (last_event,), (last_outcome,) = happened
    last_touch = max(leads[1], last_event)
    return History(leads[0], last_touch, max(last_touch, last_outcome), won[0] if won else None)


def _conversions(connection: duckdb.DuckDBPyConnection, outcome: str) -> NDArray[np.int64]:
    """Of each lead that converted: the day it came, and the days until it did."""
    rows = connection.execute(
        f"""
        select
            min({_day("leads.created_at")}) as created_on,
            min({_day("outcomes.occurred_at")}) - min({_day("leads.created_at")}) as waited
        from raw.outcomes as outcomes
        inner join raw.leads as leads on trim(outcomes.lead_id) = trim(leads.lead_id)
        where lower(trim(outcomes.outcome)) = ?
        group by leads.lead_id
        having waited > 0
        """,
        [outcome],
    ).fetchall()
    numbers = [(day.toordinal(), waited) for day, waited in rows]
    return np.array(sorted(numbers), dtype=np.int64).reshape(-1, 2)


def _day(column: str) -> str:
    return f"cast(try_cast({column} as timestamptz) as date)"


def _too_short(history: History, as_of: date, horizon_days: int) -> str:
    first = history.first_lead
    return (
        f"the first lead came on {first}, less than {horizon_days} days (conversion_horizon_days)"
        f" before {as_of}, so no lead has had its time to convert; take a later AS_OF, or a shorter"
        " horizon, such as conversion_horizon_days 30 in settings.csv."
    )
