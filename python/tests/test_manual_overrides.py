"""What somebody decided about a lead holds on its days and no others, however they were built."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import GOOD_LEADS, CommandLine

HEADER = "lead_id,effect,stage,reason,valid_from,valid_to,set_by\n"
FIRST = HEADER + (
    "L1,disqualify,,Is our partner,2026-01-20,2026-01-25,Ann\n"
    "L2,fast_track,sql,Called us,2026-01-26,2026-01-27,Bo\n"
    "L9,disqualify,,Nobody knows,,,Bo\n"
)
LATER = FIRST.replace("2026-01-25", "2026-01-22").replace("2026-01-26", "2026-01-24")
STAGES = """
    select
        lead_id, stage, coalesce(disqualification_reason, left(top_reasons, 10)), count(*),
        min(scored_on)::varchar, max(scored_on)::varchar
    from marts.lead_score_history where stage in ('sql', 'disqualified') group by all order by all
"""
SCORES = "select lead_id, scored_on, score, raw_score from marts.lead_score_history order by all"


def build(user: CommandLine, rulebook: Path, overrides: str, *, reports: bool = False) -> str:
    """Build two leads on 20 days with these manual overrides."""
    (rulebook / "manual_overrides.csv").write_text(overrides, encoding="utf-8")
    given = rulebook.parent / "input"
    given.mkdir(exist_ok=True)
    (given / "leads.csv").write_bytes(GOOD_LEADS)
    variables = {"AS_OF": "2026-01-28", "VARS": "{history_days: 20}"}
    return user.build(reports, INPUT=str(given), RULEBOOK=str(rulebook), **variables)


@pytest.mark.models
def test_manual_overrides_hold_on_their_days(tmp_path: Path) -> None:
    """Edited, the warehouse is what one built from nothing is; no score moves with a stage."""
    rulebook = tmp_path / "rulebook"
    rulebook.mkdir()
    user, fresh = CommandLine(tmp_path / "user"), CommandLine(tmp_path / "fresh")
    for each in (user, fresh):
        each.warehouse.parent.mkdir(parents=True)
    said = build(user, rulebook, FIRST, reports=True)
    assert "1 manual override of a lead that the input lacks" in said
    assert user.rows(STAGES) == [
        ("L1", "disqualified", "Is our partner", 6, "2026-01-20", "2026-01-25"),
        ("L2", "sql", "Called us.", 2, "2026-01-26", "2026-01-27"),
    ]
    scores = user.rows(SCORES)

    build(user, rulebook, LATER)
    assert user.rows(STAGES) == [
        ("L1", "disqualified", "Is our partner", 3, "2026-01-20", "2026-01-22"),
        ("L2", "sql", "Called us.", 4, "2026-01-24", "2026-01-27"),
    ]
    assert user.rows(SCORES) == scores
    build(fresh, rulebook, LATER)
    for table in ("lead_score_history", "lead_scores", "lead_stage_history"):
        query = f"from marts.{table} order by all"
        assert user.rows(query) == fresh.rows(query), table
