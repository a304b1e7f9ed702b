"""A private Postgres server on loopback, from the binaries of the system."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

# Postgres refuses to run as root; this user comes with Debian's package.
UNPRIVILEGED = "postgres"


def binaries() -> Path | None:
    """Where initdb and pg_ctl lie; None where there is no server to start."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    # Debian keeps each version in a directory of its own, beyond the PATH.
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    return folders[-1] if folders else None


@dataclass(frozen=True)
class Server:
    """A running server, and the variables that name it."""

    variables: dict[str, str]

    def new_database(self, name: str, *, options: str = "") -> dict[str, str]:
        """Create an empty database that belongs to a role without privileges; its variables."""
        self.rows(f"create database {name} owner builder {options}")
        return self.variables | {"PGDATABASE": name, "PGUSER": "builder"}

    def rows(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of a query by the superuser; none where it gives no rows."""
        place = self.variables | {"PGDATABASE": database, "PGUSER": "postgres"}
        with connected_as(place) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def connected_as(variables: dict[str, str]) -> Iterator[Any]:
    """A connection to what the variables name, each statement by itself."""
    connection = psycopg2.connect(
        host=variables["PGHOST"],
        port=variables["PGPORT"],
        user=variables["PGUSER"],
        password=variables["PGPASSWORD"],
        dbname=variables["PGDATABASE"],
    )
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def private_server(bin_dir: Path) -> Iterator[Server]:
    """Start a server, and stop it and remove its files at the end.

    Its databases go by the rules of English, not by code point, as most do.
    """
    password = secrets.token_hex(8)
    directory = Path(tempfile.mkdtemp(prefix="lead_scoring_postgres_"))
    (directory / "password").write_text(password)
    _give_away(directory)
    try:
        data = directory / "data"
        _run(
            bin_dir / "initdb",
            *("-D", data, "-U", "postgres", "-A", "scram-sha-256"),
            *("--pwfile", directory / "password", "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--locale-provider=icu", "--icu-locale=en-US"),
        )
        port = _free_port()
        server = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
            " -c fsync=off -c timezone=Asia/Kolkata"
        )
        control = (bin_dir / "pg_ctl", "-D", data, "-w")
        _run(*control, "-l", directory / "log", "-o", server, "start")
        try:
            running = Server({"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGPASSWORD": password})
            running.rows(f"create role builder login password '{password}'")
            yield running
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _give_away(directory: Path) -> None:
    if os.geteuid() == 0:
        for path in (directory, *directory.iterdir()):
            shutil.chown(path, UNPRIVILEGED)


def _run(*command: str | Path) -> None:
    as_user = ("runuser", "-u", UNPRIVILEGED, "--") if os.geteuid() == 0 else ()
    subprocess.run(
        [*as_user, *map(str, command)],
        check=True,
        stdout=subprocess.DEVNULL,
        # Inherited pipes would stay open as long as the server runs.
        stderr=subprocess.DEVNULL,
        cwd="/",
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
