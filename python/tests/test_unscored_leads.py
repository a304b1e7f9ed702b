"""What `explain` answers about a lead without a score, and about one of a person with several."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import CommandLine

HEADER = "lead_id,created_at,email,is_deleted,merged_into_lead_id\n"
LEADS = {
    "L-1": "2026-01-05,ann@example.com,false,",
    "L-2": "2026-01-05,bo@example.com,false,",
    "L-3": "2026-01-06,bo.jr@example.com,true,L-2",
    "L-4": "2026-01-06,cy@example.com,true,",
    "L-5": "2026-02-20,di@example.com,false,",
    "L-6": "not a day,ed@example.com,false,",
}


def build(user: CommandLine, given: Path, as_of: str, leads: dict[str, str]) -> None:
    """Build the leads on a day."""
    rows = "".join(f"{lead},{cells}\n" for lead, cells in leads.items())
    (given / "leads.csv").write_text(HEADER + rows, encoding="utf-8")
    user.build(False, INPUT=str(given), AS_OF=as_of)


@pytest.mark.models
def test_each_lead_without_a_score_gets_its_reason(tmp_path: Path) -> None:
    user, given = CommandLine(tmp_path / "user"), tmp_path / "input"
    user.warehouse.parent.mkdir(parents=True)
    given.mkdir()
    build(user, given, "2026-01-31", LEADS)
    build(user, given, "2026-02-10", LEADS | {"L-1": "2026-01-05,ann@example.com,true,"})
    for lead, answer in {
        "L-1": "the lead L-1 has been deleted since 2026-02-10, and deleted leads are not scored;"
        " its last score is ",
        "L-4": "the lead L-4 was deleted when the input first held it, on 2026-01-31, and deleted"
        " leads are not scored; no score of it is kept.",
        "L-5": "the lead L-5 was created on 2026-02-20, after 2026-02-10, the latest day",
        "L-6": "the row of the lead L-6 was rejected: created_at is not an ISO 8601 timestamp",
        "l-2": "no scored person has the lead l-2; did you mean L-2?",
        "2": "no scored person has the lead 2; did you mean L-2?",
        "nobody": "no scored person has the lead nobody, and the input holds no lead of that id",
    }.items():
        done = user.run("explain", LEAD=lead)
        assert (done.returncode, done.stdout) == (1, ""), done.stdout
        assert answer in " ".join(done.stderr.split())
    deleted = " ".join(user.run("explain", LEAD="L-1").stderr.split())
    assert " on 2026-01-31 (grade " in deleted
    first, second, *_ = user.run("explain", LEAD="L-3").stdout.splitlines()
    assert first == "L-3 is the same person as the lead L-2."
    assert second.startswith("Lead L-2 scores ")
    assert user.run("explain", LEAD=" L-2 ").stdout.startswith("Lead L-2 scores ")
