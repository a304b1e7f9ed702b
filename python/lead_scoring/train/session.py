"""One training: what the user named, and the steps from the input to a rulebook directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .. import learned_from
from ..errors import UserError
from ..page import Page
from ..page import write as write_page
from ..project import ROOT
from ..rulebook_directory import DEFAULT_DIRECTORY
from ..rulebook_settings import ConversionSettings, conversion_settings
from .cuts import grade_rows, stage_rows
from .frame import Frame, Source, observe
from .report import markdown, report
from .training import Needs, Trained, train
from .treatments import Treatments, read_treatments
from .write import REPORT, group_rows, probability_rows, read_rows, rule_rows, write_rulebook

# Scores and cuts are on it, whatever scale is shown.
POINT_SCALE = (0.0, 100.0)


@dataclass(frozen=True)
class Learned:
    """What came of a training, and what there is to say about it."""

    trained: Trained
    report: Page


@dataclass(frozen=True)
class Session:
    """What the user named; settings are the vars in force, variables those the user gave."""

    input: Path
    rulebook: Path
    as_of: date | None
    variables: dict[str, Any]
    settings: dict[str, Any]

    def observe(self, work_dir: Path) -> Frame:
        """The frame to learn from."""
        source = Source(
            self.input,
            self.rulebook,
            self.as_of,
            self.variables,
            self.conversion.horizon_days,
            self.conversion.outcome,
            self.treatments.excluded,
        )
        return observe(source, work_dir)

    def learn(self, frame: Frame) -> Learned:
        """Learn from the frame."""
        if not frame.labels.any():
            raise UserError(
                f"nobody converted within {frame.facts.horizon_days} days of a past day, so there"
                " is nothing to learn from; check the outcomes, and conversion_outcome and"
                " conversion_horizon_days of settings.csv."
            )
        trained = train(frame, self.treatments.signs(frame.terms), self.needs)
        if not trained.card.rules:
            raise UserError(
                f"{trained.conversions} people converted, too few to tell what they have in common;"
                " train again when there are more outcomes."
            )
        old_rules = read_rows(self.file("scoring_rules"))
        old_stages = read_rows(self.file("stages"))
        return Learned(trained, report(frame, trained, self.needs, old_rules, old_stages))

    def write(self, out: Path, frame: Frame, learned: Learned) -> None:
        """Write the learned rulebook."""
        trained = learned.trained
        card = trained.card
        points = card.points(frame.matrix)
        groups = read_rows(self.file("rule_groups"))
        tables = {
            "scoring_rules": rule_rows(card.rules),
            "rule_groups": group_rows(card.rules, self._asked_groups(groups)),
            "stages": stage_rows(read_rows(self.file("stages")), frame, card.scores(frame.matrix)),
            "grades": grade_rows(read_rows(self.file("grades")), frame, points),
            "probability": probability_rows(frame.terms, trained.model) if trained.settings else [],
        }
        write_rulebook(out, self.rulebook, tables)
        facts = frame.facts
        learned_from.note(out, facts.as_of, facts.days, facts.horizon_days)
        (out / REPORT).write_text(markdown(learned.report), encoding="utf-8")
        write_page(out / "report.html", learned.report)

    @property
    def treatments(self) -> Treatments:
        """What marketing wants of the training."""
        return read_treatments(read_rows(self.file("training")))

    @property
    def conversion(self) -> ConversionSettings:
        """What counts as a conversion under the rulebook in force."""
        return conversion_settings(read_rows(self.file("settings")))

    @property
    def needs(self) -> Needs:
        """What training asks of the data."""
        return Needs(
            int(self.settings["train_min_conversions"]),
            int(self.settings["train_min_held_out_conversions"]),
            float(self.settings["close_rate_prior_people"]),
            POINT_SCALE,
        )

    def file(self, name: str) -> Path:
        """A file of the rulebook in force: its own, else the default one."""
        own = self.rulebook / f"{name}.csv"
        return own if own.exists() else ROOT / DEFAULT_DIRECTORY / own.name

    def _asked_groups(self, groups: list[dict[str, str]]) -> list[dict[str, str]]:
        """Groups whose days_since_last_<group> a segment or an override asks for."""
        asked = {row["signal"] for row in read_rows(self.file("overrides"))}
        asked |= {row["attribute"] for row in read_rows(self.file("segments"))}
        return [row for row in groups if f"days_since_last_{row['rule_group']}" in asked]
