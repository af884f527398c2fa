"""Where what is derived is kept: which database, and how to print its address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import attrs

from kvalitet_core.errors import RunsUnavailable

__all__ = ["MEMORY", "Address", "address_of", "beside"]

MEMORY: Final = "memory:"
DEFAULT_SCHEMA: Final = "kvalitet_views"

_POSTGRES: Final = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://")
_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SECRET: Final = frozenset({"passfile", "password", "sslkey", "sslpassword"})
_EXPECTED: Final = "expected memory:, a path, sqlite:///path or postgresql+psycopg://…"


@attrs.frozen(kw_only=True)
class Address:
    """One database for what is derived.

    Attributes:
        dialect: Which kind of database it is.
        path: The SQLite file; None in memory and for PostgreSQL.
        conninfo: What libpq is told.
        schema: The schema in PostgreSQL.
        place: Fit to print: without a password.
    """

    dialect: Literal["sqlite", "postgresql"]
    place: str
    path: Path | None = None
    conninfo: str = attrs.field(default="", repr=False)
    schema: str = ""


def beside(journal: str) -> str | None:
    """The address that goes with a journal's own, where it has one by default."""
    if journal == MEMORY:
        return MEMORY
    if _POSTGRES.match(journal):
        return None
    return f"{Path(journal.removeprefix('sqlite:///')).expanduser()}.views"


def address_of(text: str) -> Address:
    """Read an address.

    Raises:
        RunsUnavailable: It is none that is known here.
    """
    if text in (MEMORY, "sqlite://", "sqlite:///:memory:"):
        return Address(dialect="sqlite", place=MEMORY)
    if started := _POSTGRES.match(text):
        return _postgres(text[started.end() :])
    path = text.removeprefix("sqlite:///")
    if not path or _SCHEME.match(path) or "\0" in path:
        raise RunsUnavailable(text.rpartition("@")[2] or repr(text), _EXPECTED)
    found = Path(path).expanduser()
    return Address(dialect="sqlite", place=str(found), path=found)


def _postgres(rest: str) -> Address:
    try:
        parts = urlsplit(f"postgresql://{rest}")
    except ValueError as error:
        shown = f"postgresql://{rest.rpartition('@')[2]}"
        raise RunsUnavailable(shown, f"is no such address: {error}") from error
    query = parse_qsl(parts.query, keep_blank_values=True)
    user, _, host = parts.netloc.rpartition("@")
    netloc = f"{user.partition(':')[0]}@{host}" if user else host
    shown = _joined(
        netloc, parts.path, [pair for pair in query if pair[0] not in _SECRET]
    )
    schema = dict(query).get("schema", DEFAULT_SCHEMA)
    if not _SCHEMA.fullmatch(schema):
        problem = f"schema {schema!r}: expected lower-case letters, digits and _"
        raise RunsUnavailable(shown, problem)
    left = [pair for pair in query if pair[0] != "schema"]
    return Address(
        dialect="postgresql",
        place=shown,
        conninfo=_joined(parts.netloc, parts.path, left),
        schema=schema,
    )


def _joined(netloc: str, path: str, query: list[tuple[str, str]]) -> str:
    text = urlencode(query, quote_via=quote, safe="/")
    return f"postgresql://{netloc}{path}{'?' if text else ''}{text}"
