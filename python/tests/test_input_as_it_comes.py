"""The input as it really comes, from CSV, from Parquet and from tables of a warehouse, to the scores.

Each kind of fault is in the input several times, beside rows that have none.
"""

# ruff: noqa: E501 - rows of files and tables are as long as they are
from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from lead_scoring.dbt_runner import run_dbt
from lead_scoring.errors import UserError
from tests.conftest import CommandLine, QuickRunner, dbt_runner, nightly

pytestmark = pytest.mark.models

AS_OF = "2026-06-30"
GIVEN = {"as_of": AS_OF, "history_days": 0}
ZERO_UUID = "00000000-0000-0000-0000-000000000000"

# Leads that are all people of their own, whatever stands for missing in merged_into_lead_id.
SINGLE = [
    ("P0", "p0@co0.example", "NULL"),
    ("P1", "p1@co1.example", "NULL"),
    ("P2", "p2@co2.example", "\\N"),
    ("P3", "p3@co3.example", "\\N"),
    ("P4", "NULL", "0"),
    ("P5", "None", "0"),
    ("P6", "n/a", ZERO_UUID),
    ("P7", "n/a", ZERO_UUID),
    ("P8", "p8@co8.example", "undefined"),
    ("P9", "p9@co9.example", "undefined"),
    ("P10", "p10@co10.example", "-1"),
    ("P11", "p11@co11.example", "nan"),
    ("P12", "p12@co12.example", "--"),
    ("P13", "p13@co13.example", "--"),
    ("P14", "p14@co14.example", "<NA>"),
    ("P15", "p15@co15.example", "NaT"),
    ("P16", "p16@co16.example", "[object Object]"),
    ("P17", "p17@co17.example", "[object Object]"),
    ("P18", "p18@co18.example", "{00000000-0000-0000-0000-000000000000}"),
]
# Pairs of leads that are one person each, by an address.
PAIRS = [
    ('"Jane Roe" <jane@delta-co.example>', "jane@delta-co.example"),
    ("mailto:kim@delta-co.example", "kim@delta-co.example"),
    ("\u200bpat@delta-co.example", "pat@delta-co.example"),
    ("sam@delta-co.example.", "SAM@delta-co.example"),
    ("lou@delta-co.example, office@delta-co.example", "lou@delta-co.example"),
    ("ann@delta-co.example\u00a0", "<ann@delta-co.example>"),
]
NO_ADDRESSES = ["ask Jane", "jane @ delta-co.example"]
TIMES = [
    "2026-05-01",
    "2026-05-01 10:00:00 UTC",
    "2026-05-01 10:00:00 +0000",
    "20260501",
    "2026-05-01 9:05",
    "1777593600",
    "1777593600000",
    "46143",
]


def leads() -> list[tuple[str, ...]]:
    """lead_id, created_at, email, merged_into_lead_id and the columns with the project's names."""
    rows = [(lead, "2026-05-01", email, merged) for lead, email, merged in SINGLE]
    for number, pair in enumerate(PAIRS):
        rows += [(f"A{number}{side}", "2026-05-02", pair[side], "") for side in (0, 1)]
    rows += [(f"N{n}", "2026-05-03", text, "") for n, text in enumerate(NO_ADDRESSES)]
    rows += [(f"T{n}", text, f"t{n}@time.example", "") for n, text in enumerate(TIMES)]
    rows += [
        ("1499466", "2026-05-04", "f@float.example", ""),
        ("77.0", "2026-05-04", "", "1499466.0"),
    ]
    return [(*row, "2026-05-20 00:00:00", "2026-04-30", "entry", "99", "gold") for row in rows]


LEAD_COLUMNS = (
    "lead_id",
    "created_at",
    "email",
    "merged_into_lead_id",
    "dbt_valid_to",
    "Created On",
    "Seniority",
    "content_hash",
    'plan "b"',
)
ATTRIBUTES = [
    "input_dbt_valid_to",
    "input_created_on",
    "input_seniority",
    "input_content_hash",
    "plan_b",
]
EVENT_COLUMNS = ("event_id", "event_type", "occurred_at", "lead_id", "email", "anonymous_id")
EVENTS = [
    # Nobody's, however often the word is the same.
    ("v1", "contact_sales", "2026-06-20 10:00:00 UTC", "NULL", "NULL", "visitor-77"),
    ("v2", "contact_sales", "2026-06-20T10:00:00Z", "NULL", "NULL", "NULL"),
    ("v3", "contact_sales", "2026-06-20T10:00:00Z", "0", "", "undefined"),
    ("v4", "contact_sales", "1781949600", "", "", ZERO_UUID),
    # One word for missing must not tie visitors to people.
    ("e0", "email_open", "2026-06-10T10:00:00Z", "P0", "NULL", "NULL"),
    ("e1", "email_open", "2026-06-10T10:00:00Z", "P1", "", "undefined"),
    ("e2", "email_open", "2026-06-10T10:00:00Z", "P2", "", ZERO_UUID),
    ("f1", "demo_request", "2026-06-25T10:00:00Z", "1499466.0", "", ""),
    ("f2", "demo_request", "2026-06-25T10:00:00Z", "", "F@float.example.", ""),
]


def csv_text(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """The rows as a CSV file."""
    lines = [columns, *rows]
    return "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in line) + "\n" for line in lines
    )


def write_csv(directory: Path) -> None:
    (directory / "leads.csv").write_text(csv_text(LEAD_COLUMNS, leads()), encoding="utf-8")
    (directory / "events.csv").write_text(csv_text(EVENT_COLUMNS, EVENTS), encoding="utf-8")


def write_parquet(directory: Path, source: Path) -> None:
    for name in ("leads", "events"):
        duckdb.read_csv(str(source / f"{name}.csv"), all_varchar=True).write_parquet(
            str(directory / f"{name}.parquet")
        )


def plain_dbt(user: CommandLine, select: list[str], variables: dict[str, Any]) -> None:
    """Plain dbt on the warehouse as it is, without data tests."""
    quick = partial(QuickRunner, reports=True)
    with (
        mock.patch.dict(os.environ, user._environment({}), clear=True),
        mock.patch(f"{dbt_runner().__module__}.dbtRunner", quick),
    ):
        run_dbt(["build", "--select", *select], user.warehouse, GIVEN | variables)


SELECT = [
    "+lead_scores",
    "+lead_score_ledger",
    "+input_bad_values",
    "+rejected_records",
    "+lead_duplicates",
]


@pytest.fixture(scope="module", params=["csv", pytest.param("parquet", marks=nightly), "tables"])
def scored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CommandLine]:
    """A user who has scored the input, loaded from files or read from tables of the warehouse."""
    directory = tmp_path_factory.mktemp(request.param)
    user = CommandLine(directory)
    source, given = directory / "csv", directory / "input"
    source.mkdir()
    given.mkdir()
    write_csv(source)
    if request.param == "csv":
        write_csv(given)
    elif request.param == "parquet":
        write_parquet(given, source)
    if request.param != "tables":
        said = user.build(INPUT=str(given), AS_OF=AS_OF)
        assert "the column 'Created On' is the attribute input_created_on" in said
        assert "the column 'plan \"b\"' is the attribute plan_b" in said
    else:
        user.warehouse.parent.mkdir()
        with duckdb.connect(str(user.warehouse)) as connection:
            connection.execute('create schema "Raw CRM"')
            for name in ("leads", "events"):
                connection.execute(
                    f'create table "Raw CRM"."{name} export" as from read_csv('
                    f"'{source / name}.csv', all_varchar = true)"
                )
        plain_dbt(
            user,
            SELECT,
            {
                "raw_schema": "Raw CRM",
                "raw_leads_table": "leads export",
                "raw_events_table": "events export",
                "custom_attributes": list(LEAD_COLUMNS[4:]),
            },
        )
    yield user


def people(user: CommandLine) -> dict[str, float]:
    return dict(user.rows("select lead_id, engagement_points from marts.lead_scores"))


def test_a_word_for_missing_joins_nobody(scored: CommandLine) -> None:
    assert {lead for lead, *_ in SINGLE} <= set(people(scored))


def test_a_visitor_without_an_id_is_nobody(scored: CommandLine) -> None:
    points = people(scored)
    assert {points[lead] for lead in ("P0", "P1", "P2")} == {points["P0"]}
    (contact,) = scored.rows(
        "select count(*) from marts.lead_score_ledger where rule_id like '%contact_sales%'"
    )
    assert contact == (0,)
    rejected = scored.rows(
        "select record_key from marts.rejected_records where source_table = 'events' order by 1"
    )
    assert rejected == [("v2",), ("v3",), ("v4",)]


def test_words_for_missing_are_counted(scored: CommandLine) -> None:
    counted = dict(
        scored.rows(
            "select source_table || '.' || column_name, null_words from marts.input_bad_values"
            " where null_words > 0"
        )
    )
    assert counted == {
        "leads.merged_into_lead_id": len(SINGLE),
        "leads.email": 4,
        "events.lead_id": 3,
        "events.email": 3,
        "events.anonymous_id": 6,
    }


def test_addresses_as_people_write_them_join(scored: CommandLine) -> None:
    pairs = scored.rows("select count(*) from marts.lead_duplicates where lead_id like 'A%'")
    scored_people = [lead for lead in people(scored) if lead.startswith("A")]
    assert len(scored_people) == len(PAIRS), pairs


def test_what_is_no_address_is_counted(scored: CommandLine) -> None:
    assert scored.rows(
        "select bad_values from marts.input_bad_values"
        " where source_table = 'leads' and column_name = 'email'"
    ) == [(len(NO_ADDRESSES),)]


def test_floats_meet_their_integer_twins(scored: CommandLine) -> None:
    points = people(scored)
    assert "77" not in points
    hits = scored.rows(
        "select sum(hits) from marts.lead_score_ledger where lead_id = '1499466'"
        " and component = 'engagement' and rule_id like '%demo%'"
    )
    assert points["1499466"] > points["P0"]
    assert hits == [(2,)]


def test_times_are_read_where_they_can_mean_one_thing(scored: CommandLine) -> None:
    assert scored.rows(
        "select distinct created_on from staging.stg_leads where lead_id like 'T%'"
    ) == scored.rows("select date '2026-05-01'")


def test_columns_with_the_projects_names_are_attributes(scored: CommandLine) -> None:
    quoted = ", ".join(ATTRIBUTES)
    assert scored.rows(f"select distinct {quoted} from staging.stg_leads") == [
        ("2026-05-20 00:00:00", "2026-04-30", "entry", "99", "gold")
    ]


@pytest.fixture
def tables(tmp_path: Path) -> CommandLine:
    """A user whose tables lie in schema crm of the warehouse, in another shape than the contract's."""
    user = CommandLine(tmp_path)
    user.warehouse.parent.mkdir()
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute(
            """
            create schema crm;
            create table crm.contacts as select * from (values
                (101.0::double, '1/15/2026 4:30 PM', 'a@a.example', 'Lead', 'ORGANIC'),
                (102.0, '1/16/2026 12:05 AM', 'b@b.example', 'Customer', 'PAID')
            ) as t ("Record ID", "Create Date", email, stage, "Source");
            create table crm.partners as select * from (values (7, timestamp '2026-02-01', 'c@c.example'))
            as t (id, since, mail);
            create table crm.visits as select * from (values
                (1, 102::bigint, '2/1/2026', 'view'), (2, 101, '2/2/2026', 'demo'), (3, 101, '2/3/2026', 'spam')
            ) as t (id, contact, day, kind);
            """
        )
    return user


MAPPING = {
    "leads": [
        {
            "table": "contacts",
            "columns": {
                "lead_id": "Record ID",
                "created_at": "Create Date",
                "lead_source": "Source",
            },
            "times": {"created_at": "%m/%d/%Y %I:%M %p"},
            "values": {"lead_source": {"organic": "search", "*": "other"}},
            "prefixes": {"lead_id": "crm-"},
            "where": {"stage": ["lead", "customer"]},
        },
        {
            "table": "partners",
            "columns": {"lead_id": "id", "created_at": "since", "email": "mail"},
            "prefixes": {"lead_id": "partner-"},
            "constants": {"lead_source": "partner", "plan": "gold"},
        },
    ],
    "events": {
        "columns": {
            "event_id": "id",
            "lead_id": "contact",
            "occurred_at": "day",
            "event_type": "kind",
        },
        "times": {"occurred_at": "%m/%d/%Y"},
        "values": {"event_type": {"view": "page_view", "demo": "demo_request"}},
        "prefixes": {"lead_id": "crm-"},
        "where_not": {"kind": "spam"},
    },
}
POINTED = {
    "raw_schema": "crm",
    "raw_leads_table": "contacts",
    "raw_events_table": "visits",
    "raw_outcomes_table": "",
}
INPUT_MODELS = ["+stg_leads", "+stg_events"]


def test_tables_in_another_shape_by_the_var_mapping(tables: CommandLine) -> None:
    plain_dbt(tables, INPUT_MODELS, POINTED | {"mapping": MAPPING})
    assert tables.rows(
        "select lead_id, created_at::varchar, email, lead_source, plan from staging.stg_leads order by 1"
    ) == [
        ("crm-101", "2026-01-15 16:30:00", "a@a.example", "search", None),
        ("crm-102", "2026-01-16 00:05:00", "b@b.example", "other", None),
        ("partner-7", "2026-02-01 00:00:00", "c@c.example", "partner", "gold"),
    ]
    assert tables.rows(
        "select event_id, lead_id, event_type, occurred_on::varchar from staging.stg_events order by 1"
    ) == [
        ("1", "crm-102", "page_view", "2026-02-01"),
        ("2", "crm-101", "demo_request", "2026-02-02"),
    ]


def with_part(table: str, /, **changes: Any) -> dict[str, Any]:
    parts: Any = MAPPING[table]
    part = parts[0] if isinstance(parts, list) else parts
    assert isinstance(part, dict)
    return MAPPING | {table: part | changes}


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (
            with_part("leads", times={}),
            "none of the 2 rows of leads can be used: created_at is not an ISO 8601 timestamp (e.g."
            " '1/15/2026 4:30 PM', '1/16/2026 12:05 AM'); say how it is written in the var mapping,"
            " such as {leads: {times: {created_at: '%m/%d/%Y %I:%M %p'}}}.",
        ),
        pytest.param(
            with_part("events", times={}),
            "none of the 2 rows of events can be used: occurred_at is not an ISO 8601 timestamp",
            marks=nightly,
        ),
        (with_part("leads", columns={"lead_id": "Recod ID"}), "did you mean Record ID?"),
        pytest.param(
            with_part("events", times={"occurred_at": "epoch_msec"}),
            "did you mean epoch_ms?",
            marks=nightly,
        ),
        pytest.param(with_part("leads", table="contact"), "There is no table", marks=nightly),
        pytest.param(
            with_part("leads", values={"lead_source": {"organik": "search"}}),
            "did you mean ORGANIC?",
            marks=nightly,
        ),
    ],
    ids=["leads", "events", "column", "format", "table", "value"],
)
def test_tables_that_cannot_be_read_stop_before_the_scores(
    tables: CommandLine, mapping: dict[str, Any], words: str
) -> None:
    with pytest.raises(UserError) as caught:
        plain_dbt(tables, ["+stg_leads", "+int_event_hits_daily"], POINTED | {"mapping": mapping})
    assert words in str(caught.value)


def test_columns_that_differ_in_punctuation_only_are_refused(tables: CommandLine) -> None:
    with duckdb.connect(str(tables.warehouse)) as connection:
        connection.execute(
            'create table crm.leads as select 1 as lead_id, now() as created_at, 1 as "Fav Colour", 2 as "fav-colour"'
        )
    with pytest.raises(UserError, match="2 columns called fav_colour"):
        plain_dbt(
            tables,
            ["+stg_leads"],
            {"raw_schema": "crm", "custom_attributes": ["fav_colour"], "raw_events_table": ""},
        )
