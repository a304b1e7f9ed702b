"""The pages of the site, in the order of its menu."""

from __future__ import annotations

from collections.abc import Sequence

from ..page import Page
from .accounts import accounts, best_leads
from .challenger import challengers
from .channels import channels
from .content import content
from .conversion import conversion
from .marts import Marts
from .overview import overview
from .quality import quality
from .queue import queue
from .rules import rules
from .sales import sales, stuck_and_alerted
from .score import score
from .site import lead_href


def named_leads(marts: Marts) -> set[str]:
    """The leads that pages other than the queue name: each of them gets a page too."""
    return best_leads(marts) | stuck_and_alerted(marts)


def all_pages(marts: Marts, others: Sequence[str] = (), *, with_companies: bool) -> dict[str, Page]:
    """The pages by the names of their files; others: scorecards that may be challengers."""
    listed = marts.rows("lead_scores", "lead_id", marts.told("person_id"))
    with_page = {str(one.lead_id) for one in listed}

    def told(lead_id: str) -> str:
        return lead_href(lead_id) if lead_id in with_page else ""

    return {
        "index": overview(marts),
        "queue": queue(marts, lead_href, with_companies=with_companies),
        "sales": sales(marts, told),
        "accounts": accounts(marts, told, with_companies=with_companies),
        "conversion": conversion(marts),
        "channels": channels(marts),
        "content": content(marts),
        "score": score(marts),
        "rules": rules(marts),
        "quality": quality(marts),
        **challengers(marts, others, told),
    }
