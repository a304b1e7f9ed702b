"""Builds that are killed, watched and started twice: readers see whole results, none is lost.

LEAD_SCORING_NIGHTLY=1 kills many builds instead of a few.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import IS_NIGHTLY, WITH_REPORTS, CommandLine, wait_for
from tests.reference.deliveries import deliveries, last_days
from tests.reference.random_world import CUSTOM_ATTRIBUTES, random_world

pytestmark = pytest.mark.models

KILLS = 50 if IS_NIGHTLY else 2
KILLS_IN_PLACE = 20 if IS_NIGHTLY else 1
HISTORY_DAYS = 3
LONGEST_WAIT_SECONDS = 12
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class TwoDays:
    """A warehouse as of one day, the input of the next day, and what that day must come to."""

    yesterday: CommandLine
    variables: dict[str, str]
    today: Tables
    days: tuple[date, date]

    def copy(self, directory: Path) -> CommandLine:
        """Yesterday's warehouse in another place."""
        return self.yesterday.copy(directory)


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> TwoDays:
    """A small world, scored yesterday, with a day's delivery waiting."""
    directory = tmp_path_factory.mktemp("two_days")
    world = random_world(3)
    days = last_days(world, 2)
    first, second = deliveries(world, days, leads_change=True)
    data, rules = directory / "input", world.write_rulebook(directory / "rulebook")
    yesterday, today = CommandLine(directory / "yesterday"), CommandLine(directory / "today")
    variables = {
        "INPUT": str(data),
        "RULEBOOK": str(rules),
        "VARS": f"{{history_months: 0, history_days: {HISTORY_DAYS}}}",
    }
    first.write(data)
    yesterday.build(WITH_REPORTS, **variables, AS_OF=first.day.isoformat())
    second.write(data)
    variables["AS_OF"] = second.day.isoformat()
    yesterday.copy(today.directory).build(WITH_REPORTS, **variables)
    return TwoDays(yesterday, variables, marts(today), (first.day, second.day))


def marts(user: CommandLine) -> Tables:
    """All that consumers see."""
    return user.tables("marts", "activation")


def assert_same(found: Tables, expected: Tables) -> None:
    """Fail with the names of the tables that differ."""
    assert found.keys() == expected.keys()
    assert not [name for name in expected if found[name] != expected[name]]


@dataclass
class Reader:
    """Somebody who opens the warehouse again and again while builds go on."""

    warehouse: Path
    days: set[date] = field(default_factory=set)
    looks: int = 0
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look at the warehouse until the end of the block."""
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                try:
                    self.look()
                except Exception as error:
                    self.complaints.append(repr(error))
                done.wait(0.05)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def look(self) -> None:
        """Open the file and see whether what it says belongs together."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            days = connection.execute("select distinct scored_on from marts.lead_scores").fetchall()
            torn = connection.execute(TORN_SCORES).fetchall()
        self.looks += 1
        self.days.update(day for (day,) in days)
        if len(days) != 1:
            self.complaints.append(f"lead_scores holds the days {days}")
        if torn:
            self.complaints.append(f"ledger, scores and history differ, first in {torn[0]}")


TORN_SCORES = """
    with

    ledger as (

        select scorecard, person_id, scored_on, sum(points) as points
        from marts.lead_score_ledger
        group by all

    )

    select scores.person_id, scores.raw_score, ledger.points, history.score
    from marts.lead_scores as scores
    left join ledger using (scorecard, person_id, scored_on)
    left join marts.lead_score_history as history using (scorecard, person_id, scored_on)
    where scores.raw_score is distinct from coalesce(ledger.points, 0)
        or scores.score is distinct from history.score
        or scores.stage is distinct from history.stage
"""


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a build unless it ends within some seconds; whether it was killed."""
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    assert process.returncode == 0, said[-4000:]
    return False


def test_killed_builds_leave_the_old_or_the_new_and_never_a_part(
    two_days: TwoDays, tmp_path: Path
) -> None:
    """Builds are killed at random points; in the end two are started, and one is sent away."""
    user = two_days.copy(tmp_path)
    old = user.warehouse.read_bytes()
    chance = random.Random(KILLS)  # noqa: S311 - repeatable, not secret
    reader = Reader(user.warehouse)
    with reader.watching():
        for _ in range(KILLS):
            building = user.start("build", **two_days.variables)
            wait_for(building, "[2/4] input")
            kill_after(building, chance.uniform(0, LONGEST_WAIT_SECONDS))
            if user.warehouse.read_bytes() != old:
                assert_same(marts(user), two_days.today)
        building = user.start("build", **two_days.variables)
        wait_for(building, "[2/4] input")
        refused = user.run("build", **two_days.variables)
        said, _ = building.communicate(timeout=600)
    assert building.returncode == 0, said[-4000:]
    assert refused.returncode == 1
    assert re.search(r"another build of .* is running .*; wait until it is done", refused.stderr)
    assert_same(marts(user), two_days.today)
    assert not reader.complaints, reader.complaints[:5]
    assert reader.looks > KILLS
    assert two_days.days[1] in reader.days
    assert reader.days <= set(two_days.days)
    files = {path.name for path in user.warehouse.parent.iterdir()}
    assert files <= {user.warehouse.name, ".lead_scoring.lock"}


def test_a_killed_dbt_build_in_place_is_made_good_by_the_next(
    two_days: TwoDays, tmp_path: Path
) -> None:
    """Plain dbt has no side file: what it has done so far stays, and the next run completes it."""
    user = two_days.copy(tmp_path)
    loaded = user.run("load", INPUT=two_days.variables["INPUT"])
    assert loaded.returncode == 0, loaded.stderr
    given = {
        "as_of": two_days.variables["AS_OF"],
        "history_months": 0,
        "history_days": HISTORY_DAYS,
        "custom_attributes": CUSTOM_ATTRIBUTES,
    }
    arguments = (
        "build",
        "--exclude-resource-type",
        "unit_test",
        "test",
        "--vars",
        json.dumps(given),
    )
    rulebook = two_days.variables["RULEBOOK"]
    chance = random.Random(KILLS_IN_PLACE)  # noqa: S311 - repeatable, not secret
    for _ in range(KILLS_IN_PLACE):
        building = user.start_dbt(*arguments, RULEBOOK=rulebook)
        wait_for(building, "Concurrency:")
        kill_after(building, chance.uniform(0, LONGEST_WAIT_SECONDS))
    building = user.start_dbt(*arguments, RULEBOOK=rulebook)
    said, _ = building.communicate(timeout=600)
    assert building.returncode == 0, said[-4000:]
    assert_same(marts(user), two_days.today)
