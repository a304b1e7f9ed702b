"""The lists of mail domains and crawlers: as their packages have them, and what they judge."""

from __future__ import annotations

import csv
from importlib import import_module

import pytest

from lead_scoring import lists


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
