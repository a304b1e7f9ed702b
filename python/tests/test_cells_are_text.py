"""A cell of a CSV file is text, whatever stands in it: it never becomes SQL, Jinja or a crash."""

from __future__ import annotations

import csv
import os
import re
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest

from lead_scoring import dbt_runner as runner
from lead_scoring import rulebook_file
from lead_scoring.contract import SOURCES
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.rulebook_directory import put_in_force
from lead_scoring.rulebook_file import FILES, as_csv, read_rows

from .conftest import IS_NIGHTLY, CommandLine, QuickRunner, dbt_runner
from .postgres_server import binaries, connected_as, private_server

SHIPPED = ROOT / "seeds" / "rulebook"
BIN_DIR = binaries()
# What an engine, dbt, a spreadsheet or a terminal could take for more than text.
ATOMS = (
    *("'", '"', "''", '"""', ";", "--", "/*", "*/", "\\", "\\'", "\\n", "`", "$$", "$1", "%", "%s"),
    *("{{ 7 * 191 }}", "{{", "}}", "{% raw %}", "{% endraw %}", "{% if", "{# ", " #}", "${HOME}"),
    *("'; drop schema rulebook cascade; --", "' or '1'='1", "') union select 1 --", "chr(39)"),
    *("{{ env_var('HOME') }}", "{{ ref('lead_scores') }}", "{0}", "{lead_id}", ":name", "?", "@x"),
    *("=1+1", "+1", "-1", "=cmd|'/c'!A1", "\u2028", "\u2029", "\x85", "\u00a0", "\u200b", "\ufeff"),
    *("\U0001f600", "e\u0301", "\u202e", "null", "NULL", "true", "nan", "inf", "1e400", "|", "||"),
    *(",", "[", "]", "(", ")", "^", "~", "*", ".*", "(?", "[a", "0x1F", "2026-02-30", "9" * 40),
    *("99999999999999999999", "-5", "1.5", "24:61", "a" * 900, " ", "_", "é", "ß", "İ", "ﬀ"),
)
# Only plain dbt lets these through: make refuses them (test below).
CONTROLS = ("\t", "\n", "\r\n", "\x01", "\x1b[31m")
# What would move the cursor of a terminal, or turn the order of what it shows.
STEERS = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
LEADS_GIVEN = 400


def random_cell(random: Random, *more: str) -> str:
    """One to four pieces that may mean something to somebody."""
    cell = "".join(random.choices(ATOMS + more, k=random.randint(1, 4)))
    return cell if cell.strip() else f"{cell}'"


def seeded(number: int) -> Random:
    """The same cells in every run."""
    return Random(number)  # noqa: S311 - no secret


def one_cell_each(random: Random, directory: Path, count: int) -> int:
    """All rulebook files, with rows of their own of which one cell each is random."""
    directory.mkdir()
    columns = [(name, column) for name, file in FILES.items() for column in file.columns]
    rows = {name: read_rows(SHIPPED / f"{name}.csv", name) for name in FILES}
    shipped = {name: [*found] for name, found in rows.items()}
    for number in range(count):
        name, column = columns[number % len(columns)]
        like = random.choice(shipped[name]) if shipped[name] else {}
        row = dict.fromkeys(FILES[name].columns, "") | like
        rows[name].append(row | {column: random_cell(random, *CONTROLS)})
    for name, file in FILES.items():
        (directory / f"{name}.csv").write_bytes(as_csv(rows[name], file.columns))
    return count


def build_rulebook(user: CommandLine, rulebook: Path, **place: str) -> str:
    """The error of building the tables of the rulebook, as a team does with plain dbt."""
    target = ["--target", "postgres"] if place else []
    with (
        mock.patch.object(rulebook_file, "_check_cells"),
        mock.patch.dict(
            os.environ, user._environment({"RULEBOOK": str(rulebook), **place}), clear=True
        ),
        mock.patch(f"{dbt_runner().__module__}.dbtRunner", partial(QuickRunner, reports=True)),
    ):
        put_in_force(ROOT, str(rulebook))
        with pytest.raises(UserError) as caught:
            runner.run_dbt(
                ["build", "--selector", "rulebook", *target],
                None if place else user.warehouse,
                {"custom_attributes": ["plan"]},
            )
    return str(caught.value)


def as_read(row: tuple[str, ...]) -> tuple[str, ...]:
    """The cells without what staging takes off, and dbt itself on some engines."""
    return tuple(cell.replace("\r\n", "\n").strip() for cell in row)


def check_rulebook(rulebook: Path, error: str, rows: Any) -> None:
    """Each cell is in its table as it was written, and all that is wrong was told in sentences."""
    assert error.startswith("The rulebook has "), error[:3000]
    assert not re.search(STEERS, error)
    assert max(map(len, error.split("\n"))) < 2500
    for name, file in FILES.items():
        with (rulebook / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            written = [tuple(row.values()) for row in csv.DictReader(text)]
        listed = ", ".join(f"coalesce({column}, '')" for column in file.columns)
        found = rows(f"select {listed} from rulebook.{name} where file_row <> 'filled in'")
        lost = set(map(as_read, written)) ^ set(map(as_read, found))
        assert not lost, (name, list(lost)[:4])
    problems = rows("select problem, how_to_fix from rulebook.rulebook_problems")
    assert len(problems) > 100
    assert all(problem and cure for problem, cure in problems)


@pytest.mark.models
def test_any_cell_of_a_rulebook_is_text_or_a_problem(tmp_path: Path) -> None:
    """Two thousand cells, in each column of each file."""
    user = CommandLine(tmp_path / "user")
    user.warehouse.parent.mkdir(parents=True)
    one_cell_each(seeded(20), tmp_path / "rulebook", 2000)
    error = build_rulebook(user, tmp_path / "rulebook")
    check_rulebook(tmp_path / "rulebook", error, user.rows)


def write_text_everywhere(random: Random, directory: Path, count: int) -> dict[str, Any]:
    """An input of which each cell but ids and times is random, and rules that ask for such cells.

    The descriptions of the rules, by their ids.
    """
    given, rulebook = directory / "input", directory / "rulebook"
    given.mkdir(parents=True)
    rulebook.mkdir()
    for source in SOURCES:
        columns = (*source.columns, *(("plan",) if source.name == "leads" else ()))
        with (given / f"{source.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for number in range(count):
                row = {column: random_cell(random, *CONTROLS) for column in columns}
                # Every second row can be used, and names a lead.
                if number % 2:
                    row |= {f"{source.name[:-1]}_id": f"{source.name}{number}"}
                    row |= {"lead_id": f"L{number}", source.moment: "2026-01-05"}
                    row |= {"kind": "email", "is_deleted": ""}
                if number % 2 and source.name == "outcomes":
                    row["outcome"] = random.choice(["won", "lost"])
                writer.writerow([row[column] for column in columns])
    rules, texts = read_rows(SHIPPED / "scoring_rules.csv", "scoring_rules"), {}
    for number in range(count // 2):
        is_event = number % 2
        rule = dict.fromkeys(FILES["scoring_rules"].columns, "") | {
            "rule_id": f"r{number}",
            "component": "engagement" if is_event else "fit",
            "rule_group": "website" if is_event else "company",
            "signal_type": "event" if is_event else "attribute",
            "signal": random_cell(random)
            if is_event
            else random.choice(["plan", "need", "country"]),
            "field": random.choice(["asset", "channel", "campaign", "url"]) if is_event else "",
            "operator": random.choice(["equals", "not_equals", "in", "contains", "starts_with"]),
            "operand": random_cell(random),
            "points": "1",
            "decay": "none",
            "description": random_cell(random),
        }
        texts[rule["rule_id"]] = rule["description"]
        rules.append(rule)
    (rulebook / "scoring_rules.csv").write_bytes(as_csv(rules, FILES["scoring_rules"].columns))
    return texts


def check_scores(texts: dict[str, str], rows: Any) -> None:
    """Rules say what was written, and leads have what was delivered."""
    told = dict(rows("select rule_id, coalesce(description, '') from rulebook.stg_scoring_rules"))
    assert len(texts) > 100
    cleaned = {rule: text.strip(" \t\r\n\u00a0") for rule, text in texts.items()}
    assert {rule: told[rule] for rule in texts} == cleaned
    ((fired,),) = rows(
        "select count(distinct rule_id) from marts.lead_score_ledger where rule_id like 'r%'"
    )
    assert fired > 20
    ((scored,),) = rows("select count(*) from marts.lead_scores")
    assert scored > 100


@pytest.mark.models
def test_any_cell_of_an_input_or_a_rule_is_text(tmp_path: Path) -> None:
    """Ten thousand cells; the rules ask for the like of them, of leads and of events."""
    user = CommandLine(tmp_path / "user")
    texts = write_text_everywhere(seeded(22), tmp_path, LEADS_GIVEN)
    user.build(
        INPUT=str(tmp_path / "input"), RULEBOOK=str(tmp_path / "rulebook"), AS_OF="2026-01-31"
    )
    check_scores(texts, user.rows)
    for source in SOURCES:
        with (tmp_path / "input" / f"{source.name}.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.DictReader(file))
        listed = ", ".join(f"coalesce({column}, '')" for column in written[0])
        found = user.rows(f"select {listed} from raw.{source.name}")
        assert sorted(tuple(row.values()) for row in written) == sorted(found)


@pytest.mark.models
@pytest.mark.skipif(not IS_NIGHTLY, reason="takes minutes; make nightly runs it")
@pytest.mark.skipif(BIN_DIR is None, reason="no Postgres server on this machine")
def test_any_cell_is_text_on_postgres(tmp_path: Path) -> None:
    assert BIN_DIR is not None
    user = CommandLine(tmp_path / "user")
    one_cell_each(seeded(21), tmp_path / "mistaken", 1000)
    texts = write_text_everywhere(seeded(23), tmp_path, LEADS_GIVEN)
    with private_server(BIN_DIR) as server:
        place = server.new_database("cells")
        with connected_as(place) as connection, connection.cursor() as cursor:

            def rows(query: str) -> list[tuple[Any, ...]]:
                cursor.execute(query)
                return list(cursor.fetchall())

            error = build_rulebook(user, tmp_path / "mistaken", **place)
            check_rulebook(tmp_path / "mistaken", error, rows)
            user.build(
                INPUT=str(tmp_path / "input"),
                RULEBOOK=str(tmp_path / "rulebook"),
                AS_OF="2026-01-31",
                TARGET="postgres",
                **place,
            )
            check_scores(texts, rows)


@pytest.mark.parametrize("control", [*CONTROLS, "\0"])
def test_make_refuses_a_control_character_in_a_sentence(control: str, tmp_path: Path) -> None:
    path = tmp_path / "rule_groups.csv"
    path.write_bytes(as_csv([{"rule_group": f"a{control}b"}], FILES["rule_groups"].columns))
    with pytest.raises(UserError, match=r"line 2: cell 1 holds .*; remove it\.$"):
        read_rows(path, "rule_groups")


def test_make_refuses_what_is_too_long_for_a_column_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rule_groups.csv"
    path.write_bytes(as_csv([{"rule_group": "a" * 4001}], FILES["rule_groups"].columns))
    with pytest.raises(UserError, match="line 2: cell 1 holds 4,001 characters; shorten it to"):
        read_rows(path, "rule_groups")
