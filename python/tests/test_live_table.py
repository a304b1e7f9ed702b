"""A table of events that a loader goes on writing, as the input of plain dbt.

What is kept after each delivery is what a first build of the same table leaves, and only the days
of the batches that changed are counted again. LEAD_SCORING_NIGHTLY=1 breaks a run off twice.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import IS_NIGHTLY, nightly
from .live_table import (
    DAYS,
    LOST,
    MARKINGS,
    RECOUNTED,
    DuckDB,
    Live,
    assert_follows_the_table,
    assert_loads_are_told_apart,
    grown,
    input_statements,
    rewritten,
)

pytestmark = pytest.mark.models


@pytest.mark.parametrize("name", ["timestamp", pytest.param("batch", marks=nightly)])
def test_each_delivery_leaves_what_a_first_build_leaves(name: str, tmp_path: Path) -> None:
    marking = MARKINGS[name]
    live = Live(DuckDB(tmp_path), marking.variables, list(input_statements(marking)))
    assert_follows_the_table(live, marking)
    live.assert_as_from_scratch()


def test_loads_are_told_apart_however_their_times_are_written(tmp_path: Path) -> None:
    assert_loads_are_told_apart(DuckDB(tmp_path))


@pytest.mark.parametrize("last", [*(["+stg_event_copies"] if IS_NIGHTLY else []), "+int_visitors"])
def test_a_run_that_broke_off_is_made_good_even_where_the_table_goes_on(
    last: str, tmp_path: Path
) -> None:
    """What it took in is taken back where the table is as before, or a batch has gone again."""
    marking = MARKINGS["timestamp"]
    tables = [*input_statements(marking), *grown(marking), *rewritten(marking)]
    live = Live(DuckDB(tmp_path), marking.variables, tables)
    live.build()
    live.write(
        [
            "create table raw.earlier as from raw.events where event_id in ('e50', 'e64')",
            # The copy that counted goes, and the one of the day before is the only one.
            "delete from raw.events where event_id = 'e50' and _synced < timestamp '2026-03-09'",
            "update raw.events set lead_id = 'L24' , _synced = _synced + interval 1 second"
            " where event_id = 'e64'",
            "insert into raw.events values ('late', 'demo_request',"
            " timestamp '2026-03-05 08:00:00', 'L7', null, '/demo',"
            " timestamp '2026-03-11 12:00:00')",
            "delete from raw.events where _synced < timestamp '2026-02-21'",
        ]
    )
    live.build(last)
    live.write(
        [
            "delete from raw.events where event_id in ('e50', 'e64', 'late')",
            "insert into raw.events from raw.earlier",
        ]
    )
    live.build()
    assert live.column(LOST) == ["0"]
    assert set(live.column(RECOUNTED)) >= {"2026-02-20", "2026-02-28", "2026-03-02", "2026-03-05"}
    assert len(live.column(RECOUNTED)) < len(DAYS) / 2
    live.assert_as_from_scratch()
