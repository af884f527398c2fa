"""Addresses: which database, and how it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.running.addresses import address_of, beside


@pytest.mark.parametrize("text", ["memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_has_no_path(text: str) -> None:
    """It is gone with the process."""
    address = address_of(text)

    assert (address.dialect, address.path, address.place) == (
        "sqlite",
        None,
        "memory:",
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("here.views", "here.views"),
        ("sqlite:///here.views", "here.views"),
        ("sqlite:////tmp/a b.views", "/tmp/a b.views"),  # noqa: S108 - only a name
        ("a?b#c.views", "a?b#c.views"),
    ],
)
def test_a_path_is_taken_as_it_is(text: str, path: str) -> None:
    """With the prefix of an address, or without."""
    address = address_of(text)

    assert (address.path, address.place) == (Path(path), path)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_postgresql_is_known_by_any_of_its_names(scheme: str) -> None:
    """The schema is chosen in the address; the password is never shown."""
    text = f"{scheme}://me:se%40cret@db:5433/kvalitet?schema=mine&sslpassword=secret"

    address = address_of(text)

    assert address.schema == "mine"
    assert address.conninfo == (
        "postgresql://me:se%40cret@db:5433/kvalitet?sslpassword=secret"
    )
    assert address.place == "postgresql://me@db:5433/kvalitet?schema=mine"
    assert "cret" not in repr(address)


def test_a_server_reached_by_a_socket_is_named_in_the_query() -> None:
    """What is not secret is shown; without a schema there is one of views."""
    address = address_of("postgresql://postgres:@/postgres?host=/run/pg")

    assert address.schema == "kvalitet_views"
    assert address.conninfo == "postgresql://postgres:@/postgres?host=/run/pg"
    assert address.place == "postgresql://postgres@/postgres?host=/run/pg"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mysql://me:secret@db/x", r"views database db/x: expected memory:, a path"),
        ("sqlite:///", r"views database sqlite:///: expected memory:"),
        ("", r"views database '': expected memory:"),
        ("a\0b", r"expected memory:"),
        ("postgresql://me:secret@db/x?schema=Nej", r"schema 'Nej': expected lower"),
        ("postgresql://me:secret@db/x?schema=", r"schema '': expected lower-case"),
        ("postgresql://me:secret@[db/x", r"is no such address"),
    ],
)
def test_what_is_no_address_is_told_without_a_password(text: str, told: str) -> None:
    """What was expected, and what was found."""
    with pytest.raises(RunsUnavailable, match=told) as raised:
        address_of(text)

    assert "secret" not in str(raised.value)


def test_what_is_derived_is_kept_beside_a_file() -> None:
    """A journal in PostgreSQL has no place beside it."""
    assert beside("memory:") == "memory:"
    assert beside("a/journal.db") == "a/journal.db.views"
    assert beside("sqlite:///journal.db") == "journal.db.views"
    assert beside("postgresql://db/x") is None
