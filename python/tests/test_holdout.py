"""A hold-out of the size asked for finds an effect as often as promised, and seldom a false one.

Two hundred companies, each a scorecard of its own, leave their hold-out alone. Of the people whom
sales works a fifth buy; of the hold-out fewer, or just as many. The marts' own SQL judges them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from .conftest import CommandLine

pytestmark = pytest.mark.models

RATE, EFFECT = 0.2, 0.3
COMPANIES = 200
# The first 8 hex digits of an MD5 with the default salt, below 5 percent.
IS_HELD_OUT = "substr(md5('lead_scoring|' || person_id), 1, 8) < '0ccccccc'"
DRAW = "('0x' || substr(md5('chance|' || person_id), 1, 8))::ubigint / 4294967296"


class Companies:
    """The tables that holdout_effect reads, and its rows for all stages and segments."""

    def __init__(self, demo: CommandLine) -> None:
        """Take the SQL that the demo's build has run."""
        compiled = demo.directory / "target" / "compiled" / "lead_scoring"
        path = compiled / "models" / "marts" / "score_performance" / "holdout_effect.sql"
        self._sql = Path(path).read_text(encoding="utf-8")
        self._connection = duckdb.connect()
        self._connection.execute(
            "attach ':memory:' as lead_scoring; create schema lead_scoring.intermediate;"
            "create table lead_scoring.intermediate.int_person_outcomes (scorecard varchar,"
            " scored_on date, person_id varchar, outcome varchar, is_within_horizon boolean)"
        )

    def judge(self, companies: int, people: int, effect: float) -> list[tuple[float, float, int]]:
        """Both ends of the interval of the difference, and the people needed, by company."""
        self._connection.execute(
            f"""
            create or replace table lead_scoring.intermediate.int_backtest as
            with people as (
                select
                    'c' || company as scorecard,
                    'c' || company || '-' || number as person_id
                from range({companies}) as companies (company), range({people}) as people (number)
            )
            select *, 1 as day_number, date '2026-01-31' as scored_on, 'mql' as stage,
                'default' as segment,
                ({DRAW} < {RATE} * case when {IS_HELD_OUT} then 1 - {effect} else 1 end)::int
                    as has_converted
            from people
            """
        )
        return self._connection.execute(
            "select rate_difference_low::double, rate_difference_high::double,"
            f" needed_holdout_people from ({self._sql}) where stage = '*' and segment = '*'"
        ).fetchall()


def test_a_hold_out_of_the_size_asked_for_finds_the_effect(demo: CommandLine) -> None:
    companies = Companies(demo)
    ((*_, needed),) = companies.judge(1, 40_000, effect=0)
    # By hand for a fifth: 338 people.
    assert 325 < needed < 352
    people = round(needed / 0.05)

    judged = companies.judge(COMPANIES, people, EFFECT)
    found = sum(low > 0 for low, _, _ in judged) / COMPANIES
    assert 0.75 < found < 0.87
    holds_truth = sum(low <= RATE * EFFECT <= high for low, high, _ in judged) / COMPANIES
    assert holds_truth > 0.92

    alike = companies.judge(COMPANIES, people, effect=0)
    false_alarms = sum(not low <= 0 <= high for low, high, _ in alike) / COMPANIES
    assert false_alarms < 0.08
