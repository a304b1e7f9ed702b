"""No command writes who people are, or a secret, to the terminal, a log or a file that it makes.

What may show is in docs/guides/security.md: ids, companies, what rules say of a lead.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from lead_scoring import cli
from lead_scoring.sql_macros import call
from tests.conftest import IS_NIGHTLY, CommandLine, dbt_runner

pytestmark = pytest.mark.models

# Each of them stands in the input, and in no file of the project.
PERSONAL = (
    *("zebedea", "quackenbush", "oswaldine", "wintergreen", "tiberonia"),
    *("5550143", "555-0143", "555 0143", "visitor-4711xq", "curl-of-zebedea"),
)
# Part of an event_id: marts show ids as they are; terminal and logs not, if an address is in them.
IN_AN_ID = "idalia"
SECRETS = {
    "HUBSPOT_TOKEN": "pat-planted-1c0ffee",
    "PGPASSWORD": "pg-planted-2c0ffee",
    "SALESFORCE_CLIENT_ID": "id-planted-3c0ffee",
    "SALESFORCE_CLIENT_SECRET": "sf-planted-4c0ffee",
    "WEBHOOK_URL": "https://chat.example/hooks/planted-5c0ffee",
    "DBT_ENV_SECRET_GIT": "git-planted-6c0ffee",
    "SNOWFLAKE_PASSWORD": "sn-planted-7c0ffee",
    "SNOWFLAKE_PRIVATE_KEY_PASSPHRASE": "kp-planted-8c0ffee",
    "DATABRICKS_TOKEN": "dapi-planted-9c0ffee",
    "REDSHIFT_PASSWORD": "rs-planted-10c0ffee",
}
# ruff: noqa: E501 - lines of files
LEADS = """lead_id,created_at,email,first_name,last_name,phone,job_title,company_name,website,need,nickname
L-1,2026-03-01,zebedea@quackenbush.example,Zebedea,Quackenbush,+49 30 555-0143,CEO,Acme,,call Zebedea,Zebedea
L-2,2026-03-02,oswaldine@wintergreen.example,Oswaldine,Wintergreen,+49305550143,VP Sales,Birch,,,
L-3,2026-03-03,OSWALDINE@wintergreen.example ,Oswaldine,Wintergreen,,,Birch,oswaldine.example,,
L-4,zebedea@quackenbush.example,2026-03-04,Zebedea,,,,,,,
L-0,2025-12-01,early@birds.example,Tiberonia,Wintergreen,,Clerk,Acme,,,
,2026-03-05,tiberonia@quackenbush.example,Tiberonia,,555 0143,,,,,
L-5,2026-03-06,"tiberonia,Tiberonia,too,few
L-6,2026-03-06,a,Tiberonia,Quackenbush,555 0143,x,y,,,,and,too,many
L-2,2026-03-07,tiberonia@wintergreen.example,Tiberonia,Wintergreen,5550143,,,,,
"""
SHARED = "".join(
    f"S-{n},2026-03-0{n},tiberonia@shared.example,Tiberonia{n},Wintergreen{n},,Clerk,Firm {n},,,\n"
    for n in range(1, 8)
)
EVENTS = """event_id,event_type,occurred_at,lead_id,email,anonymous_id,asset,url,user_agent,campaign
e01,demo_request,2026-04-01T10:00:00Z,L-1,,visitor-4711xq,/demo,https://a.example/?email=zebedea@quackenbush.example,curl-of-zebedea,
e02,page_view,2026-04-02T10:00:00Z,,,visitor-4711xq,/pricing?who=zebedea@quackenbush.example,,,
e03,page_view,2026-04-03T10:00:00Z,zebedea@quackenbush.example,,,/pricing,,,
e04,page_view,2026-04-03T10:00:00Z,oswaldine@nowhere.example,,,/pricing,,,
e05,page_view,2026-04-03T10:00:00Z,,tiberonia@nowhere.example,,/pricing,,,
idalia@events.example-1,page_view,2026-04-03T10:00:00Z,L-1,,,/pricing,,,
idalia@events.example-1,form_submit,2026-04-03T10:00:00Z,L-2,,,/pricing,,,
e07,page_view,Zebedea never,L-1,,,/pricing,,,
e08,page_view,2026-04-03T10:00:00Z,L-1,zebedea@quackenbush.example,too,many,cells,Zebedea,Quackenbush,here,and
,page_view,2026-04-11T10:00:00Z,,zebedea@quackenbush.example,,/lost,,,
e09,email_click,2026-04-20T10:00:00Z,L-2,,visitor-4711xq,/mail,,,
"""
OUTCOMES = """outcome_id,lead_id,outcome,occurred_at,reason
o1,L-1,accepted,2026-04-20,Zebedea said yes
o2,L-2,won,2026-04-25,
o3,tiberonia@nowhere.example,won,2026-04-25,
o4,L-2,mail oswaldine@wintergreen.example,2026-04-25,
o5,L-3,lost,2026-04-26,Oswaldine moved on: 555 0143
o6,L-0,won,2026-02-10,
"""
IDENTITIES = """lead_id,kind,value
L-1,email,zebedea@quackenbush.example
L-1,phone,+49 30 555-0143
L-2,visitor,visitor-4711xq
"""
GIVEN = {
    "leads": LEADS + SHARED,
    "events": EVENTS,
    "outcomes": OUTCOMES,
    "identities": IDENTITIES,
}
UNTESTED = ("intermediate", "marts", "invariants", "consistency")
COMMANDS = {
    "explain": "explain --lead L-3",
    "sync": "sync --destination hubspot --dry-run",
    "alerts": "sync --destination webhook --dry-run",
    "validate": "validate --data-docs {made}/data_docs",
    "advise": "advise --out {made}/advice.html",
    "dashboard": "dashboard --out {made}/pages --without-forecast",
}
# Each of them builds aside.
SLOW_COMMANDS = {
    "diff": "diff --rulebook rulebooks/early --out {made}/diff.html",
    "forecast": "dashboard --out {made}/more_pages",
    "train": "train --out {made}/trained",
}
LAST_COMMANDS = {"erase": "erase --lead L-1"}
DAY = {"AS_OF": "2026-04-30", "VARS": "{history_months: 1}"}
# Inputs that are refused with samples of what cannot be read, and the sentence.
REFUSED = {
    "times": (
        {"leads": "lead_id,created_at\nR-1,zebedea@quackenbush.example\nR-2,Oswaldine\n"},
        "created_at is not an ISO 8601 timestamp",
    ),
    "outcomes": (
        {
            "leads": "lead_id,created_at\nR-1,2026-03-01\n",
            "outcomes": "outcome_id,lead_id,outcome,occurred_at\no1,R-1,oswaldine@x.example,2026-03-01\n",
        },
        "outcome is none of",
    ),
    "formats": (
        {
            "leads": "lead_id,created_at\nR-1,Zebedea 1\n",
            "mapping": "leads: {times: {created_at: '%d/%m/%Y'}}\n",
        },
        "is written as",
    ),
    "words": (
        {
            "leads": "lead_id,created_at,need\nR-1,2026-03-01,zebedea@x.example\n",
            "mapping": "leads: {values: {need: {nothing: none}}}\n",
        },
        "a value that no row of",
    ),
    "header": (
        {"leads": "R-1,zebedea@quackenbush.example,Zebedea\nR-2,oswaldine@x.example,Oswaldine\n"},
        "has no line of column names",
    ),
}


@dataclass(frozen=True)
class LoggingRunner:
    """dbt as plain dbt runs, with its log and all its files; of the data tests those of staging."""

    callbacks: Sequence[Callable[[Any], None]] = ()

    def invoke(self, arguments: list[str]) -> Any:
        """Run one command."""
        left_out = []
        if arguments[0] == "build":
            tested = [f"resource_type:test,fqn:lead_scoring.{each}" for each in UNTESTED]
            left_out = ["--exclude", *tested]
        dbt = dbt_runner()(callbacks=list(self.callbacks))
        return dbt.invoke([*arguments, *left_out, "--log-level-file", "debug"])


class Marketer(CommandLine):
    """A user whose builds log as plain dbt does."""

    def build_and_log(self, **variables: str) -> str:
        """What a build says."""
        said = io.StringIO()
        with (
            mock.patch.dict(os.environ, self._environment(variables), clear=True),
            mock.patch(f"{dbt_runner().__module__}.dbtRunner", LoggingRunner),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            code = cli.main(["build"])
        assert code == 0, said.getvalue()[-6000:]
        return said.getvalue()


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Marketer:
    """A user with an empty directory."""
    return Marketer(tmp_path_factory.mktemp("logged"))


@pytest.fixture(scope="module")
def said(user: Marketer) -> dict[str, str]:
    """What each command says; the files that they write lie in the directory of the user."""
    made = user.directory / "made"
    made.mkdir()
    everywhere = SECRETS | DAY | {"INPUT": write(user.directory / "input", GIVEN)}
    said = {"build": user.build_and_log(**everywhere)}
    commands = COMMANDS | (SLOW_COMMANDS if IS_NIGHTLY else {})
    for name, command in (commands | LAST_COMMANDS).items():
        arguments = [part.format(made=made) for part in command.split()]
        done = user.run(*arguments, **everywhere, DBT_LOG_LEVEL_FILE="debug")
        assert "Traceback" not in done.stderr, done.stderr
        said[name] = done.stdout + done.stderr
    return said


def write(directory: Path, texts: dict[str, str]) -> str:
    """The files of an input."""
    directory.mkdir(parents=True)
    for name, text in texts.items():
        ending = "yml" if name == "mapping" else "csv"
        (directory / f"{name}.{ending}").write_text(text, encoding="utf-8")
    return str(directory)


def planted(text: str, *more: str) -> set[str]:
    """What stands in a text and should not."""
    text = text.lower()
    return {word for word in (*PERSONAL, *SECRETS.values(), *more) if word.lower() in text}


def test_nobody_is_named_by_a_command(said: dict[str, str]) -> None:
    found = {name: words for name, text in said.items() if (words := planted(text, IN_AN_ID))}
    assert not found, "\n\n".join(said[name] for name in found)


def test_the_commands_said_what_they_are_for(said: dict[str, str]) -> None:
    """Rows were rejected, notes and warnings were made; else the test above proves little."""
    for words in ("4 rejected", "Note  ", "name no lead or address", "kept apart", "such as"):
        assert words in said["build"], said["build"][-4000:]
    assert "expectations:" in said["validate"]
    assert "rows to send" in said["sync"]
    assert "is erased from" in said["erase"]


def test_nobody_is_named_in_a_file_that_is_written(said: dict[str, str], user: CommandLine) -> None:
    """Logs, dbt's artifacts and compiled SQL, pages and Data Docs."""
    assert said
    kept_out = {"input", "refused", "warehouse"}
    files = [
        path
        for path in user.directory.rglob("*")
        if path.is_file() and not kept_out & set(path.relative_to(user.directory).parts)
    ]
    names = {path.name for path in files}
    assert {"dbt.log", "run_results.json", "manifest.json", "quality.html"} <= names
    found = {
        str(path): words
        for path in files
        if (words := planted(path.read_bytes().decode(errors="replace")))
    }
    assert not found


@pytest.mark.parametrize("name", REFUSED)
def test_nobody_is_named_where_an_input_is_refused(name: str, user: CommandLine) -> None:
    texts, sentence = REFUSED[name]
    done = user.run("load", INPUT=write(user.directory / "refused" / name, texts))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert not planted(done.stdout + done.stderr), done.stderr


def test_nobody_is_named_where_a_team_s_input_is_refused() -> None:
    """The same samples, in the sentence that dbt says without make."""
    assert call("shown_time", "zebedea@quackenbush.example") == "xxxxxxx" + "x" * 12 + ".xxxxxxx"
    assert call("shown_time", "Zebedea 1") == "xxxxxxx 1"
    for time in ("Mar 3, 2026 4:30 PM", "Tuesday, 3 March 2026", "2026-03-03T10:00:00Z", "3rd May"):
        assert call("shown_time", time) == time
    assert call("shown_value", "Closed Won") == "Closed Won"
