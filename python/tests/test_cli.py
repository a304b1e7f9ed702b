"""The command line: its table of commands, what it reads from where, and how it ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from dev.__main__ import COMMANDS as DEV_COMMANDS
from dev.__main__ import main as dev_main
from lead_scoring import cli, options
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT

TABLES = [
    cli.Commands("lead-scoring", "", "lead_scoring", cli.COMMANDS),
    cli.Commands("dev", "", "dev", DEV_COMMANDS),
]
ALL = [(table, name) for table in TABLES for name in table.modules]
Capture = pytest.CaptureFixture[str]
# Terminals are that wide at least, and help has a margin of 2.
LINE = 78


def loaded(table: cli.Commands, name: str) -> click.Command:
    return table.get_command(click.Context(table), name)


@pytest.mark.parametrize(("table", "name"), ALL, ids=[name for _, name in ALL])
def test_every_command_says_what_it_does_and_what_its_options_are(
    table: cli.Commands, name: str
) -> None:
    command = loaded(table, name)
    room = LINE - 6 - max(map(len, table.modules))
    listed = command.get_short_help_str(room)
    assert listed.endswith("."), "the first sentence fits into one line of the list"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
        else:
            assert str(parameter.name) in str(command.help).lower()


def test_options_are_the_variables_that_make_exports() -> None:
    exported = re.search(r"^export (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert exported
    read: dict[str, str] = {}
    for table, name in ALL:
        for parameter in loaded(table, name).params:
            if parameter.envvar:
                option = str(parameter.name).removeprefix("without_")
                assert parameter.envvar == option.upper()
                read[str(parameter.envvar)] = name
    assert set(read) == set(exported[1].split())


def test_a_command_imports_no_other() -> None:
    script = (
        "import sys; from lead_scoring import cli; cli.main(['explain', '--help']);"
        " print(*[name for name in sys.modules if name.startswith('lead_scoring.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "python")},
    )
    modules = set(done.stdout.splitlines()[-1].split())
    others = {f"lead_scoring.{module}" for name, module in cli.COMMANDS.items()}
    assert modules & others == {"lead_scoring.explain"}


def test_help_lists_the_commands_in_order(capsys: Capture) -> None:
    assert cli.main(["--help"]) == 0
    listed = capsys.readouterr().out.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed] == list(cli.COMMANDS)
    assert dev_main(["-h"]) == 0
    assert "  sbom       Write the locked packages" in capsys.readouterr().out


def test_help_says_what_the_variables_of_make_are_for(capsys: Capture) -> None:
    assert cli.main(["explain", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "[env var: SINCE]" in said
    assert "read from its environment variable, unless that is empty" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "missing command; see lead-scoring --help."),
        (["buidl"], "there is no command buidl (did you mean build?); see lead-scoring --help."),
        (["xyzzy"], "there is no command xyzzy; see lead-scoring --help."),
        (
            ["build", "--inptu", "x"],
            "there is no option --inptu (did you mean --input?); see lead-scoring build --help.",
        ),
        (
            ["load", "--input"],
            "option '--input' requires an argument; see lead-scoring load --help.",
        ),
        (
            ["validate", "--stage", "all of it"],
            "invalid value for '--stage': 'all of it' is not one of 'raw', 'marts', 'all';"
            " see lead-scoring validate --help.",
        ),
        (
            ["explain", "L-1"],
            "got unexpected extra argument (L-1); see lead-scoring explain --help.",
        ),
        (["docs", "--target", "x"], "there is no option --target; see lead-scoring docs --help."),
    ],
)
def test_wrong_usage_is_told_in_one_sentence(
    arguments: list[str], sentence: str, capsys: Capture
) -> None:
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"Error: {sentence}\n"


@pytest.mark.parametrize(
    ("failure", "code", "sentence"),
    [
        (UserError("the earth is flat."), 1, "Error: the earth is flat."),
        (KeyboardInterrupt(), 130, "\nInterrupted; the warehouse is as it was."),
    ],
    ids=["error", "interrupt"],
)
def test_what_ends_a_command_is_told_in_one_sentence(
    failure: BaseException,
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr(loaded(TABLES[0], "packages"), "callback", fail)
    assert cli.main(["packages"]) == code
    assert capsys.readouterr().err == f"{sentence}\n"


def test_whoever_reads_no_further_gets_no_error() -> None:
    """As `head` does; the help is longer than what a pipe without a reader takes."""
    script = (
        "import os, sys; read, write = os.pipe(); os.close(read); os.dup2(write, 1);"
        " from lead_scoring import cli; code = cli.main(['--help']);"
        " sys.stdout.flush(); os._exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-u", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "python")},
    )
    assert (done.returncode, done.stderr) == (0, "")


@click.command()
@options.lead()
@options.switch("dry-run", "nothing")
@options.without("companies", "no names")
@options.day("as-of", "the day")
@options.place("out", "the place", default=lambda: Path("made"))
def shown(lead: str, dry_run: bool, without_companies: bool, as_of: str, out: Path) -> list[object]:
    """Show what was given."""
    return [lead, dry_run, without_companies, as_of, out]


@pytest.mark.parametrize(
    ("environment", "arguments", "given"),
    [
        ({}, [], ["", False, False, "", Path("made")]),
        (
            dict.fromkeys(("LEAD", "DRY_RUN", "COMPANIES", "AS_OF", "OUT"), ""),
            [],
            ["", False, False, "", Path("made")],
        ),
        ({"LEAD": "L-1", "OUT": "a b"}, [], ["L-1", False, False, "", Path("a b")]),
        ({"LEAD": "L-1"}, ["--lead", "L-2"], ["L-2", False, False, "", Path("made")]),
        ({"LEAD": "L-1"}, ["--lead", ""], ["", False, False, "", Path("made")]),
        ({"DRY_RUN": "1", "COMPANIES": "0"}, [], ["", True, True, "", Path("made")]),
        ({"DRY_RUN": "please", "COMPANIES": "1"}, [], ["", True, False, "", Path("made")]),
        ({"DRY_RUN": "No", "COMPANIES": "no"}, [], ["", False, False, "", Path("made")]),
        (
            {"DRY_RUN": "0", "COMPANIES": "1"},
            ["--dry-run", "--without-companies"],
            ["", True, True, "", Path("made")],
        ),
        ({"AS_OF": "2026-06-30"}, [], ["", False, False, "2026-06-30", Path("made")]),
    ],
)
def test_an_option_not_given_is_its_variable_unless_that_is_empty(
    environment: dict[str, str],
    arguments: list[str],
    given: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LEAD", "DRY_RUN", "COMPANIES", "AS_OF", "OUT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert shown.main(arguments, standalone_mode=False) == given


@pytest.mark.parametrize("text", ["soon", "2026-6-3", "20260630", "2026-02-30"])
def test_what_is_no_day_is_refused_by_the_name_of_its_variable(text: str) -> None:
    with pytest.raises(UserError, match=f"AS_OF={text} is no day; write it as 2026-06-30"):
        shown.main(["--as-of", text], standalone_mode=False)


def test_a_command_runs_dbt_as_if_it_stood_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """dbt is a program of click too: neither may take the other's contexts for its own."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - slow to import

    @click.command()
    @options.target
    def run(target: str) -> int:
        """Ask dbt for help, and then wrongly."""
        outer = click.get_current_context()
        assert dbtRunner().invoke(["docs", "--help"]).success
        refused = dbtRunner().invoke(["build", "--no-such-option"])
        assert not refused.success
        assert "--no-such-option" in str(refused.exception)
        assert click.get_current_context() is outer
        return 0 if target == "x" else 3

    monkeypatch.setitem(sys.modules, "lead_scoring.asks_dbt", SimpleNamespace(run=run))
    commands = cli.Commands("lead-scoring", "", "lead_scoring", {"explain": "asks_dbt"})
    assert cli.run(commands, ["explain", "--target", "x"]) == 0
    assert capsys.readouterr().out.startswith("Usage: cli docs [OPTIONS]")
    assert cli.run(commands, ["explain"]) == 3
