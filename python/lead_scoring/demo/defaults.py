"""The demo that is kept in seeds/demo: what `make demo` writes without further arguments."""

from datetime import date

LEADS = 1200
EVENTS_PER_LEAD = 13.0
SEED = 2025
LAST_DAY = date(2026, 6, 30)
DAYS = 365
