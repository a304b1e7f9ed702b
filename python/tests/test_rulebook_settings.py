"""What Python reads of settings.csv before dbt does."""

from __future__ import annotations

import re

import pytest

from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.rulebook_file import read_rows
from lead_scoring.rulebook_settings import ConversionSettings, conversion_settings


def rows(**settings: str) -> list[dict[str, str]]:
    return [{"setting": name, "value": value} for name, value in settings.items()]


def test_settings_are_read_as_models_read_them() -> None:
    given = rows(Conversion_Outcome=" Opportunity ", conversion_horizon_days=" 30 ", mql_stage="")
    assert conversion_settings(given) == ConversionSettings("opportunity", 30, "mql")


def test_a_setting_that_is_not_given_has_the_default_of_the_models() -> None:
    macro = (ROOT / "macros" / "rulebook" / "settings.sql").read_text(encoding="utf-8")
    default = ConversionSettings()
    assert conversion_settings([]) == default
    for name, value in {
        "conversion_outcome": f"'{default.outcome}'",
        "conversion_horizon_days": str(default.horizon_days),
        "mql_stage": f"'{default.mql_stage}'",
    }.items():
        assert re.search(rf"'{name}': [^}}]*default(=|': ){value}", macro), name


def test_the_rulebook_in_force_gives_the_same() -> None:
    shipped = read_rows(ROOT / "seeds" / "rulebook" / "settings.csv", "settings")
    assert conversion_settings(shipped) == ConversionSettings()


@pytest.mark.parametrize("horizon", ["0", "30.5", "soon", "-1"])
def test_a_horizon_that_cannot_work_is_said(horizon: str) -> None:
    with pytest.raises(UserError, match=f"conversion_horizon_days '{horizon}' is not a whole"):
        conversion_settings(rows(conversion_horizon_days=horizon))
