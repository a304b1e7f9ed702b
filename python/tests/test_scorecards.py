"""Several scorecards in one warehouse: each scores as if it were alone, one is acted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import WITH_REPORTS, CommandLine, nightly
from tests.reference.deliveries import Delivery, deliveries
from tests.reference.random_world import (
    World,
    another_rulebook,
    random_world,
    write_rulebook,
)

from .test_history import TOLD, same

pytestmark = pytest.mark.models

SEED = 2
CHALLENGER = "bold"
Rows = list[tuple[object, ...]]
Tables = Mapping[str, Rows]
# What compares scorecards is there only if there are several.
COMPARISON = "marts.rulebook_diff"
ACTED_ON = (
    "marts.follow_up_queue",
    "activation.crm_lead_states",
    "activation.crm_lead_score_sync",
    "activation.lead_alerts",
)


@dataclass(frozen=True)
class Company:
    """A random world that is delivered on two days, and two rulebooks for it."""

    directory: Path
    world: World
    first: Delivery
    last: Delivery

    @property
    def rules(self) -> str:
        """The directory of the rulebook in force."""
        return str(self.directory / "rulebook")

    @property
    def challenger(self) -> str:
        """The directory of the other one."""
        return str(self.directory / CHALLENGER)

    def user(self, name: str) -> CommandLine:
        """A user with a warehouse of that name."""
        return CommandLine(self.directory / name)

    def build(
        self, name: str, delivery: Delivery, rulebook: str, challenger: str = "", days: int = 0
    ) -> CommandLine:
        """Score the day of a delivery, and so many days before it, in the warehouse of the name."""
        user = self.user(name)
        user.build(
            WITH_REPORTS,
            INPUT=str(self.directory / "input"),
            RULEBOOK=rulebook,
            CHALLENGER=challenger,
            AS_OF=delivery.day.isoformat(),
            VARS=f"{{history_months: 5, history_days: {days}, min_group_size: 8}}",
        )
        return user


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Two days built one after the other: by both scorecards, and by the first alone."""
    directory = tmp_path_factory.mktemp("scorecards")
    world = random_world(SEED)
    days = [world.as_of.replace(day=world.as_of.day - 1), world.as_of]
    company = Company(directory, world, *deliveries(world, days, leads_change=False))
    world.write_rulebook(Path(company.rules))
    write_rulebook(Path(company.challenger), another_rulebook(world))
    for delivery in (company.first, company.last):
        delivery.write(directory / "input")
        company.build("both", delivery, company.rules, company.challenger)
        company.build("alone", delivery, company.rules)
    return company


def marts(user: CommandLine, scorecard: str = "") -> Tables:
    """What consumers see; of one scorecard, as rows of the scorecard in force."""
    tables: dict[str, Rows] = {}
    for name, rows in user.tables("marts", "activation").items():
        columns = [column for column, *_ in user.rows(f"describe {name}")]
        if name.startswith(COMPARISON):
            continue
        is_part = scorecard and "scorecard" in columns
        tables[name] = _part(rows, columns.index("scorecard"), scorecard) if is_part else rows
    return tables


def _part(rows: Rows, place: int, scorecard: str) -> Rows:
    """The rows with the scorecard at that place."""
    return [(*row[:place], "default", *row[place + 1 :]) for row in rows if row[place] == scorecard]


def test_the_rulebooks_differ_in_all_but_the_machines(company: Company) -> None:
    """Else a mix-up of their files could not show."""
    other = another_rulebook(company.world)
    alike = {name for name, rows in company.world.rulebook.items() if rows == other[name]}
    assert alike <= {"machine_agents", "machine_bursts", "probability", "lead_source_aliases"}


def test_the_one_in_force_is_as_if_alone(company: Company) -> None:
    """Row for row: ledger, history, scores, stages, reports, queue, alerts and the sync."""
    alone, both = marts(company.user("alone")), marts(company.user("both"), "default")
    same(alone, both, leaving_out=frozenset())
    assert alone["marts.lead_score_ledger"]
    assert alone["marts.follow_up_queue"]
    assert alone["marts.stage_funnel"]
    assert alone["marts.segment_conversion"]


def test_a_challenger_is_as_if_alone(company: Company) -> None:
    """But nothing of it is acted on, and reports on what was acted on are not of it."""
    other = company.build("other", company.last, company.challenger, days=1)
    alone, both = marts(other), marts(company.user("both"), CHALLENGER)
    same(alone, both, leaving_out=TOLD)
    for name in ("lead_score_ledger", "lead_score_history", "lead_stage_history", "lead_scores"):
        assert alone[f"marts.{name}"] != marts(company.user("both"), "default")[f"marts.{name}"]
    for name in ACTED_ON:
        assert alone[name]
        assert not both[name]


@nightly
def test_days_one_by_one_equal_both_at_once(company: Company) -> None:
    at_once = company.build("at_once", company.last, company.rules, company.challenger, days=1)
    same(marts(company.user("both")), marts(at_once))


def test_a_challenger_that_comes_later_leaves_the_first_as_it_is(
    company: Company, tmp_path: Path
) -> None:
    """It gets its history; of the first no day is scored again, and its rows stay."""
    later = company.user("alone").copy(company.directory / "later")
    before = marts(later)
    company.build("later", company.last, company.rules, company.challenger, days=1)
    scored = later.rows("select distinct scorecard from intermediate.int_dates_this_run")
    assert scored == [(CHALLENGER,)]
    same(marts(later, "default"), before, leaving_out=frozenset())
    same(marts(later), marts(company.user("both")))
