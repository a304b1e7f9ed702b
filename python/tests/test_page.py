"""The HTML pages: nothing in the data becomes markup, and they ask for nothing outside the file."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from lead_scoring import page
from lead_scoring.page import charts

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


def test_a_long_label_is_cut() -> None:
    texts = _texts(charts.bars("Rates", [("x" * 100, 1.0, None, None)]))
    assert "x" * 59 + "..." in texts


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
