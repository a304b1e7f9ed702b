"""The Spark session of this process: dbt's session method finds it and goes on with it."""

from __future__ import annotations

import atexit
import os
from typing import Any

from dbt.config.renderer import ProfileRenderer
from dbt_common.context import set_invocation_context
from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from ..errors import UserError


def session_of(output: dict[str, Any]) -> SparkSession:
    """The session that a target of profiles.yml describes; an error where no cluster answers."""
    builder = SparkSession.builder.appName("lead_scoring").enableHiveSupport()
    settings = settings_of(output)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        session.sql("show databases").collect()
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise UserError(
            f"Spark cannot be reached at {settings['spark.master']} ({_first_line(error)}); set"
            " SPARK_MASTER, and SPARK_CONF_DIR for all else that the cluster needs."
        ) from None
    atexit.register(session.stop)
    return session


def settings_of(output: dict[str, Any]) -> dict[str, str]:
    """The settings of the session, as profiles.yml has them with the environment put in."""
    # Where dbt looks for the environment.
    set_invocation_context(os.environ)
    rendered = ProfileRenderer({}).render_data(output)
    return {name: str(value) for name, value in rendered["server_side_parameters"].items()}


def _first_line(error: BaseException) -> str:
    """What went wrong, without the trace of the JVM."""
    told = str(error.java_exception.getMessage() if isinstance(error, Py4JJavaError) else error)
    return (told.strip().splitlines() or [type(error).__name__])[0].rstrip(".")
