"""docs/guides/my-source-is-not-there.md, followed to the letter in an empty project."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from lead_scoring.project import ROOT

from .conftest import nightly
from .test_as_a_package import Team

PAGE = (ROOT / "docs" / "guides" / "my-source-is-not-there.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"(?:^`([\w./]+)`:\n\n|^(?!`[\w./]+`:\n).*\n\n)((?:(?:    .*)?\n)+)((?:\|.*\n)*)", re.MULTILINE
)


def blocks() -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    """Each indented block: the file it is named as, its text, and the table that follows it."""
    for name, text, table in BLOCK.findall(PAGE):
        if text.strip():
            cells = [
                tuple(cell.strip() for cell in line.split("|")[1:-1]) for line in table.split("\n")
            ]
            yield name, dedent(text).strip() + "\n", cells[2:-1]


@pytest.mark.models
@nightly
def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    team = Team(tmp_path)
    for directory in ("models", "seeds"):
        shutil.rmtree(team.project / directory)
    done = []
    steps = list(blocks())
    # All files first: a reader who has read to the end of a page has them all.
    for name, text, _ in steps:
        if name:
            path = team.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            done.append(name)
    for name, text, expected in steps:
        if name:
            continue
        if text.startswith("dbt "):
            for command in text.splitlines():
                team.dbt(*command.split()[1:])
        elif text.startswith("create "):
            with duckdb.connect(str(team.warehouse)) as connection:
                connection.execute(text)
        else:
            assert text.startswith("select "), text
            found = [tuple(str(cell) for cell in row) for row in team.rows(text)]
            assert found == expected, text
        done.append(text.split()[0])
    assert done == [
        *("packages.yml", "dbt_project.yml"),
        *(f"models/beacon/beacon_{table}.sql" for table in ("leads", "events", "outcomes")),
        "models/beacon/_beacon.yml",
        *("dbt", "create", "dbt", "select", "select", "select"),
    ]
    scores = dict(team.rows("select lead_id, score from analytics_marts.lead_scores"))
    assert set(scores) == {"1", "3"}
    assert scores["1"] > scores["3"]
