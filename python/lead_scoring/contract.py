"""The tables of the raw schema and their columns, as docs and staging know them."""

from __future__ import annotations

from dataclasses import dataclass

UNREADABLE_LINE = "_unreadable_line"
BATCH = "_batch"
# Columns of the raw tables that the loader adds itself.
OWN_COLUMNS = (UNREADABLE_LINE, BATCH)


@dataclass(frozen=True)
class Source:
    """One input table: its columns, which of them a file must have, and which says when."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    moment: str
    one_of: tuple[str, ...] = ()

    def missing(self, found: list[str]) -> str:
        """What a file with the columns found lacks, in words; empty where it lacks nothing."""
        lacking = [column for column in self.required if column not in found]
        if lacking:
            return f"no column {' and no column '.join(lacking)}"
        if self.one_of and not set(self.one_of) & set(found):
            return f"none of the columns {', '.join(self.one_of)}"
        return ""


LEADS = Source(
    name="leads",
    columns=(
        "lead_id",
        "created_at",
        "email",
        "updated_at",
        "first_name",
        "last_name",
        "phone",
        "job_title",
        "company_name",
        "website",
        "industry",
        "employee_count",
        "annual_revenue",
        "country",
        "region",
        "lead_source",
        "budget",
        "authority",
        "need",
        "timeline",
        "do_not_contact",
        "is_deleted",
        "merged_into_lead_id",
        "owner_id",
    ),
    required=("lead_id", "created_at"),
    moment="created_at",
)

EVENTS = Source(
    name="events",
    columns=(
        "event_id",
        "event_type",
        "occurred_at",
        "lead_id",
        "email",
        "anonymous_id",
        "channel",
        "asset",
        "campaign",
        "url",
        "value",
        "user_agent",
        "is_machine",
        "loaded_at",
    ),
    required=("event_id", "event_type", "occurred_at"),
    moment="occurred_at",
    one_of=("lead_id", "email", "anonymous_id"),
)

OUTCOMES = Source(
    name="outcomes",
    columns=(
        "outcome_id",
        "lead_id",
        "email",
        "outcome",
        "occurred_at",
        "amount",
        "currency",
        "product",
        "reason",
    ),
    required=("outcome_id", "outcome", "occurred_at"),
    moment="occurred_at",
    one_of=("lead_id", "email"),
)

IDENTITIES = Source(
    name="identities",
    columns=("lead_id", "kind", "value", "since"),
    required=("lead_id", "kind", "value"),
    moment="since",
)

SPEND = Source(
    name="spend",
    columns=("month", "channel", "campaign", "amount", "currency"),
    required=("month", "channel", "amount"),
    moment="month",
)

SOURCES = (LEADS, EVENTS, OUTCOMES, IDENTITIES, SPEND)
# Tables of which nothing is said where the input does not bring them.
RARE = (IDENTITIES.name, SPEND.name)
