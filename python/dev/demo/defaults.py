"""The demo that is kept in seeds/demo: what `make demo` writes without further arguments."""

from datetime import date

LEADS = 1200
EVENTS_PER_LEAD = 13.0
# Of the seeds 1 to 399 one whose company is much like the average of large demos, in the share of
# buyers and in what each attribute tells of them; most samples this small are odd in some way.
SEED = 298
LAST_DAY = date(2026, 6, 30)
DAYS = 365
