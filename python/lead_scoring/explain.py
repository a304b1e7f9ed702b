"""The command `explain`: why a lead has its score, and why it changed, in sentences (analyses/)."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from . import options
from .engines import MissingTableError, ReadWarehouse, warehouse_of
from .errors import UserError
from .project import BUILD, NAME, ROOT, dbt_project, dbt_target
from .scorecards import Scorecards
from .sql import literal
from .unscored_leads import other_lead, why_unscored

# Vars of the analyses, each with what stands in the compiled SQL where an answer puts its own text.
_MARKS = {name: f"<{name}>" for name in ("lead_id", "person_id", "scorecard", "from_day")}


@click.command()
@options.lead()
@options.day("since", "say too why the score changed since this day")
@options.scorecard
@options.target
def run(lead: str, since: str, scorecard: str, target: str) -> None:
    """Say why a lead has its score (the best lead, where none is named)."""
    warehouse = warehouse_of(target)
    lead = lead.strip()  # as ids of the input are read
    try:
        scorecard = Scorecards.of(warehouse.rows).choose(scorecard)
        queries = _Queries.of(warehouse, target)
        named = {"scorecard": scorecard, "lead_id": lead}
        people = warehouse.rows(queries.filled("find_person", named))
    except MissingTableError:
        raise UserError(f"there is no warehouse {warehouse.name} yet; run: {BUILD}") from None
    if not people:
        raise UserError(_printable(why_unscored(warehouse.rows, lead, scorecard)))
    named["person_id"] = str(people[0][0])
    if lead and (other := other_lead(warehouse.rows, lead, named["person_id"], scorecard)):
        print(_printable(f"{lead} is the same person as the lead {other}."))
    for _, text in warehouse.rows(queries.filled("explain_lead", named)):
        print(_printable(str(text)))
    if since:
        changes = warehouse.rows(queries.filled("explain_change", named | {"from_day": since}))
        print()
        for *_, text in changes or [
            (f"Nothing to compare: no two scores since {since} are kept.",)
        ]:
            print(_printable(str(text)))


@dataclass(frozen=True)
class _Queries:
    """The analyses as dbt compiles them for a warehouse, with marks in place of a lead and a day.

    dbt takes many seconds to read the project, so what it compiled is kept until the project or the
    engine changes.
    """

    directory: Path

    @classmethod
    def of(cls, warehouse: ReadWarehouse, target: str) -> _Queries:
        """The queries for the engine; dbt is asked where none are kept."""
        queries = cls(dbt_target() / "explain")
        key = _fingerprint(target, warehouse.name)
        kept = queries.directory / "fingerprint"
        if not kept.is_file() or kept.read_text(encoding="utf-8") != key:
            print("  reading the project, once; the next answer comes at once", file=sys.stderr)
            kept.unlink(missing_ok=True)
            # By its folder: dbt prints the SQL of a node that is selected by name.
            select = ["--select", f"{NAME}.analysis.explain"]
            select += ["--target-path", str(queries.directory)]
            warehouse.run_dbt(["compile", "--quiet", *select], dict(_MARKS))
            kept.write_text(key, encoding="utf-8")
        return queries

    def filled(self, analysis: str, texts: dict[str, str]) -> str:
        """The SQL of an analysis about the lead, person, scorecard and day of the texts."""
        path = self.directory / "compiled" / "lead_scoring" / "analyses" / "explain"
        query = (path / f"{analysis}.sql").read_text(encoding="utf-8")
        marks = {literal(_MARKS[name]): literal(text) for name, text in texts.items()}
        # In one pass: a text may hold what looks like another mark.
        return re.sub("|".join(map(re.escape, marks)), lambda found: marks[found[0]], query)


def _fingerprint(target: str, warehouse: str) -> str:
    """What the compiled SQL follows from: analyses, macros, settings, and the warehouse."""
    places = dict.fromkeys((dbt_project(), ROOT))
    files = [path for place in places for path in sorted(place.glob("*.yml"))]
    files += sorted((ROOT / "analyses" / "explain").glob("*.sql"))
    files += sorted((ROOT / "macros").rglob("*.sql"))
    content = hashlib.sha256(f"{target}\n{warehouse}\n".encode())
    for file in files:
        content.update(file.read_bytes())
    return content.hexdigest()


def _printable(text: str) -> str:
    """The text without characters that would steer the terminal; points aligned to the right."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    points = re.match(r"-?\d+\.\d  ", plain)
    return f"{points[0].strip():>7}  {plain[points.end() :]}" if points else plain
