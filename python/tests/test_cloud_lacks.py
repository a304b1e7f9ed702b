"""What the check of the cloud warehouses refuses (make cloud), one statement for each reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dev.cloud.parsed_warehouse import ParsedWarehouse
from lead_scoring.project import ROOT

REFUSED = {
    "a word too many": ("snowflake", "select lead_id lead_id lead_id from crm.leads"),
    "a regular expression by an operator": ("bigquery", "select email ~ 'a' as x from crm.leads"),
    "a quote written twice": ("bigquery", "select 'it''s' as x from crm.leads"),
    "an unknown table": ("redshift", "select lead_id from crm.ledas"),
    "an unknown column": ("databricks", "select lead_idd from crm.leads"),
    "a column that is kept in capitals": ("snowflake", 'select "lead_id" from crm.leads'),
    "a function of another engine": ("bigquery", "select initcap(email) as x from crm.leads"),
    "a named window": (
        "snowflake",
        "select count(*) over one as x from crm.leads window one as (partition by email)",
    ),
    "a filter": ("redshift", "select count(*) filter (where email = 'a') as x from crm.leads"),
    "a materialized CTE": (
        "databricks",
        "with one as materialized (select lead_id from crm.leads) select lead_id from one",
    ),
    "is distinct from": ("redshift", "select email is distinct from 'a' as x from crm.leads"),
    "digits in a cast": ("bigquery", "select cast(lead_id as decimal(9, 6)) as x from crm.leads"),
    "except alone": (
        "bigquery",
        "select lead_id from crm.leads except select email from crm.leads",
    ),
    "where without from": ("bigquery", "select 1 as one where 1 = 0"),
    "delete without where": ("bigquery", "delete from crm.leads"),
    "a column under its schema": ("bigquery", "select crm.leads.lead_id from crm.leads"),
    "an order without a frame": (
        "redshift",
        "select sum(length(email)) over (order by lead_id) as x from crm.leads",
    ),
    "a frame by range": (
        "redshift",
        "select count(*) over (order by lead_id range between unbounded preceding and current row)"
        " as x from crm.leads",
    ),
    "distinct in a window": (
        "snowflake",
        "select count(distinct email) over (order by lead_id) as x from crm.leads",
    ),
    "a boolean as text": ("redshift", "select cast(email = 'a' as varchar) as x from crm.leads"),
    "varchar": ("bigquery", "select cast(email as varchar) as x from crm.leads"),
    "varchar without a length": ("databricks", "select cast(email as varchar) as x from crm.leads"),
    "values": ("bigquery", "select * from (values (1)) as t"),
    "names behind an alias": ("bigquery", "select a from (select 1 as b) as t(a)"),
    "a flag of regexp_replace": (
        "snowflake",
        "select regexp_replace(email, 'a', 'b', 'g') as x from crm.leads",
    ),
    "a flag that is too much": (
        "redshift",
        "select regexp_replace(email, 'a', 'b', 'g') as x from crm.leads",
    ),
    "a reserved word": ("redshift", "select lead_id as tag from crm.leads"),
    "an insert of fewer columns": (
        "snowflake",
        "insert into crm.leads (lead_id, email) select lead_id from crm.leads",
    ),
    "a statement that is not read": ("snowflake", "vacuum analyze everything"),
}


@pytest.mark.parametrize(("dialect", "sql"), REFUSED.values(), ids=REFUSED)
def test_is_refused(dialect: str, sql: str) -> None:
    """Each by a problem that names the node."""
    warehouse = loaded(dialect)
    warehouse.execute(sql, "model.a")
    assert warehouse.problems
    assert {problem.node for problem in warehouse.problems} == {"model.a"}


@pytest.mark.parametrize("dialect", ["snowflake", "bigquery", "databricks", "redshift"])
def test_what_a_statement_makes_is_known_to_the_next(dialect: str) -> None:
    """Columns by their names and types, stars too; a table that was renamed or dropped is gone."""
    warehouse = loaded(dialect)
    for sql in (
        "create table marts.one as (select leads.*, count(*) over () as people from crm.leads)",
        "alter table marts.one rename to marts.two",
        "create view marts.three as select lead_id, people from marts.two where people > 1",
        "delete from marts.two where lead_id in (select lead_id from crm.leads)",
    ):
        warehouse.execute(sql, "model.a")
    assert warehouse.problems == []
    assert [name.lower() for name in warehouse.catalog.columns["marts", "three"]] == [
        "lead_id",
        "people",
    ]
    assert ("marts", "one") not in warehouse.catalog.columns
    warehouse.execute("drop table marts.two", "model.a")
    warehouse.execute("select lead_id from marts.two", "model.b")
    assert [problem.node for problem in warehouse.problems] == ["model.b"]


def loaded(dialect: str) -> ParsedWarehouse:
    """A warehouse with a table of two columns."""
    warehouse = ParsedWarehouse(dialect)
    warehouse.create("crm", "leads", ["lead_id", "email"], "STRING")
    return warehouse


def test_what_renders_for_the_clouds_does_without_duckdb() -> None:
    """Its environment has the adapters of the clouds alone."""
    modules = "dev.cloud.test_cloud_warehouses, dev.cloud.test_cloud_sources"
    code = f"import sys; sys.modules['duckdb'] = None; import {modules}"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT / "python", check=False)
    assert run.returncode == 0, run.stderr
