"""The words of two CRMs for one lead source, as the guide to sources makes them one."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from lead_scoring.project import ROOT

from .conftest import CommandLine
from .loader_tables import Row, write_tables

GUIDE = (ROOT / "docs" / "guides" / "sources" / "README.md").read_text(encoding="utf-8")
OPENED = "timestamp 2026-01-05 10:00:00"
CONTACTS: list[Row] = [
    {"id": 101, "property_email": "ann@acme.example", "property_createdate": OPENED}
    | {"property_hs_analytics_source": "ORGANIC_SEARCH"}
]
LEADS: list[Row] = [
    {"Id": number, "Email": email, "CreatedDate": OPENED, "LeadSource": word}
    for number, email, word in [
        ("00QJO", "jo@beta.example", "Website"),
        ("00QKIM", "kim@gamma.example", "Web Site"),
    ]
]


def block_of_the_guide(first_line: str) -> str:
    """The indented block of the guide that begins with a line."""
    found = re.search(rf"^    {re.escape(first_line)}\n(?:    .*\n)*", GUIDE, re.MULTILINE)
    assert found, first_line
    return dedent(found.group())


def test_a_lead_source_is_what_the_crm_says_until_somebody_decides_otherwise() -> None:
    shipped = ROOT / "seeds" / "rulebook" / "lead_source_aliases.csv"
    assert shipped.read_text(encoding="utf-8") == "alias,lead_source\n"


def test_the_example_has_common_words_and_keeps_two_channels_apart() -> None:
    """No alias has two meanings, and none stands for an alias: the order of rows is nothing."""
    path = ROOT / "examples" / "lead_source_aliases.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    words = dict(rows)
    assert len(words) == len(rows)
    assert not set(words) & set(words.values())
    assert {words["web"], words["web site"]} == {"website"}
    assert "organic_search" in words.values()


@pytest.mark.models
def test_website_and_organic_search_are_one_channel_by_a_file_of_the_rulebook(
    user: CommandLine, tmp_path: Path
) -> None:
    """For rules, attributes and reports alike."""
    write_tables(user.warehouse, "hubspot", {"contact": CONTACTS})
    write_tables(user.warehouse, "salesforce", {"lead": LEADS})
    given = {"SOURCES": "hubspot,salesforce", "AS_OF": "2026-03-01", "VARS": "{history_months: 0}"}
    rulebook = tmp_path / "rulebook"
    rulebook.mkdir()
    aliases = block_of_the_guide("alias,lead_source")
    (rulebook / "lead_source_aliases.csv").write_text(aliases, encoding="utf-8")
    user.build(RULEBOOK=str(rulebook), **given)
    shown = block_of_the_guide("select lead_source, count(*) as people")
    assert user.rows(shown) == [("organic_search", 3)]
    assert "| organic_search | 3 |" in GUIDE
    channels = "select distinct channel from intermediate.int_person_channels"
    assert user.rows(channels) == [("organic_search",)]
    found_us = """
        select lead_id from marts.lead_score_ledger
        where rule_id = 'source_sought_us' and points > 0 order by lead_id
    """
    assert user.rows(found_us) == [("00QJO",), ("00QKIM",), ("101",)]
