"""Set-up, loading and checks around the dbt project that scores leads."""
