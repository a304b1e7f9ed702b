"""`evaluate`: dbt-project-evaluator is no dependency, and each exception has its reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dev.evaluate import EVALUATION, PACKAGES, link_packages
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT


def test_each_exception_has_a_reason() -> None:
    seed = EVALUATION / "seeds" / "dbt_project_evaluator_exceptions.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert len(row["comment"].split()) > 5, row
        # An exception for everything is no exception.
        assert row["id_to_exclude"] != "%", row


def test_packages_come_from_a_directory_without_the_hub(tmp_path: Path) -> None:
    clones, project = tmp_path / "clones", tmp_path / "evaluation"
    project.mkdir()
    with pytest.raises(UserError, match="has no directory dbt_project_evaluator"):
        link_packages(project, clones)
    for name in PACKAGES:
        (clones / name).mkdir(parents=True)
        (clones / name / "dbt_project.yml").write_text(f"name: {name}\n", encoding="utf-8")
    for _ in range(2):
        link_packages(project, clones)
        installed = {path.name: path.resolve() for path in (project / "dbt_packages").iterdir()}
        assert installed == {"lead_scoring": ROOT} | {name: clones / name for name in PACKAGES}
