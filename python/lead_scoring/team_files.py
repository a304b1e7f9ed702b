"""What training and comparing need of a team's own dbt project, as files in a directory aside.

Both score past days many times over, which is done in a DuckDB file here and not in the team's
warehouse: with its input, in the contract's shape, and its rulebook.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .contract import EVENTS, IDENTITIES, LEADS, OUTCOMES
from .engines import Database, MissingTableError
from .errors import UserError
from .project import BUILD, TEAM, project_vars, team_vars
from .rulebook_directory import DEFAULT
from .rulebook_file import FILES, as_csv
from .scorecards import Scorecards

# Vars that say where the input is and what shape it has: the files have the contract's.
_OF_THE_INPUT = ("as_of", "custom_attributes", "days_at_once", "mapping", "sources")


@dataclass(frozen=True)
class TeamFiles:
    """The input and the rulebook in force as directories, the last scored day, and the vars."""

    input: Path
    rulebook: Path
    as_of: str
    variables: dict[str, Any]


@contextmanager
def team_files(target: str) -> Iterator[TeamFiles | None]:
    """The files of the team's project; None in a clone of this one, which has files of its own."""
    if TEAM is None:
        yield None
        return
    # dbt is slow to import.
    from .engines.team import TeamWarehouse  # noqa: PLC0415

    warehouse = TeamWarehouse(TEAM, target)
    with tempfile.TemporaryDirectory(prefix="lead_scoring_") as name:
        directory = Path(name)
        try:
            scorecard = Scorecards.of(warehouse.rows).in_force
            ((as_of,),) = warehouse.rows("select max(scored_on) from marts.lead_scores")
            _write_input(warehouse, directory / "input")
        except MissingTableError:
            raise UserError(f"there is no warehouse {warehouse.name} yet; run: {BUILD}") from None
        _write_rulebook(warehouse.seed_files(), scorecard, directory / "rulebook")
        variables = {
            name: value
            for name, value in team_vars().items()
            if name not in _OF_THE_INPUT and not name.startswith("raw_")
        }
        yield TeamFiles(directory / "input", directory / "rulebook", str(as_of), variables)


def _write_input(warehouse: Database, directory: Path) -> None:
    """The input tables as CSV files, some rows at a time."""
    directory.mkdir()
    custom = tuple(project_vars()["custom_attributes"] or ())
    for source in (LEADS, EVENTS, OUTCOMES, IDENTITIES):
        columns = source.columns + (custom if source is LEADS else ())
        rows = warehouse.stream(f"select {', '.join(columns)} from staging.base_{source.name}")
        with (directory / f"{source.name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)


def _write_rulebook(seeds: dict[str, Path], scorecard: str, directory: Path) -> None:
    """The rows of one scorecard, as a rulebook directory."""
    directory.mkdir()
    for name, path in seeds.items():
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [
                {column: row.get(column) or "" for column in FILES[name].columns}
                for row in csv.DictReader(file)
                if (row.get("scorecard") or DEFAULT) == scorecard
            ]
        (directory / f"{name}.csv").write_bytes(as_csv(rows, FILES[name].columns))
