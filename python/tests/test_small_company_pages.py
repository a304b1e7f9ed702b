"""The pages of a company with few leads, in a time zone of its own."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from lead_scoring.dashboard import words
from lead_scoring.dashboard.conversion import conversion
from lead_scoring.dashboard.marts import Marts
from lead_scoring.dashboard.overview import overview
from lead_scoring.dashboard.queue import queue
from lead_scoring.engines.duckdb_file import DuckDBFile

TABLES = """
    create schema marts;
    create table marts.lead_scores as
    select 'default' as scorecard, 'A' as person_id, date '2026-06-30' as scored_on;
    create table marts.sales_feedback as
    select 'default' as scorecard, '*' as segment, '*' as stage, 3 as accepted_with_horizon_over,
        1 as won, 0.3333 as win_rate, 0.06 as win_rate_low, 0.79 as win_rate_high,
        false as is_enough_for_win_rate;
    create table marts.follow_up_queue as
    select 'default' as scorecard, 1 as priority, 'A' as person_id, 'A' as lead_id,
        'u-1' as owner_id, 'to act on' as queue_section, 'call' as action,
        'phone' as contact_channel, null as contact_note, timestamp '2026-07-01 23:30:00' as due_at,
        timestamp '2026-07-02 01:30:00' as due_local_at, 'Europe/Berlin' as time_zone,
        false as is_overdue, null as overdue_hours, 'default' as segment, 'mql' as stage,
        50.0 as score, 'B2' as grade, null as expected_value, 'none' as sales_status,
        null::date as sales_status_on, 'Asked for a demo' as reasons, false as is_holdout;
    create table marts.conversion_trend as
    select 'default' as scorecard, '*' as segment, * from (values
        (date '2026-01-01', 0, 0, true, null, null, null, 1, 0, 0, null, null, false, null),
        (date '2026-02-01', 12, 1, true, 0.0833, 0.01, 0.35, 3, 32, 3, 0.09375, 0.25, true,
            'Fewer leads become customers'),
        (date '2026-03-01', 40, 4, true, 0.1, 0.04, 0.23, 1, 40, 4, 0.1, 0.2, true, null),
        (date '2026-04-01', 3, 0, true, 0, 0, 0.56, 1, 3, 0, 0, 0.2, false, null),
        (date '2026-05-01', 5, 0, false, null, null, null, null, null, null, null, null, false,
            null)
    ) as months (month_starts_on, mqls, customers, is_complete, conversion_rate,
        conversion_rate_low, conversion_rate_high, pooled_months, pooled_mqls, pooled_customers,
        pooled_rate, earlier_rate, is_enough, warning);
"""


@pytest.fixture
def marts(tmp_path: Path) -> Marts:
    """The marts that the three pages cannot do without."""
    path = tmp_path / "small.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
    return Marts(DuckDBFile(path), "default")


def test_a_month_without_mqls_has_no_rate(marts: Marts) -> None:
    tiles = {tile.name: tile for tile in overview(marts).tiles}
    picture = tiles["Win rate"].picture
    assert "Feb 2026 8.3 %" in picture
    assert "Jan 2026" not in picture


def test_months_are_judged_by_as_many_as_it_takes(marts: Marts) -> None:
    section = next(
        one for one in conversion(marts).sections if one.heading == "Is it getting better or worse?"
    )
    table = section.tables[0]
    columns = [list(table.columns).index(name) for name in ("month", "rate", "judged by")]
    assert [tuple(row[column] for column in columns) for row in table.rows] == [
        ("May 2026", "horizon not over", words.NONE),
        ("Apr 2026", "0 % to 56 %", words.NONE),
        ("Mar 2026", "10 % (4.0 % to 23 %)", "itself"),
        ("Feb 2026", "1.0 % to 35 %", "3 months: 9.4 % (3 of 32)"),
        ("Jan 2026", words.NONE, words.NONE),
    ]


def test_a_company_without_customers_is_not_told_who_buys_most(
    marts: Marts, tmp_path: Path
) -> None:
    """Nor of an empty chart, or of leads that are late of none."""
    with duckdb.connect(str(tmp_path / "small.duckdb")) as connection:
        connection.execute(
            "create table marts.channel_conversion as select 'default' as scorecard, channel,"
            " 40 as leads, 0 as conversions, 0.0 as conversion_rate, 0.0 as conversion_rate_low,"
            " 0.09 as conversion_rate_high, 0 as accepted, 0 as rejected, 0.0 as won_amount,"
            " null as days_to_convert, true as is_enough from (values ('a'), ('b')) as t (channel)"
        )
        connection.execute("delete from marts.follow_up_queue")
    sentence = "No lead of a channel with enough leads has bought yet."
    assert conversion(marts).lead_sentence == sentence
    assert overview(marts).lead_sentence.startswith("No lead waits to be acted on.")


def test_a_month_with_few_mqls_is_drawn_with_those_before_it(marts: Marts) -> None:
    section = next(
        one for one in conversion(marts).sections if one.heading == "Is it getting better or worse?"
    )
    [drawn] = section.charts
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)[1:]
    assert texts == [
        "Feb 2026 and 2 months before (3 of 32)", "9.4 %",
        "Mar 2026 (4 of 40)", "10 % (4.0 % to 23 %)",
        "Apr 2026 (0 of 3)", "too few: 0 % to 56 %",
    ]  # fmt: skip


def test_due_times_are_those_of_the_team(marts: Marts) -> None:
    page = queue(marts, lambda _: "", with_companies=False)
    row = page.sections[0].tables[0].rows[0]
    assert row[1] == "Thu 2 Jul 01:30"
    assert page.footer.endswith("Due times are those of Europe/Berlin.")
