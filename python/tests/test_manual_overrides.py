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
STAGES = (
    "select lead_id, stage, count(*), min(scored_on)::varchar, max(scored_on)::varchar"
    " from marts.lead_score_history where scored_on >= '2026-01-15' group by all order by all"
)


def build(user: CommandLine, rulebook: Path, overrides: str, as_of: str) -> str:
    (rulebook / "manual_overrides.csv").write_text(overrides, encoding="utf-8")
    given = rulebook.parent / "input"
    given.mkdir(exist_ok=True)
    (given / "leads.csv").write_bytes(GOOD_LEADS)
    variables = "{history_days: 20}"
    return user.build(True, INPUT=str(given), RULEBOOK=str(rulebook), AS_OF=as_of, VARS=variables)


@pytest.mark.models
def test_manual_overrides_hold_on_their_days(tmp_path: Path) -> None:
    """Edited, the warehouse is what one built from nothing is; no score moves."""
    rulebook = tmp_path / "rulebook"
    rulebook.mkdir()
    user = CommandLine(tmp_path / "user")
    user.warehouse.parent.mkdir(parents=True)
    said = build(user, rulebook, FIRST, "2026-01-28")
    assert "1 manual override of a lead that the input lacks" in said
    assert user.rows("select row_number, row_key, problem from marts.rulebook_warnings") == [
        (4, "L9", "the input holds no lead of that id")
    ]
    assert [row for row in user.rows(STAGES) if row[1] in {"sql", "disqualified"}] == [
        ("L1", "disqualified", 6, "2026-01-20", "2026-01-25"),
        ("L2", "sql", 2, "2026-01-26", "2026-01-27"),
    ]
    assert user.rows(
        "select distinct disqualification_reason, left(top_reasons, 10)"
        " from marts.lead_score_history where stage in ('disqualified', 'sql') order by all"
    )[-1] == (None, "Called us.")

    build(user, rulebook, LATER, "2026-01-28")
    assert [row for row in user.rows(STAGES) if row[1] in {"sql", "disqualified"}] == [
        ("L1", "disqualified", 3, "2026-01-20", "2026-01-22"),
        ("L2", "sql", 4, "2026-01-24", "2026-01-27"),
    ]
    fresh = CommandLine(tmp_path / "fresh")
    fresh.warehouse.parent.mkdir(parents=True)
    build(fresh, rulebook, LATER, "2026-01-28")
    for table in ("lead_score_history", "lead_scores", "lead_score_ledger"):
        query = f"from marts.{table} order by all"
        assert user.rows(query) == fresh.rows(query), table
    scores = "select lead_id, scored_on, score from marts.lead_score_history order by all"
    before = fresh.rows(scores)
    build(fresh, rulebook, HEADER, "2026-01-28")
    assert fresh.rows(scores) == before
