"""How staging and the loader read one text: times, ids, addresses, names of columns."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

from lead_scoring.errors import UserError
from lead_scoring.sql_macros import call


def read(connection: duckdb.DuckDBPyConnection, macro: str, text: str, *more: object) -> object:
    """What the SQL of a macro makes of a text."""
    connection.execute("set TimeZone = 'UTC'")
    row = connection.execute(
        f"select {call(macro, 'given', *more)} from (select $text as given)", {"text": text}
    ).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-01-15", "2026-01-15T00:00:00"),
        ("2026-01-15T16:30:00+02:00", "2026-01-15T14:30:00"),
        ("2026-01-15 16:30:00 UTC", "2026-01-15T16:30:00"),
        ("2026-01-15 16:30:00.25 utc", "2026-01-15T16:30:00.250"),
        ("2026-01-15 16:30:00 +0000", "2026-01-15T16:30:00"),
        ("2026-01-15 16:30:00 -0330", "2026-01-15T20:00:00"),
        ("2026-01-15 16:30:00.25 +0000 UTC", "2026-01-15T16:30:00.250"),
        ("2026-01-15 16:30 +00:00 UTC", "2026-01-15T16:30:00"),
        ("2026-01-15 16:30 Z", "2026-01-15T16:30:00"),
        ("2026-01-15T16:30:00,5Z", "2026-01-15T16:30:00.500"),
        ("20260115", "2026-01-15T00:00:00"),
        ("20260115T163000Z", "2026-01-15T16:30:00"),
        ("20260115163000", "2026-01-15T16:30:00"),
        ("20260115 163000 UTC", "2026-01-15T16:30:00"),
        ("2026-01-15 9:05", "2026-01-15T09:05:00"),
        ("2026-1-5 9:05:07.25 UTC", "2026-01-05T09:05:07.250"),
        ("2026/01/15 9:05:00", "2026-01-15T09:05:00"),
        ("2026.1.5 09:05 +0200", "2026-01-05T07:05:00"),
        ("2026-01-15  10:00:00", "2026-01-15T10:00:00"),
        ("1768471200", "2026-01-15T10:00:00"),
        ("1768471200.5", "2026-01-15T10:00:00.500"),
        ("1768471200123", "2026-01-15T10:00:00.123"),
        ("1768471200123456", "2026-01-15T10:00:00.123456"),
        ("46037", "2026-01-15T00:00:00"),
        ("46037.6875", "2026-01-15T16:30:00"),
    ],
)
def test_times_that_can_mean_one_moment_only(
    connection: duckdb.DuckDBPyConnection, written: str, utc: str
) -> None:
    assert read(connection, "read_timestamp", written) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    "written",
    [
        "1/15/2026",
        "15.1.2026",
        "01-02-2026",
        "2026-02-30",
        "2026-2-30",
        "20260230",
        "20261301",
        "2026-01-15 25:00",
        "2026-01-15 9:5",
        "12345",
        "99999",
        "0",
        "17684712",
        "99991231235959999",
        "yesterday",
        "2026-01-15 CET",
        "2026-01-15 16:30:00 +0200 UTC",
    ],
)
def test_times_that_can_mean_several_or_none(
    connection: duckdb.DuckDBPyConnection, written: str
) -> None:
    assert read(connection, "read_timestamp", written) is None


@pytest.mark.parametrize(
    ("written", "form", "utc"),
    [
        ("1/15/2026 4:30 PM", "%m/%d/%Y %I:%M %p", "2026-01-15T16:30:00"),
        ("1/15/2026 12:05 AM", "%m/%d/%Y %I:%M %p", "2026-01-15T00:05:00"),
        ("1/15/2026 12:05 pm", "%m/%d/%Y %I:%M %p", "2026-01-15T12:05:00"),
        ("15/01/2026", "%d/%m/%Y", "2026-01-15T00:00:00"),
        ("31.12.25 23:59", "%d.%m.%y %H:%M", "2025-12-31T23:59:00"),
        ("1.2.71", "%d.%m.%y", "1971-02-01T00:00:00"),
        ("15-Jan-2026", "%d-%b-%Y", "2026-01-15T00:00:00"),
        ("January 5, 2026, 4:30 PM", "%B %d, %Y, %I:%M %p", "2026-01-05T16:30:00"),
        (
            "Thu, 15 Jan 2026 16:30:00 +0200",
            "%a, %d %b %Y %H:%M:%S %z",
            "2026-01-15T14:30:00",
        ),
        ("2026-01-15 10.30.00", "%Y-%m-%d %H.%M.%S", "2026-01-15T10:30:00"),
        ("15/01/2026 10:30:00.125", "%d/%m/%Y %H:%M:%S.%f", "2026-01-15T10:30:00.125"),
        ("946684800", "epoch", "2000-01-01T00:00:00"),
        ("946684800123", "epoch_ms", "2000-01-01T00:00:00.123"),
        ("15-Jan-26", "%d-%b-%y", "2026-01-15T00:00:00"),
        ("1/15/2026 4:30PM", "%m/%d/%Y %I:%M%p", "2026-01-15T16:30:00"),
        ("Thu Jan 15 2026 16:30:00 GMT+0100", "%a %b %d %Y %H:%M:%S GMT%z", "2026-01-15T15:30:00"),
        ("15-JAN-26 04.30.00.250 PM", "%d-%b-%y %I.%M.%S.%f %p", "2026-01-15T16:30:00.250"),
        ("25569.5", "excel", "1970-01-01T12:00:00"),
        ("641984", "minutes since 2025-01-01", "2026-03-22T19:44:00"),
        ("-1", "days since 2026-01-01 06:00", "2025-12-31T06:00:00"),
    ],
)
def test_times_by_a_format(
    connection: duckdb.DuckDBPyConnection, written: str, form: str, utc: str
) -> None:
    assert call("time_format_problem", form) == ""
    assert read(connection, "read_timestamp_as", written, form) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("13/15/2026", "%m/%d/%Y"),
        ("2/30/2026", "%m/%d/%Y"),
        ("1/15/2026 4:30", "%m/%d/%Y"),
        ("1/15/2026 16:30 PM", "%m/%d/%Y %I:%M %p"),
        ("15-Foo-2026", "%d-%b-%Y"),
        ("soon", "epoch"),
    ],
)
def test_times_that_are_not_of_the_format(
    connection: duckdb.DuckDBPyConnection, written: str, form: str
) -> None:
    assert read(connection, "read_timestamp_as", written, form) is None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("epoch_msec", "did you mean epoch_ms?"),
        ("%q/%d/%Y", "has %q"),
        ("%H:%M", "does not say where day, month and year stand"),
        ("fortnights since 2020-01-01", "is no format"),
    ],
)
def test_formats_that_are_none(form: str, words: str) -> None:
    assert words in call("time_format_problem", form)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ('"Jane Roe" <jane@delta-co.example>', "jane@delta-co.example"),
        ("Roe, Jane <jane@delta-co.example>", "jane@delta-co.example"),
        ("mailto:kim@delta-co.example", "kim@delta-co.example"),
        ("MAILTO:kim@delta-co.example?subject=Hi", "kim@delta-co.example"),
        ("<kim@delta-co.example>", "kim@delta-co.example"),
        ("\u200bpat@delta-co.example", "pat@delta-co.example"),
        ("pat@delta\u00ad-co.example\ufeff", "pat@delta-co.example"),
        ("\u00a0pat@delta-co.example\u00a0", "pat@delta-co.example"),
        ("sam@delta-co.example.", "sam@delta-co.example"),
        ("sam@delta-co.example,", "sam@delta-co.example"),
        ("sam@delta-\nco.example", "sam@delta-co.example"),
        ("a@x.example, b@y.example", "a@x.example"),
        ("a@x.example;b@y.example", "a@x.example"),
        ("a@x.example\nb@y.example", "a@x.example"),
        ("jane@x.example (home)", "jane@x.example"),
        ("a@x.example|b@y.example", "a@x.example"),
        ("a@x.example/b@y.example", "a@x.example"),
        ("smtp:a@x.example", "a@x.example"),
        ("a@x.example\u2028", "a@x.example"),
        ("a/b|c@x.example", "a/b|c@x.example"),
        ("[a@x.example](mailto:a@x.example)", "a@x.example"),
        ("'jane@x.example'", "jane@x.example"),
        ("o'brien@x.example", "o'brien@x.example"),
        ("jürgen@bücher.example", "jürgen@bücher.example"),
        ("n/a", "n/a"),
        ("jane @ x.example", "jane @ x.example"),
        ("call: Jane", "call: Jane"),
    ],
)
def test_addresses_as_people_write_them(
    connection: duckdb.DuckDBPyConnection, written: str, address: str
) -> None:
    assert read(connection, "read_email_address", written) == address


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1499466.0", "1499466"),
        ("1499466.00", "1499466"),
        ("0.0", "0"),
        ("1499466", "1499466"),
        ("1499466.05", "1499466.05"),
        ("v1.0", "v1.0"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_ids_written_as_floats(
    connection: duckdb.DuckDBPyConnection, written: str, number: str
) -> None:
    assert read(connection, "read_id", written) == number


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Lead ID", "lead_id"),
        ("E-Mail", "e_mail"),
        ('a"b', "a_b"),
        ("a`b\\c", "a_b_c"),
        ("50% off?", "50_off"),
        ("Größe", "größe"),
        ("hs_all-deprecated", "hs_all_deprecated"),
        ("_internal", "_internal"),
        ("dbt_valid_to", "input_dbt_valid_to"),
        ("Created On", "input_created_on"),
        ("content_hash", "input_content_hash"),
        ("Seen At", "input_seen_at"),
        ("has_valid_email", "input_has_valid_email"),
        ("Seniority", "input_seniority"),
        ("days_since_created", "input_days_since_created"),
        ("days_since_last_web", "input_days_since_last_web"),
        ("person_id", "input_person_id"),
        ("Scorecard", "input_scorecard"),
        ("scored_on", "input_scored_on"),
        ("input_scored_on", "input_scored_on"),
        ("ROWID", "input_rowid"),
        ("xmin", "input_xmin"),
        ("Row ID", "row_id"),
    ],
)
def test_names_of_columns(given: str, name: str) -> None:
    assert call("mapped_name", "leads", given) == name


def test_words_for_missing_depend_on_the_column() -> None:
    assert {"null", "\\n", "nan", "none", "n/a", "(null)", "undefined", "--"} <= set(
        call("null_words", "leads", "industry")
    )
    assert "unknown" not in call("null_words", "leads", "industry")
    assert "none" in call("null_words", "leads", "industry")
    assert "none" not in call("null_words", "leads", "budget")
    assert {"undefined", "null"} <= set(call("null_words", "events", "event_id"))
    assert "0" not in call("null_words", "events", "event_id")
    assert "0" not in call("null_words", "leads", "lead_id")
    for table, column in [
        ("leads", "merged_into_lead_id"),
        ("events", "lead_id"),
        ("events", "anonymous_id"),
        ("outcomes", "lead_id"),
    ]:
        words = call("null_words", table, column)
        assert {"0", "-1", "00000000-0000-0000-0000-000000000000"} <= set(words)


@pytest.mark.parametrize(
    ("given", "meant"),
    [("TRUE", True), ("1.0", True), ("0", False), ("0.0", False), ("N", False), ("2.0", None)],
)
def test_words_for_true_and_false(
    connection: duckdb.DuckDBPyConnection, given: str, meant: bool | None
) -> None:
    """A data frame makes 1.0 and 0.0 of a column of booleans with gaps."""
    assert read(connection, "read_boolean", given) is meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [("-1200.5", -1200.5), ("999999999999999", 999999999999999.0), ("1e15", None), ("-1e15", None)],
)
def test_amounts_that_no_column_holds(
    connection: duckdb.DuckDBPyConnection, given: str, meant: float | None
) -> None:
    assert read(connection, "read_amount", given) == meant


def test_the_closest_name_is_said() -> None:
    assert call("closest", "ocurred_at", ["event_id", "occurred_at"]) == (
        "; did you mean occurred_at?"
    )
    assert call("closest", "E-Mial", ["lead_id", "email"]) == "; did you mean email?"
    assert call("closest", "qqq", ["a", "b"]) == "; there are a, b"
    with pytest.raises(UserError, match="did you mean email"):
        call("mapped_columns", "events", {"columns": {"emial": "x"}}, {"x": '"x"'})


def test_nobody_pays_for_readings_that_are_not_asked_for() -> None:
    """DuckDB joins to an `in` with five or more constants, and does so whatever is selected."""
    missing = call("is_null_word", '"given"', call("null_words", "events", "event_id"))
    columns = f"{missing} as missing, {call('read_boolean', 'given')} as read"
    texts = "(select range::varchar as given from range(9))"
    query = f"select count(*) from (select {columns} from {texts})"
    ((_, plan),) = duckdb.sql(f"explain {query}").fetchall()
    assert "JOIN" not in plan
    words = "select {} from (values ('NULL'), ('n/a '), ('Unknown'), ('x'), (null)) as t(given)"
    assert duckdb.sql(words.format(missing)).fetchall() == [
        (True,),
        (False,),
        (True,),
        (False,),
        (None,),
    ]
