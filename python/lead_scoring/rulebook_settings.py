"""What settings.csv of a rulebook says, where Python has to know it before dbt does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import UserError


@dataclass(frozen=True)
class ConversionSettings:
    """What counts as a conversion; the defaults are those of macros/rulebook/settings.sql."""

    outcome: str = "won"
    horizon_days: int = 90
    mql_stage: str = "mql"


def conversion_settings(rows: Iterable[Mapping[str, str]]) -> ConversionSettings:
    """The settings that the rows of settings.csv give; an error where one cannot be read."""
    given = {row["setting"].strip().lower(): row["value"].strip() for row in rows}
    default = ConversionSettings()
    horizon = given.get("conversion_horizon_days") or str(default.horizon_days)
    if not horizon.isdecimal() or int(horizon) < 1:
        raise UserError(
            f"settings.csv: conversion_horizon_days '{horizon}' is not a whole number above 0;"
            " correct it."
        )
    return ConversionSettings(
        outcome=(given.get("conversion_outcome") or default.outcome).lower(),
        horizon_days=int(horizon),
        mql_stage=given.get("mql_stage") or default.mql_stage,
    )
