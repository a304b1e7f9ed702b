"""What people read: errors of dbt without its noise, and the report at the end of a build."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dev import lint_yaml
from dev.__main__ import main as dev_main
from lead_scoring.dbt_runner import plain_message
from lead_scoring.engines import DuckDBFile
from lead_scoring.page import table_lines
from lead_scoring.report import print_report
from tests.conftest import make_scorecards


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        (
            "Compilation Error in model rulebook_problems (models/rulebook/problems.sql)\n"
            "  scoring_rules.csv, row r1: unknown operator equalz.\n  \n"
            "  > in macro raise_problems (macros/checks/problems.sql)\n"
            "  > called by model rulebook_problems (models/rulebook/problems.sql)",
            "scoring_rules.csv, row r1: unknown operator equalz.",
        ),
        (
            "Runtime Error in model a (models/a.sql)\n  Binder Error: no column b\n  \n"
            "  LINE 3: select b\n                 ^\n  compiled code at target/a.sql",
            "Binder Error: no column b",
        ),
        (
            "Runtime Error\n  First sentence.\n  Second sentence.",
            "First sentence.\nSecond sentence.",
        ),
        ("A target is missing. There are:\n- duckdb", "A target is missing. There are: - duckdb"),
        ("", "dbt gave no reason."),
    ],
)
def test_messages_of_dbt_are_told_plainly(message: str, plain: str) -> None:
    assert plain_message(message) == plain


def test_reasons_wrap_below_each_other() -> None:
    rows = [["L1", "87", "A1", "sql", "Director-level title; saw the pricing page four times."]]
    headings = ["lead_id", "score", "grade", "stage", "top_reasons"]
    lines = table_lines(headings, rows, 60)
    assert lines[0].split() == headings
    assert max(map(len, lines)) <= 60
    start = lines[0].index("top_reasons")
    assert " ".join(line[start:] for line in lines[2:]) == rows[0][-1]


def warehouse_of_a_build(path: Path, queue: str) -> None:
    """A warehouse as a build leaves it, with what the report reads, and the queue."""
    with duckdb.connect(str(path)) as connection:
        make_scorecards(connection, "default", "bold")
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.lead_scores as select * from (values"
            " ('low', 10.4, 'C3', 'nurture', 'A reason', false, 'none'),"
            " ('customer', 95.0, 'A1', 'sql', 'A reason', false, 'won'),"
            " ('out', 99.0, 'A1', 'disqualified', 'A reason', true, 'none'),"
            " (e'finest\x1b[2J', 90.5, 'A1', 'sql', null, false, 'none'))"
            " as t (lead_id, score, grade, stage, top_reasons, is_disqualified, sales_status),"
            " (select date '2026-06-30' as scored_on), (select 'default' as scorecard)"
        )
        connection.execute(
            "insert into marts.lead_scores by name"
            " select * replace ('bold' as scorecard, 9 as score) from marts.lead_scores"
        )
        connection.execute(
            f"create table marts.follow_up_queue as select * from (values {queue})"
            " as t (lead_id, owner_id, action, due_at, overdue_hours, queue_section, priority,"
            " scorecard), (select 'sql' as stage, 'A reason' as reasons)"
        )
        connection.execute(
            "alter table marts.follow_up_queue add is_overdue boolean default false;"
            "update marts.follow_up_queue set is_overdue = overdue_hours is not null"
        )
        connection.execute(
            "create table marts.input_reconciliation as select 'leads' as source_table,"
            " 1234 as raw_rows, 1230 as usable_rows, 1 as duplicate_rows, 3 as rejected_rows"
        )
        connection.execute("create schema staging")
        connection.execute(
            "create table staging.stg_leads as select date '2024-01-05' as created_on"
        )
        connection.execute("create schema intermediate")
        connection.execute(
            "create table intermediate.int_event_hits_daily as"
            " select date '2024-06-30' as occurred_on"
        )
        connection.execute(
            "create table intermediate.int_scoring_dates as select 'default' as scorecard,"
            " scored_on, scored_on <> date '2026-06-23' as is_kept from (values"
            " (date '2026-06-30'), (date '2026-06-29'), (date '2026-06-23'), (date '2026-05-31'))"
            " as days (scored_on)"
        )


def test_the_report_ends_with_the_leads_to_act_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.duckdb"
    due = "timestamp '2026-06-30 08:00'"
    warehouse_of_a_build(
        path,
        f"('second', null, 'call', {due}, 26.0, 'to act on', 2, 'default'),"
        f" ('third', 'u-2', 'call', {due}, 240.0, 'to act on', 3, 'default'),"
        f" (e'first\x1b', 'u-1', 'email', {due}, null, 'to act on', 1, 'default'),"
        " ('fourth', 'u-1', 'drip', null, null, 'to act on', 4, 'default'),"
        " ('unknown', 'u-1', 'no way to reach', null, null, 'no way to reach', 5, 'default'),"
        f" ('other', 'u-1', 'call', {due}, 26.0, 'to act on', 1, 'bold')",
    )
    print_report(DuckDBFile(path), "here")
    assert "Rulebook" not in capsys.readouterr().out
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table marts.rulebook_warnings as select 'default' as scorecard, 'r.csv' as"
            " file_name, 'a cell' as problem, * from (values ('unseen_value', 2, 'one'),"
            " ('unseen_event_type', 3, e'two\x1b'), ('unseen_event_type', 4, 'three'))"
            " as t (warning, row_number, row_key)"
        )
    print_report(DuckDBFile(path), "here")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "4 people as of 2026-06-30" in shown
    assert "Next to it bold; see marts.rulebook_diff_summary" in shown
    assert "History    each day from 2026-06-29 on, and 1 day from 2026-05-31 on\n" in shown
    assert "2 event types never seen, such as: r.csv, row 3 (two ): a cell." in shown
    assert "1 value that the input has never contained: r.csv, row 2 (one): a cell." in " ".join(
        shown.split()
    )
    assert "1,230 of 1,234 rows used (1 duplicate, 3 rejected)" in shown
    assert "is 730 days older than the scoring day" in shown
    assert "AS_OF=2024-06-30" in shown
    assert "(marts.follow_up_queue): 1 email, 2 call (2 overdue), 1 drip\n" in shown
    table = [line.split() for line in shown.splitlines() if "A reason" in line]
    assert [row[1:-3] for row in table] == [
        ["u-1", "email", "2026-06-30", "08:00"],
        ["-", "call", "26", "h", "late"],
        ["u-2", "call", "10", "days", "late"],
        ["u-1", "drip", "-"],
    ]
    assert "customer" not in shown
    assert "unknown" not in shown


def test_the_report_shows_the_best_leads_where_nobody_is_to_act_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.duckdb"
    warehouse_of_a_build(
        path,
        "('x', 'u', 'in work', null::timestamp, null::double, 'in work', 2, 'default'),"
        " ('y', 'u', 'no way to reach', null, null, 'no way to reach', 1, 'default')",
    )
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "delete from intermediate.int_scoring_dates where scored_on = date '2026-06-29'"
        )
    print_report(DuckDBFile(path), "here")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "Nobody to act on now (marts.follow_up_queue), no open channel for 1." in shown
    assert "History    1 day from 2026-05-31 on, not each day" in shown
    assert shown.count("low  ") == 1
    assert "customer" not in shown
    assert shown.index("finest") < shown.index("low  ") < shown.index("out  ")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/data/x"), "the disk is full"),
        (PermissionError(13, "Permission denied", "/data/x"), "/data/x; change its permissions"),
        (duckdb.IOException("IO Error: No space left on device"), "the disk is full"),
        (duckdb.BinderException("Binder Error: odd"), "odd"),
    ],
)
def test_foreseeable_errors_have_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    words: str,
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(lint_yaml.run, "callback", fail)
    assert dev_main(["lint-yaml"]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("Error: ")
    assert words in shown
    assert shown.count("\n") == 1


def test_faults_in_yaml_are_told_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "models.yml"
    path.write_text("models:\n  - name: a\n    colums: []\n")
    (fault,) = lint_yaml.faults_of(path)
    assert "models.0" in fault
    assert "colums" in fault
    name = "a" * 64
    given = "    given: []\n    expect: {rows: []}\n"
    path.write_text(f"unit_tests:\n  - name: {name}\n    model: a\n{given}")
    (fault,) = lint_yaml.faults_of(path)
    assert "has 64 characters" in fault
    path.write_text("models:\n  - name: a\n    columns: [\n")
    assert len(list(lint_yaml.faults_of(path))) == 1
    path.write_text("models:\n  - name: a\n    columns:\n      - name: b\n")
    assert not list(lint_yaml.faults_of(path))
    path.write_text("models:\n  - name: a\n    config: {enabled: \"{{ var('b') }}\"}\n")
    assert not list(lint_yaml.faults_of(path))
    path.write_text("models:\n  - name: a\n    config: {enabled: sometimes}\n")
    assert len(list(lint_yaml.faults_of(path))) == 1
