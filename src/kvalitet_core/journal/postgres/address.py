"""The PostgreSQL store, what its address says: where it is, and in which schema.

Only reads the text of an address. What is secret in it is never shown.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from kvalitet_core.errors import Malformed

__all__ = ["place_of", "schema_of"]

_DEFAULT_SCHEMA: Final = "kvalitet"
_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SECRET: Final = frozenset({"passfile", "password", "sslkey", "sslpassword"})


def schema_of(url: str) -> tuple[str, str]:
    """Split `?schema=NAME` off an address: what libpq is told, and the schema.

    Raises:
        Malformed: The name is not of lower-case letters, digits and `_`.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Malformed("address", f"is no postgresql://… address: {error}") from error
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    schema = query.pop("schema", _DEFAULT_SCHEMA)
    if not _SCHEMA.fullmatch(schema):
        raise Malformed(
            f"schema {schema!r}", "expected lower-case letters, digits and _"
        )
    left = urlencode(query, quote_via=quote)
    return f"postgresql://{parts.netloc}{parts.path}{'?' if left else ''}{left}", schema


def place_of(url: str) -> str:
    """The address without anything secret, fit to print."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    shown = f"{user.partition(':')[0]}@{host}" if user else host
    query = [pair for pair in parse_qsl(parts.query) if pair[0] not in _SECRET]
    left = urlencode(query, quote_via=quote, safe="/")
    return f"postgresql://{shown}{parts.path}{'?' if left else ''}{left}"
