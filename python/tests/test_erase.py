"""`make erase`: nothing of the person is left, no input brings the person back, others stay."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from lead_scoring import cli
from lead_scoring.erase import command
from lead_scoring.warehouse import Warehouse
from tests.conftest import CommandLine
from tests.fake_crm import FakeCrm, rest, serving

pytestmark = pytest.mark.models

# Ann has three leads: a duplicate by mail, and one whose id is a mere number, merged into the
# first. Bob has used a computer of hers, forwarded a mail to her, clicked a link of hers.
LEADS = """lead_id,created_at,email,first_name,job_title,company_name,need,merged_into_lead_id
ANN-0001,2026-03-01,ann@annfield.example,Annabel,CEO,Annfield,,
ANN-0002,2026-03-02, Ann@Annfield.example ,Annabel,CEO,Annfield,,
1042,2026-03-03,anna@home.example,Annabel,,,,ANN-0001
BOB-0003,2026-03-04,bob@bobworks.example,Bob,VP Sales,Bobworks,met ann@annfield.example,
CYD-0004,2026-03-05,joann@annfield.example,Cyd,Clerk,Annfield,,
,2026-03-05,ann@annfield.example,Annabel,CEO,Annfield,,
"""
EVENTS = """event_id,event_type,occurred_at,lead_id,email,anonymous_id,asset
e01,demo_request,2026-04-01T10:00:00Z,ANN-0001,,visitor-77ann,/demo
e02,page_view,2026-04-02T10:00:00Z,,,visitor-77ann,/pricing
e03,page_view,2026-04-03T10:00:00Z,,anna@home.example,,/pricing
e04,form_submit,2026-04-04T10:00:00Z,1042,,,/contact
e05,demo_request,2026-04-05T10:00:00Z,BOB-0003,,computer-1shared,/demo
e06,form_submit,2026-04-06T10:00:00Z,ANN-0002,,computer-1shared,/contact
e07,page_view,2026-04-07T10:00:00Z,,,computer-1shared,/pricing
e08,email_click,2026-04-08T10:00:00Z,BOB-0003,ann@annfield.example,,/mail
e09,page_view,2026-04-09T10:00:00Z,BOB-0003,,visitor-88bob,/unsubscribe?who=ann@annfield.example
e10,demo_request,2026-04-10T10:00:00Z,CYD-0004,,visitor-99cyd,/demo
e10,demo_request,2026-04-10T10:00:00Z,CYD-0004,,visitor-99cyd,/demo
,page_view,2026-04-11T10:00:00Z,,ann@annfield.example,,/lost
e12,page_view,never,ANN-0001,,,/when
e13,page_view,2026-04-12T10:00:00Z,ANN-0001,too,many,cells,here,and,here
"""
OUTCOMES = """outcome_id,lead_id,outcome,occurred_at
o1,ANN-0001,accepted,2026-04-20
o2,1042,won,2026-04-25
o3,BOB-0003,accepted,2026-04-21
"""
HERS = ("ANN-0001", "ANN-0002", "1042")
HER_NAMES = ("ann@annfield.example", "anna@home.example", "ann-0001", "ann-0002", "visitor-77ann")
DAYS = {"AS_OF": "2026-04-30", "VARS": "{history_months: 1}"}
OTHERS_SCORES = (
    "select lead_id, scored_on, score, raw_score, grade, stage, stage_entered_on, top_reasons"
    " from marts.lead_score_history where lead_id not in ('ANN-0001', 'ANN-0002', '1042')"
    " order by all",
    "from marts.lead_score_ledger where lead_id not in ('ANN-0001', 'ANN-0002', '1042')"
    " order by all",
)
MAKE = dict.fromkeys(("LEAD", "DRY_RUN", "TARGET", "INPUT", "AS_OF", "RULEBOOK", "VARS"), "")


class Marketer(CommandLine):
    """A user who erases people in this process."""

    code = 0

    @property
    def given(self) -> Path:
        """The input."""
        return self.directory / "input"

    @property
    def contents(self) -> dict[str, bytes]:
        """All files of the warehouse and those beside it."""
        files = sorted(self.warehouse.parent.rglob("*"))
        return {path.name: path.read_bytes() for path in files if path.is_file()}

    @property
    def scores(self) -> list[list[tuple[Any, ...]]]:
        """What all others score, and why."""
        return [self.rows(query) for query in OTHERS_SCORES]

    def erase(self, capture: pytest.CaptureFixture[str], lead: str, **variables: str) -> str:
        """What the command says; also with an error."""
        environment = {**self._environment(MAKE), "LEAD": lead, **variables}
        with mock.patch.dict(os.environ, environment):
            self.code = cli.main(["erase"])
        captured = capture.readouterr()
        return captured.out + captured.err

    def twin(self, directory: Path) -> Marketer:
        """Another user with the same warehouse, and what is beside it."""
        other = Marketer(directory)
        shutil.copytree(self.warehouse.parent, other.warehouse.parent)
        return other


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Marketer:
    """A user whose warehouse holds Ann, Bob and Cyd."""
    user = Marketer(tmp_path_factory.mktemp("erase"))
    user.given.mkdir()
    for name, text in {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}.items():
        (user.given / f"{name}.csv").write_text(text, encoding="utf-8")
    user.build(INPUT=str(user.given), **DAYS)
    return user


@pytest.fixture
def user(built: Marketer, tmp_path: Path) -> Marketer:
    """A user with a copy of that warehouse."""
    return built.twin(tmp_path)


Said = pytest.CaptureFixture[str]


def cells_that_name_her(path: Path) -> set[str]:
    """Cells of all tables and views of a file with a name of hers in them, whatever is around."""
    found = set()
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
        assert len(tables) > 150
        for schema, table in tables:
            cursor = connection.execute(f'from {schema}."{table}"')
            columns = [column[0] for column in cursor.description or []]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    text = str(cell).lower()
                    # Joann has an address that ends like hers.
                    names = (name in text.replace("joann@", "") for name in HER_NAMES)
                    is_id = column.endswith(("lead_id", "person_id"))
                    if any(names) or (is_id and text == "1042"):
                        found.add(f"{schema}.{table}.{column}")
    return found


def test_a_look_changes_nothing(user: Marketer, capsys: Said) -> None:
    before = user.contents
    said = user.erase(capsys, "ANN-0002", DRY_RUN="1")
    assert user.code == 0
    assert "3 leads (1042, ANN-0001, ANN-0002), 2 email addresses and 2 visitors" in said
    assert re.search(r" 4 rows of raw\.leads\n +9 rows of raw\.events\n +2 rows of raw\.outc", said)
    assert "Nothing was changed" in said
    assert user.contents | {".lead_scoring.lock": b""} == before | {".lead_scoring.lock": b""}


def test_nothing_of_the_person_is_left(user: Marketer, capsys: Said) -> None:
    assert len(cells_that_name_her(user.warehouse)) > 50
    before = user.scores
    said = user.erase(capsys, "ANN-0002")
    assert user.code == 0
    # What is going to go is said before anything is done.
    assert said.index("1042, ANN-0001, ANN-0002") < said.index("to go are")
    assert cells_that_name_her(user.warehouse) == set()
    assert user.scores == before
    assert all(before)
    assert user.rows("select lead_id from marts.lead_scores order by all") == [
        ("BOB-0003",),
        ("CYD-0004",),
    ]
    # So did the rows that have a number and no name.
    for table in ("int_ledger_this_run", "int_person_event_hits", "int_person_attributes"):
        numbers = f"from intermediate.{table} where person_day_key"
        people = "(select person_day_key from intermediate.int_people)"
        assert user.rows(f"select count(*) > 0 {numbers} in {people}") == [(True,)]
        assert user.rows(f"select count(*) {numbers} not in {people}") == [(0,)]
    # What went beyond her from tables that builds go on with comes back with the next one.
    assert user.rows("select distinct intake_version from intermediate.state_event_batches") == [
        ("",)
    ]
    # Events of others stay, but for the cells that show her address.
    assert user.rows("select event_id, lead_id, email, asset from raw.events order by all") == [
        ("e05", "BOB-0003", None, "/demo"),
        ("e08", "BOB-0003", None, "/mail"),
        ("e09", "BOB-0003", None, None),
        *[("e10", "CYD-0004", None, "/demo")] * 2,
    ]


def test_no_byte_of_the_person_is_left(user: Marketer, capsys: Said) -> None:
    """Deleted rows stay in the blocks of a DuckDB file until it is written anew."""
    her_words = (b"Annabel", b"anna@home.example", b"visitor-77ann")
    assert all(any(word in content for content in user.contents.values()) for word in her_words)
    user.erase(capsys, "ANN-0001")
    for name, content in user.contents.items():
        # Where the CRM is to be told, the lead_id waits beside the warehouse, and nothing else.
        for word in her_words:
            assert word not in content, (name, word)
    assert b"ANN-0001" not in user.warehouse.read_bytes()


@pytest.mark.parametrize("step", ["remove", "find_traces", "forget", "add_to_register"])
def test_a_crash_leaves_all_as_it_was(user: Marketer, capsys: Said, step: str) -> None:
    before = user.warehouse.read_bytes()
    with (
        mock.patch.object(command, step, side_effect=RuntimeError("crash")),
        pytest.raises(RuntimeError),
    ):
        user.erase(capsys, "ANN-0001")
    assert user.warehouse.read_bytes() == before
    assert not list(user.warehouse.parent.glob("*erased*"))
    assert not list(user.warehouse.parent.glob(".*building"))


def test_a_crash_before_the_last_step_is_made_up_for(user: Marketer, capsys: Said) -> None:
    before = user.warehouse.read_bytes()
    with (
        mock.patch.object(Warehouse, "put_side_file_in_place", side_effect=RuntimeError("crash")),
        pytest.raises(RuntimeError),
    ):
        user.erase(capsys, "ANN-0001")
    assert user.warehouse.read_bytes() == before
    # A load in between already knows whom the CRM has to clear.
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute(
            "create or replace table raw.erased_leads as select 'ANN-0001' as lead_id"
        )
    user.erase(capsys, "ANN-0001")
    assert user.code == 0
    assert cells_that_name_her(user.warehouse) == set()


def test_what_is_found_afterwards_stops_the_command(user: Marketer, capsys: Said) -> None:
    """Such as a table that somebody has added, in a form that no rule foresees."""
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("create table raw.own as select 'call ann@annfield.example' as note")
    before = user.warehouse.read_bytes()
    said = user.erase(capsys, "ANN-0001")
    assert user.code == 1
    assert "would still be named in raw.own (1 rows)" in said
    assert user.warehouse.read_bytes() == before


def test_the_warehouse_of_another_input_beside_it_forgets_too(user: Marketer, capsys: Said) -> None:
    previous = user.warehouse.with_name("lead_scoring.previous.duckdb")
    shutil.copyfile(user.warehouse, previous)
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("update raw.input_facts set source = '/somewhere/else'")
    said = user.erase(capsys, "ANN-0001")
    assert user.code == 0, said
    assert cells_that_name_her(user.warehouse) == cells_that_name_her(previous) == set()
    # The people of the demo are others, even where their lead_ids are the same.
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("update raw.input_facts set source = 'demo'")
    bob = previous.read_bytes()
    user.erase(capsys, "BOB-0003")
    assert user.code == 0
    assert previous.read_bytes() == bob


def test_what_cannot_be_done_is_said(user: Marketer, tmp_path: Path, capsys: Said) -> None:
    assert "name one of the person's: make erase LEAD=" in user.erase(capsys, "")
    assert user.code == 1
    assert "no lead NOBODY is in" in user.erase(capsys, "NOBODY")
    user.erase(capsys, "ANN-0001")
    assert "if it was erased, nothing of it is left" in user.erase(capsys, "ANN-0001")
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("drop table raw.input_facts")
    assert "was not loaded by this project" in user.erase(capsys, "BOB-0003")
    assert user.code == 1
    elsewhere = Marketer(tmp_path / "elsewhere")
    assert "no lead ANN-0001 is in" in elsewhere.erase(capsys, "ANN-0001")


@pytest.mark.skipif(importlib.util.find_spec("dlt") is None, reason="make sync installs it")
def test_no_build_brings_the_person_back_and_the_crm_clears_once(
    user: Marketer, built: Marketer, capsys: Said
) -> None:
    before = user.scores
    with serving(rest) as crm:
        assert "4 sent" in sync(user, crm, capsys)
        assert "may still show a score of ANN-0001, ANN-0002:" in user.erase(capsys, "1042")
        crm.forget()
        assert "0 sent, 2 cleared, 2 unchanged" in sync(user, crm, capsys)
        assert crm.writes == {"ANN-0001": 1, "ANN-0002": 1}
        said = user.build(INPUT=str(built.given), **DAYS)
        assert "4 rows of erased people left out" in said
        assert cells_that_name_her(user.warehouse) == set()
        assert user.scores == before
        assert "0 sent, 0 cleared, 2 unchanged" in sync(user, crm, capsys)
    for name, content in user.contents.items():
        assert b"ANN-0001" not in content, name
    # All files are read anew, and a warehouse is begun anew.
    for is_there in (True, False):
        if not is_there:
            user.warehouse.unlink()
        user.run("load", INPUT=str(built.given), FULL_REFRESH="1")
        assert user.rows("select lead_id from raw.leads") == [("BOB-0003",), ("CYD-0004",)]
        assert user.rows("select count(*), count(email) from raw.events") == [(5, 0)]
        assert user.rows("select outcome_id from raw.outcomes") == [("o3",)]


def sync(user: Marketer, crm: FakeCrm, capsys: Said) -> str:
    """Sync the scores to a CRM; what became of the rows."""
    destination = user.directory / "crm.toml"
    destination.write_text(
        f'kind = "rest"\nurl = "{crm.url}"\npath = "/leads/batch"\n[fields]\nscore = "score"\n',
        encoding="utf-8",
    )
    with mock.patch.dict(os.environ, user._environment(MAKE)):
        assert cli.main(["sync", "--destination", str(destination)]) == 0
    return capsys.readouterr().out.splitlines()[-1]


def test_who_shares_a_mailbox_stays(tmp_path: Path, capsys: Said) -> None:
    """Dot and Eva write from one mailbox; Dot's further address and cookie are hers alone."""
    user = Marketer(tmp_path)
    user.given.mkdir()
    for name, text in {
        "leads": "lead_id,created_at,email,first_name\nDOT-0005,2026-03-01,info@mill.example,Dot\n"
        "EVA-0006,2026-03-01,info@mill.example,Eva\nFAY-0007,2026-03-01,noemail@mill.example,Fay\n"
        "GIL-0008,2026-03-01,noemail@mill.example,Gil\n",
        "events": "event_id,event_type,occurred_at,lead_id,email,anonymous_id\n"
        "e1,demo_request,2026-04-01,EVA-0006,,\ne2,demo_request,2026-04-01,,dot@home.example,\n"
        "e3,page_view,2026-04-01,,,cookie-5dot\ne4,page_view,2026-04-01,,info@mill.example,\n",
        "identities": "lead_id,kind,value\nDOT-0005,email,Dot@home.example\n"
        "DOT-0005,anonymous_id,cookie-5dot\nEVA-0006,email,eva@home.example\n",
    }.items():
        (user.given / f"{name}.csv").write_text(text, encoding="utf-8")
    user.build(INPUT=str(user.given), **DAYS)
    said = user.erase(capsys, "DOT-0005")
    assert user.code == 0, said
    assert "1 lead (DOT-0005), 1 email address and 1 visitor" in said
    assert user.rows("select lead_id from marts.lead_scores order by all") == [
        ("EVA-0006",), ("FAY-0007",), ("GIL-0008",),
    ]  # fmt: skip
    assert user.rows("select event_id from raw.events order by all") == [("e1",), ("e4",)]
    assert user.rows("select value from raw.identities") == [("eva@home.example",)]
    user.erase(capsys, "FAY-0007")
    user.build(INPUT=str(user.given), **DAYS)
    assert user.rows("select lead_id from marts.lead_scores order by all") == [
        ("EVA-0006",), ("GIL-0008",),
    ]  # fmt: skip
