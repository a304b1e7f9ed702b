"""What the CRM is told over several days: each change once, and nothing that nobody would see."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CommandLine

pytestmark = pytest.mark.models

LEADS = {
    "A": "A,2026-05-01,ann@acme.example,2026-05-03,software,",
    "copy": "copy,2026-05-01,Ann@acme.example,2026-05-01,software,",
    "merged": "merged,2026-05-01,,2026-05-01,software,A",
    "C": "C,2026-05-01,carl@acme.example,2026-05-01,software,",
    "E": "E,2026-05-01,eve@acme.example,2026-05-01,software,",
}
RULES = """\
rule_id,component,signal_type,signal,operator,operand,points,decay,decay_days,description
software,fit,attribute,industry,equals,software,20,,,Is in software
demo,engagement,event,demo_request,any,,40,linear,100,Asked for a demo
visit,engagement,event,page_view,any,,1,,,Came by
"""
STAGES = """\
stage,stage_rank,min_score,exit_score,follow_up_action,follow_up_hours
nurture,0,,,,
mql,10,50,45,call,24
"""
Table = dict[str, dict[str, Any]]


class Site:
    """An input and a rulebook that change, and the warehouse that follows them."""

    def __init__(self, directory: Path) -> None:
        """Begin with all leads and no events."""
        self.user = CommandLine(directory / "user")
        self.data = directory / "input"
        self.rules = directory / "rulebook"
        self.data.mkdir()
        self.rules.mkdir()
        self.user.directory.mkdir()
        self.events: list[str] = []
        self.write_rule("scoring_rules", RULES)
        self.write_rule("stages", STAGES)
        self.write_rule("grades", "axis,grade,min_points\nfit,A,\nengagement,1,\n")
        self.write_rule("overrides", "override_id,effect\n")  # no fast track for demo requests
        self.write_rule("settings", "setting,value\nmin_score_change,2\n")

    def write_rule(self, name: str, content: str) -> None:
        """Write a file of the rulebook."""
        (self.rules / f"{name}.csv").write_text(content, encoding="utf-8")

    def happens(self, lead_id: str, event_type: str, day: int, times: int = 1) -> None:
        """Add events of a day in June."""
        for _ in range(times):
            number = len(self.events)
            self.events.append(f"e{number},{event_type},2026-06-{day:02}T10:00:00Z,{lead_id}")

    def build(self, day: int, *, without: str = "", **variables: str) -> Table:
        """Build a day in June; what the CRM is to show then."""
        leads = [f"{row},+12025550100" for lead_id, row in LEADS.items() if lead_id != without]
        header = "lead_id,created_at,email,updated_at,industry,merged_into_lead_id,phone"
        (self.data / "leads.csv").write_text("\n".join([header, *leads, ""]))
        header = "event_id,event_type,occurred_at,lead_id"
        (self.data / "events.csv").write_text("\n".join([header, *self.events, ""]))
        self.user.build(
            INPUT=str(self.data),
            RULEBOOK=str(self.rules),
            AS_OF=f"2026-06-{day:02}",
            VARS="{history_months: 0}",
            **variables,
        )
        columns = [name for name, *_ in self.user.rows("describe activation.crm_lead_score_sync")]
        rows = self.user.rows("from activation.crm_lead_score_sync")
        by_lead = [dict(zip(columns, row, strict=True)) for row in rows]
        return {row["lead_id"]: row for row in by_lead}

    def follow_up(self, lead_id: str) -> list[tuple[Any, ...]]:
        """The row of the queue."""
        return self.user.rows(
            "select action, due_at, stage_entered_on from marts.follow_up_queue"
            f" where lead_id = '{lead_id}'"
        )


def changed(before: Table, after: Table) -> set[str]:
    """The leads whose row is not byte for byte what it was."""
    assert before.keys() <= after.keys()
    return {lead_id for lead_id in after if after[lead_id] != before.get(lead_id)}


def test_the_crm_is_told_each_change_once(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.happens("copy", "demo_request", 1)
    first = site.build(1)
    shown = ("sync_operation", "primary_lead_id", "score", "stage", "next_action", "due_at")
    due = datetime(2026, 6, 3)
    assert {lead_id: tuple(row[name] for name in shown) for lead_id, row in first.items()} == {
        "A": ("upsert", "A", 60, "mql", "call", due),
        "copy": ("upsert", "A", 60, "mql", "call", due),
        "merged": ("clear", None, None, None, None, None),
        "C": ("upsert", "C", 20, "nurture", None, None),
        "E": ("upsert", "E", 20, "nurture", None, None),
    }
    assert {row["publication_number"] for row in first.values()} == {1}

    # Again on the same day: nothing, not even for the events of another lead that has come since.
    site.happens("E", "demo_request", 1)
    again = site.build(1)
    assert changed(first, again) == {"E"}
    assert again["E"]["publication_number"] == 2
    assert again["E"]["changed_at"] == first["E"]["changed_at"] == datetime(2026, 6, 1)

    # A day's decay and a visit: A 59.6 and C 21 are no change of 2 points.
    site.happens("C", "page_view", 2)
    second = site.build(2)
    assert second == again
    score = "select round(score, 1)::double from marts.lead_scores where lead_id = 'A'"
    assert site.user.rows(score) == [(59.6,)]

    # After four days without a build they have added up: A 58, C 22. E has come by in the meantime.
    site.happens("C", "page_view", 5)
    site.happens("E", "page_view", 6, times=3)
    sixth = site.build(6)
    assert changed(second, sixth) == {"A", "copy", "C"}
    assert [sixth[lead_id]["score"] for lead_id in ("A", "copy", "C", "E")] == [58, 58, 22, 60]
    assert sixth["A"]["changed_at"] == datetime(2026, 6, 6)
    assert sixth["A"]["due_at"] == due

    # C is gone from the input, and another wording makes another rulebook that nobody sees.
    site.write_rule("scoring_rules", RULES.replace("Came by", "Was on the site"))
    seventh = site.build(7, without="C")
    assert changed(sixth, seventh) == {"C"}
    assert (seventh["C"]["sync_operation"], seventh["C"]["score"]) == ("clear", None)
    version = site.user.rows("select distinct rulebook_version from marts.lead_scores")[0][0]
    assert seventh["A"]["rulebook_version"] != version

    # C is back. An edit lets E enter mql today and not on the first, and follow-ups take an hour:
    # sales has been told of E, so its row and its due time stay.
    site.write_rule("stages", STAGES.replace("mql,10,50,45,call,24", "mql,10,62,45,call,1"))
    site.happens("E", "page_view", 8, times=2)
    before = site.follow_up("E")
    eighth = site.build(8)
    entered = site.user.rows("select stage_entered_on from marts.lead_scores where lead_id = 'E'")
    assert entered == [(datetime(2026, 6, 8).date(),)]
    assert site.follow_up("E") == before == [("call", due, datetime(2026, 6, 1).date())]
    assert changed(seventh, eighth) == {"A", "copy", "C", "E"}
    assert (eighth["C"]["sync_operation"], eighth["C"]["score"]) == ("upsert", 22)
    assert (eighth["E"]["score"], eighth["E"]["due_at"]) == (62, due)
    assert eighth["A"]["stage"] == "nurture"

    # All of it computed anew is what was told.
    assert site.build(8, FULL_REFRESH="1") == eighth
