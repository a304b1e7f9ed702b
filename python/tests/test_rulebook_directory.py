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
from lead_scoring.rulebook_directory import find_scorecards, put_in_force
from lead_scoring.rulebook_file import ADDED_COLUMNS, DEFINITIONS, FILES

Row = dict[str, str]


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


def composed(root: Path, rulebook: str = "mine", challenger: str = "") -> dict[str, list[Row]]:
    """The rows of each file that dbt reads."""
    values = f"{rulebook}|{challenger}"
    folder = root / ".rulebook" / hashlib.md5(values.encode()).hexdigest()  # noqa: S324
    files = {}
    for path in folder.iterdir():
        with path.open(newline="") as lines:
            files[path.stem] = list(csv.DictReader(lines))
    return files


def places(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row["scorecard"], row["file_name"], row["file_row"]) for row in rows]


def given_files(files: dict[str, list[Row]]) -> set[str]:
    """The files that have rows of their own, and not those of the default rulebook."""
    return {name for name, rows in files.items() if rows[0]["file_row"] != "filled in"}


def refused(root: Path, rulebook: str = "mine", challenger: str = "") -> str:
    with pytest.raises(UserError) as caught:
        put_in_force(root, rulebook, challenger)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_what_a_directory_leaves_out_comes_from_the_default(root: Path) -> None:
    write(root, "\ufeffmax_points,rule_group\r\n\r\n10,web\r\n")
    write(root, "not a rulebook", "README.md")
    write(root, "", ".~lock.stages.csv")
    put_in_force(root, "mine")
    files = composed(root)
    assert set(files) == set(FILES)
    assert given_files(files) == {"rule_groups"}
    assert files["rule_groups"] == [
        {
            "scorecard": "default",
            "file_name": "mine/rule_groups.csv",
            "file_row": "row 3",
            "rule_group": "web",
            "min_points": "",
            "max_points": "10",
            "description": "",
        }
    ]
    assert places(files["stages"]) == [("default", "seeds/rulebook/stages.csv", "filled in")]
    assert files["stages"][0]["stage"] == "default_stage"


def test_files_that_are_gone_from_the_directory_are_filled_in_again(root: Path) -> None:
    write(root, "rule_group\nweb\n")
    write(root, "domain\nexample.com\n", "personal_email_domains.csv")
    put_in_force(root, "mine")
    (root / "mine" / "rule_groups.csv").unlink()
    put_in_force(root, "mine")
    files = composed(root)
    assert given_files(files) == {"personal_email_domains"}
    assert files["rule_groups"][0]["rule_group"] == "default_rule_group"


def test_a_challenger_stands_next_to_the_one_in_force(root: Path) -> None:
    """Each with its own files, and for those it leaves out with those of the default rulebook."""
    write(root, "rule_group\nmine\n")
    other = root / "New Rules"
    other.mkdir()
    (other / "rule_groups.csv").write_text("rule_group\nother\nanother\n")
    (other / "stages.csv").write_text("stage,stage_rank\n")
    put_in_force(root, "mine", "New Rules/")
    files = composed(root, "mine", "New Rules/")
    assert places(files["rule_groups"]) == [
        ("default", "mine/rule_groups.csv", "row 2"),
        ("new_rules", "New Rules/rule_groups.csv", "row 2"),
        ("new_rules", "New Rules/rule_groups.csv", "row 3"),
    ]
    assert places(files["stages"]) == [("default", "seeds/rulebook/stages.csv", "filled in")]
    assert places(files["grades"]) == [
        ("default", "seeds/rulebook/grades.csv", "filled in"),
        ("new_rules", "seeds/rulebook/grades.csv", "filled in"),
    ]
    put_in_force(root, "", "mine")
    files = composed(root, "", "mine")
    assert places(files["rule_groups"]) == [
        ("default", "seeds/rulebook/rule_groups.csv", "row 2"),
        ("mine", "mine/rule_groups.csv", "row 2"),
    ]


def test_challengers_are_named_after_their_directories(root: Path) -> None:
    names = ["default", "Ünder 30%", "a/mine", "b/mine", "c/mine", "..."]
    for name in names:
        (root / "x" / name).mkdir(parents=True)
    challenger = ", ".join(f"x/{name}" for name in names) + ",mine"
    assert [scorecard.name for scorecard in find_scorecards(root, "", challenger)] == [
        "default",
        "challenger",
        "nder_30",
        "mine",
        "mine_2",
        "mine_3",
        "challenger_2",
        "mine_4",
    ]


def test_machine_traffic_is_decided_by_the_rulebook_in_force(root: Path) -> None:
    """Its lists stand once; a challenger may bring the same, and no others."""
    write(root, "rule_group\nweb\n")
    header = "operator,operand,machine_type\n"
    same = "default_operator,default_operand,default_machine_type\n"
    write(root, header + same, "machine_agents.csv")
    put_in_force(root, "", "mine")
    assert places(composed(root, "", "mine")["machine_agents"]) == [
        ("default", "seeds/rulebook/machine_agents.csv", "row 2")
    ]
    write(root, header + same + "contains,bot,crawler\n", "machine_agents.csv")
    assert "CHALLENGER=mine has a machine_agents.csv that differs" in refused(root, "", "mine")
    (root / "other").mkdir()
    (root / "other" / "rule_groups.csv").write_text("rule_group\nweb\n")
    put_in_force(root, "mine", "other")
    operands = [row["operand"] for row in composed(root, "mine", "other")["machine_agents"]]
    assert operands == ["default_operand", "bot"]


def test_faults_of_a_challenger_are_told_too(root: Path) -> None:
    write(root, "rule_group,max_point\nweb,1\n")
    sentence = refused(root, "", "mine")
    assert "mine/rule_groups.csv, line 1: max_point is no column" in sentence
    assert "CHALLENGER=elsewhere does not exist" in refused(root, "", "elsewhere")


@pytest.mark.parametrize("value", ["mine", "mine/", "./mine", "{root}/mine", "seeds/rulebook"])
def test_a_directory_may_be_named_in_any_way(root: Path, value: str) -> None:
    write(root, "rule_group\nweb\n")
    value = value.format(root=root)
    put_in_force(root, value)
    assert "rule_groups" in given_files(composed(root, value))


def test_a_directory_may_be_seen_from_the_working_directory(root: Path) -> None:
    (root / "mine" / "deeper").mkdir()
    write(root, "rule_group\nweb\n", "deeper/rule_groups.csv")
    put_in_force(root, "deeper", working_directory=root / "mine")
    assert given_files(composed(root, "deeper")) == {"rule_groups"}


def test_two_commands_at_once_compose_the_same(root: Path) -> None:
    write(root, "rule_group\nweb\n")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: put_in_force(root, "mine", "mine"), range(40)))
    assert set(composed(root, "mine", "mine")) == set(FILES)
    assert {path.name for path in (root / ".rulebook").iterdir() if path.is_file()} == {"lock"}


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
        assert [column["name"] for column in seed["columns"]] == [*ADDED_COLUMNS, *types]
        assert set(types.values()) == {"varchar(4000)"}, seed["name"]


def test_the_version_of_a_rulebook_covers_every_file_but_that_of_training() -> None:
    """dbt has to know the files by name before it has read their definitions."""
    macro = (ROOT / "macros" / "rulebook" / "rulebook_files.sql").read_text(encoding="utf-8")
    listed = macro[macro.index("return(") : macro.index("endmacro")]
    assert set(re.findall(r"'(\w+)'", listed)) == set(FILES) - {"training"}
