"""Rulebook directories: what they leave out is filled in, and faults are told with their line."""

from __future__ import annotations

import csv
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from lead_scoring.errors import UserError
from lead_scoring.project import ROOT
from lead_scoring.rulebook_directory import put_in_force
from lead_scoring.rulebook_file import DEFINITIONS, FILES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a default rulebook of one row in each file."""
    default = tmp_path / "seeds" / "rulebook"
    default.mkdir(parents=True)
    for name, file in FILES.items():
        cells = [f"default_{column}" for column in file.columns]
        (default / f"{name}.csv").write_text(f"{','.join(file.columns)}\n{','.join(cells)}\n")
    (tmp_path / "mine").mkdir()
    return tmp_path


def write(root: Path, content: str | bytes, name: str = "rule_groups.csv") -> None:
    data = content.encode() if isinstance(content, str) else content
    (root / "mine" / name).write_bytes(data)


def composed(root: Path, value: str = "mine") -> tuple[Path, Path]:
    folder = root / ".rulebook" / hashlib.md5(value.encode()).hexdigest()  # noqa: S324
    return folder / "given", folder / "filled_in"


def refused(root: Path, value: str = "mine") -> str:
    with pytest.raises(UserError) as caught:
        put_in_force(root, value)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.iterdir()}


def test_what_a_directory_leaves_out_comes_from_the_default(root: Path) -> None:
    write(root, "\ufeffmax_points,rule_group\r\n10,web\r\n")
    write(root, "not a rulebook", "README.md")
    write(root, "", ".~lock.stages.csv")
    put_in_force(root, "mine")
    given, filled_in = composed(root)
    assert names(given) == {"rule_groups"}
    assert names(filled_in) == set(FILES) - {"rule_groups"}
    with (given / "rule_groups.csv").open() as file:
        assert list(csv.reader(file)) == [
            ["rule_group", "min_points", "max_points", "description"],
            ["web", "", "10", ""],
        ]


def test_files_that_are_gone_from_the_directory_are_filled_in_again(root: Path) -> None:
    write(root, "rule_group\nweb\n")
    write(root, "domain\nexample.com\n", "personal_email_domains.csv")
    put_in_force(root, "mine")
    (root / "mine" / "rule_groups.csv").unlink()
    put_in_force(root, "mine")
    given, filled_in = composed(root)
    assert names(given) == {"personal_email_domains"}
    assert "default_rule_group" in (filled_in / "rule_groups.csv").read_text()


@pytest.mark.parametrize("value", ["mine", "mine/", "./mine", "{root}/mine", "seeds/rulebook"])
def test_a_directory_may_be_named_in_any_way(root: Path, value: str) -> None:
    write(root, "rule_group\nweb\n")
    value = value.format(root=root)
    put_in_force(root, value)
    assert "rule_groups" in names(composed(root, value)[0])


def test_a_directory_may_be_seen_from_the_working_directory(root: Path) -> None:
    (root / "mine" / "deeper").mkdir()
    write(root, "rule_group\nweb\n", "deeper/rule_groups.csv")
    put_in_force(root, "deeper", working_directory=root / "mine")
    assert names(composed(root, "deeper")[0]) == {"rule_groups"}


def test_two_commands_at_once_compose_the_same(root: Path) -> None:
    write(root, "rule_group\nweb\n")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: put_in_force(root, "mine"), range(40)))
    given, filled_in = composed(root)
    assert names(given) | names(filled_in) == set(FILES)
    assert {path.name for path in given.parent.iterdir()} == {"given", "filled_in"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("rule_group,max_point\nweb,1\n", "line 1: max_point is no column"),
        ("rule_group,max_point\nweb,1\n", "did you mean max_points?"),
        ("max_points\n1\n", "line 1: no column rule_group"),
        ("rule_group,rule_group\nweb,web\n", "there twice"),
        ("rule_group;max_points\nweb;1\n", "save it with commas"),
        ("rule_group,max_points\n\nweb,1\nmail,1,5\n", "line 4: 3 cells"),
        ("rule_group,max_points\nweb\n", "line 2: 1 cells"),
        ("rule_group,max_points\nweb,1\n,\n", "line 3: every cell is empty"),
        ('rule_group,description\nweb,"a" b\n', "line 2: the quotes do not match"),
        ('rule_group,description\nweb,"open\nmail,x\n', "line 2: the quotes do not match"),
        ('rule_group,description\nweb,"two\nlines"\n', "line 2: cell 2 holds a line break"),
        ("rule_group,description\nweb,a\x07\n", "the control character '\\x07'"),
        ("rule_group,description\nweb,a\0\n", "the control character '\\x00'"),
        (b"rule_group,description\nweb,M\xfcller\n", "line 2: not UTF-8"),
    ],
)
def test_faults_in_files_are_told_with_their_line(
    root: Path, content: str | bytes, words: str
) -> None:
    write(root, content)
    sentence = refused(root)
    assert words in sentence
    assert "rule_groups.csv" in sentence


def test_unknown_files_are_refused_by_name(root: Path) -> None:
    write(root, "x\n", "scoring_rule.csv")
    assert "scoring_rule.csv is no rulebook file (did you mean scoring_rules.csv?)" in refused(root)


def test_directories_that_are_none(root: Path) -> None:
    assert "holds no .csv file" in refused(root)
    assert "does not exist" in refused(root, "elsewhere")
    write(root, "x")
    assert "is a file" in refused(root, "mine/rule_groups.csv")


def test_faults_of_the_default_rulebook_are_told_too(root: Path) -> None:
    default = root / "seeds" / "rulebook" / "rule_groups.csv"
    default.write_text("rule_group,min_points,max_points\nweb,,1\n")
    assert "no column description" in refused(root, "")


@pytest.mark.parametrize("directory", ["", "rulebooks/early", "rulebooks/mature"])
def test_the_rulebooks_of_the_project_have_no_faults(directory: str) -> None:
    put_in_force(ROOT, directory)


def test_every_column_of_a_rulebook_is_loaded_as_text() -> None:
    seeds = yaml.safe_load(DEFINITIONS.read_text(encoding="utf-8"))["seeds"]
    for seed in seeds:
        types = seed["config"]["column_types"]
        assert list(types) == [column["name"] for column in seed["columns"]], seed["name"]
        assert set(types.values()) == {"varchar(4000)"}, seed["name"]


def test_the_version_of_a_rulebook_covers_every_file_but_that_of_training() -> None:
    """dbt has to know the files by name before it has read their definitions."""
    macro = (ROOT / "macros" / "rulebook" / "rulebook_files.sql").read_text(encoding="utf-8")
    listed = macro[macro.index("return(") : macro.index("endmacro")]
    assert set(re.findall(r"'(\w+)'", listed)) == set(FILES) - {"training"}
