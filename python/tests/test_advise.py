"""The command advise: what it says of reports, and where they say nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from lead_scoring import cli
from lead_scoring.advise.reports import Cut, Disagreement, Quality, Rule, ScoreWarning
from lead_scoring.warehouse import PATH_VARIABLE
from tests.conftest import make_scorecards

RULES = [
    {
        "rule_id": "whitepaper",
        "segment": "*",
        "description": "Downloaded a <white> paper",
        "points": 10,
        "coverage": 0.18,
        "flag": "overvalued_action",
    },
    {
        "rule_id": "careers",
        "segment": "*",
        "description": "Looked for a job",
        "points": 4,
        "coverage": 0.1,
        "close_rate_with": 0.02,
        "close_rate_without": 0.05,
        "flag": "contradicted",
    },
    {
        "rule_id": "demo",
        "segment": "*",
        "description": "Asked for a demo",
        "points": 20,
        "coverage": 0.1,
        "flag": "ok",
    },
    {
        "rule_id": "demo",
        "segment": "big",
        "description": "Asked for a demo",
        "points": 20,
        "coverage": 0.4,
        "flag": "overvalued_action",
    },
]
ENOUGH: dict[str, object] = {
    "is_enough": True,
    "is_enough_in_band": True,
    "is_suggested_cut": False,
}
CUTS: list[dict[str, object]] = [
    ENOUGH
    | {
        "segment": "*",
        "cut": cut,
        "current_stage": stage,
        "leads": 500,
        "leads_above": above,
        "leads_per_day": above / 100,
        "precision": bought / above,
        "precision_low": 0,
        "precision_high": 1,
        "customers": 50,
        "customers_above": bought,
        "recall": bought / 50,
        "recall_low": 0,
        "recall_high": 1,
        "expected_wins_per_month": bought / 5,
        "band_leads": 100,
        "band_close_rate": 0.1,
        "extra_leads_per_day_if_lowered": lower_leads,
        "extra_wins_per_month_if_lowered": lower_wins,
        "is_suggested_cut": cut == 40,
        "is_capacity_cut": False,
        "lowest_customer_score": 12.5,
    }
    for cut, stage, above, bought, lower_leads, lower_wins in (
        (0, "nurture", 500, 50, None, None),
        (40, None, 200, 40, 3, 2),
        (50, "mql", 100, 30, 1, 2),
        (60, None, 50, 10, 0.5, 4),
    )
]
QUALITY = [
    {
        "scored_on": "2026-03-31",
        "segment": "*",
        "people": 500,
        "conversions": 50,
        "auc": 0.81,
        "auc_low": 0.75,
        "auc_high": 0.87,
        "top_decile_rate": 0.4,
        "lift_top_decile": 4.1,
        "is_enough": True,
    }
]
WARNINGS = [{"subject": "score", "sentence": "40 of 100 leads share one score."}]
# What changes of points are tried on (test_advise_trial.py); here are no leads.
NOBODY = {
    "intermediate.int_backtest": "scorecard varchar, scored_on date, person_id varchar,"
    " lead_id varchar, is_closed boolean, has_converted integer, score double",
    "intermediate.int_ledger": "scorecard varchar, scored_on date, person_id varchar,"
    " rule_id varchar, base_points double, daily_cap_points double, decay_points double,"
    " points double, group_cap_points double",
    "staging.stg_leads": "lead_id varchar, created_on date",
    "rulebook.stg_rule_groups": "scorecard varchar, rule_group varchar, min_points double,"
    " max_points double",
    "rulebook.stg_scoring_rules": "scorecard varchar, rule_key varchar, rule_id varchar,"
    " component varchar, rule_group varchar, signal_type varchar, signal varchar, points double,"
    " max_points double, decay_clock varchar, description varchar, valid_from date,"
    " valid_to date, file_name varchar",
    "rulebook.stg_conditions": "scorecard varchar, signal varchar",
    "rulebook.stg_segments": "scorecard varchar, attribute varchar",
}
TYPES = {"float": "double", "float | None": "double", "int": "bigint", "int | None": "bigint"}
TYPES |= {"bool": "boolean", "datetime.date": "date"}

Row = type[Disagreement] | type[Rule] | type[Cut] | type[Quality] | type[ScoreWarning]


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse with the reports of a small world."""
    path = tmp_path / "small.duckdb"
    monkeypatch.setenv(PATH_VARIABLE, str(path))
    monkeypatch.setenv("COLUMNS", "120")
    with duckdb.connect(str(path)) as connection:
        make_scorecards(connection, "default", "bold")
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.lead_scores as"
            " select unnest(['default', 'bold']) as scorecard, date '2026-06-30' as scored_on"
        )
        for table, columns in NOBODY.items():
            schema = table.split(".")[0]
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {table} ({columns})")
    fill(path, Rule, RULES)
    fill(path, Cut, CUTS)
    fill(path, Quality, QUALITY)
    fill(path, ScoreWarning, WARNINGS)
    return path


def fill(path: Path, table: Row, rows: Sequence[Mapping[str, object]]) -> None:
    """Make the table anew, of these rows."""
    types = {"scorecard": "varchar"}
    types |= {field.name: TYPES.get(str(field.type), "varchar") for field in fields(table)}
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create or replace table marts.{table.TABLE} ({columns})")
        for row in rows:
            of_default = {"scorecard": "default", **row}
            connection.execute(
                f"insert into marts.{table.TABLE} values ({', '.join('?' for _ in types)})",
                [of_default.get(name) for name in types],
            )


def advise(page: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What the command prints, as words with one space between them."""
    assert cli.main(["advise", "--out", str(page), *more]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_advice_says_what_the_reports_say(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = advise(tmp_path / "advice.html", capsys)
    assert warehouse.exists()
    assert "Too few leads have bought to try changes of points; the outcomes suggest a cut" in text
    assert "the outcomes suggest a cut of 40 for sales" in text
    assert "among the latest 30 % (train_min_held_out_conversions). 0 bought of the 0" in text
    assert "where the rulebook has mql at 50." in text
    assert "puts the buyer first in 81 of 100 pairs" in text
    assert "The best tenth buys 4.1 times as often as all leads." in text
    assert "40 of 100 leads share one score." in text
    # By itself a rule is shown, all segments together, and nothing is made of it.
    assert "careers Looked for a job contradicted 4 10 % 2.0 % 5.0 % whitepaper" in text
    assert text.count("demo Asked for a demo") == 1
    assert "200 of 500 leads reached it and 20 % (0 % to 100 %) of them bought." in text
    assert "all mql 50 40 +1.00 +2.00 60 -0.50 -4.00" in text
    assert "all mql 50 30 of 50 60 % (0 % to 100 %)" in text
    assert "The lowest score that a customer got to was 12.5." in text
    assert "How many leads sales can work is not known" in text


def test_the_advice_is_on_one_scorecard(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one in force, unless another is asked for."""
    fill(warehouse, Rule, [*RULES, {**RULES[1], "scorecard": "bold", "rule_id": "fairs"}])
    fill(warehouse, Cut, [*CUTS, *(cut | {"scorecard": "bold", "leads": 77} for cut in CUTS)])
    page = tmp_path / "advice.html"
    text = advise(page, capsys)
    assert "careers" in text
    assert "fairs" not in text
    assert "of 77 leads" not in text
    text = advise(page, capsys, "--scorecard", "bold")
    assert "fairs Looked for a job contradicted" in text
    assert "of 77 leads" in text
    assert cli.main(["advise", "--out", str(page), "--scorecard", "shy"]) == 1
    assert capsys.readouterr().err == (
        "Error: there is no scorecard shy in the warehouse; choose one of default, bold.\n"
    )


def test_the_page_has_the_charts_and_needs_nothing_else(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "new" / "advice.html"
    advise(page, capsys)
    assert warehouse.exists()
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == 2
    assert "Downloaded a &lt;white&gt; paper" in html
    assert "<white>" not in html
    assert "//" not in html


def test_what_sales_can_staff_is_named(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(warehouse, Cut, [cut | {"is_capacity_cut": cut["cut"] == 50} for cut in CUTS])
    text = advise(tmp_path / "advice.html", capsys)
    assert "Sales can staff a cut of 50: it brings 1.0 leads a day and reaches 30 of 50" in text


def test_small_groups_show_no_rates(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = {"is_enough": False, "is_enough_in_band": False, "is_suggested_cut": False}
    fill(warehouse, Cut, [cut | few for cut in CUTS])
    text = advise(tmp_path / "advice.html", capsys)
    assert "changes of points; the outcomes do not yet suggest a cut for sales." in text
    assert "No cut is suggested" in text
    assert "40 200 2.00 40 8.00 50 100 1.00" in text


def test_disagreements_are_listed_where_there_are_any(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Where do points" not in advise(tmp_path / "advice.html", capsys)
    lead = {"lead_id": "L1", "stage": "mql", "score": 60, "conversion_probability": 0.031}
    others = [lead | {"lead_id": f"M{n:02}", "place_difference": 0.5} for n in range(10)]
    rows = [*others, lead | {"place_difference": -0.7, "top_reasons": "Director-level title"}]
    fill(warehouse, Disagreement, rows)
    text = advise(tmp_path / "advice.html", capsys)
    assert "11 leads stand far higher by the one than by the other." in text
    assert "L1 mql 60 3.1 % points Director-level title M00 mql 60 3.1 % probability" in text
    assert "M08" in text
    assert "M09" not in text


@pytest.mark.parametrize(
    ("cuts", "sentence"),
    [
        ([], "There is nothing to advise yet: no month end was scored whose conversion horizon"),
        (
            [cut | {"customers": 0} for cut in CUTS],
            "There is nothing to advise yet: none of 500 leads is known to have bought.",
        ),
    ],
)
def test_without_outcomes_it_says_what_it_waits_for(
    warehouse: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cuts: list[Mapping[str, object]],
    sentence: str,
) -> None:
    fill(warehouse, Cut, cuts)
    assert sentence in advise(tmp_path / "advice.html", capsys)


def test_a_warehouse_without_the_reports_is_told_in_one_sentence(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table marts.rule_performance")
    assert cli.main(["advise", "--out", str(tmp_path / "advice.html")]) == 1
    error = capsys.readouterr().err
    assert (
        error == "Error: the warehouse has no table marts.rule_performance yet; run: make build\n"
    )
    assert cli.main(["advise", "--out", str(tmp_path)]) == 1
    assert "is a directory; name a file in it." in capsys.readouterr().err
    warehouse.unlink()
    assert cli.main(["advise"]) == 1
    assert "there is no warehouse" in capsys.readouterr().err
