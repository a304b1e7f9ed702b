"""The floor: the same scores from the same files by SQL written by hand for this one purpose.

`python -m dev.bench.floor score <directory> <as_of> <rulebook> <result.parquet>` prints
the seconds of each stage as JSON. No dbt, no tests, no history, no reasons, no warehouse: just the
score of each person on one day, read from the Parquet files. It takes liberties that a product
cannot:

    ids have no white space at their ends, and copies of one event differ in loaded_at alone
    ids and visitors are 64-bit hashes
    hits that are too old to earn points are not counted, only the day of the last one is kept
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Set
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from lead_scoring.contract import LEADS
from lead_scoring.project import ROOT
from lead_scoring.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).parent
ROUNDS = 8
WITHOUT_REPEATED = "anti join repeated on hash(events.event_id) = repeated.event_hash"
SETTINGS = (
    "set TimeZone = 'UTC'",
    "set preserve_insertion_order = false",
    "set memory_limit = '8GB'",
    "set enable_progress_bar = false",
)
EVENT_COLUMNS = (
    "event_id, event_type, occurred_at, lead_id, email, anonymous_id, asset, user_agent,"
    " is_machine, loaded_at"
)
READ_FOR_DERIVED = {"job_title", "website", "company_name"}
# One round of label propagation over leads that share a key.
ROUND = """
    create or replace temp table shared_keys as
    select id, shared, min(lead_label) over (partition by label) as label
    from (
        select id, shared, label, min(key_label) over (partition by id) as lead_label
        from (select id, shared, label, min(label) over (partition by shared) as key_label from shared_keys)
    );
"""  # noqa: E501


class Floor:
    """One run of the scripts on one input."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, directory: Path, as_of: str, rulebook: Path
    ) -> None:
        self.connection = connection
        self.files = _largest_first(directory)
        self.names = {
            "rulebook": str(rulebook).replace("'", "''"),
            "as_of": as_of,
            "leads": str(directory / "leads" / "*.parquet").replace("'", "''"),
            "events": _list(self.files),
            "event_columns": EVENT_COLUMNS,
            "label_rounds": ROUND * ROUNDS,
            "shared_addresses": literal(str(ROOT / "seeds" / "input" / "shared_addresses.csv")),
            "most_companies": "3",
            "most_names": "3",
            "most_people": "5",
            "null_words": null_words("email"),
            "null_ids": null_words("merged_into_lead_id", {"all", "ids", "references"}),
        }
        self.seconds: dict[str, float] = {}

    def run(self) -> None:
        """Make the table scores."""
        self._run("rulebook", "1_rulebook")
        self._name_attributes()
        self._run("people", "2_people")
        self._run("events", "3_events")
        for file in self.files:
            self._run(
                "rollup",
                "4_rollup",
                batch=f"read_parquet({_list([file])})",
                without_repeated=WITHOUT_REPEATED,
            )
        self._run("rollup", "4_rollup", batch="copies", without_repeated="")
        self._run("scores", "5_scores")

    def _run(self, stage: str, script: str, **names: str) -> None:
        started = time.monotonic()
        text = (SQL / f"{script}.sql").read_text(encoding="utf-8")
        self.connection.execute(Template(text).substitute(self.names | names))
        self.seconds[stage] = self.seconds.get(stage, 0) + time.monotonic() - started

    def _name_attributes(self) -> None:
        """The raw columns of leads that the rulebook asks about."""
        asked = self.connection.execute(
            "select signal from rules where signal_type = 'attribute'"
            " union select attribute from segments"
        ).fetchall()
        described = self.connection.execute(
            f"describe select * from read_parquet({literal(self.names['leads'])})"
        ).fetchall()
        wanted = ({str(row[0]) for row in asked} | READ_FOR_DERIVED) - {"email", LEADS.columns[0]}
        columns = [str(row[0]) for row in described if row[0] in wanted]
        self.names["attributes"] = ", ".join(
            f"known(clean({identifier(column)}), {null_words(column)})"
            f" as {identifier('attribute_' + column)}"
            for column in columns
        )
        self.names["attribute_names"] = ", ".join(
            f"{identifier('attribute_' + column)} as {identifier(column)}" for column in columns
        )


def null_words(column: str, scopes: Set[str] = frozenset({"all"})) -> str:
    """The words for missing in a column, as SQL lists them."""
    with (ROOT / "seeds" / "input" / "null_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["applies_to"] in scopes]
    words = {row["word"].lower() for row in rows if column not in row["except_columns"].split("|")}
    return "[" + ", ".join(literal(word) for word in sorted(words)) + "]"


def score(directory: Path, as_of: str, rulebook: Path, result: Path) -> dict[str, float]:
    """Write lead_id, raw_score and score of each person; the seconds of each stage."""
    with _connect(result) as connection:
        floor = Floor(connection, directory, as_of, rulebook)
        floor.run()
        connection.execute(f"copy scores to {literal(str(result))} (format parquet)")
    return floor.seconds


def scan(directory: Path, as_of: str, result: Path) -> dict[str, float]:
    """What reading alone takes, and a decayed sum by lead without caps, rules or identity."""
    events = f"read_parquet({_list(_largest_first(directory))})"
    seconds = {}
    with _connect(result) as connection:
        for name, query in {
            "count and sum": f"select count(*), sum(length(event_type)) from {events}",
            "decayed sum": f"""
                select
                    lead_id,
                    sum(power(0.5::double, (date '{as_of}' - day) / 30.0))
                from (select lead_id, try_cast(left(occurred_at, 10) as date) as day from {events})
                where lead_id is not null and day <= date '{as_of}'
                group by lead_id
            """,
        }.items():
            started = time.monotonic()
            connection.execute(f"create or replace temp table scanned as {query}")
            seconds[name] = time.monotonic() - started
    return seconds


def _connect(result: Path) -> duckdb.DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - its import counts as part of the run

    connection = duckdb.connect()
    for setting in (*SETTINGS, f"set temp_directory = {literal(str(result) + '.temporary')}"):
        connection.execute(setting)
    return connection


def _largest_first(directory: Path) -> list[Path]:
    """DuckDB guesses the number of rows from the first file: a small one misleads its joins."""
    files = (directory / "events").glob("*.parquet")
    return sorted(files, key=lambda file: (-file.stat().st_size, file.name))


def _list(files: list[Path]) -> str:
    return "[" + ", ".join(literal(str(file)) for file in files) + "]"


def main(arguments: list[str]) -> int:
    """`score` or `scan`, then the paths; prints the seconds as JSON."""
    what, directory, as_of, rulebook, result = arguments
    if what == "scan":
        seconds = scan(Path(directory), as_of, Path(result))
    else:
        seconds = score(Path(directory), as_of, Path(rulebook), Path(result))
    print(json.dumps(seconds))
    return 0
