"""Leads that sales have closed: they teach one term, so a share of them is looked at."""

from __future__ import annotations

from datetime import date

import duckdb

from ..sql import literal

# So many lead-days tell what is left of the chance of a closed lead.
CLOSED_LEAD_DAYS = 20_000
SCHEMA = "aside"
# Of which leads and days the project is not asked: the var set_aside_leads.
SET_ASIDE = f"{SCHEMA}.set_aside_leads"
_CLOSED = f"{SCHEMA}.closed_leads"


def find_closed(connection: duckdb.DuckDBPyConnection, conversion: str) -> None:
    """Note from when until when each lead was closed: lost, or a customer for good.

    An outcome without the lead_id of a lead closes nothing here; such leads are looked at.
    """
    connection.execute(f"create schema {SCHEMA}")
    connection.execute(
        f"""
        create table {_CLOSED} as
        with outcomes as (
            select
                trim(lead_id) as lead_id,
                lower(trim(outcome)) as outcome,
                try_cast(occurred_at as timestamptz) as occurred_at
            from raw.outcomes
            where trim(lead_id) in (select trim(lead_id) from raw.leads)
        ),
        conversions as (
            select lead_id, min(occurred_at) as converted_at
            from outcomes
            where outcome = {literal(conversion)}
            group by lead_id
        ),
        spans as (
            select
                lead_id,
                outcome,
                cast(occurred_at as date) as valid_from,
                coalesce(
                    cast(lead(occurred_at) over (
                        partition by lead_id order by occurred_at, outcome
                    ) as date),
                    date '9999-12-31'
                ) as valid_to
            from outcomes
            anti join conversions
                on
                    outcomes.lead_id = conversions.lead_id
                    and outcomes.occurred_at >= conversions.converted_at
            where occurred_at is not null
        )
        select lead_id, valid_from, valid_to, false as has_converted
        from spans
        where outcome = 'lost' and valid_from < valid_to
        union all
        select lead_id, cast(converted_at as date), date '9999-12-31', true
        from conversions
        where converted_at is not null
        """
    )


def closings(connection: duckdb.DuckDBPyConnection) -> dict[date, int]:
    """How many more leads are closed from each day on; fewer where leads are open again."""
    return dict(
        connection.execute(
            f"""
            select day, sum(leads)
            from (
                select valid_from as day, 1 as leads from {_CLOSED}
                union all
                select valid_to, -1 from {_CLOSED} where valid_to < date '9999-12-31'
            )
            group by day
            """
        ).fetchall()
    )


def set_aside(connection: duckdb.DuckDBPyConnection, days: list[date]) -> float:
    """Set aside converted leads, and lost ones beyond the bound; the share of lost ones kept.

    Which ones, a hash says that is always the same.
    """
    row = connection.execute(
        f"select count(*) from {_CLOSED} inner join (select unnest(?) as day) as days"
        " on day >= valid_from and day < valid_to where not has_converted",
        [days],
    ).fetchone()
    lead_days = int(row[0]) if row else 0
    share = min(1.0, CLOSED_LEAD_DAYS / max(1, lead_days))
    connection.execute(
        f"create table {SET_ASIDE} as select lead_id, valid_from, valid_to from {_CLOSED}"
        " where has_converted or md5_number_lower('closed ' || lead_id) % 1000000 >= ?",
        [int(share * 1_000_000)],
    )
    return share
