"""The selectors: each public mart is in one that a schedule runs, and they do what they say."""

from __future__ import annotations

import json
import os
import re
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml

from lead_scoring import dbt_runner as runner
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT

from .conftest import (
    IS_NIGHTLY,
    WITHOUT_FILES,
    CommandLine,
    QuickRunner,
    dbt_runner,
    decides_about_nodes,
    invoke_quickly,
)
from .test_copies_of_the_warehouse import MARTS

pytestmark = pytest.mark.models

VARIABLES = {"custom_attributes": ["crm_system", "webinar_topic"]}


def test_each_mart_is_in_score_or_reports(user: CommandLine) -> None:
    with mock.patch.dict(os.environ, user._environment({}), clear=True):
        score, reports = (_models_of(selector) for selector in ("score", "reports"))
    assert not score & reports, "reports is what score has not built"
    assert score | reports >= MARTS
    assert {"crm_lead_score_sync", "lead_alerts", "follow_up_queue"} <= score


@pytest.mark.skipif(not IS_NIGHTLY, reason="reads the project twice more")
def test_no_other_var_decides_about_nodes(user: CommandLine) -> None:
    """Builds of tests with other vars share the project as it was read; a run asks for these."""
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    variables = yaml.safe_load(re.sub(r"\{\{.*?\}\}", "", text, flags=re.DOTALL))["vars"]
    others: dict[str, Any] = {
        name: not value if isinstance(value, bool) else value / 2 if value % 1 else value + 1
        for name, value in variables.items()
        if isinstance(value, bool | int | float) and not decides_about_nodes(name)
    }
    assert len(others) > 15
    unset = {name for name, value in variables.items() if value is None and "months" in name}
    others |= {name: 3 for name in unset if not decides_about_nodes(name)}
    others |= {"custom_attributes": ["plan"], "personal_columns": ["plan"], "holdout_salt": "x"}
    with mock.patch.dict(os.environ, user._environment({}), clear=True):
        assert _nodes_with({}) == _nodes_with(others)


def _nodes_with(variables: dict[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """The configuration of each node that a build makes, and the nodes that it reads."""
    given = json.dumps(variables)
    read = ["parse", "--no-partial-parse", "--vars", given, "--quiet", *WITHOUT_FILES]
    outcome = dbt_runner()().invoke(read)
    assert outcome.success, outcome.exception
    return {
        name: (str(node.config.to_dict()), sorted(getattr(node.depends_on, "nodes", [])))
        for name, node in outcome.result.nodes.items()
        if node.resource_type in {"model", "snapshot", "seed"}
    }


def _models_of(selector: str) -> set[str]:
    arguments = ["ls", "--selector", selector, "--resource-type", "model", "--output", "name"]
    outcome = invoke_quickly([*arguments, "--quiet"], {})
    assert outcome.success, outcome.exception
    return set(outcome.result)


def test_a_daily_run_brings_the_sync_up_to_date(demo: CommandLine, tmp_path: Path) -> None:
    user = demo.copy(tmp_path)
    destination = tmp_path / "crm.toml"
    destination.write_text(
        'kind = "rest"\nurl = "http://127.0.0.1:9"\npath = "/leads"\n[fields]\nscore = "score"\n',
        encoding="utf-8",
    )

    with pytest.raises(UserError, match="lead_scores would show 2026-06-30 and not 2026-07-10"):
        _dbt(user, "--select", "lead_scores")

    _dbt(user, "--selector", "score")
    assert user.rows("select distinct scored_on::varchar from marts.lead_scores") == [
        ("2026-07-10",)
    ]
    ((told,),) = user.rows(
        "select count(*) from activation.crm_lead_score_sync where changed_at >= '2026-07-10'"
    )
    assert told > 0
    run = user.run("sync", DRY_RUN="1", DESTINATION=str(destination))
    assert run.returncode == 0, run.stderr
    ((rows,),) = user.rows(
        "select count(*) from activation.crm_lead_score_sync where sync_operation = 'upsert'"
    )
    assert f": {rows:,} rows to send" in run.stdout


def _dbt(user: CommandLine, *selection: str) -> None:
    quick = partial(QuickRunner, reports=True)
    with (
        mock.patch.dict(os.environ, user._environment({}), clear=True),
        mock.patch(f"{dbt_runner().__module__}.dbtRunner", quick),
    ):
        runner.run_dbt(["build", *selection], user.warehouse, VARIABLES | {"as_of": "2026-07-10"})
