"""Rules on the channel, campaign, url or value of an event, and an edit that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import CommandLine

pytestmark = pytest.mark.models

LEADS = "lead_id,created_at,email\nA,2026-05-01,a@acme.example\nB,2026-05-01,b@acme.example\n"
EVENTS = """\
event_id,event_type,occurred_at,lead_id,asset,channel,campaign,url,value
1,page_view,2026-06-20T10:00:00Z,A,/pricing,web,Spring 26,https://acme.example/pricing?utm_source=ads,310.0
2,page_view,2026-06-20T11:00:00Z,A,/pricing,web,autumn,https://acme.example/pricing,12
3,page_view,2026-06-21T11:00:00Z,A,/pricing,,,,soon
4,page_view,2026-06-20T11:00:00Z,B,/pricing,web,autumn,,300
5,survey_answer,2026-06-20T11:00:00Z,B,,,,,10
"""
HEADER = "rule_id,component,rule_group,signal_type,signal,field,operator,operand,points\n"
ON_ASSET = "pages,engagement,web,event,page_view,,contains,pricing,1\n"
ON_FIELDS = """\
ads,engagement,web,event,page_view,url,contains,utm_source=ads,2
spring,engagement,web,event,page_view,Campaign,starts_with,spring,3
long,engagement,web,event,page_view,value,gte,300,5
exact,engagement,web,event,page_view,value,equals,310,7
promoter,engagement,web,event,survey_answer,value,in,9|10,11
"""
LEDGER = """
select person_id, rule_id, hits, cast(points as double) from marts.lead_score_ledger
where scored_on = date '2026-06-30' order by all
"""


def build(user: CommandLine, rules: str, **variables: str) -> str:
    data, rulebook = user.directory / "input", user.directory / "rulebook"
    for directory in (data, rulebook):
        directory.mkdir(exist_ok=True)
    for path, text in (
        (data / "leads.csv", LEADS),
        (data / "events.csv", EVENTS),
        (rulebook / "scoring_rules.csv", HEADER + rules),
        (rulebook / "rule_groups.csv", "rule_group,min_points,max_points\nweb,,100\n"),
    ):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    given = {"INPUT": str(data), "RULEBOOK": str(rulebook), "AS_OF": "2026-06-30"}
    return user.build(**given, **variables)


def test_an_edit_that_asks_for_a_field_counts_all_events_by_it(tmp_path: Path) -> None:
    user = CommandLine(tmp_path)
    build(user, ON_ASSET)
    pages = [("A", "pages", 3, 3.0), ("B", "pages", 1, 1.0)]
    assert user.rows(LEDGER) == pages
    # Days, types and assets, and the channels and campaigns that reports ask for.
    kinds = (
        "select count(*), count(url), count(value) from intermediate.int_event_hits_daily"
        " inner join staging.stg_event_kinds using (kind_key)"
    )
    assert user.rows(kinds) == [(5, 0, 0)]

    build(user, ON_ASSET + ON_FIELDS)
    assert user.rows(LEDGER) == sorted(
        [
            *pages,
            ("A", "ads", 1, 2.0),
            ("A", "spring", 1, 3.0),
            ("A", "long", 1, 5.0),
            ("B", "long", 1, 5.0),
            ("A", "exact", 1, 7.0),
            ("B", "promoter", 1, 11.0),
        ]
    )
    # The value that is no number is counted, and no rule on numbers takes it for one.
    assert user.rows(
        "select bad_values from marts.input_bad_values where column_name = 'value'"
    ) == [(1,)]

    build(user, ON_ASSET)
    assert user.rows(LEDGER) == pages
    assert user.rows(kinds) == [(5, 0, 0)]
