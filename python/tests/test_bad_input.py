"""Bad input, as a user meets it: one clear sentence, an exit code, and the last good warehouse.

LEAD_SCORING_NIGHTLY=1 takes more malformed rows, and dbt's data tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import GOOD_LEADS, IS_NIGHTLY, CommandLine

pytestmark = pytest.mark.models

MALFORMED_ROWS = 300_000 if IS_NIGHTLY else 30_000
FORMULA = b'=HYPERLINK("http://evil.example","x")'
INJECTION = b"'); drop schema raw cascade; --"


@pytest.fixture(scope="module")
def built(user: CommandLine) -> CommandLine:
    """A user with a good warehouse."""
    good = user.directory / "good input"
    good.mkdir()
    (good / "leads.csv").write_bytes(GOOD_LEADS)
    said = user.build(INPUT=str(good), AS_OF="2026-02-01")
    assert "Scored     2 people as of 2026-02-01" in said
    assert str(user.warehouse) in said
    return user


@pytest.fixture
def given(built: CommandLine, tmp_path: Path) -> Path:
    """An INPUT directory with good leads."""
    (tmp_path / "leads.csv").write_bytes(GOOD_LEADS)
    return tmp_path


def refused(user: CommandLine, *words: str, **variables: str) -> None:
    """The build stops with one sentence of these words and leaves the warehouse as it was."""
    error = user.build_in_vain(**({"AS_OF": "2026-02-01"} | variables))
    assert error.count("\n") == 1, error
    for word in words:
        assert word in error
    assert not user.warehouse.with_suffix(".duckdb.wal").exists()


def as_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "holds no leads"),
        (as_directory, "leads.csv is a directory"),
        (lambda path: path.write_bytes(b"email\nann@example.com\n"), "no column lead_id"),
        (lambda path: path.write_bytes(b"lead_id,created_at\n"), "leads.csv has no rows"),
        (lambda path: path.write_bytes(GOOD_LEADS.decode().encode("utf-16")), "not UTF-8"),
        (lambda path: path.write_bytes(GOOD_LEADS + b"L3,2026-01-07,M\xfcller\n"), "line 4"),
        (lambda path: path.rename(path.with_suffix(".parquet")), "cannot be read as Parquet"),
    ],
    ids=["missing", "directory", "column", "empty", "utf-16", "latin-1", "parquet"],
)
def test_leads_that_cannot_be_used(
    built: CommandLine, given: Path, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(given / "leads.csv")
    refused(built, words, INPUT=str(given))


def test_input_that_is_not_there(built: CommandLine) -> None:
    refused(built, sentence := "INPUT=elsewhere does not exist", INPUT="elsewhere")
    done = built.run("build", INPUT="elsewhere")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {sentence}")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout + done.stderr


def test_a_day_that_is_none(built: CommandLine, given: Path) -> None:
    refused(built, "AS_OF=2026-02-30", INPUT=str(given), AS_OF="2026-02-30")
    refused(built, "AS_OF=yesterday", INPUT=str(given), AS_OF="yesterday")


def test_a_target_that_is_none(built: CommandLine, given: Path) -> None:
    refused(built, "nowhere", INPUT=str(given), TARGET="nowhere")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("scoring_rules.csv", "rule_id,component,pionts\nr1,fit,3\n", "did you mean points?"),
        ("scoring_rule.csv", "rule_id\nr1\n", "did you mean scoring_rules.csv?"),
        ("rule_groups.csv", "rule_group,max_points\nweb,1,2\n", "line 2: 3 cells"),
    ],
)
def test_rulebook_files_that_cannot_be_read(
    built: CommandLine, given: Path, name: str, content: str, words: str
) -> None:
    rulebook = given / "rules"
    rulebook.mkdir()
    (rulebook / name).write_text(content)
    refused(built, words, INPUT=str(given), RULEBOOK=str(rulebook))


def test_rules_that_make_no_sense(built: CommandLine, given: Path) -> None:
    """The build names each of them in one error."""
    # In one place, so that dbt reads the project once for all.
    rulebook = built.directory / "rules"
    rulebook.mkdir(exist_ok=True)
    rules = (
        "rule_id,component,signal_type,signal,operator,operand,points\n"
        "r1,fit,attribute,country,equalz,x,3\n"
        "r2,fit,attribute,country,equals,x,3\n"
        "r2,fit,attribute,country,equals,x,3\n"
        "r3,fit,attribute,shoe_size,equals,x,3\n"
        "r4,fit,attribute,country,equals,x,many\n"
    )
    (rulebook / "scoring_rules.csv").write_text(rules)
    error = built.build_in_vain(INPUT=str(given), AS_OF="2026-02-01", RULEBOOK=str(rulebook))
    assert "scoring_rules.csv has 5 problems." in error
    told = {"r1": "equalz", "r2": "rule_id stands in row 4", "r3": "shoe_size", "r4": "many"}
    for rule, what in told.items():
        assert re.search(rf"^- row \d+ \({rule}\): .*{what}", error, re.MULTILINE), error


def test_hostile_text_and_malformed_rows_among_good_ones(built: CommandLine, given: Path) -> None:
    """Formulas, SQL, a million characters and many malformed rows: the good rows are scored."""
    columns = (
        b"lead_id,created_at,email,updated_at,first_name,last_name,phone,job_title,company_name,"
        b"website,industry,employee_count,annual_revenue,country,region,lead_source,budget,"
        b'authority,need,timeline,do_not_contact,is_deleted,owner_id,"plan\'; drop table x"\n'
    )
    width = columns.count(b",") + 1
    lines = [columns]
    for text in (FORMULA, INJECTION, b"{{ 1 / 0 }}", b"%s%n", b"\xe2\x80\xae\xf0\x9f\x98\x80"):
        quoted = b'"' + text.replace(b'"', b'""') + b'"'
        lines.append(quoted + b",2026-01-05" + (b"," + quoted) * (width - 2) + b"\n")
    long = b"x" * 1_000_000
    lines.append(b"long,2026-01-05,,,,,," + long + b"," * (width - 8) + b"\n")
    for number in range(MALFORMED_ROWS):
        if number % 100 == 0:
            lines.append(b"good%d,2026-01-05" % number + b"," * (width - 2) + b"\n")
        lines.append((b"%d,too short\n", b'%d,"opened,x\n')[number % 2] % number)
    (given / "leads.csv").write_bytes(b"".join(lines))
    variables = {"INPUT": str(given), "AS_OF": "2026-02-01"}
    if IS_NIGHTLY:
        done = built.run("build", **variables)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    else:
        built.build(**variables)
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select raw_rows, usable_rows, duplicate_rows, rejected_rows"
            " from marts.input_reconciliation where source_table = 'leads'"
        ).fetchall()
        (scored,) = connection.execute("select count(*) from marts.lead_scores").fetchall()
    good = MALFORMED_ROWS // 100 + 6
    assert rows == [(MALFORMED_ROWS + good, good, 0, MALFORMED_ROWS)]
    assert scored == (good,)
