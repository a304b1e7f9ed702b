"""The sync against local CRMs: each ends with exactly the warehouse's scores, whatever happens.

Here the table is written by hand; test_sync_days builds it over several days.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from lead_scoring import cli
from tests.conftest import make_scorecards
from tests.fake_crm import FakeCrm, hubspot, rest, salesforce, serving, slack

pytest.importorskip("dlt", reason="make sync installs it")

LEADS = 250
QUICK = "timeout_seconds = 1\nbackoff_seconds = 0.05\nmax_attempts = 4\n"
FIELDS = '\n[fields]\nscore = "lead_score"\nstage = "lead_stage"\ndue_at = "due"\n'


@dataclass
class Site:
    """A warehouse with a table to sync, and a file for a destination."""

    directory: Path
    capture: pytest.CaptureFixture[str]

    @property
    def warehouse(self) -> Path:
        """The warehouse file."""
        return self.directory / "warehouse.duckdb"

    @property
    def environment(self) -> dict[str, str]:
        """What the sync finds in its environment."""
        return {
            "LEAD_SCORING_DUCKDB_PATH": str(self.warehouse),
            "CRM_TOKEN": "secret",
            "CRM_CLIENT": "me",
            # make exports its variables, empty ones too, and dlt has a setting of that name.
            "FULL_REFRESH": "",
        }

    def execute(self, query: str) -> list[tuple[Any, ...]]:
        """Run SQL on the warehouse."""
        with duckdb.connect(str(self.warehouse)) as connection:
            return connection.execute(query).fetchall()

    def configure(self, name: str, text: str) -> str:
        """Write the file of a destination; what DESTINATION is then."""
        path = self.directory / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def sync(self, destination: str) -> tuple[int, str]:
        """Run the command; its exit code and all it said."""
        with mock.patch.dict(os.environ, self.environment):
            code = cli.main(["sync", "--destination", destination])
        captured = self.capture.readouterr()
        said = captured.out + captured.err
        assert "secret" not in said
        assert "@" not in said
        return code, said

    def expected(self) -> dict[str, dict[str, Any]]:
        """What a CRM must hold under the names of FIELDS."""
        return {
            lead_id: {"lead_score": score, "lead_stage": stage, "due": due}
            for lead_id, score, stage, due in self.execute(
                "select lead_id, score, stage, strftime(due_at, '%Y-%m-%dT%H:%M:%SZ')"
                " from activation.crm_lead_score_sync"
            )
        }


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    """A warehouse of 250 leads; every tenth is to be cleared."""
    site = Site(tmp_path, capsys)
    with duckdb.connect(str(site.warehouse)) as connection:
        make_scorecards(connection, "default", "renewals", "idle", active=("default", "renewals"))
    site.execute(
        f"""
        create schema activation;
        create table activation.crm_lead_score_sync as
        select
            'default' as scorecard,
            'L' || lpad(i::varchar, 4, '0') as lead_id,
            case when i % 10 = 0 then 'clear' else 'upsert' end as sync_operation,
            null::varchar as crm_object,
            case when i % 10 > 0 then lead_id end as primary_lead_id,
            case when i % 10 > 0 then i % 100 end::integer as score,
            case when i % 10 > 0 then 'A1' end as grade,
            case when i % 10 > 0 then 'mql' end as stage,
            case when i % 10 > 0 then 'Said "hello" <there>.' end as reasons,
            null::varchar as disqualification_reason,
            case when i % 10 > 0 then 'call' end as next_action,
            case when i % 10 > 0 then timestamp '2026-07-01 08:00:00' end as due_at,
            false as is_holdout,
            'none' as sales_status,
            null::varchar as suggested_owner_id,
            'r1' as rulebook_version,
            timestamp '2026-06-30' as changed_at,
            1::bigint as publication_number,
            md5(concat_ws('|', sync_operation, score, stage)) as sync_hash
        from range(1, {LEADS + 1}) as numbers(i)
        """
    )
    return site


@pytest.fixture
def crm() -> Iterator[FakeCrm]:
    """A CRM with a plain REST interface."""
    with serving(rest) as crm:
        yield crm


def batch_endpoint(site: Site, crm: FakeCrm, more: str = "") -> str:
    """A destination that takes 20 rows at a time."""
    return site.configure(
        "rest",
        f'kind = "rest"\nurl = "{crm.url}"\ntoken = "${{CRM_TOKEN}}"\npath = "/leads/batch"\n'
        f"batch_size = 20\n{QUICK}{more}{FIELDS}",
    )


def rescore(site: Site, condition: str, score: int = 77) -> None:
    """What a build does to rows that changed."""
    site.execute(
        f"update activation.crm_lead_score_sync set score = {score}, sync_operation = 'upsert',"
        f" sync_hash = md5('{score}') where {condition}"
    )


def test_only_what_changed_is_sent(site: Site, crm: FakeCrm) -> None:
    destination = batch_endpoint(site, crm)
    code, said = site.sync(destination)
    assert (code, said.splitlines()[-1]) == (0, "225 sent, 25 cleared, 0 unchanged, 0 failed.")
    assert crm.records == site.expected()
    assert len(crm.requests) == 13
    assert crm.headers[0]["Authorization"] == "Bearer secret"

    crm.forget()
    code, said = site.sync(destination)
    assert (code, said.splitlines()[-1]) == (0, "0 sent, 0 cleared, 250 unchanged, 0 failed.")
    assert crm.requests == []

    rescore(site, "lead_id in ('L0001', 'L0010')")
    code, said = site.sync(destination)
    assert said.splitlines()[-1] == "2 sent, 0 cleared, 248 unchanged, 0 failed."
    assert crm.writes == {"L0001": 1, "L0010": 1}
    assert crm.records == site.expected()


def test_faults_that_pass_are_waited_for(site: Site, crm: FakeCrm) -> None:
    """429 for as long as it says, 500, 503, no answer and too late an answer."""
    crm.faults += [429, 500, "ok", 503, "lost", "timeout", "ok", 429]
    code, said = site.sync(batch_endpoint(site, crm))
    assert (code, said.splitlines()[-1]) == (0, "225 sent, 25 cleared, 0 unchanged, 0 failed.")
    assert crm.records == site.expected()
    assert crm.requests[1][0] - crm.requests[0][0] >= 1
    # One batch came twice: its answer was too late. No other row did.
    assert sorted(crm.writes.values()) == [1] * 230 + [2] * 20
    keys = [each["Idempotency-Key"] for each in crm.headers]
    assert len(set(keys)) == 13


def test_a_crm_that_stays_away_stops_the_sync_and_the_next_one_goes_on(
    site: Site, crm: FakeCrm
) -> None:
    destination = batch_endpoint(site, crm)
    crm.faults += ["ok"] * 5 + [503] * 4
    code, said = site.sync(destination)
    assert code == 1
    assert "rest answers 503, after 4 attempts" in said
    assert "not tried" in said
    assert sum(crm.writes.values()) == 100
    code, said = site.sync(destination)
    assert code == 0
    assert crm.records == site.expected()
    assert set(crm.writes.values()) == {1}


def test_rows_that_are_not_taken_are_named_and_sent_again(site: Site, crm: FakeCrm) -> None:
    crm.refuses = {"L0003", "L0044"}
    crm.missing = {"L0005", "L0010"}  # the second is to be cleared, which it is then
    destination = batch_endpoint(site, crm)
    code, said = site.sync(destination)
    assert code == 1
    assert "222 sent, 25 cleared, 0 unchanged, 3 failed." in said
    assert "L0003: locked by (email address)" in said
    assert "L0005: not_found no such lead" in said
    crm.refuses = crm.missing = set()
    crm.forget()
    code, said = site.sync(destination)
    assert (code, said.splitlines()[-1]) == (0, "3 sent, 0 cleared, 247 unchanged, 0 failed.")
    assert crm.writes.keys() == {"L0003", "L0044", "L0005"}
    assert crm.records == {key: values for key, values in site.expected().items() if key != "L0010"}


def test_a_killed_sync_loses_nothing(site: Site, crm: FakeCrm) -> None:
    """Killed while batches are on their way, again and again; at most one batch comes twice."""
    destination = batch_endpoint(site, crm)
    crm.delay = 0.05
    kills = 0
    for requests in (3, 4):
        seen = len(crm.requests)
        process = subprocess.Popen(
            [sys.executable, "-m", "lead_scoring", "sync", "--destination", destination],
            env=os.environ
            | site.environment
            | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            stdout=subprocess.DEVNULL,
        )
        while len(crm.requests) < seen + requests and process.poll() is None:
            time.sleep(0.005)
        kills += process.poll() is None
        process.kill()
        process.wait()
    assert kills == 2
    crm.delay = 0
    code, _ = site.sync(destination)
    assert code == 0
    assert crm.records == site.expected()
    twice = [key for key, writes in crm.writes.items() if writes > 1]
    assert max(crm.writes.values()) <= 3
    assert len(twice) <= 2 * 20
    crm.forget()
    site.sync(destination)
    assert crm.requests == []


def test_a_request_for_each_lead(site: Site, crm: FakeCrm) -> None:
    site.execute("delete from activation.crm_lead_score_sync where lead_id > 'L0012'")
    crm.missing = {"L0010", "L0012"}
    destination = site.configure(
        "one",
        f'kind = "rest"\nurl = "{crm.url}"\nmethod = "PATCH"\npath = "/leads/{{lead_id}}"\n'
        f"{QUICK}{FIELDS}",
    )
    code, said = site.sync(destination)
    assert code == 1
    assert "10 sent, 1 cleared, 0 unchanged, 1 failed." in said
    assert crm.records["L0001"] == {
        "lead_score": 1,
        "lead_stage": "mql",
        "due": "2026-07-01T08:00:00Z",
    }
    assert "Authorization" not in crm.headers[0]


def test_leads_that_the_table_has_lost_are_cleared_but_never_most_of_them(
    site: Site, crm: FakeCrm
) -> None:
    destination = batch_endpoint(site, crm)
    site.sync(destination)
    site.execute("delete from activation.crm_lead_score_sync where lead_id <= 'L0005'")
    _, said = site.sync(destination)
    assert said.splitlines()[-1] == "0 sent, 5 cleared, 245 unchanged, 0 failed."
    assert crm.records["L0005"] == {"lead_score": None, "lead_stage": None, "due": None}
    crm.forget()
    site.execute("delete from activation.crm_lead_score_sync where lead_id < 'L0100'")
    code, said = site.sync(destination)
    assert code == 1
    assert "85 of the 220 leads that rest shows a score for would be cleared" in said
    assert crm.requests == []
    code, _ = site.sync(batch_endpoint(site, crm, "max_clear_share = 1.0\n"))
    assert code == 0


def test_what_is_cleared_and_gone_is_forgotten(site: Site, crm: FakeCrm) -> None:
    """As with people who were erased: out of the table, back as rows to clear, and out again."""
    destination = batch_endpoint(site, crm)
    site.sync(destination)
    crm.forget()
    leads = "lead_id in ('L0001', 'L0002')"
    site.execute(f"create table erased as from activation.crm_lead_score_sync where {leads}")
    site.execute(f"delete from activation.crm_lead_score_sync where {leads}")
    assert site.sync(destination)[1].splitlines()[-1].startswith("0 sent, 2 cleared, 248 unch")
    site.execute("update erased set sync_operation = 'clear', sync_hash = md5('empty')")
    site.execute("insert into activation.crm_lead_score_sync from erased")
    assert site.sync(destination)[1].splitlines()[-1].startswith("0 sent, 0 cleared, 250 unch")
    site.execute(f"delete from activation.crm_lead_score_sync where {leads}")
    assert site.sync(destination)[1].splitlines()[-1].startswith("0 sent, 0 cleared, 248 unch")
    assert crm.writes == {"L0001": 1, "L0002": 1}
    memory = site.warehouse.with_name("warehouse.sync.sqlite").read_bytes()
    assert b"L0001" not in memory
    assert b"L0003" in memory


def test_another_mapping_or_another_crm_gets_all_of_it(site: Site, crm: FakeCrm) -> None:
    destination = batch_endpoint(site, crm)
    site.sync(destination)
    with serving(rest) as other:
        _, said = site.sync(batch_endpoint(site, other))
        assert said.splitlines()[-1].startswith("225 sent, 25 cleared")
        assert other.records == site.expected()
    batch_endpoint(site, crm)
    with Path(destination).open("a") as file:
        file.write('grade = "lead_grade"\n')
    _, said = site.sync(destination)
    assert said.splitlines()[-1].startswith("225 sent, 25 cleared")
    assert crm.records["L0001"]["lead_grade"] == "A1"


def test_hubspot_takes_its_batches(site: Site) -> None:
    """200, 207 with missing records, 400 for a batch with a value that is not valid."""
    with serving(hubspot) as crm:
        crm.faults += [429]
        crm.refuses = {"L0150"}
        crm.missing = {"L0005", "L0010", "L0249"}
        crm.silent = {"L0030", "L0031"}
        rescore(site, "lead_id = 'L0150'")
        destination = site.configure(
            "hubspot",
            f'kind = "hubspot"\nurl = "{crm.url}"\ntoken = "${{CRM_TOKEN}}"\n{QUICK}{FIELDS}',
        )
        code, said = site.sync(destination)
        assert code == 1
        assert "222 sent, 23 cleared, 0 unchanged, 5 failed." in said
        assert "L0031: not among the results" in said
        assert "L0150: VALIDATION_ERROR Property values were not valid" in said
        assert "L0005: OBJECT_NOT_FOUND" in said
        crm.refuses = crm.missing = crm.silent = set()
        crm.forget()
        code, said = site.sync(destination)
        assert (code, said.splitlines()[-1]) == (0, "4 sent, 1 cleared, 245 unchanged, 0 failed.")
        empty = {"lead_score": "", "lead_stage": "", "due": ""}
        assert crm.records["L0020"] == empty
        assert {key for key, values in crm.records.items() if values != empty} == {
            key for key, values in site.expected().items() if values["lead_score"] is not None
        }
        assert crm.records["L0150"]["lead_score"] == 77


def test_salesforce_writes_leads_and_contacts_to_their_own_objects(site: Site) -> None:
    """Also those to be cleared, those that the table has lost, and those whose ids say nothing."""
    table = "activation.crm_lead_score_sync"
    site.execute(f"update {table} set lead_id = '003' || lead_id where lead_id <= 'L0120'")
    site.execute(f"update {table} set lead_id = '00Q' || lead_id where lead_id like 'L013%'")
    site.execute(f"update {table} set crm_object = 'Contact' where lead_id like 'L%7'")
    with serving(salesforce) as crm:
        crm.contacts = {f"L{number:04}" for number in range(7, LEADS, 10)}
        destination = site.configure(
            "salesforce",
            f'kind = "salesforce"\nurl = "{crm.url}"\ntoken = "${{CRM_TOKEN}}"\n{QUICK}'
            f"batch_size = 200\nmax_clear_share = 1.0\n{FIELDS}",
        )
        code, said = site.sync(destination)
        assert (code, said.splitlines()[-1]) == (0, "225 sent, 25 cleared, 0 unchanged, 0 failed.")
        assert crm.records == site.expected()
        site.execute(f"delete from {table} where lead_id like '003%1'")
        code, said = site.sync(destination)
        assert (code, said.splitlines()[-1]) == (0, "0 sent, 12 cleared, 238 unchanged, 0 failed.")


def test_salesforce_takes_its_collections(site: Site) -> None:
    with serving(salesforce) as crm:
        crm.faults += ["ok", 503]
        crm.refuses = {"L0150"}
        crm.missing = {"L0005", "L0010"}
        rescore(site, "lead_id = 'L0150'")
        destination = site.configure(
            "salesforce",
            f'kind = "salesforce"\nurl = "{crm.url}"\nclient_id = "${{CRM_CLIENT}}"\n'
            f'client_secret = "${{CRM_TOKEN}}"\nbatch_size = 200\n{QUICK}{FIELDS}',
        )
        code, said = site.sync(destination)
        assert code == 1
        assert "224 sent, 24 cleared, 0 unchanged, 2 failed." in said
        assert "L0150: FIELD_CUSTOM_VALIDATION_EXCEPTION" in said
        assert crm.headers[-1]["Authorization"] == "Bearer token"
        crm.refuses = crm.missing = set()
        crm.forget()
        code, said = site.sync(destination)
        assert (code, said.splitlines()[-1]) == (0, "2 sent, 0 cleared, 248 unchanged, 0 failed.")
        assert crm.records == {
            key: values for key, values in site.expected().items() if key != "L0010"
        }


def test_each_scorecard_is_sent_by_itself(site: Site, crm: FakeCrm) -> None:
    site.execute(
        "insert into activation.crm_lead_score_sync by name"
        " select * replace ('renewals' as scorecard, 1 as score, md5('r' || lead_id) as sync_hash)"
        " from activation.crm_lead_score_sync where sync_operation = 'upsert'"
        " union all by name select * replace ('idle' as scorecard, 2 as score)"
        " from activation.crm_lead_score_sync"
    )
    destination = batch_endpoint(site, crm)
    assert "225 sent, 25 cleared" in site.sync(destination)[1]
    assert {record["lead_score"] for record in crm.records.values()} > {None, 77 % 100}
    crm.forget()
    # The same file for another scorecard: nothing of it has been sent, and nothing is cleared.
    assert "225 sent, 0 cleared" in site.sync(batch_endpoint(site, crm, scorecard("renewals")))[1]
    assert {body["rows"][0]["lead_score"] for *_, body in crm.requests} == {1}
    # Named or not, the one in force is the same.
    for more in ("", scorecard("default")):
        assert "0 sent, 0 cleared, 250 unch" in site.sync(batch_endpoint(site, crm, more))[1]


def scorecard(name: str) -> str:
    """A line of a destination's file."""
    return f'scorecard = "{name}"\n'


def test_a_scorecard_that_is_not_active_is_not_sent(site: Site, crm: FakeCrm) -> None:
    for name, sentence in {
        "idle": "Error: the scorecard idle is not active, so nothing of it may be sent; write"
        " is_active,true into its settings.csv and build again, or choose one of default,"
        " renewals.\n",
        "bold": "Error: there is no scorecard bold in the warehouse; choose one of default,"
        " renewals, idle.\n",
    }.items():
        assert site.sync(batch_endpoint(site, crm, scorecard(name))) == (1, sentence)
    assert crm.requests == []


def test_alerts_are_told_once(site: Site) -> None:
    site.execute(
        """
        create table activation.lead_alerts as
        select
            'default' as scorecard, i::varchar as alert_id, 'L' || i as lead_id,
            case when i = 3 then 'u-<1>' end as owner_id,
            case when i = 3 then 'rising' else 'entered_stage' end as alert,
            case when i = 5 then date '2026-06-27' else date '2026-06-30' end as happened_on,
            date '2026-06-30' as scored_on, 50 + i as score, 'A1' as grade,
            case when i = 4 then 'nurture' else 'mql' end as stage, 'call' as next_action,
            timestamp '2026-07-01 08:00:00' as due_at, 'Asked for a <demo>.' as reasons,
            20.25::decimal(28, 8) as score_change_7d
        from range(1, 6) as numbers(i)
        """
    )
    with serving(slack) as crm:
        destination = site.configure(
            "webhook",
            f'kind = "webhook"\nurl = "{crm.url}/services/T0/B0/x"\nbatch_size = 2\n{QUICK}'
            'stages = ["mql"]\nlead_url = "https://crm.example.com/leads/{lead_id}"\n',
        )
        code, said = site.sync(destination)
        assert (code, said.splitlines()[-1]) == (0, "3 sent, 0 cleared, 0 unchanged, 0 failed.")
        messages = [body["text"].splitlines() for _, _, _, body in crm.requests]
        assert [len(lines) for lines in messages] == [2, 1]
        assert messages[0][0] == (
            "*<https://crm.example.com/leads/L3|L3>* rose by 20.2 points within a week: score 53,"
            " grade A1. Next: call by 2026-07-01T08:00:00Z. Owner: u-&lt;1&gt;."
            " Asked for a &lt;demo&gt;."
        )
        assert "*<https://crm.example.com/leads/L2|L2>* is mql since 2026-06-30:" in messages[0][1]
        crm.forget()
        code, said = site.sync(destination)
        assert (code, crm.requests) == (0, [])
        site.execute(
            "insert into activation.lead_alerts select * replace ('9' as alert_id)"
            " from activation.lead_alerts where alert_id = '1'"
        )
        site.sync(destination)
        assert len(crm.requests) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('kind = "rest"\nurl = "{url}"\ntoken = "abc"' + FIELDS, "token is written out"),
        ('kind = "rest"\nurl = "{url}"\ntoken = "${{NOT_SET}}"' + FIELDS, "NOT_SET"),
        ('kind = "rest"\nurl = "{url}"\nbatchsize = 3' + FIELDS, "did you mean batch_size?"),
        ('kind = "rest"\nurl = "{url}"\nbatch_size = "3"' + FIELDS, "is not a whole number"),
        ('kind = "rest"\nurl = "{url}"\nbatch_size = 0' + FIELDS, "must be 1 or more"),
        ('kind = "crm"\nurl = "{url}"' + FIELDS, "kind crm is not known"),
        ('kind = "rest"\nurl = "http://crm.example.com"' + FIELDS, "https://"),
        ('kind = "rest"' + FIELDS, "url is missing"),
        ('kind = "rest"\nurl = "{url}"', "no [fields]"),
        ('kind = "rest"\nurl = "{url}"\n[fields]\nemail = "e"', "email in [fields] is no column"),
        ('kind = "rest"\nurl = {url}', "is no TOML file"),
    ],
)
def test_a_file_that_cannot_work_is_refused(
    site: Site, crm: FakeCrm, text: str, sentence: str
) -> None:
    code, said = site.sync(site.configure("wrong", text.format(url=crm.url)))
    assert code == 1
    assert sentence in said
    assert crm.requests == []


@pytest.mark.parametrize("status", [301, 401, 403])
def test_answers_that_no_retry_mends_stop_the_sync(site: Site, crm: FakeCrm, status: int) -> None:
    crm.faults += [status]
    code, said = site.sync(batch_endpoint(site, crm))
    assert code == 1
    assert ("has moved" if status == 301 else "refuses the credentials") in said
    assert len(crm.requests) == 1


def test_a_setting_that_no_row_can_meet_stops_the_sync_early(site: Site, crm: FakeCrm) -> None:
    crm.faults += [422] * 1000
    code, said = site.sync(batch_endpoint(site, crm))
    assert code == 1
    assert "refused the first 20 rows (422 not now)" in said
    assert len(crm.requests) < 60


def test_one_sync_at_a_time(site: Site, crm: FakeCrm) -> None:
    destination = batch_endpoint(site, crm)
    crm.delay = 0.3
    process = subprocess.Popen(
        [sys.executable, "-m", "lead_scoring", "sync", "--destination", destination],
        env=os.environ
        | site.environment
        | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.DEVNULL,
    )
    while not crm.requests and process.poll() is None:
        time.sleep(0.01)
    code, said = site.sync(destination)
    process.kill()
    process.wait()
    assert (code, "another sync" in said) == (1, True)


def test_what_would_be_sent_is_said_without_sending(site: Site, crm: FakeCrm) -> None:
    with mock.patch.dict(os.environ, {"DRY_RUN": "1"}):
        code, said = site.sync(batch_endpoint(site, crm))
    sentence = "Sync of scorecard default to rest: 225 rows to send, 25 to clear, 0 unchanged\n"
    assert (code, said) == (0, sentence)
    assert crm.requests == []


def test_without_a_table_there_is_one_sentence(site: Site, crm: FakeCrm) -> None:
    site.execute("drop table activation.crm_lead_score_sync")
    code, said = site.sync(batch_endpoint(site, crm))
    assert (code, "run: make build" in said) == (1, True)
