"""dbt's data tests can fail: a row of a table is broken, and the test of the table sees it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from .conftest import CommandLine

# What breaks the data, and the test that has to fail.
FAULTS = {
    "a word twice in a list": (
        "insert into rulebook.null_words from rulebook.null_words limit 1",
        "one_row_per_key_of_null_words",
    ),
    "a key that is null": (
        "update intermediate.int_machine_bursts set event_key = null where rowid = 0",
        "one_row_per_int_machine_bursts_event_key",
    ),
    "a key twice": (
        "insert into intermediate.int_visitors from intermediate.int_visitors limit 1",
        "one_row_per_int_visitors_visitor_key",
    ),
    "a part of a key that is null": (
        "update intermediate.int_scoring_dates set scorecard = null where rowid = 0",
        "one_row_per_int_scoring_dates_scorecard__scored_on",
    ),
    "no due time": (
        "update intermediate.int_due_times set due_at = null where rowid = 0",
        "one_row_per_key_of_int_due_times",
    ),
    "a version that ends before it begins": (
        "update intermediate.int_lead_versions set valid_to = valid_from where rowid = 0",
        "one_row_per_key_of_int_lead_versions",
    ),
    "a rate outside its interval": (
        "update marts.input_coverage set coverage_low = coverage + 0.1",
        "one_row_per_key_of_input_coverage",
    ),
    "a value nobody knows": (
        "update marts.time_to_convert set measured_from = 'sql' where rowid = 0",
        "one_row_per_key_of_time_to_convert",
    ),
    "a flag nobody knows": (
        "update marts.rule_performance set flag = 'fine' where rowid = 0",
        "one_row_per_key_of_rule_performance",
    ),
    "points without their interval": (
        "update marts.rule_performance set log_odds_low = null where log_odds is not null",
        "rule_performance_has_sound_intervals_and_suggestions",
    ),
    "fewer people than none": (
        "update intermediate.int_drift_counts set people = -people where rowid = 0",
        "int_drift_counts_are_of_people_in_a_bin",
    ),
    "a cause twice, and points that are not of the score": (
        "update intermediate.int_ledger set group_cap_points = group_cap_points + 1"
        " where scored_on = (select max(scored_on) from intermediate.int_ledger)",
        "assert_score_changes_add_up",
    ),
}
SOUND = "one_row_per_key_of_int_person_owners"


@pytest.mark.models
def test_each_fault_fails_its_test(demo: CommandLine, tmp_path: Path) -> None:
    user = demo.copy(tmp_path / "broken")
    with duckdb.connect(str(user.warehouse)) as connection:
        for fault, (sql, _) in FAULTS.items():
            changed = connection.execute(sql).fetchone()
            assert changed is not None
            assert changed[0] > 0, fault
    testing = user.start_dbt("test", "--select", SOUND, *(test for _, test in FAULTS.values()))
    said, _ = testing.communicate(timeout=600)
    results = dict(
        re.findall(r"of \d+ (?:\x1b\[\d+m)?(?:PASS|FAIL \d+) (\w+) \.*.*\[.*(PASS|FAIL)", said)
    )
    assert results.pop(SOUND) == "PASS"
    assert results == {test: "FAIL" for _, test in FAULTS.values()}, said[-6000:]
