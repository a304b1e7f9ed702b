"""The lists of mail domains and crawlers: as their packages have them, and what they judge."""

from __future__ import annotations

import csv
import importlib.metadata
from datetime import UTC, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest

from dev import lists


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a list."""
    with (lists.LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        (r"Googlebot\/", ("contains", "googlebot/")),
        (r"^[wW]get", ("starts_with", "wget")),
        (r"80legs\.com", ("contains", "80legs.com")),
        ("[cC]rawler [xY]", None),
        ("Ahrefs(Bot|SiteAudit)", None),
        (r"Feed\d", None),
        ("SSL Labs$", None),
    ],
)
def test_a_pattern_is_a_rule_where_it_is_a_text(pattern: str, rule: tuple[str, str] | None) -> None:
    assert lists.as_rule(pattern) == rule


def test_the_lists_are_those_of_the_pinned_packages() -> None:
    for name, columns, rows in (
        ("listed_email_domains", ("domain", "domain_type"), lists.email_domains()),
        ("listed_machine_agents", ("operator", "operand"), lists.machine_agents()[0]),
    ):
        text = (lists.LISTS / f"{name}.csv").read_text(encoding="utf-8")
        assert text == lists.as_csv(columns, rows), f"{name}.csv is older: make lists"
        checksums = {row["checksum"] for row in rows_of("list_versions") if row["list"] == name}
        assert checksums == {lists.checksum(text)}


def test_the_calendar_is_that_of_the_pinned_packages() -> None:
    for row in calendar_rows("calendar_versions"):
        text = (lists.CALENDAR / f"{row['list']}.csv").read_text(encoding="utf-8")
        assert row["checksum"] == lists.checksum(text)
        assert row["version"] == importlib.metadata.version(row["package"]), "make lists"


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"])
def test_local_times_are_those_of_zoneinfo(name: str) -> None:
    """Each half hour of two years, the ones that the clock shows twice or never among them."""
    (same_as,) = [row["same_as"] for row in calendar_rows("time_zones") if row["time_zone"] == name]
    spans = [row for row in calendar_rows("time_zone_changes") if row["time_zone"] == same_as]
    zone = ZoneInfo(name)
    for half_hours in range(2 * 48 * 365):
        local = datetime(2026, 1, 1) + half_hours * timedelta(minutes=30)
        text = f"{local:%Y-%m-%d %H:%M}"
        held = [row for row in spans if row["local_starts_at"] <= text][-1]
        counted = local - timedelta(minutes=int(held["utc_offset_minutes"]))
        assert counted == local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None), local


def test_holidays_are_those_of_a_country_or_a_part_of_it() -> None:
    listed = {
        (row["country"], row["subdivision"], row["year"]): row["days"].split("|")
        for row in calendar_rows("public_holidays")
    }
    assert "01-06" in listed["DE", "BY", "2026"]
    assert "01-06" not in listed["DE", "", "2026"]
    for country, part in (("DE", "BY"), ("US", "CA"), ("IN", ""), ("GB", "SCT")):
        days = import_module("holidays").country_holidays(country, subdiv=part or None, years=2027)
        assert listed[country, part, "2027"] == sorted(f"{day:%m-%d}" for day in days)
    assert "11-26" in listed["US", "", "2026"]


def calendar_rows(name: str) -> list[dict[str, str]]:
    """The rows of a list of the calendar."""
    with (lists.CALENDAR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_crawlers_are_recognised_and_people_are_not() -> None:
    crawlers = import_module("crawleruseragents").CRAWLER_USER_AGENTS_DATA
    agents = [agent for crawler in crawlers for agent in crawler.get("instances", [])]
    assert len(agents) > 2000
    rules = rows_of("listed_machine_agents")
    assert sum(_is_machine(agent, rules) for agent in agents) > 0.98 * len(agents)
    for browser in (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        " Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    ):
        assert not _is_machine(browser, rules)


def _is_machine(agent: str, rules: list[dict[str, str]]) -> bool:
    text = agent.lower()
    return any(
        text.startswith(rule["operand"])
        if rule["operator"] == "starts_with"
        else rule["operand"] in text
        for rule in rules
    )
