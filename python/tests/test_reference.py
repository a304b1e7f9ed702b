"""Worked examples of the contract: numbers calculated by hand, run on the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lead_scoring.rulebook_file import FILES
from tests.reference.arithmetic import (
    LedgerRow,
    ledger,
    ledger_row,
    scored_hits,
    weight,
    within_group_limits,
)
from tests.reference.backtest import Case, cases_of, close_rates, probabilities
from tests.reference.deliveries import deliveries, last_days, write_split
from tests.reference.history import (
    LeadVersions,
    Visit,
    is_rising,
    score_change,
    score_differences,
    scores_by_day,
    stage_visits,
    stages_by_day,
)
from tests.reference.inputs import (
    Event,
    Outcome,
    Person,
    attributes_of,
    clean_events,
    clean_leads,
    clean_outcomes,
    events_by_person,
    machine_event_ids,
    people_on,
    read_timestamp,
)
from tests.reference.probability import trained_probability
from tests.reference.random_world import Row, random_world
from tests.reference.rulebook import Rule, Rulebook, matches, read_rulebook, rulebook_of
from tests.reference.stages import Score, grade_of, scores_on

DAY = date(2026, 6, 30)


def row_of(name: str, given: Row) -> Row:
    """One row of a rulebook file, all cells empty but the given ones."""
    return dict.fromkeys(FILES[name].columns, "") | given


def files_of(**files: Sequence[Mapping[str, str | None]]) -> dict[str, list[Row]]:
    """Rulebook files with the columns they need."""
    return {name: [row_of(name, dict(row)) for row in rows] for name, rows in files.items()}


def rule_of(**given: str) -> Rule:
    """An engagement rule of 10 points on page views, with some cells changed."""
    cells = {
        "rule_id": "r",
        "component": "engagement",
        "rule_group": "g",
        "signal_type": "event",
        "signal": "page_view",
        "points": "10",
    }
    return rulebook_of(files_of(scoring_rules=[cells | given])).rules[0]


def event_of(number: int, age: float = 0, **given: object) -> Event:
    """A page view at noon, some days before the scoring day."""
    cells: dict[str, object] = {
        "event_id": f"E{number}",
        "event_type": "page_view",
        "occurred_at": datetime(2026, 6, 30, 12, tzinfo=UTC) - timedelta(days=age),
        "lead_id": "L1",
        "email": None,
        "anonymous_id": None,
        "asset": None,
        "channel": None,
        "campaign": None,
        "url": None,
        "value": None,
        "user_agent": None,
        "is_flagged": False,
    }
    return Event(**(cells | given))  # type: ignore[arg-type]


def scores(
    files: dict[str, list[Row]], leads: list[Row], events: list[Row], day: date = DAY
) -> dict[str, Score]:
    """Raw rows scored with some rulebook files on a day."""
    usable = clean_leads(leads).usable
    return scores_on(usable, clean_events(events).usable, rulebook_of(files), day)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-03-01", "2026-03-01T00:00:00"),
        ("2026-03-01 10:30", "2026-03-01T10:30:00"),
        ("2026-03-01T10:30:15.25Z", "2026-03-01T10:30:15.250"),
        ("2026-03-01T00:30:00+02:00", "2026-02-28T22:30:00"),
        ("2024-02-28T23:30:00-0330", "2024-02-29T03:00:00"),
        (" 1969-12-31T23:59:59.999Z ", "1969-12-31T23:59:59.999"),
        ("2026-03-01T10:00:00+02", "2026-03-01T08:00:00"),
    ],
)
def test_timestamps_become_utc(written: str, utc: str) -> None:
    assert read_timestamp(written) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["2026-02-29", "soon", "", " ", None, "2026-13-01", "31/12/2026"]
)
def test_what_is_no_timestamp_is_missing(written: str | None) -> None:
    assert read_timestamp(written) is None


@pytest.mark.parametrize(
    ("operator", "operand", "value", "holds"),
    [
        ("any", None, "x", True),
        ("any", None, " ", False),
        ("is_present", None, None, False),
        ("is_missing", None, "", True),
        ("equals", " PRO ", "pro", True),
        ("equals", "100", "100.0", False),
        ("not_equals", "a", "b", True),
        ("not_equals", "a", None, False),
        ("in", "A | b", " B ", True),
        ("in", "a|b|c", "a|b", False),
        ("contains", "_", "ab", False),
        ("contains", "%", "50% off", True),
        ("starts_with", "GRÖ", "größe", True),
        ("ends_with", "ÖSSE ", "grösse", True),
        ("ends_with", "%", "50% off", False),
        ("ends_with", "long suffix", "suffix", False),
        ("gte", "7", " 7.0 ", True),
        ("gte", "7", "1e1", True),
        ("gte", "7", "nan", False),
        ("lte", "7", "1_0", False),
        ("gte", "7", "70 people", False),
        ("lte", "-3", "-3", True),
        ("between", "7 | 7.5", "7.5", True),
        ("between", "7|7.5", "7.51", False),
    ],
)
def test_operators(operator: str, operand: str | None, value: str | None, holds: bool) -> None:
    assert matches(operator, operand, value) is holds


@pytest.mark.parametrize(
    ("cells", "age", "left"),
    [
        ({}, 5000, "1"),
        ({"decay": "exponential", "decay_days": "7"}, 0, "1"),
        ({"decay": "exponential", "decay_days": "7"}, 14, "0.25"),
        ({"decay": "exponential", "decay_days": "7", "grace_days": "7"}, 7, "1"),
        ({"decay": "exponential", "decay_days": "7", "grace_days": "7"}, 14, "0.5"),
        ({"decay": "linear", "decay_days": "10"}, 4, "0.6"),
        ({"decay": "linear", "decay_days": "10"}, 11, "0"),
        ({"decay": "step", "decay_days": "30", "decay_percent": "25"}, 29, "1"),
        ({"decay": "step", "decay_days": "30", "decay_percent": "25"}, 60, "0.5"),
        ({"decay": "step", "decay_days": "30", "decay_percent": "40"}, 90, "0"),
        ({"expires_after_days": "30"}, 30, "1"),
        ({"expires_after_days": "30"}, 31, "0"),
    ],
)
def test_weights(cells: dict[str, str], age: int, left: str) -> None:
    assert weight(rule_of(**cells), age, days_inactive=None) == Fraction(left)


def test_inactivity_clock_takes_the_age_of_the_last_engagement_but_expiry_the_hits_own() -> None:
    rule = rule_of(
        decay="linear", decay_days="10", decay_clock="inactivity", expires_after_days="9"
    )
    assert weight(rule, 9, days_inactive=2) == Fraction(8, 10)
    assert weight(rule, 10, days_inactive=2) == 0
    assert weight(rule, 5, days_inactive=None) == Fraction(5, 10)


def test_the_five_parts_add_up_to_the_points() -> None:
    rule = rule_of(daily_cap="2", max_points="15", decay="linear", decay_days="10")
    hits = {DAY: 3, DAY - timedelta(days=5): 1}
    row = ledger_row(rule, hits, None, DAY)
    # 10 * 4 hits; one over the daily cap; half of the older hit decayed; 25 limited to 15
    assert (row.hits, row.base_points, row.daily_cap_points) == (4, Decimal(40), Decimal(-10))
    assert (row.decay_points, row.rule_cap_points, row.points) == (
        Decimal(-5),
        Decimal(-10),
        Decimal(15),
    )


def test_rule_limit_holds_for_negative_points_too() -> None:
    row = ledger_row(rule_of(points="-4", max_points="10"), {DAY: 3}, None, DAY)
    assert (row.base_points, row.rule_cap_points, row.points) == (
        Decimal(-12),
        Decimal(2),
        Decimal(-10),
    )


def test_frequency_rule_gives_its_points_once_on_the_day_of_the_last_hit_in_the_window() -> None:
    rule = rule_of(min_hits="3", within_days="7", daily_cap="2")
    on_the_edge = [event_of(1, 6), event_of(2, 2), event_of(3, 2), event_of(4, 2)]
    assert scored_hits(rule, on_the_edge, {}, Rulebook(), DAY) == {DAY - timedelta(days=2): 1}
    too_old = [event_of(1, 7), event_of(2, 2), event_of(3, 2), event_of(4, 2)]
    assert scored_hits(rule, too_old, {}, Rulebook(), DAY) == {}


@pytest.mark.parametrize(
    ("limits", "points", "expected"),
    [
        ((None, "10"), ("15", "-3"), ("12.5", "-2.5")),
        (("-3", None), ("2", "-8"), ("1", "-4")),
        (("0", "0"), ("3.3", "-3.3"), ("3.3", "-3.3")),
        (("-5", "12"), ("15", "-3"), ("15", "-3")),
        (("0", "0"), ("4", "-3"), ("0", "0")),
    ],
)
def test_group_limits_shrink_all_rules_by_one_factor(
    limits: tuple[str | None, str | None], points: tuple[str, str], expected: tuple[str, str]
) -> None:
    lowest, highest = (None if limit is None else Fraction(limit) for limit in limits)
    zero = Decimal(0)
    rows = [
        LedgerRow(f"r{amount}", "g", "fit", 1, Decimal(amount), zero, zero, zero, zero)
        for amount in points
    ]
    limited = within_group_limits(rows, Rulebook(groups={"g": (lowest, highest)}))
    assert [row.points for row in limited] == [Decimal(amount) for amount in expected]


def test_expiry_is_the_part_of_the_loss_that_decay_alone_would_have_left() -> None:
    rule = rule_of(daily_cap="2", decay="linear", decay_days="10", expires_after_days="4")
    hits = {DAY - timedelta(days=5): 3, DAY - timedelta(days=4): 1}
    row = ledger_row(rule, hits, None, DAY)
    # 20 of two counted hits are gone: half of them decayed, half expired; 4 of 10 have decayed.
    assert (row.decay_points, row.expiry_points) == (Decimal(-24), Decimal(-10))
    assert row.points == Decimal(6)
    assert ledger_row(rule_of(decay="linear", decay_days="10"), hits, None, DAY).expiry_points == 0


def test_validity_includes_both_ends() -> None:
    rule = rule_of(valid_from="2026-06-30", valid_to="2026-07-01")
    days = [date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]
    assert [rule.is_valid_on(day) for day in days] == [False, True, True, False]


def test_inactivity_counts_hits_of_rules_for_other_segments_and_other_days() -> None:
    files = files_of(
        rule_groups=[{"rule_group": "g"}],
        scoring_rules=[
            {
                "rule_id": "fades",
                "component": "fit",
                "rule_group": "g",
                "signal_type": "attribute",
                "signal": "lead_id",
                "points": "10",
                "decay": "linear",
                "decay_days": "10",
                "decay_clock": "inactivity",
            },
            {
                "rule_id": "long over",
                "component": "engagement",
                "rule_group": "g",
                "segment": "elsewhere",
                "signal_type": "event",
                "signal": "page_view",
                "points": "1",
                "valid_to": "2020-01-01",
            },
        ],
    )
    rulebook = rulebook_of(files)
    values = {"lead_id": "L1"}
    engaged_on = DAY - timedelta(days=4)
    rows = ledger(rulebook, "default", values, [], last_engaged_on=engaged_on, day=DAY)
    assert [row.points for row in rows] == [6]
    lead: Row = {"lead_id": "L1", "created_at": "2026-01-01"}
    view: Row = {"event_id": "E", "event_type": "page_view", "lead_id": "L1"}
    scored = scores(files, [lead], [view | {"occurred_at": "2026-06-26T23:00:00"}])["L1"]
    assert (scored.last_engaged_on, scored.raw_score) == (date(2026, 6, 26), Decimal(6))


def test_cleaning_keeps_one_row_per_key_and_counts_the_others() -> None:
    leads = clean_leads(
        [
            {"lead_id": "L1", "created_at": "2026-01-01", "updated_at": "2026-02-01"},
            {"lead_id": "L1", "created_at": "2026-01-02", "updated_at": "2026-02-02"},
            {"lead_id": "L1", "created_at": "never", "updated_at": "2026-02-03"},
            {"lead_id": " ", "created_at": "2026-01-01"},
        ]
    )
    assert [lead.created_at.day for lead in leads.usable] == [2]
    assert (leads.rejected, leads.duplicates) == (2, 1)
    view: Row = {"event_type": "page_view", "occurred_at": "2026-01-01"}
    events = clean_events(
        [
            view | {"event_id": "E1", "lead_id": "L1", "asset": "late", "loaded_at": "2026-01-03"},
            view | {"event_id": "E1", "lead_id": "L1", "asset": "first", "loaded_at": "2026-01-02"},
            view | {"event_id": "E2"},
        ]
    )
    assert [event.asset for event in events.usable] == ["first"]
    assert (events.rejected, events.duplicates) == (1, 1)
    won: Row = {"lead_id": "L1", "outcome": "won", "occurred_at": "2026-01-01"}
    outcomes = clean_outcomes([won | {"outcome_id": "O1"}, won | {"outcome_id": "O1"}, won], ())
    assert (len(outcomes.usable), outcomes.rejected, outcomes.duplicates) == (1, 1, 1)


def test_people_are_joined_by_mail_and_merge_and_known_by_root_then_update_then_id() -> None:
    created: Row = {"created_at": "2026-01-01"}
    rows: list[Row] = [
        created | {"lead_id": "A", "updated_at": "2026-03-01", "merged_into_lead_id": "B"},
        created | {"lead_id": "B", "updated_at": "2026-02-01", "merged_into_lead_id": "C"},
        created | {"lead_id": "C", "updated_at": "2026-01-01", "email": "c@x.test"},
        created | {"lead_id": "D", "updated_at": "2026-04-01", "email": " C@X.TEST "},
        created | {"lead_id": "E", "updated_at": "2026-01-01", "email": "e@x.test"},
        created | {"lead_id": "F", "updated_at": "2026-01-01", "email": "e@x.test"},
        created
        | {"lead_id": "G", "updated_at": "2026-05-01", "email": "E@x.test", "is_deleted": "1"},
        created | {"lead_id": "H", "email": "not an address"},
        created | {"lead_id": "I", "email": "not an address"},
        {"lead_id": "J", "created_at": "2026-07-01", "email": "c@x.test"},
    ]
    people = people_on(clean_leads(rows).usable, DAY)
    ranked = sorted("".join(lead.lead_id for lead in person.leads) for person in people)
    assert ranked == ["CDAB", "EFG", "H", "I"]
    assert sorted(person.person_id for person in people) == ["A", "E", "H", "I"]


def test_a_person_keeps_the_id_it_was_known_by_when_an_older_lead_comes() -> None:
    def lead(lead_id: str, created_on: str, email: str = "a@x.test") -> Row:
        return {"lead_id": lead_id, "created_at": created_on, "email": email}

    known = lead("K", "2026-02-01")
    late = [lead("L", "2026-01-01"), lead("M", "2026-01-02"), lead("N", "2026-03-01")]
    delivered = [(date(2026, 3, 1), [known]), (DAY, [known, *late])]
    versions = LeadVersions((day, clean_leads(rows).usable) for day, rows in delivered)
    assert versions.kept_ids == {"L": "K", "M": "K"}
    for day in (date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28), DAY):
        people = people_on(versions.on(day), day, versions.kept_ids)
        assert [person.person_id for person in people] == ["K"]
    at_once = LeadVersions([(DAY, clean_leads([known, *late]).usable)])
    assert at_once.kept_ids == {}


def test_events_belong_by_lead_then_mail_then_the_latest_tie_until_the_day() -> None:
    leads = clean_leads(
        [
            {"lead_id": "A", "created_at": "2026-01-01", "email": "a@x.test"},
            {"lead_id": "B", "created_at": "2026-01-01", "email": "b@x.test"},
        ]
    ).usable
    cells: list[tuple[str, str, str, str, str]] = [
        ("by lead", "2026-01-01", "A", "b@x.test", ""),
        ("by mail", "2026-01-01", "unknown", " B@X.test", ""),
        ("by tie", "2025-01-01", "", "", "v"),
        ("tie to A", "2026-02-01", "A", "", "v"),
        ("tie to B", "2026-03-01T23:30:00-01:00", "", "b@x.test", "v"),
        ("no one", "2026-01-01", "unknown", "z@x.test", "w"),
    ]
    events = clean_events(
        {
            "event_id": event_id,
            "event_type": "page_view",
            "occurred_at": occurred_at,
            "lead_id": lead_id,
            "email": email,
            "anonymous_id": visitor,
        }
        for event_id, occurred_at, lead_id, email, visitor in cells
    ).usable

    def owned(day: date) -> dict[str, set[str]]:
        by_person = events_by_person(people_on(leads, day), events, day)
        return {lead: {event.event_id for event in of} for lead, of in by_person.items()}

    before, after = owned(date(2026, 3, 1)), owned(date(2026, 3, 2))
    assert before == {"A": {"by lead", "tie to A", "by tie"}, "B": {"by mail"}}
    assert after == {"A": {"by lead", "tie to A"}, "B": {"by mail", "tie to B", "by tie"}}


def test_machines_are_flagged_known_by_agent_or_too_fast() -> None:
    rulebook = rulebook_of(
        files_of(
            machine_agents=[{"operator": "contains", "operand": "ScanBot"}],
            machine_bursts=[
                {
                    "event_type": "page_view",
                    "max_gap_seconds": "2",
                    "min_hits": "3",
                    "min_assets": "2",
                }
            ],
        )
    )
    second = 1 / 86400
    run = [event_of(n, age=n * 2 * second, asset=f"link {n % 2}") for n in range(3)]
    assert machine_event_ids(run, rulebook) == {"E0", "E1", "E2"}
    slow = [event_of(n, age=n * 2.001 * second, asset=f"link {n % 2}") for n in range(3)]
    assert machine_event_ids(slow, rulebook) == set()
    one_asset = [event_of(n, age=n * second, asset="link") for n in range(3)]
    assert machine_event_ids(one_asset, rulebook) == set()
    midnight = datetime(2026, 6, 1, tzinfo=UTC)
    dates = [event_of(n, asset=f"link {n}", occurred_at=midnight) for n in range(3)]
    assert machine_event_ids(dates, rulebook) == set()
    told = [event_of(1, is_flagged=True), event_of(2, user_agent="x scanbot/2"), event_of(3)]
    assert machine_event_ids(told, rulebook) == {"E1", "E2"}


ATTRIBUTES: list[Row] = [
    {
        "lead_id": "A",
        "created_at": "2026-06-01",
        "updated_at": "2026-06-02",
        "email": "",
        "job_title": "Vice-President, Sales",
        "country": "U.S.A.",
        "industry": " ",
        "employee_count": "many",
        "merged_into_lead_id": None,
    },
    {
        "lead_id": "B",
        "created_at": "2026-05-31",
        "updated_at": "2026-06-01",
        "email": "b@freemail.test",
        "job_title": "Intern",
        "country": "Germany",
        "industry": "SaaS",
        "lead_source": "Web Site",
        "employee_count": "51-200",
        "merged_into_lead_id": "A",
    },
]
LISTS = files_of(
    personal_email_domains=[{"domain": "freemail.test"}],
    seniority_keywords=[
        {"keyword": "president", "seniority": "c_level", "priority": "1"},
        {"keyword": "vice president", "seniority": "vp", "priority": "1"},
    ],
    department_keywords=[{"keyword": "sale", "department": "sales", "priority": "1"}],
    country_aliases=[{"alias": "usa", "country": "United States"}],
    industry_aliases=[{"alias": "saas", "industry": "Software"}],
    company_size_aliases=[{"alias": "51-200", "employee_count": "125"}],
    lead_source_aliases=[{"alias": "web site", "lead_source": "website"}],
    rule_groups=[{"rule_group": "g"}],
)


@pytest.mark.parametrize(
    ("attribute", "operator", "operand"),
    [
        ("email_type", "equals", "personal"),
        ("lead_source", "equals", "Website"),
        ("email_domain", "equals", "freemail.test"),
        ("email_local_part", "equals", "b"),
        ("seniority", "equals", "vp"),
        ("department", "is_missing", ""),
        ("country", "in", "usa|Germany"),
        ("industry", "equals", "software"),
        ("employee_count", "between", "125|125"),
        ("is_target_account", "equals", "false"),
        ("website", "is_missing", ""),
        ("days_since_created", "equals", "30"),
        ("days_since_last_engagement", "is_missing", ""),
    ],
)
def test_attributes_are_filled_normalised_and_derived(
    attribute: str, operator: str, operand: str
) -> None:
    rule = {
        "rule_id": "r",
        "component": "fit",
        "rule_group": "g",
        "signal_type": "attribute",
        "signal": attribute,
        "operator": operator,
        "operand": operand,
        "points": "3",
    }
    scored = scores(LISTS | files_of(scoring_rules=[rule]), ATTRIBUTES, [])
    assert {score.lead_id: score.fit_points for score in scored.values()} == {"A": 3}


STAGES = files_of(
    rule_groups=[{"rule_group": "g"}],
    scoring_rules=[
        {
            "rule_id": "seats",
            "component": "fit",
            "rule_group": "g",
            "signal_type": "attribute",
            "signal": "seats",
            "operator": "gte",
            "operand": "10",
            "points": "60",
        },
        {
            "rule_id": "mail",
            "component": "negative",
            "rule_group": "g",
            "signal_type": "attribute",
            "signal": "email_type",
            "operator": "equals",
            "operand": "missing",
            "points": "-20",
        },
        {
            "rule_id": "view",
            "component": "engagement",
            "rule_group": "g",
            "segment": "big",
            "signal_type": "event",
            "signal": "page_view",
            "points": "70",
        },
    ],
    segments=[
        {
            "segment": "big",
            "priority": "2",
            "attribute": "seats",
            "operator": "gte",
            "operand": "10",
        },
        {
            "segment": "big",
            "priority": "2",
            "attribute": "plan",
            "operator": "equals",
            "operand": "x",
        },
    ],
    stages=[
        {"stage": "nurture", "stage_rank": "0", "segment": "*", "min_score": "0"},
        {
            "stage": "mql",
            "stage_rank": "1",
            "segment": "*",
            "min_score": "41",
            "exit_score": "40",
            "min_fit_points": "10",
        },
        {"stage": "mql", "stage_rank": "1", "segment": "big", "min_score": "40"},
        {"stage": "sql", "stage_rank": "2", "segment": "*", "min_score": "101"},
    ],
    overrides=[
        {
            "override_id": "o1",
            "effect": "fast_track",
            "stage": "sql",
            "segment": "*",
            "signal_type": "event",
            "signal": "demo",
            "within_days": "7",
        },
        {
            "override_id": "o2",
            "effect": "disqualify",
            "segment": "*",
            "signal_type": "attribute",
            "signal": "budget",
            "operator": "equals",
            "operand": "none",
        },
    ],
    grades=[
        {"axis": "fit", "grade": "A", "min_points": "60"},
        {"axis": "fit", "grade": "B", "min_points": ""},
    ],
)


@pytest.mark.parametrize(
    ("lead", "event_type", "event_on", "segment", "raw_score", "stage"),
    [
        ({}, "page_view", DAY, "default", -20, "nurture"),
        ({"seats": "10"}, "page_view", DAY, "default", 40, "nurture"),
        ({"seats": "10", "plan": "X"}, "bounce", DAY, "big", 40, "mql"),
        ({"seats": "10", "plan": "X"}, "page_view", DAY, "big", 110, "mql"),
        ({}, "demo", DAY - timedelta(days=6), "default", -20, "sql"),
        ({}, "demo", DAY - timedelta(days=7), "default", -20, "nurture"),
        ({"budget": "None"}, "demo", DAY, "default", -20, "disqualified"),
    ],
)
def test_segments_scores_and_stages(
    *, lead: Row, event_type: str, event_on: date, segment: str, raw_score: int, stage: str
) -> None:
    leads = [{"lead_id": "A", "created_at": "2026-01-01"} | lead]
    event: Row = {
        "event_id": "E",
        "event_type": event_type,
        "occurred_at": event_on.isoformat(),
        "lead_id": "A",
    }
    rulebook = rulebook_of(STAGES)
    by_day = {DAY: scores(STAGES, leads, [event])}
    scored = by_day[DAY]["A"]
    assert scored.segment == segment
    assert stages_by_day(rulebook, by_day) == {("A", DAY): stage}
    assert scored.raw_score == raw_score
    assert scored.score == min(max(raw_score, 0), 100)
    assert scored.is_disqualified == (stage == "disqualified")
    assert scored.fit_grade == ("A" if "seats" in lead else "B")
    # seats and email_type are asked for, and the mail is missing
    assert scored.data_coverage == (0.5 if "seats" in lead else 0)
    assert scored.machine_hit_share == 0


def days_from(first: date, *scored: dict[str, Score]) -> dict[date, dict[str, Score]]:
    """Scores of days that follow one another."""
    return {first + timedelta(days=number): scores for number, scores in enumerate(scored)}


def score_of(score: str, *open_stages: str, lead_id: str = "A", **given: object) -> Score:
    """A score of somebody, with nothing else in it that stages depend on."""
    cells: dict[str, object] = dict.fromkeys(Score.__dataclass_fields__)
    cells |= {
        "person_id": lead_id,
        "lead_id": lead_id,
        "segment": "default",
        "score": Decimal(score),
        "open_stages": frozenset({"nurture", *open_stages}),
        "is_disqualified": False,
        "members": (lead_id,),
    }
    return Score(**(cells | given))  # type: ignore[arg-type]


def stage_names(*scored: Score) -> list[str]:
    """The stages of one person on days that follow one another."""
    by_day = days_from(DAY, *({score.person_id: score} for score in scored))
    return list(stages_by_day(rulebook_of(STAGES), by_day).values())


def test_a_stage_is_kept_down_to_its_exit_score() -> None:
    path = [score_of("41", "mql"), score_of("40"), score_of("39.99"), score_of("40")]
    assert stage_names(*path) == ["mql", "mql", "nurture", "nurture"]


def test_a_stage_without_exit_score_ends_when_its_entry_no_longer_holds() -> None:
    path = [score_of("100", "sql", "mql"), score_of("100"), score_of("0", "sql"), score_of("0")]
    assert stage_names(*path) == ["sql", "mql", "sql", "nurture"]
    big = [score_of("41", "mql", segment="big"), score_of("40", segment="big")]
    assert stage_names(*big) == ["mql", "nurture"]


def test_exit_scores_are_those_of_the_segment_of_the_day() -> None:
    path = [score_of("41", "mql", segment="big"), score_of("40"), score_of("40", segment="big")]
    assert stage_names(*path) == ["mql", "mql", "nurture"]


def test_stages_go_on_while_somebody_is_disqualified_or_in_a_higher_one() -> None:
    path = [
        score_of("41", "mql", is_disqualified=True),
        score_of("40"),
        score_of("40", "sql"),
        score_of("40"),
        score_of("0", is_disqualified=True),
        score_of("40"),
    ]
    assert stage_names(*path) == ["disqualified", "mql", "sql", "mql", "disqualified", "nurture"]


def test_somebody_for_whom_no_stage_is_on_is_in_the_lowest() -> None:
    assert stage_names(score_of("0", open_stages=frozenset())) == ["nurture"]


def test_a_visit_ends_on_the_next_scored_day_that_finds_the_person_elsewhere_or_not_at_all() -> (
    None
):
    first, last = date(2026, 2, 27), date(2026, 3, 31)
    stages = {
        ("A", first): "nurture",
        ("A", date(2026, 2, 28)): "nurture",
        ("A", date(2026, 3, 2)): "mql",
        ("A", last): "nurture",
        ("B", date(2026, 2, 28)): "mql",
        ("B", date(2026, 3, 2)): "mql",
        ("B", last): "mql",
        ("C", first): "mql",
        ("C", date(2026, 3, 2)): "mql",
    }
    assert stage_visits(stages) == [
        Visit("A", "nurture", first, date(2026, 3, 2), 3),
        Visit("A", "mql", date(2026, 3, 2), last, 29),
        Visit("A", "nurture", last, None, 0),
        Visit("B", "mql", date(2026, 2, 28), None, 31),
        Visit("C", "mql", first, date(2026, 2, 28), 1),
        Visit("C", "mql", date(2026, 3, 2), last, 29),
    ]


def test_a_change_needs_both_days_and_rises_from_the_cut_of_the_segment_on() -> None:
    week_ago = DAY - timedelta(days=7)
    by_day = {
        week_ago: {"A": score_of("40"), "B": score_of("9", lead_id="B", members=("B",))},
        DAY: {"A": score_of("45.5"), "B": score_of("50", person_id="B", lead_id="C")},
    }
    assert score_change(by_day[DAY]["A"], by_day[week_ago]["A"]) == Decimal("5.5")
    assert score_change(by_day[DAY]["B"], None) is None
    next_day = DAY + timedelta(days=1)
    by_day[next_day] = {"B": score_of("40", lead_id="B"), "C": score_of("1", lead_id="C")}
    assert score_differences(by_day) == {
        ("A", DAY, week_ago): Decimal("5.5"),
        ("B", DAY, week_ago): Decimal(41),
        ("B", next_day, DAY): Decimal(-10),
    }
    cuts = files_of(
        rising=[{"segment": "*", "min_points": "5"}, {"segment": "big", "min_points": "6"}]
    )
    rulebook = rulebook_of(cuts)
    assert is_rising(rulebook, "default", Decimal(5))
    assert not is_rising(rulebook, "default", Decimal("4.99999999"))
    assert not is_rising(rulebook, "big", Decimal("5.5"))
    assert not is_rising(rulebook, "default", None)
    assert not is_rising(rulebook_of({}), "default", Decimal(100))


def test_the_last_outcome_is_the_latest_of_all_leads_known_on_the_day() -> None:
    def outcome(lead_id: str, kind: str, day: int) -> Outcome:
        return Outcome(f"{lead_id} {kind}", lead_id, kind, datetime(2026, 6, day, 9))

    person = Person(
        clean_leads(
            [
                {"lead_id": "A", "created_at": "2026-01-01"},
                {"lead_id": "B", "created_at": "2026-01-01"},
            ]
        ).usable
    )
    outcomes = [
        outcome("A", "won", 10),
        outcome("B", "rejected", 20),
        outcome("B", "opportunity", 20),
        outcome("C", "lost", 25),
    ]

    names = ("last_sales_outcome", "days_since_sales_outcome", "days_since_won", "days_since_lost")

    def last(day: int) -> tuple[str | None, ...]:
        values = attributes_of(person, rulebook_of({}), None, date(2026, 6, day), outcomes)
        return tuple(values[name] for name in names)

    assert [last(day) for day in (9, 10, 19, 20, 30)] == [
        (None, None, None, None),
        ("won", "0", "0", None),
        ("won", "9", "9", None),
        ("opportunity", "0", "10", None),
        ("opportunity", "10", "20", None),
    ]


def test_learned_terms_add_up_and_count_hits_within_their_days() -> None:
    page_view = {"signal_type": "event", "signal": "page_view"}
    rulebook = rulebook_of(
        files_of(
            probability=[
                {"term_id": "base", "signal_type": "intercept", "coefficient": "-3"},
                page_view | {"term_id": "two", "coefficient": "1.5", "min_hits": "2"},
                page_view | {"term_id": "week", "coefficient": "2", "within_days": "7"},
                {
                    "term_id": "vp",
                    "signal_type": "attribute",
                    "signal": "seniority",
                    "operator": "equals",
                    "operand": "vp",
                    "coefficient": "1",
                },
            ]
        )
    )

    def probability(values: Row, *ages: int) -> float | None:
        events = [event_of(number, age) for number, age in enumerate(ages)]
        return trained_probability(rulebook, values, events, DAY)

    # 1 / (1 + e^3), 1 / (1 + e^1), 1 / (1 + e^1.5), and all terms: 1 / (1 + e^-1.5).
    assert probability({}, -1) == pytest.approx(0.047426, abs=1e-6)
    assert probability({}, 6) == pytest.approx(0.268941, abs=1e-6)
    assert probability({}, 7, 7) == pytest.approx(0.182426, abs=1e-6)
    assert probability({"seniority": "VP"}, 0, 90) == pytest.approx(0.817574, abs=1e-6)
    assert trained_probability(rulebook_of({}), {}, [], DAY) is None


def test_a_case_is_somebody_who_had_not_converted_by_the_day() -> None:
    def won(lead_id: str, day: date) -> Outcome:
        return Outcome(f"O{lead_id}", lead_id, "won", datetime(day.year, day.month, day.day))

    persons = {
        "A": score_of("9.9999", lead_id="A", members=("A", "a")),
        "B": score_of("10", lead_id="B", members=("B",)),
        "C": score_of("100", lead_id="C", members=("C",)),
        "D": score_of("0", lead_id="D", members=("D",)),
    }
    outcomes = [
        won("a", DAY + timedelta(days=90)),
        won("B", DAY + timedelta(days=91)),
        won("C", DAY + timedelta(days=1)),
        won("D", DAY),
        Outcome("lost", "B", "lost", datetime(2026, 7, 1)),
    ]
    assert cases_of({DAY: persons}, outcomes) == [
        Case(DAY, "A", 1, has_converted=True),
        Case(DAY, "B", 2, has_converted=False),
        Case(DAY, "C", 10, has_converted=True),
    ]


def test_close_rates_are_drawn_towards_all_rise_and_wait_for_the_horizon() -> None:
    def cases(band: int, people: int, converted: int) -> list[Case]:
        return [Case(DAY, f"{band} {n}", band, n < converted) for n in range(people)]

    known = cases(1, 60, 12) + cases(5, 20, 0) + cases(9, 20, 8)
    # Overall 20 of 100. Bands 1 to 5 fall, (12 + 4) / 80 and 4 / 40, and become one, 16 / 100.
    rates = close_rates(known, DAY + timedelta(days=90), min_people=100)
    assert [float(rates[band]) for band in (1, 5, 6, 9, 10)] == [0.16, 0.16, 0.2, 0.3, 0.3]
    assert close_rates(known, DAY + timedelta(days=89), min_people=1) == {}
    assert close_rates(known, DAY + timedelta(days=90), min_people=101) == {}


def test_a_learned_probability_goes_before_a_close_rate() -> None:
    persons = {
        "A": score_of("5", lead_id="A", members=("A",)),
        "B": score_of("5", lead_id="B", members=("B",), trained_probability=0.25),
    }
    later = DAY + timedelta(days=90)
    found = probabilities({DAY: persons, later: persons}, [], min_people=2)
    assert found["A", DAY] == (None, None)
    assert found["A", later] == (0, "close_rate")
    assert found["B", DAY] == found["B", later] == (0.25, "trained")


def test_a_version_of_a_lead_serves_from_the_day_it_was_seen_and_the_first_one_before() -> None:
    def lead(lead_id: str, seats: str) -> Row:
        return {"lead_id": lead_id, "created_at": "2026-01-01", "seats": seats}

    delivered = [
        (date(2026, 3, 1), [lead("A", "1")]),
        (date(2026, 3, 5), [lead("A", "2"), lead("B", "3")]),
        (date(2026, 3, 9), [lead("A", "1"), lead("B", "4")]),
    ]
    versions = LeadVersions((day, clean_leads(rows).usable) for day, rows in delivered)
    seats = {
        day: sorted(str(one.cells["seats"]) for one in versions.on(date(2026, 3, day)))
        for day in (1, 4, 5, 8, 9, 20)
    }
    before, between, after = ["1", "3"], ["2", "3"], ["1", "4"]
    assert seats == {1: before, 4: before, 5: between, 8: between, 9: after, 20: after}


def test_deleted_people_and_people_of_later_days_are_not_scored() -> None:
    leads: list[Row] = [
        {"lead_id": "A", "created_at": "2026-01-01", "is_deleted": "true"},
        {"lead_id": "B", "created_at": "2026-07-01T00:30:00+01:00"},
        {"lead_id": "C", "created_at": "2026-07-01T00:30:00"},
    ]
    assert set(scores(STAGES, leads, [])) == {"B"}


def test_a_grade_needs_its_points() -> None:
    rulebook = rulebook_of(STAGES)
    assert grade_of(rulebook, "fit", Decimal("59.99999999")) == "B"
    assert grade_of(rulebook, "fit", Decimal(60)) == "A"
    assert grade_of(rulebook, "engagement", Decimal(60)) is None


def test_a_world_is_repeatable_and_reads_back_as_it_was_written(tmp_path: Path) -> None:
    world = random_world(1)
    assert world == random_world(1)
    _, rules = world.write(tmp_path)
    assert read_rulebook(rules) == rulebook_of(world.rulebook)


@pytest.mark.parametrize("seed", range(1, 5))
def test_deliveries_bring_every_row_and_change_the_past(seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    days = last_days(world, 8)
    delivered = deliveries(world, days, leads_change=True)
    assert delivered == deliveries(world, days, leads_change=True)
    rows = [row for delivery in delivered for row in delivery.events]
    assert len(rows) > len(world.events)
    arrived, final = clean_events(rows), clean_events(world.events)
    assert {event.event_id for event in arrived.usable} == {
        event.event_id for event in final.usable
    }
    rulebook = rulebook_of(world.rulebook)
    versions = LeadVersions((one.day, one.usable_leads) for one in delivered)
    late = scores_by_day(versions, final.usable, rulebook, days)
    outcomes = [one.usable_outcomes for one in delivered]
    before, after = (
        scores_by_day(versions, final.usable, rulebook, days[:1], some)
        for some in (outcomes[0], outcomes[-1])
    )
    assert before != after
    first = LeadVersions([(days[0], delivered[0].usable_leads)])
    in_time = scores_by_day(first, clean_events(delivered[0].events).usable, rulebook, days)
    assert late[days[0]] != in_time[days[0]]
    for delivery in delivered:
        delivery.write(tmp_path / "input")
    write_split(rows, tmp_path / "split", files=3)
    assert len(list((tmp_path / "input" / "events").iterdir())) == len(days)
    assert len(list((tmp_path / "split" / "events").iterdir())) == 3


@pytest.mark.parametrize("seed", range(1, 5))
def test_worlds_reach_the_edges_and_their_ledgers_add_up(seed: int) -> None:
    world = random_world(seed)
    rulebook = rulebook_of(world.rulebook)
    leads = clean_leads(world.leads, world.identities)
    events = clean_events(world.events)
    assert min(leads.rejected, leads.duplicates, events.rejected, events.duplicates) > 0
    scored = scores_on(leads.usable, events.usable, rulebook, world.as_of)
    assert len(set(stages_by_day(rulebook, {world.as_of: scored}).values())) >= 4
    assert len({score.segment for score in scored.values()}) == 4
    rows = [row for score in scored.values() for row in score.rows]
    assert all(any(getattr(row, part) for row in rows) for part in vars(rows[0]))
    scoring = {row.rule_id for row in rows if row.hits}
    fields = {rule.field for rule in rulebook.rules if rule.rule_id in scoring}
    assert fields == {"asset", "channel", "campaign", "url", "value"}
    for score in scored.values():
        assert sum(row.points for row in score.rows) == score.raw_score
