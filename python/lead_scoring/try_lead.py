"""The command `try`: what one lead, real or made up, scores under a rulebook, now and later."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click
import duckdb
import yaml

from . import options
from .ahead import AHEAD, CURVE, copy_people, new_file, score_people
from .errors import UserError
from .load import custom_attributes, load_input
from .packages import install_packages
from .page import Page, Section, Table, charts, table_lines, write
from .project import ROOT, shown
from .rulebook_directory import (
    DEFAULT_DIRECTORY,
    find_directory,
)

_MADE_UP = "made-up-lead"
_NONE = Decimal(0)
_BAR = 40  # characters of the highest score


@click.command()
@options.lead("a lead_id of the warehouse")
@options.variable(
    "attributes", "a made-up lead instead, such as '{job_title: CFO, country: Germany}'"
)
@options.variable(
    "events", "a CSV file of its events: event_type, occurred_at, other columns of events"
)
@options.rulebook()
@options.day("as-of", "the day that counts as now (default: the warehouse's, or today)")
@options.variable("out", "write a page with the picture of the score, too, such as try.html")
def run(*, lead: str, attributes: str, events: str, rulebook: str, as_of: str, out: str) -> None:
    """Say what one lead, real or made up, scores, now and in 90 days."""
    if bool(lead) == bool(attributes):
        raise UserError(
            "name a lead (LEAD=lead_id), or make one up (ATTRIBUTES='{job_title: CFO}')."
        )
    if events and lead:
        raise UserError("EVENTS goes with ATTRIBUTES; a lead of the warehouse has its own events.")
    named = rulebook or DEFAULT_DIRECTORY.as_posix()
    rulebook = str(find_directory(ROOT, rulebook).resolve()) if rulebook else ""
    install_packages()
    with tempfile.TemporaryDirectory(prefix="lead_scoring_try_") as name:
        work_dir = Path(name)
        path, opened = new_file(work_dir)
        with opened as connection:
            if lead:
                day, before = copy_people(connection, [lead], as_of)
            else:
                made_up = _attributes_of(attributes)
                day, before = _make_up_lead(connection, made_up, events, as_of, work_dir), []
            custom = custom_attributes(connection)
        print(f"Scoring    as of {day} and of the 90 days after it", flush=True)
        ahead = [day + timedelta(days=days) for days in CURVE]
        score_people(path, work_dir, [*before, *ahead], rulebook, custom)
        with duckdb.connect(str(path), read_only=True) as connection:
            found = _Found.read(connection, day)
            unasked = _unasked(connection, custom) if attributes else []
    if unasked:
        print(f"Note       the rulebook asks for no {' and no '.join(unasked)}")
    title = f"{f'Lead {lead}' if lead else 'A made-up lead'} under {named}"
    _tell(found, title, day)
    if out:
        print(f"\nPage       {shown(write(Path(out).absolute(), _page(found, title, day)))}")


def _attributes_of(text: str) -> dict[str, str]:
    """The attributes of the made-up lead."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError:
        given = None
    if not isinstance(given, dict) or not given:
        raise UserError(
            f"ATTRIBUTES={text} is no list of attributes; write it as"
            " {job_title: VP Sales, country: Germany}."
        )
    return {str(name): "" if value is None else str(value) for name, value in given.items()}


def _make_up_lead(
    connection: duckdb.DuckDBPyConnection,
    attributes: dict[str, str],
    events: str,
    as_of: str,
    work_dir: Path,
) -> date:
    """Load the made-up lead and its events as an input; the day that counts as now."""
    day = date.fromisoformat(as_of) if as_of else datetime.now(UTC).date()
    lead = {"lead_id": _MADE_UP, "created_at": day.isoformat()} | attributes
    data = work_dir / "input"
    data.mkdir()
    _write(data / "leads.csv", [lead])
    if events:
        _write(data / "events.csv", _events(Path(events), lead["lead_id"]))
    load_input(connection, data, work_dir)
    return day


def _unasked(connection: duckdb.DuckDBPyConnection, attributes: Sequence[str]) -> list[str]:
    """The attributes that nothing in the rulebook looks at, such as a name with a slip."""
    asked = connection.execute(
        "select distinct signal from rulebook.int_conditions where signal_type = 'attribute'"
    ).fetchall()
    return sorted(set(attributes) - {signal for (signal,) in asked})


def _events(path: Path, lead: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise UserError(f"EVENTS={path} cannot be read: {error.strerror}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise UserError(f"EVENTS={path} is no CSV file in UTF-8.") from error
    if not rows or not {"event_type", "occurred_at"} <= set(rows[0]):
        raise UserError(f"EVENTS={path} needs the columns event_type and occurred_at, and rows.")
    columns = [name for name in rows[0] if name]
    return [
        {
            "event_id": str(number),
            **{name: row.get(name) or "" for name in columns},
            "lead_id": lead,
        }
        for number, row in enumerate(rows, start=1)
    ]


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True)
class _Found:
    """The lead's score on each day, and the points of each rule on it."""

    days: dict[date, tuple[Decimal, str, str]]
    points: dict[str, dict[date, Decimal]]

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection, day: date) -> _Found:
        """What the build wrote of the one person in the file."""
        days = {
            on: (score, grade or "-", stage or "-")
            for on, score, grade, stage in connection.execute(
                "select scored_on, round(score, 1), grade, stage from marts.lead_score_history"
                " where scored_on >= ? order by 1",
                [day],
            ).fetchall()
        }
        if day not in days:
            raise UserError(
                "the lead is not scored on that day: it is deleted, or was created later."
            )
        points: dict[str, dict[date, Decimal]] = {}
        for name, on, given in connection.execute(
            "select rules.description, ledger.scored_on, round(sum(ledger.points), 1)"
            " from marts.lead_score_ledger as ledger inner join"
            " (select distinct on (rule_id) rule_id, description from rulebook.stg_scoring_rules)"
            " as rules on ledger.rule_id = rules.rule_id"
            " where ledger.scored_on >= ? and ledger.points <> 0 group by all",
            [day],
        ).fetchall():
            points.setdefault(name, {})[on] = given
        return cls(days, points)

    def table(self, day: date) -> list[list[str]]:
        """A row for each rule, the heaviest first: its points on the days shown."""
        shown_days = [day + timedelta(days=ahead) for ahead in AHEAD]
        rules = sorted(
            self.points, key=lambda rule: (-abs(self.points[rule].get(day, _NONE)), rule)
        )
        rows = [
            [rule, *(f"{self.points[rule].get(on, _NONE):.1f}" for on in shown_days)]
            for rule in rules
            if any(self.points[rule].get(on) for on in shown_days)
        ]
        return [*rows, ["Score", *(f"{self.days[on][0]:.1f}" for on in shown_days)]]


def _tell(found: _Found, title: str, day: date) -> None:
    print(f"\n{title}, if nothing happens after {day}\n")
    highest = max(score for score, _, _ in found.days.values()) or 1
    rows = []
    for on, (score, grade, stage) in found.days.items():
        ahead = (on - day).days
        bar = "#" * max(round(_BAR * score / highest), 1 if score > 0 else 0)
        rows.append([str(on), f"+{ahead}" if ahead else "now", f"{score:.1f}", grade, stage, bar])
    width = shutil.get_terminal_size(fallback=(100, 24)).columns
    print("\n".join(table_lines(("day", "", "score", "grade", "stage", ""), rows, width)))
    print()
    print("\n".join(table_lines(_headings(), found.table(day), width)))


def _headings() -> list[str]:
    return ["points", *(f"in {ahead} days" if ahead else "now" for ahead in AHEAD)]


def _page(found: _Found, title: str, day: date) -> Page:
    curve = charts.Series(
        "score", [((on - day).days, float(score)) for on, (score, _, _) in found.days.items()]
    )
    picture = charts.line(
        "Score by day", [curve], shown=charts.number, x_label=f"days after {day}", x_ticks=AHEAD
    )
    sections = [
        Section("The score from day to day", charts=[picture]),
        Section("Where its points come from", tables=[Table(_headings(), found.table(day))]),
    ]
    return Page(title, f"If nothing happens after {day}.", sections)
