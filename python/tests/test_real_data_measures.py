"""The measures of examples/real_data, on figures that can be checked by hand."""

from __future__ import annotations

import runpy
from types import SimpleNamespace

import numpy as np
import pytest

from lead_scoring.project import ROOT

measures = SimpleNamespace(**runpy.run_path(str(ROOT / "examples" / "real_data" / "measures.py")))


def test_auc_counts_a_tie_half() -> None:
    scores, labels = np.array([1.0, 2.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0, 1.0])
    # Pairs (2, 1), (2, 2), (3, 1), (3, 2): right, tie, right, right.
    assert measures.ranking(scores, labels, np.arange(4)).auc == pytest.approx(3.5 / 4)


def test_standard_error_is_that_of_delong() -> None:
    random = np.random.default_rng(1)
    scores, labels = random.normal(size=60), np.repeat([0.0, 1.0], [40, 20])
    found = measures.ranking(scores, labels, np.arange(60))
    pairs = (scores[labels == 1][:, None] > scores[labels == 0][None, :]).astype(float)
    # The variance of each kind's structural components over their number (DeLong et al. 1988).
    variance = pairs.mean(axis=1).var() / 20 + pairs.mean(axis=0).var() / 40
    assert measures.standard_error(found.influence, found.people) == pytest.approx(variance**0.5)


def test_the_interval_is_that_of_model_quality() -> None:
    """The rows of the unit test int_ranking_quality__by_hand: 2 of 5 convert, one of them tied."""
    scores = np.array([90.0, 80.0, 80.0, 10.0, 10.0])
    labels = np.array([1.0, 1.0, 0.0, 0.0, 0.0])
    found = measures.ranking(scores, labels, np.arange(5))
    # That model has the unbiased variances: 1 / (n - 1) where the influences have 1 / n.
    found = measures.Ranking(
        found.auc, found.influence * np.where(labels == 1, 2, 1.5) ** 0.5, found.people
    )
    assert found.interval == pytest.approx((0.348442, 0.995600), abs=1e-6)


def test_perfect_separation_has_no_interval() -> None:
    found = measures.ranking(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 1.0]), np.arange(3))
    assert np.isnan(found.interval).all()


def test_a_person_on_two_days_tells_no_more_than_on_one() -> None:
    random = np.random.default_rng(2)
    scores, labels = random.normal(size=60), np.repeat([0.0, 1.0], [40, 20])
    once = measures.ranking(scores, labels, np.arange(60))
    twice = measures.ranking(np.tile(scores, 2), np.tile(labels, 2), np.tile(np.arange(60), 2))
    assert twice.interval == pytest.approx(once.interval)


def test_a_ranking_differs_from_itself_by_nothing() -> None:
    scores, labels = np.array([0.2, 0.4, 0.1, 0.9]), np.array([0.0, 1.0, 0.0, 1.0])
    found = measures.ranking(scores, labels, np.arange(4))
    assert found.less(found) == (0, 0, 0)


def test_calibration_sees_a_chance_that_is_too_sure_of_itself() -> None:
    labels = np.array([1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0] * 50)
    honest = np.array([0.25] * 4 + [0.75] * 4)
    honest = np.tile(honest, 50)
    sure = np.where(honest < 0.5, 0.1, 0.9)
    assert measures.calibration(honest, labels)[0] == pytest.approx(1, abs=1e-3)
    assert measures.calibration(sure, labels)[0] == pytest.approx(0.5, abs=1e-3)
    # Told 10 % where 25 % came, and 90 % where 75 %.
    assert measures.brier(sure, labels) == pytest.approx(0.75 * 0.01 + 0.25 * 0.81)
