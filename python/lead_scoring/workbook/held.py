"""The event types and the values of attributes that the warehouse holds, for drop-downs."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from ..load import custom_attributes
from ..project import project_vars
from ..sql import identifier
from ..sql_macros import call
from ..warehouse import Warehouse

_FEWEST_LEADS = 5  # a value that fewer have may be about one person
_MOST_VALUES = 100  # more are no list, but free text
# Those of var personal_columns come on top.
_NO_LISTS = {"lead_id", "job_title", "company_name", "owner_id", "merged_into_lead_id"}
_NO_LISTS |= {"created_at", "updated_at", "is_deleted", "employee_count", "annual_revenue"}


@dataclass(frozen=True)
class Held:
    """What the input has held, as far as the warehouse knows."""

    event_types: list[str] = field(default_factory=list)
    # Attributes of the leads' own columns, with their values where those are a list.
    attributes: dict[str, list[str]] = field(default_factory=dict)


def read_held() -> Held | None:
    """What the warehouse holds; None without one, or if another version made it."""
    warehouse = Warehouse.from_environment()
    if not warehouse.path.exists():
        return None
    try:
        with warehouse.read(warehouse.path) as connection:
            return _read(connection)
    except duckdb.CatalogException:
        return None


def _read(connection: duckdb.DuckDBPyConnection) -> Held:
    event_types = connection.execute(
        "select distinct event_type from staging.stg_event_kinds where kind_key in"
        " (select kind_key from intermediate.int_event_hits_daily) order by 1"
    ).fetchall()
    own = {*call("lead_columns")} | {
        str(call("attribute_name", column)) for column in custom_attributes(connection)
    }
    columns = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database()"
        " and schema_name = 'staging' and table_name = 'stg_leads' and data_type = 'VARCHAR'"
        " and list_contains($own, column_name) order by 1",
        {"own": sorted(own)},
    ).fetchall()
    without_list = _NO_LISTS | {*project_vars()["personal_columns"]}
    return Held(
        [name for (name,) in event_types],
        {
            column: [] if column in without_list else _values(connection, column)
            for (column,) in columns
        },
    )


def _values(connection: duckdb.DuckDBPyConnection, attribute: str) -> list[str]:
    """The values in standard form that several leads have; none where they are no list."""
    found = connection.execute(
        f"""
        select coalesce(dictionary.value, leads.{identifier(attribute)}) as value, count(*) as leads
        from staging.stg_leads as leads
        left join (
            select raw_value, min(value) as value from intermediate.int_attribute_dictionary
            where
                scorecard = 'default' and source_attribute = $attribute and attribute = $attribute
            group by raw_value
        ) as dictionary on leads.{identifier(attribute)} = dictionary.raw_value
        where leads.{identifier(attribute)} is not null
        group by 1 order by 1
        """,
        {"attribute": attribute},
    ).fetchall()
    if len(found) > _MOST_VALUES:
        return []
    return [value for value, leads in found if leads >= _FEWEST_LEADS and "|" not in value]
