"""mapping.yml: files of another shape become the tables of the contract when they are loaded."""

# ruff: noqa: E501 - rows of files and tables are as long as they are
from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from lead_scoring.errors import UserError
from lead_scoring.load import LoadedSource, load_input

CONTACTS = """\
Record ID,Create Date,Email,Phone,Mobile,Original Source,Lifecycle Stage,Became a Customer Date,Fav Colour
101,1/15/2026 4:30 PM,a@a.example,+1 1,,Organic Search,lead,,red
102.0,1/16/2026 12:05 AM,b@b.example,+2 2,+3 3,DIRECT_TRAFFIC,customer,3/1/2026 9:00 AM,
NULL,1/17/2026 4:30 PM,c@c.example,+4 4,n/a,Offline,subscriber,,blue
"""
MAPPING = """
leads:
  file: contacts.csv
  columns:
    lead_id: Record ID
    created_at: Create Date
    phone: [Mobile, Phone]
    lead_source: Original Source
    favourite_colour: Fav Colour
  times: {created_at: "%m/%d/%Y %I:%M %p"}
  values: {lead_source: {organic search: search, Direct_Traffic: direct, "*": other}}
  constants: {region: emea}
  prefixes: {lead_id: hs-}
  where: {Lifecycle Stage: [Lead, CUSTOMER, subscriber]}
outcomes:
  - file: contacts.csv
    columns:
      outcome_id: "won-{Record ID}"
      lead_id: "hs-{Record ID}"
      occurred_at: Became a Customer Date
    constants: {outcome: won}
    times: {occurred_at: "%m/%d/%Y %I:%M %p"}
    where_not: {Became a Customer Date: ""}
  - files: ["deals*.csv"]
    columns: {outcome_id: id, occurred_at: closed, outcome: stage}
    times: {occurred_at: "%d.%m.%Y"}
    values: {outcome: {closedwon: won, closedlost: lost}}
"""
DEALS = {
    "deals_a.csv": "id;email;closed;stage\nd1;a@a.example;01.02.2026;closedwon\n",
    "deals_b.csv": "id,email,closed,stage\nd2,b@b.example,03.02.2026,ClosedLost\n",
}


class Given:
    """An INPUT directory with files and a mapping, and the database it is loaded into."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
        self.connection = connection
        self.directory = directory / "input"
        self.directory.mkdir()
        self.work_dir = directory

    def write(self, mapping: str | dict[str, Any], **files: str) -> None:
        text = mapping if isinstance(mapping, str) else yaml.safe_dump(mapping)
        (self.directory / "mapping.yml").write_text(text)
        for name, content in files.items():
            (self.directory / f"{name}.csv").write_text(content)

    def load(self) -> list[LoadedSource]:
        return load_input(self.connection, self.directory, self.work_dir)

    def refused(self) -> str:
        with pytest.raises(UserError) as caught:
            self.load()
        sentence = str(caught.value)
        assert "\n" not in sentence
        assert sentence.endswith((".", "?")), sentence
        return sentence

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()


@pytest.fixture
def given(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Given:
    return Given(connection, tmp_path)


def test_a_table_in_another_shape(given: Given) -> None:
    given.write(MAPPING, contacts=CONTACTS)
    for name, text in DEALS.items():
        (given.directory / name).write_text(text)
    loaded = given.load()
    assert [source.rows for source in loaded] == [3, 0, 3, 0, 0]
    assert loaded[0].custom_columns == [
        "favourite_colour",
        "lifecycle_stage",
        "became_a_customer_date",
    ]
    assert given.rows(
        "select lead_id, created_at, email, phone, lead_source, favourite_colour, region"
        " from raw.leads order by email"
    ) == [
        ("hs-101", "2026-01-15 16:30:00", "a@a.example", "+1 1", "search", "red", "emea"),
        ("hs-102", "2026-01-16 00:05:00", "b@b.example", "+3 3", "direct", None, "emea"),
        (None, "2026-01-17 16:30:00", "c@c.example", "+4 4", "other", "blue", "emea"),
    ]
    assert given.rows(
        "select outcome_id, lead_id, email, outcome, occurred_at from raw.outcomes order by 1"
    ) == [
        ("d1", None, "a@a.example", "won", "2026-02-01 00:00:00"),
        ("d2", None, "b@b.example", "lost", "2026-02-03 00:00:00"),
        ("won-102", "hs-102", "b@b.example", "won", "2026-03-01 09:00:00"),
    ]


def test_parquet_is_mapped_alike(given: Given) -> None:
    given.write(MAPPING.replace("contacts.csv", "contacts.parquet"))
    for name, text in DEALS.items():
        (given.directory / name).write_text(text)
    source = given.work_dir / "contacts.csv"
    source.write_text(CONTACTS)
    duckdb.read_csv(str(source), all_varchar=True).write_parquet(
        str(given.directory / "contacts.parquet")
    )
    given.load()
    assert given.rows("select lead_id, created_at, lead_source from raw.leads order by email") == [
        ("hs-101", "2026-01-15 16:30:00", "search"),
        ("hs-102", "2026-01-16 00:05:00", "direct"),
        (None, "2026-01-17 16:30:00", "other"),
    ]


def test_lines_that_cannot_be_read_are_kept(given: Given) -> None:
    given.write(MAPPING, contacts=CONTACTS + "broken\n")
    for name, text in DEALS.items():
        (given.directory / name).write_text(text)
    loaded = given.load()
    assert (loaded[0].rows, loaded[0].unreadable) == (4, 1)
    assert given.rows("select lead_id from raw.leads where _unreadable_line = 'broken'") == [
        (None,)
    ]


EVENTS = "id,kind,at,who\n1,view,1/2/2026,101\n2,View,1/3/2026,102\n3,mail,1/4/2026,101\n"
EVENT_MAPPING: dict[str, Any] = {
    "events": {
        "columns": {"event_id": "id", "event_type": "kind", "occurred_at": "at", "lead_id": "who"},
        "times": {"occurred_at": "%m/%d/%Y"},
        "values": {"event_type": {"view": "page_view", "mail": "email_click"}},
    }
}
LEADS = "lead_id,created_at\n101,2026-01-01\n"


def test_events_are_loaded_again_after_the_mapping_has_changed(given: Given) -> None:
    given.write(EVENT_MAPPING, leads=LEADS, events=EVENTS)
    given.load()
    assert given.rows("select distinct event_type from raw.events order by 1") == [
        ("email_click",),
        ("page_view",),
    ]
    with (given.directory / "events.csv").open("a") as file:
        file.write("4,view,1/5/2026,101\n")
    changes = given.load()[1].changes
    assert changes
    assert (changes.added, changes.removed) == (1, 0)
    changed = EVENT_MAPPING["events"] | {"prefixes": {"event_id": "web-"}}
    given.write({"events": changed})
    assert given.load()[1].changes is None
    assert given.rows("select min(event_id), count(*) from raw.events") == [("web-1", 4)]


def test_one_file_may_hold_several_kinds_of_events(given: Given) -> None:
    parts = [
        {
            "file": "sends.csv",
            "columns": {"event_id": f"{kind}-{{id}}", "lead_id": "who", "occurred_at": kind},
            "constants": {"event_type": f"email_{kind}"},
            "where_not": {kind: ""},
        }
        for kind in ("open", "click")
    ]
    given.write(
        {"events": parts},
        leads=LEADS,
        sends="id,who,open,click\n1,101,2026-01-02,\n2,101,2026-01-03,2026-01-04\n",
    )
    for _ in range(2):
        given.load()
        assert given.rows(
            "select event_id, event_type, occurred_at from raw.events order by 1"
        ) == [
            ("click-2", "email_click", "2026-01-04"),
            ("open-1", "email_open", "2026-01-02"),
            ("open-2", "email_open", "2026-01-03"),
        ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {"lead_id": "Recrd ID"}}, "did you mean Record ID?"),
        ({"columns": {"lead_id": "???"}}, "is the column ???"),
        ({"columns": {"created_on": "Create Date"}}, "call the attribute input_created_on"),
        ({"times": {"created_at": "%d/%m/%Y %I:%M %p"}}, "did you mean '%m/%d/%Y %I:%M %p'?"),
        ({"times": {"created_at": "epoch_msec"}}, "did you mean epoch_ms?"),
        ({"times": {"create_at": "epoch"}}, "did you mean created_at?"),
        ({"values": {"lead_source": {"organic serch": "x"}}}, "did you mean Organic Search?"),
        ({"values": {"lead_source": {"fax": "x"}}}, "there are DIRECT_TRAFFIC, Offline"),
        ({"values": {"lead_sorce": {"fax": "x"}}}, "did you mean lead_source?"),
        ({"where": {"Lifecycle Stag": "lead"}}, "did you mean Lifecycle Stage?"),
        ({"prefix": {"lead_id": "x"}}, "did you mean prefixes?"),
        ({"constants": {"lead_id": "1"}}, "stands in columns and in constants"),
        ({"file": "contact.csv"}, "did you mean contacts.csv?"),
        ({"table": "contacts"}, "name a file here"),
        ({"columns": "lead_id"}, "has to be a list of names"),
    ],
)
def test_what_is_not_there_is_said_with_the_closest(
    given: Given, change: dict[str, Any], words: str
) -> None:
    part = yaml.safe_load(MAPPING)["leads"]
    for key, value in change.items():
        part[key] = {**part.get(key, {}), **value} if isinstance(value, dict) else value
    given.write({"leads": part}, contacts=CONTACTS)
    sentence = given.refused()
    assert words in sentence
    assert "mapping.yml" in sentence


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("leds:\n  file: x.csv\n", "did you mean leads?"),
        ("leads: {file: [}\n", "line 1: this is no YAML"),
        ("- leads\n", "begin it with `leads:`"),
        ("leads: contacts.csv\n", "has to be a mapping"),
        ("events:\n  columns: {emial: Email}\n", "did you mean email?"),
    ],
)
def test_a_mapping_that_is_none(given: Given, mapping: str, words: str) -> None:
    given.write(mapping, leads=LEADS, contacts=CONTACTS, events=EVENTS)
    assert words in given.refused()


def test_what_is_still_missing_is_said(given: Given) -> None:
    given.write("leads: {file: contacts.csv, columns: {lead_id: Record ID}}", contacts=CONTACTS)
    sentence = given.refused()
    assert "no column created_at" in sentence
    assert "Create Date" in sentence


def test_words_are_as_they_are_written(given: Given) -> None:
    """YAML would make a truth of Yes, a number of 007 and a day of 2026-01-31."""
    given.write(
        "leads:\n  values: {need: {Yes: y, 007: bond, 2026-01-31: day}}\n",
        leads="lead_id,created_at,need\n1,2026-01-01,yes\n2,2026-01-01,007\n3,2026-01-01,2026-01-31\n",
    )
    given.load()
    assert given.rows("select need from raw.leads order by lead_id") == [
        ("y",),
        ("bond",),
        ("day",),
    ]


US_LEADS = "lead_id,created_at\nP1,1/15/2026 4:30 PM\nP2,1/16/2026 4:30 PM\n"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"leads": US_LEADS},
            (
                "none of the 2 rows of",
                "created_at is not an ISO 8601 timestamp (e.g. '1/15/2026 4:30 PM', ",
                "leads: {times: {created_at: '%m/%d/%Y %I:%M %p'}}.",
            ),
        ),
        (
            {"leads": "lead_id,created_at\nP1,01/02/2026\nP2,03/02/2026\nP3,2026-01-01\n"},
            (
                "only 1 of the 3 rows of",
                "if the month comes first: leads: {times: {created_at: '%m/%d/%Y'}}; write"
                " '%d/%m/%Y' if the day does.",
            ),
        ),
        (
            {"leads": "lead_id,created_at\nP1,31.12.2025 10:00\nP2,1.2.2026 9:30\n"},
            ("leads: {times: {created_at: '%d.%m.%Y %H:%M'}}.",),
        ),
        (
            {"leads": "lead_id,created_at\nP1,15-Jan-26\nP2,1-Feb-26\n"},
            ("leads: {times: {created_at: '%d-%b-%y'}}.",),
        ),
        (
            {"leads": "lead_id,created_at\nP1,1/15/2026 4:30PM\nP2,1/2/2026 12:05AM\n"},
            ("leads: {times: {created_at: '%m/%d/%Y %I:%M%p'}}.",),
        ),
        (
            {"leads": "Lead ID,Create Date\nP1,1/15/2026\n"},
            ("no column created_at", "make map INPUT=", "proposes a mapping"),
        ),
        (
            {"leads": "lead_id,created_at\nP1,last week\nP2,in May\n"},
            ("say in mapping.yml beside it how it is written",),
        ),
        (
            {
                "leads": LEADS,
                "events": EVENTS.replace(
                    "id,kind,at,who", "event_id,event_type,occurred_at,lead_id"
                ),
            },
            ("none of the 3 rows of", "events.csv", "occurred_at is not", "'%m/%d/%Y'"),
        ),
        (
            {
                "leads": LEADS,
                "outcomes": "outcome_id,lead_id,outcome,occurred_at\n1,101,closedwon,2026-01-01\n",
            },
            ("outcome is none of accepted", "{values: {outcome: {closedwon: won}}}"),
        ),
    ],
)
def test_a_column_that_cannot_be_read_stops_the_load(
    given: Given, files: dict[str, str], words: tuple[str, ...]
) -> None:
    for name, content in files.items():
        (given.directory / f"{name}.csv").write_text(content)
    sentence = given.refused()
    for word in words:
        assert word in sentence


def test_some_times_that_cannot_be_read_stop_nothing(given: Given) -> None:
    (given.directory / "leads.csv").write_text(
        "lead_id,created_at\nP1,1/15/2026\nP2,2026-01-16\nP3,\nP4,NULL\n"
    )
    assert given.load()[0].rows == 4


def test_the_line_that_is_proposed_works(given: Given) -> None:
    (given.directory / "leads.csv").write_text(US_LEADS)
    line = given.refused().split("beside it: ")[1].removesuffix(".")
    given.write(line)
    given.load()
    assert given.rows("select created_at from raw.leads order by 1") == [
        ("2026-01-15 16:30:00",),
        ("2026-01-16 16:30:00",),
    ]


def test_columns_that_differ_in_case_only_are_refused(given: Given) -> None:
    given.connection.execute(
        f"copy (select 1 as lead_id, '2026-01-01' as created_at, 'a' as plan, 'b' as more)"
        f" to '{given.directory / 'x.parquet'}' (format parquet)"
    )
    path = given.directory / "x.parquet"
    path.write_bytes(path.read_bytes().replace(b"more", b"PLAN"))
    path.rename(given.directory / "leads.parquet")
    sentence = given.refused()
    assert "two columns called plan ('plan' and 'PLAN')" in sentence
