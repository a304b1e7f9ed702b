"""What `make lists` writes into seeds/calendar: time zones and public holidays.

Time zones come from the package tzdata, which keeps the IANA database for Python's zoneinfo: SQL
has no time zones that all engines know alike, so their changes of the clock are rows. Public
holidays come from the package holidays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module, resources
from zoneinfo import ZoneInfo

Rows = Sequence[tuple[str, ...]]

ZONE_YEARS = range(2015, 2041)
HOLIDAY_YEARS = range(2024, 2032)

# Before the first change that is listed.
_ALWAYS = "1970-01-01 00:00"
_STEP = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def time_zones() -> tuple[Rows, Rows]:
    """Each zone with one whose clock is the same, and the changes of the clock of the latter.

    A change has its moment in UTC, the first local time that is counted with the new offset, and
    that offset in minutes. Local times that the clock shows twice, or never, are counted with the
    offset before the change, as zoneinfo does (fold 0).
    """
    names: list[tuple[str, ...]] = []
    changes: dict[Rows, str] = {}
    for name in sorted(_zone_names()):
        with (resources.files("tzdata") / "zoneinfo" / name).open("rb") as file:
            zone = ZoneInfo.from_file(file, key=name)
        names.append((name, changes.setdefault(tuple(_changes(zone)), name)))
    return names, sorted((name, *row) for rows, name in changes.items() for row in rows)


def public_holidays() -> Rows:
    """Country, subdivision (empty: the country as a whole), year, and the days as 01-01|12-25."""
    library = import_module("holidays")
    rows = []
    for country, parts in library.list_supported_countries(include_aliases=False).items():
        for part in ["", *parts]:
            days = library.country_holidays(country, subdiv=part or None, years=HOLIDAY_YEARS)
            for year in HOLIDAY_YEARS:
                listed = sorted(f"{day:%m-%d}" for day in days if day.year == year)
                rows.append((country, part, str(year), "|".join(listed)))
    return sorted(rows)


def _zone_names() -> Iterator[str]:
    text = (resources.files("tzdata") / "zones").read_text(encoding="utf-8")
    return (name for name in text.splitlines() if name != "Factory")


def _changes(zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    at, end = (
        datetime(ZONE_YEARS[0], 1, 1, tzinfo=UTC),
        datetime(ZONE_YEARS[-1] + 1, 1, 1, tzinfo=UTC),
    )
    offset = _offset(zone, at)
    yield _ALWAYS, _ALWAYS, str(offset // _MINUTE)
    while at < end:
        if _offset(zone, at + _STEP) != offset:
            change = _first_minute(zone, at, offset)
            before, offset = offset, _offset(zone, change)
            local = change + max(before, offset)
            yield f"{change:%Y-%m-%d %H:%M}", f"{local:%Y-%m-%d %H:%M}", str(offset // _MINUTE)
            at = change
        else:
            at += _STEP


def _first_minute(zone: ZoneInfo, start: datetime, offset: timedelta) -> datetime:
    """The first minute after the start at which the zone has another offset."""
    low, high = 0, _STEP // _MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, start + middle * _MINUTE) == offset:
            low = middle
        else:
            high = middle
    return start + high * _MINUTE


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
