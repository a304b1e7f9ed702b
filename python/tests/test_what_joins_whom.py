"""Addresses, cookies and ids that many rows share: who is joined, and what is said of it."""

from __future__ import annotations

import pytest

from tests.conftest import CommandLine

pytestmark = pytest.mark.models

LEADS = """\
lead_id,created_at,email,first_name,job_title,company_name,merged_into_lead_id
Q0,2026-05-01,noemail@noemail.com,Ann,VP Marketing,Firm 0,
Q1,2026-05-01,noemail@noemail.com,Bob,CFO,Firm 1,
Q2,2026-05-01,info@firm.example,Cid,Intern,Firm 2,
Q3,2026-05-01,info@firm.example,Dan,CFO,Firm 2,
Q4,2026-05-01,desk@agency.example,Eve,CFO,Firm 4,
Q5,2026-05-01,desk@agency.example,Eve,CFO,Firm 5,
Q6,2026-05-01,desk@agency.example,Eve,CFO,Firm 6,
Q7,2026-05-01,eve@agency.example,Eve,CFO,Firm 7,
Q8,2026-05-01,fay@firm.example,Fay,CFO,Firm 2,gone
Q9,2026-05-01,gus@firm.example,Gus,CFO,Firm 2,gone
"""
EVENTS = """\
event_id,event_type,occurred_at,lead_id,email,anonymous_id
1,email_open,2026-06-19T10:00:00Z,Q8,,
1,demo_request,2026-06-20T10:00:00Z,Q9,,
2,demo_request,2026-06-20T10:00:00Z,,info@firm.example,
3,demo_request,2026-06-20T10:00:00Z,,second@firm.example,
4,page_view,2026-06-20T10:00:00Z,Q0,,kiosk
5,page_view,2026-06-20T10:00:01Z,Q1,,kiosk
6,page_view,2026-06-20T10:00:02Z,Q2,,kiosk
7,page_view,2026-06-20T10:00:03Z,Q3,,kiosk
8,page_view,2026-06-20T10:00:04Z,Q7,,kiosk
9,page_view,2026-06-20T10:00:05Z,Q8,,kiosk
10,demo_request,2026-06-20T10:00:06Z,,,kiosk
"""
OUTCOMES = """\
outcome_id,lead_id,email,outcome,occurred_at,amount,currency
1,,GUS@firm.example,accepted,2026-06-25,10,GBP
2,,info@firm.example,won,2026-06-25,10,CHF
3,,second@firm.example,accepted,2026-06-26,10,eur
"""
IDENTITIES = "lead_id,kind,value,since\nQ9,email,Second@firm.example,2026-06-01\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, str]:
    """A user who has scored the input, and what the build said."""
    user = CommandLine(tmp_path_factory.mktemp("user"))
    return user, build(user, LEADS)


def build(user: CommandLine, leads: str) -> str:
    data = user.directory / "input"
    data.mkdir(exist_ok=True)
    for name, text in (
        ("leads", leads), ("events", EVENTS), ("outcomes", OUTCOMES), ("identities", IDENTITIES),
    ):  # fmt: skip
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    return " ".join(user.build(INPUT=str(data), AS_OF="2026-06-30").split())


def people(user: CommandLine) -> list[str]:
    return [one for (one,) in user.rows("select person_id from marts.lead_scores order by 1")]


def test_leads_of_a_mailbox_or_placeholder_are_people_of_their_own(
    built: tuple[CommandLine, str],
) -> None:
    assert people(built[0]) == ["Q0", "Q1", "Q2", "Q3", "Q4", "Q7", "Q8", "Q9"]
    assert built[0].rows(
        "select key_column, reason, lead_count, example_leads from marts.input_warnings order by 4"
    ) == [
        ("email", "placeholder", 2, "Q0, Q1"),
        ("anonymous_id", "too many people", 6, "Q0, Q1, Q2"),
        ("email", "shared mailbox", 2, "Q2, Q3"),
        ("merged_into_lead_id", "no such lead", 2, "Q8, Q9"),
    ]
    assert (
        "kept apart: 1 anonymous_id of 6 leads (too many people), 1 email address of 2 leads"
        " (placeholder), 1 email address of 2 leads (shared mailbox), 1 merge target of 2 leads"
        " (no such lead); see marts.input_warnings" in built[1]
    )


def test_rows_reach_whom_their_address_names(built: tuple[CommandLine, str]) -> None:
    assert built[0].rows(
        "select person_id, sum(hits) from marts.lead_score_ledger"
        " where rule_id like 'demo_request%' and scored_on = '2026-06-30' group by all order by 1"
    ) == [("Q9", 1)]
    assert built[0].rows(
        "select person_id, outcome_id from intermediate.int_person_outcomes"
        " where scored_on = '2026-06-30' order by 2"
    ) == [("Q9", "1"), ("Q9", "3")]
    assert built[0].rows(
        "select source_table, kind, fate, row_count from marts.input_fates"
        " where fate like '%many' order by 1"
    ) == [
        ("events", "demo_request", "shared by too many", 2),
        ("outcomes", "won", "shared by too many", 1),
    ]


def test_amounts_in_several_currencies_wait_for_their_rates(built: tuple[CommandLine, str]) -> None:
    assert built[0].rows(
        "select source_table, given_values, bad_values from marts.input_bad_values"
        " where column_name = 'currency' order by 1"
    ) == [("outcomes", 3, 3), ("spend", 0, 0)]
    assert "amounts in CHF, EUR, GBP are not counted: add the rate" in built[1]


def test_rows_of_one_id_that_differ_are_told(built: tuple[CommandLine, str]) -> None:
    assert built[0].rows("select * from marts.input_conflicts") == [
        ("events", "1", 2, "lead, type, day", "Q8, email_open, 2026-06-19",
         "Q9, demo_request, 2026-06-20"),
    ]  # fmt: skip
    assert (
        "1 id of events has rows that differ in lead, type or day, such as 1; one row of each"
        " counts. If several tables number their rows alike, set prefixes in mapping.yml"
        in built[1]
    )


def test_one_more_company_parts_an_address_and_one_less_joins_it_again(
    built: tuple[CommandLine, str],
) -> None:
    user, _ = built
    before = user.rows("select person_id, score from marts.lead_scores order by 1")
    build(user, LEADS.replace("eve@agency.example", "desk@agency.example"))
    assert people(user) == [f"Q{number}" for number in range(10)]
    build(user, LEADS)
    assert user.rows("select person_id, score from marts.lead_scores order by 1") == before
