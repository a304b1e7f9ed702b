"""The command line: one module for each command."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click
import duckdb

from .errors import INTERRUPTED, UserError, tells_full_disk
from .project import TEAM, is_found

# Each command and the module whose `run` it is, in the order in which they are listed. Only the
# module of the command given is imported: what some of them need takes longer to import than an
# answer of another.
COMMANDS = {
    "build": "build",
    "watch": "watch",
    "map": "propose.command",
    "load": "loading",
    "explain": "explain",
    "try": "try_lead",
    "advise": "advise.command",
    "diff": "compare.command",
    "rulebook": "workbook.command",
    "train": "train.command",
    "dashboard": "dashboard.command",
    "sync": "sync.command",
    "validate": "validate.command",
    "erase": "erase.command",
    "roles": "roles.command",
    "docs": "docs",
    "packages": "packages",
}
# What works in a team's own dbt project, which builds with plain dbt.
FOR_TEAMS = ("explain", "advise", "dashboard", "sync", "train", "diff", "erase", "validate")
DISK_FULL = "the disk is full; free some space and run the command again."
_OF_VARIABLES = (
    "An option that is not given is read from its environment variable, unless that is empty. Make"
    " sets it: make build INPUT=dir AS_OF=2026-06-30"
)


class Commands(click.Group):
    """Commands, of which the one that runs is imported, and no other."""

    def __init__(self, name: str, meaning: str, package: str, modules: Mapping[str, str]) -> None:
        """modules: each command, and the module of the package whose `run` it is.

        Where it is another function than `run`, that stands behind a colon.
        """
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        super().__init__(name, help=meaning, no_args_is_help=False, context_settings=settings)
        self.package = package
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of the list."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The command with that name. If there is none, an error says which one comes nearest."""
        if cmd_name not in self.modules:
            from difflib import get_close_matches  # noqa: PLC0415 - only slips need it

            near = get_close_matches(cmd_name, self.modules, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            ctx.fail(f"there is no command {cmd_name}{hint}")
        module, _, function = self.modules[cmd_name].partition(":")
        command: click.Command = getattr(
            import_module(f".{module}", self.package), function or "run"
        )
        if any(isinstance(one, click.Option) and one.envvar for one in command.params):
            command.epilog = _OF_VARIABLES
        return command

    def invoked(self, arguments: list[str]) -> int:
        """Run the command that the arguments name; its exit code."""
        try:
            with self.make_context(self.name, arguments) as context:
                return int(self.invoke(context) or 0)
        except click.exceptions.Exit as end:  # after --help
            return end.exit_code


def main(arguments: list[str] | None = None) -> int:
    """The command `lead-scoring`."""
    meaning = "Score leads in the warehouse."
    return run(Commands("lead-scoring", meaning, "lead_scoring", COMMANDS), arguments)


def run(commands: Commands, arguments: list[str] | None) -> int:
    """Run one of the commands; 0 where all went well, 1 after one sentence on what to do.

    2 after wrong usage. Click's own way to run ends the process, and says things in its own form.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    named = arguments[0] if arguments else ""
    if refusal := _refusal(named, commands.modules):
        return _fail(refusal)
    try:
        return commands.invoked(list(arguments))
    except KeyboardInterrupt:
        print("\nInterrupted; the warehouse is as it was.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `head` does; nor is there anybody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except click.UsageError as error:
        place = f"{commands.name} {named}" if named in commands.modules else commands.name
        return _fail(f"{_wrong_usage(error)}; see {place} --help.", error.exit_code)
    except (UserError, OSError, duckdb.Error) as error:
        return _fail(_sentence(error))


def _wrong_usage(error: click.UsageError) -> str:
    """What is wrong with the arguments, in the form of all errors."""
    if isinstance(error, click.NoSuchOption):
        hint = f" (did you mean {error.possibilities[0]}?)" if error.possibilities else ""
        return f"there is no option {error.option_name}{hint}"
    words = " ".join(error.format_message().split()).rstrip(".")
    return words[0].lower() + words[1:]


def _refusal(command: str, commands: Mapping[str, str]) -> str:
    """Why the command cannot run here; empty where it can."""
    if not is_found():
        return (
            "there is no dbt project here that has the package lead_scoring; go to your project and"
            " run dbt deps, or run this in a clone of lead_scoring."
        )
    if TEAM and command in commands and command not in FOR_TEAMS:
        return (
            f"{command} needs a clone of lead_scoring; in your own dbt project there are"
            f" {', '.join(FOR_TEAMS)}, and dbt build."
        )
    return ""


def _fail(sentence: str, code: int = 1) -> int:
    sys.stdout.flush()
    print(f"Error: {sentence}", file=sys.stderr)
    return code


def _sentence(error: UserError | OSError | duckdb.Error) -> str:
    if tells_full_disk(error):
        return DISK_FULL
    if isinstance(error, OSError):
        return _os_sentence(error)
    if isinstance(error, duckdb.Error):
        return _duckdb_sentence(error)
    return str(error)


def _os_sentence(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    advice = {
        errno.EACCES: "change its permissions or name another place",
        errno.EPERM: "change its permissions or name another place",
        errno.EROFS: "name a place that can be written to",
    }.get(error.errno or 0, "look into the cause")
    return f"{(error.strerror or str(error)).lower()}{where}; {advice} and run the command again."


def _duckdb_sentence(error: duckdb.Error) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "DuckDB ran out of memory; close other programs and run the command again."
    return f"DuckDB could not go on ({str(error).splitlines()[0]})."
