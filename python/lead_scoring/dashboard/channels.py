"""What channels and campaigns cost and bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..page import Page, Section, Table, Tile, charts
from ..page.charts import Bar, Series
from . import words
from .marts import ALL, Marts

_COLUMNS = (
    "period, starts_on, ends_on, channel, campaign, spend, leads, mqls, customers, won_amount,"
    "cost_per_lead, cost_per_mql, cost_per_customer, cost_per_customer_low, cost_per_customer_high,"
    "return_on_spend, first_customers, last_customers, position_customers, position_amount,"
    "cost_per_position_customer, position_return_on_spend, is_channel_of_leads, is_enough"
)
_NO_SPEND = (
    "No spend is known, so that nothing here says what a lead or customer costs. Put a table spend"
    " (month, channel, amount) next to the leads."
)


def channels(marts: Marts) -> Page:
    """The page."""
    rows = marts.rows(
        "channel_performance",
        _COLUMNS,
        f"period = '{ALL}'",
        "return_on_spend desc nulls last, position_customers desc, channel, campaign",
    )
    whole = next((one for one in rows if one.channel == ALL), None)
    found = [one for one in rows if one.channel != ALL and one.campaign == ALL]
    campaigns = [one for one in rows if one.campaign != ALL]
    paid = [one for one in found if one.spend is not None]
    sections = [
        _return(found, whole) if paid else None,
        _unmatched([one for one in paid if not one.is_channel_of_leads]),
        _credit(found),
        _campaigns(campaigns),
        _months(marts) if paid else None,
    ]
    return Page(
        "Channels",
        _sentence(paid),
        [one for one in sections if one],
        "Amounts are in the currency of the reports. Customers of a period may have become leads"
        " before it, and a lead that cost money may yet buy.",
        tiles=_tiles(whole) if whole is not None and paid else [],
    )


def _sentence(paid: Sequence[Any]) -> str:
    if not paid:
        return _NO_SPEND
    judged = [one for one in paid if one.is_enough and one.return_on_spend is not None]
    if not judged:
        return "No channel has brought enough leads yet to tell which one pays."
    best, worst = judged[0], judged[-1]
    return (
        f"Of the channels with enough leads, {words.name(best.channel)} returns most"
        f" ({_times(best.return_on_spend)} the money spent) and {words.name(worst.channel)} least"
        f" ({_times(worst.return_on_spend)})."
    )


def _tiles(whole: Any) -> list[Tile]:
    period = f"{words.month(whole.starts_on)} to {words.month(whole.ends_on)}"
    cost = (
        f"{words.plural(whole.customers, 'customer')}; 95 % range {_cost_range(whole)}"
        if whole.spend is not None
        else "no spend is known"
    )
    return [
        Tile("Spent", words.amount(whole.spend), period, "none"),
        Tile("Cost of a customer", words.amount(whole.cost_per_customer), cost, "none"),
        Tile(
            "Cost of an MQL",
            words.amount(whole.cost_per_mql),
            f"{whole.mqls or 0:,} MQLs of {words.plural(whole.leads, 'lead')}",
            "none",
        ),
        Tile(
            "Return",
            _times(whole.return_on_spend),
            f"{words.amount(whole.won_amount)} won",
            "none",
        ),
    ]


def _return(found: Sequence[Any], whole: Any) -> Section:
    returns: list[Bar] = [
        (
            f"{words.name(one.channel)} ({words.amount(one.spend)} spent)",
            float(one.return_on_spend) if one.is_enough else None,
            None,
            None,
        )
        for one in found
        if one.return_on_spend is not None and one.is_channel_of_leads
    ]
    by_cost = sorted(
        (one for one in found if one.cost_per_customer is not None and one.is_channel_of_leads),
        key=lambda one: float(one.cost_per_customer),
    )
    costs: list[Bar] = [
        (
            f"{words.name(one.channel)} ({words.plural(one.customers, 'customer')})",
            float(one.cost_per_customer) if one.is_enough else None,
            float(one.cost_per_customer_low),
            float(one.cost_per_customer_high),
        )
        for one in by_cost
    ]
    rows = [
        [
            words.name(one.channel),
            words.amount(one.spend),
            words.number(one.leads),
            words.number(one.mqls),
            words.number(one.customers),
            words.amount(one.won_amount),
            words.amount(one.cost_per_lead),
            words.amount(one.cost_per_mql),
            _cost(one),
            words.number(one.return_on_spend, 1),
        ]
        for one in [*([whole] if whole is not None else []), *found]
        if one.is_channel_of_leads
    ]
    columns = [
        "channel", "spent", "leads", "MQLs", "customers", "won amount", "cost per lead",
        "cost per MQL", "cost per customer", "return",
    ]  # fmt: skip
    drawn = [
        charts.bars("Won amount for each unit of money spent", returns, _times),
        charts.bars("What a customer costs, with its 95 % range", costs, _short),
    ]
    return Section(
        "Which channel pays?",
        "Leads, MQLs and customers by the source of the lead; the return is what was won for each"
        " unit of money spent. Few customers make a wide range: channels whose ranges overlap may"
        " cost the same.",
        [Table(columns, rows)],
        drawn,
    )


def _unmatched(found: Sequence[Any]) -> Section | None:
    if not found:
        return None
    rows = [
        [words.name(one.channel), words.amount(one.spend), _decimal(one.position_customers)]
        for one in found
    ]
    return Section(
        "Spend that meets no lead",
        "No lead names these channels as its source. Where they are the same channel under another"
        " name, write both alike; else only the customers credited below can be set against them.",
        [Table(["channel", "spent", "customers credited by position"], rows)],
    )


def _credit(found: Sequence[Any]) -> Section | None:
    if not found:
        return None
    ordered = sorted(found, key=lambda one: -float(one.position_customers))
    bars: list[Bar] = [
        (words.name(one.channel), float(one.position_customers), None, None) for one in ordered
    ]
    rows = [
        [
            words.name(one.channel),
            words.number(one.customers),
            _decimal(one.first_customers),
            _decimal(one.last_customers),
            _decimal(one.position_customers),
            words.amount(one.position_amount),
            words.amount(one.cost_per_position_customer),
            words.number(one.position_return_on_spend, 1),
        ]
        for one in ordered
    ]
    columns = [
        "channel", "source of the lead", "first contact", "last contact", "by position",
        "amount by position", "cost by position", "return by position",
    ]  # fmt: skip
    text = (
        "The customers of the period, each of them shared among the channels of which they had"
        " contact before they bought: all of it to the first day of contact, all of it to the last,"
        " or by position, as the settings say. Each column adds up to all customers."
    )
    if not any(value for _, value, *_ in bars):
        return Section("Who has a part in it?", "There are no customers in this period yet.")
    drawn = charts.bars("Customers credited by position", bars, _decimal)
    return Section("Who has a part in it?", text, [Table(columns, rows)], [drawn])


def _campaigns(found: Sequence[Any]) -> Section | None:
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (one.spend is None, -float(one.position_customers)))
    rows = [
        [
            str(one.campaign),
            words.name(one.channel),
            words.amount(one.spend),
            _decimal(one.first_customers),
            _decimal(one.last_customers),
            _decimal(one.position_customers),
            words.amount(one.cost_per_position_customer),
            words.number(one.position_return_on_spend, 1),
        ]
        for one in ordered
    ]
    columns = [
        "campaign", "channel", "spent", "first contact", "last contact", "by position",
        "cost by position", "return by position",
    ]  # fmt: skip
    text = "Customers credited to campaigns that events name."
    return Section("Which campaign pays?", text, [Table(columns, rows)])


def _months(marts: Marts) -> Section:
    months = marts.rows(
        "channel_performance",
        _COLUMNS,
        f"period <> '{ALL}' and channel = '{ALL}'",
        "period",
    )
    points = [
        (float(place), float(one.cost_per_mql))
        for place, one in enumerate(months)
        if one.cost_per_mql is not None
    ]
    rows = [
        [
            words.month(one.starts_on),
            words.amount(one.spend),
            words.number(one.leads),
            words.number(one.mqls),
            words.number(one.customers),
            words.amount(one.won_amount),
            words.amount(one.cost_per_mql),
            words.amount(one.cost_per_customer),
            words.number(one.return_on_spend, 1),
        ]
        for one in reversed(months)
    ]
    columns = [
        "month", "spent", "leads", "MQLs", "customers", "won amount", "cost per MQL",
        "cost per customer", "return",
    ]  # fmt: skip

    def month(place: float) -> str:
        return words.month(months[int(place)].starts_on)

    drawn = [
        charts.line(
            "Cost of an MQL",
            [Series("money spent in the month for each MQL of it", points)],
            shown=_short,
            x_shown=month,
            x_ticks=[float(place) for place in range(0, len(months), max(1, len(months) // 4))],
        )
    ]
    text = "The latest month may not be over. Costs are of the same month, whenever it pays."
    return Section("Over time", text, [Table(columns, rows)], drawn if len(points) > 1 else [])


def _cost(one: Any) -> str:
    """What a customer costs and the range, or the range alone where there are too few leads."""
    if one.spend is None:
        return words.NONE
    if one.cost_per_customer is None:
        return f"no customer; above {words.amount(one.cost_per_customer_low)}"
    if not one.is_enough:
        return _cost_range(one)
    return f"{words.amount(one.cost_per_customer)} ({_cost_range(one)})"


def _cost_range(one: Any) -> str:
    if one.cost_per_customer_high is None:
        return f"above {words.amount(one.cost_per_customer_low)}"
    low, high = one.cost_per_customer_low, one.cost_per_customer_high
    return f"{words.amount(low)} to {words.amount(high)}"


def _times(value: float | None) -> str:
    return words.NONE if value is None else f"{float(value):,.1f} times"


def _short(value: float) -> str:
    """An amount in few digits: 21,311 is 21k, and 2,512 is 2.5k."""
    if abs(value) < 1000:
        return f"{value:,.0f}"
    return f"{value / 1000:,.0f}k" if abs(value) >= 9_950 else f"{value / 1000:.1f}k"


def _decimal(value: float) -> str:
    return f"{float(value):,.1f}"
