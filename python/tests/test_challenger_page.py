"""The page on a challenger: which of the two was right, and when it will be known."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lead_scoring.dashboard.challenger import challengers
from lead_scoring.dashboard.marts import Marts
from lead_scoring.dashboard.site import write_site
from lead_scoring.engines.duckdb_file import DuckDBFile
from lead_scoring.page import Page, Table

TABLES = """
    create schema marts;
    create table marts.rulebook_diff_summary as
    select 'bold' as scorecard, 'auc' as measure, '*' as stage, date '2026-03-31' as scored_on,
        100 as old_people, 0.80 as old_value, 0.70 as old_low, 0.90 as old_high,
        0.80 + {change} as new_value, 0.68 as new_low, 0.92 as new_high,
        {change} as value_change, {low} as change_low, {high} as change_high,
        {is_enough} as is_enough;
    create table marts.model_quality as
    select 'default' as scorecard, '*' as segment, date '2026-03-31' as scored_on,
        27 as conversions;
    create table marts.rulebook_diff_calls as
    select 'bold' as scorecard, * from (values
        ('new', 60, 40, 10, 0.25, 0.14, 0.40, null, true),
        ('both', 30, 20, 8, 0.40, 0.22, 0.61, -2.5, false)
    ) as calls (called_by, people, judged_people, customers, close_rate, close_rate_low,
        close_rate_high, new_is_days_earlier, is_enough);
    create table marts.mql_entries as
    select scorecard, person_id, person_id as lead_id, date '2026-01-31' as entered_on,
        'default' as segment, has_converted
    from (values ('default', 'A', true), ('bold', 'A', true), ('default', 'B', true),
        ('bold', 'C', true), ('bold', 'D', false)
    ) as entries (scorecard, person_id, has_converted);
    create table marts.rulebook_diff as
    select 'bold' as scorecard, date '2026-06-30' as scored_on, 'E' as lead_id, 'mql' as old_stage,
        'sql' as new_stage, 55.0 as old_score, 70.5 as new_score, 15.5 as score_change,
        'up' as movement, 'Asked for a demo' as new_top_reasons;
"""


def pages(
    path: Path, change: float = 0, low: float = 0, high: float = 0, *, is_enough: bool = True
) -> dict[str, Page]:
    """The pages of challengers of a small warehouse."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES.format(change=change, low=low, high=high, is_enough=is_enough))
    return challengers(Marts(DuckDBFile(path), "default"), ["calm", "bold"], lambda _: "")


def table_of(page: Page, heading: str) -> Table:
    """The first table under a heading."""
    return next(section.tables[0] for section in page.sections if section.heading == heading)


@pytest.mark.parametrize(
    ("change", "is_enough", "sentence"),
    [
        (
            (0.05, 0.01, 0.09),
            True,
            "ranks the leads of 31 Mar 2026 better: it puts the buyer first",
        ),
        ((-0.05, -0.09, -0.01), True, "in 5.0 fewer of 100 pairs (-9.0 to -1.0)"),
        # 27 customers times (0.03 / 0.02) squared.
        ((-0.02, -0.05, 0.01), True, "it takes about 61 customers; there are 27"),
        ((0.001, -0.05, 0.052), True, "more customers than will come"),
        ((0, -0.05, 0.05), True, "more customers than will come"),
        ((0.05, 0.01, 0.09), False, "Too few leads have bought yet"),
    ],
)
def test_the_verdict_says_when_it_will_be_known(
    tmp_path: Path, change: tuple[float, float, float], is_enough: bool, sentence: str
) -> None:
    found = pages(tmp_path / "w.duckdb", *change, is_enough=is_enough)
    assert list(found) == ["challenger-1"]
    assert found["challenger-1"].title == "Challenger: bold"
    assert sentence in found["challenger-1"].lead_sentence


def test_it_names_the_leads_that_one_of_the_two_saw(tmp_path: Path) -> None:
    page = pages(tmp_path / "w.duckdb")["challenger-1"]
    calls = table_of(page, "Whom would each have sent to sales?").rows
    assert calls == [
        ["both", "30", "20", "8", "22 % to 61 %"],
        ["the challenger alone", "60", "40", "10", "25 % (14 % to 40 %)"],
    ]
    text = page.sections[0].text
    assert text.endswith("both send the challenger sends 2.5 days later on average.")
    customers = table_of(page, "Customers that only one of them saw").rows
    assert [row[:2] for row in customers] == [
        ["C", "the challenger alone"],
        ["B", "the one in force alone"],
    ]
    assert table_of(page, "Where they disagree today").rows == [
        ["E", "MQL", "SQL", "55.0", "70.5", "Asked for a demo"]
    ]


def test_the_page_goes_with_the_challenger(tmp_path: Path) -> None:
    found = pages(tmp_path / "w.duckdb")
    write_site(tmp_path, found, [])
    assert (tmp_path / "challenger-1.html").exists()
    write_site(tmp_path, {}, [])
    assert not (tmp_path / "challenger-1.html").exists()
