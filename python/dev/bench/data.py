"""The input of the benchmark: generated, then written the way a warehouse gets its data.

    leads/leads.parquet              one file each
    outcomes/outcomes.parquet
    events/<month>.parquet           one file for each month of arrival, in order of arrival
    events_next_day/<day>.parquet    what arrives on the last day, for the build of the next day

Ids are as long as real ones: UUIDs for events and anonymous visitors, 18 characters for leads. They
are made from the generator's ids, so that what is delivered twice stays delivered twice. Every
column is text, as the loader reads it anyway; late, doubled and unusable rows are all there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from lead_scoring.project import shown
from lead_scoring.sql import literal

from .sizes import ACTIVE_DAYS, AS_OF, HISTORY_TIMES, NEXT_DAY, SEED, Size

FORMAT = 1  # raise it when what is written changes, so that older files are not taken for it
MARK = "generated.json"
Report = Callable[[str], None]

_DAY_OF_ARRIVAL = f"""
    case
        when regexp_matches(loaded_at, '^20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}') then left(loaded_at, 10)
        when regexp_matches(occurred_at, '^20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}') then left(occurred_at, 10)
        else '{AS_OF}'
    end
"""  # noqa: E501
_UUID = """
    substr({0}, 1, 8) || '-' || substr({0}, 9, 4) || '-' || substr({0}, 13, 4) || '-'
    || substr({0}, 17, 4) || '-' || substr({0}, 21)
"""


def _lead_id(column: str) -> str:
    return f"'00Q' || substr(md5(trim({column})), 1, 15)"


def _uuid(column: str) -> str:
    return _UUID.format(f"md5(trim({column}))")


def prepare(directory: Path, size: Size, report: Report, seed: int = SEED) -> Path:
    """The directory with the input of that size; written unless it is there already."""
    mark = {
        "format": FORMAT,
        "seed": seed,
        "leads": size.leads,
        "events_per_lead": size.events_per_lead,
        "last_day": str(NEXT_DAY),
    }
    if _is_there(directory, mark):
        return directory
    from dev.demo.generator import generate  # noqa: PLC0415 - needs numpy

    shutil.rmtree(directory, ignore_errors=True)
    generated = directory / "generated"
    report(f"{size.name}: generating about {size.events:,} events into {shown(directory)}")
    generate(
        generated,
        leads=size.leads,
        events_per_lead=size.events_per_lead,
        seed=seed,
        last_day=NEXT_DAY,
        file_format="parquet",
    )
    report(f"{size.name}: writing them as one file for each month of arrival")
    rewrite(generated, directory)
    shutil.rmtree(generated)
    (directory / MARK).write_text(json.dumps(mark))
    return directory


def rewrite(generated: Path, directory: Path) -> None:
    """Write what the generator wrote as files of a warehouse."""
    for folder in ("leads", "outcomes", "events", "events_next_day"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    with _connection(directory) as connection:
        replaced = f"""
            {_lead_id("lead_id")} as lead_id,
            {_lead_id("merged_into_lead_id")} as merged_into_lead_id
        """
        _copy(
            connection,
            f"select * replace ({replaced}) from {_parquet(generated / 'leads')}",
            directory / "leads" / "leads.parquet",
        )
        _copy(
            connection,
            f"select * replace ({_lead_id('lead_id')} as lead_id)"
            f" from {_parquet(generated / 'outcomes')}",
            directory / "outcomes" / "outcomes.parquet",
        )
        events = _parquet(generated / "events")
        months = connection.execute(
            f"select distinct left({_DAY_OF_ARRIVAL}, 7) from {events} order by all"
        ).fetchall()
        for (month,) in months:
            _copy(
                connection,
                _events(events, f"left(arrived_on, 7) = '{month}' and arrived_on < '{NEXT_DAY}'"),
                directory / "events" / f"{month}.parquet",
            )
        _copy(
            connection,
            _events(events, f"arrived_on >= '{NEXT_DAY}'"),
            directory / "events_next_day" / f"{NEXT_DAY}.parquet",
        )


def prepare_history(directory: Path, base: Path, report: Report) -> Path:
    """The same leads and the same active window, with about ten times the events before it.

    The events older than the active window are repeated further back, by whole years.
    """
    mark = {"format": FORMAT, "times": HISTORY_TIMES, "base": json.loads((base / MARK).read_text())}
    if _is_there(directory, mark):
        return directory
    shutil.rmtree(directory, ignore_errors=True)
    for folder in ("leads", "outcomes", "events_next_day", "events"):
        shutil.copytree(base / folder, directory / folder)
    with _connection(directory) as connection:
        events = _parquet(base / "events")
        is_old = f"try_cast(left(occurred_at, 10) as date) < date '{AS_OF}' - {ACTIVE_DAYS}"
        counted = connection.execute(
            f"select count(*), count(*) filter ({is_old}) from {events}"
        ).fetchone()
        assert counted is not None  # noqa: S101 - an aggregate always gives a row
        every, old = counted
        repeats = round((HISTORY_TIMES - 1) * every / old)
        report(f"history: repeating {old:,} events {repeats} times, year by year further back")
        files = sorted((base / "events").glob("*.parquet"))
        for file in files:
            for years in range(1, repeats + 1):
                # No event of the demo lies on a 29 February.
                _copy(
                    connection,
                    f"""
                    select * replace (
                        {_uuid(f"event_id || '{years}'")} as event_id,
                        {_years_before("occurred_at", years)} as occurred_at,
                        {_years_before("loaded_at", years)} as loaded_at
                    )
                    from {_parquet(file)}
                    where {is_old}
                    """,
                    directory / "events" / f"{file.stem}-{years:02d}-years-before.parquet",
                )
    for file in (directory / "events").glob("*-years-before.parquet"):
        with duckdb.connect() as connection:
            rows = connection.execute(f"select count(*) from {_parquet(file)}").fetchone()
        if rows == (0,):
            file.unlink()
    (directory / MARK).write_text(json.dumps(mark))
    return directory


def parquet_bytes(directory: Path, *, with_next_day: bool = False) -> int:
    """The size of the input's files."""
    folders = ["leads", "outcomes", "events"] + (["events_next_day"] if with_next_day else [])
    return sum(
        file.stat().st_size for folder in folders for file in (directory / folder).glob("*.parquet")
    )


def _is_there(directory: Path, mark: dict[str, object]) -> bool:
    path = directory / MARK
    return path.exists() and bool(json.loads(path.read_text()) == mark)


def _connection(directory: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set memory_limit = '6GB'")
    connection.execute(f"set temp_directory = {literal(str(directory / 'temporary'))}")
    return connection


def _parquet(path: Path) -> str:
    files = path if path.suffix == ".parquet" else path / "*.parquet"
    return f"read_parquet({literal(str(files))})"


def _events(events: str, condition: str) -> str:
    return f"""
        select * exclude (arrived_on) replace (
            {_uuid("event_id")} as event_id,
            {_lead_id("lead_id")} as lead_id,
            {_uuid("anonymous_id")} as anonymous_id
        )
        from (select *, {_DAY_OF_ARRIVAL} as arrived_on from {events})
        where {condition}
        order by loaded_at, occurred_at, event_id
    """


def _years_before(column: str, years: int) -> str:
    return (
        f"case when try_cast(left({column}, 4) as integer) is null then {column}"
        f" else cast(cast(left({column}, 4) as integer) - {years} as varchar)"
        f" || substr({column}, 5) end"
    )


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to {literal(str(path))} (format parquet)")
