"""The dashboard: what its boards ask of the marts, and its pages in a real browser."""

from __future__ import annotations

import re
import shutil
import socket
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from lead_scoring.dashboard.boards import (
    CHARTS,
    board_names,
    narrow,
    with_scorecard,
    without_filters,
)
from lead_scoring.dashboard.site import local_links
from lead_scoring.project import ROOT

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
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (Debian: apt install chromium)"
)
LAPTOP, PHONE = (1440, 900), (390, 844)


@pytest.mark.parametrize("query", QUERIES)
def test_boards_choose_and_order_and_compute_nothing(query: str) -> None:
    """Every number is a column of a mart, so that no page has a truth of its own."""
    sql = re.sub(r"'[^']*'", "''", REF.sub("mart", QUERIES[query]))
    assert not re.search(r"\b(count|sum|avg|min|round|cast|over|group by|having)\b", sql), sql
    assert not re.search(r"[\w)] [-+*/%] [\w(]", sql), sql
    assert "select *" not in sql


def test_the_exposure_names_the_marts_that_the_boards_read() -> None:
    path = ROOT / "models" / "marts" / "_exposures.yml"
    exposures = yaml.safe_load(path.read_text(encoding="utf-8"))["exposures"]
    [named] = [exposure["depends_on"] for exposure in exposures if exposure["name"] == "dashboard"]
    read = {mart for sql in QUERIES.values() for mart in REF.findall(sql)}
    assert {re.findall(r"'(\w+)'", name)[0] for name in named} == read
    assert read <= {path.stem for path in (ROOT / "models" / "marts").glob("*/*.sql")}


def test_no_board_reads_a_column_with_personal_data() -> None:
    """Names and addresses are in no mart but the rejected rows, which are kept as they came."""
    personal = re.compile(r"\.(record|email|phone|first_name|last_name)\b")
    assert not personal.search("".join(QUERIES.values()))


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


def test_a_page_that_nobody_serves_has_no_filters_and_keeps_their_values() -> None:
    board = {"variables": {"segment": {"default": "*"}}, "rows": []}
    assert without_filters(board)["variables"] == {"segment": {"default": "*", "visible": False}}


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


def test_links_lead_to_pages_that_there_are() -> None:
    page = (
        '<a href="/queue">1</a><a href="/lead?lead=L1">2</a><a href="/lead?lead=L2">3</a>'
        '<a href="?stage=sql">4</a><a href="/data/">5</a><a href="https://x.example">6</a>'
        '<a href="/">7</a>'
    )
    assert local_links(page, {"index", "queue", "lead"}, "L1") == (
        '<a href="queue.html">1</a><a href="lead.html">2</a><a>3</a><a>4</a><a>5</a>'
        '<a href="https://x.example">6</a><a>7</a>'
    )


@dataclass
class Tab:
    """A page in the browser, and what must not happen on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda request: self._see(request.url))

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "favicon" not in message.location.get("url", ""):
            self.errors.append(message.text)

    def _see(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")):
            self.outside.append(url)

    def cells(self, chart: str) -> list[str]:
        """The texts of a chart that can be seen, from top to bottom."""
        self.page.wait_for_selector(f"#chart-{chart}")
        texts: list[str] = self.page.evaluate(
            """chart => [...document.querySelectorAll(`#chart-${chart} text`)]
                .filter(text => text.getBoundingClientRect().width > 0)
                .map(text => text.textContent)""",
            chart,
        )
        return texts

    def table(self, chart: str, first: str, width: int) -> list[list[str]]:
        """The rows of a table; first: the cell that its rows begin with; width: its columns."""
        texts = self.cells(chart)
        texts = texts[texts.index(first) :]
        whole = len(texts) // width * width
        return [texts[place : place + width] for place in range(0, whole, width)]


def number(cell: str) -> float:
    """The number that a cell shows."""
    return float(cell.replace(",", "").replace("\u2212", "-").rstrip("%"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, size: tuple[int, int]) -> Iterator[Tab]:
    """A new tab of that size, on which nothing may go wrong and nothing is asked of others."""
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        opened = Tab(context.new_page())
        yield opened
        assert not opened.errors
        assert not opened.outside


@pytest.fixture(scope="module")
def viewer(demo: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user with the scored demo."""
    return demo.copy(tmp_path_factory.mktemp("viewer"))


@pytest.fixture(scope="module")
def pages(viewer: CommandLine) -> Path:
    """The pages of the demo."""
    out = viewer.directory / "my pages"
    done = viewer.run("dashboard", OUT=str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{len(NAMES)} pages; open my pages/index.html"
    return out


@pytest.mark.models
@in_a_browser
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_pages_are_whole_and_need_nothing_but_themselves(
    pages: Path, browser: Browser, size: tuple[int, int]
) -> None:
    """On a phone the narrow ones open by themselves; from one page the menu leads to the next."""
    with tab(browser, size) as opened:
        opened.page.goto((pages / "index.html").as_uri())
        for name in NAMES:
            opened.page.click(f'nav a[href="{name}.html"]')
            opened.page.wait_for_url(f"**/{name}.html")
            assert ("/phone/" in opened.page.url) == (size == PHONE)
            assert opened.page.title() == BOARDS[name]["title"]
            for chart in BOARDS[name]["charts"]:
                assert opened.cells(chart), f"{name}.{chart}"
            assert opened.page.evaluate("document.documentElement.scrollWidth") == size[0]
            assert "@" not in opened.page.inner_text("body")


@pytest.mark.models
@in_a_browser
def test_the_numbers_are_those_of_the_marts(
    pages: Path, viewer: CommandLine, browser: Browser
) -> None:
    with tab(browser, LAPTOP) as opened:
        opened.page.goto((pages / "queue.html").as_uri())
        queue = opened.table("queue", "1", 10)
        expected = viewer.rows(
            "select priority, lead_id, score, is_holdout, reasons from marts.follow_up_queue"
            " order by priority limit 25"
        )
        assert len(queue) == 25
        for shown, (priority, lead_id, score, is_holdout, reasons) in zip(
            queue, expected, strict=True
        ):
            assert shown[:2] == [str(priority), lead_id]
            assert number(shown[7]) == pytest.approx(float(score), abs=0.051)
            assert shown[8] == ("leave" if is_holdout else "\u2014")
            assert shown[9].replace(" ", "") == reasons.replace(" ", "")

        opened.page.click(f'a[href="lead.html"] >> text={expected[0][1]}')
        ledger = opened.table("ledger", opened.cells("ledger")[12], 10)
        [(score,)] = viewer.rows(
            f"select raw_score from marts.lead_scores where lead_id = '{expected[0][1]}'"
        )
        assert sum(number(row[9]) for row in ledger) == pytest.approx(
            float(score), abs=0.051 * len(ledger)
        )

        opened.page.goto((pages / "conversion.html").as_uri())
        funnel = opened.table("funnel_numbers", "nurture", 5)
        assert [(row[0], *map(number, (row[1], row[2], row[4]))) for row in funnel] == viewer.rows(
            "select stage, reached, people, customers from marts.stage_funnel"
            " where segment = '*' order by stage_rank"
        )
        rates = {row[0]: row for row in opened.table("segment_numbers", "mid_market", 8)}
        for segment, rate, low, high in viewer.rows(
            "select segment, conversion_rate, conversion_rate_low, conversion_rate_high"
            " from marts.segment_conversion where is_enough and segment <> '*'"
        ):
            shown_rates = [number(cell) for cell in rates[segment][3:6]]
            expected_rates = [100 * float(value) for value in (rate, low, high)]
            assert shown_rates == pytest.approx(expected_rates, abs=0.051)


@pytest.mark.models
@in_a_browser
def test_the_live_dashboard_filters(viewer: CommandLine, browser: Browser, pages: Path) -> None:
    """By hand and by address; the pages came first, so that dbt has read the project."""
    assert pages.exists()
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
