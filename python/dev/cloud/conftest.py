"""What the engines' targets of profiles.yml ask for; nothing is ever connected to."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in the project, with credentials that open nothing."""
    monkeypatch.chdir(ROOT)
    for name in (
        *("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_WAREHOUSE", "SNOWFLAKE_DATABASE"),
        *("DATABRICKS_HOST", "DATABRICKS_TOKEN", "GOOGLE_CLOUD_PROJECT"),
        *("REDSHIFT_HOST", "REDSHIFT_USER", "REDSHIFT_PASSWORD", "REDSHIFT_DATABASE"),
    ):
        monkeypatch.setenv(name, "nowhere")
    monkeypatch.setenv("DATABRICKS_HTTP_PATH", "/sql/1.0/warehouses/nowhere")
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    monkeypatch.delenv("RULEBOOK", raising=False)
