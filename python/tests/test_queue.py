"""A week in which sales works from the queue alone: days of deliveries, one build each."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CommandLine

pytestmark = pytest.mark.models

LEADS = """\
lead_id,created_at,email,phone,industry,owner_id
ann,2026-05-01,ann@acme.example,+1 202 555 0101,software,u-9
bob,2026-05-01,bob@acme.example,+1 202 555 0102,software,
carl,2026-05-01,carl@acme.example,+1 202 555 0103,software,
dora,2026-05-01,dora@acme.example,,software,
emil,2026-05-01,,,software,
fred,2026-05-01,fred@acme.example,+1 202 555 0106,software,
gina,2026-05-01,gina@acme.example,+1 202 555 0107,software,
hugo,2026-05-01,hugo@acme.example,+1 202 555 0108,software,
ines,2026-05-01,ines@acme.example,+1 202 555 0109,software,
jane,2026-05-01,jane@acme.example,+1 202 555 0110,software,
kate,2026-05-01,kate@acme.example,+1 202 555 0111,software,
quiet,2026-05-01,quiet@acme.example,+1 202 555 0112,software,
"""
EVERYBODY = ("ann", "bob", "carl", "dora", "emil", "fred", "gina", "hugo", "ines", "jane", "kate")
RULEBOOK = {
    "scoring_rules": """\
rule_id,component,signal_type,signal,operator,operand,points,decay,description
software,fit,attribute,industry,equals,software,20,,Is in software
demo,engagement,event,demo_request,any,,40,,Asked for a demo
complaint,negative,event,complaint,any,,-40,,Complained
""",
    "stages": """\
stage,stage_rank,min_score,exit_score,follow_up_action,follow_up_hours
nurture,0,,,,
mql,10,50,45,call,24
""",
    "grades": "axis,grade,min_points\nfit,A,\nengagement,1,\n",
    "overrides": """\
override_id,effect,signal_type,signal,operator,reason
no_mail,close_email,event,email_unsubscribe,any,Unsubscribed
no_call,close_phone,event,email_unsubscribe,any,Unsubscribed
""",
    "owners": "owner_id,segment,weight\nu-1,,2\nu-2,,1\nu-3,,0\n",
}
SETTINGS = {"recycle_after_days": "4", "never_recycle_reasons": "student|competitor"}
# What is delivered, by the day in June: (lead, event), and (lead, outcome, its day, reason).
EVENTS = {
    1: [(lead_id, "demo_request") for lead_id in EVERYBODY],
    2: [("fred", "email_unsubscribe")],
    3: [("gina", "complaint"), ("hugo", "complaint")],
    5: [("gina", "demo_request"), ("hugo", "demo_request")],
}
OUTCOMES = {
    2: [
        ("ann", "accepted", 2, ""),
        ("gina", "rejected", 2, "no need"),
        ("hugo", "rejected", 2, "student"),
        ("ines", "rejected", 2, "no budget"),
    ],
    3: [("jane", "won", 3, "")],
    5: [("bob", "accepted", 5, ""), ("kate", "accepted", 3, "")],
    6: [("gina", "accepted", 6, "")],
    9: [("ines", "accepted", 9, "")],
}
# Whom the queue asks to act on, by the day of the build; on days 4 and 7 there is none.
EXPECTED = {
    1: {"ann", "bob", "carl", "dora", "fred", "gina", "hugo", "ines", "jane", "kate"},
    2: {"bob", "carl", "dora", "jane", "kate"},
    3: {"bob", "carl", "dora", "kate"},
    5: {"carl", "dora", "gina"},
    6: {"carl", "dora", "ines"},
    8: {"carl", "dora", "ines"},
    9: {"carl", "dora"},
}
Table = dict[str, dict[str, Any]]


class Company:
    """The input as it is delivered, the rulebook, and the warehouse that follows them."""

    def __init__(self, directory: Path) -> None:
        """Begin before the first day."""
        self.user = CommandLine(directory / "user")
        self.data = directory / "input"
        self.rules = directory / "rulebook"
        for path in (self.data, self.rules, self.user.directory):
            path.mkdir()
        self.events: list[str] = []
        self.outcomes: list[str] = []
        (self.data / "leads.csv").write_text(LEADS, encoding="utf-8")
        for name, content in RULEBOOK.items():
            (self.rules / f"{name}.csv").write_text(content, encoding="utf-8")
        self.write_settings(SETTINGS)

    def write_settings(self, settings: dict[str, str]) -> None:
        """Write settings.csv."""
        rows = [f"{name},{value}" for name, value in settings.items()]
        (self.rules / "settings.csv").write_text("\n".join(["setting,value", *rows, ""]))

    def deliver(self, day: int) -> None:
        """Add what is delivered on a day in June."""
        for lead_id, event_type in EVENTS.get(day, []):
            number = len(self.events)
            self.events.append(f"e{number},{event_type},2026-06-{day:02}T10:00:00Z,{lead_id}")
        for lead_id, outcome, when, reason in OUTCOMES.get(day, []):
            number = len(self.outcomes)
            self.outcomes.append(
                f"o{number},{lead_id},{outcome},2026-06-{when:02}T10:00:00Z,{reason}"
            )
        header = "event_id,event_type,occurred_at,lead_id"
        (self.data / "events.csv").write_text("\n".join([header, *self.events, ""]))
        header = "outcome_id,lead_id,outcome,occurred_at,reason"
        (self.data / "outcomes.csv").write_text("\n".join([header, *self.outcomes, ""]))

    def build(self, day: int, **variables: str) -> str:
        """Build a day in June; what the build says."""
        return self.user.build(
            INPUT=str(self.data),
            RULEBOOK=str(self.rules),
            AS_OF=f"2026-06-{day:02}",
            VARS="{history_months: 0}",
            **variables,
        )

    def table(self, name: str) -> Table:
        """The rows of a table by lead."""
        columns = [column for column, *_ in self.user.rows(f"describe {name}")]
        rows = [dict(zip(columns, row, strict=True)) for row in self.user.rows(f"from {name}")]
        return {row["lead_id"]: row for row in rows}


def last_outcomes(day: int) -> dict[str, str]:
    """What sales said last of each lead in what has been delivered by a day."""
    told = [row for when in sorted(OUTCOMES) if when <= day for row in OUTCOMES[when]]
    return {lead_id: outcome for lead_id, outcome, _, _ in sorted(told, key=lambda row: row[2])}


def test_sales_works_a_week_from_the_queue_alone(tmp_path: Path) -> None:
    company = Company(tmp_path)
    owners: dict[str, str] = {}
    for day, expected in EXPECTED.items():
        company.deliver(day)
        said = company.build(day)
        queue = company.table("marts.follow_up_queue")
        scores = company.table("marts.lead_scores")
        to_act_on = {
            lead_id: row for lead_id, row in queue.items() if row["queue_section"] == "to act on"
        }
        assert to_act_on.keys() == expected, f"day {day}"
        headline = re.search(r"Leads to act on now \(marts\.follow_up_queue\): (.*)", said)
        assert headline
        assert sum(map(int, re.findall(r"(?<!\()\b\d+", headline[1]))) == len(to_act_on)
        nobody_is_asked_for_in_vain(queue, to_act_on, day)
        each_due_time_is_met_or_missed(to_act_on, day)
        the_crm_shows_them(company.table("activation.crm_lead_score_sync"), queue, scores, day)

        # Who has no owner gets one, the same each day.
        found = {lead_id: row["owner_id"] for lead_id, row in scores.items()}
        assert found == (owners := owners or found)
        assert found["ann"] == "u-9"
        assert {owner for lead_id, owner in found.items() if lead_id != "ann"} <= {"u-1", "u-2"}
        assert all(row["owner_id"] == found[lead_id] for lead_id, row in queue.items())

    what_was_recorded_late_is_in_history(company)
    attainment = (
        "select sum(follow_ups), sum(in_time), sum(late), sum(unanswered), sum(still_open),"
        " sum(still_open_overdue) from marts.sla_attainment"
    )
    assert company.user.rows(attainment) == [(10, 5, 3, 0, 2, 2)]
    the_first_answer_is_judged_by_the_first_due_time(company)

    # All of it computed from scratch is the same.
    tables = ("marts.follow_up_queue", "marts.sla_attainment", "marts.lead_score_history")
    before = [company.user.rows(f"from {name} order by all") for name in tables]
    company.build(9, FULL_REFRESH="1")
    assert [company.user.rows(f"from {name} order by all") for name in tables] == before

    people_in_work_are_shown_by_choice(company)


def nobody_is_asked_for_in_vain(queue: Table, to_act_on: Table, day: int) -> None:
    """No customer, nobody in work, turned down for good or unsubscribed, and no closed channel."""
    status = last_outcomes(day)
    assert not {status.get(lead_id) for lead_id in to_act_on} & {"accepted", "opportunity", "won"}
    assert ("hugo" in queue) == (day == 1)
    for lead_id in ["emil", "fred"] if day > 1 else ["emil"]:
        row = queue[lead_id]
        assert (row["queue_section"], row["action"]) == ("no way to reach", "no way to reach")
        assert (row["contact_channel"], row["due_at"]) == ("none", None)
    assert queue["emil"]["contact_note"] == "No phone number; No valid email address"
    assert queue["fred"]["contact_note"] == ("Unsubscribed" if day > 1 else None)
    assert (queue["dora"]["action"], queue["dora"]["contact_channel"]) == ("email", "email")
    assert (queue["carl"]["action"], queue["carl"]["contact_channel"]) == ("call", "phone")


def each_due_time_is_met_or_missed(to_act_on: Table, day: int) -> None:
    """24 hours after the day of the demo request, or of the return to the queue."""
    midnight = datetime(2026, 6, day + 1)
    for lead_id, row in to_act_on.items():
        due = datetime(2026, 6, 3)
        if day >= 5:
            due = {"gina": datetime(2026, 6, 7), "ines": datetime(2026, 6, 8)}.get(lead_id, due)
        assert row["due_at"] == due, (lead_id, day)
        assert row["is_overdue"] == (due < midnight)
        late = (midnight - due).total_seconds() / 3600
        assert row["overdue_hours"] == (late if late > 0 else None)


def the_crm_shows_them(crm: Table, queue: Table, scores: Table, day: int) -> None:
    """What the queue and the scores say."""
    status = last_outcomes(day)
    assert crm.keys() == scores.keys()
    for lead_id, row in crm.items():
        asked = queue.get(lead_id, {"action": None, "due_at": None})
        assert (row["next_action"], row["due_at"]) == (asked["action"], asked["due_at"])
        assert row["sales_status"] == scores[lead_id]["sales_status"]
        assert row["sales_status"] == status.get(lead_id, "none")
        assigned = scores[lead_id]["owner_id"] if lead_id != "ann" else None
        assert row["suggested_owner_id"] == assigned


def what_was_recorded_late_is_in_history(company: Company) -> None:
    """It counts from its own day on, also in the history of days scored before."""
    history = company.user.rows(
        "select scored_on, sales_status, sales_status_on from marts.lead_score_history"
        " where lead_id = 'kate' order by scored_on"
    )
    assert history[1:4] == [
        (date(2026, 6, 2), "none", None),
        (date(2026, 6, 3), "accepted", date(2026, 6, 3)),
        (date(2026, 6, 5), "accepted", date(2026, 6, 3)),
    ]


def the_first_answer_is_judged_by_the_first_due_time(company: Company) -> None:
    """Not by that of the days after which the person came back to the queue."""
    assert company.user.rows(
        "select due_at, answered_at, verdict from intermediate.int_answered_follow_ups"
        " where person_id = 'ines'"
    ) == [(datetime(2026, 6, 3), datetime(2026, 6, 2, 10), "in_time")]


def people_in_work_are_shown_by_choice(company: Company) -> None:
    """Behind all others, with nothing to do."""
    company.write_settings({**SETTINGS, "queue_in_work": "show"})
    company.build(9)
    queue = company.table("marts.follow_up_queue")
    shown = {lead_id: row for lead_id, row in queue.items() if row["queue_section"] == "in work"}
    assert shown.keys() == {"ann", "bob", "gina", "ines", "kate"}
    assert {(row["action"], row["due_at"]) for row in shown.values()} == {("in work", None)}
    others = [row["priority"] for lead_id, row in queue.items() if lead_id not in shown]
    assert max(others) < min(row["priority"] for row in shown.values())
