"""What channels cost: an optional table of the input, from files to the mart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from lead_scoring.errors import UserError
from lead_scoring.load import load_input

from .conftest import CommandLine

LEADS = """\
lead_id,created_at,email,lead_source
1,2026-01-05,ann@acme.example,Google Ads
2,2026-02-05,bob@bolt.example,Google Ads
3,2026-02-06,cid@cord.example,Fair
"""
OUTCOMES = """\
outcome_id,lead_id,outcome,occurred_at,amount
o1,1,won,2026-02-20,1000
"""
SPEND = """\
Reporting starts,Platform,Campaign name,Amount spent,Currency
2026-01,google ads,Brand,100,EUR
2026-02-14T10:00:00Z,AdWords,Brand,50.5,EUR
2026-02-14T10:00:00Z,AdWords,Brand,50.5,EUR
2026-02,Billboards,,70,EUR
2026-02,google ads,,soon,EUR
"""
MAPPING = """\
spend:
  file: costs.csv
  columns:
    month: Reporting starts
    channel: Platform
    campaign: Campaign name
    amount: Amount spent
  values: {channel: {AdWords: google ads}}
"""


def _write(directory: Path, **files: str) -> None:
    directory.mkdir(exist_ok=True)
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text)


@pytest.mark.models
def test_files_of_another_shape_say_what_a_channel_costs(user: CommandLine, tmp_path: Path) -> None:
    given = tmp_path / "input"
    _write(given, leads_csv=LEADS, outcomes_csv=OUTCOMES, costs_csv=SPEND, mapping_yml=MAPPING)
    printed = user.build(True, INPUT=str(given), AS_OF="2026-02-28")
    assert "no lead has the lead_source billboards, on which money was spent" in " ".join(
        printed.split()
    )
    found = user.rows(
        "select channel, campaign, spend, leads, customers, won_amount, cost_per_customer,"
        " is_channel_of_leads from marts.channel_performance where period = '*' order by all"
    )
    assert found == [
        ("*", "*", Decimal("220.50"), 3, 1, 1000, Decimal("220.50"), True),
        ("billboards", "*", 70, 0, 0, 0, None, False),
        ("fair", "*", None, 1, 0, 0, None, True),
        ("google ads", "*", Decimal("150.50"), 2, 1, 1000, Decimal("150.50"), True),
        ("google ads", "brand", Decimal("150.50"), None, None, None, None, True),
    ]
    assert user.rows(
        "select record_key, reason from marts.rejected_records where source_table = 'spend'"
    ) == [("2026-02 google ads", "amount is not a number")]
    assert user.rows(
        "select raw_rows, usable_rows, duplicate_rows, rejected_rows"
        " from marts.input_reconciliation where source_table = 'spend'"
    ) == [(5, 3, 1, 1)]
    # Without the table all of it is there, but for what it costs.
    _write(given, mapping_yml="{}")
    user.build(True, INPUT=str(given), AS_OF="2026-02-28")
    assert user.rows(
        "select spend, leads, customers, cost_per_customer, first_customers"
        " from marts.channel_performance where period = '*' and channel = '*'"
    ) == [(None, 3, 1, None, 1)]
    assert not user.rows("select 1 from marts.rejected_records where source_table = 'spend'")


def test_months_that_nobody_can_read_are_refused(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    given = tmp_path / "input"
    rows = "month,channel,amount\n2026-01,ads,1\n31.01.2026,ads,1\n28.02.2026,ads,1\n"
    _write(given, leads_csv=LEADS, spend_csv=rows)
    with pytest.raises(UserError) as refused:
        load_input(connection, given, tmp_path)
    assert "only 1 of the 3 rows" in str(refused.value)
    assert "month is not an ISO 8601 timestamp (e.g. '31.01.2026', '28.02.2026')" in str(
        refused.value
    )
    assert "spend: {times: {month: '%d.%m.%Y'}}" in str(refused.value)
    _write(given, mapping_yml="spend: {times: {month: '%d.%m.%Y'}}\n")
    load_input(connection, given, tmp_path)
    assert connection.execute("select count(*) from raw.spend").fetchall() == [(3,)]


def test_a_file_of_spend_has_a_month_a_channel_and_an_amount(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    given = tmp_path / "input"
    _write(given, leads_csv=LEADS, spend_csv="month,channel,cost\n2026-01,ads,1\n")
    with pytest.raises(UserError, match="no column amount"):
        load_input(connection, given, tmp_path)
