"""`kvalitet migrate --roles` at the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
from click.testing import Result
from psycopg import sql

from kvalitet_core.journal.postgres.address import schema_of

Run = Callable[..., Result]


def made(run: Run, url: str, folder: Path) -> Result:
    """A journal in PostgreSQL, with its keys in a file."""
    result = run("init", "--journal", url, "--keys", folder / "journal.keys")
    assert result.exit_code == 0, result.output
    return result


def test_the_roles_are_made_and_named(
    run: Run, postgres_url: str, tmp_path: Path
) -> None:
    """Doing it twice says the same twice."""
    begun = made(run, postgres_url, tmp_path)
    roles = ("migrate", "--roles", "--journal", postgres_url)

    one, two = run(*roles), run(*roles)

    _, schema = schema_of(postgres_url)
    assert "what is appended to it is signed with" in begun.stdout
    assert one.exit_code == 0, one.output
    assert one.stdout == two.stdout
    assert f"role postgres_{schema}_auditor: reads" in one.stdout
    assert f"GRANT postgres_{schema}_application TO <login>" in one.stdout


def test_the_roles_are_told_in_danish_and_the_sql_is_sql(
    run: Run, postgres_url: str, tmp_path: Path
) -> None:
    """What a database reads never translates."""
    made(run, postgres_url, tmp_path)
    roles = ("migrate", "--roles", "--journal", postgres_url)

    danish = run(*roles, "--lang", "da")
    script, same = (run(*roles, "--dry-run", "--lang", each) for each in ("da", "en"))

    _, schema = schema_of(postgres_url)
    assert danish.exit_code == 0, danish.output
    assert f"rollen postgres_{schema}_auditor: læser: til den," in danish.stdout
    assert "intet at gøre: journalens format er" in danish.stdout
    assert script.stdout == same.stdout
    assert script.stdout.startswith("BEGIN;\n")
    assert script.stdout.endswith("COMMIT;\n")


def test_the_sql_is_printed_and_nothing_is_done(
    run: Run, postgres: str, postgres_url: str, tmp_path: Path
) -> None:
    """A database administrator carries it out with psql as it is."""
    made(run, postgres_url, tmp_path)
    asked = ("migrate", "--roles", "--role-prefix", f"x{schema_of(postgres_url)[1]}")

    printed = run(*asked, "--dry-run", "--journal", postgres_url)

    prefix = asked[-1]
    assert printed.exit_code == 0, printed.output
    with psycopg.connect(postgres, autocommit=True) as connection:
        known = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        assert connection.execute(known, (f"{prefix}_owner",)).fetchall() == []
        connection.execute(printed.stdout.encode())
        assert connection.execute(known, (f"{prefix}_owner",)).fetchall() == [(1,)]
    again = run("migrate", "--roles", "--journal", postgres_url)
    assert f"role {prefix}_owner" in again.stdout


def test_who_may_not_is_told_what_to_do(
    run: Run, postgres: str, postgres_url: str, tmp_path: Path
) -> None:
    """One clear line, and exit code 3."""
    made(run, postgres_url, tmp_path)
    name = f"{schema_of(postgres_url)[1]}_nobody"
    with psycopg.connect(postgres) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    url = postgres_url.replace("postgres:@", f"{name}@")

    result = run("migrate", "--roles", "--journal", url)

    assert url != postgres_url
    assert result.exit_code == 3
    assert "no right to do that" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_journal_in_a_file_has_no_roles(run: Run, demo: Path) -> None:
    """It is told that the file's own rights decide."""
    result = run("migrate", "--roles", "--journal", demo)
    alone = run("migrate", "--dry-run", "--journal", demo)

    assert (result.exit_code, alone.exit_code) == (2, 2)
    assert "--roles is for a journal in PostgreSQL" in result.stderr
    assert "go with --roles" in alone.stderr


def test_there_must_be_a_journal(run: Run, postgres_url: str) -> None:
    """None is made."""
    for more in ((), ("--dry-run",)):
        result = run("migrate", "--roles", *more, "--journal", postgres_url)

        assert result.exit_code == 3
        assert "there is no journal" in result.stderr
