"""Training on the demo: SQL scores what was learned, and it is learned again the same."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lead_scoring.project import DEMO_INPUT, ROOT, project_vars
from lead_scoring.rulebook_directory import DEFAULT_DIRECTORY
from lead_scoring.train.frame import Frame
from lead_scoring.train.glm import probability
from lead_scoring.train.report import markdown
from lead_scoring.train.session import Learned, Session
from tests.conftest import CommandLine, nightly

pytestmark = pytest.mark.models

# The demo is small: a short horizon, and fewer conversions than a real training should have.
SETTINGS = "setting,value\nconversion_horizon_days,30\n"
FEW = {"train_min_conversions": 60, "train_min_held_out_conversions": 15}
FORCED = (
    "attribute,employee_count,increasing,Larger companies buy more\nattribute,crm_system,exclude,"
)


def session(rulebook: Path, **settings: Any) -> Session:
    return Session(DEMO_INPUT, rulebook, None, {}, project_vars() | FEW | settings)


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default rulebook, with a word on how to train, and a shorter horizon."""
    directory = tmp_path_factory.mktemp("in_force")
    (directory / "settings.csv").write_text(SETTINGS)
    (directory / "training.csv").write_text(f"signal_type,signal,treatment,reason\n{FORCED}\n")
    return directory


@pytest.fixture(scope="module")
def frame(rulebook: Path, tmp_path_factory: pytest.TempPathFactory) -> Frame:
    return session(rulebook).observe(tmp_path_factory.mktemp("frame"))


@pytest.fixture(scope="module")
def learned(rulebook: Path, frame: Frame) -> Learned:
    return session(rulebook).learn(frame)


@pytest.fixture(scope="module")
def out(
    rulebook: Path, frame: Frame, learned: Learned, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    directory = tmp_path_factory.mktemp("learned")
    session(rulebook).write(directory, frame, learned)
    return directory


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_sql_scores_what_was_learned(
    frame: Frame, learned: Learned, out: Path, tmp_path: Path
) -> None:
    newest = frame.days == frame.days.max()
    user = CommandLine(tmp_path)
    variables = {"history_on": [frame.facts.days[-1].isoformat()], "history_months": 0}
    user.build(
        RULEBOOK=str(out),
        AS_OF=(frame.facts.days[-1] + timedelta(1)).isoformat(),
        VARS=json.dumps(variables),
    )
    built = {
        lead_id: (float(raw_score), float(chance))
        for lead_id, raw_score, chance in user.rows(
            "select lead_id, raw_score, conversion_probability from marts.lead_score_history"
            f" where scored_on = date '{frame.facts.days[-1]}'"
        )
    }
    matrix = frame.matrix[np.flatnonzero(newest)]
    expected = np.column_stack(
        [
            learned.trained.card.raw_scores(matrix),
            probability(learned.trained.model.log_odds(matrix)),
        ]
    )
    found = np.array([built[lead_id] for lead_id in frame.lead_ids[newest]])
    assert np.abs(found - expected).max() < 2e-6
    assert len(np.unique(found[:, 1])) > 20


@nightly
def test_the_same_input_gives_the_same_files(
    rulebook: Path, frame: Frame, out: Path, tmp_path: Path
) -> None:
    again = session(rulebook)
    again.write(tmp_path / "again", frame, again.learn(frame))
    names = sorted(path.name for path in out.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (out / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_training_csv_is_obeyed(out: Path) -> None:
    terms = rows(out / "probability.csv")
    assert not [row for row in terms if row["signal"] == "crm_system"]
    sizes = [row for row in terms if row["signal"] == "employee_count" and row["operator"] == "gte"]
    assert all(float(row["coefficient"]) >= 0 for row in sizes)
    assert (out / "training.csv").exists()


def test_the_scorecard_can_be_read(out: Path) -> None:
    rules = rows(out / "scoring_rules.csv")
    assert 5 <= len(rules) <= 70
    assert all(int(row["points"]) and row["description"] for row in rules)
    assert len({row["rule_id"] for row in rules}) == len(rules)
    stages = {row["stage"] for row in rows(out / "stages.csv")}
    assert stages == {row["stage"] for row in rows(ROOT / DEFAULT_DIRECTORY / "stages.csv")}


def test_the_report_compares_on_people_held_out_and_names_nobody(
    frame: Frame, learned: Learned
) -> None:
    hold_out = learned.trained.hold_out
    assert hold_out is not None
    names = [judgement.name for judgement in hold_out.judgements]
    assert names[:3] == ["rulebook in force", "learned scorecard", "learned probability"]
    assert hold_out.judgements[2].auc.value > 0.6
    text = markdown(learned.report)
    assert "## Does the probability keep its word?" in text
    assert not [lead_id for lead_id in np.unique(frame.lead_ids) if lead_id in text]


def test_too_few_conversions_fall_back_to_close_rates(
    rulebook: Path, frame: Frame, tmp_path: Path
) -> None:
    few = session(rulebook, train_min_conversions=100_000)
    learned = few.learn(frame)
    few.write(tmp_path / "few", frame, learned)
    assert "It takes 100000 people who converted" in markdown(learned.report)
    assert rows(tmp_path / "few" / "probability.csv") == []
    assert 1 <= len(rows(tmp_path / "few" / "scoring_rules.csv")) <= 20
