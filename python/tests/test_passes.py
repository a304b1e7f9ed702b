"""How many days a build has before it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from lead_scoring import passes


@pytest.mark.parametrize(
    ("variables", "days"),
    [
        ({"history_months": 0}, 2),
        ({"history_months": 3, "history_days": 4}, 9),
        ({"history_months": 0, "history_on": [datetime.date(2026, 3, 3), "2026-03-10"]}, 4),
        ({"history_months": 0, "history_on": None}, 2),
    ],
)
def test_wanted_days_are_those_the_vars_name(variables: dict[str, Any], days: int) -> None:
    assert passes._wanted_days(variables) == days
