"""The live dashboard: what its boards ask of the marts, and how they filter in a real browser."""

from __future__ import annotations

import re
import socket
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from lead_scoring import dashboard
from lead_scoring.advise.rules import FLAGS
from lead_scoring.dashboard import words
from lead_scoring.dashboard.boards import CHARTS, board_names, narrow, with_scorecard
from lead_scoring.project import ROOT

from .browser import CHROMIUM, LAPTOP, in_a_browser, tab
from .conftest import CommandLine

NAMES = board_names(CHARTS)
BOARDS: dict[str, dict[str, Any]] = {
    name: yaml.safe_load((CHARTS / f"{name}.yml").read_text(encoding="utf-8")) for name in NAMES
}
QUERIES = {
    f"{name}.{query}": sql
    for name, board in BOARDS.items()
    for query, sql in board["queries"].items()
}
REF = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")


@pytest.mark.parametrize("query", QUERIES)
def test_boards_choose_and_order_and_compute_nothing(query: str) -> None:
    """Every number is a column of a mart, so that no page has a truth of its own."""
    sql = re.sub(r"'[^']*'", "''", REF.sub("mart", QUERIES[query]))
    assert not re.search(r"\b(count|sum|avg|min|round|cast|over|group by|having)\b", sql), sql
    assert not re.search(r"[\w)] [-+*/%] [\w(]", sql), sql
    assert "select *" not in sql


def test_the_exposure_names_the_marts_that_boards_and_pages_read() -> None:
    path = ROOT / "models" / "marts" / "_exposures.yml"
    exposures = yaml.safe_load(path.read_text(encoding="utf-8"))["exposures"]
    [named] = [exposure["depends_on"] for exposure in exposures if exposure["name"] == "dashboard"]
    read = {mart for sql in QUERIES.values() for mart in REF.findall(sql)}
    for path in Path(dashboard.__file__).parent.glob("*.py"):
        asked = re.findall(r'rows\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
        read |= {mart for mart in asked if not mart.startswith("stg_")}
    # An exposure may not name what is off, as the comparison with a challenger is by default.
    read -= {path.stem for path in (ROOT / "models" / "marts" / "comparison").glob("*.sql")}
    assert {re.findall(r"'(\w+)'", name)[0] for name in named} == read
    assert read <= {path.stem for path in (ROOT / "models" / "marts").glob("*/*.sql")}


def test_no_board_reads_a_column_with_personal_data() -> None:
    """Names and addresses are in no mart but the rejected rows, which are kept as they came."""
    personal = re.compile(r"\.(record|email|phone|first_name|last_name)\b")
    assert not personal.search("".join(QUERIES.values()))


def test_boards_say_flags_of_rules_in_the_words_of_the_pages() -> None:
    for name in ("rules.changes", "rules.rest"):
        said = dict(re.findall(r"when '(\w+)' then '([^']+)'", QUERIES[name]))
        assert said == {flag: words.rule_flag(flag).text for flag in FLAGS}, name
        assert not re.search(r"rules\.flag,\n", QUERIES[name])


def test_the_first_page_leads_to_all_others() -> None:
    linked = re.findall(r"\]\(/(\w+)\)", (CHARTS / "index.yml").read_text(encoding="utf-8"))
    assert sorted([*linked, "index"]) == NAMES


def test_tables_on_a_phone_keep_columns_that_there_are() -> None:
    kept = tomllib.loads((CHARTS / "phone.toml").read_text(encoding="utf-8"))
    for name, tables in kept.items():
        for table, columns in tables.items():
            there = BOARDS[name]["charts"][table]["style"]["columns"]
            assert set(columns) <= set(there), f"{name}.{table}"
            # What is not named could not be hidden.
            selected = re.findall(r"(?:\.|as )(\w+),?\n", QUERIES[_query(name, table)] + "\n")
            assert set(there) <= set(selected), f"{name}.{table}"


def _query(board: str, chart: str) -> str:
    return f"{board}.{BOARDS[board]['charts'][chart]['query']}"


def test_a_narrow_board_has_one_column_and_fewer_of_its_tables() -> None:
    table = {"style": {"columns": {"a": {"label": "A", "width": 9}, "b": {"label": "B"}}}}
    rows = [{"text": "T"}, {"cols": ["one", {"width": "60%", "rows": ["two", "three"]}]}, "four"]
    board = {"title": "B", "charts": {"one": table, "two": table}, "rows": rows}
    narrowed = narrow(board, {"one": ["a"]})
    assert narrowed["rows"] == [{"text": "T"}, "one", "two", "three", "four"]
    columns = narrowed["charts"]["one"]["style"]["columns"]
    assert columns == {"a": {"label": "A"}, "b": {"label": "B", "visible": False}}
    assert narrowed["charts"]["two"] == table


def test_every_board_shows_one_scorecard() -> None:
    """Each query on a table that has scorecards asks for one, by a variable all boards share."""
    for query, sql in QUERIES.items():
        tables = {mart for mart in REF.findall(sql) if "scorecard" in columns_of(mart)}
        assert not tables or "scorecard', scorecard) }}" in sql, query
    board = with_scorecard(BOARDS["lead"], "bold", is_choice=True)
    assert board["variables"].keys() == {"lead", "scorecard"}
    assert board["variables"]["scorecard"]["default"] == "bold"
    assert "scorecards" in board["queries"]
    assert not with_scorecard({}, "default", is_choice=False)["variables"]["scorecard"]["visible"]


def columns_of(mart: str) -> set[str]:
    """The columns of a mart by its contract."""
    for path in (ROOT / "models" / "marts").glob("*/_*__models.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            if model["name"] == mart:
                return {column["name"] for column in model["columns"]}
    raise AssertionError(mart)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def viewer(demo: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user with the scored demo."""
    return demo.copy(tmp_path_factory.mktemp("viewer"))


@pytest.mark.models
@in_a_browser
def test_the_live_dashboard_filters(viewer: CommandLine, browser: Browser) -> None:
    """By hand and by address."""
    with serving(viewer) as address, tab(browser, LAPTOP) as opened:
        opened.page.goto(f"{address}/queue")
        assert "mql" in opened.cells("queue")
        opened.page.locator('[data-dbt-variable="stage"]').click()
        opened.page.locator('[role="option"][data-value="sql"]').click()
        opened.page.keyboard.press("Escape")
        opened.page.wait_for_url("**stage=sql**")
        opened.page.wait_for_function(
            "!document.querySelector('#chart-queue').textContent.includes('mql')"
        )
        shown = opened.table("queue", "1", 10)
        expected = viewer.rows(
            "select lead_id from marts.follow_up_queue where stage = 'sql' order by priority"
        )
        assert [(row[1],) for row in shown] == expected[: len(shown)]

        [(lead_id,)] = viewer.rows("select lead_id from marts.follow_up_queue where priority = 3")
        opened.page.goto(f"{address}/lead/?lead={lead_id}")
        assert lead_id in opened.cells("facts")
        opened.page.goto(f"{address}/lead/?lead=nobody")
        assert "No such lead is scored." in opened.page.inner_text("body")
        # The server's own browser of tables leads nowhere: the raw ones hold personal data.
        opened.page.goto(f"{address}/data/")
        assert opened.page.title() == "Lead scoring"
        for path in ("data", "inspector"):
            # The server may close a connection that the browser meant to use again.
            answer = opened.page.request.get(
                f"{address}/{path}/lead_scoring/raw/leads/", max_retries=3
            )
            assert ".example" not in answer.text()


@contextmanager
def serving(viewer: CommandLine) -> Iterator[str]:
    """The address of the live dashboard."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = viewer.start("dashboard", "--serve", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            assert server.poll() is None, server.communicate()[0]
            try:
                with urlopen(f"{address}/health"):  # noqa: S310 - our own address
                    break
            except URLError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=60)


@pytest.mark.models
def test_what_cannot_be_drawn_is_told_in_one_sentence(viewer: CommandLine, tmp_path: Path) -> None:
    duplicates = viewer.rows("select lead_id, primary_lead_id from marts.lead_duplicates")
    duplicate, primary = duplicates[0]
    (tmp_path / "file").touch()
    empty = CommandLine(tmp_path)
    for user, variables, sentence in (
        (viewer, {"LEAD": "nobody"}, "no person is scored under the lead_id nobody; look"),
        (viewer, {"LEAD": duplicate}, f"{duplicate} is a duplicate of {primary}; name that one"),
        (viewer, {"OUT": str(tmp_path / "file")}, "is a file; name a directory."),
        (empty, {}, "there is no warehouse"),
    ):
        done = user.run("dashboard", **variables)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1
