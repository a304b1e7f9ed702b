"""The analysis odoo_predictive_lead_scoring, on leads few enough to count by hand."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pytest

from tests.conftest import WITH_REPORTS, WITHOUT_FILES, CommandLine, invoke_quickly

ANALYSIS = "odoo_predictive_lead_scoring"

# By 2026-01-31 one lead from de is won and one from fr lost. L5 is won later: that day it is open.
LEADS = """\
lead_id,created_at,country
L1,2026-01-02,DE
L2,2026-01-02,fr
L3,2026-01-03,de
L4,2026-01-03,FR
L5,2026-01-03,
L6,2026-01-03,it
L7,2026-01-03,
"""
OUTCOMES = """\
outcome_id,lead_id,outcome,occurred_at
O1,L1,won,2026-01-20
O2,L2,lost,2026-01-20
O3,L5,won,2026-02-10
O4,L7,accepted,2026-01-25
"""


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user whose warehouse has one backtest day."""
    directory = tmp_path_factory.mktemp("odoo")
    source = directory / "input"
    source.mkdir()
    (source / "leads.csv").write_text(LEADS)
    (source / "outcomes.csv").write_text(OUTCOMES)
    rulebook = directory / "rulebook"
    rulebook.mkdir()
    (rulebook / "settings.csv").write_text("setting,value\nconversion_horizon_days,30\n")
    days = {"history_on": ["2026-01-31"], "history_months": 0}
    user = CommandLine(directory)
    given = {"INPUT": str(source), "RULEBOOK": str(rulebook), "VARS": json.dumps(days)}
    user.build(WITH_REPORTS, AS_OF="2026-03-15", **given)
    return user


def predictions(user: CommandLine, **variables: list[str]) -> dict[str, tuple[Decimal, int]]:
    """Probability and outcome by lead."""
    select = ["--quiet", "--select", f"path:analyses/{ANALYSIS}.sql", *WITHOUT_FILES]
    with mock.patch.dict(os.environ, user._environment({}), clear=True):
        done = invoke_quickly(["compile", *select, "--vars", json.dumps(variables)], variables)
    assert done.success, done.exception or done.result
    compiled = Path(user.directory, "target", "compiled", "lead_scoring", "analyses")
    query = (compiled / f"{ANALYSIS}.sql").read_text()
    rows = user.rows(f"select lead_id, odoo_probability, has_converted from ({query})")
    return {lead: (probability, converted) for lead, probability, converted in rows}


def test_odds_are_those_of_smoothed_counts(user: CommandLine) -> None:
    found = predictions(user, odoo_fields=["country"], odoo_stages=["accepted"])
    # Won and lost 1.1 each. A country that one of them had: 1.1 to 0.1, that is 11 to 1.
    assert found["L3"] == (Decimal("0.9167"), 0)
    assert found["L4"] == (Decimal("0.0833"), 0)
    # No country, or one that nobody had: the prior. What happens later changes nothing.
    assert found["L5"] == (Decimal("0.5000"), 1)
    assert found["L6"] == (Decimal("0.5000"), 0)
    # The won lead counts in every stage, the lost one did not get as far: 11 to 1.
    assert found["L7"] == (Decimal("0.9167"), 0)


def test_closed_leads_are_not_predicted(user: CommandLine) -> None:
    found = predictions(user, odoo_stages=["accepted"])
    assert sorted(found) == ["L3", "L4", "L5", "L6", "L7"]
    assert found["L3"][0] == Decimal("0.5000")
