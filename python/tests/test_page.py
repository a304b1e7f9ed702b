"""The HTML pages: nothing in the data becomes markup, and they ask for nothing outside the file."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lead_scoring import page
from lead_scoring.page import charts, figures

NASTY = "<script>alert('x')</script> & \"more\""


def test_text_of_the_data_stays_text(tmp_path: Path) -> None:
    """Wherever it stands: title, sentence, heading, text, caption, cell, mark, chart."""
    table = page.Table([NASTY], [[NASTY], [page.Mark(NASTY, "bad")]], NASTY)
    chart = charts.bars(NASTY, [(NASTY, 0.5, 0.4, 0.6)])
    section = page.Section(NASTY, NASTY, [table], [chart])
    path = page.write(tmp_path / "new" / "page.html", page.Page(NASTY, NASTY, [section], NASTY))
    html = path.read_text(encoding="utf-8")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 14  # the titles and the caption stand twice


def test_a_page_needs_nothing_but_itself(tmp_path: Path) -> None:
    """No address, no script, no style sheet or picture from elsewhere."""
    html = page.write(tmp_path / "page.html", page.Page("T", "S.", [])).read_text(encoding="utf-8")
    assert not re.search(r"https?:|//|@import|<script|src=", html)
    assert re.findall(r'href="([^"]*)"', html) == ["data:,"]


def test_tables_without_rows_say_so_in_words(tmp_path: Path) -> None:
    """Instead of heads and axes with nothing below them."""
    chart = charts.bars("Rates", [])
    empty = page.Section("Segments", "By segment.", [page.Table(["segment", "rate"], [])], [chart])
    html = _html(tmp_path, empty)
    assert "<p>Nothing to show yet.</p>" in html
    assert not re.search("<table|<svg|By segment", html)
    full = page.Section("Segments", "By segment.", [page.Table(["segment"], [["a"]])], [chart])
    html = _html(tmp_path, full)
    assert "<svg" in html
    assert "Nothing to show yet" not in html


def _html(directory: Path, section: page.Section) -> str:
    path = page.write(directory / "page.html", page.Page("T", "S.", [section]))
    return path.read_text(encoding="utf-8")


def test_a_stage_that_nobody_reached_has_no_bar() -> None:
    drawn = figures.funnel("Stages", [("nurture", 29, "all"), ("MQL", 0, "none")])
    assert [float(bar["width"]) for bar in _elements(drawn, "rect")] == [476.0, 0.0]


def test_only_columns_of_numbers_stand_right() -> None:
    """Rates with their interval and counts of a whole are numbers too; mixed columns are text."""
    table = page.Table(
        ["number", "rate", "interval", "counts", "mixed", "word", "none"],
        [
            ["1,234", "3.5 %", "5.0 % (1.2 % to 9 %)", "1 of 20", "1", "a", ""],
            ["-2.5", "", "0 % to 1 %", "+2", "a 1", "b", ""],
        ],
    )
    assert table.aligned() == ["number"] * 4 + ["", "", ""]


def test_rows_with_sentences_name_their_columns_for_narrow_screens(tmp_path: Path) -> None:
    wordy = page.Table(["rule", "advice"], [["a", "It gives more than it earns. " * 4]])
    short = page.Table(["rule", "points"], [["a", "1"]])
    shown = page.Page("T", "S.", [page.Section("H", "", [wordy, short])])
    html = page.write(tmp_path / "page.html", shown).read_text(encoding="utf-8")
    assert re.findall(r'data-column="(\w+)"', html) == ["rule", "advice"]
    assert html.count('<table class="stack wordy">') == 1


def test_as_text_the_last_column_wraps_and_nothing_steers_the_terminal() -> None:
    table = page.Table(
        ["rule", "points", "advice"],
        [["whitepaper", "10", "It gives more than it earns. " * 4], ["a\x1b[2Jb", "0.5", "short"]],
        "Rules",
    )
    shown = page.Page("Title", "Sentence.", [page.Section("Heading", "One.\n\nTwo.", [table])])
    text = page.plain(shown, 60)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 60
    assert "whitepaper      10  It gives more than it earns. It gives" in lines
    assert "a [2Jb         0.5  short" in lines
    assert "\x1b" not in text
    assert lines[lines.index("Heading") + 1] == "-------"
    assert lines[lines.index("One.") + 1 : lines.index("One.") + 3] == ["", "Two."]


def test_bars_show_the_value_its_interval_and_where_nothing_is_known() -> None:
    rows = [("up", 0.2, 0.1, 0.35), ("down", -0.05, -0.1, 0.02), ("unknown", None, None, None)]
    texts = _texts(charts.bars("Rates", rows))
    assert "20 % (10 % to 35 %)" in texts
    assert "-5.0 % (-10 % to 2.0 %)" in texts
    assert "too few to tell" in texts


def test_one_wide_interval_does_not_flatten_the_bars() -> None:
    """It ends in an arrow at three times the largest value; its words say how far it goes."""
    rows = [("sure", 2.0, 1.0, 3.0), ("unsure", 3.0, 1.0, 90.0)]
    drawn = charts.bars("Costs", rows, charts.number)
    assert "3 (1 to 90)" in _texts(drawn)
    sure, unsure = (float(bar["width"]) for bar in _elements(drawn, "rect"))
    assert unsure == pytest.approx(1.5 * sure, abs=0.2)
    assert unsure > 80  # a third of the room
    assert drawn.count("l6 4l-6 4") == 1
    few = charts.bars("Rates", [("sure", 0.02, 0.01, 0.03), ("few", None, 0.1, 0.8)])
    assert "l6 4l-6 4" not in few


def test_rates_of_one_size_have_one_form() -> None:
    assert [charts.percent(rate) for rate in (0.0994, 0.0996, 0.1004)] == ["9.9 %", "10 %", "10 %"]


def test_days_close_together_are_a_line_without_dots() -> None:
    """Each day can still be pointed at."""
    days = [date(2026, 1, 1) + timedelta(days=day) for day in range(180)]
    daily = figures.TimeLine("Score", [(day, 10.0) for day in days]).drawn()
    monthly = figures.TimeLine("Score", [(day, 10.0) for day in days[::30]]).drawn()
    assert daily.count("<title>") == daily.count('fill-opacity="0"') == 2 * len(days)
    assert 'fill-opacity="0"' not in monthly


def test_a_long_label_is_cut() -> None:
    longest = "y" * 54
    bars = [("x" * 100, 1.0, None, None), (longest, 1.0, None, None)]
    texts = _texts(charts.bars("Rates", bars))
    assert "x" * 51 + "..." in texts
    assert longest in texts


def test_intervals_stay_inside_the_axes() -> None:
    """Whatever the size of the numbers."""
    for scale in (1e-6, 1.0, 37.0, 1e6):
        points = [(x * scale, x * x * scale, 0.0, (x * x + 3) * scale) for x in range(7)]
        chart = charts.line("Line", [charts.Series("a", points)], shown=charts.number)
        interval_ends = re.findall(r'd="M[\d.]+ ([\d.]+)V([\d.]+)"', chart)
        assert len(interval_ends) == 7
        assert all(34 <= float(y) <= 254 for ends in interval_ends for y in ends)


def test_charts_of_nothing_or_of_one_point_are_drawn() -> None:
    for chart in (
        charts.bars("None", []),
        charts.line("None", []),
        charts.line("One", [charts.Series("a", [(5.0, 0.0)])], marks=[(5.0, "here")]),
    ):
        ET.fromstring(chart)  # noqa: S314 - our own text


def _texts(chart: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(chart).iter("text")]  # noqa: S314


def test_a_waterfall_goes_from_where_the_last_step_ended() -> None:
    drawn = figures.waterfall("Points", [("up", 8.0), (NASTY, -3.0)], ("All", 5.0))
    assert _texts(drawn) == [
        "Points",
        "up",
        "+8.0",
        NASTY[:31].rstrip() + "...",
        "-3.0",
        "All",
        "5.0",
    ]
    bars = [(float(bar["x"]), float(bar["width"])) for bar in _elements(drawn, "rect")]
    (up, height), (down, fall), (total, sum_) = bars
    assert up == total
    assert down == pytest.approx(up + height - fall, abs=0.2)
    assert sum_ == pytest.approx(height - fall, abs=0.2)


def test_a_time_line_has_the_score_the_events_and_what_would_come() -> None:
    first, today = date(2026, 1, 31), date(2026, 3, 31)
    line = figures.TimeLine(
        "Score",
        [(first, 10.0), (today, 30.0)],
        [(today + timedelta(days=30), 20.0)],
        [(today, "MQL")],
        [(NASTY, [date(2026, 2, 3), date(2026, 3, 3)])],
    ).drawn()
    wide, narrow = (f"<svg{part}" for part in line.replace("</div>", "").split("<svg")[1:])
    for drawn in (wide, narrow.split("<div")[0]):
        marks = [
            float(mark["cx"]) for mark in _elements(drawn.split("</svg>")[0] + "</svg>", "circle")
        ]
        assert len(marks) == 2 + 2 + 2  # the line ahead begins where the score stands
        assert marks[1] == marks[2] < marks[3]
        assert marks[0] < marks[4] < marks[5] < marks[1]
    assert "MQL" in line
    assert "<script" not in line


def test_a_funnel_is_as_wide_as_its_counts_and_a_spark_says_its_values() -> None:
    drawn = figures.funnel("Funnel", [("all", 200, "100 %"), (NASTY, 50, "25 %")])
    widths = [float(bar["width"]) for bar in _elements(drawn, "rect")]
    assert widths[1] == pytest.approx(widths[0] / 4, abs=0.1)
    assert f"{NASTY}: 50" in _texts(drawn)
    assert figures.spark("MQLs", [3.0], ["May 3"]) == ""
    spark = figures.spark("MQLs", [3.0, 9.0], ["May 3", NASTY])
    assert ET.fromstring(spark).attrib["aria-label"] == f"MQLs: May 3, {NASTY}"  # noqa: S314
    [end] = _elements(spark, "circle")
    assert float(end["cy"]) < 10
    [end] = _elements(figures.spark("MQLs", [0.0, 0.0], ["0", "0"]), "circle")
    assert float(end["cy"]) > 10


def test_a_page_may_load_nothing_and_run_its_own_script_alone(tmp_path: Path) -> None:
    found = page.Page(
        "T", "S.", [page.Section("H", "", [page.Table(["a"], [["b"]])])], search="Find"
    )
    html = page.write(tmp_path / "page.html", found).read_text(encoding="utf-8")
    [script] = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = ET.fromstring(re.findall(r"<meta http-equiv[^>]*>", html)[0][:-1] + "/>")  # noqa: S314
    assert allowed.attrib["content"].startswith("default-src 'none';")
    assert allowed.attrib["content"].endswith(f"script-src 'sha256-{digest}'")
    assert "script" not in page.Page("T", "S.", []).allowed()


def test_a_long_word_may_break_so_that_its_table_does_not_scroll(tmp_path: Path) -> None:
    """At each 20 letters of one that is longer than 30; an accent stays with its letter."""
    accent = "\u0301"
    table = page.Table(
        ["Word"],
        [["a" * 30], ["b" * 62], ["c" * 20 + accent + "c" * 20], [page.Link("<" * 31, "x.html")]],
    )
    found = page.Page("T", "S.", [page.Section("H", "", [table])])
    html = page.write(tmp_path / "page.html", found).read_text(encoding="utf-8")
    assert f">{'a' * 30}<" in html
    assert "<wbr>".join(["b" * 20, "b" * 20, "b" * 20, "bb"]) in html
    assert f"{'c' * 20}{accent}<wbr>{'c' * 20}<" in html
    assert f"{'&lt;' * 20}<wbr>{'&lt;' * 11}</a>" in html


def _elements(drawn: str, name: str) -> list[dict[str, str]]:
    """The attributes of a picture's elements of that name."""
    return [one.attrib for one in ET.fromstring(drawn).iter(name)]  # noqa: S314
