"""`make try`: one lead, real or made up, under a rulebook, now and in 90 days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import CommandLine

pytestmark = pytest.mark.models


def of_day(said: str, day: str) -> list[str]:
    """Score, grade and stage that the command prints for a day."""
    (line,) = (line for line in said.splitlines() if line.startswith(day))
    return line.split()[2:5]


def test_a_lead_has_the_scores_of_the_warehouse_and_fades(
    demo: CommandLine, tmp_path: Path
) -> None:
    """Also the stage, which one who was an MQL before may keep on a lower score."""
    ((lead, score, grade, stage, day),) = demo.rows(
        "select lead_id, score, grade, stage, scored_on from marts.lead_scores"
        " where stage_entered_on < scored_on and stage = 'mql' order by score, lead_id limit 1"
    )
    page = tmp_path / "try.html"
    before = demo.warehouse.read_bytes()
    done = demo.run("try", LEAD=lead, OUT=str(page))
    assert done.returncode == 0, done.stderr
    assert of_day(done.stdout, str(day)) == [f"{score:.1f}", grade, stage]
    ((rule, points),) = demo.rows(
        "select description, round(ledger.points, 1) from marts.lead_score_ledger as ledger"
        " inner join rulebook.stg_scoring_rules using (scorecard, rule_id)"
        f" where lead_id = '{lead}' and scored_on = '{day}'"
        " order by abs(ledger.points) desc, description limit 1"
    )
    (line,) = (line for line in done.stdout.splitlines() if line.startswith(rule))
    assert line.removeprefix(rule).split()[0] == f"{points:.1f}"
    later = [line.split() for line in done.stdout.splitlines() if line.startswith("2026-")]
    assert len(later) == 15
    assert float(later[-1][2]) < float(later[0][2])
    assert "Score by day" in page.read_text(encoding="utf-8")
    assert demo.warehouse.read_bytes() == before


def test_a_made_up_lead_is_scored_under_another_rulebook(tmp_path: Path) -> None:
    user = CommandLine(tmp_path)
    events = tmp_path / "events.csv"
    events.write_text("event_type,occurred_at\ndemo_request,2026-06-29\n", encoding="utf-8")
    given = {
        "ATTRIBUTES": "{job_title: VP Sales, shoe: 1, country: Germany}",
        "AS_OF": "2026-06-30",
    }
    done = user.run("try", **given, EVENTS=str(events), RULEBOOK="rulebooks/early")
    assert done.returncode == 0, done.stderr
    assert (
        "A made-up lead under rulebooks/early, if nothing happens after 2026-06-30" in done.stdout
    )
    assert "Note       the rulebook asks for no shoe\n" in done.stdout
    (request,) = (line for line in done.stdout.splitlines() if line.startswith("Requested a demo"))
    assert request.split()[-4:] == ["25.0", "25.0", "24.7", "12.4"]
    assert not user.warehouse.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "name a lead"),
        ({"LEAD": "L1", "ATTRIBUTES": "{a: b}"}, "name a lead"),
        ({"LEAD": "L1"}, "run: make build"),
        ({"ATTRIBUTES": "VP"}, "is no list of attributes"),
        ({"ATTRIBUTES": "{job_title: VP}", "EVENTS": "nowhere.csv"}, "cannot be read"),
        ({"ATTRIBUTES": "{job_title: VP}", "AS_OF": "June"}, "is no day"),
        ({"ATTRIBUTES": "{job_title: VP}", "RULEBOOK": "nowhere"}, "does not exist"),
    ],
)
def test_what_cannot_be_tried_is_said(tmp_path: Path, given: dict[str, str], said: str) -> None:
    done = CommandLine(tmp_path).run("try", **given)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
