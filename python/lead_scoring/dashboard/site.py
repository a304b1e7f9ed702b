"""The pages as files of one site, with a menu that works from a share, a server or a mail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..page import Link, Page, write
from .challenger import FILES

LEADS = "leads"
_PLAIN = re.compile(r"[A-Z0-9_-]{1,64}")


def lead_file(lead_id: str) -> str:
    """The file name of a lead's page: safe on every file system, whatever the id holds."""
    plain = (
        lead_id if _PLAIN.fullmatch(lead_id) else hashlib.sha256(lead_id.encode()).hexdigest()[:32]
    )
    return f"lead-{plain}.html"


def lead_href(lead_id: str) -> str:
    """The path to a lead's page from a page of the site."""
    return f"{LEADS}/{lead_file(lead_id)}"


def write_site(out: Path, pages: Mapping[str, Page], leads: Iterable[tuple[str, Page]]) -> int:
    """Write the pages by their names, and those of leads; how many of the latter there are.

    Removes the lead pages of an earlier run, so that no page of an erased person stays, and the
    pages of challengers that are none any more.
    """
    for path in out.glob(f"{FILES}*.html"):
        if path.stem not in pages:
            path.unlink()
    titles = {name: page.title for name, page in pages.items()}
    menu = [Link(title, f"{name}.html") for name, title in titles.items()]
    for name, page in pages.items():
        write(out / f"{name}.html", replace(page, menu=menu, current=page.title))
    below = [Link(link.text, f"../{link.href}") for link in menu]
    (out / LEADS).mkdir(parents=True, exist_ok=True)
    written = set()
    for lead_id, page in leads:
        shown = replace(page, menu=below)
        written.add(write(out / LEADS / lead_file(lead_id), shown))
    for path in (out / LEADS).glob("lead-*.html"):
        if path not in written:
            path.unlink()
    return len(written)
