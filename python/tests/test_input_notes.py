"""The sentences at the end of a build on rows that reach nobody, join nobody or are no copies."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lead_scoring.engines import DuckDBFile
from lead_scoring.input_notes import note_lines


def said(path: Path, leads: str, named: str, lost: int, unpriced: str = "") -> str:
    """What is said where so many of 100 events are lost, of visitors who name the leads."""
    with duckdb.connect(str(path)) as connection:
        for schema in ("marts", "staging", "intermediate"):
            connection.execute(f"create schema if not exists {schema}")
        connection.execute(
            "create table marts.input_fates as select * from (values"
            f" ('events', 'no such lead or address', {lost}),"
            f" ('events', 'reached a scored person', {100 - lost}),"
            " ('leads', 'no such lead or address', 100)) as t (source_table, fate, row_count)"
        )
        connection.execute(
            "create table marts.input_conflicts (source_table text, record_key text,"
            " differs_in text)"
        )
        connection.execute(
            "create table marts.input_warnings (key_column text, reason text, lead_count bigint)"
        )
        connection.execute(
            "create table intermediate.int_currency_rates as"
            f" select 'default' as scorecard, unnest([{unpriced}]::text[]) as currency,"
            " null::double as rate union all select 'default', 'EUR', 1"
        )
        connection.execute(f"create table staging.stg_leads as select unnest([{leads}]) as lead_id")
        connection.execute(
            f"create table intermediate.int_visitors as select unnest([{named}]) as lead_id"
        )
    return " ".join(" ".join(note_lines(DuckDBFile(path), 100)).split())


def test_a_tenth_is_not_worth_a_word(tmp_path: Path) -> None:
    assert said(tmp_path / "w.duckdb", "'1'", "'2'", 10) == ""


def test_a_warehouse_without_the_table_is_silent(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")):
        pass
    assert note_lines(DuckDBFile(tmp_path / "w.duckdb"), 100) == []


@pytest.mark.parametrize(
    ("leads", "named", "reason"),
    [
        ("'00Qab'", "'00QAB'", "in other letters"),
        ("'00Q3ffb1d1787fe829'", "'00Q3ffb1d1787fe'", "15 and with 18 characters"),
        ("'hs-17'", "'17'", "ids of leads begin with something more"),
        ("'17'", "'hs-17'", "these ids begin with something more"),
    ],
)
def test_the_likely_reason_is_named(tmp_path: Path, leads: str, named: str, reason: str) -> None:
    sentence = said(tmp_path / "w.duckdb", leads, named, 11)
    assert sentence.startswith(
        "Note 11 of 100 rows of events name no lead or address that there is"
    )
    assert reason in sentence


def test_without_a_reason_both_kinds_of_ids_are_shown(tmp_path: Path) -> None:
    sentence = said(tmp_path / "w.duckdb", "'a1', 'a2'", "'a1', e'x\x1b7', null", 50)
    assert sentence == (
        "Note 50 of 100 rows of events name no lead or address that there is: x 7, where leads are"
        " called a1, a2; see marts.input_fates"
    )


def test_rows_that_name_an_address_alone_have_no_sample(tmp_path: Path) -> None:
    sentence = said(tmp_path / "w.duckdb", "'a1'", "null::varchar", 50)
    assert sentence.endswith("that there is; see marts.input_fates")


def test_spend_is_named_that_has_no_rate_or_meets_no_lead(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute("create schema marts; create schema intermediate")
        connection.execute(
            "create table intermediate.int_spend as select 'default' as scorecard,"
            " 'PLN' as currency, null::double as amount"
        )
        connection.execute(
            "create table marts.channel_performance as select 'default' as scorecard, channel,"
            " 1 as spend, '*' as campaign, channel = 'ads' as is_channel_of_leads"
            " from (values ('ads'), ('radio')) as t (channel)"
        )
    sentence = said(tmp_path / "w.duckdb", "'1'", "'2'", 10)
    assert "amounts in PLN are not counted" in sentence
    assert "no lead has the lead_source radio, on which money was spent" in sentence


def test_amounts_without_a_rate_are_named(tmp_path: Path) -> None:
    sentence = said(tmp_path / "w.duckdb", "'1'", "'2'", 10, "'USD', 'GBP', 'CHF', 'JPY'")
    assert sentence == (
        "Note amounts in CHF, GBP, JPY and others are not counted: add the rate to"
        " exchange_rates.csv; see marts.input_bad_values"
    )


@pytest.mark.parametrize(
    ("custom", "words"),
    [
        (("plan", "e_mail"), "leads: {columns: {email: e_mail}}"),
        (("frist_name", "title"), "leads: {columns: {first_name: frist_name, job_title: title}}"),
        (("email_address", "e_mail"), "leads: {columns: {email: email_address}}"),
    ],
)
def test_columns_that_look_like_an_empty_one_of_the_contract_are_named(
    tmp_path: Path, custom: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "w.duckdb"
    said(path, "'1'", "'2'", 0)
    with duckdb.connect(str(path)) as connection:
        for column in ("email", "first_name", "job_title"):
            connection.execute(f"alter table staging.stg_leads add column {column} text")
    notes = " ".join(" ".join(note_lines(DuckDBFile(path), 100, custom)).split())
    assert words in notes
    assert "plan" not in notes


def test_columns_beside_a_filled_one_or_like_none_are_attributes(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    said(path, "'1'", "'2'", 0)
    with duckdb.connect(str(path)) as connection:
        connection.execute("alter table staging.stg_leads add column email text default 'a@b.c'")
    assert note_lines(DuckDBFile(path), 100, ["e_mail", "industry_focus", "plan"]) == []
