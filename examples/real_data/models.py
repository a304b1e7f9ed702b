"""The models to compare with, by their own code, with the settings their makers chose."""

from __future__ import annotations

from typing import Any

import numpy as np
from features import OpenLeads
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

try:
    from lightgbm import LGBMClassifier
except ImportError:
    LGBMClassifier = None


def logistic_regression(learned: OpenLeads, judged: OpenLeads) -> Any:
    """scikit-learn's, on standardised numbers and one column for each value of a text."""
    before, after = _columns(learned, judged)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
    return model.fit(before, learned.labels).predict_proba(after)[:, 1]


def lightgbm(learned: OpenLeads, judged: OpenLeads) -> Any | None:
    """LightGBM's, on the same columns; nothing where it is not installed."""
    if LGBMClassifier is None:
        return None
    before, after = _columns(learned, judged)
    model = LGBMClassifier(random_state=0, n_jobs=2, deterministic=True, verbose=-1)
    model.fit(before, learned.labels)
    return model.booster_.predict(after)


def _columns(learned: OpenLeads, judged: OpenLeads) -> tuple[Any, Any]:
    if not learned.texts.shape[1]:
        return learned.numbers, judged.numbers
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(learned.texts)
    return tuple(
        np.column_stack([leads.numbers, encoder.transform(leads.texts)])
        for leads in (learned, judged)
    )
