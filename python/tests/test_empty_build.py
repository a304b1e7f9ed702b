"""`dbt build --empty`: a dry run where nothing is kept yet, and no harm where scores are."""

from __future__ import annotations

import os
from unittest import mock

import pytest

from lead_scoring import dbt_runner as runner
from lead_scoring.errors import UserError

from .conftest import GOOD_LEADS, CommandLine, QuickRunner, dbt_runner

pytestmark = pytest.mark.models

EVENTS = b"event_id,event_type,occurred_at,lead_id\ne1,demo_request,2026-06-15T09:00:00Z,L1\n"
SCORES = "select lead_id, score, engagement_points from marts.lead_scores order by lead_id"


def test_an_empty_build_leaves_the_next_build_as_it_would_be(user: CommandLine) -> None:
    directory = user.directory / "input"
    directory.mkdir()
    (directory / "leads.csv").write_bytes(GOOD_LEADS)
    (directory / "events.csv").write_bytes(EVENTS)
    given = {"INPUT": str(directory), "AS_OF": "2026-06-30", "VARS": "{history_months: 0}"}
    loaded = user.run("load", INPUT=str(directory))
    assert loaded.returncode == 0, loaded.stderr

    _build_empty(user)
    assert user.rows("select count(*) from marts.lead_score_history") == [(0,)]

    user.build(**given)
    scores = user.rows(SCORES)
    assert [lead_id for lead_id, *_ in scores] == ["L1", "L2"]
    assert scores[0][2] > 0

    before = user.warehouse.read_bytes()
    with pytest.raises(UserError, match="--empty would replace scores and their history"):
        _build_empty(user)
    assert user.warehouse.read_bytes() == before


def _build_empty(user: CommandLine) -> None:
    with (
        mock.patch.dict(os.environ, user._environment({}), clear=True),
        mock.patch(f"{dbt_runner().__module__}.dbtRunner", QuickRunner),
    ):
        runner.run_dbt(["build", "--empty"], user.warehouse, {"custom_attributes": []})
