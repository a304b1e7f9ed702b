"""The pages of the dashboard: their numbers are those of the marts, and people can read them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, sync_playwright

from lead_scoring.dashboard import words
from lead_scoring.dashboard.site import lead_file
from lead_scoring.page import charts
from lead_scoring.sql import literal

from .browser import CHROMIUM, LAPTOP, PHONE, in_a_browser, tab
from .conftest import CommandLine

NAMES = [
    "index", "queue", "sales", "accounts", "conversion", "channels", "content", "score", "rules",
    "quality",
]  # fmt: skip
NASTY = "<img src=x onerror=\"alert(1)\"><script>alert(2)</script> & 'more'"
NASTY_LEAD = '../x"><script>alert(3)</script>'
pytestmark = pytest.mark.models


@dataclass
class Read(HTMLParser):
    """A page as a screen reader finds it: its tables by their section, tiles, links, elements."""

    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    tiles: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)
    text: str = ""
    _inside: list[str] = field(default_factory=list)
    _heading: str = ""
    _tile: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, path: Path) -> Read:
        """The page of a file."""
        read = cls()
        read.feed(path.read_text(encoding="utf-8"))
        read.close()
        return read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "svg":
            self.labels.append(given["aria-label"] or "")
        if tag in {"h2", "td", "caption", "li", "strong", "a", "span", "style", "script"}:
            self._inside.append(tag)
        if tag == "h2":
            self._heading = ""
        if tag == "tr":
            self.tables.setdefault(self._heading, []).append([])
        if tag == "td":
            self.tables[self._heading][-1].append("")
        if tag == "li":
            self._tile = ["", "", ""]

    def handle_data(self, data: str) -> None:
        inside = self._inside
        if inside and inside[-1] in {"style", "script"}:
            return
        self.text += data
        if "h2" in inside:
            self._heading += data
        elif "td" in inside:
            self.tables[self._heading][-1][-1] += data
        elif "li" in inside and data.strip():
            place = 1 if "strong" in inside else 2 if self._tile[1] else 0
            self._tile[place] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == "li":
            self.tiles[self._tile[0]] = (self._tile[1], self._tile[2])

    def rows(self, heading: str) -> list[list[str]]:
        """The rows of the tables below a heading, without their heads."""
        [found] = [rows for name, rows in self.tables.items() if name.startswith(heading)]
        return [row for row in found if row]


@pytest.fixture(scope="module")
def viewer(demo: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user with the scored demo."""
    return demo.copy(tmp_path_factory.mktemp("viewer"))


@pytest.fixture(scope="module")
def site(viewer: CommandLine) -> Path:
    """The pages of the demo."""
    out = viewer.directory / "my pages"
    done = viewer.run("dashboard", OUT=str(out), FORECAST="0")
    assert done.returncode == 0, done.stdout + done.stderr
    leads = len(_with_a_page(viewer))
    last = done.stdout.splitlines()[-1]
    assert last == f"{len(NAMES)} pages and {leads} leads; open my pages/index.html"
    assert len(list((out / "leads").iterdir())) == leads
    return out


def _with_a_page(user: CommandLine) -> set[str]:
    """The leads of the queue, and those that other pages name."""
    return {
        lead
        for asked in (
            "select lead_id from marts.follow_up_queue",
            "from (select best_lead_id from marts.account_scores order by score desc, account_id"
            " limit 50) where best_lead_id is not null",
            "select lead_id from (from marts.stuck_leads order by score desc, lead_id limit 25)",
            "select lead_id from (from activation.lead_alerts where happened_on = '2026-06-30'"
            " order by score desc, lead_id, alert limit 25)",
        )
        for (lead,) in user.rows(asked)
    }


def test_every_lead_that_a_page_names_is_one_click_away(site: Path) -> None:
    for name, heading, column in (("accounts", "Accounts", 8), ("sales", "Stuck leads", 3)):
        page = Read.of(site / f"{name}.html")
        named = {row[column] for row in page.rows(heading)}
        linked = {link for link in page.links if link.startswith("leads/")}
        assert {f"leads/{lead_file(lead)}" for lead in named} <= linked
        assert all((site / link).is_file() for link in linked)


def test_what_changed_is_what_the_marts_say(site: Path, viewer: CommandLine) -> None:
    shown = {row[0]: row[1:] for row in Read.of(site / "index.html").rows("What changed")}
    now, before = viewer.rows(
        "select leads, mqls, customers, won_amount, spend from marts.channel_performance"
        " where period in ('2026-06', '2026-05') and channel = '*' and campaign = '*'"
        " order by period desc"
    )
    names = ["new leads", "new MQLs", "new customers", "won amount", "money spent"]
    for name, this, last in zip(names, now, before, strict=True):
        assert shown[name] == [f"{this:,.0f}", f"{last:,.0f}", f"{this - last:+,.0f}"]
    channels = viewer.rows(
        "select channel, sum(case period when '2026-06' then mqls else 0 end)::int as this,"
        " sum(case period when '2026-05' then mqls else 0 end)::int as last"
        " from marts.channel_performance where period in ('2026-06', '2026-05') and channel <> '*'"
        " and campaign = '*' group by channel having this + last > 0"
        " order by abs(this - last) desc, replace(channel, '_', ' ') limit 6"
    )
    assert channels
    for channel, this, last in channels:
        change = f"{this - last:+}" if this != last else "0"
        assert shown[words.name(channel)] == [str(this), str(last), change]
    for cause, points in viewer.rows(
        "select cause, sum(points) from marts.lead_score_changes"
        " where scored_on >= '2026-06-01' group by cause"
    ):
        assert shown[words.cause(cause)][0] == f"{float(points):,.0f}"


def test_accounts_that_warm_up_come_first(site: Path, viewer: CommandLine) -> None:
    source = (site / "accounts.html").read_text(encoding="utf-8")
    drawn = source.split('aria-label="Points that their people gained in 7 days"')[1]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn.split("</svg>")[0])[1:]
    expected = viewer.rows(
        "select account_name, sum(score_change_7d) as gained from marts.account_people"
        " inner join marts.lead_scores using (person_id)"
        " inner join marts.account_scores using (account_id)"
        " where score_change_7d > 0 and not is_disqualified"
        " group by account_name order by gained desc limit 10"
    )
    assert texts[1::2] == [f"{float(gained):.1f}" for _, gained in expected]
    assert texts[0] == expected[0][0]


def test_high_bands_with_few_leads_are_one_bar(site: Path, viewer: CommandLine) -> None:
    """The table has each of them, and the chart none that is too few to tell."""
    source = (site / "score.html").read_text(encoding="utf-8")
    drawn = source.split('aria-label="Close rate by score"')[1].split("</svg>")[0]
    [(start, bought, leads, rate, low, high)] = viewer.rows(
        "select score_from, conversions_from_here, leads_from_here, rate_from_here,"
        " rate_from_here_low, rate_from_here_high from marts.score_band_conversion"
        " where segment = '*' and is_enough_from_here order by score_from desc limit 1"
    )
    assert f"{float(start):g} and more ({bought} of {leads})" in drawn
    ends = f"{charts.percent(float(low))} to {charts.percent(float(high))}"
    assert f"{charts.percent(float(rate))} ({ends})" in drawn
    assert "too few" not in drawn


def test_tiles_say_what_the_marts_say(site: Path, viewer: CommandLine) -> None:
    tiles = Read.of(site / "index.html").tiles
    [(due, late)] = viewer.rows(
        "select count(due_at), count(*) filter (is_overdue) from marts.follow_up_queue"
        " where queue_section = 'to act on'"
    )
    assert tiles["Leads to act on"][0] == str(due)
    assert tiles["Overdue"][0] == str(late)
    [(month, before)] = viewer.rows(
        "select count(*) filter (date_trunc('month', entered_on) = '2026-06-01'),"
        " count(*) filter (date_trunc('month', entered_on) = '2026-05-01') from marts.mql_entries"
    )
    assert tiles["MQLs in Jun 2026"] == (str(month), f"{month - before:+} on May 2026 ({before})")
    [(rate, won, accepted)] = viewer.rows(
        "select win_rate, won, accepted_with_horizon_over from marts.sales_feedback"
        " where stage = '*' and segment = '*'"
    )
    assert tiles["Win rate"][0] == charts.percent(float(rate))
    assert tiles["Win rate"][1].startswith(f"{won} of {accepted} accepted leads won")
    [(auc,)] = viewer.rows(
        "select auc from marts.model_quality where segment = '*' and is_enough"
        " order by scored_on desc limit 1"
    )
    assert tiles["Score health"][0] == f"{100 * float(auc):.0f} of 100"


def test_the_queue_is_that_of_the_mart(site: Path, viewer: CommandLine) -> None:
    page = Read.of(site / "queue.html")
    expected = viewer.rows(
        "select queue.action, queue.is_overdue, queue.overdue_hours, queue.due_local_at,"
        " queue.stage, queue.score, queue.lead_id, scores.company_name, queue.owner_id,"
        " queue.reasons, queue.is_holdout, queue.expected_value"
        " from marts.follow_up_queue as queue"
        " inner join marts.lead_scores as scores using (person_id)"
        " where due_at is not null order by priority"
    )
    shown = page.rows("To act on now")
    assert len(shown) == len(expected) > 30
    for cells, row in zip(shown, expected, strict=True):
        action, is_overdue, hours, due_at, stage, score, lead, company, owner, why, held, worth = (
            row
        )
        assert cells[0] == ("hold-out" if held else action)
        if is_overdue:
            days = round(float(hours) / 24)
            assert cells[1] == (f"{days} days late" if hours >= 48 else words.late(float(hours)))
        else:
            assert cells[1].endswith(f"{due_at.day} {due_at:%b}")
        assert cells[2].lower() == stage
        assert float(cells[3]) == pytest.approx(float(score), abs=0.051)
        assert cells[4:7] == [lead, company or "\u2013", owner or "nobody"]
        assert cells[8] == f"{round(worth):,}"
        assert cells[9].startswith(why)
    assert any(cells[1] == "23 days late" for cells in shown)
    leads = [link for link in page.links if link.startswith("leads/")]
    [(waiting,)] = viewer.rows("select count(*) from marts.follow_up_queue")
    assert len(leads) == len(set(leads)) == waiting
    assert all((site / link).is_file() for link in page.links)


def test_a_lead_is_told_of_in_full(site: Path, viewer: CommandLine) -> None:
    [(lead, person, raw_score)] = viewer.rows(
        "select lead_id, person_id, raw_score from marts.follow_up_queue"
        " inner join marts.lead_scores using (person_id, lead_id)"
        " where is_overdue order by priority limit 1"
    )
    page = Read.of(site / "leads" / lead_file(lead))
    ledger = page.rows("The ledger")
    expected = viewer.rows(
        "select points, hits from marts.lead_score_ledger inner join (select max(scored_on) as"
        f" scored_on from marts.lead_scores) using (scored_on) where person_id = '{person}'"
        " order by points desc, rule_id"
    )
    assert [int(row[1]) for row in ledger] == [hits for _, hits in expected]
    shown = [float(row[5]) for row in ledger]
    assert shown == pytest.approx([float(points) for points, _ in expected], abs=0.051)
    source = (site / "leads" / lead_file(lead)).read_text(encoding="utf-8")
    drawn = source.split('aria-label="Points, rule by rule"')[1].split("</svg>")[0]
    *steps, total = re.findall(r">([-+]?\d+\.\d)</text>", drawn)
    assert float(total) == pytest.approx(float(raw_score), abs=0.051)
    assert sum(map(float, steps)) == pytest.approx(float(raw_score), abs=0.051 * len(steps))
    assert len(page.rows("What the lead did")) == min(
        60,
        *viewer.rows(f"select count(*) from marts.lead_activity where person_id = '{person}'")[0],
    )
    [(change,)] = viewer.rows(
        "select sum(points) from marts.lead_score_changes where abs(points) >= 0.05"
        f" and person_id = '{person}'"
    )
    moved = page.rows("Why it moved")
    total = sum(float(row[2]) for row in moved)
    assert total == pytest.approx(float(change), abs=0.051 * len(moved))
    # Days in a row with the same causes are told of once.
    causes: dict[str, set[str]] = {}
    for when, cause, _ in moved:
        causes.setdefault(when, set()).add(cause)
    assert all(one != two for one, two in pairwise(causes.values()))
    assert any(" to " in row[0] for row in moved)
    stages = viewer.rows(
        f"select days_in_stage from marts.lead_stage_history where person_id = '{person}'"
        " order by entered_on desc"
    )
    assert [(int(row[3]),) for row in page.rows("Stages")] == stages


COUNTS = {
    ("sales", "Does sales take the leads?", 1): (
        "select accepted || ' of ' || judged from marts.sales_feedback where segment = '*'"
        " order by judged desc, stage"
    ),
    (
        "sales",
        "Stuck leads",
        3,
    ): "select lead_id from marts.stuck_leads order by score desc, lead_id",
    ("sales", "What does following the score add?", 1): (
        "select rest_conversions || ' of ' || rest_people from marts.holdout_effect"
        " where segment = '*' order by rest_people desc, stage"
    ),
    ("accounts", "Accounts", 4): (
        "select engaged_people || ' of ' || people from marts.account_scores"
        " order by score desc, account_id limit 50"
    ),
    ("conversion", "Which channels buy?", 1): (
        "select conversions || ' of ' || leads from marts.channel_conversion"
        " order by channel = '*' desc, is_enough desc, conversion_rate desc, channel"
    ),
    ("conversion", "Which segments buy?", 1): (
        "select conversions || ' of ' || leads from marts.segment_conversion"
        " order by segment = '*' desc, is_enough desc, conversion_rate desc, segment"
    ),
    ("conversion", "Is it getting better or worse?", 1): (
        "select mqls from marts.conversion_trend where segment = '*' order by month_starts_on desc"
    ),
    ("channels", "Which channel pays?", 4): (
        "select customers from marts.channel_performance where period = '*' and campaign = '*'"
        " and is_channel_of_leads order by channel = '*' desc, return_on_spend desc nulls last,"
        " position_customers desc, channel"
    ),
    ("channels", "Who has a part in it?", 0): (
        "select replace(channel, '_', ' ') from marts.channel_performance where period = '*'"
        " and campaign = '*' and channel <> '*' order by position_customers desc,"
        " return_on_spend desc nulls last, channel"
    ),
    ("channels", "Which campaign pays?", 0): (
        "select campaign from marts.channel_performance where period = '*' and campaign <> '*'"
        " order by spend is null, position_customers desc, return_on_spend desc nulls last,"
        " channel, campaign"
    ),
    ("channels", "Over time", 3): (
        "select mqls from marts.channel_performance where period <> '*' and channel = '*'"
        " order by period desc"
    ),
    ("content", "Which content do buyers see?", 2): (
        "select conversions_with || ' of ' || leads_with from marts.content_performance"
        " where segment = '*' and asset <> '*' and is_enough"
        " order by difference_low desc, event_type, asset"
    ),
    ("content", "Which kinds of activity?", 4): (
        "select conversions_without || ' of ' || leads_without from marts.content_performance"
        " where segment = '*' and asset = '*' and is_enough"
        " order by difference_low desc, event_type"
    ),
    ("score", "Do higher scores buy more?", 1): (
        "select conversions || ' of ' || leads from marts.score_band_conversion"
        " where segment = '*' order by score_from desc"
    ),
    ("score", "How well does it rank?", 1): (
        "select conversions || ' of ' || people from marts.model_quality where segment = '*'"
        " order by scored_on desc"
    ),
    ("rules", "Where should the cut be?", 5): (
        "select customers_missed from marts.threshold_analysis where segment = '*'"
        " and leads_per_day > 0 order by cut desc"
    ),
    ("quality", "Keys that join nobody", 4): (
        "select example_leads from marts.input_warnings"
        " order by lead_count desc, key_column, key_value, example_leads"
    ),
    ("quality", "Values that cannot be read", 4): (
        "select bad_values from marts.input_bad_values where bad_values > 0 or null_words > 0"
        " order by bad_values desc, null_words desc, source_table, column_name"
    ),
}


@pytest.mark.parametrize(("name", "heading", "column"), COUNTS)
def test_counts_are_those_of_the_marts(
    site: Path, viewer: CommandLine, name: str, heading: str, column: int
) -> None:
    shown = [row[column] for row in Read.of(site / f"{name}.html").rows(heading)]
    expected = [f"{value}" for (value,) in viewer.rows(COUNTS[name, heading, column])]
    assert [cell.replace(",", "") for cell in shown] == [text.replace(",", "") for text in expected]
    assert expected


def test_the_hold_out_says_how_much_longer_it_takes(site: Path, viewer: CommandLine) -> None:
    ((missing, weeks),) = viewer.rows(
        "select missing_holdout_people, weeks_to_go from marts.holdout_effect"
        " where stage = '*' and segment = '*'"
    )
    sentence = f"the hold-out lacks {missing:,} leads: {math.ceil(weeks):,} weeks at the usual pace"
    assert sentence in (site / "sales.html").read_text(encoding="utf-8")


def test_rates_are_those_of_the_marts_and_too_few_cases_have_a_range(
    site: Path, viewer: CommandLine
) -> None:
    rates = {
        row[0]: row[2] for row in Read.of(site / "conversion.html").rows("Which channels buy?")
    }
    seen = set()
    for channel, rate, low, high, is_enough in viewer.rows(
        "select channel, conversion_rate, conversion_rate_low, conversion_rate_high, is_enough"
        " from marts.channel_conversion"
    ):
        ends = f"{charts.percent(float(low))} to {charts.percent(float(high))}"
        shown = f"{charts.percent(float(rate))} ({ends})" if is_enough else ends
        assert rates[words.name(channel)] == shown
        seen.add(is_enough)
    assert seen == {True, False}


def test_costs_and_returns_are_those_of_the_mart(site: Path, viewer: CommandLine) -> None:
    page = Read.of(site / "channels.html")
    shown = {row[0]: row for row in page.rows("Which channel pays?")}
    credited = {row[0]: row for row in page.rows("Who has a part in it?")}
    unmatched = {row[0]: row for row in page.rows("Spend that meets no lead")}
    for name, spend, cost, low, high, back, share, worth, is_lead, is_enough in viewer.rows(
        "select channel, spend, cost_per_customer, cost_per_customer_low, cost_per_customer_high,"
        " return_on_spend, position_customers, position_return_on_spend, is_channel_of_leads,"
        " is_enough from marts.channel_performance where period = '*' and campaign = '*'"
    ):
        told = words.name(name)
        if name != "*":
            assert credited[told][4] == f"{share:,.1f}"
            assert credited[told][7] == words.number(worth, 1)
        if not is_lead:
            assert (told in unmatched) == (spend is not None)
            continue
        assert is_enough
        range_of = f"{words.amount(cost)} ({words.amount(low)} to {words.amount(high)})"
        assert shown[told][8] == (words.NONE if spend is None else range_of)
        assert shown[told][9] == words.number(back, 1)
    assert list(unmatched) == ["display"]
    tiles = page.tiles
    [(spend, cost, back)] = viewer.rows(
        "select spend, cost_per_customer, return_on_spend from marts.channel_performance"
        " where period = '*' and channel = '*'"
    )
    assert tiles["Spent"][0] == f"{spend:,.0f}"
    assert tiles["Cost of a customer"][0] == f"{cost:,.0f}"
    assert tiles["Return"][0] == f"{back:,.1f} times"


def test_what_became_of_the_input_adds_up(site: Path, viewer: CommandLine) -> None:
    rows = Read.of(site / "quality.html").rows("Where the rows went")
    kept = viewer.rows(
        "select source_table, raw_rows, usable_rows, duplicate_rows, rejected_rows"
        " from marts.input_reconciliation where raw_rows > 0 order by source_table"
    )
    shown = [
        (row[0], *(int(cell.replace(",", "")) for cell in row[1:])) for row in rows[: len(kept)]
    ]
    assert shown == kept
    fates = {(row[0], row[1]): row[2] for row in rows if len(row) == 3}
    expected = viewer.rows(
        "select source_table, fate, sum(row_count) from marts.input_fates group by all"
    )
    assert fates == {(table, fate): f"{count:,}" for table, fate, count in expected}


def _edit(connection: duckdb.DuckDBPyConnection, name: str, assignment: str) -> None:
    """Write into a mart, be it a table or a view."""
    column, value = assignment.split(" = ", 1)
    edited = f"select * replace ({value} as {column}) from {name}"
    connection.execute(f"create temp table edited as {edited}")
    [(kind,)] = connection.execute(
        "select table_type from information_schema.tables"
        " where table_schema || '.' || table_name = ?",
        [name],
    ).fetchall()
    connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {name}")
    connection.execute(f"create table {name} as from edited")
    connection.execute("drop table temp.edited")


def test_nothing_in_the_data_becomes_markup(viewer: CommandLine, tmp_path: Path) -> None:
    """Texts of the input stay text, and an id leads to no file outside the site."""
    user = viewer.copy(tmp_path / "nasty")
    with duckdb.connect(str(user.warehouse)) as connection:
        for table, column in (
            ("marts.lead_scores", "company_name"),
            ("marts.lead_scores", "owner_id"),
            ("marts.lead_scores", "top_reasons"),
            ("marts.follow_up_queue", "owner_id"),
            ("marts.follow_up_queue", "reasons"),
            ("marts.lead_activity", "asset"),
            ("marts.account_scores", "account_name"),
            ("marts.channel_conversion", "channel"),
            ("marts.channel_performance", "channel"),
            ("marts.channel_performance", "campaign"),
            ("marts.content_performance", "asset"),
            ("marts.rejection_reasons", "reason"),
            ("marts.rule_performance", "description"),
            ("marts.input_warnings", "example_leads"),
            ("marts.rejected_records", "record_key"),
        ):
            _edit(connection, table, f"{column} = {literal(NASTY)}")
        [(lead,)] = connection.execute(
            "select lead_id from marts.lead_scores order by score desc limit 1"
        ).fetchall()
        for table in ("lead_scores", "follow_up_queue"):
            changed = f"case lead_id when '{lead}' then {literal(NASTY_LEAD)} else lead_id end"
            _edit(connection, f"marts.{table}", f"lead_id = {changed}")
    done = user.run("dashboard", OUT=str(tmp_path / "out"), LEAD=NASTY_LEAD, FORECAST="0")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "leads" / lead_file(NASTY_LEAD)).is_file()
    assert re.fullmatch(r"lead-[0-9a-f]{32}\.html", lead_file(NASTY_LEAD))
    files = [*(tmp_path / "out").rglob("*.html")]
    assert {path.parent for path in files} == {tmp_path / "out", tmp_path / "out" / "leads"}
    for path in files:
        page = Read.of(path)
        assert "img" not in page.elements, path
        assert ("script" in page.elements) == (path.name == "queue.html"), path
        assert not re.search(
            r"<(img|script)[ >]", path.read_text(encoding="utf-8").split("<main>")[1]
        ) or (path.name == "queue.html")
    for name in ("conversion", "channels", "content"):
        assert NASTY in Read.of(tmp_path / "out" / f"{name}.html").text
    assert NASTY in Read.of(tmp_path / "out" / "leads" / lead_file(NASTY_LEAD)).text


def test_pages_do_without_reports_that_were_not_built(viewer: CommandLine, tmp_path: Path) -> None:
    """Plain dbt builds the scores first, and the reports after them."""
    user = viewer.copy(tmp_path / "scores")
    with duckdb.connect(str(user.warehouse)) as connection:
        for name, kind in connection.execute(
            "select table_name, table_type from information_schema.tables"
            " where table_schema = 'marts' and not starts_with(table_name, 'lead_')"
            " and table_name <> 'follow_up_queue'"
        ).fetchall():
            connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} marts.{name}")
    done = user.run("dashboard", OUT=str(tmp_path / "out"), FORECAST="0")
    assert done.returncode == 0, done.stderr
    tiles = Read.of(tmp_path / "out" / "index.html").tiles
    assert tiles["Leads to act on"][0] != "0"
    assert tiles["Win rate"][0] == "\u2013"
    assert Read.of(tmp_path / "out" / "queue.html").rows("To act on now")


def test_pages_of_leads_go_when_the_lead_goes(viewer: CommandLine, tmp_path: Path) -> None:
    """So do names of companies, where they are not wanted."""
    user = viewer.copy(tmp_path / "fewer")
    out = tmp_path / "out"
    assert user.run("dashboard", OUT=str(out), FORECAST="0").returncode == 0
    [(lead,)] = user.rows("select lead_id from marts.follow_up_queue where priority = 1")
    [(company,)] = user.rows(f"select company_name from marts.lead_scores where lead_id = '{lead}'")
    assert company in (out / "queue.html").read_text(encoding="utf-8")
    (out / "leads" / "notes.txt").write_text("mine", encoding="utf-8")
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("delete from marts.follow_up_queue where priority = 1")
        _edit(connection, "marts.lead_scores", "lead_id = nullif(lead_id, " + literal(lead) + ")")
    assert user.run("dashboard", OUT=str(out), FORECAST="0", COMPANIES="0").returncode == 0
    assert not (out / "leads" / lead_file(lead)).exists()
    assert (out / "leads" / "notes.txt").exists()
    told = [out / "queue.html", out / "accounts.html"]
    everywhere = "".join(path.read_text(encoding="utf-8") for path in told)
    for lead_id, name in viewer.rows(
        "select lead_id, company_name from marts.lead_scores where length(company_name) > 12"
    ):
        page = out / "leads" / lead_file(lead_id)
        assert name not in everywhere
        assert not page.exists() or name not in page.read_text(encoding="utf-8")


def test_a_page_says_what_becomes_of_a_lead_if_nothing_happens(
    viewer: CommandLine, tmp_path: Path
) -> None:
    """As make try does; not where the score of now comes out otherwise than in the warehouse."""
    user = viewer.copy(tmp_path / "ahead")
    with duckdb.connect(str(user.warehouse)) as connection:
        connection.execute("delete from marts.follow_up_queue where priority > 3")
        changed = (
            "score + case lead_id when (select lead_id from marts.follow_up_queue"
            " where priority = 2) then 1 else 0 end"
        )
        _edit(connection, "marts.lead_scores", f"score = {changed}")
    done = user.run("dashboard", OUT=str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "Note: of 1 leads the page does not say what happens next" in done.stdout
    heading = "What happens if nothing does"
    for lead, score, grade, stage, priority in user.rows(
        "select lead_id, score, grade, stage, priority from marts.follow_up_queue order by priority"
    ):
        page = Read.of(tmp_path / "out" / "leads" / lead_file(lead))
        if priority == 2:
            assert heading not in page.tables
            continue
        now, *_, last = page.rows(heading)
        assert now == ["now", words.points(score), grade, words.name(stage)]
        assert last[0] == "28 Sep 2026"
        assert float(last[1]) < float(now[1])
        left = re.search(r"Without new activity the lead is (\w+) instead of (\w+) \d+", page.text)
        assert (left.group(2) == now[3] != left.group(1)) if left else last[3] == now[3]


def test_what_cannot_be_told_is_said_in_one_sentence(viewer: CommandLine, tmp_path: Path) -> None:
    duplicate, primary = viewer.rows("select lead_id, primary_lead_id from marts.lead_duplicates")[
        0
    ]
    (tmp_path / "file").touch()
    empty = CommandLine(tmp_path)
    nobody = viewer.copy(tmp_path / "nobody")
    with duckdb.connect(str(nobody.warehouse)) as connection:
        _edit(connection, "marts.lead_scores", "scorecard = scorecard || ' of another'")
    for user, variables, sentence in (
        (viewer, {"LEAD": "nobody"}, "no person is scored under the lead_id nobody; look"),
        (viewer, {"LEAD": duplicate}, f"{duplicate} is a duplicate of {primary}; name that one"),
        (viewer, {"OUT": str(tmp_path / "file")}, "is a file; name a directory."),
        (empty, {}, "there is no warehouse"),
        (nobody, {}, "nobody is scored in the warehouse, so there is nothing to show."),
    ):
        done = user.run("dashboard", **variables)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@in_a_browser
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_pages_fit_and_need_nothing_but_themselves(
    site: Path, browser: Browser, size: tuple[int, int]
) -> None:
    """The menu leads from one to the next; the queue to a lead, and that one back."""
    with tab(browser, size) as opened:
        opened.page.goto((site / "index.html").as_uri())
        for name in NAMES:
            opened.page.click(f'nav a[href="{name}.html"]')
            opened.page.wait_for_url(f"**/{name}.html")
            assert opened.page.locator("nav a[aria-current]").count() == 1
            assert _width(opened.page) == size[0], name
            assert not opened.page.evaluate(_CUT_OFF), name
            assert "@" not in opened.page.inner_text("body")
        opened.page.click('nav a[href="queue.html"]')
        opened.page.locator("tbody a").first.click()
        opened.page.wait_for_url("**/leads/lead-*.html")
        assert _width(opened.page) == size[0]
        assert not opened.page.evaluate(_CUT_OFF)
        assert opened.page.title().startswith("Lead L")
        opened.page.click('nav a[href="../queue.html"]')
        opened.page.wait_for_url("**/queue.html")


# Tables that scroll sideways, and texts of charts that reach outside them.
_CUT_OFF = """() => [
    ...[...document.querySelectorAll(".scroll")]
        .filter(table => table.scrollWidth > table.clientWidth)
        .map(table => table.getAttribute("aria-label")),
    ...[...document.querySelectorAll("svg text")].filter(text => {
        const chart = text.closest("svg").getBoundingClientRect()
        const drawn = text.getBoundingClientRect()
        return chart.width && (drawn.left < chart.left - 1 || drawn.right > chart.right + 1)
    }).map(text => text.textContent)]"""


def _width(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@in_a_browser
def test_the_queue_can_be_searched(site: Path, viewer: CommandLine, browser: Browser) -> None:
    expected = viewer.rows(
        "select lead_id from marts.follow_up_queue where owner_id = 'u-02' and is_overdue"
        " order by priority"
    )
    with tab(browser, PHONE) as opened:
        opened.page.goto((site / "queue.html").as_uri())
        opened.page.get_by_label("Find a lead").fill("U-02 late")
        shown = [
            (link.inner_text(),)
            for link in opened.page.locator("tbody a").all()
            if link.is_visible()
        ]
        assert shown == expected != []
        assert opened.page.locator("#found").inner_text() == f"{len(expected)} found"
        assert opened.page.locator("tbody td:visible").first.inner_text() == "email"


@in_a_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_reading(site: Path, browser: Browser, scheme: str) -> None:
    """axe-core finds nothing on any page; in the dark, which has its own colours, on three."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    lead = next((site / "leads").iterdir())
    names = NAMES if scheme == "light" else ["index", "score"]
    with tab(browser, LAPTOP, bypass_csp=True, color_scheme=scheme) as opened:
        for path in [*(site / f"{name}.html" for name in names), lead]:
            opened.page.goto(path.as_uri())
            if path.stem != "queue":  # its folded tables are like the one that is open
                opened.page.evaluate(
                    "document.querySelectorAll('details').forEach(fold => fold.open = true)"
                )
            found = axe.run(opened.page)
            assert not found.violations_count, f"{path.name}: {found.generate_report()}"


@in_a_browser
def test_the_advice_can_be_read_on_a_phone(
    viewer: CommandLine, tmp_path: Path, browser: Browser
) -> None:
    """Pages of other commands are made of the same parts."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    path = tmp_path / "advice.html"
    assert viewer.run("advise", OUT=str(path)).returncode == 0
    with tab(browser, LAPTOP) as opened:
        opened.page.goto(path.as_uri())
        assert not opened.page.evaluate(_CUT_OFF)
    with tab(browser, PHONE, bypass_csp=True) as opened:
        opened.page.goto(path.as_uri())
        assert _width(opened.page) == PHONE[0]
        assert not opened.page.evaluate(_CUT_OFF)
        found = axe.run(opened.page)
        assert not found.violations_count, found.generate_report()
