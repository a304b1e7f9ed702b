"""A team's dbt project takes this one as a package: examples/as_a_package, in a directory aside."""

from __future__ import annotations

import copy
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

import duckdb
import pytest
import sqlglot
import yaml

from dev.cloud.lacks import find_rare_forms
from lead_scoring.dashboard.site import lead_file
from lead_scoring.engines.team import TeamWarehouse
from lead_scoring.erase.team import erase_from_team
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.validate.team import open_team_batches

from .conftest import IS_NIGHTLY, CommandLine, close_file, dbt_runner
from .postgres_server import binaries, private_server
from .test_copies_of_the_warehouse import MARTS, unreadable

EXAMPLE = ROOT / "examples" / "as_a_package"
PARTS = (
    *("models", "macros", "tests", "seeds", "snapshots", "analyses", "sync", "vendor"),
    *("dbt_project.yml", "profiles.yml"),
)
BIN_DIR = binaries()
TOKEN = {"HUBSPOT_TOKEN": "-"}
SCORES = """
    select lead_id, score, raw_score, stage, grade, top_reasons, conversion_probability,
        cast(scored_on as varchar)
    from {schema}.lead_scores order by lead_id
"""


class Team:
    """A team with a copy of the example, in which the package comes from a directory beside it."""

    def __init__(self, directory: Path, parts: tuple[str, ...] = PARTS) -> None:
        """Copy both projects; dbt_utils is the stand-in, as the package hub may be out of reach."""
        self.project = directory / "team"
        self.warehouse = directory / "team.duckdb"
        package = directory / "lead_scoring"
        for part in parts:
            source, own = ROOT / part, package / part
            own.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, own)
        (package / "packages.yml").write_text(
            "packages: [{local: ../lead_scoring/vendor/dbt_utils}]"
        )
        ignored = shutil.ignore_patterns("target", "logs", "dbt_packages", "*.duckdb", "*.lock")
        shutil.copytree(EXAMPLE, self.project, ignore=ignored)
        (self.project / "packages.yml").write_text("packages: [{local: ../lead_scoring}]")
        self.dbt("deps")

    @property
    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"RULEBOOK", "INPUT", "AS_OF", "TARGET", "VARS"}
        }
        return kept | {
            "EXAMPLE_TEAM_DUCKDB_PATH": str(self.warehouse),
            "DBT_TARGET_PATH": str(self.project / "target"),
            "DBT_LOG_PATH": str(self.project / "logs"),
        }

    def command(
        self,
        *arguments: str,
        directory: Path | None = None,
        variables: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of lead_scoring in the team's project, or a directory of it."""
        return subprocess.run(
            [sys.executable, "-m", "lead_scoring", *arguments],
            cwd=directory or self.project,
            env=self._environment | {"PYTHONPATH": str(ROOT / "python")} | (variables or {}),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def dbt(self, *arguments: str) -> Any:
        """Run plain dbt in the team's project."""
        where = ["--project-dir", str(self.project), "--profiles-dir", str(self.project)]
        with mock.patch.dict(os.environ, self._environment, clear=True):
            outcome = dbt_runner()().invoke([*arguments, *where, "--quiet"])
        close_file()
        assert outcome.success, outcome.exception or outcome.result
        return outcome.result

    def set_vars(self, changes: dict[str, Any]) -> None:
        """Change the vars of the package."""
        path = self.project / "dbt_project.yml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        content["vars"]["lead_scoring"].update(changes)
        path.write_text(yaml.safe_dump(content), encoding="utf-8")

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables and views, by their names."""
        names = self.rows(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema like 'analytics%'"
        )
        return {name: self.rows(f"from {name}") for (name,) in names}

    def change(self, statement: str) -> None:
        """Change the team's warehouse."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the team's warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """The team, which has built all."""
    team = Team(tmp_path_factory.mktemp("team"))
    team.dbt("build", "--exclude-resource-type", "test")
    return team


@pytest.mark.models
def test_scores_are_those_of_the_project_on_its_own(team: Team, user: CommandLine) -> None:
    """By plain dbt from models under other names, and by make from files of the contract."""
    scores = team.rows(SCORES.format(schema="analytics_marts"))
    assert len(scores) == 16
    assert len({score for _, score, *_ in scores}) > 5
    assert {stage for *_, stage, _, _, _, _ in scores} == {"nurture", "mql"}
    assert team.rows("select count(*) from analytics.best_leads") > [(0,)]

    directory = user.directory / "input_of_the_team"
    _write_input(team, directory)
    user.build(
        INPUT=str(directory), AS_OF="2026-06-30", RULEBOOK=str(EXAMPLE / "seeds" / "rulebook")
    )
    assert user.rows(SCORES.format(schema="marts")) == scores

    # Asked from a directory below, as the path of the team's warehouse is relative to the project.
    explained = team.command("explain", "--lead", "C001", directory=team.project / "seeds")
    assert explained.returncode == 0, explained.stderr
    assert explained.stdout.startswith("Lead C001 scores ")
    assert explained.stdout == user.run("explain", LEAD="C001").stdout


@pytest.mark.models
def test_marts_are_readable_where_the_file_is_attached(team: Team) -> None:
    """The dispatch config of the guide lets the package make its views so."""
    found, errors = unreadable(team.warehouse, "analytics_marts", "analytics_activation")
    assert found == MARTS
    assert not errors


@pytest.mark.models
def test_tables_of_another_database_and_nothing_but_leads(team: Team, tmp_path: Path) -> None:
    """All models build without events and outcomes; people are scored by what they are."""
    leads_only = Team(tmp_path)
    crm = tmp_path / "crm.duckdb"
    with duckdb.connect(str(crm)) as connection:
        connection.execute(
            "create schema ingest;"
            f"create table ingest.people as from '{EXAMPLE}/seeds/crm/crm_contacts.csv';"
            # Named like a table of the contract, and something else.
            "create table ingest.events as select 1 as conference"
        )
    profiles = leads_only.project / "profiles.yml"
    content = yaml.safe_load(profiles.read_text(encoding="utf-8"))
    content["example_team"]["outputs"]["dev"]["attach"] = [{"path": str(crm), "alias": "crm"}]
    profiles.write_text(yaml.safe_dump(content), encoding="utf-8")
    leads_only.set_vars(
        {
            "raw_models": {},
            "raw_database": "crm",
            "raw_schema": "ingest",
            "raw_leads_table": "people",
            "raw_events_table": None,
            "raw_outcomes_table": "there_is_none",
        }
    )
    leads_only.dbt("build", "--exclude-resource-type", "test")
    by_attributes = "select lead_id, fit_points from analytics_marts.lead_scores order by lead_id"
    assert leads_only.rows(by_attributes) == team.rows(by_attributes)
    engaged = "select count(*) from analytics_marts.lead_scores where engagement_points <> 0"
    assert leads_only.rows(engaged) == [(0,)]
    assert team.rows(engaged) > [(5,)]
    assert leads_only.rows("select count(*) from analytics_marts.channel_conversion") > [(0,)]


@pytest.mark.models
def test_models_keep_to_what_all_engines_take(team: Team) -> None:
    """A quick part of `make cloud`, on what dbt has compiled for DuckDB."""
    compiled = team.project / "target" / "compiled" / "lead_scoring" / "models"
    found = {
        path.stem: rare
        for path in compiled.rglob("*.sql")
        if (rare := sorted(set(find_rare_forms(sqlglot.parse_one(path.read_text(), "duckdb")))))
    }
    assert len(list(compiled.rglob("*.sql"))) > 150
    assert not found


def test_every_variable_is_in_the_guide() -> None:
    """And the guide names none that is not there."""
    project = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    variables = set(yaml.safe_load(re.sub(r"\{\{.*?\}\}", "", project))["vars"])
    guide = (ROOT / "docs" / "guides" / "use-as-a-package.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", guide.split("## Every variable")[1], re.MULTILINE)
    assert sorted(listed) == sorted(variables)


@pytest.mark.parametrize("has_dispatch", [False, True])
@pytest.mark.parametrize("has_macro", [False, True])
def test_schemas_are_named_as_the_team_says(
    has_macro: bool, has_dispatch: bool, tmp_path: Path
) -> None:
    """Those of the package like all others, whether or not the team lets it come before dbt."""
    team = Team(tmp_path, ("macros", "vendor", "dbt_project.yml", "models/_groups.yml"))
    model = tmp_path / "lead_scoring" / "models" / "staging" / "one.sql"
    model.parent.mkdir()
    model.write_text("select 1 as one")
    shutil.rmtree(team.project / "models")
    if has_macro:
        macro = team.project / "macros" / "schemas.sql"
        macro.parent.mkdir()
        macro.write_text(
            "{% macro generate_schema_name(custom_schema_name, node) %}"
            "team_{{ custom_schema_name }}{% endmacro %}"
        )
    path = team.project / "dbt_project.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not has_dispatch:
        del content["dispatch"]
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    listed = team.dbt("ls", "--output", "json", "--output-keys", "name schema")
    schemas = {node["name"]: node["schema"] for node in map(json.loads, listed)}
    prefix = "team" if has_macro else "analytics"
    assert schemas["one"] == f"{prefix}_staging"
    assert schemas["crm_contacts"] == f"{prefix}_crm"


@pytest.mark.models
def test_unit_tests_of_the_package_are_not_the_teams(team: Team) -> None:
    """They check the package's code, which the team does not change."""
    assert team.dbt("ls", "--resource-type", "unit_test") == []


@pytest.mark.models
def test_the_other_commands_answer_in_the_teams_project(team: Team, tmp_path: Path) -> None:
    """On the connection of the team's profile, wherever its project puts the tables."""
    ((people,),) = team.rows("select count(*) from analytics_activation.crm_lead_score_sync")
    synced = team.command("sync", "--destination", "hubspot", "--dry-run", variables=TOKEN)
    assert f"Sync of scorecard default to hubspot: {people} rows to send" in synced.stdout
    advised = team.command("advise", "--out", str(tmp_path / "advice.html"))
    assert "There is nothing to advise yet" in advised.stdout
    drawn = team.command("dashboard", "--out", str(tmp_path / "pages"))
    queued = team.rows("select lead_id from analytics_marts.follow_up_queue")
    pages = {page.name for page in (tmp_path / "pages" / "leads").glob("*.html")}
    assert {lead_file(lead) for (lead,) in queued} <= pages
    assert f"10 pages and {len(pages)} leads" in drawn.stdout


@pytest.mark.models
def test_another_rulebook_is_compared_with_the_teams_seeds(team: Team, tmp_path: Path) -> None:
    """Aside: the team's warehouse stays as it is."""
    rulebook = tmp_path / "harder"
    shutil.copytree(team.project / "seeds" / "rulebook", rulebook)
    rules = rulebook / "scoring_rules.csv"
    with rules.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    points = head.index("points")
    removed = next(row for row in rows if row[0] == "demo_request")
    with rules.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row is not removed)])
    before = team.rows(SCORES.format(schema="analytics_marts"))
    ((hits, given),) = team.rows(
        "select sum(hits), count(*) from analytics_marts.lead_score_ledger"
        " where rule_id = 'demo_request' and scored_on = '2026-06-30'"
    )
    assert hits
    # A clone's warehouse is not the team's, whatever the environment names.
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create schema raw; create table raw.leads as select 'L1' as lead_id")
    compared = team.command(
        *("diff", "--rulebook", str(rulebook), "--out", str(tmp_path / "d.html")),
        variables={"LEAD_SCORING_DUCKDB_PATH": str(other)},
    )
    assert compared.returncode == 0, compared.stderr
    assert "the same days under the seeds in force and under" in compared.stdout
    told = re.search(r"demo_request +removed +(\d+) +0 +(\d+) +0 ", compared.stdout)
    assert told, compared.stdout
    assert int(told[1]) == given
    assert int(removed[points]) > 0
    assert team.rows(SCORES.format(schema="analytics_marts")) == before


@pytest.mark.models
def test_the_suites_run_on_a_teams_warehouse(team: Team, tmp_path: Path) -> None:
    """On a copy aside; what they find is what is in the warehouse."""
    before = team.warehouse.read_bytes()
    done = team.command(
        *("validate", "--data-docs", str(tmp_path / "docs"), "--as-of", "2026-06-30"),
        *("--suites", str(ROOT / "validation")),
    )
    assert (tmp_path / "docs" / "index.html").exists(), done.stderr
    assert "raw/leads: raw.leads, one row per delivered row: 16 rows" in done.stdout, done.stdout
    assert "could not be evaluated" not in done.stdout
    assert "no phone in the input" in done.stdout
    ((rules,),) = team.rows("select count(*) from analytics_rulebook.stg_scoring_rules")
    assert f": {rules} rows" in done.stdout.partition("marts/rules")[2]
    assert team.warehouse.read_bytes() == before


HERS = ("C003", "person3@company3.example")
OTHERS = "select * from ({}) as scores where lead_id <> 'C003' order by lead_id"


def names_her(tables: dict[str, list[tuple[Any, ...]]]) -> set[str]:
    """The tables with a row in which she is named."""
    return {
        table
        for table, rows in tables.items()
        if any(name in str(cell) for row in rows for cell in row for name in HERS)
    }


@pytest.mark.models
def test_a_person_is_erased_from_a_teams_warehouse(team: Team, tmp_path: Path) -> None:
    """It cleans the tables of the package, and names the input that still has the person."""
    mine = copy.copy(team)
    mine.warehouse = tmp_path / "team.duckdb"
    shutil.copyfile(team.warehouse, mine.warehouse)
    place = {"EXAMPLE_TEAM_DUCKDB_PATH": str(mine.warehouse)}
    looked = mine.command("erase", "--lead", "C003", "--dry-run", variables=place)
    assert "Nothing was changed" in looked.stdout, looked.stderr
    assert mine.warehouse.read_bytes() == team.warehouse.read_bytes()
    assert {"analytics_marts.lead_scores", "analytics_intermediate.lead_snapshot"} <= names_her(
        mine.tables()
    )
    scores = OTHERS.format(SCORES.format(schema="analytics_marts").partition("order by")[0])
    before = mine.rows(scores)

    erased = mine.command("erase", "--lead", "C003", variables=place)
    assert erased.returncode == 0, erased.stderr
    assert "Lead C003 is a person with 1 leads (C003), 1 email addresses" in erased.stdout
    told = erased.stdout.partition("Your input names the person in ")[2]
    for table in ("crm.crm_contacts (1 rows)", "crm.deals (2 rows)", "deal_outcomes (2 rows)"):
        assert table in told, erased.stdout
    assert mine.rows(
        "select count(*) from analytics_intermediate.int_event_hits_daily where visitor_key"
        " not in (select visitor_key from analytics_intermediate.int_visitors)"
    ) == [(0,)]
    # What the team has to clean, and views of it.
    for table, column in {"crm_contacts": "contact_id", "deals": "contact_id"}.items():
        mine.change(f"delete from analytics_crm.{table} where {column} = 'C003'")
    mine.change("delete from analytics_crm.web_visits where visitor_mail like 'person3@%'")
    assert names_her(mine.tables()) <= {"analytics.best_leads"}
    assert mine.rows(scores) == before

    if IS_NIGHTLY:
        mine.dbt("build", "--exclude", "resource_type:test", "resource_type:seed")
        assert not names_her(mine.tables())
        assert mine.rows(scores) == before
    gone = mine.command("erase", "--lead", "C003", variables=place)
    assert "no lead C003 is in team.analytics (target dev)" in gone.stderr


@pytest.mark.models
def test_what_a_team_cannot_do_is_said_in_a_sentence(team: Team, tmp_path: Path) -> None:
    for arguments, sentence in {
        ("build",): "build needs a clone of lead_scoring; in your own dbt project there are",
        ("explain", "--target", "prod"): "does not have a target named 'prod'",
        ("explain", "--lead", "nobody"): "no scored person has the lead nobody",
        ("dashboard", "--serve"): "the live dashboard needs",
    }.items():
        refused = team.command(*arguments)
        assert refused.returncode == 1
        assert refused.stderr.startswith("Error: ")
        assert sentence in refused.stderr
    empty = tmp_path / "none.duckdb"
    built_nothing = team.command("advise", variables={"EXAMPLE_TEAM_DUCKDB_PATH": str(empty)})
    assert built_nothing.stderr.endswith("yet; run: dbt build\n")


def test_engines_that_nobody_tried_are_refused_before_anything_runs() -> None:
    """Nothing but the kind and the name of the warehouse is asked for."""
    cloud = cast("TeamWarehouse", SimpleNamespace(kind="snowflake", name="prod.analytics"))
    with pytest.raises(UserError, match="erase works on DuckDB and Postgres, and prod"):
        erase_from_team(cloud, "C003", is_trial=False)
    with (
        pytest.raises(UserError, match="validate works on DuckDB and Postgres, and prod"),
        open_team_batches(cloud, [], None),
    ):
        pass


@pytest.mark.models
@pytest.mark.skipif(not IS_NIGHTLY, reason="takes minutes; make nightly runs it")
@pytest.mark.skipif(BIN_DIR is None, reason="no Postgres server on this machine")
def test_the_commands_read_a_teams_postgres(tmp_path: Path) -> None:
    """With the schemas and the user of the team's own target."""
    assert BIN_DIR is not None
    team = Team(tmp_path)
    with private_server(BIN_DIR) as server:
        place = server.new_database("team")
        target = {
            "type": "postgres",
            "host": place["PGHOST"],
            "port": int(place["PGPORT"]),
            "user": place["PGUSER"],
            "password": place["PGPASSWORD"],
            "dbname": "team",
            "schema": "growth",
            "threads": 2,
        }
        profiles = team.project / "profiles.yml"
        content = yaml.safe_load(profiles.read_text(encoding="utf-8"))
        content["example_team"]["outputs"]["shared"] = target
        profiles.write_text(yaml.safe_dump(content), encoding="utf-8")
        team.dbt("build", "--exclude-resource-type", "test", "--target", "shared")
        scores = "select count(*) from growth_marts.lead_scores where score > 0"
        assert server.rows(scores, "team") > [(10,)]
        explained = team.command("explain", "--lead", "C001", "--target", "shared")
        assert explained.stdout.startswith("Lead C001 scores "), explained.stderr
        synced = team.command(
            *("sync", "--destination", "hubspot", "--dry-run", "--target", "shared"),
            variables=TOKEN,
        )
        assert "16 rows to send" in synced.stdout, synced.stderr
        # A report that was not built is left out, and the next query is answered.
        server.rows("drop table growth_marts.rejection_reasons", "team")
        drawn = team.command("dashboard", "--target", "shared", "--out", str(tmp_path / "pages"))
        assert "10 pages and" in drawn.stdout, drawn.stderr
        checked = team.command(
            *("validate", "--target", "shared", "--data-docs", str(tmp_path / "docs")),
            *("--suites", str(ROOT / "validation")),
        )
        assert "one row per delivered row: 16 rows" in checked.stdout, checked.stderr
        assert "marts.lead_scores, one row per person: 16 rows" in checked.stdout
        assert "could not be evaluated" not in checked.stdout
        erased = team.command("erase", "--lead", "C003", "--target", "shared")
        assert "erased from all tables" in erased.stdout, erased.stderr
        assert "growth_crm.crm_contacts (1 rows)" in erased.stdout
        for table in ("intermediate.lead_snapshot", "intermediate.int_ledger", "marts.lead_scores"):
            is_hers = "cast(each_row as text) like '%C003%'"
            query = f"select count(*), bool_or({is_hers}) from growth_{table} as each_row"
            ((rows, is_left),) = server.rows(query, "team")
            assert rows > 10, table
            assert is_left is False, table


def _write_input(team: Team, directory: Path) -> None:
    """The team's data under the names of the contract."""
    renamed = yaml.safe_load((EXAMPLE / "dbt_project.yml").read_text(encoding="utf-8"))
    names = renamed["vars"]["lead_scoring"]["mapping"]
    directory.mkdir()
    for table, file in {"leads": "crm_contacts", "events": "web_visits"}.items():
        given = {theirs: ours for ours, theirs in names[table]["columns"].items()}
        with (EXAMPLE / "seeds" / "crm" / f"{file}.csv").open(
            encoding="utf-8", newline=""
        ) as source:
            head, *rows = csv.reader(source)
        with (directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([[given.get(name, name) for name in head], *rows])
    with duckdb.connect(str(team.warehouse), read_only=True) as connection:
        connection.execute(
            f"copy (from analytics.deal_outcomes) to '{directory / 'outcomes.csv'}' (header)"
        )
