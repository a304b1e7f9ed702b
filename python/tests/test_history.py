"""Days scored one after the other, as the data come in, equal all days scored at once.

A random world is delivered day by day: events come late, early and twice, visitors become known,
leads change. Whatever has happened on the way, the warehouse must hold what a build of the final
input holds, row for row, and what the reference says. LEAD_SCORING_NIGHTLY=1 takes more worlds,
thirty days, and the demo.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lead_scoring.rulebook_file import FILES
from tests.conftest import IS_NIGHTLY, CommandLine
from tests.reference.comparison import (
    CHANGE_KEY,
    DAY_COLUMNS,
    LATEST_COLUMNS,
    LEDGER_COLUMNS,
    PROBABILITY_COLUMNS,
    VISIT_COLUMNS,
    Rows,
    change_rows,
    day_rows,
    disagreements,
    history_rows,
    latest_rows,
    ledger_rows,
    probability_rows,
    report,
    visit_rows,
)
from tests.reference.deliveries import (
    Delivery,
    deliveries,
    write_split,
)
from tests.reference.history import LeadVersions, scores_by_day, stages_by_day
from tests.reference.inputs import Event, Lead, Outcome, clean_events
from tests.reference.random_world import (
    EVENT_COLUMNS,
    LEAD_COLUMNS,
    OUTCOME_COLUMNS,
    Row,
    World,
    random_world,
    write_csv,
)
from tests.reference.rulebook import Rulebook, read_rulebook, rulebook_of

pytestmark = pytest.mark.models

SEEDS = range(1, 6) if IS_NIGHTLY else range(1, 2)
DAYS = 30 if IS_NIGHTLY else 4
DAYS_OF_EVENTS = 27 if IS_NIGHTLY else 3
MIN_GROUP_SIZE = 30
Tables = Mapping[str, list[tuple[Any, ...]]]
# What people have been told, and when: it depends on the days on which there was a build.
TOLD = frozenset(
    {
        "activation.crm_lead_score_sync",
        "activation.crm_lead_states",
        "activation.lead_alerts",
        "marts.follow_up_queue",
        "marts.stuck_leads",
    }
)


@dataclass(frozen=True)
class Known:
    """What had been delivered, as the reference reads it."""

    leads: LeadVersions
    events: Sequence[Event]
    outcomes: Sequence[Outcome]


@dataclass(frozen=True)
class Site:
    """A directory with an input, a rulebook and a warehouse, which can be put back as it was."""

    directory: Path
    world: World
    days: Sequence[date]
    delivered: Sequence[Delivery]

    @property
    def user(self) -> CommandLine:
        """The user whose warehouse goes on from day to day."""
        return CommandLine(self.directory / "now")

    @property
    def data(self) -> Path:
        """The directory of the input."""
        return self.user.directory / "input"

    @property
    def rules(self) -> Path:
        """The directory of the rulebook."""
        return self.user.directory / "rulebook"

    @property
    def events(self) -> list[Row]:
        """All rows of events that have been delivered."""
        return [row for delivery in self.delivered for row in delivery.events]

    def build(self, day: date, user: CommandLine | None = None, **variables: object) -> Tables:
        """Score a day, on a warehouse of the user's or on the one that goes on; its marts then."""
        user = user or self.user
        listed = "".join(f", {name}: {value}" for name, value in variables.items())
        user.build(
            INPUT=str(self.data),
            RULEBOOK=str(self.rules),
            AS_OF=day.isoformat(),
            VARS=f"{{history_months: 0{listed}}}",
        )
        return marts(user)

    def at_once(self, directory: Path) -> Tables:
        """The marts of one build on a new warehouse that scores all the days."""
        return self.build(self.days[-1], CommandLine(directory), history_days=len(self.days) - 1)

    def save(self) -> None:
        """Keep what there is now."""
        shutil.copytree(self.user.directory, self.directory / "saved")

    def put_back(self) -> None:
        """Make everything as it was when it was saved."""
        shutil.rmtree(self.user.directory)
        shutil.copytree(self.directory / "saved", self.user.directory)


def marts(user: CommandLine) -> Tables:
    """All that consumers see."""
    return user.tables("marts", "activation")


def site_of(directory: Path, seed: int, days_back: Iterable[int], *, leads_change: bool) -> Site:
    """A random world with nothing delivered and nothing built yet."""
    world = random_world(seed)
    days = sorted(world.as_of - timedelta(days=back) for back in days_back)
    delivered = deliveries(world, days, leads_change=leads_change)
    site = Site(directory, world, days, delivered)
    world.write_rulebook(site.rules)
    return site


def with_gaps(days: int) -> list[int]:
    """So many days, but every fourth is left out: days on which nobody builds."""
    return [back for back in range(days * 4 // 3) if back % 4 != 3]


def same(one: Tables, other: Tables, *, leaving_out: frozenset[str] = TOLD) -> None:
    """Fail where the same table has other rows on the two sides."""
    assert one.keys() == other.keys()
    lines = []
    for table in sorted(one.keys() - leaving_out):
        if one[table] != other[table]:
            here, there = Counter(one[table]), Counter(other[table])
            only_here, only_there = here - there, there - here
            lines.append(f"{table}: {only_here.total()} rows and {only_there.total()} rows differ")
            lines += [f"   one   {row}" for row in sorted(only_here, key=str)[:4]]
            lines += [f"   other {row}" for row in sorted(only_there, key=str)[:4]]
    assert not lines, "\n".join(lines)


def rows_by(user: CommandLine, table: str, *key: str) -> Rows:
    """The rows of a table by the columns of its key."""
    names = [name for name, *_ in user.rows(f"describe {table}")]
    rows = [dict(zip(names, cells, strict=True)) for cells in user.rows(f"from {table}")]
    by_key: Rows = {tuple(row[column] for column in key): row for row in rows}
    assert len(by_key) == len(rows), f"{table} has several rows for one {key}"
    return by_key


def agrees_with_reference(
    user: CommandLine, rulebook: Rulebook, known: Known, days: Iterable[date]
) -> None:
    """Fail where the rows of the days in any mart of scores differ from the reference."""
    scores = scores_by_day(known.leads, known.events, rulebook, days, known.outcomes)
    stages = stages_by_day(rulebook, scores)
    week_before = max(scores) - timedelta(days=7)
    before = scores_by_day(known.leads, known.events, rulebook, [week_before], known.outcomes)
    key = ", ".join(CHANGE_KEY)
    changes: Rows = {
        tuple(pair): {"points": points}
        for *pair, points in user.rows(
            f"select {key}, sum(points) from marts.lead_score_changes group by {key}"
        )
    }
    lines = [
        *disagreements(
            rows_by(user, "marts.lead_score_ledger", "person_id", "scored_on", "rule_id"),
            ledger_rows(scores),
            LEDGER_COLUMNS,
        ),
        *disagreements(
            rows_by(user, "marts.lead_score_history", "person_id", "scored_on"),
            history_rows(scores, stages, rulebook.settings),
            (*DAY_COLUMNS, "stage"),
        ),
        *disagreements(
            rows_by(user, "marts.lead_score_history", "person_id", "scored_on"),
            probability_rows(scores, known.outcomes, MIN_GROUP_SIZE, rulebook.settings),
            PROBABILITY_COLUMNS,
        ),
        *disagreements(
            rows_by(user, "marts.lead_scores", "person_id", "scored_on"),
            latest_rows(rulebook, scores, stages, before[week_before]),
            LATEST_COLUMNS,
        ),
        *disagreements(
            rows_by(user, "marts.lead_stage_history", "person_id", "entered_on"),
            visit_rows(stages),
            VISIT_COLUMNS,
        ),
        *disagreements(changes, change_rows(scores, changes), ("points",)),
    ]
    assert not lines, report(lines)


@pytest.mark.parametrize("seed", SEEDS)
def test_days_one_by_one_agree_with_the_reference_while_leads_change(
    seed: int, tmp_path: Path
) -> None:
    """Each day as far as it was known then, and in the end each day as far as it is known now."""
    site = site_of(tmp_path, seed, with_gaps(DAYS), leads_change=True)
    rulebook = rulebook_of(site.world.rulebook)
    leads = [(one.day, one.usable_leads) for one in site.delivered]
    arrived: list[Row] = []
    for number, delivery in enumerate(site.delivered, start=1):
        delivery.write(site.data)
        site.build(delivery.day)
        arrived += delivery.events
        leads_then = LeadVersions(leads[:number])
        events = clean_events(arrived).usable
        outcomes = delivery.usable_outcomes
        by_day = scores_by_day(leads_then, events, rulebook, [delivery.day], outcomes)
        lines = disagreements(
            rows_by(site.user, "marts.lead_scores", "person_id", "scored_on"),
            day_rows(by_day, rulebook.settings),
            DAY_COLUMNS,
        )
        assert not lines, report([f"as of {delivery.day}", *lines])
    known = Known(LeadVersions(leads), clean_events(arrived).usable, outcomes)
    agrees_with_reference(site.user, rulebook, known, site.days)

    # The attributes of past days cannot be had again: a full refresh must keep them.
    before = marts(site.user)
    site.user.build(
        INPUT=str(site.data),
        RULEBOOK=str(site.rules),
        AS_OF=site.days[-1].isoformat(),
        VARS="{history_months: 0}",
        FULL_REFRESH="1",
    )
    same(before, marts(site.user), leaving_out=frozenset())


@pytest.fixture(scope="module", params=SEEDS, ids="seed {}".format)
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that was built day by day as its events came in, and on the last day twice."""
    directory = tmp_path_factory.mktemp("grown")
    site = site_of(directory, request.param + 1, range(DAYS_OF_EVENTS), leads_change=False)
    *before, last = site.delivered
    for delivery in (*before, *last.halves()):
        delivery.write(site.data)
        site.build(delivery.day)
    site.save()
    return site


@pytest.fixture
def site(grown: Site) -> Site:
    """The site that was built day by day, as it was then."""
    grown.put_back()
    return grown


@pytest.fixture(scope="module")
def clean(grown: Site, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The marts of one build of the final input."""
    grown.put_back()
    return grown.at_once(tmp_path_factory.mktemp("clean"))


def test_days_one_by_one_equal_all_days_at_once(site: Site, clean: Tables) -> None:
    same(marts(site.user), clean)


def test_a_second_run_changes_nothing_and_scores_no_past_day(site: Site) -> None:
    before = marts(site.user)
    same(site.build(site.days[-1]), before, leaving_out=frozenset())
    past = f"scored_on < '{site.days[-1]}' and is_kept"
    assert site.user.rows(f"from intermediate.int_dates_this_run where {past}") == []
    assert site.user.rows("from intermediate.int_leads_to_rescore") == []


def test_the_order_of_rows_and_the_files_they_come_in_change_nothing(
    site: Site, clean: Tables, tmp_path: Path
) -> None:
    shutil.rmtree(site.data / "events")
    write_split(site.events, site.data, files=3)
    rows = list(site.delivered[-1].leads)
    random.Random(1).shuffle(rows)  # noqa: S311 - repeatable, not secret
    write_csv(site.data / "leads.csv", LEAD_COLUMNS, rows)
    same(site.build(site.days[-1]), clean)
    if IS_NIGHTLY:
        same(site.at_once(tmp_path), clean)


def test_events_that_vanish_or_change_equal_a_clean_build(site: Site, tmp_path: Path) -> None:
    edited, gone = sorted((site.data / "events").iterdir())[:2]
    gone.unlink()
    rows = [row | {"event_type": "form_submit"} for row in site.delivered[0].events[20:]]
    write_csv(edited, EVENT_COLUMNS, rows)
    # Whether sales was in time is counted from the day that was published, which the past that
    # vanished had given.
    told = TOLD | {"marts.sla_attainment"}
    same(site.build(site.days[-1]), site.at_once(tmp_path), leaving_out=told)


def test_outcomes_that_come_late_or_vanish_equal_a_clean_build(site: Site, tmp_path: Path) -> None:
    before = marts(site.user)
    leads = sorted(
        lead_id for (lead_id,) in site.user.rows("select lead_id from marts.lead_scores")
    )
    day = site.days[1].isoformat()
    late: list[Row] = [
        {"outcome_id": f"late-{lead}", "lead_id": lead, "outcome": outcome, "occurred_at": day}
        for lead, outcome in zip(sorted(leads)[::4], ("won", "lost") * len(leads), strict=False)
    ]
    write_csv(site.data / "outcomes.csv", OUTCOME_COLUMNS, site.delivered[-1].outcomes[::2] + late)
    after = site.build(site.days[-1])
    same(after, site.at_once(tmp_path))
    moved = set(after["marts.lead_score_ledger"]) ^ set(before["marts.lead_score_ledger"])
    assert {scored_on for _, _, _, scored_on, *_ in moved} >= set(site.days[1:])


def test_an_edit_of_the_rulebook_reaches_all_days_and_back(
    site: Site, clean: Tables, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in site.rules.iterdir()}
    edit_rulebook(site.world, site.rules)
    edited = site.build(site.days[-1])
    # Whether sales was in time is counted from the day that was published, by the rules of then.
    told = TOLD | {"marts.sla_attainment"}
    same(edited, site.at_once(tmp_path), leaving_out=told)
    assert edited["marts.lead_score_ledger"] != clean["marts.lead_score_ledger"]
    for name, content in before.items():
        (site.rules / name).write_bytes(content)
    same(site.build(site.days[-1]), clean, leaving_out=told)


def edit_rulebook(world: World, rules: Path) -> None:
    """Other points and decay for some rules, one rule less, other exits and limits of groups."""
    files = {name: [dict(row) for row in rows] for name, rows in world.rulebook.items()}
    scoring_rules = files["scoring_rules"]
    for row in scoring_rules[::3]:
        row["points"] = "-4" if row["component"] == "negative" else "3.5"
    for row in scoring_rules[1::5]:
        if row["signal_type"] == "event":
            row |= {"daily_cap": "2", "min_hits": None, "within_days": None}
            row |= {"decay": "linear", "decay_days": "21", "decay_percent": None}
    del scoring_rules[-5]
    for row in files["stages"]:
        row["exit_score"] = row["min_score"] if row["stage"] == "mql" else None
    for row in files["rule_groups"]:
        if row["max_points"] == "25":
            row["max_points"] = "17"
    for name, rows in files.items():
        write_csv(rules / f"{name}.csv", FILES[name].columns, rows)


def test_an_older_day_may_be_scored_after_newer_ones(site: Site) -> None:
    before = marts(site.user)
    older = site.days[0] - timedelta(days=3)
    site.build(older)
    assert site.user.rows("select distinct scored_on from marts.lead_scores") == [(older,)]
    after = site.build(site.days[-1])
    rulebook = rulebook_of(site.world.rulebook)
    last = site.delivered[-1]
    known = Known(
        LeadVersions([(site.days[0], last.usable_leads)]),
        clean_events(site.events).usable,
        last.usable_outcomes,
    )
    agrees_with_reference(site.user, rulebook, known, [older, *site.days])
    kept = {row for row in after["marts.lead_score_ledger"] if older not in row}
    assert kept == set(before["marts.lead_score_ledger"])


@pytest.mark.skipif(not IS_NIGHTLY, reason="takes half an hour")
def test_thirty_days_of_the_demo_one_by_one_equal_all_at_once(tmp_path: Path) -> None:
    one_by_one, at_once = CommandLine(tmp_path / "one"), CommandLine(tmp_path / "other")
    last = date(2026, 6, 30)
    for back in reversed(range(30)):
        one_by_one.build(
            AS_OF=(last - timedelta(days=back)).isoformat(), VARS="{history_months: 0}"
        )
    at_once.build(AS_OF=last.isoformat(), VARS="{history_months: 0, history_days: 29}")
    same(marts(one_by_one), marts(at_once))


class Walk:
    """Random steps on one site, and what the reference has to make of them."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.waiting = list(site.delivered)
        self.files: dict[Path, list[Row]] = {}
        self.leads: list[tuple[date, Sequence[Lead]]] = []
        self.outcomes: Sequence[Outcome] = ()
        self.kept: set[date] = set()
        self.is_edited = False
        self.next_day()

    def steps(self) -> list[Callable[[], str]]:
        """What may happen now."""
        steps: list[Callable[[], str]] = [self.nothing, self.full_refresh, self.other_files]
        steps += [self.edit, self.older_day, self.file_vanishes]
        return steps + [self.next_day] * 4 if self.waiting else steps

    def step(self) -> str:
        """Do one of them; its name."""
        return self.chance.choice(self.steps())()

    @property
    def today(self) -> date:
        """The latest day that was scored."""
        return max(self.kept)

    def build(self, day: date, **variables: str) -> None:
        self.kept.add(day)
        self.site.user.build(
            INPUT=str(self.site.data),
            RULEBOOK=str(self.site.rules),
            AS_OF=day.isoformat(),
            VARS="{history_months: 0}",
            **variables,
        )

    def nothing(self) -> str:
        self.build(self.today)
        return "nothing"

    def full_refresh(self) -> str:
        self.build(self.today, FULL_REFRESH="1")
        return "full refresh"

    def next_day(self) -> str:
        delivery = self.waiting.pop(0)
        self.files[delivery.write(self.site.data)] = delivery.events
        self.leads.append((delivery.day, delivery.usable_leads))
        self.outcomes = delivery.usable_outcomes
        self.build(delivery.day)
        return f"next day {delivery.day}"

    def older_day(self) -> str:
        day = self.today - timedelta(days=self.chance.choice((1, 2, 7, 40)))
        self.build(day)
        self.build(self.today)
        return f"older day {day}"

    def other_files(self) -> str:
        rows = [row for rows in self.files.values() for row in rows]
        shutil.rmtree(self.site.data / "events")
        self.files = write_split(rows, self.site.data, self.chance.randint(1, 4))
        self.build(self.today)
        return "other files"

    def file_vanishes(self) -> str:
        path = self.chance.choice(sorted(self.files))
        if len(self.files) > 1:
            path.unlink()
            del self.files[path]
        self.build(self.today)
        return f"{path.name} vanishes"

    def edit(self) -> str:
        if self.is_edited:
            shutil.rmtree(self.site.rules)
            self.site.world.write_rulebook(self.site.rules)
        else:
            edit_rulebook(self.site.world, self.site.rules)
        self.is_edited = not self.is_edited
        self.build(self.today)
        return "rulebook"

    def check(self) -> None:
        """The warehouse agrees with the reference on every day that was scored."""
        events = clean_events(row for rows in self.files.values() for row in rows).usable
        known = Known(LeadVersions(self.leads), events, self.outcomes)
        agrees_with_reference(self.site.user, read_rulebook(self.site.rules), known, self.kept)


@pytest.mark.skipif(not IS_NIGHTLY, reason="takes half an hour")
@pytest.mark.parametrize("seed", range(11, 17))
def test_whatever_happens_between_builds_agrees_with_the_reference(
    seed: int, tmp_path: Path
) -> None:
    walk = Walk(site_of(tmp_path, seed, with_gaps(8), leads_change=seed % 2 == 0), seed)
    taken = []
    for _ in range(15):
        taken.append(walk.step())
        try:
            walk.check()
        except AssertionError as error:
            error.add_note(f"after the steps {taken}")
            raise
