"""make map: a mapping for files of CRMs, and what it is not sure of."""

# ruff: noqa: E501 - rows of exports are as long as they are
from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from lead_scoring import cli
from lead_scoring.errors import UserError
from lead_scoring.load import load_input

# Headers and rows as the software's own exports have them, with people of our own making.
HUBSPOT = """\
Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Company Name,Job Title,Website URL,Industry,Number of Employees,Country/Region,State/Region,Original Traffic Source,Last Modified Date,Lifecycle Stage
501,Ann,Able,ann@able.example,+1 555,Sam Sales,NEW,2026-01-15 16:30,Able Inc,VP Marketing,able.example,COMPUTER_SOFTWARE,250,Germany,,Organic Search,2026-02-01 09:00,Lead
502,Bo,Baker,bo@baker.example,,Sam Sales,,2026-01-16 08:05,Baker Ltd,Engineer,,RETAIL,12,France,,Direct Traffic,2026-02-02 10:00,Customer
"""
SALESFORCE = """\
"Lead ID","First Name","Last Name","Title","Company / Account","Email","Lead Source","Street","State/Province","Country","Phone","Lead Status","Create Date","Last Modified","Lead Owner","Annual Revenue"
"00Q1","Ann","Able","VP Marketing","Able Inc","ann@able.example","Web","1 Way","CA","USA","555","Open","1/15/2026","2/28/2026","Sam Sales","1000000"
"00Q2","Bo","Baker","Engineer","Baker Ltd","bo@baker.example","Trade Show","2 Way","NY","USA","556","Open","1/16/2026","2/27/2026","Sam Sales",""
"""
MAUTIC = """\
id,dateAdded,dateModified,firstname,lastname,company,email,mobile,position,points,country,state,website,stage
1,2026-01-15 16:30:00,2026-02-01 09:00:00,Ann,Able,Able Inc,ann@able.example,+1,VP Marketing,12,Germany,,able.example,
2,2026-01-16 08:05:00,,Bo,Baker,Baker Ltd,bo@baker.example,,Engineer,0,France,,,
"""
ODOO = (
    """\
External ID,Created on,Opportunity,Contact Name,Company Name,Email,Phone,Job Position,Website,Country,Salesperson,Source,Stage,Last Updated on
__export__.crm_lead_7,2026-01-15 16:30:00,Able wants a demo,Ann Able,Able Inc,"""
    + '"""Ann Able"" <ann@able.example>"'
    + """,+1,VP Marketing,able.example,Germany,Sam Sales,Search engine,New,2026-02-01 09:00:00
__export__.crm_lead_8,2026-01-16 08:05:00,Baker,Bo Baker,Baker Ltd,bo@baker.example,,Engineer,,France,Sam Sales,,Won,2026-02-01 09:00:00
"""
)
PIPEDRIVE = """\
Person - ID,Person - Name,Person - Email - Work,Person - Phone - Work,Person - Organization,Person - Created,Person - Owner,Person - Job title
11,Ann Able,ann@able.example,+1,Able Inc,2026-01-15 16:30:00,Sam,VP Marketing
12,Bo Baker,bo@baker.example,,Baker Ltd,2026-01-16 08:05:00,Sam,Engineer
"""
ZOHO = """\
Record Id,Lead Source,Company,First Name,Last Name,Designation,Email,Phone,Lead Owner,Created Time,Modified Time,No. of Employees,Annual Revenue,Email Opt Out,Country
zcrm_1,Web,Able Inc,Ann,Able,VP Marketing,ann@able.example,+1,Sam,"Jan 15, 2026 04:30 PM","Feb 1, 2026 09:00 AM",250,,false,Germany
zcrm_2,Web,Baker Ltd,Bo,Baker,Engineer,bo@baker.example,,Sam,"Jan 16, 2026 08:05 AM","Feb 1, 2026 09:00 AM",12,,true,France
"""
DYNAMICS = """\
(Do Not Modify) Lead;(Do Not Modify) Modified On;First Name;Last Name;Job Title;Company Name;E-mail;Created On;Owner;Status Reason
a1f0;02/01/2026 09:00;Ann;Able;VP Marketing;Able Inc;ann@able.example;01/15/2026 16:30;Sam;New
a1f1;02/01/2026 09:00;Bo;Baker;Engineer;Baker Ltd;bo@baker.example;01/16/2026 08:05;Sam;New
"""
GERMAN = """\
Datensatz-ID;Vorname;Nachname;E-Mail-Adresse;Firma;Position;Erstellt am;Land;Branche;Mitarbeiterzahl
1;Ann;Able;ann@able.example;Able GmbH;VP Marketing;15.01.2026 16:30;Deutschland;Software;250
2;Bo;Bäcker;bo@baker.example;Bäcker AG;Entwickler;16.01.2026 08:05;Österreich;Handel;12
"""
FRENCH = """\
Identifiant,Prénom,Nom,Courriel,Société,Fonction,Créé le,Pays
1,Ann,Able,ann@able.example,Able SA,Directrice marketing,15/01/2026 16:30,France
2,Bo,Boulanger,bo@baker.example,Boulanger SARL,Ingénieur,16/01/2026 08:05,France
"""

COMMON = {"email", "job_title", "company_name"}


def propose(directory: Path) -> tuple[dict[str, Any], str]:
    """The mapping that is proposed, and all that is said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert cli.main(["map", str(directory)]) == 0
    text = (directory / "mapping.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text), said.getvalue()


@pytest.mark.parametrize(
    ("export", "columns", "days"),
    [
        (
            HUBSPOT,
            {
                "lead_id": "Record ID",
                "created_at": "Create Date",
                "lead_source": "Original Traffic Source",
                "employee_count": "Number of Employees",
                "phone": "Phone Number",
            },
            None,
        ),
        (
            SALESFORCE,
            {
                "lead_id": "Lead ID",
                "created_at": "Create Date",
                "job_title": "Title",
                "company_name": "Company / Account",
                "owner_id": "Lead Owner",
            },
            "%m/%d/%Y",
        ),
        (
            MAUTIC,
            {
                "lead_id": "id",
                "created_at": "dateAdded",
                "updated_at": "dateModified",
                "job_title": "position",
            },
            None,
        ),
        (
            ODOO,
            {"lead_id": "External ID", "created_at": "Created on", "job_title": "Job Position"},
            None,
        ),
        (
            PIPEDRIVE,
            {
                "lead_id": "Person - ID",
                "created_at": "Person - Created",
                "email": "Person - Email - Work",
            },
            None,
        ),
        (
            ZOHO,
            {
                "lead_id": "Record Id",
                "created_at": "Created Time",
                "job_title": "Designation",
                "do_not_contact": "Email Opt Out",
            },
            "%b %d, %Y %I:%M %p",
        ),
        (
            DYNAMICS,
            {"lead_id": "(Do Not Modify) Lead", "created_at": "Created On", "email": "E-mail"},
            "%m/%d/%Y %H:%M",
        ),
        (
            GERMAN,
            {
                "lead_id": "Datensatz-ID",
                "created_at": "Erstellt am",
                "country": "Land",
                "industry": "Branche",
                "company_name": "Firma",
            },
            "%d.%m.%Y %H:%M",
        ),
        (
            FRENCH,
            {
                "lead_id": "Identifiant",
                "created_at": "Créé le",
                "last_name": "Nom",
                "company_name": "Société",
            },
            "%d/%m/%Y %H:%M",
        ),
    ],
    ids=[
        "hubspot",
        "salesforce",
        "mautic",
        "odoo",
        "pipedrive",
        "zoho",
        "dynamics",
        "german",
        "french",
    ],
)
def test_exports_of_crms_load_with_the_mapping_alone(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    export: str,
    columns: dict[str, str],
    days: str | None,
) -> None:
    given = tmp_path / "input"
    given.mkdir()
    (given / "contacts export.csv").write_text(export, encoding="utf-8")
    mapping, _ = propose(given)
    (part,) = mapping["leads"]
    assert columns.items() <= part["columns"].items()
    assert set(part["columns"]) >= COMMON
    assert part.get("times", {}).get("created_at") == days
    load_input(connection, given, tmp_path)
    rows = connection.execute(
        "select cast(created_at as date)::varchar, job_title is not null from raw.leads order by 1"
    ).fetchall()
    assert rows == [("2026-01-15", True), ("2026-01-16", True)]


def test_days_that_may_be_months_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("lead_id,created_at\n1,01/02/2026\n2,03/04/2026\n")
    mapping, said = propose(tmp_path)
    assert mapping["leads"][0]["times"] == {"created_at": "%m/%d/%Y"}
    assert "created_at: '%d/%m/%Y' reads its times as well" in said
    assert "# check: '%d/%m/%Y'" in (tmp_path / "mapping.yml").read_text()


def test_a_required_column_is_never_guessed_in_silence(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    given = tmp_path / "input"
    given.mkdir()
    (given / "contacts.csv").write_text(
        "Kennung,Email,First Name,Created\n1,a@a.example,Ann,2026-01-01\n"
    )
    mapping, said = propose(given)
    assert mapping["leads"][0]["columns"]["lead_id"] == "???"
    assert "Check: contacts.csv: lead_id: no column was found for it" in said
    with pytest.raises(UserError, match=r"lead_id of leads is the column \?\?\?"):
        load_input(connection, given, tmp_path)


def test_two_candidates_for_a_required_column_are_said(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(
        "Record ID,Contact ID,Created Date,Email\n1,9,2026-01-01,a@a.example\n"
    )
    mapping, said = propose(tmp_path)
    assert mapping["leads"][0]["columns"]["lead_id"] == "Contact ID"
    assert "lead_id: it may also be Record ID; Contact ID was taken." in said


def test_files_become_the_tables_that_they_fit(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    given = tmp_path / "input"
    given.mkdir()
    (given / "contacts.csv").write_text(HUBSPOT)
    (given / "deals.csv").write_text(
        "Deal ID,Contact ID,Deal Stage,Close Date,Amount,Currency\n"
        "1,501,closedwon,2026-03-01,100,EUR\n2,502,Closed lost,2026-03-02,,\n3,502,Won,2026-03-03,,\n"
        "4,502,Poker face,2026-03-03,,\n"
    )
    (given / "web_activity.csv").write_text(
        "timestamp,event,email,page\n1768471200,page_view,ann@able.example,/pricing\n"
        "1768471300,page_view,,/pricing\n"
    )
    (given / "colours.csv").write_text("colour,hex\nred,f00\n")
    mapping, said = propose(given)
    assert set(mapping) == {"leads", "events", "outcomes"}
    (deals,) = mapping["outcomes"]
    assert deals["values"] == {
        "outcome": {"closedwon": "won", "Closed lost": "lost", "Won": "won"}
    } or deals["values"] == {"outcome": {"closedwon": "won", "Closed lost": "lost"}}
    assert "say in values what these stand for: 'Poker face'." in said
    assert "colours.csv is like no table of the input" in said
    (events,) = mapping["events"]
    assert events["columns"]["event_id"] == "{email}-{event}-{timestamp}"
    assert "rows have no id of their own" in said
    load_input(connection, given, tmp_path)
    assert connection.execute(
        "select outcome, currency from raw.outcomes order by outcome_id"
    ).fetchall()[:2] == [("won", "EUR"), ("lost", None)]


def test_a_mapping_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(HUBSPOT)
    (tmp_path / "mapping.yml").write_text("leads: {file: contacts.csv}\n")
    mapping, said = propose(tmp_path)
    assert mapping == {"leads": {"file": "contacts.csv"}}
    assert "Record ID" in said
    assert "stays as it is" in said


def test_the_demo_needs_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(
        "lead_id,created_at,email,plan\n1,2026-01-01,a@a.example,x\n"
    )
    mapping, said = propose(tmp_path)
    assert mapping["leads"][0]["columns"] == {
        "lead_id": "lead_id",
        "created_at": "created_at",
        "email": "email",
    }
    assert "Check" not in said
