"""A warehouse that an earlier release built: the next build gives what a new warehouse would."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from .conftest import IS_NIGHTLY, CommandLine

pytestmark = pytest.mark.models

KEPT_DAY = "2026-06-10"
# Before there were scorecards; an event batch was loaded by other code, too.
EARLIER = f"""
alter table intermediate.int_ledger drop column scorecard;
alter table intermediate.int_scored_people drop column person_id;
alter table intermediate.int_person_stages drop column scorecard;
alter table staging.stg_event_arrivals drop column null_words;
alter table intermediate.int_machine_agents add column shade varchar;
alter table intermediate.state_scored_dates drop column scorecard;
update intermediate.state_scored_dates set scoring_version = 'earlier';
insert into intermediate.state_scored_dates (scored_on, is_kept, scoring_version)
values (date '{KEPT_DAY}', true, 'earlier');
update intermediate.state_event_batches set intake_version = 'earlier';
"""
# Stages follow from the days before, and here there is one more.
SAME = (
    "select person_id, score, fit_points, engagement_points, negative_points, top_reasons"
    " from marts.lead_scores order by all",
    "from intermediate.lead_snapshot order by all",
    "from intermediate.int_person_ids order by all",
)


def earlier_warehouse(demo: CommandLine, directory: Path) -> CommandLine:
    """A copy of the demo's warehouse as an earlier release would have left it."""
    user = demo.copy(directory)
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute(EARLIER)
    return user


@pytest.mark.parametrize(
    "variables", [{}, *([{"VARS": "{days_at_once: 6}"}] if IS_NIGHTLY else [])]
)
def test_tables_of_another_shape_are_built_again_and_history_is_kept(
    demo: CommandLine, tmp_path: Path, variables: dict[str, str]
) -> None:
    user = earlier_warehouse(demo, tmp_path)
    said = user.build(**variables)
    (line,) = [line for line in said.splitlines() if "earlier version" in line]
    assert "int_ledger" in line
    assert "the history of leads is kept" in line
    for query in SAME:
        assert user.rows(query) == demo.rows(query)
    assert user.rows("describe intermediate.int_machine_agents") == demo.rows(
        "describe intermediate.int_machine_agents"
    )
    count = f"select count(*) from marts.lead_score_ledger where scored_on = date '{KEPT_DAY}'"
    assert user.rows(count) > [(0,)]


def test_a_run_of_a_part_says_what_to_run_instead(demo: CommandLine, tmp_path: Path) -> None:
    user = earlier_warehouse(demo, tmp_path)
    before = user.warehouse.read_bytes()
    for selected, words in {
        "lead_score_ledger": "run dbt build, or make build, once without a selection",
        "stg_scoring_rules": "Completed successfully",
    }.items():
        with user.start_dbt("run", "--select", selected) as run:
            said = run.communicate()[0]
        assert words in " ".join(said.split()), said
        assert "lead_score_ledger" in selected or run.returncode == 0
        if "lead_score_ledger" in selected:
            assert user.warehouse.read_bytes() == before


def test_tables_of_this_version_have_the_columns_that_are_documented(demo: CommandLine) -> None:
    """Or each build would take them for those of an earlier version, or write new rows twice."""
    manifest = demo.directory / "target" / "manifest.json"
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    kept = [node for node in nodes if node["config"]["materialized"] == "incremental"]
    assert len(kept) >= 12
    for node in kept:
        table = f"{node['schema']}.{node['alias']}"
        there = {name for name, *_ in demo.rows(f"describe {table}")}
        assert set(node["columns"]) == there, table
