"""The words events are made of: types with their channel, assets, campaigns, user agents.

Events hold positions in these lists; -1 stands for none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .draws import Floats, Ints
from .latent import INTENTS
from .words import WEBINARS

CHANNEL_OF = {
    "page_view": "web",
    "demo_request": "web",
    "trial_start": "web",
    "contact_sales": "web",
    "form_submit": "web",
    "content_download": "web",
    "chat_message": "web",
    "webinar_register": "event",
    "webinar_attend": "event",
    "event_visit": "event",
    "email_open": "email",
    "email_click": "email",
    "email_unsubscribe": "email",
    "email_bounce": "email",
    "social_follow": "social",
    "social_comment": "social",
    "social_share": "social",
    "meeting_booked": "sales",
    "call_connected": "sales",
    "product_login": "product",
    "feature_used": "product",
}
EVENT_TYPES = tuple(CHANNEL_OF)
KIND = {name: position for position, name in enumerate(EVENT_TYPES)}

PAGES = (
    "/", "/product", "/product/integrations", "/pricing", "/customers", "/customers/bluepeak",
    "/security", "/careers", "/careers/backend-engineer", "/blog/what-is-a-good-lead",
    "/blog/seven-forecast-mistakes", "/blog/crm-hygiene", "/docs/getting-started", "/docs/api",
)  # fmt: skip
DOWNLOADS = (
    "whitepaper-lead-scoring", "whitepaper-sales-forecast", "ebook-revenue-operations",
    "ebook-crm-hygiene", "roi-calculator",
)  # fmt: skip
FORMS = ("newsletter", "event-follow-up", "contact-details", "partner-referral")
JOB_FORM = "job-application"
INTENT_FORMS = tuple(f"{intent.replace('_', '-')}-form" for intent in INTENTS)
FAIRS = ("saas-connect-berlin", "revops-summit-austin", "cloud-expo-london")
NETWORKS = ("linkedin", "youtube", "x")
MAILS = (
    "newsletter-monthly",
    "nurture-1-welcome",
    "nurture-2-customer-story",
    "nurture-3-roi",
    "product-update",
)
LINKS = (
    "https://www.our-company.example/blog/crm-hygiene",
    "https://www.our-company.example/customers",
    "https://www.our-company.example/product",
    "https://www.our-company.example/webinars",
    "https://www.our-company.example/pricing",
)
FEATURES = ("import", "dashboard", "scoring-rules", "crm-sync", "alerts")
CHATS = ("opening-question", "pricing-question", "support-question")
SALES_TOUCHES = ("discovery", "follow-up")

ASSETS = (
    *PAGES, *DOWNLOADS, *FORMS, JOB_FORM, *INTENT_FORMS, *WEBINARS, *FAIRS, *NETWORKS, *MAILS,
    *LINKS, *FEATURES, *CHATS, *SALES_TOUCHES,
)  # fmt: skip
_ASSET = {name: position for position, name in enumerate(ASSETS)}
CAMPAIGNS = (
    *MAILS,
    "paid-search-brand",
    "paid-search-generic",
    "webinar-series",
    "autumn-fair",
    "retargeting",
)
CAMPAIGN = {name: position for position, name in enumerate(CAMPAIGNS)}

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Firefox/127.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0",
    "Mozilla/5.0 (Macintosh) Version/17.4 Safari/605.1",
)
PHONES = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14) Chrome/126.0",
)
PRIVACY_PROXY = "Mozilla/5.0"
GOOGLE_PROXY = (
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
)
SCANNERS = (
    "MailScanner/5.4",
    "Mozilla/5.0 (compatible; Proofpoint URL check)",
    "linkguard-preview/1.2",
)
CRAWLERS = ("Mozilla/5.0 (compatible; Googlebot/2.1)", "Mozilla/5.0 (compatible; bingbot/2.0)")
AGENTS = (*BROWSERS, *PHONES, PRIVACY_PROXY, GOOGLE_PROXY, *SCANNERS, *CRAWLERS)
AGENT = {name: position for position, name in enumerate(AGENTS)}


def asset_codes(names: Sequence[str]) -> Ints:
    """Positions in ASSETS."""
    return np.array([_ASSET[name] for name in names], dtype=np.int64)


def agent_codes(names: Sequence[str]) -> Ints:
    """Positions in AGENTS."""
    return np.array([AGENT[name] for name in names], dtype=np.int64)


# How likely each page is, in the order of PAGES: for a buyer passing by, a buyer comparing, a
# student, a job seeker, a competitor.
PAGE_WEIGHTS: tuple[tuple[float, ...], ...] = (
    (18, 9, 3, 3, 5, 2, 1, 1, 0.5, 20, 16, 16, 3, 2),
    (8, 18, 10, 22, 10, 5, 8, 0.3, 0.2, 4, 3, 3, 6, 3),
    (12, 5, 2, 2, 2, 1, 0, 3, 1, 24, 20, 20, 5, 3),
    (12, 5, 0, 0, 3, 1, 0, 40, 34, 2, 2, 2, 0, 0),
    (6, 18, 12, 20, 10, 5, 6, 2, 1, 3, 3, 3, 6, 5),
)
PASSING_BY, COMPARING = 0, 1


def page_edges() -> Floats:
    """Cumulative page weights, one row for each way to look around; each row ends at 1."""
    weights = np.array(PAGE_WEIGHTS)
    edges: Floats = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    return edges
