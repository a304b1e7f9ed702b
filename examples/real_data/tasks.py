"""The tasks: which published files, what is predicted, and until when a model may look."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from lead_scoring.load import load_input

EXAMPLES = Path(__file__).resolve().parents[1]
TABLES = {"leads": "created_at", "events": "occurred_at", "outcomes": "occurred_at"}


@dataclass(frozen=True)
class Task:
    """Who was open on the test days, and who of them converted within the horizon.

    Models learn from the learning days, whose horizons were over on the cut, and from nothing that
    happened on the cut or later. stages is the pipeline as Odoo would know it: events, in order.
    """

    name: str
    title: str
    files: tuple[tuple[str, ...], ...]
    # What the example's mapping.yml calls them.
    mapped_files: tuple[str, ...]
    horizon_days: int
    cut: date
    learning_days: tuple[date, ...]
    test_days: tuple[date, ...]
    as_of: date
    odoo_fields: tuple[str, ...]
    odoo_stages: tuple[str, ...] = ()
    # Days by which the leads before the cut are moved back; see x_education.
    moved_back: int = 0

    @property
    def rulebook(self) -> Path:
        """The rulebook of the example, made by hand."""
        return EXAMPLES / self.name / "rulebook"

    @property
    def learned_until(self) -> date:
        """The last day that models may know."""
        return self.cut - timedelta(days=1)

    @property
    def excluded_events(self) -> list[str]:
        """Events that come with the outcome: training.csv names them, and no model may use them."""
        path = self.rulebook / "training.csv"
        if not path.exists():
            return []
        with path.open(newline="", encoding="utf-8") as file:
            return [row["signal"].lower() for row in csv.DictReader(file)]

    def published(self, directory: Path) -> list[Path]:
        """The published files, or nothing where one is missing."""
        found = [
            next((path for name in names for path in sorted(directory.glob(name))), None)
            for names in self.files
        ]
        return [path for path in found if path]

    def prepare(self, published: list[Path], directory: Path) -> None:
        """Write the whole input to all/, and what was known before the cut to cut/."""
        given = directory / "given"
        given.mkdir(parents=True)
        shutil.copy(EXAMPLES / self.name / "mapping.yml", given)
        for path, name in zip(published, self.mapped_files, strict=True):
            duckdb.read_csv(str(path), all_varchar=True).write_csv(str(given / name))
        (directory / "all").mkdir()
        with connection() as database:
            for source in load_input(database, given, directory):
                if source.rows:
                    path = directory / "all" / f"{source.name}.csv"
                    rows = database.sql(
                        f"select columns(c -> c <> '_batch') from raw.{source.name}"
                    )
                    rows.write_csv(str(path))
        if self.moved_back:
            self._give_the_cut_a_date(directory / "all")
        (directory / "cut").mkdir(exist_ok=True)
        with connection() as database:
            for table, moment in TABLES.items():
                path = directory / "all" / f"{table}.csv"
                if path.exists():
                    rows = database.read_csv(str(path), all_varchar=True)
                    rows = rows.filter(f"cast({moment} as timestamptz) < '{self.cut}'")
                    rows.write_csv(str(directory / "cut" / path.name))

    def _give_the_cut_a_date(self, directory: Path) -> None:
        """Move the earlier leads back until their outcomes are known on the cut; write the lost."""
        days = f"(case when created_at < '{self.cut}' then {self.moved_back} else 0 end)"
        with connection() as database:
            for table in ("leads", "outcomes"):
                path = str(directory / f"{table}.csv")
                database.execute(
                    f"create table {table} as from read_csv('{path}', all_varchar = true)"
                )
            database.execute("alter table leads alter created_at type timestamp")
            database.execute(
                f"""
                create table dated as
                select leads.* replace (created_at - to_days({days}) as created_at)
                from leads
                """
            )
            ended = database.sql(
                """
                select
                    coalesce(outcome_id, lead_id || '-lost') as outcome_id,
                    lead_id,
                    coalesce(outcome, 'lost') as outcome,
                    dated.created_at + interval 60 days as occurred_at
                from dated
                left join outcomes using (lead_id)
                """
            )
            ended.write_csv(str(directory / "outcomes.csv"))
            database.table("dated").write_csv(str(directory / "leads.csv"))


def connection() -> duckdb.DuckDBPyConnection:
    """An empty database whose days are UTC days, as the project's are."""
    database = duckdb.connect(config={"threads": 2})
    database.execute("set TimeZone = 'UTC'")
    return database


def mondays(first: date, last: date) -> tuple[date, ...]:
    """The first day, and every seventh until the last."""
    return tuple(first + timedelta(days) for days in range(0, (last - first).days + 1, 7))


# The order of the leads is known, not their dates. The first 70 % teach, moved back by 90 days so
# that what came of them is known on the cut; the others are all scored when the last has come.
X_EDUCATION = Task(
    name="x_education",
    title="X Education: the last 30 % of the leads, converted or not",
    files=(("Leads.csv", "Lead Scoring.csv", "xeducation*.csv"),),
    mapped_files=("Leads.csv",),
    horizon_days=90,
    cut=date(2026, 3, 4),
    moved_back=90,
    learning_days=(date(2025, 12, 3),),
    test_days=(date(2026, 3, 17),),
    as_of=date(2026, 7, 31),
    odoo_fields=("lead_source", "lead_origin", "do_not_email", "wants_free_copy"),
)
# Every Monday the applications that are open; won or not within 21 days.
BPI_CHALLENGE = Task(
    name="bpi_challenge_2012",
    title="BPI Challenge 2012: applications open on a Monday, won within 21 days",
    files=(("bpic12_cases*.csv*", "cases.csv*"), ("bpic12_events*.csv*", "events.csv*")),
    mapped_files=("cases.csv", "events.csv"),
    horizon_days=21,
    cut=date(2011, 12, 5),
    learning_days=mondays(date(2011, 10, 3), date(2011, 11, 7)),
    test_days=mondays(date(2011, 12, 5), date(2011, 12, 19)),
    as_of=date(2012, 1, 15),
    odoo_fields=(),
    odoo_stages=("a_preaccepted", "a_accepted", "o_sent", "o_sent_back"),
)
TASKS = {task.name: task for task in (X_EDUCATION, BPI_CHALLENGE)}
